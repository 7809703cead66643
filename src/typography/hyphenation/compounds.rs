//! The joints of compounds: "Wissenschafts|ministerium".
//!
//! A compound is split into parts of the lexicon, the fewest that cover it. One
//! stretch may be unknown, where what stands beside it is certain.

use super::lexicon::{CompoundPart, LEXICON, Lexicon, bit};

/// The maximum length in bytes of a word whose joints are looked for.
pub(super) const MAX_WORD_BYTES: usize = 127;
/// The minimum length in bytes of a part that is certain beside an unknown stretch.
const MIN_CERTAIN: usize = 5;
/// The minimum length in bytes of the last part before which the patterns propose no break.
const MIN_HEAD: usize = 7;
/// Short parts that are certain at the end of a word.
const CERTAIN_TAILS: &[&[u8]] = &[b"amt", b"bau", b"haus", b"hof", b"tag", b"weg"];
/// The minimum length in bytes of an unknown stretch, and of a part that may be inflected.
const MIN_STRETCH: usize = 4;

/// Prefixes that an unknown stretch may take from the part behind it.
const PREFIXES: &[&[u8]] =
    &[b"ab", b"an", b"auf", b"aus", b"ein", b"ent", b"um", b"un", b"ver", b"vor"];

/// What a part costs; the cheapest way through a word is taken.
const PART_COST: u32 = 10;
/// What a part of three letters costs on top: such a one is found by chance easily.
const TINY_COST: u32 = 5;
/// What an ending costs on top.
const ENDING_COST: u32 = 1;
/// What a joint costs that the patterns do not propose: they know nearly all, so
/// that it is "Aussichts|turm" and not "Aussicht|sturm".
const UNPROPOSED_COST: u32 = 15;
/// What an unknown stretch costs, and each byte of it: known parts explain a word
/// better than unknown ones, and the more of it the better.
const UNKNOWN_COST: u32 = 25;
const UNKNOWN_BYTE_COST: u32 = 2;

/// Endings of inflected heads.
const ENDINGS: &[&[u8]] = &[
    b"s", b"es", b"e", b"en", b"n", b"er", b"ern", b"em", b"m", b"r", b"in", b"innen", b"se",
    b"sen", b"ns",
];

/// A word's joints and breaks, a bit a byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Joints {
    /// Where parts meet.
    pub joints: u128,
    /// Where parts have joints of their own: "Hoch|schul" in "Hochschul|gesetz".
    pub inner: u128,
    /// Where the word may break, joints among them. In unknown stretches any place.
    pub breaks: u128,
}

/// How far the way through a word has come, and how it stands with the unknown stretch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stretch {
    /// None so far.
    None,
    /// The last step was it.
    Last,
    /// It is further back.
    Past,
}

/// The cheapest way to a place of the word.
#[derive(Clone, Copy)]
struct Way {
    cost: u32,
    found: Joints,
    /// Bytes of the last part; 0 at the beginning and behind an unknown stretch.
    last: usize,
}

/// The joints of a word in small letters, if it is known or made of known parts.
/// Unknown stretches end at `proposed` places only, and only a noun may begin with
/// one: "eingeladen" has no joint before "laden".
pub(super) fn joints(word: &str, is_noun: bool, proposed: &[usize]) -> Option<Joints> {
    if word.len() > MAX_WORD_BYTES {
        return None;
    }
    Ways::through(word.as_bytes(), is_noun, proposed, &LEXICON)
}

/// The cheapest ways to each place, one for each state of the unknown stretch.
struct Ways<'a> {
    word: &'a [u8],
    /// The places that the patterns propose.
    proposed: u128,
    lexicon: &'a Lexicon,
    best: Vec<[Option<Way>; 3]>,
}

impl<'a> Ways<'a> {
    fn through(
        word: &'a [u8],
        is_noun: bool,
        proposed: &[usize],
        lexicon: &'a Lexicon,
    ) -> Option<Joints> {
        let bits = proposed.iter().fold(0, |bits, &place| bits | bit(place));
        let best = vec![[None; 3]; word.len() + 1];
        let mut ways = Self { word, proposed: bits, lexicon, best };
        let start = Way { cost: 0, found: Joints::default(), last: 0 };
        ways.offer(0, Stretch::None, start);
        for at in 0..word.len() {
            let [none, last, past] = ways.at(at);
            if none.is_none() && last.is_none() && past.is_none() {
                continue;
            }
            for part in lexicon.beginnings(word.get(at..).unwrap_or_default()) {
                if let Some(way) = none {
                    ways.know(at, way, part, Stretch::None);
                }
                let rest = word.get(at..).unwrap_or_default();
                let is_certain =
                    usize::from(part.len) >= MIN_CERTAIN || CERTAIN_TAILS.contains(&rest);
                if let Some(way) = last.filter(|_| is_certain) {
                    ways.know(at, way, part, Stretch::Past);
                }
                if let Some(way) = past {
                    ways.know(at, way, part, Stretch::Past);
                }
            }
            if let Some(way) = none.filter(|way| at == 0 && is_noun || way.last >= MIN_CERTAIN) {
                ways.guess(at, way);
            }
        }
        let [none, last, past] = ways.at(word.len());
        let found = [none, last, past].into_iter().flatten().min_by_key(|way| way.cost)?;
        (found.last > 0 || found.found.joints != 0).then_some(found.found)
    }

    fn at(&self, place: usize) -> [Option<Way>; 3] {
        self.best.get(place).copied().unwrap_or_default()
    }

    /// Keeps a way to a place if it is the cheapest so far.
    fn offer(&mut self, place: usize, stretch: Stretch, way: Way) {
        let kept = self.best.get_mut(place).and_then(|kept| kept.get_mut(stretch as usize));
        if let Some(kept) = kept.filter(|kept| kept.is_none_or(|kept| way.cost < kept.cost)) {
            *kept = Some(way);
        }
    }

    /// Goes on with a part of the lexicon: bare, with its link, or inflected.
    fn know(&mut self, at: usize, way: Way, part: CompoundPart, stretch: Stretch) {
        let (len, breaks) = (usize::from(part.len), u128::from(part.breaks) << at);
        let joint = if at == 0 { 0 } else { bit(at) };
        let tiny = if len < MIN_STRETCH { TINY_COST } else { 0 };
        let unproposed = if joint & self.proposed == joint { 0 } else { UNPROPOSED_COST };
        let next = Way {
            cost: way.cost + PART_COST + tiny + unproposed,
            found: Joints {
                joints: way.found.joints | joint,
                inner: way.found.inner | u128::from(part.joints) << at,
                breaks: way.found.breaks | joint | breaks,
            },
            last: len,
        };
        let end = at + len;
        self.offer(end, stretch, next);
        let rest = self.word.get(end..).unwrap_or_default();
        if part.link.is_some() && rest.first() == part.link.as_ref() {
            self.offer(end + 1, stretch, next);
        }
        if len >= MIN_STRETCH && ENDINGS.contains(&rest) {
            // Behind the last break an ending may move the syllables: "Rat", "Rä-te".
            let settled = (u128::BITS - breaks.leading_zeros()) as usize;
            let mut next = next;
            next.cost += ENDING_COST;
            next.found.breaks |= between(settled.max(at) + 1, self.word.len());
            self.offer(self.word.len(), stretch, next);
        }
    }

    /// Goes on with an unknown stretch to each place that the patterns propose.
    fn guess(&mut self, at: usize, way: Way) {
        let joint = if at == 0 { 0 } else { bit(at) };
        let length = self.word.len();
        for end in at + MIN_STRETCH..=length {
            let ends = if end == length {
                at > 0
            } else {
                let is_possible =
                    self.proposed & bit(end) != 0 || at == 0 && self.is_before_head(end);
                is_possible && !self.ends_in_prefix(at, end)
            };
            if ends && joint & self.proposed == joint {
                let found = Joints {
                    joints: way.found.joints | joint,
                    breaks: way.found.breaks | joint | between(at + 1, end),
                    ..way.found
                };
                let bytes = u32::try_from(end - at).unwrap_or(0);
                let cost = way.cost + UNKNOWN_COST + UNKNOWN_BYTE_COST * bytes;
                self.offer(end, Stretch::Last, Way { cost, found, last: 0 });
            }
        }
    }

    /// Whether the rest of the word is a part that is known although the patterns propose no break
    /// before it: they take letters of it for the end of a name or a foreign word, as in
    /// "Carolab-rücke" and "Smartphonen-utzung".
    fn is_before_head(&self, from: usize) -> bool {
        let (stretch, head) = self.word.split_at_checked(from).unwrap_or_default();
        let is_clustered = ends_with_vowel(stretch) && begins_with_cluster(head);
        let least = if is_clustered { MIN_CERTAIN } else { MIN_HEAD };
        head.len() >= least
            && self.lexicon.beginnings(head).any(|part| {
                let rest = head.get(usize::from(part.len)..).unwrap_or_default();
                usize::from(part.len) >= least && (rest.is_empty() || ENDINGS.contains(&rest))
            })
    }

    /// Whether a stretch ends in a prefix of what follows: "Kunststoffab|fälle".
    fn ends_in_prefix(&self, from: usize, to: usize) -> bool {
        let stretch = self.word.get(from..to).unwrap_or_default();
        PREFIXES
            .iter()
            .any(|prefix| stretch.ends_with(prefix) && self.proposed & bit(to - prefix.len()) != 0)
    }
}

fn ends_with_vowel(letters: &[u8]) -> bool {
    letters.last().is_some_and(|last| b"aeiouy".contains(last))
}

/// Whether letters begin with two consonants that one syllable begins with: "br", "kl".
fn begins_with_cluster(letters: &[u8]) -> bool {
    matches!(letters, [b'b' | b'd' | b'f' | b'g' | b'k' | b'p' | b't', b'r' | b'l', ..])
}

/// The bits of the places from `from` up to `to`, without `to`.
fn between(from: usize, to: usize) -> u128 {
    (from..to).fold(0, |bits, place| bits | bit(place))
}

#[cfg(test)]
mod tests {
    use super::super::breaks;
    use super::*;

    fn shown(word: &str) -> String {
        let lower = word.to_lowercase();
        let found = joints(&lower, true, &breaks(word, hypher::Lang::German));
        let Some(found) = found else { return format!("{word}?") };
        let all = found.joints | found.inner;
        let mark = |(at, letter): (usize, char)| match all & bit(at) {
            0 => letter.to_string(),
            _ => format!("|{letter}"),
        };
        word.char_indices().map(mark).collect()
    }

    #[test]
    fn compounds_are_split_at_their_joints() {
        for split in [
            "Wissenschafts|ministeriums",
            "Landes|entwicklungs|plänen",
            "Forst|pflanzen|markt",
            "Alt|bau|erhaltung",
            "Druck|erzeugnis",
            "Verwaltungs|mitarbeiterinnen",
            "Windischholz|straße",
            "Verkehrs|dreh|scheibe",
            "Aussichts|turm",
            "Carola|brücke",
            "Mensa|kreis",
            "Petri|krise",
            "Smartphone|nutzung",
            "Startup|förderung",
        ] {
            assert_eq!(shown(&split.replace('|', "")), split);
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        assert_eq!(shown("Verbundenheit"), "Verbundenheit?");
        assert_eq!(shown("Intelligenz"), "Intelligenz?");
        assert_eq!(shown("Programmierung"), "Programmierung?");
        assert_eq!(shown("Verwaltung"), "Verwaltung");
    }
}
