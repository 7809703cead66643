use super::*;

/// The lines of a heading in a room of so many letters of one width.
fn lines(text: &str, letters: usize, language: TypesetLanguage) -> Vec<String> {
    preferred(text, letters, language, &[])
}

fn preferred(
    text: &str,
    letters: usize,
    language: TypesetLanguage,
    preferred: &[usize],
) -> Vec<String> {
    let width = |text: &str| text.chars().count() as f64 * 0.5;
    let lines =
        HeadingLines { language, room: letters as f64 * 0.5 / FULL, width: &width, preferred };
    lines.lines(text).into_iter().map(ToOwned::to_owned).collect()
}

#[test]
fn lines_end_by_sense() {
    let german = TypesetLanguage::German;
    for (text, letters, expected) in [
        (
            "Freistaat fördert Neubau für 14 staatliche Museen im Land",
            36,
            &["Freistaat fördert Neubau", "für 14 staatliche Museen im Land"][..],
        ),
        (
            "Verkehr: Neue Brücke wird von Montag an gesperrt",
            38,
            &["Verkehr: Neue Brücke wird", "von Montag an gesperrt"],
        ),
        (
            "Künstliche Intelligenz: Sachsen verbindet seine Kompetenzen",
            40,
            &["Künstliche Intelligenz:", "Sachsen verbindet seine Kompetenzen"],
        ),
        (
            "Minister eröffnet die Ausstellung »Moor und Mensch« im Museum",
            40,
            &["Minister eröffnet die Ausstellung", "»Moor und Mensch« im Museum"],
        ),
        (
            "Aus- und Weiterbildung werden besser gefördert",
            30,
            &["Aus- und Weiterbildung", "werden besser gefördert"],
        ),
        (
            "Der wissenschaftliche Direktor am Zentrum, Prof.\u{A0}Sebastian\u{A0}M.\u{A0}Muster ergänzt:",
            46,
            &[
                "Der wissenschaftliche Direktor am Zentrum,",
                "Prof.\u{A0}Sebastian\u{A0}M.\u{A0}Muster ergänzt:",
            ],
        ),
        (
            "Einladung: Präsidentin Dr.\u{A0}Ina Beispiel stellt den Bericht vor",
            40,
            &["Einladung: Präsidentin Dr.\u{A0}Ina Beispiel", "stellt den Bericht vor"],
        ),
        ("Kurz und gut", 40, &["Kurz und gut"]),
    ] {
        assert_eq!(lines(text, letters, german), expected);
    }
}

#[test]
fn other_languages_have_their_own_words() {
    assert_eq!(
        lines(
            "Ministry opens the new museum of the moor in Musterstadt",
            36,
            TypesetLanguage::English
        ),
        ["Ministry opens the new museum", "of the moor in Musterstadt"]
    );
    assert_eq!(
        lines("Kraj otevírá nové muzeum pro děti a mládež", 30, TypesetLanguage::Czech),
        ["Kraj otevírá nové muzeum", "pro děti a mládež"]
    );
}

#[test]
fn a_house_breaks_as_its_sender() {
    let name = "Sächsisches Staatsministerium für Wissenschaft, Kultur und Tourismus";
    let at = |word: &str| name.find(word).unwrap_or(0);
    let starts = [at("Staatsministerium"), at("für"), at("Kultur")];
    assert_eq!(
        preferred(name, 50, TypesetLanguage::German, &starts),
        ["Sächsisches Staatsministerium", "für Wissenschaft, Kultur und Tourismus"]
    );
}

#[test]
fn what_cannot_be_broken_is_left_to_the_engine() {
    let long = "Rechtsschutzversicherungsgesellschaften streiten";
    assert_eq!(lines(long, 20, TypesetLanguage::German), [long]);
    // As many words as lines.
    assert_eq!(lines("Moor Moor", 5, TypesetLanguage::German), ["Moor", "Moor"]);
    assert_eq!(lines("für 14", 4, TypesetLanguage::German), ["für", "14"]);
}

#[test]
fn no_line_is_wider_than_the_room() {
    let text = "Das Land ordnet seine Muster neu und prüft dabei 14 Verfahren, die seit 2019 gelten, auf ihre Tauglichkeit im Alltag";
    for letters in 14..60 {
        let lines = lines(text, letters, TypesetLanguage::German);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| line.chars().count() <= letters), "{lines:?}");
        assert!(lines.iter().all(|line| !line.ends_with(" 14")), "{lines:?}");
    }
}
