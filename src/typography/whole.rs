//! Words that the engine would break behind a stroke, a hyphen or a dash, and that stay whole.

use std::ops::Range;

use super::units_with_stroke;
use super::widths::width;

/// Letters behind the stroke of a form of several genders: "innen", "frauen".
const MAX_ENDING: usize = 6;
/// Part of a line that a word of one letter and a hyphen may take; a longer one breaks.
const MAX_WORD: f64 = 0.7;

/// The pieces of a text that never break, as byte ranges in its order: "km/h" in "20 km/h",
/// "Ärzt/-innen", "E-Mail", "10.00–13.30". `room` is the width of the line in em.
pub(crate) fn unbroken(text: &str, room: f64) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    if text.contains('/') {
        pieces.extend(units_with_stroke(text));
        pieces.extend(forms_with_stroke(text));
    }
    if text.contains('-') {
        pieces.extend(short_beginnings(text).filter(|piece| {
            let word = text.get(piece.clone()).unwrap_or_default();
            width(word) <= MAX_WORD * room
        }));
    }
    if text.contains('–') {
        pieces.extend(ranges(text));
    }
    pieces.sort_by_key(|piece| piece.start);
    pieces
}

/// Words that begin with one letter or a number before a hyphen, up to the next hyphen: "E-Mail",
/// "E-Mail-" in "E-Mail-Adresse", "2,5-fache", "9-Euro-".
fn short_beginnings(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('-').filter_map(|(at, _)| {
        let (before, behind) = (text.get(..at)?, text.get(at + 1..)?);
        let number =
            before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
        let letter = before.trim_end_matches(char::is_alphabetic);
        let has_letter = before.get(letter.len()..)?.chars().count() == 1;
        let start = if has_letter { letter.len() } else { number.len() };
        let (outside, beginning) = (before.get(..start)?, before.get(start..)?);
        let is_number = beginning.starts_with(|c: char| c.is_ascii_digit());
        // An address has its own breaks.
        let is_beginning = !outside
            .ends_with(|c: char| c.is_alphanumeric() || "-/.@:_’'".contains(c))
            && (has_letter || is_number && beginning.len() <= 6);
        let end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let rest = behind.get(end..)?;
        let goes_on = rest.starts_with('-') && rest.get(1..)?.starts_with(char::is_alphanumeric);
        let is_word = is_beginning
            && end > 0
            && !rest.starts_with(['@', '_', ':', '/'])
            && !rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        is_word.then(|| start..at + 1 + end + usize::from(goes_on))
    })
}

/// Ranges of numbers, and amounts without cents: "10.00–13.30", "2021–2027", "5,–".
fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('–').filter_map(|(at, dash)| {
        let (before, behind) = (text.get(..at)?, text.get(at + dash.len()..)?);
        let outside = before.trim_end_matches(is_of_number);
        let number = before.get(outside.len()..)?.trim_start_matches(['.', ',', ':']);
        let end = behind.len() - behind.trim_start_matches(is_of_number).len();
        let last = behind.get(..end)?.trim_end_matches(['.', ',', ':']);
        let is_range = last.starts_with(|c: char| c.is_ascii_digit())
            && number.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let is_even =
            last.is_empty() && number.ends_with(',') && behind.starts_with(char::is_whitespace);
        let is_apart = !outside.ends_with(|c: char| c.is_alphanumeric() || "–-/".contains(c));
        let from = at - number.len();
        (is_apart && !number.is_empty() && (is_range || is_even))
            .then(|| from..at + dash.len() + last.len())
    })
}

fn is_of_number(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',' | ':')
}

/// Forms of several genders that have a stroke: "Ärzt/-innen", "Bürger/innen".
fn forms_with_stroke(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('/').filter_map(|(at, _)| {
        let before = text.get(..at)?;
        let stem = before.trim_end_matches(char::is_alphabetic);
        let rest = text.get(at + 1..)?;
        let ending = rest.trim_start_matches('-');
        let has_hyphen = rest.len() - ending.len() == 1;
        let letters = ending.find(|c: char| !c.is_alphabetic()).unwrap_or(ending.len());
        let ending = ending.get(..letters)?;
        let is_ending = if has_hyphen {
            (1..=MAX_ENDING).contains(&ending.chars().count())
                && ending.chars().all(char::is_lowercase)
        } else {
            rest.starts_with(ending) && matches!(ending, "in" | "innen" | "r" | "n")
        };
        // An address has its own breaks.
        let is_word = !before.get(..stem.len())?.ends_with(['/', '.', '@', '-'])
            && !text.get(at + 1..)?.get(usize::from(has_hyphen) + letters..)?.starts_with('/');
        let is_form = is_word && stem.len() < before.len() && is_ending;
        is_form.then(|| stem.len()..at + 1 + usize::from(has_hyphen) + letters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        unbroken(text, 30.0).into_iter().map(|piece| &text[piece]).collect()
    }

    #[test]
    fn forms_and_units_stay_whole() {
        assert_eq!(
            found("Ärzt/-innen und (Bürger/innen) mit jede/r, 20\u{A0}km/h, Kolleg/-innen."),
            ["Ärzt/-innen", "Bürger/innen", "jede/r", "km/h", "Kolleg/-innen"]
        );
        for text in ["und/oder", "Haupt-/Nebenamt", "a.example/in/x", "Herr/Frau", "1/-in"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn nothing_parts_behind_one_letter_and_a_hyphen() {
        assert_eq!(
            found("Per E-Mail, »U-Bahn« (S-Bahn), x-fach, das 2,5-fache, E-Mail-Adresse"),
            ["E-Mail", "U-Bahn", "S-Bahn", "x-fach", "2,5-fache", "E-Mail-"]
        );
        assert_eq!(found("9-Euro-Ticket und 16-Jährige"), ["9-Euro-", "16-Jährige"]);
        for text in
            ["Nord-Süd", "COVID-19-Welle", "b-c@x.example", "x.e-bike.example", "E- und U-", "A-4"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
        assert!(unbroken("E-Mobilitätsstrategie", 10.0).is_empty());
    }

    #[test]
    fn ranges_of_numbers_stay_whole() {
        assert_eq!(
            found("10.00–13.30 hod., 2021–2027, 1.–3. Mai, 5,– Euro."),
            ["10.00–13.30", "2021–2027", "1.–3", "5,–"]
        );
        for text in ["Halle–Leipzig", "5 – 7", "–5", "5,–"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
