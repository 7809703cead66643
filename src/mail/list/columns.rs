//! The columns of a list.

use std::collections::BTreeSet;

use super::faults;
use super::records::{Cell, ListRecord};
use super::titles::ListColumn;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::limits::ListLimits;
use crate::read;
use crate::source::Source;

/// The most columns that a note lists by their titles.
const MAX_TITLES: usize = 100;

/// The columns in the order of the header; `None` for one that says nothing here.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    columns: Vec<Option<ListColumn>>,
    /// Those above which a title stands, whatever it says.
    titled: BTreeSet<usize>,
    beside: BesideColumns,
}

/// What may stand in a row beside the columns that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BesideColumns {
    /// Cells under unknown titles, and no more cells than titles.
    Titled,
    /// Those, and remarks beside the table, as on a sheet.
    Remarks,
    /// Anything, since no header says what it is.
    Untitled,
}

impl Columns {
    /// A table of which the place of the addresses is known, and what a row above it names.
    pub fn of_addresses(text: &str, above: Option<&ListRecord>, at: usize) -> Self {
        let width = above.map_or(0, |record| record.width).max(at + 1);
        let mut columns = vec![None; width];
        for cell in above.iter().flat_map(|record| &record.cells) {
            let column = ListColumn::from_title(&cell.text(text));
            if column == Some(ListColumn::Tags) || !columns.contains(&column) {
                columns[cell.column] = column;
            }
        }
        columns[at] = Some(ListColumn::Email);
        // Titles that say nothing here still say that a column is another one.
        let titles = above.filter(|record| record.has_titles(text));
        let titled = titles.iter().flat_map(|titles| &titles.cells);
        let titled = titled.map(|cell| cell.column).collect();
        Self { columns, titled, beside: BesideColumns::Untitled }
    }

    /// How many columns of a row have a known title, if one of them is that of addresses.
    pub fn known(text: &str, record: &ListRecord) -> Option<usize> {
        let columns = record.cells.iter().map(|cell| ListColumn::from_title(&cell.text(text)));
        let known: Vec<_> = columns.flatten().collect();
        known.contains(&ListColumn::Email).then_some(known.len())
    }

    /// Reads a header. An unknown column is reported, since it may be a typing error; many are
    /// the export of a program. So is one that holds what another holds already.
    pub fn read(
        source: &Source,
        header: &ListRecord,
        limits: &ListLimits,
    ) -> Result<(Self, Vec<Diagnostic>), Diagnostics> {
        check_width(source, header, limits)?;
        let mut columns = vec![None; header.width];
        let (mut unknown, mut errors) = (Vec::new(), Vec::new());
        let mut repeated = Vec::new();
        let mut titles = Vec::new();
        for cell in &header.cells {
            let title = cell.text(source.text());
            let column = ListColumn::from_title(&title);
            let is_twice = columns.contains(&column);
            match column {
                Some(column) if is_twice && titles.contains(&title.to_lowercase()) => {
                    let message =
                        message!("the column `{column}` stands there twice", column = &*title);
                    let error = Diagnostic::new(codes::LIST_COLUMN, message);
                    let hint = format!("which of them holds the {}?", column.as_str());
                    errors.push(error.at(source, cell.place.clone(), "").hint(hint));
                }
                // The first of several counts, as the first of several addresses.
                Some(ListColumn::Email) if is_twice => {
                    columns[cell.column] = Some(ListColumn::OtherEmail);
                }
                // Offices part tags by what they say: a department, a topic. All of them count.
                Some(ListColumn::OtherEmail | ListColumn::Tags) => columns[cell.column] = column,
                Some(column) if is_twice => {
                    repeated.push(passed_over(source, cell, &title, column))
                }
                Some(_) => columns[cell.column] = column,
                None => unknown.push((cell, title.clone().into_owned())),
            }
            titles.push(title.to_lowercase());
        }
        if !columns.contains(&Some(ListColumn::Email)) {
            errors.push(missing(source, header));
        }
        Diagnostics::check(errors)?;
        let findings = of_unknown(source, &unknown).into_iter().chain(repeated).collect();
        let titled = header.cells.iter().map(|cell| cell.column).collect();
        Ok((Self { columns, titled, beside: BesideColumns::Titled }, findings))
    }

    /// The same, of a sheet: beside it there may be remarks.
    pub fn open(self) -> Self {
        match self.beside {
            BesideColumns::Titled => Self { beside: BesideColumns::Remarks, ..self },
            BesideColumns::Remarks | BesideColumns::Untitled => self,
        }
    }

    /// The number of columns, where a row can have no more cells.
    pub fn max_width(&self) -> Option<usize> {
        (self.beside == BesideColumns::Titled).then_some(self.columns.len())
    }

    /// The columns of a kind, in the order of the header.
    pub fn places(&self, kind: ListColumn) -> impl Iterator<Item = usize> {
        let all = self.columns.iter().enumerate();
        all.filter_map(move |(at, column)| (*column == Some(kind)).then_some(at))
    }

    /// Whether addresses belong into a column.
    pub fn has_addresses(&self, column: usize) -> bool {
        let kind = self.columns.get(column).copied().flatten();
        matches!(kind, Some(ListColumn::Email | ListColumn::OtherEmail))
    }

    /// Whether no header says what the columns are.
    pub fn are_untitled(&self) -> bool {
        self.beside == BesideColumns::Untitled
    }

    /// The cells of a row above which no title says what they are.
    pub fn untitled<'a>(&self, record: &'a ListRecord) -> impl Iterator<Item = &'a Cell> {
        let cells = record.cells.iter().filter(|cell| !self.titled.contains(&cell.column));
        cells.filter(|cell| self.columns.get(cell.column).copied().flatten().is_none())
    }

    /// Whether nothing stands in a row but faults of a formula that was filled down further than
    /// the list goes. Where an address belongs, a fault is that of a recipient.
    pub fn is_filled_down(&self, text: &str, record: &ListRecord) -> bool {
        let mut cells = record.cells.iter();
        cells.all(|cell| faults::is_fault(&cell.text(text)) && !self.has_addresses(cell.column))
    }
}

/// `list-column`: columns that are not known.
fn of_unknown(source: &Source, unknown: &[(&Cell, String)]) -> Option<Diagnostic> {
    let (first, title) = unknown.first()?;
    if unknown.len() == 1 {
        let message = message!("the column `{column}` says nothing to letterpress", column = title);
        let hint = read::did_you_mean(title, &ListColumn::OWN);
        let hint = hint.unwrap_or_else(|| "it is passed over".to_owned());
        let warning = Diagnostic::new(codes::LIST_COLUMN, message).into_warning();
        return Some(warning.at(source, first.place.clone(), "").hint(hint));
    }
    let titles = unknown.iter().map(|(_, title)| title.as_str());
    let listed: Vec<&str> = titles.take(MAX_TITLES).collect();
    let (count, titles) = (unknown.len(), listed.join(", "));
    let message = message!(
        "{count} columns say nothing to letterpress and are passed over: {titles}",
        count,
        titles
    );
    let note = Diagnostic::new(codes::LIST_COLUMN, message).into_note();
    Some(note.at(source, first.place.clone(), ""))
}

/// `list-column`: another column before it says the same.
fn passed_over(source: &Source, cell: &Cell, title: &str, kind: ListColumn) -> Diagnostic {
    let message = message!(
        "the column `{column}` is passed over: one before it holds the {content} as well",
        column = title,
        content = kind.as_str()
    );
    let warning = Diagnostic::new(codes::LIST_COLUMN, message).into_warning();
    let warning = warning.with("reason", "repeated").at(source, cell.place.clone(), "");
    warning.hint("make one column of them, or take one out")
}

/// `list-too-large` for a row of too many columns.
pub(super) fn check_width(
    source: &Source,
    header: &ListRecord,
    limits: &ListLimits,
) -> Result<(), Diagnostics> {
    if header.width <= limits.columns {
        return Ok(());
    }
    let (columns, limit) = (header.width, limits.columns);
    let message =
        message!("the header has {columns} columns; at most {limit} are read", columns, limit);
    let error = Diagnostic::new(codes::LIST_TOO_LARGE, message).at(source, header.line.clone(), "");
    Err(error.hint("leave out those that say nothing here").into())
}

/// `list-column`: addresses stand in several columns, and no title says which is meant.
pub(super) fn unclear(source: &Source, titles: &ListRecord) -> Diagnostic {
    let message = message!(
        "addresses stand in several columns of {file}, and none is called `email`",
        file = source.name()
    );
    let error = Diagnostic::new(codes::LIST_COLUMN, message).with("reason", "several-columns");
    let error = error.at(source, titles.line.clone(), "");
    error.hint("call the column of those who are to get it `email`")
}

/// `list-column`: there is none of addresses.
pub(super) fn missing(source: &Source, header: &ListRecord) -> Diagnostic {
    let message = message!("{file} has no column `email`", file = source.name());
    let error = Diagnostic::new(codes::LIST_COLUMN, message).at(source, header.line.clone(), "");
    error.hint("the first line names the columns: email, name, language, format, tags")
}
