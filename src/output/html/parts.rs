//! The parts of a document: head, text, foot.

use maud::{Markup, html};

use super::LINE;
use super::figures::Shown;
use super::writer::HtmlWriter;
use crate::content::{
    AgendaEntry, ContactCard, Disclaimer, Document, EventRow, Part, PartContent, PartName, Section,
    SignatoryLines, labelled,
};

/// Alerts, and who says what kind of thing when. A version is among the alerts: a reader who
/// has the last one shall see that this is another.
pub(super) fn head(document: &Document<'_>, writer: &HtmlWriter<'_>) -> Markup {
    let look = writer.look;
    let alerts = lines(document, PartName::Alerts);
    let alerts = [alerts, lines(document, PartName::Version)].concat();
    html! {
        (LINE)
        @if !alerts.is_empty() {
            div.alert style=(look.alert()) { (LINE)
                // No line of a narrow window begins with the dash of a status.
                @for alert in &alerts {
                    p style="margin:0" { (alert.replace(" –", "\u{A0}–")) } (LINE)
                }
            } (LINE)
        }
        div.rule style=(look.head_rule()) { (LINE)
            @for immediate in lines(document, PartName::Immediate) {
                p.text style=(look.lines()) { strong { (immediate) } } (LINE)
            }
            @for kind in lines(document, PartName::Kind) {
                p.text style=(look.kind()) { (kind) } (LINE)
            }
            @for house in lines(document, PartName::House) {
                p.muted style=(look.small()) lang=[document.spoken("name")] { (house) } (LINE)
            }
            @for dateline in lines(document, PartName::Dateline) {
                p.muted style=(look.small()) {
                    time datetime=(document.date()) { (dateline) }
                } (LINE)
            }
        } (LINE)
    }
}

/// The plain lines of a part.
fn lines<'a>(document: &'a Document<'_>, name: PartName) -> Vec<&'a str> {
    match document.content(name) {
        Some(PartContent::Line(line)) if !line.is_empty() => vec![line],
        Some(PartContent::Lines(lines)) => lines.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The text: all parts that stand neither in the head nor in the foot, in their order.
pub(super) fn main(document: &Document<'_>, writer: &HtmlWriter<'_>) -> Markup {
    let text = document.parts.iter().filter(|part| {
        !matches!(
            part.name,
            PartName::Alerts
                | PartName::Immediate
                | PartName::Kind
                | PartName::House
                | PartName::Dateline
                | PartName::Version
                | PartName::Disclaimer
        ) && (part.name != PartName::Contacts || document.has_contacts_in_text())
    });
    html! { @for one in text { @if !one.content.is_empty() { (part(one, writer)) } } }
}

/// Contacts and disclaimer; the words about the list follow in the same rule.
pub(super) fn foot(document: &Document<'_>, writer: &HtmlWriter<'_>) -> Markup {
    let foot = [PartName::Contacts, PartName::Disclaimer].into_iter();
    let foot = foot.skip(usize::from(document.has_contacts_in_text()));
    html! {
        @for name in foot {
            @if let Some(content) = document.content(name) { (by_shape(content, writer)) }
        }
    }
}

/// A part of the text: by its name where that has a look of its own, else by the shape of its
/// content.
fn part(part: &Part, writer: &HtmlWriter<'_>) -> Markup {
    let look = writer.look;
    match (part.name, &part.content) {
        (PartName::Reference, PartContent::Running(line)) => html! {
            p.muted style=(look.muted()) { (writer.running(line)) } (LINE)
        },
        (PartName::Kicker, PartContent::Heading(line)) => html! {
            p.muted style=(look.kicker()) { (writer.running(line)) } (LINE)
        },
        (PartName::Headline, PartContent::Heading(line)) => html! {
            h1.text style=(look.headline()) { (writer.running(line)) } (LINE)
        },
        (PartName::Subheadline, PartContent::Heading(line)) => html! {
            p.text style=(look.subheadline()) { (writer.running(line)) } (LINE)
        },
        (PartName::Notices, PartContent::RunningLines(lines)) => html! {
            @for line in lines {
                p.text style=(look.paragraph()) { em { (writer.running(line)) } } (LINE)
            }
        },
        (PartName::Lead, PartContent::Paragraph(text)) => html! {
            p.text style=(look.paragraph()) { strong { (writer.running(text)) } } (LINE)
        },
        (PartName::EndMark, PartContent::Line(mark)) => html! {
            p.text style=(look.end_mark()) { (mark) } (LINE)
        },
        (_, content) => by_shape(content, writer),
    }
}

fn by_shape(content: &PartContent, writer: &HtmlWriter<'_>) -> Markup {
    match content {
        PartContent::Line(line) => html! {
            p.text style=(writer.look.paragraph()) { (line) } (LINE)
        },
        PartContent::Lines(lines) => html! {
            @for line in lines { p.text style=(writer.look.paragraph()) { (line) } (LINE) }
        },
        PartContent::Heading(text) | PartContent::Running(text) | PartContent::Paragraph(text) => {
            writer.paragraph(text)
        }
        PartContent::RunningLines(lines) => html! {
            @for line in lines { (writer.paragraph(line)) }
        },
        PartContent::Blocks(blocks) => writer.blocks(blocks),
        PartContent::Notes(notes) => writer.notes(notes),
        PartContent::Event(rows) => event(rows, writer),
        PartContent::Signatories(people) => html! {
            @for person in people { (signatory(person, writer)) }
        },
        PartContent::Section(stated) => section(stated, writer),
        PartContent::Pictures(pictures) => html! {
            @for picture in pictures {
                (writer.picture(&Shown {
                    file: &picture.file,
                    alt: &picture.alt,
                    caption: &picture.words(),
                    decorative: picture.decorative,
                }))
            }
        },
        PartContent::Contacts(cards) => contacts(cards, writer),
        PartContent::Disclaimer(stated) => html! {
            @if let Some(stated) = stated { (disclaimer(stated, writer)) }
        },
    }
}

fn disclaimer(disclaimer: &Disclaimer, writer: &HtmlWriter<'_>) -> Markup {
    html! {
        p.muted style=(writer.look.muted()) {
            (disclaimer.mark) " "
            @for (text, url) in &disclaimer.pieces {
                @match url {
                    Some(url) => (writer.link(url, &html! { (text) })),
                    None => (text),
                }
            }
        } (LINE)
    }
}

fn event(rows: &[EventRow], writer: &HtmlWriter<'_>) -> Markup {
    html! {
        dl.text style=(writer.look.paragraph()) { (LINE)
            @for row in rows {
                dt style="margin:0;font-weight:bold" { (row.label) } (LINE)
                dd style="margin:0 0 10px" {
                    @for (at, line) in row.lines.iter().enumerate() {
                        @if at > 0 { br; }
                        (writer.running(line))
                    }
                    @if !row.entries.is_empty() {
                        ul.text style=(writer.look.list()) { (LINE)
                            @for one in &row.entries { li { (agenda_entry(one, writer)) } (LINE) }
                        }
                    }
                } (LINE)
            }
        } (LINE)
    }
}

fn agenda_entry(entry: &AgendaEntry, writer: &HtmlWriter<'_>) -> Markup {
    html! {
        @if let Some(time) = &entry.time { (time) " " }
        (writer.running(&entry.content))
    }
}

fn signatory(person: &SignatoryLines, writer: &HtmlWriter<'_>) -> Markup {
    html! {
        p.text style=(writer.look.paragraph()) {
            strong { (person.name) }
            @for line in &person.lines { br; (line) }
        } (LINE)
    }
}

/// A heading and its lines as a list; nothing where there are none.
fn section(section: &Section, writer: &HtmlWriter<'_>) -> Markup {
    html! {
        @if !section.lines.is_empty() {
            h2.text style=(writer.look.label()) { (section.heading) } (LINE)
            ul.text style=(writer.look.list()) { (LINE)
                @for line in &section.lines { li { (writer.running(line)) } (LINE) }
            } (LINE)
        }
    }
}

/// The contacts, each in turn; a label that several share stands once.
fn contacts(cards: &[ContactCard], writer: &HtmlWriter<'_>) -> Markup {
    let labels = cards.iter().map(|card| card.label.as_str());
    let above = std::iter::once(None).chain(labels.map(Some));
    html! {
        @for (card, above) in cards.iter().zip(above) {
            @if above != Some(card.label.as_str()) {
                h2.text style=(writer.look.label()) { (card.label.trim_end_matches(':')) } (LINE)
            }
            p.text style=(writer.look.lines()) { (contact(card, writer)) } (LINE)
        }
    }
}

fn contact(card: &ContactCard, writer: &HtmlWriter<'_>) -> Markup {
    html! {
        strong { (card.name) }
        @for (field, line) in [("role", &card.role), ("organisation", &card.organisation)] {
            @if let Some(line) = line {
                br;
                @match card.languages.get(field) {
                    Some(language) => { span lang=(language) { (line) } }
                    None => (line),
                }
            }
        }
        @for number in &card.numbers {
            br; (labelled(&number.label, ""))
            @match &number.url {
                Some(url) => (writer.link(url, &html! { (number.value) })),
                None => (number.value),
            }
        }
        @if let Some(email) = &card.email {
            br; (labelled(writer.label("email"), ""))
            (writer.link(&format!("mailto:{email}"), &html! { (email) }))
            @if let Some(mark) = writer.disclaimer_mark() { "\u{A0}" (mark) }
        }
        @if let Some(times) = &card.availability {
            br; (labelled(writer.label("availability"), "")) (times)
        }
    }
}
