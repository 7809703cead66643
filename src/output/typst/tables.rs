//! Tables as the layout's data: with what has to be measured to fit the columns.
//!
//! How wide a column is can only be measured where the faces are, in the layout.
//! Measuring every cell would cost more than setting it, so that the widest few of
//! each column are chosen here, by rough widths.

use serde::Serialize;

use super::cells::{CellText, MAY_BREAK};
use super::pieces::InlineData;
use super::text::TypstWriter;
use crate::body::{self, Alignment, InlineKind};
use crate::release::Language;
use crate::typography::{self, width};

/// Texts of a column that are measured: the widest by rough widths may be the
/// second by exact ones.
const SAMPLES: usize = 3;
/// Rough width in em from which a cell may be higher than a third of a page, in the
/// narrowest column and the smallest type.
const LONG: f64 = 60.0;
/// How much wider bold type is, roughly.
const BOLD: f64 = 1.07;
/// A table as the layout sees it; see `layouts/table.typ`.
#[derive(Serialize)]
pub(super) struct TableData {
    columns: Vec<ColumnData>,
    header: Vec<Vec<InlineData>>,
    rows: Vec<Vec<Vec<InlineData>>>,
    /// Rows that may be higher than a third of a page.
    long_rows: Vec<usize>,
    /// Whether the head may be repeated: what is repeated is silent, and PDF/UA-1 has
    /// no links and marks in what is silent.
    repeats: bool,
    /// So small that it is never parted.
    whole: bool,
}

/// A text to be measured, and whether it is bold.
type Sample = (String, bool);

#[derive(Serialize)]
struct ColumnData {
    align: &'static str,
    body: Extent,
    head: Extent,
    /// In a column of numbers the unlike texts from the decimal sign on, digits as
    /// zeros, and which of them each row has; empty in other columns.
    tails: Vec<Sample>,
    tail_of_row: Vec<usize>,
}

/// The widest texts of some cells.
#[derive(Default, Serialize)]
struct Extent {
    /// Of whole lines; in a column of numbers up to the decimal sign.
    lines: Widest,
    /// Of words.
    words: Widest,
    /// Of parts that cannot be broken, each with its hyphen.
    parts: Widest,
}

/// The widest of the texts offered.
#[derive(Default, Serialize)]
#[serde(transparent)]
struct Widest(Vec<WideSample>);

#[derive(Serialize)]
#[serde(transparent)]
struct WideSample {
    sample: Sample,
    #[serde(skip)]
    width: f64,
}

impl Widest {
    fn would_take(&self, width: f64) -> bool {
        self.0.len() < SAMPLES || self.0.last().is_some_and(|last| last.width < width)
    }

    fn offer(&mut self, text: &str, is_bold: bool) {
        let width = width(text) * if is_bold { BOLD } else { 1.0 };
        let is_known = |kept: &WideSample| kept.sample.0 == text && kept.sample.1 == is_bold;
        if self.would_take(width) && !self.0.iter().any(is_known) {
            let at = self.0.partition_point(|kept| kept.width >= width);
            self.0.insert(at, WideSample { sample: (text.to_owned(), is_bold), width });
            self.0.truncate(SAMPLES);
        }
    }
}

impl Extent {
    fn add(&mut self, cell: &CellText, language: Language) {
        for line in cell.text.split('\n') {
            self.lines.offer(line.replace(MAY_BREAK, "").trim(), cell.is_bold);
        }
        for (start, word) in cell.words() {
            self.words.offer(word, cell.is_bold);
            // No part is wider than its word and a hyphen.
            if self.parts.would_take((width(word) + 0.4) * BOLD) {
                cell.parts(start, word, language, |part| self.parts.offer(part, cell.is_bold));
            }
        }
    }
}

/// Binds the sign of a unit to the word before it, so that in a narrow head it does
/// not stand alone: "in %".
fn bind_units(cell: &mut [InlineData]) {
    for inline in cell {
        let (InlineData::Text(text) | InlineData::Unbroken([text])) = inline else { continue };
        for sign in ['%', '‰', '€', '$', '°'] {
            *text = text.replace(&format!(" {sign}"), &format!("\u{A0}{sign}"));
        }
    }
}

impl TypstWriter<'_> {
    /// A table of the body.
    pub(super) fn table(&self, table: &body::Table) -> TableData {
        let language = self.language();
        let set = |cell: &Vec<body::Inline>| self.inlines(cell);
        let set_row = |row: &Vec<Vec<body::Inline>>| row.iter().map(set).collect();
        let (mut header, rows): (Vec<Vec<InlineData>>, Vec<Vec<Vec<InlineData>>>) = self
            .within_cells(table.columns.len(), || {
                (set_row(&table.header), table.rows.iter().map(set_row).collect())
            });
        header.iter_mut().for_each(|cell| bind_units(cell));
        let repeats = table.header.iter().all(|cell| !has_link(cell));
        let mut long_rows = Vec::new();
        let flats: Vec<Vec<CellText>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| CellText::new(cell, false)).collect())
            .collect();
        for (at, row) in flats.iter().enumerate() {
            let is_long = |cell: &CellText| {
                width(&cell.text) + 5.0 * cell.text.matches('\n').count() as f64 > LONG
            };
            if row.iter().any(is_long) {
                long_rows.push(at);
            }
        }
        let column = |(nth, alignment): (usize, &Alignment)| {
            let cells: Vec<&CellText> = flats.iter().filter_map(|row| row.get(nth)).collect();
            let head = header.get(nth).map(|cell| CellText::new(cell, true));
            column(nth, *alignment, &cells, head.as_ref(), language)
        };
        let columns = table.columns.iter().enumerate().map(column).collect();
        TableData { columns, header, rows, long_rows, whole: self.is_small(table), repeats }
    }
}

/// Whether text has a link or the mark of a footnote.
fn has_link(content: &[body::Inline]) -> bool {
    let mut found = false;
    body::each_inline(content, &mut |inline| {
        found |= matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Footnote(_));
    });
    found
}

fn column(
    nth: usize,
    alignment: Alignment,
    cells: &[&CellText],
    head: Option<&CellText>,
    language: Language,
) -> ColumnData {
    let mut column = ColumnData {
        align: match alignment {
            Alignment::Auto | Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        },
        body: Extent::default(),
        head: Extent::default(),
        tails: Vec::new(),
        tail_of_row: Vec::new(),
    };
    if let Some(head) = head {
        column.head.add(head, language);
    }
    let may_be_numbers = matches!(alignment, Alignment::Auto | Alignment::Right);
    if !(may_be_numbers && column.takes_numbers(nth, cells, language)) {
        cells.iter().for_each(|cell| column.body.add(cell, language));
    }
    column
}

impl ColumnData {
    /// Becomes a column of numbers, if all its cells are some.
    fn takes_numbers(&mut self, nth: usize, cells: &[&CellText], language: Language) -> bool {
        let is_mark = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
        let split = |cell: &&CellText| {
            let text = cell.text.trim();
            let bare = text.trim_end_matches(is_mark);
            if typography::is_nothing(bare) {
                return Some((bare.len(), false));
            }
            let whole = match typography::numeral(bare, language) {
                Some(numeral) => Some(numeral.whole),
                // "5 m²": the raised digit is the unit's.
                None => typography::numeral(text, language).map(|numeral| numeral.whole),
            };
            whole.map(|whole| (whole.len(), true))
        };
        let Some(split) = cells.iter().map(split).collect::<Option<Vec<_>>>() else {
            return false;
        };
        // Years at the beginning of the rows are names, not amounts.
        let is_year = |cell: &&CellText| {
            let year = cell.text.trim().parse::<u16>();
            year.is_ok_and(|year| (1500..2200).contains(&year))
        };
        let has_numbers = split.iter().any(|(_, is_number)| *is_number);
        if !has_numbers || nth == 0 && cells.iter().all(is_year) {
            return false;
        }
        for (cell, (length, _)) in cells.iter().zip(split) {
            let (whole, tail) = cell.text.trim().split_at_checked(length).unwrap_or_default();
            let tail: String =
                tail.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            let tail = (tail, cell.is_bold);
            let known = self.tails.iter().position(|known| *known == tail);
            self.tail_of_row.push(known.unwrap_or(self.tails.len()));
            if known.is_none() {
                self.tails.push(tail);
            }
            self.body.lines.offer(whole, cell.is_bold);
        }
        self.align = "right";
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(cell: &[InlineData]) -> CellText {
        CellText::new(cell, false)
    }

    #[test]
    fn the_widest_texts_are_kept() {
        let mut widest = Widest::default();
        for text in ["i", "mm", "iii", "mmm", "mmm", "ii"] {
            widest.offer(text, false);
        }
        let kept: Vec<_> = widest.0.iter().map(|kept| kept.sample.0.as_str()).collect();
        assert_eq!(kept, ["mmm", "mm", "iii"]);
    }

    #[test]
    fn columns_of_numbers_are_told_by_all_their_cells() {
        let tails = |cells: &[&str], nth| {
            let cells: Vec<_> =
                cells.iter().map(|cell| flat(&[InlineData::Text((*cell).to_owned())])).collect();
            let cells: Vec<_> = cells.iter().collect();
            column(nth, Alignment::Auto, &cells, None, Language::German).tail_of_row
        };
        assert_eq!(tails(&["1,5 %", "12 %", "–", "3,5 %"], 1), [0, 1, 2, 0]);
        assert!(tails(&["1,5", "zwölf"], 1).is_empty());
        assert!(tails(&["–", ""], 1).is_empty());
        assert!(tails(&["2021", "2022"], 0).is_empty());
        assert_eq!(tails(&["2021", "2022"], 1), [0, 0]);
    }
}
