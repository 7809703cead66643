//! The row of a field, and what it may hold.

use serde_json::Value;

use crate::diagnostic::Code;

/// A field of a release or letterhead. [`fields!`](super::fields) makes it.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    /// Its name in files.
    pub name: &'static str,
    pub shape: Shape,
    pub presence: Presence,
    /// The value that it has when it is left out, if that is the same for every release.
    pub default: Option<fn() -> Value>,
    /// What it means, as the lines of a doc comment.
    pub doc: &'static [&'static str],
    /// A right value; of a list its items.
    pub example: &'static [&'static str],
}

/// Whether a field has to be there.
#[derive(Clone, Copy)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Optional; what stands in for it, in words.
    OptionalWith(&'static str),
    /// Required under a condition that a rule judges: "unless …".
    RequiredIf(&'static str),
}

impl Field {
    /// Whether a file without it is refused for its form alone.
    pub fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required)
    }

    /// What it means: whole sentences, with code in backticks.
    pub fn meaning(&self) -> String {
        let lines: Vec<_> = self.doc.iter().map(|line| line.trim()).collect();
        lines.join(" ")
    }

    /// The first sentence of its meaning, as a part of another: "the day of issue".
    pub fn summary(&self) -> String {
        let meaning = self.meaning();
        let first = meaning.split_once(". ").map_or(meaning.as_str(), |(first, _)| first);
        let mut chars = first.trim_end_matches('.').chars();
        chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
    }
}

/// The shape of the field at a path such as `media[0].caption`, by the table of the outermost
/// group.
pub(crate) fn shape_at(path: &str, fields: &[Field]) -> Option<Shape> {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let name = name.split('[').next().unwrap_or(name);
    let shape = fields.iter().find(|field| field.name == name)?.shape.of_one_language();
    let item = match shape {
        Shape::List(item) | Shape::OneOrMore(item) => item.of_one_language(),
        shape => shape,
    };
    match (item, rest) {
        (Shape::Group(fields) | Shape::ListOr(fields), Some(rest)) => shape_at(rest, fields),
        // What the group is a plain list of.
        (Shape::ListOr(_), None) if path.ends_with(']') => Some(Shape::Text),
        (item, None) => Some(item),
        _ => None,
    }
}

/// What a field may hold.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// Plain text.
    Text,
    /// Plain text that is read as writing: a kicker. The rules about writing judge it.
    Line,
    /// A line with emphasis and words in another language: a headline, a caption. The rules
    /// about writing judge it.
    StyledLine,
    /// Inline Markdown.
    Inline,
    /// Markdown with blocks.
    Markdown,
    /// A whole number from 1.
    Count,
    /// A number within bounds, both included.
    Number { min: f64, max: f64, unit: &'static str },
    /// Yes or no.
    Flag,
    /// A day, without an hour.
    Day,
    /// A day, or a moment with its zone.
    Date,
    /// A moment with hour and zone; the codes for a missing zone and hour.
    Moment { without_zone: Code, without_hour: Code },
    /// One of some words; the code for any other.
    Choice(&'static [&'static str], Code),
    /// A web, mail or telephone address (a rule judges it).
    Link,
    /// An e-mail address (a rule judges it).
    Email,
    /// A telephone number (a rule judges it).
    Phone,
    /// A path relative to the file.
    Path,
    /// `#rrggbb`.
    Colour,
    /// The code of a warning that can be switched (a rule judges it).
    WarningCode,
    /// Several of one shape.
    List(&'static Shape),
    /// A group of fields.
    Group(&'static [Field]),
    /// Of the shape, or a group with one such value for each language.
    ByLanguage(&'static Shape, &'static [&'static str]),
    /// Changes from a day on: groups with `from` and any fields of the table around them.
    Periods,
    /// A table that is handed on as it is.
    Settings,
    /// A group of fields, or a plain list of texts.
    ListOr(&'static [Field]),
    /// A value of the shape, or a list of several.
    OneOrMore(&'static Shape),
    /// Language, label, text.
    Labels(&'static [&'static str], &'static [&'static str]),
}

impl Shape {
    /// What a program calls a right value.
    pub fn token(self) -> &'static str {
        match self {
            Self::Text
            | Self::Line
            | Self::StyledLine
            | Self::Inline
            | Self::Markdown
            | Self::Choice(..)
            | Self::WarningCode => "text",
            Self::Count => "count",
            Self::Number { .. } => "number",
            Self::Flag => "flag",
            Self::Day => "day",
            Self::Date => "date",
            Self::Moment { .. } => "moment",
            Self::Link => "address",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Path => "path",
            Self::Colour => "colour",
            Self::List(_) => "list",
            Self::ByLanguage(shape, _) => shape.token(),
            Self::Periods => "list",
            Self::ListOr(_) => "list-or-group",
            Self::OneOrMore(shape) => shape.token(),
            Self::Group(_) | Self::Labels(..) | Self::Settings => "group",
        }
    }

    /// What a person calls a right value.
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Text
            | Self::Line
            | Self::StyledLine
            | Self::Inline
            | Self::Markdown
            | Self::Choice(..)
            | Self::WarningCode => "a text",
            Self::Count => "a whole number from 1",
            Self::Number { .. } => "a number",
            Self::Flag => "true or false",
            Self::Day => "a day such as 2022-11-25",
            Self::Date => "a date such as 2022-11-25",
            Self::Moment { .. } => "a moment such as 2022-11-25T14:00+01:00",
            Self::Link => "an address such as https://example.org",
            Self::Email => "an e-mail address",
            Self::Phone => "a telephone number in quotes",
            Self::Path => "a path",
            Self::Colour => "a colour such as \"#a00018\"",
            Self::List(_) => "a list",
            Self::ByLanguage(Self::List(_), _) => "a list, or one for each language",
            Self::ByLanguage(Self::Group(_), _) => "a group of fields, or one for each language",
            Self::ByLanguage(..) => "a text, or one for each language",
            Self::Periods => "a list",
            Self::ListOr(_) => "a list or a group of fields",
            Self::OneOrMore(Self::Link) => {
                "an address such as https://example.org, or a list of addresses"
            }
            Self::OneOrMore(_) => "a text or a list of texts",
            Self::Group(_) | Self::Labels(..) | Self::Settings => "a group of fields",
        }
    }

    /// The shape of the value in one language.
    pub fn of_one_language(self) -> Self {
        if let Self::ByLanguage(inner, _) = self { *inner } else { self }
    }

    /// Whether its value is a text.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Line
                | Self::StyledLine
                | Self::Inline
                | Self::Markdown
                | Self::Choice(..)
                | Self::Link
                | Self::Email
                | Self::Phone
                | Self::Path
                | Self::Colour
                | Self::WarningCode
        )
    }
}
