//! The relay that Debian ships, as a press office may have one: `tests/mail/postfix`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::certificates::Certificate;
use super::relay::{PASSWORD, USER};
use super::scripts::{end, eventually, first_line, open, script, tell};

/// A running Postfix with TLS and login; it ends with this value.
pub struct FullRelay {
    child: Child,
    starttls: u16,
    tls: u16,
    folder: TempDir,
}

/// A message in its mailbox.
pub struct Delivered {
    pub recipient: String,
    pub message_id: String,
    pub bytes: Vec<u8>,
}

impl FullRelay {
    /// Starts one and waits until it takes mail. Only root can: for others this says so and gives
    /// none, except in continuous integration, where it must not be passed over.
    pub fn new() -> Option<Self> {
        let root = Command::new("id").arg("-u").output().expect("id is there");
        if root.stdout.trim_ascii() != b"0" {
            assert!(std::env::var_os("CI").is_none(), "Postfix is started by root alone");
            tell("Postfix is started by root alone: a test is passed over");
            return None;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        open(folder.path());
        let [certificate, key] = Certificate::Good.files();
        let mut command = script("postfix");
        command.arg(folder.path()).args([&certificate, &key, USER]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("bash is there");
        let stdin = child.stdin.as_mut().expect("it is piped");
        writeln!(stdin, "{PASSWORD}").expect("the password is read");
        let ports = first_line(child.stdout.take().expect("it is piped"));
        let mut ports = ports.split_whitespace().map(|port| port.parse().expect("a port"));
        let (starttls, tls) = (ports.next(), ports.next());
        let relay =
            Self { child, starttls: starttls.expect("a port"), tls: tls.expect("a port"), folder };
        eventually("Postfix greets", Duration::from_secs(60), || {
            let stream = TcpStream::connect(("127.0.0.1", relay.starttls)).ok()?;
            stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
            let mut line = String::new();
            BufReader::new(stream).read_line(&mut line).ok()?;
            line.starts_with("220").then_some(())
        });
        Some(relay)
    }

    /// Its address for `--relay`: `smtp` with STARTTLS, or `smtps`.
    pub fn url(&self, scheme: &str) -> String {
        let port = if scheme == "smtps" { self.tls } else { self.starttls };
        format!("{scheme}://localhost:{port}")
    }

    /// What lies in its mailbox.
    pub fn delivered(&self) -> Vec<Delivered> {
        self.files().into_iter().map(|path| Delivered::read(&path)).collect()
    }

    /// Waits until this many messages lie in its mailbox: Postfix accepts first and lays them
    /// there a little later.
    pub fn wait_for(&self, count: usize) -> Vec<Delivered> {
        let limit = Duration::from_secs(60);
        eventually(format!("{count} messages in the mailbox"), limit, || {
            (self.files().len() >= count).then_some(())
        });
        self.delivered()
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path().join("mail/box/new"));
        let entries = entries.expect("the mailbox is there").flatten();
        entries.map(|entry| entry.path()).collect()
    }
}

impl Delivered {
    fn read(path: &PathBuf) -> Self {
        let bytes = fs::read(path).expect("a message is there");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let field = |name: &str| {
            let lines = text.lines().take_while(|line| !line.is_empty());
            let mut found = lines.filter_map(|line| line.strip_prefix(name));
            found.next().unwrap_or_default().trim().to_owned()
        };
        let (recipient, message_id) = (field("Delivered-To:"), field("Message-ID:"));
        Self { recipient, message_id, bytes }
    }
}

impl Drop for FullRelay {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.child.stdin.take());
        end(&mut self.child, Duration::from_secs(10));
    }
}
