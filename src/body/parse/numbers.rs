//! The numbers of ordered lists: never changed.
//!
//! Markdown counts a list on from its first number, whatever is typed. But
//! "3. Oktober" and "25. November" are dates: items whose numbers do not run
//! on become paragraphs as typed.

use std::ops::Range;

use super::findings::Findings;
use super::nodes::{Marker, OpenList};
use crate::body::{Block, BlockKind, Inline, InlineKind, Item, List, Span};
use crate::diagnostic::{Diagnostic, codes};

/// Reads the number at the beginning of an item; bullets have none.
pub(super) fn marker(text: &str, item: &Range<usize>) -> Option<Marker> {
    let source = text.get(item.clone())?;
    // An item that is indented by a tab may begin before its marker.
    let source = source.trim_start_matches([' ', '\t', '\r', '\n', '>']);
    let digits = source.bytes().take_while(u8::is_ascii_digit).count();
    let typed = source.get(..digits + 1).filter(|_| digits > 0)?;
    let start = item.end - source.len();
    Some(Marker { typed: typed.to_owned(), range: start..start + typed.len() })
}

/// What becomes of a list.
pub(super) enum ListReading {
    /// It stays one.
    List(List),
    /// Its items stand as paragraphs, numbers as typed.
    Blocks(Vec<Block>),
}

/// Decides whether a list can be set as one without changing a number.
pub(super) fn settle(list: OpenList, findings: &mut Findings) -> ListReading {
    let OpenList { start, loose, items, markers } = list;
    let markers: Vec<Marker> = markers.into_iter().flatten().collect();
    let tight = !loose;
    let (Some(start), Some(first)) = (start, markers.first()) else {
        return ListReading::List(List { start: None, delimiter: '.', tight, items });
    };
    let is_plain = items.iter().all(is_plain);
    let Some((set, changed)) = first_changed(start, &markers) else {
        // A lone number above 1 is a date or a year. With more than
        // paragraphs under it, it can only be set as an item.
        return if is_plain && markers.len() == 1 && start > 1 {
            ListReading::Blocks(as_typed(items, markers))
        } else {
            let delimiter = first.delimiter();
            ListReading::List(List { start: Some(start), delimiter, tight, items })
        };
    };
    let is_repeated = markers.len() > 1 && markers.iter().all(|m| m.typed == first.typed);
    if !is_plain {
        findings.add(number_changed(changed, &set), changed.range.clone());
    } else if is_repeated {
        findings.add(numbers_repeat(first), changed.range.clone());
    }
    ListReading::Blocks(as_typed(items, markers))
}

/// The first item that would be set with another number than the typed one,
/// and that other number.
fn first_changed(start: u64, markers: &[Marker]) -> Option<(String, &Marker)> {
    (start..)
        .zip(markers)
        .map(|(number, marker)| (format!("{number}{}", marker.delimiter()), marker))
        .find(|(set, marker)| *set != marker.typed)
}

/// Whether an item can stand as paragraphs.
fn is_plain(item: &Item) -> bool {
    item.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)))
}

fn as_typed(items: Vec<Item>, markers: Vec<Marker>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (item, marker) in items.into_iter().zip(markers) {
        let mut content = item.blocks;
        match content.first_mut() {
            Some(Block { kind: BlockKind::Paragraph(inlines), span }) => {
                span.0.start = marker.range.start;
                prepend(inlines, &marker);
            }
            _ => {
                let span = marker.range.clone();
                let kind = BlockKind::Paragraph(vec![number(&marker, "")]);
                content.insert(0, Block { kind, span: Span(span) });
            }
        }
        blocks.append(&mut content);
    }
    blocks
}

/// Puts the number before the text of its item.
fn prepend(inlines: &mut Vec<Inline>, marker: &Marker) {
    match inlines.first_mut() {
        Some(Inline { kind: InlineKind::Text(text), span }) => {
            *text = format!("{} {text}", marker.typed);
            span.0.start = marker.range.start;
        }
        _ => inlines.insert(0, number(marker, " ")),
    }
}

fn number(marker: &Marker, space: &str) -> Inline {
    let kind = InlineKind::Text(format!("{}{space}", marker.typed));
    Inline { kind, span: Span(marker.range.clone()) }
}

fn number_changed(marker: &Marker, set: &str) -> Diagnostic {
    let message =
        message!("the item typed `{typed}` would be set as `{set}`", typed = marker.typed, set);
    let digits = marker.typed.trim_end_matches(['.', ')']);
    let delimiter = marker.delimiter();
    Diagnostic::new(codes::LIST_NUMBER_CHANGED, message)
        .hint("number the items one after the other")
        .hint(format!("write `{digits}\\{delimiter}` if it is no list, for instance a date"))
}

fn numbers_repeat(first: &Marker) -> Diagnostic {
    let message = message!("every item is numbered `{typed}` and set so", typed = first.typed);
    let delimiter = first.delimiter();
    Diagnostic::new(codes::LIST_NUMBERS_REPEAT, message)
        .hint(format!("number them 1{delimiter} 2{delimiter} 3{delimiter}"))
}

/// Whether the marker of a lone item is more likely a sign of its text: the asterisk of a note below
/// a table, a plus or minus before a figure, or the day of a date with its year.
pub(super) fn is_sign_of_text(item: &str, is_announced: bool) -> bool {
    let mut words = item.split_whitespace();
    let (marker, first, second) = (words.next(), words.next(), words.next());
    match marker {
        Some("*" | "+") => !is_announced,
        Some("-") => first.is_some_and(|word| digits(word) > 0),
        Some("1.") => second.is_some_and(|word| digits(word) == 4),
        _ => false,
    }
}

/// Whether an item is a figure whose sign became its marker: "+ 5 %", "- 9 °C".
pub(super) fn is_signed_figure(item: &str) -> bool {
    const UNITS: [&str; 5] = ["%", "‰", "°", "Grad", "Prozent"];
    let mut words = item.split_whitespace();
    let (marker, figure, unit) = (words.next(), words.next(), words.next());
    let has_unit = [figure, unit]
        .into_iter()
        .flatten()
        .any(|word| UNITS.iter().any(|unit| word.contains(unit)));
    matches!(marker, Some("+" | "-")) && figure.is_some_and(|word| digits(word) > 0) && has_unit
}

/// The warning that figures lost their signs.
pub(super) fn signed_figures(count: usize) -> Diagnostic {
    let message =
        message!("{count} lines begin with a sign before a figure and are set as a list", count);
    Diagnostic::new(codes::LIST_OF_ONE, message)
        .with("reason", "signs")
        .hint("write `\\+` and `\\-` for signs, or a minus: −")
        .hint("put a word before each figure if a list is meant")
}

/// How many digits a word begins with.
fn digits(word: &str) -> usize {
    word.bytes().take_while(u8::is_ascii_digit).count()
}

/// The warning that a paragraph became a list.
pub(super) fn lone_item(marker: &str) -> Diagnostic {
    let warning = became_list(marker, "it belongs to the text");
    match marker {
        "*" | "+" => warning.hint("begin the item with `-` if a list is meant"),
        _ => warning,
    }
}

/// The warning that something became a list by what it begins with, and how to write it where
/// something else is meant.
fn became_list(marker: &str, otherwise: &str) -> Diagnostic {
    let message =
        message!("this line begins with `{marker}` and is set as a list of one item", marker);
    let at = marker.len().saturating_sub(1);
    let (before, delimiter) = marker.split_at_checked(at).unwrap_or_default();
    let suggestion = format!("{before}\\{delimiter}");
    Diagnostic::new(codes::LIST_OF_ONE, message)
        .with("suggestion", suggestion.as_str())
        .hint(format!("write `{suggestion}` if {otherwise}"))
}

/// The warning that a line within a paragraph became a list.
pub(super) fn list_of_one(marker: &str, is_in_quote: bool) -> Diagnostic {
    let warning = became_list(marker, "the sentence goes on")
        .hint("put an empty line before it if a list is meant");
    if is_in_quote {
        warning.hint("write `— Name, Rolle` for the speaker of a quote")
    } else {
        warning
    }
}
