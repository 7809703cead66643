//! Where a sentence ends.

/// Marks that close a quote behind the end of what is said.
const CLOSING_QUOTES: [char; 9] = ['"', '\'', '“', '”', '«', '»', '‘', '’', '‹'];

/// Whether a sentence gets a full stop before another one: not behind one that was typed, nor behind
/// a quote that ends with one, as in: Er sagt: „Ende.“.
pub(crate) fn needs_full_stop(sentence: &str) -> bool {
    !sentence.trim_end_matches(CLOSING_QUOTES).ends_with(['.', '!', '?', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_stop_stands_but_once() {
        for (sentence, expected) in [
            ("Das Moor", true),
            ("Das Moor.", false),
            ("Wer kommt?", false),
            ("Er sagt: „Ende.“", false),
            ("Sie ruft: \"Los!\"", false),
            ("Das »Moor«", true),
            ("Moor (Motto: Los!)", true),
        ] {
            assert_eq!(needs_full_stop(sentence), expected, "{sentence}");
        }
    }
}
