//! The tree under construction: open nodes lie on a stack, closed ones in
//! their parent.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::RefDefs;

use super::definitions::{self, Uses};
use super::fences::Fences;
use super::findings::Findings;
use super::footnotes::Footnotes;
use super::ledger::{Ledger, trimmed};
use super::letters::LetterMask;
use super::nodes::{Flow, Frame, OpenNode, Phrase, TextKind};
use super::run::TextRun;
use super::spans::Spans;
use super::{address, bounds, footnotes, refused, spans};
use crate::body::{Block, BlockKind, Body, Inline, InlineKind, Span, without_soft_hyphens};
use crate::diagnostic::Finding;
use crate::limits::TextLimits;
use crate::source::composed;

/// Wishes for breaks are no part of a text; they are kept beside it.
const SOFT_HYPHEN: char = '\u{AD}';

/// Builds a [`Body`] out of the parser's events.
pub(super) struct Builder<'t> {
    pub text: &'t str,
    pub text_kind: TextKind,
    pub frames: Vec<Frame>,
    /// For each start event without its end: whether it has a frame.
    pub started: Vec<bool>,
    /// Open lists and quotes, those without a frame included.
    pub nesting: usize,
    pub limits: TextLimits,
    /// Blocks, items and rows so far.
    blocks: usize,
    /// Cells so far.
    cells: usize,
    /// Links so far.
    links: usize,
    /// Footnotes of the open table, or of the last one, so far.
    table_notes: usize,
    /// Limits that are reported already: once is enough.
    pub reported: HashSet<&'static str>,
    /// Level of the last heading; the headline is level 1.
    pub last_level: u8,
    /// Raw HTML tags that are reported already in the open paragraph.
    pub tags: HashSet<String>,
    /// Where the last quote began that was left out.
    pub empty_quote: Option<usize>,
    /// Lines around blocks in another language.
    pub fences: Fences,
    /// Brackets round words in another language.
    pub spans: Spans,
    /// For each of these that is open: whether it has a frame.
    pub passages: Vec<bool>,
    /// Where the braces end that were read ahead.
    pub read_to: usize,
    pub findings: Findings,
    pub ledger: Ledger<'t>,
    pub footnotes: Footnotes,
    pub uses: Uses,
}

impl<'t> Builder<'t> {
    /// Begins with an empty tree.
    pub fn new(
        text: &'t str,
        text_kind: TextKind,
        limits: &TextLimits,
        findings: Findings,
    ) -> Self {
        Self {
            text,
            text_kind,
            frames: vec![Frame { open: OpenNode::flow(Flow::Body), span: 0..text.len() }],
            started: Vec::new(),
            nesting: 0,
            limits: *limits,
            blocks: 0,
            cells: 0,
            links: 0,
            table_notes: 0,
            reported: HashSet::new(),
            last_level: 1,
            tags: HashSet::new(),
            empty_quote: None,
            fences: Fences::default(),
            spans: Spans::default(),
            passages: Vec::new(),
            read_to: 0,
            findings,
            ledger: Ledger::new(text),
            footnotes: Footnotes::default(),
            uses: Uses::default(),
        }
    }

    /// Whether there is more than a body may have: no use to read on.
    pub fn is_full(&self) -> bool {
        self.blocks > self.limits.blocks
            || self.cells > self.limits.cells
            || self.links > self.limits.links
            || self.table_notes > self.limits.table_notes
    }

    /// Closes what is open and gives the tree, `links` being the definitions
    /// that the parser found in the masked text.
    pub fn finish(mut self, links: &RefDefs<'_>, letters: &LetterMask<'_>) -> (Body, Vec<Finding>) {
        while self.frames.len() > 1 {
            self.close();
        }
        let blocks = match self.frames.pop().map(|root| root.open) {
            Some(OpenNode::Flow { blocks, .. }) => blocks,
            _ => Vec::new(),
        };
        let is_whole = !self.is_full();
        let notes = self.footnotes.finish(is_whole, &mut self.findings);
        if is_whole {
            definitions::check(
                self.text,
                (links, letters),
                &self.uses,
                &mut self.ledger,
                &mut self.findings,
            );
            definitions::report_unread(self.text, self.ledger.unread(), &mut self.findings);
        }
        (Body { blocks, notes }, self.findings.into_vec())
    }

    /// Opens a node that holds blocks, rows or a paragraph's text.
    pub fn open_block(&mut self, open: OpenNode, span: Range<usize>) {
        self.frames.push(Frame { open, span });
    }

    /// Opens a node within running text.
    pub fn open_inline(&mut self, open: OpenNode, span: Range<usize>) {
        self.ensure_phrase(span.start);
        self.seal();
        self.frames.push(Frame { open, span });
    }

    /// Counts a block, an item or a row.
    pub fn count(&mut self, range: Range<usize>) {
        self.blocks += 1;
        if self.blocks > self.limits.blocks {
            self.report_full("blocks", self.limits.blocks, range);
        }
    }

    /// Counts a cell of a table.
    pub fn count_cell(&mut self, range: Range<usize>) {
        self.cells += 1;
        if self.cells > self.limits.cells {
            self.report_full("table-cells", self.limits.cells, range);
        }
    }

    /// Counts a link or a bare address.
    pub fn count_link(&mut self, range: Range<usize>) {
        self.links += 1;
        if self.links > self.limits.links {
            self.report_full("links", self.limits.links, range);
        }
    }

    /// Counts a footnote's mark, if it is within a table.
    pub fn count_note(&mut self, range: Range<usize>) {
        if !self.frames.iter().any(|frame| matches!(frame.open, OpenNode::Table(_))) {
            return;
        }
        self.table_notes += 1;
        if self.table_notes > self.limits.table_notes {
            self.report_full("footnotes-in-a-table", self.limits.table_notes, range);
        }
    }

    /// Begins to count the footnotes of a table.
    pub fn begin_table(&mut self) {
        self.table_notes = 0;
    }

    /// Reports what there is too much of, by the word that programs get.
    fn report_full(&mut self, token: &'static str, limit: usize, range: Range<usize>) {
        if self.reported.insert(token) {
            let what = token.replace('-', " ");
            let error = bounds::too_large(message!("more than {limit} {what}", limit), token)
                .hint("issue the rest as a release of its own");
            let range = refused::first_line(self.text, range);
            self.findings.add_labelled(error, range, "the first one too many");
        }
    }

    /// Adds a block to the innermost node that holds blocks.
    pub fn push_block(&mut self, kind: BlockKind, span: Range<usize>) {
        self.count(span.clone());
        let flow = self.frames.iter_mut().rev().find_map(|frame| match &mut frame.open {
            OpenNode::Flow { blocks, .. } => Some(blocks),
            _ => None,
        });
        if let Some(blocks) = flow {
            blocks.push(Block { kind, span: Span(trimmed(self.text, span)) });
        }
    }

    /// Adds an inline to the running text, or to an alternative text what it
    /// is there.
    pub fn push_inline(&mut self, kind: InlineKind, span: Range<usize>) {
        self.ledger.enter(span.clone());
        self.ensure_phrase(span.start);
        self.seal();
        match self.frames.last_mut().map(|frame| &mut frame.open) {
            Some(OpenNode::Phrase { inlines, .. }) => append(inlines, kind, span),
            Some(OpenNode::Alt(picture)) => match kind {
                InlineKind::Text(text) | InlineKind::Code(text) => picture.alt.push_str(&text),
                _ => picture.alt.push(' '),
            },
            _ => {}
        }
    }

    /// Adds refused markup as it is typed. It is set as it stands: nothing in
    /// it becomes a link, and nothing in it is an error a second time.
    pub fn push_as_typed(&mut self, span: Range<usize>) {
        let typed = self.text.get(span.clone()).unwrap_or_default();
        self.push_inline(InlineKind::Text(typed.replace(['\n', '\r', '\t'], " ")), span);
    }

    /// Adds text to the running text.
    pub fn push_text(&mut self, text: &str, source: Range<usize>) {
        self.ledger.enter(source.clone());
        self.ensure_phrase(source.start);
        match self.frames.last_mut().map(|frame| &mut frame.open) {
            Some(OpenNode::Phrase { run, .. }) => {
                let verbatim = self.text.get(source.clone()) == Some(text);
                let mut start = source.start;
                for piece in text.split_inclusive(SOFT_HYPHEN) {
                    let part = if verbatim { start..start + piece.len() } else { source.clone() };
                    let shown = piece.trim_end_matches(SOFT_HYPHEN);
                    let part =
                        part.start..part.end - if verbatim { piece.len() - shown.len() } else { 0 };
                    if !shown.is_empty() {
                        run.push(shown, part, verbatim);
                    }
                    start += piece.len();
                }
            }
            Some(OpenNode::Alt(picture)) => picture.alt.push_str(&without_soft_hyphens(text)),
            _ => {}
        }
    }

    /// Sees to it that the innermost open node takes running text.
    fn ensure_phrase(&mut self, start: usize) {
        let open = self.frames.last().map(|frame| &frame.open);
        if !matches!(open, Some(OpenNode::Phrase { .. } | OpenNode::Alt(_))) {
            self.open_block(OpenNode::phrase(Phrase::Implied), start..start);
        }
    }

    /// Sets the open run of text into inlines: addresses become links.
    pub fn seal(&mut self) {
        let is_in_link = self.is_in_link();
        let Some(OpenNode::Phrase { phrase, inlines, run }) =
            self.frames.last_mut().map(|frame| &mut frame.open)
        else {
            return;
        };
        let (mut end, mut found) = (0, Vec::new());
        if !run.is_empty() && !matches!(phrase, Phrase::Refused) {
            footnotes::report_undefined(self.text, run, self.text_kind, &mut self.findings);
            definitions::report_failed(self.text, run, self.text_kind, &mut self.findings);
            spans::report_failed(self.text, run, &self.spans, &mut self.findings);
            let has_addresses = !is_in_link && !self.text_kind.is_line();
            let addresses = if has_addresses { address::find(run.text()) } else { Vec::new() };
            for address in addresses {
                found.push(run.source(address.range.clone()));
                push_part(inlines, run, end..address.range.start);
                end = address.range.end;
                let mut content = Vec::new();
                push_part(&mut content, run, address.range.clone());
                let kind = InlineKind::Link { url: address.url, content, bare: true };
                inlines.push(Inline { kind, span: Span(run.source(address.range)) });
            }
        }
        push_part(inlines, run, end..run.text().len());
        run.clear();
        for range in found {
            self.count_link(range);
        }
    }

    /// Closes the paragraph that the parser does not announce, if one is open.
    pub fn close_implied(&mut self) {
        let open = self.frames.last().map(|frame| &frame.open);
        if matches!(open, Some(OpenNode::Phrase { phrase: Phrase::Implied, .. })) {
            self.close();
        }
    }

    /// The open nodes within the innermost paragraph, heading or cell, and
    /// that one itself.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.frames.iter().rev().map_while(|frame| match &frame.open {
            OpenNode::Phrase { phrase, .. } => Some(phrase),
            _ => None,
        })
    }

    /// Whether a link is open.
    pub fn is_in_link(&self) -> bool {
        self.phrases().any(|phrase| matches!(phrase, Phrase::Link { .. }))
    }
}

/// Adds a part of a run as text. A tab would vanish on the sheet and glue two
/// words together, so it becomes a space.
fn push_part(inlines: &mut Vec<Inline>, run: &TextRun, part: Range<usize>) {
    let text = run.text().get(part.clone()).unwrap_or_default();
    if !text.is_empty() {
        // An entity may stand for the accent of the letter before it.
        append(inlines, InlineKind::Text(composed(&text.replace('\t', " "))), run.source(part));
    }
}

/// Adds an inline; text joins the text before it.
fn append(inlines: &mut Vec<Inline>, kind: InlineKind, span: Range<usize>) {
    match (inlines.last_mut(), kind) {
        (Some(Inline { kind: InlineKind::Text(before), span: place }), InlineKind::Text(text)) => {
            before.push_str(&text);
            place.0.end = span.end;
        }
        (_, kind) => inlines.push(Inline { kind, span: Span(span) }),
    }
}
