//! Running text as passages: through escapes, entities and soft hyphens to the characters typed.

use std::ops::Range;

use super::passage::{KnownField, PassageWriter};
use crate::body::{self, Block, BlockKind, Inline, InlineKind};
use crate::output::typst::printed_address;

/// The longest entity: `&CounterClockwiseContourIntegral;`.
const MAX_ENTITY: usize = 34;
/// A wish for a break.
const SOFT_HYPHEN: &str = "\u{AD}";

/// A field of running text.
pub(super) struct RunningText<'a> {
    pub field: Option<KnownField>,
    /// Its text, in which inlines have their places.
    pub typed: &'a str,
}

impl<'a> RunningText<'a> {
    /// The field of a path.
    pub fn of(writer: &mut PassageWriter<'a>, path: &str) -> Self {
        Self { field: writer.field(path), typed: writer.typed(path).unwrap_or_default() }
    }

    /// Blocks, each text in them a passage.
    pub fn blocks(&self, blocks: &[Block], writer: &mut PassageWriter<'_>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                    self.passage(content, writer);
                }
                BlockKind::Quote { blocks, speaker } => {
                    self.blocks(blocks, writer);
                    if let Some(speaker) = speaker {
                        self.passage(speaker, writer);
                    }
                }
                BlockKind::List(list) => {
                    list.items.iter().for_each(|item| self.blocks(&item.blocks, writer));
                }
                BlockKind::Table(table) => {
                    let cells = table.header.iter().chain(table.rows.iter().flatten());
                    cells.for_each(|cell| self.passage(cell, writer));
                }
                BlockKind::Picture(picture) => {
                    if let Some(caption) = &picture.caption {
                        self.passage(caption.inlines(), writer);
                    }
                }
                BlockKind::Passage { blocks, .. } => self.blocks(blocks, writer),
                BlockKind::ThematicBreak | BlockKind::Event => {}
            }
        }
    }

    /// Inlines as a passage of their own.
    pub fn passage(&self, inlines: &[Inline], writer: &mut PassageWriter<'_>) {
        self.inlines(inlines, writer);
        writer.end();
    }

    /// Goes on with inlines.
    pub fn inlines(&self, inlines: &[Inline], writer: &mut PassageWriter<'_>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, &inline.span.0, true, writer),
                InlineKind::Code(text) => self.text(text, &inline.span.0, false, writer),
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Passage { content, .. } => self.inlines(content, writer),
                InlineKind::Link { url, content, .. } => {
                    self.inlines(content, writer);
                    self.address(url, &inline.span.0, writer);
                }
                InlineKind::HardBreak | InlineKind::SoftBreak => writer.end_word(),
                InlineKind::Picture(_) => writer.end_word(),
                InlineKind::Footnote(_) => {}
            }
        }
    }

    /// The address of a link, which some sheets show behind its words.
    fn address(&self, url: &str, link: &Range<usize>, writer: &mut PassageWriter<'_>) {
        let Some(shown) = printed_address(url) else { return };
        // What stands right behind the words, as a full stop does, is no part of them.
        let Some(whole) = self.typed.get(link.clone()) else { return };
        let place = whole.rfind(shown).map(|at| link.start + at);
        writer.address(shown, |at, c| {
            let start = place? + at;
            self.field.as_ref()?.origin(start..start + c.len_utf8())
        });
    }

    fn text(
        &self,
        text: &str,
        span: &Range<usize>,
        has_escapes: bool,
        writer: &mut PassageWriter<'_>,
    ) {
        let raw = self.typed.get(span.clone()).unwrap_or_default();
        let mut at = 0;
        let mut is_traced = true;
        for c in text.chars() {
            let found = if is_traced { written(raw, at, c, has_escapes) } else { None };
            let Some(range) = found else {
                // What follows has no sure place any more.
                is_traced = false;
                writer.character(c, None);
                continue;
            };
            at = range.end;
            let part = span.start + range.start..span.start + range.end;
            let origin = self.field.as_ref().and_then(|field| field.origin(part));
            writer.character(c, origin);
        }
    }
}

/// What was written for a character, from a place of the raw text on.
fn written(raw: &str, at: usize, wanted: char, has_escapes: bool) -> Option<Range<usize>> {
    let rest = raw.get(at..)?;
    let first = rest.chars().next()?;
    let length = first.len_utf8();
    if has_escapes && first == '\\' {
        let behind = rest.chars().nth(1).filter(char::is_ascii_punctuation);
        if behind == Some(wanted) {
            return Some(at..at + 2);
        }
    }
    if has_escapes && first == '&' {
        let end = rest.bytes().take(MAX_ENTITY).position(|byte| byte == b';');
        if let Some(entity) = end.and_then(|end| rest.get(..=end))
            && let Some(character) = body::entities(entity).next().map(|(_, character)| character)
        {
            if character.chars().eq([wanted]) {
                return Some(at..at + entity.len());
            }
            if character == SOFT_HYPHEN {
                return written(raw, at + entity.len(), wanted, has_escapes);
            }
        }
    }
    if first == wanted || first.is_whitespace() && wanted.is_whitespace() {
        return Some(at..at + length);
    }
    // A wish for a break is no part of the text.
    if rest.starts_with(SOFT_HYPHEN) {
        written(raw, at + length, wanted, has_escapes)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_as_they_were_typed() {
        let traced = |text: &str, raw: &str| {
            let mut at = 0;
            let pieces = text.chars().map(|c| {
                let range = written(raw, at, c, true)?;
                at = range.end;
                raw.get(range)
            });
            pieces.collect::<Option<Vec<_>>>().map(|pieces| pieces.join("|"))
        };
        assert_eq!(traced("a*b", r"a\*b").as_deref(), Some(r"a|\*|b"));
        assert_eq!(traced("für", "f&uuml;r").as_deref(), Some("f|&uuml;|r"));
        assert_eq!(traced("R&D", "R&D").as_deref(), Some("R|&|D"));
        assert_eq!(traced("abc", "a\u{AD}b&shy;c").as_deref(), Some("a|b|c"));
        assert_eq!(traced("ab", "ac"), None);
    }
}
