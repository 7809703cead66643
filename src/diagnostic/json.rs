//! JSON for programs: one object a line, each with `"format": 1`.
//!
//! The format number changes only when a program that reads the lines would have to
//! change: when a field goes, or gets another meaning. New fields may come at any time.

use serde::Serialize;

/// The number of the format.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct VersionedLine<'a, T> {
    format: u32,
    #[serde(flatten)]
    value: &'a T,
}

/// A value as one line of JSON with its line end. Characters that are invisible, act on a
/// terminal or change the direction of writing are written as escapes.
///
/// # Panics
///
/// Where the value is no map with string keys, or holds a path that is not text: such a
/// value has no place in a line.
pub fn line(value: &impl Serialize) -> String {
    let line = VersionedLine { format: FORMAT, value };
    #[expect(clippy::expect_used, reason = "all that is written here are maps with string keys")]
    let mut text =
        escaped(&serde_json::to_string(&line).expect("a map with string keys is always JSON"));
    text.push('\n');
    text
}

/// All that is not ASCII stands inside strings, where an escape means the same. Lines can be long,
/// with drawings of pages in them, so what is plain is copied in one go.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len() + 1);
    let mut rest = json;
    while let Some(at) = rest.bytes().position(|byte| !(0x20..0x7F).contains(&byte)) {
        let (plain, from) = rest.split_at(at);
        text.push_str(plain);
        let mut characters = from.chars();
        match characters.next() {
            Some(hidden) if is_hidden(hidden) => {
                text.push_str(&format!("\\u{:04x}", u32::from(hidden)));
            }
            seen => text.extend(seen),
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    text
}

/// Whether a character acts instead of being seen: control characters, line and paragraph
/// separators, marks and overrides of the direction of writing (Unicode 16, 23.2), and a
/// byte-order mark inside the text.
pub fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{061C}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_come_back() {
        let text = "a\u{1B}\u{7F}\u{9B}\u{202E}\n\t\u{2028}ä🦊";
        let line = line(&json!({ "text": text }));
        assert!(!line.trim_end().chars().any(is_hidden), "{line:?}");
        let back: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(back, json!({ "format": 1, "text": text }));
    }
}
