//! Headings, and what was meant to be one.

use std::ops::Range;

use super::ledger::within_quote;
use super::tree::Builder;
use crate::body::{BlockKind, Inline, InlineKind, plain_text};
use crate::diagnostic::{Diagnostic, codes};

/// The deepest level that a sheet shows differently.
const MAX_LEVEL: u8 = 4;

/// The longest bold paragraph that looks like a heading: it fits on a line.
const MAX_BOLD_HEADING: usize = 120;

impl Builder<'_> {
    /// Judges a heading. One that is refused stands as a paragraph.
    pub fn close_heading(&mut self, level: u8, content: Vec<Inline>, span: Range<usize>) {
        self.tags.clear();
        let is_top = self.is_at_top();
        let marker = marker(self.text, &span);
        if content.is_empty() {
            let error = Diagnostic::new(codes::HEADING_EMPTY, "a heading without text")
                .hint("write the heading behind the characters, or remove them");
            self.findings.add(error, marker.range);
            return;
        }
        let error = match marker.underline {
            Some(underline) => Some(underlined(underline)),
            None if !is_top => Some(inside_block()),
            None => at_wrong_level(level),
        };
        // So that one wrong level is not reported twice, the sequence goes on
        // from the level that the hint proposes.
        let level = level.clamp(2, MAX_LEVEL);
        let is_refused = error.is_some();
        if let Some(error) = error {
            self.findings.add(error, marker.range);
        } else if level > self.last_level + 1 {
            self.findings.add(skipped(level, self.last_level), marker.range);
        }
        if is_top {
            self.last_level = level;
        }
        let kind = if is_refused {
            BlockKind::Paragraph(content)
        } else {
            BlockKind::Heading { level, content }
        };
        self.push_block(kind, span);
    }

    /// Looks for paragraphs that the author meant as something else.
    pub fn look_for_failed_markup(&mut self, inlines: &[Inline], span: &Range<usize>) {
        if self.is_at_top() {
            self.look_for_bold_heading(inlines);
            self.look_for_glued_heading(span);
        }
        let underline = inlines.iter().find(|inline| match &inline.kind {
            InlineKind::Text(text) => is_table_underline(text),
            _ => false,
        });
        if let Some(underline) = underline {
            let message = "not read as a table: the header has another number of cells than this";
            let error = Diagnostic::new(codes::TABLE_HEADER_MISMATCH, message)
                .hint("give the line under the header as many `---` as the header has cells");
            self.findings.add(error, underline.span.0.clone());
        }
    }

    fn look_for_bold_heading(&mut self, inlines: &[Inline]) {
        let [Inline { kind: InlineKind::Strong(content), span }] = inlines else { return };
        let is_broken = content.iter().any(Inline::is_break);
        let text = plain_text(content);
        if !is_broken && text.chars().count() <= MAX_BOLD_HEADING {
            let typed = self.text.get(span.0.clone()).unwrap_or_default();
            let inner = typed.get(2..typed.len().saturating_sub(2)).unwrap_or_default();
            let warning = Diagnostic::new(codes::BOLD_AS_HEADING, "a heading, not bold text")
                .hint(format!("write `## {text}`"))
                .replaced_by(format!("## {inner}"));
            self.findings.add(warning, span.0.clone());
        }
    }

    fn look_for_glued_heading(&mut self, span: &Range<usize>) {
        let line = self.text.get(span.clone()).unwrap_or_default();
        let text = line.trim_start_matches('#');
        let level = line.len() - text.len();
        if (2..=6).contains(&level) && text.starts_with(char::is_alphabetic) {
            let message = "without a space behind the characters this is not a heading";
            let warning = Diagnostic::new(codes::HEADING_WITHOUT_SPACE, message).hint(format!(
                "write `{} {}`",
                "#".repeat(level),
                text.split_whitespace().next().unwrap_or_default()
            ));
            let is_in_order = level <= usize::from(MAX_LEVEL.min(self.last_level + 1));
            let warning = if is_in_order {
                warning.replaced_by(format!("{} ", "#".repeat(level)))
            } else {
                warning
            };
            self.findings.add(warning, span.start..span.start + level);
        }
    }
}

/// The characters that make a line a heading.
struct HeadingMarker {
    range: Range<usize>,
    /// `=` or `-`, if the heading is underlined.
    underline: Option<char>,
}

fn marker(text: &str, span: &Range<usize>) -> HeadingMarker {
    let source = text.get(span.clone()).unwrap_or_default();
    let count = source.len() - source.trim_start_matches('#').len();
    // `#hashtag` over `===` begins with the marker, but is underlined.
    let is_marked =
        (1..=6).contains(&count) && !source.trim_start_matches('#').starts_with(is_text);
    if is_marked {
        return HeadingMarker { range: span.start..span.start + count, underline: None };
    }
    let body = source.trim_end();
    let line = body.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let range = within_quote(text, span.start + line..span.start + body.len());
    let underline = text.get(range.clone()).and_then(|line| line.chars().next());
    HeadingMarker { range, underline: underline.or(Some('=')) }
}

fn is_text(character: char) -> bool {
    !character.is_whitespace()
}

fn at_wrong_level(level: u8) -> Option<Diagnostic> {
    if level == 1 {
        let message = "headings in a body begin at level 2";
        return Some(
            Diagnostic::new(codes::HEADING_LEVEL, message)
                .with("level", level)
                .with("suggestion", "##")
                .hint("the headline is the level-1 heading; write `##`")
                .replaced_by("##"),
        );
    }
    (level > MAX_LEVEL).then(|| {
        Diagnostic::new(codes::HEADING_LEVEL, message!("heading level {level} is too deep", level))
            .with("suggestion", "####")
            .hint("`####` is the deepest")
            .replaced_by("####")
    })
}

fn underlined(underline: char) -> Diagnostic {
    let error = Diagnostic::new(
        codes::HEADING_LEVEL,
        message!("a heading underlined with `{sign}` is not read", sign = underline),
    )
    .hint("write a heading as `## Text`");
    if underline == '-' {
        error.hint("put an empty line before `---` if a rule is meant")
    } else {
        error
    }
}

fn inside_block() -> Diagnostic {
    let message = "a heading cannot stand inside a list item, a quote or a footnote";
    Diagnostic::new(codes::HEADING_INSIDE_BLOCK, message)
        .hint("end the list or quote with an empty line and begin the heading at the left edge")
        .hint("write `\\#` if the character itself is meant")
}

fn skipped(level: u8, last: u8) -> Diagnostic {
    let before = if last == 1 { " (the headline)" } else { "" };
    let marker = "#".repeat(usize::from(last) + 1);
    Diagnostic::new(
        codes::HEADING_LEVEL_SKIPPED,
        message!("heading level {level} follows level {last}{before}", level, last),
    )
    .with("suggestion", marker.as_str())
    .hint(format!("write `{marker}`"))
    .replaced_by(marker)
}

/// Whether a line is the `|---|---|` of a table.
fn is_table_underline(text: &str) -> bool {
    text.contains('|')
        && text.contains("--")
        && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}
