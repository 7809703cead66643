//! What a release will take to be typeset, reckoned before the engine begins.
//!
//! Each construct has a cost in bytes of memory, which was measured (the difference between 2,000
//! and 4,000 of them, on the embedded sheet) and goes with the time it takes. The figures stand
//! in `docs/limits.md`.

use unicode_normalization::char::is_combining_mark;

use super::texts::styled_lines;
use crate::body::{self, Block, BlockKind, Body, Inline, InlineKind};
use crate::diagnostic::{Diagnostic, codes};
use crate::read::FieldMap;
use crate::release::Release;

/// From what cost on a body is large.
const LARGE_COST: u64 = 40_000_000;

const CHARACTER: u64 = 330;
/// A letter of a word beyond its first [`LONG_WORD`], beside the cost of any: such a word has many
/// places to break at.
const LONG_WORD_LETTER: u64 = 100;
const LONG_WORD: u64 = 20;
const PARAGRAPH: u64 = 23_000;
const HEADING: u64 = 32_000;
const QUOTE: u64 = 34_000;
const ITEM: u64 = 8_000;
const TABLE: u64 = 36_000;
const CELL: u64 = 28_000;
/// A cell with a digit, beside the cost of any: its column may be aligned on the decimal sign.
const FIGURE: u64 = 9_000;
const RULE: u64 = 102_000;
const PICTURE: u64 = 40_000;
const BARE_LINK: u64 = 26_000;
/// A slash in a bare address, behind which it may break.
const LINK_PART: u64 = 1_400;
const LINK: u64 = 16_000;
const NOTE: u64 = 90_000;
const NOTE_MARK: u64 = 17_000;
/// A note in a table has the engine lay out all of the table once more.
const NOTE_IN_TABLE: u64 = 450_000;
/// For each pair of notes in one table.
const NOTE_PAIR_IN_TABLE: u64 = 2_800;
const PHRASE: u64 = 17_000;
const CODE: u64 = 3_200;
const SOFT_BREAK: u64 = 900;
/// A straight quotation mark, beside the cost of any character: it becomes one of two.
const STRAIGHT_QUOTE: u64 = 150;
/// A mark that joins the character before it to a cluster, which takes time rather than memory.
const JOINER: u64 = 1_800;
/// A character of another script than Latin, beside the cost of any.
const FOREIGN: u64 = 60;
/// A character that another font has than those around it.
const EMOJI: u64 = 1_600;
const LINE_BREAK: u64 = 12_000;

/// The last character of the blocks of Latin letters.
const LAST_LATIN: char = '\u{24F}';
/// Where the planes begin in which emoji stand.
const FIRST_EMOJI: char = '\u{1F000}';
const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// The constructs of a release, and what they cost together.
#[derive(Default)]
struct Account {
    /// Cost and number of each kind, called as people call it.
    kinds: Vec<(&'static str, u64, u64)>,
}

impl Account {
    fn of(body: &Body) -> Self {
        let mut account = Self::default();
        account.blocks(&body.blocks);
        for note in &body.notes {
            account.charge("footnotes", NOTE, 1);
            account.blocks(&note.blocks);
        }
        account
    }

    fn charge(&mut self, what: &'static str, cost: u64, count: u64) {
        match self.kinds.iter_mut().find(|(kind, _, _)| *kind == what) {
            Some((_, sum, number)) => {
                *sum = sum.saturating_add(cost.saturating_mul(count));
                *number += count;
            }
            None => self.kinds.push((what, cost.saturating_mul(count), count)),
        }
    }

    fn total(&self) -> u64 {
        self.kinds.iter().fold(0, |sum, (_, cost, _)| sum.saturating_add(*cost))
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.charge("paragraphs", PARAGRAPH, 1);
                self.inlines(content);
            }
            BlockKind::Heading { content, .. } => {
                self.charge("headings", HEADING, 1);
                self.inlines(content);
            }
            BlockKind::Quote { blocks, speaker } => {
                self.charge("quotes", QUOTE, 1);
                self.blocks(blocks);
                self.inlines(speaker.as_deref().unwrap_or_default());
            }
            BlockKind::List(list) => {
                self.charge("list items", ITEM, list.items.len() as u64);
                for item in &list.items {
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Table(table) => {
                let cells: Vec<_> = table.rows.iter().chain([&table.header]).flatten().collect();
                self.charge("tables", TABLE, 1);
                self.charge("table cells", CELL, cells.len() as u64);
                let figures = cells.iter().filter(|cell| has_digit(cell)).count();
                self.charge("table cells with figures", FIGURE, figures as u64);
                let mut notes = 0;
                for cell in cells {
                    self.inlines(cell);
                    body::each_inline(cell, &mut |inline| {
                        notes += u64::from(matches!(inline.kind, InlineKind::Footnote(_)));
                    });
                }
                let cost = NOTE_IN_TABLE.saturating_add(NOTE_PAIR_IN_TABLE.saturating_mul(notes));
                self.charge("footnotes in tables", cost, notes);
            }
            BlockKind::Picture(_) => self.charge("pictures", PICTURE, 1),
            BlockKind::ThematicBreak => self.charge("rules", RULE, 1),
            BlockKind::Event => {}
            BlockKind::Passage { blocks, .. } => self.blocks(blocks),
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        body::each_inline(inlines, &mut |inline| match &inline.kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::Code(text) => {
                self.charge("pieces of code", CODE, 1);
                self.text(text);
            }
            InlineKind::Emphasis(_) | InlineKind::Strong(_) | InlineKind::Passage { .. } => {
                self.charge("emphasized pieces", PHRASE, 1);
            }
            InlineKind::Link { url, bare: true, .. } => {
                self.charge("links", BARE_LINK, 1);
                let parts = url.bytes().filter(|byte| *byte == b'/').count();
                self.charge("parts of addresses", LINK_PART, parts as u64);
            }
            InlineKind::Link { .. } => self.charge("links", LINK, 1),
            InlineKind::Picture(_) => self.charge("pictures", PICTURE, 1),
            InlineKind::Footnote(_) => self.charge("footnote marks", NOTE_MARK, 1),
            InlineKind::HardBreak => self.charge("line breaks", LINE_BREAK, 1),
            InlineKind::SoftBreak => self.charge("line ends", SOFT_BREAK, 1),
        });
    }

    /// The emphasis and passages of a line, whose text is charged with that of its field.
    fn phrases(&mut self, inlines: &[Inline]) {
        body::each_inline(inlines, &mut |inline| {
            if !matches!(inline.kind, InlineKind::Text(_)) {
                self.charge("emphasized pieces", PHRASE, 1);
            }
        });
    }

    fn text(&mut self, text: &str) {
        let (mut characters, mut joiners, mut quotes, mut foreign, mut emoji) = (0, 0, 0, 0, 0);
        let (mut word, mut in_long_words) = (0, 0);
        for character in text.chars() {
            characters += 1;
            word = if character.is_alphabetic() { word + 1 } else { 0 };
            in_long_words += u64::from(word > LONG_WORD);
            quotes += u64::from(character == '"');
            // No mark that joins, and no emoji, is among the Latin letters.
            if character > LAST_LATIN {
                foreign += 1;
                joiners +=
                    u64::from(character == ZERO_WIDTH_JOINER || is_combining_mark(character));
                emoji += u64::from(character >= FIRST_EMOJI);
            }
        }
        self.charge("characters", CHARACTER, characters);
        self.charge("letters of long words", LONG_WORD_LETTER, in_long_words);
        self.charge("joined characters", JOINER, joiners);
        self.charge("quotation marks", STRAIGHT_QUOTE, quotes);
        self.charge("characters of other scripts", FOREIGN, foreign);
        self.charge("emoji", EMOJI, emoji);
    }
}

fn has_digit(cell: &[Inline]) -> bool {
    body::plain_text(cell).contains(|c: char| c.is_ascii_digit())
}

/// Whether a body takes so much that what the engine remembers of it should be forgotten before
/// it is set anew: some twenty pages, or a table with notes.
pub(crate) fn is_large(body: &Body) -> bool {
    Account::of(body).total() > LARGE_COST
}

/// `release-too-large`: all constructs together would take more than `max` bytes to be set.
pub(super) fn overdrawn(release: &Release, fields: &FieldMap, max: u64) -> Option<Diagnostic> {
    let mut account = Account::of(&release.body);
    for (_, text) in fields.texts().filter(|(path, _)| *path != "body") {
        account.text(text);
    }
    for (_, inlines) in styled_lines(release) {
        account.phrases(inlines);
    }
    let total = account.total();
    if total <= max {
        return None;
    }
    let (what, cost, count) = account.kinds.iter().max_by_key(|(_, cost, _)| *cost)?;
    // In hundredths of what one release may take.
    let percent = (max / 100).max(1);
    let (share, most) = (total / percent, cost / percent);
    let message = message!(
        "the release would take {share} % of what one may; {most} % are for {count} {what}",
        share,
        most,
        count,
        what
    );
    let error = Diagnostic::new(codes::RELEASE_TOO_LARGE, message)
        .with("what", "account")
        .hint("divide it, or take away some of what it has most of");
    Some(fields.mark("body", error))
}
