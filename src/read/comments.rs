//! Comments of YAML that cut a text off: `headline: Preis #Musterland geht an …` is "Preis".

use std::ops::Range;

use super::check::Checker;
use crate::diagnostic::codes;
use crate::field::{Node, NodeValue, Shape, quoted};
use crate::source::Format;

/// What a comment begins with.
const SIGN: char = '#';
/// What begins a scalar whose lines are all its own.
const BLOCKS: [char; 2] = ['|', '>'];

/// A comment that may belong to a value.
struct Suspect {
    comment: Range<usize>,
    /// What the value would be with it.
    whole: Range<usize>,
    /// Whether its line holds nothing else.
    is_own_line: bool,
    /// Whether it is surely a part of the text: a letter or digit follows the sign at once.
    is_cut: bool,
}

impl Checker<'_> {
    /// Judges the comments beside a text; says whether one was refused. A comment with more than
    /// one blank before it was meant as one. `indicator` is the name of the field or the dash of
    /// the item.
    pub(super) fn comment(
        &mut self,
        node: &Node,
        shape: Shape,
        path: &str,
        indicator: Option<&Range<usize>>,
    ) -> bool {
        // A letterhead is chosen by its name, although it has no list of them.
        let is_choice = matches!(shape, Shape::Choice(..) | Shape::Colour | Shape::WarningCode)
            || path == "letterhead";
        if !self.is_yaml() || is_choice || !shape.is_text() || path == "body" {
            return false;
        }
        let Some(suspect) = self.suspect(node, indicator) else { return false };
        let Suspect { comment, whole, is_own_line, is_cut } = suspect;
        let cut = self.source.text().get(comment.clone()).unwrap_or_default();
        // A value of several lines is one line to YAML.
        let text = self.source.text().get(whole.clone()).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let in_quotes = quoted(&text);
        let (as_comment, blank_at) = if is_own_line {
            ("put a space behind `#` if it is a comment", comment.start + SIGN.len_utf8())
        } else {
            ("put two spaces before `#` if it is a comment", comment.start)
        };
        // What is no words holds no such sign, as a rule.
        let is_words = !matches!(shape, Shape::Link | Shape::Email | Shape::Phone | Shape::Path);
        let message = if is_cut {
            message!(
                "`{text}` would be left out of `{field}`: `#` behind a space begins a comment",
                text = cut,
                field = path
            )
        } else {
            message!("`{text}` is a comment and is left out", text = cut)
        };
        let code = if is_cut { codes::COMMENT_CUTS_VALUE } else { codes::COMMENT_BEHIND_VALUE };
        let mut found = self.found(code, message, path, comment);
        if is_words {
            found = found.hint(if is_cut {
                format!("put the value in quotes: {in_quotes}")
            } else {
                format!("put the value in quotes if it belongs there: {in_quotes}")
            });
        }
        found = found.hint(as_comment);
        if is_cut && !is_words {
            found = found.fix(self.source, blank_at..blank_at, " ");
        } else if is_cut && !self.is_in_flow(&whole) {
            found = found.with("suggestion", text).fix(self.source, whole, in_quotes);
        }
        self.diagnostics.push(found);
        is_cut
    }

    /// The dashes of the items of a list, in its lines below the name of the field.
    pub(super) fn dashes(&self, list: &Node, name: Option<&Range<usize>>) -> Vec<Range<usize>> {
        let mut dashes: Vec<Range<usize>> = Vec::new();
        let Some(name) = name.filter(|_| self.is_yaml()) else { return dashes };
        for line in self.source.position(name.start).line + 1.. {
            let Some(range) = self.source.line_range(line) else { break };
            if range.start > list.range.end {
                break;
            }
            let content = self.source.text().get(range.clone()).unwrap_or_default();
            let item = content.trim_start();
            let at = range.start + content.len() - item.len();
            let is_item = item.trim_end() == "-" || item.starts_with("- ");
            let is_beside =
                dashes.first().is_none_or(|first| self.column(first.start) == self.column(at));
            if is_item && is_beside {
                dashes.push(at..at + 1);
            }
        }
        dashes
    }

    pub(super) fn is_yaml(&self) -> bool {
        matches!(self.source.format(), Format::Markdown | Format::Yaml)
    }

    /// The first comment that may belong to a value.
    fn suspect(&self, node: &Node, indicator: Option<&Range<usize>>) -> Option<Suspect> {
        let raw = self.source.text().get(node.range.clone())?;
        match node.value {
            NodeValue::Text(_) | NodeValue::Number(_) | NodeValue::Bool(_) => {
                let value = node.range.start..node.range.start + raw.trim_end().len();
                self.before(&value, indicator).or_else(|| {
                    let is_block = raw.starts_with(BLOCKS);
                    (!is_block).then(|| self.behind(&value, indicator)).flatten()
                })
            }
            // Nothing is left of a value that begins with its comment.
            NodeValue::Null if !raw.starts_with(['~', 'n', 'N']) => {
                let start = self.value_start(indicator?)?;
                let rest = self.source.text().get(start..)?;
                let mut end = start;
                for line in rest.split_inclusive('\n') {
                    let content = line.trim();
                    let is_first = end == start;
                    let column = line.len() - line.trim_start().len();
                    let is_deeper = column > self.column(indicator?.start);
                    if !content.is_empty() && !content.starts_with(SIGN) || !is_first && !is_deeper
                    {
                        break;
                    }
                    end += line.len();
                }
                let gap = self.source.text().get(start..end)?;
                let end = start + gap.trim_end().len();
                self.before(&(end..end), indicator).filter(|suspect| suspect.is_cut)
            }
            _ => None,
        }
    }

    /// A comment between a field's name, or an item's dash, and the value.
    fn before(&self, value: &Range<usize>, indicator: Option<&Range<usize>>) -> Option<Suspect> {
        let start = self.value_start(indicator?)?;
        let gap = self.source.text().get(start..value.start)?;
        let mut at = start;
        for (number, line) in gap.split_inclusive('\n').enumerate() {
            let content = line.trim_start();
            let comment = at + (line.len() - content.len());
            at += line.len();
            let Some((length, is_cut)) = judged(content) else { continue };
            let is_own_line = number > 0;
            // A comment on a line of its own is one, unless a word follows its sign at once.
            let is_suspect = if is_own_line { is_cut } else { comment == start + 1 };
            if is_suspect {
                let whole = comment..value.end.max(comment + length);
                let comment = comment..comment + length;
                return Some(Suspect { comment, whole, is_own_line, is_cut });
            }
        }
        None
    }

    /// A comment behind a value: on its line with one blank between them, or alone on the next,
    /// where a text would go on.
    fn behind(&self, value: &Range<usize>, indicator: Option<&Range<usize>>) -> Option<Suspect> {
        let text = self.source.text();
        let rest = text.get(value.end..)?;
        let is_quoted = text.get(value.clone())?.starts_with(['"', '\'']);
        if let Some(content) = rest.strip_prefix([' ', '\t']) {
            let (length, is_cut) = judged(content.split('\n').next()?)?;
            let comment = value.end + 1..value.end + 1 + length;
            let whole = value.start..comment.end;
            let suspect = Suspect { comment, whole, is_own_line: false, is_cut };
            // What stands in quotes says itself where it ends.
            return Some(suspect).filter(|suspect| suspect.is_cut || !is_quoted);
        }
        let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
        let content = next.trim_start_matches([' ', '\t']);
        let (length, is_cut) = judged(content.split('\n').next()?)?;
        let column = next.len() - content.len();
        if is_quoted || !is_cut || column <= self.column(indicator?.start) {
            return None;
        }
        let start = value.end + (rest.len() - content.len());
        let comment = start..start + length;
        Some(Suspect { whole: value.start..comment.end, comment, is_own_line: true, is_cut })
    }

    /// Where a value may begin: behind the colon of its name, or its dash.
    fn value_start(&self, indicator: &Range<usize>) -> Option<usize> {
        let rest = self.source.text().get(indicator.end..)?;
        let is_dash = self.source.text().get(indicator.clone()) == Some("-");
        if is_dash {
            return Some(indicator.end);
        }
        // A name in quotes may end behind them.
        let name = rest.trim_start_matches(['"', '\'', ' ']);
        name.starts_with(':').then_some(indicator.end + rest.len() - name.len() + 1)
    }

    /// Bytes between the beginning of a line and a place in it.
    fn column(&self, at: usize) -> usize {
        let before = self.source.text().get(..at).unwrap_or_default();
        at - before.rfind('\n').map_or(0, |end| end + 1)
    }

    /// Whether a value stands in brackets or braces, whose end the comment may have cut off.
    fn is_in_flow(&self, value: &Range<usize>) -> bool {
        let before = self.source.text().get(..value.start).unwrap_or_default();
        before.trim_end().ends_with(['[', '{', ','])
    }
}

/// The length of a comment that begins a text, without a further one that was set off from it, and
/// whether a letter or digit follows its sign at once.
fn judged(text: &str) -> Option<(usize, bool)> {
    let words = text.strip_prefix(SIGN)?;
    let comment = text.trim_end();
    let end = ["  #", "\t#"].iter().filter_map(|further| comment.find(further)).min();
    let length = end.map_or(comment.len(), |end| comment[..end].trim_end().len());
    Some((length, words.starts_with(char::is_alphanumeric)))
}
