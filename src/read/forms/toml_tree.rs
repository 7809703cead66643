//! TOML to a tree of [`Node`]s.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::bounds::{DEPTH, check_value_count, too_deep};
use super::reason::lower_first;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::field::{Node, NodeEntry, NodeValue, TextValue};
use crate::source::Source;

/// The largest TOML, in bytes, all errors of which are looked for.
const MAX_RECOVERED: usize = 64 * 1024;

/// Quotation marks that word processors put in place of `"`.
const TYPOGRAPHIC: &[char] = &['“', '”', '„', '‟', '‘', '’', '‚', '»', '«'];

/// Reads the fields of a TOML file.
pub(super) fn toml(source: &Source) -> Result<Node, Diagnostics> {
    check_value_count(source)?;
    // Each error holds the whole text: of a large one the first is enough.
    if source.text().len() > MAX_RECOVERED
        && let Err(error) = DeTable::parse(source.text())
    {
        return Err(toml_error(source, &error).into());
    }
    let (table, errors) = DeTable::parse_recoverable(source.text());
    if !errors.is_empty() {
        if let Some(deep) = errors.iter().find(|error| error.message().contains("recurs")) {
            return Err(too_deep(source, deep.span().unwrap_or(0..0)).into());
        }
        // Behind a bracket that is not closed the rest of the file is read as entries of its list.
        let in_lists = errors.iter().filter(|error| is_in_list(error)).filter_map(|one| one.span());
        let end = in_lists.map(|span| span.start).min().unwrap_or(usize::MAX);
        let kept = errors.iter().filter(|one| one.span().is_none_or(|span| span.start <= end));
        return Err(Diagnostics::of_failure(kept.map(|one| toml_error(source, one)).collect()));
    }
    let range = table.span();
    toml_map(source, table.into_inner(), range, 0)
}

fn is_in_list(error: &toml::de::Error) -> bool {
    error.message().contains("array")
}

fn toml_error(source: &Source, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let message = error.message();
    if message.contains("duplicate key") {
        let key = source.text().get(range.clone()).unwrap_or_default().trim_matches(['[', ']']);
        return Diagnostic::new(
            codes::REPEATED_FIELD,
            message!("`{field}` stands twice", field = key),
        )
        .in_field(key)
        .at(source, range, "a second time")
        .hint("keep one of the two");
    }
    let is_date = ["between 01 and", "between 00 and", "invalid date", "invalid time"];
    if is_date.iter().any(|words| message.contains(words)) {
        let value = source.text().get(range.clone()).unwrap_or_default();
        return Diagnostic::new(codes::IMPOSSIBLE_DATE, "a day or hour that does not exist")
            .with("reason", "no-such-day")
            .with("value", value)
            .at(source, range, "")
            .hint("there is no such day");
    }
    let quote = source.text().get(range.clone()).and_then(|text| text.chars().next());
    let hint = match quote {
        Some(quote) if TYPOGRAPHIC.contains(&quote) => {
            format!("`{quote}` is a typographic quotation mark: text stands in plain ones, \"…\"")
        }
        _ if is_in_list(error) => {
            "is a `]` or a comma missing in a line above? A list is [\"one\", \"two\"]".to_owned()
        }
        _ => "text stands in quotes, a date without them: date = 2022-11-25".to_owned(),
    };
    let message = message!("this is not TOML: {reason}", reason = lower_first(message));
    Diagnostic::new(codes::TOML_SYNTAX, message).at(source, range, "").hint(hint)
}

fn toml_map(
    source: &Source,
    table: DeTable<'_>,
    range: Range<usize>,
    depth: usize,
) -> Result<Node, Diagnostics> {
    let mut entries = Vec::new();
    for (key, value) in table {
        let key_range = key.span();
        let node = toml_node(source, value, depth + 1)?;
        entries.push(NodeEntry { key: key.into_inner().into_owned(), key_range, node });
    }
    // The table iterates by name; a reader of the file goes from top to bottom.
    entries.sort_by_key(|entry| entry.key_range.start);
    Ok(Node { value: NodeValue::Map(entries), range })
}

fn toml_node(
    source: &Source,
    value: Spanned<DeValue<'_>>,
    depth: usize,
) -> Result<Node, Diagnostics> {
    let range = value.span();
    if depth > DEPTH {
        return Err(too_deep(source, range).into());
    }
    let value = match value.into_inner() {
        DeValue::String(text) => {
            NodeValue::Text(TextValue::new(text.into_owned(), source.text(), &range))
        }
        DeValue::Integer(_) | DeValue::Float(_) => {
            NodeValue::Number(source.text().get(range.clone()).unwrap_or_default().to_owned())
        }
        DeValue::Boolean(flag) => NodeValue::Bool(flag),
        DeValue::Datetime(date) => NodeValue::Date(date.to_string()),
        DeValue::Array(array) => {
            let nodes = array.into_iter().map(|node| toml_node(source, node, depth + 1));
            NodeValue::List(nodes.collect::<Result<_, _>>()?)
        }
        DeValue::Table(table) => return toml_map(source, table, range, depth),
    };
    Ok(Node { value, range })
}
