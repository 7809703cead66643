//! The manifest of a run: a line of JSON for each release, added as soon as it is done.
//!
//! A run that is killed leaves whole lines, and at most the beginning of one. The next run takes
//! the beginning away and goes on; what it says of a release stands behind what was said before,
//! and counts. Whatever else a file ends with, it is no manifest and is not touched. At the end of a
//! run the lines are put in order, one for each release.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics, json};
use letterpress::message;

use super::record::ReleaseRecord;
use crate::command::any_path::JsonPath;
use crate::command::input::cannot_read;
use crate::command::manifest_line::{MAX_LINE_BYTES, ManifestLineHead, is_torn};
use crate::command::result::ResultLine;
use crate::command::sha256::NameKey;
use crate::command::usage;
use crate::command::write::{Scratch, cannot_write, outlive_size_limit, remove_leftovers};

/// A manifest that is open for one run.
pub struct Manifest {
    path: PathBuf,
    /// Locked, so that no other run writes into it.
    file: File,
    length: u64,
    /// The last line of each release.
    lines: HashMap<NameKey, LinePlace>,
}

/// Where a line lies in the file.
#[derive(Debug, Clone, Copy)]
struct LinePlace {
    at: u64,
    length: u64,
}

impl Manifest {
    /// Opens it, or begins one. A file that is no manifest is not touched.
    pub fn open(path: &Path) -> Result<Self, Diagnostics> {
        if path == Path::new("-") || fs::metadata(path).is_ok_and(|about| !about.is_file()) {
            let message =
                message!("{file} is not a file, and cannot be a manifest", file = path.display());
            return Err(usage(message).into());
        }
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| cannot_write(path, &error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let message = message!("another run writes into {file}", file = path.display());
                let hint = "give each run a manifest of its own: their lines can be joined later";
                return Err(usage(message).hint(hint).into());
            }
            // Some file systems have no locks.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        outlive_size_limit();
        remove_leftovers(folder_of(path));
        let mut manifest = Self { path: path.to_owned(), file, length: 0, lines: HashMap::new() };
        manifest.read_lines()?;
        Ok(manifest)
    }

    fn read_lines(&mut self) -> Result<(), Diagnostics> {
        let (path, name) = (self.path.clone(), self.path.display().to_string());
        let mut reader = BufReader::new(&self.file);
        let (mut line, mut number, mut at) = (Vec::new(), 0_u64, 0);
        let (mut is_cut, mut is_open) = (false, false);
        loop {
            line.clear();
            number += 1;
            let length = reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line);
            let length = length.map_err(|error| cannot_read(&name, &error))? as u64;
            if length == 0 {
                break;
            }
            let is_whole = line.ends_with(b"\n");
            match ManifestLineHead::parse(&line) {
                Some(head) => {
                    // The last line may have lost its end alone.
                    is_open = !is_whole;
                    let place = LinePlace { at, length: length + u64::from(is_open) };
                    self.lines.insert(key_of(&head.release), place);
                }
                None if line.trim_ascii().is_empty() => is_open = !is_whole,
                // A run was killed while it wrote this.
                None if !is_whole && length < MAX_LINE_BYTES && is_torn(&line) => {
                    is_cut = true;
                    break;
                }
                None => return Err(no_manifest(&path, number)),
            }
            at += length;
        }
        self.length = at;
        let mended = if is_cut {
            self.file.set_len(at)
        } else if is_open {
            self.length += 1;
            self.append(at, b"\n")
        } else {
            Ok(())
        };
        Ok(mended.map_err(|error| cannot_write(&self.path, &error))?)
    }

    /// Makes room for the lines of so many releases: a table that grows takes twice its room for a
    /// moment.
    pub fn reserve(&mut self, releases: usize) {
        self.lines.reserve(releases);
    }

    /// What it says of a release.
    pub fn known(&mut self, release: &JsonPath) -> Option<ReleaseRecord> {
        let line = *self.lines.get(&key_of(release))?;
        // What cannot be read is done anew.
        serde_json::from_slice(&self.bytes(line).ok()?).ok()
    }

    fn bytes(&mut self, line: LinePlace) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(line.at))?;
        let mut bytes = Vec::new();
        (&self.file).take(line.length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Adds what became of a release.
    pub fn add(&mut self, number: u64, record: &ReleaseRecord) -> Result<(), Diagnostic> {
        let text = json::line(&ResultLine::Result { number, record });
        self.append(self.length, text.as_bytes())
            .map_err(|error| cannot_write(&self.path, &error))?;
        let line = LinePlace { at: self.length, length: text.len() as u64 };
        self.length += line.length;
        self.lines.insert(key_of(&record.release), line);
        Ok(())
    }

    /// Writes behind all lines.
    fn append(&mut self, at: u64, line: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(at))?;
        let written = self.file.write_all(line);
        if written.is_err() {
            // Half a line is worse than none.
            self.file.set_len(at)?;
        }
        written
    }

    /// Puts the lines in order, one for each release: by the parts of its path, those of standard
    /// input by their numbers.
    pub fn finish(mut self) -> Result<(), Diagnostics> {
        let path = self.path.clone();
        let mut lines = self.named_lines().map_err(|error| cannot_write(&path, &error))?;
        lines.sort_by(|(one, _), (other, _)| in_order(one, other));
        let mut at = 0;
        let is_in_order = lines.iter().all(|(_, line)| {
            let is_next = line.at == at;
            at += line.length;
            is_next
        });
        if is_in_order && at == self.length {
            return Ok(self.file.sync_all().map_err(|error| cannot_write(&path, &error))?);
        }
        self.rewrite(&lines).map_err(|error| cannot_write(&path, &error).into())
    }

    /// The last lines of all releases, with their names.
    fn named_lines(&mut self) -> io::Result<Vec<(JsonPath, LinePlace)>> {
        let places: Vec<_> = std::mem::take(&mut self.lines).into_values().collect();
        let named = places.into_iter().map(|place| {
            let head = ManifestLineHead::parse(&self.bytes(place)?);
            let head = head.ok_or_else(|| io::Error::other("a line of it was changed"))?;
            Ok((head.release, place))
        });
        named.collect()
    }

    fn rewrite(&mut self, lines: &[(JsonPath, LinePlace)]) -> io::Result<()> {
        let target = fs::canonicalize(&self.path)?;
        let mut scratch = Scratch::create_in(folder_of(&target))?;
        let new = scratch.next_path();
        let mut writer = BufWriter::new(File::create_new(&new)?);
        for (_, line) in lines {
            writer.write_all(&self.bytes(*line)?)?;
        }
        let written = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        written.set_permissions(self.file.metadata()?.permissions())?;
        written.sync_all()?;
        fs::rename(&new, &target)
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

fn no_manifest(path: &Path, line: u64) -> Diagnostics {
    let message = message!(
        "{file} is no manifest: line {line} is none of its lines",
        file = path.display(),
        line
    );
    usage(message).hint("name another file; nothing was changed").into()
}

/// By what the lines of a release are known.
fn key_of(release: &JsonPath) -> NameKey {
    NameKey::of(release.as_bytes())
}

/// The order of releases: by the parts of their paths.
fn in_order(one: &JsonPath, other: &JsonPath) -> Ordering {
    match (line_of(one), line_of(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => parts_of(one).cmp(parts_of(other)),
    }
}

fn parts_of(release: &JsonPath) -> impl Iterator<Item = &[u8]> {
    release.as_bytes().split(|byte| *byte == b'/')
}

/// The line of standard input that a release was.
fn line_of(release: &JsonPath) -> Option<u64> {
    let JsonPath::Text(text) = release else { return None };
    text.strip_prefix("<stdin>:").and_then(|line| line.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Ending;

    fn add(manifest: &mut Manifest, names: &[&str]) {
        for name in names {
            let record = ReleaseRecord::new((*name).to_owned(), Ending::Issued);
            manifest.add(1, &record).unwrap();
        }
    }

    fn releases(path: &Path) -> Vec<String> {
        let text = fs::read_to_string(path).unwrap();
        let heads = text.lines().map(|line| ManifestLineHead::parse(line.as_bytes()).unwrap());
        heads.map(|head| head.release.to_string()).collect()
    }

    #[test]
    fn lines_are_kept_and_put_in_order() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("m.ndjson");
        let mut manifest = Manifest::open(&path).unwrap();
        add(&mut manifest, &["b/10.md", "a.md", "b/2.md"]);
        // Each line is there at once, and nobody else writes.
        assert_eq!(releases(&path), ["b/10.md", "a.md", "b/2.md"]);
        assert!(Manifest::open(&path).is_err());
        drop(manifest);
        // The beginning of a line was left by a run that was killed.
        let text = fs::read_to_string(&path)?;
        fs::write(&path, text + "{\"format\":1,\"ty")?;
        let mut manifest = Manifest::open(&path).unwrap();
        add(&mut manifest, &["a.md", "<stdin>:10", "<stdin>:9"]);
        assert!(
            manifest
                .known(&"b/2.md".to_owned().into())
                .is_some_and(|known| known.outcome == Ending::Issued)
        );
        assert!(manifest.known(&"c.md".to_owned().into()).is_none());
        manifest.finish().unwrap();
        assert_eq!(releases(&path), ["<stdin>:9", "<stdin>:10", "a.md", "b/10.md", "b/2.md"]);
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }

    #[test]
    fn what_is_no_manifest_is_not_touched() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("m.ndjson");
        add(&mut Manifest::open(&path).unwrap(), &["a.md"]);
        let line = fs::read_to_string(&path)?;
        let others = [
            "a letter\n",
            "a letter without an end",
            "{\"type\":\"x\"}\n",
            "{\"format\": \"A4\", \"precious\": [1,2,3]}",
            "{\"format\":1,\"precious\":[1,2,3]}",
            "{\"format\":\"A4",
        ];
        for other in others {
            for text in [other.to_owned(), line.clone() + other] {
                fs::write(&path, &text)?;
                assert!(Manifest::open(&path).is_err(), "{text}");
                assert_eq!(fs::read_to_string(&path)?, text);
            }
        }
        Ok(())
    }

    #[test]
    fn the_last_line_may_be_torn_or_lack_its_end() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("m.ndjson");
        add(&mut Manifest::open(&path).unwrap(), &["a.md"]);
        let line = fs::read_to_string(&path)?;
        assert!((1..line.len() - 1).all(|length| is_torn(&line.as_bytes()[..length])));
        for (text, kept) in [
            (line[..1].to_owned(), 0),
            (line[..40].to_owned(), 0),
            (line.clone() + &line[..line.len() - 2], 1),
            (line.trim_end().to_owned(), 1),
            (format!("\n{line}\n \n{line}\n"), 1),
            (String::new(), 0),
            ("\n ".to_owned(), 0),
        ] {
            fs::write(&path, &text)?;
            let mut manifest = Manifest::open(&path).unwrap();
            assert_eq!(manifest.known(&"a.md".to_owned().into()).is_some(), kept == 1, "{text}");
            add(&mut manifest, &["b.md"]);
            assert!(manifest.known(&"b.md".to_owned().into()).is_some(), "{text}");
            manifest.finish().unwrap();
            let all = if kept == 1 { &["a.md", "b.md"][..] } else { &["b.md"] };
            assert_eq!(releases(&path), all, "{text}");
        }
        Ok(())
    }
}
