//! What letterheads and layouts are made of, as hashes.

use std::collections::BTreeMap;

use crate::files::{InputFile, InputRole, PiecesHash, beside};
use crate::source::Source;

/// What a letterhead is made of.
#[derive(Debug, Default)]
pub(super) struct LetterheadInputs {
    /// The hash over all of it, wherever it lies.
    pub digest: String,
    /// Its files, its own text first; none of a built-in one.
    pub files: Vec<InputFile>,
}

impl LetterheadInputs {
    /// Of a letterhead that lies at `path`, and of the files that were read for it, by their paths.
    pub fn new(source: &Source, path: &str, read: BTreeMap<String, InputFile>) -> Self {
        let folder = path.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let folder = folder.unwrap_or_default();
        let own = InputFile::new(InputRole::Letterhead, source.name().to_owned(), &source.bytes());
        let mut hash = PiecesHash::of("letterhead");
        // Its own name does not matter. Those of other files do: they are named in it.
        hash.add_file("", &own);
        let mut files = vec![own];
        for (path, file) in read {
            let name = path.strip_prefix(&folder).unwrap_or(&path);
            hash.add_file(name, &file);
            files.push(file.named(beside(source.name(), name)));
        }
        Self { digest: hash.finish(), files }
    }

    /// The same of one whose files nobody can change.
    pub fn built_in(&self) -> Self {
        Self { digest: self.digest.clone(), files: Vec::new() }
    }
}

/// The hash over the embedded layout. It is written down, since each sheet names it and reckoning it
/// takes longer than reading a release; a test holds it against the files.
pub(crate) fn embedded_layout() -> &'static str {
    "602061dfd23089c73278bbc85129b30b5c6b6c62fc6321c15d988465944eeb0d"
}

/// The hash over a layout of one's own, by the virtual paths of its files. The embedded modules
/// belong to it, since it may import them.
pub(super) fn own_layout<'a>(files: impl Iterator<Item = (&'a str, &'a InputFile)>) -> String {
    let mut hash = PiecesHash::of("own layout");
    hash.add(embedded_layout());
    for (path, file) in files {
        hash.add_file(path, file);
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::LAYOUT_FILES;

    #[test]
    fn the_hash_of_the_embedded_layout_is_that_of_its_files() {
        let mut hash = PiecesHash::of("layout");
        for (path, text) in LAYOUT_FILES {
            hash.add(path);
            hash.add(text);
        }
        // Whoever changes a layout puts the new one above.
        assert_eq!(embedded_layout(), hash.finish());
    }
}
