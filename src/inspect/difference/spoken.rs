//! The first word in which two readings differ, or the first element.

use super::kind::{Difference, DifferenceKind};
use crate::inspect::reading::{ReadingEntry, ReadingOrder};

/// The most characters of a word that are shown.
const MAX_CHARACTERS: usize = 60;

/// How many words behind an inserted or a missing one have to agree.
const AGREEING: usize = 3;

/// A word, and its page.
type SpokenWord<'a> = (Option<usize>, &'a str);

/// Where two readings differ: in a word, else in an element.
pub fn first(found: &ReadingOrder, expected: &ReadingOrder) -> Option<Difference> {
    let (one, other) = (words(found), words(expected));
    let at = (0..one.len().max(other.len()))
        .find(|at| one.get(*at).map(|one| one.1) != other.get(*at).map(|one| one.1));
    if let Some(at) = at {
        return Some(word(&one, &other, at));
    }
    let (one, other) = (&found.entries, &expected.entries);
    let at = (0..one.len().max(other.len())).find(|at| one.get(*at) != other.get(*at))?;
    let page = [one, other].iter().find_map(|list| list.get(at)?.page);
    let [found, expected] =
        [one, other].map(|list| list.get(at).and_then(|entry: &ReadingEntry| entry.role.clone()));
    let is_role = found != expected && found.is_some() && expected.is_some();
    let difference = Difference { page, ..Difference::new(DifferenceKind::Tags) };
    Some(if is_role {
        difference.between(found.map(|role| first_word(&role)), expected)
    } else {
        difference
    })
}

/// The difference at a word.
fn word(found: &[SpokenWord<'_>], expected: &[SpokenWord<'_>], at: usize) -> Difference {
    let (one, other) = (found.get(at), expected.get(at));
    let page = one.or(other).and_then(|word| word.0);
    let (mut one, mut other) = (one.map(|one| one.1), other.map(|other| other.1));
    if agree(found, at + 1, expected, at) {
        other = None;
    } else if agree(found, at, expected, at + 1) {
        one = None;
    }
    Difference { page, ..Difference::new(DifferenceKind::Words) }
        .between(one.map(first_word), other.map(first_word))
}

/// Whether the next words are the same from here and from there on.
fn agree(found: &[SpokenWord<'_>], one: usize, expected: &[SpokenWord<'_>], other: usize) -> bool {
    (0..AGREEING).all(|ahead| {
        let (one, other) = (found.get(one + ahead), expected.get(other + ahead));
        one.map(|one| one.1) == other.map(|other| other.1)
    })
}

/// All words in their order.
fn words(reading: &ReadingOrder) -> Vec<SpokenWord<'_>> {
    let mut page = None;
    let mut words = Vec::new();
    for entry in &reading.entries {
        page = entry.page.or(page);
        let texts = [&entry.text, &entry.alternative, &entry.actual_text, &entry.expansion];
        for text in texts.into_iter().flatten() {
            words.extend(text.split_whitespace().map(|word| (page, word)));
        }
    }
    words
}

/// A word as it can be shown.
pub fn first_word(text: &str) -> String {
    let seen = text.chars().map(|one| if one.is_control() { '\u{FFFD}' } else { one });
    let mut shown: String = seen.clone().take(MAX_CHARACTERS).collect();
    if seen.count() > MAX_CHARACTERS {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(pages: &[&str]) -> ReadingOrder {
        let entries = pages.iter().zip(1..).map(|(text, page)| ReadingEntry {
            page: Some(page),
            text: Some((*text).to_owned()),
            ..ReadingEntry::default()
        });
        ReadingOrder { entries: entries.collect(), ..ReadingOrder::default() }
    }

    #[test]
    fn the_first_word_is_named_with_its_page() {
        let expected = reading(&["Eins zwei drei.", "Vier neu sechs sieben acht."]);
        let told = |pages: &[&str]| {
            first(&reading(pages), &expected).map(|difference| difference.to_string())
        };
        let second = |text: &str| told(&["Eins zwei drei.", text]);
        assert_eq!(second("Vier neu sechs sieben acht."), None);
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(second("Vier alt sechs sieben acht."), is("page 2: \"alt\" instead of \"neu\""));
        assert_eq!(second("Vier sechs sieben acht."), is("page 2: \"neu\" is missing"));
        assert_eq!(second("Vier neu neu sechs sieben acht."), is("page 2: \"neu\" is added"));
        assert_eq!(second("Vier neu sechs sieben"), is("page 2: \"acht.\" is missing"));
        assert_eq!(told(&["Eins zwei drei."]), is("page 2: \"Vier\" is missing"));
    }

    #[test]
    fn the_first_element_is_named_by_its_role() {
        let with_role = |role: &str| {
            let mut reading = reading(&["Eins"]);
            reading.entries[0].role = Some(role.to_owned());
            reading
        };
        let told = first(&with_role("P"), &with_role("H1")).unwrap().to_string();
        assert_eq!(told, "page 1: the tags: P instead of H1");
    }
}
