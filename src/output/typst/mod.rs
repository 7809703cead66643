//! The data that a layout folds over: `/release.json` and `/letterhead.json`.
//!
//! `docs/layouts.md` describes it for those who write their own layout. All wording and
//! binding is done before; what is added here is what only a laid-out sheet needs: where words
//! may break, what belongs together, how wide pictures and columns are.

mod cells;
mod flow;
mod letterhead;
mod parts;
mod pieces;
mod tables;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use self::letterhead::LetterheadData;
use self::parts::PartData;
use self::text::TypstWriter;
use crate::content::Document;
use crate::letterhead::Theme;
use crate::target::Edition;
use crate::typography::{self, Breaks};

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

/// What the layout knows of a release.
#[derive(Serialize)]
pub(crate) struct ReleaseData<'a> {
    title: &'a str,
    author: &'a str,
    subject: String,
    keywords: &'a [String],
    language: &'static str,
    hyphenate: bool,
    date: DateData,
    head_alerts: Vec<String>,
    labels: BTreeMap<&'static str, &'a str>,
    has_email_note: bool,
    tightening: u8,
    watermark: Option<&'static str>,
    edition: EditionData,
    attachment: Option<AttachedFile>,
    #[serde(flatten)]
    parts: BTreeMap<&'static str, PartData<'a>>,
}

/// What the target asks of the sheet.
#[derive(Serialize)]
struct EditionData {
    /// Around the trimmed sheet, in mm.
    bleed: f64,
    crop_marks: bool,
}

#[derive(Serialize)]
struct DateData {
    year: i16,
    month: i8,
    day: i8,
}

/// The virtual path of the word across the sheet.
pub(crate) const WATERMARK: &str = "/watermark.svg";

/// The labels that a layout may ask for by name.
const LAYOUT_LABELS: &[&str] =
    &["page", "of", "direct_line", "address", "postal", "offices", "transit", "parking"];

impl<'a> ReleaseData<'a> {
    /// The data of a document. `pictures` are the prepared ones by the path that the author
    /// typed.
    pub fn new(
        document: &'a Document<'a>,
        pictures: &'a BTreeMap<String, PictureData>,
        attachment: Option<AttachedFile>,
        edition: &Edition,
        adjustments: &'a Adjustments,
    ) -> Self {
        let (release, letterhead) = (document.release(), document.letterhead());
        let writer = TypstWriter::new(document, pictures, &adjustments.rejected_breaks);
        let day = release.date.day();
        ReleaseData {
            title: &release.headline,
            author: &letterhead.name,
            subject: document.wording().subject(),
            keywords: &release.keywords,
            language: release.language.as_str(),
            hyphenate: writer.hyphenates(),
            date: DateData { year: day.year(), month: day.month(), day: day.day() },
            head_alerts: document.wording().alerts(),
            labels: LAYOUT_LABELS.iter().map(|name| (*name, document.label(name))).collect(),
            has_email_note: document.disclaimer().is_some(),
            tightening: adjustments.tightening,
            watermark: None,
            edition: EditionData { bleed: edition.bleed(), crop_marks: edition.crop_marks },
            attachment,
            parts: parts::parts(document, &writer),
        }
    }

    /// Whether there is a drawing of the status, to stand across the sheet.
    #[must_use]
    pub fn watermark(mut self, is_drawn: bool) -> Self {
        self.watermark = is_drawn.then_some(WATERMARK);
        self
    }
}

/// An address in the pieces between which it may break in the information column.
fn in_column(address: &str, theme: &Theme) -> Vec<String> {
    const POINTS_PER_MM: f64 = 72.0 / 25.4;
    let width = theme.measures.information_width * POINTS_PER_MM;
    typography::address_parts(address, width / theme.sizes.information.max(1.0))
}
