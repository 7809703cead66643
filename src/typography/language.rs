//! The language of a text, as far as it is set differently.

use super::{Hyphenator, PersonNames};
use crate::body::LanguageTag;
use crate::release::Language;

/// A language whose marks and spaces are known, or another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TypesetLanguage {
    German,
    English,
    UpperSorbian,
    Czech,
    Polish,
    /// French, whose marks stand apart from the words.
    French,
    /// Italian and Spanish: guillemets, and no space before marks.
    Southern,
    /// Lower Sorbian, Slovak and Slovene: marks as in Czech.
    Western,
    Other,
}

impl From<Language> for TypesetLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::German => Self::German,
            Language::English | Language::AmericanEnglish => Self::English,
            Language::UpperSorbian => Self::UpperSorbian,
            Language::Czech => Self::Czech,
            Language::Polish => Self::Polish,
        }
    }
}

impl From<&LanguageTag> for TypesetLanguage {
    fn from(tag: &LanguageTag) -> Self {
        match tag.primary() {
            "fr" => Self::French,
            "es" | "it" => Self::Southern,
            "dsb" | "sk" | "sl" => Self::Western,
            other => release_language(other).map_or(Self::Other, Self::from),
        }
    }
}

/// A language with the breaks of its words.
pub(crate) struct LanguageSettings {
    pub language: TypesetLanguage,
    pub hyphenator: Hyphenator,
}

impl LanguageSettings {
    /// The settings of a release; `exceptions` are words with a hyphen at each wanted
    /// break, `names` those of its people.
    pub fn new<'a>(
        language: Language,
        exceptions: impl Iterator<Item = &'a str>,
        names: PersonNames,
    ) -> Self {
        let hyphenator = Hyphenator::new(language, exceptions, names);
        Self { language: language.into(), hyphenator }
    }

    /// The settings of a passage.
    pub fn of_passage(tag: &LanguageTag) -> Self {
        match release_language(tag.primary()) {
            Some(language) => Self::new(language, std::iter::empty(), PersonNames::default()),
            None => {
                let hyphenator = Hyphenator::of_passage(tag.primary());
                Self { language: tag.into(), hyphenator }
            }
        }
    }
}

/// The language of releases that a tag's language is, if it is one.
fn release_language(primary: &str) -> Option<Language> {
    Some(match primary {
        "de" => Language::German,
        "en" => Language::English,
        "hsb" => Language::UpperSorbian,
        "cs" => Language::Czech,
        "pl" => Language::Polish,
        _ => return None,
    })
}
