//! What a typographer would mark in the text: warned about, never changed.

use std::ops::Range;

use super::texts::{running_text, styled_lines};
use crate::body::{self, BlockKind, InlineKind};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::field::{FieldGroup, Shape, shape_at};
use crate::letterhead::{Letterhead, QuoteStyle};
use crate::read::FieldMap;
use crate::release::{Language, Release};
use crate::typography::would_break;

/// Characters from which on a headline is long.
const LONG_HEADLINE: usize = 100;

/// A piece of text as the author typed it: its field and the place of each of its
/// characters there.
pub(super) struct TypedText<'a> {
    pub path: String,
    pub text: &'a str,
    /// The bytes of the field's text that it came from.
    pub range: Range<usize>,
    /// Whether it stands in a passage in another language, which has its own ways.
    is_foreign: bool,
}

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
    found.extend(mixed_quotes(&pieces, letterhead, fields));
    found.extend(empty_paragraphs(release, fields));
    found.extend(long_headline(release, fields));
    found.extend(embargo_before_date(release, fields));
    found
}

/// The texts that are read as writing: headlines, captions, running text.
pub(super) fn pieces<'a>(release: &'a Release, fields: &'a FieldMap) -> Vec<TypedText<'a>> {
    let mut pieces = Vec::new();
    let lines = styled_lines(release);
    for (path, text) in fields.texts() {
        match shape_at(path, Release::FIELDS) {
            Some(Shape::Line) => {
                let range = 0..text.len();
                pieces.push(TypedText { path: path.to_owned(), text, range, is_foreign: false });
            }
            Some(Shape::StyledLine) => {
                let line = lines.iter().find(|(line, _)| line == path);
                add_inlines(&mut pieces, path, line.map_or(&[], |(_, inlines)| *inlines));
            }
            _ => {}
        }
    }
    for (path, inlines) in running_text(release) {
        add_inlines(&mut pieces, &path, inlines);
    }
    let mut passage = 0..0;
    release.body.each_block(&mut |block| {
        if let BlockKind::Passage { .. } = block.kind {
            passage = block.span.0.clone();
        }
        for inlines in body::own_inlines(block) {
            body::each_inline(inlines, &mut |inline| {
                add_text(&mut pieces, "body", &mut passage, inline);
            });
        }
    });
    pieces
}

/// Adds the text of the inlines of a field. A passage is visited before what stands in it.
fn add_inlines<'a>(pieces: &mut Vec<TypedText<'a>>, path: &str, inlines: &'a [body::Inline]) {
    let mut passage = 0..0;
    body::each_inline(inlines, &mut |inline| add_text(pieces, path, &mut passage, inline));
}

/// Adds the text of an inline. `passage` is where the last passage in another language stands.
fn add_text<'a>(
    pieces: &mut Vec<TypedText<'a>>,
    path: &str,
    passage: &mut Range<usize>,
    inline: &'a body::Inline,
) {
    let range = inline.span.0.clone();
    let is_foreign = passage.contains(&range.start);
    match &inline.kind {
        InlineKind::Text(text) => {
            pieces.push(TypedText { path: path.to_owned(), text, range, is_foreign });
        }
        InlineKind::Passage { .. } if !is_foreign => *passage = range,
        _ => {}
    }
}

/// A warning about the bytes `at` of a piece.
fn warn(
    piece: &TypedText<'_>,
    at: Range<usize>,
    warning: Diagnostic,
    fields: &FieldMap,
) -> Diagnostic {
    // Where entities or escapes were resolved the piece is shorter than its source:
    // then the mark is looked for there, and without luck all of it is marked.
    let source = fields.text(&piece.path).and_then(|text| text.get(piece.range.clone()));
    let start = if piece.range.len() == piece.text.len() {
        Some(at.start)
    } else {
        source.zip(piece.text.get(at.clone())).and_then(|(source, mark)| source.find(mark))
    };
    let range = match start {
        Some(start) => piece.range.start + start..piece.range.start + start + at.len(),
        None => piece.range.clone(),
    };
    // A place that was looked for may be another one of the same letters.
    let is_certain = piece.range.len() == piece.text.len();
    let warning = if is_certain { warning } else { warning.without_replacement() };
    fields.place(&piece.path, Finding { diagnostic: warning, range, label: String::new() })
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
    if let Some(at) = text.find(" - ") {
        let warning = Diagnostic::new(codes::HYPHEN_FOR_DASH, "a hyphen where a dash is meant");
        found.push((at + 1..at + 2, warning.hint("write an en dash: –").replaced_by("–")));
    }
    for (at, word) in words(text) {
        if let Some(mark) = damage(word) {
            let warning =
                Diagnostic::new(codes::NAME_DAMAGED, message!("`{word}` looks damaged", word))
                    .hint("a letter was lost when the text was converted: write it anew");
            found.push((at + mark.start..at + mark.end, warning));
        }
        if is_german && is_left_over(word) {
            let whole = word.replacen('-', "", 1);
            let warning = Diagnostic::new(
                codes::HYPHEN_LEFT_OVER,
                message!("`{word}` has a hyphen of an old line break", word, suggestion = whole),
            )
            .hint(format!("write `{whole}`"))
            .replaced_by(whole);
            found.push((at..at + word.len(), warning));
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
    let (at, mark) = word.char_indices().find(|&(_, c)| c == '?')?;
    let after = &word[at + mark.len_utf8()..];
    let between =
        word[..at].ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic);
    (between && !is_address).then(|| at..at + mark.len_utf8())
}

/// "Wis-senschaft": a capital, small letters, one hyphen, small letters, and a place
/// at which the patterns break. Adjectives such as "Deutsch-polnische" are written
/// so, and loan words such as "Start-ups".
fn is_left_over(word: &str) -> bool {
    // Second parts of English loan words: Start-up, Check-in, Know-how.
    const LOANS: &[&str] =
        &["up", "ups", "in", "ins", "out", "outs", "off", "offs", "how", "by", "on", "ons"];
    let Some((left, right)) = word.split_once('-') else {
        return false;
    };
    let mut letters = left.chars();
    letters.next().is_some_and(char::is_uppercase)
        && left.chars().count() > 1
        && is_lowercase(letters.as_str())
        && right.chars().count() > 1
        && is_lowercase(right)
        && !right.contains("isch")
        && !LOANS.contains(&right)
        && would_break(&[left, right].concat(), left.len())
}

fn is_lowercase(text: &str) -> bool {
    text.chars().all(char::is_lowercase)
}

/// The place of `mark` between two letters of a word.
fn inside_word(word: &str, mark: &str) -> Option<usize> {
    let at = word.find(mark)?;
    let before = word[..at].ends_with(char::is_alphabetic);
    let after = word[at + mark.len()..].starts_with(char::is_alphabetic);
    (before && after && !word.contains("://")).then_some(at)
}

/// `quotes-mixed`: one release, one form of quotation marks. Straight ones take
/// the house's form, so they count as that.
fn mixed_quotes(
    pieces: &[TypedText<'_>],
    letterhead: Option<&Letterhead>,
    fields: &FieldMap,
) -> Option<Diagnostic> {
    let house = letterhead.map_or(QuoteStyle::Guillemets, |one| one.typography.quotes);
    let marks = pieces.iter().filter(|piece| !piece.is_foreign).flat_map(|piece| {
        let marks = piece.text.char_indices();
        marks.filter_map(move |(at, c)| {
            let form = quote_form(c, house)?;
            // A mark that stands alone is spoken of, not used.
            let before = piece.text[..at].ends_with(|c: char| !c.is_whitespace());
            let after = piece.text[at + c.len_utf8()..].starts_with(|c: char| !c.is_whitespace());
            (before || after).then_some((piece, at, c, form))
        })
    });
    let mut first = None;
    for (piece, at, mark, form) in marks {
        match first {
            None => first = Some(form),
            Some(other) if other != form => {
                let message =
                    message!("quotation marks {form} and {other} in one release", form, other);
                let warning = Diagnostic::new(codes::QUOTES_MIXED, message)
                    .hint("take one form throughout, or straight quotes, which take the house's");
                return Some(warn(piece, at..at + mark.len_utf8(), warning, fields));
            }
            Some(_) => {}
        }
    }
    None
}

/// The form of quotation marks to which a mark belongs.
fn quote_form(mark: char, house: QuoteStyle) -> Option<&'static str> {
    match mark {
        '»' | '«' => Some("»…«"),
        '„' => Some("„…“"),
        '"' => Some(match house {
            QuoteStyle::Guillemets => "»…«",
            QuoteStyle::LowHigh => "„…“",
            QuoteStyle::AsTyped => "\"…\"",
        }),
        _ => None,
    }
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
    fn hyphens_of_old_line_breaks_are_no_compounds() {
        for word in ["Wis-senschaft", "Ent-wicklung", "Techno-logie"] {
            assert!(is_left_over(word), "{word}");
        }
        for word in [
            "KI-Strategie",
            "Deutsch-polnische",
            "E-mail",
            "Start-ups-Tag",
            "Aus-",
            "so-genannt",
            "Start-ups",
            "Know-how",
            "Check-in",
        ] {
            assert!(!is_left_over(word), "{word}");
        }
    }

    #[test]
    fn damaged_names_are_no_questions() {
        assert_eq!(damage("Zieli?ski"), Some(5..6));
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
