//! Sources to typed values, with every fault at once.
//!
//! All four forms become one tree of values with byte ranges; the tree is held
//! against a table of fields (`Field`), and the typed value is
//! built from what fits. The [`FieldMap`] remembers where each value stands.

mod check;
mod dates;
mod fields_map;
mod forms;
mod letterhead;
mod letterhead_fields;
mod node;
mod of_values;
mod release;
mod release_fields;
mod schema;
mod shape;
mod suggest;
mod values;
mod wrong;

pub use fields_map::FieldMap;
#[cfg(test)]
pub(crate) use letterhead_fields::LABELS;
pub use suggest::did_you_mean;
pub(crate) use suggest::hint as suggestion;

use self::check::Checker;
use self::fields_map::Origin;
use self::node::{Node, Value};
use self::shape::Field;
use self::values::Group;
use crate::diagnostic::{self, Diagnostic, Diagnostics, codes};
use crate::letterhead::Letterhead;
use crate::release::Release;
use crate::source::{Format, FrontMatter, NotUtf8, Source};

/// The most bytes a release or letterhead may have: 4 MiB.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The most characters that a field other than the body may have. A PDF string has at
/// most 32,767 bytes (ISO 32000-1, annex C), and two bytes a character.
pub const MAX_FIELD: usize = 10_000;

/// The most entries of a list of fields: contacts, media, notices, keywords …
pub const MAX_ENTRIES: usize = 500;

/// A release as far as it could be read, and what was wrong with it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reading {
    /// The release. Only to be set when no diagnostic is an error.
    pub release: Release,
    /// Where its values stand.
    pub fields: FieldMap,
    /// Faults and warnings of reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes the bytes of a file, refusing what is too large or not UTF-8.
pub fn source(name: &str, format: Format, bytes: Vec<u8>) -> Result<Source, Diagnostics> {
    if bytes.len() > MAX_BYTES {
        return Err(Diagnostics::from(too_large(name, bytes.len() as u64)));
    }
    Source::new(name, format, bytes).map_err(|error| not_utf8(&error).into())
}

/// The refusal of a file with more than [`MAX_BYTES`] bytes.
pub fn too_large(name: &str, bytes: u64) -> Diagnostic {
    let message = message!(
        "{file} has {bytes} bytes; at most {limit} (4 MiB) are read",
        file = name,
        bytes,
        limit = MAX_BYTES
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
/// assert_eq!(reading.release.headline, "Neu");
/// assert!(reading.diagnostics.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn release(source: &Source) -> Result<Reading, Diagnostics> {
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
    let Value::Map(entries) = &tree.value else {
        return Err(Diagnostics::from(no_fields(source, &tree)));
    };
    let mut checker = Checker::new(source);
    checker.group(&tree, entries, table(source.format()), "");
    let body = match &body_range {
        Some(range) => {
            let text = source.text().get(range.clone()).unwrap_or_default();
            let origin = Origin {
                range: range.clone(),
                text: Some(Source::from_text("body", Format::Markdown, text.to_owned())),
                verbatim: Some(range.start),
            };
            checker.fields.insert("body", origin);
            text
        }
        None => Group(entries).raw("body").unwrap_or_default(),
    };
    let Checker { fields, mut diagnostics, .. } = checker;
    let release = release::build(Group(entries), body, &fields, &mut diagnostics);
    Ok(Reading { release, fields, diagnostics })
}

/// The fields of a release in a form: all but Markdown have the body among them.
fn table(format: Format) -> &'static [Field] {
    match format {
        Format::Markdown => release_fields::RELEASE,
        _ => release_fields::with_body(),
    }
}

/// Reads a letterhead, together with its warnings.
pub fn letterhead(source: &Source) -> Result<(Letterhead, FieldMap), Diagnostics> {
    let tree = forms::parse(source, 0..source.text().len())?;
    let Value::Map(entries) = &tree.value else {
        return Err(Diagnostics::from(no_fields(source, &tree)));
    };
    let mut checker = Checker::new(source);
    checker.group(&tree, entries, letterhead_fields::LETTERHEAD, "");
    let Checker { fields, mut diagnostics, .. } = checker;
    let letterhead = letterhead::build(Group(entries), &fields, &mut diagnostics);
    if let (Some(from), Some(until)) = (letterhead.valid_from, letterhead.valid_until)
        && until < from
    {
        let fault =
            Diagnostic::new(codes::IMPOSSIBLE_DATE, "`valid_until` lies before `valid_from`")
                .with("reason", "ends-before-start")
                .with("start", from)
                .with("end", until);
        diagnostics.push(fields.mark("valid_until", fault));
    }
    diagnostic::sort(&mut diagnostics);
    Diagnostics::unless_error(diagnostics)?;
    Ok((letterhead, fields))
}

/// The JSON Schema (2020-12) of a release in JSON, YAML or TOML, as JSON text.
pub fn release_schema() -> String {
    schema::of("release", "A press release for letterpress", release_fields::with_body())
}

/// The JSON Schema (2020-12) of a letterhead, as JSON text.
pub fn letterhead_schema() -> String {
    schema::of("letterhead", "A letterhead for letterpress", letterhead_fields::LETTERHEAD)
}

/// The names of a release's fields.
#[cfg(test)]
pub(crate) fn field_names() -> impl Iterator<Item = &'static str> {
    release_fields::with_body().iter().map(|field| field.name)
}

fn no_front_matter(source: &Source) -> Diagnostic {
    let line = source.line_range(1).unwrap_or(0..0);
    Diagnostic::new(codes::FRONT_MATTER_MISSING, "the release does not begin with front matter")
        .at(source, line, "")
        .hint("begin with a line `---`, then the fields, then a second line `---`")
}

fn cut_off(source: &Source) -> Diagnostic {
    let line = source.line_range(1).unwrap_or(0..0);
    let has_dots = source.text().lines().any(|line| line.trim_end() == "...");
    let hint = if has_dots {
        "end it with a line `---`, not `...`"
    } else {
        "put a line `---` between the fields and the text"
    };
    Diagnostic::new(
        codes::FRONT_MATTER_WITHOUT_END,
        "the front matter that begins here does not end",
    )
    .at(source, line, "")
    .hint(hint)
}

fn no_fields(source: &Source, tree: &Node) -> Diagnostic {
    let line = source.line_range(source.position(tree.range.start).line).unwrap_or(0..0);
    let message =
        message!("fields are wanted here, but this is {found}", found = tree.value.kind());
    let hint = match source.format() {
        Format::Json => "a release is one object: { \"headline\": … }",
        Format::Toml => "a field is written `name = value`",
        Format::Markdown | Format::Yaml => "a field is written `name: value`",
    };
    Diagnostic::new(codes::WRONG_TYPE, message)
        .with("found", tree.value.token())
        .with("wanted", "group")
        .at(source, line, "")
        .hint(hint)
}
