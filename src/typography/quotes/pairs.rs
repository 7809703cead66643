//! Which straight quotes of a paragraph belong together, and which are apostrophes, feet or
//! inches. Double quotes come first; single ones are then judged within them.

use std::collections::HashMap;

use super::around::{
    Around, after_word, at_start, ends_genitive, ends_shortened, is_certain_apostrophe, is_clipped,
    is_inches, is_ink, is_makeshift, is_seconds, is_shortened, is_word, is_year,
    makeshift_apostrophes,
};

/// The longest paragraph whose quotes are paired, twice that of a release.
const MAX_CHARACTERS: usize = 20_000;

/// What a straight quote stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteRole {
    Apostrophe,
    /// Begins a quote: an outer one (0) or an inner one (1).
    Opens(usize),
    /// Ends one.
    Closes(usize),
    /// Ends a quote that began with this mark, typed as such.
    ClosesTyped(char),
    /// Begins a quote that ends with this mark, typed as such.
    OpensTyped(char),
}

/// The straight quotes of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    roles: HashMap<usize, QuoteRole>,
    unbalanced: Option<usize>,
}

impl Pairing {
    /// Pairs the quotes of a paragraph. Where they do not balance, all stay but for the
    /// apostrophes that are certain.
    pub fn of(text: &[char]) -> Self {
        // A paragraph of that length is refused, and hostile ones take long.
        if text.len() > MAX_CHARACTERS {
            return Self::default();
        }
        let (mut roles, unbalanced) = match paired(text) {
            Ok(roles) => (roles, None),
            Err(at) => {
                let certain = (0..text.len()).filter(|at| is_certain_apostrophe(text, *at));
                (certain.map(|at| (at, QuoteRole::Apostrophe)).collect(), Some(at))
            }
        };
        roles.extend(makeshift_apostrophes(text).map(|at| (at, QuoteRole::Apostrophe)));
        Self { roles, unbalanced }
    }

    /// What the character at a place stands for; `None` where it stays.
    pub fn role(&self, at: usize) -> Option<QuoteRole> {
        self.roles.get(&at).copied()
    }

    /// Whether a straight quote has a partner that was typed as such.
    pub fn has_typed(&self) -> bool {
        self.roles
            .values()
            .any(|role| matches!(role, QuoteRole::ClosesTyped(_) | QuoteRole::OpensTyped(_)))
    }

    /// The first quote without a partner.
    pub fn unbalanced(&self) -> Option<usize> {
        self.unbalanced
    }
}

/// The roles of all quotes, or the first one that has none.
fn paired(text: &[char]) -> Result<HashMap<usize, QuoteRole>, usize> {
    if let Some(at) = (0..text.len()).find(|at| is_makeshift(text, *at)) {
        return Err(at);
    }
    // A quote behind a digit ends something, or it stands for inches.
    let doubles = Doubles::of(text, false).or_else(|at| Doubles::of(text, true).map_err(|_| at))?;
    let mut singles = Singles { text, doubles: &doubles, ends: HashMap::new(), open: Vec::new() };
    let mut roles = singles.apostrophes()?;
    let ends = singles.ends;
    roles.extend(doubles.typed.iter().map(|(at, role)| (*at, *role)));
    let mut levels: Vec<usize> = Vec::new();
    for at in 0..text.len() {
        let is_double = doubles.ends.contains_key(&at);
        match doubles.ends.get(&at).or_else(|| ends.get(&at)) {
            // A single quote is an inner one also where none stands around it.
            Some(QuoteEnd::Opens(_)) => {
                let level = levels.last().map_or(usize::from(!is_double), |around| 1 - around);
                levels.push(level);
                roles.insert(at, QuoteRole::Opens(level));
            }
            Some(QuoteEnd::Closes) => {
                roles.insert(at, QuoteRole::Closes(levels.pop().unwrap_or_default()));
            }
            None => {}
        }
    }
    Ok(roles)
}

/// An end of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum QuoteEnd {
    /// With the place of the other end.
    Opens(usize),
    Closes,
}

/// The double quotes of a paragraph.
#[derive(Debug, Default)]
struct Doubles {
    ends: HashMap<usize, QuoteEnd>,
    /// Those with a partner that was typed as such.
    typed: Vec<(usize, QuoteRole)>,
}

impl Doubles {
    /// Pairs them; the error is the first one without a partner. `has_inches` says that those
    /// behind digits stand for inches.
    fn of(text: &[char], has_inches: bool) -> Result<Self, usize> {
        let mut doubles = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for (at, &c) in text.iter().enumerate() {
            let Around { before, after } = Around::of(text, at);
            let opens = at_start(before) && is_ink(after);
            if c != '"' {
                doubles.typed_mark(text, at, opens, &mut open);
                continue;
            }
            let is_behind_digit = before.is_some_and(|c| c.is_ascii_digit());
            if is_inches(text, at) || (is_behind_digit && has_inches) {
                continue;
            }
            let closes = after_word(before) && !(opens && is_word(after));
            if let Some(begin) = open.pop_if(|_| closes) {
                match text.get(begin) {
                    Some('"') => doubles.join(begin, at),
                    Some(mark) => doubles.typed.push((at, QuoteRole::ClosesTyped(*mark))),
                    None => {}
                }
            } else if opens || (!is_word(before) && is_word(after)) {
                open.push(at);
            } else if !is_behind_digit {
                return Err(at);
            }
        }
        match open.iter().find(|at| text.get(**at) == Some(&'"')) {
            Some(at) => Err(*at),
            None => Ok(doubles),
        }
    }

    fn join(&mut self, begin: usize, end: usize) {
        self.ends.insert(begin, QuoteEnd::Opens(end));
        self.ends.insert(end, QuoteEnd::Closes);
    }

    /// Marks that were typed as such are the partners of straight ones, where these have
    /// none of their own kind.
    fn typed_mark(&mut self, text: &[char], at: usize, opens: bool, open: &mut Vec<usize>) {
        let Some(&mark) = text.get(at) else { return };
        if opens && matches!(mark, '„' | '»' | '«' | '“') {
            open.push(at);
        } else if matches!(mark, '“' | '”' | '«' | '»')
            && let Some(begin) = open.pop()
            && text.get(begin) == Some(&'"')
        {
            self.typed.push((begin, QuoteRole::OpensTyped(mark)));
        }
    }
}

/// The single quotes of a paragraph, between the double ones.
struct Singles<'a> {
    text: &'a [char],
    doubles: &'a Doubles,
    ends: HashMap<usize, QuoteEnd>,
    open: Vec<OpenQuote>,
}

enum OpenQuote {
    /// Ends at a place that is known.
    Double(usize),
    Single(usize),
}

impl Singles<'_> {
    /// Pairs the quotes and returns the apostrophes; the error is the first quote without
    /// a partner.
    fn apostrophes(&mut self) -> Result<HashMap<usize, QuoteRole>, usize> {
        let mut apostrophes = HashMap::new();
        for at in 0..self.text.len() {
            match self.doubles.ends.get(&at) {
                Some(QuoteEnd::Opens(end)) => self.open.push(OpenQuote::Double(*end)),
                Some(QuoteEnd::Closes) => {
                    if let Some(OpenQuote::Single(unclosed)) = self.open.pop() {
                        return Err(unclosed);
                    }
                }
                None if self.text.get(at) == Some(&'\'') && self.is_apostrophe(at)? => {
                    apostrophes.insert(at, QuoteRole::Apostrophe);
                }
                None => {}
            }
        }
        match self.open.pop() {
            Some(OpenQuote::Single(at) | OpenQuote::Double(at)) => Err(at),
            None => Ok(apostrophes),
        }
    }

    /// Whether a quote is an apostrophe; pairs it if it is none.
    fn is_apostrophe(&mut self, at: usize) -> Result<bool, usize> {
        let Around { before, after } = Around::of(self.text, at);
        if is_certain_apostrophe(self.text, at) || ends_shortened(self.text, at) {
            return Ok(true);
        }
        if is_word(before) && is_word(after) || is_seconds(self.text, at) {
            return Ok(false);
        }
        let opens = at_start(before) && is_ink(after);
        let closes = after_word(before) && !is_word(after);
        if closes
            && !(opens && is_word(after))
            && let Some(OpenQuote::Single(begin)) = self.open.last()
        {
            if self.is_genitive(at) {
                return Ok(true);
            }
            self.ends.insert(*begin, QuoteEnd::Opens(at));
            self.ends.insert(at, QuoteEnd::Closes);
            self.open.pop();
            return Ok(false);
        }
        if opens {
            if self.is_shortened(at) {
                return Ok(true);
            }
            return match self.closes_later(at) {
                Some(_) => {
                    self.open.push(OpenQuote::Single(at));
                    Ok(false)
                }
                None if is_year(self.text, at) => Ok(true),
                None => Err(at),
            };
        }
        match before {
            // Feet, or minutes of arc.
            Some(digit) if digit.is_ascii_digit() => Ok(false),
            // Hans' Haus; hab' ich
            Some(letter) if letter.is_alphabetic() => Ok(true),
            _ => Err(at),
        }
    }

    /// Whether letters were left out before a word: 'ne, 'n', '90er.
    fn is_shortened(&self, at: usize) -> bool {
        let word: String =
            self.text.iter().skip(at + 1).take_while(|c| c.is_alphabetic()).collect();
        let behind = self.text.get(at + 1 + word.chars().count());
        let word = word.to_lowercase();
        // 's-Gravenhage
        if is_shortened(&word) && (behind != Some(&'-') || word == "s") {
            return behind != Some(&'\'') || word == "n";
        }
        // '23, but not '25 Jahre Moor': there something else ends the quote.
        is_year(self.text, at)
            && self.closes_later(at).is_none_or(|end| {
                let last = end.checked_sub(1).and_then(|last| self.text.get(last));
                last.is_some_and(|last| ends_genitive(*last)) || is_clipped(self.text, end)
            })
    }

    /// The next place at which a quote that begins here can end.
    fn closes_later(&self, at: usize) -> Option<usize> {
        let end = match self.open.iter().rev().find_map(|open| match open {
            OpenQuote::Double(end) => Some(*end),
            OpenQuote::Single(_) => None,
        }) {
            Some(end) => end,
            None => self.text.len(),
        };
        let mut next = at + 1;
        while next < end {
            if let Some(QuoteEnd::Opens(end)) = self.doubles.ends.get(&next) {
                next = end + 1;
                continue;
            }
            let Around { before, after } = Around::of(self.text, next);
            let closes =
                self.text.get(next) == Some(&'\'') && after_word(before) && !is_word(after);
            if closes && !is_seconds(self.text, next) && !ends_shortened(self.text, next) {
                return Some(next);
            }
            next += 1;
        }
        None
    }

    /// Whether a quote behind an s within an open quote belongs to a name: 'Hans' Haus'.
    fn is_genitive(&self, at: usize) -> bool {
        let last = at.checked_sub(1).and_then(|last| self.text.get(last));
        let next = self.text.get(at + 2);
        last.is_some_and(|last| ends_genitive(*last))
            && self.text.get(at + 1) == Some(&' ')
            && next.is_some_and(|next| next.is_uppercase())
            && self.closes_later(at).is_some_and(|end| {
                !(at + 1..end).any(|place| {
                    let Around { before, after } = Around::of(self.text, place);
                    self.text.get(place) == Some(&'\'') && at_start(before) && is_word(after)
                })
            })
    }
}
