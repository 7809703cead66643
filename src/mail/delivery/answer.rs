//! An answer of a relay that says no: its code, its enhanced code (RFC 3463) and its words.

/// Closing of the line by the relay (RFC 5321, 3.8).
pub(super) const CLOSING: u16 = 421;
/// A queue that was stopped (RFC 2034 and what it refers to); Exchange says it of lines at a time.
pub(super) const STOPPED: u16 = 432;
/// Words for too many lines at a time.
const LINES: &[&str] = &["connections", "concurrent", "thread", "sessions"];
/// Words for an address that there is not.
const NOBODY: &[&str] = &[
    "unknown user",
    "user unknown",
    "no such",
    "user not found",
    "unknown recipient",
    "recipient unknown",
    "unrouteable",
    "unroutable",
    "does not exist",
    "doesn't exist",
    "invalid recipient",
    "invalid mailbox",
    "no mailbox",
];
/// What was asked of the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// `MAIL`: whether it takes a message of this sender.
    Sender,
    /// `RCPT` or `DATA`: whether it takes one for this recipient.
    Recipient,
    /// The message itself.
    Message,
}

/// What a relay has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pressure {
    /// Lines at a time.
    Lines,
    /// Messages in so much time, or work of any kind.
    Rate,
}

/// An answer that says no.
pub(super) struct Answer {
    pub code: u16,
    /// The subject and the detail of the enhanced code. Its class says no more than the code.
    pub enhanced: Option<(u16, u16)>,
    /// What it says, in small letters.
    pub text: String,
}

impl Answer {
    pub fn new(code: u16, words: &str) -> Self {
        Self { code, enhanced: enhanced(words), text: words.to_lowercase() }
    }

    pub fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.contains(word))
    }

    pub fn subject(&self) -> Option<u16> {
        self.enhanced.map(|(subject, _)| subject)
    }

    /// What a relay that is busy has too much of.
    pub fn pressure(&self) -> Pressure {
        let is_of_lines = self.code == STOPPED || self.says(LINES);
        if is_of_lines { Pressure::Lines } else { Pressure::Rate }
    }

    /// How many recipients in a row have to be refused in these words, before any is accepted, for
    /// it to be the relay's trouble. None, where the answer is about the recipient without doubt.
    pub fn refusals_of_relay(&self) -> Option<usize> {
        match self.enhanced {
            Some((1, _) | (2, 1)) => None,
            Some((4, _)) => Some(5),
            _ if self.says(NOBODY) => Some(5),
            _ => Some(3),
        }
    }

    /// What it says to each recipient alike: without addresses, and without words that have
    /// figures, such as the number of a message.
    pub fn common(&self, domain: &str) -> String {
        let mut common = self.code.to_string();
        for (at, word) in self.text.split_whitespace().enumerate() {
            let is_code = at == 0 && self.enhanced.is_some();
            common.push(' ');
            common += if is_code {
                word
            } else if word.contains('@') || word.contains(domain) {
                "@"
            } else if word.contains(|c: char| c.is_ascii_digit()) {
                "#"
            } else {
                word
            };
        }
        common
    }
}

/// Subject and detail of an enhanced code: at the beginning (RFC 2034, 4), or where qmail and its
/// kind put it, as in "relaying is not allowed (#5.7.1)".
fn enhanced(words: &str) -> Option<(u16, u16)> {
    let first = words.split_whitespace().next()?;
    let behind_sign = words.split('#').skip(1).map(|rest| {
        rest.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default()
    });
    std::iter::once(first.trim_end_matches([':', ';', ','])).chain(behind_sign).find_map(parsed)
}

fn parsed(word: &str) -> Option<(u16, u16)> {
    let figures: Vec<_> = word.split('.').collect();
    let [class, subject, detail] = figures[..] else { return None };
    let is_class = ["2", "4", "5"].contains(&class);
    let is_short = [subject, detail].iter().all(|figure| (1..=3).contains(&figure.len()));
    let (subject, detail) = (subject.parse().ok()?, detail.parse().ok()?);
    (is_class && is_short).then_some((subject, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enhanced_code_stands_at_the_beginning() {
        for (words, expected) in [
            ("5.1.1 no", Some((1, 1))),
            ("5.7.139", Some((7, 139))),
            ("4.2.2: full", Some((2, 2))),
            ("sorry, no mailbox here by that name. (#5.1.1)", Some((1, 1))),
            ("#5.7.1 no", Some((7, 1))),
            ("192.0.2.1 is blocked", None),
            ("5.1 no", None),
            ("5.1.1.1 no", None),
            ("3.1.1 no", None),
            ("5.12345.1 no", None),
            ("order #17 and (#4.3.2)", Some((3, 2))),
            ("", None),
        ] {
            assert_eq!(enhanced(words), expected, "{words}");
        }
    }
}
