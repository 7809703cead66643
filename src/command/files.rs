//! The files that a release names, on disk: below one folder and nowhere else.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::files::{FileError, Files};
use letterpress::message;
use letterpress::source::{composed, decomposed};

use super::{input_output, spelling};
use crate::terminal::reason;

/// The most bytes a picture or another file may have: 256 MiB.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// A folder from which files may be read, with all that lies below it.
///
/// Neither `..` nor a symbolic link leads out of it, and what is not a plain
/// file is never opened, since opening a pipe or a device can take for ever.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// Where typed paths begin: `root` or a folder below it.
    base: PathBuf,
    read: Mutex<BTreeSet<PathBuf>>,
}

impl Folder {
    /// Takes an existing folder.
    pub fn new(path: &Path) -> Result<Self, Diagnostics> {
        let root =
            fs::canonicalize(path).map_err(|error| cannot_read_from(path, &reason(&error)))?;
        if !root.is_dir() {
            return Err(cannot_read_from(path, "it is not a folder").into());
        }
        Ok(Self { base: root.clone(), root, read: Mutex::default() })
    }

    /// Lets paths begin in a folder below the root. One that lies elsewhere changes
    /// nothing: its paths then begin in the root.
    pub fn beginning_in(mut self, folder: &Path) -> Self {
        if let Ok(real) = fs::canonicalize(folder)
            && real.starts_with(&self.root)
        {
            self.base = real;
        }
        self
    }

    /// Whether `file` is one of those that have been read, under any of its names.
    pub fn has_read(&self, file: &Path) -> bool {
        let real = fs::canonicalize(file);
        self.read.lock().is_ok_and(|read| real.is_ok_and(|real| read.contains(&real)))
    }

    /// The real place of a typed path.
    fn place(&self, path: &str) -> Result<PathBuf, FileError> {
        if path.contains('\0') {
            return Err(FileError::Other("its name holds a NUL character".to_owned()));
        }
        // Refused by its wording already, so that no answer shows whether
        // something outside exists.
        let below = self.base.strip_prefix(&self.root).unwrap_or(Path::new(""));
        let mut depth = below.components().count();
        for component in Path::new(path).components() {
            depth = match component {
                Component::Normal(_) => depth + 1,
                Component::CurDir => depth,
                Component::ParentDir => depth.checked_sub(1).ok_or(FileError::OutsideRoot)?,
                Component::RootDir | Component::Prefix(_) => return Err(FileError::OutsideRoot),
            };
        }
        let real = self.found(path).map_err(|error| {
            match spelling::other_case(&self.root, &self.base, path) {
                Some(found) if error.kind() == ErrorKind::NotFound => {
                    FileError::OtherCase { found }
                }
                _ => file_error(&error),
            }
        })?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(FileError::OutsideRoot) }
    }
}

impl Folder {
    /// A typed path on the disk. File systems spell an umlaut as one character or as two, so a
    /// name that is not there is looked for in the other form.
    fn found(&self, path: &str) -> io::Result<PathBuf> {
        let mut place = self.base.clone();
        for component in Path::new(path).components() {
            let typed = place.join(component);
            let name = component.as_os_str().to_string_lossy();
            let forms = [typed.clone(), place.join(composed(&name)), place.join(decomposed(&name))];
            let there =
                if name.is_ascii() { None } else { forms.into_iter().find(|form| exists(form)) };
            place = there.unwrap_or(typed);
        }
        fs::canonicalize(place)
    }
}

/// Whether something stands at a path, be it a link that leads nowhere.
fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let real = self.place(path)?;
        let bytes = read_file(&real, MAX_BYTES)?;
        if let Ok(mut read) = self.read.lock() {
            read.insert(real);
        }
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        list_folder(&self.place(folder)?)
    }
}

/// The bytes of a plain file with at most `max_bytes` of them.
pub fn read_file(path: &Path, max_bytes: u64) -> Result<Vec<u8>, FileError> {
    let about = fs::metadata(path).map_err(|error| file_error(&error))?;
    if about.is_dir() {
        return Err(FileError::Folder);
    }
    if !about.is_file() {
        return Err(FileError::Other("it is a pipe or a device".to_owned()));
    }
    if about.len() > max_bytes {
        return Err(FileError::TooLarge { bytes: about.len(), limit: max_bytes });
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| file_error(&error))?;
    // The file may have grown since.
    file.take(max_bytes + 1).read_to_end(&mut bytes).map_err(|error| file_error(&error))?;
    if bytes.len() as u64 > max_bytes {
        return Err(FileError::TooLarge { bytes: bytes.len() as u64, limit: max_bytes });
    }
    Ok(bytes)
}

/// The names of the plain files in a folder, in the order of the alphabet.
pub fn list_folder(folder: &Path) -> Result<Vec<String>, FileError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| file_error(&error))? {
        let entry = entry.map_err(|error| file_error(&error))?;
        // No author can type a name that is not UTF-8.
        if let Ok(name) = entry.file_name().into_string()
            && entry.path().is_file()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn cannot_read_from(folder: &Path, why: &str) -> Diagnostic {
    input_output(message!(
        "cannot read from {file} ({reason})",
        file = folder.display(),
        reason = why
    ))
}

fn file_error(error: &io::Error) -> FileError {
    match error.kind() {
        ErrorKind::NotFound => FileError::Missing,
        ErrorKind::PermissionDenied => FileError::Denied,
        ErrorKind::IsADirectory => FileError::Folder,
        _ => FileError::Other(reason(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> io::Result<(tempfile::TempDir, PathBuf)> {
        let dir = tempfile::tempdir()?;
        let root = dir.path().join("root");
        fs::create_dir_all(root.join("photos"))?;
        fs::write(root.join("photos/a.jpg"), "a")?;
        fs::write(root.join("photos/b.jpg"), "b")?;
        fs::write(dir.path().join("secret"), "s")?;
        Ok((dir, root))
    }

    #[test]
    fn paths_begin_in_the_release_s_folder_and_end_at_the_root() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("releases/2022")).unwrap();
        fs::write(root.path().join("logo.txt"), "a").unwrap();
        fs::write(root.path().join("releases/2022/photo.txt"), "b").unwrap();
        let base = root.path().join("releases/2022");
        let folder = Folder::new(root.path()).unwrap().beginning_in(&base);
        assert_eq!(folder.read("photo.txt"), Ok(b"b".to_vec()));
        assert_eq!(folder.read("../../logo.txt"), Ok(b"a".to_vec()));
        assert_eq!(folder.read("../../../x"), Err(FileError::OutsideRoot));
        let elsewhere = Folder::new(&base).unwrap().beginning_in(root.path());
        assert_eq!(elsewhere.read("photo.txt"), Ok(b"b".to_vec()));
        assert_eq!(elsewhere.read("../x"), Err(FileError::OutsideRoot));
    }

    #[test]
    fn files_below_the_folder_are_read_and_remembered() -> io::Result<()> {
        let (_dir, root) = tree()?;
        let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
        assert_eq!(folder.read("photos/a.jpg"), Ok(b"a".to_vec()));
        assert_eq!(folder.read("./photos/../photos/a.jpg"), Ok(b"a".to_vec()));
        assert_eq!(folder.list("photos"), Ok(vec!["a.jpg".to_owned(), "b.jpg".to_owned()]));
        assert!(folder.has_read(&root.join("photos/../photos/a.jpg")));
        assert!(!folder.has_read(&root.join("photos/b.jpg")));
        Ok(())
    }

    #[test]
    fn names_are_found_in_either_form() -> io::Result<()> {
        let (_dir, root) = tree()?;
        let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
        for (stored, typed) in [("f\u{fc}r", "fu\u{308}r"), ("o\u{308}l", "\u{f6}l")] {
            fs::create_dir(root.join(stored))?;
            fs::write(root.join(stored).join("e\u{301}.jpg"), stored)?;
            for name in ["e\u{301}.jpg", "\u{e9}.jpg"] {
                let path = format!("{typed}/{name}");
                assert_eq!(folder.read(&path), Ok(stored.as_bytes().to_vec()), "{path}");
            }
        }
        Ok(())
    }

    #[test]
    fn nothing_outside_the_folder_is_read() -> io::Result<()> {
        let (dir, root) = tree()?;
        let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
        let absolute = dir.path().join("secret").display().to_string();
        for path in ["../secret", "photos/../../secret", "../missing", "/etc/passwd", &absolute] {
            assert_eq!(folder.read(path), Err(FileError::OutsideRoot), "{path}");
        }
        assert_eq!(folder.list(".."), Err(FileError::OutsideRoot));
        Ok(())
    }

    #[test]
    fn what_is_no_plain_file_is_refused() -> io::Result<()> {
        let (_dir, root) = tree()?;
        let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
        assert_eq!(folder.read("photos"), Err(FileError::Folder));
        assert_eq!(folder.read(""), Err(FileError::Folder));
        assert_eq!(folder.read("c.jpg"), Err(FileError::Missing));
        assert!(matches!(folder.read("a\0b"), Err(FileError::Other(_))));
        assert_eq!(
            read_file(&root.join("photos/a.jpg"), 0),
            Err(FileError::TooLarge { bytes: 1, limit: 0 })
        );
        assert!(Folder::new(&root.join("photos/a.jpg")).is_err());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere_outside() -> io::Result<()> {
        use std::os::unix::fs::symlink;
        let (dir, root) = tree()?;
        symlink(dir.path().join("secret"), root.join("link"))?;
        symlink(dir.path(), root.join("up"))?;
        symlink(root.join("photos"), root.join("pictures"))?;
        symlink("/dev/null", root.join("null"))?;
        let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
        assert_eq!(folder.read("link"), Err(FileError::OutsideRoot));
        assert_eq!(folder.read("up/secret"), Err(FileError::OutsideRoot));
        assert_eq!(folder.read("null"), Err(FileError::OutsideRoot));
        assert_eq!(folder.read("pictures/a.jpg"), Ok(b"a".to_vec()));
        Ok(())
    }
}
