//! What is the same for all releases of a folder: the letterheads that they may name.

use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::read::{FieldEdit, edited};
use letterpress::release::{Kind, Language};
use letterpress::source::{Format, Source};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::command::new::{NewRelease, today};
use crate::command::session::Surroundings;

/// The letterheads of a folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OfficeView {
    pub letterheads: Vec<OfficeLetterhead>,
    /// The one of releases that name none.
    pub usual: Option<String>,
}

/// A letterhead as the page offers it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfficeLetterhead {
    pub id: String,
    /// The name of the house.
    pub name: String,
    /// In which it has its words, by their codes.
    pub languages: Vec<String>,
    /// Whom a release states as a contact, unless it states others.
    pub contacts: Value,
}

impl OfficeView {
    /// What a release may name. Letterheads that are broken are left out: a release that names one
    /// says what is wrong.
    pub fn of(around: &Surroundings) -> Self {
        let shelf = around.shelf();
        let letterheads = shelf.shelf.entries().into_iter().filter_map(|entry| {
            let last = entry.letterheads.ok()?.pop()?;
            let languages = last.languages().into_iter().map(|one| one.as_str().to_owned());
            Some(OfficeLetterhead {
                id: entry.id?,
                name: last.name().to_owned(),
                languages: languages.collect(),
                contacts: serde_json::to_value(&last.letterhead().contacts).ok()?,
            })
        });
        Self { letterheads: letterheads.collect(), usual: shelf.usual.clone() }
    }
}

/// The text of a new release, which is to lie at a place. Other than in a file for an editor, no
/// words stand in its fields: what is still to be written, the page says.
pub fn scaffold(
    place: &Path,
    around: &Surroundings,
    kind: Kind,
    language: Language,
    letterhead: Option<&str>,
) -> Result<String, Diagnostics> {
    let begun = NewRelease { kind, file: place, shelf: around.shelf() };
    let mut fields = vec![FieldEdit::set("letterhead", begun.letterhead(letterhead)?)];
    if kind != Kind::default() {
        fields.push(FieldEdit::set("kind", kind.as_str()));
    }
    if language != Language::default() {
        fields.push(FieldEdit::set("language", language.as_str()));
    }
    fields.push(FieldEdit::set("date", begun.day().to_string()));
    fields.push(FieldEdit::set("headline", ""));
    let name = place.display().to_string();
    let made = edited(&Source::from_text(&name, Format::Markdown, String::new()), &fields)?;
    match made.errors.first() {
        None => Ok(made.text),
        Some(error) => Err(Diagnostic::internal(error).into()),
    }
}

/// What belongs to the one release that it was written for: two with the same id or number would
/// be the same for the journal, and nobody would get the second.
const OF_ONE_RELEASE: [&str; 6] = ["id", "number", "version", "embargo", "not_before", "status"];

/// The text of a release that begins as a copy of another one, with the date of today. Where the
/// fields cannot be read, or edited in this format, it is the same text.
pub fn copy(source: &Source) -> String {
    let removed = OF_ONE_RELEASE.map(FieldEdit::remove);
    let date = FieldEdit::set("date", today().to_string());
    let fields: Vec<_> = removed.into_iter().chain([date]).collect();
    // A field that is not there is none that could be removed.
    edited(source, &fields).map_or_else(|_| source.text().to_owned(), |made| made.text)
}
