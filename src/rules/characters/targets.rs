//! Addresses and names of files: what they hold is not for looks. Another letter is another file.

/// Fields that are nothing else.
const TARGET_FIELDS: &[&str] = &["url", "file", "website", "link"];

/// How far a target is looked for before a character. A line may have megabytes and as many
/// ligatures; addresses of more than 2,000 bytes are not accepted everywhere (RFC 9110, 4.1, asks
/// for 8,000 at least).
const MAX_TARGET_BYTES: usize = 8000;

/// Whether a character of a field stands in an address or in the name of a file.
pub(super) fn is_in_target(field: &str, is_markdown: bool, text: &str, at: usize) -> bool {
    TARGET_FIELDS.contains(&field) || is_markdown && is_in_markdown_target(text, at)
}

/// Whether a character of Markdown stands in the target of a link or picture.
fn is_in_markdown_target(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(MAX_TARGET_BYTES));
    let before = text.get(start..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    // `[text](<a target with spaces>)`
    if line.rsplit_once("](<").is_some_and(|(_, begun)| !begun.contains('>')) {
        return true;
    }
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_target = word.rsplit_once("](").is_some_and(|(_, begun)| !begun.contains(')'));
    is_target || is_address(word) || is_definition(line, word)
}

/// Whether a word that has begun is an address, which is a link as it stands.
fn is_address(word: &str) -> bool {
    let begun = word.rsplit(['(', ')', '<', '>', '[', ']', '"']).next().unwrap_or_default();
    begun.contains("://") || begun.starts_with("www.") || begun.starts_with("mailto:")
}

/// Whether a line is `[label]: target` up to the word that has begun; footnotes are no links.
fn is_definition(line: &str, word: &str) -> bool {
    let rest = line.strip_suffix(word).unwrap_or(line).trim();
    let label = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix("]:"));
    label.is_some_and(|label| !label.starts_with('^'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_told_from_the_words_around_them() {
        for (text, expected) in [
            ("![Bild](\u{FB01}.png)", true),
            ("[x](https://example.org/\u{FB01}le)", true),
            ("[x](<a b \u{FB01}.png>)", true),
            ("Siehe https://example.org/\u{FB01}le.", true),
            ("<https://example.org/\u{FB01}le>", true),
            ("a\n[x]: \u{FB01}.png", true),
            ("[^x]: \u{FB01}nden", false),
            ("[\u{FB01}nden](a.png)", false),
            ("![Bild](a.png \"\u{FB01}nden\")", false),
            ("[x](https://example.org)\u{FB01}", false),
            ("[x](<a b>)\u{FB01}", false),
            ("\u{FB01}nden", false),
        ] {
            let at = text.find('\u{FB01}').expect("a ligature");
            assert_eq!(is_in_target("body", true, text, at), expected, "{text}");
        }
        assert!(is_in_target("file", false, "\u{FB01}.png", 0));
        assert!(!is_in_target("alt", false, "\u{FB01}.png", 0));
    }
}
