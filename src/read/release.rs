//! A checked tree to the typed [`Release`].

use super::MAX_FIELD;
use super::fields_map::FieldMap;
use super::values::Group;
use crate::body::{self, Body, Inline};
use crate::diagnostic::Diagnostic;
use crate::release::{
    Accreditation, AgendaItem, Contact, Day, Event, Kind, Language, Link, Media, MediaType,
    Reference, Release, ReleaseDate, Signatory, Status,
};

/// Builds the release. Where a required value is missing or wrong the check has
/// said so; something neutral stands in, so that the rules see all the rest.
pub(crate) fn build(
    fields: Group<'_>,
    body: &str,
    map: &FieldMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Release {
    let (body, findings) = body::parse(body);
    diagnostics.extend(findings.into_iter().map(|finding| map.place("body", finding)));
    let lead = inline(fields.raw("lead"), "lead", map, diagnostics);
    let boilerplate = inline(fields.raw("boilerplate"), "boilerplate", map, diagnostics);
    let mut notices = Vec::new();
    for (at, node) in fields.items("notices").iter().enumerate() {
        if let super::node::Value::Text(text) = &node.value {
            let path = format!("notices[{at}]");
            notices.extend(inline(Some(&text.value), &path, map, diagnostics));
        }
    }
    let choice = |name| fields.raw(name).unwrap_or_default().trim();
    Release {
        id: fields.text("id"),
        letterhead: fields.text("letterhead"),
        kind: Kind::from_spelling(choice("kind")).unwrap_or_default(),
        language: Language::from_spelling(choice("language")).unwrap_or_default(),
        number: fields.text("number"),
        date: fields.date("date").unwrap_or(MISSING_DATE),
        place: fields.text("place"),
        embargo: fields.moment("embargo"),
        not_before: fields.moment("not_before"),
        version: fields.count("version").unwrap_or(1),
        status: Status::from_spelling(choice("status")).unwrap_or_default(),
        refers_to: fields.group("refers_to").map(reference),
        headline: fields.text("headline").unwrap_or_default(),
        subheadline: fields.text("subheadline"),
        lead,
        notices,
        contacts: contacts(fields),
        media: fields.groups("media").map(media).collect(),
        links: fields.groups("links").map(link).collect(),
        keywords: fields.texts("keywords"),
        event: fields.group("event").map(event),
        signatories: fields.groups("signatories").map(signatory).collect(),
        boilerplate,
        hyphenation: fields.texts("hyphenation"),
        body: if body.blocks.is_empty() { Body::default() } else { body },
    }
}

/// A field of inline Markdown.
pub(crate) fn inline(
    text: Option<&str>,
    path: &str,
    map: &FieldMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Inline>> {
    // What is too long was reported, and is not worth the time.
    let text = text.filter(|text| text.chars().nth(MAX_FIELD).is_none())?;
    let (inlines, findings) = body::parse_inline(text);
    diagnostics.extend(findings.into_iter().map(|finding| map.place(path, finding)));
    (!inlines.is_empty()).then_some(inlines)
}

/// The contacts of a release or letterhead.
pub(crate) fn contacts(fields: Group<'_>) -> Vec<Contact> {
    let contact = |fields: Group<'_>| Contact {
        label: fields.text("label"),
        name: fields.text("name").unwrap_or_default(),
        role: fields.text("role"),
        organisation: fields.text("organisation"),
        phone: fields.text("phone"),
        mobile: fields.text("mobile"),
        fax: fields.text("fax"),
        email: fields.text("email"),
        availability: fields.text("availability"),
    };
    fields.groups("contacts").map(contact).collect()
}

fn media(fields: Group<'_>) -> Media {
    Media {
        media_type: MediaType::from_spelling(fields.raw("type").unwrap_or_default().trim())
            .unwrap_or_default(),
        file: fields.text("file"),
        caption: fields.text("caption"),
        alt: fields.text("alt"),
        decorative: fields.flag("decorative"),
        credit: fields.text("credit"),
        usage: fields.text("usage"),
        url: fields.text("url"),
    }
}

fn link(fields: Group<'_>) -> Link {
    Link { label: fields.text("label"), url: fields.text("url").unwrap_or_default() }
}

fn reference(fields: Group<'_>) -> Reference {
    Reference {
        id: fields.text("id"),
        version: fields.count("version"),
        number: fields.text("number"),
        date: fields.day("date"),
        headline: fields.text("headline"),
        url: fields.text("url"),
    }
}

fn event(fields: Group<'_>) -> Event {
    let item = |fields: Group<'_>| AgendaItem {
        time: fields.text("time"),
        text: fields.text("text").unwrap_or_default(),
        place: fields.text("place"),
    };
    let accreditation = |fields: Group<'_>| Accreditation {
        deadline: fields.date("deadline"),
        email: fields.text("email"),
        note: fields.text("note"),
    };
    Event {
        start: fields.date("start").unwrap_or(MISSING_DATE),
        end: fields.date("end"),
        venue: fields.text("venue"),
        address: fields.text("address"),
        agenda: fields.groups("agenda").map(item).collect(),
        accreditation: fields.group("accreditation").map(accreditation),
    }
}

fn signatory(fields: Group<'_>) -> Signatory {
    Signatory {
        name: fields.text("name").unwrap_or_default(),
        role: fields.text("role"),
        organisation: fields.text("organisation"),
    }
}

/// Stands in where a required date is missing or wrong, which is reported: such a release is
/// never set.
const MISSING_DATE: ReleaseDate = ReleaseDate::Day(Day::FIRST);
