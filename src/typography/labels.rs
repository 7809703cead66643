//! Labels and date forms, language by language.

use super::TypesetLanguage;
use crate::letterhead::LABELS;
use crate::release::{Day, Language, Moment};

/// The built-in label of a name in a language.
pub(crate) fn label(name: &str, language: Language) -> &'static str {
    let row = LABELS.iter().find(|(label, _)| *label == name);
    row.map_or("", |(_, texts)| texts[column(language)])
}

/// The place of a language in `LABELS` and in the tables below.
fn column(language: Language) -> usize {
    match language {
        Language::German => 0,
        Language::English => 1,
        Language::UpperSorbian => 2,
        Language::Czech => 3,
        Language::Polish => 4,
    }
}

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

/// Whether a word is the name of a month, in the language or in German.
pub(crate) fn is_month(word: &str, language: TypesetLanguage) -> bool {
    let own = match language {
        TypesetLanguage::English => 1,
        TypesetLanguage::UpperSorbian => 2,
        TypesetLanguage::Czech => 3,
        TypesetLanguage::Polish => 4,
        _ => 0,
    };
    matches!(word, "Jänner" | "Feber")
        || [0, own].iter().any(|column| MONTHS[*column].contains(&word))
}

/// A date in full words: "25. November 2022".
pub(crate) fn date(day: Day, language: Language) -> String {
    let names = &MONTHS[column(language)];
    let month = usize::try_from(day.month() - 1).ok().and_then(|at| names.get(at));
    let (number, month, year) = (day.day(), month.copied().unwrap_or_default(), day.year());
    match language {
        Language::English => format!("{number} {month} {year}"),
        // With the "r." of "roku", which stays with its year.
        Language::Polish => format!("{number} {month} {year}\u{A0}r."),
        _ => format!("{number}. {month} {year}"),
    }
}

/// A date in digits: "25.11.2022".
fn short_date(day: Day, language: Language) -> String {
    match language {
        Language::English => date(day, language),
        Language::Czech => format!("{}.\u{A0}{}.\u{A0}{}", day.day(), day.month(), day.year()),
        _ => format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
    }
}

/// The date of the information column: short without a place, "Dresden, 25.
/// November 2022" with one.
pub(crate) fn dateline(day: Day, place: Option<&str>, language: Language) -> String {
    match place {
        Some(place) => format!("{place}, {}", date(day, language)),
        None => short_date(day, language),
    }
}

/// Digits of a clock, or of two with a dash, as an hour: "14:00 Uhr (MEZ)".
fn hour(clock: &str, zone: &str, language: Language) -> String {
    match language {
        Language::German => format!("{clock} Uhr ({zone})"),
        Language::UpperSorbian => format!("{clock}\u{A0}hodź. ({zone})"),
        Language::Czech => format!("{clock}\u{A0}hod. ({zone})"),
        Language::Polish => format!("godz.\u{A0}{clock} ({zone})"),
        Language::English => format!("{clock} ({zone})"),
    }
}

fn clock(moment: Moment, language: Language) -> String {
    match language {
        Language::English => format!("{:02}:{:02}", moment.hour(), moment.minute()),
        _ => format!("{}:{:02}", moment.hour(), moment.minute()),
    }
}

/// "1. bis 3. Dezember 2022": from a day to another.
pub(crate) fn days(first: Day, last: Day, language: Language) -> String {
    let until = date(last, language);
    if first.month() != last.month() || first.year() != last.year() || first == last {
        return format!("{} – {until}", date(first, language));
    }
    match language {
        Language::German => format!("{}. bis {until}", first.day()),
        Language::UpperSorbian | Language::Czech => format!("{}.–{until}", first.day()),
        Language::English | Language::Polish => format!("{}–{until}", first.day()),
    }
}

/// "1. Dezember 2022, 9:00–11:00 Uhr (MEZ)": two moments of one day.
pub(crate) fn span(start: Moment, end: Moment, language: Language) -> String {
    let hours = format!("{}–{}", clock(start, language), clock(end, language));
    let hours = hour(&hours, &zone(start, language), language);
    format!("{}, {hours}", date(start.day(), language))
}

/// The name of a moment's zone: +01:00 and +02:00 are the two of central Europe.
fn zone(moment: Moment, language: Language) -> String {
    match (moment.offset_minutes(), language) {
        (60, Language::German) => "MEZ".to_owned(),
        (120, Language::German) => "MESZ".to_owned(),
        (60, Language::Czech) => "SEČ".to_owned(),
        (120, Language::Czech) => "SELČ".to_owned(),
        (60, _) => "CET".to_owned(),
        (120, _) => "CEST".to_owned(),
        (0, _) => "UTC".to_owned(),
        (minutes, _) => {
            let sign = if minutes < 0 { '−' } else { '+' };
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            match rest {
                0 => format!("UTC{sign}{hours}"),
                rest => format!("UTC{sign}{hours}:{rest:02}"),
            }
        }
    }
}

/// "25. November 2022, 14:00 Uhr (MEZ)".
pub(crate) fn moment(moment: Moment, language: Language) -> String {
    let hour = hour(&clock(moment, language), &zone(moment, language), language);
    format!("{}, {hour}", date(moment.day(), language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_their_language_writes_them() {
        let day = Day::new(2022, 11, 5).unwrap_or(Day::FIRST);
        assert_eq!(date(day, Language::German), "5. November 2022");
        assert_eq!(date(day, Language::English), "5 November 2022");
        assert_eq!(dateline(day, None, Language::German), "05.11.2022");
        assert_eq!(dateline(day, Some("Praha"), Language::Czech), "Praha, 5. listopadu 2022");
        assert_eq!(dateline(day, None, Language::Czech), "5.\u{A0}11.\u{A0}2022");
        assert_eq!(date(day, Language::Polish), "5 listopada 2022\u{A0}r.");
        assert_eq!(date(day, Language::UpperSorbian), "5. nowembra 2022");
    }
}
