//! A document as plain text, for the mail body and the terminal.
//!
//! In the order of the sheet, wrapped at 72 columns; what the sheet has in its information
//! column (contacts), and the disclaimer, stand at the end. Lines end in LF alone and carry no trailing
//! spaces; the last one ends too.

mod blocks;
mod tables;
#[cfg(test)]
mod tests;
mod wrap;
mod writer;

use self::wrap::{INDENT, finish, hang, hanging, indent, underline, wrap};
use self::writer::TextWriter;
#[cfg(feature = "mail")]
use crate::body::Inline;
use crate::content::{
    ContactCard, Disclaimer, Document, EventRow, PartContent, PartName, Section, SignatoryLines,
    labelled,
};

/// The maximum columns of a line; only a word or an address that is longer by itself goes
/// beyond.
const WIDTH: usize = 72;

/// Writes a document as plain text.
pub(crate) fn plain(document: &Document<'_>) -> String {
    let writer = TextWriter::new(document);
    let mut paragraphs = Vec::new();
    for part in &document.parts {
        match part.name {
            PartName::Kind => {
                paragraphs.push(together(document, &[PartName::Kind, PartName::House]));
            }
            PartName::Headline => {
                let lines = paragraphs_of(&part.content, &writer).into_iter().flatten().collect();
                paragraphs.push(underline(lines, '='));
            }
            PartName::Subheadline => {
                paragraphs.extend(paragraphs_of(&part.content, &writer));
                paragraphs.push(together(document, &[PartName::Dateline, PartName::Version]));
            }
            // With the part above, or in the column that goes to the end.
            PartName::House | PartName::Dateline | PartName::Version | PartName::Disclaimer => {}
            PartName::Contacts if !document.has_contacts_in_text() => {}
            _ => paragraphs.extend(paragraphs_of(&part.content, &writer)),
        }
    }
    let foot = [PartName::Contacts, PartName::Disclaimer].into_iter();
    for name in foot.skip(usize::from(document.has_contacts_in_text())) {
        let content = document.content(name).into_iter();
        paragraphs.extend(content.flat_map(|content| paragraphs_of(content, &writer)));
    }
    finish(paragraphs)
}

/// The words about the list, behind the sign by which programs know where a message ends
/// (RFC 3676, 4.3).
#[cfg(feature = "mail")]
pub(crate) fn list_words(words: &[Vec<Inline>]) -> String {
    let lines =
        words.iter().flat_map(|line| wrap(&writer::text_of(line, &|_| String::new()), WIDTH));
    format!("\n-- \n{}", finish(vec![lines.collect()]))
}

/// Plain lines of some parts in one paragraph.
fn together(document: &Document<'_>, names: &[PartName]) -> Vec<String> {
    let lines = names.iter().flat_map(|name| match document.content(*name) {
        Some(PartContent::Line(line)) => wrap(line, WIDTH),
        _ => Vec::new(),
    });
    lines.collect()
}

/// The paragraphs of a part, each in lines; an empty one is none.
fn paragraphs_of(content: &PartContent, writer: &TextWriter<'_>) -> Vec<Vec<String>> {
    if content.is_empty() {
        return Vec::new();
    }
    match content {
        PartContent::Line(line) => vec![wrap(line, WIDTH)],
        PartContent::Lines(lines) => {
            vec![lines.iter().flat_map(|line| wrap(line, WIDTH)).collect()]
        }
        PartContent::Heading(text) | PartContent::Running(text) | PartContent::Paragraph(text) => {
            vec![writer.running(text, WIDTH)]
        }
        PartContent::RunningLines(lines) => {
            lines.iter().map(|line| writer.running(line, WIDTH)).collect()
        }
        PartContent::Blocks(blocks) => vec![writer.blocks(blocks, WIDTH)],
        PartContent::Notes(notes) => vec![writer.notes(notes, WIDTH)],
        PartContent::Event(rows) => {
            vec![rows.iter().flat_map(|row| event_row(row, writer)).collect()]
        }
        PartContent::Signatories(people) => people.iter().map(signatory).collect(),
        PartContent::Section(stated) => vec![section(stated, writer)],
        PartContent::Pictures(pictures) => {
            let shown = pictures.iter().filter(|picture| !picture.decorative);
            shown.map(|picture| writer.picture(&picture.alt, &picture.words(), WIDTH)).collect()
        }
        PartContent::Contacts(cards) => contacts(cards, writer),
        PartContent::Disclaimer(stated) => stated.iter().map(disclaimer).collect(),
    }
}

/// One of several short lines that belong together, its further lines indented.
fn entry(text: &str) -> Vec<String> {
    hanging(text, WIDTH, INDENT)
}

/// The same under a label.
fn indented_entry(text: &str) -> Vec<String> {
    indent(INDENT, hanging(text, WIDTH - INDENT, INDENT))
}

/// Label and value a line; further values and the entries of an agenda stand indented under
/// the label.
fn event_row(row: &EventRow, writer: &TextWriter<'_>) -> Vec<String> {
    let (first, further) = match row.lines.split_first() {
        Some((first, further)) => (first.as_slice(), further),
        None => (Default::default(), Default::default()),
    };
    let mut lines = entry(&format!("{} {}", row.label, writer.text(first)));
    lines.extend(further.iter().flat_map(|line| indented_entry(&writer.text(line))));
    for item in &row.entries {
        let time = item.time.as_ref().map(|time| format!("{time} ")).unwrap_or_default();
        lines.extend(indented_entry(&format!("{time}{}", writer.text(&item.content))));
    }
    lines
}

fn signatory(person: &SignatoryLines) -> Vec<String> {
    [&person.name].into_iter().chain(&person.lines).flat_map(|line| entry(line)).collect()
}

/// A heading and its lines; nothing where there are none.
fn section(section: &Section, writer: &TextWriter<'_>) -> Vec<String> {
    if section.lines.is_empty() {
        return Vec::new();
    }
    let entries = section.lines.iter().flat_map(|line| entry(&writer.text(line)));
    wrap(&section.heading, WIDTH).into_iter().chain(entries).collect()
}

/// The contacts, each in turn; a label that several share stands once.
fn contacts(cards: &[ContactCard], writer: &TextWriter<'_>) -> Vec<Vec<String>> {
    let mut above = None;
    let mut paragraphs = Vec::new();
    for card in cards {
        let heading = (above != Some(&card.label)).then(|| wrap(&labelled(&card.label, ""), WIDTH));
        above = Some(&card.label);
        let lines = contact_lines(card, writer);
        let lines = lines.iter().flat_map(|line| entry(line));
        paragraphs.push(heading.into_iter().flatten().chain(lines).collect());
    }
    paragraphs
}

fn contact_lines(card: &ContactCard, writer: &TextWriter<'_>) -> Vec<String> {
    let mut lines = vec![card.name.clone()];
    lines.extend([&card.role, &card.organisation].into_iter().flatten().cloned());
    lines.extend(card.numbers.iter().map(|number| labelled(&number.label, &number.value)));
    let email = card.email.as_ref().map(|email| format!("{email}{}", writer.email_mark()));
    lines.extend(email.map(|email| labelled(writer.label("email"), &email)));
    let times = card.availability.as_ref();
    lines.extend(times.map(|times| labelled(writer.label("availability"), times)));
    lines
}

/// The disclaimer behind its mark.
fn disclaimer(disclaimer: &Disclaimer) -> Vec<String> {
    let mark = format!("{} ", disclaimer.mark);
    let text: String = disclaimer.pieces.iter().map(|(text, _)| text.as_str()).collect();
    hang(&mark, wrap(&text, WIDTH.saturating_sub(wrap::width(&mark))))
}
