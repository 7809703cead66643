//! What a typographer would mark in the text: warned about, never changed.

use std::ops::Range;

use super::typed_text::{TypedText, pieces, warn};
use super::{left_over, quote_forms};
use crate::body::{self, BlockKind, InlineKind};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::letterhead::Letterhead;
use crate::read::FieldMap;
use crate::release::{Language, Release};

/// Characters from which on a headline is long.
const LONG_HEADLINE: usize = 100;
/// Hyphens in the place of a dash that are reported of a piece of text, of each form.
const MAX_HYPHENS: usize = 10;

/// All warnings about the writing. `lost` holds the ranges of the body in which spaces make
/// columns, which another rule judges.
pub(super) fn warnings(
    release: &Release,
    fields: &FieldMap,
    letterhead: Option<&Letterhead>,
    lost: &[Range<usize>],
) -> Vec<Diagnostic> {
    let pieces = pieces(release, fields);
    let mut found = Vec::new();
    for piece in &pieces {
        let is_german = release.language == Language::German && !piece.is_foreign;
        let is_lost = piece.path == "body" && lost.iter().any(|block| overlap(block, &piece.range));
        found.extend(double_space(piece, fields).filter(|_| !is_lost));
        found.extend(in_piece(piece, is_german, letterhead, fields));
    }
    found.extend(quote_forms::mixed(release, &pieces, letterhead, fields));
    if release.language == Language::German {
        found.extend(left_over::torn_words(&pieces, fields));
    }
    found.extend(empty_paragraphs(release, fields));
    found.extend(long_headline(release, fields));
    found.extend(embargo_before_date(release, fields));
    found
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// `double-space`
fn double_space(piece: &TypedText<'_>, fields: &FieldMap) -> Option<Diagnostic> {
    let text = piece.text;
    let at = text.find("  ").filter(|_| !text.trim().is_empty())?;
    let end = at + text[at..].len() - text[at..].trim_start_matches(' ').len();
    let warning = Diagnostic::new(codes::DOUBLE_SPACE, "more than one space in a row")
        .hint("one space is enough between two words")
        .replaced_by(" ");
    Some(warn(piece, at..end, warning, fields))
}

fn in_piece(
    piece: &TypedText<'_>,
    is_german: bool,
    letterhead: Option<&Letterhead>,
    fields: &FieldMap,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let text = piece.text;
    for form in [" - ", " -- ", " --- "] {
        for (at, hyphens) in text.match_indices(form).take(MAX_HYPHENS) {
            // Two hyphens of a program's options are no dash.
            let behind = text.get(at + hyphens.len()..).unwrap_or_default();
            let is_in_sentence = text[..at]
                .ends_with(|c: char| c.is_alphanumeric() || ",;)»«“\"".contains(c))
                && behind.starts_with(|c: char| c.is_alphanumeric() || "(»„\"".contains(c));
            if form != " - " && !is_in_sentence {
                continue;
            }
            let warning = Diagnostic::new(codes::HYPHEN_FOR_DASH, "a hyphen where a dash is meant");
            let warning = warning.hint("write an en dash: –").replaced_by("–");
            found.push((at + 1..at + hyphens.len() - 1, warning));
        }
    }
    for (at, word) in words(text) {
        if let Some(mark) = damage(word) {
            let warning =
                Diagnostic::new(codes::NAME_DAMAGED, message!("`{word}` looks damaged", word))
                    .hint("a letter was lost when the text was converted: write it anew");
            // "Warum?Darum"
            let warning = if word[mark.end..].starts_with(char::is_uppercase) {
                warning.hint("or put a space behind the question mark")
            } else {
                warning
            };
            found.push((at + mark.start..at + mark.end, warning));
        }
        if is_german && left_over::is_left_over(word) {
            let whole = word.replacen('-', "", 1);
            found.push((at..at + word.len(), left_over::warning(word, whole)));
        }
        for banned in letterhead.map_or(&[][..], |letterhead| &letterhead.typography.banned_signs) {
            if let Some(inside) = inside_word(word, banned) {
                let warning = Diagnostic::new(
                    codes::BANNED_SIGN,
                    message!(
                        "the house does not want `{character}` inside words",
                        character = banned
                    ),
                );
                let at = at + inside;
                found.push((at..at + banned.len(), warning.hint("find other words for it")));
            }
        }
    }
    found.into_iter().map(|(at, warning)| warn(piece, at, warning, fields)).collect()
}

/// The words of a text with their places, without the punctuation around them.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let at = start;
        start += piece.len();
        let front = piece.trim_start_matches(is_edge);
        let word = front.trim_end_matches(is_edge);
        (!word.is_empty()).then_some((at + piece.len() - front.len(), word))
    })
}

fn is_edge(character: char) -> bool {
    !character.is_alphanumeric()
}

/// A question mark between two letters: "Zieli?ski". U+FFFD is an error of its own.
fn damage(word: &str) -> Option<Range<usize>> {
    let is_address = word.contains("://") || word.contains('=') || word.contains('/');
    let at = word.find('?')?;
    // Of two bytes that were one letter, each may have become a mark.
    let after = word[at..].trim_start_matches('?');
    let end = word.len() - after.len();
    let between =
        word[..at].ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic);
    (between && end - at <= 2 && !is_address).then_some(at..end)
}

/// The place of `mark` between two letters of a word.
fn inside_word(word: &str, mark: &str) -> Option<usize> {
    let at = word.find(mark)?;
    let before = word[..at].ends_with(char::is_alphabetic);
    let after = word[at + mark.len()..].starts_with(char::is_alphabetic);
    (before && after && !word.contains("://")).then_some(at)
}

/// `paragraph-empty`: spaces typed to make room.
fn empty_paragraphs(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    release.body.each_block(&mut |block| {
        if let BlockKind::Paragraph(content) = &block.kind
            && body::plain_text(content).trim().is_empty()
            && !content.iter().any(|inline| matches!(inline.kind, InlineKind::Picture(_)))
        {
            let diagnostic = Diagnostic::new(codes::PARAGRAPH_EMPTY, "an empty paragraph")
                .hint("remove it: the layout makes the room");
            let range = block.span.0.clone();
            found.push(fields.place("body", Finding { diagnostic, range, label: String::new() }));
        }
    });
    found
}

/// `headline-long`.
fn long_headline(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    let count = release.headline.plain_text().chars().count();
    (count > LONG_HEADLINE).then(|| {
        let message = message!("a headline of {count} characters", count, limit = LONG_HEADLINE);
        let warning = Diagnostic::new(codes::HEADLINE_LONG, message)
            .hint(format!("say it in {LONG_HEADLINE}; the rest can be the subheadline"));
        fields.mark("headline", warning)
    })
}

/// `embargo-before-date`: an embargo that was over before the release's day.
fn embargo_before_date(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    let embargo = release.embargo?;
    let is_over = match release.date.moment() {
        Some(moment) => embargo.unix_seconds() < moment.unix_seconds(),
        None => embargo.day() < release.date.day(),
    };
    (is_over && fields.has("date")).then(|| {
        let message = "the embargo ends before the release's own date";
        let warning = Diagnostic::new(codes::EMBARGO_BEFORE_DATE, message);
        fields.mark("embargo", warning.hint("check the day of both"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_names_are_no_questions() {
        assert_eq!(damage("Zieli?ski"), Some(5..6));
        assert_eq!(damage("Gr??e"), Some(2..4));
        for word in ["Wirklich", "example.org/?q=a", "Was?Wie=1"] {
            assert_eq!(damage(word), None, "{word}");
        }
    }

    #[test]
    fn banned_characters_count_inside_words_only() {
        assert_eq!(inside_word("Bürger:innen", ":"), Some(7));
        assert_eq!(inside_word("Fazit:", ":"), None);
        assert_eq!(inside_word("Lehrer*innen", "*"), Some(6));
    }
}
