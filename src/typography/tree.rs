//! Setting over a whole paragraph: marks and spaces are judged by their
//! neighbours, also across emphasis and links. A passage in another language is
//! judged by itself.

use std::ops::Range;

use super::{TypesetLanguage, bind, quotes};
use crate::body::{Inline, InlineKind};
use crate::letterhead::QuoteStyle;

/// Stands for what is no text of this language: inline code, a picture, a passage.
const OBJECT: char = '\u{FFFC}';

/// A plain field as it is set.
pub(crate) fn set_text(text: &str, language: TypesetLanguage, style: QuoteStyle) -> String {
    bind(&quotes::set(text, language, style), language)
}

/// The inlines of a paragraph as they are set. Only quotes and spaces change, each
/// into one other character, so the tree keeps its shape.
pub(crate) fn set_inlines(
    inlines: &[Inline],
    language: TypesetLanguage,
    style: QuoteStyle,
) -> Vec<Inline> {
    let mut flat = String::new();
    flatten(inlines, &mut flat);
    let set = set_text(&flat, language, style);
    rebuild(inlines, &mut set.chars(), style)
}

/// The bytes of a straight quote that has no partner in its text.
pub(crate) fn unbalanced_in_text(
    text: &str,
    language: TypesetLanguage,
    style: QuoteStyle,
) -> Option<Range<usize>> {
    let at = quotes::unbalanced(text, language, style)?;
    let start = text.char_indices().nth(at)?.0;
    Some(start..start + 1)
}

/// The bytes of the source in which a straight quote without a partner stands: the quote itself,
/// or its piece of text where that is written with entities or escapes.
pub(crate) fn unbalanced_in_inlines(
    inlines: &[Inline],
    language: TypesetLanguage,
    style: QuoteStyle,
) -> Option<Range<usize>> {
    let mut flat = String::new();
    flatten(inlines, &mut flat);
    let mut before = quotes::unbalanced(&flat, language, style)?;
    let mut found = None;
    each_piece(inlines, &mut |inline, count| {
        if found.is_none() && before < count {
            let place = &inline.span.0;
            let text = match &inline.kind {
                InlineKind::Text(text) if text.len() == place.len() => text,
                _ => "",
            };
            let start = text.char_indices().nth(before).map(|(start, _)| place.start + start);
            found = Some(start.map_or(place.clone(), |start| start..start + 1));
        }
        before = before.saturating_sub(count);
    });
    found
}

/// All that takes part in the flat text, each with the number of its characters there.
fn each_piece<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Inline, usize)) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => visit(inline, text.chars().count()),
            InlineKind::Footnote(_) => {}
            InlineKind::Link { content, bare: false, .. }
            | InlineKind::Emphasis(content)
            | InlineKind::Strong(content) => each_piece(content, visit),
            _ => visit(inline, 1),
        }
    }
}

/// One character for each that can change; a line end in the source is a space.
fn flatten(inlines: &[Inline], flat: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => flat.push_str(text),
            InlineKind::SoftBreak => flat.push(' '),
            InlineKind::HardBreak => flat.push('\n'),
            InlineKind::Code(_) | InlineKind::Picture(_) | InlineKind::Passage { .. } => {
                flat.push(OBJECT);
            }
            // An address is shown as it is.
            InlineKind::Link { bare: true, .. } => flat.push(OBJECT),
            InlineKind::Footnote(_) => {}
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Link { content, .. } => flatten(content, flat),
        }
    }
}

fn rebuild(inlines: &[Inline], set: &mut std::str::Chars<'_>, style: QuoteStyle) -> Vec<Inline> {
    inlines.iter().map(|inline| rebuild_one(inline, set, style)).collect()
}

fn rebuild_one(inline: &Inline, set: &mut std::str::Chars<'_>, style: QuoteStyle) -> Inline {
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
        InlineKind::Passage { language, content } => {
            set.next();
            let content = set_inlines(content, TypesetLanguage::from(language), style);
            InlineKind::Passage { language: language.clone(), content }
        }
        InlineKind::Emphasis(content) => InlineKind::Emphasis(rebuild(content, set, style)),
        InlineKind::Strong(content) => InlineKind::Strong(rebuild(content, set, style)),
        InlineKind::Link { url, content, bare } => InlineKind::Link {
            url: url.clone(),
            content: rebuild(content, set, style),
            bare: *bare,
        },
    };
    Inline { kind, span: inline.span.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body;

    fn set(markdown: &str) -> String {
        let (inlines, _) = body::parse_inline(markdown);
        let set = set_inlines(&inlines, TypesetLanguage::German, QuoteStyle::Guillemets);
        body::plain_text(&set).replace('\u{A0}', "~")
    }

    #[test]
    fn marks_and_spaces_reach_across_emphasis_and_links() {
        for (markdown, expected) in [
            ("\"*Ja*\", sagte **Dr.** Muster", "»Ja«, sagte Dr.~Muster"),
            ("*\"Ja\"* und [\"Nein\"](https://example.org).", "»Ja« und »Nein«."),
            ("um **9** Uhr am *25.* November", "um 9~Uhr am 25.~November"),
            ("`\"roh\"` und https://example.org/\"x", "`\"roh\"` und https://example.org/\"x"),
            ("\"Bitte [\"save the date\"]{lang=en}\", 9 %", "»Bitte “save the date”«, 9~%"),
            ("[\"voilà\"]{lang=fr} und [\"tak\"]{lang=hr}", "«voilà» und \"tak\""),
            ("am 25.\nNovember", "am 25.~November"),
        ] {
            assert_eq!(set(markdown), expected);
        }
    }
}
