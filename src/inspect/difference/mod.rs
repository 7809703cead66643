//! Where two files differ first: in their words, in what is seen, or in what they say of
//! themselves.

mod kind;
mod objects;
mod spoken;

use std::rc::Rc;

use serde_json::Value;

pub use self::kind::{Difference, DifferenceKind};

use self::objects::ObjectComparison;
use self::spoken::first_word;
use super::budget::Budget;
use super::file::object::{Dictionary, Object};
use super::file::{self, PdfFile};
use super::{Inspection, inspect_within, pages, reading};
use crate::limits::PdfLimits;

/// Where the file `found` differs first from the file `expected`; none where they are equal.
///
/// ```
/// use letterpress::inspect::difference;
/// use letterpress::limits::PdfLimits;
/// use letterpress::source::{Format, Source};
/// use letterpress::{Job, Standards, Typesetter};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let pdf = |text: &str| {
///     let text = format!("---\nletterhead: neutral\ndate: 2022-11-25\nheadline: A\n---\n{text}\n");
///     let source = Source::from_text("release.md", Format::Markdown, text);
///     Typesetter::new().typeset(&Job::new(&source))?.pdf(&Standards::default())
/// };
/// let (found, expected) = (pdf("Das ist alt.")?, pdf("Das ist neu.")?);
/// let difference = difference::first(&found, &expected, &PdfLimits::default());
/// assert_eq!(difference.unwrap().to_string(), "page 1: \"alt.\" instead of \"neu.\"");
/// # Ok(())
/// # }
/// ```
pub fn first(found: &[u8], expected: &[u8], limits: &PdfLimits) -> Option<Difference> {
    if found == expected {
        return None;
    }
    // Names are for messages, and there are none here but of a file that cannot be read.
    let inspections = (inspect_within("it", found, limits), inspect_within("it", expected, limits));
    let (looked, wanted) = match inspections {
        (Ok(looked), Ok(wanted)) => (looked, wanted),
        (Err(error), _) | (_, Err(error)) => {
            return Some(Difference::new(DifferenceKind::Unreadable).between(error.message, None));
        }
    };
    let readings = (reading::read("it", found, limits), reading::read("it", expected, limits));
    let spoken = match &readings {
        (Ok((heard, _)), Ok((wanted, _))) => spoken::first(heard, wanted),
        (Err(_), Ok(_)) => {
            Some(Difference::new(DifferenceKind::Tags).between("it has none".to_owned(), None))
        }
        _ => None,
    };
    let words = spoken.as_ref().filter(|one| one.kind == DifferenceKind::Words).cloned();
    words
        .or_else(|| pages_differ(&looked, &wanted))
        .or_else(|| seen(found, expected, limits))
        .or(spoken)
        .or_else(|| metadata(&looked, &wanted))
        .or_else(|| attachments(&looked, &wanted))
        .or_else(|| document(found, expected, limits))
        .or_else(|| Some(bytes(found, expected)))
}

fn pages_differ(found: &Inspection, expected: &Inspection) -> Option<Difference> {
    let counts = Difference::new(DifferenceKind::Pages)
        .between(found.pages.to_string(), Some(expected.pages.to_string()));
    (found.pages != expected.pages).then_some(counts)
}

/// Both files, opened.
fn opened<'a>(
    found: &'a [u8],
    expected: &'a [u8],
    limits: &PdfLimits,
) -> Option<(PdfFile<'a>, PdfFile<'a>)> {
    let [found, expected] =
        [found, expected].map(|bytes| file::open(bytes, Budget::of_file(bytes.len(), limits)).ok());
    found.zip(expected)
}

/// The first page that looks otherwise, and what of it.
fn seen(found: &[u8], expected: &[u8], limits: &PdfLimits) -> Option<Difference> {
    let (found, expected) = opened(found, expected, limits)?;
    let mut comparison = ObjectComparison::new(&found, &expected);
    for (number, (page, wanted)) in
        page_objects(&found).into_iter().zip(page_objects(&expected)).enumerate()
    {
        // What is drawn, before what it is drawn with.
        let content = comparison.values(
            &page.0.get("Contents").cloned().unwrap_or(Object::Null),
            &wanted.0.get("Contents").cloned().unwrap_or(Object::Null),
        );
        let content = content.map(|_| DifferenceKind::Look);
        let kind = content
            .or_else(|| comparison.values(&page.1, &wanted.1))
            .or_else(|| comparison.dictionaries(&page.0, &wanted.0));
        if let Some(kind) = kind {
            return Some(Difference::new(kind).on(number + 1));
        }
    }
    None
}

/// Each page, and its resources.
fn page_objects(file: &PdfFile<'_>) -> Vec<(Rc<Dictionary>, Object)> {
    let mut all = Vec::new();
    pages::each(file, |_, page| {
        all.push((page.dictionary.clone(), page.resources.clone().unwrap_or(Object::Null)));
    });
    all
}

/// The fields in which the files say something else of themselves.
fn metadata(found: &Inspection, expected: &Inspection) -> Option<Difference> {
    let (one, other) = (found.metadata.clone(), expected.metadata.clone());
    let mut names = Vec::new();
    let values = (serde_json::to_value(&one).ok()?, serde_json::to_value(&other).ok()?);
    differing(&values.0, &values.1, "", &mut names);
    if found.claims != expected.claims {
        names.push("the standards".to_owned());
    }
    if found.version != expected.version {
        names.push("the version of PDF".to_owned());
    }
    if found.output_intents != expected.output_intents {
        names.push("the output intents".to_owned());
    }
    let names = (!names.is_empty()).then(|| names.join(", "))?;
    Some(Difference::new(DifferenceKind::Metadata).between(names, None))
}

/// The names of values that differ.
fn differing(found: &Value, expected: &Value, name: &str, names: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
            for key in keys {
                let null = Value::Null;
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                let pair = (one.get(key).unwrap_or(&null), other.get(key).unwrap_or(&null));
                differing(pair.0, pair.1, &name, names);
            }
        }
        (one, other) if one != other => names.push(name.to_owned()),
        _ => {}
    }
}

/// The first attachment that is another one.
fn attachments(found: &Inspection, expected: &Inspection) -> Option<Difference> {
    let (one, other) = (&found.attachments, &expected.attachments);
    let at = (0..one.len().max(other.len())).find(|at| one.get(*at) != other.get(*at))?;
    let [found, expected] =
        [one, other].map(|list| list.get(at).map(|found| first_word(&found.name)));
    let expected = expected.filter(|expected| found.as_ref() != Some(expected));
    Some(Difference::new(DifferenceKind::Attachment).between(found, expected))
}

/// The first part of the document that is another one.
fn document(found: &[u8], expected: &[u8], limits: &PdfLimits) -> Option<Difference> {
    let (found, expected) = opened(found, expected, limits)?;
    let mut comparison = ObjectComparison::new(&found, &expected);
    let (one, other) = (found.catalog(), expected.catalog());
    let keys = one.entries.keys().chain(other.entries.keys());
    for key in keys {
        let pair = (one.get(key).cloned(), other.get(key).cloned());
        let (one, other) = (pair.0.unwrap_or(Object::Null), pair.1.unwrap_or(Object::Null));
        if comparison.values(&one, &other).is_some() {
            let (kind, what) = match &**key {
                "StructTreeRoot" | "MarkInfo" => (DifferenceKind::Tags, None),
                "Metadata" => (DifferenceKind::Metadata, None),
                "Outlines" => (DifferenceKind::Document, Some("its bookmarks".to_owned())),
                key => (DifferenceKind::Document, Some(format!("`{}`", first_word(key)))),
            };
            return Some(Difference::new(kind).between(what, None));
        }
    }
    None
}

/// The first byte that is another one.
fn bytes(found: &[u8], expected: &[u8]) -> Difference {
    let at = found.iter().zip(expected).take_while(|(one, other)| one == other).count();
    let place = format!("from byte {} on", at + 1);
    Difference::new(DifferenceKind::Bytes).between(place, None)
}
