//! Header fields, safe by construction.
//!
//! Every value is either encoded (RFC 2047) or held against the characters that may stand
//! in it. A line end, a NUL or another control character that came in with a value is
//! a space before anything else looks at it, so that no value can begin a header of
//! its own.

use std::fmt::Write;

use email_encoding::headers::rfc2047;
use email_encoding::headers::writer::EmailWriter;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::tz::{Offset, TimeZone};
use lettre::message::MultiPart;
use lettre::message::header::{Header, HeaderName, HeaderValue, Headers};

use super::recipient::Address;
use crate::body::plain_words;

/// The longest word that stands in a header as it is. A longer one would lead beyond
/// the 78 characters of a line (RFC 5322, 2.1.1), and an encoded one can be split.
const MAX_WORD_BYTES: usize = 60;

/// The most characters of a line that holds an encoded word (RFC 2047, 2).
const MAX_LINE: usize = 76;

/// What an encoded word has besides its text, `=?utf-8?b?` and `?=`, and two characters of room
/// that the encoder leaves for the line end.
const ENCODED_WORD_FRAME: usize = 14;

/// A set of header fields in their order.
#[derive(Default)]
pub(super) struct HeaderFields(Headers);

impl HeaderFields {
    /// A field of free text.
    pub fn text(&mut self, name: &'static str, value: &str) {
        let (name, value) = (HeaderName::new_from_ascii_str(name), plain_words(value));
        self.0.insert_raw(if is_plain(&value) {
            HeaderValue::new(name, value)
        } else {
            let encoded = folded(&name, |writer| encode(&value, writer));
            HeaderValue::dangerous_new_pre_encoded(name, value, encoded)
        });
    }

    /// A field of words in the syntax of its own, which must be ASCII; folded at spaces.
    pub fn ascii(&mut self, name: &'static str, value: &str) {
        self.0.insert_raw(ascii(name, value));
    }

    /// A field of one mailbox.
    pub fn mailbox(&mut self, name: &'static str, display: Option<&str>, address: &Address) {
        self.named(name, display.unwrap_or_default(), address.as_str());
    }

    /// A name and what it names in angle brackets, which must be ASCII.
    pub fn named(&mut self, name: &'static str, display: &str, ascii: &str) {
        let display = plain_words(display);
        let name = HeaderName::new_from_ascii_str(name);
        let encoded = folded(&name, |writer| {
            if display.is_empty() {
                return writer.write_str(ascii);
            }
            phrase(&display, writer)?;
            writer.folding().write_str(&format!(" <{ascii}>"))
        });
        let raw = format!("{display} <{ascii}>");
        self.0.insert_raw(HeaderValue::dangerous_new_pre_encoded(name, raw, encoded));
    }

    /// A message or a part of one that begins with these fields; the field of its type
    /// names the boundary of its parts (RFC 2046, 5.1.1).
    pub fn into_multipart(self) -> MultiPart {
        let mut whole = MultiPart::builder().build();
        *whole.headers_mut() = self.0;
        whole
    }

    /// The fields, each with its line end.
    #[cfg(test)]
    fn to_text(&self) -> String {
        self.0.to_string()
    }
}

/// A field of words in the syntax of its own, of which only ASCII is kept.
fn ascii(name: &'static str, value: &str) -> HeaderValue {
    let value: String = plain_words(value).chars().filter(char::is_ascii).collect();
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// A part takes its fields as types. Those of lettre are not used: they leave a language
/// out, and cut a long file name into pieces that many programs do not join (RFC 2231, 3).
macro_rules! field_of_part {
    ($type:ident, $name:literal) => {
        #[doc = concat!("The field `", $name, "` of a part.")]
        #[derive(Clone)]
        pub(super) struct $type(pub String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                ascii($name, &self.0)
            }
        }
    };
}

field_of_part!(ContentType, "Content-Type");
field_of_part!(ContentDisposition, "Content-Disposition");
field_of_part!(ContentLanguage, "Content-Language");

/// Writes a value behind the name of its field.
fn folded(
    name: &HeaderName,
    write: impl FnOnce(&mut EmailWriter<'_>) -> std::fmt::Result,
) -> String {
    let mut text = String::new();
    let mut writer = EmailWriter::new(&mut text, name.len() + ": ".len(), 0, false);
    // Writing into memory does not fail.
    let _ = write(&mut writer);
    drop(writer);
    text
}

/// A phrase (RFC 5322, 3.2.5): bare words, a quoted string, or encoded words. What
/// looks like an encoded word is encoded, because many programs decode it even within
/// quotes, where none can be (RFC 2047, 5).
fn phrase(text: &str, writer: &mut EmailWriter<'_>) -> std::fmt::Result {
    let is_atom = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_');
    if !is_plain(text) {
        return encode(text, writer);
    }
    if text.chars().all(is_atom) {
        return writer.folding().write_str(text);
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    writer.folding().write_str(&format!("\"{escaped}\""))
}

/// A whole text as encoded words of one charset (RFC 2047, 2), parted behind blanks.
///
/// One word that needs it is enough: where encoded words and bare ones alternate, a program that
/// takes only the first piece of what a library such as Python's `decode_header` gives loses
/// the rest. Encoded words that adjoin are one piece. The blank between two of them would not
/// count (RFC 2047, 6.2), so it stands inside the first.
fn encode(text: &str, writer: &mut EmailWriter<'_>) -> std::fmt::Result {
    let mut rest = text;
    loop {
        let room = MAX_LINE.saturating_sub(writer.line_len() + ENCODED_WORD_FRAME) / 4 * 3;
        let (word, behind) = rest.split_at(encoded_word_end(rest, room));
        rfc2047::encode(word, writer)?;
        if behind.is_empty() {
            return Ok(());
        }
        rest = behind;
        writer.new_line()?;
        writer.space();
    }
}

/// Where an encoded word ends that has room for so many bytes: behind the last blank, or
/// within a word that is longer than the line, but never within a character (RFC 2047, 5).
fn encoded_word_end(text: &str, room: usize) -> usize {
    if text.len() <= room {
        return text.len();
    }
    let head = text.get(..text.floor_char_boundary(room)).unwrap_or_default();
    match head.rfind(' ') {
        Some(blank) => blank + 1,
        // Not even one character: no line is that full.
        None if head.is_empty() => text.chars().next().map_or(0, char::len_utf8),
        None => head.len(),
    }
}

/// Whether a text can stand in a header as it is.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !holds_code(text)
}

/// Whether a text holds what would be taken for an encoded word, or a word for which
/// no line is long enough.
fn holds_code(text: &str) -> bool {
    text.contains("=?")
        || text.split(' ').any(|word| word.is_ascii() && word.len() > MAX_WORD_BYTES)
}

/// A time as a date of RFC 5322, 3.3; none beyond the years 0 to 9999, which it cannot state.
pub(super) fn date(seconds: i64, offset_minutes: i32) -> Option<String> {
    let offset = Offset::from_seconds(offset_minutes.checked_mul(60)?).ok()?;
    let time = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::fixed(offset));
    DateTimePrinter::new().zoned_to_string(&time).ok()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    fn text(value: &str) -> String {
        let mut fields = HeaderFields::default();
        fields.text("Subject", value);
        fields.to_text()
    }

    fn named(name: &str) -> String {
        let mut fields = HeaderFields::default();
        fields.named("To", name, "a@example.org");
        fields.to_text()
    }

    #[test]
    fn no_value_begins_a_header() {
        for value in ["a\r\nBcc: b@example.org", "a\nB: c", "a\rB: c", "a\u{85}B: c", "a\0b\u{B}c"]
        {
            for line in [text(value), named(value)] {
                assert_eq!(line.matches('\n').count(), 1, "{line:?}");
                assert!(!line.trim_end().contains(|c: char| c.is_control()), "{line:?}");
            }
        }
    }

    #[test]
    fn names_are_bare_quoted_or_encoded() {
        assert_eq!(named(""), "To: a@example.org\r\n");
        assert_eq!(named("Mira Muster"), "To: Mira Muster <a@example.org>\r\n");
        assert_eq!(named("Muster, Mira"), "To: \"Muster, Mira\" <a@example.org>\r\n");
        assert_eq!(named("M. \"X\" \\"), "To: \"M. \\\"X\\\" \\\\\" <a@example.org>\r\n");
        assert_eq!(named("Jürgen"), "To: =?utf-8?b?SsO8cmdlbg==?= <a@example.org>\r\n");
        assert_eq!(
            named("=?utf-8?q?x?="),
            "To: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a@example.org>\r\n"
        );
    }

    /// The texts of the encoded words of a field, and what stands between them.
    fn encoded_words(field: &str) -> Vec<String> {
        let value = field.split_once(": ").expect("a value").1.trim_end();
        let words = value.split("\r\n ").map(|word| {
            let word = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
            let bytes = STANDARD.decode(word.expect("an encoded word")).expect("base64");
            String::from_utf8(bytes).expect("whole characters")
        });
        words.collect()
    }

    #[test]
    fn one_word_that_needs_it_has_all_encoded() {
        let subject = "Medieninformation LMO: Größe zählt (Fassung 2) in the Free State of Saxony";
        let words = encoded_words(&text(subject));
        assert_eq!(words.concat(), subject);
        assert_eq!(
            words,
            ["Medieninformation LMO: Größe zählt ", "(Fassung 2) in the Free State of Saxony"]
        );
        // Of a word that is longer than a line, characters stay whole.
        assert_eq!(encoded_words(&text(&"äx🦊".repeat(40))).concat(), "äx🦊".repeat(40));
        assert_eq!(text("Plain words"), "Subject: Plain words\r\n");
    }

    #[test]
    fn no_line_is_too_long() {
        for value in ["x".repeat(5000), "ä".repeat(5000), "wort ".repeat(900), "ä b ".repeat(900)]
        {
            for whole in [text(&value), named(&value)] {
                assert!(whole.lines().all(|line| line.len() <= 78), "{whole}");
            }
        }
    }

    #[test]
    fn dates_name_their_zone() {
        assert_eq!(date(1_669_381_200, 60).unwrap(), "Fri, 25 Nov 2022 14:00:00 +0100");
        assert_eq!(date(1_669_381_200, 0).unwrap(), "Fri, 25 Nov 2022 13:00:00 +0000");
        assert_eq!(date(i64::MAX, 0), None);
    }
}
