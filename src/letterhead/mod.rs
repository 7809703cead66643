//! The sender's profile: who issues, how the sheet looks, what goes into every
//! release of the house. Knows nothing of any one release.

mod pattern;
mod theme;

use std::collections::BTreeMap;

pub(crate) use pattern::{OF_RECIPIENT, OF_RELEASE, Pattern, PatternFault};
pub use theme::{Colour, Colours, Measures, Sizes, Spacing, Theme};

use crate::body::Inline;
use crate::release::{Contact, Day, Language};

/// A letterhead, as an authority keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Letterhead {
    /// Short stable name, such as `smwk`.
    pub id: String,
    /// The full name of the house.
    pub name: String,
    /// Its abbreviation, such as `SMWK`.
    pub short: Option<String>,
    /// The first day on which it is used.
    pub valid_from: Option<Day>,
    /// The last day on which it is used.
    pub valid_until: Option<Day>,
    /// The lines beside the mark.
    pub sender: Vec<String>,
    /// Lettering such as "Freistaat / Sachsen", line by line; the last is set bold.
    pub wordmark: Vec<String>,
    /// The mark; without it sender lines, rule and wordmark stand alone.
    pub logo: Option<Logo>,
    /// Where visitors go.
    pub address: Option<Address>,
    /// Where letters go.
    pub postal: Option<Address>,
    /// Branch offices.
    pub offices: Vec<Office>,
    /// Certificates and campaigns, at the foot of the information column.
    pub logos: Vec<Logo>,
    /// The house's web address.
    pub website: Option<String>,
    /// How to get there by public transport.
    pub transit: Option<String>,
    /// Where to park.
    pub parking: Option<String>,
    /// The disclaimer at the e-mail address.
    pub footnote: Option<Footnote>,
    /// Labels that override the built-in ones.
    pub labels: BTreeMap<Language, BTreeMap<String, String>>,
    /// Who answers where a release names nobody.
    pub contacts: Vec<Contact>,
    /// The closing text about the house.
    pub boilerplate: Option<Vec<Inline>>,
    /// Measures, sizes, faces and colours.
    pub theme: Theme,
    /// A folder of faces, relative to the letterhead.
    pub font_dir: Option<String>,
    /// Fold and punch marks.
    pub marks: Marks,
    /// House rules of setting.
    pub typography: Typography,
    /// Warnings switched on or off by code.
    pub warnings: Warnings,
    /// Settings of the mail.
    pub mail: Mail,
}

/// A picture in the letterhead. Relative to the letterhead's own folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Logo {
    /// SVG, PDF or PNG.
    pub file: String,
    /// What it shows.
    pub alt: String,
    /// Width in mm, where it is not to be the default.
    pub width: Option<f64>,
}

/// A postal address, line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Its lines.
    pub lines: Vec<String>,
}

/// A branch office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    /// Its name.
    pub name: Option<String>,
    /// Its address, line by line.
    pub lines: Vec<String>,
}

/// The disclaimer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Footnote {
    /// Its mark; default `*`.
    pub mark: String,
    /// Its text.
    pub text: String,
    /// The piece of its text that is a link, and its target.
    pub link: Option<String>,
}

/// Marks for folding machine and punch (DIN 5008 form B: 105, 210 and 148.5 mm).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Fold marks.
    pub fold: bool,
    /// The punch mark.
    pub punch: bool,
}

/// House rules of setting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typography {
    /// The form that straight quotes take.
    pub quotes: QuoteStyle,
    /// Hyphenation exceptions, break places marked by hyphens.
    pub hyphenation: Vec<String>,
    /// Signs that the house does not want inside words, such as `*` or `:`.
    pub banned_signs: Vec<String>,
    /// A mark behind the last line.
    pub end_mark: Option<String>,
}

/// The form that straight quotes take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QuoteStyle {
    /// »…« and ›…‹ in German, the language's own form elsewhere.
    #[default]
    Guillemets,
    /// „…“ and ‚…‘ in German, the language's own form elsewhere.
    LowHigh,
    /// As typed.
    AsTyped,
}

impl QuoteStyle {
    /// The spellings in files.
    pub const SPELLINGS: &'static [&'static str] = &["guillemets", "low-high", "as-typed"];

    /// The style that a spelling stands for.
    pub fn from_spelling(text: &str) -> Option<Self> {
        Some(match text {
            "guillemets" => Self::Guillemets,
            "low-high" => Self::LowHigh,
            "as-typed" => Self::AsTyped,
            _ => return None,
        })
    }
}

/// Warnings switched on or off by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Warnings {
    /// Codes of warnings that are off by default and wanted here.
    pub on: Vec<String>,
    /// Codes of warnings that are not wanted.
    pub off: Vec<String>,
}

/// Settings of the mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// The office's relay, `smtp://host:port` or `smtps://host:port`.
    pub relay: Option<String>,
    /// The sender's address.
    pub from: Option<String>,
    /// The sender's name; default the house's.
    pub from_name: Option<String>,
    /// Where relays report what cannot be delivered; default the sender's address.
    pub return_path: Option<String>,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// The subject's pattern.
    pub subject: Option<String>,
    /// The attachment's name pattern.
    pub file_name: Option<String>,
    /// The list's identifier (RFC 2919).
    pub list_id: Option<String>,
    /// The pattern of the address at which to unsubscribe (RFC 2369, RFC 8058).
    pub unsubscribe: Option<String>,
}

impl Footnote {
    /// Its text, parted where its link stands, with the link's target.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&str, Option<String>)> {
        let split = self.link.as_deref().and_then(|link| {
            let (before, after) = self.text.split_once(link)?;
            Some([(before, None), (link, Some(web_address(link))), (after, None)])
        });
        let pieces = split.unwrap_or([(self.text.as_str(), None), ("", None), ("", None)]);
        pieces.into_iter().filter(|(text, _)| !text.is_empty())
    }
}

/// An address of the web as a link's target: with a scheme.
pub(crate) fn web_address(text: &str) -> String {
    if text.contains("://") { text.to_owned() } else { format!("https://{text}") }
}

impl Letterhead {
    /// Whether it is used on a day; both ends count.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }
}
