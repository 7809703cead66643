//! What is heard of a PDF: the reading order with roles, languages and pages.
//!
//! [`read`] follows the structure of a tagged PDF as screen readers do: elements in their
//! order, words by the marks in the content of the pages. What stands outside of the structure
//! is not in it, as it is not heard. [`ReadingOrder::lines`] tells it in words.

mod cmap;
mod encoding;
mod entry;
mod follow;
mod font;
mod joint;
mod line;
mod lines;
mod marked;
mod open;
mod position;
mod roles;
mod structure;
mod target;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

pub use self::entry::{ReadingEntry, ReadingOrder};

use self::follow::ContentReader;
use self::structure::StructureReader;
use self::target::Destinations;
use super::budget::Budget;
use super::file::{self, PdfFile};
use super::{metadata, pages, refusal, too_large, warnings};
use crate::diagnostic::{Diagnostic, codes};
use crate::limits::PdfLimits;

/// A reading order with what is to be said of the file besides.
pub type ReadingResult = Result<(ReadingOrder, Vec<Diagnostic>), Diagnostic>;

/// The reading order of a tagged PDF, and what is wrong with the file or was not looked at;
/// `name` is what messages call it. A file without tags is refused (`pdf-not-tagged`).
///
/// ```
/// use letterpress::inspect::reading;
/// use letterpress::limits::PdfLimits;
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Standards, Typesetter};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let pdf = Typesetter::new().typeset(&Job::new(&source))?.pdf(&Standards::default())?;
///
/// let (order, warnings) = reading::read("release.pdf", &pdf, &PdfLimits::default())?;
/// assert_eq!((order.title.as_deref(), order.pages), (Some("Neu"), 1));
/// assert!(order.entries.iter().any(|entry| entry.text.as_deref() == Some("Ein Satz.")));
/// assert!(order.lines().starts_with("document"));
/// assert!(warnings.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn read(name: &str, bytes: &[u8], limits: &PdfLimits) -> ReadingResult {
    if bytes.len() as u64 > limits.bytes {
        return Err(too_large(name, bytes.len() as u64, limits));
    }
    let budget = Budget::of_file(bytes.len(), limits);
    read_on(name, bytes, budget).map(|(reading, warnings, _)| (reading, warnings))
}

/// The same on a budget, which comes back with what is left of it.
fn read_on(
    name: &str,
    bytes: &[u8],
    budget: Budget,
) -> Result<(ReadingOrder, Vec<Diagnostic>, Budget), Diagnostic> {
    let file = file::open(bytes, budget).map_err(|error| refusal(name, &error))?;
    let catalog = file.catalog();
    let (metadata, _) = metadata::read(&file);
    let Some(root) = file.dictionary(&catalog, "StructTreeRoot") else {
        // A file that cannot be read to its end may have tags all the same.
        let is_read = !file.budget.is_used_up();
        return Err(if is_read { untagged(name) } else { refusal(name, &file.no_pages()) });
    };
    let mut content = ContentReader::new(&file);
    let mut numbers = HashMap::new();
    let (pages, _) = pages::each(&file, |number, page| {
        if let Some(object) = page.object {
            numbers.entry(object).or_insert(number);
        }
        content.follow(number, page);
    });
    if pages == 0 {
        return Err(refusal(name, &file.no_pages()));
    }
    let (marked, unknown) = content.finish();
    let destinations = Destinations::new(&file, numbers);
    let language = metadata.language.as_deref();
    let entries = StructureReader::new(&file, marked, destinations).read(&root, language);
    if entries.is_empty() && !file.budget.is_used_up() {
        return Err(untagged(name));
    }
    for font in unknown {
        file.note_damage(format!("the font {font} does not say what all of its characters are"));
    }
    let warnings = warnings(name, &file);
    let (title, language) = (metadata.title, metadata.language);
    Ok((ReadingOrder { title, language, pages, entries }, warnings, into_budget(file)))
}

fn into_budget(file: PdfFile<'_>) -> Budget {
    file.budget
}

fn untagged(name: &str) -> Diagnostic {
    Diagnostic::new(
        codes::PDF_NOT_TAGGED,
        message!("{file} has no tags, so that no reading order is known", file = name),
    )
    .hint("save it once more as a tagged PDF, such as PDF/UA")
}
