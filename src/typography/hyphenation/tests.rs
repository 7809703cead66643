//! Hyphenation from outside: pieces of text, and how good their breaks are.

mod figures;

use super::{Hyphenator, LineRoom, PersonNames};
use crate::release::Language;

fn hyphenator(exceptions: &[&str]) -> Hyphenator {
    let mut names = PersonNames::default();
    names.add_person("Mira Handschuh");
    Hyphenator::new(Language::German, exceptions.iter().copied(), names)
}

/// Runs without breaks in brackets.
fn shown(text: &str, exceptions: &[&str]) -> String {
    let hyphenator = hyphenator(exceptions);
    let pieces = hyphenator
        .pieces(text, LineRoom::Wide, |_, _| false)
        .into_iter()
        .map(|piece| if piece.hyphenate { piece.text } else { format!("[{}]", piece.text) });
    pieces.collect()
}

/// A word with a hyphen at each wanted break.
fn broken(word: &str, language: Language) -> String {
    let hyphenator = Hyphenator::new(language, [].into_iter(), PersonNames::default());
    let Some(patterns) = hyphenator.language else { return word.to_owned() };
    let wanted = hyphenator.wanted(word, &super::breaks(word, patterns), LineRoom::Wide);
    let mark = |(at, letter): (usize, char)| {
        if wanted.contains(&at) { format!("-{letter}") } else { letter.to_string() }
    };
    word.char_indices().map(mark).collect()
}

#[test]
fn ugly_breaks_are_dropped_and_good_words_left_alone() {
    assert_eq!(shown("die Fachausbildung", &[]), "die Fachaus[bil]dung");
    assert_eq!(shown("eine Forschung", &[]), "[eine ]Forschung");
    assert_eq!(shown("haben sich eine", &[]), "[haben sich eine]");
    assert_eq!(shown("Intelligenz", &[]), "[Intel]ligenz");
}

#[test]
fn short_words_break_in_cells_alone() {
    assert_eq!(shown("die Schulen und Firmen", &[]), "[die Schulen und Firmen]");
    assert_eq!(shown("die Schulen", &["Schu-len"]), "die Schulen");
    let pieces = hyphenator(&[]).pieces("Schulen", LineRoom::Cells, |_, _| false);
    assert!(pieces.iter().all(|piece| piece.hyphenate), "{pieces:?}");
}

#[test]
fn names_never_break() {
    for text in [
        "die Königsbrücker Straße",
        "sagt Mira Handschuh",
        "das Papier Handschuhs",
        "Prof. Dr. Wintersberger",
        "die Bodenbacher-Moorkamp-Straße",
        "am Donnerstag im September",
    ] {
        assert_eq!(shown(text, &[]), format!("[{text}]"));
    }
    assert_eq!(shown("sagt Handschuh", &["Hand-schuh"]), "sagt Handschuh");
    let narrow = hyphenator(&[]).pieces("Handschuh", LineRoom::NarrowCells, |_, _| false);
    assert!(narrow.iter().any(|piece| piece.hyphenate), "{narrow:?}");
}

#[test]
fn exceptions_keep_only_their_own_breaks() {
    assert_eq!(
        shown("ein Vernetzungstreffen", &["Vernetzungs-treffen"]),
        "[ein Vernetzungs]tref[fen]"
    );
}

#[test]
fn exceptions_of_the_release_win_over_what_is_built_in() {
    assert_eq!(shown("Bundesumweltamt", &["Bundesumwelt-amt"]), "[Bundesumwelt]amt");
}

#[test]
fn the_joints_of_compounds_come_first() {
    for word in [
        "Wis-sen-schafts-minis-te-rium",
        "Wis-sen-schafts-minister",
        "Tou-rismus-verband",
        "Tourismus",
        "Landes-rechnungs-hof",
        "Alt-bau-erhal-tung",
        "Ver-wal-tungen",
    ] {
        assert_eq!(broken(&word.replace('-', ""), Language::German), word);
    }
}

#[test]
fn the_last_part_of_a_compound_keeps_its_first_letters() {
    for word in [
        "Carolabrücke",
        "Mensakreis",
        "Petrikrise",
        "Smart-phonenutzung",
        "Startupförde-rung",
        "Corona-krise",
    ] {
        assert_eq!(broken(&word.replace('-', ""), Language::German), word);
    }
}

#[test]
fn words_with_inner_capitals_are_never_broken() {
    for word in ["AVAWAT", "SMWK", "BAföG", "MINISTERIUM", "UNESCO"] {
        assert_eq!(broken(word, Language::German), word);
        assert_eq!(broken(word, Language::English), word);
    }
}

#[test]
fn words_that_are_more_than_letters_are_never_broken() {
    // What Typst takes for a word of more than letters needs no piece of its own.
    assert_eq!(shown("Forschungen2022", &[]), "Forschungen2022");
    assert_eq!(shown("alle_Wissenschaften", &[]), "alle_Wissenschaften");
    assert_eq!(shown("Bürger:innen", &[]), "Bürger:innen");
    assert_eq!(shown("Wissen?chaften", &[]), "[Wissen?chaften]");
    assert_eq!(shown("Forschung: Haushalt.", &[]), "Forschung: Haushalt.");
}

#[test]
fn other_languages_keep_the_simple_filter() {
    assert_eq!(broken("administration", Language::English), "admin-is-tra-tion");
    assert_eq!(broken("spolupráce", Language::Czech), "spo-lu-práce");
}

#[test]
fn text_is_whole() {
    for text in ["", " ", "ä-ö ü", "Größenordnungen: 5 € – »eine« Überprüfung", "🦊eine🦊"]
    {
        let pieces = hyphenator(&[]).pieces(text, LineRoom::Wide, |_, _| false);
        let plain: String = pieces.into_iter().map(|piece| piece.text).collect();
        assert_eq!(plain, text);
    }
}
