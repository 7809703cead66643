//! Whom a run sends to once more, as `mail send` is told.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::Address;
use letterpress::mail::journal::{Addressee, DeliveryState, Issue, Journal, Retry, RetryRefused};
use letterpress::message;

use crate::cli;
use crate::command::usage;

/// What was typed, with the releases that stand behind `--retry-refused` or `--test` among the
/// releases: these options take any number of addresses, and so all that follows them.
pub fn sorted(typed: &cli::SendArgs) -> Result<cli::SendArgs, Diagnostics> {
    let mut typed = typed.clone();
    let (tested, behind) = sort("--test", std::mem::take(&mut typed.run.test))?;
    typed.run.test = tested;
    typed.releases.extend(behind);
    if let Some(behind) = &mut typed.retry_refused {
        let (addresses, releases) = sort("--retry-refused", std::mem::take(behind))?;
        for address in &addresses {
            if let Err(why) = Address::parse(address) {
                let message = message!(
                    "`{address}` behind --retry-refused is no address: {reason}",
                    address,
                    reason = why
                );
                return Err(usage(message).into());
            }
        }
        *behind = addresses;
        typed.releases.extend(releases);
    }
    if typed.releases.is_empty() {
        let error = usage("no release is named");
        return Err(error.hint("name it before the addresses").into());
    }
    Ok(typed)
}

/// The addresses and the releases behind an option. What is neither is a typing error.
fn sort(option: &str, behind: Vec<String>) -> Result<(Vec<String>, Vec<PathBuf>), Diagnostics> {
    let (mut addresses, mut releases) = (Vec::new(), Vec::new());
    for typed in behind {
        let path = Path::new(&typed);
        if typed.contains('@') && !path.exists() {
            addresses.push(typed);
        } else if typed == "-" || path.exists() || path.extension().is_some() {
            releases.push(path.to_owned());
        } else {
            let message =
                message!("`{value}` behind {option} is no address", value = typed, option);
            return Err(usage(message).hint("an address is written name@example.org").into());
        }
    }
    Ok((addresses, releases))
}

/// What is sent besides what is queued or deferred.
pub fn retry(typed: &cli::SendArgs) -> Retry {
    let refused = match typed.retry_refused.as_deref() {
        None => RetryRefused::None,
        Some([]) => RetryRefused::All,
        // What is no address was refused when they were sorted.
        Some(named) => {
            RetryRefused::Some(named.iter().filter_map(|one| Address::parse(one).ok()).collect())
        }
    };
    Retry::default().with_unknown(typed.retry_unknown).with_refused(refused)
}

/// What is wrong with the addresses that are named to be tried again: they are not on the list, or
/// were not refused.
pub fn check(
    retry: &Retry,
    journal: &Journal,
    issue: &Issue,
    addressees: &[Addressee],
) -> Vec<Diagnostic> {
    let RetryRefused::Some(named) = &retry.refused else { return Vec::new() };
    let wrong = named.iter().filter_map(|address| {
        let on_list = addressees.iter().any(|one| one.address.key() == address.key());
        if !on_list {
            let message = message!("{address} behind --retry-refused is not on the list", address);
            let hint = "name addresses as they stand on the list of --to, or nobody to try all again";
            return Some(usage(message).hint(hint));
        }
        let state = match journal.state(issue, address) {
            Ok(state) => state,
            Err(error) => return Some(error),
        };
        let release = &issue.release;
        let message = match state {
            Some(DeliveryState::Refused) => return None,
            Some(state) => message!(
                "{address} behind --retry-refused is not refused: `{release}` is {state} there",
                address,
                release,
                state = state.as_str()
            ),
            None => message!(
                "{address} behind --retry-refused is not refused: `{release}` was not sent there yet",
                address,
                release
            ),
        };
        let hint = "`mail status` shows who was refused; whoever is queued or deferred is tried without that";
        Some(usage(message).hint(hint))
    });
    wrong.collect()
}
