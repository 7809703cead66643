//! Whole blocks in another language: the lines `::: {lang=en}` and `:::`. And the place of the
//! event: the line `::: event`.
//!
//! Markdown knows no such lines. For its parser each is replaced, byte by byte,
//! by a rule (`***`): that ends whatever is open at the left edge, as a fence
//! does, and comes back as an event at the place of the fence.

use std::borrow::Cow;
use std::ops::Range;

use super::attribute;
use super::event_line::{self, EventWord};
use super::findings::Findings;
use crate::body::LanguageTag;
use crate::diagnostic::{Diagnostic, codes};

/// Columns from which on a line does not begin at the left edge.
const INDENT: usize = 4;

/// A line that begins or ends a passage, or is the event's.
#[derive(Debug, Clone)]
pub(super) struct Fence {
    /// The line, without white space around it.
    pub range: Range<usize>,
    pub role: FenceRole,
}

/// What a fence does.
#[derive(Debug, Clone)]
pub(super) enum FenceRole {
    /// Begins a passage; without a language, which was reported.
    Opens(Option<LanguageTag>),
    Closes,
    /// The event stands here.
    Event,
    /// Reported already; does nothing.
    Void,
}

/// The fences of a text.
#[derive(Debug, Default)]
pub(super) struct Fences(Vec<Fence>);

impl Fences {
    /// Finds the fences and reports those without a partner. Where no line begins
    /// a passage, lines of colons are text.
    pub fn find(text: &str, findings: &mut Findings) -> Self {
        if !text.contains(":::") {
            return Self::default();
        }
        event_line::report_inside(text, INDENT, findings);
        let lines: Vec<_> = lines(text).collect();
        if !lines.iter().any(|(_, line)| !matches!(line, ColonLine::Colons)) {
            return Self::default();
        }
        let mut fences = Vec::new();
        // The place of the open passage, and how many were opened inside it.
        let mut open: Option<Range<usize>> = None;
        let mut inner = 0;
        let mut was_nested = false;
        for (range, line) in lines {
            let role = match line {
                ColonLine::Opens(language) => {
                    let language =
                        language.map_err(|error| findings.add(*error, range.clone())).ok();
                    if open.is_some() {
                        inner += 1;
                        was_nested = true;
                        findings.add(nested(), range.clone());
                        FenceRole::Void
                    } else {
                        open = Some(range.clone());
                        FenceRole::Opens(language)
                    }
                }
                ColonLine::Event(word) => {
                    let error = match word {
                        EventWord::Other => Some(event_line::misspelt(&range, text)),
                        EventWord::Right if open.is_some() => Some(event_line::misplaced()),
                        EventWord::Right => None,
                    };
                    match error {
                        Some(error) => {
                            findings.add(error, range.clone());
                            FenceRole::Void
                        }
                        None => FenceRole::Event,
                    }
                }
                ColonLine::Colons if inner > 0 => {
                    inner -= 1;
                    FenceRole::Void
                }
                ColonLine::Colons if open.take().is_some() => FenceRole::Closes,
                ColonLine::Colons => {
                    findings.add(not_opened(), range.clone());
                    FenceRole::Void
                }
            };
            fences.push(Fence { range, role });
        }
        // A passage that is open because another begins inside it was reported there.
        if let Some(range) = open.filter(|_| !was_nested) {
            findings.add(not_closed(), range);
        }
        Self(fences)
    }

    /// The text with a rule in the place of each fence, all else where it was.
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut masked = String::with_capacity(text.len());
        let mut end = 0;
        for fence in &self.0 {
            masked.push_str(text.get(end..fence.range.start).unwrap_or_default());
            masked.push_str("***");
            masked.extend(std::iter::repeat_n(' ', fence.range.len().saturating_sub(3)));
            end = fence.range.end;
        }
        masked.push_str(text.get(end..).unwrap_or_default());
        Cow::Owned(masked)
    }

    /// The fence that a rule stands for.
    pub fn at(&self, rule: &Range<usize>) -> Option<Fence> {
        let behind = self.0.partition_point(|fence| fence.range.end <= rule.start);
        self.0.get(behind).filter(|fence| fence.range.start < rule.end).cloned()
    }
}

/// A line of colons.
enum ColonLine {
    Opens(Result<LanguageTag, Box<Diagnostic>>),
    Event(EventWord),
    Colons,
}

/// The lines at the left edge that begin with three colons and are no text.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, ColonLine)> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let place = start;
        start += line.len();
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let content = content.trim_end();
        let range = place + indent..place + indent + content.len();
        let rest = content.trim_start_matches(':');
        let has_colons = content.len() - rest.len() >= 3 && indent < INDENT;
        has_colons.then(|| kind(content))?.map(|line| (range, line))
    })
}

/// What a line that begins with colons means by what stands behind them.
fn kind(line: &str) -> Option<ColonLine> {
    let rest = line.trim_start_matches(':').trim();
    if rest.is_empty() {
        return Some(ColonLine::Colons);
    }
    if let Some(word) = event_line::read(line) {
        return Some(ColonLine::Event(word));
    }
    if attribute::is_language_alone(rest) {
        let error = Diagnostic::new(codes::PASSAGE_ATTRIBUTE, "a language without its braces");
        let error = error
            .with("reason", "without-braces")
            .with("value", rest)
            .hint(format!("write `::: {{lang={rest}}}`"));
        return Some(ColonLine::Opens(Err(Box::new(error))));
    }
    let braces = attribute::read(rest)?;
    let behind = rest.get(braces.length..).unwrap_or_default();
    Some(ColonLine::Opens(if behind.trim_matches([' ', '\t', ':']).is_empty() {
        braces.language.map_err(Box::new)
    } else {
        Err(Box::new(more_in_line()))
    }))
}

/// The error of a fence that is not read where it stands.
pub(super) fn misplaced() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_MISPLACED, "a passage cannot begin or end here")
        .with("reason", "not-at-left-edge")
        .hint("`::: {lang=en}` and `:::` stand at the left edge, around whole lists and quotes")
        .hint("for some words write `[…]{lang=en}`")
        .hint("write `\\{` if the characters themselves are meant")
}

fn nested() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_MISPLACED, "a passage begins inside another one")
        .with("reason", "inside-another")
        .hint("end the first with a line `:::`; for some words write `[…]{lang=en}`")
}

fn not_closed() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_UNCLOSED, "this passage has no end")
        .with("reason", "no-end")
        .hint("put a line `:::` where it ends")
}

fn not_opened() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_UNCLOSED, "no passage is open here")
        .with("reason", "none-open")
        .hint("remove the line, or begin the passage with `::: {lang=en}`")
        .hint("write `\\:::` if the characters themselves are meant")
}

fn more_in_line() -> Diagnostic {
    Diagnostic::new(codes::PASSAGE_ATTRIBUTE, "the line that begins a passage holds more than that")
        .with("reason", "more-in-line")
        .hint("write `::: {lang=en}` on a line of its own, and the text below it")
}
