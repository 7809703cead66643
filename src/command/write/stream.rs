//! What is no plain file: a descriptor of this process, a pipe, a socket, a device. It is written
//! through and never replaced.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use letterpress::diagnostic::Diagnostics;

use super::{MAX_LINKS, cannot_write, write_error};
use crate::terminal::{refuse_binary_on_terminal, write_bytes_to_stdout};

/// Whether a path names something that is written through, whatever stands in it.
pub fn is_stream(path: &Path) -> bool {
    descriptor(path).is_some()
        || fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// Writes bytes behind what is there. A reader who has gone away is no error.
pub fn write_through(path: &Path, bytes: &[u8]) -> Result<(), Diagnostics> {
    let descriptor = descriptor(path);
    if descriptor.as_deref() == Some("1") {
        // The shell's own place in the file moves along.
        return write_bytes_to_stdout(bytes);
    }
    let mut stream = match open(path) {
        Ok(stream) => stream,
        Err(error) if descriptor.is_some() && error.kind() == ErrorKind::NotFound => {
            return Err(write_error(path, "no such descriptor is open").into());
        }
        Err(error) => return Err(cannot_write(path, &error).into()),
    };
    if stream.is_terminal() {
        return Err(refuse_binary_on_terminal().into());
    }
    match stream.write_all(bytes) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(cannot_write(path, &error).into())
        }
        _ => Ok(()),
    }
}

/// Something that is open for writing.
trait WritableStream: Write {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl WritableStream for fs::File {
    fn is_terminal(&self) -> bool {
        IsTerminal::is_terminal(self)
    }
}

#[cfg(unix)]
impl WritableStream for std::os::unix::net::UnixStream {}

fn open(path: &Path) -> io::Result<Box<dyn WritableStream>> {
    let about = fs::metadata(path)?;
    #[cfg(unix)]
    if std::os::unix::fs::FileTypeExt::is_socket(&about.file_type()) {
        return Ok(Box::new(std::os::unix::net::UnixStream::connect(path)?));
    }
    // A descriptor that is a plain file is opened anew, at its beginning. To devices appending
    // means nothing, or something else.
    let file = OpenOptions::new().write(true).append(about.is_file()).open(path)?;
    Ok(Box::new(file))
}

/// The number of the descriptor to which a path leads, by way of any links; of another process
/// `""`, since its numbers mean nothing here.
fn descriptor(path: &Path) -> Option<String> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let parent = path.parent().filter(|parent| *parent != Path::new(""));
        let parent = parent.unwrap_or(Path::new(".")).to_owned();
        let name = path.file_name()?.to_str().unwrap_or_default().to_owned();
        let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && let Some(is_own) = descriptors_of(&parent) {
            return Some(if is_own { name } else { String::new() });
        }
        path = parent.join(fs::read_link(&path).ok()?);
    }
    None
}

/// Whether a folder holds descriptors, and then whether they are those of this process.
fn descriptors_of(folder: &Path) -> Option<bool> {
    // Where the system has them without links.
    if folder == Path::new("/dev/fd") && cfg!(unix) {
        return Some(true);
    }
    let folder = fs::canonicalize(folder).ok()?;
    let below = folder.strip_prefix("/proc").ok()?;
    let is_own = below.starts_with(PathBuf::from(std::process::id().to_string()));
    below.ends_with("fd").then_some(is_own)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_known_under_all_their_names() {
        for path in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1"] {
            assert_eq!(descriptor(Path::new(path)).as_deref(), Some("1"), "{path}");
        }
        let own = format!("/proc/{}/fd/7", std::process::id());
        assert_eq!(descriptor(Path::new(&own)).as_deref(), Some("7"));
        assert_eq!(descriptor(Path::new("/proc/1/fd/7")).as_deref(), Some(""));
        for path in ["/dev/null", "a.pdf", "1", "/tmp/1", "/proc/self/fd", "/", ""] {
            assert_eq!(descriptor(Path::new(path)), None, "{path}");
        }
    }

    #[test]
    fn what_a_link_names_is_a_stream_too() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("/dev/stdout", path("a.pdf"))?;
        std::os::unix::fs::symlink("a.pdf", path("b.pdf"))?;
        fs::write(path("c.pdf"), "")?;
        let _socket = std::os::unix::net::UnixListener::bind(path("d.pdf"))?;
        let streams =
            ["a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf"].map(|name| is_stream(&path(name)));
        assert_eq!(streams, [true, true, false, true, false]);
        assert!(write_through(Path::new("/proc/self/fd/9999"), b"x").is_err());
        Ok(())
    }
}
