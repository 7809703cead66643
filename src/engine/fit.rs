//! Whether everything that was set stands where it belongs: read off the laid-out
//! pages, not guessed from the text.

use std::ops::Range;

use typst::layout::{Abs, FrameItem, Point};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use super::cell_fit::{TOLERANCE, beyond_their_columns, is_outside};
use super::frames::{each_item, width};
use super::tables::{self, TableMark};
use crate::diagnostic::{Blame, Diagnostic, Finding, codes};
use crate::letterhead::{InformationPlace, Letterhead, Theme};
use crate::metrics::METRICS;
use crate::read::FieldMap;

/// Between a line of the foot and the edge of the page, in mm: printers need 5.
const EDGE: f64 = 5.0;

/// The field of the lines of the foot in a letterhead.
pub(crate) const FOOT_LINES: &str = "foot.lines";

/// Errors that are reported of one release; more would be the same one again.
const MAX_REPORTED: usize = 10;

/// `word-too-wide`: a word without a break that is wider than its column, or than that of its cell
/// in a table, would run into the column beside it or off the page. `page-overfull`: a part that
/// cannot be broken (a table's head, a caption, a contact) is higher than a page.
pub(crate) fn misfits(
    document: &PagedDocument,
    letterhead: &Letterhead,
    fields: &FieldMap,
) -> Vec<Diagnostic> {
    let theme = &letterhead.theme;
    let (measures, text_foot) = (&theme.measures, theme.text_foot());
    let page_number = theme.page.height() - METRICS.page_number;
    let foot_lines = letterhead.foot_baselines();
    let mut found: Vec<Diagnostic> = Vec::new();
    // A word may be set in several runs; the first that stands out speaks for it.
    let mut reported = Abs::zero();
    // How far the table that is being read reaches out of the text column.
    let mut beside = 0.0;
    for (number, page) in document.pages().iter().enumerate() {
        let upper = if number == 0 { measures.text_top } else { measures.text_top_later };
        each_item(&page.frame, Point::zero(), &mut |at, item| {
            let item = match item {
                FrameItem::Text(item) => item,
                FrameItem::Tag(tag) => {
                    match tables::mark(tag) {
                        Some(TableMark::Begins(table)) => beside = table.beside,
                        Some(TableMark::Ends) => beside = 0.0,
                        None => {}
                    }
                    return;
                }
                _ => return,
            };
            let (start, y) = (at.x.to_mm(), at.y.to_mm());
            let end = start + width(item).to_mm();
            // Between the text and the page number, or below it, nothing stands.
            let is_foot_line = (item.size.to_pt() - theme.sizes.foot).abs() < 0.01
                && foot_lines.iter().any(|line| (y - line).abs() < TOLERANCE);
            let is_foot = (y - page_number).abs() < 3.0 || is_foot_line;
            let column = if is_foot_line {
                measures.left..theme.page.width() - EDGE
            } else {
                column_at(start, y - upper, theme, beside)
            };
            let error = if found.len() >= MAX_REPORTED {
                None
            } else if y > text_foot + 3.0 && !is_foot {
                Some(error_of(item, fields, Misfit::TooHigh))
            } else if is_outside(start, end, column) && at.y != reported {
                reported = at.y;
                let misfit = if is_foot_line { Misfit::WideFoot } else { Misfit::TooWide };
                Some(error_of(item, fields, misfit))
            } else {
                None
            };
            found.extend(error.filter(|error| is_new(error, &found)));
        });
    }
    for item in beyond_their_columns(document) {
        if found.len() >= MAX_REPORTED {
            break;
        }
        let error = error_of(item, fields, Misfit::TooWide);
        if is_new(&error, &found) {
            found.push(error);
        }
    }
    found
}

/// The left and right edge in mm of what a run belongs to that begins at `x`, and at `y` below
/// the upper edge of the text: the page's head, the text column with the page number below it, or
/// the information column. A table may reach out of the text column by `beside`.
fn column_at(x: f64, y: f64, theme: &Theme, beside: f64) -> Range<f64> {
    let text = theme.text_edges();
    if y < -5.0 {
        // The mark is a letterhead's own affair, but for the edge of the sheet.
        return 0.0..theme.page.width();
    }
    match theme.information_edges() {
        Some(_) if theme.information == InformationPlace::Left && beside > 0.0 => {
            text.start - beside..text.end
        }
        _ if beside > 0.0 => text.start..text.end + beside,
        Some(column) if !theme.is_in_text(x) && column.start >= text.end => text.end..column.end,
        Some(column) if !theme.is_in_text(x) && column.end <= text.start => column,
        _ => 0.0..text.end,
    }
}

/// Whether an error was not reported before. A part that is too high is reported once, by the
/// first of its lines that is lost.
fn is_new(error: &Diagnostic, found: &[Diagnostic]) -> bool {
    !found.iter().any(|other| {
        other == error || error.code == codes::PAGE_OVERFULL && other.code == error.code
    })
}

/// How a line does not fit.
enum Misfit {
    TooWide,
    /// A line of the foot, which has no breaks.
    WideFoot,
    TooHigh,
}

fn error_of(item: &TextItem, fields: &FieldMap, misfit: Misfit) -> Diagnostic {
    let text = item.text.trim();
    let word = text.split_whitespace().max_by_key(|word| word.len()).unwrap_or(text);
    let short: String = word.chars().take(30).collect();
    let dots = if short.len() < word.len() { "…" } else { "" };
    let diagnostic = match misfit {
        Misfit::TooWide => Diagnostic::new(
            codes::WORD_TOO_WIDE,
            message!("`{word}{dots}` is wider than its column", word = short, dots),
        )
        .hint("put a hyphen or a space where it may break, or say it in fewer letters"),
        Misfit::WideFoot => {
            let message =
                message!("a line of the foot is wider than the page: `{line}`", line = text);
            let mut error = Diagnostic::new(codes::WORD_TOO_WIDE, message);
            error.field = Some(FOOT_LINES.to_owned());
            return error
                .hint("shorten it, or put its end on a further line: `lines` under `[foot]`")
                .blamed_on(Blame::Letterhead);
        }
        Misfit::TooHigh => {
            let message = message!(
                "`{word}{dots}` and what follows does not fit the page",
                word = short,
                dots
            );
            Diagnostic::new(codes::PAGE_OVERFULL, message)
                .hint("a caption, the head of a table or a contact cannot go on to the next page: shorten it")
        }
    };
    match place(&short, fields) {
        Some((path, range)) => {
            fields.place(&path, Finding { diagnostic, range, label: String::new() })
        }
        None => diagnostic,
    }
}

/// Where a word stands among the fields that are set; nothing rather than a guess.
fn place(word: &str, fields: &FieldMap) -> Option<(String, Range<usize>)> {
    // A short piece stands in many places.
    if word.chars().count() < 4 {
        return None;
    }
    let mut texts = fields.texts().filter(|(path, _)| fields.is_set(path));
    texts.find_map(|(path, text)| {
        let start = text.find(word)?;
        Some((path.to_owned(), start..start + word.len()))
    })
}
