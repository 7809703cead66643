//! Lists of those who want no mail.
//!
//! They are read leniently: an address counts wherever it stands in a line. A line of which
//! nothing can be read is an error, since it may be somebody who would get mail.

use std::collections::BTreeMap;
use std::ops::Range;

use super::columns::Columns;
use super::content::{self, ListForm, ListPart, ListTable};
use super::entry::{self, EntryReading, SuppressionEntry};
use super::records::ListRecord;
use super::remarks;
use super::table_layout::ListPurpose;
use super::titles::{ListColumn, folded};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::limits::ListLimits;
use crate::mail::recipient::Address;
use crate::source::Source;

/// Columns of letterpress's own tables in which addresses of others stand: the relay's reply
/// may name its postmaster, a Message-ID looks like an address, and a reason may say who called.
const OTHERS: [&str; 3] = ["messageid", "reply", "reason"];

/// Those who want no mail.
#[derive(Debug, Clone)]
pub struct SuppressionList {
    /// Each entry with the words that say where it stands.
    entries: BTreeMap<SuppressionEntry, String>,
    /// How the file was read.
    pub warnings: Vec<Diagnostic>,
}

impl SuppressionList {
    /// A list that is no file. `origin` says where each entry stands: "the journal's list of those
    /// who want no mail".
    pub fn of(origin: &str, entries: impl IntoIterator<Item = SuppressionEntry>) -> Self {
        let entries = entries.into_iter().map(|entry| (entry, origin.to_owned())).collect();
        Self { entries, warnings: Vec::new() }
    }

    /// Reads a file in any form that a [list](super::RecipientList::read_bytes) can have, all
    /// sheets of an Excel file, and lines of any text with addresses in it. `@zeitung.example` is
    /// everybody of that domain, `@*.zeitung.example` everybody of its subdomains. `#` begins a
    /// comment. A file in which nothing stands is an empty list.
    ///
    /// `Err` with each line that cannot be read, `suppression-broken`.
    ///
    /// ```
    /// use letterpress::limits::ListLimits;
    /// use letterpress::mail::SuppressionList;
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let limits = ListLimits::default();
    /// let bytes = b"Bitte abmelden: Max <max@zeitung.example>\n@radio.example\n".to_vec();
    /// let list = SuppressionList::read("abgemeldet.txt", bytes, &limits)?;
    /// let keys: Vec<&str> = list.entries().map(|entry| entry.key()).collect();
    /// assert_eq!(keys, ["@radio.example", "max@zeitung.example"]);
    ///
    /// let errors = SuppressionList::read("abgemeldet.txt", b"max(at)x.example".to_vec(), &limits);
    /// assert_eq!(errors.err().map(|all| all[0].code.name()), Some("suppression-broken"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn read(name: &str, bytes: Vec<u8>, limits: &ListLimits) -> Result<Self, Diagnostics> {
        let content = content::of_bytes(name, bytes, ListPurpose::Suppression, limits)?;
        let mut reader =
            SuppressionReader { entries: BTreeMap::new(), errors: Vec::new(), notes: Vec::new() };
        for ListPart { source, form } in &content.parts {
            match form {
                ListForm::Table(table) => reader.table(source, table),
                ListForm::Lines => {
                    for line in remarks::lines(source) {
                        let reading = entry::read(&source.text()[line.clone()]);
                        reader.take(source, line, reading, true);
                    }
                    let remarks = remarks::remarks(source);
                    remarks.for_each(|remark| reader.pass_over(source, remark));
                }
            }
        }
        Diagnostics::check(reader.errors)?;
        let warnings = content.notes.into_iter().chain(reader.notes).collect();
        Ok(Self { entries: reader.entries, warnings })
    }

    /// Who is on it.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &SuppressionEntry> {
        self.entries.keys()
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nobody is on it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Why an address gets no mail, in words; `None` if it does.
    pub(super) fn reason(&self, address: &Address) -> Option<String> {
        let (entry, place) = SuppressionEntry::meaning(address)
            .find_map(|entry| self.entries.get_key_value(&entry))?;
        let is_address = entry.key() == address.key();
        Some(if is_address {
            format!("it stands on {place}")
        } else {
            format!("`{entry}` stands on {place}")
        })
    }
}

struct SuppressionReader {
    entries: BTreeMap<SuppressionEntry, String>,
    errors: Vec<Diagnostic>,
    /// A note for each who is named in a remark.
    notes: Vec<Diagnostic>,
}

impl SuppressionReader {
    /// Takes what was read at a place. Where somebody must be named, nobody is an error.
    fn take(
        &mut self,
        source: &Source,
        place: Range<usize>,
        reading: EntryReading,
        is_expected: bool,
    ) {
        let line = source.position(place.start).line;
        let is_empty = reading.entries.is_empty();
        for entry in reading.entries {
            let origin = || format!("line {line} of {}", source.name());
            self.entries.entry(entry).or_insert_with(origin);
        }
        let why = reading.doubt.or((is_empty && is_expected).then_some("there is no address"));
        if let Some(reason) = why {
            let message =
                message!("this line of those who want no mail cannot be read: {reason}", reason);
            let error = Diagnostic::new(codes::SUPPRESSION_BROKEN, message);
            self.errors.push(error.at(source, place, "").hint(
                "write name@example.org, or @example.org for a whole domain; `#` begins a remark",
            ));
        }
    }

    /// Takes a remark. Whoever is named in it may have been meant, and rather gets no mail than
    /// one too many.
    fn pass_over(&mut self, source: &Source, place: Range<usize>) {
        let text = source.text()[place.clone()].trim_start_matches('#').trim();
        let reading = entry::read(text);
        for entry in &reading.entries {
            let message =
                message!("{address} stands in a remark, and gets no mail", address = entry.key());
            let note = Diagnostic::new(codes::LIST_READ, message)
                .at(source, place.clone(), "")
                .hint("take the address out of the remark if mail is wanted there");
            self.notes.push(note);
        }
        if text.contains('@') {
            self.take(source, place, reading, false);
        }
    }

    fn table(&mut self, source: &Source, table: &ListTable) {
        let text = source.text();
        // A title has no address, and may still hold one that somebody wrote there.
        for record in &table.above {
            self.take(source, record.line.clone(), entry::read(&joined(text, record)), false);
        }
        let Some(columns) = &table.columns else {
            for record in &table.records {
                if is_remark(text, record) {
                    self.pass_over(source, record.line.clone());
                } else {
                    let reading = entry::read(&joined(text, record));
                    self.take(source, record.line.clone(), reading, true);
                }
            }
            return;
        };
        let header = table.header.as_ref();
        let others: Vec<usize> = header
            .into_iter()
            .flat_map(|header| &header.cells)
            .filter(|cell| OTHERS.contains(&&*folded(&cell.text(text))))
            .map(|cell| cell.column)
            .collect();
        for record in &table.records {
            self.row(source, columns, &others, record);
        }
    }

    /// A row of a table with a column of addresses: each of its addresses must be read, and
    /// those that stand in other columns count as well.
    fn row(&mut self, source: &Source, columns: &Columns, others: &[usize], record: &ListRecord) {
        let text = source.text();
        let of_addresses: Vec<usize> = columns
            .places(ListColumn::Email)
            .chain(columns.places(ListColumn::OtherEmail))
            .collect();
        let mut reading = EntryReading::default();
        for cell in &record.cells {
            let read = entry::read(&cell.text(text));
            let is_of_addresses = of_addresses.contains(&cell.column);
            if is_of_addresses && is_error_value(&cell.text(text)) {
                let doubt = Some("the spreadsheet has an error here");
                self.take(source, record.line.clone(), EntryReading { doubt, ..reading }, true);
                return;
            }
            if is_of_addresses && read.entries.is_empty() && read.doubt.is_none() {
                reading.doubt = Some("there is no address");
            }
            if is_of_addresses {
                reading.doubt = reading.doubt.or(read.doubt);
            }
            if !others.contains(&cell.column) {
                reading.entries.extend(read.entries);
            }
        }
        if is_remark(text, record) {
            self.pass_over(source, record.line.clone());
        } else {
            self.take(source, record.line.clone(), reading, true);
        }
    }
}

/// What Excel and LibreOffice write where a formula fails: `#NV`, `#REF!`, `#NAME?`, `#N/A`.
fn is_error_value(cell: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_uppercase() || "ÄÖÜ/!?0123456789".contains(c);
    cell.strip_prefix('#').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_uppercase()) && rest.chars().all(is_letter)
    })
}

/// Whether a row is a remark: its first cell begins with `#`, and the others name nobody. A row
/// `#4711;a@b` has a number and an address.
fn is_remark(text: &str, record: &ListRecord) -> bool {
    let mut cells = record.cells.iter().map(|cell| cell.text(text));
    let begins = cells.next().is_some_and(|cell| cell.starts_with('#'));
    begins && cells.all(|cell| entry::read(&cell) == EntryReading::default())
}

/// The cells of a row as one text.
fn joined(text: &str, record: &ListRecord) -> String {
    let cells = record.cells.iter().map(|cell| cell.text(text));
    cells.collect::<Vec<_>>().join("\t")
}
