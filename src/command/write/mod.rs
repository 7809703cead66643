//! Files: written as a whole or not at all.
//!
//! The bytes go into a new file in the same folder, which then takes the place
//! of the old one in a single step. If anything fails on the way, the old file is
//! untouched and the new one gone. The new file has the odd name for no longer
//! than it takes to write bytes that are in memory already; only a kill in that
//! moment can leave one behind.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::message;
use tempfile::{Builder, NamedTempFile};

use crate::terminal::{reason, refuse_binary_on_terminal};

/// The most symbolic links that lead from one to the next.
const MAX_LINKS: usize = 40;

/// Writes a file. One that is there is replaced and keeps its permissions; a
/// symbolic link stays, and what it points to is replaced.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => Err(Diagnostics::from(write_error(path, "it is a folder"))),
        Ok(about) if !about.is_file() => write_to_device(path, bytes),
        Ok(about) => {
            // Replacing needs the folder's permission only. A file that is itself
            // protected is not meant to be replaced.
            let writable = OpenOptions::new().write(true).open(path);
            writable.map_err(|error| cannot_write(path, &error))?;
            replace(path, bytes, Some(&about))
        }
        Err(_) => replace(path, bytes, None),
    }
}

/// Writes a file that must not be there yet.
pub fn create_file(path: &Path, text: &str) -> Result<(), Diagnostics> {
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            let message =
                message!("{file} exists already, and is left as it is", file = path.display());
            Diagnostic::new(codes::INPUT_OUTPUT, message).hint("choose another name")
        }
        _ => cannot_write(path, &error),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| {
        // Half a file would be in the way of the next try.
        let _ = fs::remove_file(path);
        cannot_write(path, &error).into()
    })
}

/// Writes a file as a whole. An existing one has to have the same bytes, and stays.
pub fn write_once(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    let new = new_file_with(bytes, path).map_err(|error| cannot_write(path, &error))?;
    match new.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
            if has(path, bytes) {
                Ok(())
            } else {
                let message =
                    message!("{file} exists already, and is left as it is", file = path.display());
                let error = Diagnostic::new(codes::INPUT_OUTPUT, message);
                Err(Diagnostics::from(error.hint("it has other bytes: name another folder")))
            }
        }
        Err(error) => Err(cannot_write(path, &error.error).into()),
    }
}

/// Whether a plain file has these bytes and no others.
fn has(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = fs::symlink_metadata(path)
        .is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64);
    is_as_long && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Makes a folder and those above it, where there is none.
pub fn make_folder(folder: &Path) -> Result<(), Diagnostics> {
    fs::create_dir_all(folder).map_err(|error| {
        let message = message!(
            "cannot make the folder {folder} ({reason})",
            folder = folder.display(),
            reason = reason(&error)
        );
        Diagnostic::new(codes::INPUT_OUTPUT, message).into()
    })
}

fn replace(path: &Path, bytes: &[u8], old: Option<&Metadata>) -> Result<(), Diagnostics> {
    Ok(try_replace(path, bytes, old).map_err(|error| cannot_write(path, &error))?)
}

fn try_replace(path: &Path, bytes: &[u8], old: Option<&Metadata>) -> io::Result<()> {
    let target = behind_links(path)?;
    let new = new_file_with(bytes, &target)?;
    if let Some(old) = old {
        new.as_file().set_permissions(old.permissions())?;
    }
    new.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// A file with these bytes in the folder of `target`, to take its place.
fn new_file_with(bytes: &[u8], target: &Path) -> io::Result<NamedTempFile> {
    let folder = target.parent().filter(|folder| *folder != Path::new(""));
    let mut new = new_file(folder.unwrap_or(Path::new(".")))?;
    new.write_all(bytes)?;
    Ok(new)
}

/// A file that vanishes unless it is put in place, with the permissions that
/// any new file gets here.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".letterpress-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Where a chain of symbolic links ends, whether a file is there or not.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("its symbolic links lead round in a circle"))
}

/// A device or a pipe is not replaced: it is written to.
fn write_to_device(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    let device = OpenOptions::new().write(true).open(path);
    let mut device = device.map_err(|error| cannot_write(path, &error))?;
    if device.is_terminal() {
        return Err(refuse_binary_on_terminal().into());
    }
    match device.write_all(bytes).and_then(|()| device.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(cannot_write(path, &error).into())
        }
        _ => Ok(()),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() != ErrorKind::NotFound {
        return write_error(path, &reason(error));
    }
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let error = write_error(path, &format!("the folder {} does not exist", folder.display()));
    error.hint("make the folder; for `render`, a slash at the end of `-o DIR/` does that")
}

fn write_error(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::new(
        codes::INPUT_OUTPUT,
        message!("cannot write {file} ({reason})", file = path.display(), reason = why),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn message(done: Result<(), Diagnostics>) -> String {
        let error = done.err().and_then(|errors| errors.into_iter().next());
        error.map(|error| error.message).unwrap_or_default()
    }

    #[test]
    fn a_file_is_written_and_replaced_without_a_trace() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let file = dir.path().join("a.pdf");
        assert!(write_file(&file, b"one").is_ok() && write_file(&file, b"two").is_ok());
        assert_eq!(fs::read(&file)?, b"two");
        assert_eq!(names(dir.path()), ["a.pdf"]);
        Ok(())
    }

    #[test]
    fn faults_are_said_in_words() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let folder = message(write_file(dir.path(), b"x"));
        assert!(folder.ends_with("(it is a folder)"), "{folder}");
        let missing = message(write_file(&dir.path().join("no/a.pdf"), b"x"));
        assert!(missing.ends_with("/no does not exist)"), "{missing}");
        let long = message(write_file(&dir.path().join("a".repeat(300)), b"x"));
        assert!(long.ends_with("(the name is too long or not allowed)"), "{long}");
        assert!(names(dir.path()).is_empty());
        Ok(())
    }

    #[test]
    fn what_exists_is_not_created_again() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let file = dir.path().join("a.md");
        assert!(create_file(&file, "one").is_ok());
        assert!(
            message(create_file(&file, "two")).ends_with("exists already, and is left as it is")
        );
        assert_eq!(fs::read(&file)?, b"one");
        Ok(())
    }

    #[test]
    fn what_is_kept_is_not_changed() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let file = dir.path().join("a.md");
        assert!(write_once(&file, b"one").is_ok() && write_once(&file, b"one").is_ok());
        assert!(
            message(write_once(&file, b"two")).ends_with("exists already, and is left as it is")
        );
        assert!(message(write_once(dir.path(), b"two")).ends_with("and is left as it is"));
        assert_eq!((fs::read(&file)?, names(dir.path())), (b"one".to_vec(), vec!["a.md".into()]));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_those_of_a_new_file_or_of_the_old_one() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir()?;
        let (ours, plain) = (dir.path().join("a.pdf"), dir.path().join("plain"));
        fs::write(&plain, "x")?;
        assert!(write_file(&ours, b"x").is_ok());
        let mode = |file: &Path| fs::metadata(file).map(|about| about.permissions().mode());
        assert_eq!(mode(&ours)?, mode(&plain)?);
        fs::set_permissions(&ours, fs::Permissions::from_mode(0o640))?;
        assert!(write_file(&ours, b"y").is_ok());
        assert_eq!(mode(&ours)? & 0o777, 0o640);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_and_devices_are_not_replaced() -> io::Result<()> {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir()?;
        let path = |name| dir.path().join(name);
        fs::create_dir(path("sub"))?;
        symlink("sub/real.pdf", path("b.pdf"))?;
        symlink("b.pdf", path("a.pdf"))?;
        symlink("loop", path("loop"))?;
        symlink("/dev/null", path("null"))?;
        assert!(
            write_file(&path("a.pdf"), b"one").is_ok()
                && write_file(&path("a.pdf"), b"two").is_ok()
        );
        assert_eq!(fs::read(path("sub/real.pdf"))?, b"two");
        assert!(fs::symlink_metadata(path("a.pdf"))?.is_symlink());
        assert!(write_file(&path("null"), b"x").is_ok());
        assert!(fs::symlink_metadata(path("null"))?.is_symlink());
        assert!(message(write_file(&path("loop"), b"x")).contains("lead round in a circle"));
        assert_eq!(names(dir.path()), ["a.pdf", "b.pdf", "loop", "null", "sub"]);
        Ok(())
    }
}
