//! Who wants no mail: the journal's own list, which counts whatever list a release goes to.

use rusqlite::{Connection, params};

use super::Journal;
use super::errors::{damaged, explain};
use super::schema;
use crate::diagnostic::Diagnostic;
use crate::mail::list::SuppressionEntry;
use crate::mail::recipient::Address;

/// Who wants no mail, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suppression {
    /// An address, or everybody of a domain.
    pub entry: SuppressionEntry,
    /// When it was put on the list, in seconds since 1970.
    pub added: i64,
    /// Why, as somebody typed it.
    pub reason: Option<String>,
}

impl Suppression {
    /// One of whom it is known since when, in seconds since 1970, and perhaps why.
    pub fn new(entry: SuppressionEntry, added: i64, reason: Option<String>) -> Self {
        Self { entry, added, reason }
    }

    /// Whether it means more than another entry, and that too: a domain, and an address in it.
    ///
    /// ```
    /// use letterpress::mail::SuppressionEntry;
    /// use letterpress::mail::journal::Suppression;
    ///
    /// # fn main() -> Result<(), &'static str> {
    /// let entry = SuppressionEntry::parse("@zeitung.example")?;
    /// let house = Suppression::new(entry, 0, Some("by phone".to_owned()));
    /// assert!(house.includes(&SuppressionEntry::parse("Mira@Zeitung.example")?));
    /// assert!(!house.includes(&SuppressionEntry::parse("mira@neue-zeitung.example")?));
    /// # Ok(())
    /// # }
    /// ```
    pub fn includes(&self, other: &SuppressionEntry) -> bool {
        let Ok(address) = Address::parse(other.key()) else { return false };
        self.entry != *other && SuppressionEntry::meaning(&address).any(|one| one == self.entry)
    }
}

impl Journal {
    /// Who wants no mail, by address. A journal of an older version knows of nobody.
    pub fn suppressed(&self) -> Result<Vec<Suppression>, Diagnostic> {
        let found = schema::is_current(&self.connection)
            .and_then(|is_current| if is_current { all(&self.connection) } else { Ok(Vec::new()) });
        let found = found.map_err(|error| explain(&self.path, &error))?;
        found.into_iter().map(|row| self.suppression(row)).collect()
    }

    /// A row that cannot be read is no reason to send to somebody.
    fn suppression(&self, row: SuppressionRow) -> Result<Suppression, Diagnostic> {
        let (address, added, reason) = row;
        let entry = SuppressionEntry::parse(&address).map_err(|why| {
            damaged(
                &self.path,
                &format!("nobody knows who `{address}` is that wants no mail: {why}"),
            )
        })?;
        Ok(Suppression { entry, added, reason })
    }

    /// Puts those on the list who are not on it yet, in one step, and returns how many these
    /// are. Who is on it keeps the day, and the reason unless another is given.
    ///
    /// ```
    /// use letterpress::mail::SuppressionEntry;
    /// use letterpress::mail::journal::{Journal, Suppression};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut journal = Journal::passing()?;
    /// let entry = SuppressionEntry::parse("mira@zeitung.example")?;
    /// let by_phone = Suppression::new(entry.clone(), 1_669_366_800, Some("by phone".to_owned()));
    /// assert_eq!(journal.suppress(std::slice::from_ref(&by_phone))?, 1);
    /// assert_eq!(journal.suppressed()?, [by_phone]);
    ///
    /// let radio = SuppressionEntry::parse("@radio.example")?;
    /// assert_eq!(journal.unsuppress(&[entry, radio.clone()])?, [&radio]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn suppress(&mut self, entries: &[Suppression]) -> Result<usize, Diagnostic> {
        self.check_files()?;
        let added = add(&mut self.connection, entries);
        added.map_err(|error| explain(&self.path, &error))
    }

    /// Takes those off the list who are on it, in one step, and returns which of them were not.
    pub fn unsuppress<'a>(
        &mut self,
        entries: &'a [SuppressionEntry],
    ) -> Result<Vec<&'a SuppressionEntry>, Diagnostic> {
        self.check_files()?;
        let missing = remove(&mut self.connection, entries);
        missing.map_err(|error| explain(&self.path, &error))
    }
}

/// Entry, moment and reason.
type SuppressionRow = (String, i64, Option<String>);

fn all(connection: &Connection) -> rusqlite::Result<Vec<SuppressionRow>> {
    let query = "SELECT address, added, reason FROM suppression ORDER BY key";
    let mut query = connection.prepare(query)?;
    query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
}

fn add(connection: &mut Connection, entries: &[Suppression]) -> rusqlite::Result<usize> {
    let step = connection.transaction()?;
    let mut added = 0;
    for entry in entries {
        let Suppression { entry, added: day, reason } = entry;
        let key = entry.key();
        let insert = "INSERT INTO suppression (key, address, added, reason) \
             VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
        let is_new = step.prepare_cached(insert)?.execute(params![key, key, day, reason])? > 0;
        added += usize::from(is_new);
        if reason.is_some() && !is_new {
            let update = "UPDATE suppression SET reason = ?2 WHERE key = ?1";
            step.prepare_cached(update)?.execute(params![key, reason])?;
        }
    }
    step.commit()?;
    Ok(added)
}

fn remove<'a>(
    connection: &mut Connection,
    entries: &'a [SuppressionEntry],
) -> rusqlite::Result<Vec<&'a SuppressionEntry>> {
    let step = connection.transaction()?;
    let mut missing = Vec::new();
    for entry in entries {
        let removed = step.execute("DELETE FROM suppression WHERE key = ?1", [entry.key()])?;
        missing.extend((removed == 0).then_some(entry));
    }
    step.commit()?;
    Ok(missing)
}
