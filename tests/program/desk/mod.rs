//! `letterpress desk`: what its page is answered, and whom.

mod access;
mod browser;
mod saving;
mod sending;
mod setting;
mod start;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::serve::server::{Answered, send_over};

/// An open desk with a folder of its own. It ends with its test.
pub struct Desk {
    child: Child,
    pub address: String,
    pub token: String,
    folder: TempDir,
}

impl Desk {
    /// On a folder with these files.
    pub fn open(files: &[(&str, &str)]) -> Self {
        Self::open_with(files, "", |command| command)
    }

    /// The same, with options, and whatever else is done to the command.
    pub fn open_with(
        files: &[(&str, &str)],
        options: &str,
        prepare: impl FnOnce(Command) -> Command,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("it lies in one")).expect("it is made");
            fs::write(file, text).expect("it is written");
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_letterpress"));
        command.args(["desk", "--no-open"]).args(options.split_whitespace());
        command.current_dir(folder.path()).stderr(Stdio::piped()).stdin(Stdio::null());
        command.env_remove("LETTERPRESS_LETTERHEADS").env("NO_COLOR", "1");
        command.env("XDG_STATE_HOME", folder.path().join(".state"));
        let mut child = prepare(command).spawn().expect("the program starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut said = String::new();
        stderr.read_line(&mut said).expect("it says something");
        // What else it says is nobody's, and must not stop it.
        thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        let place = said.trim_end().strip_prefix("the desk is open at http://");
        let place = place.unwrap_or_else(|| panic!("it said {said}"));
        let (address, token) = place.split_once("/?token=").expect("an address with a token");
        let (address, token) = (address.to_owned(), token.to_owned());
        Self { child, address, token, folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Sends a request with these lines in its header, and reads the answer.
    pub fn ask(&self, request: &str, lines: &str, body: &[u8]) -> Answered {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let host = format!("Host: {}\r\n", self.address);
        let host = if lines.contains("Host: ") { "" } else { &host };
        let length = body.len();
        let header = format!(
            "{request} HTTP/1.1\r\n{host}{lines}Connection: close\r\nContent-Length: {length}\r\n"
        );
        send_over(&mut stream, &header, body)
    }

    /// The line that lets in.
    pub fn token_line(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.token)
    }

    pub fn get(&self, path: &str) -> Answered {
        self.ask(&format!("GET {path}"), &self.token_line(), b"")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answered {
        let lines = format!("{}Content-Type: application/json\r\n", self.token_line());
        self.ask(&format!("POST {path}"), &lines, body.to_string().as_bytes())
    }

    /// What a page gets after a key.
    #[track_caller]
    pub fn set(&self, path: &str, text: &str) -> Value {
        let answered = self.post("/api/set", &json!({ "path": path, "text": text }));
        answered.of_status(200)
    }

    /// A release as a page gets it.
    #[track_caller]
    pub fn release(&self, path: &str) -> Value {
        self.get(&format!("/api/release?path={path}")).of_status(200)
    }

    /// The events that it tells from now on.
    pub fn events(&self) -> Receiver<(String, Value)> {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!(
            "GET /api/events HTTP/1.1\r\nHost: {}\r\n{}\r\n",
            self.address,
            self.token_line()
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut name = String::new();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    name = event.to_owned();
                } else if let Some(data) = line.strip_prefix("data: ") {
                    let data = serde_json::from_str(data).expect("data is JSON");
                    if sender.send((name.clone(), data)).is_err() {
                        return;
                    }
                }
            }
        });
        let (hello, _) = receiver.recv_timeout(Duration::from_secs(10)).expect("it says hello");
        assert_eq!(hello, "hello");
        receiver
    }

    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it has ended");
    }

    /// Asks it to end, and gives its exit code.
    pub fn end(mut self, signal: &str) -> Option<i32> {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args([signal, &id]).status();
        assert!(status.expect("kill is there").success());
        self.child.wait().expect("it can be waited for").code()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Answers of a desk.
pub trait DeskAnswered {
    /// The JSON of an answer of this status.
    fn of_status(self, status: u16) -> Value;
}

impl DeskAnswered for Answered {
    #[track_caller]
    fn of_status(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        serde_json::from_slice(&self.body).expect("an answer is JSON")
    }
}

/// Waits for an event of a name.
#[track_caller]
pub fn event(events: &Receiver<(String, Value)>, wanted: &str, time: Duration) -> Value {
    loop {
        let (name, data) = events.recv_timeout(time).expect("it is told in time");
        if name == wanted {
            return data;
        }
    }
}
