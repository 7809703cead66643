//! What parts the values of JSON and TOML, found without a parser: by it their number is known
//! before a tree is made.

use crate::source::Format;

/// The places of all marks that begin or part values and names, in order: those in strings and
/// in TOML's comments are text.
pub(super) fn value_marks(text: &str, format: Format) -> impl Iterator<Item = usize> {
    let is_toml = format == Format::Toml;
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(byte) = text.as_bytes().get(at) {
            let here = at;
            at = match byte {
                b'"' => behind_string(text, at, is_toml),
                b'\'' if is_toml => behind_string(text, at, is_toml),
                b'#' if is_toml => end_of_line(text, at),
                _ => at + 1,
            };
            let is_dot = *byte == b'.' && is_toml;
            if is_dot || matches!(byte, b',' | b':' | b'=' | b'[' | b'{') {
                return Some(here);
            }
        }
        None
    })
}

/// The place behind the string that begins here. One of TOML ends with its line at the latest,
/// unless it has three quotation marks: what follows may hold values.
fn behind_string(text: &str, start: usize, is_toml: bool) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let quote = rest.first().copied().unwrap_or_default();
    let is_long = is_toml && rest.starts_with(&[quote; 3]);
    let end: &[u8] = if is_long { &[quote; 3] } else { &[quote] };
    let mut at = end.len();
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 2,
            b'\n' if is_toml && !is_long => break,
            _ if rest.get(at..).is_some_and(|rest| rest.starts_with(end)) => {
                return start + at + end.len();
            }
            _ => at += 1,
        }
    }
    start + at
}

fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_strings_and_comments_are_text() {
        let count = |text, format| value_marks(text, format).count();
        assert_eq!(count(r#"{"a": [1, "x,\"y:,"], "b": ":"}"#, Format::Json), 6);
        assert_eq!(count("a.b = 'x=y' # c = 1\nd = \"=\\\"=\"\n", Format::Toml), 3);
        assert_eq!(count("a = \"\"\"\n=\n\"=\"\"\"\nb = '''='\n='''\n[c]\n", Format::Toml), 3);
        assert_eq!(count("a = \"=\nb = '=\nc = \"\"\"=", Format::Toml), 3);
        assert_eq!(count("ä\"\\", Format::Json), 0);
    }
}
