//! Whether what was set in the cells of tables stands within its columns.
//!
//! A word that the engine cannot break is set over the next cell, without a warning. Where a column
//! begins is told by its cells: each begins at the left edge of its own.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use typst::foundations::{Smart, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point};
use typst::model::TableCell;
use typst::text::TextItem;
use typst_layout::PagedDocument;

use super::frames::width;
use super::tables::{self, TableMark};

/// What a line may stand out by, in mm: rounding, and a sign that hangs.
pub(super) const TOLERANCE: f64 = 0.5;

/// Whether a line reaches out of its column; all in mm.
pub(super) fn is_outside(start: f64, end: f64, column: Range<f64>) -> bool {
    start < column.start - TOLERANCE || end > column.end + TOLERANCE
}

/// The first run of each cell that reaches out of the column of the cell.
pub(super) fn beyond_their_columns(document: &PagedDocument) -> Vec<&TextItem> {
    let mut search = CellSearch::default();
    for page in document.pages() {
        search.visit(&page.frame, Point::zero(), None);
    }
    search.found
}

/// A cell of the table that is being read.
#[derive(Clone, Copy)]
struct CellPlace {
    location: Location,
    column: usize,
}

/// A run of a cell; ends in mm from the left edge of the page.
struct CellRun<'a> {
    cell: CellPlace,
    start: f64,
    end: f64,
    item: &'a TextItem,
}

/// Reads tables, one after the other.
#[derive(Default)]
struct CellSearch<'a> {
    /// What the columns of the table keep free at their inner edges, in mm.
    inset: f64,
    /// The left edge of each column of the table, in mm.
    lefts: BTreeMap<usize, f64>,
    runs: Vec<CellRun<'a>>,
    open: Option<CellPlace>,
    /// The columns of the table's cells: a cell that goes on over a page stands behind its tags.
    columns: HashMap<Location, usize>,
    found: Vec<&'a TextItem>,
}

impl<'a> CellSearch<'a> {
    /// Reads a frame, which may be a part of a cell that goes on over a page.
    fn visit(&mut self, frame: &'a Frame, origin: Point, part_of: Option<CellPlace>) {
        for (position, item) in frame.items() {
            let at = origin + *position;
            match item {
                FrameItem::Tag(tag) => self.tag(tag, at),
                FrameItem::Group(group) => {
                    let parent = group.parent.as_ref().map(|parent| parent.location);
                    let own = parent.and_then(|location| {
                        let column = *self.columns.get(&location)?;
                        Some(CellPlace { location, column })
                    });
                    let moved = Point::new(group.transform.tx, group.transform.ty);
                    self.visit(&group.frame, at + moved, own.or(part_of));
                }
                FrameItem::Text(item) => {
                    if let Some(cell) = part_of.or(self.open) {
                        let start = at.x.to_mm();
                        let end = start + width(item).to_mm();
                        self.runs.push(CellRun { cell, start, end, item });
                    }
                }
                _ => {}
            }
        }
    }

    fn tag(&mut self, tag: &Tag, at: Point) {
        match tables::mark(tag) {
            Some(TableMark::Begins(report)) => self.inset = report.inset,
            Some(TableMark::Ends) => return self.close_table(),
            None => {}
        }
        match tag {
            Tag::Start(element, _) => {
                if let Some(cell) = element.to_packed::<TableCell>()
                    && let Smart::Custom(column) = cell.x.get(StyleChain::default())
                    && let Some(location) = cell.location()
                {
                    self.lefts.insert(column, at.x.to_mm());
                    self.columns.insert(location, column);
                    self.open = Some(CellPlace { location, column });
                }
            }
            Tag::End(location, ..) => {
                self.open = self.open.filter(|cell| cell.location != *location);
            }
        }
    }

    /// Judges the runs of a table once all its columns are known.
    fn close_table(&mut self) {
        let mut judged = None;
        for run in std::mem::take(&mut self.runs) {
            let column = run.cell.column;
            let left = self.lefts.get(&column).copied().unwrap_or_default();
            let left = if column == 0 { left } else { left + self.inset };
            // Beside the last one nothing stands but the edge of the text.
            let right =
                self.lefts.get(&(column + 1)).map_or(f64::INFINITY, |next| next - self.inset);
            if is_outside(run.start, run.end, left..right) && judged != Some(run.cell.location) {
                judged = Some(run.cell.location);
                self.found.push(run.item);
            }
        }
        self.lefts.clear();
        self.columns.clear();
        self.open = None;
    }
}

#[cfg(test)]
mod tests {
    use typst::foundations::{Content, IntoValue, NativeElement, Value};
    use typst::introspection::{MetadataElem, TagFlags};
    use typst::layout::{Abs, Size};

    use super::super::codes::tests::{LIBERATION, run};
    use super::*;

    fn begin(element: Content, location: u128) -> FrameItem {
        let mut element = element;
        element.set_location(Location::new(location));
        FrameItem::Tag(Tag::Start(element, TagFlags { introspectable: true, tagged: true }))
    }

    fn end(location: u128) -> FrameItem {
        let flags = TagFlags { introspectable: true, tagged: true };
        FrameItem::Tag(Tag::End(Location::new(location), location, flags))
    }

    /// What a table reports, with columns that keep 2 mm free.
    fn report(figures: &[f64]) -> FrameItem {
        let figures = figures.iter().map(|figure| figure.into_value()).collect();
        begin(MetadataElem::new(Value::Array(figures)).pack(), 1)
    }

    /// Two cells beside one another, of columns that begin at 0 and 30 mm, with runs of 1.76 mm a
    /// letter that begin at these places.
    fn found(cells: [(f64, &str); 2]) -> Vec<String> {
        let mut frame = Frame::soft(Size::splat(Abs::mm(100.0)));
        let at = |x: f64| Point::with_x(Abs::mm(x));
        frame.push(at(0.0), report(&[7.0, 10.0, 10.0, 10.0, 0.0, 0.0, 2.0]));
        for (column, (x, text)) in cells.into_iter().enumerate() {
            let cell = TableCell::new(Content::empty()).with_x(Smart::Custom(column));
            let location = 10 + column as u128;
            frame.push(at(30.0 * column as f64), begin(cell.pack(), location));
            frame.push(at(x), FrameItem::Text(run(LIBERATION, text)));
            frame.push(at(30.0 * column as f64), end(location));
        }
        frame.push(at(0.0), report(&[7.0]));
        let mut search = CellSearch::default();
        search.visit(&frame, Point::zero(), None);
        search.found.iter().map(|item| item.text.to_string()).collect()
    }

    #[test]
    fn what_reaches_into_another_column_is_found() {
        assert!(found([(0.0, "Waldrand"), (32.0, "Moor")]).is_empty());
        // 17 letters are 30 mm.
        assert_eq!(found([(0.0, "Wirtschaftsordner"), (40.0, "Moor")]), ["Wirtschaftsordner"]);
        // A cell at the right of its column reaches out of it to the left.
        assert_eq!(found([(0.0, "Moor"), (20.0, "Wirtschaftsordner")]), ["Wirtschaftsordner"]);
    }
}
