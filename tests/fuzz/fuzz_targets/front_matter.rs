//! Any bytes as a release in each of the four forms: read and judged by every
//! rule. No place may lie outside the text or inside a character.
#![no_main]

use letterpress::diagnostic::Diagnostic;
use letterpress::source::{Format, Source};
use letterpress::{Job, Typesetter, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Markdown, Format::Yaml, Format::Toml, Format::Json] {
        match read::source("release", format, bytes.to_vec(), 4 << 20) {
            Ok(source) => places(&check(&source)),
            Err(diagnostics) => places(&diagnostics),
        }
    }
});

fn check(source: &Source) -> Vec<Diagnostic> {
    let job = Job::new(source);
    Typesetter::new().check(&job)
}

fn places(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        for label in diagnostic.labels.iter().chain(&diagnostic.inside) {
            assert!(label.source.text().get(label.range.clone()).is_some(), "{diagnostic:?}");
        }
    }
}
