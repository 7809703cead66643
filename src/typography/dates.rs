//! Dates and times for people, language by language.
//!
//! Sources: Duden, "Datum" and "Uhrzeit"; ČSN 01 6910, 9.6 (both forms of the time, the point
//! with "hod."); Słownik języka polskiego PWN, "Kropka" ("godz. 10.00"); Style guide of GOV.UK,
//! "Dates" and "Times" ("to" in ranges, no comma behind the day of the week); for the United States
//! the Chicago Manual of Style, 6.38 and 9.37 (month, day, comma, year; "a.m.", "p.m.", "noon").

use super::labels::column;
use super::months::{month, weekday};
use crate::letterhead::TimeStyle;
use crate::release::{Day, HouseZone, Language, Moment, ReleaseDate};

/// A date in full words: "25. November 2022".
pub(crate) fn date(day: Day, language: Language) -> String {
    let comma = if language == Language::AmericanEnglish { "," } else { "" };
    format!("{}{comma} {}", day_and_month(day, language), year(day, language))
}

/// "25. November"
fn day_and_month(day: Day, language: Language) -> String {
    if language == Language::AmericanEnglish {
        return format!("{} {}", month(day, language), number(day, language));
    }
    format!("{} {}", number(day, language), month(day, language))
}

/// "25."
fn number(day: Day, language: Language) -> String {
    match language {
        Language::English | Language::AmericanEnglish | Language::Polish => day.day().to_string(),
        _ => format!("{}.", day.day()),
    }
}

/// The year, in Polish with the "r." of "roku", which stays with it.
fn year(day: Day, language: Language) -> String {
    match language {
        Language::Polish => format!("{}\u{A0}r.", day.year()),
        _ => day.year().to_string(),
    }
}

/// A date in digits: "25.11.2022".
fn short_date(day: Day, language: Language) -> String {
    match language {
        Language::English | Language::AmericanEnglish => date(day, language),
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

/// The form of the time that a language has where the house names none.
fn time_style(language: Language) -> TimeStyle {
    match language {
        Language::English => TimeStyle::Colon,
        Language::AmericanEnglish => TimeStyle::TwelveHours,
        _ => TimeStyle::Point,
    }
}

/// An hour and a minute of a day, up to 24.00 at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Clock {
    hour: i8,
    minute: i8,
}

impl Clock {
    const END_OF_DAY: Self = Self { hour: 24, minute: 0 };

    fn of(moment: Moment) -> Self {
        Self { hour: moment.hour(), minute: moment.minute() }
    }
}

/// One end of an event.
#[derive(Clone, Copy)]
struct EventEnd {
    day: Day,
    time: Option<(Clock, Moment)>,
}

impl From<ReleaseDate> for EventEnd {
    fn from(date: ReleaseDate) -> Self {
        Self { day: date.day(), time: date.moment().map(|moment| (Clock::of(moment), moment)) }
    }
}

impl EventEnd {
    /// The end of an event that began on `first`. Midnight is the end of the day before.
    fn behind(first: Day, date: ReleaseDate) -> Self {
        let (end, last) = (Self::from(date), date.last_day(first));
        match end.time {
            Some((_, moment)) if last < end.day => {
                Self { day: last, time: Some((Clock::END_OF_DAY, moment)) }
            }
            _ => end,
        }
    }
}

/// Writes when something is.
pub(crate) struct DateWriter {
    language: Language,
    time: TimeStyle,
    /// Where it is known: a zone is named where it is another, and where clocks show an hour twice.
    zone: Option<HouseZone>,
}

impl DateWriter {
    /// `time` is the form that the house wants.
    pub fn new(language: Language, time: Option<TimeStyle>, zone: Option<HouseZone>) -> Self {
        Self { language, time: time.unwrap_or_else(|| time_style(language)), zone }
    }

    /// "25. November 2022, 14.00 Uhr (MEZ)": of an embargo, which is read in all zones.
    pub fn moment(&self, moment: Moment) -> String {
        let hour = self.hour(&self.clock(Clock::of(moment)));
        let zone = zone_name(moment, self.language);
        format!("{}, {hour} ({zone})", date(moment.day(), self.language))
    }

    /// "Montag, 5. Dezember 2022, 12.00 Uhr". `in_genitive`: behind "do".
    pub fn day(&self, date: ReleaseDate, in_genitive: bool) -> String {
        let end = EventEnd::from(date);
        format!("{}{}", self.weekday_and_date(end.day, in_genitive), self.time_behind_comma(end))
    }

    /// "Donnerstag, 8. Dezember 2022, 10.00 bis 13.30 Uhr": from when until when.
    pub fn period(&self, start: ReleaseDate, end: Option<ReleaseDate>) -> String {
        let first = EventEnd::from(start);
        let last = end.map(|end| EventEnd::behind(first.day, end));
        match last {
            Some(last) if last.day != first.day => self.days(first, last),
            _ => {
                let times = self.times(first.time, last.and_then(|last| last.time));
                let times = times.map(|times| format!(", {times}")).unwrap_or_default();
                format!("{}{times}", self.weekday_and_date(first.day, false))
            }
        }
    }

    /// "10.00 bis 13.30 Uhr"
    fn times(
        &self,
        start: Option<(Clock, Moment)>,
        end: Option<(Clock, Moment)>,
    ) -> Option<String> {
        let (from, until) = match (start, end) {
            (None, None) => return None,
            (Some(from), None) => return Some(self.hour_of(from)),
            (None, Some(until)) => {
                return Some(format!("{} {}", self.until(), self.hour_of(until)));
            }
            (Some(from), Some(until)) => (from, until),
        };
        // Two zones on one day, of which one is the house's, or between which its clocks change:
        // without their names nobody knows how long it takes.
        if from.1.offset_minutes() != until.1.offset_minutes() {
            let [from, until] = [from, until].map(|time| self.hour_with_zone(time));
            return Some(format!("{from} {} {until}", self.until()));
        }
        if from.0 == until.0 {
            return Some(self.hour_of(from));
        }
        let [start, end] = [from, until].map(|(clock, _)| self.clock(clock));
        let hours = match self.language {
            // A line ends before the times or behind them.
            Language::German | Language::English | Language::AmericanEnglish => {
                format!("{start}\u{A0}{}\u{A0}{end}", self.until())
            }
            _ => format!("{start}–{end}"),
        };
        let is_named = self.needs_zone(from.1) || self.needs_zone(until.1);
        let zone = if is_named { self.in_brackets(from.1) } else { String::new() };
        Some(format!("{}{zone}", self.hour(&hours)))
    }

    /// "Donnerstag, 1., bis Samstag, 3. Dezember 2022"
    fn days(&self, first: EventEnd, last: EventEnd) -> String {
        let language = self.language;
        let is_same_year = first.day.year() == last.day.year();
        let is_same_month = is_same_year && first.day.month() == last.day.month();
        let has_day_first = language != Language::AmericanEnglish;
        let start = if is_same_month && first.time.is_none() && has_day_first {
            number(first.day, language)
        } else if is_same_year {
            day_and_month(first.day, language)
        } else {
            date(first.day, language)
        };
        let [from, until] = [first, last].map(|end| weekday(end.day, true, language));
        let has_commas = matches!(language, Language::German | Language::AmericanEnglish);
        let gap = if has_commas { ", " } else { " " };
        let comma = if has_commas || first.time.is_some() { "," } else { "" };
        let since = ["", "", "wot ", "od ", "od "][column(language)];
        let end = date(last.day, language);
        format!(
            "{since}{from}{gap}{start}{}{comma} {}\u{A0}{until}{gap}{end}{}",
            self.time_behind_comma(first),
            self.until(),
            self.time_behind_comma(last),
        )
    }

    /// "Donnerstag, 8. Dezember 2022", "čtvrtek 8. prosince 2022"
    fn weekday_and_date(&self, day: Day, in_genitive: bool) -> String {
        let comma =
            if matches!(self.language, Language::English | Language::Czech) { "" } else { "," };
        let name = weekday(day, in_genitive, self.language);
        format!("{name}{comma} {}", date(day, self.language))
    }

    /// The word between two times or days.
    fn until(&self) -> &'static str {
        ["bis", "to", "do", "do", "do"][column(self.language)]
    }

    fn clock(&self, Clock { hour, minute }: Clock) -> String {
        match (self.time, self.language.plain()) {
            (TimeStyle::TwelveHours, Language::English) => of_twelve_hours(hour, minute),
            (TimeStyle::TwelveHours, _) => format!("{hour}:{minute:02}"),
            (TimeStyle::Colon, Language::English) => format!("{hour:02}:{minute:02}"),
            (TimeStyle::Colon, _) => format!("{hour}:{minute:02}"),
            (TimeStyle::Point, _) => format!("{hour}.{minute:02}"),
        }
    }

    /// Digits of a clock, or of two with a word between, as an hour: "14.00 Uhr".
    fn hour(&self, clock: &str) -> String {
        match self.language {
            Language::German => format!("{clock} Uhr"),
            Language::UpperSorbian => format!("{clock}\u{A0}hodź."),
            Language::Czech => format!("{clock}\u{A0}hod."),
            Language::Polish => format!("godz.\u{A0}{clock}"),
            Language::English | Language::AmericanEnglish => clock.to_owned(),
        }
    }

    /// ", 10.00 Uhr"; nothing where no hour was stated.
    fn time_behind_comma(&self, end: EventEnd) -> String {
        end.time.map(|time| format!(", {}", self.hour_of(time))).unwrap_or_default()
    }

    /// An hour, with its zone where it says too little alone.
    fn hour_of(&self, (clock, moment): (Clock, Moment)) -> String {
        let zone = if self.needs_zone(moment) { self.in_brackets(moment) } else { String::new() };
        format!("{}{zone}", self.hour(&self.clock(clock)))
    }

    fn hour_with_zone(&self, (clock, moment): (Clock, Moment)) -> String {
        format!("{}{}", self.hour(&self.clock(clock)), self.in_brackets(moment))
    }

    fn in_brackets(&self, moment: Moment) -> String {
        format!(" ({})", zone_name(moment, self.language))
    }

    /// Whether an hour is not that of the house's clocks, or one that they show twice.
    fn needs_zone(&self, moment: Moment) -> bool {
        !self.zone.as_ref().is_some_and(|zone| zone.keeps(moment) && !zone.repeats(moment))
    }
}

/// "2 p.m.", "2:30 p.m.", "noon". "midnight" ends a day: at its beginning it could be taken for that.
fn of_twelve_hours(hour: i8, minute: i8) -> String {
    let half = if (12..24).contains(&hour) { "p.m." } else { "a.m." };
    match (hour, minute) {
        (0, 0) => format!("12:00\u{A0}{half}"),
        (24, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        (_, 0) => format!("{}\u{A0}{half}", (hour + 11) % 12 + 1),
        _ => format!("{}:{minute:02}\u{A0}{half}", (hour + 11) % 12 + 1),
    }
}

/// The name of a moment's zone: +01:00 and +02:00 are the two of central Europe.
fn zone_name(moment: Moment, language: Language) -> String {
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

#[cfg(test)]
mod tests;
