//! Folders that stand in place of files: what lies in them and below, in a fixed order.
//!
//! Names that begin with a dot are passed over, symbolic links are not followed, and a
//! `.letterpressignore` names what else is left out, as a `.gitignore` does. One that cannot be
//! used is an error of the run: nobody wants what it was to leave out.

mod ignore_file;
mod pattern;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::{DirEntry, WalkBuilder};
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;

use self::ignore_file::{IGNORE_FILE, faults};
use self::pattern::{PATTERNS, innermost};
use super::{input_output, usage};
use crate::terminal::reason;

/// What of a folder is wanted.
#[derive(Debug, Clone, Copy)]
pub struct WalkFilter<'a> {
    /// The endings of the files, without the dot and in lower case; files may have them in capitals.
    pub endings: &'a [&'a str],
    /// Patterns as in a `.gitignore`, from each folder on: what they match is left out. A later one
    /// with `!` takes back what an earlier one has left out.
    pub exclude: &'a [String],
}

/// A file that was named, or was found in a folder that was named.
#[derive(Debug)]
pub struct FoundFile {
    pub path: PathBuf,
    /// Its path from the folder that was named; none where it was named itself.
    pub below: Option<PathBuf>,
    /// Why nothing can be found here: a folder that cannot be read.
    pub error: Option<Box<Diagnostic>>,
}

/// The files that were named, and those of the folders that were named, in their place. What is
/// found in two of them counts once.
pub fn found(named: &[PathBuf], wanted: &WalkFilter<'_>) -> Result<Vec<FoundFile>, Diagnostics> {
    // Wrong patterns are refused also where there is no folder.
    let exclusion = exclusion(wanted.exclude)?;
    let (mut all, mut seen, mut faults) = (Vec::new(), HashSet::new(), Vec::new());
    for path in named {
        if path != Path::new("-") && path.is_dir() {
            let before = all.len();
            for fault in walk(path, wanted.endings, &exclusion, &mut all) {
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
            let new = all.split_off(before);
            all.extend(new.into_iter().filter(|found: &FoundFile| seen.insert(found.path.clone())));
        } else {
            all.push(FoundFile { path: path.clone(), below: None, error: None });
        }
    }
    Diagnostics::check(faults)?;
    Ok(all)
}

/// Adds what lies in a folder and below, and returns what is wrong with what leaves out of it.
fn walk(
    folder: &Path,
    endings: &[&str],
    exclusion: &Gitignore,
    all: &mut Vec<FoundFile>,
) -> Vec<Diagnostic> {
    let found = outer_faults(folder);
    if !found.is_empty() {
        return found;
    }
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).hidden(true).parents(true).follow_links(false);
    builder.add_custom_ignore_filename(IGNORE_FILE);
    builder.sort_by_file_name(Ord::cmp);
    let found = Arc::new(Mutex::new(found));
    // Is asked before a folder is entered, and so before its own file counts.
    builder.filter_entry({
        let (root, exclusion, found) = (folder.to_owned(), exclusion.clone(), Arc::clone(&found));
        move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
            if exclusion.matched(below, is_folder).is_ignore() {
                return false;
            }
            let wrong = if is_folder { faults(entry.path()) } else { Vec::new() };
            let is_fine = wrong.is_empty();
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(wrong);
            is_fine
        }
    });
    for entry in builder.build() {
        let (path, error) = match entry {
            Ok(entry) if is_wanted(&entry, endings) => (entry.into_path(), None),
            Ok(_) => continue,
            Err(error) => {
                let path = path_of(&error).unwrap_or(folder).to_owned();
                let error = unreadable(&path, &error);
                (path, Some(Box::new(error)))
            }
        };
        let below = path.strip_prefix(folder).unwrap_or(&path).to_owned();
        all.push(FoundFile { path, below: Some(below), error });
    }
    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *found)
}

/// What is wrong with the files that leave out, of a folder and of those above it.
fn outer_faults(folder: &Path) -> Vec<Diagnostic> {
    let own = faults(folder);
    // The walk reports a folder that is none any more.
    let Ok(real) = fs::canonicalize(folder) else { return own };
    real.ancestors().skip(1).fold(own, |found, above| [found, faults(above)].concat())
}

fn is_wanted(entry: &DirEntry, endings: &[&str]) -> bool {
    let ending = entry.path().extension().and_then(OsStr::to_str);
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
    is_file && ending.is_some_and(|found| endings.iter().any(|one| one.eq_ignore_ascii_case(found)))
}

/// The patterns of what is left out, of paths from a folder on.
fn exclusion(patterns: &[String]) -> Result<Gitignore, Diagnostics> {
    let mut builder = GitignoreBuilder::new(".");
    builder.allow_unclosed_class(false);
    let mut errors = Vec::new();
    for pattern in patterns {
        // In a file that would be a remark.
        let literal = pattern.replacen('#', "\\#", usize::from(pattern.starts_with('#')));
        if let Err(error) = builder.add_line(None, &literal) {
            errors.push(wrong_pattern(pattern, &error));
        }
    }
    Diagnostics::check(errors)?;
    builder.build().map_err(|error| wrong_pattern(&patterns.join(" "), &error).into())
}

fn wrong_pattern(pattern: &str, error: &ignore::Error) -> Diagnostic {
    let message =
        message!("`{pattern}` is not a pattern: {reason}", pattern, reason = innermost(error));
    usage(message).hint(PATTERNS)
}

/// The path at which something went wrong.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => {
            path_of(err)
        }
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}

fn unreadable(path: &Path, error: &ignore::Error) -> Diagnostic {
    let why = error.io_error().map_or_else(|| innermost(error), reason);
    input_output(message!("cannot read {file} ({reason})", file = path.display(), reason = why))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::*;

    fn names(named: &[PathBuf], exclude: &[&str]) -> Vec<String> {
        let exclude: Vec<String> = exclude.iter().map(ToString::to_string).collect();
        let wanted = WalkFilter { endings: &["md", "json"], exclude: &exclude };
        let all = found(named, &wanted).unwrap();
        assert!(all.iter().all(|found| found.error.is_none()));
        let shown = all.iter().map(|found| found.below.as_ref().unwrap_or(&found.path));
        shown.map(|path| path.display().to_string()).collect()
    }

    fn tree() -> io::Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        let files = ["b.md", "a/2.md", "a/10.md", "a/x.MD", "a/y.pdf", ".hidden/z.md", "c/d.json"];
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap())?;
            fs::write(path, "")?;
        }
        Ok(folder)
    }

    #[test]
    fn what_lies_in_a_folder_comes_in_order() -> io::Result<()> {
        let folder = tree()?;
        let root = folder.path().to_owned();
        assert_eq!(
            names(std::slice::from_ref(&root), &[]),
            ["a/10.md", "a/2.md", "a/x.MD", "b.md", "c/d.json"]
        );
        let twice = [root.join("c"), root.clone()];
        assert_eq!(names(&twice, &[]), ["d.json", "a/10.md", "a/2.md", "a/x.MD", "b.md"]);
        Ok(())
    }

    #[test]
    fn patterns_and_a_file_leave_out() -> io::Result<()> {
        let folder = tree()?;
        let root = [folder.path().to_owned()];
        assert_eq!(names(&root, &["a/", "*.json"]), ["b.md"]);
        assert_eq!(names(&root, &["/a/1*"]), ["a/2.md", "a/x.MD", "b.md", "c/d.json"]);
        fs::write(folder.path().join("a").join(IGNORE_FILE), "*.md\n!2.md\n")?;
        assert_eq!(names(&root, &[]), ["a/2.md", "a/x.MD", "b.md", "c/d.json"]);
        // One above the folder counts as well.
        fs::write(folder.path().join(IGNORE_FILE), "d.json\n")?;
        assert_eq!(names(&[folder.path().join("c")], &[]), [""; 0]);
        Ok(())
    }

    #[test]
    fn a_later_pattern_takes_back_an_earlier_one() -> io::Result<()> {
        let folder = tree()?;
        let root = [folder.path().to_owned()];
        let all = ["a/10.md", "a/2.md", "a/x.MD", "b.md", "c/d.json"];
        assert_eq!(names(&root, &["*.md", "!a/2.md"]), ["a/2.md", "a/x.MD", "c/d.json"]);
        assert_eq!(names(&root, &["!a/2.md", "*.md"]), ["a/x.MD", "c/d.json"]);
        assert_eq!(names(&root, &["!a/2.md"]), all);
        // As in a .gitignore: nothing is taken back of a folder that is left out as a whole.
        assert_eq!(names(&root, &["a/", "!a/2.md"]), ["b.md", "c/d.json"]);
        assert_eq!(names(&root, &["#", "\\!b.md"]), all);
        // Nothing is taken back of what the file leaves out.
        fs::write(folder.path().join(IGNORE_FILE), "*.md\n")?;
        assert_eq!(names(&root, &["!b.md"]), ["a/x.MD", "c/d.json"]);
        Ok(())
    }

    #[test]
    fn what_is_left_out_is_known_or_nothing_is_found() -> io::Result<()> {
        let folder = tree()?;
        let wanted = WalkFilter { endings: &["md"], exclude: &["c/".to_owned()] };
        let told = |inner: &str| {
            let found = found(&[folder.path().join(inner)], &wanted).map_err(|errors| {
                errors.into_iter().map(|error| error.message).collect::<Vec<_>>()
            });
            found.err().unwrap_or_default()
        };
        let wide: Vec<u8> = "\u{feff}*.md\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, expected) in [
            (wide.as_slice(), Some("line 1 of")),
            (&wide[2..], Some("is not UTF-8")),
            (b"*.json\na[.md\n", Some("line 2 of")),
            (b"x\n\xff", Some("line 2 of")),
            (b"\xef\xbb\xbf*.md\r\n", None),
            (b"# a[\n\n", None),
        ] {
            for (place, typed) in [("", ""), ("a", ""), ("a", "a"), ("", "a")] {
                let file = folder.path().join(place).join(IGNORE_FILE);
                fs::write(&file, bytes)?;
                let told = told(typed);
                assert_eq!(told.len(), usize::from(expected.is_some()), "{told:?}");
                let file_name = fs::canonicalize(&file)?.display().to_string();
                for message in &told {
                    assert!(expected.is_some_and(|part| message.contains(part)), "{message}");
                    assert!(message.contains(&file_name), "{message} {file_name}");
                }
                fs::remove_file(&file)?;
            }
            // Nobody looks at that of a folder that is left out.
            fs::write(folder.path().join("c").join(IGNORE_FILE), bytes)?;
            assert_eq!(told(""), [""; 0]);
        }
        fs::create_dir(folder.path().join("a").join(IGNORE_FILE))?;
        assert_eq!(told("").len(), 1);
        Ok(())
    }

    #[test]
    fn a_file_that_is_named_is_taken_whatever_it_is() {
        assert_eq!(names(&["x.docx".into(), "-".into()], &["x.docx"]), ["x.docx", "-"]);
    }

    #[test]
    fn a_wrong_pattern_is_refused() {
        let exclude = ["a[".to_owned()];
        let refused = found(&[], &WalkFilter { endings: &[], exclude: &exclude }).unwrap_err();
        assert!(
            refused[0].message.starts_with("`a[` is not a pattern: "),
            "{}",
            refused[0].message
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_but_where_they_are_named() -> io::Result<()> {
        let folder = tree()?;
        std::os::unix::fs::symlink(folder.path().join("a"), folder.path().join("link"))?;
        std::os::unix::fs::symlink(folder.path().join("b.md"), folder.path().join("l.md"))?;
        let root = folder.path().to_owned();
        assert_eq!(names(std::slice::from_ref(&root), &[]).len(), 5);
        assert_eq!(names(&[root.join("link")], &[]), ["10.md", "2.md", "x.MD"]);
        Ok(())
    }
}
