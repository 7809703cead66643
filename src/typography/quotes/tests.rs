use super::*;

const GERMAN: &str = include_str!("../../../fixtures/quotes/german.tsv");
const ENGLISH: &str = include_str!("../../../fixtures/quotes/english.tsv");

/// Each line of a list: as typed, a tab, as set; `!` behind it where a mark has no partner.
fn assert_list(list: &str, language: TypesetLanguage) {
    let mut wrong = Vec::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(typed), Some(expected)) = (columns.next(), columns.next()) else {
            panic!("a line without two columns: {line}");
        };
        let is_unbalanced = columns.next() == Some("!");
        let set = set(typed, language, QuoteStyle::Guillemets);
        let found = unbalanced(typed, language, QuoteStyle::Guillemets).is_some();
        if set != expected || found != is_unbalanced {
            let warned = if found { "warned" } else { "quiet" };
            wrong.push(format!("{typed}\n  is {set} ({warned})\n  not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of the list are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn german_quotes_are_set_as_in_the_list() {
    assert_list(GERMAN, TypesetLanguage::German);
}

#[test]
fn english_quotes_are_set_as_in_the_list() {
    assert_list(ENGLISH, TypesetLanguage::English);
}

#[test]
fn other_styles_and_languages_have_their_own_marks() {
    let text = "\"Das 'neue' Haus\"";
    let low = |language| set(text, language, QuoteStyle::LowHigh);
    assert_eq!(low(TypesetLanguage::German), "„Das ‚neue‘ Haus“");
    assert_eq!(low(TypesetLanguage::Czech), "„Das ‚neue‘ Haus“");
    assert_eq!(low(TypesetLanguage::Polish), "„Das «neue» Haus”");
    assert_eq!(low(TypesetLanguage::English), "“Das ‘neue’ Haus”");
    assert_eq!(low(TypesetLanguage::French), "«Das “neue” Haus»");
    assert_eq!(low(TypesetLanguage::Other), text);
    assert_eq!(set(text, TypesetLanguage::German, QuoteStyle::AsTyped), text);
    assert_eq!(unbalanced("\"", TypesetLanguage::German, QuoteStyle::AsTyped), None);
}
