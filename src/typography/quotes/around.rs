//! What stands around a mark: words, digits, and what is an apostrophe for certain.

/// Words without their first letters, in German and English: 'ne, 'rein, 'em.
const SHORTENED: &str = "n ne nen nem ner nes s rein raus rauf runter rüber rum ran rin nauf naus nunter nüber \
    mal türlich tschuldigung nabend tis twas twere em til till cause cos cuz bout round \
    neath gainst sup";

/// Whether a word is written with an apostrophe in place of its first letters.
pub(super) fn is_shortened(word: &str) -> bool {
    SHORTENED.split(' ').any(|known| known == word)
}

/// The second mark of a word that lost letters on both sides: Rock 'n' Roll.
pub(super) fn ends_shortened(text: &[char], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    text.get(at) == Some(&'\'')
        && matches!(before, [.., '\'', 'n' | 'N'])
        && at_start(at.checked_sub(3).and_then(|before| text.get(before)).copied())
}

/// Verbs without their last letter: hab' ich, wär' es.
const CLIPPED: &str = "hab wär hätt könnt würd möcht sollt wollt müsst dürft werd geb seh geh komm denk glaub find lass \
    brauch sag mein tät";

/// Whether a mark behind a word stands for a last letter.
pub(super) fn is_clipped(text: &[char], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let word: String =
        before.rsplit(|c| !c.is_alphabetic()).next().unwrap_or_default().iter().collect();
    CLIPPED.split(' ').any(|known| known == word.to_lowercase())
}

/// What stands around a place.
pub(super) struct Around {
    pub before: Option<char>,
    pub after: Option<char>,
}

impl Around {
    pub fn of(text: &[char], at: usize) -> Self {
        let before = at.checked_sub(1).and_then(|before| text.get(before)).copied();
        Self { before, after: text.get(at + 1).copied() }
    }
}

/// Between two letters, or a letter and a digit: geht's, 1950's.
pub(super) fn is_certain_apostrophe(text: &[char], at: usize) -> bool {
    let Around { before, after } = Around::of(text, at);
    text.get(at) == Some(&'\'')
        && is_word(before)
        && is_word(after)
        && !(is_digit(before.as_ref()) && is_digit(after.as_ref()))
}

/// Other characters in the place of an apostrophe: geht´s, geht`s, geht‘s, Hans´ Haus.
pub(super) fn makeshift_apostrophes(text: &[char]) -> impl Iterator<Item = usize> {
    let mut begun = BegunQuotes::default();
    (0..text.len()).filter(move |at| {
        let is_apostrophe = is_makeshift_apostrophe(text, *at, begun);
        begun.acute |= opens_with_acute(text, *at);
        begun.low |= text.get(*at) == Some(&'‚');
        is_apostrophe
    })
}

/// The quotes that were begun before a place with marks whose partners are taken for apostrophes:
/// ´a quote´ and ‚a quote‘.
#[derive(Clone, Copy, Default)]
struct BegunQuotes {
    acute: bool,
    low: bool,
}

fn is_makeshift_apostrophe(text: &[char], at: usize, begun: BegunQuotes) -> bool {
    let Around { before, after } = Around::of(text, at);
    if text.get(at) == Some(&'´') && before.is_some_and(ends_genitive) && !is_word(after) {
        return !begun.acute;
    }
    let is_mark = match text.get(at) {
        Some('´' | '`') => true,
        Some('‘') => !begun.low,
        _ => false,
    };
    is_mark && before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)
}

/// An acute in the place of a quotation mark before a word.
fn opens_with_acute(text: &[char], at: usize) -> bool {
    text.get(at) == Some(&'´') && !is_word(Around::of(text, at).before)
}

/// `5'10"`, `3' 0"`: inches or seconds behind feet or minutes.
pub(super) fn is_inches(text: &[char], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let digits = before.iter().rev().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let digits = digits.count();
    let mut behind = before.iter().rev().skip(digits).skip_while(|c| c.is_whitespace());
    digits > 0
        && matches!(behind.next(), Some('\'' | '’' | '′'))
        && behind.next().is_some_and(char::is_ascii_digit)
}

/// One of the two in `18''`.
pub(super) fn is_seconds(text: &[char], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let is_second = matches!(before, [.., digit, '\''] if digit.is_ascii_digit());
    is_digit(before.last()) && text.get(at + 1) == Some(&'\'') || is_second
}

/// `''` and `,,` in the place of a double quote: two characters cannot become one.
pub(super) fn is_makeshift(text: &[char], at: usize) -> bool {
    let Around { before, after } = Around::of(text, at);
    match text.get(at) {
        Some('\'') => after == Some('\'') && !is_seconds(text, at),
        Some(',') => after == Some(',') && at_start(before) && is_word(text.get(at + 2).copied()),
        Some('`') => after == Some('`') && is_word(text.get(at + 2).copied()),
        _ => false,
    }
}

/// `'23`, `'90er`
pub(super) fn is_year(text: &[char], at: usize) -> bool {
    let digits = text.iter().skip(at + 1).take_while(|c| c.is_ascii_digit()).count();
    digits == 2
}

/// The sounds behind which a genitive has an apostrophe.
pub(super) fn ends_genitive(letter: char) -> bool {
    matches!(letter, 's' | 'ß' | 'x' | 'z' | 'S' | 'X' | 'Z')
}

fn is_digit(c: Option<&char>) -> bool {
    c.is_some_and(char::is_ascii_digit)
}

pub(super) fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

pub(super) fn is_ink(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_whitespace())
}

/// Behind this an opening mark can stand.
pub(super) fn at_start(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([{–—-/»„‚›“‘«\"'".contains(c))
}

/// Behind this a closing mark can stand.
pub(super) fn after_word(before: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c))
}
