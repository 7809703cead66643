//! Distribution lists: CSV with a header, or an address a line.
//!
//! A list grows over years in many hands. Lines without a usable address are reported
//! before anything goes out, and left out; a list that cannot be read as a whole is refused.

mod columns;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::rows::{ListWarnings, Rows};
use super::recipient::Recipient;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::limits::ListLimits;
use crate::release::Language;
use crate::source::Source;

/// A distribution list, or a list of those who want no mail.
#[derive(Debug, Clone)]
pub struct RecipientList {
    source: Source,
    entries: Vec<ListEntry>,
    /// What should be looked at: broken lines, duplicates, unknown columns.
    pub warnings: Vec<Diagnostic>,
}

#[derive(Debug, Clone)]
struct ListEntry {
    recipient: Recipient,
    /// The bytes of the address in the list.
    place: Range<usize>,
}

impl RecipientList {
    /// Reads a list: CSV whose header has a column `email`, separated by commas,
    /// semicolons or tabs (RFC 4180), else an address or `Name <address>` a line.
    ///
    /// Of several lines with one address, compared without case, the first counts.
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

    /// Reads a list within other limits than the default ones.
    pub fn read_within(source: &Source, limits: &ListLimits) -> Result<Self, Diagnostics> {
        let Rows { rows, warnings } = rows::read(source, limits)?;
        let mut warnings = ListWarnings::new(warnings);
        let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let recipient = match row.recipient(source, &mut warnings) {
                Ok(recipient) => recipient,
                Err(warning) => {
                    warnings.add(warning);
                    continue;
                }
            };
            let place = row.place();
            match seen.get(&recipient.address.key()) {
                Some(first) => {
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
                    entries.push(ListEntry { recipient, place });
                }
            }
        }
        Ok(Self { source: source.clone(), entries, warnings: warnings.into_vec(source) })
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

    /// Takes those off who are on a list of people that want no mail, and notes each.
    pub fn suppress(&mut self, suppressed: &Self) -> Vec<Diagnostic> {
        let keys: BTreeMap<String, &ListEntry> =
            suppressed.entries.iter().map(|entry| (entry.recipient.address.key(), entry)).collect();
        let mut notes = ListWarnings::default();
        let source = &self.source;
        self.entries.retain(|entry| {
            let Some(by) = keys.get(&entry.recipient.address.key()) else { return true };
            let line = suppressed.source.position(by.place.start).line;
            let message = message!(
                "{address} wants no mail and gets none",
                address = entry.recipient.address
            );
            let note = Diagnostic::new(codes::RECIPIENT_SUPPRESSED, message)
                .at(source, entry.place.clone(), "")
                .hint(format!("it stands on line {line} of {}", suppressed.source.name()));
            notes.add(note);
            false
        });
        notes.into_vec(source)
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
        let message =
            message!("nobody in {file} bears the tag `{tag}`", file = self.source.name(), tag);
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
