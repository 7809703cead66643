//! Where fields and items stand in YAML: their signs, ends, lines and comments.

use std::ops::Range;

use crate::field::{Node, NodeValue};

/// A value with what stands around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldSpot<'t> {
    pub node: &'t Node,
    /// Where its name or dash begins; in brackets, where it begins itself.
    pub start: usize,
    /// Behind its colon or dash.
    pub after: usize,
    /// Behind its last byte.
    pub end: usize,
    /// Whether it stands in brackets or braces.
    pub is_in_flow: bool,
    /// Whether the name of a field has a colon. In braces it can lack it.
    pub has_colon: bool,
}

/// How a text begins that has lines of its own: `|`, `>-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BlockHeader {
    pub range: Range<usize>,
    pub is_folded: bool,
    /// Whether the empty lines behind it belong to it.
    keeps_end: bool,
}

impl<'t> FieldSpot<'t> {
    /// The outermost group.
    pub fn root(text: &str, node: &'t Node) -> Self {
        let end = end(text, node, 0, false);
        Self { node, start: 0, after: 0, end, is_in_flow: false, has_colon: true }
    }

    /// The value that the numbers of children lead to.
    pub fn at(text: &str, root: &'t Node, children: &[usize]) -> Option<Self> {
        let root = Self::root(text, root);
        children.iter().try_fold(root, |spot, &at| spot.children(text).into_iter().nth(at))
    }

    /// Its fields or items; fewer where one stands in a way that is not understood.
    pub fn children(&self, text: &str) -> Vec<Self> {
        children(text, self.node, self.after, self.is_in_flow)
    }

    /// Whether its parts stand in brackets or braces.
    pub fn is_flow(&self, text: &str) -> bool {
        self.is_in_flow || is_bracketed(text, self.node)
    }

    /// How it begins, if it is a text with lines of its own.
    pub fn header(&self, text: &str) -> Option<BlockHeader> {
        match self.node.value {
            NodeValue::Text(_) if !self.is_in_flow => header(text, self.after),
            _ => None,
        }
    }

    /// Behind its last line, and behind the comments that are indented as a part of it is.
    pub fn lines_end(&self, text: &str) -> usize {
        let column = column(text, self.start);
        let mut end = line_end(text, self.end);
        while let Some(line) = text.get(end..line_end(text, end)).filter(|line| is_comment(line)) {
            if line.len() - line.trim_start().len() <= column {
                break;
            }
            end += line.len();
        }
        end
    }

    /// Where its first line begins, or that of the comments right above it; never before `floor`.
    pub fn lines_start(&self, text: &str, floor: usize) -> usize {
        let mut start = line_start(text, self.start);
        while start > floor {
            let above = line_start(text, start - 1);
            let line = text.get(above..start).unwrap_or_default();
            if above < floor || !is_comment(line) {
                break;
            }
            start = above;
        }
        start
    }
}

fn children<'t>(text: &str, node: &'t Node, after: usize, is_in_flow: bool) -> Vec<FieldSpot<'t>> {
    let is_in_flow = is_in_flow || is_bracketed(text, node);
    let mut spots = Vec::new();
    match &node.value {
        NodeValue::Map(entries) => {
            for entry in entries {
                let sign = behind_gap(text, entry.key_range.end);
                let has_colon = text.get(sign..).is_some_and(|rest| rest.starts_with(':'));
                let after = if has_colon { sign + 1 } else { entry.key_range.end };
                let (node, start) = (&entry.node, entry.key_range.start);
                let end = end(text, node, after, is_in_flow);
                spots.push(FieldSpot { node, start, after, end, is_in_flow, has_colon });
            }
        }
        NodeValue::List(items) => {
            let mut before = after;
            for node in items {
                let (start, after) = if is_in_flow {
                    (node.range.start, node.range.start)
                } else {
                    let dash = behind_gap(text, before);
                    if !text.get(dash..).is_some_and(|rest| rest.starts_with('-')) {
                        break;
                    }
                    (dash, dash + 1)
                };
                let end = end(text, node, after, is_in_flow);
                spots.push(FieldSpot { node, start, after, end, is_in_flow, has_colon: true });
                before = end;
            }
        }
        _ => {}
    }
    spots
}

/// Behind the last byte of a value.
fn end(text: &str, node: &Node, after: usize, is_in_flow: bool) -> usize {
    let written = text.get(node.range.clone()).unwrap_or_default();
    match &node.value {
        NodeValue::Null => node.range.end,
        NodeValue::Map(_) | NodeValue::List(_) => {
            let Some(last) = children(text, node, after, is_in_flow).last().copied() else {
                return node.range.end;
            };
            if !is_bracketed(text, node) {
                return last.end;
            }
            let mut end = behind_gap(text, last.end);
            if text.get(end..).is_some_and(|rest| rest.starts_with(',')) {
                end = behind_gap(text, end + 1);
            }
            end + 1
        }
        NodeValue::Text(_) => match header(text, after).filter(|_| !is_in_flow) {
            Some(header) if written.is_empty() || node.range.start < header.range.end => {
                header.range.end
            }
            Some(header) if header.keeps_end => {
                written.rfind('\n').map_or(node.range.end, |at| node.range.start + at)
            }
            Some(_) => {
                let column = column(text, node.range.start);
                node.range.start + without_blank_lines(written, column).len()
            }
            None => node.range.start + written.trim_end().len(),
        },
        _ => node.range.start + written.trim_end().len(),
    }
}

/// Whether a group or list stands in brackets or braces of its own. A list of lists can begin with
/// the bracket of its first item.
fn is_bracketed(text: &str, node: &Node) -> bool {
    let begins = text.get(node.range.start..).is_some_and(|rest| rest.starts_with(['[', '{']));
    let first = match &node.value {
        NodeValue::Map(entries) => entries.first().map(|entry| entry.key_range.start),
        NodeValue::List(items) => items.first().map(|item| item.range.start),
        _ => return false,
    };
    begins && first != Some(node.range.start)
}

fn header(text: &str, after: usize) -> Option<BlockHeader> {
    let rest = text.get(after..)?;
    let written = rest.trim_start_matches([' ', '\t']);
    let start = after + rest.len() - written.len();
    let sign = written.split(char::is_whitespace).next()?;
    sign.starts_with(['|', '>']).then(|| BlockHeader {
        range: start..start + sign.len(),
        is_folded: sign.starts_with('>'),
        keeps_end: sign.contains('+'),
    })
}

/// The lines of a text without the last ones that are empty, or as good as it. Blanks beyond the
/// column of the text are a part of it.
fn without_blank_lines(written: &str, column: usize) -> &str {
    let mut text = written;
    while let Some((before, line)) = text.rsplit_once('\n') {
        let line = line.trim_end_matches('\r');
        if line.len() > column || !line.trim().is_empty() {
            break;
        }
        text = before.strip_suffix('\r').unwrap_or(before);
    }
    text
}

/// Behind blanks, line ends and comments.
pub(super) fn behind_gap(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let is_set_off = blank > 0 || at == line_start(text, at);
        at += blank;
        if !is_set_off || !text.get(at..).is_some_and(|rest| rest.starts_with('#')) {
            return at;
        }
        at = line_end(text, at);
    }
}

/// The bytes between the beginning of a line and a place in it.
pub(super) fn column(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Behind the line end of the line of a place.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end + 1)
}

/// Whether a line holds a comment and nothing else.
fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}
