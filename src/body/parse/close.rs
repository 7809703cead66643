//! What becomes of a node when its end comes.

use std::ops::Range;

use super::ledger::{trimmed, within_quote};
use super::nodes::{Flow, Frame, OpenList, OpenNode, Phrase, TextKind};
use super::numbers::{self, ListReading};
use super::tree::Builder;
use super::{attribute, footnotes, quote, refused};
use crate::body::{Block, BlockKind, Inline, InlineKind, Item, List, Note, Picture, Span};
use crate::diagnostic::{Diagnostic, Finding, codes};

impl Builder<'_> {
    /// Closes the innermost open node and hands it to the one around it. The
    /// body itself stays open.
    pub fn close(&mut self) {
        self.seal();
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { open, span }) = self.frames.pop() else { return };
        match open {
            OpenNode::Phrase { phrase, inlines, .. } => self.close_phrase(phrase, inlines, span),
            OpenNode::Alt(picture) => self.close_picture(picture, span),
            OpenNode::Flow { flow, blocks } => self.close_flow(flow, blocks, span),
            OpenNode::List(list) => self.close_list(list, span),
            OpenNode::Table(table) => self.push_block(BlockKind::Table(table), span),
            OpenNode::Row { head, cells, added, end } => {
                self.look_for_short_row(&cells, added, span.clone());
                self.close_row(head, cells, end, span);
            }
        }
    }

    fn close_phrase(&mut self, phrase: Phrase, inlines: Vec<Inline>, span: Range<usize>) {
        match phrase {
            Phrase::Paragraph => self.close_paragraph(inlines, span),
            Phrase::Implied => {
                let end = inlines.last().map_or(span.end, |inline| inline.span.0.end);
                self.close_paragraph(inlines, span.start..end);
            }
            Phrase::Refused => self.push_block(BlockKind::Paragraph(inlines), span),
            Phrase::Heading(level) => self.close_heading(level, inlines, span),
            Phrase::Cell => self.close_cell(inlines, span),
            Phrase::Emphasis => self.push_inline(InlineKind::Emphasis(inlines), span),
            Phrase::Strong => self.push_inline(InlineKind::Strong(inlines), span),
            Phrase::Passage(language) => {
                let is_visible = inlines.iter().any(is_visible);
                self.push_passage(language, inlines, span, is_visible);
            }
            Phrase::Link { url, bare } => self.close_link(url, bare, inlines, span),
        }
    }

    fn close_paragraph(&mut self, inlines: Vec<Inline>, span: Range<usize>) {
        self.tags.clear();
        if inlines.is_empty() {
            return;
        }
        if self.text_kind == TextKind::Body {
            self.look_for_failed_markup(&inlines, &span);
        }
        let kind = match <[Inline; 1]>::try_from(inlines) {
            Ok([Inline { kind: InlineKind::Picture(picture), .. }]) => BlockKind::Picture(picture),
            Ok(alone) => BlockKind::Paragraph(alone.into()),
            Err(inlines) => BlockKind::Paragraph(inlines),
        };
        self.push_block(kind, span);
    }

    fn close_picture(&mut self, mut picture: Picture, span: Range<usize>) {
        if picture.file.is_empty() {
            return self.push_as_typed(span);
        }
        picture.decorative = self.spans.is_decorative(span.end);
        picture.alt = picture.alt.split_whitespace().collect::<Vec<_>>().join(" ");
        self.push_inline(InlineKind::Picture(picture), span);
    }

    fn close_link(&mut self, url: String, bare: bool, inlines: Vec<Inline>, span: Range<usize>) {
        self.count_link(span.clone());
        let has_text = inlines.iter().any(is_visible);
        if has_text && !url.is_empty() {
            return self.push_inline(InlineKind::Link { url, content: inlines, bare }, span);
        }
        let (message, reason) = if has_text {
            ("a link without a target", "no-target")
        } else {
            ("a link without text", "no-text")
        };
        let error = Diagnostic::new(codes::EMPTY_LINK, message)
            .with("reason", reason)
            .hint("write `[text](https://…)`, or the bare address");
        self.findings.add(error, span.clone());
        if has_text {
            for inline in inlines {
                self.push_inline(inline.kind, inline.span.0);
            }
        } else {
            self.push_as_typed(span);
        }
    }

    fn close_flow(&mut self, flow: Flow, mut blocks: Vec<Block>, span: Range<usize>) {
        match flow {
            Flow::Quote if blocks.is_empty() => self.leave_out_quote(span),
            Flow::Quote => {
                let speaker = quote::take_speaker(&mut blocks, self.text);
                let typed = self.text.get(span.clone()).unwrap_or_default();
                if speaker.is_none()
                    && let Some(warning) = quote::comparison(typed, &blocks)
                {
                    self.findings.add(warning, span.start..span.start + 1);
                }
                for Finding { diagnostic, range, .. } in quote::lost_speakers(&blocks) {
                    self.findings.add(diagnostic, range);
                }
                self.push_block(BlockKind::Quote { blocks, speaker }, span);
            }
            Flow::Item(marker) => {
                let item = Item { blocks, span: Span(within_quote(self.text, span)) };
                if let Some(OpenNode::List(list)) = self.frames.last_mut().map(|f| &mut f.open) {
                    list.items.push(item);
                    list.markers.push(marker);
                }
            }
            Flow::Note(label) => {
                let mark = footnotes::label_range(self.text, &span);
                let blocks = self.in_its_language(blocks, &span);
                let note = Note { blocks, span: Span(trimmed(self.text, span)) };
                self.footnotes.define(&label, note, mark, &mut self.findings);
            }
            Flow::Passage(_) if blocks.is_empty() => {
                self.findings.add(attribute::empty(), refused::first_line(self.text, span));
            }
            Flow::Passage(Some(language)) => {
                self.push_block(BlockKind::Passage { language, blocks }, span);
            }
            Flow::Passage(None) => {
                for block in blocks {
                    self.push_block(block.kind, block.span.0);
                }
            }
            Flow::Body => {}
        }
    }

    /// A footnote that is defined in a passage is in its language, wherever its
    /// mark stands.
    fn in_its_language(&self, blocks: Vec<Block>, span: &Range<usize>) -> Vec<Block> {
        let language = self.frames.iter().find_map(|frame| match &frame.open {
            OpenNode::Flow { flow: Flow::Passage(language), .. } => language.clone(),
            _ => None,
        });
        match language {
            Some(language) if !blocks.is_empty() => {
                let span = Span(trimmed(self.text, span.clone()));
                vec![Block { kind: BlockKind::Passage { language, blocks }, span }]
            }
            _ => blocks,
        }
    }

    /// Warns of a quote without text; of nested ones the innermost is enough.
    fn leave_out_quote(&mut self, span: Range<usize>) {
        if !self.empty_quote.is_some_and(|inner| span.contains(&inner)) {
            let error = Diagnostic::new(codes::QUOTE_EMPTY, "a quote without text is left out")
                .hint("write the quote behind `>`, or remove the character");
            self.findings.add(error, span.start..span.start + 1);
        }
        self.empty_quote = Some(span.start);
    }

    fn close_list(&mut self, list: OpenList, span: Range<usize>) {
        // Indented by a tab, a list begins before its first marker.
        let span = within_quote(self.text, span);
        match numbers::settle(list, &mut self.findings) {
            ListReading::List(list) => {
                self.look_for_wrapped_line(&list, &span);
                self.push_block(BlockKind::List(list), span);
            }
            ListReading::Blocks(blocks) => {
                for block in blocks {
                    self.push_block(block.kind, block.span.0);
                }
            }
        }
    }

    /// A list of one item right under a line of text is more often a line
    /// that happens to begin with a number or a dash, and one apart may begin with a sign
    /// that belongs to its text. Lists under an item are what they seem.
    fn look_for_wrapped_line(&mut self, list: &List, span: &Range<usize>) {
        let Some(OpenNode::Flow { flow, blocks }) = self.frames.last().map(|frame| &frame.open)
        else {
            return;
        };
        let mut typed_items =
            list.items.iter().filter_map(|item| self.text.get(item.span.0.clone()));
        if list.items.len() > 1 && typed_items.all(numbers::is_signed_figure) {
            let warning = numbers::signed_figures(list.items.len());
            return self.findings.add(warning, span.start..span.start + 1);
        }
        let is_right_below = match blocks.last() {
            Some(Block { kind: BlockKind::Paragraph(_), span: before }) => {
                let gap = self.text.get(before.0.end..span.start).unwrap_or_default();
                gap.matches('\n').count() <= 1
            }
            // A new list for another sign.
            Some(Block { kind: BlockKind::List(_), .. }) => return,
            _ => false,
        };
        if list.items.len() != 1 || matches!(flow, Flow::Item(_)) {
            return;
        }
        let is_in_quote = matches!(flow, Flow::Quote);
        let typed = self.text.get(span.clone()).unwrap_or_default();
        let marker = typed.split_whitespace().next().unwrap_or_default();
        // Behind what somebody says, a hyphen is rather before who says it.
        let is_speaker = is_in_quote && marker == "-" && !blocks.is_empty();
        let before = self.text.get(..span.start).unwrap_or_default();
        let is_announced = before.trim_end().ends_with(':');
        let warning = if is_right_below || is_speaker {
            numbers::list_of_one(marker, is_in_quote)
        } else if numbers::is_sign_of_text(typed, is_announced) {
            numbers::lone_item(marker)
        } else {
            return;
        };
        self.findings.add(warning, span.start..span.start + marker.len());
    }

    fn close_cell(&mut self, inlines: Vec<Inline>, span: Range<usize>) {
        self.tags.clear();
        // A cell that the parser adds has no place of its own.
        let row = self.frames.last().map_or(span.clone(), |row| row.span.clone());
        let behind = self.text.get(span.end..row.end).unwrap_or_default();
        let is_added = span.is_empty() && behind.trim_start().is_empty();
        self.count_cell(row);
        if let Some(OpenNode::Row { cells, added, end, .. }) =
            self.frames.last_mut().map(|f| &mut f.open)
        {
            cells.push(inlines);
            *added += usize::from(is_added);
            *end = span.end;
        }
    }

    /// A row of which the parser has added cells, so that a figure may be missing.
    fn look_for_short_row(&mut self, cells: &[Vec<Inline>], added: usize, span: Range<usize>) {
        let row = self.text.get(span.clone()).unwrap_or_default().trim_end();
        // One without a bar is no row, and is told elsewhere.
        if added == 0 || !row.contains('|') || self.is_full() {
            return;
        }
        let message = message!(
            "this row has {count} of {cells} cells, and the others stay empty",
            count = cells.len() - added.min(cells.len()),
            cells = cells.len()
        );
        let warning = Diagnostic::new(codes::TABLE_ROW_TOO_SHORT, message)
            .hint("write what is missing, or `| |` for a cell that is empty");
        self.findings.add(warning, span.start..span.start + row.len());
    }

    fn close_row(&mut self, head: bool, cells: Vec<Vec<Inline>>, end: usize, span: Range<usize>) {
        let rest = self.text.get(end..span.end).unwrap_or_default();
        let excess = rest.trim_matches(is_border);
        let row = self.text.get(span.clone()).unwrap_or_default().trim_end();
        if !head && !row.contains('|') && !row.is_empty() && !self.is_full() {
            let range = span.start..span.start + row.len();
            let error = Diagnostic::new(
                codes::TABLE_LOST,
                "this line stands right below a table and would be a row of it",
            );
            let error = error
                .with("reason", "text-below")
                .hint("put an empty line between the table and the text")
                .replaced_by(format!("\n{row}"));
            self.ledger.enter(range.clone());
            self.findings.add(error, range);
        }
        // A row is cut short where the tree is full.
        if !excess.is_empty() && !self.is_full() {
            let start = span.end - rest.trim_start_matches(is_border).len();
            let range = start..start + excess.len();
            let message = message!(
                "this row has more cells than the header, which has {cells}",
                cells = cells.len()
            );
            let error = Diagnostic::new(codes::TABLE_ROW_TOO_LONG, message)
                .hint("give the header a cell for it, or write `\\|` for a line that is text");
            self.ledger.enter(range.clone());
            self.findings.add_labelled(error, range, "would be lost");
        }
        if let Some(OpenNode::Table(table)) = self.frames.last_mut().map(|f| &mut f.open) {
            if head {
                table.header = cells;
            } else {
                table.rows.push(cells);
            }
        }
    }
}

/// Whether a character stands around the text of a cell.
fn is_border(character: char) -> bool {
    character.is_whitespace() || character == '|'
}

/// Whether an inline leaves anything on the sheet.
fn is_visible(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => !text.trim().is_empty(),
        InlineKind::Code(_) | InlineKind::Picture(_) | InlineKind::Footnote(_) => true,
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Passage { content, .. }
        | InlineKind::Link { content, .. } => content.iter().any(is_visible),
        InlineKind::HardBreak | InlineKind::SoftBreak => false,
    }
}
