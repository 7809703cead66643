//! Marked content: the words that pages draw under the numbers by which tags name them.

use std::collections::HashMap;
use std::rc::Rc;

use super::joint::{self, TextPlace};
use crate::inspect::budget::Budget;

/// About how many bytes of memory the words under one number take, and each of their runs.
const MARKED_BYTES: usize = 256;
const RUN_BYTES: usize = 64;

/// By which tags name marked content: the number of the object in whose content it stands, be
/// it a page or a drawing, and the number there.
pub type MarkKey = (u32, u32);

/// Words in one language.
#[derive(Debug, Default)]
pub struct MarkedRun {
    pub text: String,
    /// The language that the content itself names.
    pub language: Option<Rc<str>>,
}

/// All words under one number.
#[derive(Debug)]
pub struct MarkedText {
    pub runs: Vec<MarkedRun>,
    /// The page that draws them, counted from 1.
    pub page: usize,
    /// Where the first and the last of them stand.
    pub first: Option<TextPlace>,
    pub last: Option<TextPlace>,
}

/// The words of all pages.
#[derive(Debug, Default)]
pub struct MarkedContent {
    texts: HashMap<MarkKey, MarkedText>,
}

impl MarkedContent {
    /// Begins words under a number, or goes on with them; `false` where there is no room.
    pub fn open(&mut self, key: MarkKey, page: usize, budget: &Budget) -> bool {
        if self.texts.contains_key(&key) {
            return true;
        }
        let has_room = budget.retain(MARKED_BYTES);
        if has_room {
            let text = MarkedText { runs: Vec::new(), page, first: None, last: None };
            self.texts.insert(key, text);
        }
        has_room
    }

    /// Adds words, whose memory is paid for, that stand at a place, if it is known.
    pub fn push(
        &mut self,
        key: MarkKey,
        words: &str,
        language: Option<&Rc<str>>,
        place: Option<TextPlace>,
        budget: &Budget,
    ) {
        let Some(marked) = self.texts.get_mut(&key) else { return };
        let is_same = marked.runs.last().is_some_and(|run| run.language.as_ref() == language);
        if !is_same {
            if !budget.retain(RUN_BYTES) {
                return;
            }
            marked.runs.push(MarkedRun { text: String::new(), language: language.cloned() });
        }
        if let Some(run) = marked.runs.last_mut() {
            joint::append(&mut run.text, marked.last.as_ref(), words, place.as_ref());
        }
        marked.first = marked.first.or(place);
        marked.last = place.or(marked.last);
    }

    /// The words under a number. Each is heard once.
    pub fn take(&mut self, key: MarkKey) -> Option<MarkedText> {
        self.texts.remove(&key)
    }
}
