//! Abbreviations of several words: "z. B.", "i. V. m.", "lfd. Nr.".

use super::gap::{
    CLOSING, Gap, OPENING, ends_with_digit, is_bare_letter_and_dot, is_letter_and_dot,
};
use super::words::{is_lettered, is_part};
use crate::typography::TypesetLanguage;

/// The abbreviations of the language of offices. One may begin with another; the longest counts.
#[rustfmt::skip]
const GERMAN: &[&str] = &[
    "a. a. O.", "a. D.", "a. d.", "a. E.", "a. F.", "a. G.", "a. M.", "b. a. W.", "b. w.",
    "d. Ä.", "d. h.", "d. i.", "d. J.", "d. M.", "d. s.", "e. G.", "e. h.", "E. h.", "e. K.", "e. V.",
    "f. d. R.", "h. c.", "h. M.", "i. A.", "i. Allg.", "i. d. F.", "i. d. R.", "i. d. S.", "i. E.",
    "i. e. S.", "i. H. d.", "i. H. v.", "i. J.", "i. K.", "i. Ü.", "i. R.", "i. R. d.", "i. R. v.",
    "i. S.", "i. S. d.", "i. S. e.", "i. S. v.", "i. V.", "i. V. m.", "i. w. S.", "i. Z. m.",
    "k. A.", "k. o.", "k. u. k.", "lfd. J.", "lfd. M.", "lfd. Nr.", "lfd. m", "m. a. W.", "m. E.", "m. W.",
    "m. w. d.", "m. w. N.", "n. Chr.", "n. F.", "n. J.", "n. u. Z.", "n. V.", "o. Ä.", "o. ä.", "o. B.",
    "o. dgl.", "o. g.", "o. J.", "o. O.", "p. a.", "s. a.", "s. d.", "s. o.", "s. u.",
    "u. a.", "u. Ä.", "u. ä.", "u. a. m.", "u. dgl.", "u. dgl. m.", "u. E.", "u. g.", "u. U.",
    "u. v. a.", "u. v. a. m.", "u. v. m.", "ü. d. M.", "ü. NN", "v. a.", "v. Chr.", "v. g.", "v. H.",
    "v. J.", "v. l. n. r.", "v. M.", "v. r. n. l.", "v. T.", "v. u. Z.", "z. B.", "z. d. A.", "z. H.",
    "z. Hd.", "z. Hdn.", "z. K.", "z. Kts.", "z. T.", "z. Z.", "z. Zt.", "zz. Zt.",
];

/// Those of two letters in other languages, in which the German ones are known as well.
const PAIRS: &[(char, char)] = &[
    ('n', 'r'),
    ('i', 'e'),
    ('e', 'g'),
    ('t', 'r'),
    ('n', 'l'),
    ('n', 'm'),
    ('v', 'l'),
    ('b', 'r'),
];

/// Units of one letter that may end a sentence behind a number.
const UNITS: [&str; 6] = ["m.", "a.", "h.", "g.", "l.", "t."];

/// What is known of the spaces of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum AbbreviationGap {
    /// It is in no abbreviation that is listed.
    #[default]
    Unlisted,
    Within,
    /// Directly behind a listed one, which does not go on.
    Behind,
}

/// The spaces of a text, by the word before each, as far as they are in or behind an abbreviation.
pub(super) fn gaps(words: &[&str], language: TypesetLanguage) -> Vec<AbbreviationGap> {
    let mut gaps = vec![AbbreviationGap::Unlisted; words.len()];
    if language != TypesetLanguage::German {
        return gaps;
    }
    let mut at = 0;
    while at < words.len() {
        let before = at.checked_sub(1).and_then(|before| words.get(before)).copied();
        let length = length(words.get(at..).unwrap_or_default(), before);
        let inner = gaps.get_mut(at..at + length.saturating_sub(1));
        inner.unwrap_or_default().fill(AbbreviationGap::Within);
        at += length.max(1);
        if length > 0
            && let Some(behind) = gaps.get_mut(at - 1)
        {
            *behind = AbbreviationGap::Behind;
        }
    }
    gaps
}

/// How many words the longest abbreviation has with which these words begin; 0 for none.
fn length(words: &[&str], before: Option<&str>) -> usize {
    let Some(first) = words.first().map(|word| word.trim_start_matches(OPENING)) else { return 0 };
    // "5 m. E. Moor", "Buchst. a. D. Moor": the first letter belongs to what stands before it.
    let is_taken = before.is_some_and(|before| {
        UNITS.contains(&first) && ends_with_digit(before) || is_part(before) && is_lettered(before)
    });
    if is_taken || !first.ends_with('.') || first.len() > 5 {
        return 0;
    }
    let matching = GERMAN.iter().filter_map(|abbreviation| {
        let parts = abbreviation.split(' ').count();
        let is_same = abbreviation.split(' ').enumerate().all(|(nth, part)| {
            let word = words.get(nth).copied().unwrap_or_default();
            let word = if nth == 0 { first } else { word };
            word == part || nth + 1 == parts && word.trim_end_matches(CLOSING) == part
        });
        is_same.then_some(parts)
    });
    matching.max().unwrap_or(0)
}

/// Two letters with dots that are an abbreviation although none is listed: "e. g.", or of a run of
/// more: "m. d. B.".
pub(super) fn is_run(gap: &Gap<'_>) -> bool {
    let Gap { before, left, right, after, language } = *gap;
    if !(is_letter_and_dot(left) && is_letter_and_dot(right)) {
        return false;
    }
    // The run goes on or came from before.
    let is_run = left.starts_with(char::is_lowercase)
        && [before, after].into_iter().flatten().any(is_bare_letter_and_dot);
    let pair = (left.chars().next().unwrap_or(' '), right.chars().next().unwrap_or(' '));
    let is_german = || GERMAN.iter().any(|one| one.split_once(' ') == Some((left, right)));
    is_run || PAIRS.contains(&pair) || language != TypesetLanguage::German && is_german()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        let gaps = gaps(&words, TypesetLanguage::German);
        let mut shown = String::new();
        for (word, gap) in words.iter().zip(gaps) {
            shown.push_str(word);
            shown.push(if gap == AbbreviationGap::Within { '^' } else { ' ' });
        }
        shown.trim_end().to_owned()
    }

    #[test]
    fn the_longest_abbreviation_counts() {
        for (text, bound) in [
            ("§ 3 i. V. m. § 5", "§ 3 i.^V.^m. § 5"),
            ("i. V. Müller, i. H. v. 5 Euro", "i.^V. Müller, i.^H.^v. 5 Euro"),
            ("44 v. Chr. bis 14 n. Chr., u. a. m.", "44 v.^Chr. bis 14 n.^Chr., u.^a.^m."),
            ("(v. l. n. r.) und (lfd. Nr. 5)", "(v.^l.^n.^r.) und (lfd.^Nr. 5)"),
            ("3 % p. a., 5 v. H. u. dgl. z. Zt.", "3 % p.^a., 5 v.^H. u.^dgl. z.^Zt."),
            ("i. S. d. Gesetzes i. S. v. § 3", "i.^S.^d. Gesetzes i.^S.^v. § 3"),
        ] {
            assert_eq!(shown(text), bound);
        }
    }

    #[test]
    fn a_new_sentence_is_no_abbreviation() {
        for text in [
            "Es sind 5 m. E. Moor kam.",
            "nach Buchst. a. D. Moor kam.",
            "Er kam an. D. Moor ging.",
            "Das ist so. B. Moor kam.",
            "im Jahr z. Der Rest",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
