//! Bounds of what can be set in bounded time and written into a PDF.

use crate::body::{self, limits};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::read::{FieldMap, MAX_FIELD};
use crate::release::Release;

/// `release-too-large`: paragraphs that take the engine too long.
pub(super) fn paragraphs(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    release.body.each_block(&mut |block| {
        for inlines in body::own_inlines(block) {
            // A text of few bytes cannot have many characters.
            let span = &block.span.0;
            if span.len() <= limits::PARAGRAPH {
                continue;
            }
            let count = body::plain_text(inlines).chars().count();
            if count > limits::PARAGRAPH {
                let limit = limits::PARAGRAPH;
                let message = message!(
                    "a paragraph of {count} characters; at most {limit} are set",
                    count,
                    limit
                );
                let diagnostic = Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
                    .with("what", "paragraph")
                    .hint("part it by blank lines");
                let label = "begins here".to_owned();
                let range = span.start..span.start + 1;
                found.push(fields.place("body", Finding { diagnostic, range, label }));
            }
        }
    });
    found
}

/// `release-too-large`: texts that go into one string of the PDF (ISO 32000-1,
/// annex C: 32,767 bytes).
pub(super) fn strings(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let keywords: usize = release.keywords.iter().map(|word| word.encode_utf16().count() + 2).sum();
    if keywords > MAX_FIELD {
        let message = message!(
            "keywords of {keywords} characters; at most {limit} are kept",
            keywords,
            limit = MAX_FIELD
        );
        let error = Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
            .with("what", "keywords")
            .with("count", keywords);
        found.push(fields.mark("keywords", error.hint("a dozen keywords are plenty")));
    }
    for (picture, span) in release.body.pictures() {
        let count = picture.alt.encode_utf16().count();
        if count > MAX_FIELD {
            let message = message!(
                "alternative text of {count} characters; at most {limit} are kept",
                count,
                limit = MAX_FIELD
            );
            let diagnostic = Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
                .with("what", "alternative-text")
                .hint("say in one sentence what can be seen");
            let finding = Finding { diagnostic, range: span.0.clone(), label: String::new() };
            found.push(fields.place("body", finding));
        }
    }
    found
}
