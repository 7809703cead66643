//! A press office with one release, and what its messages come to.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::relay::{PASSWORD, USER};

/// The release of these tests.
pub const RELEASE: &str = "\
---
letterhead: haus.toml
id: muster-2026-17
number: 17/2026
date: 2026-11-25
headline: Grüße aus dem Moor
contacts:
  - name: Änne Muster
    email: presse@example.org
---
Ein Satz steht hier.
";

/// Its letterhead.
pub const LETTERHEAD: &str = "\
id = \"haus\"
name = \"Haus der Moore\"
short = \"HDM\"
sender = [\"HAUS DER\", \"MOORE\"]

[mail]
from = \"presse@example.org\"
from_name = \"Haus der Moore\"
";

/// A folder with a release, its letterhead and a journal.
pub struct Office {
    folder: TempDir,
}

/// The end of a run.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; none, where it was killed.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Office {
    /// One that writes to these recipients: the parts of their addresses before the @.
    pub fn new<S: AsRef<str>>(recipients: impl IntoIterator<Item = S>) -> Self {
        let office = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let lines = recipients.into_iter().map(|each| format!("{}@example.org\n", each.as_ref()));
        office.write("release.md", RELEASE);
        office.write("haus.toml", LETTERHEAD);
        office.write("list.txt", lines.collect::<String>());
        office
    }

    /// One that writes to so many.
    pub fn of(count: usize) -> Self {
        Self::new((0..count).map(|number| format!("anna-{number}")))
    }

    /// Lays a file into the folder.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), text).expect("the file is written");
        self.path(name)
    }

    /// Lays a file with credentials into the folder, which nobody else may read.
    pub fn credentials(&self, text: &str) -> PathBuf {
        let file = self.write("login", text);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("it is ours");
        file
    }

    /// The place of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program in this folder, with arguments parted by spaces, and no settings of the tester's.
    pub fn program(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_letterpress"));
        command.args(arguments.split_whitespace());
        self.at_home(&mut command);
        command
    }

    /// Lets a command run in this folder, with no settings of the tester's.
    pub fn at_home(&self, command: &mut Command) {
        command.current_dir(self.folder.path()).env("HOME", self.folder.path());
        command.env("NO_COLOR", "1").env("LETTERPRESS_JOURNAL", self.path("journal.sqlite"));
        for name in ["CLICOLOR_FORCE", "XDG_STATE_HOME"] {
            command.env_remove(name);
        }
        for name in ["", "_USER", "_PASSWORD", "_TOKEN_FILE", "_TOKEN_COMMAND"] {
            command.env_remove(format!("LETTERPRESS_RELAY{name}"));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    }

    /// The command that sends in earnest, with further options.
    pub fn sending(&self, relay: &str, options: &str) -> Command {
        self.program(&format!("mail send release.md --to list.txt --yes --relay {relay} {options}"))
    }

    /// The command that sends in earnest and logs in, by the environment.
    pub fn logging_in(&self, relay: &str, options: &str) -> Command {
        let mut command = self.sending(relay, options);
        command.env("LETTERPRESS_RELAY", relay);
        command.env("LETTERPRESS_RELAY_USER", USER).env("LETTERPRESS_RELAY_PASSWORD", PASSWORD);
        command
    }

    /// Sends in earnest.
    pub fn send(&self, relay: &str, options: &str) -> Ended {
        Ended::of(&mut self.sending(relay, options))
    }

    /// The state of each recipient, by the part of the address before the @, as `mail status` has it.
    #[track_caller]
    pub fn states(&self) -> BTreeMap<String, String> {
        let ended = Ended::of(&mut self.program("mail status release.md --format json"));
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let mut states = BTreeMap::new();
        for line in ended.stdout.lines() {
            let value: Value = serde_json::from_str(line).expect("an object a line");
            let word = |name: &str| value[name].as_str().expect("a text").to_owned();
            let local = word("recipient").split('@').next().unwrap_or_default().to_owned();
            let before = states.insert(local, word("state"));
            assert!(before.is_none(), "{line}: a second state");
        }
        states
    }

    /// How many recipients are in each state.
    #[track_caller]
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for state in self.states().into_values() {
            *counts.entry(state).or_default() += 1;
        }
        counts
    }
}

impl Ended {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        command.output().map(Self::from).expect("the program starts")
    }

    /// Waits for the end of one that runs.
    pub fn wait(child: Child) -> Self {
        child.wait_with_output().map(Self::from).expect("the program ends")
    }

    /// Fails unless it ended with this code and said this.
    #[track_caller]
    pub fn expect(&self, code: i32, said: &str) {
        assert_eq!(self.code, Some(code), "{self}");
        assert!(self.stderr.contains(said), "`{said}` is not said:\n{self}");
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what it says is UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit code {:?}\n{}\n{}", self.code, self.stdout, self.stderr)
    }
}

/// All bytes of the files in a folder whose names begin so: a journal has files beside it.
pub fn bytes_beside(path: &Path) -> Vec<u8> {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let entries = fs::read_dir(path.parent().expect("a folder")).expect("it is there").flatten();
    let ours = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&name));
    ours.flat_map(|entry| fs::read(entry.path()).expect("a file of ours can be read")).collect()
}
