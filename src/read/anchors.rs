//! Anchors of YAML, which are a part of the text to whoever typed them: `headline: &Uuml;bungen im
//! Land` is "im Land".

use std::ops::Range;

use super::check::Checker;
use crate::body;
use crate::diagnostic::{Diagnostic, codes};
use crate::field::{Node, NodeValue, TextValue, scalar};
use crate::source::Source;

/// The sign of an anchor, and of an HTML entity.
const SIGN: char = '&';

/// A scalar whose anchor is an HTML entity, as one text with the entities resolved; none where it
/// is any other anchor. `range` is that of the anchor and the scalar.
pub(super) fn text(source: &Source, range: Range<usize>) -> Option<Node> {
    let raw = source.text().get(range.clone())?.trim_end();
    let (entity, _) = body::entities(raw).next()?;
    if entity.start > 0 {
        return None;
    }
    let range = range.start..range.start + raw.len();
    // Several lines are one to YAML.
    let line = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = body::without_entities(&line)?;
    Some(Node { value: NodeValue::Text(TextValue { value, typed: None, verbatim: None }), range })
}

/// The refusal of any other anchor.
pub(super) fn refused(source: &Source, range: Range<usize>) -> Diagnostic {
    Diagnostic::new(codes::YAML_ALIAS, "YAML anchors are not read here")
        .with("reason", "anchor")
        .at(source, range, "")
        .hint("remove the word behind `&`, or put the value in quotes if the `&` belongs to it")
}

impl Checker<'_> {
    /// Reports a value that begins with an entity, which is an anchor to YAML.
    pub(super) fn anchor(&mut self, node: &Node, value: &str, path: &str) {
        let raw = self.source.text().get(node.range.clone()).unwrap_or_default();
        if !self.is_yaml() || !raw.starts_with(SIGN) {
            return;
        }
        let meant = value.trim();
        let message = message!(
            "`{field}` begins with an HTML entity, which YAML leaves out: `{suggestion}` is meant",
            field = path,
            suggestion = meant
        );
        let range = node.range.clone();
        let found = self
            .found(codes::ENTITY_IN_TEXT, message, path, range.clone())
            .hint(format!("write {meant}"))
            .fix(self.source, range, scalar(meant, raw));
        self.diagnostics.push(found);
    }
}
