//! `hyphen-left-over`: hyphens that a line break of another program left in words.

use super::typed_text::TypedText;
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::read::FieldMap;
use crate::typography::would_break;

/// Words behind a hyphen that stands for a part that comes later: "Verkehrs- und Umweltausschuss".
#[rustfmt::skip]
const BEHIND_SUSPENDED: &[&str] = &[
    "und", "oder", "sowie", "bzw", "beziehungsweise", "als", "wie", "bis", "noch", "aber", "sondern",
    "statt", "samt", "mit", "ohne", "plus", "minus", "u", "o", "od", "resp", "respektive", "auch",
    "nicht", "ist", "sind", "war", "waren", "wird", "werden", "in", "im", "zu", "zum", "zur", "gegen",
    "versus", "vs", "nach", "von", "vom", "an", "am", "auf", "für", "bei", "beim", "über", "unter",
    "vor", "durch", "teils", "jedoch", "doch", "dann", "ggf", "à", "e", "y", "and", "or", "a",
    "hin", "her", "neben", "nebst", "sogar", "zwischen", "zuzüglich", "abzüglich", "inklusive",
    "exklusive", "einschließlich", "ebenso", "genauso", "anstatt", "anstelle", "gegenüber", "seit",
    "gemeinsam", "zugleich", "außer", "wegen", "trotz", "während", "hinter", "aus", "um", "ab",
    "sodass", "dass", "weil", "wenn", "falls", "ob", "denn", "der", "die", "das", "dem", "den", "des",
    "ein", "eine", "einer", "einem", "einen", "eines", "sein", "hat", "haben", "hatte", "kann",
    "können", "soll", "sollen", "muss", "müssen", "gibt", "wurde", "wurden", "so", "nur",
];

/// The warning of a compound that a line end parts behind its own hyphen, or a space does.
fn space_behind_hyphen(first: &str, last: &str) -> Diagnostic {
    let whole = format!("{first}-{last}");
    let word = format!("{first}- {last}");
    let message =
        message!("`{word}` has a space behind its hyphen", word, suggestion = whole.clone());
    Diagnostic::new(codes::HYPHEN_LEFT_OVER, message).hint(format!("write `{whole}`"))
}

/// The warning of a word, and how it is written.
pub(super) fn warning(word: &str, whole: String) -> Diagnostic {
    let message =
        message!("`{word}` has a hyphen of an old line break", word, suggestion = whole.clone());
    Diagnostic::new(codes::HYPHEN_LEFT_OVER, message)
        .hint(format!("write `{whole}`"))
        .replaced_by(whole)
}

/// Words whose second part stands behind a space or on the next line: "Ministerpräsi- dent".
pub(super) fn torn_words(pieces: &[TypedText<'_>], fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for piece in pieces.iter().filter(|piece| is_verbatim(piece)) {
        for (at, _) in piece.text.match_indices("- ") {
            let parts = (piece.text.get(..at), piece.text.get(at + 2..));
            let (Some(before), Some(behind)) = parts else { continue };
            let start = piece.range.start + at;
            found.extend(torn_word(piece, (before, start), (behind, start + 2), fields));
        }
    }
    for pair in pieces.windows(2) {
        let [piece, next] = pair else { continue };
        let text = fields.text(&piece.path).unwrap_or_default();
        let between = text.get(piece.range.end..next.range.start).unwrap_or_default();
        let is_next_line = piece.path == next.path
            && between.contains('\n')
            && between.chars().all(|c| c.is_whitespace() || c == '>');
        if let Some(before) = piece.text.strip_suffix('-')
            && is_next_line
            && is_verbatim(piece)
            && is_verbatim(next)
        {
            let ends = ((before, piece.range.end - 1), (next.text, next.range.start));
            found.extend(torn_word(piece, ends.0, ends.1, fields));
        }
    }
    found
}

/// Whether a text of the release's language stands in its file letter by letter.
fn is_verbatim(piece: &TypedText<'_>) -> bool {
    !piece.is_foreign && piece.range.len() == piece.text.len()
}

/// The finding of a word that ends before a hyphen and goes on in what stands behind it, each with
/// its place.
fn torn_word(
    piece: &TypedText<'_>,
    (before, hyphen): (&str, usize),
    (behind, next): (&str, usize),
    fields: &FieldMap,
) -> Option<Diagnostic> {
    let first = before.get(before.trim_end_matches(char::is_alphabetic).len()..)?;
    let rest = behind.trim_start_matches(char::is_alphabetic);
    let last = behind.get(..behind.len() - rest.len())?;
    let is_word = first.chars().count() > 1 && last.chars().count() > 1;
    let range = hyphen - first.len()..next + last.len();
    // "Mecklenburg-" and "Vorpommern"; with a comma it would be a series.
    if is_word && first.starts_with(char::is_uppercase) && last.starts_with(char::is_uppercase) {
        let diagnostic = space_behind_hyphen(first, last);
        return Some(
            fields.place(&piece.path, Finding { diagnostic, range, label: String::new() }),
        );
    }
    let goes_on = is_word
        && last.chars().all(char::is_lowercase)
        && !rest.starts_with(['-', '@'])
        && !rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && !BEHIND_SUSPENDED.contains(&last);
    let whole = [first, last].concat();
    let is_torn = goes_on && would_break(&whole, first.len());
    is_torn.then(|| {
        // Somebody may have typed a dash so, or left a word out, so nothing is mended unasked.
        let diagnostic = warning(&format!("{first}- {last}"), whole).without_replacement();
        fields.place(&piece.path, Finding { diagnostic, range, label: String::new() })
    })
}

/// "Wis-senschaft": a capital, small letters, one hyphen, small letters, and a place
/// at which the patterns break. Adjectives such as "Deutsch-polnische" are written
/// so, and loan words such as "Start-ups".
pub(super) fn is_left_over(word: &str) -> bool {
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
}
