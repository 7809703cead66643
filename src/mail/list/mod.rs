//! Distribution lists: Excel files, CSV, or addresses line by line.
//!
//! A list grows over years in many hands. Lines without a usable address are reported
//! before anything goes out, and left out; a list that cannot be read as a whole is refused.

mod above;
mod cleaning;
mod columns;
mod content;
mod decoding;
mod entry;
mod faults;
mod file_kind;
mod formulas;
mod mailbox;
mod records;
mod refusals;
mod remarks;
mod rows;
mod suppression;
mod table_layout;
mod titles;
mod values;
mod warnings;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::content::{ListContent, ListForm, ListPart};
pub use self::entry::SuppressionEntry;
use self::refusals::too_large;
use self::rows::RowReader;
pub use self::suppression::SuppressionList;
use self::table_layout::ListPurpose;
use self::warnings::ListWarnings;
use super::recipient::Recipient;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::limits::ListLimits;
use crate::release::Language;
use crate::source::{Format, Source};

/// A distribution list, or several that were merged.
#[derive(Debug, Clone)]
pub struct RecipientList {
    /// What messages call it.
    name: String,
    /// The texts that it was read from; an entry has its place in one of them.
    sources: Vec<Source>,
    entries: Vec<ListEntry>,
    left_out: LeftOut,
    /// What should be looked at: broken lines, duplicates, unknown columns.
    pub warnings: Vec<Diagnostic>,
}

#[derive(Debug, Clone)]
struct ListEntry {
    recipient: Recipient,
    /// Which of the list's texts it stands in.
    source: usize,
    /// The bytes of the address there.
    place: Range<usize>,
}

/// How many lines of a list get no message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Lines of which something cannot be read as an address, so that somebody is missing.
    pub broken: usize,
    /// Addresses that stand on the list already.
    pub duplicate: usize,
    /// Recipients who want no mail.
    pub suppressed: usize,
}

impl RecipientList {
    /// Reads a text: a table with a header that has a column of addresses, separated by commas,
    /// semicolons or tabs (RFC 4180), else addresses line by line: `a@b`, `Name <a@b>`, several
    /// parted by semicolons. `#` begins a comment there.
    ///
    /// Columns have the titles that Outlook, Thunderbird, Google and offices give them, in English
    /// and German. Of several lines with one address, compared without case, the first counts.
    /// `Err` where the meaning of a line is not clear: no column of addresses, a quote that
    /// is never closed; and for a list of more than 200,000 lines or 100 columns. Of the
    /// warnings 1,000 are listed and the others counted.
    ///
    /// ```
    /// use letterpress::mail::RecipientList;
    /// use letterpress::source::{Format, Source};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let text = "email,name\nmira@zeitung.example,Mira Muster\nkeine Adresse,Max\n";
    /// let source = Source::from_text("newsrooms.csv", Format::Markdown, text.to_owned());
    /// let list = RecipientList::read(&source)?;
    /// assert_eq!(list.len(), 1);
    /// assert_eq!(list.warnings[0].code, "recipient-broken");
    /// # Ok(())
    /// # }
    /// ```
    pub fn read(source: &Source) -> Result<Self, Diagnostics> {
        Self::read_within(source, &ListLimits::default())
    }

    /// Reads a text within other limits than the default ones.
    pub fn read_within(source: &Source, limits: &ListLimits) -> Result<Self, Diagnostics> {
        let content = content::of_text(source, ListPurpose::Recipients, limits)?;
        Self::of_content(source.name(), content, limits)
    }

    /// Reads a file: an Excel file (`.xlsx`), of which the first sheet with a column of addresses
    /// counts, or a text in UTF-8, UTF-16 or Windows-1252. Which of the latter two is a note with
    /// some words that show whether it is right. `Err` for any other kind of file.
    ///
    /// ```
    /// use letterpress::limits::ListLimits;
    /// use letterpress::mail::RecipientList;
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let bytes = b"E-Mail;Name\r\nj@zeitung.example;J\xFCrgen\r\n".to_vec();
    /// let list = RecipientList::read_bytes("verteiler.csv", bytes, &ListLimits::default())?;
    /// assert_eq!(list.warnings[0].message, "verteiler.csv is read as Windows-1252: Jürgen …");
    /// # Ok(())
    /// # }
    /// ```
    pub fn read_bytes(
        name: &str,
        bytes: Vec<u8>,
        limits: &ListLimits,
    ) -> Result<Self, Diagnostics> {
        let content = content::of_bytes(name, bytes, ListPurpose::Recipients, limits)?;
        Self::of_content(name, content, limits)
    }

    fn of_content(
        name: &str,
        content: ListContent,
        limits: &ListLimits,
    ) -> Result<Self, Diagnostics> {
        let mut list = Self::empty(name);
        let mut notes = Some(content.notes);
        for ListPart { source, form } in content.parts {
            let mut reader = RowReader::new(&source, notes.take().unwrap_or_default());
            match &form {
                ListForm::Table(table) => {
                    let columns = table.columns.iter();
                    let rows = columns
                        .flat_map(|columns| table.records.iter().map(move |row| (columns, row)));
                    rows.for_each(|(columns, record)| reader.row(columns, record));
                }
                ListForm::Lines => {
                    for (count, line) in remarks::lines(&source).enumerate() {
                        if count == limits.lines {
                            return Err(too_large(name, "lines", limits.lines as u64).into());
                        }
                        reader.line(line);
                    }
                    remarks::faults(&source).for_each(|place| reader.fault(place));
                }
            }
            let RowReader { found, mut warnings, broken, .. } = reader;
            if found.len() > limits.lines {
                return Err(too_large(name, "addresses", limits.lines as u64).into());
            }
            list.left_out.broken += broken;
            list.take(&source, found, &mut warnings);
            list.warnings.extend(warnings.into_vec(source.name()));
        }
        Ok(list)
    }

    fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            sources: Vec::new(),
            entries: Vec::new(),
            left_out: LeftOut::default(),
            warnings: Vec::new(),
        }
    }

    /// Takes those who are not on it yet.
    fn take(
        &mut self,
        source: &Source,
        found: Vec<rows::FoundRecipient>,
        warnings: &mut ListWarnings,
    ) {
        let at = self.sources.len();
        self.sources.push(source.clone());
        let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for (recipient, place) in found {
            match seen.get(&recipient.address.key()) {
                Some(first) => {
                    self.left_out.duplicate += 1;
                    let line = source.position(first.start).line;
                    let message =
                        message!("{address} is on the list already", address = recipient.address);
                    let warning = Diagnostic::new(codes::RECIPIENT_DUPLICATE, message)
                        .at(source, place, "")
                        .hint(format!("it stands on line {line}; this line is left out"));
                    warnings.add(warning);
                }
                None => {
                    seen.insert(recipient.address.key(), place.clone());
                    self.entries.push(ListEntry { recipient, source: at, place });
                }
            }
        }
    }

    /// A list of recipients that are known already, such as those of an earlier release. The
    /// name is what messages call it: `recipients of lmo-1, version 2`.
    pub fn of(name: &str, recipients: impl IntoIterator<Item = Recipient>) -> Self {
        let (mut text, mut found) = (String::new(), Vec::new());
        for recipient in recipients {
            let start = text.len();
            text.push_str(recipient.address.as_str());
            found.push((recipient, start..text.len()));
            text.push('\n');
        }
        let source = Source::from_text(name, Format::Markdown, text);
        let (mut list, mut warnings) = (Self::empty(name), ListWarnings::default());
        list.take(&source, found, &mut warnings);
        list.warnings = warnings.into_vec(name);
        list
    }

    /// Appends another list. Who is on both stays as on this one; a note names both places.
    pub fn merge(&mut self, other: Self) -> Vec<Diagnostic> {
        let known: BTreeMap<String, usize> = self
            .entries
            .iter()
            .enumerate()
            .map(|(at, entry)| (entry.recipient.address.key(), at))
            .collect();
        let mut notes = ListWarnings::default();
        let offset = self.sources.len();
        self.sources.extend(other.sources);
        for entry in other.entries {
            let entry = ListEntry { source: entry.source + offset, ..entry };
            let Some(first) = known.get(&entry.recipient.address.key()) else {
                self.entries.push(entry);
                continue;
            };
            let first = &self.entries[*first];
            let of_first = &self.sources[first.source];
            let line = of_first.position(first.place.start).line;
            let message = message!(
                "{address} is on {file} already",
                address = entry.recipient.address,
                file = of_first.name()
            );
            let note = Diagnostic::new(codes::RECIPIENT_DUPLICATE, message).into_note();
            let note = note.at(&self.sources[entry.source], entry.place, "").hint(format!(
                "it stands on line {line} of {}; this line is left out",
                of_first.name()
            ));
            notes.add(note);
            self.left_out.duplicate += 1;
        }
        self.left_out.broken += other.left_out.broken;
        self.left_out.duplicate += other.left_out.duplicate;
        self.left_out.suppressed += other.left_out.suppressed;
        self.warnings.extend(other.warnings);
        let notes = notes.into_vec(&other.name);
        self.name = format!("{}, {}", self.name, other.name);
        notes
    }

    /// What messages call it: its file, or those of the lists that were merged.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many lines get no message. Who is not selected is not among them.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Who is on it, in the order of the list.
    pub fn recipients(&self) -> impl ExactSizeIterator<Item = &Recipient> {
        self.entries.iter().map(|entry| &entry.recipient)
    }

    /// How many are on it.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nobody is on it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes those off who want no mail, and notes each.
    ///
    /// ```
    /// use letterpress::mail::{RecipientList, SuppressionEntry, SuppressionList};
    /// use letterpress::source::{Format, Source};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let text = "mira@zeitung.example\nmax@radio.example\n";
    /// let source = Source::from_text("presse.txt", Format::Markdown, text.to_owned());
    /// let mut list = RecipientList::read(&source)?;
    ///
    /// let radio = SuppressionEntry::parse("@radio.example")?;
    /// let notes = list.suppress(&SuppressionList::of("those who called", [radio]));
    /// assert_eq!(notes[0].code, "recipient-suppressed");
    /// assert_eq!((list.len(), list.left_out().suppressed), (1, 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn suppress(&mut self, suppressed: &SuppressionList) -> Vec<Diagnostic> {
        let mut notes = ListWarnings::default();
        let sources = &self.sources;
        let before = self.entries.len();
        self.entries.retain(|entry| {
            let address = &entry.recipient.address;
            let Some(why) = suppressed.reason(address) else { return true };
            let message = message!("{address} wants no mail and gets none", address);
            let note = Diagnostic::new(codes::RECIPIENT_SUPPRESSED, message);
            notes.add(note.at(&sources[entry.source], entry.place.clone(), "").hint(why));
            false
        });
        self.left_out.suppressed += before - self.entries.len();
        notes.into_vec(&self.name)
    }

    /// Keeps those who bear one of the tags, compared without case; all, where no
    /// tag is asked for. `unknown-tag` for a tag that nobody on the list bears.
    pub fn select(&mut self, tags: &[String]) -> Result<(), Diagnostics> {
        if tags.is_empty() {
            return Ok(());
        }
        let borne: BTreeSet<String> =
            self.entries.iter().flat_map(|entry| lower_all(&entry.recipient.tags)).collect();
        let wanted: Vec<String> = lower_all(tags).collect();
        let unknown = wanted.iter().filter(|tag| !borne.contains(*tag));
        Diagnostics::check(unknown.map(|tag| self.unknown_tag(tag, &borne)).collect())?;
        self.entries
            .retain(|entry| lower_all(&entry.recipient.tags).any(|tag| wanted.contains(&tag)));
        Ok(())
    }

    fn unknown_tag(&self, tag: &str, borne: &BTreeSet<String>) -> Diagnostic {
        let message = message!("nobody in {file} bears the tag `{tag}`", file = self.name, tag);
        let error = Diagnostic::new(codes::UNKNOWN_TAG, message);
        if borne.is_empty() {
            error.hint("the list has no column `tags`, or nothing stands in it")
        } else {
            let known: Vec<&str> = borne.iter().map(String::as_str).take(MAX_TAGS).collect();
            let more = if borne.len() > MAX_TAGS { " …" } else { "" };
            let error =
                crate::read::did_you_mean(tag, &known).into_iter().fold(error, Diagnostic::hint);
            error.hint(format!("its tags are {}{more}", known.join(", ")))
        }
    }

    /// Keeps those who want this language, and those who have not said.
    pub fn select_language(&mut self, language: Language) {
        self.entries.retain(|entry| {
            entry.recipient.language.is_none_or(|wanted| wanted.plain() == language.plain())
        });
    }
}

/// The most tags that a message lists.
const MAX_TAGS: usize = 12;

fn lower_all(tags: &[String]) -> impl Iterator<Item = String> {
    tags.iter().map(|tag| tag.to_lowercase())
}

#[cfg(test)]
mod tests;
