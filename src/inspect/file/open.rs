//! Opening a file: its header, its table of objects, its cipher.

use super::encryption::Encryption;
use super::object::Reader;
use super::pdf_file::PdfFile;

/// Why a file cannot be looked at.
#[derive(Debug, PartialEq)]
pub enum PdfError {
    /// It has no bytes.
    Empty,
    /// It does not begin like a PDF.
    NotPdf,
    /// It begins like one, and no pages can be found.
    NoPages,
    /// It opens with a password only.
    NeedsPassword(Box<Encryption>),
}

/// Finds the objects of a file.
pub fn open(bytes: &[u8]) -> Result<PdfFile<'_>, PdfError> {
    if bytes.is_empty() {
        return Err(PdfError::Empty);
    }
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let header = start.windows(5).position(|word| word == b"%PDF-").ok_or(PdfError::NotPdf)?;
    let bytes = bytes.get(header..).unwrap_or_default();
    let version = Reader::new(bytes, 5).word();
    let version = String::from_utf8_lossy(version.get(..3).unwrap_or(version)).into_owned();
    let mut file = PdfFile::new(bytes, version);
    if file.follow_references().is_none() || !file.has_pages()? {
        file.forget();
        file.note_damage("its table of objects is broken: the objects were found by searching");
        file.take_all_found();
        if !file.has_pages()? {
            return Err(PdfError::NoPages);
        }
    }
    Ok(file)
}

impl PdfFile<'_> {
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
