//! The releases of a run: those that were named, found in folders, listed in a file, or that come
//! as lines of standard input.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use letterpress::diagnostic::Diagnostics;
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::read::{self, SourceKind};
use letterpress::source::{Format, Source};

use super::incoming::Incoming;
use super::request::ReleaseRequest;
use super::run::ReleaseRun;
use super::shard::Shard;
use crate::cli::InputFormat;
use crate::command::input::{Input, cannot_read, check_standard_input, input_name};
use crate::command::outputs::{self, FileClaims};
use crate::command::project;
use crate::command::standard_input::at_most;
use crate::command::usage;
use crate::command::walk::{FoundFile, WalkFilter, found};

/// The most bytes of a list of files: 256 MiB, for some millions of them.
const MAX_LIST_BYTES: u64 = 256 << 20;

/// Where the releases of a run come from.
pub enum Plan {
    List(VecDeque<FoundFile>),
    Lines(Incoming),
}

impl Plan {
    /// What was typed. Nothing is worked on before all of it is known, but for lines.
    pub fn of(run: &ReleaseRun<'_>) -> Result<Self, Diagnostics> {
        let (typed, many) = (run.args, &run.args.many);
        if typed.typesetting.input_format == Some(InputFormat::Ndjson) {
            if typed.releases != [Path::new("-")] || many.files_from.is_some() {
                let error = usage("lines of releases are read from standard input");
                return Err(error.hint("say `--input-format ndjson -`").into());
            }
            let unheeded =
                [("--shard", many.shard.is_some()), ("--exclude", !many.exclude.is_empty())];
            if let Some((option, _)) = unheeded.into_iter().find(|(_, is_typed)| *is_typed) {
                let error = usage(message!("{option} is for files; lines are all taken", option));
                return Err(error.hint("whoever writes the lines chooses them").into());
            }
            return Ok(Self::Lines(Incoming::open(run.session.limits())));
        }
        check_standard_input(&typed.releases)?;
        let mut named = typed.releases.clone();
        if let Some(list) = &many.files_from {
            if list == Path::new("-") && typed.releases.iter().any(|path| path == Path::new("-")) {
                return Err(
                    usage("standard input can be read once: as a list or as a release").into()
                );
            }
            named.extend(listed(list, many.null)?);
        }
        let is_mere_list = many.files_from.is_none() && !named.iter().any(|path| is_folder(path));
        let wanted = WalkFilter { endings: &Format::EXTENSIONS, exclude: &many.exclude };
        let found = found(&named, &wanted)?;
        if is_mere_list {
            // As long as nobody has begun, a slip in what was typed stops everything.
            Input::plan(&typed.releases, typed.typesetting.input_format)?;
        }
        let shard = many.shard.map(Shard::new);
        let mut files = VecDeque::from(found);
        // Of all parts: two releases that would be one file may belong to different ones.
        run.claim(files.make_contiguous(), is_mere_list)?;
        if let Some(shard) = shard {
            files.retain(|file| shard.takes(&run.input(file), run.session.limits()));
        }
        Ok(Self::List(files))
    }

    /// How many there are, where that is known.
    pub fn len(&self) -> Option<usize> {
        match self {
            Self::List(list) => Some(list.len()),
            Self::Lines(_) => None,
        }
    }
}

impl ReleaseRun<'_> {
    /// Refuses what would overwrite a release or another's results: all together where a list was
    /// typed, each by itself where there is more.
    fn claim(&self, files: &mut [FoundFile], is_mere_list: bool) -> Result<(), Diagnostics> {
        let Some(rule) = &self.rule else { return Ok(()) };
        if is_mere_list {
            let inputs: Vec<_> = files.iter().map(|file| self.input(file)).collect();
            return outputs::plan(&inputs, rule).map(drop);
        }
        let mut claims = FileClaims::of_rule(rule);
        files.iter().for_each(|file| claims.add_release(&self.input(file)));
        for file in files {
            let input = self.input(file);
            // A place that is none is reported when its turn has come.
            let Ok(destination) = outputs::place(&input, rule) else { continue };
            let taken = claims.take(&input, &destination);
            if let Err(error) = taken
                && not_a_release(&input, self.session.limits()).is_none()
            {
                file.error.get_or_insert(Box::new(error));
            }
        }
        Ok(())
    }

    fn input(&self, file: &FoundFile) -> Input {
        ReleaseRequest::from(file).input(self.text_format())
    }
}

/// Why a file that was found in a folder is no release. Nothing is said of one that cannot be read:
/// it may be one.
pub fn not_a_release(input: &Input, limits: &Limits) -> Option<&'static str> {
    if input.file().and_then(Path::file_name).is_some_and(|name| name == project::FILE) {
        return Some("it holds settings");
    }
    let source = input.read(limits.text.bytes).ok()?;
    match kind_of(&source) {
        SourceKind::Letterhead => Some("it is a letterhead"),
        SourceKind::Other => Some("it is no release"),
        _ => None,
    }
}

/// An empty file was to be a release.
fn kind_of(source: &Source) -> SourceKind {
    if source.text().trim().is_empty() {
        return SourceKind::Release { id: None };
    }
    read::kind(source)
}

fn is_folder(path: &Path) -> bool {
    path != Path::new("-") && path.is_dir()
}

/// The paths that a file lists.
fn listed(list: &Path, is_null: bool) -> Result<Vec<PathBuf>, Diagnostics> {
    let name = input_name(list);
    let bytes = if list == Path::new("-") {
        at_most(io::stdin().lock(), MAX_LIST_BYTES).map_err(|error| cannot_read(&name, &error))?
    } else {
        read_list(list).map_err(|error| cannot_read(&name, &error))?
    };
    if bytes.len() as u64 > MAX_LIST_BYTES {
        let hint = "divide it, or name the folder";
        return Err(usage(format!("{name} is too long a list of files")).hint(hint).into());
    }
    let end = if is_null { b'\0' } else { b'\n' };
    let paths = bytes.split(|byte| *byte == end).map(|path| {
        // Lists of Windows end their lines with two characters.
        if is_null { path } else { path.strip_suffix(b"\r").unwrap_or(path) }
    });
    Ok(paths.filter(|path| !path.is_empty()).map(path_of).collect())
}

/// A pipe such as `<(find …)` is read to its end.
fn read_list(list: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(list)?;
    file.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_vec()).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    OsString::from(String::from_utf8_lossy(bytes).into_owned()).into()
}
