//! The relay that behaves as it is told: `tests/mail/relay.py`.

use std::fs;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::certificates::Certificate;
use super::scripts::{end, first_line, script};

/// Who may log in to the relays of the tests, where they ask for a login.
pub const USER: &str = "presse";

/// The password, of a form that is found nowhere by chance.
pub const PASSWORD: &str = "Kq7-nebelhorn+Zange/93";

/// A running relay; it ends with this value.
pub struct Relay {
    child: Child,
    port: u16,
    folder: TempDir,
}

/// A message that a relay has taken.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub recipient: String,
    pub sender: String,
    pub message_id: String,
    /// Whether the client was told so.
    pub answered: bool,
    /// Whether it came over TLS.
    pub tls: bool,
    /// The longest line, in bytes without its end.
    pub longest_line: u64,
    /// Whether it holds bytes that are not ASCII.
    pub eight_bit: bool,
    /// What the client added to MAIL FROM.
    pub options: Vec<String>,
    file: String,
}

impl Relay {
    /// Starts one with these options of `tests/mail/relay.py`, parted by spaces.
    pub fn new(options: &str) -> Self {
        Self::with(options, &[])
    }

    /// Starts one that shows a certificate: `--starttls` or `--tls`.
    pub fn certified(option: &str, certificate: Certificate, options: &str) -> Self {
        let [certificate, key] = certificate.files();
        Self::with(options, &[option, &certificate, &key])
    }

    /// Starts one with further options that may have spaces within, such as answers.
    pub fn with(options: &str, further: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let login = folder.path().join("login");
        fs::write(&login, format!("{USER}\n{PASSWORD}\n")).expect("the login is written");
        let mut command = script("relay.py");
        command.args(options.split_whitespace()).args(further);
        if options.contains("--require-auth") {
            command.arg("--auth").arg(login);
        }
        command.arg("--keep").arg(folder.path().join("messages"));
        command.arg(folder.path().join("record"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("python3 is there");
        let stdout = child.stdout.take().expect("it is piped");
        let port = first_line(stdout).trim().parse().expect("a relay says its port");
        Self { child, port, folder }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address for `--relay`, of the scheme `smtp` or `smtps`.
    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://localhost:{}", self.port)
    }

    /// All that has happened so far.
    pub fn events(&self) -> Vec<Value> {
        let record = fs::read_to_string(self.folder.path().join("record"));
        // A relay that nobody spoke to has no record.
        let record = record.unwrap_or_else(|_| String::new());
        // A line that is being written has no end yet.
        let whole = record.rfind('\n').map_or("", |end| &record[..end]);
        whole.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    }

    /// How often something of this kind has happened.
    pub fn count(&self, event: &str) -> usize {
        self.events().iter().filter(|each| each["event"] == event).count()
    }

    /// The messages that it has taken, in turn.
    pub fn accepted(&self) -> Vec<Accepted> {
        let events = self.events();
        let accepted = events.iter().filter(|each| each["event"] == "accepted");
        accepted.map(Accepted::read).collect()
    }

    /// The bytes of a message as they came.
    pub fn message(&self, accepted: &Accepted) -> Vec<u8> {
        let path = self.folder.path().join("messages").join(&accepted.file);
        fs::read(path).expect("every message is kept")
    }
}

impl Accepted {
    fn read(event: &Value) -> Self {
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        let is = |name: &str| event[name].as_bool().unwrap_or_default();
        let options = event["options"].as_array().into_iter().flatten();
        Self {
            recipient: text("recipient"),
            sender: text("sender"),
            message_id: text("message_id"),
            answered: is("answered"),
            tls: is("tls"),
            longest_line: event["longest_line"].as_u64().unwrap_or_default(),
            eight_bit: is("eight_bit"),
            options: options.filter_map(Value::as_str).map(ToOwned::to_owned).collect(),
            file: text("file"),
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.child.stdin.take());
        end(&mut self.child, Duration::from_secs(2));
    }
}
