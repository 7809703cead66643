//! The files that are verified.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::Diagnostics;
use serde::{Deserialize, Serialize};

use super::manifest::releases_of;
use crate::cli;
use crate::command::input::{Input, input_name};
use crate::command::pdf_input::found_pdfs;
use crate::command::workers::WorkItem;
use crate::command::{any_path, usage};

/// A PDF that is verified.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifiedFile {
    #[serde(with = "any_path")]
    path: PathBuf,
    /// The release of which it was made, by the manifest.
    release: Option<Input>,
    /// Why there is no file: a folder that cannot be read.
    problem: Option<String>,
}

impl VerifiedFile {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What messages call it.
    pub fn shown(&self) -> String {
        input_name(&self.path)
    }

    /// The release of which it was made, by the manifest.
    pub fn release(&self) -> Option<&Input> {
        self.release.as_ref()
    }

    /// Why there is no file.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// The folder in which its release finds files: that of the release, if it is known.
    pub fn folder(&self) -> &Path {
        let own = self.path.parent().filter(|folder| *folder != Path::new(""));
        self.release.as_ref().map_or_else(|| own.unwrap_or(Path::new(".")), Input::folder)
    }
}

impl WorkItem for VerifiedFile {
    fn name(&self) -> String {
        self.shown()
    }
}

/// The files that were typed, and those of the folders that were typed.
pub fn plan(typed: &cli::VerifyArgs) -> Result<Vec<VerifiedFile>, Diagnostics> {
    if typed.files.iter().any(|file| file == Path::new("-")) {
        let error = usage("standard input cannot be verified: its release is looked for by a file");
        return Err(error.hint("write it into a file first").into());
    }
    let found = found_pdfs(&typed.files, &typed.exclude)?;
    let paths: Vec<_> = found.iter().map(|found| found.path.as_path()).collect();
    let mut releases = match &typed.manifest {
        Some(manifest) => releases_of(manifest, &paths, typed.typesetting.input_format)?,
        None => Vec::new(),
    };
    releases.resize(found.len(), None);
    let files = found.into_iter().zip(releases).map(|(found, release)| VerifiedFile {
        path: found.path,
        release,
        problem: found.error.map(|error| error.message),
    });
    Ok(files.collect())
}
