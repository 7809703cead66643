//! Comments of YAML that cut a text off: `headline: Preis #Musterland geht an …` is "Preis".

use std::ops::Range;

use super::check::Checker;
use crate::diagnostic::codes;
use crate::field::{Node, NodeEntry, NodeValue, Shape, quoted};
use crate::source::Format;

/// What starts a scalar that says itself where it ends: quotes and the signs of a block.
const DELIMITED: [char; 4] = ['"', '\'', '|', '>'];

impl Checker<'_> {
    /// Judges the comment behind a text that is not quoted; says whether it was refused. A
    /// comment with more than one blank before it was meant as one.
    pub(super) fn comment(
        &mut self,
        node: &Node,
        shape: Shape,
        path: &str,
        entry: Option<&NodeEntry>,
    ) -> bool {
        let is_yaml = matches!(self.source.format(), Format::Markdown | Format::Yaml);
        let is_choice = matches!(shape, Shape::Choice(..) | Shape::Colour | Shape::WarningCode);
        if !is_yaml || is_choice || !shape.is_text() {
            return false;
        }
        let Some((value, comment)) = self.comment_behind(node, entry) else { return false };
        let cut = self.source.text().get(comment.clone()).unwrap_or_default();
        let text = cut.trim_start_matches('#');
        let is_cut = text.len() + 1 == cut.len() && text.starts_with(char::is_alphanumeric);
        if !is_cut && value.is_empty() {
            return false;
        }
        let whole = self.source.text().get(value.start..comment.end).unwrap_or_default();
        // A value of several lines is one line to YAML.
        let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        let quoted = quoted(&whole);
        let found = if is_cut {
            let message = message!(
                "`{text}` would be left out of `{field}`: `#` behind a space begins a comment",
                text = cut,
                field = path
            );
            self.found(codes::COMMENT_CUTS_VALUE, message, path, comment.clone())
                .hint(format!("put the value in quotes: {quoted}"))
                .hint("put two spaces before `#` if it is a comment")
        } else {
            let message = message!("`{text}` is a comment and is left out", text = cut);
            self.found(codes::COMMENT_BEHIND_VALUE, message, path, comment.clone())
                .hint(format!("put the value in quotes if it belongs there: {quoted}"))
                .hint("put two spaces before `#` if it is a comment")
        };
        let found = if is_cut && !self.is_in_flow(&value) {
            found.with("suggestion", whole).fix(self.source, value.start..comment.end, quoted)
        } else {
            found
        };
        self.diagnostics.push(found);
        is_cut
    }

    /// A value without quotes, and the comment that one blank parts from it.
    fn comment_behind(
        &self,
        node: &Node,
        entry: Option<&NodeEntry>,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let text = self.source.text();
        let raw = text.get(node.range.clone())?;
        let value = match node.value {
            NodeValue::Text(_) if !raw.starts_with(DELIMITED) => {
                node.range.start..node.range.start + raw.trim_end().len()
            }
            // Nothing is left of a value that begins with its comment.
            NodeValue::Null if !raw.starts_with(['~', 'n', 'N']) => {
                let colon = entry?.key_range.end;
                text.get(colon..)?.starts_with(':').then_some(colon + 1..colon + 1)?
            }
            _ => return None,
        };
        let rest = text.get(value.end..)?.strip_prefix(' ')?;
        let line = rest.split(['\n', '\r']).next()?.trim_end();
        let start = value.end + 1;
        let value = if value.is_empty() { start..start } else { value };
        line.starts_with('#').then(|| (value, start..start + line.len()))
    }

    /// Whether a value stands in brackets or braces, whose end the comment may have cut off.
    fn is_in_flow(&self, value: &Range<usize>) -> bool {
        let before = self.source.text().get(..value.start).unwrap_or_default();
        before.trim_end().ends_with(['[', '{', ','])
    }
}
