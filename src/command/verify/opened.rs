//! A PDF that is verified, and what it says of how it was made.

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::inspect::{self, Inspection};
use letterpress::limits::PdfLimits;
use letterpress::{Edition, Standards};

use super::item::VerifiedFile;
use crate::command::pdf_input::read_pdf;

/// How letterpress calls itself in its files.
const CREATOR: &str = "letterpress ";

/// A PDF that was read.
pub struct OpenedPdf {
    pub bytes: Vec<u8>,
    /// What it is, or why that cannot be told.
    pub inspection: Result<Inspection, Diagnostic>,
}

impl OpenedPdf {
    /// Reads a file, and no more of it than is inspected.
    pub fn open(file: &VerifiedFile, limits: &PdfLimits) -> Result<Self, Diagnostics> {
        let bytes = read_pdf(file.path(), &file.shown(), limits)?;
        let inspection = inspect::inspect_within("the file", &bytes, limits);
        Ok(Self { bytes, inspection })
    }
}

/// The version of letterpress that wrote a file, if it was letterpress.
pub fn version_of(inspection: &Inspection) -> Option<&str> {
    inspection.metadata.creator.as_deref()?.strip_prefix(CREATOR)
}

/// What a file was made for. One that does not say so is of no version that can be compared: it
/// is compared with the usual edition, and differs.
pub fn edition_of(inspection: &Inspection) -> Edition {
    let mark = inspection.metadata.release.as_ref();
    let edition = mark.and_then(|mark| mark.edition.as_deref());
    edition.and_then(Edition::parse).unwrap_or_default()
}

/// The standards that a file claims to keep, as `--standard` takes them; none of a file that
/// claims others.
pub fn standards_of(inspection: &Inspection, bytes: &[u8]) -> Option<Standards> {
    let claims = inspection.claims.iter().map(|claim| claim.standard.to_ascii_lowercase());
    let claims = claims.filter_map(|claim| claim.strip_prefix("pdf/").map(ToOwned::to_owned));
    let mut names: Vec<_> = claims.collect();
    let usual = names.iter().find_map(|name| match name.get(..3)? {
        "a-1" => Some("1.4"),
        "a-4" => Some("2.0"),
        _ => None,
    });
    // What is appended may name another version in the catalogue, but not in the first line.
    let version = bytes.get(5..8).and_then(|version| str::from_utf8(version).ok());
    let own = version.filter(|version| *version != usual.unwrap_or("1.7") || names.is_empty());
    names.extend(own.map(ToOwned::to_owned));
    Standards::parse(&names.join(",")).ok()
}
