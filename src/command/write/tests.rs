use super::*;
use crate::terminal::FileState;

/// Writes one file, over whatever is there.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    let writer = FileWriter::new(Overwrite::Any);
    let mut file = writer.begin();
    file.add(path, bytes.to_vec())?;
    file.finish().map(drop)
}

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
    assert!(message(create_file(&file, "two")).ends_with("exists already, and is left as it is"));
    assert_eq!(fs::read(&file)?, b"one");
    Ok(())
}

#[test]
fn what_is_kept_is_not_changed() -> io::Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("a.md");
    assert!(write_once(&file, b"one").is_ok() && write_once(&file, b"one").is_ok());
    assert!(message(write_once(&file, b"two")).ends_with("exists already, and is left as it is"));
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
        write_file(&path("a.pdf"), b"one").is_ok() && write_file(&path("a.pdf"), b"two").is_ok()
    );
    assert_eq!(fs::read(path("sub/real.pdf"))?, b"two");
    assert!(fs::symlink_metadata(path("a.pdf"))?.is_symlink());
    assert!(write_file(&path("null"), b"x").is_ok());
    assert!(fs::symlink_metadata(path("null"))?.is_symlink());
    assert!(message(write_file(&path("loop"), b"x")).contains("lead round in a circle"));
    assert_eq!(names(dir.path()), ["a.pdf", "b.pdf", "loop", "null", "sub"]);
    Ok(())
}

#[test]
fn what_another_run_has_made_meanwhile_is_the_same_or_in_the_way() {
    let dir = tempfile::tempdir().expect("a folder");
    let writer = FileWriter::new(Overwrite::Own);
    let in_turn = |theirs: &[&[u8]; 2]| {
        let mut files = writer.begin();
        let paths = ["a.pdf", "b.pdf"].map(|name| dir.path().join(name));
        for (path, theirs) in paths.iter().zip(theirs) {
            assert!(files.add(path, b"x".to_vec()).is_ok());
            fs::write(path, theirs).expect("it is written");
        }
        let states = files.finish().map(|files| files.into_iter().map(|file| file.state));
        let states = states.map(Vec::from_iter).map_err(|errors| errors[0].code);
        let left = paths.map(|path| {
            let bytes = fs::read(&path).expect("it is there");
            fs::remove_file(path).expect("it goes");
            bytes
        });
        assert_eq!(left, theirs.map(<[u8]>::to_vec));
        states
    };
    assert_eq!(in_turn(&[b"x", b"x"]), Ok(vec![FileState::Unchanged; 2]));
    // What is theirs stays, also where another file cannot be written.
    assert_eq!(in_turn(&[b"x", b"y"]), Err(codes::OUTPUT_EXISTS));
}
