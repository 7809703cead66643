//! Which step of tightening may save a short last page, reckoned from the laid-out pages.
//!
//! Each step is a whole layout, so none is made in vain. Lines break alike at all steps. So what
//! stands in the text column is put on pages again as near as a step lets it stand, with no rule
//! but those that the engine never breaks. Where even that takes as many pages as before, so does
//! the layout.

use std::collections::{BTreeMap, HashSet};

use typst::introspection::Tag;
use typst::layout::{Abs, FrameItem, Point, Size};
use typst_layout::PagedDocument;

use super::frames::{self, Line, each_item};
use super::notes::{self, NotePlaces};
use super::tables::{self, TableMark};
use crate::letterhead::Theme;

/// Steps of tightening, from hardly to be seen to just about: at the last one a page
/// gains some two lines.
pub(super) const STEPS: u8 = 4;

/// What a step takes from the distance of two lines, of two paragraphs, and above a heading, in em
/// (`steps` in `layouts/built-in.typ`).
const LEADING: f64 = 0.03;
const PARAGRAPH: f64 = 0.05;
const ABOVE_HEADING: f64 = 0.06;

/// The size of a heading of the second level in em of the running text, as far as distances go:
/// the engine's own.
const HEADING_EM: f64 = 1.2;
/// Between two lines of unlike parts there is at least so much, in em.
const LEAST_SPACE: f64 = 0.5;
/// Two spaces that differ by less, in pt, may be one: of a line in more than one font the first
/// alone is known.
const LIKE: f64 = 1.0;
/// Pieces whose lower edges are nearer to each other, in pt, stand side by side.
const SIDE_BY_SIDE: f64 = 0.5;
/// What the engine takes for a fit, and some rounding, in pt.
const TOLERANCE: f64 = 0.05;

/// The first step above `from`, that of the document, at which it may have a page less; none
/// where no step can save its last page.
pub(super) fn next_step(document: &PagedDocument, theme: &Theme, from: u8) -> Option<u8> {
    let later = from + 1..=STEPS;
    // The head of such a table is repeated as often as its pages, which may become fewer.
    if has_table_over_pages(document) {
        return later.min();
    }
    let pages = document.pages().len().saturating_sub(1);
    let column = Column::read(document, theme, from);
    later.into_iter().find(|step| column.fits(step - from, pages))
}

/// Whether a table goes on over a page.
fn has_table_over_pages(document: &PagedDocument) -> bool {
    let mut is_open = false;
    document.pages().iter().any(|page| {
        let is_continued = is_open;
        each_item(&page.frame, Point::zero(), &mut |_, item| {
            if let FrameItem::Tag(tag @ Tag::Start(..)) = item {
                match tables::mark(tag) {
                    Some(TableMark::Begins(_)) => is_open = true,
                    Some(TableMark::Ends) => is_open = false,
                    None => {}
                }
            }
        });
        is_continued
    })
}

/// What stands in the text column in one piece: a line, or a picture. Lengths are in pt.
#[derive(Debug, Clone, PartialEq)]
struct ColumnPiece {
    page: usize,
    /// Its lower edge: the baseline of a line.
    bottom: f64,
    /// What it needs above its lower edge at the head of a page.
    height: f64,
    /// The size of its text; 0 of a picture.
    size: f64,
    /// The number of its paragraph, else 0.
    paragraph: usize,
    /// The level of the heading that it belongs to.
    heading: Option<usize>,
}

/// How a piece stands below the one before it, where both are on one page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Below {
    /// From lower edge to lower edge at least, in pt.
    distance: f64,
    /// What a step takes from it at most.
    gain: f64,
    /// Whether both are always on one page.
    is_bound: bool,
}

impl Below {
    fn at(&self, steps: f64) -> f64 {
        (self.distance - steps * self.gain).max(0.0)
    }
}

/// The text column of a sheet.
struct Column {
    pieces: Vec<(ColumnPiece, Below)>,
    /// The upper edge of later pages, and the lower edge of each.
    top: f64,
    feet: Vec<f64>,
    /// How high the footnotes of each page but the first are, whose own never leave it.
    notes: Vec<f64>,
}

impl Column {
    fn read(document: &PagedDocument, theme: &Theme, from: u8) -> Self {
        let foot = Abs::mm(theme.text_foot());
        let NotePlaces { upper_edges: edges, paragraphs } = notes::places(document, theme);
        let pieces = pieces(document, theme, &edges);
        let below = Distances::new(theme, from).below(&pieces, &paragraphs);
        let mut feet = vec![foot.to_pt(); edges.len()];
        let mut notes: Vec<_> =
            edges.iter().map(|upper| upper.map_or(0.0, |upper| (foot - upper).to_pt())).collect();
        if let ([foot, ..], [notes, ..]) = (&mut feet[..], &mut notes[..])
            && *notes > 0.0
        {
            *foot -= *notes + notes::SEPARATION_EM * theme.sizes.body;
            *notes = 0.0;
        }
        let pieces = pieces.into_iter().zip(below).collect();
        let top = Abs::mm(theme.measures.text_top_later).to_pt();
        Self { pieces, top, feet, notes }
    }

    /// The lower edge of a page.
    fn foot(&self, page: usize) -> f64 {
        self.feet.get(page).copied().unwrap_or_default()
    }

    /// Whether all may stand on so many pages when it is tightened by so many steps. Each piece
    /// is put as high as can be, and a footnote that a page has no room for goes to the next one.
    fn fits(&self, steps: u8, pages: usize) -> bool {
        let steps = f64::from(steps);
        let Some(((first, _), mut rest)) = self.pieces.split_first() else {
            return true;
        };
        let mut page = 0;
        let mut room = self.foot(page) - first.bottom;
        while let [(piece, below), others @ ..] = rest {
            let bound = others.iter().take_while(|(_, below)| below.is_bound).count();
            let (with_it, after) = others.split_at(bound);
            let further: f64 = with_it.iter().map(|(_, below)| below.at(steps)).sum();
            let height = below.at(steps) + further;
            if height <= room + TOLERANCE {
                room -= height;
            } else {
                page += 1;
                if page == pages {
                    return false;
                }
                room = self.foot(page) - self.top + room.min(0.0) - piece.height - further;
            }
            // The footnotes of a page come at the latest with its last piece.
            let last = with_it.last().map_or(piece, |(last, _)| last);
            let is_last_of_page = after.first().is_none_or(|(next, _)| next.page != last.page);
            if is_last_of_page {
                room -= self.notes.get(last.page).copied().unwrap_or_default();
            }
            rest = after;
        }
        room >= -TOLERANCE
    }
}

/// The room between the heads of later pages, or the letterhead, and the footnotes.
struct TextRoom<'a> {
    theme: &'a Theme,
    top: Abs,
    /// The lower edge of each page.
    ends: Vec<Abs>,
}

impl<'a> TextRoom<'a> {
    fn new(theme: &'a Theme, notes: &[Option<Abs>]) -> Self {
        let foot = Abs::mm(theme.text_foot()) + Abs::pt(TOLERANCE);
        let top = Abs::mm(theme.measures.text_top_later) - Abs::pt(TOLERANCE);
        Self { theme, top, ends: notes.iter().map(|notes| notes.unwrap_or(foot)).collect() }
    }

    fn holds(&self, page: usize, x: Abs, upper: Abs, lower: Abs) -> bool {
        let is_above_end = self.ends.get(page).is_some_and(|end| lower < *end);
        is_above_end && upper > self.top && self.theme.is_in_text(x.to_mm())
    }

    fn line(&self, line: &Line) -> Option<ColumnPiece> {
        let (x, y) = (line.start.x, line.start.y);
        // That of a footnote may have gone on from the page before.
        let is_piece =
            self.holds(line.page, x, y, y) && line.size.to_pt() > self.theme.sizes.footnote;
        is_piece.then(|| ColumnPiece {
            page: line.page,
            bottom: y.to_pt(),
            height: line.capital.to_pt(),
            size: line.size.to_pt(),
            paragraph: line.paragraph,
            heading: line.heading,
        })
    }

    fn picture(&self, page: usize, at: Point, size: Size) -> Option<ColumnPiece> {
        let bottom = at.y + size.y;
        self.holds(page, at.x, at.y, bottom).then(|| ColumnPiece {
            page,
            bottom: bottom.to_pt(),
            height: size.y.to_pt(),
            size: 0.0,
            paragraph: 0,
            heading: None,
        })
    }
}

/// All pieces, in the order of their lower edges.
fn pieces(document: &PagedDocument, theme: &Theme, notes: &[Option<Abs>]) -> Vec<ColumnPiece> {
    let room = TextRoom::new(theme, notes);
    let lines = frames::lines(document.pages());
    let mut pieces: Vec<_> = lines.iter().filter_map(|line| room.line(line)).collect();
    for (number, page) in document.pages().iter().enumerate() {
        let pictures = frames::pictures(&page.frame).into_iter();
        pieces.extend(pictures.filter_map(|(at, size)| room.picture(number, at, size)));
    }
    pieces.sort_by(|a, b| a.page.cmp(&b.page).then(a.bottom.total_cmp(&b.bottom)));
    pieces.dedup_by(|next, kept| {
        let is_beside = next.page == kept.page && next.bottom - kept.bottom < SIDE_BY_SIDE;
        if is_beside {
            kept.height = kept.height.max(next.height);
        }
        is_beside
    });
    pieces
}

/// The distances that a sheet has at a step, in em.
struct Distances<'a> {
    theme: &'a Theme,
    leading: f64,
    paragraph: f64,
    above_heading: f64,
}

impl<'a> Distances<'a> {
    fn new(theme: &'a Theme, step: u8) -> Self {
        let step = f64::from(step);
        Self {
            theme,
            leading: theme.spacing.leading - LEADING * step,
            paragraph: theme.spacing.paragraph - PARAGRAPH * step,
            above_heading: theme.spacing.heading_above - ABOVE_HEADING * step,
        }
    }

    /// How each piece stands below the one before it.
    fn below(&self, pieces: &[ColumnPiece], with_notes: &HashSet<usize>) -> Vec<Below> {
        let mut below = vec![Below::default(); pieces.len()];
        let mut has_begun = false;
        let pairs = pieces.iter().zip(pieces.iter().skip(1));
        for ((before, piece), below) in pairs.zip(below.iter_mut().skip(1)) {
            has_begun |= before.heading.is_some() || piece.paragraph > 0;
            *below = if before.page != piece.page {
                self.apart(before, piece)
            } else {
                let distance = piece.bottom - before.bottom;
                let gain = self.gain(before, piece, distance, has_begun);
                Below { distance, gain, is_bound: false }
            };
            below.is_bound = before.heading.is_some();
        }
        for at in bound_lines(pieces, with_notes) {
            if let Some(below) = below.get_mut(at) {
                below.is_bound = true;
            }
        }
        below
    }

    /// What a step takes from the distance of two pieces of a page, at most. `has_begun`: the
    /// headline stands above; down to it paragraphs are not tightened.
    fn gain(
        &self,
        before: &ColumnPiece,
        piece: &ColumnPiece,
        distance: f64,
        has_begun: bool,
    ) -> f64 {
        let body = self.theme.sizes.body;
        let larger = before.size.max(piece.size).max(body);
        let space = distance - piece.height;
        let is_below_heading = before.heading.is_some_and(|level| level > 1);
        // A caption's credit is smaller than the caption.
        let is_leading =
            space > self.leading * piece.size - LIKE && space < self.leading * larger + LIKE;
        if is_of_one_paragraph(before, piece) {
            LEADING * larger
        } else if piece.heading.is_some_and(|level| level > 1) {
            ABOVE_HEADING * self.heading_em(piece)
        } else if is_below_heading {
            0.0
        } else if has_begun && space > self.paragraph * body - LIKE {
            // Room of other kinds may have been added.
            PARAGRAPH * body
        } else if is_leading {
            LEADING * larger
        } else {
            0.0
        }
    }

    /// How a piece would stand below the last one of the page before at least.
    fn apart(&self, before: &ColumnPiece, piece: &ColumnPiece) -> Below {
        if self.may_be_beside(before, piece) {
            return Below::default();
        }
        let body = self.theme.sizes.body;
        let (space, gain) = if is_of_one_paragraph(before, piece) {
            let size = before.size.min(piece.size);
            (self.leading * size, LEADING * size)
        } else if piece.heading.is_some() {
            let em = self.heading_em(piece);
            (self.above_heading * em, ABOVE_HEADING * em)
        } else if before.paragraph > 0 && piece.paragraph > 0 {
            // Items of a list begin with a sign, which is of no paragraph.
            (self.paragraph * body, PARAGRAPH * body)
        } else {
            (LEAST_SPACE.min(self.leading) * piece.size, LEADING * piece.size)
        };
        Below { distance: piece.height + space, gain, is_bound: false }
    }

    /// Whether both may be of contacts and house, which stand behind the text in two columns.
    fn may_be_beside(&self, before: &ColumnPiece, piece: &ColumnPiece) -> bool {
        let largest = before.size.max(piece.size);
        !self.theme.information.is_column() && largest <= self.theme.sizes.information
    }

    /// The size in which distances around a heading are given, in pt.
    fn heading_em(&self, piece: &ColumnPiece) -> f64 {
        self.theme.sizes.body * if piece.heading == Some(2) { HEADING_EM } else { 1.0 }
    }
}

fn is_of_one_paragraph(before: &ColumnPiece, piece: &ColumnPiece) -> bool {
    piece.paragraph > 0 && before.paragraph == piece.paragraph
}

/// The lines that are never parted from those above them: the second and the last one of a
/// paragraph.
fn bound_lines(pieces: &[ColumnPiece], with_notes: &HashSet<usize>) -> Vec<usize> {
    let mut paragraphs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, ColumnPiece { paragraph, .. }) in pieces.iter().enumerate() {
        // A line goes to the next page with its footnote, and leaves the line above behind.
        if *paragraph > 0 && !with_notes.contains(paragraph) {
            paragraphs.entry(*paragraph).or_default().push(at);
        }
    }
    let mut bound = Vec::new();
    for lines in paragraphs.values() {
        let mut pairs = lines.iter().zip(lines.iter().skip(1));
        let is_whole = pairs.all(|(above, below)| above + 1 == *below);
        let ([first, second, ..], [.., last]) = (&lines[..], &lines[..]) else { continue };
        if !is_whole {
            continue;
        }
        bound.push(*last);
        // The first line of an item counts as of no paragraph.
        let above = first.checked_sub(1).and_then(|above| pieces.get(above));
        if above.is_none_or(|above| above.paragraph > 0 || above.heading.is_some()) {
            bound.push(*second);
        }
    }
    bound
}
