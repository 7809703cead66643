//! Whether words say the address to which they lead: what is printed must say it somewhere.

/// Signs around an address in a sentence.
const AROUND: &[char] = &[
    '(', ')', '[', ']', '<', '>', ',', ';', '.', ':', '!', '?', '"', '»', '«', '›', '‹', '„', '“',
    '”',
];

/// An address as it is printed: `www.amt.example/seite`. None for what nobody types, such as a
/// telephone number.
pub(crate) fn printed(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once(':')?;
    let shown = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.trim_start_matches('/').trim_end_matches('/'),
        "mailto" => rest.split_once('?').map_or(rest, |(mailbox, _)| mailbox),
        "tel" | "sms" | "fax" => return None,
        _ => url,
    };
    (!shown.is_empty()).then_some(shown)
}

/// Whether one of the words is the address.
pub(super) fn is_said(printed: &str, words: &str) -> bool {
    words.split_whitespace().any(|word| is_same(printed, word))
}

/// Whether the first of the words is the address: `(www.amt.example)` behind a link.
pub(super) fn is_said_first(printed: &str, words: &str) -> bool {
    words.split_whitespace().next().is_some_and(|word| is_same(printed, word))
}

fn is_same(printed: &str, word: &str) -> bool {
    bare(printed).eq_ignore_ascii_case(bare(word.trim_matches(AROUND)))
}

/// An address without scheme, `www.` and the slash at its end.
fn bare(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_their_address_or_not() {
        for (url, words, expected) in [
            ("https://ki.sachsen.de/", "Mehr unter ki.sachsen.de", true),
            ("https://www.ki.sachsen.de", "(KI.sachsen.de).", true),
            ("https://ki.sachsen.de/strategie", "Mehr unter ki.sachsen.de", false),
            ("https://sachsen.de", "Mehr unter ki.sachsen.de", false),
            ("https://amt.example/a/", "https://www.amt.example/a", true),
            ("mailto:presse@amt.example?subject=Moor", "an presse@amt.example,", true),
            ("mailto:presse@amt.example", "Schreiben Sie uns", false),
        ] {
            let shown = printed(url).expect("it can be printed");
            assert_eq!(is_said(shown, words), expected, "{url} {words}");
        }
        assert_eq!(printed("tel:+493023125001"), None);
        assert_eq!(printed("https://www.amt.example/"), Some("www.amt.example"));
    }
}
