//! Line and page breaks that the engine has no setting for, read off the finished file.

use std::collections::BTreeSet;
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

/// So many sentences with headings, lists, quotations and footnotes among them.
fn mixed(sentences: usize) -> String {
    let mut text = "---\ndate: 2026-11-23\nheadline: Kurz\n---\n".to_owned();
    for at in 0..sentences {
        let sentence = format!("Der Landtag hat die Verordnung {at} in zweiter Lesung beraten.");
        let _ = match at % 13 {
            3 => write!(text, "\n\n## Abschnitt {at}\n\n{sentence}"),
            5 => write!(text, "\n\n- {sentence}\n- Und noch einmal.\n\n"),
            8 => write!(text, " {sentence}[^{at}]\n\n[^{at}]: Drucksache {at}.\n\n"),
            11 => write!(text, "\n\n> {sentence}\n\n"),
            _ => write!(text, " {sentence}"),
        };
    }
    text
}

/// What a step of tightening takes from the distance of two lines, in pt: 0.03 em.
const STEP: f64 = 0.03 * 10.5;

/// The pages of a sheet whose letterhead already sets it as tight as some steps would, the lines
/// of the last one, and the distance of the first two lines of the text, in pt.
fn set_tighter(text: &str, steps: u8) -> (usize, usize, f64) {
    let (steps, contact) =
        (f64::from(steps), "[[contacts]]\nname = \"Rena\"\nphone = \"+49 351 1\"");
    let (leading, paragraph) = (0.7 - 0.03 * steps, 1.15 - 0.05 * steps);
    let heading = 1.5 - 0.06 * steps;
    let letterhead = format!(
        "id = \"eng\"\nname = \"Amt\"\n{contact}\n[theme.spacing]\nleading = {leading}\n\
         paragraph = {paragraph}\nheading_above = {heading}\n"
    );
    let ran = Test::new("render -q a.md --letterhead eng.toml")
        .file("a.md", text)
        .file("eng.toml", letterhead)
        .run();
    let pages = pages(&ran, "a.pdf", "360");
    let file = ran.path("a.pdf").to_string_lossy().into_owned();
    let words = output_of("pdftotext", &["-bbox", "-l", "1", &file, "-"]).expect("pdftotext");
    let place = |word: &str, name: &str| {
        let (_, behind) = word.split_once(name)?;
        behind.split('"').nth(1)?.parse::<f64>().ok()
    };
    let lines: Vec<f64> = words
        .lines()
        .filter(|word| place(word, "xMin").is_some_and(|x| (70.0..71.5).contains(&x)))
        .filter_map(|word| place(word, "yMin"))
        .skip_while(|y| *y < 205.0)
        .collect();
    let distance = lines.get(1).zip(lines.first()).map_or(0.0, |(second, first)| second - first);
    (pages.len(), pages.last().map_or(0, Vec::len), distance)
}

#[test]
fn lines_are_no_tighter_than_it_takes_to_save_a_page() {
    let (_, _, loose) = set_tighter(&mixed(5), 0);
    let mut steps_taken = BTreeSet::new();
    // At these lengths some lines are left for the second and the third page.
    for sentences in (25..30).chain(57..65) {
        let text = mixed(sentences);
        // What the program adds to the steps of the letterhead saves one page.
        let sheets: Vec<_> = (0..=4)
            .map(|steps| {
                let (pages, lines, distance) = set_tighter(&text, steps);
                let all = ((loose - distance) / STEP).round() as u8;
                (pages + usize::from(all > steps), lines, all)
            })
            .collect();
        let (pages, lines, step) = sheets[0];
        if lines <= 4 || step > 0 {
            let first = sheets.iter().position(|sheet| sheet.0 < pages);
            assert_eq!(usize::from(step), first.unwrap_or_default(), "{sentences}: {sheets:?}");
            steps_taken.insert(step);
        }
    }
    assert!(steps_taken.len() > 2, "no step, one and more are needed: {steps_taken:?}");
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
