//! One tree for all four forms: values with the bytes that they came from.

use std::ops::Range;

use crate::source::composed;

/// A value and its place in the source.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub value: NodeValue,
    pub range: Range<usize>,
}

/// What a form can say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NodeValue {
    Null,
    Bool(bool),
    /// A number as written: `0351`, `1.5`, `+49`.
    Number(String),
    Text(TextValue),
    /// A native TOML date or time, as written.
    Date(String),
    List(Vec<Node>),
    Map(Vec<NodeEntry>),
}

/// A text value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextValue {
    /// The value, in form C.
    pub value: String,
    /// The value before it was brought to form C, where escapes said otherwise.
    pub typed: Option<String>,
    /// Where the value's first byte stands in the source, if the source holds the
    /// value byte for byte, without escapes or folding.
    pub verbatim: Option<usize>,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NodeEntry {
    pub key: String,
    pub key_range: Range<usize>,
    pub node: Node,
}

impl Node {
    /// The entries of a map; none if it is not one.
    pub fn entries(&self) -> &[NodeEntry] {
        match &self.value {
            NodeValue::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Text as written.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Text(text) => Some(&text.value),
            _ => None,
        }
    }

    /// A number as written.
    pub fn number(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Number(text) => Some(text),
            _ => None,
        }
    }
}

impl TextValue {
    /// A value read from `source[range]`, its quotes included.
    pub fn new(value: String, source: &str, range: &Range<usize>) -> Self {
        let raw = source.get(range.clone()).unwrap_or_default();
        let quotes = raw.len() - raw.trim_start_matches(['"', '\'']).len();
        let verbatim = [0, quotes]
            .into_iter()
            .find(|&skip| {
                let rest = raw.get(skip..).and_then(|raw| raw.strip_prefix(value.as_str()));
                rest.is_some_and(|rest| rest.len() == skip)
            })
            .map(|skip| range.start + skip);
        // The source is in form C; what its escapes stand for need not be.
        let composed = if verbatim.is_none() { composed(&value) } else { value.clone() };
        let typed = (composed != value).then_some(value);
        Self { value: composed, typed, verbatim }
    }

    /// The value as it was typed, escapes resolved.
    pub fn as_typed(&self) -> &str {
        self.typed.as_deref().unwrap_or(&self.value)
    }
}

impl NodeValue {
    /// What a program calls this kind of value.
    pub fn token(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "flag",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::Date(_) => "date",
            Self::List(_) => "list",
            Self::Map(_) => "group",
        }
    }

    /// What a person calls this kind of value.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a truth value",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Map(_) => "a group of fields",
        }
    }
}
