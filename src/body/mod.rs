//! The body of a release: Markdown as a closed tree of blocks and inlines.
//!
//! CommonMark with tables and footnotes goes in ([`parse()`]); what comes out
//! knows neither Markdown nor the page. Every node keeps the bytes of the text
//! that it came from. What the sheet cannot carry (raw HTML, code blocks, a
//! level-1 heading) is a [`Finding`], never silently dropped.

mod bounds;
mod entity;
mod language;
mod line;
mod parse;
mod plain;
pub(crate) mod scripts;
#[cfg(test)]
mod tests;
mod walk;
mod wishes;

use std::ops::Range;

pub(crate) use bounds::check_nesting;
pub(crate) use entity::{damaged_entities, entities, without_entities};
pub use language::LanguageTag;
pub use line::StyledLine;
pub(crate) use plain::{is_invisible, plain_form, plain_words};
pub use walk::each_inline;
pub(crate) use walk::own_inlines;
pub(crate) use wishes::{wishes, without_soft_hyphens};

use serde::Serialize;

use crate::diagnostic::Finding;
use crate::limits::TextLimits;

/// Where a node lies in the text of its field, in bytes.
///
/// A place is not part of a value: two spans always compare equal, so that
/// the same text read from two files gives equal trees.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
pub struct Span(pub Range<usize>);

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

/// A whole body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Body {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// The footnotes in the order of their first mark.
    pub notes: Vec<Note>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Note {
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it is defined.
    pub span: Span,
}

/// A block and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is.
    pub span: Span,
}

/// The kinds of block that a sheet carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockKind {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading; the headline is level 1, so levels here are 2 to 4.
    Heading {
        /// 2, 3 or 4.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A block quote.
    Quote {
        /// What is said.
        blocks: Vec<Block>,
        /// Who says it: the last line `— Name, Rolle`, without the dash.
        speaker: Option<Vec<Inline>>,
    },
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A picture that stands alone in its paragraph.
    Picture(Picture),
    /// A thin rule between the items of a bulletin.
    ThematicBreak,
    /// Where the event of the release stands: the line `::: event`. It stands once at most, among
    /// the blocks of the body itself; without it the event stands before the body.
    Event,
    /// Blocks in another language than the release's.
    Passage {
        /// Their language.
        language: LanguageTag,
        /// What stands in it.
        blocks: Vec<Block>,
    },
}

/// An ordered or unordered list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct List {
    /// The number of the first item; none for bullets. The typed numbers run on
    /// from here, otherwise the list would have been read as paragraphs.
    pub start: Option<u64>,
    /// What stands behind a number, `.` or `)`.
    pub delimiter: char,
    /// No blank lines between the items.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Item {
    /// Its content.
    pub blocks: Vec<Block>,
    /// Where it is.
    pub span: Span,
}

/// A table with one header row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Table {
    /// The alignment of each column.
    pub columns: Vec<Alignment>,
    /// The header row, one cell a column.
    pub header: Vec<Vec<Inline>>,
    /// The rows, each with one cell a column.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Alignment {
    /// Not said.
    Auto,
    /// `:---`
    Left,
    /// `:---:`
    Center,
    /// `---:`
    Right,
}

/// A picture in the body: `![alt](file "caption")`, `![](file){decorative}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Picture {
    /// The file, as typed (percent escapes decoded).
    pub file: String,
    /// What assistive software reads instead of it; may be empty, which a rule refuses.
    pub alt: String,
    /// The caption under it.
    pub caption: Option<StyledLine>,
    /// It carries no information, and assistive software skips it: `![](file){decorative}`.
    pub decorative: bool,
}

/// A piece of running text and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it is.
    pub span: Span,
}

/// The kinds of inline that a sheet carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InlineKind {
    /// Plain text, entities and escapes resolved.
    Text(String),
    /// Inline code, set as typed: the backticks are part of it.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// Its target.
        url: String,
        /// What is shown.
        content: Vec<Inline>,
        /// The target itself is what is shown: typed bare or in `<…>`.
        bare: bool,
    },
    /// A picture within running text.
    Picture(Picture),
    /// The mark of a footnote: an index into [`Body::notes`].
    Footnote(usize),
    /// A line break that was asked for.
    HardBreak,
    /// A line end in the source: a space.
    SoftBreak,
    /// Words in another language than the text around them.
    Passage {
        /// Their language.
        language: LanguageTag,
        /// The words.
        content: Vec<Inline>,
    },
}

impl Inline {
    /// Whether a line was ended here, in the source or on the sheet.
    pub(crate) fn is_break(&self) -> bool {
        matches!(self.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
    }
}

/// The bounds of a body that cannot be raised (`release-too-large`); the others are in
/// [`TextLimits`]. The engine's own limits lie above: 31 nested lists, 15 nested quotes, 32,767
/// bytes a string.
pub mod limits {
    /// Levels of nested lists and quotes.
    pub const NESTING: usize = 12;
    /// Levels of emphasis within emphasis and links.
    pub const INLINE_NESTING: usize = 32;
    /// Characters in one paragraph or heading (some four pages): the engine looks
    /// for the best lines of a whole paragraph at once, at a cost that grows with
    /// its square.
    pub const PARAGRAPH: usize = 10_000;
    /// Characters in one word.
    pub const WORD: usize = 2_000;
}

/// Reads a body. The tree is whole even where there are findings: what was
/// refused stands in it as plain text, so that later rules see the rest.
///
/// ```
/// use letterpress::body::{self, BlockKind};
///
/// let (text, findings) = body::parse("## Zahlen\n\nRund 9 % sind *neu*.");
/// assert!(findings.is_empty());
/// assert!(matches!(text.blocks[0].kind, BlockKind::Heading { level: 2, .. }));
/// assert_eq!(text.plain_text(), "Zahlen\nRund 9 % sind neu.\n");
/// ```
pub fn parse(text: &str) -> (Body, Vec<Finding>) {
    parse_within(text, &TextLimits::default())
}

/// Reads a body within other limits than the default ones.
pub fn parse_within(text: &str, limits: &TextLimits) -> (Body, Vec<Finding>) {
    parse::body(text, limits)
}

/// Reads a field of inline Markdown (`lead`, `notices`, `boilerplate`):
/// emphasis, strong, links, inline code, hard breaks and words in another
/// language. Anything that starts a
/// block (`#`, `-`, `>`) is text as typed.
pub fn parse_inline(text: &str) -> (Vec<Inline>, Vec<Finding>) {
    parse::inline(text, &TextLimits::default())
}

/// The text of inlines without markup, line ends as spaces.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect_text(inlines, &mut text);
    text
}

fn collect_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(piece) | InlineKind::Code(piece) => text.push_str(piece),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Passage { content, .. }
            | InlineKind::Link { content, .. } => collect_text(content, text),
            InlineKind::Picture(picture) => text.push_str(&picture.alt),
            InlineKind::Footnote(_) => {}
            InlineKind::HardBreak | InlineKind::SoftBreak => text.push(' '),
        }
    }
}
