//! Soft hyphens: the wishes of an author for breaks of words.
//!
//! They are no part of a text, so that nobody searches for it in vain: the words that have them
//! are kept beside it, and the text without.

use std::borrow::Cow;

const SOFT_HYPHEN: char = '\u{AD}';

/// How Markdown writes a soft hyphen.
const ENTITIES: [&str; 4] = ["&shy;", "&#173;", "&#xAD;", "&#xad;"];

/// A text without its soft hyphens.
pub(crate) fn without_soft_hyphens(text: &str) -> Cow<'_, str> {
    if text.contains(SOFT_HYPHEN) {
        Cow::Owned(text.replace(SOFT_HYPHEN, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// The words of a text with a soft hyphen inside, each with its soft hyphens.
pub(crate) fn wishes(text: &str) -> Vec<String> {
    let mut typed = Cow::Borrowed(text);
    for entity in ENTITIES.into_iter().filter(|entity| text.contains(entity)) {
        typed = Cow::Owned(typed.replace(entity, "\u{AD}"));
    }
    if !typed.contains(SOFT_HYPHEN) {
        return Vec::new();
    }
    let words = typed.split(|c: char| !c.is_alphabetic() && c != SOFT_HYPHEN);
    let words = words.map(|word| word.trim_matches(SOFT_HYPHEN));
    words.filter(|word| word.contains(SOFT_HYPHEN)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_wishes() {
        let text = "Vernetzungs\u{AD}treffen der \u{AD}Moor&shy;schutz-Gruppe\u{AD}, weiter";
        assert_eq!(wishes(text), ["Vernetzungs\u{AD}treffen", "Moor\u{AD}schutz"]);
        assert_eq!(without_soft_hyphens("Hy\u{AD}phen\u{AD}"), "Hyphen");
        assert!(wishes("Moorschutz").is_empty());
    }
}
