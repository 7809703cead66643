//! The data that a layout folds over: `/release.json` and `/letterhead.json`.
//!
//! `docs/layouts.md` describes it for those who write their own layout. All wording and
//! binding is done before; what is added here is what only a laid-out sheet needs: where words
//! may break, what belongs together, how wide pictures and columns are.

mod blocks;
mod cells;
mod data;
mod flow;
mod inlines;
mod letterhead;
mod parts;
mod pieces;
mod tables;
mod widest;
mod writer;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use self::data::{Adjustments, AttachedFile, PictureData};
pub(crate) use self::letterhead::LetterheadData;
use self::parts::PartData;
use self::writer::TypstWriter;
use crate::content::Document;
use crate::target::Edition;

/// What the layout knows of a release.
#[derive(Serialize)]
pub(crate) struct ReleaseData<'a> {
    title: String,
    author: &'a str,
    subject: String,
    keywords: Vec<String>,
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
            title: document.wording().title(),
            author: &letterhead.name,
            subject: document.wording().subject(),
            keywords: document.wording().keywords(),
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
