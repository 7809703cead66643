//! Texts as the author typed them, with their places.

use std::ops::Range;

use super::texts::{running_text, styled_lines};
use crate::body::{self, BlockKind, InlineKind};
use crate::diagnostic::{Diagnostic, Finding};
use crate::field::{FieldGroup, Shape, shape_at};
use crate::read::FieldMap;
use crate::release::Release;

/// A piece of text as the author typed it: its field and the place of each of its
/// characters there.
pub(super) struct TypedText<'a> {
    pub path: String,
    pub text: &'a str,
    /// The bytes of the field's text that it came from.
    pub range: Range<usize>,
    /// Whether it stands in a passage in another language, which has its own ways.
    pub is_foreign: bool,
}

/// The texts that are read as writing: headlines, captions, running text.
pub(super) fn pieces<'a>(release: &'a Release, fields: &'a FieldMap) -> Vec<TypedText<'a>> {
    let mut pieces = Vec::new();
    let lines = styled_lines(release);
    for (path, text) in fields.texts() {
        match shape_at(path, Release::FIELDS) {
            Some(Shape::Line) => {
                let range = 0..text.len();
                pieces.push(TypedText { path: path.to_owned(), text, range, is_foreign: false });
            }
            Some(Shape::StyledLine) => {
                let line = lines.iter().find(|(line, _)| line == path);
                add_inlines(&mut pieces, path, line.map_or(&[], |(_, inlines)| *inlines));
            }
            _ => {}
        }
    }
    for (path, inlines) in running_text(release) {
        add_inlines(&mut pieces, &path, inlines);
    }
    let mut passage = 0..0;
    release.body.each_block(&mut |block| {
        if let BlockKind::Passage { .. } = block.kind {
            passage = block.span.0.clone();
        }
        for inlines in body::own_inlines(block) {
            body::each_inline(inlines, &mut |inline| {
                add_text(&mut pieces, "body", &mut passage, inline);
            });
        }
    });
    pieces
}

/// Adds the text of the inlines of a field. A passage is visited before what stands in it.
fn add_inlines<'a>(pieces: &mut Vec<TypedText<'a>>, path: &str, inlines: &'a [body::Inline]) {
    let mut passage = 0..0;
    body::each_inline(inlines, &mut |inline| add_text(pieces, path, &mut passage, inline));
}

/// Adds the text of an inline. `passage` is where the last passage in another language stands.
fn add_text<'a>(
    pieces: &mut Vec<TypedText<'a>>,
    path: &str,
    passage: &mut Range<usize>,
    inline: &'a body::Inline,
) {
    let range = inline.span.0.clone();
    let is_foreign = passage.contains(&range.start);
    match &inline.kind {
        InlineKind::Text(text) => {
            pieces.push(TypedText { path: path.to_owned(), text, range, is_foreign });
        }
        InlineKind::Passage { .. } if !is_foreign => *passage = range,
        _ => {}
    }
}

/// A warning about the bytes `at` of a piece.
pub(super) fn warn(
    piece: &TypedText<'_>,
    at: Range<usize>,
    warning: Diagnostic,
    fields: &FieldMap,
) -> Diagnostic {
    // Where entities or escapes were resolved the piece is shorter than its source:
    // then the mark is looked for there, and without luck all of it is marked.
    let source = fields.text(&piece.path).and_then(|text| text.get(piece.range.clone()));
    let start = if piece.range.len() == piece.text.len() {
        Some(at.start)
    } else {
        source.zip(piece.text.get(at.clone())).and_then(|(source, mark)| source.find(mark))
    };
    let range = match start {
        Some(start) => piece.range.start + start..piece.range.start + start + at.len(),
        None => piece.range.clone(),
    };
    // A place that was looked for may be another one of the same letters.
    let is_certain = piece.range.len() == piece.text.len();
    let warning = if is_certain { warning } else { warning.without_replacement() };
    fields.place(&piece.path, Finding { diagnostic: warning, range, label: String::new() })
}
