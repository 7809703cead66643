//! What a release says besides its author's own text: labels, kind line, alerts,
//! reference, event, media and links.
//!
//! The sheet and the plain text say it in the same words, because both take it
//! from here; each of them only decides how it is set.

use crate::body::{Inline, InlineKind, Span};
use crate::letterhead::{Footnote, Letterhead};
use crate::release::{
    Accreditation, AgendaItem, Contact, Event, Kind, Language, Media, Release, ReleaseDate, Status,
};

#[cfg(feature = "mail")]
use super::set_text;
use super::{bind, wording};

/// The wording of one release on one letterhead.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'a> {
    release: &'a Release,
    letterhead: &'a Letterhead,
}

/// A label and the lines behind it, or the entries of an agenda.
pub(crate) struct Row<'a> {
    /// The label, such as "Wann:".
    pub label: &'a str,
    /// The lines.
    pub lines: Vec<Vec<Inline>>,
    /// The entries of an agenda.
    pub entries: Vec<Entry<'a>>,
}

/// An entry of an agenda.
pub(crate) struct Entry<'a> {
    /// When, as typed: "9.00 Uhr".
    pub time: Option<&'a str>,
    /// What, and where if elsewhere.
    pub content: Vec<Inline>,
}

/// How a recipient leaves the list.
#[cfg(feature = "mail")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsubscribe<'a> {
    /// At an address.
    At(&'a str),
    /// By an answer to the message.
    ByAnswer,
    /// Somebody else will say.
    Unsaid,
}

/// A number of a contact.
pub(crate) struct Number<'a> {
    /// The label, such as "Telefon".
    pub label: &'a str,
    /// The number, as typed.
    pub value: &'a str,
    /// Where a link leads: to an international number that is no fax.
    pub url: Option<String>,
}

impl<'a> Wording<'a> {
    pub fn new(release: &'a Release, letterhead: &'a Letterhead) -> Self {
        Self { release, letterhead }
    }

    /// A plain field with its quotes and spaces as they are set.
    #[cfg(feature = "mail")]
    pub fn set(&self, text: &str) -> String {
        set_text(text, self.language().into(), self.letterhead.typography.quotes)
    }

    /// The letterhead's own label, else the built-in one.
    pub fn label(&self, name: &str) -> &'a str {
        self.label_in(name, self.language())
    }

    /// The same in a language that need not be the release's.
    fn label_in(&self, name: &str, language: Language) -> &'a str {
        let own = self.letterhead.labels.get(&language).and_then(|labels| labels.get(name));
        own.map_or_else(|| wording::label(name, language), String::as_str)
    }

    /// "Medieninformation 123/2022".
    pub fn kind(&self) -> String {
        let kind = self.label(self.release.kind.as_str());
        match &self.release.number {
            Some(number) => format!("{kind}\u{A0}{number}"),
            None => kind.to_owned(),
        }
    }

    /// The subject of the file's metadata: kind, number and subheadline.
    pub fn subject(&self) -> String {
        let kind = self.kind().replace('\u{A0}', " ");
        match &self.release.subheadline {
            Some(subheadline) => format!("{kind}: {subheadline}"),
            None => kind,
        }
    }

    /// Lines that nobody may overlook: status, then embargo.
    pub fn alerts(&self) -> Vec<String> {
        let status = self.status().map(str::to_owned);
        status.into_iter().chain(self.embargo()).collect()
    }

    /// "Sperrfrist: 25. November 2022, 14:00 Uhr (MEZ)".
    pub fn embargo(&self) -> Option<String> {
        let moment = wording::moment(self.release.embargo?, self.language());
        Some(self.bound(&format!("{} {moment}", self.label("embargo"))))
    }

    /// What stands across each page of a release that must not go out: the first
    /// words of its alert, "Zurückgezogen".
    pub fn watermark(&self) -> Option<&'a str> {
        let status = self.status()?;
        Some(status.split_once(" – ").map_or(status, |(status, _)| status))
    }

    fn status(&self) -> Option<&'a str> {
        match self.release.status {
            Status::Usable => None,
            Status::Withheld => Some(self.label("withheld")),
            Status::Canceled => Some(self.label("canceled")),
        }
    }

    /// "25.11.2022", or "Dresden, 25. November 2022" where a place is given.
    pub fn dateline(&self) -> String {
        let place = self.release.place.as_deref();
        self.bound(&wording::dateline(self.release.date.day(), place, self.language()))
    }

    /// "25.11.2022", with a place or without.
    #[cfg(feature = "mail")]
    pub fn day(&self) -> String {
        self.bound(&wording::dateline(self.release.date.day(), None, self.language()))
    }

    /// "Fassung 2", from the second one on.
    pub fn version(&self) -> Option<String> {
        let version = Some(self.release.version).filter(|version| *version > 1)?;
        Some(self.bound(&format!("{}\u{A0}{version}", self.label("version"))))
    }

    /// What a correction corrects or a follow-up follows.
    pub fn reference(&self) -> Option<Vec<Inline>> {
        let reference = self.release.refers_to.as_ref()?;
        let is_correction = self.release.kind == Kind::Correction;
        let name = self.label(if is_correction { "corrects" } else { "follows" });
        let number = reference.number.as_ref().map(|n| format!("{} {n}", self.label("number")));
        let date = reference.date.map(|day| wording::date(day, self.language()));
        // Straight marks, which become the house's own.
        let headline = reference.headline.as_ref().map(|headline| format!("\"{headline}\""));
        let parts: Vec<_> = [number, date, headline].into_iter().flatten().collect();
        let shown = match (parts.is_empty(), &reference.url) {
            (true, Some(url)) => url.clone(),
            _ => parts.join(", "),
        };
        let name = InlineKind::Strong(vec![text(name)]);
        Some(vec![inline(name), text(" "), linked(reference.url.as_deref(), shown)])
    }

    /// Who answers questions: the release's contacts, else the letterhead's.
    pub fn contacts(&self) -> &'a [Contact] {
        match self.release.contacts.as_slice() {
            [] => &self.letterhead.contacts,
            contacts => contacts,
        }
    }

    /// What stands over a contact: "Ihr Ansprechpartner".
    pub fn contact_label(&self, contact: &'a Contact) -> &'a str {
        let by_count = if self.contacts().len() == 1 { "contact" } else { "contacts" };
        contact.label.as_deref().unwrap_or_else(|| self.label(by_count))
    }

    /// A contact's numbers.
    pub fn numbers(&self, contact: &'a Contact) -> Vec<Number<'a>> {
        let numbers =
            [("phone", &contact.phone), ("mobile", &contact.mobile), ("fax", &contact.fax)];
        let labelled = |(name, number): (&str, &'a Option<String>)| {
            let value = number.as_deref()?;
            let url = telephone(value).filter(|_| name != "fax");
            Some(Number { label: self.label(name), value, url })
        };
        numbers.into_iter().filter_map(labelled).collect()
    }

    /// The disclaimer, where an e-mail address bears its mark.
    pub fn email_note(&self) -> Option<&'a Footnote> {
        let has_email = self.contacts().iter().any(|contact| contact.email.is_some());
        self.letterhead.footnote.as_ref().filter(|_| has_email)
    }

    /// When, where, what happens and how to register.
    pub fn event(&self) -> Option<Vec<Row<'a>>> {
        let event = self.release.event.as_ref()?;
        let row = |name, lines| Row { label: self.label(name), lines, entries: Vec::new() };
        let mut rows = vec![row("when", vec![vec![text(&self.period(event))]])];
        let place = [&event.venue, &event.address].into_iter().flatten();
        let place: Vec<_> = place.map(|line| vec![text(line)]).collect();
        if !place.is_empty() {
            rows.push(row("where", place));
        }
        if !event.agenda.is_empty() {
            let entries = event.agenda.iter().map(agenda_entry).collect();
            rows.push(Row { label: self.label("agenda"), lines: Vec::new(), entries });
        }
        if let Some(accreditation) = &event.accreditation {
            rows.push(row("accreditation", self.accreditation(accreditation)));
        }
        Some(rows)
    }

    /// From when until when.
    fn period(&self, event: &Event) -> String {
        if let (Some(start), Some(end)) =
            (event.start.moment(), event.end.and_then(ReleaseDate::moment))
            && start.day() == end.day()
        {
            return self.bound(&wording::span(start, end, self.language()));
        }
        if let (ReleaseDate::Day(first), Some(ReleaseDate::Day(last))) = (event.start, event.end) {
            return self.bound(&wording::days(first, last, self.language()));
        }
        let start = self.date(event.start);
        match event.end {
            Some(end) => format!("{start} – {}", self.date(end)),
            None => start,
        }
    }

    /// Until when and where to on one line, anything else on the next.
    fn accreditation(&self, accreditation: &Accreditation) -> Vec<Vec<Inline>> {
        let deadline =
            accreditation.deadline.map(|d| format!("{} {}", self.label("deadline"), self.date(d)));
        let email = accreditation.email.as_ref();
        let parts = [
            deadline.map(|deadline| text(&deadline)),
            email.map(|email| linked(Some(&format!("mailto:{email}")), email.clone())),
        ];
        let mut line = Vec::new();
        for part in parts.into_iter().flatten() {
            line.extend((!line.is_empty()).then(|| text(", ")));
            line.push(part);
        }
        let note = accreditation.note.as_deref().map(|note| vec![text(note)]);
        (!line.is_empty()).then_some(line).into_iter().chain(note).collect()
    }

    /// What is listed under "Medien:", a line each: "Foto: Hörsaal des HZDR".
    pub fn media(&self) -> Vec<Vec<Inline>> {
        let listed = self.release.media.iter().filter(|media| !media.decorative);
        listed.map(|media| self.media_line(media)).collect()
    }

    fn media_line(&self, media: &Media) -> Vec<Inline> {
        let name = self.label(media.media_type.as_str());
        let shown = [&media.caption, &media.alt, &media.file, &media.url];
        let shown = shown.into_iter().flatten().next().cloned().unwrap_or_default();
        let mut line = vec![text(&format!("{name}: ")), linked(media.url.as_deref(), shown)];
        // A picture that is set bears its credit itself.
        if !media.is_picture() {
            let terms = [&media.credit, &media.usage].into_iter().flatten();
            let terms: Vec<_> = terms.map(String::as_str).collect();
            line.extend((!terms.is_empty()).then(|| text(&format!(" ({})", terms.join("; ")))));
        }
        line
    }

    /// What stands under a medium that is set as a picture: caption, credit, terms.
    pub fn caption(&self, media: &Media) -> String {
        let credit = media.credit.as_ref().map(|c| format!("{} {c}", self.label("credit")));
        let parts = [media.caption.clone(), credit, media.usage.clone()];
        let mut caption = String::new();
        for part in parts.into_iter().flatten() {
            // One sentence after the other; a full stop only where none was typed.
            if !caption.is_empty() {
                caption.push_str(if caption.ends_with(['.', '!', '?', '…']) {
                    " "
                } else {
                    ". "
                });
            }
            caption.push_str(&part);
        }
        caption
    }

    /// What is listed under "Links:", a line each.
    pub fn links(&self) -> Vec<Vec<Inline>> {
        let line = |link: &crate::release::Link| {
            let shown = link.label.as_deref().unwrap_or(&link.url);
            vec![linked(Some(&link.url), shown.to_owned())]
        };
        self.release.links.iter().map(line).collect()
    }

    /// The closing text about the house: the release's own, else the letterhead's.
    pub fn boilerplate(&self) -> Option<&'a [Inline]> {
        self.release.boilerplate.as_deref().or(self.letterhead.boilerplate.as_deref())
    }

    /// Why a recipient got the message, and how to get no more of them, in the
    /// recipient's language.
    #[cfg(feature = "mail")]
    pub fn list_words(&self, leaving: Unsubscribe<'_>, language: Language) -> Vec<Vec<Inline>> {
        let label = |name| self.label_in(name, language);
        let way = match leaving {
            Unsubscribe::At(url) => {
                let content = vec![text(label("unsubscribe"))];
                let link = InlineKind::Link { url: url.to_owned(), content, bare: false };
                Some(inline(link))
            }
            Unsubscribe::ByAnswer => Some(text(label("unsubscribe_by_answer"))),
            Unsubscribe::Unsaid => None,
        };
        let why = vec![text(label("subscribed"))];
        std::iter::once(why).chain(way.map(|way| vec![way])).collect()
    }

    /// A day, with the hour where one was stated.
    fn date(&self, date: ReleaseDate) -> String {
        self.bound(&match date {
            ReleaseDate::Day(day) => wording::date(day, self.language()),
            ReleaseDate::Moment(moment) => wording::moment(moment, self.language()),
        })
    }

    fn bound(&self, text: &str) -> String {
        bind(text, self.language().into())
    }

    fn language(&self) -> Language {
        self.release.language
    }
}

/// A number as a link's target; only an international one means the same
/// everywhere (RFC 3966).
fn telephone(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    digits.starts_with('+').then(|| format!("tel:{digits}"))
}

/// "9.00 Uhr" and "Begrüßung (Foyer)".
fn agenda_entry(item: &AgendaItem) -> Entry<'_> {
    let place = item.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    Entry { time: item.time.as_deref(), content: vec![text(&format!("{}{place}", item.text))] }
}

/// A text, as a link where there is a target. One that is itself an address is
/// never hyphenated.
fn linked(url: Option<&str>, shown: String) -> Inline {
    let Some(url) = url else { return text(&shown) };
    let bare = !shown.contains(' ') && shown.contains(['@', '.', '/']);
    inline(InlineKind::Link { url: url.to_owned(), content: vec![text(&shown)], bare })
}

fn text(text: &str) -> Inline {
    inline(InlineKind::Text(text.to_owned()))
}

/// An inline that stands nowhere in the author's text.
fn inline(kind: InlineKind) -> Inline {
    Inline { kind, span: Span::default() }
}
