//! A server that runs for a test, and a client that sends what it likes.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A server with a folder for its temporary files. It ends with its test.
pub struct Server {
    pub child: Child,
    /// Where it listens: an address and a port.
    pub address: String,
    folder: Arc<TempDir>,
}

/// What was answered.
pub struct Answered {
    pub status: u16,
    pub header: String,
    pub body: Vec<u8>,
}

impl Server {
    /// At a port that the system chooses.
    pub fn start(options: &str) -> Self {
        Self::start_with(options, |_| {})
    }

    /// The same, with something in its folder first.
    pub fn start_with(options: &str, prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("tmp")).expect("the folder is made");
        prepare(folder.path());
        Self::start_in(Arc::new(folder), options)
    }

    fn start_in(folder: Arc<TempDir>, options: &str) -> Self {
        let mut child = command(folder.path(), &format!("--listen 127.0.0.1:0 {options}"))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut said = String::new();
        let stderr = child.stderr.take().expect("it is piped");
        let mut stderr = BufReader::new(stderr);
        stderr.read_line(&mut said).expect("it says something");
        // What else it says is nobody's, and must not stop it.
        thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        let address = said.trim_end().strip_prefix("listening at http://");
        let address = address.unwrap_or_else(|| panic!("it said {said}")).to_owned();
        Self { child, address, folder }
    }

    /// Another one in the folder of one that has ended.
    pub fn again(&mut self, options: &str) -> Self {
        assert!(self.child.try_wait().expect("it can be asked").is_some());
        Self::start_in(Arc::clone(&self.folder), options)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What lies in its folder for temporary files, with all that is below.
    pub fn leftovers(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.path("tmp")];
        while let Some(folder) = folders.pop() {
            // It may be gone by now.
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                }
                found.push(entry.path());
            }
        }
        found
    }

    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(status.expect("kill is there").success());
    }

    /// Its exit code, when it has ended.
    pub fn ended(&mut self) -> Option<i32> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                return status.code();
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("it has not ended");
    }

    /// Sends a header without its end, and a body, and reads what is answered.
    pub fn send(&self, header: &str, body: &[u8]) -> Answered {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        send_over(&mut stream, header, body)
    }

    /// Asks with these lines in the header.
    pub fn ask(&self, request: &str, lines: &str, body: &[u8]) -> Answered {
        let host = format!("Host: {}\r\n", self.address);
        let host = if lines.contains("Host: ") { "" } else { &host };
        let length = body.len();
        let header = format!(
            "{request} HTTP/1.1\r\n{host}{lines}Connection: close\r\nContent-Length: {length}\r\n"
        );
        self.send(&header, body)
    }

    pub fn get(&self, path: &str) -> Answered {
        self.ask(&format!("GET {path}"), "", b"")
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answered {
        self.post_accepting(path, "", body)
    }

    pub fn post_accepting(&self, path: &str, lines: &str, body: &Value) -> Answered {
        let lines = format!("Content-Type: application/json\r\n{lines}");
        self.ask(&format!("POST {path}"), &lines, body.to_string().as_bytes())
    }

    /// Sends a form. A part is its name, the name of its file or none, and its bytes.
    pub fn post_form(&self, path: &str, parts: &[(&str, &str, &[u8])]) -> Answered {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file =
                if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
            let head =
                format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--X--\r\n");
        let lines = "Content-Type: multipart/form-data; boundary=X\r\n";
        self.ask(&format!("POST {path}"), lines, &body)
    }
}

/// The command of a server in a folder.
pub fn command(folder: &Path, options: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_letterpress"));
    command.arg("serve").args(options.split_whitespace()).current_dir(folder);
    command.env("TMPDIR", folder.join("tmp")).env_remove("LETTERPRESS_LETTERHEADS");
    command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command
}

/// Sends a request over a connection, and reads what is answered until that ends.
pub fn send_over(stream: &mut (impl Read + Write), header: &str, body: &[u8]) -> Answered {
    stream.write_all(format!("{header}\r\n").as_bytes()).expect("it reads the header");
    // It need not read a body that it does not want.
    let _ = stream.write_all(body);
    read_answer(stream)
}

pub fn read_answer(stream: &mut impl Read) -> Answered {
    let mut reader = BufReader::new(stream);
    let mut header = String::new();
    while !header.ends_with("\r\n\r\n") {
        let length = reader.read_line(&mut header).expect("an answer");
        assert!(length > 0, "the answer breaks off: {header}");
    }
    let header = header.to_ascii_lowercase();
    let length = header.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = length.and_then(|length| length.parse().ok()).expect("a length");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the whole body");
    let status = header.split(' ').nth(1).and_then(|status| status.parse().ok());
    Answered { status: status.expect("a status"), header, body }
}

impl Answered {
    /// The body as a text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON in the form of all lines.
    #[track_caller]
    pub fn json(&self) -> Value {
        let value: Value = serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()));
        assert_eq!(value["format"], 1, "{}", self.text());
        value
    }

    /// The bytes of a file, where that was answered.
    #[track_caller]
    pub fn file(self) -> Vec<u8> {
        assert_eq!(self.status, 200, "{}", self.text());
        self.body
    }

    /// The codes of all diagnostics, with their severities.
    #[track_caller]
    pub fn codes(&self) -> Vec<String> {
        let json = self.json();
        let diagnostics = match json["diagnostics"].as_array() {
            Some(diagnostics) => diagnostics.clone(),
            None => vec![json],
        };
        let code = |one: &Value| {
            let [severity, code] = ["severity", "code"].map(|name| one[name].as_str());
            format!("{}[{}]", severity.expect("a severity"), code.expect("a code"))
        };
        diagnostics.iter().map(code).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
