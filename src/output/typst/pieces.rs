//! Inlines and blocks as the layout sees them; see `layouts/text.typ`.

use serde::Serialize;

use super::widest::ColumnData;

/// An inline.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum InlineData {
    /// Running text.
    Text(String),
    /// Running text in which no word breaks.
    Unbroken([String; 1]),
    /// Anything else, with its kind.
    Marked(MarkedData),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum MarkedData {
    Strong {
        content: Vec<InlineData>,
    },
    Emphasis {
        content: Vec<InlineData>,
    },
    Link {
        url: String,
        content: Vec<InlineData>,
    },
    Code {
        text: String,
    },
    /// An address: it breaks between its parts and nowhere else.
    Address {
        parts: Vec<String>,
    },
    /// Words that are a link, below which a line is drawn.
    Underlined {
        content: Vec<InlineData>,
    },
    /// Words in another language.
    Passage {
        language: String,
        region: Option<String>,
        hyphenate: bool,
        content: Vec<InlineData>,
    },
    /// Words may break here, whatever holds around.
    Breakable {
        content: Vec<InlineData>,
    },
    Break,
    /// Where a line of a heading ends by sense.
    Joint,
    /// No line ends between the pieces beside it. Nothing to be seen or read.
    Tie,
    /// Where a numbered paragraph begins; 0 where it ends. Nothing to be seen: the
    /// lines of the laid-out sheet are told apart by it.
    Mark {
        paragraph: usize,
    },
    /// The first mark brings the note; later ones refer to it by its number.
    Footnote {
        note: usize,
        blocks: Option<Vec<BlockData>>,
    },
    Picture {
        path: String,
        ratio: f64,
        alt: String,
        decorative: bool,
    },
}

/// A block as the layout sees it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum BlockData {
    /// `opens`: bold words begin it, and a plain paragraph stands above. `keep`: the
    /// room in em that must be left below its last line, for what belongs to it. `last_line`: what a last
    /// line of one word costs, where that is not as elsewhere. `clear`: the room in pt without which it goes to the
    /// next page.
    Paragraph {
        content: Vec<InlineData>,
        opens: bool,
        reserve: f64,
        last_line: Option<u32>,
        clear: Option<f64>,
    },
    /// Room in pt that stays free at the foot of the page.
    FreeFoot {
        height: f64,
    },
    /// `title`: its plain form, which becomes the bookmark.
    Heading {
        level: u8,
        content: Vec<InlineData>,
        title: String,
    },
    /// `marked`: the quote brings its own quotation marks.
    Quote {
        blocks: Vec<BlockData>,
        speaker: Option<Vec<InlineData>>,
        marked: bool,
        after_heading: bool,
    },
    List {
        start: Option<u64>,
        delimiter: char,
        tight: bool,
        /// Whether tight items stand further apart than their lines: one of them has several.
        spaced: bool,
        /// So short below its item that both stay on a page.
        whole: bool,
        items: Vec<Vec<BlockData>>,
    },
    Table(TableData),
    Picture {
        path: String,
        width: f64,
        alt: String,
        decorative: bool,
        caption: Option<Vec<InlineData>>,
    },
    Rule,
    /// Where the event stands.
    Event,
    /// Blocks in another language.
    Passage {
        language: String,
        region: Option<String>,
        hyphenate: bool,
        blocks: Vec<BlockData>,
    },
}

/// A table as the layout sees it; see `layouts/table.typ`.
#[derive(Serialize)]
pub(super) struct TableData {
    /// Where it stands in the text, which tells it from the others of a sheet.
    pub id: usize,
    /// The room beside its column on pages without information column, in mm; 0 where it has
    /// none.
    pub beside: f64,
    /// Whether that room is at its left.
    pub leftwards: bool,
    /// Whether it takes that room.
    pub wide: bool,
    /// How much lower it begins, in mm.
    pub lowered: f64,
    /// The largest type that it may have, in pt.
    pub size: Option<f64>,
    pub columns: Vec<ColumnData>,
    pub header: Vec<Vec<InlineData>>,
    pub rows: Vec<Vec<Vec<InlineData>>>,
    /// Rows that may be higher than a third of a page.
    pub long_rows: Vec<usize>,
    /// Whether the head may be repeated: what is repeated is silent, and PDF/UA-1 has
    /// no links and marks in what is silent.
    pub repeats: bool,
    /// So small that it is never parted.
    pub whole: bool,
    /// Whether the first column names what the rows are of: words before numbers alone.
    pub row_heads: bool,
}
