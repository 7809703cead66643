//! The columns of a list.

use std::ops::Range;

use csv::StringRecord;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::read;
use crate::source::Source;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListColumn {
    Email,
    Name,
    Language,
    Format,
    Tags,
}

/// Names of columns, and what tables of offices call them.
const NAMES: &[(&str, ListColumn)] = &[
    ("email", ListColumn::Email),
    ("e-mail", ListColumn::Email),
    ("name", ListColumn::Name),
    ("language", ListColumn::Language),
    ("format", ListColumn::Format),
    ("tags", ListColumn::Tags),
];

impl ListColumn {
    /// The column that a name stands for, whatever its case.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, column)| *column)
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(_, column)| *column == self).map_or("", |(name, _)| name)
    }
}

/// The columns in the order of the header; `None` for one that says nothing here.
pub(super) struct Columns(Vec<Option<ListColumn>>);

impl Columns {
    /// Reads a header. An unknown column is reported, since it may be a typing error.
    pub fn read(
        source: &Source,
        header: &StringRecord,
        line: &Range<usize>,
        max: usize,
    ) -> Result<(Self, Vec<Diagnostic>), Diagnostics> {
        if header.len() > max {
            let (columns, limit) = (header.len(), max);
            let message = message!(
                "the header has {columns} columns; at most {limit} are read",
                columns,
                limit
            );
            return Err(Diagnostic::new(codes::LIST_TOO_LARGE, message)
                .at(source, line.clone(), "")
                .hint("leave out those that say nothing here")
                .into());
        }
        let mut columns = Vec::with_capacity(header.len());
        let mut warnings = Vec::new();
        let mut errors = Vec::new();
        for cell in header.iter().map(str::trim) {
            let column = ListColumn::from_name(cell);
            let at = source.text()[line.clone()].find(cell).map(|at| line.start + at);
            let place = at.map_or(line.clone(), |at| at..at + cell.len());
            if column.is_some() && columns.contains(&column) {
                let message = message!("the column `{column}` stands there twice", column = cell);
                errors.push(Diagnostic::new(codes::LIST_COLUMN, message).at(source, place, ""));
            } else if column.is_none() && !cell.is_empty() {
                let message =
                    message!("the column `{column}` says nothing to letterpress", column = cell);
                let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                let hint = read::did_you_mean(cell, &names);
                let hint = hint.unwrap_or_else(|| "it is passed over".to_owned());
                let warning = Diagnostic::new(codes::LIST_COLUMN, message);
                warnings.push(warning.into_warning().at(source, place, "").hint(hint));
            }
            columns.push(column);
        }
        if !columns.contains(&Some(ListColumn::Email)) {
            let message = message!("{file} has no column `email`", file = source.name());
            let error = Diagnostic::new(codes::LIST_COLUMN, message).at(source, line.clone(), "");
            errors.push(
                error.hint("the first line names the columns: email, name, language, format, tags"),
            );
        }
        Diagnostics::check(errors)?;
        Ok((Self(columns), warnings))
    }

    /// The number of columns.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The column at a place.
    pub fn at(&self, place: usize) -> Option<ListColumn> {
        self.0.get(place).copied().flatten()
    }
}
