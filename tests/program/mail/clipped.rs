//! HTML that a mail program would clip: long tables are shortened in it, and in nothing else.

use std::fmt::Write;

use super::parsed::Parsed;
use crate::test::{Ran, Test};

const HOUSE: &str = "id = \"h\"\nname = \"Haus\"\n[[contacts]]\nname = \"M\"\nphone = \"+49 30 1234567\"\n\
                     [mail]\nfrom = \"presse@haus.example\"\n";

/// A table of so many rows; the footnote stands in the last.
fn table(name: &str, rows: usize, note: &str) -> String {
    let mut table = format!("| {name} | Einwohner | Fläche |\n| :-- | --: | --: |\n");
    for row in 1..=rows {
        let mark = if row == rows { note } else { "" };
        writeln!(table, "| {name} {row}{mark} | {} | {} |", row * 7, row * 3).expect("a text");
    }
    table
}

fn release(language: &str, body: &str) -> String {
    format!(
        "---\nletterhead: haus.toml\nid: h-1\nlanguage: {language}\ndate: 2022-11-25\n\
         headline: Zahlen\n---\nVorweg ein Satz.\n\n{body}\n"
    )
}

fn composed(release: &str, house: &str, stderr: &str) -> Ran {
    Test::new("mail compose --max-pages 60 -o a.eml release.md")
        .file("release.md", release)
        .file("haus.toml", house)
        .stderr(stderr)
        .run()
}

/// The HTML part as it is sent.
fn sent_html(message: &[u8]) -> String {
    let text = String::from_utf8(message.to_vec()).expect("a message is ASCII");
    let (_, behind) = text.split_once("Content-Type: text/html").expect("a part in HTML");
    let (_, body) = behind.split_once("\r\n\r\n").expect("a body");
    body.split_once("\r\n--=_").expect("an end").0.to_owned()
}

const SHORTENED: &str = "note[mail-html-large]: the HTML of the message would have";

#[test]
fn the_longest_tables_are_shortened() {
    let body = [
        table("Kreis", 30, ""),
        "\nDann die Orte.\n\n".to_owned(),
        table("Ort", 400, "[^1]"),
        "\n[^1]: Der letzte Ort.\n".to_owned(),
    ]
    .concat();
    let ran = Test::new("mail compose --max-pages 60 -o a.eml release.md")
        .file("release.md", release("de", &body))
        .file("haus.toml", HOUSE)
        .any_stderr()
        .run();
    assert!(ran.stderr.contains(SHORTENED), "{}", ran.stderr);
    assert!(ran.stderr.contains("they stand whole in the PDF and in the plain text"));
    let message = ran.bytes("a.eml");
    let size = sent_html(&message).len();
    assert!((90_000..100_000).contains(&size), "{size}");
    let parsed = Parsed::new(&message);
    let (html, text) = (parsed.html(), parsed.text());
    assert!(html.contains("Die vollständige Tabelle (400 Zeilen) steht im PDF."));
    assert_eq!(html.matches("Die vollständige Tabelle").count(), 1);
    for row in 1..=30 {
        assert!(html.contains(&format!(">Kreis {row}</td>")), "{row}");
    }
    let kept = (1..=400).filter(|row| html.contains(&format!(">Ort {row}</td>"))).count();
    assert!((100..400).contains(&kept), "{kept}");
    // The rows that stay are the first, and the text has them all.
    assert!((1..=kept).all(|row| html.contains(&format!(">Ort {row}</td>"))));
    assert!((1..=400).all(|row| text.contains(&format!("Ort {row}"))));
    assert!(!text.contains("vollständige"));
    // The note is there, and leads back nowhere.
    assert!(html.contains("Der letzte Ort.") && !html.contains("#mark-1"));
    // Once more, the same.
    let again = composed(&release("de", &body), HOUSE, &ran.stderr);
    assert_eq!(again.bytes("a.eml"), message);
}

#[test]
fn every_language_and_every_house_has_words_for_it() {
    let body = table("Ort", 400, "");
    let own = format!("{HOUSE}[labels.de]\nwhole_table = \"Alle {{rows}} Orte: siehe Anlage\"\n");
    for (language, house, words) in [
        ("de", own.as_str(), "Alle 400 Orte: siehe Anlage"),
        ("en", HOUSE, "The whole table (400 rows) is in the PDF."),
        ("hsb", HOUSE, "Dospołna tabela (ličba rjadow: 400) steji w PDF-dataji."),
        ("cs", HOUSE, "Úplná tabulka (počet řádků: 400) je v PDF."),
        ("pl", HOUSE, "Pełna tabela (liczba wierszy: 400) znajduje się w pliku PDF."),
    ] {
        let ran = Test::new("mail compose --max-pages 60 -o a.eml release.md")
            .file("release.md", release(language, &body))
            .file("haus.toml", house)
            .any_stderr()
            .run();
        let html = Parsed::new(&ran.bytes("a.eml")).html().replace('\u{A0}', " ");
        assert!(html.contains(words), "{language}");
    }
}

#[test]
fn a_long_text_is_a_note() {
    let paragraph = "Das ist ein Satz, der sich wiederholt und nichts sagt. ".repeat(20);
    let body = format!("{paragraph}\n\n").repeat(100);
    let ran = Test::new("mail compose --max-pages 90 -o a.eml release.md")
        .file("release.md", release("de", &body))
        .file("haus.toml", HOUSE)
        .any_stderr()
        .run();
    let said = "bytes; Gmail shows some 102,000 and hides the rest\n--> release.md\n |\n = help: shorten the text";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(Parsed::new(&ran.bytes("a.eml")).html().matches("wiederholt").count() == 2_000);
}
