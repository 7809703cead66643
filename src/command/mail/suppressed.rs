//! Those who have said to the journal that they want no mail.

use letterpress::diagnostic::Diagnostics;
use letterpress::mail::SuppressionList;
use letterpress::mail::journal::Journal;

/// The list of those who want no mail, where there is a journal.
pub fn suppressed(kept: Option<&Journal>) -> Result<Option<SuppressionList>, Diagnostics> {
    let Some(kept) = kept else { return Ok(None) };
    let entries = kept.suppressed()?;
    let entries = entries.into_iter().map(|one| one.entry);
    Ok(Some(SuppressionList::of("the journal's list of those who want no mail", entries)))
}
