//! `letterpress mail send --test`: a release as it would go out, to a few addresses, without a
//! trace in the journal.

use std::sync::Arc;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::mail::journal::Journal;
use letterpress::mail::{Address, Recipient, RecipientList};
use letterpress::message;

use super::candidate::{Candidate, judge, of_all};
use super::suppressed::suppressed;
use crate::cli;
use crate::command::batch::Batch;
use crate::command::signals::Signals;
use crate::command::{Exit, usage};
use crate::terminal::{Ending, Terminal};

/// The addresses that were typed, each once.
pub fn recipients(typed: &cli::SendArgs) -> Result<Arc<[Recipient]>, Diagnostics> {
    let (mut recipients, mut errors) = (Vec::<Recipient>::new(), Vec::new());
    for typed in &typed.run.test {
        match test_address(typed) {
            Ok(address) if recipients.iter().any(|one| one.address == address) => {}
            Ok(address) => recipients.push(Recipient::new(address)),
            Err(error) => errors.push(error),
        }
    }
    if recipients.is_empty() && errors.is_empty() {
        errors.push(usage("--test names no address").hint("write --test name@example.org"));
    }
    Diagnostics::check(errors)?;
    Ok(recipients.into())
}

/// The address of a test as it is typed. As on a list, a name may stand before it.
pub fn test_address(typed: &str) -> Result<Address, Diagnostic> {
    let bare = typed.rsplit_once('<').map_or(typed, |(_, address)| address);
    Address::parse(bare.trim_end_matches('>')).map_err(|why| {
        usage(message!("`{value}` is no address ({reason})", value = typed, reason = why))
    })
}

/// The recipients of a test but for those who have said to the journal that they want no mail.
fn without_suppressed(
    recipients: &[Recipient],
    kept: Option<&Journal>,
    terminal: &Terminal,
) -> Result<Arc<[Recipient]>, Diagnostics> {
    let mut list = RecipientList::of("--test", recipients.iter().cloned());
    if let Some(suppressed) = suppressed(kept)? {
        terminal.emit_all(&list.suppress(&suppressed));
    }
    if list.is_empty() {
        let error = usage("nobody behind --test wants mail, by the journal");
        return Err(error
            .hint("`mail suppress remove ADDRESS` takes somebody off its list")
            .into());
    }
    Ok(list.recipients().cloned().collect())
}

/// Sends each release to the addresses of a test. The journal, where there is one, is asked
/// who wants no mail and what it has against the relay, and nothing is written into it.
pub fn send(
    mut candidates: Vec<Candidate<'_>>,
    recipients: &Arc<[Recipient]>,
    kept: Option<&Journal>,
    run: &mut Batch<'_>,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    let recipients = &without_suppressed(recipients, kept, terminal)?;
    for candidate in &mut candidates {
        if let Some(mailing) = &mut candidate.mailing {
            mailing.make_test(recipients);
        }
    }
    judge(&mut candidates, kept, terminal);
    let found = of_all(&candidates);
    let signals = Signals::install();
    let mut exit = found;
    for mut candidate in candidates {
        let is_over = exit > Exit::Incomplete || signals.exit().is_some();
        let ending = if is_over {
            Ending::NotSent
        } else {
            candidate.send(&mut Journal::passing()?, &signals, terminal)
        };
        candidate.close(ending, run);
        if !candidate.found.is_lost {
            exit = exit.max(candidate.found.exit);
        }
    }
    Ok(signals.exit().unwrap_or(exit))
}
