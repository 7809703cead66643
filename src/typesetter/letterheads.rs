//! Which letterhead a release is set on.

use super::Job;
use super::letterhead_cache::LetterheadCache;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::files::{FileError, beside, foreign_path};
use crate::layout::{Shelf, Stationery};
use crate::limits::Limits;
use crate::read::{self, FieldMap};
use crate::release::{Day, Release};
use crate::source::Format;

/// Where letterheads come from, besides the job.
#[derive(Clone, Copy)]
pub(super) struct LetterheadSources<'a> {
    pub shelf: &'a Shelf,
    /// Those that lie beside releases.
    pub cache: &'a LetterheadCache,
    pub limits: &'a Limits,
}

/// A letterhead that was found, and whose it is.
pub(super) struct FoundStationery {
    pub stationery: Stationery,
    /// Whether it came with the release, and is not the caller's or a built-in one.
    pub is_brought: bool,
}

/// The letterhead of a release: the caller's, one of the shelf by its id, or a file beside the
/// release; of several, the one that was valid on the release's date.
pub(super) fn stationery(
    release: &Release,
    fields: &FieldMap,
    job: &Job<'_>,
    sources: LetterheadSources<'_>,
) -> Result<Option<FoundStationery>, Diagnostics> {
    let shelf = job.shelf.unwrap_or(sources.shelf);
    // A date that cannot be read was reported; any letterhead will do for the rest.
    let date = fields.has("date").then(|| release.date.day());
    let (letterheads, is_brought) = if let Some(given) = job.letterheads {
        (given.to_vec(), false)
    } else if let Some(id) = job.letterhead {
        on_shelf(id, fields, shelf)?
    } else if let Some(name) = &release.letterhead {
        if is_file(name) {
            (beside_release(name, fields, job, sources)?, true)
        } else {
            on_shelf(name, fields, shelf)?
        }
    } else if fields.has("letterhead") {
        // It was reported.
        return Ok(None);
    } else if let Some(id) = job.default_letterhead {
        on_shelf(id, fields, shelf)?
    } else {
        return Err(none_named(fields, shelf).into());
    };
    let stationery = valid(letterheads, date, fields)?;
    Ok(Some(FoundStationery { stationery, is_brought }))
}

fn none_named(fields: &FieldMap, shelf: &Shelf) -> Diagnostic {
    let error = Diagnostic::new(codes::MISSING_FIELD, "`letterhead` is missing")
        .in_field("letterhead")
        .hint(format!("add `letterhead`: {} or a path to a .toml", shelf.ids().join(", ")))
        .hint("or name it on the command line: --letterhead");
    fields.mark_first_line(error)
}

/// The letterheads of an id, and whether they came with the release.
fn on_shelf(
    id: &str,
    fields: &FieldMap,
    shelf: &Shelf,
) -> Result<(Vec<Stationery>, bool), Diagnostics> {
    let found = shelf.find(id)?;
    if !found.letterheads.is_empty() {
        return Ok((found.letterheads, found.are_brought));
    }
    let message = message!("there is no letterhead `{name}`", name = id);
    let error = Diagnostic::new(codes::UNKNOWN_LETTERHEAD, message);
    let error = shelf.hints_for(id).into_iter().fold(error, Diagnostic::hint);
    Err(fields.mark("letterhead", error).into())
}

/// Whether a letterhead is named by its file rather than by its id.
fn is_file(name: &str) -> bool {
    name.ends_with(".toml")
}

fn valid(
    letterheads: Vec<Stationery>,
    date: Option<Day>,
    fields: &FieldMap,
) -> Result<Stationery, Diagnostics> {
    let Some(date) = date else {
        let none = || Diagnostic::new(codes::UNKNOWN_LETTERHEAD, "no letterhead is given");
        return letterheads.into_iter().next_back().ok_or_else(|| none().into());
    };
    let periods: Vec<_> = letterheads.iter().map(period).collect();
    letterheads.into_iter().find(|one| one.letterhead().is_valid_on(date)).ok_or_else(|| {
        let message = message!("the letterhead was not in use on {date}", date);
        let error = Diagnostic::new(codes::LETTERHEAD_NOT_VALID, message)
            .hint(format!("it was {}", periods.join(", and ")))
            .hint("a sheet shows the sender as it was on its date: check `date`, or take another letterhead");
        fields.mark("date", error).into()
    })
}

/// "in use from … until …".
fn period(stationery: &Stationery) -> String {
    let from = stationery.valid_from().map(|day| format!(" from {day}")).unwrap_or_default();
    let until = stationery.valid_until().map(|day| format!(" until {day}")).unwrap_or_default();
    format!("in use{from}{until}")
}

fn beside_release(
    path: &str,
    fields: &FieldMap,
    job: &Job<'_>,
    sources: LetterheadSources<'_>,
) -> Result<Vec<Stationery>, Diagnostics> {
    let LetterheadSources { cache, limits, .. } = sources;
    let bytes = job.files.read(path).map_err(|error| {
        let foreign = foreign_path(path);
        let reason =
            foreign.as_ref().map_or_else(|| error.describe(), |(why, _)| (*why).to_owned());
        let message = message!("the letterhead `{file}` {reason}", reason, file = path);
        let code = match error {
            FileError::OutsideRoot => codes::LETTERHEAD_OUTSIDE_ROOT,
            _ => codes::UNKNOWN_LETTERHEAD,
        };
        let error = Diagnostic::new(code, message);
        let error = match foreign {
            Some((_, hint)) => error.hint(hint),
            None => error.hint(
                "the path is relative to the release's own folder; --letterhead takes any path",
            ),
        };
        fields.mark("letterhead", error)
    })?;
    // Messages name it as the release is named: from where the caller stands.
    let source =
        read::source(&beside(job.name(), path), Format::Toml, bytes, limits.letterheads.bytes)?;
    cache.load(&source, job.files, path, limits)
}
