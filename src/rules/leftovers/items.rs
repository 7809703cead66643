//! What the lines of a lost list begin with.

use crate::typography::labels;

/// Bullets that no word begins with.
const BULLETS: &str = "•·∙▪■□▫●○◦‣⁃►▶▸➢➤→⇒✓✔✗✘☐☑✅👉";
/// Dashes that stand before items.
const DASHES: &str = "–—−‐‑‒―";
/// Dashes and arrows of several characters.
const TYPED_MARKS: [&str; 4] = ["-->", "->", "=>", "--"];

/// Marks of emphasis around a label.
const EMPHASIS: [char; 2] = ['*', '_'];
const WEEKDAYS: [&str; 7] =
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

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
    /// `Wo: `, and in bold
    Label,
    /// `§ 1 `, `1.2 `: the numbers before the last one, and that.
    Section(u32, u32),
    /// `Mo `, `Mi., `: from Monday on.
    Weekday(usize),
    /// `14.03.2024 `, `14.3. `: year (or 0), month and day.
    Date(u32),
    /// `2022 Baubeginn`
    Year(u32),
    /// `TOP 1`, `Schritt 2: `: the first letter of the word, and the number.
    Counted(char, u32),
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
    let mark = mark.or_else(|| time(line)).or_else(|| word_and_colon(line));
    let mark = mark.or_else(|| section(line)).or_else(|| weekday(line)).or_else(|| date(line));
    mark.or_else(|| year(line)).or_else(|| counted(line))
}

/// `Wo: `, `Beginn: `: a word that names what stands behind it.
fn word_and_colon(line: &str) -> Option<(ItemMark, usize)> {
    let (word, rest) = line.split_once(':')?;
    let is_label = labels::is_label(word.trim_matches(EMPHASIS));
    let rest = rest.trim_start_matches(EMPHASIS);
    (is_label && rest.starts_with([' ', '\t'])).then_some((ItemMark::Label, 0))
}

/// `§ 1 `, `1.2 `
fn section(line: &str) -> Option<(ItemMark, usize)> {
    let (before, rest) = match line.strip_prefix('§') {
        Some(rest) => (0, rest.trim_start()),
        None => {
            let (before, rest) = line.split_once('.')?;
            (before.parse().ok().filter(|before| *before < 100)?, rest)
        }
    };
    let number = rest.split([' ', '\u{A0}']).next()?;
    // "3.000" is a number.
    let is_short = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| is_short)?;
    Some((ItemMark::Section(before, number), 0))
}

/// `Mo 9–12 Uhr`, `Mi., 13. März`: abbreviated, or followed by a comma; "So" begins sentences.
fn weekday(line: &str) -> Option<(ItemMark, usize)> {
    let length = line.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = line.split_at_checked(length)?;
    let has_mark = rest.starts_with(['.', ',', '–']);
    let is_before_number = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let day = WEEKDAYS.iter().position(|day| word == *day || day.get(..2) == Some(word))?;
    (has_mark || is_before_number).then_some((ItemMark::Weekday(day), 0))
}

/// `14.03.2024 Görlitz`, `14.3. Görlitz`
fn date(line: &str) -> Option<(ItemMark, usize)> {
    let word = line.split_whitespace().next()?.trim_end_matches([':', ',']);
    let mut parts = word.split('.');
    let (day, month): (u32, u32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = match parts.next()? {
        "" => 0,
        year => year.parse().ok().filter(|year| *year > 1000)?,
    };
    let is_date = (1..=31).contains(&day) && (1..=12).contains(&month) && parts.next().is_none();
    let number = u32::checked_mul(year, 10_000)?.checked_add(month * 100 + day)?;
    is_date.then_some((ItemMark::Date(number), 0))
}

/// `2022 Baubeginn`, `2022: Baubeginn`, `2022 – Baubeginn`
fn year(line: &str) -> Option<(ItemMark, usize)> {
    let (year, rest) = line.split_at_checked(4)?;
    let year = year.parse().ok().filter(|year| (1800..=2099).contains(year))?;
    let words = rest.trim_start_matches([':', ' ', '\t', '\u{A0}', '–', '—', '-']);
    let is_apart = words.len() < rest.len() && words.starts_with(char::is_uppercase);
    is_apart.then_some((ItemMark::Year(year), 0))
}

/// `TOP 1`, `Schritt 2: `
fn counted(line: &str) -> Option<(ItemMark, usize)> {
    let (word, rest) = line.split_once([' ', '\u{A0}'])?;
    let first = word.chars().next().filter(|first| first.is_uppercase())?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits).filter(|_| digits <= 2)?.parse().ok()?;
    let is_apart = rest.get(digits..)?.starts_with([' ', ':', '.', '\u{A0}', '\t']);
    let is_word = word.chars().all(char::is_alphabetic);
    (is_apart && is_word).then_some((ItemMark::Counted(first, number), 0))
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
        !matches!(self, Self::Bullet(_) | Self::Dash(_) | Self::Hyphen | Self::Number(_))
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
            (Self::Section(before, last), Self::Section(section, number)) => {
                is_next && before == section && last + 1 == number
            }
            (Self::Weekday(before), Self::Weekday(day)) => is_next && before < day,
            (Self::Date(before), Self::Date(date)) => is_next && before <= date,
            (Self::Year(before), Self::Year(year)) => is_next && before <= year,
            (Self::Counted(word, before), Self::Counted(next, number)) => {
                is_next && word == next && before + 1 == number
            }
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
            ("**Wo:** Rathaus", ItemMark::Label),
            ("*Wo*: Rathaus", ItemMark::Label),
            ("§ 3 Zweck", ItemMark::Section(0, 3)),
            ("1.2 Ziele", ItemMark::Section(1, 2)),
            ("Mo 9–12 Uhr", ItemMark::Weekday(0)),
            ("Mi., 13. März: Zittau", ItemMark::Weekday(2)),
            ("Sonntag, 3. März", ItemMark::Weekday(6)),
            ("14.03.2024 Görlitz", ItemMark::Date(20_240_314)),
            ("14.3.: Görlitz", ItemMark::Date(314)),
            ("2022 Baubeginn", ItemMark::Year(2022)),
            ("1998 – Gründung", ItemMark::Year(1998)),
            ("TOP 1 Begrüßung", ItemMark::Counted('T', 1)),
            ("Schritt 2: Antrag", ItemMark::Counted('S', 2)),
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
            "So kam es",
            "Die fünf Orte",
            "3.000 Euro",
            "§§ 3 und 4",
            "1.5.24 ist der Tag",
            "2023–2025",
            "Bis 2030 sind",
        ] {
            assert_eq!(item_mark(line), None, "{line}");
        }
    }
}
