//! What a run over releases is to do, as it was typed.

use letterpress::Target;
use letterpress::diagnostic::Diagnostic;
use letterpress::source::Format;

use super::request::ReleaseRequest;
use crate::cli::{InputFormat, PageSelection, ReleasesArgs};
use crate::command::batch::{Done, Labour, Task};
use crate::command::input::Input;
use crate::command::outputs::{Destination, OutputRule};
use crate::command::session::Session;
use crate::command::usage;
use crate::terminal::Terminal;

/// A run over releases.
pub struct ReleaseRun<'a> {
    pub task: Task,
    pub args: &'a ReleasesArgs,
    pub session: &'a Session,
    /// Where results go, if there are any.
    pub rule: Option<OutputRule<'a>>,
    /// Whether results hold the files that are made.
    pub holds_files: bool,
    /// The options on which files depend, as text.
    pub options: String,
    /// Whether the release travels in the file.
    pub embeds_source: bool,
    /// What PDFs are made for, each a file of its own where there are several.
    pub pdf_targets: Vec<Target>,
    /// Which pages are written of formats with a file for each, where not all are.
    pub pages: Option<&'a PageSelection>,
    pub terminal: &'a Terminal,
}

/// What is done with a release.
pub trait ReleaseWork: Fn(&Input, &Destination) -> Done + Sync {}

impl<F: Fn(&Input, &Destination) -> Done + Sync> ReleaseWork for F {}

impl ReleaseRun<'_> {
    /// The format that was typed for all texts.
    pub fn text_format(&self) -> Option<Format> {
        self.args.typesetting.input_format.and_then(InputFormat::text_format)
    }

    /// Whether results are lines on standard output.
    pub fn writes_lines(&self) -> bool {
        self.args.typesetting.input_format == Some(InputFormat::Ndjson)
    }

    /// Whether a layout of one's own sets a release.
    pub fn has_layout(&self, request: &ReleaseRequest) -> bool {
        self.session.sets_with_own_layout(&request.input(self.text_format()))
    }

    pub fn labour(&self) -> Labour {
        let max_bytes = self.session.limits().text.bytes;
        Labour::new(self.args.jobs, &self.args.typesetting.bounds, max_bytes)
    }

    /// Refuses options that make no sense together.
    pub fn check(&self) -> Result<(), Diagnostic> {
        if self.args.many.skip_existing && self.rule.is_none() {
            return Err(usage("--skip-existing is for `render`: nothing is written here"));
        }
        Ok(())
    }
}
