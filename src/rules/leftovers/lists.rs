//! Lists that were lost: lines that begin with the mark of an item, and run on as one
//! paragraph.
//!
//! Lines with a break at their end are meant as they are: a dialogue, a poem, an agenda.

use std::ops::Range;

use super::lines::{TextLine, each_paragraph, lines};
use crate::body::{Block, BlockKind, Body};
use crate::diagnostic::{Diagnostic, Finding, codes};

/// Bullets that no word begins with.
const BULLETS: &str = "•·▪■●○◦‣⁃➢➤→✓✔☐☑";
/// Dashes that stand before items.
const DASHES: &str = "–—−‐‑";

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemMark {
    Bullet(char),
    Dash(char),
    /// `-` without a space behind it.
    Hyphen,
    /// `a)`
    Alphabetic(char),
    /// `1.` without a space behind it.
    Number(u32),
    /// Minutes of the day.
    Time(u32),
}

/// A mark and its length, white space behind it included; nothing of a time.
pub(super) fn item_mark(line: &str) -> Option<(ItemMark, usize)> {
    let first = line.chars().next()?;
    let rest = line.get(first.len_utf8()..)?;
    let behind = rest.trim_start();
    let length = line.len() - behind.len();
    let is_apart = behind.len() < rest.len();
    if behind.is_empty() {
        return None;
    }
    if BULLETS.contains(first) {
        return Some((ItemMark::Bullet(first), length));
    }
    if first == 'o' && is_apart {
        return Some((ItemMark::Bullet(first), length));
    }
    if DASHES.contains(first) && is_apart {
        return Some((ItemMark::Dash(first), length));
    }
    if first == '-' && rest.starts_with(char::is_alphabetic) {
        return Some((ItemMark::Hyphen, length));
    }
    letter(line).or_else(|| number(line)).or_else(|| time(line))
}

/// `a) `, `(a) `
fn letter(line: &str) -> Option<(ItemMark, usize)> {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let letter = inner.chars().next().filter(char::is_ascii_lowercase)?;
    let rest = inner.get(1..)?.strip_prefix(')')?;
    rest.starts_with(char::is_whitespace).then(|| {
        let words = rest.trim_start();
        (ItemMark::Alphabetic(letter), line.len() - words.len())
    })
}

/// `1.Text`
fn number(line: &str) -> Option<(ItemMark, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits).filter(|_| digits <= 3)?.parse().ok()?;
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_alphabetic).then_some((ItemMark::Number(number), digits + 1))
}

/// `10:00 Uhr`, `9.30 Uhr`, `14 Uhr`, `10:15`
fn time(line: &str) -> Option<(ItemMark, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let hour: u32 = line.get(..digits).filter(|_| digits <= 2)?.parse().ok()?;
    let rest = line.get(digits..)?;
    let minutes = rest
        .strip_prefix([':', '.'])
        .and_then(|rest| rest.get(..2))
        .filter(|minutes| minutes.bytes().all(|byte| byte.is_ascii_digit()));
    let behind = if minutes.is_some() { rest.get(3..)? } else { rest };
    let is_said = behind.trim_start().starts_with("Uhr")
        || behind.trim_start().starts_with("a.m.")
        || behind.trim_start().starts_with("p.m.");
    let is_colon = minutes.is_some()
        && rest.starts_with(':')
        && behind.starts_with([' ', '\t', '–', '-', '\u{A0}']);
    let minutes: u32 = minutes.map_or(Some(0), |minutes| minutes.parse().ok())?;
    (hour <= 24 && minutes < 60 && (is_said || is_colon))
        .then_some((ItemMark::Time(hour * 60 + minutes), 0))
}

impl ItemMark {
    /// Whether an item with this mark can follow one with another; `is_next` where no other
    /// line stands between them.
    fn follows(self, before: Self, is_next: bool) -> bool {
        match (before, self) {
            (Self::Bullet(before), Self::Bullet(mark)) => before == mark || is_next,
            (Self::Dash(_), Self::Dash(_)) | (Self::Hyphen, Self::Hyphen) => is_next,
            (Self::Alphabetic(before), Self::Alphabetic(letter)) => {
                u32::from(before) + 1 == u32::from(letter)
            }
            (Self::Number(before), Self::Number(number)) => is_next && before + 1 == number,
            (Self::Time(before), Self::Time(time)) => is_next && before <= time,
            _ => false,
        }
    }
}

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
        apart.extend(bullet.map(|bullet| (span, bullet)));
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
        // A line that happens to begin with a time is no agenda.
        let begins_agenda = before.is_none_or(|before| before.text.ends_with(':'));
        if begins_agenda || !matches!(mark, ItemMark::Time(_)) {
            open = Some(Run { items: vec![at], mark });
        }
    }
    runs.extend(open);
    runs.retain(|run| run.items.len() > 1 && !is_dialogue(run, lines));
    runs
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
        ItemMark::Time(_) | ItemMark::Alphabetic(_) => {
            warning.hint("end each line with a backslash if it stands for itself")
        }
        ItemMark::Number(_) => warning.hint("write `1. ` with a space before each item"),
        _ => warning.hint("write `- ` before each item"),
    };
    let warning = match run.mark {
        ItemMark::Time(_) | ItemMark::Alphabetic(_) => {
            warning.hint("write `- ` before each line for a list")
        }
        _ => warning.hint("end each line with a backslash if it stands for itself"),
    };
    let warning = match as_list(text, items, run, range.clone()) {
        Some(list) => warning.replaced_by(list),
        None => warning,
    };
    Finding { diagnostic: warning, range, label: String::new() }
}

/// The mark of a line as a message shows it.
fn shown_mark(line: &str) -> Option<&str> {
    match item_mark(line)? {
        (ItemMark::Time(_), _) => line.split_whitespace().next(),
        (_, length) => line.get(..length).map(str::trim_end),
    }
}

/// The lines as items, where that is the one right answer.
fn as_list(text: &str, items: &[TextLine<'_>], run: &Run, range: Range<usize>) -> Option<String> {
    let is_certain = !matches!(run.mark, ItemMark::Time(_) | ItemMark::Alphabetic(_));
    let is_quoted = text.get(range)?.contains('>');
    if !is_certain || is_quoted || run.items.len() != items.len() {
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
