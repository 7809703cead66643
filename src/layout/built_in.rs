//! The letterheads that letterpress brings, and the files that they name.

use crate::files::{FileError, Files};

/// Their TOML texts by their ids, each with the folder of the files that it names.
pub(super) const LETTERHEADS: &[(&str, &str)] = &[
    ("neutral", include_str!("../../layouts/letterheads/neutral.toml")),
    ("smwk", include_str!("../../layouts/letterheads/smwk.toml")),
    ("sk", include_str!("../../layouts/letterheads/sk.toml")),
    ("smf", include_str!("../../layouts/letterheads/smf.toml")),
    ("smk", include_str!("../../layouts/letterheads/smk.toml")),
    ("smwa", include_str!("../../layouts/letterheads/smwa.toml")),
    ("sms", include_str!("../../layouts/letterheads/sms.toml")),
    ("hafenstadt", include_str!("../../layouts/letterheads/hafenstadt/hafenstadt.toml")),
    ("lakeside", include_str!("../../layouts/letterheads/lakeside.toml")),
];

/// The bases, logos and fonts of built-in letterheads, by the paths that those name.
pub(super) const FILES: &[(&str, &[u8])] = &[
    ("freistaat-2022.toml", include_bytes!("../../layouts/letterheads/freistaat-2022.toml")),
    ("logo.svg", include_bytes!("../../layouts/letterheads/hafenstadt/logo.svg")),
    (
        "fonts/SourceSerif4-Bold.ttf",
        include_bytes!("../../layouts/letterheads/hafenstadt/fonts/SourceSerif4-Bold.ttf"),
    ),
    (
        "fonts/SourceSerif4-BoldItalic.ttf",
        include_bytes!("../../layouts/letterheads/hafenstadt/fonts/SourceSerif4-BoldItalic.ttf"),
    ),
    (
        "fonts/SourceSerif4-Italic.ttf",
        include_bytes!("../../layouts/letterheads/hafenstadt/fonts/SourceSerif4-Italic.ttf"),
    ),
    (
        "fonts/SourceSerif4-Regular.ttf",
        include_bytes!("../../layouts/letterheads/hafenstadt/fonts/SourceSerif4-Regular.ttf"),
    ),
    (
        "fonts/SourceSerif4-SemiBold.ttf",
        include_bytes!("../../layouts/letterheads/hafenstadt/fonts/SourceSerif4-SemiBold.ttf"),
    ),
];

/// What built-in letterheads name, and no other file.
pub(super) struct BuiltInFiles;

impl Files for BuiltInFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let file = FILES.iter().find(|(name, _)| *name == path);
        file.map(|(_, bytes)| bytes.to_vec()).ok_or(FileError::Missing)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let within = |path: &str| path.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned);
        Ok(FILES.iter().filter_map(|(path, _)| within(path)).collect())
    }
}
