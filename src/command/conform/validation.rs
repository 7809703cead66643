//! Files held against what they claim: with as few starts of veraPDF as can be, since each takes
//! seconds, and so that a file that brings it down costs itself only.

use std::fs;
use std::io;
use std::path::{self, Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use tempfile::TempDir;

use super::job_report::JobReport;
use super::program::{JobCutter, ProgramEnd, VerapdfProgram};
use crate::command::bounds::Bounds;
use crate::command::conformance::{BrokenRule, STANDARDS};
use crate::command::input_output;
use crate::command::signals::Signals;
use crate::terminal::reason;

/// After so many starts in a row without a word on any file, it is veraPDF that is broken.
const MAX_FAILURES: usize = 12;

/// What veraPDF says of a file that is held against one standard: the rules that it breaks, or why
/// it could not be validated.
pub type Validated = Result<Vec<BrokenRule>, Unvalidated>;

/// Why a file could not be held against a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unvalidated {
    /// There is no such standard.
    UnknownStandard,
    /// veraPDF has failed on it: in words.
    Failed(String),
}

/// veraPDF, and the folder in which it finds the files.
pub struct Validator<'a> {
    program: VerapdfProgram,
    version: String,
    /// It holds links to the files under names that every program takes.
    folder: TempDir,
    /// How many files are stored that have no place of their own.
    stored: usize,
    failures: usize,
    signals: &'a Signals,
}

impl<'a> Validator<'a> {
    /// Finds veraPDF, which is asked for its version.
    pub fn find(command: &str, bounds: &Bounds, signals: &'a Signals) -> Result<Self, Diagnostics> {
        let program = VerapdfProgram::parse(command, bounds.time)?;
        let version = program.version(signals)?;
        let folder = tempfile::tempdir().map_err(|error| no_folder(&error))?;
        Ok(Self { program, version, folder, stored: 0, failures: 0, signals })
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    /// Stores a file that has no place of its own, and says where.
    pub fn store(&mut self, bytes: &[u8]) -> Result<PathBuf, Diagnostics> {
        self.stored += 1;
        let path = self.folder.path().join(format!("stored-{}.pdf", self.stored));
        fs::write(&path, bytes).map_err(|error| no_folder(&error))?;
        Ok(path)
    }

    /// Holds each file against each standard that it claims. None for those that were not come to
    /// when somebody stopped the run.
    pub fn validate(
        &mut self,
        asked: &[(PathBuf, Vec<String>)],
    ) -> Result<Vec<Option<Vec<Validated>>>, Diagnostics> {
        let mut answers: Vec<Vec<Option<Validated>>> = asked
            .iter()
            .map(|(_, standards)| standards.iter().map(|name| unknown(name)).collect())
            .collect();
        for (standard, flavour) in STANDARDS {
            let places: Vec<_> = asked
                .iter()
                .enumerate()
                .filter_map(|(file, (_, standards))| {
                    Some((file, standards.iter().position(|name| name == standard)?))
                })
                .collect();
            let files: Vec<_> = places.iter().map(|(file, _)| asked[*file].0.as_path()).collect();
            let validated = self.against(flavour, &files)?;
            for ((file, place), validated) in places.into_iter().zip(validated) {
                answers[file][place] = validated;
            }
        }
        Ok(answers.into_iter().map(|answers| answers.into_iter().collect()).collect())
    }

    /// Holds files against one standard.
    fn against(
        &mut self,
        flavour: &str,
        files: &[&Path],
    ) -> Result<Vec<Option<Validated>>, Diagnostics> {
        let mut answers: Vec<Option<Validated>> = files.iter().map(|_| None).collect();
        // Groups of files that are still to be validated, the next one last.
        let mut groups = vec![(0..files.len()).collect::<Vec<_>>()];
        while let Some(group) = groups.pop() {
            if group.is_empty() {
                continue;
            }
            let (end, is_silent) = self.start(flavour, files, &group, &mut answers)?;
            let left: Vec<_> = group.iter().copied().filter(|at| answers[*at].is_none()).collect();
            let why = match end {
                ProgramEnd::Stopped => break,
                ProgramEnd::TookTooLong => self.program.took_too_long(),
                ProgramEnd::Ended(why) => why,
            };
            self.failures = if is_silent { self.failures + 1 } else { 0 };
            match left.as_slice() {
                [] => {}
                _ if self.failures >= MAX_FAILURES => return Err(self.program.broken(&why).into()),
                [only] if group.len() == 1 => answers[*only] = Some(Err(Unvalidated::Failed(why))),
                // Said nothing of any: whichever it is that harms, it is in one of the halves.
                _ if is_silent => {
                    let (first, rest) = left.split_at(left.len() / 2);
                    groups.push(rest.to_vec());
                    groups.push(first.to_vec());
                }
                // It is likely the first, on which it was at work.
                [first, rest @ ..] => {
                    groups.push(rest.to_vec());
                    groups.push(vec![*first]);
                }
            }
        }
        Ok(answers)
    }

    /// Starts veraPDF for some files and notes what it says. Returns how it ended, and whether it
    /// said nothing of any file.
    fn start(
        &self,
        flavour: &str,
        files: &[&Path],
        group: &[usize],
        answers: &mut [Option<Validated>],
    ) -> Result<(ProgramEnd, bool), Diagnostics> {
        let options = ["--format", "mrr", "--maxfailuresdisplayed", "1", "--flavour", flavour];
        let mut arguments = options.map(ToOwned::to_owned).to_vec();
        for at in group {
            match self.link(*at, files[*at]) {
                Ok(link) => arguments.push(link),
                Err(error) => answers[*at] = Some(Err(Unvalidated::Failed(reason(&error)))),
            }
        }
        if arguments.len() == options.len() {
            return Ok((ProgramEnd::Ended(String::new()), false));
        }
        let mut cutter = JobCutter::default();
        let mut is_silent = true;
        let end = self.program.run(&arguments, self.signals, |bytes| {
            let Some(jobs) = cutter.take(bytes) else { return false };
            for report in jobs.iter().filter_map(|job| JobReport::parse(job)) {
                let at = report.stem.parse::<usize>().ok().filter(|at| group.contains(at));
                if let Some(answer) = at.and_then(|at| answers.get_mut(at)) {
                    is_silent = false;
                    *answer = Some(report.outcome.map_err(Unvalidated::Failed));
                }
            }
            true
        });
        let end = end.map_err(|error| self.program.cannot_be_run(&error))?;
        Ok((end, is_silent))
    }

    /// A link to a file, under its number: veraPDF passes over files with another ending, and Java
    /// does not find those whose names are not of its locale.
    fn link(&self, at: usize, file: &Path) -> io::Result<String> {
        let link = self.folder.path().join(format!("{at}.pdf"));
        match fs::remove_file(&link) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => make_link(&path::absolute(file)?, &link)?,
        }
        Ok(link.display().to_string())
    }
}

#[cfg(unix)]
fn make_link(file: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(file, link)
}

/// Not everybody may make links.
#[cfg(not(unix))]
fn make_link(file: &Path, link: &Path) -> io::Result<()> {
    fs::copy(file, link).map(|_| ())
}

/// What is known of a claim without veraPDF.
fn unknown(standard: &str) -> Option<Validated> {
    let is_known = STANDARDS.iter().any(|(name, _)| *name == standard);
    (!is_known).then_some(Err(Unvalidated::UnknownStandard))
}

fn no_folder(error: &io::Error) -> Diagnostic {
    let reason = reason(error);
    input_output(message!("cannot write to the folder for temporary files ({reason})", reason))
}
