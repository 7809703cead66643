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

/// Reads until a file was changed so often, and read and refused so often as well; whoever has
/// the processor decides how long that takes.
#[cfg(unix)]
fn read_while(
    change: impl Fn() -> io::Result<()> + Sync,
    read: impl Fn() -> Result<Vec<u8>, FileError>,
    mut look: impl FnMut(Result<Vec<u8>, FileError>) -> bool,
) {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::{Duration, Instant};
    let (is_over, changes) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (mut inside, mut refused) = (0, 0);
    let end = Instant::now() + Duration::from_secs(60);
    std::thread::scope(|scope| {
        let changed = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                change()?;
                changes.fetch_add(1, Ordering::Relaxed);
            }
            io::Result::Ok(())
        });
        let is_enough = |inside, refused| {
            changes.load(Ordering::Relaxed) >= 3000 && inside >= 500 && refused >= 500
        };
        while !is_enough(inside, refused) && Instant::now() < end && !changed.is_finished() {
            if look(read()) {
                inside += 1;
            } else {
                refused += 1;
            }
        }
        is_over.store(true, Ordering::Relaxed);
        changed.join().unwrap().unwrap();
    });
    let changes = changes.into_inner();
    assert!(
        changes > 100 && inside > 10 && refused > 10,
        "{changes} changes, {inside} read, {refused} refused"
    );
}

/// A file that turns into a link to the outside and back, and so does its folder.
#[cfg(unix)]
#[test]
fn a_link_that_takes_the_place_of_a_file_reads_nothing_outside() -> io::Result<()> {
    use std::os::unix::fs::symlink;
    let (dir, root) = tree()?;
    fs::create_dir(dir.path().join("outside"))?;
    fs::write(dir.path().join("outside/a.jpg"), "s")?;
    let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
    let (secret, photos) = (dir.path().join("secret"), root.join("photos"));
    let (new, old) = (photos.join("new"), photos.join("a.jpg"));
    let change = || {
        symlink(&secret, &new)?;
        fs::rename(&new, &old)?;
        fs::write(&new, "a")?;
        fs::rename(&new, &old)?;
        fs::rename(&photos, root.join("kept"))?;
        symlink("../outside", &photos)?;
        fs::remove_file(&photos)?;
        fs::rename(root.join("kept"), &photos)
    };
    let look = |read: Result<Vec<u8>, FileError>| {
        assert!(read.as_ref().is_err() || read.as_deref() == Ok(b"a"), "read from outside");
        read.is_ok()
    };
    read_while(change, || folder.read("photos/a.jpg"), look);
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() -> io::Result<()> {
    let (_dir, root) = tree()?;
    make_pipe(&root.join("photos/pipe.jpg"))?;
    let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
    let begun = std::time::Instant::now();
    let error = FileError::Other("it is a pipe or a device".to_owned());
    assert_eq!(folder.read("photos/pipe.jpg"), Err(error.clone()));
    assert_eq!(read_file(&root.join("photos/pipe.jpg"), 9), Err(error));
    assert_eq!(folder.list("photos"), Ok(vec!["a.jpg".to_owned(), "b.jpg".to_owned()]));
    assert!(begun.elapsed() < std::time::Duration::from_secs(1));
    Ok(())
}

/// A file that turns into a pipe and back: nobody writes into it, so that whoever waits for that
/// waits for ever.
#[cfg(unix)]
#[test]
fn a_pipe_that_takes_the_place_of_a_file_is_not_waited_for() -> io::Result<()> {
    let (_dir, root) = tree()?;
    let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
    make_pipe(&root.join("pipe"))?;
    let (new, old) = (root.join("new"), root.join("photos/a.jpg"));
    let change = || {
        fs::hard_link(root.join("pipe"), &new)?;
        fs::rename(&new, &old)?;
        fs::write(&new, "a")?;
        fs::rename(&new, &old)
    };
    let look = |read: Result<Vec<u8>, FileError>| {
        let error = "cannot be read (it is a pipe or a device)";
        assert!(read.as_deref().map_or_else(|e| e.describe() == error, |read| read == b"a"));
        read.is_ok()
    };
    read_while(change, || folder.read("photos/a.jpg"), look);
    read_while(change, || read_file(&old, 9), look);
    Ok(())
}

#[cfg(unix)]
fn make_pipe(path: &Path) -> io::Result<()> {
    let made = std::process::Command::new("mkfifo").arg(path).status()?;
    if made.success() { Ok(()) } else { Err(io::Error::other("no pipe")) }
}

#[cfg(unix)]
#[test]
fn a_file_is_in_memory_once_whatever_its_names() -> io::Result<()> {
    let (_dir, root) = tree()?;
    fs::hard_link(root.join("photos/a.jpg"), root.join("c.jpg"))?;
    std::os::unix::fs::symlink("photos/a.jpg", root.join("d.jpg"))?;
    let folder = Folder::new(&root).map_err(|_| io::Error::other("no folder"))?;
    let first = folder.read_shared("photos/a.jpg", 9).unwrap();
    for name in ["./photos/a.jpg", "photos/../c.jpg", "c.jpg", "d.jpg"] {
        let again = folder.read_shared(name, 0).unwrap();
        assert!(std::sync::Arc::ptr_eq(&first, &again), "{name}");
    }
    assert_eq!(folder.read_shared("photos/b.jpg", 9).unwrap()[..], b"b"[..]);
    drop(first);
    let too_large = FileError::TooLarge { bytes: 1, limit: 0 };
    assert_eq!(folder.read_shared("c.jpg", 0), Err(too_large), "none is in use");
    Ok(())
}
