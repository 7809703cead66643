//! A watch that goes on while a test changes files.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::test::Test;

/// The longest that anything is waited for.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A watch that goes on, and what it has said.
pub struct Watch {
    pub test: Test,
    pub child: Child,
    said: Arc<Mutex<Vec<Value>>>,
    /// How much of it was looked at.
    seen: usize,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Watch {
    /// Begins, and waits until everything is set.
    pub fn start(test: Test) -> (Self, Vec<Value>) {
        let mut command = test.command();
        Self::of(test, &mut command)
    }

    pub fn of(test: Test, command: &mut Command) -> (Self, Vec<Value>) {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let said = Arc::new(Mutex::new(Vec::new()));
        let (stderr, heard) = (child.stderr.take().expect("it speaks"), Arc::clone(&said));
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                heard.lock().expect("nobody panics").push(line);
            }
        });
        let mut watch = Self { test, child, said, seen: 0 };
        let first = watch.round();
        (watch, first)
    }

    pub fn said(&self) -> Vec<Value> {
        self.said.lock().expect("nobody panics").clone()
    }

    /// What is said until everything is set again.
    #[track_caller]
    pub fn round(&mut self) -> Vec<Value> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let said = self.said();
            let new = said.get(self.seen..).unwrap_or_default();
            if let Some(end) = new.iter().position(|line| line["type"] == "watching") {
                self.seen += end + 1;
                return new[..=end].to_vec();
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("nothing is set: {:#?}", self.said());
    }

    /// Rounds until one says so; all of them together.
    #[track_caller]
    pub fn rounds_until(&mut self, is_so: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let (began, mut all) = (Instant::now(), Vec::new());
        while began.elapsed() < PATIENCE {
            all.extend(self.round());
            if is_so(&all) {
                return all;
            }
        }
        panic!("it is not so: {all:#?}");
    }

    /// Writes a file in one step, as careful editors do.
    pub fn replace(&self, name: &str, text: impl AsRef<[u8]>) {
        let new = self.test.path(&format!("{name}.new~"));
        fs::write(&new, text).expect("it is written");
        fs::rename(new, self.test.path(name)).expect("it is renamed");
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.test.path(name), text).expect("it is written");
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.test.path(name)).expect("it is there")
    }

    /// Ends it with a signal, and says by which exit code.
    pub fn end(mut self, signal: &str) -> Option<i32> {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(status.expect("kill is there").success());
        self.child.wait().expect("it ends").code()
    }
}

/// The values of a field of the lines of a type.
pub fn of<'a>(lines: &'a [Value], kind: &str, field: &str) -> Vec<&'a str> {
    let lines = lines.iter().filter(|line| line["type"] == kind);
    lines.filter_map(|line| line[field].as_str()).collect()
}

/// The names of files that are said to have changed (`files`) or to be `gone`.
pub fn named(lines: &[Value], list: &str) -> BTreeSet<String> {
    let lines = lines.iter().filter(|line| line["type"] == "changed");
    let names = lines.filter_map(|line| line[list].as_array()).flatten();
    names.filter_map(|name| name.as_str().map(ToOwned::to_owned)).collect()
}

pub fn codes(lines: &[Value]) -> Vec<&str> {
    of(lines, "diagnostic", "code")
}
