//! Words that the engine would break behind a stroke, a hyphen or a dash, and that stay whole.

mod signs;

use std::ops::Range;

use self::signs::{
    dashes_before_bound_spaces, even_amounts, hyphened_abbreviations, repeated_signs,
};
use super::units_with_stroke;
use super::widths::width;

/// Letters behind the stroke of a form of several genders: "innen", "frauen".
const MAX_ENDING: usize = 6;
/// Part of a line that a word of one letter and a hyphen may take; a longer one breaks.
const MAX_WORD: f64 = 0.7;
/// Digits and signs of a number before a hyphen.
const MAX_NUMBER: usize = 6;
/// Units that stand between two hyphens as words do: "49-€-Ticket".
const UNIT_SIGNS: [char; 5] = ['€', '%', '‰', '$', '£'];

/// A run of a text that never breaks, or the text between two such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BoundRun<'a> {
    pub text: &'a str,
    pub is_whole: bool,
}

/// A text in runs, some of which never break: "km/h" in "20 km/h", "Ärzt/-innen", "E-Mail",
/// "10.00–13.30", "10–12-jährige". `room` is the width of the line in em.
pub(crate) fn bound_runs(text: &str, room: f64) -> Vec<BoundRun<'_>> {
    let mut runs = Vec::new();
    let mut from = 0;
    for piece in unbroken(text, room) {
        let end = piece.end;
        let (Some(between), Some(whole)) = (text.get(from..piece.start), text.get(piece)) else {
            continue;
        };
        if !between.is_empty() {
            runs.push(BoundRun { text: between, is_whole: false });
        }
        runs.push(BoundRun { text: whole, is_whole: true });
        from = end;
    }
    let rest = text.get(from..).filter(|rest| !rest.is_empty());
    runs.extend(rest.map(|text| BoundRun { text, is_whole: false }));
    runs
}

/// The pieces that never break, as byte ranges in their order, of which no two meet.
fn unbroken(text: &str, room: f64) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    if text.contains('/') {
        pieces.extend(units_with_stroke(text).into_iter().filter(|unit| fits(text, unit, room)));
        pieces.extend(forms_with_stroke(text));
    }
    if text.contains('-') {
        pieces.extend(short_beginnings(text).filter(|word| fits(text, word, room)));
        pieces.extend(hyphened_abbreviations(text).filter(|word| fits(text, word, room)));
    }
    if text.contains('–') {
        pieces.extend(ranges(text));
    }
    if text.contains(',') {
        pieces.extend(even_amounts(text));
    }
    if text.contains("++") {
        pieces.extend(repeated_signs(text));
    }
    pieces.extend(dashes_before_bound_spaces(text));
    merged(pieces, text, room)
}

/// Whether a piece takes no more of a line than such a one may.
fn fits(text: &str, piece: &Range<usize>, room: f64) -> bool {
    width(text.get(piece.clone()).unwrap_or_default()) <= MAX_WORD * room
}

/// Pieces that overlap or touch as one: "10–12" and "12-jährige" are "10–12-jährige". Where that
/// would not fit, the later one parts.
fn merged(mut pieces: Vec<Range<usize>>, text: &str, room: f64) -> Vec<Range<usize>> {
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match apart.last_mut() {
            Some(last) if piece.start <= last.end => {
                let both = last.start..last.end.max(piece.end);
                if fits(text, &both, room) {
                    *last = both;
                }
            }
            _ => apart.push(piece),
        }
    }
    apart
}

/// Words that begin with one letter or a number before a hyphen, up to the next hyphen: "E-Mail",
/// "E-Mail-" in "E-Mail-Adresse", "2,5-fache", "9-Euro-", "49-€-".
fn short_beginnings(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('-').filter_map(|(at, _)| {
        let (before, behind) = (text.get(..at)?, text.get(at + 1..)?);
        let number = before.trim_end_matches(|c| is_of_number(c) && c != ':');
        // "10-12-jährige"
        let first = number.strip_suffix('-').filter(|first| {
            number.len() < before.len() && first.ends_with(|c: char| c.is_ascii_digit())
        });
        let number =
            first.map_or(number, |first| first.trim_end_matches(|c| is_of_number(c) && c != ':'));
        let letter = before.trim_end_matches(char::is_alphabetic);
        let has_letter = before.get(letter.len()..)?.chars().count() == 1;
        let start = if has_letter { letter.len() } else { number.len() };
        let (outside, beginning) = (before.get(..start)?, before.get(start..)?);
        let is_number = beginning.starts_with(|c: char| c.is_ascii_digit());
        // An address has its own breaks.
        let is_beginning = !outside
            .ends_with(|c: char| c.is_alphanumeric() || "-/.@:_’'".contains(c))
            && (has_letter
                || is_number && beginning.split('-').all(|number| number.len() <= MAX_NUMBER));
        let rest = behind.trim_start_matches(char::is_alphabetic);
        let rest = if rest.len() < behind.len() || !is_number {
            rest
        } else {
            behind.strip_prefix(UNIT_SIGNS).unwrap_or(rest)
        };
        let end = behind.len() - rest.len();
        let goes_on = rest.starts_with('-') && rest.get(1..)?.starts_with(char::is_alphanumeric);
        let is_word = is_beginning
            && end > 0
            && !rest.starts_with(['@', '_', ':', '/'])
            && !rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        is_word.then(|| start..at + 1 + end + usize::from(goes_on))
    })
}

/// Ranges of numbers: "10.00–13.30", "2021–2027".
fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('–').filter_map(|(at, dash)| {
        let (before, behind) = (text.get(..at)?, text.get(at + dash.len()..)?);
        let outside = before.trim_end_matches(is_of_number);
        let number = before.get(outside.len()..)?.trim_start_matches(['.', ',', ':']);
        let end = behind.len() - behind.trim_start_matches(is_of_number).len();
        let last = behind.get(..end)?.trim_end_matches(['.', ',', ':']);
        let is_range = last.starts_with(|c: char| c.is_ascii_digit())
            && number.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let is_apart = !outside.ends_with(|c: char| c.is_alphanumeric() || "–-/".contains(c));
        (is_apart && is_range).then(|| at - number.len()..at + dash.len() + last.len())
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
        bound_runs(text, 30.0).into_iter().filter(|run| run.is_whole).map(|run| run.text).collect()
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
    fn signs_stay_with_their_numbers_and_words() {
        assert_eq!(
            found("8,- Euro, 3,-- €, 1.200,–€, das 49-€-Ticket, die 5-%-Hürde, A++, ein C++-Kurs"),
            ["8,-", "3,--", "1.200,–€", "49-€-", "5-%-", "A++", "C++-"]
        );
        assert_eq!(
            found("5\u{A0}Euro/Monat, 5\u{A0}Mio.\u{A0}Euro/Jahr, 80\u{A0}kWh/Person"),
            ["Euro/Monat", "Euro/Jahr", "kWh/Person"]
        );
        assert_eq!(found("3,50\u{A0}€/m², 40\u{A0}µg/m³."), ["€/m²", "µg/m³"]);
        assert_eq!(found("Haupt-\u{A0}und"), ["-"]);
        for text in ["Dr.\u{A0}Moor/Wald", "7, -5 Grad", "x-%", "1 ++", "a,-b"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn abbreviations_with_a_hyphen_stay_whole() {
        assert_eq!(
            found("Prof. Dr.-Ing. Moor, (Priv.-Doz. See), BT-Drs. 20/1, Dipl.-Kffr., Tel.-Nr. 5"),
            ["Dr.-Ing.", "Priv.-Doz.", "BT-Drs.", "Dipl.-Kffr.", "Tel.-Nr."]
        );
        for text in ["Rad-Weg.", "EU-Rat.", "z.-B", "a.b-c.d@x.example", "www.dr-moor.example"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn ranges_before_a_hyphen_are_one_piece() {
        for whole in [
            "10–12-jährige",
            "2–3-mal",
            "1,5–2-fach",
            "8–10-stündige",
            "3–5-köpfig",
            "10-12-jährige",
        ] {
            assert_eq!(found(&format!("die {whole} Gruppe")), [whole]);
        }
        assert_eq!(found("for 5–6-year-olds"), ["5–6-year-"]);
        let narrow = bound_runs("10–12-wochenendbetreuungstage", 10.0);
        let texts: Vec<_> = narrow.iter().map(|run| (run.text, run.is_whole)).collect();
        assert_eq!(texts, [("10–12", true), ("-wochenendbetreuungstage", false)]);
    }

    #[test]
    fn no_two_pieces_ever_meet_and_no_text_is_lost() {
        let kinds = [
            "E-Mail",
            "x-fach",
            "2,5-fache",
            "9-Euro-",
            "10–12",
            "10.00–13.30",
            "1.–3.",
            "5,–",
            "5,-",
            "km/h",
            "20\u{A0}km/h",
            "7\u{A0}m/s",
            "Ärzt/-innen",
            "Bürger/innen",
            "jede/r",
            "Dr.-Ing.",
            "A++",
            "49-€-Ticket",
            "5\u{A0}Euro/Monat",
            "12",
            "a",
            "ß",
            "%",
            "",
        ];
        let joints = ["-", "–", "/", "", " ", "\u{A0}", ".", ",", "-/", "--", "¹", "…"];
        let mut count = 0;
        for (left, right) in kinds.iter().flat_map(|left| kinds.map(|right| (left, right))) {
            for (joint, last) in joints.iter().flat_map(|joint| joints.map(|last| (joint, last))) {
                let text = format!("{left}{joint}{right}{last}{left}");
                for room in [4.0, 12.0, 30.0] {
                    let pieces = unbroken(&text, room);
                    assert!(pieces.is_sorted_by(|one, next| one.end < next.start), "{text}");
                    let runs = bound_runs(&text, room);
                    assert_eq!(runs.iter().map(|run| run.text).collect::<String>(), text);
                    assert!(runs.iter().all(|run| !run.text.is_empty()), "{text}");
                    count += pieces.len();
                }
            }
        }
        assert!(count > 0);
    }

    #[test]
    fn ranges_of_numbers_stay_whole() {
        assert_eq!(
            found("10.00–13.30 hod., 2021–2027, 1.–3. Mai, 5,– Euro."),
            ["10.00–13.30", "2021–2027", "1.–3", "5,–"]
        );
        for text in ["Halle–Leipzig", "5 – 7", "–5"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
