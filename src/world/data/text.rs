//! Body and inline Markdown as the layout's data: bound, quoted, hyphenated.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use serde::Serialize;

use super::PictureData;
use crate::body::{self, Alignment, BlockKind, InlineKind, LanguageTag, Picture};
use crate::letterhead::{Letterhead, QuoteStyle};
use crate::release::Release;
use crate::typography::{self, Voice};

/// Letters that certainly fit a line of a headline; German compounds run longer.
const LONG_WORD: usize = 30;

/// Turns the typed tree into the layout's data.
pub(super) struct Setter<'a> {
    /// The language of the release.
    own: Rc<Voice>,
    /// The language of the text that is set now.
    voice: Rc<Voice>,
    quotes: QuoteStyle,
    pictures: &'a BTreeMap<String, PictureData>,
    notes: &'a [body::Note],
    /// Footnotes whose first mark has been set.
    marked: Rc<RefCell<HashSet<usize>>>,
}

/// An inline as the layout sees it; see `layouts/text.typ`.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Inline {
    /// Running text.
    Text(String),
    /// Running text in which no word breaks.
    Unbroken([String; 1]),
    /// Anything else, with its kind.
    Marked(Marked),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Marked {
    Strong {
        content: Vec<Inline>,
    },
    Emphasis {
        content: Vec<Inline>,
    },
    Link {
        url: String,
        content: Vec<Inline>,
    },
    Code {
        text: String,
    },
    /// Words in another language.
    Passage {
        language: String,
        region: Option<String>,
        hyphenate: bool,
        content: Vec<Inline>,
    },
    /// Words may break here, whatever holds around.
    Breakable {
        content: Vec<Inline>,
    },
    Break,
    /// The first mark brings the note; later ones refer to it by its number.
    Footnote {
        note: usize,
        blocks: Option<Vec<Block>>,
    },
    Picture {
        path: String,
        ratio: f64,
        alt: String,
    },
}

/// A block as the layout sees it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Block {
    Paragraph {
        content: Vec<Inline>,
    },
    Heading {
        level: u8,
        content: Vec<Inline>,
    },
    /// `marked`: the quote brings its own quotation marks.
    Quote {
        blocks: Vec<Block>,
        speaker: Option<Vec<Inline>>,
        marked: bool,
        after_heading: bool,
    },
    List {
        start: Option<u64>,
        delimiter: char,
        tight: bool,
        items: Vec<Vec<Block>>,
    },
    Table {
        columns: Vec<&'static str>,
        header: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Picture {
        path: String,
        width: f64,
        alt: String,
        caption: Option<Vec<Inline>>,
    },
    Rule,
    /// Blocks in another language.
    Passage {
        language: String,
        region: Option<String>,
        hyphenate: bool,
        blocks: Vec<Block>,
    },
}

impl<'a> Setter<'a> {
    pub fn new(
        release: &'a Release,
        letterhead: &Letterhead,
        pictures: &'a BTreeMap<String, PictureData>,
    ) -> Self {
        // The release's own exceptions come last and win.
        let exceptions = letterhead.typography.hyphenation.iter().chain(&release.hyphenation);
        let own = Rc::new(Voice::new(release.language, exceptions.map(String::as_str)));
        Self {
            voice: own.clone(),
            own,
            quotes: letterhead.typography.quotes,
            pictures,
            notes: &release.body.notes,
            marked: Rc::default(),
        }
    }

    /// Sets what stands in a passage.
    fn within(&self, language: &LanguageTag) -> Self {
        let voice = match Voice::of_passage(language) {
            // The release's own words have its exceptions in a passage too.
            voice if voice.tongue == self.own.tongue => self.own.clone(),
            voice => Rc::new(voice),
        };
        self.with_voice(voice)
    }

    fn with_voice(&self, voice: Rc<Voice>) -> Self {
        Self {
            own: self.own.clone(),
            voice,
            quotes: self.quotes,
            pictures: self.pictures,
            notes: self.notes,
            marked: self.marked.clone(),
        }
    }

    /// Whether the language has patterns.
    pub fn hyphenates(&self) -> bool {
        self.voice.hyphenator.is_on()
    }

    /// A plain field in running text: caption, place, agenda.
    pub fn plain(&self, text: &str) -> Vec<Inline> {
        let mut set = Vec::new();
        self.push_text(self.string(text), &mut set, true);
        set
    }

    /// A plain field that breaks no word but one that would not fit a line:
    /// headline, subheadline.
    pub fn plain_unbroken(&self, text: &str) -> Vec<Inline> {
        if text.split_whitespace().any(|word| word.chars().count() > LONG_WORD) {
            let content = self.plain(text);
            return vec![Inline::Marked(Marked::Breakable { content })];
        }
        vec![Inline::Text(self.string(text))]
    }

    /// A plain field that the layout sets as one string: role, number.
    pub fn string(&self, text: &str) -> String {
        typography::set_text(text, self.voice.tongue, self.quotes)
    }

    /// Running text.
    pub fn inlines(&self, inlines: &[body::Inline]) -> Vec<Inline> {
        self.set(inlines, true)
    }

    /// Text whose words never break: headings, names.
    pub fn unbroken(&self, inlines: &[body::Inline]) -> Vec<Inline> {
        self.set(inlines, false)
    }

    fn set(&self, inlines: &[body::Inline], hyphenate: bool) -> Vec<Inline> {
        self.pieces(&typography::set_inlines(inlines, self.voice.tongue, self.quotes), hyphenate)
    }

    /// Inlines whose quotes and spaces are set already.
    fn pieces(&self, inlines: &[body::Inline], hyphenate: bool) -> Vec<Inline> {
        let mut set = Vec::with_capacity(inlines.len());
        let mut text = String::new();
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(piece) => text.push_str(piece),
                other => {
                    self.push_text(std::mem::take(&mut text), &mut set, hyphenate);
                    set.extend(self.marked(other, hyphenate));
                }
            }
        }
        self.push_text(text, &mut set, hyphenate);
        set
    }

    fn push_text(&self, text: String, set: &mut Vec<Inline>, hyphenate: bool) {
        if text.is_empty() {
            return;
        }
        if hyphenate && self.hyphenates() {
            set.extend(self.voice.hyphenator.pieces(&text).into_iter().map(|piece| {
                match piece.hyphenate {
                    true => Inline::Text(piece.text),
                    false => Inline::Unbroken([piece.text]),
                }
            }));
        } else {
            set.push(Inline::Text(text));
        }
    }

    fn marked(&self, kind: &InlineKind, hyphenate: bool) -> Option<Inline> {
        Some(Inline::Marked(match kind {
            InlineKind::Text(_) | InlineKind::SoftBreak => return None,
            InlineKind::Code(text) => Marked::Code { text: text.clone() },
            InlineKind::Emphasis(content) => {
                Marked::Emphasis { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Strong(content) => {
                Marked::Strong { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Passage { language, content } => {
                let setter = self.within(language);
                Marked::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: hyphenate && setter.hyphenates(),
                    content: setter.pieces(content, hyphenate),
                }
            }
            InlineKind::Link { url, content, bare } => Marked::Link {
                url: url.clone(),
                // An address is never hyphenated: its hyphen would be read as part of it.
                content: match bare {
                    true => vec![Inline::Unbroken([body::plain_text(content)])],
                    false => self.pieces(content, hyphenate),
                },
            },
            InlineKind::Picture(picture) => {
                let prepared = self.pictures.get(&picture.file)?;
                let (path, ratio) = (prepared.path.clone(), prepared.ratio);
                Marked::Picture { path, ratio, alt: picture.alt.clone() }
            }
            InlineKind::Footnote(note) => {
                let first = self.marked.borrow_mut().insert(*note);
                // A note is in the language of the place where it is defined.
                let setter = self.with_voice(self.own.clone());
                let note_blocks = || self.notes.get(*note).map(|note| setter.blocks(&note.blocks));
                Marked::Footnote { note: *note, blocks: first.then(note_blocks).flatten() }
            }
            InlineKind::HardBreak => Marked::Break,
        }))
    }

    /// Blocks of the body.
    pub fn blocks(&self, blocks: &[body::Block]) -> Vec<Block> {
        let is_heading = |block: &body::Block| matches!(block.kind, BlockKind::Heading { .. });
        let before = std::iter::once(false).chain(blocks.iter().map(is_heading));
        let pairs = blocks.iter().zip(before);
        pairs.filter_map(|(block, after_heading)| self.block(&block.kind, after_heading)).collect()
    }

    fn block(&self, kind: &BlockKind, after_heading: bool) -> Option<Block> {
        Some(match kind {
            BlockKind::Paragraph(content) => Block::Paragraph { content: self.inlines(content) },
            BlockKind::Heading { level, content } => {
                Block::Heading { level: *level, content: self.unbroken(content) }
            }
            BlockKind::Quote { blocks, speaker } => Block::Quote {
                after_heading,
                marked: begins_with_quote(blocks),
                blocks: self.blocks(blocks),
                speaker: speaker.as_deref().map(|speaker| self.unbroken(speaker)),
            },
            BlockKind::List(list) => Block::List {
                start: list.start,
                delimiter: list.delimiter,
                tight: list.tight,
                items: list.items.iter().map(|item| self.blocks(&item.blocks)).collect(),
            },
            BlockKind::Table(table) => {
                let row =
                    |row: &Vec<Vec<body::Inline>>| row.iter().map(|c| self.inlines(c)).collect();
                Block::Table {
                    columns: table.columns.iter().copied().map(alignment).collect(),
                    header: table.header.iter().map(|cell| self.unbroken(cell)).collect(),
                    rows: table.rows.iter().map(row).collect(),
                }
            }
            BlockKind::Picture(picture) => self.picture(picture)?,
            BlockKind::ThematicBreak => Block::Rule,
            BlockKind::Passage { language, blocks } => {
                let setter = self.within(language);
                Block::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: setter.hyphenates(),
                    blocks: setter.blocks(blocks),
                }
            }
        })
    }

    fn picture(&self, picture: &Picture) -> Option<Block> {
        let prepared = self.pictures.get(&picture.file)?;
        Some(Block::Picture {
            path: prepared.path.clone(),
            width: prepared.width,
            alt: picture.alt.clone(),
            caption: picture.caption.as_deref().map(|caption| self.plain(caption)),
        })
    }
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Auto | Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}

/// Whether a quote's first words bring a quotation mark with them.
fn begins_with_quote(blocks: &[body::Block]) -> bool {
    let Some(BlockKind::Paragraph(content)) = blocks.first().map(|block| &block.kind) else {
        return false;
    };
    body::plain_text(content).starts_with(['»', '«', '„', '“', '"', '‚', '\''])
}
