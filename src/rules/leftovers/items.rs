//! What the lines of a lost list begin with.

use crate::typography::labels;

/// Bullets that no word begins with.
const BULLETS: &str = "•·∙▪■□▫●○◦‣⁃►▶▸➢➤→⇒✓✔✗✘☐☑✅👉";
/// Dashes that stand before items.
const DASHES: &str = "–—−‐‑‒―";
/// Dashes and arrows of several characters.
const TYPED_MARKS: [&str; 4] = ["-->", "->", "=>", "--"];

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemMark {
    Bullet(char),
    Dash(char),
    /// `-` without a space behind it, or one that is indented too far to be read.
    Hyphen,
    /// `a)`
    Alphabetic(char),
    /// `1.` without a space behind it, `(1)`, `1.)`, `ii)`, `①`
    Number(u32),
    /// Minutes of the day.
    Time(u32),
    /// `Wo: `
    Label,
}

/// A mark and its length, white space behind it included; nothing of a time.
pub(super) fn item_mark(line: &str) -> Option<(ItemMark, usize)> {
    let first = line.chars().next()?;
    let rest = line.get(first.len_utf8()..)?;
    let behind = rest.trim_start();
    let length = line.len() - behind.len();
    let is_apart = behind.len() < rest.len();
    if behind.is_empty() {
        return None;
    }
    if BULLETS.contains(first) {
        return Some((ItemMark::Bullet(first), length));
    }
    if first == 'o' && is_apart && behind.starts_with(char::is_uppercase) {
        return Some((ItemMark::Bullet(first), length));
    }
    // "– so heißt es –" is a part of a sentence.
    if DASHES.contains(first) && is_apart && !line.ends_with(['–', '—']) {
        return Some((ItemMark::Dash(first), length));
    }
    let is_hyphen = first == '-' && rest.starts_with(char::is_alphabetic);
    if is_hyphen || matches!(first, '-' | '+' | '*') && is_apart {
        return Some((ItemMark::Hyphen, length));
    }
    if let Some(number) = circled(first).filter(|_| is_apart) {
        return Some((ItemMark::Number(number), length));
    }
    let mark = typed_mark(line).or_else(|| label(line)).or_else(|| number(line));
    mark.or_else(|| time(line)).or_else(|| word_and_colon(line))
}

/// `Wo: `, `Beginn: `: a word that names what stands behind it.
fn word_and_colon(line: &str) -> Option<(ItemMark, usize)> {
    let rest = labels::behind_label(line)?;
    rest.starts_with([' ', '\t']).then_some((ItemMark::Label, 0))
}

/// `-> `, `-- `
fn typed_mark(line: &str) -> Option<(ItemMark, usize)> {
    let rest = TYPED_MARKS.iter().find_map(|mark| line.strip_prefix(mark))?;
    let words = rest.trim_start();
    (words.len() < rest.len()).then_some((ItemMark::Dash('-'), line.len() - words.len()))
}

/// `①` to `⑳`
fn circled(character: char) -> Option<u32> {
    matches!(character, '①'..='⑳').then(|| u32::from(character) - u32::from('①') + 1)
}

/// `a) `, `(a) `, `A) `, `ii) `, `(1) `, `1.) `
fn label(line: &str) -> Option<(ItemMark, usize)> {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let label = inner.get(..length)?;
    let rest = inner.get(length..)?;
    let rest = rest.strip_prefix(')').or_else(|| rest.strip_prefix(".)"))?;
    let mark = match label.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => ItemMark::Alphabetic(char::from(*letter)),
        _ if length <= 3 && label.bytes().all(|byte| byte.is_ascii_digit()) => {
            ItemMark::Number(label.parse().ok()?)
        }
        _ => ItemMark::Number(roman(label)?),
    };
    let words = rest.trim_start();
    (words.len() < rest.len()).then_some((mark, line.len() - words.len()))
}

/// `ii`, `iv`: a small Roman number.
fn roman(label: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let place = NUMBERS.iter().position(|number| number.eq_ignore_ascii_case(label))?;
    u32::try_from(place + 1).ok()
}

/// `1.Text`
fn number(line: &str) -> Option<(ItemMark, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits).filter(|_| digits <= 3)?.parse().ok()?;
    let rest = line.get(digits..)?.strip_prefix(['.', ')'])?;
    rest.starts_with(char::is_alphabetic).then_some((ItemMark::Number(number), digits + 1))
}

/// `10:00 Uhr`, `9.30 Uhr`, `14 Uhr`, `10:15`, `9–10 Uhr`
fn time(line: &str) -> Option<(ItemMark, usize)> {
    let (minutes, is_exact, rest) = hour(line)?;
    let end =
        rest.trim_start().strip_prefix(['–', '—', '-']).or_else(|| rest.strip_prefix(" bis "));
    let end = end.and_then(|end| hour(end.trim_start()));
    let behind = end.map_or(rest, |(_, _, behind)| behind);
    let is_colon = is_exact && behind.starts_with([' ', '\t', '–', '-', ':', '\u{A0}']);
    let said = behind.trim_start();
    let words = ["Uhr", "a.m.", "p.m.", "h "].iter().find_map(|word| said.strip_prefix(word));
    // "10 Uhr beginnt" is a sentence that goes on.
    let is_item = !words.unwrap_or(said).trim_start().starts_with(char::is_lowercase);
    (is_item && (words.is_some() || is_colon)).then_some((ItemMark::Time(minutes), 0))
}

/// The minutes of the day that a text begins with, whether a colon stands in them, and the rest.
fn hour(text: &str) -> Option<(u32, bool, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let hour: u32 = text.get(..digits).filter(|_| digits <= 2)?.parse().ok()?;
    let rest = text.get(digits..)?;
    let minutes = rest
        .strip_prefix([':', '.'])
        .and_then(|rest| rest.get(..2))
        .filter(|minutes| minutes.bytes().all(|byte| byte.is_ascii_digit()));
    let behind = if minutes.is_some() { rest.get(3..)? } else { rest };
    let is_exact = minutes.is_some() && rest.starts_with(':');
    let minutes: u32 = minutes.map_or(Some(0), |minutes| minutes.parse().ok())?;
    (hour <= 24 && minutes < 60).then_some((hour * 60 + minutes, is_exact, behind))
}

impl ItemMark {
    /// Whether lines that begin so may be meant to stand for themselves as well as to be a list.
    pub fn is_doubtful(self) -> bool {
        matches!(self, Self::Time(_) | Self::Alphabetic(_) | Self::Label)
    }

    /// Whether an item with this mark can follow one with another; `is_next` where no other
    /// line stands between them.
    pub fn follows(self, before: Self, is_next: bool) -> bool {
        match (before, self) {
            (Self::Bullet(before), Self::Bullet(mark)) => before == mark || is_next,
            (Self::Dash(_), Self::Dash(_))
            | (Self::Hyphen, Self::Hyphen)
            | (Self::Label, Self::Label) => is_next,
            (Self::Alphabetic(before), Self::Alphabetic(letter)) => {
                u32::from(before) + 1 == u32::from(letter)
            }
            (Self::Alphabetic('i' | 'I'), Self::Number(number)) => number == 2,
            (Self::Number(before), Self::Number(number)) => is_next && before + 1 == number,
            (Self::Time(before), Self::Time(time)) => is_next && before <= time,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_begin_with_marks() {
        for (line, mark) in [
            ("• Eins", ItemMark::Bullet('•')),
            ("►Eins", ItemMark::Bullet('►')),
            ("o Eins", ItemMark::Bullet('o')),
            ("– Eins", ItemMark::Dash('–')),
            ("-> Eins", ItemMark::Dash('-')),
            ("-Eins", ItemMark::Hyphen),
            ("a) Eins", ItemMark::Alphabetic('a')),
            ("(B) Eins", ItemMark::Alphabetic('B')),
            ("(1) Eins", ItemMark::Number(1)),
            ("2.) Eins", ItemMark::Number(2)),
            ("iii) Eins", ItemMark::Number(3)),
            ("④ Eins", ItemMark::Number(4)),
            ("5.Eins", ItemMark::Number(5)),
            ("10:00 Uhr Eins", ItemMark::Time(600)),
            ("14.00–15.00 Uhr Eins", ItemMark::Time(840)),
            ("9 – 10 Uhr Eins", ItemMark::Time(540)),
            ("10 bis 11 Uhr Eins", ItemMark::Time(600)),
            ("11:00: Eins", ItemMark::Time(660)),
            ("Wo: Rathaus", ItemMark::Label),
        ] {
            assert_eq!(item_mark(line).map(|(mark, _)| mark), Some(mark), "{line}");
        }
    }

    #[test]
    fn lines_of_sentences_begin_with_none() {
        for line in [
            "10 Uhr beginnt die Feier",
            "11:00 Uhr endet sie.",
            "– so heißt es –",
            "A. Muster",
            "1. Mai",
            "2022 war ein gutes Jahr",
            "(mit Musik) und Tanz",
            "12 von 20",
            "Der Minister sagte: Ja",
            "Bürger:innen kamen",
            "AZ: 5",
        ] {
            assert_eq!(item_mark(line), None, "{line}");
        }
    }
}
