//! The measures that the program and the layouts share, each in one place.
//!
//! A layout reads them as data from `/metrics.json`; what is looked for on the laid-out pages is
//! held against the same figures. What a letterhead may change stands in its theme.

use serde::Serialize;

/// Measures of a sheet. Distances on the sheet are in mm; those within running text are in em of
/// the text's size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Metrics {
    /// Width of the sheet in mm (A4, ISO 216).
    pub sheet_width: f64,
    /// Height of the sheet in mm (A4, ISO 216).
    pub sheet_height: f64,
    /// From the lower edge of the sheet to the page number in mm.
    pub page_number: f64,
    /// From the baseline of the page number to that of the lowest line of the foot, in em of the
    /// foot.
    pub foot_gap: f64,
    /// From one baseline of the foot to the next, in em of the foot.
    pub foot_pitch: f64,
    /// Bleed of a sheet for print in mm (usual in offset and digital printing).
    pub bleed: f64,
    /// Between two pictures side by side in mm.
    pub picture_gap: f64,
    /// The least size of the sender's lines in pt: under it capitals cannot be read.
    pub sender_size: f64,
    /// Size of the mark on later pages, by that on page 1.
    pub later_scale: f64,
    /// Maximum width of a picture within a line in em.
    pub inline_picture_width: f64,
    /// Between a quote and its speaker in em.
    pub speaker_gap: f64,
    /// Indent of lists and quotes in em.
    pub text_indent: f64,
    /// Between the lines of a table's cell in em.
    pub cell_leading: f64,
    /// Above and below the lines of a table's cell in em.
    pub cell_inset: f64,
}

/// The measures of the built-in sheet.
pub const METRICS: Metrics = Metrics {
    sheet_width: 210.0,
    sheet_height: 297.0,
    page_number: 12.0,
    foot_gap: 1.7,
    foot_pitch: 1.35,
    bleed: 3.0,
    picture_gap: 5.0,
    sender_size: 6.0,
    later_scale: 0.75,
    inline_picture_width: 12.0,
    speaker_gap: 1.0,
    text_indent: 1.5,
    cell_leading: 0.55,
    cell_inset: 0.4,
};
