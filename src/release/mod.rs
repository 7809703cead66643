//! The typed release: what a press officer means, whichever form it was
//! written in. No behaviour beyond its own invariants; reading it is `read`'s
//! work, judging it `rules`'.

mod choices;
mod date;
mod new;

use std::collections::HashSet;

pub use choices::{Kind, Language, MediaType, Status};
pub use date::{DateFault, Day, Moment, ReleaseDate};

use serde::Serialize;

use crate::body::{Body, Inline};

/// A press release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Release {
    /// Stable identifier; see [`Release::identifier`] for what stands in for it.
    pub id: Option<String>,
    /// A built-in letterhead's id, or a path to a `.toml` beside the release.
    pub letterhead: Option<String>,
    /// What kind of release it is.
    pub kind: Kind,
    /// The language of the text.
    pub language: Language,
    /// The office's own number, such as `123/2022`.
    pub number: Option<String>,
    /// The day or moment of issue.
    pub date: ReleaseDate,
    /// The place of the dateline.
    pub place: Option<String>,
    /// Not to be published before this moment.
    pub embargo: Option<Moment>,
    /// Not to be mailed before this moment.
    pub not_before: Option<Moment>,
    /// 1 for the first issue, counted up with each new one.
    pub version: u32,
    /// Whether it may be used.
    pub status: Status,
    /// What a correction corrects or a follow-up follows.
    pub refers_to: Option<Reference>,
    /// The headline.
    pub headline: String,
    /// The line under the headline.
    pub subheadline: Option<String>,
    /// One paragraph before the body.
    pub lead: Option<Vec<Inline>>,
    /// Lines such as "Es gilt das gesprochene Wort".
    pub notices: Vec<Vec<Inline>>,
    /// Who answers questions; empty means the letterhead's own.
    pub contacts: Vec<Contact>,
    /// What is listed under "Medien:"; those with a file are set as pictures.
    pub media: Vec<Media>,
    /// What is listed under "Links:".
    pub links: Vec<Link>,
    /// Keywords, for the file's metadata.
    pub keywords: Vec<String>,
    /// The event of an invitation.
    pub event: Option<Event>,
    /// Who signs.
    pub signatories: Vec<Signatory>,
    /// The closing text about the house; overrides the letterhead's.
    pub boilerplate: Option<Vec<Inline>>,
    /// Hyphenation exceptions such as `Vernetzungs-treffen`.
    pub hyphenation: Vec<String>,
    /// The text.
    pub body: Body,
}

/// A person or desk that answers questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Contact {
    /// The heading over it, such as "Ihre Ansprechpartnerin"; default by letterhead and language.
    pub label: Option<String>,
    /// Full name.
    pub name: String,
    /// Function.
    pub role: Option<String>,
    /// Where the person works, if not the house itself.
    pub organisation: Option<String>,
    /// Telephone, as it is to be printed.
    pub phone: Option<String>,
    /// Mobile telephone.
    pub mobile: Option<String>,
    /// Telefax.
    pub fax: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// When the contact answers, such as "Mo–Fr 9–16 Uhr".
    pub availability: Option<String>,
}

/// A medium that goes with the release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Media {
    /// What it is.
    pub media_type: MediaType,
    /// Path relative to the release; with it a photo is set as a picture.
    pub file: Option<String>,
    /// What it shows, for everybody.
    pub caption: Option<String>,
    /// What it shows, for those who cannot see it.
    pub alt: Option<String>,
    /// Whether it says nothing: it is set, but neither listed nor heard.
    pub decorative: bool,
    /// Who made it.
    pub credit: Option<String>,
    /// Terms of use.
    pub usage: Option<String>,
    /// Where it can be fetched.
    pub url: Option<String>,
}

impl Media {
    /// Whether it is set on the sheet, not only listed.
    pub fn is_picture(&self) -> bool {
        self.media_type == MediaType::Photo && self.file.is_some()
    }
}

/// A labelled link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Link {
    /// What is shown; default: the address itself.
    pub label: Option<String>,
    /// The target.
    pub url: String,
}

/// Another release that this one refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Reference {
    /// Its identifier.
    pub id: Option<String>,
    /// Its version; where none is named, the first.
    pub version: Option<u32>,
    /// Its number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<Day>,
    /// Its headline.
    pub headline: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// What an invitation invites to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Event {
    /// When it begins.
    pub start: ReleaseDate,
    /// When it ends.
    pub end: Option<ReleaseDate>,
    /// The house or room.
    pub venue: Option<String>,
    /// Street and town.
    pub address: Option<String>,
    /// What happens when.
    pub agenda: Vec<AgendaItem>,
    /// How journalists register.
    pub accreditation: Option<Accreditation>,
}

/// A line of an agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct AgendaItem {
    /// When, as it is to be printed: "9.00 Uhr".
    pub time: Option<String>,
    /// What.
    pub text: String,
    /// Where, if elsewhere.
    pub place: Option<String>,
}

/// How journalists register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Accreditation {
    /// Until when.
    pub deadline: Option<ReleaseDate>,
    /// Where to.
    pub email: Option<String>,
    /// Anything else.
    pub note: Option<String>,
}

/// Somebody who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Signatory {
    /// Full name.
    pub name: String,
    /// Function.
    pub role: Option<String>,
    /// For whom.
    pub organisation: Option<String>,
}

impl Release {
    /// The stable identifier: `id`, else letterhead, date and number, else
    /// letterhead, date and the headline as a slug. Nothing in it depends on
    /// the name of the file.
    pub fn identifier(&self, letterhead_id: &str) -> String {
        let (number, headline) = (self.number.as_deref(), self.headline.as_str());
        match &self.id {
            Some(id) => id.clone(),
            None => derived_identifier(letterhead_id, self.date.day(), number, headline),
        }
    }
}

impl Reference {
    /// The identifier of the release that is meant, made as its own would be
    /// ([`Release::identifier`]); `None` where too little is known of it.
    pub fn identifier(&self, letterhead_id: &str) -> Option<String> {
        if let Some(id) = &self.id {
            return Some(id.clone());
        }
        let (number, headline) = (self.number.as_deref(), self.headline.as_deref());
        let known = number.or(headline)?;
        Some(derived_identifier(letterhead_id, self.date?, number, headline.unwrap_or(known)))
    }
}

fn derived_identifier(
    letterhead_id: &str,
    day: Day,
    number: Option<&str>,
    headline: &str,
) -> String {
    let last = number.map_or_else(|| slug(headline), ToOwned::to_owned);
    format!("{letterhead_id}/{day}/{last}")
}

impl Release {
    /// The files of all pictures that are set, each once, in reading order, with
    /// the fields that name them first.
    pub fn picture_files(&self) -> Vec<&str> {
        let media = self.media.iter().filter(|media| media.is_picture());
        let mut files: Vec<&str> = media.filter_map(|media| media.file.as_deref()).collect();
        files.extend(self.body.pictures().into_iter().map(|(picture, _)| picture.file.as_str()));
        let mut seen = HashSet::new();
        files.retain(|file| seen.insert(*file));
        files
    }
}

/// A text in lower-case ASCII letters, digits and hyphens, umlauts spelled out:
/// `Sachsen verbindet` becomes `sachsen-verbindet`.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            c => match unaccented(c) {
                Some(plain) => slug.push(plain),
                None if slug.ends_with('-') || slug.is_empty() => {}
                None => slug.push('-'),
            },
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The plain letter under the accents of Sorbian, Czech, Polish and the larger
/// western languages.
fn unaccented(c: char) -> Option<char> {
    Some(match c {
        'á' | 'à' | 'â' | 'ã' | 'å' | 'ą' | 'ā' => 'a',
        'ć' | 'č' | 'ç' => 'c',
        'ď' | 'đ' => 'd',
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' | 'ē' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' => 'i',
        'ł' => 'l',
        'ń' | 'ň' | 'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'õ' | 'ő' | 'ø' => 'o',
        'ř' | 'ŕ' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ť' | 'ț' => 't',
        'ú' | 'ù' | 'û' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_plain_ascii() {
        assert_eq!(
            slug("Sachsen verbindet seine KI-Kompetenzen"),
            "sachsen-verbindet-seine-ki-kompetenzen"
        );
        assert_eq!(slug("  »Größe« – žurawina, łódź!"), "groesse-zurawina-lodz");
        assert_eq!(slug("🦊"), "");
    }
}
