//! What identifies a message: Message-IDs, boundaries, tokens.
//!
//! All of them are made from the release's identifier, its version and the recipient,
//! so that one message has one name, however often it is composed. In the Message-ID of what is
//! sent a secret of the journal takes part.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::recipient::{Address, Recipient};
use crate::files::hexadecimal;
use crate::release::slug;

/// The most characters of a Message-ID that come from the release's identifier.
const MAX_SLUG_CHARACTERS: usize = 40;

/// The hexadecimal digits of a name that is made by a hash: 128 bits.
const DIGITS: usize = 32;

/// A version of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IssueId {
    pub identifier: String,
    pub version: u32,
}

impl IssueId {
    /// The Message-ID of a message that was composed and not sent: `<id.vN.hash@domain>`. Anybody
    /// who knows release and recipient can make it.
    pub fn message_id(&self, recipient: Option<&Recipient>, domain: &str) -> String {
        self.named(&self.hash("message", recipient), domain)
    }

    /// The Message-ID of a message that is sent, which nobody can make who has not the key. Mail
    /// programs drop a second message of an id that they know: whoever could tell the id could
    /// send it first, and the release would not be seen.
    pub fn secret_message_id(&self, key: &[u8], address: &Address, domain: &str) -> Option<String> {
        let version = self.version.to_string();
        let key_of_address = address.key();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        for part in ["message", &self.identifier, &version, &key_of_address] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let mut hash = hexadecimal(&mac.finalize().into_bytes());
        hash.truncate(DIGITS);
        Some(self.named(&hash, domain))
    }

    fn named(&self, unique: &str, domain: &str) -> String {
        let slug = slug(&self.identifier);
        let cut = slug.get(..MAX_SLUG_CHARACTERS).unwrap_or(&slug).trim_end_matches('-');
        let readable = if cut.is_empty() { "release" } else { cut };
        format!("<{readable}.v{}.{unique}@{domain}>", self.version)
    }

    /// The line between two parts. What is quoted-printable never has `=_` in it, and
    /// base64 no `_` (RFC 2045, 6.7).
    pub fn boundary(&self, what: &str, recipient: Option<&Recipient>) -> String {
        let hash = self.hash(what, recipient);
        format!("=_{what}_{}", hash.get(..20).unwrap_or(&hash))
    }

    fn hash(&self, what: &str, recipient: Option<&Recipient>) -> String {
        let mailbox = recipient.map(|recipient| recipient.address.key()).unwrap_or_default();
        let version = self.version.to_string();
        let mut hash = hash([what, &self.identifier, &version, &mailbox].map(str::as_bytes));
        hash.truncate(DIGITS);
        hash
    }
}

/// By which the office's server knows that a request to unsubscribe is of the one who
/// got the message (RFC 8058, 3.1): HMAC-SHA-256 of the address in lower case, its
/// first half in hexadecimal digits.
pub(super) fn token(key: &[u8], recipient: &Recipient) -> Option<String> {
    // A key may have any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(recipient.address.key().as_bytes());
    let mut token = hexadecimal(&mac.finalize().into_bytes());
    token.truncate(DIGITS);
    Some(token)
}

/// SHA-256 of several texts, none of which can run into the next.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Address;

    fn recipient(address: &str) -> Option<Recipient> {
        Address::parse(address).ok().map(Recipient::new)
    }

    fn id(identifier: &str, version: u32, address: &str) -> String {
        let issue_id = IssueId { identifier: identifier.to_owned(), version };
        issue_id.message_id(recipient(address).as_ref(), "example.org")
    }

    #[test]
    fn a_message_id_hangs_on_release_version_and_mailbox_alone() {
        let one = id("lmo-2022-123", 1, "a@example.com");
        assert!(one.starts_with("<lmo-2022-123.v1."), "{one}");
        assert_eq!(one.len(), "<lmo-2022-123.v1.@example.org>".len() + 32);
        assert_eq!(one, id("lmo-2022-123", 1, "A@Example.com"));
        for other in [
            id("lmo-2022-123", 2, "a@example.com"),
            id("lmo-2022/123", 1, "a@example.com"),
            id("lmo-2022-123", 1, "b@example.com"),
            id("lmo-2022-123", 1, ""),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_message_id_that_is_sent_needs_the_key() {
        let issue_id = IssueId { identifier: "lmo-1".into(), version: 2 };
        let id = |key: &[u8], address| {
            issue_id.secret_message_id(key, &Address::parse(address).unwrap(), "example.org")
        };
        let one = id(&[1; 32], "a@example.com").unwrap();
        assert!(one.starts_with("<lmo-1.v2.") && one.ends_with("@example.org>"), "{one}");
        assert_eq!(one.len(), "<lmo-1.v2.@example.org>".len() + 32);
        assert_eq!(id(&[1; 32], "A@Example.com").as_ref(), Some(&one));
        assert_ne!(id(&[2; 32], "a@example.com").as_ref(), Some(&one));
        assert_ne!(id(&[1; 32], "b@example.com").as_ref(), Some(&one));
        assert_ne!(self::id("lmo-1", 2, "a@example.com"), one);
    }

    #[test]
    fn any_identifier_makes_a_short_name_of_plain_letters() {
        for identifier in ["", "🦊", &"ä".repeat(5000), "a\r\nB: c", "<x@y>"] {
            let id = id(identifier, u32::MAX, "a@example.com");
            assert!(id.len() < 120, "{id}");
            assert!(id.bytes().all(|byte| byte.is_ascii_graphic()), "{id}");
            assert_eq!(id.matches(['<', '>', '@']).count(), 3, "{id}");
        }
    }

    #[test]
    fn a_token_is_that_of_any_other_program() {
        // printf a@example.com | openssl dgst -sha256 -hmac secret
        let token = recipient("A@example.com").and_then(|one| token(b"secret", &one));
        assert_eq!(token.as_deref(), Some("0607236cc2fc521ca815254262b7014c"));
    }
}
