//! Whether a relay can be used, found out without a message.

use super::conversation::Conversation;
use super::error::RelayError;
use super::fault::busy;
use super::relay::Relay;
use crate::diagnostic::Diagnostic;

impl Relay {
    /// Connects, begins TLS and logs in as a run does, and takes leave. It is tried once.
    /// Returns the most bytes of a message that the relay says it takes (RFC 1870), if it does.
    ///
    /// The errors are those that end a run before its first message: `relay-unreachable`,
    /// `relay-refused`, `relay-certificate`, `relay-without-tls`, `relay-login` and the like.
    pub fn probe(&self) -> Result<Option<u64>, Diagnostic> {
        let tls = self.tls().map_err(|error| RelayError::unreachable(self, &error.to_string()))?;
        match Conversation::open(self, &tls) {
            Ok(conversation) => {
                let max_bytes = conversation.max_bytes;
                conversation.close();
                Ok(max_bytes)
            }
            Err(RelayError::Passing(why)) => Err(RelayError::unreachable(self, &why)),
            Err(RelayError::Busy(_, reply)) => Err(busy(self, &reply)),
            Err(RelayError::Lasting(error) | RelayError::Journal(error)) => Err(error),
        }
    }
}
