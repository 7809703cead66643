//! Running text as lines.

use super::wrap::{is_space, wrap};
use crate::body::{Inline, InlineKind, Picture};
use crate::content::Document;

/// Writes running text and blocks as lines.
#[derive(Clone, Copy)]
pub(super) struct TextWriter<'a> {
    document: &'a Document<'a>,
}

impl<'a> TextWriter<'a> {
    pub fn new(document: &'a Document<'a>) -> Self {
        Self { document }
    }

    /// A label by its name.
    pub fn label(&self, name: &str) -> &'a str {
        self.document.label(name)
    }

    /// What stands behind an e-mail address: the mark of the disclaimer, if there is one.
    pub fn email_mark(&self) -> String {
        let mark =
            self.document.disclaimer().map(|disclaimer| format!("\u{A0}{}", disclaimer.mark));
        mark.unwrap_or_default()
    }

    /// What stands for a picture.
    pub fn described(&self, alt: &str) -> String {
        self.document.described(alt)
    }

    /// Running text in lines.
    pub fn running(&self, inlines: &[Inline], columns: usize) -> Vec<String> {
        wrap(&self.text(inlines), columns)
    }

    /// Running text in one string; a line end is one that the author asked for.
    pub fn text(&self, inlines: &[Inline]) -> String {
        text_of(inlines, &|picture| self.described(&picture.alt))
    }
}

/// Running text in one string. `described` says what stands for a picture.
pub(super) fn text_of(inlines: &[Inline], described: &dyn Fn(&Picture) -> String) -> String {
    let mut text = String::new();
    collect(inlines, described, &mut text);
    text
}

fn collect(inlines: &[Inline], described: &dyn Fn(&Picture) -> String, text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(piece) | InlineKind::Code(piece) => text.push_str(&one_line(piece)),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Passage { content, .. } => collect(content, described, text),
            InlineKind::Link { url, content, bare } => {
                let shown = text_of(content, described);
                text.push_str(&shown);
                if !bare && !is_same_address(&shown, url) {
                    // An address stays one word, whatever it holds.
                    let url = url.replace(is_space, "%20");
                    text.push_str(&format!(" <{url}>"));
                }
            }
            InlineKind::Picture(picture) if picture.decorative => {}
            InlineKind::Picture(picture) => text.push_str(&described(picture)),
            InlineKind::Footnote(at) => text.push_str(&format!("[{}]", at + 1)),
            InlineKind::HardBreak => text.push('\n'),
            InlineKind::SoftBreak => text.push(' '),
        }
    }
}

/// Line ends in a field are spaces.
fn one_line(text: &str) -> String {
    text.replace(is_space, " ")
}

/// Whether a link shows the address that it leads to, with or without scheme.
fn is_same_address(shown: &str, url: &str) -> bool {
    without_scheme(shown.trim()).eq_ignore_ascii_case(without_scheme(url))
}

fn without_scheme(address: &str) -> &str {
    let schemes = ["https://", "http://", "mailto:", "tel:"];
    let rest = schemes.iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address);
    rest.trim_end_matches('/')
}
