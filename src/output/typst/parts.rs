//! The parts of a document as the layout's data.

use std::collections::BTreeMap;

use serde::Serialize;

use super::data::PictureData;
use super::letterhead::in_column;
use super::pieces::{BlockData, InlineData};
use super::writer::TypstWriter;
use crate::content::{
    CaptionedPicture, ContactCard, Document, EventRow, PartContent, PartName, Section,
    SignatoryLines,
};
use crate::letterhead::Theme;
use crate::output::uri;

/// What the layout knows of a part; `none` or an empty array where the release has no such part.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum PartData<'a> {
    Line(Option<&'a str>),
    Lines(&'a [String]),
    Inlines(Option<Vec<InlineData>>),
    InlineLines(Vec<Vec<InlineData>>),
    Blocks(Vec<BlockData>),
    Event(Option<EventData<'a>>),
    Signatories(Vec<SignatoryData<'a>>),
    Section(Option<SectionData<'a>>),
    Pictures(Vec<CaptionedData<'a>>),
    Contacts(Vec<ContactData<'a>>),
}

#[derive(Serialize)]
pub(super) struct ContactData<'a> {
    label: &'a str,
    name: &'a str,
    role: Option<&'a str>,
    organisation: Option<&'a str>,
    /// Label, value, target.
    rows: Vec<(&'a str, &'a str, Option<&'a str>)>,
    email: Option<&'a str>,
    /// Where a link to it leads.
    email_url: Option<String>,
    /// The address in pieces between which it may break.
    email_parts: Vec<String>,
    availability: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct EventData<'a> {
    rows: Vec<EventRowData<'a>>,
}

#[derive(Serialize)]
struct EventRowData<'a> {
    label: &'a str,
    lines: Vec<Vec<InlineData>>,
    /// Time and content of each.
    entries: Vec<(Option<&'a str>, Vec<InlineData>)>,
}

#[derive(Serialize)]
pub(super) struct SignatoryData<'a> {
    name: &'a str,
    lines: &'a [String],
}

#[derive(Serialize)]
pub(super) struct SectionData<'a> {
    heading: &'a str,
    lines: Vec<Vec<InlineData>>,
}

#[derive(Serialize)]
pub(super) struct CaptionedData<'a> {
    path: &'a str,
    width: f64,
    alt: &'a str,
    decorative: bool,
    caption: Vec<InlineData>,
}

/// The parts by the keys of `/release.json`.
pub(super) fn parts<'a>(
    document: &'a Document<'a>,
    writer: &TypstWriter<'a>,
) -> BTreeMap<&'static str, PartData<'a>> {
    let parts = document.parts.iter().filter_map(|part| {
        let key = match part.name {
            PartName::Body => "blocks",
            name => name.as_str(),
        };
        Some((key, part_data(&part.content, writer)?))
    });
    parts.collect()
}

/// The data of a part; none where the layout has it from elsewhere: a footnote comes with its
/// mark, the disclaimer with the letterhead.
fn part_data<'a>(content: &'a PartContent, writer: &TypstWriter<'a>) -> Option<PartData<'a>> {
    Some(match content {
        PartContent::Line(line) => {
            PartData::Line(Some(line.as_str()).filter(|line| !line.is_empty()))
        }
        PartContent::Lines(lines) => PartData::Lines(lines),
        PartContent::Heading(line) => {
            PartData::Inlines((!line.is_empty()).then(|| writer.unbroken_line(line)))
        }
        PartContent::Running(line) => {
            PartData::Inlines((!line.is_empty()).then(|| writer.inlines(line)))
        }
        PartContent::RunningLines(lines) => PartData::InlineLines(writer.lines(lines)),
        PartContent::Paragraph(text) => {
            PartData::Inlines((!text.is_empty()).then(|| writer.paragraph(text)))
        }
        PartContent::Blocks(blocks) => PartData::Blocks(writer.blocks(blocks)),
        PartContent::Event(rows) => PartData::Event(event(rows, writer)),
        PartContent::Signatories(people) => {
            PartData::Signatories(people.iter().map(signatory).collect())
        }
        PartContent::Section(stated) => PartData::Section(section(stated, writer)),
        PartContent::Pictures(pictures) => PartData::Pictures(captioned(pictures, writer)),
        PartContent::Contacts(cards) => {
            let theme = writer.theme();
            PartData::Contacts(cards.iter().map(|card| contact(card, theme)).collect())
        }
        PartContent::Notes(_) | PartContent::Disclaimer(_) => return None,
    })
}

fn contact<'a>(card: &'a ContactCard, theme: &Theme) -> ContactData<'a> {
    let rows = card.numbers.iter();
    let email = card.email.as_deref();
    ContactData {
        label: &card.label,
        name: &card.name,
        role: card.role.as_deref(),
        organisation: card.organisation.as_deref(),
        rows: rows.map(|row| (&*row.label, &*row.value, row.url.as_deref())).collect(),
        email: card.email.as_deref(),
        email_url: email.map(|email| uri::ascii(&format!("mailto:{email}")).into_owned()),
        email_parts: email.map(|email| in_column(email, theme)).unwrap_or_default(),
        availability: card.availability.as_deref(),
    }
}

fn event<'a>(rows: &'a [EventRow], writer: &TypstWriter<'_>) -> Option<EventData<'a>> {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| EventRowData {
            label: &row.label,
            lines: writer.lines(&row.lines),
            entries: row
                .entries
                .iter()
                .map(|entry| (entry.time.as_deref(), writer.inlines(&entry.content)))
                .collect(),
        })
        .collect();
    (!rows.is_empty()).then_some(EventData { rows })
}

fn signatory(person: &SignatoryLines) -> SignatoryData<'_> {
    SignatoryData { name: &person.name, lines: &person.lines }
}

fn section<'a>(section: &'a Section, writer: &TypstWriter<'_>) -> Option<SectionData<'a>> {
    let lines = writer.lines(&section.lines);
    (!lines.is_empty()).then_some(SectionData { heading: &section.heading, lines })
}

/// The pictures that were prepared, each with its caption.
fn captioned<'a>(
    pictures: &'a [CaptionedPicture],
    writer: &TypstWriter<'a>,
) -> Vec<CaptionedData<'a>> {
    let set = pictures.iter().filter_map(|picture| {
        let prepared: &PictureData = writer.picture_file(&picture.file)?;
        Some(CaptionedData {
            path: &prepared.path,
            width: prepared.media_width,
            alt: &picture.alt,
            decorative: picture.decorative,
            caption: writer.inlines(&picture.caption),
        })
    });
    set.collect()
}
