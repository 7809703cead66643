//! The data that a layout folds over: `/release.json` and `/letterhead.json`.
//!
//! `docs/layouts.md` describes it for those who write their own layout. All
//! wording and binding is done here, so that a layout only places things.

mod cells;
mod flow;
mod letterhead;
mod pieces;
mod tables;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use self::letterhead::LetterheadData;
use self::pieces::{Block, Inline};
use self::text::Setter;
use crate::body;
use crate::letterhead::{Letterhead, Theme};
use crate::release::{Contact, Media, Release, Signatory};
use crate::target::Edition;
use crate::typography::{self, Breaks, Entry, Number, Row, Wording};

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
pub(crate) struct Attachment {
    pub name: String,
    pub media_type: &'static str,
    pub description: String,
}

/// What was learnt from a sheet once laid out, for the next try.
#[derive(Debug, Clone, Default)]
pub(crate) struct Adjustments {
    /// Breaks of words that must not be.
    pub rejected_breaks: Breaks,
    /// How much tighter lines and paragraphs stand, in steps from 0.
    pub tightening: u8,
}

/// What the layout knows of a release.
#[derive(Serialize)]
pub(crate) struct SheetData<'a> {
    title: String,
    author: String,
    subject: String,
    keywords: Vec<String>,
    language: &'static str,
    hyphenate: bool,
    date: DateData,
    kind: String,
    alerts: Vec<String>,
    head_alerts: Vec<String>,
    reference: Option<Vec<Inline>>,
    labels: BTreeMap<&'static str, &'a str>,
    contacts: Vec<ContactData<'a>>,
    dateline: String,
    version: Option<String>,
    headline: Vec<Inline>,
    subheadline: Option<Vec<Inline>>,
    lead: Option<Vec<Inline>>,
    notices: Vec<Vec<Inline>>,
    event: Option<EventData<'a>>,
    blocks: Vec<Block>,
    has_email_note: bool,
    signatories: Vec<SignatoryData>,
    boilerplate: Option<Vec<Inline>>,
    end_mark: Option<String>,
    media: Option<SectionData<'a>>,
    pictures: Vec<CaptionedPicture>,
    links: Option<SectionData<'a>>,
    tightening: u8,
    watermark: Option<&'static str>,
    edition: EditionData,
    attachment: Option<Attachment>,
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

#[derive(Serialize)]
struct ContactData<'a> {
    label: &'a str,
    name: String,
    role: Option<String>,
    organisation: Option<String>,
    /// Label, value, target.
    rows: Vec<(&'a str, String, Option<String>)>,
    email: Option<&'a str>,
    /// The address in pieces between which it may break.
    email_parts: Vec<String>,
    availability: Option<String>,
}

#[derive(Serialize)]
struct EventData<'a> {
    rows: Vec<RowData<'a>>,
}

#[derive(Serialize)]
struct RowData<'a> {
    label: &'a str,
    lines: Vec<Vec<Inline>>,
    /// Time and content of each.
    entries: Vec<(Option<String>, Vec<Inline>)>,
}

#[derive(Serialize)]
struct SignatoryData {
    name: String,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct SectionData<'a> {
    heading: &'a str,
    lines: Vec<Vec<Inline>>,
}

#[derive(Serialize)]
struct CaptionedPicture {
    path: String,
    width: f64,
    alt: String,
    decorative: bool,
    caption: Vec<Inline>,
}

/// The virtual path of the word across the sheet.
pub(crate) const WATERMARK: &str = "/watermark.svg";

/// The labels that a layout may ask for by name.
const LAYOUT_LABELS: &[&str] =
    &["page", "of", "direct_line", "address", "postal", "offices", "transit", "parking"];

impl<'a> SheetData<'a> {
    /// The data of a release. `pictures` are the prepared ones by the path that the
    /// author typed.
    pub fn new(
        release: &'a Release,
        letterhead: &'a Letterhead,
        pictures: &BTreeMap<String, PictureData>,
        attachment: Option<Attachment>,
        edition: &Edition,
        adjustments: &'a Adjustments,
    ) -> Self {
        let setter = Setter::new(release, letterhead, pictures, &adjustments.rejected_breaks);
        let phrases = Wording::new(release, letterhead);
        let alerts = phrases.alerts();
        let day = release.date.day();
        SheetData {
            title: release.headline.clone(),
            author: letterhead.name.clone(),
            subject: phrases.subject(),
            keywords: release.keywords.clone(),
            language: release.language.as_str(),
            hyphenate: setter.hyphenates(),
            date: DateData { year: day.year(), month: day.month(), day: day.day() },
            kind: phrases.kind(),
            head_alerts: alerts.clone(),
            alerts,
            reference: phrases.reference().map(|line| setter.inlines(&line)),
            labels: LAYOUT_LABELS.iter().map(|name| (*name, phrases.label(name))).collect(),
            contacts: phrases
                .contacts()
                .iter()
                .map(|c| contact(c, &phrases, &setter, &letterhead.theme))
                .collect(),
            dateline: phrases.dateline(),
            version: phrases.version(),
            headline: setter.plain_unbroken(&release.headline),
            subheadline: release.subheadline.as_deref().map(|text| setter.plain_unbroken(text)),
            lead: release.lead.as_deref().map(|lead| setter.paragraph(lead)),
            notices: release.notices.iter().map(|notice| setter.inlines(notice)).collect(),
            event: phrases.event().map(|rows| event(&rows, &setter)),
            blocks: setter.blocks(&release.body.blocks),
            has_email_note: phrases.email_note().is_some(),
            signatories: release.signatories.iter().map(|s| signatory(s, &setter)).collect(),
            boilerplate: phrases.boilerplate().map(|text| setter.paragraph(text)),
            end_mark: letterhead.typography.end_mark.clone(),
            media: section(phrases.label("media"), &phrases.media(), &setter),
            pictures: captioned(release, pictures, &phrases, &setter),
            links: section(phrases.label("links"), &phrases.links(), &setter),
            tightening: adjustments.tightening,
            watermark: None,
            edition: EditionData { bleed: edition.bleed(), crop_marks: edition.crop_marks },
            attachment,
        }
    }
}

impl SheetData<'_> {
    /// Whether there is a drawing of the status, to stand across the sheet.
    #[must_use]
    pub fn watermark(mut self, is_drawn: bool) -> Self {
        self.watermark = is_drawn.then_some(WATERMARK);
        self
    }
}

fn contact<'a>(
    contact: &'a Contact,
    phrases: &Wording<'a>,
    setter: &Setter<'_>,
    theme: &Theme,
) -> ContactData<'a> {
    let set = |text: &String| setter.string(text);
    let row = |number: Number<'a>| (number.label, setter.string(number.value), number.url);
    ContactData {
        label: phrases.contact_label(contact),
        name: set(&contact.name),
        role: contact.role.as_ref().map(set),
        organisation: contact.organisation.as_ref().map(set),
        rows: phrases.numbers(contact).into_iter().map(row).collect(),
        email: contact.email.as_deref(),
        email_parts: contact.email.as_ref().map_or_else(Vec::new, |email| in_column(email, theme)),
        availability: contact.availability.as_ref().map(set),
    }
}

/// An address in the pieces between which it may break in the information column.
fn in_column(address: &str, theme: &Theme) -> Vec<String> {
    const POINTS_PER_MM: f64 = 72.0 / 25.4;
    let width = theme.measures.information_width * POINTS_PER_MM;
    typography::address_parts(address, width / theme.sizes.information.max(1.0))
}

fn event<'a>(rows: &[Row<'a>], setter: &Setter<'_>) -> EventData<'a> {
    let entry =
        |entry: &Entry<'_>| (entry.time.map(|t| setter.string(t)), setter.inlines(&entry.content));
    let row = |row: &Row<'a>| RowData {
        label: row.label,
        lines: row.lines.iter().map(|line| setter.inlines(line)).collect(),
        entries: row.entries.iter().map(entry).collect(),
    };
    EventData { rows: rows.iter().map(row).collect() }
}

fn signatory(person: &Signatory, setter: &Setter<'_>) -> SignatoryData {
    let lines = [&person.role, &person.organisation].into_iter().flatten();
    SignatoryData {
        name: setter.string(&person.name),
        lines: lines.map(|line| setter.string(line)).collect(),
    }
}

fn section<'a>(
    heading: &'a str,
    lines: &[Vec<body::Inline>],
    setter: &Setter<'_>,
) -> Option<SectionData<'a>> {
    let lines: Vec<_> = lines.iter().map(|line| setter.inlines(line)).collect();
    (!lines.is_empty()).then_some(SectionData { heading, lines })
}

/// The media that are set as pictures, with caption, credit and terms.
fn captioned(
    release: &Release,
    pictures: &BTreeMap<String, PictureData>,
    phrases: &Wording<'_>,
    setter: &Setter<'_>,
) -> Vec<CaptionedPicture> {
    let one = |media: &Media| {
        let picture = pictures.get(media.file.as_ref()?)?;
        Some(CaptionedPicture {
            path: picture.path.clone(),
            width: picture.media_width,
            alt: media.alt.clone().unwrap_or_default(),
            decorative: media.decorative,
            caption: setter.plain(&phrases.caption(media)),
        })
    };
    release.media.iter().filter(|media| media.is_picture()).filter_map(one).collect()
}
