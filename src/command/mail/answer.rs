//! What a gateway gives back, held against the message that it was given.

use std::str::FromStr;

use lettre::message::Mailboxes;

/// The most header fields of a message: a gateway adds a few to some twenty.
const MAX_FIELDS: usize = 200;
/// The most bytes of all its header fields. Postfix keeps 100 kB.
const MAX_HEAD_BYTES: usize = 64 * 1024;
/// The most bytes of a line without its end (RFC 5322, 2.1.1).
const MAX_LINE_BYTES: usize = 998;

/// Fields that a message has at most once (RFC 5322, 3.6; RFC 2045).
const ONCE: [&str; 14] = [
    "Date",
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Bcc",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Subject",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// Fields that say from whom and to whom a message goes.
const MAILBOXES: [&str; 4] = ["From", "To", "Cc", "Bcc"];

/// Why an answer is not sent.
#[derive(Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// It is empty.
    Nothing,
    /// It is something else.
    NoMessage,
    /// It lacks `From` or `Message-ID`, or has one of them twice.
    SenderAndId,
    /// It bears another Message-ID.
    ChangedId,
    /// Anything else: why.
    Other(String),
}

impl AnswerError {
    /// In words.
    pub fn why(&self) -> &str {
        match self {
            Self::Nothing => "it wrote nothing",
            Self::NoMessage => "what it gave back is no message",
            Self::SenderAndId => "what it gave back has not one sender and one Message-ID",
            Self::ChangedId => "it changed the Message-ID",
            Self::Other(why) => why,
        }
    }
}

/// The answer to a message, with CRLF at every line's end, if it is a message of the same
/// Message-ID, from and to the same, within the bounds that our own messages keep.
pub fn check(message: &[u8], answer: &[u8]) -> Result<Vec<u8>, AnswerError> {
    let ours = AnswerFields::read(message)?;
    let answer = with_line_ends(answer);
    check_lines(&answer)?;
    let theirs = AnswerFields::read(&answer)?;
    theirs.check()?;
    if theirs.message_id()? != ours.message_id()? {
        return Err(AnswerError::ChangedId);
    }
    for name in MAILBOXES {
        check_mailboxes(name, ours.one(name), theirs.one(name))?;
    }
    Ok(answer)
}

/// CRLF at every line's end, as messages have it.
fn with_line_ends(message: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(message.len());
    let mut last = None;
    for byte in message {
        if *byte == b'\n' && last != Some(b'\r') {
            whole.push(b'\r');
        }
        whole.push(*byte);
        last = Some(*byte);
    }
    whole
}

/// What a relay takes for the end of a line, or of the message, must be one.
fn check_lines(message: &[u8]) -> Result<(), AnswerError> {
    let mut lines = message.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        // Every LF stands behind a CR by now.
        let is_ended = lines.peek().is_some();
        let line = line.strip_suffix(b"\r").filter(|_| is_ended).unwrap_or(line);
        if line.contains(&b'\r') || line.contains(&0) {
            let why = "what it gave back has a carriage return inside a line, or a NUL";
            return Err(AnswerError::Other(why.to_owned()));
        }
        if line.len() > MAX_LINE_BYTES {
            return Err(AnswerError::Other(format!(
                "what it gave back has a line of {} bytes, and {MAX_LINE_BYTES} at most are sent",
                line.len()
            )));
        }
    }
    Ok(())
}

fn check_mailboxes(
    name: &str,
    ours: Option<&str>,
    theirs: Option<&str>,
) -> Result<(), AnswerError> {
    let did = match (ours, theirs) {
        (Some(ours), Some(theirs)) if are_same(ours, theirs) => return Ok(()),
        (None, None) => return Ok(()),
        (None, Some(_)) => "added",
        (Some(_), None) => "removed",
        (Some(_), Some(_)) => "changed",
    };
    Err(AnswerError::Other(format!("it {did} the field `{name}`")))
}

/// Whether two fields name the same addresses; names and folding do not count.
fn are_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
        || addresses(one).is_some_and(|found| Some(found) == addresses(other))
}

/// The addresses in a field, in their order; `None` where it cannot be read.
fn addresses(field: &str) -> Option<Vec<String>> {
    let mailboxes = Mailboxes::from_str(field).ok()?.into_iter();
    Some(mailboxes.map(|mailbox| mailbox.email.to_string().to_lowercase()).collect())
}

/// Names and values, without line ends, in their order.
struct AnswerFields(Vec<(String, String)>);

impl AnswerFields {
    fn read(message: &[u8]) -> Result<Self, AnswerError> {
        if message.is_empty() {
            return Err(AnswerError::Nothing);
        }
        let end = message.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.ok_or(AnswerError::NoMessage)?;
        if end > MAX_HEAD_BYTES {
            return Err(AnswerError::Other(format!(
                "what it gave back has {end} bytes of header fields, and {MAX_HEAD_BYTES} at most are sent"
            )));
        }
        let head = message.get(..end).and_then(|head| str::from_utf8(head).ok());
        let head = head.ok_or(AnswerError::NoMessage)?;
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in head.split("\r\n") {
            if line.starts_with([' ', '\t']) {
                let (_, value) = fields.last_mut().ok_or(AnswerError::NoMessage)?;
                value.push_str(line);
                continue;
            }
            let (name, value) = line.split_once(':').ok_or(AnswerError::NoMessage)?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(AnswerError::NoMessage);
            }
            fields.push((name.to_owned(), value.to_owned()));
        }
        Ok(Self(fields))
    }

    /// Refuses fields that our messages never have.
    fn check(&self) -> Result<(), AnswerError> {
        if self.0.len() > MAX_FIELDS {
            return Err(AnswerError::Other(format!(
                "what it gave back has {} header fields, and {MAX_FIELDS} at most are sent",
                self.0.len()
            )));
        }
        let resent =
            self.0.iter().find(|(name, _)| name.to_ascii_lowercase().starts_with("resent-"));
        if let Some((name, _)) = resent {
            return Err(AnswerError::Other(format!("it added the field `{name}`")));
        }
        // The sender and the Message-ID are judged with words of their own.
        self.message_id()?;
        if let Some(name) = ONCE.iter().find(|name| self.all(name).count() > 1) {
            return Err(AnswerError::Other(format!("what it gave back has `{name}` twice")));
        }
        match self.0.iter().find(|(_, value)| !value.is_ascii()) {
            Some((name, _)) => Err(AnswerError::Other(format!(
                "what it gave back has characters in `{name}` that are not ASCII"
            ))),
            None => Ok(()),
        }
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.0.iter().filter(move |(found, _)| found.eq_ignore_ascii_case(name));
        fields.map(|(_, value)| value.trim())
    }

    /// The value of a field that is there once.
    fn one(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The Message-ID of what has one sender and one of these.
    fn message_id(&self) -> Result<&str, AnswerError> {
        let mut ids = self.all("Message-ID");
        match (ids.next(), ids.next(), self.all("From").count()) {
            (Some(id), None, 1) if !id.is_empty() => Ok(id),
            _ => Err(AnswerError::SenderAndId),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "From: =?utf-8?q?H=C3=A4user?= <a@example.org>\r\nTo: \"B, C\"\r\n <b@example.org>\r\nMessage-ID: <1@example.org>\r\n\r\nText\r\n";

    fn why(answer: &str) -> Option<String> {
        check(MESSAGE.as_bytes(), answer.as_bytes()).err().map(|error| error.why().to_owned())
    }

    #[test]
    fn a_message_may_be_signed_and_get_fields() {
        for (from, to) in [
            ("", ""),
            ("Text", "Signed text"),
            ("\r\n", "\n"),
            ("\r\n <b", " <b"),
            ("\"B, C\"", "Berta"),
            ("b@example.org", "b@Example.ORG"),
            (
                "From:",
                "DKIM-Signature: v=1;\r\n\tb=x\r\nX-Gateway: passed\r\nReceived: by x\r\nFrom:",
            ),
        ] {
            let answer = MESSAGE.replace(from, to);
            let whole = answer.replace("\r\n", "\n").replace('\n', "\r\n");
            assert_eq!(check(MESSAGE.as_bytes(), answer.as_bytes()), Ok(whole.into_bytes()));
        }
    }

    #[test]
    fn neither_sender_nor_recipients_change() {
        let nothing = "what it gave back has not one sender and one Message-ID";
        for (from, to, expected) in [
            ("From:", "From: c@example.org\r\nFrom:", nothing),
            ("From:", "X-From:", nothing),
            ("<1@", "<2@", "it changed the Message-ID"),
            ("<a@", "<c@", "it changed the field `From`"),
            ("<b@", "<c@", "it changed the field `To`"),
            ("<b@example.org>", "<b@example.org>, c@example.org", "it changed the field `To`"),
            ("To:", "To: c@example.org\r\nTo:", "what it gave back has `To` twice"),
            ("To:", "Subject: a\r\nsubject: b\r\nTo:", "what it gave back has `Subject` twice"),
            ("To:", "X-To:", "it removed the field `To`"),
            ("To:", "BCC: c@example.org\r\nTo:", "it added the field `Bcc`"),
            ("To:", "Cc:\r\n c@example.org\r\nTo:", "it added the field `Cc`"),
            ("To:", "Resent-To: c@example.org\r\nTo:", "it added the field `Resent-To`"),
            (
                "To:",
                "X: \u{e4}\r\nTo:",
                "what it gave back has characters in `X` that are not ASCII",
            ),
        ] {
            let answer = MESSAGE.replacen(from, to, 1);
            assert_eq!(why(&answer).as_deref(), Some(expected), "{answer}");
        }
    }

    #[test]
    fn what_it_gives_back_has_bounds() {
        let folded = format!("X: {}\r\nFrom:", "a\r\n ".repeat(20_000));
        let long = "a".repeat(999);
        for (from, to, expected) in [
            ("Text", "Te\rxt", "a carriage return inside a line"),
            ("Text", "Te\0xt", "a carriage return inside a line, or a NUL"),
            ("Text", "\r\r\n.\r\nMAIL", "a carriage return inside a line"),
            ("Text", &*long, "a line of 999 bytes"),
            ("From:", &*format!("X: {long}\r\nFrom:"), "a line of 1002 bytes"),
            ("From:", &*folded, "bytes of header fields"),
            ("From:", &*("X: a\r\n".repeat(200) + "From:"), "203 header fields"),
        ] {
            let answer = why(&MESSAGE.replacen(from, to, 1)).unwrap_or_default();
            assert!(answer.contains(expected), "{expected}: {answer}");
        }
        assert_eq!(why(&MESSAGE.replace("Text", &long[1..])), None);
        assert_eq!(why(&MESSAGE.replace("From:", &("X: a\r\n".repeat(197) + "From:"))), None);
    }
}
