//! Which letterhead a release is set on.

use super::Job;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::files::{FileError, beside, foreign_path};
use crate::layout::Stationery;
use crate::limits::Limits;
use crate::read::{self, FieldMap};
use crate::release::{Day, Release};
use crate::source::Format;

/// The letterhead of a release: the caller's, a built-in one by its id, or a file
/// beside the release; of several, the one that was valid on the release's date.
pub(super) fn stationery(
    release: &Release,
    fields: &FieldMap,
    job: &Job<'_>,
    limits: &Limits,
) -> Result<Option<Stationery>, Diagnostics> {
    // A date that cannot be read was reported; any letterhead will do for the rest.
    let date = fields.has("date").then(|| release.date.day());
    if let Some(given) = job.letterheads {
        return valid(given.to_vec(), date, fields).map(Some);
    }
    let Some(name) = &release.letterhead else {
        if fields.has("letterhead") {
            return Ok(None);
        }
        let error = Diagnostic::new(codes::MISSING_FIELD, "`letterhead` is missing")
            .in_field("letterhead")
            .hint(format!(
                "add `letterhead`: {} or a path to a .toml",
                Stationery::built_in_ids().join(", ")
            ))
            .hint("or name it on the command line: --letterhead");
        return Err(fields.mark_first_line(error).into());
    };
    if is_file(name) {
        return beside_release(name, fields, job, limits)
            .and_then(|periods| valid(periods, date, fields))
            .map(Some);
    }
    let built_in = Stationery::built_in(name);
    if built_in.is_empty() {
        let ids = Stationery::built_in_ids();
        let hint = read::did_you_mean(name, &ids).unwrap_or_else(|| {
            format!("built in are {}; any other is a path that ends in .toml", ids.join(", "))
        });
        let error = Diagnostic::new(
            codes::UNKNOWN_LETTERHEAD,
            message!("there is no letterhead `{name}`", name),
        );
        return Err(Diagnostics::from(fields.mark("letterhead", error.hint(hint))));
    }
    valid(built_in, date, fields).map(Some)
}

/// Whether the letterhead of a release is a file that the release names, and not the caller's
/// or a built-in one.
pub(super) fn is_brought(release: &Release, job: &Job<'_>) -> bool {
    job.letterheads.is_none() && release.letterhead.as_deref().is_some_and(is_file)
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
    limits: &Limits,
) -> Result<Vec<Stationery>, Diagnostics> {
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
    Stationery::load_from(&source, job.files, path, limits)
}
