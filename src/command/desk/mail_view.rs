//! A message as the page shows it: read back from the very bytes that a newsroom gets.

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use mail_parser::{MessageParser, MimeHeaders};
use serde::Serialize;

/// A message, part by part.
#[derive(Debug)]
pub struct MailView {
    pub subject: String,
    /// Names and values, in their order and unfolded.
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub html: String,
    /// Of the whole message.
    pub bytes: usize,
    pub attachments: Vec<MailAttachment>,
}

/// A file that goes with a message.
#[derive(Debug, Serialize)]
pub struct MailAttachment {
    pub name: String,
    pub bytes: usize,
}

impl MailView {
    /// Reads a message back.
    pub fn of(bytes: &[u8]) -> Result<Self, Diagnostics> {
        let message = MessageParser::default().parse(bytes);
        let message = message.ok_or_else(|| Diagnostic::internal("a message that is none"))?;
        let headers = message.headers_raw().map(|(name, value)| {
            let words: Vec<_> = value.split_whitespace().collect();
            (name.to_owned(), words.join(" "))
        });
        let attachments = message.attachments().map(|part| MailAttachment {
            name: part.attachment_name().unwrap_or_default().to_owned(),
            bytes: part.contents().len(),
        });
        Ok(Self {
            subject: message.subject().unwrap_or_default().to_owned(),
            headers: headers.collect(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            bytes: bytes.len(),
            attachments: attachments.collect(),
        })
    }
}
