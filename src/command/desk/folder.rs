//! The folder of a desk: nothing beyond it is read or written.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::slice;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::files::Files;
use letterpress::message;
use letterpress::read::{self, SourceKind};
use letterpress::source::Source;

use crate::command::files::Folder;
use crate::command::input_output;
use crate::command::releases::TextFormat;
use crate::command::sha256::sha256;
use crate::command::walk::{self, WalkFilter};
use crate::command::write::{FileWriter, Overwrite};
use crate::terminal::reason;

/// The endings of releases. A letterhead ends with `.toml` as well; a look into it tells.
const ENDINGS: [&str; 6] = ["md", "markdown", "json", "yaml", "yml", "toml"];

/// The endings of lists that can be sent to.
pub const LIST_ENDINGS: [&str; 3] = ["csv", "xlsx", "txt"];

/// At most so many names are tried for a new file.
const MAX_NAMES: u32 = 1000;

/// The most bytes of a release, as everywhere.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The folder that was typed, or that of the release that was typed.
#[derive(Debug)]
pub struct DeskFolder {
    root: PathBuf,
    /// Reads beneath it and nowhere else.
    files: Folder,
    /// Which files are releases, as they were when that was found out.
    known: Mutex<HashMap<DeskPath, (FileStamp, bool)>>,
    /// Held from the look at what is there until something else is: two pages may save at once.
    writing: Mutex<()>,
    /// The only release, if one was typed.
    pub only: Option<DeskPath>,
}

/// A path from the folder on, with `/` between its parts, which leads down only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeskPath(String);

/// A file of the folder as it is on the disk.
#[derive(Debug, Clone)]
pub struct DeskFile {
    pub bytes: Vec<u8>,
    /// The SHA-256 of the bytes.
    pub version: String,
}

/// The text of a release as the page writes it.
#[derive(Debug, Clone)]
pub struct DeskText {
    /// Without a byte-order mark, and with `\n` at the ends of lines, as browsers have them.
    pub text: String,
    pub format: TextFormat,
    pub version: String,
}

/// How a file spells what the page does not see.
#[derive(Debug, Clone, Copy, Default)]
struct FileSpelling {
    has_mark: bool,
    has_crlf: bool,
}

/// What came of saving.
#[derive(Debug)]
pub enum Saved {
    /// The version that is on the disk now.
    Done(String),
    /// Somebody else has saved meanwhile: what is on the disk now. Nothing was written.
    Changed(Option<DeskFile>),
}

impl DeskPath {
    /// Takes what leads down by plain names. Hidden names are nobody's release.
    pub fn parse(typed: &str) -> Option<Self> {
        let path = Path::new(typed);
        let mut names = Vec::new();
        for part in path.components() {
            let Component::Normal(name) = part else { return None };
            let name = name.to_str()?;
            if name.starts_with('.') || name.contains(['\\', '\0', ':']) {
                return None;
            }
            names.push(name);
        }
        (!names.is_empty()).then(|| Self(names.join("/")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Another file in the same folder.
    pub fn beside(&self, name: &str) -> Option<Self> {
        match self.0.rsplit_once('/') {
            Some((folder, _)) => Self::parse(&format!("{folder}/{name}")),
            None => Self::parse(name),
        }
    }

    /// Its name, and the names that are tried in its place where it is taken: with a number before
    /// the ending, from 2 on.
    pub fn alternatives(&self) -> impl Iterator<Item = Self> {
        let (stem, ending) = self.0.rsplit_once('.').unwrap_or((&self.0, ""));
        let others = (2..=MAX_NAMES).map(move |number| Self(format!("{stem}-{number}.{ending}")));
        std::iter::once(self.clone()).chain(others)
    }

    /// The format that its ending says.
    pub fn format(&self) -> Option<TextFormat> {
        TextFormat::of_file(&self.0)
    }
}

impl DeskFolder {
    /// Takes what was typed: a folder, or a release in one.
    pub fn open(place: &Path) -> Result<Self, Diagnostics> {
        let real = fs::canonicalize(place).map_err(|error| cannot_open(place, &error))?;
        let (root, only) = match real.parent() {
            Some(folder) if !real.is_dir() => {
                let name = real.file_name().and_then(|name| name.to_str());
                let only = name.and_then(DeskPath::parse).filter(|path| path.format().is_some());
                let only = only.ok_or_else(|| no_release(place))?;
                (folder.to_owned(), Some(only))
            }
            _ => (real.clone(), None),
        };
        let files = Folder::new(&root)?;
        Ok(Self { root, files, known: Mutex::default(), writing: Mutex::default(), only })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What the folder is called.
    pub fn name(&self) -> String {
        let name = self.root.file_name().unwrap_or(self.root.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// Where a path lies on the disk.
    pub fn place(&self, path: &DeskPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// The folder in which a release lies.
    pub fn folder_of(&self, path: &DeskPath) -> PathBuf {
        let mut place = self.place(path);
        place.pop();
        place
    }

    /// All releases, in the order of the folder.
    pub fn releases(&self) -> Result<Vec<DeskPath>, Diagnostics> {
        if let Some(only) = &self.only {
            return Ok(vec![only.clone()]);
        }
        let wanted = WalkFilter { endings: &ENDINGS, exclude: &[] };
        let found = walk::found(slice::from_ref(&self.root), &wanted)?;
        let below = found.iter().filter_map(|found| found.below.as_deref()?.to_str());
        Ok(below.filter_map(DeskPath::parse).filter(|path| self.is_release(path)).collect())
    }

    /// Whether a file is a release: by what it says, since other files have such names. It is read
    /// once as long as it stays as it is.
    fn is_release(&self, path: &DeskPath) -> bool {
        let now = stamp(&self.place(path));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(path) {
            Some((then, is_release)) if *then == now => *is_release,
            _ => {
                let is_release = self.reads_as_release(path);
                known.insert(path.clone(), (now, is_release));
                is_release
            }
        }
    }

    fn reads_as_release(&self, path: &DeskPath) -> bool {
        // One that cannot be read is shown, and says why.
        let Ok(file) = self.read(path) else { return true };
        let Some(format) = path.format() else { return false };
        // One that is not UTF-8 says so when it is opened. The marks of a release are ASCII in
        // every encoding; in UTF-16 each has a zero beside it.
        let text = String::from_utf8(file.bytes).unwrap_or_else(|error| {
            let lossy = String::from_utf8_lossy(error.as_bytes()).replace('\0', "");
            lossy.trim_start_matches(char::REPLACEMENT_CHARACTER).to_owned()
        });
        let source = Source::from_text(path.as_str(), format.format(), text);
        matches!(read::kind(&source), SourceKind::Release { .. })
    }

    /// Lists that can be sent to, by their names.
    pub fn recipient_lists(&self) -> Result<Vec<String>, Diagnostics> {
        let wanted = WalkFilter { endings: &LIST_ENDINGS, exclude: &[] };
        let found = walk::found(slice::from_ref(&self.root), &wanted)?;
        let below = found.iter().filter_map(|found| found.below.as_deref()?.to_str());
        Ok(below.filter_map(DeskPath::parse).map(|path| path.0).collect())
    }

    /// When a file was last written, in seconds since 1970.
    pub fn modified(&self, path: &DeskPath) -> Option<u64> {
        let about = fs::metadata(self.place(path)).ok()?;
        let since = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(since.as_secs())
    }

    /// Reads a file of the folder: nothing that lies elsewhere, whatever links say.
    pub fn read(&self, path: &DeskPath) -> Result<DeskFile, Diagnostics> {
        let bytes = self.files.read(path.as_str()).map_err(|error| {
            let (file, reason) = (path.as_str().to_owned(), error.describe());
            Diagnostics::from(input_output(message!("{file} {reason}", file, reason)))
        })?;
        let version = sha256(&bytes);
        Ok(DeskFile { bytes, version })
    }

    /// Reads a release.
    pub fn text(&self, path: &DeskPath) -> Result<DeskText, Diagnostics> {
        let format = path.format().ok_or_else(|| no_release(Path::new(path.as_str())))?;
        let DeskFile { bytes, version } = self.read(path)?;
        let source = read::source(path.as_str(), format.format(), bytes, MAX_BYTES)?;
        // As typed: the letters stay as they are, whatever form of Unicode they have.
        let bytes = source.bytes();
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
        Ok(DeskText { text, format, version })
    }

    /// Saves a release, if what is on the disk is still the version from which it was written;
    /// none is where there was no file.
    pub fn save(
        &self,
        path: &DeskPath,
        text: &str,
        base: Option<&str>,
    ) -> Result<Saved, Diagnostics> {
        let _alone = self.lock();
        let now = if self.is_free(path) { None } else { Some(self.read(path)?) };
        if now.as_ref().map(|file| file.version.as_str()) != base {
            return Ok(Saved::Changed(now));
        }
        let spelling = now.map(|file| FileSpelling::of(&file.bytes)).unwrap_or_default();
        let bytes = spelling.bytes(text);
        let version = sha256(&bytes);
        self.write(&FileWriter::new(Overwrite::Any), path, bytes)?;
        Ok(Saved::Done(version))
    }

    /// The right to write; nobody panics while they hold it.
    fn lock(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether nothing stands at a path, not even a link that leads nowhere.
    pub fn is_free(&self, path: &DeskPath) -> bool {
        self.place(path).symlink_metadata().is_err()
    }

    /// Writes a new file, under this name or under the next one that is free.
    pub fn create(&self, path: &DeskPath, bytes: Vec<u8>) -> Result<DeskPath, Diagnostics> {
        let _alone = self.lock();
        self.create_with(&FileWriter::new(Overwrite::Any), path, bytes)
    }

    /// Writes a text into a new file that is spelled as another one is, under its name or the next
    /// one that is free.
    pub fn create_like(&self, like: &DeskPath, text: &str) -> Result<DeskPath, Diagnostics> {
        let spelling = FileSpelling::of(&self.read(like)?.bytes);
        self.create(like, spelling.bytes(text))
    }

    /// Writes a new file that comes from elsewhere, as [`create`](Self::create) does; where this
    /// very file is there already, it is not written once more.
    pub fn add(
        &self,
        writer: &FileWriter,
        path: &DeskPath,
        bytes: Vec<u8>,
    ) -> Result<DeskPath, Diagnostics> {
        let _alone = self.lock();
        let mut taken = path.alternatives().take_while(|path| !self.is_free(path));
        let same = taken.find(|path| self.read(path).is_ok_and(|file| file.bytes == bytes));
        same.map_or_else(|| self.create_with(writer, path, bytes), Ok)
    }

    /// Whoever calls it holds the right to write.
    fn create_with(
        &self,
        writer: &FileWriter,
        path: &DeskPath,
        bytes: Vec<u8>,
    ) -> Result<DeskPath, Diagnostics> {
        let Some(free) = path.alternatives().find(|path| self.is_free(path)) else {
            let message = message!("{file} is there already", file = path.as_str());
            return Err(input_output(message).hint("choose another name").into());
        };
        self.write(writer, &free, bytes)?;
        Ok(free)
    }

    /// Writes a file as a whole, beneath the folder.
    fn write(
        &self,
        writer: &FileWriter,
        path: &DeskPath,
        bytes: Vec<u8>,
    ) -> Result<(), Diagnostics> {
        let place = self.place(path);
        let folder = self.folder_of(path);
        let real = fs::canonicalize(&folder).map_err(|error| cannot_open(&folder, &error))?;
        if !real.starts_with(&self.root) {
            let message = message!("{file} lies outside of the folder", file = path.as_str());
            return Err(input_output(message).into());
        }
        let mut files = writer.begin();
        files.add(&place, bytes)?;
        files.finish().map(drop)
    }
}

impl FileSpelling {
    fn of(bytes: &[u8]) -> Self {
        let line_ends = bytes.iter().filter(|byte| **byte == b'\n').count();
        let of_two = bytes.windows(2).filter(|pair| *pair == b"\r\n").count();
        // Of those that are mixed most count: a pasted line does not change all the others.
        let has_crlf = of_two > 0 && of_two * 2 >= line_ends;
        Self { has_mark: bytes.starts_with("\u{feff}".as_bytes()), has_crlf }
    }

    /// A text as the file has it.
    fn bytes(self, text: &str) -> Vec<u8> {
        let text = text.replace("\r\n", "\n");
        let text = if self.has_crlf { text.replace('\n', "\r\n") } else { text };
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        [mark.as_bytes(), text.as_bytes()].concat()
    }
}

/// By which it is seen that a file was changed; none where it is gone.
pub type FileStamp = Option<(SystemTime, u64)>;

/// That of a path, as cheaply as the system tells.
pub fn stamp(path: &Path) -> FileStamp {
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((about.modified().ok()?, about.len()))
}

fn cannot_open(place: &Path, error: &io::Error) -> Diagnostic {
    let message =
        message!("cannot open {place} ({reason})", place = place.display(), reason = reason(error));
    input_output(message)
}

fn no_release(place: &Path) -> Diagnostic {
    let message = message!("{file} cannot be a release", file = place.display());
    input_output(message).hint("a release is a file ending in .md, .json, .yaml or .toml")
}
