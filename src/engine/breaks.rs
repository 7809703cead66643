//! Line and page breaks that the engine has no setting for, found on the laid-out
//! pages: four hyphens in a row, a word broken over two pages, a last page of two
//! or three lines.

use typst_layout::PagedDocument;

use super::frames::{self, Line};
use crate::letterhead::Theme;
use crate::typography::Break;

/// Hyphenated lines in a row that a reader puts up with.
const MAX_IN_A_ROW: usize = 3;
/// Lines on a last page that are too few to turn over for.
const FEW_LINES: usize = 4;

/// The breaks of words that must not be. A word is named and not its place: it then
/// breaks there nowhere in its paragraph.
pub(super) fn rejected_breaks(lines: &[Line]) -> Vec<Break> {
    let mut rejected_breaks = Vec::new();
    let mut in_a_row = 0;
    for (at, line) in lines.iter().enumerate() {
        // A hyphen that the author typed is one to the eye as well.
        in_a_row = if line.is_hyphenated || line.text.ends_with('-') { in_a_row + 1 } else { 0 };
        if !line.is_hyphenated {
            continue;
        }
        let rest = &lines[at + 1..];
        let same_page = rest.first().filter(|next| next.page == line.page);
        match same_page.and_then(|next| joined(line, next)) {
            Some(word) if in_a_row > MAX_IN_A_ROW => {
                rejected_breaks.push(word);
                in_a_row = 0;
            }
            Some(_) => {}
            // The paragraph goes on below the head of the next page.
            None => {
                let next_page = rest.iter().filter(|next| next.page == line.page + 1);
                rejected_breaks.extend(next_page.filter_map(|next| joined(line, next)).next());
            }
        }
    }
    rejected_breaks
}

/// The word that begins on one line and ends on the other; none where the other is
/// not its continuation.
fn joined(line: &Line, next: &Line) -> Option<Break> {
    let head: String = {
        let letters = line.text.chars().rev().take_while(|c| c.is_alphabetic());
        letters.collect::<Vec<_>>().into_iter().rev().collect()
    };
    let tail: String = next.text.chars().take_while(|c| c.is_alphabetic()).collect();
    let goes_on = match (head.chars().next_back(), tail.chars().next()) {
        (Some(last), Some(first)) => first.is_lowercase() || last.is_uppercase(),
        _ => false,
    };
    goes_on.then(|| Break::new(line.paragraph, &format!("{head}{tail}"), head.len()))
}

/// Whether the last page holds so little that a somewhat tighter setting should
/// save it.
pub(super) fn is_last_page_short(document: &PagedDocument, theme: &Theme) -> bool {
    let [_, .., last] = document.pages() else { return false };
    let measures = &theme.measures;
    let foot = theme.text_foot();
    let mut content = frames::lines(std::slice::from_ref(last));
    // Head and foot are on every page; the information column may have run on.
    content.retain(|line| {
        let y = line.start.y.to_mm();
        let is_note = line.size.to_pt() <= theme.sizes.footnote;
        y > measures.text_top_later && y < foot && !is_note
    });
    let is_text_alone = content.iter().all(|line| theme.is_in_text(line.start.x.to_mm()));
    let mut pictures = frames::pictures(&last.frame).into_iter();
    let has_picture = pictures.any(|(at, _)| at.y.to_mm() >= measures.text_top_later);
    is_text_alone && !has_picture && (1..=FEW_LINES).contains(&content.len())
}
