//! Sources to typed values, with every error at once.
//!
//! All four forms become one tree of values with byte ranges; the tree is held
//! against the table of fields that `release` and `letterhead` declare, and the typed value is
//! built from what fits. The [`FieldMap`] remembers where each value stands.

mod anchors;
mod check;
mod comments;
mod control;
mod dates;
mod edit;
mod forms;
mod languages;
mod letterhead;
mod no_fields;
mod period_fields;
mod print_toml;
mod quick_look;
mod reference;
mod schema;
mod suggest;
mod typographic;
mod value_marks;
mod wishes;
mod wrong;

use std::borrow::Cow;
use std::ops::Range;

pub use edit::{
    EditedText, FieldChange, FieldEdit, FieldEditError, TypedFields, edited, typed_fields,
};
pub(crate) use letterhead::{LetterheadPeriod, ReadLetterhead, periods};
pub(crate) use print_toml::letterhead_toml;
pub use print_toml::with_schema_line;
pub use quick_look::{SourceKind, kind};
pub(crate) use quick_look::{letterhead_id, may_have_id};
#[doc(hidden)]
pub use reference::{FieldRow, field_tables, label_table};
pub use suggest::did_you_mean;
pub(crate) use suggest::hint as suggestion;

use self::check::Checker;
use self::no_fields::{cut_off, no_fields, no_front_matter};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::field::{Field, FieldGroup, Node, NodeEntry, NodeValue, Shape, TextValue, ValueReader};
pub use crate::field::{FieldMap, MAX_FIELD};
use crate::letterhead::Letterhead;
use crate::limits::{LetterheadLimits, TextLimits};
use crate::release::Release;
use crate::source::{Format, FrontMatter, NotUtf8, Source};

/// A release as far as it could be read, and what was wrong with it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reading {
    /// The release. Only to be set when no diagnostic is an error.
    pub release: Release,
    /// Where its values stand.
    pub fields: FieldMap,
    /// Errors and warnings of reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes the bytes of a file, refusing what has more than `max_bytes` or is not UTF-8.
pub fn source(
    name: &str,
    format: Format,
    bytes: Vec<u8>,
    max_bytes: u64,
) -> Result<Source, Diagnostics> {
    if bytes.len() as u64 > max_bytes {
        return Err(Diagnostics::from(too_large(name, bytes.len() as u64, max_bytes)));
    }
    Source::new(name, format, bytes).map_err(|error| not_utf8(&error).into())
}

/// The refusal of a file with more than `max_bytes` bytes.
pub fn too_large(name: &str, bytes: u64, max_bytes: u64) -> Diagnostic {
    let message = message!(
        "{file} has {bytes} bytes; at most {limit} are read",
        file = name,
        bytes,
        limit = max_bytes
    );
    Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
        .with("what", "file")
        .hint("a release is text; pictures stay in files of their own")
}

fn not_utf8(error: &NotUtf8) -> Diagnostic {
    let NotUtf8 { valid_up_to, line, byte, lossy } = error;
    let at = *valid_up_to;
    Diagnostic::new(
        codes::NOT_UTF8,
        message!("this is not UTF-8: byte 0x{byte:02X} on line {line}", byte, line),
    )
    .at(lossy, at..at + '\u{FFFD}'.len_utf8(), "")
    .hint("save the file as UTF-8 (editors call it \"encoding\")")
}

/// Reads a release. `Err` where there is not even a tree of fields to judge.
///
/// ```
/// use letterpress::read;
/// use letterpress::source::{Format, Source};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let reading = read::release(&source)?;
/// assert_eq!(reading.release.headline.plain_text(), "Neu");
/// assert!(reading.diagnostics.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn release(source: &Source) -> Result<Reading, Diagnostics> {
    release_within(source, &TextLimits::default())
}

/// Reads a release within other limits than the default ones.
pub fn release_within(source: &Source, limits: &TextLimits) -> Result<Reading, Diagnostics> {
    if source.text().trim().is_empty() {
        let empty =
            Diagnostic::new(codes::EMPTY_FILE, message!("{file} is empty", file = source.name()));
        return Err(Diagnostics::from(
            empty.hint("`letterpress new FILE` writes a release to begin with"),
        ));
    }
    let whole = 0..source.text().len();
    let (part, body_range) = match (source.format(), source.front_matter()) {
        (Format::Markdown, FrontMatter::Present { fields, body }) => (fields, Some(body)),
        (Format::Markdown, FrontMatter::Absent) => {
            return Err(Diagnostics::from(no_front_matter(source)));
        }
        (Format::Markdown, FrontMatter::Unterminated) => {
            return Err(Diagnostics::from(cut_off(source)));
        }
        _ => (whole, None),
    };
    let tree = forms::parse(source, part)?;
    let NodeValue::Map(entries) = &tree.value else {
        return Err(Diagnostics::from(no_fields(source, &tree)));
    };
    let mut checker = Checker::new(source, limits.entries);
    let mut entries = Cow::Borrowed(entries.as_slice());
    match body_range {
        Some(range) => {
            checker.group(&tree, &entries, front_matter(), "");
            // A field of that name was reported: the body is what follows.
            let entries = entries.to_mut();
            entries.retain(|entry| entry.key != BODY);
            let body = body_entry(source, range);
            checker.value(&body.node, Shape::Markdown, BODY, None);
            entries.push(body);
        }
        None => checker.group(&tree, &entries, Release::FIELDS, ""),
    }
    let Checker { fields, mut diagnostics, .. } = checker;
    let mut reader = ValueReader::new(&fields, &mut diagnostics, limits);
    let mut release = Release::from_entries(&entries, "", &mut reader);
    // What is listed comes last and wins.
    release.hyphenation.splice(0..0, reader.wishes);
    Ok(Reading { release, fields, diagnostics })
}

/// The name of the field that in Markdown is the text under the front matter.
const BODY: &str = "body";

/// The fields that may stand in the front matter: all but the body, which is the last.
fn front_matter() -> &'static [Field] {
    Release::FIELDS.split_last().map_or(&[], |(_, fields)| fields)
}

/// The text under the front matter as a field.
fn body_entry(source: &Source, range: Range<usize>) -> NodeEntry {
    let text = source.text().get(range.clone()).unwrap_or_default();
    let text = TextValue { value: text.to_owned(), typed: None, verbatim: Some(range.start) };
    let node = Node { value: NodeValue::Text(text), range: range.clone() };
    NodeEntry { key: BODY.to_owned(), key_range: range, node }
}

/// Reads a letterhead by itself, in its own language and its last period: without the base that
/// it may extend.
pub fn letterhead(source: &Source) -> Result<(Letterhead, FieldMap), Diagnostics> {
    let periods = letterhead::periods(source, &mut no_base, &LetterheadLimits::default())?;
    let last = periods.last().ok_or_else(|| Diagnostic::internal("a letterhead without period"))?;
    let read = last.in_language(last.language());
    Diagnostics::unless_error(read.diagnostics)?;
    Ok((read.letterhead, read.fields))
}

fn no_base(name: &str) -> Result<Source, Diagnostic> {
    let message = message!("the base `{name}` cannot be read from here", name);
    Err(Diagnostic::new(codes::BASE_UNUSABLE, message))
}

/// The JSON Schema (2020-12) of a release in JSON, YAML or TOML, as JSON text.
pub fn release_schema() -> String {
    schema::of("release", "A press release for letterpress", Release::FIELDS)
}

/// The JSON Schema (2020-12) of a letterhead, as JSON text.
pub fn letterhead_schema() -> String {
    schema::of_letterhead(
        "A letterhead for letterpress",
        Letterhead::FIELDS,
        period_fields::period_fields(),
    )
}
