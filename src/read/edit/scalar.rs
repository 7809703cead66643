//! A text as a scalar of YAML: plain where nobody can take it for anything else, in quotes where it
//! has to be, as a block where it has lines.

use crate::field::Shape;
use crate::read::forms::is_yaml_number;

/// Words that are no texts to some readers of YAML, in any case.
const WORDS: [&str; 11] =
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"];

/// How a text of one line was written before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    Double,
    Single,
}

impl Quotes {
    /// Those of a scalar as written.
    pub fn of(raw: &str) -> Option<Self> {
        match raw.chars().next()? {
            '"' => Some(Self::Double),
            '\'' => Some(Self::Single),
            _ => None,
        }
    }
}

/// How the block of a text begins, and the width to which its lines are filled if it is a folded
/// one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockForm {
    Literal,
    Folded { width: usize },
}

/// A text in one line. The present quotes stay if they hold it in its own characters; else it is
/// written without any if that is safe.
pub(super) fn one_line(
    text: &str,
    shape: Option<Shape>,
    in_flow: bool,
    present: Option<Quotes>,
) -> String {
    let is_printable = !text.contains(needs_escape) && !text.contains(['\n', '\t']);
    let double = is_printable && !text.contains(['"', '\\']);
    let single = is_printable && !text.contains('\'');
    match present {
        Some(Quotes::Double) if double => format!("\"{text}\""),
        Some(Quotes::Single) if single => format!("'{text}'"),
        _ if is_plain(text, shape, in_flow) => text.to_owned(),
        _ if double => format!("\"{text}\""),
        _ if single => format!("'{text}'"),
        _ if is_printable && text.matches('\'').count() <= text.matches(['"', '\\']).count() => {
            format!("'{}'", text.replace('\'', "''"))
        }
        _ => escaped(text),
    }
}

/// A text in double quotes, which hold any.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 2);
    escaped.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if !needs_escape(c) => escaped.push(c),
            c if u32::from(c) <= 0xFF => escaped.push_str(&format!("\\x{:02X}", u32::from(c))),
            c => escaped.push_str(&format!("\\u{:04X}", u32::from(c))),
        }
    }
    escaped.push('"');
    escaped
}

/// Whether a character cannot stand in a file of YAML as itself, or ends a line to some readers.
fn needs_escape(c: char) -> bool {
    let is_blank = matches!(c, '\n' | '\t');
    c.is_control() && !is_blank
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether every reader of YAML takes the plain text for this very text.
fn is_plain(text: &str, shape: Option<Shape>, in_flow: bool) -> bool {
    let is_date = matches!(shape, Some(Shape::Day | Shape::Date | Shape::Moment { .. }));
    let first = text.chars().next();
    let begins_well = first.is_some_and(|c| c.is_alphanumeric() || c == '(');
    let ends_well = !text.ends_with(|c: char| c.is_whitespace() || c == ':');
    let is_cut = [": ", " #", "\n", "\t"].iter().any(|cut| text.contains(cut));
    let is_in_brackets = in_flow && text.contains([',', '[', ']', '{', '}', ':']) && !is_date;
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    // Telephone numbers are numbers to somebody, whatever signs they have.
    let is_number = is_yaml_number(text)
        || matches!(shape, Some(Shape::Phone))
        || text.starts_with(|c: char| c.is_ascii_digit()) && is_like_number(text);
    begins_well
        && ends_well
        && !is_cut
        && !is_in_brackets
        && !is_word
        && !text.contains(needs_escape)
        && (!is_number || is_date && is_like_number(text) && text.contains('-'))
}

/// Whether some reader may take it for a number or a date: nothing but digits and their signs.
fn is_like_number(text: &str) -> bool {
    let signs = |c: char| c.is_ascii_punctuation() || matches!(c, 'T' | 't' | 'Z' | 'z' | ' ');
    text.chars().all(|c| c.is_ascii_digit() || signs(c))
}

/// A text as a block: what stands behind the name, and the lines, which are to be indented. None
/// for a text that a block cannot hold.
pub(super) fn block(text: &str, form: BlockForm) -> Option<(String, Vec<String>)> {
    let content = text.trim_end_matches('\n');
    let is_shifted = content.starts_with([' ', '\t', '\n']);
    if content.is_empty() || is_shifted || content.contains(needs_escape) {
        return None;
    }
    let ends = text.len() - content.len();
    let chomping = match ends {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let (sign, mut lines) = match form {
        BlockForm::Literal => ("|", content.split('\n').map(str::to_owned).collect()),
        BlockForm::Folded { width } => (">", folded(content, width)?),
    };
    lines.extend(std::iter::repeat_n(String::new(), ends.saturating_sub(1)));
    Some((format!("{sign}{chomping}"), lines))
}

/// The lines of a folded block: an empty one for each line end, and lines of words filled up to the
/// width. None where lines begin or end with blanks, which are not folded.
fn folded(content: &str, width: usize) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for (at, paragraph) in content.split('\n').enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        if paragraph.is_empty() {
            continue;
        }
        if paragraph.trim_matches([' ', '\t']) != paragraph {
            return None;
        }
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let is_full = line.chars().count() + word.chars().count() >= width;
            // Of several spaces none is a line end.
            if is_full && !line.is_empty() && !line.ends_with(' ') && !word.is_empty() {
                lines.push(std::mem::take(&mut line));
            } else if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    Some(lines)
}
