//! Setting over a whole paragraph: marks and spaces are judged by their
//! neighbours, also across emphasis and links.

use super::{bind, quotes};
use crate::body::{Inline, InlineKind};
use crate::letterhead::QuoteStyle;
use crate::release::Language;

/// Stands for what is no text: inline code, a picture.
const OBJECT: char = '\u{FFFC}';

/// A plain field as it is set.
pub(crate) fn set_text(text: &str, language: Language, style: QuoteStyle) -> String {
    bind(&quotes::set(text, language, style), language)
}

/// The inlines of a paragraph as they are set. Only quotes and spaces change, each
/// into one other character, so the tree keeps its shape.
pub(crate) fn set_inlines(
    inlines: &[Inline],
    language: Language,
    style: QuoteStyle,
) -> Vec<Inline> {
    let mut flat = String::new();
    flatten(inlines, &mut flat);
    let set = set_text(&flat, language, style);
    rebuild(inlines, &mut set.chars())
}

/// One character for each that can change; a line end in the source is a space.
fn flatten(inlines: &[Inline], flat: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => flat.push_str(text),
            InlineKind::SoftBreak => flat.push(' '),
            InlineKind::HardBreak => flat.push('\n'),
            InlineKind::Code(_) | InlineKind::Picture(_) => flat.push(OBJECT),
            // An address is shown as it is.
            InlineKind::Link { bare: true, .. } => flat.push(OBJECT),
            InlineKind::Footnote(_) => {}
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Link { content, .. } => flatten(content, flat),
        }
    }
}

fn rebuild(inlines: &[Inline], set: &mut std::str::Chars<'_>) -> Vec<Inline> {
    let one = |inline: &Inline| {
        let kind = match &inline.kind {
            InlineKind::Text(text) => {
                InlineKind::Text(set.by_ref().take(text.chars().count()).collect())
            }
            InlineKind::SoftBreak => InlineKind::Text(set.by_ref().take(1).collect()),
            InlineKind::HardBreak
            | InlineKind::Code(_)
            | InlineKind::Picture(_)
            | InlineKind::Link { bare: true, .. } => {
                set.next();
                inline.kind.clone()
            }
            InlineKind::Footnote(note) => InlineKind::Footnote(*note),
            InlineKind::Emphasis(content) => InlineKind::Emphasis(rebuild(content, set)),
            InlineKind::Strong(content) => InlineKind::Strong(rebuild(content, set)),
            InlineKind::Link { url, content, bare } => {
                InlineKind::Link { url: url.clone(), content: rebuild(content, set), bare: *bare }
            }
        };
        Inline { kind, span: inline.span.clone() }
    };
    inlines.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body;

    fn set(markdown: &str) -> String {
        let (inlines, _) = body::parse_inline(markdown);
        let set = set_inlines(&inlines, Language::German, QuoteStyle::Guillemets);
        body::plain_text(&set).replace('\u{A0}', "~")
    }

    #[test]
    fn marks_and_spaces_reach_across_emphasis_and_links() {
        for (markdown, expected) in [
            ("\"*Ja*\", sagte **Dr.** Muster", "»Ja«, sagte Dr.~Muster"),
            ("*\"Ja\"* und [\"Nein\"](https://example.org).", "»Ja« und »Nein«."),
            ("um **9** Uhr am *25.* November", "um 9~Uhr am 25.~November"),
            ("`\"roh\"` und https://example.org/\"x", "`\"roh\"` und https://example.org/\"x"),
            ("am 25.\nNovember", "am 25.~November"),
        ] {
            assert_eq!(set(markdown), expected);
        }
    }
}
