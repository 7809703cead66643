//! The open nodes of the tree under construction.

use std::ops::Range;

use super::run::TextRun;
use crate::body::{Block, Inline, Item, LanguageTag, Picture, Table};

/// Which kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// A body.
    Body,
    /// A field that holds inlines only.
    Field,
    /// A line that takes emphasis and passages alone; an entity in it is text.
    Line,
    /// The same in the title of a picture, in which Markdown resolves entities.
    Caption,
}

impl TextKind {
    /// Whether it takes emphasis and passages alone.
    pub fn is_line(self) -> bool {
        matches!(self, Self::Line | Self::Caption)
    }
}

/// A node whose end has not come yet.
#[derive(Debug)]
pub(super) struct Frame {
    pub open: OpenNode,
    pub span: Range<usize>,
}

/// What an open node holds so far.
#[derive(Debug)]
pub(super) enum OpenNode {
    /// Blocks, one below the other.
    Flow { flow: Flow, blocks: Vec<Block> },
    /// The items of a list.
    List(OpenList),
    /// The rows of a table.
    Table(Table),
    /// The cells of a row; `end` is where the last one ends, and `added` counts those that the
    /// parser adds to a row that has too few.
    Row { head: bool, cells: Vec<Vec<Inline>>, added: usize, end: usize },
    /// Running text; `run` is its tail that is not yet set into inlines.
    Phrase { phrase: Phrase, inlines: Vec<Inline>, run: TextRun },
    /// A picture whose alternative text is being read.
    Alt(Picture),
}

impl OpenNode {
    /// A node that holds blocks.
    pub fn flow(flow: Flow) -> Self {
        Self::Flow { flow, blocks: Vec::new() }
    }

    /// A node that holds running text.
    pub fn phrase(phrase: Phrase) -> Self {
        Self::Phrase { phrase, inlines: Vec::new(), run: TextRun::default() }
    }
}

/// What holds blocks.
#[derive(Debug)]
pub(super) enum Flow {
    Body,
    Quote,
    Item(Option<Marker>),
    /// A footnote and its label.
    Note(String),
    /// Blocks in another language, if it could be read.
    Passage(Option<LanguageTag>),
}

/// A list whose end has not come yet.
#[derive(Debug)]
pub(super) struct OpenList {
    pub start: Option<u64>,
    /// Blank lines lie between the items.
    pub loose: bool,
    pub items: Vec<Item>,
    /// The typed number of each item.
    pub markers: Vec<Option<Marker>>,
}

/// What holds running text.
#[derive(Debug)]
pub(super) enum Phrase {
    Paragraph,
    /// A paragraph that the parser does not announce, as in a tight item.
    Implied,
    /// A block that is refused and stands as plain text.
    Refused,
    Heading(u8),
    Cell,
    Emphasis,
    Strong,
    /// Words in another language.
    Passage(LanguageTag),
    Link {
        url: String,
        bare: bool,
    },
}

/// The number before an item.
#[derive(Debug)]
pub(super) struct Marker {
    /// As typed, with what stands behind it: `3.`
    pub typed: String,
    /// Where it is.
    pub range: Range<usize>,
}

impl Marker {
    /// What stands behind the digits, `.` or `)`.
    pub fn delimiter(&self) -> char {
        self.typed.chars().next_back().unwrap_or('.')
    }
}
