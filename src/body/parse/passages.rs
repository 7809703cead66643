//! Passages in another language, and the line of the event: their place in the tree.

use std::ops::Range;

use super::attribute;
use super::event_line;
use super::fences::{Fence, FenceRole, misplaced};
use super::nodes::{Flow, OpenNode, Phrase};
use super::spans::Bracket;
use super::tree::Builder;
use crate::body::{BlockKind, Inline, InlineKind, LanguageTag};

impl Builder<'_> {
    /// Takes a rule for the fence that it stands for; says whether it is one.
    pub fn fence(&mut self, rule: &Range<usize>) -> bool {
        let Some(Fence { range, role }) = self.fences.at(rule) else { return false };
        self.ledger.enter(range.clone());
        let is_open = self.is_in_passage();
        match role {
            FenceRole::Opens(language) if self.is_at_top() => {
                self.open_block(OpenNode::flow(Flow::Passage(language)), range);
            }
            FenceRole::Event if self.frames.len() > 1 => {
                self.findings.add(event_line::misplaced(), range);
            }
            FenceRole::Event if self.has_event() => {
                self.findings.add(event_line::repeated(), range);
            }
            FenceRole::Event => self.push_block(BlockKind::Event, range),
            FenceRole::Opens(_) => self.findings.add(misplaced(), range),
            FenceRole::Closes if is_open && self.is_at_top() => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.span.end = range.end;
                }
                self.close();
            }
            FenceRole::Closes if is_open => self.findings.add(misplaced(), range),
            FenceRole::Closes | FenceRole::Void => {}
        }
        true
    }

    /// Whether blocks that come now stand at the left edge: in the body itself or
    /// in a passage.
    pub fn is_at_top(&self) -> bool {
        self.frames.len() == 1 || self.frames.len() == 2 && self.is_in_passage()
    }

    /// Whether the event has its place in the body already.
    fn has_event(&self) -> bool {
        let Some(OpenNode::Flow { blocks, .. }) = self.frames.first().map(|frame| &frame.open)
        else {
            return false;
        };
        blocks.iter().any(|block| block.kind == BlockKind::Event)
    }

    fn is_in_passage(&self) -> bool {
        let second = self.frames.get(1).map(|frame| &frame.open);
        matches!(second, Some(OpenNode::Flow { flow: Flow::Passage(_), .. }))
    }

    /// Takes running text, which may begin and end passages.
    pub fn text(&mut self, text: &str, range: Range<usize>) {
        let is_typed = self.text.get(range.clone()) == Some(text);
        if self.spans.is_empty() || !is_typed {
            return self.push_text(text, range);
        }
        let mut from = range.start.max(self.read_to);
        for (at, bracket) in self.spans.within(from.min(range.end)..range.end) {
            self.push_part(from..at);
            from = match bracket {
                Bracket::Opens(language) => {
                    self.open_passage(language, at);
                    at + 1
                }
                Bracket::Closes(end) => {
                    self.close_passage(end);
                    end
                }
                Bracket::Decorates(end) => {
                    self.ledger.enter(at..end);
                    end
                }
            };
        }
        self.push_part(from..range.end);
        self.read_to = from;
    }

    fn push_part(&mut self, range: Range<usize>) {
        let whole = self.text;
        if let Some(part) = whole.get(range.clone()).filter(|part| !part.is_empty()) {
            self.push_text(part, range);
        }
    }

    fn open_passage(&mut self, language: LanguageTag, at: usize) {
        let range = at..at + 1;
        self.ledger.enter(range.clone());
        let has_frame = !self.is_in_alt() && !self.nests_phrases_too_deeply(&range);
        if has_frame {
            self.open_inline(OpenNode::phrase(Phrase::Passage(language)), range);
        }
        self.passages.push(has_frame);
    }

    fn close_passage(&mut self, end: usize) {
        let has_frame = self.passages.pop() == Some(true);
        if let Some(frame) = self.frames.last_mut().filter(|_| has_frame)
            && let OpenNode::Phrase { phrase: Phrase::Passage(_), .. } = frame.open
        {
            frame.span.end = end;
            self.close();
        }
    }

    /// Hands a passage to the text around it.
    pub fn push_passage(
        &mut self,
        language: LanguageTag,
        content: Vec<Inline>,
        span: Range<usize>,
        is_visible: bool,
    ) {
        if is_visible {
            return self.push_inline(InlineKind::Passage { language, content }, span);
        }
        self.findings.add(attribute::empty(), span.clone());
        self.push_as_typed(span);
    }
}
