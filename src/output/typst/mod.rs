//! The data that a layout folds over: `/release.json` and `/letterhead.json`.
//!
//! `docs/layouts.md` describes it for those who write their own layout. All wording and
//! binding is done before; what is added here is what only a laid-out sheet needs: where words
//! may break, what belongs together, how wide pictures and columns are.

mod blocks;
mod cells;
mod column;
mod data;
mod event_lines;
mod flow;
mod headings;
mod inlines;
mod letterhead;
mod parts;
mod pieces;
mod said;
mod tables;
mod ties;
mod widest;
mod writer;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use self::data::{
    Adjustments, AttachedFile, FreeFoot, LastLine, PaperPicture, PictureData, RowPlace,
    TableSetting, Widths,
};
pub(crate) use self::letterhead::LetterheadData;
use self::parts::PartData;
use self::pieces::InlineData;
pub(crate) use self::said::printed as printed_address;
use self::writer::TypstWriter;
use crate::content::{Document, PartContent, PartName};
use crate::release::Release;
use crate::target::{Edition, Target};

/// What the layout knows of a release.
#[derive(Serialize)]
pub(crate) struct ReleaseData<'a> {
    title: String,
    author: &'a str,
    subject: String,
    keywords: Vec<String>,
    /// The language alone, without a country.
    language: &'static str,
    region: Option<&'static str>,
    hyphenate: bool,
    date: DateData,
    /// The line at the head of later pages.
    running_head: String,
    head_alerts: Vec<String>,
    labels: BTreeMap<&'static str, &'a str>,
    has_email_note: bool,
    /// The house's name in the lines in which it stands below the kind.
    house_lines: Vec<String>,
    /// Whether what stands above the text may fill a page.
    has_long_head: bool,
    /// Words and names of the information column that have breaks of their own, in pieces.
    long_words: BTreeMap<String, Vec<InlineData>>,
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
    /// typed; `widths` are those of the fonts of the sheet.
    pub fn new(
        document: &'a Document<'a>,
        pictures: &'a BTreeMap<String, PictureData>,
        attachment: Option<AttachedFile>,
        edition: &Edition,
        widths: Widths<'a>,
        adjustments: &'a Adjustments,
    ) -> Self {
        let (release, letterhead) = (document.release(), document.letterhead());
        let writer = TypstWriter::new(
            document,
            pictures,
            widths,
            adjustments,
            edition.target == Target::Print,
        );
        let labels: BTreeMap<_, _> =
            LAYOUT_LABELS.iter().map(|name| (*name, document.label(name))).collect();
        // The first two stand in the foot.
        let in_column: Vec<_> =
            LAYOUT_LABELS[2..].iter().map(|name| document.label(name)).collect();
        let day = release.date.day();
        ReleaseData {
            title: document.wording().title(),
            author: &letterhead.name,
            subject: document.wording().subject(),
            keywords: document.wording().keywords(),
            language: release.language.plain().as_str(),
            region: release.language.region(),
            hyphenate: writer.hyphenates(),
            date: DateData { year: day.year(), month: day.month(), day: day.day() },
            running_head: document.wording().running_head(),
            head_alerts: document.wording().alerts(),
            labels,
            house_lines: house_lines(document, &writer),
            long_words: column::long_words(document, &in_column, &writer),
            has_email_note: document.disclaimer().is_some(),
            has_long_head: has_long_head(release),
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

/// The lines of the house's name.
fn house_lines(document: &Document<'_>, writer: &TypstWriter<'_>) -> Vec<String> {
    match document.content(PartName::House) {
        Some(PartContent::Line(name)) => writer.house_lines(name),
        _ => Vec::new(),
    }
}

/// How many letters of a head surely leave some of page 1: some 50 stand on a line, and some 30
/// lines below the house's name.
const LONG_HEAD: usize = 1_000;

/// Whether kicker, headline and subheadline, with what is referred to, may fill a page.
fn has_long_head(release: &Release) -> bool {
    let referred = release.refers_to.as_ref().and_then(|reference| reference.headline.as_deref());
    let lines = [Some(&release.headline), release.subheadline.as_ref()];
    let letters: usize = lines.into_iter().flatten().map(|line| line.plain_text().len()).sum();
    let plain = [release.kicker.as_deref(), referred];
    let in_plain: usize = plain.into_iter().flatten().map(str::len).sum();
    letters + in_plain > LONG_HEAD
}
