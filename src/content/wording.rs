//! The words that a release does not bring itself: labels, kind, alerts, dateline.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::set::{Typographer, inline};
use crate::body::{self, Inline, InlineKind, LanguageTag, StyledLine};
use crate::letterhead::{Letterhead, OF_HEAD, Pattern};
use crate::release::{Contact, Day, Event, HouseZone, Language, Release, ReleaseDate, Status};
use crate::typography::dates::{self, DateWriter};
use crate::typography::{bind, labels};

/// The wording of one release on one letterhead.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'a> {
    release: &'a Release,
    letterhead: &'a Letterhead,
}

impl<'a> Wording<'a> {
    pub fn new(release: &'a Release, letterhead: &'a Letterhead) -> Self {
        Self { release, letterhead }
    }

    /// The release.
    pub fn release(&self) -> &'a Release {
        self.release
    }

    /// The letterhead.
    pub fn letterhead(&self) -> &'a Letterhead {
        self.letterhead
    }

    /// A line in its plain form ([`body::plain_form`]), with the quotes of the sheet.
    fn plain(&self, line: &StyledLine) -> String {
        let set = Typographer::new(self.language(), self.letterhead.typography.quotes);
        body::plain_form(&set.inlines(line.inlines()))
    }

    /// The letterhead's own label, else the built-in one.
    pub fn label(&self, name: &str) -> &'a str {
        label_in(self.letterhead, name, self.language())
    }

    /// What stands before a credit: "Foto:". None where the credit begins with such a word itself:
    /// "Foto: A. Muster", "Grafik: LMO".
    pub fn credit_label(&self, credit: &str) -> Option<&'a str> {
        let label = self.label("credit");
        (!credit.starts_with(label) && !begins_with_a_label(credit)).then_some(label)
    }

    /// "Medieninformation 123/2022".
    pub fn kind(&self) -> String {
        let kind = self.label(self.release.kind.as_str());
        match &self.release.number {
            Some(number) => format!("{kind}\u{A0}{number}"),
            None => kind.to_owned(),
        }
    }

    /// The running head of later pages, by the letterhead's pattern.
    pub fn running_head(&self) -> String {
        let (release, letterhead) = (self.release, self.letterhead);
        // A pattern that cannot be read is refused before; the name is never wrong.
        let Ok(pattern) = Pattern::parse(&letterhead.head.later, OF_HEAD) else {
            return letterhead.name.clone();
        };
        let head = pattern.fill(|name| match name {
            "kind" => Some(self.label(release.kind.as_str()).to_owned()),
            "number" => release.number.clone(),
            "date" => Some(self.day()),
            "name" => Some(letterhead.name.clone()),
            "short" => letterhead.short.clone(),
            "house" => letterhead.short.clone().or_else(|| Some(letterhead.name.clone())),
            "headline" => Some(cut(&self.title())),
            "subheadline" => self.subtitle().as_deref().map(cut),
            "place" => release.place.clone(),
            "version" => self.version(),
            _ => None,
        });
        self.bound(&head)
    }

    /// The subject of the file's metadata: kind, number and subheadline.
    pub fn subject(&self) -> String {
        let kind = body::plain_words(&self.kind());
        match self.subtitle() {
            Some(subtitle) => format!("{kind}: {subtitle}"),
            None => kind,
        }
    }

    /// The headline in its plain form: the title of the file, and what names it elsewhere.
    pub fn title(&self) -> String {
        self.plain(&self.release.headline)
    }

    /// The subheadline in its plain form.
    pub fn subtitle(&self) -> Option<String> {
        self.release.subheadline.as_ref().map(|line| self.plain(line))
    }

    /// The keywords as they stand in one line of the metadata, behind commas: one that holds a
    /// comma, a semicolon or a quotation mark is in quotation marks, and those in it are doubled,
    /// as XMP toolkits write and read such lists.
    pub fn keywords(&self) -> Vec<String> {
        self.release.keywords.iter().map(|word| in_list(word)).collect()
    }

    /// Lines that nobody may overlook: status, then embargo.
    pub fn alerts(&self) -> Vec<String> {
        let status = self.status().map(str::to_owned);
        status.into_iter().chain(self.embargo()).collect()
    }

    /// "FOR IMMEDIATE RELEASE", where the letterhead has such a line and nothing forbids.
    pub fn immediate(&self) -> Option<&'a str> {
        let is_free = self.release.status == Status::Usable && self.release.embargo.is_none();
        Some(self.label("immediate")).filter(|label| is_free && !label.is_empty())
    }

    /// "Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ)".
    pub fn embargo(&self) -> Option<String> {
        let moment = self.date_writer().moment(self.release.embargo?);
        Some(self.bound(&format!("{} {moment}", self.label("embargo"))))
    }

    /// What stands across each page of a release that must not go out: the first
    /// words of its alert, "Zurückgezogen".
    pub fn watermark(&self) -> Option<&'a str> {
        let status = self.status()?;
        Some(status.split_once(" – ").map_or(status, |(status, _)| status))
    }

    /// The line of a status that is not the usual one.
    pub fn status(&self) -> Option<&'a str> {
        match self.release.status {
            Status::Usable => None,
            Status::Withheld => Some(self.label("withheld")),
            Status::Canceled => Some(self.label("canceled")),
        }
    }

    /// "25.11.2022", or "Dresden, 25. November 2022" where a place is given.
    pub fn dateline(&self) -> String {
        let place = self.release.place.as_deref();
        self.bound(&dates::dateline(self.release.date.day(), place, self.language()))
    }

    /// "25.11.2022", with a place or without.
    pub fn day(&self) -> String {
        self.bound(&dates::dateline(self.release.date.day(), None, self.language()))
    }

    /// "Fassung 2", from the second one on.
    pub fn version(&self) -> Option<String> {
        let version = Some(self.release.version).filter(|version| *version > 1)?;
        Some(self.bound(&format!("{}\u{A0}{version}", self.label("version"))))
    }

    /// Who answers questions: the release's contacts, else the letterhead's.
    pub fn contacts(&self) -> &'a [Contact] {
        match self.release.contacts.as_slice() {
            [] => &self.letterhead.contacts,
            contacts => contacts,
        }
    }

    /// The languages of the texts of a contact that stand in for others, by their fields.
    pub(super) fn contact_languages(&self, at: usize) -> BTreeMap<&'static str, Language> {
        let own = self.release.contacts.is_empty();
        let fields = ["name", "label", "role", "organisation", "availability"].into_iter();
        let fields = fields.filter(|_| own).filter_map(|field| {
            let path = format!("contacts[{at}].{field}");
            Some((field, *self.letterhead.stand_ins.get(&path)?))
        });
        fields.collect()
    }

    /// From when until when.
    pub fn period(&self, event: &Event) -> String {
        self.bound(&self.date_writer().period(event.start, event.end))
    }

    /// Until when: "bis Montag, 5. Dezember 2022, 12.00 Uhr".
    pub fn deadline(&self, date: ReleaseDate) -> String {
        let label = self.label("deadline");
        // The built-in word is one that a genitive follows.
        let is_own = label == labels::label("deadline", self.language());
        self.bound(&format!("{label} {}", self.date_writer().day(date, is_own)))
    }

    fn date_writer(&self) -> DateWriter {
        let typography = &self.letterhead.typography;
        let zone = HouseZone::by_name(&typography.zone);
        DateWriter::new(self.language(), typography.time, zone)
    }

    /// The closing text about the house: the release's own, else the letterhead's.
    pub fn boilerplate(&self) -> Option<Cow<'a, [Inline]>> {
        if let Some(own) = &self.release.boilerplate {
            return Some(Cow::Borrowed(own));
        }
        let text = self.letterhead.boilerplate.as_deref()?;
        let language = self.letterhead.stand_ins.get("boilerplate");
        let language = language.and_then(|language| LanguageTag::parse(language.as_str()));
        Some(match language {
            Some(language) => {
                let passage = InlineKind::Passage { language, content: text.to_vec() };
                Cow::Owned(vec![inline(passage)])
            }
            None => Cow::Borrowed(text),
        })
    }

    /// A day in words: "25. November 2022".
    pub fn day_in_words(&self, day: Day) -> String {
        dates::date(day, self.language())
    }

    fn bound(&self, text: &str) -> String {
        bind(text, self.language().into())
    }

    fn language(&self) -> Language {
        self.release.language
    }
}

/// Characters of a headline in a running head: about what one line of it holds beside a mark.
const MAX_HEAD: usize = 80;

/// A headline that is cut at a space, if it is too long for a running head.
fn cut(headline: &str) -> String {
    let Some((end, _)) = headline.char_indices().nth(MAX_HEAD) else { return headline.to_owned() };
    let start = headline.get(..end).unwrap_or_default();
    let words = start.rfind(char::is_whitespace).and_then(|space| start.get(..space));
    let words = words.unwrap_or(start).trim_end_matches(|c: char| !c.is_alphanumeric());
    format!("{words}\u{A0}…")
}

/// Whether a text begins with a word like "Grafik:". An agency is written in capitals, "DPA:", or
/// has none: it stands behind a label.
fn begins_with_a_label(text: &str) -> bool {
    labels::behind_label(text).is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// A keyword as an item of a list behind commas.
fn in_list(word: &str) -> String {
    if word.contains([',', ';', '"']) {
        format!("\"{}\"", word.replace('"', "\"\""))
    } else {
        word.to_owned()
    }
}

/// A letterhead's own label in a language, else the built-in one.
pub(super) fn label_in<'a>(letterhead: &'a Letterhead, name: &str, language: Language) -> &'a str {
    let own = [language, language.plain()]
        .into_iter()
        .find_map(|language| letterhead.labels.get(&language).and_then(|labels| labels.get(name)));
    own.map_or_else(|| labels::label(name, language), String::as_str)
}

#[cfg(test)]
mod tests {
    use super::begins_with_a_label;

    #[test]
    fn a_credit_may_begin_with_its_own_label() {
        for own in ["Foto: A. Muster", "Grafik: LMO", "Zdjęcie: Jan", "Źródło: Urząd"] {
            assert!(begins_with_a_label(own), "{own}");
        }
        for bare in ["A. Muster", "LMO / A. Muster", "DPA: A. Muster", "dpa: A", "Foto:", "A: B"] {
            assert!(!begins_with_a_label(bare), "{bare}");
        }
    }
}
