//! A layout of one's own, with the files of its folder that it names.
//!
//! The engine opens no file: what the layout and its files name is found beforehand, by the strings
//! in their text, and read through [`Files`]. A name that is put together only while the sheet is
//! set is not found.

mod names;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use typst::syntax::{self, FileId, LinkedNode, RootedPath, SyntaxKind, VirtualPath, VirtualRoot};

pub(crate) use self::names::FOLDER;
use self::names::{may_be_file, resolved};
use super::inputs;
use super::own_file;
use super::parts::is_part;
use super::{LAYOUT_FILES, PARTS, SHEET};
use crate::diagnostic::{Blame, Diagnostic, Diagnostics, codes};
use crate::files::{FileError, Files, InputFile, InputRole, NoFiles, beside};
use crate::limits::Limits;
use crate::read;
use crate::source::{Format, Source};

/// A layout of one's own: its text, and the files of its folder that it names. Cloning is cheap.
#[derive(Clone)]
pub struct OwnLayout(Arc<OwnLayoutInner>);

impl_debug!(OwnLayout { name: this.source().name(), files: this.0.files.len() } for this);

#[derive(Default)]
struct OwnLayoutInner {
    source: Option<Source>,
    /// Files in Typst's language by virtual path, the layout itself among them.
    texts: BTreeMap<String, Source>,
    /// The same as the engine reads them.
    parsed: HashMap<FileId, syntax::Source>,
    /// All other files.
    files: Vec<(String, Vec<u8>)>,
    /// Why a file that is named is not to be had, by virtual path: the end of a sentence.
    refused: BTreeMap<String, String>,
    leaves_out: BTreeSet<String>,
    /// Where `sheet` is defined.
    sheet: Option<Range<usize>>,
    faults: Vec<Diagnostic>,
    /// What was read, by virtual path.
    read: BTreeMap<String, InputFile>,
    /// The hash over that.
    digest: String,
}

impl OwnLayout {
    /// Reads the files that a layout names, by paths from its own folder, which is that of
    /// `files`. What cannot be read is an error only where the layout asks for it.
    ///
    /// `Err` (`layout-fault`) where the layout or a file of it is not to be read as a whole.
    ///
    /// ```
    /// use letterpress::files::NoFiles;
    /// use letterpress::limits::Limits;
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{OwnLayout, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let text = "#let sheet(release, letterhead) = heading(release.title)\n";
    /// let source = Source::from_text("own.typ", Format::Markdown, text.to_owned());
    /// let layout = OwnLayout::load(&source, &NoFiles, &Limits::default())?;
    /// let _typesetter = Typesetter::new().with_own_layout(&layout);
    /// # Ok(())
    /// # }
    /// ```
    pub fn load(source: &Source, files: &dyn Files, limits: &Limits) -> Result<Self, Diagnostics> {
        Self::load_beside(source, files, "", limits)
    }

    /// As [`load`](Self::load), of a layout beside the file at `path` within `files`.
    pub fn load_beside(
        source: &Source,
        files: &dyn Files,
        path: &str,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        let layout = Self::read(source, files, path, limits);
        Diagnostics::check(layout.0.faults.clone())?;
        Ok(layout)
    }

    /// A layout of one file. What is wrong with it is said when a sheet is to be set.
    pub(crate) fn of_one_file(source: &Source) -> Self {
        Self::read(source, &NoFiles, "", &Limits::default())
    }

    fn read(source: &Source, files: &dyn Files, path: &str, limits: &Limits) -> Self {
        let mut reader = LayoutReader { files, path, limits, ..LayoutReader::new(source) };
        reader.take_text(SHEET.to_owned(), source.clone());
        while let Some(path) = reader.wanted.pop() {
            reader.take(path);
        }
        let own = InputFile::new(InputRole::Layout, source.name().to_owned(), &source.bytes());
        reader.layout.read.insert(SHEET.to_owned(), own);
        let read = reader.layout.read.iter().map(|(path, file)| (path.as_str(), file));
        reader.layout.digest = inputs::own_layout(read);
        reader.layout.source = Some(source.clone());
        Self(Arc::new(reader.layout))
    }

    /// A layout to start from.
    pub const START: &'static str = include_str!("start.typ");

    /// The files of the built-in layout, by their paths among the virtual files, with their texts.
    pub fn built_in_files() -> impl Iterator<Item = (&'static str, &'static str)> {
        LAYOUT_FILES.iter().copied()
    }

    /// The layout's own text.
    pub fn source(&self) -> &Source {
        #[expect(clippy::expect_used, reason = "`read` is the only maker, and puts it in")]
        self.0.source.as_ref().expect("a layout has a text")
    }

    /// The hash over all that it is made of.
    pub(crate) fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The files of which it is made.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &InputFile> {
        self.0.read.values()
    }

    /// The parts of the data that the layout leaves out on purpose.
    pub(crate) fn leaves_out(&self, part: &str) -> bool {
        self.0.leaves_out.contains(part)
    }

    /// A file in Typst's language by its virtual path.
    pub(crate) fn text(&self, path: &str) -> Option<&Source> {
        self.0.texts.get(path)
    }

    /// The files in Typst's language, as the engine reads them.
    pub(crate) fn parsed(&self) -> &HashMap<FileId, syntax::Source> {
        &self.0.parsed
    }

    /// The other files by virtual path.
    pub(crate) fn files(&self) -> &[(String, Vec<u8>)] {
        &self.0.files
    }

    /// Why a file is not to be had, as the end of a sentence that begins with its name.
    pub(crate) fn refused(&self, path: &str) -> Option<&str> {
        self.0.refused.get(path).map(String::as_str)
    }

    /// What was found wrong when it was read.
    pub(crate) fn faults(&self) -> &[Diagnostic] {
        &self.0.faults
    }

    /// Marks the definition of `sheet`, for what has no place of its own.
    pub(crate) fn mark(&self, diagnostic: Diagnostic) -> Diagnostic {
        let source = self.source();
        let first = || 0..source.text().find('\n').unwrap_or(source.text().len());
        diagnostic.at(source, self.0.sheet.clone().unwrap_or_else(first), "")
    }
}

/// A layout while its files are found.
struct LayoutReader<'a> {
    files: &'a dyn Files,
    path: &'a str,
    limits: &'a Limits,
    /// What messages call the layout.
    name: String,
    layout: OwnLayoutInner,
    /// Virtual paths that are still to be read.
    wanted: Vec<String>,
    /// All that were ever named.
    named: BTreeSet<String>,
    count: usize,
    bytes: u64,
}

impl<'a> LayoutReader<'a> {
    fn new(source: &Source) -> Self
    where
        'static: 'a,
    {
        static LIMITS: std::sync::LazyLock<Limits> = std::sync::LazyLock::new(Limits::default);
        Self {
            files: &NoFiles,
            path: "",
            limits: &LIMITS,
            name: source.name().to_owned(),
            layout: OwnLayoutInner::default(),
            wanted: Vec::new(),
            named: BTreeSet::from([SHEET.to_owned()]),
            count: 0,
            bytes: 0,
        }
    }

    /// Takes a file in Typst's language, and all that it names.
    fn take_text(&mut self, path: String, source: Source) {
        let Some(id) = file_id(&path) else { return };
        let parsed = syntax::Source::new(id, source.text().to_owned());
        let is_sheet = path == SHEET;
        let mut nodes = vec![LinkedNode::new(parsed.root())];
        while let Some(node) = nodes.pop() {
            if let (SyntaxKind::Str, Some(text)) = (node.kind(), node.cast::<syntax::ast::Str>()) {
                self.name_file(&path, &text.get());
            }
            let is_top = node.parent_kind() == Some(SyntaxKind::Markup);
            if is_sheet && is_top && node.kind() == SyntaxKind::LetBinding {
                self.define(&source, &node);
            }
            nodes.extend(node.children());
        }
        self.layout.parsed.insert(id, parsed);
        self.layout.texts.insert(path, source);
    }

    /// Looks at a definition of the layout.
    fn define(&mut self, source: &Source, node: &LinkedNode<'_>) {
        let name = node.children().find_map(|child| match child.kind() {
            SyntaxKind::Ident => Some(child),
            SyntaxKind::Closure => child.children().find(|inner| inner.kind() == SyntaxKind::Ident),
            _ => None,
        });
        let Some(name) = name else { return };
        match name.leaf_text().as_str() {
            "sheet" => self.layout.sheet = Some(name.range()),
            "leaves-out" => self.take_leaves_out(source, node, &name),
            _ => {}
        }
    }

    fn take_leaves_out(&mut self, source: &Source, node: &LinkedNode<'_>, name: &LinkedNode<'_>) {
        let mut nodes: Vec<_> =
            node.children().filter(|child| child.range() != name.range()).collect();
        while let Some(node) = nodes.pop() {
            match node.kind() {
                SyntaxKind::Str => {
                    let part = node.cast::<syntax::ast::Str>().map(|text| text.get().to_string());
                    let part = part.unwrap_or_default();
                    if is_part(&part) {
                        self.layout.leaves_out.insert(part);
                        continue;
                    }
                    let message = message!("there is no part `{part}` to be left out", part);
                    let error = Diagnostic::new(codes::LAYOUT_FAULT, message);
                    let known: Vec<_> = PARTS.iter().map(|(name, _)| *name).collect();
                    let error = error.hint(read::suggestion(&part, &known));
                    self.layout.faults.push(error.at(source, node.range(), ""));
                }
                SyntaxKind::Array | SyntaxKind::Parenthesized => nodes.extend(node.children()),
                SyntaxKind::Let
                | SyntaxKind::Eq
                | SyntaxKind::Comma
                | SyntaxKind::Space
                | SyntaxKind::LeftParen
                | SyntaxKind::RightParen
                | SyntaxKind::LineComment
                | SyntaxKind::BlockComment => {}
                _ => {
                    let error = Diagnostic::new(
                        codes::LAYOUT_FAULT,
                        "`leaves-out` is not a plain list of names",
                    );
                    let error =
                        error.hint("write it as `#let leaves-out = (\"transit\", \"parking\")`");
                    self.layout.faults.push(error.at(source, node.range(), ""));
                }
            }
        }
    }

    /// Notes a string that may be the name of a file beside the one in which it stands.
    fn name_file(&mut self, from: &str, typed: &str) {
        if !may_be_file(typed) {
            return;
        }
        let Some(path) = resolved(from, typed) else { return };
        if self.named.insert(path.clone()) {
            self.wanted.push(path);
        }
    }

    /// Reads a file that was named, if it is there.
    fn take(&mut self, path: String) {
        let Some(name) = path.strip_prefix(FOLDER) else { return };
        let is_built_in = LAYOUT_FILES.iter().any(|(built_in, _)| *built_in == path);
        let from = beside(self.path, name);
        let bytes = match self.files.read_shared(&from, self.limits.layouts.bytes) {
            Ok(bytes) => bytes,
            // Not every string with a dot is a file.
            Err(FileError::Missing) => return,
            Err(_) if is_built_in => return,
            Err(error) => {
                let reason = match error {
                    FileError::OutsideRoot => "lies outside the layout's folder".to_owned(),
                    error => error.describe(),
                };
                self.layout.refused.insert(path, reason);
                return;
            }
        };
        if is_built_in {
            let message = message!("`{file}` is the name of a built-in module", file = name);
            let error = Diagnostic::new(codes::LAYOUT_FAULT, message)
                .hint("give your own file another name; the module is imported by its whole path")
                .hint(format!("such as `#import \"{path}\": …`"));
            self.fault(error);
            return;
        }
        let called = beside(&self.name, name);
        let read = InputFile::new(InputRole::Layout, called.clone(), &bytes);
        self.layout.read.insert(path.clone(), read);
        self.count += 1;
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        let limits = &self.limits.layouts;
        if self.count > limits.files || self.bytes > limits.bytes_in_all {
            if self.count == limits.files + 1 || self.count <= limits.files {
                let message = message!(
                    "the layout names more than {files} files or {bytes} bytes of its folder",
                    files = limits.files,
                    bytes = limits.bytes_in_all
                );
                let error = Diagnostic::new(codes::LAYOUT_FAULT, message)
                    .hint("leave out what no sheet needs; `--limit layouts.files=…` allows more");
                self.fault(error);
            }
            self.wanted.clear();
            return;
        }
        if name.ends_with(".typ") {
            match Source::new(&called, Format::Markdown, bytes.to_vec()) {
                Ok(source) => self.take_text(path, source),
                Err(error) => {
                    self.layout.refused.insert(path, format!("is not UTF-8 (line {})", error.line));
                }
            }
            return;
        }
        match own_file::taken(name, bytes.to_vec(), self.limits) {
            Ok(bytes) => self.layout.files.push((path, bytes)),
            Err(reason) => drop(self.layout.refused.insert(path, reason)),
        }
    }

    fn fault(&mut self, error: Diagnostic) {
        let error = match self.layout.texts.get(SHEET) {
            Some(source) => error.at(source, 0..source.text().find('\n').unwrap_or_default(), ""),
            None => error,
        };
        self.layout.faults.push(error.blamed_on(Blame::Layout));
    }
}

/// The number of a virtual path.
pub(crate) fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

#[cfg(test)]
mod tests;
