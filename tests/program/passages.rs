//! Passages in another language, as the file names them for those who hear it.

use crate::programs::output_of;
use crate::test::Test;

const RELEASE: &str = "---
letterhead: neutral
date: 2022-11-25
headline: Muster
---
Ein [save the date]{lang=en-GB} mit Note.[^note]

::: {lang=hsb}
Cyły wotrězk.[^note]
:::

[^note]: Eine Anmerkung.
";

/// The file without compression, one object or operator a line.
fn spread(release: &str) -> String {
    let ran = Test::new("render a.md").file("a.md", release).any_stderr().run();
    let pdf = ran.path("a.pdf").display().to_string();
    let file = ran.path("spread.pdf").display().to_string();
    output_of("qpdf", &["--qdf", "--object-streams=disable", &pdf, &file]).expect("qpdf reads it");
    let bytes = std::fs::read(&file).expect("qpdf wrote it");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn the_file_names_the_language_of_each_passage() {
    let file = spread(RELEASE);
    // That of the release stands in the catalogue, that of a paragraph at its tag,
    // that of some words at the words.
    for language in ["/Lang (de)", "/Lang (hsb)", "/Lang(en-GB)"] {
        assert!(file.contains(language), "{language}");
    }
    // No region is inherited or made up.
    for language in ["hsb-", "de-", "en-DE"] {
        assert!(!file.contains(&format!("/Lang ({language}")), "{language}");
        assert!(!file.contains(&format!("/Lang({language}")), "{language}");
    }
}

#[test]
fn plain_text_says_a_passage_as_it_is() {
    let test = Test::new("render --format txt -o - a.md").file("a.md", RELEASE);
    let ran = test.any_stdout().any_stderr().run();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(text.contains("Ein save the date mit Note.[1]"), "{text}");
    assert!(text.contains("\n\nCyły wotrězk.[1]\n\n"), "{text}");
}
