//! The language of a passage that is not the release's.

use serde::{Serialize, Serializer};

/// A language tag (BCP 47): a language of two or three letters, and perhaps a
/// region of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageTag {
    primary: String,
    region: Option<String>,
}

/// What people write for a language that has another tag: names of countries, and
/// three letters where two exist.
#[rustfmt::skip]
const MISTAKEN: &[(&str, &str)] = &[
    ("at", "de"), ("cz", "cs"), ("cn", "zh"), ("dk", "da"), ("gb", "en"), ("gr", "el"),
    ("jp", "ja"), ("ua", "uk"), ("us", "en"), ("ces", "cs"), ("cze", "cs"), ("dan", "da"),
    ("deu", "de"), ("ger", "de"), ("dut", "nl"), ("nld", "nl"), ("eng", "en"), ("fra", "fr"),
    ("fre", "fr"), ("ita", "it"), ("pol", "pl"), ("rus", "ru"), ("slk", "sk"), ("slo", "sk"),
    ("spa", "es"), ("tur", "tr"), ("ukr", "uk"),
];

impl LanguageTag {
    /// Reads a tag such as `en`, `hsb` or `en-GB`, in letters of either case.
    pub fn parse(tag: &str) -> Option<Self> {
        let (primary, region) = match tag.split_once('-') {
            Some((primary, region)) => (primary, Some(region)),
            None => (tag, None),
        };
        let is_tag = matches!(primary.len(), 2 | 3)
            && is_letters(primary)
            && region.is_none_or(|region| region.len() == 2 && is_letters(region));
        let primary = primary.to_ascii_lowercase();
        let is_mistaken = MISTAKEN.iter().any(|(mistaken, _)| *mistaken == primary);
        (is_tag && !is_mistaken)
            .then(|| Self { primary, region: region.map(str::to_ascii_uppercase) })
    }

    /// The tag that was probably meant by a word that is not one.
    pub(crate) fn meant_by(tag: &str) -> Option<&'static str> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        MISTAKEN.iter().find(|(mistaken, _)| *mistaken == primary).map(|(_, meant)| *meant)
    }

    /// The language alone, in small letters: `en`.
    pub fn primary(&self) -> &str {
        &self.primary
    }

    /// The region, in capitals: `GB`.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }
}

fn is_letters(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

impl Serialize for LanguageTag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for LanguageTag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::parse(&tag)
            .ok_or_else(|| serde::de::Error::custom(format!("`{tag}` is not a language tag")))
    }
}

impl std::fmt::Display for LanguageTag {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.primary)?;
        self.region.iter().try_for_each(|region| write!(out, "-{region}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_a_language_and_perhaps_a_region() {
        let read = |tag| LanguageTag::parse(tag).map(|tag| tag.to_string());
        for (tag, expected) in [("en", "en"), ("hsb", "hsb"), ("EN-gb", "en-GB")] {
            assert_eq!(read(tag).as_deref(), Some(expected));
        }
        for tag in ["", "e", "klingonisch", "en_GB", "en-", "en-GBR", "sr-Latn", "e1", "en-GB-x"] {
            assert_eq!(read(tag), None, "{tag}");
        }
        assert_eq!(read("cz"), None);
        assert_eq!(LanguageTag::meant_by("cz"), Some("cs"));
        assert_eq!(LanguageTag::meant_by("eng-GB"), Some("en"));
    }
}
