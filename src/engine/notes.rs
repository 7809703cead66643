//! Footnotes that stand on another page than their mark.
//!
//! The engine takes a footnote from the line that it has just set, and makes room for it. If the
//! line then goes to the next page, since too few lines of its paragraph are left, the footnote
//! stays behind. Such a page is made to end above the line: what is left free at its foot keeps
//! the line away before its footnote is taken.

use std::collections::{HashMap, HashSet};

use typst::foundations::Content;
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, FrameItem, Point};
use typst::model::{FootnoteElem, FootnoteEntry};
use typst_layout::PagedDocument;

use super::frames::{each_item, paragraph_mark};
use crate::letterhead::Theme;
use crate::output::typst::FreeFoot;

/// Above the line of the footnotes, the line, and above the first of them, in em of the running
/// text (`footnote.entry` in `layouts/built-in.typ`).
pub(super) const SEPARATION_EM: f64 = 1.4 + 0.6;
/// What hangs below the baseline of a page's last line and still belongs to it, in pt: the inset
/// of a table's row, and less than the next line needs.
const BELOW_LINE_PT: f64 = 6.0;
/// Two baselines that are nearer to each other, in pt, are of one line: of a raised mark.
const SAME_LINE_PT: f64 = 6.5;

/// A mark or a footnote on the sheet.
#[derive(Clone, Copy)]
struct MarkPlace {
    page: usize,
    y: Abs,
    /// The number of its paragraph, else 0.
    paragraph: usize,
}

/// What a page holds, as far as its foot goes.
#[derive(Default)]
struct PageContent {
    /// Footnotes in order, each with its upper edge.
    notes: Vec<(Location, Abs)>,
    /// Baselines of the text column.
    baselines: Vec<Abs>,
    /// First and last number of the paragraphs that begin here.
    paragraphs: Option<(usize, usize)>,
}

/// The room that must stay free at the foot of the first page on which mark and footnote have
/// apart; none where all stand together, or nothing above could stay.
pub(super) fn free_foot(document: &PagedDocument, theme: &Theme) -> Option<FreeFoot> {
    if document.pages().len() < 2 {
        return None;
    }
    let (marks, pages) = read(document, theme);
    let mut apart = Vec::new();
    for (page, content) in pages.iter().enumerate() {
        let marks = content.notes.iter().filter_map(|(note, _)| marks.get(note));
        apart.extend(marks.filter(|mark| mark.page != page).map(|mark| (page, *mark)));
    }
    let page = apart.iter().map(|(entry, mark)| mark.page.min(*entry)).min()?;
    apart.retain(|(entry, mark)| mark.page.min(*entry) == page);
    let content = pages.get(page)?;
    // A mark whose footnote follows on a later page ends what can stay.
    let ahead = apart.iter().filter(|(_, mark)| mark.page == page).map(|(_, mark)| mark.y).min();
    let stays = |y: Abs| ahead.is_none_or(|ahead| y < ahead - Abs::pt(SAME_LINE_PT));
    let last = content.baselines.iter().copied().filter(|y| stays(*y)).max()?;
    let goes = |mark: &MarkPlace| mark.page > page || mark.y > last + Abs::pt(SAME_LINE_PT);
    let going = content.notes.iter().position(|(note, _)| marks.get(note).is_some_and(goes));
    let foot = Abs::mm(theme.text_foot());
    let end = going.and_then(|at| content.notes.get(at)).map_or(foot, |(_, y)| *y);
    let notes = match content.notes.first() {
        Some((_, first)) if going != Some(0) => {
            end - *first + Abs::pt(SEPARATION_EM * theme.sizes.body)
        }
        _ => Abs::zero(),
    };
    let height = foot - notes - last - Abs::pt(BELOW_LINE_PT);
    (height > Abs::zero()).then_some(FreeFoot {
        paragraphs: content.paragraphs.unwrap_or_default(),
        next: apart.first().map_or(0, |(_, mark)| mark.paragraph),
        height: height.to_pt(),
        is_kept_by_next: false,
    })
}

/// Where the footnotes of a sheet stand.
pub(super) struct NotePlaces {
    /// The upper edge of those of each page; none where it has none.
    pub upper_edges: Vec<Option<Abs>>,
    /// The paragraphs that have a mark.
    pub paragraphs: HashSet<usize>,
}

/// Where the footnotes of a sheet stand.
pub(super) fn places(document: &PagedDocument, theme: &Theme) -> NotePlaces {
    let (marks, pages) = read(document, theme);
    let upper_edge = |page: &PageContent| page.notes.first().map(|(_, upper)| *upper);
    NotePlaces {
        upper_edges: pages.iter().map(upper_edge).collect(),
        paragraphs: marks.values().map(|mark| mark.paragraph).collect(),
    }
}

/// The marks of all footnotes, and the pages.
fn read(
    document: &PagedDocument,
    theme: &Theme,
) -> (HashMap<Location, MarkPlace>, Vec<PageContent>) {
    let measures = &theme.measures;
    let foot = Abs::mm(theme.text_foot());
    let mut marks = HashMap::new();
    let mut pages = Vec::new();
    let mut open = Vec::new();
    for (page, laid_out) in document.pages().iter().enumerate() {
        let mut content = PageContent::default();
        let mut texts = Vec::new();
        each_item(&laid_out.frame, Point::zero(), &mut |at, item| match item {
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some(note) = first_mark(element) {
                    let paragraph = open.last().copied().unwrap_or(0);
                    marks.insert(note, MarkPlace { page, y: at.y, paragraph });
                } else if let Some(entry) = element.to_packed::<FootnoteEntry>() {
                    content.notes.extend(entry.note.location().map(|note| (note, at.y)));
                } else if let Some(number) = paragraph_mark(element) {
                    if number == 0 {
                        open.pop();
                    } else {
                        open.push(number);
                        let (first, last) = content.paragraphs.unwrap_or((number, number));
                        content.paragraphs = Some((first.min(number), last.max(number)));
                    }
                }
            }
            FrameItem::Text(_) if theme.is_in_text(at.x.to_mm()) => texts.push(at.y),
            _ => {}
        });
        let end = content.notes.first().map_or(foot, |(_, y)| *y);
        let begin = Abs::mm(measures.text_top_later);
        content.baselines =
            texts.into_iter().filter(|y| *y > begin && *y < end + Abs::pt(1.0)).collect();
        pages.push(content);
    }
    (marks, pages)
}

/// The footnote that a mark brings; none of a mark that refers to an earlier one.
fn first_mark(element: &Content) -> Option<Location> {
    let mark = element.to_packed::<FootnoteElem>()?;
    if mark.is_ref() { None } else { mark.location() }
}
