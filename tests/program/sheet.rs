//! The sheet of a real release: where its pages break, and in which order it is heard.

use crate::programs::output_of;
use crate::test::{Ran, Test};

const RELEASE: &[u8] = include_bytes!("../../fixtures/releases/accepted/ki-vernetzungstreffen.md");

fn render() -> Ran {
    Test::new("render a.md").file("a.md", RELEASE).any_stderr().run()
}

/// The lines of a page.
fn page(ran: &Ran, number: &str) -> Vec<String> {
    let file = ran.path("a.pdf").to_string_lossy().into_owned();
    let text = output_of("pdftotext", &["-f", number, "-l", number, "-layout", &file, "-"])
        .expect("pdftotext");
    text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

#[test]
fn its_first_page_ends_with_the_minister_s_quote() {
    let ran = render();
    let first = page(&ran, "1");
    let end = first.iter().position(|line| line.ends_with("zu machen.«")).expect("the quote's end");
    // Behind it come the disclaimer and the foot only.
    let behind = first[end + 1..].join(" ");
    assert!(behind.trim_start_matches(['*', ' ']).starts_with("Kein Zugang für"), "{behind}");
    assert_eq!(first.last().map(String::as_str), Some("Seite 1 von 2"));
    let second = page(&ran, "2");
    let opening = second.iter().find(|line| line.starts_with("Der wissenschaftliche Direktor"));
    // Above it stand the running head and the mark only.
    let before: Vec<_> = second.iter().take_while(|line| Some(*line) != opening).collect();
    assert!(opening.is_some() && before.len() <= 5, "{second:?}");
    assert_eq!(second.last().map(String::as_str), Some("Seite 2 von 2"));
}

#[test]
fn it_is_heard_in_the_order_of_its_sense() {
    let ran = render();
    let file = ran.path("a.pdf").to_string_lossy().into_owned();
    let heard = output_of("pdfinfo", &["-struct-text", &file]).expect("pdfinfo");
    let order = [
        "\"Medieninformation\"",
        "Sächsisches Staatsministerium",
        "25.11.2022",
        "H1 ",
        "Rund 100 Fachleute",
        "L (block)",
        "Ihr Ansprechpartner",
        "falk.lange@smwk.sachsen.de",
        "Note <Note 1>",
        "Kein Zugang",
        "Hausanschrift",
        "Künstliche Intelligenz",
        "H2 ",
        "BlockQuote",
        "L (block)",
        "Medien:",
        "Links:",
    ];
    let mut from = 0;
    for piece in order {
        let at = heard[from..].find(piece).unwrap_or_else(|| panic!("{piece} in its place"));
        from += at;
    }
}
