//! Tables as the layout's data: with what has to be measured to fit the columns.
//!
//! How wide a column is can only be measured where the fonts are, in the layout.
//! Measuring every cell would cost more than setting it, so that the widest few of
//! each column are chosen here, by rough widths.

use super::cells::CellText;
use super::pieces::{InlineData, TableData};
use super::widest::{BOLD, ColumnData, Extent};
use super::writer::TypstWriter;
use crate::body::{self, Alignment, InlineKind};
use crate::letterhead::InformationPlace;
use crate::release::Language;
use crate::typography::{self, width};

/// Rough width in em from which a cell may be higher than a third of a page, in the
/// narrowest column and the smallest type.
const LONG: f64 = 60.0;
/// Letters of a unit up to which the word before it stays with it in a head.
const LONG_UNIT: usize = 12;

impl Extent {
    fn add(&mut self, cell: &CellText) {
        for line in cell.text.split('\n') {
            self.lines.offer(line.trim(), cell.is_bold);
        }
        for (word, text) in cell.words() {
            self.words.offer(text, cell.is_bold);
            // No part is wider than its word and a hyphen.
            if self.parts.would_take((width(text) + 0.4) * BOLD) {
                cell.parts(&word, |part| self.parts.offer(part, cell.is_bold));
            }
        }
    }
}

/// Binds the sign of a unit to the word before it, so that in a narrow head it does
/// not stand alone: "in %".
fn bind_units(cell: &mut [InlineData]) {
    for inline in cell.iter_mut() {
        let (InlineData::Text(text) | InlineData::Unbroken([text])) = inline else { continue };
        for sign in ['%', '‰', '€', '$', '°'] {
            *text = text.replace(&format!(" {sign}"), &format!("\u{A0}{sign}"));
        }
    }
}

/// Columns from which on a column may be narrower than a unit in words.
const MANY_COLUMNS: usize = 6;

/// Binds "in" to a word behind it with which the head ends.
fn bind_last(cell: &mut [InlineData]) {
    let Some((InlineData::Text(last) | InlineData::Unbroken([last]), before)) =
        cell.split_last_mut()
    else {
        return;
    };
    let unit = last.rsplit(' ').next().unwrap_or_default();
    if unit.is_empty() || unit.chars().count() > LONG_UNIT {
        return;
    }
    let text = if unit.len() < last.len() {
        let at = last.len() - unit.len();
        (last, at)
    } else if let Some(InlineData::Text(text) | InlineData::Unbroken([text])) = before.last_mut() {
        let at = text.len();
        (text, at)
    } else {
        return;
    };
    let (text, at) = text;
    let before = text.get(..at).and_then(|before| before.strip_suffix(' ')).unwrap_or_default();
    if before == "in" || before.ends_with(" in") {
        text.replace_range(at - 1..at, "\u{A0}");
    }
}

impl TypstWriter<'_> {
    /// A table that begins at byte `id` of the text.
    pub(super) fn table(&self, table: &body::Table, id: usize) -> TableData {
        let (mut header, rows) = self.within_cells(table.columns.len(), || {
            let rows: Vec<_> = table.rows.iter().map(|row| self.lines(row)).collect();
            (self.lines(&table.header), rows)
        });
        header.iter_mut().for_each(|cell| bind_units(cell));
        // Narrow columns need each break.
        if table.columns.len() <= MANY_COLUMNS {
            header.iter_mut().for_each(|cell| bind_last(cell));
        }
        // An empty row of heads says nothing, and a screen reader would read it out.
        if table
            .header
            .iter()
            .all(|cell| body::plain_text(cell).trim().is_empty() && !has_picture(cell))
        {
            header.clear();
        }
        let language = self.language();
        let heads = cell_texts(&header, true, language);
        let cells: Vec<_> = rows.iter().map(|row| cell_texts(row, false, language)).collect();
        let long_rows = cells.iter().enumerate().filter(|(_, row)| row.iter().any(is_long));
        let columns = table.columns.iter().enumerate().map(|(nth, alignment)| {
            let cells: Vec<&CellText> = cells.iter().filter_map(|row| row.get(nth)).collect();
            column(nth, *alignment, &cells, heads.get(nth), language)
        });
        TableData {
            id,
            beside: self.beside(),
            leftwards: self.theme().information == InformationPlace::Left,
            wide: self.adjustments.tables.wide.contains(&id),
            lowered: self.adjustments.tables.lowered.get(&id).copied().unwrap_or(0.0),
            size: self.adjustments.tables.size,
            columns: columns.collect(),
            long_rows: long_rows.map(|(at, _)| at).collect(),
            repeats: table.header.iter().all(|cell| !has_link(cell)),
            whole: self.is_small(table),
            row_heads: has_row_heads(&cells, table.columns.len(), language),
            header,
            rows,
        }
    }
}

/// The cells of a row, each as one text.
fn cell_texts(row: &[Vec<InlineData>], is_bold: bool, language: Language) -> Vec<CellText> {
    row.iter().map(|cell| CellText::new(cell, is_bold, language)).collect()
}

/// Whether the first column of a table is words, and each other one numbers.
fn has_row_heads(rows: &[Vec<CellText>], columns: usize, language: Language) -> bool {
    let are_words = rows.iter().all(|row| {
        let first = row.first().map_or("", |cell| cell.text.trim());
        is_year(first) || (!first.is_empty() && CellNumber::of(first, language).is_none())
    });
    columns > 1 && are_words && (1..columns).all(|nth| is_of_numbers(rows, nth, language))
}

/// Whether a column of a table has numbers, and nothing else but signs for none.
fn is_of_numbers(rows: &[Vec<CellText>], nth: usize, language: Language) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(nth)).map(|cell| cell.text.trim());
    cells.clone().all(|text| CellNumber::of(text, language).is_some())
        && cells.any(|text| text.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a cell may be higher than a third of a page.
fn is_long(cell: &CellText) -> bool {
    width(&cell.text) + 5.0 * cell.text.matches('\n').count() as f64 > LONG
}

/// Whether text has a link or the mark of a footnote.
fn has_link(content: &[body::Inline]) -> bool {
    let mut found = false;
    body::each_inline(content, &mut |inline| {
        found |= matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Footnote(_));
    });
    found
}

fn has_picture(content: &[body::Inline]) -> bool {
    content.iter().any(|inline| matches!(inline.kind, InlineKind::Picture(_)))
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
        numbers: false,
        tails: Vec::new(),
        unit_apart: false,
        tail_of_row: Vec::new(),
    };
    if let Some(head) = head {
        column.head.add(head);
    }
    let may_be_numbers = matches!(alignment, Alignment::Auto | Alignment::Right);
    if !(may_be_numbers && column.takes_numbers(nth, cells, language)) {
        cells.iter().for_each(|cell| column.body.add(cell));
    }
    column
}

impl ColumnData {
    /// Becomes a column of numbers, if all its cells are some.
    fn takes_numbers(&mut self, nth: usize, cells: &[&CellText], language: Language) -> bool {
        let numbers: Option<Vec<_>> =
            cells.iter().map(|cell| CellNumber::of(cell.text.trim(), language)).collect();
        let Some(numbers) = numbers else { return false };
        // Years at the beginning of the rows are names, not amounts.
        let is_years = nth == 0 && cells.iter().all(|cell| is_year(cell.text.trim()));
        if is_years || numbers.iter().all(|number| number.is_nothing) {
            return false;
        }
        self.numbers = true;
        self.align = "right";
        // Decimal signs stand below one another where the numbers are of one kind; a rate
        // among amounts would only push these apart.
        let mut units = numbers.iter().filter(|number| !number.is_nothing);
        let unit = units.next().map(|number| &number.unit);
        if units.any(|number| Some(&number.unit) != unit) {
            for cell in cells {
                self.body.lines.offer(cell.text.trim(), cell.is_bold);
            }
            return true;
        }
        for (cell, number) in cells.iter().zip(&numbers) {
            let (whole, tail) = cell.text.trim().split_at_checked(number.whole).unwrap_or_default();
            let tail = tail.chars().map(|c| if c.is_ascii_digit() { '0' } else { c });
            let tail = (tail.collect(), cell.is_bold);
            let known = self.tails.iter().position(|known| *known == tail);
            self.tail_of_row.push(known.unwrap_or(self.tails.len()));
            if known.is_none() {
                self.tails.push(tail);
            }
            self.body.lines.offer(whole, cell.is_bold);
        }
        self.unit_apart = has_unit_apart(cells, &numbers);
        true
    }
}

/// Whether each number has its unit behind the one space of its cell, and all the same. Then the
/// units stand below one another too, and what a number lacks in decimals stands before its unit.
fn has_unit_apart(cells: &[&CellText], numbers: &[CellNumber]) -> bool {
    let units = cells.iter().zip(numbers).filter(|(_, number)| !number.is_nothing);
    let mut units = units.map(|(cell, number)| {
        let (number, unit) = cell
            .text
            .trim()
            .split_once('\u{A0}')
            .filter(|(before, _)| before.len() >= number.whole)?;
        (!number.contains(char::is_whitespace) && !unit.contains(char::is_whitespace))
            .then_some((unit, cell.is_bold))
    });
    let first = units.next().flatten();
    first.is_some() && units.all(|unit| unit == first)
}

/// A cell of a column of numbers.
struct CellNumber {
    /// Bytes up to the decimal sign.
    whole: usize,
    /// A dash or nothing at all stands for a number.
    is_nothing: bool,
    /// What is counted: currency before it, unit behind it.
    unit: String,
}

impl CellNumber {
    fn of(text: &str, language: Language) -> Option<Self> {
        let bare = text.trim_end_matches(|c| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'));
        if typography::is_nothing(bare) {
            return Some(Self { whole: bare.len(), is_nothing: true, unit: String::new() });
        }
        // "5 m²": the raised digit is the unit's.
        let numeral =
            typography::numeral(bare, language).or_else(|| typography::numeral(text, language))?;
        let unit = unit(numeral.whole, numeral.tail);
        Some(Self { whole: numeral.whole.len(), is_nothing: false, unit })
    }
}

/// The unit of a number: the currency before it, and what stands behind its decimals, without
/// the marks of notes.
fn unit(whole: &str, tail: &str) -> String {
    let currency = whole.chars().filter(|c| matches!(c, '€' | '$' | '£'));
    let decimals = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '–' | '-' | '—');
    let behind = tail.trim_start_matches(decimals);
    let behind = behind.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '†' | '‡'));
    currency.chain(behind).collect()
}

/// "2024", and with the mark of a note, "2024*".
fn is_year(text: &str) -> bool {
    let year = text.trim_end_matches(|c| "*†‡¹²³⁰⁴⁵⁶⁷⁸⁹".contains(c));
    year.parse::<u16>().is_ok_and(|year| (1500..2200).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(cell: &[InlineData]) -> CellText {
        CellText::new(cell, false, Language::German)
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

    #[test]
    fn numbers_of_unlike_units_are_flush() {
        let column = |cells: &[&str]| {
            let cells: Vec<_> =
                cells.iter().map(|cell| flat(&[InlineData::Text((*cell).to_owned())])).collect();
            let cells: Vec<_> = cells.iter().collect();
            column(1, Alignment::Auto, &cells, None, Language::German)
        };
        for cells in [["12,5 %", "1.200 Euro"], ["117.449", "5,6 %"], ["3 km", "3 m"], ["€ 5", "5"]]
        {
            let column = column(&cells);
            assert!(column.numbers && column.tails.is_empty(), "{cells:?}");
            assert_eq!(column.align, "right");
        }
        for cells in [
            ["12,5 %", "1 %*"],
            ["1\u{A0}%", "1\u{202F}%"],
            ["5,– €", "7,50 €"],
            ["–", "7,50 €"],
            ["7 %¹", "7,5 %"],
        ] {
            assert!(!column(&cells).tails.is_empty(), "{cells:?}");
        }
    }

    #[test]
    fn words_before_numbers_alone_are_heads_of_rows() {
        let has_heads = |rows: &[&[&str]]| {
            let cell = |text: &&str| flat(&[InlineData::Text((*text).to_owned())]);
            let rows: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
            has_row_heads(&rows, rows[0].len(), Language::German)
        };
        assert!(has_heads(&[&["Männer", "64.204", "+0,3 %"], &["Frauen", "53.245", "–"]]));
        assert!(has_heads(&[&["2021", "5"], &["2022", "7"]]));
        assert!(!has_heads(&[&["Bautzen", "8.011", "Saisonende"]]));
        assert!(!has_heads(&[&["Männer", "64.204"], &["", "53.245"]]));
        assert!(!has_heads(&[&["Männer", "–"], &["Frauen", "–"]]));
        assert!(!has_heads(&[&["1,5", "2,5"]]) && !has_heads(&[&["allein"]]));
    }
}
