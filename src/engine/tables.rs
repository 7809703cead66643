//! Tables as they were set: which may take the room beside the text column, and which size of
//! type they all have. The layout says what each table needs, the laid-out pages say where it
//! stands.

use typst::foundations::Value;
use typst::introspection::{MetadataElem, Tag};
use typst::layout::{FrameItem, Point};
use typst_layout::PagedDocument;

use super::frames::each_item;
use crate::letterhead::{InformationPlace, Theme};
use crate::output::typst::TableSetting;

/// From the end of the information column to a wide table, in mm: about two lines of the column.
const BELOW_COLUMN: f64 = 8.0;
/// How much lower a table may begin in mm, to stand below the column: about seven lines.
const MAX_LOWERED: f64 = 40.0;
/// A table beside the column that needs type so much smaller, in pt, is hardly to be read.
const MUCH_SMALLER: f64 = 2.0;
/// Sizes that are one, in pt: figures are rounded.
const SAME: f64 = 0.01;

/// What a table reports of itself where it begins; sizes in pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TableReport {
    /// Where it stands in the text.
    id: usize,
    /// The size of the text around it.
    natural: f64,
    /// The size that it needs in its column.
    in_column: f64,
    /// The size that it needs with the room beside the column.
    when_wide: f64,
    /// How far it reaches out of its column, in mm.
    pub beside: f64,
    /// Whether in its column alone words or the names of its rows break.
    breaks: bool,
    /// How much of each column stays free at its inner edges, in mm.
    pub inset: f64,
}

/// The beginning or end of a table.
pub(super) enum TableMark {
    Begins(TableReport),
    Ends,
}

/// What the layout left before or behind a table.
pub(super) fn mark(tag: &Tag) -> Option<TableMark> {
    let Tag::Start(content, _) = tag else { return None };
    let Value::Array(report) = &content.to_packed::<MetadataElem>()?.value else { return None };
    let mut figures = report.iter().map(|value| value.clone().cast::<f64>().ok());
    let id = figures.next()??;
    if report.len() == 1 {
        return Some(TableMark::Ends);
    }
    Some(TableMark::Begins(TableReport {
        id: id as usize,
        natural: figures.next()??,
        in_column: figures.next()??,
        when_wide: figures.next()??,
        beside: figures.next()??,
        breaks: figures.next()?? > 0.0,
        inset: figures.next()??,
    }))
}

/// A height on the pages, in mm below the upper edge of its page.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Height {
    page: usize,
    below: f64,
}

/// A table on the sheet.
struct PlacedTable {
    report: TableReport,
    /// Its upper edge.
    top: Height,
    /// The upper edge of its first line.
    first_line: Height,
}

/// The tables of a sheet, and the lower end of the information column.
fn find(document: &PagedDocument, theme: &Theme) -> (Vec<PlacedTable>, Height) {
    let measures = &theme.measures;
    let beside = match theme.information {
        InformationPlace::Right => measures.left + measures.text_width + 1.0..f64::INFINITY,
        InformationPlace::Left => f64::NEG_INFINITY..measures.left - 1.0,
        // There is no column.
        _ => 0.0..0.0,
    };
    let foot = theme.text_foot();
    let mut tables = Vec::new();
    let mut column_end = Height { page: 0, below: 0.0 };
    let mut inside = false;
    let mut begun = None;
    for (page, content) in document.pages().iter().enumerate() {
        let upper = if page == 0 { measures.text_top } else { measures.text_top_later };
        each_item(&content.frame, Point::zero(), &mut |at, item| {
            let (from, to) = match item {
                FrameItem::Tag(tag) => {
                    match mark(tag) {
                        Some(TableMark::Begins(report)) => {
                            let top = Height { page, below: at.y.to_mm() };
                            (inside, begun) = (true, Some((report, top)));
                        }
                        Some(TableMark::Ends) => inside = false,
                        None => {}
                    }
                    return;
                }
                FrameItem::Text(text) => (at.y - text.size, at.y),
                FrameItem::Image(_, size, _) => (at.y, at.y + size.y),
                _ => return,
            };
            let (from, to) = (from.to_mm(), to.to_mm());
            // Head and foot are no part of a table that goes on over a page.
            if to < upper - 1.0 || from > foot {
                return;
            }
            if let Some((report, top)) = begun.take() {
                let first_line = Height { page, below: from };
                tables.push(PlacedTable { report, top, first_line });
            }
            let end = Height { page, below: to };
            if !inside && beside.contains(&at.x.to_mm()) && end > column_end {
                column_end = end;
            }
        });
    }
    (tables, column_end)
}

/// How the tables of a laid-out sheet should be set instead; none where they are well as they
/// are. A table that does not fit its column in the size of the text, or breaks there words or the
/// names of its rows, takes the room beside it where the information column does not stand. One
/// that needs much smaller type beside the last lines of that column begins below it. One that
/// stands beside it after all never gets that room again, so that there is an end; the last
/// time none of those keeps it.
pub(super) fn other_setting(
    document: &PagedDocument,
    theme: &Theme,
    setting: &TableSetting,
    is_last: bool,
) -> Option<TableSetting> {
    let (tables, column_end) = find(document, theme);
    let mut other = setting.clone();
    let column_end = Height { below: column_end.below + BELOW_COLUMN, ..column_end };
    for PlacedTable { report: table, top, first_line } in &tables {
        if *first_line <= column_end {
            let lower = column_end.below - top.below + 0.5;
            if other.wide.remove(&table.id) {
                other.lowered.remove(&table.id);
                other.barred.insert(table.id);
            } else if table.natural - table.in_column >= MUCH_SMALLER - SAME
                && (table.when_wide > table.in_column + SAME || table.breaks)
                && top.page == column_end.page
                && lower <= MAX_LOWERED
                && !other.barred.contains(&table.id)
                && !is_last
            {
                other.lowered.insert(table.id, lower);
                other.wide.insert(table.id);
            }
        } else if (table.in_column < table.natural || table.breaks)
            && !other.barred.contains(&table.id)
            && !is_last
        {
            other.wide.insert(table.id);
        }
    }
    // Those of a footnote have a size of their own.
    let text_size = tables.iter().map(|table| table.report.natural).fold(0.0, f64::max);
    let needed =
        tables.iter().map(|table| table.report).filter(|table| table.natural > text_size - SAME);
    let sizes =
        needed.map(
            |table| {
                if other.wide.contains(&table.id) { table.when_wide } else { table.in_column }
            },
        );
    let (least, most) = sizes.fold((text_size, 0.0), |(least, most): (f64, f64), size| {
        (least.min(size), most.max(size))
    });
    other.size = (most > least + SAME).then_some(least);
    (other != *setting && (!is_last || other.wide != setting.wide)).then_some(other)
}
