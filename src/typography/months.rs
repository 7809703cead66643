//! Names of months and days of the week, language by language.

use super::labels::column;
use crate::release::{Day, Language};

/// Names of the months as they stand in a date: in the genitive, where a language
/// has one.
#[rustfmt::skip]
const MONTHS: [[&str; 12]; 5] = [
    ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ["januara", "februara", "měrca", "apryla", "meje", "junija", "julija", "awgusta", "septembra", "oktobra", "nowembra", "decembra"],
    ["ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října", "listopadu", "prosince"],
    ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"],
];

/// Further forms of the same: other cases, abbreviations without their dot.
#[rustfmt::skip]
const OTHER_FORMS: [&[&str]; 5] = [
    &["Jan", "Feb", "Febr", "Mrz", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Nov", "Dez", "Jänner", "Feber"],
    &["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"],
    &["januar", "februar", "měrc", "apryl", "meja", "junij", "julij", "awgust", "september", "oktober", "nowember", "december",
      "januarje", "februarje", "měrcu", "aprylu", "meji", "juniju", "juliju", "awgusće", "septembrje", "oktobrje", "nowembrje", "decembrje"],
    &["leden", "únor", "březen", "duben", "květen", "červen", "červenec", "srpen", "říjen", "listopad", "prosinec",
      "lednu", "únoru", "březnu", "dubnu", "květnu", "červnu", "červenci", "srpnu", "říjnu", "prosinci",
      "lednem", "únorem", "březnem", "dubnem", "květnem", "červnem", "červencem", "srpnem", "zářím", "říjnem", "listopadem", "prosincem"],
    &["styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
      "styczniu", "lutym", "marcu", "kwietniu", "maju", "czerwcu", "lipcu", "sierpniu", "wrześniu", "październiku", "listopadzie", "grudniu"],
];

/// Days of the week from Monday.
#[rustfmt::skip]
const WEEKDAYS: [[&str; 7]; 5] = [
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["póndźela", "wutora", "srjeda", "štwórtk", "pjatk", "sobota", "njedźela"],
    ["pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"],
    ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"],
];

/// The same as they stand behind "od" and "do": in the genitive, where a language has one.
#[rustfmt::skip]
const WEEKDAYS_IN_GENITIVE: [[&str; 7]; 5] = [
    WEEKDAYS[0],
    WEEKDAYS[1],
    ["póndźele", "wutory", "srjedy", "štwórtka", "pjatka", "soboty", "njedźele"],
    ["pondělí", "úterý", "středy", "čtvrtka", "pátku", "soboty", "neděle"],
    ["poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli"],
];

/// Whether a word is the name of a month, in the language or in German.
pub(super) fn is_month(word: &str, language: Language) -> bool {
    let word = word.trim_end_matches('.');
    // Every name has three letters or more, and at most fourteen bytes.
    (3..=14).contains(&word.len())
        && [column(Language::German), column(language)]
            .iter()
            .any(|&at| MONTHS[at].contains(&word) || OTHER_FORMS[at].contains(&word))
}

/// Whether a word is the name of a month or of a day of the week, in any language of releases.
pub(super) fn is_in_dates(word: &str) -> bool {
    let days = WEEKDAYS.iter().chain(&WEEKDAYS_IN_GENITIVE);
    MONTHS.iter().any(|names| names.contains(&word))
        || OTHER_FORMS.iter().any(|names| names.contains(&word))
        || days.into_iter().any(|names| names.contains(&word))
}

/// The name of a day's month, as it stands in a date.
pub(super) fn month(day: Day, language: Language) -> &'static str {
    let at = usize::try_from(day.month() - 1).ok();
    at.and_then(|at| MONTHS[column(language)].get(at)).copied().unwrap_or_default()
}

/// The day of the week, in the genitive where the language asks for it behind "od" and "do".
pub(super) fn weekday(day: Day, in_genitive: bool, language: Language) -> &'static str {
    let names = if in_genitive { &WEEKDAYS_IN_GENITIVE } else { &WEEKDAYS };
    let at = usize::try_from(day.weekday() - 1).ok();
    at.and_then(|at| names[column(language)].get(at)).copied().unwrap_or_default()
}
