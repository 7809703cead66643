//! What a sheet is made with besides its text.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::letterhead::FontPurpose;
use crate::typography::Breaks;

/// The width of a text in em, in the font of a purpose, in bold letters or not where that has no
/// weight of its own.
pub(crate) type Widths<'a> = &'a dyn Fn(FontPurpose, bool, &str) -> f64;

/// A picture that was prepared for the sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PictureData {
    pub path: String,
    /// Width at which it is set in the body, in mm.
    pub width: f64,
    /// Its places below the text, one for each time that it is listed there, in reading order.
    pub media: Vec<RowPlace>,
    /// Width divided by height.
    pub ratio: f64,
}

/// A picture that the letterhead names.
pub(crate) struct PaperPicture {
    /// Its virtual path.
    pub path: String,
    /// Width divided by height.
    pub ratio: f64,
}

impl PaperPicture {
    pub fn ratio(&self) -> f64 {
        if self.ratio > 0.0 { self.ratio } else { 1.0 }
    }
}

/// Where a picture stands in its row below the text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct RowPlace {
    /// Width of the picture in mm.
    pub width: f64,
    /// Width of the column in which it stands with its caption, in mm.
    pub room: f64,
}

/// A file that travels inside the PDF.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AttachedFile {
    pub name: String,
    pub media_type: &'static str,
    pub description: String,
}

/// Room that stays free at the foot of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FreeFoot {
    /// First and last number of the paragraphs that begin on the page.
    pub paragraphs: (usize, usize),
    /// The paragraph that goes to the next page; 0 if it is none.
    pub next: usize,
    /// Its height in pt.
    pub height: f64,
    /// Whether `next` keeps it free, and not the page: no block of the body begins there.
    pub is_kept_by_next: bool,
}

/// How the last line of a paragraph is set, where it is not as elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastLine {
    /// Of two words at least, however short the line before it gets.
    Longer,
    /// Of one word as well.
    Free,
}

impl LastLine {
    /// What a last line of one word costs the paragraph, as a part of the engine's own cost.
    pub fn cost(self) -> u32 {
        match self {
            Self::Longer => 1_000,
            Self::Free => 0,
        }
    }
}

/// What was learnt from a sheet once laid out, for the next attempt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Adjustments {
    /// Breaks of words that must not be.
    pub rejected_breaks: Breaks,
    /// How much tighter lines and paragraphs stand, in steps from 0.
    pub tightening: u8,
    /// Room that stays free at the foot of pages.
    pub free_feet: Vec<FreeFoot>,
    /// How the last lines of paragraphs are set, by the number of the paragraph.
    pub last_lines: BTreeMap<usize, LastLine>,
    /// How tables are set.
    pub tables: TableSetting,
}

/// How the tables of a sheet are set. A table is known by where it stands in the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TableSetting {
    /// The size of type of all tables in pt, where they would have unlike ones.
    pub size: Option<f64>,
    /// Tables that take the room beside the text column.
    pub wide: BTreeSet<usize>,
    /// Tables that took it where the information column stands, and must not.
    pub barred: BTreeSet<usize>,
    /// How much lower a table begins than its text would have it, in mm: below the information
    /// column, which ends soon.
    pub lowered: BTreeMap<usize, f64>,
}
