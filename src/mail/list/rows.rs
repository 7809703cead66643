//! The recipients of a row or a line.

use std::ops::Range;

use super::cleaning::{shown, tidy};
use super::columns::Columns;
use super::faults::is_fault;
use super::mailbox::{self, Mailbox, Piece};
use super::records::{Cell, ListRecord, trimmed};
use super::titles::ListColumn;
use super::values;
use super::warnings::ListWarnings;
use crate::diagnostic::{Blame, Diagnostic, codes};
use crate::mail::recipient::{MailFormat, Recipient};
use crate::release::Language;
use crate::rules;
use crate::source::Source;

/// The most characters of a name. Every mail program cuts longer ones, and few relays take a
/// header of any length.
const MAX_NAME_CHARACTERS: usize = 500;
/// The most addresses of one cell that a note lists.
const MAX_LISTED: usize = 10;

const NO_ADDRESS: &str = "there is no address";
const MEND_IT: &str = "open the list in Excel, mend the cell and save it";
const ADD_IT: &str = "add it, or take the line out";

/// A recipient, and the bytes of the address.
pub(super) type FoundRecipient = (Recipient, Range<usize>);

/// Reads the rows or lines of one source.
pub(super) struct RowReader<'a> {
    pub source: &'a Source,
    pub found: Vec<FoundRecipient>,
    pub warnings: ListWarnings,
    /// How many lines have something that nothing can be sent to.
    pub broken: usize,
}

/// What a row says of its recipients besides their addresses.
#[derive(Default)]
struct Traits {
    name: Option<String>,
    language: Option<Language>,
    format: MailFormat,
    tags: Vec<String>,
}

/// A line was left out, wholly or in part, and that was said.
struct ToldLine;

impl<'a> RowReader<'a> {
    pub fn new(source: &'a Source, warnings: Vec<Diagnostic>) -> Self {
        let warnings = ListWarnings::new(warnings);
        Self { source, found: Vec::new(), warnings, broken: 0 }
    }

    fn leave_out(&mut self, place: Range<usize>, why: &str, hint: &str) -> ToldLine {
        let message = message!("nothing can be sent to this line: {reason}", reason = why);
        let warning = Diagnostic::new(codes::RECIPIENT_BROKEN, message);
        self.warnings.add(warning.at(self.source, place, "").hint(hint));
        ToldLine
    }

    /// `list-read`: an address in a column without a title that may be no recipient.
    fn pass_over(&mut self, cell: &Cell) {
        let text = cell.text(self.source.text());
        let message = message!(
            "`{text}` stands in a column without a title and is passed over",
            text = shown(&text)
        );
        let warning = Diagnostic::new(codes::LIST_READ, message).into_warning();
        let warning = warning.at(self.source, cell.place.clone(), "");
        self.warnings
            .add(warning.hint("if it is a recipient, put the address into a line of its own"));
    }

    fn leave_out_fault(&mut self, place: Range<usize>) -> ToldLine {
        let fault = self.source.text().get(place.clone()).unwrap_or_default();
        let why = format!("the cell shows `{}`", shown(fault));
        self.leave_out(place, &why, MEND_IT)
    }

    /// A line that only says that a formula has failed.
    pub fn fault(&mut self, place: Range<usize>) {
        let ToldLine = self.leave_out_fault(place);
        self.broken += 1;
    }

    /// Reads a row of a table.
    pub fn row(&mut self, columns: &Columns, record: &ListRecord) {
        let read = self.whole_row(columns, record);
        self.broken += usize::from(read.is_err());
    }

    fn whole_row(&mut self, columns: &Columns, record: &ListRecord) -> Result<(), ToldLine> {
        let text = self.source.text();
        let width = record.cells.last().map_or(0, |cell| cell.column + 1);
        if let Some(known) = columns.max_width().filter(|max| width > *max) {
            let cells = record.width;
            let why = format!("the line has {cells} cells, the header has {known}");
            let hint = "a cell that holds the column separator stands in quotes: \"Muster, Mira\"";
            return Err(self.leave_out(record.line.clone(), &why, hint));
        }
        let of_person = cell(columns, record, ListColumn::Email);
        let Some(email) = of_person.or_else(|| cell(columns, record, ListColumn::OtherEmail))
        else {
            return Err(self.leave_out(record.line.clone(), NO_ADDRESS, ADD_IT));
        };
        if is_fault(&email.text(text)) {
            return Err(self.leave_out_fault(email.place.clone()));
        }
        let mut pieces = pieces_of(text, email);
        if pieces.is_empty() {
            return Err(self.leave_out(record.line.clone(), NO_ADDRESS, ADD_IT));
        }
        let has_recipient = pieces.iter().any(|piece| piece.mailbox.is_ok());
        let mut typed = email.text(text).into_owned();
        let mut place = email.place.clone();
        // Without a title, nothing says that a further address of a row is not meant.
        let further =
            columns.untitled(record).filter(|cell| has_recipient && has_address(text, cell));
        for cell in further {
            // Beside the columns of a header remarks may stand, and whom to ask.
            if !columns.are_untitled() && !mailbox::is_recipient(&cell.text(text)) {
                self.pass_over(cell);
                continue;
            }
            pieces.extend(pieces_of(text, cell));
            typed = typed + "; " + &cell.text(text);
            place = record.line.clone();
        }
        let traits = if has_recipient { self.traits(columns, record)? } else { Traits::default() };
        let is_noted = pieces.len() > 1
            || of_person.is_none()
            || mailboxes(&pieces).any(|mailbox| mailbox.is_cleaned || mailbox.name.is_some());
        if is_noted && has_recipient {
            self.note(&pieces, &typed, place);
        }
        self.recipients(pieces, &traits)
    }

    /// Reads a line of a text.
    pub fn line(&mut self, line: Range<usize>) {
        let text = &self.source.text()[line.clone()];
        let mut pieces = mailbox::read(text);
        for piece in &mut pieces {
            piece.place = line.start + piece.place.start..line.start + piece.place.end;
        }
        let is_noted = pieces.len() > 1 || mailboxes(&pieces).any(|mailbox| mailbox.is_cleaned);
        let read = if pieces.is_empty() {
            Err(self.leave_out(line, NO_ADDRESS, ADD_IT))
        } else {
            if is_noted && mailboxes(&pieces).next().is_some() {
                self.note(&pieces, text, line);
            }
            self.recipients(pieces, &Traits::default())
        };
        self.broken += usize::from(read.is_err());
    }

    /// Takes the recipients of a row.
    fn recipients(&mut self, pieces: Vec<Piece>, traits: &Traits) -> Result<(), ToldLine> {
        let mut read = Ok(());
        for Piece { place, mailbox } in pieces {
            let place = trimmed(self.source.text(), place);
            let mailbox = match mailbox {
                Ok(mailbox) => mailbox,
                Err(why) => {
                    read =
                        Err(self.leave_out(place, why, "an address is written name@example.org"));
                    continue;
                }
            };
            let typed =
                self.source.text().get(place.clone()).and_then(|raw| raw.find(&mailbox.typed));
            let place = typed.map_or(place.clone(), |at| {
                place.start + at..place.start + at + mailbox.typed.len()
            });
            let mut recipient = Recipient {
                address: mailbox.address,
                name: traits.name.clone(),
                language: traits.language,
                format: traits.format,
                tags: traits.tags.clone(),
            };
            if let Some(name) = mailbox.name.filter(|_| traits.name.is_none()) {
                match self.checked_name(&name, &place) {
                    Ok(()) => recipient.name = Some(name),
                    Err(left_out) => {
                        read = Err(left_out);
                        continue;
                    }
                }
            }
            self.found.push((recipient, place));
        }
        read
    }

    /// `recipient-cleaned`: what was read where more stands than an address.
    fn note(&mut self, pieces: &[Piece], typed: &str, place: Range<usize>) {
        let typed = shown(typed);
        let addresses: Vec<&str> =
            mailboxes(pieces).map(|mailbox| mailbox.address.as_str()).take(MAX_LISTED).collect();
        let count = mailboxes(pieces).count();
        let more = if count > MAX_LISTED { " …" } else { "" };
        let addresses = addresses.join(", ") + more;
        let message = if count == 1 {
            message!("`{typed}` is read as {addresses}", typed, addresses)
        } else {
            message!("`{typed}` is read as {count} addresses: {addresses}", typed, count, addresses)
        };
        let note = Diagnostic::new(codes::RECIPIENT_CLEANED, message);
        self.warnings.add(note.at(self.source, place, ""));
    }

    fn traits(&mut self, columns: &Columns, record: &ListRecord) -> Result<Traits, ToldLine> {
        let text = self.source.text();
        let name = self.name(columns, record)?;
        let language = given(text, columns, record, ListColumn::Language);
        let language = language.and_then(|cell| {
            let spellings = Language::SPELLINGS;
            self.choice(cell, ListColumn::Language, spellings, values::language)
        });
        let format = given(text, columns, record, ListColumn::Format).and_then(|cell| {
            self.choice(cell, ListColumn::Format, MailFormat::SPELLINGS, values::format)
        });
        let tags = columns.places(ListColumn::Tags).filter_map(|at| record.cell(at));
        let tags = tags.map(|cell| cell.text(text)).filter(|tags| !is_fault(tags));
        let tags = tags.flat_map(|tags| values::tags(&tags)).collect();
        Ok(Traits { name, language, format: format.unwrap_or_default(), tags })
    }

    /// The name of a row: that of its column, else first and last name.
    fn name(&mut self, columns: &Columns, record: &ListRecord) -> Result<Option<String>, ToldLine> {
        let text = self.source.text();
        let kinds: &[ListColumn] = match given(text, columns, record, ListColumn::Name) {
            Some(_) => &[ListColumn::Name],
            None => &[ListColumn::FirstName, ListColumn::LastName],
        };
        let mut name = String::new();
        for cell in kinds.iter().filter_map(|kind| given(text, columns, record, *kind)) {
            let part = cell.text(text);
            self.checked_name(&part, &cell.place)?;
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(tidy(&part).trim());
        }
        Ok((!name.is_empty()).then_some(name))
    }

    fn checked_name(&mut self, name: &str, place: &Range<usize>) -> Result<(), ToldLine> {
        let length = name.chars().count();
        if length > MAX_NAME_CHARACTERS {
            let why = format!("its name has {length} characters");
            let hint = "the name stands before the address: one of a person or an office";
            return Err(self.leave_out(place.clone(), &why, hint));
        }
        // Blanks and line ends within a cell are tidied.
        if name.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            let why = "its name holds a control character";
            return Err(self.leave_out(place.clone(), why, "type the name anew"));
        }
        if let Some(damaged) = rules::damaged_name(name) {
            let damaged = damaged.blamed_on(Blame::RecipientList);
            self.warnings.add(damaged.at(self.source, place.clone(), ""));
            return Err(ToldLine);
        }
        Ok(())
    }

    /// One of several spellings, compared without case; any other is reported and ignored.
    fn choice<T>(
        &mut self,
        cell: &Cell,
        column: ListColumn,
        spellings: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let typed = cell.text(self.source.text());
        let value = read(&typed);
        if value.is_none() {
            let message =
                message!("`{value}` is no {column}", value = &*typed, column = column.as_str());
            let warning = Diagnostic::new(codes::RECIPIENT_VALUE, message);
            let hint = format!("it can be {}; it counts as not given", spellings.join(", "));
            self.warnings.add(warning.at(self.source, cell.place.clone(), "").hint(hint));
        }
        value
    }
}

/// The first cell of a kind in which something stands.
fn cell<'a>(columns: &Columns, record: &'a ListRecord, kind: ListColumn) -> Option<&'a Cell> {
    columns.places(kind).find_map(|at| record.cell(at))
}

/// The same, unless a fault stands there, which says nothing.
fn given<'a>(
    text: &str,
    columns: &Columns,
    record: &'a ListRecord,
    kind: ListColumn,
) -> Option<&'a Cell> {
    cell(columns, record, kind).filter(|cell| !is_fault(&cell.text(text)))
}

/// The pieces of a cell with their places in the text.
fn pieces_of(text: &str, cell: &Cell) -> Vec<Piece> {
    let mut pieces = mailbox::read(&cell.text(text));
    for piece in &mut pieces {
        // Where quotes are doubled, the text of a cell is not what stands there.
        piece.place = if cell.is_plain() {
            cell.place.start + piece.place.start..cell.place.start + piece.place.end
        } else {
            cell.place.clone()
        };
    }
    pieces
}

/// Whether a word of a cell may be an address. `@anna` and `social.example/@anna` are the names of
/// accounts.
fn has_address(text: &str, cell: &Cell) -> bool {
    let cell = cell.text(text);
    let mut words = cell.split(|c: char| c.is_whitespace() || "<>()[]\"';,|⏎".contains(c));
    words.any(|word| {
        let parts = word.split_once(['@', '＠']);
        parts.is_some_and(|(before, behind)| {
            !(before.is_empty() || before.ends_with('/') || behind.is_empty())
        })
    })
}

fn mailboxes(pieces: &[Piece]) -> impl Iterator<Item = &Mailbox> {
    pieces.iter().filter_map(|piece| piece.mailbox.as_ref().ok())
}
