//! Labels: the built-in ones, language by language, and those that authors type themselves.

use crate::letterhead::LABELS;
use crate::release::Language;

/// The built-in label of a name in a language.
pub(crate) fn label(name: &str, language: Language) -> &'static str {
    let row = LABELS.iter().find(|(label, _)| *label == name);
    row.map_or("", |(_, texts)| texts[column(language)])
}

/// The place of a language in `LABELS`, and in tables by language.
pub(super) fn column(language: Language) -> usize {
    match language {
        Language::German => 0,
        Language::English | Language::AmericanEnglish => 1,
        Language::UpperSorbian => 2,
        Language::Czech => 3,
        Language::Polish => 4,
    }
}

/// What stands behind the label with which a text begins: a capital, small letters and a colon, as in
/// "Wo: Rathaus" and "Grafik: LMO".
pub(crate) fn behind_label(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once(':')?;
    is_label(word).then_some(rest)
}

/// Whether a word has the form of a label, without its colon.
pub(crate) fn is_label(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && !letters.as_str().is_empty()
        && letters.all(char::is_lowercase)
}
