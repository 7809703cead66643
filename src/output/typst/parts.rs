//! The parts of a document as the layout's data.

use std::collections::BTreeMap;

use serde::Serialize;

use super::column;
use super::data::PictureData;
use super::event_lines::{with_first_word_bound, with_house_numbers};
use super::pieces::{BlockData, InlineData};
use super::writer::TypstWriter;
use crate::body::{Block, BlockKind, Span};
use crate::content::{
    AgendaEntry, CaptionedPicture, ContactCard, Document, EventRow, PartContent, PartName, Section,
    SignatoryLines,
};
use crate::letterhead::{FontPurpose, Theme};
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
    /// The languages of these texts, by their fields, that are in another one than the release.
    languages: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
pub(super) struct EventData<'a> {
    rows: Vec<EventRowData<'a>>,
    /// Whether the labels stand beside what they label, and not above it.
    labels_beside: bool,
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
    /// Width of the picture in mm.
    width: f64,
    /// Width of the column in which it stands with its caption, in mm.
    room: f64,
    alt: &'a str,
    decorative: bool,
    caption: Vec<InlineData>,
    credit: Vec<InlineData>,
}

/// The parts by the keys of `/release.json`.
pub(super) fn parts<'a>(
    document: &'a Document<'a>,
    writer: &TypstWriter<'a>,
) -> BTreeMap<&'static str, PartData<'a>> {
    let parts = document.parts.iter().filter_map(|part| match part.name {
        PartName::Opening => None,
        PartName::Body => Some(("blocks", PartData::Blocks(body(document, writer)))),
        // What is listed there is an address first of all.
        PartName::Links => writer.with_addresses(|| {
            Some((part.name.as_str(), part_data(part.name, &part.content, writer)?))
        }),
        name => Some((name.as_str(), part_data(part.name, &part.content, writer)?)),
    });
    parts.collect()
}

/// The whole body; a block says where the event stands, if not before it.
fn body(document: &Document<'_>, writer: &TypstWriter<'_>) -> Vec<BlockData> {
    let (opening, rest) = (document.blocks(PartName::Opening), document.blocks(PartName::Body));
    if opening.is_empty() {
        return writer.body(rest);
    }
    let event = Block { kind: BlockKind::Event, span: Span::default() };
    let whole: Vec<_> = opening.iter().chain([&event]).chain(rest).cloned().collect();
    writer.body(&whole)
}

/// The data of a part; none where the layout has it from elsewhere: a footnote comes with its
/// mark, the disclaimer with the letterhead.
fn part_data<'a>(
    name: PartName,
    content: &'a PartContent,
    writer: &TypstWriter<'a>,
) -> Option<PartData<'a>> {
    Some(match content {
        PartContent::Line(line) => {
            PartData::Line(Some(line.as_str()).filter(|line| !line.is_empty()))
        }
        PartContent::Lines(lines) => PartData::Lines(lines),
        PartContent::Heading(line) => {
            PartData::Inlines((!line.is_empty()).then(|| writer.heading_part(name, line)))
        }
        PartContent::Running(line) => {
            PartData::Inlines((!line.is_empty()).then(|| writer.inlines(line)))
        }
        PartContent::RunningLines(lines) => PartData::InlineLines(writer.lines(lines)),
        PartContent::Paragraph(text) => {
            PartData::Inlines((!text.is_empty()).then(|| writer.paragraph(text)))
        }
        PartContent::Blocks(blocks) => PartData::Blocks(writer.body(blocks)),
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
        email_parts: email.map(|email| column::address_parts(email, theme)).unwrap_or_default(),
        availability: card.availability.as_deref(),
        languages: card
            .languages
            .iter()
            .map(|(field, language)| (*field, language.plain().as_str()))
            .collect(),
    }
}

/// The share of a line that the labels of an event take at most. Beside wider ones, a narrow column
/// has no room for an e-mail address.
const MAX_LABELS: f64 = 0.3;
/// What the times of an agenda take of a line where they share the column of the labels, in em
/// (`event` in layouts/parts.typ).
const MAX_TIMES: f64 = 11.0;
/// From the left edge of the text to the labels, and from them to what they label, in em.
const AROUND_LABELS: f64 = 1.8;

fn event<'a>(rows: &'a [EventRow], writer: &TypstWriter<'_>) -> Option<EventData<'a>> {
    let labels = widest(writer, true, rows.iter().map(|row| row.label.as_str()));
    let times = rows.iter().flat_map(|row| &row.entries);
    let times = widest(writer, false, times.filter_map(|entry| entry.time.as_deref()));
    let labels_beside = labels <= MAX_LABELS * writer.room();
    let column = if labels_beside { labels.max(times.min(MAX_TIMES)) } else { times };
    let room = writer.room() - AROUND_LABELS;
    let rows: Vec<_> = rows
        .iter()
        .map(|row| EventRowData {
            label: &row.label,
            lines: writer.within(if labels_beside { room - column } else { room }, || {
                let lines = row.lines.iter().enumerate().map(|(at, line)| match row.name {
                    "where" => with_house_numbers(line),
                    // The deadline; below it stands a note.
                    "accreditation" if at == 0 => with_first_word_bound(line),
                    _ => line.clone(),
                });
                lines.map(|line| writer.unbroken_line(&line)).collect()
            }),
            entries: writer.within(room - column, || {
                let entries = row.entries.iter();
                let set = entries.map(|AgendaEntry { time, content }| {
                    (time.as_deref(), writer.unbroken_line(content))
                });
                set.collect()
            }),
        })
        .collect();
    (!rows.is_empty()).then_some(EventData { rows, labels_beside })
}

/// The width of the widest of some texts, in em.
fn widest<'a>(
    writer: &TypstWriter<'_>,
    is_bold: bool,
    texts: impl Iterator<Item = &'a str>,
) -> f64 {
    texts.map(|text| writer.width(FontPurpose::Body, is_bold, text)).fold(0.0, f64::max)
}

fn signatory(person: &SignatoryLines) -> SignatoryData<'_> {
    SignatoryData { name: &person.name, lines: &person.lines }
}

fn section<'a>(section: &'a Section, writer: &TypstWriter<'_>) -> Option<SectionData<'a>> {
    let lines = writer.lines(&section.lines);
    (!lines.is_empty()).then_some(SectionData { heading: &section.heading, lines })
}

/// The pictures that were prepared, each with its caption, and each time that one is listed in
/// the place of that listing.
fn captioned<'a>(
    pictures: &'a [CaptionedPicture],
    writer: &TypstWriter<'a>,
) -> Vec<CaptionedData<'a>> {
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    let set = pictures.iter().filter_map(|picture| {
        let prepared: &PictureData = writer.picture_file(&picture.file)?;
        let times = listed.entry(&picture.file).or_default();
        let place = prepared.media.get(*times)?;
        *times += 1;
        Some(CaptionedData {
            path: &prepared.path,
            width: place.width,
            room: place.room,
            alt: &picture.alt,
            decorative: picture.decorative,
            caption: writer.inlines(&picture.caption),
            credit: writer.inlines(&picture.credit),
        })
    });
    set.collect()
}
