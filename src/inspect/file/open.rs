//! Opening a file: its header, its table of objects, its cipher.

use super::encryption::Encryption;
use super::pdf_file::PdfFile;
use super::reader::Reader;
use crate::inspect::budget::Budget;

/// Why a file cannot be looked at.
#[derive(Debug, PartialEq)]
pub enum PdfError {
    /// It has no bytes.
    Empty,
    /// It does not begin like a PDF.
    NotPdf,
    /// It begins like one, and no pages can be found.
    NoPages,
    /// Finding its pages takes more than the budget has.
    TakesTooMuch,
    /// It opens with a password only.
    NeedsPassword(Box<Encryption>),
}

/// Finds the objects of a file.
pub fn open(bytes: &[u8], budget: Budget) -> Result<PdfFile<'_>, PdfError> {
    if bytes.is_empty() {
        return Err(PdfError::Empty);
    }
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let header = start.windows(5).position(|word| word == b"%PDF-").ok_or(PdfError::NotPdf)?;
    let bytes = bytes.get(header..).unwrap_or_default();
    let version = Reader::new(bytes, 5, &budget).at_most(8).word();
    let version = String::from_utf8_lossy(version.get(..3).unwrap_or(version)).into_owned();
    let mut file = PdfFile::new(bytes, version, budget);
    if file.follow_references().is_none() || !file.has_pages()? {
        file.forget();
        file.note_damage("its table of objects is broken: the objects were found by searching");
        file.take_all_found();
        if !file.has_pages()? {
            return Err(file.no_pages());
        }
    }
    Ok(file)
}

impl PdfFile<'_> {
    /// Why no pages were found.
    pub fn no_pages(&self) -> PdfError {
        if self.budget.is_used_up() { PdfError::TakesTooMuch } else { PdfError::NoPages }
    }

    /// Whether catalogue and pages can be read; deciphering begins here.
    fn has_pages(&mut self) -> Result<bool, PdfError> {
        self.forget();
        self.cipher = None;
        self.cipher = self.read_cipher().map_err(PdfError::NeedsPassword)?;
        self.forget();
        let catalog = self.catalog();
        Ok(self.dictionary(&catalog, "Pages").is_some())
    }
}
