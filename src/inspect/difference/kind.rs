//! What differs, and where.

use std::fmt;

use serde::Serialize;

/// The place at which one file differs from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Difference {
    /// What differs.
    #[serde(rename = "what")]
    pub kind: DifferenceKind,
    /// The page, counted from 1, if it is on one.
    pub page: Option<usize>,
    /// The words, or what else stands there; none where something is missing.
    pub found: Option<String>,
    /// What should stand there; none where something is too much.
    pub expected: Option<String>,
}

/// What differs in two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DifferenceKind {
    /// The file cannot be read.
    Unreadable,
    /// The number of pages.
    Pages,
    /// Words.
    Words,
    /// What is said of words: roles, languages, the order in which they are read.
    Tags,
    /// A picture.
    Picture,
    /// A font.
    Font,
    /// Anything else that is seen.
    Look,
    /// What the file says of itself: its fields are named.
    Metadata,
    /// A file that it carries.
    Attachment,
    /// Another part of the document, such as its bookmarks.
    Document,
    /// Bytes that are neither seen nor heard.
    Bytes,
}

impl Difference {
    pub(super) fn new(kind: DifferenceKind) -> Self {
        Self { kind, page: None, found: None, expected: None }
    }

    pub(super) fn on(mut self, page: usize) -> Self {
        self.page = Some(page);
        self
    }

    pub(super) fn between(
        mut self,
        found: impl Into<Option<String>>,
        expected: Option<String>,
    ) -> Self {
        (self.found, self.expected) = (found.into(), expected);
        self
    }
}

impl fmt::Display for Difference {
    /// In words, such as `page 2: "alt" instead of "neu"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(page) = self.page {
            write!(f, "page {page}: ")?;
        }
        let what = match self.kind {
            DifferenceKind::Unreadable => "it cannot be read",
            DifferenceKind::Pages => "the number of pages",
            DifferenceKind::Words => "",
            DifferenceKind::Tags => "the tags",
            DifferenceKind::Picture => "a picture",
            DifferenceKind::Font => "a font",
            DifferenceKind::Look => "the look",
            DifferenceKind::Metadata => "the metadata",
            DifferenceKind::Attachment => "an attachment",
            DifferenceKind::Document => "the document",
            DifferenceKind::Bytes => "bytes that are neither seen nor heard",
        };
        f.write_str(what)?;
        let is_words = self.kind == DifferenceKind::Words;
        let [found, expected] = [&self.found, &self.expected].map(|text| {
            let text = text.as_deref()?;
            Some(if is_words { format!("\"{text}\"") } else { text.to_owned() })
        });
        let colon = if what.is_empty() { "" } else { ": " };
        match (found, expected) {
            (Some(found), Some(expected)) => write!(f, "{colon}{found} instead of {expected}"),
            (Some(found), None) if is_words => write!(f, "{found} is added"),
            (None, Some(expected)) if is_words => write!(f, "{expected} is missing"),
            (Some(found), None) => write!(f, "{colon}{found}"),
            (None, Some(expected)) => write!(f, "{colon}{expected} is missing"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_in_words() {
        let words = |found: Option<&str>, expected: Option<&str>| {
            Difference::new(DifferenceKind::Words)
                .on(2)
                .between(found.map(ToOwned::to_owned), expected.map(ToOwned::to_owned))
                .to_string()
        };
        assert_eq!(words(Some("alt"), Some("neu")), "page 2: \"alt\" instead of \"neu\"");
        assert_eq!(words(None, Some("neu")), "page 2: \"neu\" is missing");
        assert_eq!(words(Some("alt"), None), "page 2: \"alt\" is added");
        assert_eq!(Difference::new(DifferenceKind::Picture).on(1).to_string(), "page 1: a picture");
        let pages = Difference::new(DifferenceKind::Pages);
        let pages = pages.between("3".to_owned(), Some("2".to_owned()));
        assert_eq!(pages.to_string(), "the number of pages: 3 instead of 2");
    }
}
