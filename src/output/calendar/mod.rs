//! The event of a release as an entry of a calendar (RFC 5545), which is published (RFC 5546, 3.2.1):
//! readers put it into their calendars, and nobody is asked to answer.
//!
//! It says what the sheet says. A later version of the release is a later one of the entry: the
//! identifier is the same, and the sequence is the version.

mod lines;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use url::Host;

use self::lines::{CalendarLines, quoted};
use super::uri;
use crate::body;
use crate::content::{Document, EventRow, PartContent, PartName, labelled};
use crate::release::{Contact, Day, Event, HouseZone, Moment, ReleaseDate, Status, slug};

/// What made the entry. It names no version of letterpress, so that equal releases give equal
/// entries, and a file is known again by it.
const PRODUCT: &str = "-//letterpress//letterpress//EN";

/// The most characters of an identifier that stand in that of the entry as they are: with a domain
/// it keeps within 255 (RFC 7986, 5.3).
const MAX_IDENTIFIER: usize = 100;

/// The rows of an event that stand in the text of the entry; the others have fields of their own.
const DESCRIBED: [&str; 2] = ["agenda", "accreditation"];

/// The entry; `None` where the release has no event, or an event at a time that no entry can state,
/// beyond the years 1 to 9999.
pub(crate) fn entry(document: &Document<'_>) -> Option<String> {
    let release = document.release();
    let event = release.event.as_ref()?;
    let zone = HouseZone::by_name(&document.letterhead().typography.zone);
    let (start, end) = times(event, zone.as_ref())?;
    let stamp = match release.date {
        ReleaseDate::Day(day) => utc(day.unix_seconds())?,
        ReleaseDate::Moment(moment) => utc(moment.unix_seconds())?,
    };
    let organizer = organizer(document);
    let mut lines = CalendarLines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", PRODUCT);
    // What is published names who publishes it.
    if organizer.is_some() {
        lines.add("METHOD", "PUBLISH");
    }
    lines.add("BEGIN", "VEVENT");
    lines.text("UID", &identifier(document, organizer.as_deref()));
    lines.add("DTSTAMP", &stamp);
    lines.add("SEQUENCE", &release.version.to_string());
    start.add_to(&mut lines, "DTSTART");
    if let Some(end) = end {
        end.add_to(&mut lines, "DTEND");
    }
    lines.text("SUMMARY", &body::plain_words(&document.wording().title()));
    let place = [&event.venue, &event.address].into_iter().flatten();
    let place: Vec<_> = place.map(|line| body::plain_words(line)).collect();
    if !place.is_empty() {
        lines.text("LOCATION", &place.join(", "));
    }
    let description = description(document);
    if !description.is_empty() {
        lines.text("DESCRIPTION", &description);
    }
    for contact in document.wording().contacts() {
        lines.text("CONTACT", &reached(contact));
    }
    if let Some(address) = &organizer {
        let letterhead = document.letterhead();
        let name = letterhead.mail.from_name.as_ref().unwrap_or(&letterhead.name);
        let name = quoted(&body::plain_words(name));
        lines.add(&format!("ORGANIZER;CN={name}"), &uri::ascii(&format!("mailto:{address}")));
    }
    let status = match release.status {
        Status::Usable => "CONFIRMED",
        Status::Withheld => "TENTATIVE",
        Status::Canceled => "CANCELLED",
    };
    lines.add("STATUS", status);
    lines.add("END", "VEVENT");
    lines.add("END", "VCALENDAR");
    Some(lines.into_string())
}

/// When an entry begins or ends.
enum CalendarTime {
    /// A moment in UTC, which every calendar shows in its reader's zone.
    At(String),
    /// A day; as an end, the day behind the last.
    On(Day),
}

impl CalendarTime {
    fn add_to(&self, lines: &mut CalendarLines, name: &str) {
        match self {
            Self::At(moment) => lines.add(name, moment),
            Self::On(day) => {
                lines.add(&format!("{name};VALUE=DATE"), &day.to_string().replace('-', ""));
            }
        }
    }
}

/// Start and end, both of one kind (RFC 5545, 3.8.2.2). No end is made up: a moment without one
/// has none.
fn times(event: &Event, zone: Option<&HouseZone>) -> Option<(CalendarTime, Option<CalendarTime>)> {
    Some(match (event.start, event.end) {
        (ReleaseDate::Day(start), end) => {
            let last = end.map_or(start, |end| end.last_day(start));
            (CalendarTime::On(start), Some(CalendarTime::On(last.tomorrow()?)))
        }
        (ReleaseDate::Moment(start), end) => {
            let end = end.and_then(|end| end_of(start, end, zone));
            let end = end.filter(|end| *end > start.unix_seconds());
            let end = end.map(|end| utc(end).map(CalendarTime::At));
            (CalendarTime::At(utc(start.unix_seconds())?), end.flatten())
        }
    })
}

/// Seconds since 1970 to the end of what begins at a moment. A mere day ends at midnight in the
/// house; where it is the day of the start, the hour is not known.
fn end_of(start: Moment, end: ReleaseDate, zone: Option<&HouseZone>) -> Option<i64> {
    match end {
        ReleaseDate::Moment(end) => Some(end.unix_seconds()),
        ReleaseDate::Day(day) if day == start.day() => None,
        ReleaseDate::Day(day) => {
            let behind = day.tomorrow()?;
            let midnight = zone.and_then(|zone| zone.start_of(behind));
            let of_start = i64::from(start.offset_minutes()) * 60;
            Some(midnight.unwrap_or_else(|| behind.unix_seconds() - of_start))
        }
    }
}

/// A moment as `20221201T090000Z` (RFC 5545, 3.3.5, form 2).
fn utc(unix_seconds: i64) -> Option<String> {
    let moment = Timestamp::from_second(unix_seconds).ok()?;
    (unix_seconds >= Day::FIRST.unix_seconds())
        .then(|| moment.strftime("%Y%m%dT%H%M%SZ").to_string())
}

/// The address of who publishes it: that which its mail is from, else that of the first contact.
fn organizer(document: &Document<'_>) -> Option<String> {
    let from = document.letterhead().mail.from.clone();
    let contacts = document.wording().contacts().iter();
    from.or_else(|| contacts.filter_map(|contact| contact.email.clone()).next())
}

/// The same for all versions of the release, and for no other: its identifier at the domain of who
/// publishes it.
fn identifier(document: &Document<'_>, organizer: Option<&str>) -> String {
    let identifier = document.release().identifier(&document.letterhead().id);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/+".contains(&byte);
    let name = if identifier.len() <= MAX_IDENTIFIER && identifier.bytes().all(is_plain) {
        identifier
    } else {
        let hash = Sha256::digest(identifier.as_bytes());
        let hash: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let slug = slug(&identifier);
        let cut = slug.get(..MAX_IDENTIFIER - hash.len() - 1).unwrap_or(&slug);
        format!("{cut}.{hash}")
    };
    let domain = organizer.and_then(|address| address.rsplit_once('@'));
    let domain = domain.and_then(|(_, domain)| Host::parse(domain).ok());
    match domain {
        Some(domain) => format!("{name}@{domain}"),
        None => name,
    }
}

/// What nobody may overlook, the lead, the agenda, how to register, and links.
fn description(document: &Document<'_>) -> String {
    let mut pieces = Vec::new();
    for name in [PartName::Alerts, PartName::Lead, PartName::Event] {
        match document.content(name) {
            Some(PartContent::Lines(lines)) => {
                pieces.extend(lines.iter().map(|line| body::plain_words(line)));
            }
            Some(PartContent::Paragraph(text)) => pieces.push(body::plain_form(text)),
            Some(PartContent::Event(rows)) => {
                let rows = rows.iter().filter(|row| DESCRIBED.contains(&row.name));
                pieces.extend(rows.map(described));
            }
            _ => {}
        }
    }
    let links = document.release().links.iter().map(|link| match &link.label {
        Some(label) => labelled(&body::plain_words(label), &link.url),
        None => link.url.clone(),
    });
    let links: Vec<_> = std::iter::once(document.label("links").to_owned()).chain(links).collect();
    pieces.extend((links.len() > 1).then(|| links.join("\n")));
    pieces.retain(|piece| !piece.is_empty());
    pieces.join("\n\n")
}

/// "Ablauf:" and a line for each entry.
fn described(row: &EventRow) -> String {
    let mut lines = vec![body::plain_words(&row.label)];
    lines.extend(row.lines.iter().map(|line| body::plain_form(line)));
    for entry in &row.entries {
        let time = entry.time.as_deref().unwrap_or_default();
        lines.push(body::plain_words(&format!("{time} {}", body::plain_form(&entry.content))));
    }
    lines.join("\n")
}

/// A contact in one line: "Mira Muster, +49 30 23125 001, presse@musterwesen.example".
fn reached(contact: &Contact) -> String {
    let ways = [&contact.phone, &contact.mobile, &contact.email].into_iter().flatten();
    let parts = std::iter::once(&contact.name).chain(ways);
    parts.map(|part| body::plain_words(part)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
