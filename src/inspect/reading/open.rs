//! Elements that are open while lines are written.

use super::entry::ReadingEntry;
use super::line::HeardLine;
use super::roles::RoleKind;

/// An element that is open.
#[derive(Debug)]
pub struct OpenElement<'a> {
    pub entry: &'a ReadingEntry,
    pub kind: RoleKind,
    /// How far the lines in it are indented.
    pub indent: usize,
    /// Whether it has a line of its own.
    pub has_line: bool,
    /// Where its words begin in the line, behind an open bracket.
    pub bracket: Option<usize>,
    /// Where the words of a cell begin.
    pub start: usize,
    /// Whether other words are heard instead of those in it.
    pub is_silent: bool,
    /// How many cells of a row have begun.
    pub cells: usize,
    /// What a line is called that words in it begin.
    pub line_name: &'static str,
    /// Whether all words in it are strong, so that none are marked as such.
    pub is_strong: bool,
}

impl OpenElement<'_> {
    /// Closes a bracket; that of a link says where it leads.
    pub fn close_bracket(&self, line: &mut HeardLine) {
        let entry = self.entry;
        let start = self.bracket.unwrap_or_default();
        let said = line.text.get(start..).unwrap_or_default().trim().to_owned();
        let ends_with_space = line.text.ends_with(' ') && !said.is_empty();
        if ends_with_space {
            line.text.pop();
        }
        if self.kind == RoleKind::Link {
            if said.is_empty() {
                line.text.push_str("(empty)");
            }
            let mut contents = HeardLine::default();
            contents.push(entry.contents.as_deref().unwrap_or_default());
            let contents = contents.text.trim();
            if !contents.is_empty() && contents != said {
                line.push(&format!(" ({contents})"));
            }
            if let Some(address) = &entry.address {
                line.push(&format!(" → {address}"));
            } else if let Some(page) = entry.destination {
                line.push(&format!(" → page {page}"));
            }
        }
        line.close();
        if ends_with_space {
            line.space();
        }
    }
}
