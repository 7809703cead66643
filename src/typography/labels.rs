//! The built-in labels, language by language.

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
