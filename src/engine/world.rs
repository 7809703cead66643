//! The virtual files that Typst reads: `/main.typ`, `/layout/*.typ` and what a layout of one's own
//! has beside it, `/metrics.json`,
//! `/release.json`, `/letterhead.json`, `/photo/N.jpg`, `/logo/N.svg`, `/source`.
//!
//! The virtual paths are the same for every release, because each distinct path
//! takes one of Typst's 65,535 file numbers for the life of the process.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::roles;
use crate::layout::{FOLDER, Fonts, LAYOUT_FILES, MAIN, OwnLayout, file_id};

/// The standard library, the same for every sheet.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(roles::library()));

/// Layout files, each parsed once, when a sheet first needs it, and shared by all sheets.
#[derive(Clone)]
pub(crate) struct Layouts(Arc<HashMap<FileId, LayoutSource>>);

/// A layout file.
#[derive(Clone)]
enum LayoutSource {
    /// One of the user's own, parsed.
    Own(Source),
    /// An embedded one, by its place among all. Few releases need all of them.
    Embedded(usize),
}

impl Layouts {
    /// The embedded layouts.
    pub fn embedded() -> Self {
        static EMBEDDED: LazyLock<Layouts> = LazyLock::new(Layouts::read_embedded);
        EMBEDDED.clone()
    }

    /// The embedded layouts, with a layout of one's own in place of the sheet and the files of
    /// its folder beside them.
    pub fn with_own(own: &OwnLayout) -> Self {
        let mut sources = HashMap::clone(&Self::embedded().0);
        let own = own.parsed().iter();
        sources.extend(own.map(|(id, source)| (*id, LayoutSource::Own(source.clone()))));
        Self(Arc::new(sources))
    }

    fn read_embedded() -> Self {
        let files = LAYOUT_FILES.iter().enumerate();
        let files =
            files.filter_map(|(at, (path, _))| Some((file_id(path)?, LayoutSource::Embedded(at))));
        Self(Arc::new(files.collect()))
    }

    /// A layout file by its number, with its virtual path.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        static PARSED: [OnceLock<Source>; LAYOUT_FILES.len()] =
            [const { OnceLock::new() }; LAYOUT_FILES.len()];
        match self.0.get(&id)? {
            LayoutSource::Own(source) => Some(source),
            LayoutSource::Embedded(at) => {
                let (_, text) = LAYOUT_FILES.get(*at)?;
                Some(PARSED.get(*at)?.get_or_init(|| Source::new(id, without_comments(text))))
            }
        }
    }
}

/// A layout file without its lines of comment and without indents, which the engine would read and
/// hash at each start. All lines keep their numbers.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let line = line.trim_start_matches(' ');
        kept.push_str(if line.starts_with("//") { "\n" } else { line });
    }
    kept
}

/// Virtual paths and what lies there.
pub(crate) type VirtualFiles = Vec<(String, Vec<u8>)>;

/// The virtual path of the release's data.
pub(crate) const RELEASE: &str = "/release.json";

/// The virtual path of the letterhead's data.
pub(crate) const LETTERHEAD: &str = "/letterhead.json";

/// Everything that one sheet is made from. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct SheetWorld {
    main: FileId,
    layouts: Layouts,
    fonts: Fonts,
    files: HashMap<FileId, Bytes>,
    own: Option<OwnLayout>,
    warnings: Warnings,
}

/// What the engine warned of when it last laid the sheet out.
type Warnings = Arc<Mutex<Vec<SourceDiagnostic>>>;

impl SheetWorld {
    /// A world with the given virtual files; `None` where a path is none. `own` is the user's own
    /// layout, if any.
    pub fn new(own: Option<&OwnLayout>, fonts: Fonts, files: VirtualFiles) -> Option<Self> {
        let file = |(path, bytes): (String, Vec<u8>)| Some((file_id(&path)?, Bytes::new(bytes)));
        let beside = own.map(OwnLayout::files).unwrap_or_default();
        let files = beside.iter().cloned().chain(files).map(file).collect::<Option<_>>()?;
        let layouts = own.map_or_else(Layouts::embedded, Layouts::with_own);
        let (own, warnings) = (own.cloned(), Warnings::default());
        Some(Self { main: file_id(MAIN)?, layouts, fonts, files, own, warnings })
    }

    /// The user's own layout, if any.
    pub fn own(&self) -> Option<&OwnLayout> {
        self.own.as_ref()
    }

    /// The bytes of a virtual file.
    pub fn bytes(&self, path: &str) -> Option<&Bytes> {
        self.files.get(&file_id(path)?)
    }

    /// Whether a virtual file has these bytes.
    pub fn has_file(&self, bytes: &[u8]) -> bool {
        self.files.values().any(|file| file.as_slice() == bytes)
    }

    /// The families of fonts that the sheet can have.
    pub fn families(&self) -> Vec<&str> {
        self.fonts.families()
    }

    /// Keeps what the engine warned of, in place of what it warned of before.
    pub fn keep_warnings(&self, warnings: Vec<SourceDiagnostic>) {
        *self.warnings.lock().unwrap_or_else(PoisonError::into_inner) = warnings;
    }

    /// What the engine warned of.
    pub fn warnings(&self) -> Vec<SourceDiagnostic> {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts other bytes into a virtual file.
    pub fn replace(&mut self, path: &str, bytes: Vec<u8>) {
        if let Some(id) = file_id(path) {
            self.files.insert(id, Bytes::new(bytes));
        }
    }
}

impl World for SheetWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.layouts.get(id).cloned().ok_or_else(|| self.not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| self.not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

impl SheetWorld {
    /// Why a file is not to be had, in words of ours: the engine would offer what there is not.
    fn not_found(&self, id: FileId) -> FileError {
        let path = id.get().vpath().get_with_slash();
        let reason = match id.get().root() {
            VirtualRoot::Package(package) => format!("packages cannot be used: `{package}`"),
            VirtualRoot::Project => {
                let refused = self.own.as_ref().and_then(|own| own.refused(path));
                if self.files.contains_key(&id) {
                    // It is there, but was to be imported.
                    return FileError::Other(Some(
                        format!("`{path}` is data and no layout").into(),
                    ));
                }
                match (path.strip_prefix(FOLDER), refused) {
                    (Some(name), Some(reason)) => format!("`{name}` {reason}"),
                    (Some(name), None) => {
                        format!("there is no file `{name}` in the layout's folder")
                    }
                    (None, _) => format!("`{path}` lies outside the layout's folder"),
                }
            }
        };
        FileError::Other(Some(reason.into()))
    }
}
