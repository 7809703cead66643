//! Sources to typed values, with every fault at once.
//!
//! All four forms become one tree of values with byte ranges; the tree is held
//! against a table of fields ([`Field`](shape::Field)), and the typed value is
//! built from what fits. The [`FieldMap`] remembers where each value stands.

mod check;
mod fields_map;
mod forms;
mod letterhead;
mod letterhead_fields;
mod node;
mod release;
mod release_fields;
mod schema;
mod shape;
mod suggest;
mod values;

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
use crate::diagnostic::{self, Diagnostic};
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
pub struct Reading {
    /// The release. Only to be set when no diagnostic is an error.
    pub release: Release,
    /// Where its values stand.
    pub fields: FieldMap,
    /// Faults and warnings of reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes the bytes of a file, refusing what is too large or not UTF-8.
pub fn source(name: &str, format: Format, bytes: Vec<u8>) -> Result<Source, Vec<Diagnostic>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec![too_large(name, bytes.len() as u64)]);
    }
    Source::new(name, format, bytes).map_err(|error| vec![not_utf8(&error)])
}

/// The refusal of a file with more than [`MAX_BYTES`] bytes.
pub fn too_large(name: &str, bytes: u64) -> Diagnostic {
    let message = format!("{name} has {bytes} bytes; at most {MAX_BYTES} (4 MiB) are read");
    Diagnostic::error("release-too-large", message)
        .hint("a release is text; pictures stay in files of their own")
}

fn not_utf8(error: &NotUtf8) -> Diagnostic {
    let NotUtf8 { valid_up_to, line, byte, lossy } = error;
    let at = *valid_up_to;
    Diagnostic::error("not-utf8", format!("this is not UTF-8: byte 0x{byte:02X} on line {line}"))
        .at(lossy, at..at + '\u{FFFD}'.len_utf8(), "")
        .hint("save the file as UTF-8 (editors call it \"encoding\")")
}

/// Reads a release. `Err` where there is not even a tree of fields to judge.
pub fn release(source: &Source) -> Result<Reading, Vec<Diagnostic>> {
    if source.text().trim().is_empty() {
        let empty = Diagnostic::error("empty-file", format!("{} is empty", source.name()));
        return Err(vec![empty.hint("`letterpress new FILE` writes a release to begin with")]);
    }
    let whole = 0..source.text().len();
    let (part, body_range) = match (source.format(), source.front_matter()) {
        (Format::Markdown, FrontMatter::Present { fields, body }) => (fields, Some(body)),
        (Format::Markdown, FrontMatter::Absent) => return Err(vec![no_front_matter(source)]),
        (Format::Markdown, FrontMatter::Unterminated) => return Err(vec![cut_off(source)]),
        _ => (whole, None),
    };
    let tree = forms::parse(source, part)?;
    let Value::Map(entries) = &tree.value else {
        return Err(vec![no_fields(source, &tree)]);
    };
    let mut checker = Checker::new(source);
    checker.group(&tree, entries, table(source.format()), "");
    let body = match &body_range {
        Some(range) => {
            let text = source.text().get(range.clone()).unwrap_or_default();
            let origin = Origin {
                range: range.clone(),
                text: Some(text.to_owned()),
                verbatim: Some(range.start),
                running: true,
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
pub fn letterhead(source: &Source) -> Result<(Letterhead, FieldMap), Vec<Diagnostic>> {
    let tree = forms::parse(source, 0..source.text().len())?;
    let Value::Map(entries) = &tree.value else {
        return Err(vec![no_fields(source, &tree)]);
    };
    let mut checker = Checker::new(source);
    checker.group(&tree, entries, letterhead_fields::LETTERHEAD, "");
    let Checker { fields, mut diagnostics, .. } = checker;
    let letterhead = letterhead::build(Group(entries), &fields, &mut diagnostics);
    if let (Some(from), Some(until)) = (letterhead.valid_from, letterhead.valid_until)
        && until < from
    {
        let fault = Diagnostic::error("impossible-date", "`valid_until` lies before `valid_from`");
        diagnostics.push(fields.mark("valid_until", fault));
    }
    if diagnostics.iter().any(Diagnostic::is_error) {
        diagnostic::sort(&mut diagnostics);
        return Err(diagnostics);
    }
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
    Diagnostic::error("front-matter-missing", "the release does not begin with front matter")
        .at(source, line, "")
        .hint("begin with a line `---`, then the fields, then a second line `---`")
}

fn cut_off(source: &Source) -> Diagnostic {
    let line = source.line_range(1).unwrap_or(0..0);
    let has_dots = source.text().lines().any(|line| line.trim_end() == "...");
    let hint = match has_dots {
        true => "end it with a line `---`, not `...`",
        false => "put a line `---` between the fields and the text",
    };
    Diagnostic::error("front-matter-without-end", "the front matter that begins here does not end")
        .at(source, line, "")
        .hint(hint)
}

fn no_fields(source: &Source, tree: &Node) -> Diagnostic {
    let line = source.line_range(source.position(tree.range.start).line).unwrap_or(0..0);
    let message = format!("fields are wanted here, but this is {}", tree.value.kind());
    let hint = match source.format() {
        Format::Json => "a release is one object: { \"headline\": … }",
        Format::Toml => "a field is written `name = value`",
        Format::Markdown | Format::Yaml => "a field is written `name: value`",
    };
    Diagnostic::error("wrong-type", message).at(source, line, "").hint(hint)
}
