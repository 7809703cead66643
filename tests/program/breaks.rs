//! Line and page breaks that the engine has no setting for, read off the finished file.

use std::fmt::Write as _;

use crate::programs::output_of;
use crate::test::{Ran, Test};

/// A column of 62 mm, in which every second line would end with a hyphen.
const NARROW: &str = "\
id = \"eng\"
name = \"Amt\"
[theme.measures]
text_width = 62
[theme.sizes]
kind = 14
";

const LONG: &[&str] = &[
    "Wissenschaftsministerium",
    "Verkehrsinfrastruktur",
    "Haushaltsgesetzgebung",
    "Landesentwicklungsplanung",
    "Hochschulfinanzierung",
    "Naturschutzverordnung",
    "Digitalisierungsstrategie",
    "Energieversorgungsunternehmen",
    "Forschungseinrichtungen",
    "Bürgerbeteiligungsverfahren",
    "Krankenhausfinanzierung",
    "Gleichstellungsbeauftragte",
    "Katastrophenschutzbehörden",
    "Wirtschaftsförderung",
];
const SHORT: &[&str] = &["und", "die", "für", "mit", "auf", "der", "den", "von", "nach", "das"];

/// Fourteen paragraphs of long words, other ones for each seed.
fn release(seed: u32) -> String {
    let mut state = seed;
    let mut next = |below: usize| {
        // A linear congruential generator (Numerical Recipes): the same words everywhere.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut text = "---\ndate: 2026-11-23\nheadline: Lange Wörter\n---\n".to_owned();
    for _ in 0..14 {
        text.push_str("Nun");
        for _ in 0..30 + next(30) {
            let words = if next(100) < 55 { LONG } else { SHORT };
            let _ = write!(text, " {}", words[next(words.len())]);
        }
        text.push_str(".\n\n");
    }
    text
}

/// The lines of the text column, page by page, without head and foot.
fn pages(ran: &Ran, file: &str, width: &str) -> Vec<Vec<String>> {
    let file = ran.path(file).to_string_lossy().into_owned();
    // From the left margin on, from the upper edge of the text to the bottom margin, in pt.
    let column = ["-x", "60", "-y", "90", "-W", width, "-H", "672"];
    let arguments = [&column[..], &["-layout", &file, "-"]].concat();
    let text = output_of("pdftotext", &arguments).expect("pdftotext");
    let lines = |page: &str| {
        let lines = page.lines().map(|line| line.trim_end().to_owned());
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    text.split('\u{c}').map(lines).filter(|lines| !lines.is_empty()).collect()
}

fn is_hyphenated(line: &str) -> bool {
    line.ends_with(['-', '\u{AD}'])
}

#[test]
fn no_word_breaks_over_a_page_and_no_four_hyphens_stand_in_a_row() {
    for seed in 1..=6 {
        let ran = Test::new("render a.md --letterhead eng.toml")
            .file("a.md", release(seed))
            .file("eng.toml", NARROW)
            .any_stderr()
            .run();
        let pages = pages(&ran, "a.pdf", "195");
        assert!(pages.len() > 4, "{} pages", pages.len());
        let mut in_a_row = 0;
        let mut hyphens = 0;
        for page in &pages {
            for line in page {
                in_a_row = if is_hyphenated(line) { in_a_row + 1 } else { 0 };
                hyphens += usize::from(is_hyphenated(line));
                assert!(in_a_row <= 3, "seed {seed}: four hyphens in a row at {line:?}");
            }
            let last = page.last().expect("a page has lines");
            assert!(!is_hyphenated(last), "seed {seed}: {last:?} breaks over the page");
        }
        // Not by breaking nothing.
        assert!(hyphens >= 10, "seed {seed}: {hyphens} hyphens");
    }
}

#[test]
fn a_last_page_of_two_lines_is_saved_by_tighter_lines() {
    let sentence = "Der Landtag hat die Verordnung am Mittwoch in zweiter Lesung beraten und mit \
                    großer Mehrheit angenommen.";
    let mut saved = 0;
    for sentences in 35..75 {
        let mut text =
            "---\nletterhead: neutral\ndate: 2026-11-23\nheadline: Kurz\n---\n".to_owned();
        for paragraph in vec![sentence; sentences].chunks(5) {
            let _ = write!(text, "{}\n\n", paragraph.join(" "));
        }
        let ran = Test::new("render -q a.md").file("a.md", text).run();
        let pages = pages(&ran, "a.pdf", "360");
        let lines: Vec<_> = pages.iter().map(Vec::len).collect();
        let last = lines.last().copied().unwrap_or_default();
        assert!(last > 2, "{sentences} sentences: {lines:?}");
        // Set as loosely as ever, a page holds 44 lines.
        saved += usize::from(lines.iter().any(|lines| *lines > 44));
    }
    assert!(saved > 0, "no length among them would have had a short last page");
}

#[test]
fn a_kicker_goes_over_a_page_end_with_its_headline() {
    let mut pages_of_kickers = Vec::new();
    for words in (340..=450).step_by(6) {
        // Only a reference stands above a kicker: one so long that the page ends there.
        let reference = vec!["Moor"; words].join(" ");
        let text = format!(
            "---\nletterhead: neutral\ndate: 2026-11-23\nrefers_to:\n  headline: {reference}\n\
             kicker: Digitale Verwaltung\nheadline: Torfmoos breitet sich aus\n---\nAm Oberen See.\n"
        );
        let ran = Test::new("render -q a.md").file("a.md", text).run();
        let pages = pages(&ran, "a.pdf", "360");
        let page_of = |words: &str| {
            pages.iter().position(|lines| lines.iter().any(|line| line.contains(words)))
        };
        let kicker = page_of("Digitale Verwaltung").expect("the kicker is set");
        assert_eq!(Some(kicker), page_of("Torfmoos"), "{words} words");
        pages_of_kickers.push(kicker);
    }
    // The page ended at each of their lines.
    assert_eq!(pages_of_kickers.first(), Some(&0));
    assert_eq!(pages_of_kickers.last(), Some(&1));
}
