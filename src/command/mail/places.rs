//! Where the relay and the journal are, and who logs in: as typed, else from the
//! environment, else from the letterhead.

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::delivery::Relay;
use letterpress::message;

use super::secret::{LOGIN, secret_file};
use crate::cli;
use crate::command::files::read_file;
use crate::command::write::make_folder;
use crate::command::{input_output, usage};

/// The most bytes of a file with certificates.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The variable of a name, unless it is empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// The relay, ready to be spoken to.
pub fn relay(typed: &cli::SendArgs, of_letterhead: Option<&str>) -> Result<Relay, Diagnostics> {
    let address = typed.relay.clone().or_else(|| variable("LETTERPRESS_RELAY"));
    let address = address.or_else(|| of_letterhead.map(ToOwned::to_owned)).ok_or_else(|| {
        let error = usage("no relay is named");
        let hint = "name it with --relay smtp://HOST, in LETTERPRESS_RELAY, or as `relay` in the letterhead's [mail]";
        error.hint(hint)
    })?;
    let mut errors = Vec::new();
    let relay = Relay::parse(&address, typed.plain).map_err(|error| errors.push(error)).ok();
    let login = login(typed.credentials.as_deref()).map_err(|found| errors.extend(found)).ok();
    let authorities = typed.ca.as_deref().map(read);
    let authorities = authorities.transpose().map_err(|found| errors.extend(found)).ok().flatten();
    Diagnostics::check(errors)?;
    let no_relay = || Diagnostic::internal("no relay, and no error");
    let mut relay = relay.ok_or_else(no_relay)?;
    if let Some(authorities) = authorities {
        relay = relay.with_certificates(&authorities)?;
    }
    if let Some((user, password)) = login.flatten() {
        relay = relay.with_login(user, password);
    }
    Ok(relay.with_timeout(Duration::from_secs(typed.timeout.get())))
}

fn read(path: &Path) -> Result<Vec<u8>, Diagnostics> {
    Ok(read_file(path, MAX_BYTES).map_err(|error| {
        input_output(message!("{file} {reason}", file = path.display(), reason = error.describe()))
    })?)
}

/// User and password, where the relay wants them.
fn login(file: Option<&Path>) -> Result<Option<(String, String)>, Diagnostics> {
    let Some(path) = file else {
        let [user, password] = LOGIN;
        return match (variable(user), variable(password)) {
            (Some(user), Some(password)) => Ok(Some((user, password))),
            (None, None) => Ok(None),
            _ => Err(Diagnostics::from(usage(message!(
                "{user} and {password} go together",
                user,
                password
            )))),
        };
    };
    let bytes = secret_file(path)?;
    let text = String::from_utf8(bytes).map_err(|_| no_login(path))?;
    let mut lines = text.lines().map(ToOwned::to_owned);
    match (lines.next(), lines.next(), lines.all(|line| line.is_empty())) {
        (Some(user), Some(password), true) if !user.is_empty() && !password.is_empty() => {
            Ok(Some((user, password)))
        }
        _ => Err(no_login(path).into()),
    }
}

fn no_login(file: &Path) -> Diagnostic {
    let error = usage(message!("{file} holds no login", file = file.display()));
    error.hint("its first line is the user, its second the password")
}

/// The journal's file.
pub fn journal(typed: Option<&Path>) -> Result<PathBuf, Diagnostics> {
    if let Some(typed) = typed {
        return Ok(typed.to_owned());
    }
    if let Some(path) = variable("LETTERPRESS_JOURNAL") {
        return Ok(path.into());
    }
    let state = variable("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || variable("HOME").map(|home| Path::new(&home).join(".local/state"));
    let folder = state.or_else(home).ok_or_else(|| {
        usage("there is no place for the journal").hint("name one with --journal FILE")
    })?;
    Ok(folder.join("letterpress/journal.sqlite"))
}

/// Makes the folder of a journal whose place was not typed.
pub fn make_folder_of(journal: &Path, typed: Option<&Path>) -> Result<(), Diagnostics> {
    match journal.parent() {
        Some(folder) if typed.is_none() && !folder.as_os_str().is_empty() => make_folder(folder),
        _ => Ok(()),
    }
}
