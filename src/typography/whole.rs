//! Words that the engine would break behind a stroke or a hyphen, and that stay whole.

use std::ops::Range;

use super::units_with_stroke;

/// Letters behind the stroke of a form of several genders: "innen", "frauen".
const MAX_ENDING: usize = 6;

/// The pieces of a text that never break, as byte ranges in its order: "km/h" in "20 km/h",
/// "Ärzt/-innen".
pub(crate) fn unbroken(text: &str) -> Vec<Range<usize>> {
    if !text.contains('/') {
        return Vec::new();
    }
    let mut pieces = units_with_stroke(text);
    pieces.extend(forms_with_stroke(text));
    pieces.sort_by_key(|piece| piece.start);
    pieces
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
        unbroken(text).into_iter().map(|piece| &text[piece]).collect()
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
}
