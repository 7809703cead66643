//! Asterisks within words: `Bürger*innen` is one word, and nothing in it is emphasis.
//!
//! For Markdown an asterisk between two letters may begin and end emphasis, so each is replaced by
//! a character that is a letter to its parser, and put back into the events.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};
use unicode_normalization::char::is_combining_mark;

/// Stands for an asterisk. As a private-use character it is refused wherever it is typed.
const LETTER: char = '\u{F8F0}';

/// Bytes by which a masked text is longer for each asterisk.
const GROWTH: usize = LETTER.len_utf8() - '*'.len_utf8();

/// A text whose asterisks within words are letters to the parser.
#[derive(Debug)]
pub(super) struct LetterMask<'t> {
    text: Cow<'t, str>,
    /// Where the asterisks stand in the masked text.
    asterisks: Vec<usize>,
}

impl<'t> LetterMask<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut masked = String::new();
        let mut asterisks = Vec::new();
        let mut end = 0;
        for (at, _) in text.match_indices('*').filter(|(at, _)| is_in_word(text, *at)) {
            masked.push_str(text.get(end..at).unwrap_or_default());
            asterisks.push(masked.len());
            masked.push(LETTER);
            end = at + 1;
        }
        if asterisks.is_empty() {
            return Self { text: Cow::Borrowed(text), asterisks };
        }
        masked.push_str(text.get(end..).unwrap_or_default());
        Self { text: Cow::Owned(masked), asterisks }
    }

    /// The text to be parsed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// An event of the masked text as one of the text as typed. Labels by which links find their
    /// definitions stay as they are.
    pub fn typed<'e>(&self, event: Event<'e>, range: Range<usize>) -> (Event<'e>, Range<usize>) {
        if self.asterisks.is_empty() {
            return (event, range);
        }
        let event = match event {
            Event::Text(text) => Event::Text(typed(text)),
            Event::Html(text) => Event::Html(typed(text)),
            Event::InlineHtml(text) => Event::InlineHtml(typed(text)),
            Event::FootnoteReference(label) => Event::FootnoteReference(typed(label)),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Event::Start(Tag::FootnoteDefinition(typed(label)))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (typed(dest_url), typed(title));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (typed(dest_url), typed(title));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            event => event,
        };
        (event, self.range(range))
    }

    /// Where a range of the masked text was typed.
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        self.place(range.start)..self.place(range.end)
    }

    fn place(&self, at: usize) -> usize {
        let before = self.asterisks.partition_point(|asterisk| *asterisk < at);
        at.saturating_sub(GROWTH * before)
    }
}

/// Whether a letter stands on both sides of the character at a place.
fn is_in_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let behind = text.get(at + 1..).and_then(|behind| behind.chars().next());
    before.is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c))
        && behind.is_some_and(char::is_alphanumeric)
}

/// A text of an event with its asterisks.
fn typed(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(LETTER) { text.replace(LETTER, "*").into() } else { text }
}
