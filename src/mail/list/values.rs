//! Languages, formats and tags as offices write them.

use crate::mail::recipient::MailFormat;
use crate::release::Language;

/// What people and programs call a language, in lower case.
const LANGUAGES: &[(&str, &str)] = &[
    ("deutsch", "de"),
    ("german", "de"),
    ("ger", "de"),
    ("deu", "de"),
    ("englisch", "en"),
    ("english", "en"),
    ("eng", "en"),
    ("sorbisch", "hsb"),
    ("obersorbisch", "hsb"),
    ("hornjoserbsce", "hsb"),
    ("hornjoserbsšćina", "hsb"),
    ("upper sorbian", "hsb"),
    ("tschechisch", "cs"),
    ("czech", "cs"),
    ("čeština", "cs"),
    ("cz", "cs"),
    ("polnisch", "pl"),
    ("polish", "pl"),
    ("polski", "pl"),
];

/// What people and programs call a form of mail, in lower case.
const FORMATS: &[(&str, &str)] = &[
    ("text", "text"),
    ("nur text", "text"),
    ("nur-text", "text"),
    ("nurtext", "text"),
    ("reintext", "text"),
    ("reiner text", "text"),
    ("txt", "text"),
    ("plain", "text"),
    ("plain text", "text"),
    ("plaintext", "text"),
    ("text/plain", "text"),
    ("text/html", "html"),
];

/// The language of a cell: `de`, `Deutsch`, `de-DE`, `Deutsch (Deutschland)`.
pub(super) fn language(typed: &str) -> Option<Language> {
    let typed = typed.to_lowercase();
    Language::from_spelling(&typed).or_else(|| {
        let plain = typed.split(['-', '_', '(']).next().unwrap_or_default().trim();
        let known = LANGUAGES.iter().find(|(word, _)| *word == plain || *word == typed.trim());
        Language::from_spelling(known.map_or(plain, |(_, spelling)| *spelling))
    })
}

/// The form of a cell: `html`, `Nur Text`.
pub(super) fn format(typed: &str) -> Option<MailFormat> {
    let typed = typed.to_lowercase();
    let known = FORMATS.iter().find(|(word, _)| *word == typed);
    MailFormat::from_spelling(known.map_or(&*typed, |(_, spelling)| *spelling))
}

/// The tags of a cell. Google writes `* myContacts ::: Presse`.
pub(super) fn tags(typed: &str) -> Vec<String> {
    let parts = typed.split(|c: char| c.is_whitespace() || "|,;⏎".contains(c));
    let tags = parts.filter(|tag| tag.chars().any(char::is_alphanumeric));
    tags.map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_offices_write_them() {
        for typed in ["de", "Deutsch", "de-DE", "Deutsch (Deutschland)", "German"] {
            assert_eq!(language(typed), Some(Language::German), "{typed}");
        }
        assert_eq!(language("Klingonisch"), None);
        assert_eq!(format("Nur Text"), Some(MailFormat::Text));
        assert_eq!(format("HTML"), Some(MailFormat::Html));
        assert_eq!(format("pdf"), None);
        assert_eq!(tags("* myContacts ::: Presse"), ["myContacts", "Presse"]);
        assert_eq!(tags("Politik; Kultur|C#"), ["Politik", "Kultur", "C#"]);
    }
}
