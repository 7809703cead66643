//! What becomes of one release, in the process that works on it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use letterpress::Fingerprint;
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::pool;

use super::plan::not_a_release;
use super::record::{RESULTS_ARE_THERE, ReleaseRecord, milliseconds};
use super::request::{KnownFile, ReleaseRequest};
use super::run::{ReleaseRun, ReleaseWork};
use crate::cli::OutputFormat;
use crate::command::batch::{Batch, Done, guarded};
use crate::command::check::check;
use crate::command::input::Input;
use crate::command::outputs::{self, Destination};
use crate::command::sha256::{sha256, sha256_of_all};
use crate::command::workers::WorkItem;
use crate::terminal::{Counts, Ending};

impl ReleaseRun<'_> {
    /// Works on a release, and reports it.
    pub fn judge(&self, request: &ReleaseRequest, work: &impl ReleaseWork) -> ReleaseRecord {
        let began = Instant::now();
        let judged = pool::catch_panic(|| self.judged(request, work));
        let mut record =
            judged.unwrap_or_else(|errors| self.reported(request, &mut Done::from(errors)));
        record.milliseconds = milliseconds(began.elapsed());
        record.echo = request.echo.clone();
        record
    }

    fn judged(&self, request: &ReleaseRequest, work: &impl ReleaseWork) -> ReleaseRecord {
        let input = request.input(self.text_format());
        if request.found
            && let Some(reason) = not_a_release(&input, self.session.limits())
        {
            return self.skipped(request, reason);
        }
        let place = match &self.rule {
            Some(rule) => outputs::place(&input, rule),
            None => Ok(Destination::Nowhere),
        };
        if self.args.many.skip_existing && place.as_ref().is_ok_and(|place| self.is_there(place)) {
            return self.skipped(request, RESULTS_ARE_THERE);
        }
        if let (Some(known), Ok(place)) = (&request.known, &place)
            && let Some(fingerprint) = self.fingerprint(&input)
            && known.key == self.key(&fingerprint, place)
            && known.outputs.iter().all(is_intact)
        {
            return ReleaseRecord::new(request.release(), Ending::Unchanged);
        }
        let mut done = match &place {
            Ok(place) => guarded(|| work(&input, place)),
            Err(error) => self.placeless(&input, error.clone()),
        };
        let record = self.reported(request, &mut done);
        if !self.wants_fingerprint() {
            return record;
        }
        // One that was not set is read once more.
        let set = done.fingerprint.filter(|_| can_be_read_again(&input));
        let fingerprint = set.or_else(|| self.fingerprint(&input));
        match fingerprint.zip(place.ok()) {
            Some((fingerprint, place)) => {
                let key = self.key(&fingerprint, &place);
                record.with_fingerprint(&fingerprint, &input, key)
            }
            None => record,
        }
    }

    /// What is said of a release that has no place: first, what is wrong with the release.
    fn placeless(&self, input: &Input, error: Diagnostic) -> Done {
        let found = check(input, self.session).unwrap_or_else(Diagnostics::into_vec);
        if found.iter().any(Diagnostic::is_error) {
            return Done::from(found);
        }
        Done::from(vec![error])
    }

    /// Reports what was done with a release.
    fn reported(&self, request: &ReleaseRequest, done: &mut Done) -> ReleaseRecord {
        let (outcome, _) = Batch::new(self.task, self.terminal).report(&request.name(), done);
        ReleaseRecord::new(request.release(), outcome)
            .with_diagnostics(&done.diagnostics)
            .with_outputs(done)
    }

    fn skipped(&self, request: &ReleaseRequest, reason: &str) -> ReleaseRecord {
        Batch::new(self.task, self.terminal).skip(&request.name(), reason);
        let mut record = ReleaseRecord::new(request.release(), Ending::Skipped);
        record.counts = Counts::default();
        record.reason = Some(reason.to_owned());
        record
    }

    /// Whether what releases are made of is to be told.
    pub fn wants_fingerprint(&self) -> bool {
        self.args.many.manifest.is_some() || self.writes_lines() || self.terminal.is_of_worker()
    }

    /// What a release would be made of, if it can be set at all. What can be read once only is not
    /// looked at.
    fn fingerprint(&self, input: &Input) -> Option<Fingerprint> {
        if !can_be_read_again(input) {
            return None;
        }
        self.session.fingerprint(input, self.embeds_source).ok()
    }

    /// Stays the same as long as everything does on which the results depend, and their place.
    fn key(&self, fingerprint: &Fingerprint, place: &Destination) -> String {
        // Whether a folder has to be made first is no matter.
        let paths = match place {
            Destination::Files { paths, .. } => format!("{paths:?}"),
            other => format!("{other:?}"),
        };
        let parts = [&fingerprint.sha256, &self.options, &paths];
        let parts = parts.map(|part| format!("{}:{part}", part.len()));
        sha256(parts.concat().as_bytes())
    }

    /// Whether all files of a place are there; of pages, those that were typed. How many there are
    /// is not known before the release is set, so of all, the first has to be there.
    fn is_there(&self, place: &Destination) -> bool {
        let Destination::Files { paths, .. } = place else { return false };
        paths.iter().all(|(format, path)| match format {
            OutputFormat::Pdf => self.variants(path).iter().all(|path| path.is_file()),
            format if outputs::is_paged(*format) => {
                let named = self.pages.map(|pages| pages.named());
                let mut pages =
                    named.into_iter().flatten().chain(self.pages.is_none().then_some(1));
                pages.all(|page| outputs::page(path, page, *format).is_file())
            }
            _ => path.is_file(),
        })
    }

    /// The PDFs of all targets.
    fn variants(&self, path: &Path) -> Vec<PathBuf> {
        match self.pdf_targets.as_slice() {
            [] | [_] => vec![path.to_owned()],
            several => {
                several.iter().map(|target| outputs::variant(path, target.as_str())).collect()
            }
        }
    }
}

/// Whether a later run can see if the release is still the same.
fn can_be_read_again(input: &Input) -> bool {
    !input.is_stream() && !input.is_standard_input()
}

/// Whether a file has the bytes that an earlier run has written.
fn is_intact(known: &KnownFile) -> bool {
    let path = PathBuf::from(known.file.clone());
    sha256_of(&path).is_ok_and(|sha256| sha256 == known.sha256)
}

fn sha256_of(path: &Path) -> io::Result<String> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    sha256_of_all(file)
}
