//! Where a heading breaks into lines: by sense, and into lines of about one length.
//!
//! All ways to break a heading into as few lines as it needs, or into one more, are weighed. A
//! line that ends behind a colon, a dash or a comma reads well; one that ends with an article, a
//! preposition, a number or an opened quotation does not (Willberg and Forssman, "Lesetypografie",
//! on the breaks of headlines).

mod words;

use self::words::{BINDS_FORWARD, BINDS_LOOSELY, JOINS, OPENS_PHRASE};
use super::TypesetLanguage;

/// What a heading is broken for.
pub(crate) struct HeadingLines<'a> {
    /// The language of its words.
    pub language: TypesetLanguage,
    /// The width of the lines, in em of the heading.
    pub room: f64,
    /// The width of a text, in em.
    pub width: &'a dyn Fn(&str) -> f64,
    /// Places before which a line should begin, as bytes.
    pub preferred: &'a [usize],
}

/// A line of a heading takes no more than this part of the room: kerning is not reckoned with.
const FULL: f64 = 0.985;
/// The most words of a heading that is weighed; the engine breaks a longer one.
const MAX_WORDS: usize = 80;
/// What a line more than needed costs.
const LINE_MORE: f64 = 1.1;
/// What a break costs that is not to be seen: a line more is better.
const BAD: f64 = 1.5;
/// What it costs that a line is longer or shorter than the lines are on average by the whole room;
/// it grows with the square.
const UNEVEN: f64 = 2.5;

/// A word of a heading and what it costs to end a line with it.
struct Word<'a> {
    text: &'a str,
    /// Its first byte.
    start: usize,
}

impl HeadingLines<'_> {
    /// The spaces at which the lines end, as bytes; none where it stands on one line, or where a
    /// word is wider than the room.
    pub fn breaks(&self, text: &str) -> Vec<usize> {
        let words: Vec<Word<'_>> = words(text);
        let room = self.room * FULL;
        if words.len() < 2 || words.len() > MAX_WORDS || (self.width)(text) <= room {
            return Vec::new();
        }
        let space = (self.width)(" ");
        let widths: Vec<f64> = words.iter().map(|word| (self.width)(word.text)).collect();
        if widths.iter().any(|width| *width > room) {
            return Vec::new();
        }
        let costs: Vec<f64> =
            (1..words.len()).map(|at| self.cost(&words, at)).chain([0.0]).collect();
        let least = least_lines(&widths, space, room);
        // Preferred places are no reason for a line more.
        let most = if self.preferred.is_empty() { least + 1 } else { least };
        let ways = (least..=most).filter_map(|lines| {
            let (cost, ends) =
                WordLines { widths: &widths, costs: &costs, space, room }.best(lines)?;
            Some((cost + if lines > least { LINE_MORE } else { 0.0 }, ends))
        });
        let best = ways.min_by(|one, other| one.0.total_cmp(&other.0));
        let ends = best.map(|(_, ends)| ends).unwrap_or_default();
        // A line ends with the space before the next word.
        ends.iter().filter_map(|at| Some(words.get(*at)?.start - 1)).collect()
    }

    /// The lines of a text.
    pub fn lines<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut lines = Vec::new();
        let mut rest = text;
        // From the end, so that the places before stay where they are.
        for at in self.breaks(text).into_iter().rev() {
            lines.push(&rest[at + 1..]);
            rest = &rest[..at];
        }
        lines.push(rest);
        lines.reverse();
        lines
    }

    /// What it costs that a line begins with the word at this place.
    fn cost(&self, words: &[Word<'_>], at: usize) -> f64 {
        let (Some(before), Some(next)) = (words.get(at - 1), words.get(at)) else { return 0.0 };
        let preferred = if self.preferred.contains(&next.start) { -1.0 } else { 0.0 };
        let after = words.get(at + 1).map(|word| word.text);
        preferred
            + behind(before.text, self.language)
            + ahead(next.text, before.text, after, self.language)
    }
}

/// What it costs that a line ends with a word.
fn behind(word: &str, language: TypesetLanguage) -> f64 {
    let bare = word.trim_start_matches(is_opening).to_lowercase();
    match word.chars().next_back() {
        Some(':') => return -0.8,
        Some('–' | '—' | ';' | '?' | '!') => return -0.7,
        Some('.') if word.chars().count() > 4 => return -0.6,
        Some(',') => return -0.3,
        // "Aus- und Weiterbildung".
        Some('-') => return 0.5,
        Some('/') => return 0.3,
        _ => {}
    }
    let is_year =
        bare.len() == 4 && bare.starts_with(['1', '2']) && bare.bytes().all(|b| b.is_ascii_digit());
    let opens = word.starts_with(is_opening) && !word.ends_with(is_closing);
    let mut cost = if opens { 0.3 } else { 0.0 };
    if BINDS_FORWARD.of(language).contains(&bare.as_str()) {
        cost += BAD;
    } else if BINDS_LOOSELY.of(language).contains(&bare.as_str()) {
        cost += 0.5;
    } else if bare.ends_with(|c: char| c.is_ascii_digit()) {
        cost += if is_year { 0.1 } else { BAD };
    } else if bare.ends_with('.') {
        // An abbreviation or an ordinal number.
        cost += 0.5;
    }
    cost
}

/// What it costs that a line begins with a word; `before` and `after` are its neighbours.
fn ahead(word: &str, before: &str, after: Option<&str>, language: TypesetLanguage) -> f64 {
    let bare = word.trim_end_matches(is_closing).to_lowercase();
    if word.starts_with(['–', '—', '…']) {
        return 0.5;
    }
    let joins = JOINS.of(language);
    if OPENS_PHRASE.of(language).contains(&bare.as_str()) {
        // "gibt 2 Millionen aus und rechnet": it belongs to the verb.
        return if after.is_some_and(|after| joins.contains(&after)) { 0.5 } else { -0.25 };
    }
    // "Forschung und Lehre" are one.
    if joins.contains(&bare.as_str()) {
        let are_pair = is_capital(before) && after.is_some_and(is_capital);
        return if are_pair { 0.1 } else { -0.1 };
    }
    // "von Montag an": what belongs to the words before it.
    if word.ends_with(is_closing) && bare.chars().count() <= 3 {
        return 0.3;
    }
    if !before.ends_with(char::is_alphanumeric) {
        return 0.0;
    }
    // Two capitals in a row may be a name, and behind a title they are.
    if ends_with_titled(before) && is_capital(word) {
        return BAD;
    }
    if language != TypesetLanguage::English && is_capital(before) && is_capital(word) {
        return 0.35;
    }
    // An adjective and its noun.
    let is_inflected = ["en", "er", "es", "em", "e"].iter().any(|end| before.ends_with(end));
    let is_adjective = is_inflected && before.starts_with(char::is_lowercase);
    if language == TypesetLanguage::German && is_adjective && is_capital(word) {
        return 0.3;
    }
    0.0
}

/// The language of a house's name, whatever that of the release: the one whose small words it
/// has, else that of the release.
pub(crate) fn language_of_name(name: &str, of_release: TypesetLanguage) -> TypesetLanguage {
    let languages = [
        TypesetLanguage::German,
        TypesetLanguage::English,
        TypesetLanguage::UpperSorbian,
        TypesetLanguage::Czech,
        TypesetLanguage::Polish,
        // Of several the last one counts.
        of_release,
    ];
    let likely = languages.into_iter().max_by_key(|language| {
        let small = [BINDS_FORWARD.of(*language), JOINS.of(*language)].concat();
        name.split(' ').filter(|word| small.contains(word)).count()
    });
    likely.unwrap_or(of_release)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Whether a bound word ends with a name behind a title or an initial: "Prof. Dr. Ina".
fn ends_with_titled(bound: &str) -> bool {
    let Some((titles, name)) = bound.rsplit_once('\u{A0}') else { return false };
    is_capital(name) && titles.ends_with('.') && is_capital(titles.trim_start_matches(is_opening))
}

fn is_opening(sign: char) -> bool {
    matches!(sign, '»' | '›' | '„' | '‚' | '“' | '‘' | '«' | '‹' | '"' | '(' | '[')
}

fn is_closing(sign: char) -> bool {
    is_opening(sign) || matches!(sign, '”' | '’' | ')' | ']' | ',' | '.' | ':' | ';' | '?' | '!')
}

/// The words between the spaces at which a line may end.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut start = 0;
    let words = text.split(' ').map(|word| {
        let at = start;
        start += word.len() + 1;
        Word { text: word, start: at }
    });
    words.filter(|word| !word.text.is_empty()).collect()
}

/// As few lines as words of these widths need.
fn least_lines(widths: &[f64], space: f64, room: f64) -> usize {
    let mut lines = 1;
    let mut line = 0.0;
    for width in widths {
        if line > 0.0 && line + space + width > room {
            lines += 1;
            line = *width;
        } else {
            line += if line > 0.0 { space + width } else { *width };
        }
    }
    lines
}

/// The ways to break words into lines.
struct WordLines<'a> {
    widths: &'a [f64],
    /// What it costs that a line ends behind each word.
    costs: &'a [f64],
    space: f64,
    room: f64,
}

impl WordLines<'_> {
    /// The way into so many lines that costs least: its cost, and the first word of each line but
    /// the first.
    fn best(&self, lines: usize) -> Option<(f64, Vec<usize>)> {
        let count = self.widths.len();
        let total =
            self.widths.iter().sum::<f64>() + self.space * count.saturating_sub(lines) as f64;
        let wanted = total / lines as f64;
        // The best way to set the first words in the lines so far, and where the last of these
        // lines begins.
        let mut best: Vec<Option<(f64, Vec<usize>)>> = vec![None; count + 1];
        *best.first_mut()? = Some((0.0, Vec::new()));
        for _ in 0..lines {
            let mut next: Vec<Option<(f64, Vec<usize>)>> = vec![None; count + 1];
            for (from, way) in best.iter().enumerate() {
                let Some((cost, starts)) = way else { continue };
                let mut width = -self.space;
                let words = self.widths.iter().zip(self.costs).skip(from);
                for ((word, behind), way) in words.zip(next.iter_mut().skip(from + 1)) {
                    width += self.space + word;
                    if width > self.room {
                        break;
                    }
                    let uneven = (width - wanted) / self.room;
                    let cost = cost + UNEVEN * uneven * uneven + behind;
                    if way.as_ref().is_none_or(|(known, _)| cost < *known) {
                        *way = Some((cost, [starts.as_slice(), &[from]].concat()));
                    }
                }
            }
            best = next;
        }
        let (cost, starts) = best.pop()??;
        Some((cost, starts.into_iter().skip(1).collect()))
    }
}

#[cfg(test)]
mod tests;
