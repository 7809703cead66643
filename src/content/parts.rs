//! What the parts of a document consist of.

use std::collections::BTreeMap;

use super::set::text;
use crate::body::Inline;
use crate::release::Language;

/// A label and the lines behind it, or the entries of an agenda.
#[derive(Debug, PartialEq)]
pub(crate) struct EventRow {
    /// Its name, which is that of its label: `when`, `where`, `agenda`, `accreditation`.
    pub name: &'static str,
    /// The label, such as "Wann:".
    pub label: String,
    /// The lines.
    pub lines: Vec<Vec<Inline>>,
    /// The entries of an agenda.
    pub entries: Vec<AgendaEntry>,
}

/// An entry of an agenda.
#[derive(Debug, PartialEq)]
pub(crate) struct AgendaEntry {
    /// When: "9.00 Uhr".
    pub time: Option<String>,
    /// What, and where if elsewhere.
    pub content: Vec<Inline>,
}

/// A heading and the lines under it; empty where there are no lines.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Section {
    /// The heading, such as "Medien:".
    pub heading: String,
    /// The lines.
    pub lines: Vec<Vec<Inline>>,
}

/// A person who signs.
#[derive(Debug, PartialEq)]
pub(crate) struct SignatoryLines {
    /// The full name.
    pub name: String,
    /// Function and organisation, as far as they are given.
    pub lines: Vec<String>,
}

/// A picture of `media` with what stands under it.
#[derive(Debug, PartialEq)]
pub(crate) struct CaptionedPicture {
    /// Its file, as typed.
    pub file: String,
    /// What it shows, for readers who cannot see it; as typed.
    pub alt: String,
    /// Whether it says nothing and is not read aloud.
    pub decorative: bool,
    /// What it shows, as a sentence where a credit follows; may be empty.
    pub caption: Vec<Inline>,
    /// Credit and terms of use; may be empty.
    pub credit: Vec<Inline>,
}

impl CaptionedPicture {
    /// Caption and credit, one behind the other.
    pub fn words(&self) -> Vec<Inline> {
        let both = !self.caption.is_empty() && !self.credit.is_empty();
        let space = both.then(|| text(" "));
        self.caption.iter().cloned().chain(space).chain(self.credit.iter().cloned()).collect()
    }
}

/// A person or desk that answers questions.
#[derive(Debug, PartialEq)]
pub(crate) struct ContactCard {
    /// The heading over it. Where the one above has the same, it is not repeated.
    pub label: String,
    /// The full name.
    pub name: String,
    /// Function and organisation.
    pub role: Option<String>,
    pub organisation: Option<String>,
    /// Telephone, mobile telephone and telefax, as far as they are given.
    pub numbers: Vec<ContactNumber>,
    /// The e-mail address, as typed.
    pub email: Option<String>,
    /// When the contact answers.
    pub availability: Option<String>,
    /// The languages of these texts, by their fields, that are in another one than the release.
    pub languages: BTreeMap<&'static str, Language>,
}

/// A number of a contact.
#[derive(Debug, PartialEq)]
pub(crate) struct ContactNumber {
    /// The label, such as "Telefon".
    pub label: String,
    /// The number.
    pub value: String,
    /// Where a link leads: to an international number that is no telefax.
    pub url: Option<String>,
}

/// The letterhead's disclaimer at the e-mail addresses.
#[derive(Debug, PartialEq)]
pub(crate) struct Disclaimer {
    /// Its mark, such as `*`.
    pub mark: String,
    /// Its text, parted where its link stands, each piece with its target.
    pub pieces: Vec<(String, Option<String>)>,
}

/// "Telefon: +49 351 564 60200"; a label that ends in a colon gets no second one.
pub(crate) fn labelled(label: &str, value: &str) -> String {
    let label = label.trim_end();
    if label.ends_with(':') { format!("{label} {value}") } else { format!("{label}: {value}") }
}
