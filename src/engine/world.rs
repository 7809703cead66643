//! The virtual files that Typst reads: `/main.typ`, `/layout/*.typ`, `/metrics.json`,
//! `/release.json`, `/letterhead.json`, `/photo/N.jpg`, `/logo/N.svg`, `/source`.
//!
//! The virtual paths are the same for every release, because each distinct path
//! takes one of Typst's 65,535 file numbers for the life of the process.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::roles;
use crate::layout::{Fonts, LAYOUT_FILES, MAIN, SHEET};

/// The standard library, the same for every sheet.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(roles::library()));

/// Layout files, parsed once and shared by all sheets.
#[derive(Clone)]
pub(crate) struct Layouts(Arc<HashMap<FileId, Source>>);

impl Layouts {
    /// The embedded layouts.
    pub fn embedded() -> Self {
        static EMBEDDED: LazyLock<Layouts> = LazyLock::new(|| Layouts::with_sheet(None));
        EMBEDDED.clone()
    }

    /// The embedded layouts with the user's own in place of the sheet.
    pub fn with_sheet(own: Option<&str>) -> Self {
        let sources = LAYOUT_FILES.iter().filter_map(|&(path, text)| {
            let own = own.filter(|_| path == SHEET).map(str::to_owned);
            let id = file_id(path)?;
            Some((id, Source::new(id, own.unwrap_or_else(|| without_comments(text)))))
        });
        Self(Arc::new(sources.collect()))
    }

    /// A layout file by its number, with its virtual path.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.0.get(&id)
    }
}

/// A layout file without its lines of comment, which the engine would read and hash at each
/// start. All lines keep their numbers.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        kept.push_str(if line.trim_start().starts_with("//") { "\n" } else { line });
    }
    kept
}

/// Virtual paths and what lies there.
pub(crate) type VirtualFiles = Vec<(String, Vec<u8>)>;

/// The virtual path of the release's data.
pub(crate) const RELEASE: &str = "/release.json";

/// Everything that one sheet is made from. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct SheetWorld {
    main: FileId,
    layouts: Layouts,
    fonts: Fonts,
    files: HashMap<FileId, Bytes>,
}

impl SheetWorld {
    /// A world with the given virtual files; `None` where a path is none.
    pub fn new(layouts: Layouts, fonts: Fonts, files: VirtualFiles) -> Option<Self> {
        let file = |(path, bytes): (String, Vec<u8>)| Some((file_id(&path)?, Bytes::new(bytes)));
        let files = files.into_iter().map(file).collect::<Option<_>>()?;
        Some(Self { main: file_id(MAIN)?, layouts, fonts, files })
    }

    /// Puts other bytes into a virtual file.
    pub fn replace(&mut self, path: &str, bytes: Vec<u8>) {
        if let Some(id) = file_id(path) {
            self.files.insert(id, Bytes::new(bytes));
        }
    }
}

/// The number of a virtual path.
fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
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
        self.layouts.get(id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_with_slash().into())
}
