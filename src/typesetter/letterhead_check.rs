//! A letterhead, tried with specimens as releases are set on it.

use std::slice;

use super::{Job, Typesetter};
use crate::diagnostic::{Blame, Diagnostic, codes};
use crate::engine;
use crate::layout::Stationery;
use crate::release::{Day, Language, Release};
use crate::specimen::{self, SpecimenFiles};

impl Typesetter {
    /// What is wrong with the periods of a letterhead: its warnings, and the errors of specimens
    /// that are set on it in each of its languages and exported. A letterhead without an error
    /// among them can be used.
    ///
    /// ```
    /// use letterpress::{Stationery, Typesetter};
    ///
    /// assert_eq!(Typesetter::new().check_letterhead(&Stationery::built_in("neutral")), []);
    /// ```
    pub fn check_letterhead(&self, periods: &[Stationery]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (at, stationery) in periods.iter().enumerate() {
            add_new(&mut found, stationery.warnings().to_vec());
            let is_last = at + 1 == periods.len();
            let day = stationery.specimen_day();
            for language in stationery.languages() {
                for release in tried(language, day, is_last) {
                    let errors = self.errors_of_specimen(&release, stationery);
                    add_new(&mut found, errors);
                }
            }
        }
        engine::forget_all();
        found
    }

    fn errors_of_specimen(&self, release: &Release, stationery: &Stationery) -> Vec<Diagnostic> {
        let job = Job::of(release)
            .with_letterheads(slice::from_ref(stationery))
            .with_files(&SpecimenFiles);
        let errors = self.check(&job).into_iter().filter(Diagnostic::is_error);
        errors.map(|error| of_letterhead(error, release.language, stationery)).collect()
    }
}

/// The specimens by which a period is tried. Earlier periods differ from the last one in a field
/// or two, so the one that has everything will do.
fn tried(language: Language, day: Day, is_last: bool) -> Vec<Release> {
    if is_last {
        specimen::releases(language, day)
    } else {
        vec![specimen::complete(language, day)]
    }
}

/// An error of a specimen, whose text is fine: the letterhead has to change.
fn of_letterhead(error: Diagnostic, language: Language, stationery: &Stationery) -> Diagnostic {
    if error.field.as_deref() == Some(engine::FOOT_LINES) {
        return stationery.mark(engine::FOOT_LINES, error);
    }
    if error.blame() != Blame::Release {
        return error;
    }
    let field = error.field.clone().unwrap_or_default();
    let error = if [codes::WORD_TOO_WIDE, codes::PAGE_OVERFULL].contains(&error.code) {
        // Nobody can put other words into a specimen.
        let mut error = error;
        error.hints.clear();
        let hint = "make the type smaller (`theme.sizes`), or the column wider (`theme.measures`)";
        stationery.mark("theme", error.hint(hint))
    } else {
        stationery.mark("theme.measures", error)
    };
    let error = error.blamed_on(Blame::Letterhead);
    let hint = if field.is_empty() {
        format!("this was found on a specimen in `{language}`")
    } else {
        format!("this was found in `{field}` of a specimen in `{language}`")
    };
    error.hint(hint)
}

/// Adds what is not among them yet: the same is found in several languages.
fn add_new(found: &mut Vec<Diagnostic>, more: Vec<Diagnostic>) {
    for one in more {
        let is_known = |known: &Diagnostic| known.code == one.code && known.message == one.message;
        if !found.iter().any(is_known) {
            found.push(one);
        }
    }
}
