//! Running text as the layout's data: where words and addresses may break.

use super::pieces::{BlockData, InlineData, MarkedData};
use super::said::PrintedTarget;
use super::ties;
use super::writer::{LinkAddresses, TypstWriter};
use crate::body::{self, InlineKind};
use crate::letterhead::FontPurpose;
use crate::output::uri;
use crate::typography::{self, LineRoom};

/// Letters that certainly fit a line of a headline; German compounds run longer.
const LONG_WORD: usize = 30;
/// Width of two brackets in em.
const BRACKETS: f64 = 0.7;
/// What stays free of a line that is to hold a text, in em: figures are rounded.
const HAIR: f64 = 0.1;
/// Width in em up to which an e-mail address stays whole in a table's cell, whatever
/// its column would rather be.
const MAILBOX: f64 = 20.0;

impl TypstWriter<'_> {
    /// A line that breaks no word but one that would not fit a line: kicker, headline,
    /// subheadline.
    pub fn unbroken_line(&self, inlines: &[body::Inline]) -> Vec<InlineData> {
        let text = body::plain_text(inlines);
        if text.split_whitespace().any(|word| word.chars().count() > LONG_WORD) {
            let content = self.inlines(inlines);
            return vec![InlineData::Marked(MarkedData::Breakable { content })];
        }
        self.pieces(inlines, false)
    }

    /// Running text.
    pub fn inlines(&self, inlines: &[body::Inline]) -> Vec<InlineData> {
        self.pieces(inlines, true)
    }

    /// Lines of running text.
    pub fn lines(&self, lines: &[Vec<body::Inline>]) -> Vec<Vec<InlineData>> {
        lines.iter().map(|line| self.inlines(line)).collect()
    }

    /// A paragraph of running text, which may be long.
    pub fn paragraph(&self, inlines: &[body::Inline]) -> Vec<InlineData> {
        if !self.hyphenates() {
            return self.inlines(inlines);
        }
        let number = self.paragraphs.get() + 1;
        self.paragraphs.set(number);
        // A footnote has paragraphs of its own in the middle of this one.
        let around = self.paragraph.replace(number);
        let mut content = vec![InlineData::Marked(MarkedData::Mark { paragraph: number })];
        content.extend(self.inlines(inlines));
        content.push(InlineData::Marked(MarkedData::Mark { paragraph: 0 }));
        self.paragraph.set(around);
        content
    }

    /// Running text, whose words break only where `hyphenate` says so: in headings and names
    /// they never do.
    pub fn pieces(&self, inlines: &[body::Inline], hyphenate: bool) -> Vec<InlineData> {
        let mut set = Vec::with_capacity(inlines.len());
        let mut text = String::new();
        for (at, inline) in inlines.iter().enumerate() {
            if let InlineKind::Text(piece) = &inline.kind {
                text.push_str(piece);
            } else {
                self.push_text(&std::mem::take(&mut text), &mut set, hyphenate);
                set.extend(self.marked(&inline.kind, &inlines[at + 1..], hyphenate));
            }
        }
        self.push_text(&text, &mut set, hyphenate);
        ties::tied(set)
    }

    fn push_text(&self, text: &str, set: &mut Vec<InlineData>, hyphenate: bool) {
        let room = self.room() * self.safe;
        let loosened = typography::loosened(text, room, self.lines.get());
        let text = loosened.as_deref().unwrap_or(text);
        for run in typography::bound_runs(text, room) {
            if run.is_whole {
                let parts = vec![run.text.to_owned()];
                set.push(InlineData::Marked(MarkedData::Address { parts }));
            } else {
                self.push_run(run.text, set, hyphenate);
            }
        }
    }

    /// A word in pieces, in some of which it may break.
    pub fn hyphenated(&self, word: &str) -> Vec<InlineData> {
        let mut set = Vec::new();
        self.push_run(word, &mut set, true);
        set
    }

    fn push_run(&self, text: &str, set: &mut Vec<InlineData>, hyphenate: bool) {
        if text.is_empty() {
            return;
        }
        if hyphenate && self.hyphenates() {
            let pieces =
                self.current.borrow().hyphenator.pieces(text, self.lines.get(), |word, at| {
                    self.adjustments.rejected_breaks.contains(self.paragraph.get(), word, at)
                });
            set.extend(pieces.into_iter().map(|piece| {
                if piece.hyphenate {
                    InlineData::Text(piece.text)
                } else {
                    InlineData::Unbroken([piece.text])
                }
            }));
        } else {
            set.push(InlineData::Text(text.to_owned()));
        }
    }

    /// An inline that is no text; `after` is what follows it.
    fn marked(
        &self,
        kind: &InlineKind,
        after: &[body::Inline],
        hyphenate: bool,
    ) -> Option<InlineData> {
        Some(InlineData::Marked(match kind {
            InlineKind::Text(_) | InlineKind::SoftBreak => return None,
            InlineKind::Code(text) => MarkedData::Code { text: text.clone() },
            InlineKind::Emphasis(content) => {
                MarkedData::Emphasis { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Strong(content) => {
                MarkedData::Strong { content: self.pieces(content, hyphenate) }
            }
            InlineKind::Passage { language, content } => {
                self.within_language(language, || MarkedData::Passage {
                    language: language.primary().to_owned(),
                    region: language.region().map(str::to_owned),
                    hyphenate: hyphenate && self.hyphenates(),
                    content: self.pieces(content, hyphenate),
                })
            }
            InlineKind::Link { url, content, bare } => MarkedData::Link {
                url: uri::ascii(url).into_owned(),
                content: self.link(url, content, *bare, after, hyphenate),
            },
            InlineKind::Picture(picture) => {
                let prepared = self.pictures.get(&picture.file)?;
                let (path, ratio) = (prepared.path.clone(), prepared.ratio);
                MarkedData::Picture {
                    path,
                    ratio,
                    alt: picture.alt.clone(),
                    decorative: picture.decorative,
                }
            }
            InlineKind::Footnote(note) => {
                let is_first = self.marked.borrow_mut().insert(*note);
                let blocks = self.notes.get(*note).filter(|_| is_first);
                MarkedData::Footnote { note: *note, blocks: blocks.map(|note| self.note(note)) }
            }
            InlineKind::HardBreak => MarkedData::Break,
        }))
    }

    /// The blocks of a footnote. They are in the language of the place where it is defined.
    fn note(&self, note: &body::Note) -> Vec<BlockData> {
        self.within_settings(self.own.clone(), || {
            self.within(self.note_room * self.room(), || self.blocks(&note.blocks))
        })
    }

    /// The words of a link. On paper, and in a list of links, their address follows unless they
    /// or the text behind them say it.
    fn link(
        &self,
        url: &str,
        content: &[body::Inline],
        bare: bool,
        after: &[body::Inline],
        hyphenate: bool,
    ) -> Vec<InlineData> {
        let words = self.link_text(content, bare, hyphenate);
        let is_address =
            matches!(words.as_slice(), [InlineData::Marked(MarkedData::Address { .. })]);
        let mut set = if self.underlines() && !is_address {
            vec![InlineData::Marked(MarkedData::Underlined { content: words })]
        } else {
            words
        };
        let target = PrintedTarget::of(url).filter(|target| {
            self.addresses.get() != LinkAddresses::Hidden
                && !target.is_said(&body::plain_text(content))
                && !target.is_said_first(&body::plain_text(after))
        });
        if let Some(address) = target.map(PrintedTarget::text) {
            // Behind the bracket there is less than a line.
            let mut parts = typography::address_parts(address, self.room() * self.safe - BRACKETS);
            let line = format!("{} ({address})", body::plain_text(content));
            if self.addresses.get() == LinkAddresses::Listed && !self.fits_line(&line) {
                set.push(InlineData::Marked(MarkedData::Break));
                set.push(InlineData::Text("(".to_owned()));
                parts = self.filled_lines(parts);
            } else {
                set.push(InlineData::Text(" (".to_owned()));
            }
            set.push(InlineData::Marked(MarkedData::Address { parts }));
            set.push(InlineData::Text(")".to_owned()));
        }
        set
    }

    /// Whether a text in the type of the sheet surely fits a line.
    fn fits_line(&self, text: &str) -> bool {
        self.width(FontPurpose::Body, false, text) + HAIR <= self.room()
    }

    /// The parts of an address in brackets, joined to lines that each hold as many as they can.
    fn filled_lines(&self, parts: Vec<String>) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line) if self.fits_line(&format!("({line}{part})")) => line.push_str(&part),
                _ => lines.push(part),
            }
        }
        lines
    }

    /// What a link shows. An address is never hyphenated: its hyphen would be read
    /// as part of it.
    fn link_text(&self, content: &[body::Inline], bare: bool, hyphenate: bool) -> Vec<InlineData> {
        let is_text = matches!(content, [body::Inline { kind: InlineKind::Text(_), .. }]);
        let shown = body::plain_text(content);
        if bare || is_text && typography::is_address(&shown) {
            let is_mailbox = shown.contains('@') && !shown.contains('/');
            let least =
                if is_mailbox && self.lines.get() == LineRoom::Cells { MAILBOX } else { 0.0 };
            let room = (self.room() * self.safe).max(least);
            let parts = typography::address_parts(&shown, room);
            return vec![InlineData::Marked(MarkedData::Address { parts })];
        }
        self.pieces(content, hyphenate)
    }
}
