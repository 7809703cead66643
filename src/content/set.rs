//! The author's text with the quotes and spaces of its language.

use crate::body::{
    Block, BlockKind, Inline, InlineKind, Item, List, Note, Picture, Span, StyledLine, Table,
};
use crate::letterhead::QuoteStyle;
use crate::release::Language;
use crate::typography::{self, TypesetLanguage};

/// Sets quotes and spaces in one language.
#[derive(Clone, Copy)]
pub(super) struct Typographer {
    language: TypesetLanguage,
    quotes: QuoteStyle,
}

impl Typographer {
    pub fn new(language: Language, quotes: QuoteStyle) -> Self {
        Self { language: language.into(), quotes }
    }

    /// A plain field. Line ends in it are spaces.
    pub fn text(&self, text: &str) -> String {
        if text.contains(is_line_end) {
            return self.text(&text.replace(is_line_end, " "));
        }
        typography::set_text(text, self.language, self.quotes)
    }

    /// A plain field that may be absent as running text; empty where it is.
    pub fn optional_text(&self, text: Option<&str>) -> Vec<Inline> {
        let text = text.map(|text| self.text(text)).filter(|text| !text.is_empty());
        text.map(|set| vec![self::text(&set)]).unwrap_or_default()
    }

    /// Running text.
    pub fn inlines(&self, inlines: &[Inline]) -> Vec<Inline> {
        typography::set_inlines(inlines, self.language, self.quotes)
    }

    /// A line with emphasis.
    pub fn line(&self, line: &StyledLine) -> StyledLine {
        StyledLine::of(self.inlines(line.inlines()))
    }

    /// Lines of running text.
    pub fn lines(&self, lines: &[Vec<Inline>]) -> Vec<Vec<Inline>> {
        lines.iter().map(|line| self.inlines(line)).collect()
    }

    /// Running text that may be absent; empty where it is.
    pub fn optional(&self, inlines: Option<&[Inline]>) -> Vec<Inline> {
        inlines.map(|inlines| self.inlines(inlines)).unwrap_or_default()
    }

    /// Blocks; those of a passage in its own language.
    pub fn blocks(&self, blocks: &[Block]) -> Vec<Block> {
        let set = |block: &Block| Block { kind: self.block(&block.kind), span: block.span.clone() };
        blocks.iter().map(set).collect()
    }

    /// Footnotes.
    pub fn notes(&self, notes: &[Note]) -> Vec<Note> {
        let set = |note: &Note| Note { blocks: self.blocks(&note.blocks), ..note.clone() };
        notes.iter().map(set).collect()
    }

    fn block(&self, kind: &BlockKind) -> BlockKind {
        match kind {
            BlockKind::Paragraph(content) => BlockKind::Paragraph(self.inlines(content)),
            BlockKind::Heading { level, content } => {
                BlockKind::Heading { level: *level, content: self.inlines(content) }
            }
            BlockKind::Quote { blocks, speaker } => BlockKind::Quote {
                blocks: self.blocks(blocks),
                speaker: speaker.as_deref().map(|speaker| self.inlines(speaker)),
            },
            BlockKind::List(list) => BlockKind::List(List {
                items: list.items.iter().map(|item| self.item(item)).collect(),
                ..*list
            }),
            BlockKind::Table(table) => BlockKind::Table(Table {
                columns: table.columns.clone(),
                header: self.lines(&table.header),
                rows: table.rows.iter().map(|row| self.lines(row)).collect(),
            }),
            BlockKind::Picture(picture) => BlockKind::Picture(Picture {
                caption: picture.caption.as_ref().map(|caption| self.line(caption)),
                ..picture.clone()
            }),
            BlockKind::ThematicBreak => BlockKind::ThematicBreak,
            BlockKind::Event => BlockKind::Event,
            BlockKind::Passage { language, blocks } => {
                let inner = Self { language: TypesetLanguage::from(language), ..*self };
                BlockKind::Passage { language: language.clone(), blocks: inner.blocks(blocks) }
            }
        }
    }

    fn item(&self, item: &Item) -> Item {
        Item { blocks: self.blocks(&item.blocks), span: item.span.clone() }
    }
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A plain text that stands nowhere in the author's own.
pub(super) fn text(text: &str) -> Inline {
    inline(InlineKind::Text(text.to_owned()))
}

/// A text, as a link where there is a target. One that is itself an address is never
/// hyphenated.
pub(super) fn linked(url: Option<&str>, shown: String) -> Inline {
    let Some(url) = url else { return text(&shown) };
    let bare = !shown.contains(' ') && shown.contains(['@', '.', '/']);
    inline(InlineKind::Link { url: url.to_owned(), content: vec![text(&shown)], bare })
}

/// A line with emphasis, as a link where there is a target.
pub(super) fn linked_line(url: Option<&str>, line: &StyledLine) -> Vec<Inline> {
    let content = line.inlines().to_vec();
    match (url, content.as_slice()) {
        (Some(_), [Inline { kind: InlineKind::Text(shown), .. }]) => {
            vec![linked(url, shown.clone())]
        }
        (Some(url), _) => {
            vec![inline(InlineKind::Link { url: url.to_owned(), content, bare: false })]
        }
        (None, _) => content,
    }
}

/// An inline that stands nowhere in the author's text.
pub(super) fn inline(kind: InlineKind) -> Inline {
    Inline { kind, span: Span::default() }
}
