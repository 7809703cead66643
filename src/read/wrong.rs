//! A value of the wrong kind, and the text that is offered in the place of a wrong one.

use std::ops::Range;

use super::check::{Checker, MAX_COUNT};
use crate::diagnostic::{Diagnostic, codes};
use crate::field::{Node, NodeValue, Shape};
use crate::source::Format;

impl Checker<'_> {
    /// Offers a word in the place of a value or a name, in quotes where that is. What runs
    /// over lines or to the end of one is left alone: a block of YAML owns its line end, and
    /// without it the next field would stand on the same line.
    pub(super) fn replaced(
        &self,
        found: Diagnostic,
        range: Range<usize>,
        value: &str,
        word: &str,
    ) -> Diagnostic {
        let raw = self.source.text().get(range.clone()).unwrap_or_default();
        let text = match raw.chars().next() {
            _ if raw.contains(['\n', '\r']) => return found,
            // Quotes of the value's own, or of a block: not those around it.
            Some('"' | '\'') if value.starts_with(['"', '\'']) => return found,
            Some(quote @ ('"' | '\'')) => format!("{quote}{word}{quote}"),
            _ => word.to_owned(),
        };
        found.fix(self.source, range, text)
    }

    /// Reports a value of the wrong kind.
    pub(super) fn wrong(&mut self, node: &Node, shape: Shape, path: &str) {
        self.note(node, path);
        let is = node.value.kind();
        let mut diagnostic = Diagnostic::new(
            codes::WRONG_TYPE,
            message!(
                "`{field}` is {found}, but {wanted} is wanted",
                wanted = shape.wanted(),
                field = path,
                found = is
            ),
        )
        .with("found", node.value.token())
        .with("wanted", shape.token())
        .in_field(path)
        .at(self.source, node.range.clone(), "");
        let raw = self.source.text().get(node.range.clone()).unwrap_or_default();
        diagnostic = match (&node.value, shape) {
            (_, Shape::Colour) => diagnostic.hint("six hexadecimal digits behind `#`, in quotes"),
            (_, Shape::Day | Shape::Date) => diagnostic.hint("year, month, day: 2022-11-25"),
            (NodeValue::Number(text), Shape::Count)
                if text.parse().is_ok_and(|count: f64| count > f64::from(MAX_COUNT)) =>
            {
                diagnostic.hint(format!("count from 1, to {MAX_COUNT} at most"))
            }
            (NodeValue::Number(_), Shape::Count) => diagnostic.hint("count from 1"),
            (NodeValue::Number(_) | NodeValue::Bool(_) | NodeValue::Date(_), shape)
                if shape.is_text() =>
            {
                let quoted = format!("\"{}\"", raw.trim());
                let hint = format!("put it in quotes: {quoted}");
                diagnostic.hint(hint).fix(self.source, node.range.clone(), quoted)
            }
            (NodeValue::Text(_), Shape::List(_)) => diagnostic.hint(match self.source.format() {
                Format::Markdown | Format::Yaml => {
                    "write one item a line, each behind `- `".to_owned()
                }
                _ => format!("put it in brackets: [{}]", raw.trim()),
            }),
            (NodeValue::Map(_), Shape::List(_)) => diagnostic.hint(match self.source.format() {
                Format::Markdown | Format::Yaml => "put `- ` before the first field of each item",
                Format::Json => "put it in brackets: [ { … } ]",
                Format::Toml => "double the brackets: [[…]]",
            }),
            (_, Shape::Group(table)) if self.is_letterhead => {
                let names: Vec<_> = table.iter().map(|field| field.name).collect();
                diagnostic.hint(format!("`[{path}]` is a group of {}", names.join(", ")))
            }
            (NodeValue::Text(_), Shape::Flag) => {
                diagnostic.hint("write true or false, without quotes")
            }
            (NodeValue::Text(_), Shape::Count | Shape::Number { .. }) => {
                diagnostic.hint("write the number alone, without quotes and unit")
            }
            _ => diagnostic,
        };
        self.diagnostics.push(diagnostic);
    }
}
