//! Releases of a run with the same id, or in the same file.

use std::collections::HashMap;

use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::message;

use super::record::ReleaseRecord;
use super::request::ReleaseRequest;
use crate::command::any_path::JsonPath;

/// So many releases are remembered: a stream may last for months.
const MAX_KEPT: usize = 1_000_000;

/// What a run has seen so far.
#[derive(Default)]
pub struct Repeats {
    /// Which release has an id and a version.
    ids: HashMap<(String, u32), String>,
    /// Which id is in a file.
    files: HashMap<JsonPath, String>,
}

impl Repeats {
    /// The warnings of a release whose id and version another file of the run has had, or which was
    /// written over another one of the run. A new version of a release repeats its id on purpose,
    /// and who sends a text again means the same release.
    pub fn of(&mut self, request: &ReleaseRequest, record: &ReleaseRecord) -> Vec<Diagnostic> {
        let Some((id, version)) = record.id.clone().zip(record.version) else { return Vec::new() };
        if self.ids.len() >= MAX_KEPT || self.files.len() >= MAX_KEPT {
            *self = Self::default();
        }
        let mut warnings = Vec::new();
        for file in record.outputs.iter().filter_map(|output| output.file.as_ref()) {
            let before = self.files.insert(file.clone(), id.clone());
            if let Some(before) = before.filter(|before| *before != id && warnings.is_empty()) {
                warnings.push(overwritten(file, &before, &id));
            }
        }
        if request.file.is_some() {
            let before = self.ids.insert((id.clone(), version), record.release.clone());
            if let Some(first) = before.filter(|first| *first != record.release) {
                warnings.push(repeated(&record.release, &first, &id, version));
            }
        }
        warnings
    }
}

fn repeated(release: &str, first: &str, id: &str, version: u32) -> Diagnostic {
    let message = message!(
        "{release} has the id of {first}: {id}, version {version}",
        release,
        first,
        id,
        version
    );
    let warning = Diagnostic::new(codes::REPEATED_ID, message);
    warning.hint("give each release an `id` of its own, or a later one another `version`")
}

fn overwritten(file: &JsonPath, before: &str, id: &str) -> Diagnostic {
    let message = message!(
        "{file} held {first} of the same run, and holds {id} now",
        file = file.to_string(),
        first = before,
        id
    );
    let warning = Diagnostic::new(codes::OUTPUT_REPEATED, message);
    warning.hint("give each request an `output` of its own")
}
