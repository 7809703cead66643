//! Lists that were lost: lines that begin with the mark of an item, and run on as one
//! paragraph.
//!
//! Lines with a break at their end are meant as they are: a dialogue, a poem, an agenda.

use std::ops::Range;

use super::items::{ItemMark, item_mark};
use super::lines::{TextLine, each_paragraph, is_open, lines};
use super::short_lines::short_lines;
use crate::body::{Block, BlockKind, Body};
use crate::diagnostic::{Diagnostic, Finding, codes};

/// Bullets that stand before items and nowhere else.
const POINTS: [char; 7] = ['•', '▪', '■', '●', '◦', '‣', '➢'];

/// Lines that follow each other as items.
struct Run {
    /// Their numbers among the lines of the paragraph.
    items: Vec<usize>,
    mark: ItemMark,
}

/// The lists that were lost in a body, outside of `tables`.
pub(super) fn find(text: &str, body: &Body, tables: &[Range<usize>]) -> Vec<Finding> {
    let mut found = Vec::new();
    // Paragraphs that follow each other and begin with the same bullet.
    let mut apart: Vec<(Range<usize>, char)> = Vec::new();
    each_paragraph(body, &mut |block| {
        let span = block.span.0.clone();
        if tables.iter().any(|table| table.start < span.end && span.start < table.end) {
            return;
        }
        let lines = lines(text, span.clone());
        let runs = runs(&lines);
        let bullet = bullet(block, &lines).filter(|_| runs.is_empty());
        let is_next = apart.last().zip(bullet).is_some_and(|((before, mark), bullet)| {
            let between = text.get(before.end..span.start).unwrap_or("x");
            *mark == bullet && between.chars().all(|c| c.is_whitespace() || c == '>')
        });
        if !is_next {
            found.extend(lost_paragraphs(&std::mem::take(&mut apart)));
        }
        apart.extend(bullet.map(|bullet| (span.clone(), bullet)));
        if runs.is_empty() && bullet.is_none() {
            found.extend(run_on(text, span.clone()).or_else(|| short_lines(&lines)));
        }
        found.extend(runs.iter().map(|run| lost_lines(text, &lines, run)));
    });
    found.extend(lost_paragraphs(&apart));
    found
}

fn bullet(block: &Block, lines: &[TextLine<'_>]) -> Option<char> {
    match (&block.kind, item_mark(lines.first()?.text)?) {
        (BlockKind::Paragraph(_), (ItemMark::Bullet(bullet), _)) => Some(bullet),
        _ => None,
    }
}

fn runs(lines: &[TextLine<'_>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        if before.is_some_and(|before| before.is_hard) {
            runs.extend(open.take());
        }
        let Some((mark, _)) = item_mark(line.text) else {
            let goes_on = open.as_ref().is_some_and(|run| {
                matches!(run.mark, ItemMark::Bullet(_) | ItemMark::Alphabetic(_))
            });
            if !goes_on {
                runs.extend(open.take());
            }
            continue;
        };
        if let Some(run) = &mut open {
            let is_next = run.items.last().is_some_and(|last| last + 1 == at);
            if mark.follows(run.mark, is_next) {
                run.items.push(at);
                run.mark = mark;
                continue;
            }
            runs.extend(open.take());
        }
        // A line of a sentence may happen to begin with a time, a day or a word and a colon.
        let begins = match mark {
            ItemMark::Time(_) => before.is_none_or(|before| is_title(before.text)),
            mark if mark.is_doubtful() => before.is_none_or(|before| !is_open(before.text)),
            _ => true,
        };
        if begins {
            open = Some(Run { items: vec![at], mark });
        }
    }
    runs.extend(open);
    runs.retain(|run| run.items.len() > 1 && !is_dialogue(run, lines) && !is_sentence(run, lines));
    runs
}

/// Whether one of the lines that look like items breaks off in the midst of a sentence.
fn is_sentence(run: &Run, lines: &[TextLine<'_>]) -> bool {
    let (Some(first), Some(last)) = (run.items.first(), run.items.last()) else { return false };
    let before_last = lines.get(*first..*last).unwrap_or_default();
    run.mark.is_doubtful() && before_last.iter().any(|line| is_open(line.text))
}

/// Whether a line stands above an agenda: "Ablauf", "Der Tag:".
fn is_title(line: &str) -> bool {
    line.ends_with(':') || line.split_whitespace().count() <= 2 && !line.ends_with(['.', ',', ';'])
}

/// People who speak in turn ask and call; items do not.
fn is_dialogue(run: &Run, lines: &[TextLine<'_>]) -> bool {
    matches!(run.mark, ItemMark::Dash(_))
        && run.items.iter().filter_map(|at| lines.get(*at)).any(|line| {
            let said = line.text.trim_end_matches(['"', '“', '«', '”', '‘', '‹']);
            said.ends_with(['?', '!'])
        })
}

fn lost_lines(text: &str, lines: &[TextLine<'_>], run: &Run) -> Finding {
    let (first, last) = match run.items.as_slice() {
        [first, .., last] => (*first, *last),
        _ => (0, 0),
    };
    let items = lines.get(first..=last).unwrap_or_default();
    let range = match items {
        [first, .., last] => first.range.start..last.range.end,
        _ => 0..0,
    };
    let mark = items.first().and_then(|line| shown_mark(line.text)).unwrap_or_default();
    let message = message!(
        "{count} lines begin as items (`{mark}`) and are set as one paragraph",
        count = run.items.len(),
        mark
    );
    let warning = Diagnostic::new(codes::LIST_LOST, message);
    let warning = match run.mark {
        mark if mark.is_doubtful() => {
            warning.hint("end each line with a backslash if it stands for itself")
        }
        ItemMark::Number(_) => warning.hint("write `1. ` with a space before each item"),
        _ => warning.hint("write `- ` before each item"),
    };
    let warning = warning.hint(if run.mark.is_doubtful() {
        "write `- ` before each line for a list"
    } else {
        "end each line with a backslash if it stands for itself"
    });
    let warning = match as_list(text, items, run, range.clone()) {
        Some(list) => warning.replaced_by(list),
        None => warning,
    };
    Finding { diagnostic: warning, range, label: String::new() }
}

/// The mark of a line as a message shows it.
fn shown_mark(line: &str) -> Option<&str> {
    match item_mark(line)? {
        (ItemMark::Counted(..), _) => {
            let number = line.find(|c: char| c.is_ascii_digit())?;
            line.get(..number + line.get(number..)?.find(|c: char| !c.is_ascii_digit())?)
        }
        (_, 0) => line.split_whitespace().next(),
        (_, length) => line.get(..length).map(str::trim_end),
    }
}

/// The lines as items, where that is the one right answer.
fn as_list(text: &str, items: &[TextLine<'_>], run: &Run, range: Range<usize>) -> Option<String> {
    let is_quoted = text.get(range)?.contains('>');
    // A list within an item keeps its indentation.
    let is_indented = items.iter().any(|line| {
        let before = text.get(..line.range.start).unwrap_or_default();
        !before.is_empty() && !before.ends_with('\n')
    });
    if run.mark.is_doubtful() || is_quoted || is_indented || run.items.len() != items.len() {
        return None;
    }
    let items: Option<Vec<String>> = items
        .iter()
        .map(|line| {
            let (mark, length) = item_mark(line.text)?;
            let words = line.text.get(length..)?.trim_start();
            Some(match mark {
                ItemMark::Number(number) => format!("{number}. {words}"),
                _ => format!("- {words}"),
            })
        })
        .collect();
    Some(items?.join("\n"))
}

/// Points within the lines of a field, where no list can be.
pub(super) fn in_field(text: &str) -> Vec<Finding> {
    let lines = lines(text, 0..text.len());
    let mut found: Vec<_> = runs(&lines)
        .iter()
        .map(|run| {
            let Finding { diagnostic, range, label } = lost_lines(text, &lines, run);
            Finding { diagnostic: diagnostic.without_replacement(), range, label }
        })
        .collect();
    if found.is_empty() {
        found.extend(run_on(text, 0..text.len()));
    }
    found
}

/// "Die Ziele: • Forschung • Lehre": items that run on within a line.
fn run_on(text: &str, range: Range<usize>) -> Option<Finding> {
    let piece = text.get(range.clone())?;
    let mut bullets = piece.match_indices(POINTS).filter(|(at, bullet)| {
        let before = piece.get(..*at).unwrap_or_default();
        let behind = piece.get(at + bullet.len()..).unwrap_or_default();
        behind.starts_with(char::is_whitespace)
            && (before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == ':'))
    });
    let (first, mark) = bullets.next()?;
    let count = 1 + bullets.count();
    let before = piece.get(..first)?.trim_end();
    // Between words a bullet may part them: "Berlin • Dresden".
    let is_list = before.is_empty() && count > 1 || before.ends_with(':');
    let message = message!(
        "{count} items (`{mark}`) are set as one paragraph",
        count,
        mark = mark.to_owned()
    );
    let warning = Diagnostic::new(codes::LIST_LOST, message)
        .hint("write each item on a line of its own in the body, with `- ` before it");
    let range = range.start + first..range.end;
    is_list.then(|| Finding { diagnostic: warning, range, label: String::new() })
}

fn lost_paragraphs(paragraphs: &[(Range<usize>, char)]) -> Option<Finding> {
    let [(first, mark), .., (_, _)] = paragraphs else { return None };
    let message = message!(
        "{count} paragraphs begin as items (`{mark}`) and are no list",
        count = paragraphs.len(),
        mark = mark.to_string()
    );
    let diagnostic = Diagnostic::new(codes::LIST_LOST, message).hint("write `- ` before each item");
    Some(Finding { diagnostic, range: first.clone(), label: String::new() })
}
