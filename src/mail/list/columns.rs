//! The columns of a list.

use super::records::ListRecord;
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
    /// Whether a row can have no more cells than these. A sheet has remarks beside it.
    is_closed: bool,
}

impl Columns {
    /// A table of which the place of the addresses is known, and what a row above it names.
    pub fn of_addresses(text: &str, above: Option<&ListRecord>, at: usize) -> Self {
        let width = above.map_or(0, |record| record.width).max(at + 1);
        let mut columns = vec![None; width];
        for cell in above.iter().flat_map(|record| &record.cells) {
            let column = ListColumn::from_title(&cell.text(text));
            if !columns.contains(&column) {
                columns[cell.column] = column;
            }
        }
        columns[at] = Some(ListColumn::Email);
        Self { columns, is_closed: false }
    }

    /// How many columns of a row have a known title, if one of them is that of addresses.
    pub fn known(text: &str, record: &ListRecord) -> Option<usize> {
        let columns = record.cells.iter().map(|cell| ListColumn::from_title(&cell.text(text)));
        let known: Vec<_> = columns.flatten().collect();
        known.contains(&ListColumn::Email).then_some(known.len())
    }

    /// Reads a header. An unknown column is reported, since it may be a typing error; many are
    /// the export of a program.
    pub fn read(
        source: &Source,
        header: &ListRecord,
        limits: &ListLimits,
    ) -> Result<(Self, Vec<Diagnostic>), Diagnostics> {
        check_width(source, header, limits)?;
        let mut columns = vec![None; header.width];
        let (mut unknown, mut errors) = (Vec::new(), Vec::new());
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
                Some(ListColumn::OtherEmail) => columns[cell.column] = column,
                Some(_) if is_twice => {}
                Some(_) => columns[cell.column] = column,
                None => unknown.push((cell, title.clone().into_owned())),
            }
            titles.push(title.to_lowercase());
        }
        if !columns.contains(&Some(ListColumn::Email)) {
            errors.push(missing(source, header));
        }
        Diagnostics::check(errors)?;
        let findings = match &*unknown {
            [(cell, title)] => {
                let message =
                    message!("the column `{column}` says nothing to letterpress", column = title);
                let hint = read::did_you_mean(title, &ListColumn::OWN);
                let hint = hint.unwrap_or_else(|| "it is passed over".to_owned());
                let warning = Diagnostic::new(codes::LIST_COLUMN, message).into_warning();
                vec![warning.at(source, cell.place.clone(), "").hint(hint)]
            }
            [] => Vec::new(),
            [(first, _), ..] => {
                let titles = unknown.iter().map(|(_, title)| title.as_str());
                let listed: Vec<&str> = titles.take(MAX_TITLES).collect();
                let (count, titles) = (unknown.len(), listed.join(", "));
                let message = message!(
                    "{count} columns say nothing to letterpress and are passed over: {titles}",
                    count,
                    titles
                );
                let note = Diagnostic::new(codes::LIST_COLUMN, message).into_note();
                vec![note.at(source, first.place.clone(), "")]
            }
        };
        Ok((Self { columns, is_closed: true }, findings))
    }

    /// The same, of a sheet: beside it there may be remarks.
    pub fn open(self) -> Self {
        Self { is_closed: false, ..self }
    }

    /// The number of columns, where a row can have no more cells.
    pub fn max_width(&self) -> Option<usize> {
        self.is_closed.then_some(self.columns.len())
    }

    /// The columns of a kind, in the order of the header.
    pub fn places(&self, kind: ListColumn) -> impl Iterator<Item = usize> {
        let all = self.columns.iter().enumerate();
        all.filter_map(move |(at, column)| (*column == Some(kind)).then_some(at))
    }
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

/// `list-column`: there is none of addresses.
pub(super) fn missing(source: &Source, header: &ListRecord) -> Diagnostic {
    let message = message!("{file} has no column `email`", file = source.name());
    let error = Diagnostic::new(codes::LIST_COLUMN, message).at(source, header.line.clone(), "");
    error.hint("the first line names the columns: email, name, language, format, tags")
}
