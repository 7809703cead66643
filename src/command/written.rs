//! What is known of a file that was written.

use std::path::PathBuf;

use letterpress::{Standards, Target};
use serde::Serialize;

use super::write::Finished;
use crate::terminal::{FileFormat, FileState, Written};

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenFile {
    #[serde(rename = "file", serialize_with = "crate::terminal::as_text")]
    pub path: PathBuf,
    pub format: FileFormat,
    /// What a PDF is for.
    #[serde(serialize_with = "crate::terminal::target_name")]
    pub target: Option<Target>,
    /// How many pages it holds, if it holds pages.
    pub pages: Option<usize>,
    pub bytes: u64,
    /// As 64 hexadecimal digits; none where nobody is told.
    pub sha256: Option<String>,
    /// The standards that a PDF claims to keep.
    pub standards: Vec<&'static str>,
    pub state: FileState,
}

impl WrittenFile {
    pub fn new(file: Finished, contents: Contents) -> Self {
        let Finished { path, bytes, sha256, state } = file;
        let Contents { format, target, pages, standards } = contents;
        Self { path, format, target, pages, bytes, sha256, standards, state }
    }

    /// The same as it is reported, of a release that is called so.
    pub fn report<'a>(&'a self, release: &'a str) -> Written<'a> {
        Written {
            release,
            file: &self.path,
            format: self.format,
            target: self.target,
            pages: self.pages,
            bytes: self.bytes,
            sha256: self.sha256.as_deref(),
            standards: &self.standards,
            state: self.state,
            is_unchanged: self.state == FileState::Unchanged,
            is_one_of_many: false,
        }
    }
}

/// What was put into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    pub format: FileFormat,
    pub target: Option<Target>,
    pub pages: Option<usize>,
    pub standards: Vec<&'static str>,
}

impl Contents {
    /// Of a PDF.
    pub fn pdf(target: Target, pages: usize, standards: &Standards) -> Self {
        let standards = standards.names().to_vec();
        Self { format: FileFormat::Pdf, target: Some(target), pages: Some(pages), standards }
    }

    /// Of a format that is made neither for a target nor by a standard.
    pub fn plain(format: impl Into<FileFormat>, pages: Option<usize>) -> Self {
        Self { format: format.into(), target: None, pages, standards: Vec::new() }
    }
}
