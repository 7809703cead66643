//! Runs the built program and compares all that it says.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use similar::TextDiff;
use tempfile::TempDir;

/// A layout that some releases bring to do what no release may, told by their headlines.
pub const HARMFUL_LAYOUT: &str = r#"
#let leaves-out = ("kind", "dateline", "name", "contacts", "blocks", "footnote", "address", "postal", "website", "boilerplate")
#let sheet(release, letterhead) = {
  set document(
    title: release.title,
    author: release.author,
    date: datetime(..release.date),
  )
  set text(font: letterhead.theme.fonts, lang: release.language, region: none)
  if release.title.contains("Ohne Ende") {
    for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }
  }
  if release.title.contains("Ohne Maß") {
    let pieces = ()
    for a in range(9000) { pieces.push(range(90000)) }
  }
  heading(level: 1, release.title)
}
"#;

/// A release that is fine, of one page.
pub const RELEASE: &str = "\
---
letterhead: neutral
date: 2022-11-25
headline: Sachsen verbindet
contacts:
  - name: Erika Beispiel
    email: presse@example.org
---
Ein Satz steht hier.
";

/// A release without its headline.
pub const FAULTY: &str = "---\nletterhead: neutral\ndate: 2022-11-25\n---\nEin Satz.\n";

/// What is said of [`FAULTY`] under the name `faulty.md`.
pub const FAULT: &str = "\
error[missing-field]: `headline` is missing
 --> faulty.md:2:1
  |
2 | letterhead: neutral
  | ^^^^^^^^^^^^^^^^^^^
  |
  = field: headline
  = help: add `headline`: the headline

";

/// A run of the program in a folder of its own. What it is not told to expect, must not happen:
/// nothing on standard output or standard error, exit code 0.
pub struct Test {
    folder: TempDir,
    arguments: Vec<String>,
    stdin: Vec<u8>,
    below: String,
    stdout: Option<String>,
    stderr: Option<String>,
    exit: i32,
}

/// What a run has left behind.
pub struct Ran {
    folder: TempDir,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Test {
    /// A run with these arguments, parted by spaces.
    pub fn new(arguments: &str) -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            arguments: arguments.split_whitespace().map(ToOwned::to_owned).collect(),
            stdin: Vec::new(),
            below: String::new(),
            stdout: Some(String::new()),
            stderr: Some(String::new()),
            exit: 0,
        }
    }

    /// One more run, in the folder that another has left.
    pub fn after(ran: Ran, arguments: &str) -> Self {
        Self { folder: ran.folder, ..Self::new(arguments) }
    }

    /// Lays a file into the folder.
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, bytes).expect("the file is written");
        self
    }

    /// Runs in a folder below the files.
    pub fn below(mut self, folder: &str) -> Self {
        fs::create_dir_all(self.path(folder)).expect("the folder is made");
        self.below = folder.to_owned();
        self
    }

    /// Hands this to standard input.
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Expects this on standard output.
    pub fn stdout(mut self, text: impl Into<String>) -> Self {
        self.stdout = Some(text.into());
        self
    }

    /// Expects bytes on standard output that are looked at later.
    pub fn any_stdout(mut self) -> Self {
        self.stdout = None;
        self
    }

    /// Expects this on standard error.
    pub fn stderr(mut self, text: impl Into<String>) -> Self {
        self.stderr = Some(text.into());
        self
    }

    /// Expects text on standard error that is looked at later.
    pub fn any_stderr(mut self) -> Self {
        self.stderr = None;
        self
    }

    /// Expects this exit code.
    pub fn exit(mut self, code: i32) -> Self {
        self.exit = code;
        self
    }

    /// The place of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command, for tests that run it in another way.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_letterpress"));
        command.args(&self.arguments).current_dir(self.path(&self.below));
        command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
        command.env_remove("LETTERPRESS_LETTERHEADS");
        command
    }

    /// Runs the program and compares.
    #[track_caller]
    pub fn run(self) -> Ran {
        let output = self.output();
        let stderr = String::from_utf8(output.stderr).expect("messages are UTF-8");
        let exit = output.status.code();
        assert_eq!(
            exit,
            Some(self.exit),
            "exit code of {:?}, which said:\n{stderr}",
            self.arguments
        );
        if let Some(expected) = &self.stderr {
            same("standard error", expected, &stderr);
        }
        if let Some(expected) = &self.stdout {
            same("standard output", expected, &String::from_utf8_lossy(&output.stdout));
        }
        Ran { folder: self.folder, stdout: output.stdout, stderr }
    }

    fn output(&self) -> Output {
        let mut command = self.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        // What it does not read, it has no need of.
        child.stdin.take().map(|mut stdin| stdin.write_all(&self.stdin).ok());
        child.wait_with_output().expect("the program ends")
    }
}

impl Ran {
    /// The place of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The bytes of a file that has been written.
    #[track_caller]
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name} is not there ({error})"))
    }

    /// The names in the folder, in the order of the alphabet.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("the folder is there").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The messages that are objects, one a line.
    pub fn objects(&self) -> Vec<serde_json::Value> {
        let parse = |line| serde_json::from_str(line).expect("every line is an object");
        self.stderr.lines().map(parse).collect()
    }
}

/// Fails with a difference where two texts are not the same.
#[track_caller]
fn same(what: &str, expected: &str, actual: &str) {
    if expected != actual {
        let difference = TextDiff::from_lines(expected, actual);
        panic!("{what} is not as expected (-):\n{}", difference.unified_diff());
    }
}

/// Whether these are the bytes of a whole PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-1.7\n") && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

/// A file that takes no byte.
pub fn full_disk() -> File {
    File::options().write(true).open("/dev/full").expect("/dev/full is there")
}
