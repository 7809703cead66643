//! What files are called: by their format, their target, their page.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::OutputFormat;
use crate::command::write::is_stream;

/// How many pages in a row may be missing between two of an earlier run, of which some were chosen.
const MAX_MISSING: usize = 100;

/// The ending of files in a format, without the dot.
pub fn ending(format: OutputFormat) -> &'static str {
    match format {
        OutputFormat::Pdf => "pdf",
        OutputFormat::Png => "png",
        OutputFormat::Svg => "svg",
        OutputFormat::Txt => "txt",
        OutputFormat::Html => "html",
        OutputFormat::Heard => "heard.txt",
        OutputFormat::Ics => "ics",
    }
}

/// Whether each page is a file of its own.
pub fn is_paged(format: OutputFormat) -> bool {
    matches!(format, OutputFormat::Png | OutputFormat::Svg)
}

/// The file of one of several formats: `a` becomes `a.pdf`.
pub fn in_format(stem: &Path, format: OutputFormat) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(format!(".{}", ending(format)));
    name.into()
}

/// The file of one of several targets: `a.pdf` becomes `a-print.pdf`.
pub fn variant(path: &Path, target: &str) -> PathBuf {
    let mut name = path.file_stem().map_or_else(OsString::new, OsString::from);
    name.push(format!("-{target}.pdf"));
    path.with_file_name(name)
}

/// The file of one page, counted from 1: `a.png` becomes `a-1.png`. A device
/// takes all pages under its one name.
pub fn page(path: &Path, number: usize, format: OutputFormat) -> PathBuf {
    if is_stream(path) {
        return path.to_owned();
    }
    let mut name = page_stem(path, format);
    name.push(format!("-{number}.{}", ending(format)));
    path.with_file_name(name)
}

/// The files that are called like pages of `path` behind the first `pages`, in their order: all up
/// to where a hundred in a row are not there. What else lies in the folder, which may be a hundred
/// thousand files, is not looked at.
pub fn pages_behind(path: &Path, pages: usize, format: OutputFormat) -> Vec<PathBuf> {
    let (mut found, mut last) = (Vec::new(), pages);
    if is_stream(path) {
        return found;
    }
    let mut number = pages + 1;
    while number - last <= MAX_MISSING {
        let file = page(path, number, format);
        if fs::symlink_metadata(&file).is_ok() {
            found.push(file);
            last = number;
        }
        number += 1;
    }
    found
}

/// The name of the pages' files up to the number.
fn page_stem(path: &Path, format: OutputFormat) -> OsString {
    let stem = match path.extension() {
        Some(typed) if typed.eq_ignore_ascii_case(ending(format)) => path.file_stem(),
        _ => path.file_name(),
    };
    stem.map_or_else(OsString::new, OsString::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_numbered_before_the_ending() {
        let page = |path| page(Path::new(path), 2, OutputFormat::Png);
        assert_eq!(page("x/a.png"), Path::new("x/a-2.png"));
        assert_eq!(page("a.PNG"), Path::new("a-2.png"));
        assert_eq!(page("2022-11-25.v2"), Path::new("2022-11-25.v2-2.png"));
        #[cfg(unix)]
        assert_eq!(page("/dev/null"), Path::new("/dev/null"));
    }

    #[test]
    fn a_format_adds_its_ending() {
        let name = |format| in_format(Path::new("x/2022-11-25.v2"), format);
        assert_eq!(name(OutputFormat::Html), Path::new("x/2022-11-25.v2.html"));
        assert_eq!(name(OutputFormat::Heard), Path::new("x/2022-11-25.v2.heard.txt"));
    }
}
