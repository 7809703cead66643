//! The typed release: what a press officer means, whichever form it was
//! written in. No behaviour beyond its own invariants; reading it is `read`'s
//! work, judging it `rules`'.

mod choices;
mod date;
mod fields;
mod new;
pub(crate) mod telephone;
mod zone;

use std::collections::HashSet;

use crate::body;

pub use choices::{Kind, Language, MediaType, Status};
pub use date::{DateError, Day, Moment, ReleaseDate};
pub use fields::{
    Accreditation, AgendaItem, Contact, Event, Link, Media, Reference, Release, Signatory,
};

pub(crate) use zone::HouseZone;

impl Media {
    /// Whether it is set on the sheet, not only listed.
    pub fn is_picture(&self) -> bool {
        self.media_type == MediaType::Photo && self.file.is_some()
    }
}

impl Release {
    /// The stable identifier: `id`, else letterhead, date and number, else
    /// letterhead, date and the headline as a slug. Nothing in it depends on
    /// the name of the file.
    pub fn identifier(&self, letterhead_id: &str) -> String {
        let headline = body::plain_form(self.headline.inlines());
        let number = self.number.as_deref();
        match &self.id {
            Some(id) => id.clone(),
            None => derived_identifier(letterhead_id, self.date.day(), number, &headline),
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
            c if body::is_invisible(c) => {}
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
        assert_eq!(slug("Hy\u{AD}phen\u{2060}zeichen"), "hyphenzeichen");
        assert_eq!(slug("🦊"), "");
    }
}
