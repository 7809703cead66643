//! The entries of a reading order.

use serde::Serialize;

/// What is heard of a tagged PDF, in the order in which it is heard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ReadingOrder {
    /// The title, which is heard first.
    pub title: Option<String>,
    /// The language of the document.
    pub language: Option<String>,
    /// How many pages there are.
    pub pages: usize,
    /// Elements, each before what is in it, and the words between them.
    pub entries: Vec<ReadingEntry>,
}

/// An element of the structure, or words that stand in one. What does not apply is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct ReadingEntry {
    /// How many elements it stands in: those before it with smaller depths.
    pub depth: usize,
    /// The standard role of an element, such as `P`; none for words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The role that the file itself names, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_role: Option<String>,
    /// The level of a heading that names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Of what a heading of a table is one: `Column`, `Row` or `Both`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The language in which it is read: its own, or that of what it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The page of its first words, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// Words; of a form's field its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The alternative text, which is heard instead of what is in the element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
    /// The words that are heard instead of those that are seen (`ActualText`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual_text: Option<String>,
    /// What an abbreviation stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expansion: Option<String>,
    /// Where a link leads: an address, or another file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The page to which a link leads, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<usize>,
    /// What a link or a form's field says of itself (`Contents`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contents: Option<String>,
}

impl ReadingEntry {
    /// About how many bytes of memory it takes.
    pub(super) fn held_bytes(&self) -> usize {
        let texts = [
            &self.role,
            &self.own_role,
            &self.scope,
            &self.language,
            &self.alternative,
            &self.actual_text,
            &self.expansion,
            &self.address,
            &self.contents,
        ];
        let texts: usize = texts.into_iter().flatten().map(String::len).sum();
        2 * size_of::<Self>() + texts
    }
}
