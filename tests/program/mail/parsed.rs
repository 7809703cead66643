//! A message as a stranger reads it: `tests/mail/parse.py`.

use std::fs;

use serde_json::Value;

use super::scripts::{script, succeed};

/// What Python's strictest policy finds in a message.
#[derive(Debug)]
pub struct Parsed(Value);

impl Parsed {
    /// Reads a message, which has to be without a fault.
    #[track_caller]
    pub fn new(message: &[u8]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("message.eml");
        fs::write(&file, message).expect("the message is written");
        let output = succeed(script("parse.py").arg(&file));
        Self(serde_json::from_slice(&output.stdout).expect("it prints JSON"))
    }

    /// A field, decoded and unfolded; nothing, where it is absent.
    pub fn header(&self, name: &str) -> Option<&str> {
        let values = &self.0["headers"][name.to_lowercase()];
        values.get(0).and_then(Value::as_str)
    }

    /// The names of all fields, in their order.
    pub fn names(&self) -> Vec<&str> {
        self.0["names"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Names and addresses of a field.
    pub fn addresses(&self, name: &str) -> Vec<(&str, &str)> {
        let each = self.0["addresses"][name.to_lowercase()].as_array().into_iter().flatten();
        each.map(|one| (one[0].as_str().unwrap_or(""), one[1].as_str().unwrap_or(""))).collect()
    }

    /// Types of the message and its parts, as `multipart/mixed(text/plain application/pdf)`.
    pub fn structure(&self) -> String {
        outline(&self.0["structure"])
    }

    /// The plain text.
    pub fn text(&self) -> &str {
        self.0["text"].as_str().unwrap_or_default()
    }

    /// The HTML.
    pub fn html(&self) -> &str {
        self.0["html"].as_str().unwrap_or_default()
    }

    /// Name, type and SHA-256 of each attachment.
    pub fn attachments(&self) -> Vec<(&str, &str, &str)> {
        let each = self.0["attachments"].as_array().into_iter().flatten();
        each.map(|one| {
            let text = |name: &str| one[name].as_str().unwrap_or_default();
            (text("file"), text("type"), text("sha256"))
        })
        .collect()
    }

    /// All that was found, for what has no word of its own here.
    pub fn value(&self) -> &Value {
        &self.0
    }
}

fn outline(part: &Value) -> String {
    let name = part["type"].as_str().unwrap_or_default();
    match part["parts"].as_array() {
        Some(parts) => {
            let parts: Vec<_> = parts.iter().map(outline).collect();
            format!("{name}({})", parts.join(" "))
        }
        None => name.to_owned(),
    }
}
