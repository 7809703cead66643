//! The data that a layout folds over: `/release.json` and `/letterhead.json`.
//!
//! `docs/layouts.md` describes it for those who write their own layout. All
//! wording and binding is done here, so that a layout only places things.

mod letterhead;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

pub(crate) use self::letterhead::LetterheadData;
use self::text::{Block, Inline, Setter};
use crate::letterhead::Letterhead;
use crate::release::{Contact, Event, Kind, Language, Media, Release, ReleaseDate, Status};
use crate::typography;

/// A picture that was prepared for the sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PictureData {
    pub path: String,
    /// Width at which it is set, in mm.
    pub width: f64,
}

/// A file that travels inside the PDF.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Attachment {
    pub name: String,
    pub media_type: &'static str,
    pub description: String,
}

/// What the layout knows of a release.
#[derive(Serialize)]
pub(crate) struct SheetData {
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
    labels: BTreeMap<&'static str, String>,
    contacts: Vec<ContactData>,
    dateline: String,
    headline: Vec<Inline>,
    subheadline: Option<Vec<Inline>>,
    lead: Option<Vec<Inline>>,
    notices: Vec<Vec<Inline>>,
    event: Option<EventData>,
    blocks: Vec<Block>,
    has_email_note: bool,
    signatories: Vec<SignatoryData>,
    boilerplate: Option<Vec<Inline>>,
    end_mark: Option<String>,
    media: Option<SectionData>,
    pictures: Vec<CaptionedPicture>,
    links: Option<SectionData>,
    attachment: Option<Attachment>,
}

#[derive(Serialize)]
struct DateData {
    year: i16,
    month: i8,
    day: i8,
}

#[derive(Serialize)]
struct ContactData {
    label: String,
    name: String,
    role: Option<String>,
    organisation: Option<String>,
    /// Label, value, target.
    rows: Vec<(String, String, Option<String>)>,
    email: Option<String>,
    availability: Option<String>,
}

#[derive(Serialize)]
struct EventData {
    /// Label and the lines behind it.
    rows: Vec<(String, Vec<Vec<Inline>>)>,
}

#[derive(Serialize)]
struct SignatoryData {
    name: String,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct SectionData {
    heading: String,
    lines: Vec<Vec<Inline>>,
}

#[derive(Serialize)]
struct CaptionedPicture {
    path: String,
    width: f64,
    alt: String,
    caption: Vec<Inline>,
}

/// The labels that a layout may ask for by name.
const LAYOUT_LABELS: &[&str] =
    &["page", "of", "direct_line", "address", "postal", "offices", "transit", "parking"];

impl SheetData {
    /// The data of a release. `pictures` are the prepared ones by the path that the
    /// author typed.
    pub fn new(
        release: &Release,
        letterhead: &Letterhead,
        pictures: &BTreeMap<String, PictureData>,
        attachment: Option<Attachment>,
    ) -> Self {
        let language = release.language;
        let setter = Setter::new(release, letterhead, pictures);
        let label = |name: &'static str| label_of(letterhead, name, language);
        let bind = |text: &str| typography::bind(text, language);
        let contacts = match release.contacts.as_slice() {
            [] => letterhead.contacts.as_slice(),
            contacts => contacts,
        };
        let alerts = alerts(release, &label, language);
        SheetData {
            title: release.headline.clone(),
            author: letterhead.name.clone(),
            subject: subject(release, &label),
            keywords: release.keywords.clone(),
            language: language.as_str(),
            hyphenate: setter.hyphenates(),
            date: DateData {
                year: release.date.day().year(),
                month: release.date.day().month(),
                day: release.date.day().day(),
            },
            kind: kind_line(release, &label),
            head_alerts: alerts.clone(),
            alerts,
            reference: reference(release, &setter, &label),
            labels: LAYOUT_LABELS.iter().map(|name| (*name, label(name))).collect(),
            has_email_note: letterhead.footnote.is_some()
                && contacts.iter().any(|contact| contact.email.is_some()),
            contacts: contacts
                .iter()
                .map(|c| contact(c, contacts.len(), &label, language))
                .collect(),
            dateline: typography::dateline(release.date.day(), release.place.as_deref(), language),
            headline: setter.plain_unbroken(&release.headline),
            subheadline: release.subheadline.as_deref().map(|text| setter.plain_unbroken(text)),
            lead: release.lead.as_deref().map(|lead| setter.inlines(lead)),
            notices: release.notices.iter().map(|notice| setter.inlines(notice)).collect(),
            event: release.event.as_ref().map(|e| event(e, &setter, &label, language)),
            blocks: setter.blocks(&release.body.blocks),
            signatories: release
                .signatories
                .iter()
                .map(|person| SignatoryData {
                    name: bind(&person.name),
                    lines: [&person.role, &person.organisation]
                        .into_iter()
                        .flatten()
                        .map(|t| bind(t))
                        .collect(),
                })
                .collect(),
            boilerplate: release
                .boilerplate
                .as_deref()
                .or(letterhead.boilerplate.as_deref())
                .map(|text| setter.inlines(text)),
            end_mark: letterhead.typography.end_mark.clone(),
            media: section(&release.media, label("media"), |media| {
                media_line(media, &setter, &label)
            }),
            pictures: captioned(release, pictures, &setter, &label),
            links: section(&release.links, label("links"), |link| {
                let shown = link.label.as_deref().unwrap_or(&link.url);
                vec![setter.link(&link.url, shown)]
            }),
            attachment,
        }
    }
}

/// The letterhead's own label, else the built-in one.
fn label_of(letterhead: &Letterhead, name: &str, language: Language) -> String {
    let own = letterhead.labels.get(&language).and_then(|labels| labels.get(name));
    own.cloned().unwrap_or_else(|| typography::label(name, language).to_owned())
}

/// "Medieninformation 123/2022".
fn kind_line(release: &Release, label: &dyn Fn(&'static str) -> String) -> String {
    let kind = label(release.kind.as_str());
    match &release.number {
        Some(number) => format!("{kind}\u{A0}{number}"),
        None => kind,
    }
}

/// The subject of the file's metadata: kind, number and subheadline.
fn subject(release: &Release, label: &dyn Fn(&'static str) -> String) -> String {
    let kind = kind_line(release, label).replace('\u{A0}', " ");
    match &release.subheadline {
        Some(subheadline) => format!("{kind}: {subheadline}"),
        None => kind,
    }
}

/// Lines that nobody may overlook: status, then embargo.
fn alerts(
    release: &Release,
    label: &dyn Fn(&'static str) -> String,
    language: Language,
) -> Vec<String> {
    let status = match release.status {
        Status::Usable => None,
        Status::Withheld => Some(label("withheld")),
        Status::Canceled => Some(label("canceled")),
    };
    let embargo = release.embargo.map(|moment| {
        let text = format!("{} {}", label("embargo"), typography::moment(moment, language));
        typography::bind(&text, language)
    });
    status.into_iter().chain(embargo).collect()
}

/// What a correction corrects or a follow-up follows.
fn reference(
    release: &Release,
    setter: &Setter<'_>,
    label: &dyn Fn(&'static str) -> String,
) -> Option<Vec<Inline>> {
    let reference = release.refers_to.as_ref()?;
    let name = label(if release.kind == Kind::Correction { "corrects" } else { "follows" });
    let number = reference.number.as_ref().map(|number| format!("{} {number}", label("number")));
    let date = reference.date.map(|day| typography::date(day, release.language));
    let parts: Vec<_> = [number, date, reference.headline.clone()].into_iter().flatten().collect();
    let text = match (parts.is_empty(), &reference.url) {
        (true, Some(url)) => url.clone(),
        _ => parts.join(", "),
    };
    let mut line = vec![Inline::strong(setter.plain(&name)), Inline::text(" ")];
    match &reference.url {
        Some(url) => line.push(setter.link(url, &text)),
        None => line.extend(setter.plain(&text)),
    }
    Some(line)
}

fn contact(
    contact: &Contact,
    count: usize,
    label: &dyn Fn(&'static str) -> String,
    language: Language,
) -> ContactData {
    let bind = |text: &String| typography::bind(text, language);
    let call = |name, number: &Option<String>| {
        let number = number.as_ref()?;
        let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        // Only an international number means the same everywhere (RFC 3966).
        let url = digits.starts_with('+').then(|| format!("tel:{digits}"));
        Some((label(name), bind(number), url))
    };
    let fax = contact.fax.as_ref().map(|number| (label("fax"), bind(number), None));
    let by_count = if count == 1 { "contact" } else { "contacts" };
    ContactData {
        label: contact.label.clone().unwrap_or_else(|| label(by_count)),
        name: bind(&contact.name),
        role: contact.role.as_ref().map(bind),
        organisation: contact.organisation.as_ref().map(bind),
        rows: [call("phone", &contact.phone), call("mobile", &contact.mobile), fax]
            .into_iter()
            .flatten()
            .collect(),
        email: contact.email.clone(),
        availability: contact.availability.as_ref().map(bind),
    }
}

/// A day, with the hour where one was stated.
fn date_text(date: ReleaseDate, language: Language) -> String {
    let text = match date {
        ReleaseDate::Day(day) => typography::date(day, language),
        ReleaseDate::Moment(moment) => typography::moment(moment, language),
    };
    typography::bind(&text, language)
}

/// A beginning and, where there is one, an end.
fn when(event: &Event, language: Language) -> String {
    let start = date_text(event.start, language);
    match event.end {
        Some(end) => format!("{start} – {}", date_text(end, language)),
        None => start,
    }
}

fn event(
    event: &Event,
    setter: &Setter<'_>,
    label: &dyn Fn(&'static str) -> String,
    language: Language,
) -> EventData {
    let mut rows = Vec::new();
    let when = match (event.start.moment(), event.end.and_then(ReleaseDate::moment)) {
        // One day, one zone: "1. Dezember 2022, 9:00 – 11:00 Uhr (MEZ)".
        (Some(start), Some(end)) if start.day() == end.day() => {
            typography::bind(&typography::span(start, end, language), language)
        }
        _ => when(event, language),
    };
    rows.push((label("when"), vec![setter.plain(&when)]));
    let place: Vec<_> = [&event.venue, &event.address].into_iter().flatten().cloned().collect();
    if !place.is_empty() {
        rows.push((label("where"), vec![setter.plain(&place.join(", "))]));
    }
    if !event.agenda.is_empty() {
        let line = |item: &crate::release::AgendaItem| {
            let time = item.time.as_ref().map(|time| format!("{time} ")).unwrap_or_default();
            let place = item.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
            setter.plain(&format!("{time}{}{place}", item.text))
        };
        let lines = std::iter::once(Vec::new()).chain(event.agenda.iter().map(line));
        rows.push((label("agenda"), lines.collect()));
    }
    if let Some(accreditation) = &event.accreditation {
        let mut line = Vec::new();
        if let Some(deadline) = accreditation.deadline {
            let text = format!("{} {}", label("deadline"), date_text(deadline, language));
            line.extend(setter.plain(&text));
        }
        if let Some(email) = &accreditation.email {
            line.extend((!line.is_empty()).then(|| Inline::text(", ")));
            line.push(setter.link(&format!("mailto:{email}"), email));
        }
        if let Some(note) = &accreditation.note {
            line.extend((!line.is_empty()).then(|| Inline::text(", ")));
            line.extend(setter.plain(note));
        }
        rows.push((label("accreditation"), vec![line]));
    }
    EventData { rows }
}

fn section<T>(
    items: &[T],
    heading: String,
    line: impl Fn(&T) -> Vec<Inline>,
) -> Option<SectionData> {
    (!items.is_empty()).then(|| SectionData { heading, lines: items.iter().map(line).collect() })
}

/// "Foto: KI Vernetzungstreffen".
fn media_line(
    media: &Media,
    setter: &Setter<'_>,
    label: &dyn Fn(&'static str) -> String,
) -> Vec<Inline> {
    let name = label(media.media_type.as_str());
    let shown = [&media.caption, &media.alt, &media.file, &media.url];
    let shown = shown.into_iter().flatten().next().cloned().unwrap_or_default();
    let mut line = setter.plain(&format!("{name}: "));
    match &media.url {
        Some(url) => line.push(setter.link(url, &shown)),
        None => line.extend(setter.plain(&shown)),
    }
    if !media.is_picture() {
        let terms: Vec<_> = [&media.credit, &media.usage].into_iter().flatten().cloned().collect();
        if !terms.is_empty() {
            line.extend(setter.plain(&format!(" ({})", terms.join("; "))));
        }
    }
    line
}

/// The media that are set as pictures, with caption, credit and terms.
fn captioned(
    release: &Release,
    pictures: &BTreeMap<String, PictureData>,
    setter: &Setter<'_>,
    label: &dyn Fn(&'static str) -> String,
) -> Vec<CaptionedPicture> {
    let one = |media: &Media| {
        let picture = pictures.get(media.file.as_ref()?)?;
        let mut parts = Vec::new();
        parts.extend(media.caption.clone());
        parts.extend(media.credit.as_ref().map(|credit| format!("{} {credit}", label("credit"))));
        parts.extend(media.usage.clone());
        // One sentence after the other; a full stop only where none was typed.
        let ended = |part: &String| part.ends_with(['.', '!', '?', '…']);
        let mut caption = String::new();
        for (at, part) in parts.iter().enumerate() {
            caption.push_str(part);
            if at + 1 < parts.len() {
                caption.push_str(if ended(part) { " " } else { ". " });
            }
        }
        Some(CaptionedPicture {
            path: picture.path.clone(),
            width: picture.width,
            alt: media.alt.clone().unwrap_or_default(),
            caption: setter.plain(&caption),
        })
    };
    release.media.iter().filter(|media| media.is_picture()).filter_map(one).collect()
}
