//! Single breaks of words that a laid-out sheet does not want.

use std::collections::HashSet;

/// A place within a word of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Break {
    /// The paragraph's number; 0 stands for all text without one.
    paragraph: usize,
    /// In lower case.
    word: String,
    /// Bytes before the break.
    at: usize,
}

impl Break {
    /// The break of `word` behind its first `at` bytes, wherever the word stands in
    /// the paragraph.
    pub fn new(paragraph: usize, word: &str, at: usize) -> Self {
        Self { paragraph, word: word.to_lowercase(), at }
    }
}

/// A set of breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Breaks {
    single: HashSet<Break>,
    /// Paragraphs in which no word breaks.
    paragraphs: HashSet<usize>,
}

impl Breaks {
    /// Adds breaks; whether any was new.
    pub fn add(&mut self, breaks: Vec<Break>) -> bool {
        let before = self.single.len();
        self.single.extend(breaks);
        self.single.len() > before
    }

    /// Adds all breaks of the paragraphs in which these stand; whether any was new.
    pub fn add_paragraphs(&mut self, breaks: Vec<Break>) -> bool {
        let before = self.paragraphs.len();
        self.paragraphs.extend(breaks.into_iter().map(|one| one.paragraph));
        self.paragraphs.len() > before
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.single.is_empty() && self.paragraphs.is_empty()
    }

    /// Whether the word must not break there.
    pub fn contains(&self, paragraph: usize, word: &str, at: usize) -> bool {
        !self.is_empty()
            && (self.paragraphs.contains(&paragraph)
                || self.single.contains(&Break::new(paragraph, word, at)))
    }
}
