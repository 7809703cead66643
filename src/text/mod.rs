//! The release as plain text, for the mail body and the terminal.
//!
//! In the order of the sheet, wrapped at 72 columns; what the sheet has in its
//! information column (contacts, disclaimer) stands at the end. The wording is
//! that of the sheet, because both take it from [`Wording`]. Lines end in LF
//! alone and carry no trailing spaces; the last one ends too.

mod blocks;
mod tables;
#[cfg(test)]
mod tests;
mod wrap;

use self::blocks::Setter;
use self::wrap::{finish, hang, hanging, indent, underline};
use crate::body::Inline;
use crate::letterhead::Letterhead;
#[cfg(feature = "mail")]
use crate::release::Language;
use crate::release::{Contact, Release, Signatory};
use crate::typography::{Entry, Row, Wording};

/// The most columns of a line; only a word or an address that is longer by
/// itself goes beyond.
const WIDTH: usize = 72;

/// Columns by which the further lines of an entry are indented.
const INDENT: usize = 2;

/// Sets a release as plain text.
pub(crate) fn plain(release: &Release, letterhead: &Letterhead) -> String {
    let phrases = Wording::new(release, letterhead);
    let setter = Setter::new(phrases, release.language.into(), letterhead.typography.quotes);
    let mut parts = head(release, letterhead, &phrases, &setter);
    parts.extend(release.notices.iter().map(|notice| setter.running(notice, WIDTH)));
    parts.extend(release.lead.as_deref().map(|lead| setter.running(lead, WIDTH)));
    parts.extend(phrases.event().map(|rows| event(&rows, &setter)));
    parts.push(setter.blocks(&release.body.blocks, WIDTH));
    parts.extend(letterhead.typography.end_mark.iter().map(|mark| setter.plain(mark, WIDTH)));
    parts.extend(release.signatories.iter().map(|person| signatory(person, &setter)));
    parts.push(setter.notes(&release.body.notes, WIDTH));
    parts.extend(phrases.boilerplate().map(|text| setter.running(text, WIDTH)));
    parts.push(section(phrases.label("media"), &phrases.media(), &setter));
    let pictures = release.media.iter().filter(|media| media.is_picture() && !media.decorative);
    parts.extend(pictures.map(|media| {
        setter.picture(media.alt.as_deref().unwrap_or_default(), &phrases.caption(media), WIDTH)
    }));
    parts.push(section(phrases.label("links"), &phrases.links(), &setter));
    parts.extend(contacts(&phrases, &setter));
    parts.extend(phrases.email_note().map(|note| {
        let text = setter.plain(&note.text, WIDTH.saturating_sub(wrap::width(&note.mark) + 1));
        hang(&format!("{} ", note.mark), text)
    }));
    finish(parts)
}

/// The words about the list, behind the sign by which programs know where a message
/// ends (RFC 3676, 4.3).
#[cfg(feature = "mail")]
pub(crate) fn list_words(
    release: &Release,
    letterhead: &Letterhead,
    words: &[Vec<Inline>],
    language: Language,
) -> String {
    let phrases = Wording::new(release, letterhead);
    let setter = Setter::new(phrases, language.into(), letterhead.typography.quotes);
    let lines = words.iter().flat_map(|line| setter.running(line, WIDTH)).collect();
    format!("\n-- \n{}", finish(vec![lines]))
}

/// From the alerts to the dateline.
fn head(
    release: &Release,
    letterhead: &Letterhead,
    phrases: &Wording<'_>,
    setter: &Setter<'_>,
) -> Vec<Vec<String>> {
    let alerts = phrases.alerts();
    let mut parts = vec![alerts.iter().flat_map(|line| setter.plain(line, WIDTH)).collect()];
    let mut sender = setter.plain(&phrases.kind(), WIDTH);
    sender.extend(setter.plain(&letterhead.name, WIDTH));
    parts.push(sender);
    parts.extend(phrases.reference().map(|line| setter.running(&line, WIDTH)));
    parts.push(underline(setter.plain(&release.headline, WIDTH), '='));
    parts.extend(release.subheadline.as_deref().map(|text| setter.plain(text, WIDTH)));
    let issue = std::iter::once(phrases.dateline()).chain(phrases.version());
    parts.push(issue.flat_map(|line| setter.plain(&line, WIDTH)).collect());
    parts
}

/// One of several short lines that belong together, its further lines indented.
fn entry(text: &str) -> Vec<String> {
    hanging(text, WIDTH, INDENT)
}

/// Label and value a line; further values and the entries of an agenda stand
/// indented under the label.
fn event(rows: &[Row<'_>], setter: &Setter<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for row in rows {
        let (first, further) = match row.lines.split_first() {
            Some((first, further)) => (first.as_slice(), further),
            None => (Default::default(), Default::default()),
        };
        lines.extend(entry(&format!("{} {}", row.label, setter.text(first))));
        for line in further {
            lines.extend(indent(INDENT, hanging(&setter.text(line), WIDTH - INDENT, INDENT)));
        }
        for Entry { time, content } in &row.entries {
            let time = time.map(|time| format!("{} ", setter.string(time))).unwrap_or_default();
            let entry = format!("{time}{}", setter.text(content));
            lines.extend(indent(INDENT, hanging(&entry, WIDTH - INDENT, INDENT)));
        }
    }
    lines
}

fn signatory(person: &Signatory, setter: &Setter<'_>) -> Vec<String> {
    let lines = [Some(&person.name), person.role.as_ref(), person.organisation.as_ref()];
    lines.into_iter().flatten().flat_map(|line| entry(&setter.string(line))).collect()
}

/// A heading and its lines; nothing where there are none.
fn section(heading: &str, lines: &[Vec<Inline>], setter: &Setter<'_>) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let entries = lines.iter().flat_map(|line| entry(&setter.text(line)));
    setter.plain(heading, WIDTH).into_iter().chain(entries).collect()
}

/// The contacts, each in turn; a label that several share stands once.
fn contacts(phrases: &Wording<'_>, setter: &Setter<'_>) -> Vec<Vec<String>> {
    let mut above = None;
    let mut parts = Vec::new();
    for contact in phrases.contacts() {
        let label = phrases.contact_label(contact);
        let heading = (above != Some(label)).then(|| setter.plain(&labelled(label, ""), WIDTH));
        above = Some(label);
        let lines = self::contact(contact, phrases).into_iter();
        let lines = lines.flat_map(|line| entry(&setter.string(&line)));
        parts.push(heading.into_iter().flatten().chain(lines).collect());
    }
    parts
}

fn contact(contact: &Contact, phrases: &Wording<'_>) -> Vec<String> {
    let mark = phrases.email_note().map(|note| format!("\u{A0}{}", note.mark)).unwrap_or_default();
    let email = contact.email.as_ref().map(|email| format!("{email}{mark}"));
    let further = |name: &str, value: Option<&String>| {
        value.map(|value| labelled(phrases.label(name), value))
    };
    let mut lines = vec![contact.name.clone()];
    lines.extend([&contact.role, &contact.organisation].into_iter().flatten().cloned());
    let numbers = phrases.numbers(contact);
    lines.extend(numbers.iter().map(|number| labelled(number.label, number.value)));
    lines.extend(further("email", email.as_ref()));
    lines.extend(further("availability", contact.availability.as_ref()));
    lines
}

/// "Telefon: +49 351 564 60200"; a label that ends in a colon gets no second one.
fn labelled(label: &str, value: &str) -> String {
    let label = label.trim_end();
    if label.ends_with(':') { format!("{label} {value}") } else { format!("{label}: {value}") }
}
