//! The braces that name the language of a passage: `{lang=en}`.
//!
//! Braces as people write them stay text. But what was meant for this program
//! and is not understood must be an error and never be printed.

use crate::body::LanguageTag;
use crate::diagnostic::{Diagnostic, codes};

/// The most bytes of braces that are looked at.
const MAX_BRACES: usize = 1_000;

/// Braces that are meant as an attribute.
#[derive(Debug)]
pub(super) struct Braces {
    /// Their length in bytes, both braces included.
    pub length: usize,
    /// The language, or why there is none.
    pub language: Result<LanguageTag, Diagnostic>,
}

/// Reads the braces at the beginning of a text; `None` where there are none or
/// they are text.
pub(super) fn read(text: &str) -> Option<Braces> {
    let line = rest_of_line(text.strip_prefix('{')?);
    let Some(end) = line.find('}') else {
        let length = 1 + line.trim_end().len();
        return names_language(line).then(|| Braces { length, language: Err(not_closed()) });
    };
    let inner = line.get(..end)?.trim();
    is_attribute(inner).then(|| Braces { length: end + 2, language: language(inner) })
}

/// A text up to the end of its line, as far as braces can go that say a language.
fn rest_of_line(text: &str) -> &str {
    let text = text.get(..text.floor_char_boundary(MAX_BRACES)).unwrap_or_default();
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// Reads the braces right behind a picture: their length, and an error unless they say
/// `decorative`. `None` where there are none or they are text.
pub(super) fn behind_picture(text: &str) -> Option<(usize, Option<Diagnostic>)> {
    let line = rest_of_line(text.strip_prefix('{')?);
    let end = line.find('}')?;
    let inner = line.get(..end)?.trim();
    let is_word = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphabetic());
    if inner == "decorative" {
        Some((end + 2, None))
    } else {
        (is_word || is_attribute(inner)).then(|| (end + 2, Some(not_decorative(inner))))
    }
}

/// The error of braces behind a picture that say something else than `decorative`.
fn not_decorative(inner: &str) -> Diagnostic {
    let message =
        format!("`{{{inner}}}` is not read: a picture can be `{{decorative}}` and nothing else");
    Diagnostic::new(codes::PICTURE_ATTRIBUTE, message)
        .with("value", inner)
        .hint("remove the braces; its width follows from its pixels, its words from the brackets")
        .hint("write `\\{` if the characters themselves are meant")
}

/// Whether something inside braces begins with `lang=`.
pub(super) fn names_language(inner: &str) -> bool {
    value(inner.trim_start_matches([' ', '\t', ':'])).is_some()
}

/// What stands behind `lang=`.
fn value(inner: &str) -> Option<&str> {
    let behind = inner.strip_prefix("lang").or_else(|| inner.strip_prefix("xml:lang"))?;
    Some(behind.trim_start().strip_prefix('=')?.trim())
}

/// Whether the inside of braces looks like an attribute of Pandoc and its kin:
/// `key=value`, `.class`, `#name`, or a language alone.
fn is_attribute(inner: &str) -> bool {
    let has_key = inner.split_once('=').is_some_and(|(before, _)| {
        before.split_whitespace().next_back().is_some_and(|key| is_name(key.trim_matches(':')))
    });
    let is_marked = inner.strip_prefix(['.', '#', ':']).is_some_and(is_name);
    has_key || is_marked || inner == "lang" || is_language_alone(inner)
}

/// Whether a word can be a key or a name in braces.
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_:".contains(c))
}

/// Whether a word is a language tag as people write it: in small letters.
pub(super) fn is_language_alone(word: &str) -> bool {
    LanguageTag::parse(word).is_some_and(|tag| tag.to_string() == word)
}

fn language(inner: &str) -> Result<LanguageTag, Diagnostic> {
    let Some(value) = value(inner) else { return Err(no_language(inner)) };
    let unquoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote)));
    let value = unquoted.unwrap_or(value);
    if value.contains(char::is_whitespace) {
        return Err(no_language(inner));
    }
    LanguageTag::parse(value).ok_or_else(|| unknown(value))
}

/// The error of a value that is no language tag.
fn unknown(value: &str) -> Diagnostic {
    let error =
        Diagnostic::new(codes::PASSAGE_LANGUAGE, message!("`{value}` is no language tag", value));
    let by_region = value.replace('_', "-");
    match LanguageTag::meant_by(value) {
        Some(meant) => error.with("suggestion", meant).hint(format!("write `{{lang={meant}}}`")),
        None if LanguageTag::parse(&by_region).is_some() => {
            let hint = format!("write `{{lang={by_region}}}`");
            error.with("suggestion", by_region).hint(hint)
        }
        None => error.hint(
            "write two or three letters, and a region if it matters: `en`, `fr`, `hsb`, `en-GB`",
        ),
    }
}

/// The error of braces that say something else than a language.
fn no_language(inner: &str) -> Diagnostic {
    let error = Diagnostic::new(
        codes::PASSAGE_ATTRIBUTE,
        format!("`{{{inner}}}` is not read: a passage has a language and nothing else"),
    )
    .with("reason", "no-language")
    .with("value", inner);
    let error = if is_language_alone(inner) {
        error.hint(format!("write `{{lang={inner}}}`"))
    } else {
        error.hint("write `{lang=en}`, or remove the braces")
    };
    error.hint("write `\\{` if the characters themselves are meant")
}

fn not_closed() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_ATTRIBUTE, "the closing brace is missing in this line")
        .with("reason", "brace-missing")
        .hint("write `{lang=en}` without a line end in it")
}

/// The error of braces that stand behind nothing that they could be about.
pub(super) fn behind_nothing() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_ATTRIBUTE, "the language belongs to no passage")
        .with("reason", "no-passage")
        .hint("put brackets round the passage, and the braces right behind: `[…]{lang=en}`")
        .hint("brackets and emphasis must lie inside one another and not overlap")
        .hint("write `\\{` if the characters themselves are meant")
}

/// The error of a passage without text.
pub(super) fn empty() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_EMPTY, "a passage without text")
        .hint("write the passage, or remove the characters around it")
}
