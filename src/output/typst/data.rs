//! What a sheet is made with besides its text.

use serde::Serialize;

use crate::typography::Breaks;

/// A picture that was prepared for the sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PictureData {
    pub path: String,
    /// Width at which it is set in the body, in mm.
    pub width: f64,
    /// Width at which it is set below the text, in mm.
    pub media_width: f64,
    /// Width divided by height.
    pub ratio: f64,
}

/// A file that travels inside the PDF.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AttachedFile {
    pub name: String,
    pub media_type: &'static str,
    pub description: String,
}

/// What was learnt from a sheet once laid out, for the next attempt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Adjustments {
    /// Breaks of words that must not be.
    pub rejected_breaks: Breaks,
    /// How much tighter lines and paragraphs stand, in steps from 0.
    pub tightening: u8,
}
