//! What was appended to a file: updates that seal it with signatures, and nothing else.
//!
//! [`seals`] knows the bytes that a file had before. Every byte behind them has to belong to
//! complete updates (ISO 32000-1, 7.5.6) that bring signatures, and nothing that is seen or heard
//! may be replaced. The last signature has to cover the whole file but its own value. Whether a
//! signature is right is for the caller to find out: [`Seal`] has what it takes.

mod changes;
mod form;
mod found;
mod metadata;

pub use self::found::{Seal, SealFault};

use self::changes::Allowed;
use super::budget::Budget;
use super::file::{self, FileUpdate, PdfFile};
use super::{refusal, too_large};
use crate::diagnostic::Diagnostic;
use crate::limits::PdfLimits;

/// The most updates that are read of a file.
const MAX_UPDATES: usize = 64;

/// The signatures that were appended to the file `original`, which `sealed` has to begin with, in
/// the order of their updates. `Err` of the outer result: one of the files cannot be read.
///
/// ```
/// use letterpress::inspect::seal;
/// use letterpress::limits::PdfLimits;
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Standards, Typesetter};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let pdf = Typesetter::new().typeset(&Job::new(&source))?.pdf(&Standards::default())?;
///
/// let longer = [pdf.as_slice(), b"% checked\n"].concat();
/// let fault = seal::seals("release.pdf", &pdf, &longer, &PdfLimits::default())?.unwrap_err();
/// assert_eq!(fault.reason(), "10 bytes were appended that are no signature");
/// # Ok(())
/// # }
/// ```
pub fn seals(
    name: &str,
    original: &[u8],
    sealed: &[u8],
    limits: &PdfLimits,
) -> Result<Result<Vec<Seal>, SealFault>, Diagnostic> {
    if sealed.len() as u64 > limits.bytes {
        return Err(too_large(name, sealed.len() as u64, limits));
    }
    let budget = Budget::of_file(original.len(), limits);
    let first = file::open(original, budget).map_err(|error| refusal(name, &error))?;
    let budget = Budget::of_file(sealed.len(), limits);
    Ok(if sealed.starts_with(original) {
        follow(&first, original.len(), sealed, budget)
    } else {
        Err(SealFault::new("it does not begin with the bytes it had before"))
    })
}

/// Follows the updates behind the first `length` bytes.
fn follow(
    first: &PdfFile<'_>,
    length: usize,
    sealed: &[u8],
    budget: Budget,
) -> Result<Vec<Seal>, SealFault> {
    let appended = sealed.len() - length;
    let incomplete =
        SealFault::new(format!("{appended} bytes were appended that are no signature"));
    let Some((allowed, mut table)) = Allowed::of(first).zip(first.newest_table()) else {
        return Err(incomplete);
    };
    let mut file = first.continued(sealed, budget);
    let mut at = length;
    let (mut seals, mut updates): (Vec<Seal>, Vec<FileUpdate>) = (Vec::new(), Vec::new());
    while at < sealed.len() {
        let update = file.take_update(at, table).filter(|_| updates.len() < MAX_UPDATES);
        let Some(update) = update else { return Err(incomplete) };
        allowed.check(first, &file, &update)?;
        (at, table) = (update.end_of_line, update.table);
        updates.push(update);
        let fields = form::signatures(&file, &allowed)?;
        let Some((known, new)) = fields.split_at_checked(seals.len()) else {
            return Err(incomplete);
        };
        if known.iter().zip(&seals).any(|(one, seal)| *one.value != *seal.value) {
            return Err(SealFault::new("a later update replaces a signature"));
        }
        for field in new {
            let last = updates.last().map(|last| last.end..=last.end_of_line);
            let ends = |end| last.as_ref().is_some_and(|last| last.contains(&end));
            seals.push(field.seal(&file, sealed, length, ends)?);
        }
    }
    if file.repeats_keys() || file.budget.is_used_up() {
        return Err(incomplete);
    }
    match seals.last() {
        None => Err(incomplete),
        Some(last) if last.covered[1].end != sealed.len() => {
            let rest = sealed.len() - last.covered[1].end;
            Err(SealFault::new(format!("no signature covers the last {rest} bytes")))
        }
        Some(_) => Ok(seals),
    }
}
