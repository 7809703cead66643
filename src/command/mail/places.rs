//! Where the relay is: as typed, else from the environment, beside user and password, or in a
//! letterhead that the caller chose. The journal is found alike, in a file of its own.

use std::path::Path;
use std::time::Duration;

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use letterpress::mail::delivery::{Credentials, Relay};
use letterpress::message;

use super::composed::Composed;
use super::credentials::{self, RELAY, variable};
pub use super::journal_place::{
    NamedJournal, is_named, journal, kept_journal, look_at_journal, open_journal,
};
use crate::cli;
use crate::command::files::read_file;
use crate::command::{input_output, usage};

/// The most bytes of a file with certificates.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The relay, ready to be spoken to.
pub fn relay(typed: &cli::SendArgs, composed: &Composed) -> Result<Relay, Diagnostics> {
    let mut errors = Vec::new();
    let credentials = credentials::read(typed.credentials.as_deref());
    let credentials = credentials.map_err(|found| errors.extend(found)).ok().flatten();
    let address = typed.relay.clone().or_else(|| variable(RELAY));
    let address = address
        .or_else(|| credentials.as_ref().map(Credentials::relay))
        .or_else(|| composed.relay.clone());
    // A file that cannot be used might have named it.
    if address.is_none() && (typed.credentials.is_none() || errors.is_empty()) {
        errors.push(no_relay(composed));
    }
    let relay = address.map(|address| Relay::parse(&address, typed.plain)).transpose();
    // What the environment names is read for the credentials as well.
    let relay = relay.map_err(|error| errors.extend((!errors.contains(&error)).then_some(error)));
    let authorities = typed.ca.as_deref().map(read);
    let authorities = authorities.transpose().map_err(|found| errors.extend(found)).ok().flatten();
    Diagnostics::check(errors)?;
    let no_relay = || Diagnostic::internal("no relay, and no error");
    let mut relay = relay.ok().flatten().ok_or_else(no_relay)?;
    if let Some(authorities) = authorities {
        relay = relay.with_certificates(&authorities)?;
    }
    if let Some(credentials) = credentials {
        relay = relay.with_credentials(&credentials)?;
    }
    if let Some(name) = typed.helo.as_deref().or(composed.helo.as_deref()) {
        relay = relay.with_helo(name).map_err(|error| error.blamed_on(Blame::Environment))?;
    }
    Ok(relay.with_timeout(Duration::from_secs(typed.timeout.get())))
}

/// Nothing says where messages go, or only what came with the release.
fn no_relay(composed: &Composed) -> Diagnostic {
    if composed.brings_relay {
        let message =
            "the relay stands in a letterhead that comes with the release, and does not count";
        return Diagnostic::new(codes::RELAY_OF_RELEASE, message)
            .hint(format!("name the relay by hand: --relay URL, or {RELAY}"))
            .hint("or say that the letterhead is yours: --letterhead FILE");
    }
    usage("no relay is named").with("reason", "no-relay").hint(format!(
        "name it with --relay smtp://HOST, in {RELAY}, beside user and password, or as `relay` in the [mail] of a letterhead given with --letterhead"
    ))
}

fn read(path: &Path) -> Result<Vec<u8>, Diagnostics> {
    Ok(read_file(path, MAX_BYTES).map_err(|error| {
        input_output(message!("{file} {reason}", file = path.display(), reason = error.describe()))
    })?)
}
