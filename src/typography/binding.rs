//! Spaces that must not break: inside "25 %", "§ 3", "Prof. Dr. X", "z. B.".
//!
//! Only spaces that the author typed are turned into no-break ones; none is
//! added and none taken away. Rules: Duden, "Textverarbeitung und
//! E-Mails"; DIN 5008; for Czech the Internetová jazyková příručka, "Zalomení řádků".

mod abbreviations;
mod dates;
mod gap;
mod names;
mod numbers;
mod references;
mod words;

use self::abbreviations::AbbreviationGap;
use self::gap::{CLOSING, Gap, OPENING, ends_with_digit};
use super::widths::width;
use super::{LineRoom, TypesetLanguage};

/// No-break space.
const NBSP: char = '\u{A0}';
/// Narrow no-break space.
const NARROW: char = '\u{202F}';
/// A reference of several parts that is wider in em than this parts between two of them.
const MAX_REFERENCE: f64 = 16.0;
/// No chain of titles and a name is wider in em: "Prof. Dr. rer. nat. Dr. h. c. mult." with a double
/// name has 28. Lines of the usual text column have more.
const MAX_CHAIN: f64 = 28.0;
/// Part of a line that a chain may take: widths are rough, and a speaker stands behind a dash.
const CHAIN_SHARE: f64 = 0.93;
/// A space in em.
const SPACE: f64 = 0.28;

/// Turns spaces that bind into no-break ones.
pub(crate) fn bind(text: &str, language: TypesetLanguage) -> String {
    if !text.contains(' ') {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let abbreviations = abbreviations::gaps(&words, language);
    let mut bound = String::with_capacity(text.len() + 8);
    let mut reference = 0;
    for (at, word) in words.iter().enumerate() {
        bound.push_str(word);
        if let Some(next) = words.get(at + 1) {
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
            let after = words.get(at + 2).copied();
            let gap = Gap { before, left: word, right: next, after, language };
            let abbreviation = abbreviations.get(at).copied().unwrap_or_default();
            let mut space = space(gap, abbreviation);
            if space == Binding::InReference {
                let rest = [*next, after.unwrap_or_default()].join(" ");
                let whole = bound.get(reference..).map_or(0.0, width) + width(&rest);
                space = if whole > MAX_REFERENCE { Binding::Breaks } else { Binding::Binds };
            }
            bound.push(space.character());
            if space == Binding::Breaks {
                reference = bound.len();
            }
        }
    }
    bound
}

/// What a space does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Breaks,
    Binds,
    /// It binds and is narrow.
    Narrow,
    /// It binds unless the reference gets too long.
    InReference,
}

impl Binding {
    fn character(self) -> char {
        match self {
            Self::Breaks => ' ',
            Self::Binds | Self::InReference => NBSP,
            Self::Narrow => NARROW,
        }
    }
}

/// What the space between two words does.
fn space(gap: Gap<'_>, abbreviation: AbbreviationGap) -> Binding {
    if abbreviation == AbbreviationGap::Within {
        return Binding::Narrow;
    }
    // Double spaces are the author's and are warned about, not bound.
    if gap.left.is_empty() || gap.right.is_empty() {
        return Binding::Breaks;
    }
    let language = gap.language;
    if language == TypesetLanguage::French && stands_apart(gap.left, gap.right) {
        return Binding::Narrow;
    }
    if gap.right == ":"
        && ends_with_digit(gap.left)
        && gap.after.is_some_and(gap::starts_with_digit)
    {
        return Binding::Binds;
    }
    let left = gap.left.trim_start_matches(OPENING);
    let right = gap.right.trim_end_matches(CLOSING);
    let gap = Gap { left, right, ..gap };
    if abbreviation == AbbreviationGap::Unlisted && abbreviations::is_run(&gap) {
        return Binding::Narrow;
    }
    if references::reference_goes_on(&gap) {
        return Binding::InReference;
    }
    let binds = numbers::number_and_unit(&gap)
        || references::label_and_number(&gap)
        || references::union_and_number(&gap)
        || references::court_file(&gap)
        || names::telephone(&gap)
        || names::account(&gap)
        || dates::date(&gap)
        || numbers::ordinal_and_noun(&gap)
        || names::title_or_initial(&gap)
        || names::first_name_and_initial(&gap)
        || names::postcode_and_town(&gap)
        || matches!(right, "…" | "..." | "–" | "—")
        || matches!(
            language,
            TypesetLanguage::Czech | TypesetLanguage::Polish | TypesetLanguage::UpperSorbian
        ) && is_preposition(left);
    if binds { Binding::Binds } else { Binding::Breaks }
}

/// A text in which nothing that is bound is wider than its line. A reference parts before "Abs." or
/// "Satz", whatever else, as many titles and a name, where a line is full. A cell takes the room
/// that its words need.
pub(crate) fn loosened(text: &str, room: f64, lines: LineRoom) -> Option<String> {
    if room >= MAX_CHAIN || !text.contains(NBSP) {
        return None;
    }
    let mut is_loose = false;
    let mut loose = String::with_capacity(text.len());
    for (nth, run) in text.split(' ').enumerate() {
        loose.extend((nth > 0).then_some(' '));
        match loosened_run(run, room, lines) {
            Some(parts) => {
                loose.push_str(&parts);
                is_loose = true;
            }
            None => loose.push_str(run),
        }
    }
    is_loose.then_some(loose)
}

/// Bound words in parts that fit a line, unless all do.
fn loosened_run(run: &str, room: f64, lines: LineRoom) -> Option<String> {
    let share = room * CHAIN_SHARE;
    if fits(run, share) {
        return None;
    }
    let is_long_reference = room < MAX_REFERENCE && width(run) > room;
    let parts = if is_long_reference { broken(run) } else { run.to_owned() };
    let parts = if lines == LineRoom::Wide {
        parts.split(' ').map(|part| filled(part, share)).collect::<Vec<_>>().join(" ")
    } else {
        parts
    };
    (parts != run).then_some(parts)
}

/// Whether a run is no wider than a line. No letter is wider than 1 em, and few runs have so many.
fn fits(run: &str, room: f64) -> bool {
    run.len() as f64 <= room || width(run) <= room
}

/// A chain of bound words in lines that are as full as can be; a line ends behind a hyphen anyway.
fn filled(chain: &str, room: f64) -> String {
    let mut hyphens = chain.match_indices('-').filter(|(at, _)| !chain[..*at].ends_with('.'));
    let ends = std::iter::from_fn(|| hyphens.next().map(|(at, _)| at + 1));
    let mut start = 0;
    let mut pieces = ends.chain([chain.len()]).map(|end| {
        let piece = chain.get(start..end).unwrap_or_default();
        start = end;
        piece
    });
    if pieces.all(|piece| fits(piece, room)) {
        return chain.to_owned();
    }
    let mut lines = String::with_capacity(chain.len());
    let mut begun = 0.0;
    for word in chain.split(NBSP) {
        let length = width(word);
        let is_first = lines.is_empty();
        let goes_on = begun + SPACE + length <= room;
        if !is_first {
            lines.push(if goes_on { NBSP } else { ' ' });
        }
        begun = if goes_on && !is_first { begun + SPACE + length } else { length };
        lines.push_str(word);
    }
    lines
}

/// A reference that breaks before its parts.
fn broken(run: &str) -> String {
    let mut loose = String::with_capacity(run.len());
    for (nth, word) in run.split(NBSP).enumerate() {
        let is_union = word.starts_with('(') && references::is_union(word.trim_matches(['(', ')']));
        let space = if words::is_label(word) || is_union { ' ' } else { NBSP };
        loose.extend((nth > 0).then_some(space));
        loose.push_str(word);
    }
    loose
}

/// The units behind a bound space that have a stroke, as byte ranges: "km/h" in
/// "20 km/h", "Euro/Monat" in "5 Euro/Monat". The engine would break a line behind the stroke.
pub(crate) fn units_with_stroke(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut units = Vec::new();
    for (at, space) in text.match_indices(NBSP) {
        let start = at + space.len();
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let unit = rest.get(..end).unwrap_or_default();
        let unit = unit.trim_end_matches(CLOSING).trim_end_matches('.');
        let before = text.get(..at).unwrap_or_default().rsplit(char::is_whitespace).next();
        let is_counted =
            before.is_some_and(|word| ends_with_digit(word) || words::is_multiplier(word));
        if words::is_sign(unit) && unit.contains('/') || is_counted && is_rate(unit) {
            units.push(start..start + unit.len());
        }
    }
    units
}

/// "Euro/Monat", "kWh/Person", "€/m²", "µg/m³": a unit, and one word or another unit.
fn is_rate(unit: &str) -> bool {
    unit.split_once('/').is_some_and(|(first, second)| {
        let is_word = !second.is_empty() && second.chars().all(char::is_alphabetic);
        words::is_unit(first, TypesetLanguage::German)
            && (is_word || words::is_unit(second, TypesetLanguage::German))
            && !second.contains('/')
    })
}

/// French marks stand apart from their words, by a space that the author typed:
/// "« oui »", "Quand ?".
fn stands_apart(left: &str, right: &str) -> bool {
    left.ends_with('«') || right.starts_with(['»', ';', ':', '!', '?'])
}

/// Czech, Polish and Upper Sorbian never end a line with a preposition or conjunction of one
/// letter (ČSN 01 6910; PN-83/P-55366).
fn is_preposition(word: &str) -> bool {
    let mut chars = word.chars();
    let single = matches!((chars.next(), chars.next()), (Some(c), None) if c.is_alphabetic());
    single && "kKsSvVzZoOuUaAiIwW".contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `~` for a no-break and `^` for a narrow no-break space.
    fn shown(text: &str) -> String {
        bind(text, TypesetLanguage::German).replace(NBSP, "~").replace(NARROW, "^")
    }

    #[test]
    fn bound_pairs() {
        for (text, bound) in [
            ("So setzen derzeit 9 % der Firmen", "So setzen derzeit 9~% der Firmen"),
            ("10 Mio. Euro für 25 %.", "10~Mio.~Euro für 25~%."),
            ("die B 173 und § 3 Abs. 2", "die B~173 und §~3~Abs.~2"),
            (
                "Prof. Dr. Muster, Prof. Sebastian M. Schmidt",
                "Prof.~Dr.~Muster, Prof.~Sebastian~M.~Schmidt",
            ),
            ("am 25. November 2022 um 9.00 Uhr", "am 25.~November~2022 um 9.00~Uhr"),
            ("Telefon +49 351 564 60200", "Telefon +49~351~564~60200"),
            ("z. B. hier, u. a. dort, d. h. jetzt", "z.^B. hier, u.^a. dort, d.^h. jetzt"),
            ("in der Regel (i. d. R.) so", "in der Regel (i.^d.^R.) so"),
            ("§ 3 i. V. m. § 5, gilt u. a. A. Moor", "§~3 i.^V.^m. §~5, gilt u.^a. A.~Moor"),
            ("44 v. Chr., 5 v. H. im 21. Jh. so", "44~v.^Chr., 5~v.^H. im 21.~Jh. so"),
            ("mit 20 km/h, 3 °C", "mit 20~km/h, 3~°C"),
            ("Archivstraße 1, 01097 Dresden", "Archivstraße~1, 01097~Dresden"),
            ("+49 351 564 60200 Danach", "+49~351~564~60200 Danach"),
            ("um 14:00 Uhr (MEZ) in", "um 14:00~Uhr~(MEZ) in"),
            ("und dann … nichts", "und dann~… nichts"),
            ("KI – ein Feld", "KI~– ein Feld"),
        ] {
            assert_eq!(shown(text), bound);
        }
    }

    #[test]
    fn references_units_and_ordinals_stay_together() {
        for (text, bound) in [
            ("nach § 3 Abs. 2 Satz 1 des Gesetzes", "nach §~3~Abs.~2~Satz~1 des Gesetzes"),
            ("(Art. 6 Abs. 1 Buchst. a) und", "(Art.~6~Abs.~1~Buchst.~a) und"),
            (
                "§ 15 Abs. 1 Satz 2 Nr. 3 Buchst. a Halbsatz 2",
                "§~15~Abs.~1~Satz~2~Nr.~3~Buchst.~a Halbsatz~2",
            ),
            ("die Verordnung (EG) Nr. 1907/2006,", "die Verordnung~(EG)~Nr.~1907/2006,"),
            ("der Union (EU) Hilfe", "der Union (EU) Hilfe"),
            ("vom November 2021 bis Mai 2022", "vom November~2021 bis Mai~2022"),
            ("im 19. Jahrhundert zum 5. Mal", "im 19.~Jahrhundert zum 5.~Mal"),
            (
                "Es sind 19. Danach folgen 310.000 Tonnen",
                "Es sind 19. Danach folgen 310.000~Tonnen",
            ),
            ("mit 25 Kindern und 3 Millionen Menschen", "mit 25 Kindern und 3~Millionen Menschen"),
        ] {
            assert_eq!(shown(text), bound);
        }
    }

    #[test]
    fn files_of_courts_accounts_and_scales_stay_together() {
        for (text, bound) in [
            ("Az.: 3 U 123/25, 4 Js 12345/23.", "Az.:~3~U~123/25, 4~Js~12345/23."),
            ("(5 StR 123/24) und 1 BvR 2656/18", "(5~StR~123/24) und 1~BvR~2656/18"),
            ("BVerwG 8 C 12.25, bis 16 Uhr 24/25", "BVerwG 8~C~12.25, bis 16~Uhr 24/25"),
            ("BGBl. 2024 I Nr. 123, BGBl. I S. 5", "BGBl.~2024 I Nr.~123, BGBl.~I~S.~5"),
            ("ABl. L 119, Drs.-Nr. 8/123", "ABl.~L~119, Drs.-Nr.~8/123"),
            ("IBAN DE02 1203 0000 0000 2020 51", "IBAN~DE02~1203~0000~0000~2020~51"),
            ("D-01067 Dresden, Hörsaal 3", "D-01067~Dresden, Hörsaal~3"),
            ("380 kV, 60 dB(A), 12 T€, 3 ppm", "380~kV, 60~dB(A), 12~T€, 3~ppm"),
            ("im 2. OG, der 1. FC Köln, 2 : 1", "im 2.~OG, der 1.~FC Köln, 2~:~1"),
            ("3 1/2 Stunden, am 3 5/24", "3~1/2~Stunden, am 3 5/24"),
            ("Dr. h. c. mult. Moor, Dr. med. vet. See", "Dr.~h.^c.~mult.~Moor, Dr.~med.~vet.~See"),
            ("Dipl.-Ing. (FH) Moor, Dipl.-Päd. See", "Dipl.-Ing.~(FH)~Moor, Dipl.-Päd.~See"),
            ("Priv.-Doz. Dr. Moor und v. d. See", "Priv.-Doz.~Dr.~Moor und v.~d.~See"),
        ] {
            assert_eq!(shown(text), bound);
        }
    }

    #[test]
    fn a_reference_wider_than_its_line_breaks_before_its_parts() {
        let bound = bind("nach § 3 Abs. 2 Satz 1", TypesetLanguage::German);
        assert_eq!(loosened(&bound, 12.0, LineRoom::Wide), None);
        let loose = loosened(&bound, 6.0, LineRoom::Wide).map(|text| text.replace(NBSP, "~"));
        assert_eq!(loose.as_deref(), Some("nach §~3 Abs.~2 Satz~1"));
    }

    #[test]
    fn titles_wider_than_their_line_part_where_it_is_full() {
        let bound = bind("Prof. Dr. rer. nat. habil. Maximilian Müller", TypesetLanguage::German);
        assert_eq!(loosened(&bound, 20.0, LineRoom::Wide), None);
        let loose = loosened(&bound, 15.0, LineRoom::Wide).map(|text| text.replace(NBSP, "~"));
        assert_eq!(loose.as_deref(), Some("Prof.~Dr.~rer.~nat.~habil. Maximilian Müller"));
        assert_eq!(loosened(&bound, 15.0, LineRoom::Cells), None);
        let street = bind("Professor-Doktor-Moor-Straße 112 a", TypesetLanguage::German);
        assert_eq!(loosened(&street, 15.0, LineRoom::Wide), None);
    }

    #[test]
    fn dates_and_hours_of_the_neighbours_stay_together() {
        let shown = |text, language| bind(text, language).replace(NBSP, "~");
        assert_eq!(
            shown("5 maja 2022 r., godz. 9:00", TypesetLanguage::Polish),
            "5~maja~2022~r., godz.~9:00"
        );
        assert_eq!(
            shown("dne 5. května 2022 v 9 hod.", TypesetLanguage::Czech),
            "dne 5.~května~2022 v~9~hod."
        );
        assert_eq!(
            shown("5. meje 2022 w 9 hodź.", TypesetLanguage::UpperSorbian),
            "5.~meje~2022 w~9~hodź."
        );
    }

    #[test]
    fn typed_spaces_inside_french_marks_are_narrow() {
        let french = |text| bind(text, TypesetLanguage::French).replace(NARROW, "^");
        assert_eq!(french("« Oui », dit-il : quand ?"), "«^Oui^», dit-il^: quand^?");
        assert_eq!(french("«Oui», dit-il: quand?"), "«Oui», dit-il: quand?");
    }

    #[test]
    fn other_spaces_stay() {
        for text in [
            "Sachsen verbindet seine Kompetenzen",
            "im Jahr 2022 kamen",
            "zwei  Spaces",
            "Plan A und B sind da",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
