//! The scripts of `tests/mail`, and what they print.

use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use std::{fmt, io};

use crate::repository::root;

/// The longest that a server may take to start. Four of them may do so at once on two cores.
const START: Duration = Duration::from_secs(60);

/// A script of `tests/mail`, with what `tests/install` has fetched for it.
pub fn script(name: &str) -> Command {
    let mut command = Command::new(root().join("tests/mail").join(name));
    command.env("PYTHONPATH", installed("python")).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// A file or folder that `tests/install` has made.
pub fn installed(name: &str) -> PathBuf {
    let path = root().join("target/mail").join(name);
    assert!(path.exists(), "{name} is absent; tests/install fetches it");
    path
}

/// The output of a command that has to succeed.
#[track_caller]
pub fn succeed(command: &mut Command) -> Output {
    let output = command.stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{command:?} cannot be run ({error})"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} ended with {}:\n{stderr}", output.status);
    output
}

/// The first line that a server prints: its ports.
pub fn first_line(stdout: ChildStdout) -> String {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        use io::BufRead;
        let mut line = String::new();
        io::BufReader::new(stdout).read_line(&mut line).ok();
        sender.send(line).ok();
    });
    receiver.recv_timeout(START).expect("a server says where it listens")
}

/// Waits until something is so, and fails when it is not in time.
#[track_caller]
pub fn eventually<T>(what: impl fmt::Display, limit: Duration, look: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < limit, "not within {} s: {what}", limit.as_secs());
        thread::sleep(Duration::from_millis(20));
    }
}

/// Waits for the end of a process, and ends it when it does not come in time.
pub fn end(child: &mut Child, limit: Duration) {
    let start = Instant::now();
    while matches!(child.try_wait(), Ok(None)) {
        if start.elapsed() > limit {
            child.kill().ok();
            child.wait().ok();
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Tells those who look (`--nocapture`, or a test that fails) what nothing hangs on.
#[allow(clippy::print_stdout)]
pub fn tell(words: impl fmt::Display) {
    println!("{words}");
}

/// Lets other users enter a folder: servers give up the rights of root.
pub fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let everybody = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder, everybody).expect("the folder is ours");
}
