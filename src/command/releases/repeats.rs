//! Releases of a run with the same id, or in the same file.

use std::collections::HashMap;

use letterpress::diagnostic::{Diagnostic, codes};
use letterpress::message;

use super::record::ReleaseRecord;
use super::request::ReleaseRequest;
use crate::command::any_path::JsonPath;
use crate::command::sha256::NameKey;

/// So many releases are remembered: a stream may last for months.
const MAX_KEPT: usize = 1_000_000;

/// What a run has seen so far.
pub struct Repeats {
    /// Which release has an id and a version.
    ids: HashMap<NameKey, Box<str>>,
    /// Which id is in a file. Files of a list of releases were held against each other before the
    /// run.
    files: Option<HashMap<JsonPath, String>>,
}

impl Repeats {
    /// For a list of so many releases, or for lines, of which nobody knows how many there are. The
    /// table does not grow within a list, since one that does takes twice its room for a moment.
    pub fn of_run(releases: Option<usize>) -> Self {
        let ids = HashMap::with_capacity(releases.unwrap_or_default().min(MAX_KEPT));
        Self { ids, files: releases.is_none().then(HashMap::new) }
    }

    /// The warnings of a release whose id and version another file of the run has had, or which was
    /// written over another one of the run. A new version of a release repeats its id on purpose,
    /// and who sends a text again means the same release.
    pub fn of(&mut self, request: &ReleaseRequest, record: &ReleaseRecord) -> Vec<Diagnostic> {
        let Some((id, version)) = record.id.clone().zip(record.version) else { return Vec::new() };
        let files = self.files.as_ref().map_or(0, HashMap::len);
        if self.ids.len() >= MAX_KEPT || files >= MAX_KEPT {
            *self = Self { ids: HashMap::new(), files: self.files.take().map(|_| HashMap::new()) };
        }
        let mut warnings = Vec::new();
        let written = record.outputs.iter().filter_map(|output| output.file.as_ref());
        for file in written {
            let files = self.files.as_mut();
            let before = files.and_then(|files| files.insert(file.clone(), id.clone()));
            if let Some(before) = before.filter(|before| *before != id && warnings.is_empty()) {
                warnings.push(overwritten(file, &before, &id));
            }
        }
        if request.file.is_some() {
            let key = NameKey::of(format!("{version} {id}"));
            let release = record.release.to_string();
            let before = self.ids.insert(key, release.as_str().into());
            if let Some(first) = before.filter(|first| **first != *release) {
                warnings.push(repeated(&release, &first, &id, version));
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
