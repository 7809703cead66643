//! Words that are names, as far as it can be told, and never break: of people in the release, of
//! people behind a title, and of streets.

use std::collections::HashSet;

/// More letters than a name has: what is longer rather names an office.
const MAX_NAME: usize = 16;
/// Letters from which a name is kept whole where it is named again.
const MIN_NAME: usize = 4;
/// Letters by which an inflected name is longer: "Kowalskiego".
const MAX_ENDING: usize = 3;

/// Stand before a name, besides initials.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "Prof.", "Dr.", "Dres.", "PD", "Dr.-Ing.", "Dipl.-Ing.", "Ing.", "Mag.", "med.", "jur.", "phil.",
    "rer.", "nat.", "habil.", "mult.", "Univ.-Prof.", "Herr", "Herrn", "Frau", "Hr.", "Fr.", "Mr.",
    "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Sir", "pan", "pana", "panu", "paní", "pani", "panią", "panem",
    "knjez", "knjeni", "prof.", "dr", "mgr", "inż.", "doc.", "Mgr.", "MUDr.", "JUDr.", "PhDr.", "RNDr.",
    "hab.", "Professor", "Professorin", "Doktor",
];

/// Stand between the parts of a name.
const PARTICLES: &[&str] =
    &["von", "vom", "van", "zu", "zum", "zur", "de", "den", "der", "di", "da", "ten", "ter", "und"];

/// How words end that say what a person or an office is.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "minister", "präsident", "sprecher", "leiter", "direktor", "rektor", "kanzler", "sekretär",
    "sekretar", "beauftragte", "beauftragter", "vorsitzende", "vorsitzender", "bürgermeister", "rat",
    "rätin", "chef", "führer", "professor", "dekan", "intendant", "kommissar", "referent", "vorstand",
    "anwalt", "ingenieur", "forscher", "lehrer", "wissenschaftler", "geordnete", "geordneter", "stelle",
    "team", "amt", "amtes", "büro", "dienst", "referat", "ministerium", "zentrum", "abteilung", "herr",
    "frau", "director", "spokesperson", "spokesman", "spokeswoman", "secretary", "president", "mayor",
    "head", "officer", "ministr", "ministryně", "ředitel", "ředitelka", "mluvčí", "starosta",
    "primátor", "předseda", "dyrektor", "rzecznik", "rzeczniczka", "prezydent", "burmistrz", "marszałek",
    "ministerka", "rěčnik", "rěčnica", "nawoda", "předsyda",
];

/// What is named behind an adjective or a name: "Königsbrücker Straße", "Wilhelm-Buck-Straße".
#[rustfmt::skip]
const STREETS: &[&str] = &[
    "Straße", "Straßen", "Strasse", "Str", "Platz", "Platzes", "Weg", "Weges", "Wegs", "Ring", "Rings",
    "Ringes", "Ufer", "Ufers", "Allee", "Gasse", "Gassen", "Damm", "Damms", "Dammes", "Markt", "Markts",
    "Marktes", "Brücke", "Brücken", "Park", "Parks", "Chaussee", "Promenade", "Steig", "Steg", "Pfad",
    "Tor", "Tores", "Graben", "Wall", "Berg", "Hof", "Garten", "Anger", "Bahnhof", "Bahnhofs",
    "Landstraße", "Höhe", "Kai", "Hain", "Aue", "Wiese", "Wiesen", "Schloss", "Viertel", "Vorstadt",
    "Neustadt", "Altstadt", "Heide", "Tal", "See", "Street", "Road", "Avenue", "Square", "Lane",
    "Bridge",
];

/// Stand before the name of a street.
#[rustfmt::skip]
const BEFORE_STREETS: &[&str] = &[
    "ul.", "ulica", "ulicy", "ulice", "ulici", "náměstí", "nám.", "třída", "třídě", "plac", "placu",
    "pl.", "aleja", "alei", "al.", "droha", "droze", "naměsto",
];

/// The parts of people's names in a release.
#[derive(Debug, Default)]
pub(crate) struct PersonNames(HashSet<String>);

impl PersonNames {
    /// Adds a person by name: "Prof. Dr. Mira Handschuh".
    pub fn add_person(&mut self, name: &str) {
        self.0.extend(parts(name).into_iter().filter(is_of_name_length).map(str::to_owned));
    }

    /// Adds the speaker of a quote, whose name may have an office before or behind it:
    /// "Wissenschaftsministerin Mira Handschuh, Dresden".
    pub fn add_speaker(&mut self, speaker: &str) {
        let parts = parts(speaker);
        let offices = parts.len().saturating_sub(2);
        let names = parts.into_iter().skip(offices).filter(is_of_name_length);
        self.0.extend(names.map(str::to_owned));
    }

    /// Whether a word is a part of such a name, perhaps inflected.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word) || self.0.iter().any(|name| is_inflected(word, name))
    }
}

fn is_of_name_length(part: &&str) -> bool {
    (MIN_NAME..=MAX_NAME).contains(&part.chars().count())
}

/// "Handschuhs", "Kowalskiego": the name up to its last letter, and a short ending.
fn is_inflected(word: &str, name: &str) -> bool {
    let stem = name.char_indices().next_back().and_then(|(last, _)| name.get(..last));
    let ending = stem.and_then(|stem| word.strip_prefix(stem)).map(|rest| rest.chars().count());
    ending.is_some_and(|letters| letters <= 1 + MAX_ENDING) && word.chars().count() > MIN_NAME
}

/// The words of a name without titles and offices, up to a comma or to what is no name.
fn parts(name: &str) -> Vec<&str> {
    let name = name.split([',', '(', ';', ':', '/', '–', '—']).find(|part| !part.trim().is_empty());
    let words = name.unwrap_or_default().split_whitespace();
    // "Rektorin der Universität" is nobody's name, "Mira von der Heide" is.
    let is_article = |word: &str| matches!(word, "der" | "den" | "und" | "zum" | "zur" | "vom");
    let mut last = "";
    let words = words.take_while(|word| {
        let is_particle = PARTICLES.contains(word) && (!is_article(word) || last == "von");
        last = word;
        is_capital(word) || is_particle
    });
    let words = words.filter(|word| is_capital(word) && !is_title(word) && !is_role(word));
    words
        .flat_map(|word| word.split(|c: char| !c.is_alphabetic()))
        .filter(|word| is_capital(word))
        .collect()
}

/// Whether a capitalised word is a name by what stands around it.
pub(super) fn is_named(word: &str, before: &str, behind: &str) -> bool {
    is_capital(word) && (is_before_street(behind) || is_behind_title(before) && !is_role(word))
}

/// "Königsbrücker| Straße", "Wilhelm|-Buck-Straße".
fn is_before_street(behind: &str) -> bool {
    let mut rest = behind;
    while let Some(next) = rest.strip_prefix('-') {
        let word = first_word(next);
        if STREETS.contains(&word) {
            return true;
        }
        if word.is_empty() {
            return false;
        }
        rest = next.get(word.len()..).unwrap_or_default();
    }
    rest.starts_with(char::is_whitespace) && STREETS.contains(&first_word(rest.trim_start()))
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// "Prof. Dr. |Handschuh", "Frau Mira |Handschuh", "Dr. Moor-|Handschuh", "ul. |Marszałkowska".
fn is_behind_title(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_alphabetic() || c == '-');
    if !before.ends_with(char::is_whitespace) {
        return false;
    }
    let mut words = before.split_whitespace().rev().filter(|word| !PARTICLES.contains(word));
    let Some(last) = words.next() else { return false };
    let second = words.next();
    if is_title(last) || BEFORE_STREETS.contains(&last) {
        return !second.is_some_and(|second| is_abbreviation(second, last));
    }
    let is_first_name = is_capital(last) && last.chars().all(|c| c.is_alphabetic() || c == '-');
    is_first_name
        && second.is_some_and(|second| {
            is_title(second) && !words.next().is_some_and(|third| is_abbreviation(third, second))
        })
}

/// A title, or an initial.
fn is_title(word: &str) -> bool {
    TITLES.contains(&word) || is_initial(word)
}

fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_uppercase())
}

/// "z. B.", "i. A.": what looks like an initial is none.
fn is_abbreviation(first: &str, second: &str) -> bool {
    let first = first.trim_start_matches(['(', '„', '»']);
    is_initial(second) && first.ends_with('.') && first.starts_with(char::is_lowercase)
}

/// "Staatsministerin", "Pressesprecher", "Pressestelle".
fn is_role(word: &str) -> bool {
    let lower = word.to_lowercase();
    let lower = lower.trim_end_matches(['.', ',']);
    let bare = ["innen", "in", "en", "n", "s"].iter().find_map(|end| lower.strip_suffix(end));
    ROLES.iter().any(|role| lower.ends_with(role) || bare.is_some_and(|bare| bare.ends_with(role)))
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the word in brackets is told to be a name.
    fn is_told(text: &str) -> bool {
        let (before, rest) = text.split_once('[').expect("a mark");
        let (word, behind) = rest.split_once(']').expect("its end");
        is_named(word, before, behind)
    }

    #[test]
    fn names_are_told_by_what_stands_around_them() {
        for text in [
            "die [Königsbrücker] Straße 5",
            "[Wilhelm]-Buck-Straße",
            "am Käthe-[Kollwitz]-Ufer",
            "sagte Prof. Dr. [Handschuh].",
            "Frau Mira [Handschuh]",
            "mit Dr.\u{A0}Moor-[Handschuh]",
            "K. von [Handschuh]",
            "ul. [Marszałkowska] 5",
        ] {
            assert!(is_told(text), "{text}");
        }
        for text in [
            "z.\u{202F}B. [Forschungsinstitute]",
            "Frau [Staatsministerin] Muster",
            "der [Wissenschaft] dienen",
            "auf einem [Marktplatz]",
            "das Wissen der [Hochschulen] und Straßen",
        ] {
            assert!(!is_told(text), "{text}");
        }
    }

    #[test]
    fn people_of_the_release_are_known_again() {
        let mut names = PersonNames::default();
        names.add_person("Prof. Dr. Ursula M. Handschuh");
        names.add_person("Pressestelle");
        names.add_person("Jan Kowalski");
        names.add_speaker("Sachsens Wissenschaftsminister Sebastian Moorwald, Dresden");
        names.add_speaker("Rektorin der Technischen Universität");
        for name in ["Handschuh", "Handschuhs", "Ursula", "Kowalskiego", "Sebastian", "Moorwald"] {
            assert!(names.has(name), "{name}");
        }
        for word in
            ["Pressestelle", "Wissenschaftsminister", "Universität", "Handschuhfabrik", "Sachsens"]
        {
            assert!(!names.has(word), "{word}");
        }
    }
}
