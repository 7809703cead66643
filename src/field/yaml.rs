//! Texts as scalars of YAML.

/// A text in quotes, in its own characters wherever that can be.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// A text in the place of a scalar: in quotes if that one has them, or if it needs them.
pub(crate) fn scalar(text: &str, in_place_of: &str) -> String {
    let begins_with_mark = text.starts_with(|c: char| c.is_ascii_punctuation() && c != '(');
    let ends = text.ends_with(':') || text.contains([',', '[', ']', '{', '}']);
    let is_cut = text.contains(": ") || text.contains(" #") || ends;
    if in_place_of.starts_with(['"', '\'']) || begins_with_mark || is_cut {
        quoted(text)
    } else {
        text.to_owned()
    }
}
