//! Values between quotation marks that only readers know: „…“ in the place of "…".

use std::ops::Range;

use super::check::Checker;
use crate::diagnostic::codes;
use crate::field::{Node, NodeValue, Shape};
use crate::source::{Format, Source};

const OPENING: [char; 5] = ['„', '“', '”', '»', '«'];
const CLOSING: [char; 4] = ['“', '”', '«', '»'];

/// The text between typographic quotation marks, if it is all of a value.
fn inside(value: &str) -> Option<&str> {
    let inner = value.trim().strip_prefix(OPENING)?.strip_suffix(CLOSING)?;
    (!inner.contains(OPENING) && !inner.contains(CLOSING)).then_some(inner)
}

impl Checker<'_> {
    /// Reports a value of no words, such as a date, in typographic quotation marks.
    pub(super) fn is_in_typographic_quotes(
        &mut self,
        node: &Node,
        shape: Shape,
        path: &str,
    ) -> bool {
        let NodeValue::Text(text) = &node.value else { return false };
        let is_words = matches!(
            shape,
            Shape::Text | Shape::Line | Shape::StyledLine | Shape::Inline | Shape::Markdown
        );
        let Some(inner) = inside(&text.value).filter(|_| !is_words) else { return false };
        let message = message!(
            "`{field}` stands in typographic quotation marks, which belong to its value",
            field = path,
            suggestion = inner
        );
        let range = node.range.clone();
        let found = self.found(codes::WRONG_TYPE, message, path, range.clone());
        let found = found
            .with("reason", "typographic-quotes")
            .hint(format!("write `{inner}`, or straight quotes: `\"{inner}\"`"));
        let found = self.replaced(found, range, &text.value, inner);
        self.diagnostics.push(found);
        true
    }
}

/// Whether a value on the line of a syntax error of YAML begins with such a mark.
pub(super) fn begins_value(source: &Source, at: usize) -> bool {
    let line: Option<Range<usize>> = source.line_range(source.position(at).line);
    let line = line.and_then(|line| source.text().get(line)).unwrap_or_default();
    let is_yaml = matches!(source.format(), Format::Markdown | Format::Yaml);
    let mut values = line.match_indices(": ").filter_map(|(colon, _)| line.get(colon + 2..));
    is_yaml && values.any(|value| value.trim_start().starts_with(OPENING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_all_around_a_value() {
        assert_eq!(inside("„2022-11-25“"), Some("2022-11-25"));
        assert_eq!(inside("“neutral”"), Some("neutral"));
        assert_eq!(inside("»de«"), Some("de"));
        assert_eq!(inside("„Moor“ und „Wald“"), None);
        assert_eq!(inside("neutral"), None);
    }
}
