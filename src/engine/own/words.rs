//! The words on a sheet, and whether a text is among them.
//!
//! Compared are letters and digits alone, without case: hyphens at ends of lines, soft hyphens,
//! ligatures, capitals, spaces and quotation marks do not count. A text that was found is taken,
//! so that a headline whose words also stand in the text is missed all the same.

use crate::engine::letters::letters;

/// How far apart, in bytes, two words of one text may stand: what stands at the foot and the head
/// of two pages, and footnotes, lies between them.
const MAX_GAP: usize = 200_000;
/// From so many bytes on a text is not found by chance.
const LONG: usize = 24;
/// How many places of the longest word of a text are tried, whose words stand apart.
const MAX_ANCHORS: usize = 100;
/// How many places before each of them are tried for its beginning.
const MAX_STARTS: usize = 6;
/// How far before the place where the beginning is to be expected it is looked for, in bytes.
const MAX_LEAD: usize = 12_000;

/// The words of a sheet, in the order in which they stand in its frames.
#[derive(Default, Clone)]
pub(super) struct SheetWords {
    letters: String,
    /// Everything but spaces, for texts without letters.
    signs: String,
    /// Where words and pieces of text begin in `letters`, in order: nothing short is found that
    /// begins or ends within one.
    begins: Vec<usize>,
    /// Ranges of `letters` that belong to a text that was found, in order.
    taken: Vec<(usize, usize)>,
}

impl SheetWords {
    /// Adds a piece of text.
    pub fn add(&mut self, text: &str) {
        for word in text.split_whitespace() {
            self.begins.push(self.letters.len());
            self.letters.push_str(&letters(word));
        }
        self.signs.extend(text.chars().filter(|c| !c.is_whitespace()));
    }

    /// Whether a text stands on the sheet, wherever else its words stand too.
    pub fn contain(&self, text: &str) -> bool {
        let wanted = letters(text);
        if wanted.is_empty() {
            let signs: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            return self.signs.contains(&signs);
        }
        self.letters.contains(&wanted) || self.apart(text, false).is_ok()
    }

    /// Takes a text in one piece, where it stands by itself; whether it does.
    pub fn take_whole(&mut self, text: &str) -> bool {
        let wanted = letters(text);
        if wanted.is_empty() {
            return self.contain(text);
        }
        let mut from = 0;
        while let Some(at) = self.letters.get(from..).and_then(|rest| rest.find(&wanted)) {
            let (start, end) = (from + at, from + at + wanted.len());
            match self.taken_at(start, end) {
                None if !self.is_apart(start, end) => from = start + 1,
                None => {
                    self.take(start, end);
                    return true;
                }
                Some(taken_end) => from = taken_end.max(start + 1),
            }
            while !self.letters.is_char_boundary(from) {
                from += 1;
            }
        }
        false
    }

    /// Takes a text whose words stand apart: a page ends in it, a mark of a footnote stands in it.
    /// `Err` is the first word that is missing, if something stands before it.
    pub fn take_apart(&mut self, text: &str) -> Result<(), Option<String>> {
        let found = self.apart(text, true)?;
        found.into_iter().for_each(|(start, end)| self.take(start, end));
        Ok(())
    }

    /// How often a word stands on the sheet, given by its letters, whatever is taken.
    pub fn count(&self, word: &str) -> usize {
        let places = self.letters.match_indices(word);
        places.filter(|(at, _)| self.is_apart(*at, at + word.len())).count()
    }

    /// Whether a word stands on the sheet in two parts: a page ends in it.
    pub fn have_parted(&self, word: &str) -> bool {
        let pieces = self.word(word, 0, usize::MAX, false);
        pieces.is_some_and(|pieces| pieces.len() > 1)
    }

    /// Where the words of a text stand, one after the other: where they stand nearest together.
    fn apart(&self, text: &str, is_free: bool) -> Result<Vec<(usize, usize)>, Option<String>> {
        let words = text.split_whitespace().map(|word| (word, letters(word)));
        let words: Vec<_> = words.filter(|(_, letters)| !letters.is_empty()).collect();
        let mut best: Option<(usize, Vec<(usize, usize)>)> = None;
        let mut farthest = 0;
        for start in self.starts(&words) {
            let mut at = start;
            let mut found = Vec::with_capacity(words.len());
            let missing = words.iter().position(|(_, letters)| {
                let pieces = self.word(letters, at, MAX_GAP, is_free);
                at = pieces.as_ref().and_then(|pieces| pieces.last()).map_or(at, |(_, end)| *end);
                let is_missing = pieces.is_none();
                found.extend(pieces.into_iter().flatten());
                is_missing
            });
            match missing {
                Some(word) => farthest = farthest.max(word),
                None => {
                    let span = at - found.first().map_or(at, |(start, _)| *start);
                    if best.as_ref().is_none_or(|(least, _)| span < *least) {
                        best = Some((span, found));
                    }
                }
            }
        }
        let word = words.get(farthest).filter(|_| farthest > 0).map(|(word, _)| (*word).to_owned());
        best.map(|(_, found)| found).ok_or(word)
    }

    /// Where a text may begin: at its first word, near before its longest one.
    fn starts(&self, words: &[(&str, String)]) -> Vec<usize> {
        let Some((_, first)) = words.first() else { return Vec::new() };
        let longest =
            words.iter().enumerate().max_by_key(|(at, (_, l))| (l.len(), usize::MAX - at));
        let Some((at, (_, longest))) = longest else { return Vec::new() };
        let before: usize = words[..at].iter().map(|(_, letters)| letters.len()).sum();
        let mut starts = Vec::new();
        for (anchor, _) in self.letters.match_indices(longest.as_str()).take(MAX_ANCHORS) {
            let expected = anchor.saturating_sub(before);
            let from = self.letters.floor_char_boundary(expected.saturating_sub(MAX_LEAD));
            let to = (expected + first.len()).min(self.letters.len());
            let to = self.letters.ceil_char_boundary(to);
            let Some(within) = self.letters.get(from..to) else { continue };
            starts.extend(
                within.rmatch_indices(first.as_str()).take(MAX_STARTS).map(|(at, _)| from + at),
            );
            starts.push(from);
        }
        // The longest word may itself be parted.
        if starts.is_empty() {
            let begins = self.letters.match_indices(first.as_str()).map(|(at, _)| at);
            starts.extend(begins.take(MAX_ANCHORS));
        }
        starts.dedup();
        starts
    }

    /// The next place of a word, in one piece or in two.
    fn word(
        &self,
        word: &str,
        from: usize,
        reach: usize,
        is_free: bool,
    ) -> Option<Vec<(usize, usize)>> {
        let whole = self.next(word, from, reach, is_free);
        if let Some(place) = whole {
            return Some(vec![place]);
        }
        let cuts: Vec<_> = word.char_indices().map(|(at, _)| at).skip(2).collect();
        cuts.into_iter().rev().find_map(|cut| {
            let (first, second) = word.split_at(cut);
            let first = self.next(first, from, reach.min(MAX_GAP), is_free)?;
            Some(vec![first, self.next(second, first.1, MAX_GAP, is_free)?])
        })
    }

    fn next(&self, word: &str, from: usize, reach: usize, is_free: bool) -> Option<(usize, usize)> {
        let end =
            self.letters.floor_char_boundary(from.saturating_add(reach).min(self.letters.len()));
        let within = self.letters.get(from..end)?;
        let mut places =
            within.match_indices(word).map(|(at, _)| (from + at, from + at + word.len()));
        places.find(|(start, end)| {
            self.is_apart(*start, *end) && (!is_free || self.taken_at(*start, *end).is_none())
        })
    }

    /// Whether words or pieces of text begin and end there; of a long text that says nothing new.
    fn is_apart(&self, start: usize, end: usize) -> bool {
        let is_end = end == self.letters.len() || self.begins_at(end);
        end - start >= LONG || self.begins_at(start) && is_end
    }

    fn begins_at(&self, at: usize) -> bool {
        self.begins.binary_search(&at).is_ok()
    }

    /// The end of what is taken in a range, if something is.
    fn taken_at(&self, start: usize, end: usize) -> Option<usize> {
        let next = self.taken.partition_point(|taken| taken.1 <= start);
        self.taken.get(next).filter(|taken| taken.0 < end).map(|taken| taken.1)
    }

    fn take(&mut self, start: usize, end: usize) {
        let at = self.taken.partition_point(|taken| taken.0 < start);
        self.taken.insert(at, (start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pieces: &[&str]) -> SheetWords {
        let mut words = SheetWords::default();
        pieces.iter().for_each(|piece| words.add(piece));
        words
    }

    #[test]
    fn only_letters_and_digits_count() {
        let mut sheet = words(&["Vernetzungs\u{AD}", "treffen der ﬁnanzen", " GROSSE »Worte«"]);
        assert!(sheet.take_whole("Vernetzungstreffen\u{A0}der Finanzen"));
        assert!(sheet.take_whole("große \"Worte\""));
        assert!(!sheet.take_whole("Vernetzung"), "it was taken");
        assert!(!words(&["1123", ",1"]).take_whole("123,1"), "it begins within a piece");
        assert!(words(&["1123", "123", ",1"]).take_whole("123,1"));
        assert!(sheet.contain("Vernetzung") && !sheet.contain("Verwaltung"));
        assert!(words(&["###"]).take_whole("###") && !words(&["#"]).take_whole("###"));
    }

    #[test]
    fn a_text_may_be_parted() {
        let mut sheet =
            words(&["Der Text steht", "Seite 1 von 2", "hier und wird ver", "2", "teilt."]);
        assert_eq!(sheet.take_apart("Der Text steht hier und wird verteilt."), Ok(()));
        assert_eq!(sheet.take_apart("Der Text"), Err(None));
        let mut sheet = words(&["Der Text steht"]);
        assert_eq!(sheet.take_apart("Der Text fehlt hier"), Err(Some("fehlt".to_owned())));
    }
}
