//! Days and moments, as a release states them.

use std::fmt;
use std::str::FromStr;

use jiff::civil;
use jiff::fmt::temporal::{DateTimeParser, PiecesOffset};
use jiff::tz::Offset;
use serde::{Serialize, Serializer};

use crate::diagnostic::codes;
use crate::field::{FieldMap, FieldValue, Node, NodeValue, Shape, ValueReader};

/// A day of the Gregorian calendar that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(civil::Date);

/// A point in time together with the zone in which it was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    local: civil::DateTime,
    offset: Offset,
}

/// A day, or a moment with its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReleaseDate {
    /// A day.
    Day(Day),
    /// A moment.
    Moment(Moment),
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateError {
    /// It is not of the form `2022-11-25` or `2022-11-25T14:00+01:00`.
    Form,
    /// The form is right, but the day or hour does not exist.
    Impossible,
    /// A time without a zone.
    NoZone,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "not of the form 2022-11-25 or 2022-11-25T14:00+01:00",
            Self::Impossible => "a day or hour that does not exist",
            Self::NoZone => "a time without a zone",
        })
    }
}

impl std::error::Error for DateError {}

impl Day {
    /// The first day that can be stated, 0001-01-01.
    pub const FIRST: Self = Self(civil::Date::constant(1, 1, 1));

    /// A day by its numbers; `None` where it does not exist. Years 1 to 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = civil::Date::new(year, month, day).ok()?;
        (1..=9999).contains(&year).then_some(Self(date))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day before; `None` before the first.
    pub(crate) fn yesterday(self) -> Option<Self> {
        let date = self.0.yesterday().ok()?;
        (date.year() >= 1).then_some(Self(date))
    }

    /// The day after; `None` after the last, 9999-12-31.
    pub(crate) fn tomorrow(self) -> Option<Self> {
        self.0.tomorrow().ok().map(Self)
    }

    /// Seconds from 1970-01-01T00:00Z to its beginning in UTC.
    pub fn unix_seconds(self) -> i64 {
        seconds_since_1970(self.0.at(0, 0, 0, 0))
    }

    /// The day as the database of time zones takes it.
    pub(super) fn civil(self) -> civil::Date {
        self.0
    }

    /// The day of the week, 1 (Monday) to 7 (Sunday), as in ISO 8601.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }
}

impl Moment {
    /// The day in the stated zone.
    pub fn day(self) -> Day {
        Day(self.local.date())
    }

    /// The hour in the stated zone, 0 to 23.
    pub fn hour(self) -> i8 {
        self.local.hour()
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> i8 {
        self.local.minute()
    }

    /// Minutes by which the stated zone is ahead of UTC.
    pub fn offset_minutes(self) -> i32 {
        self.offset.seconds() / 60
    }

    /// Seconds since 1970-01-01T00:00Z, to compare moments of different zones.
    pub fn unix_seconds(self) -> i64 {
        seconds_since_1970(self.local) - i64::from(self.offset.seconds())
    }

    /// What a clock and a calendar show then.
    pub(super) fn civil(self) -> civil::DateTime {
        self.local
    }
}

fn seconds_since_1970(local: civil::DateTime) -> i64 {
    local.duration_since(civil::Date::constant(1970, 1, 1).at(0, 0, 0, 0)).as_secs()
}

impl ReleaseDate {
    /// The day.
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.day(),
        }
    }

    /// The moment, where an hour was stated.
    pub fn moment(self) -> Option<Moment> {
        match self {
            Self::Day(_) => None,
            Self::Moment(moment) => Some(moment),
        }
    }

    /// The last day of what began on `first` and ends here. Midnight is the end of the day before.
    pub(crate) fn last_day(self, first: Day) -> Day {
        let is_midnight =
            self.moment().is_some_and(|moment| moment.hour() == 0 && moment.minute() == 0);
        let before = self.day().yesterday().filter(|before| is_midnight && *before >= first);
        before.unwrap_or(self.day())
    }

    /// Reads `2022-11-25` or `2022-11-25T14:00+01:00` (ISO 8601, RFC 3339; seconds
    /// optional, a space may stand for the `T`, `Z` is UTC).
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        // "14:00 +01:00": some write the zone apart.
        let joined = match text.rsplit_once(' ') {
            Some((moment, zone)) if moment.len() > 10 && zone.starts_with(['+', '-', 'Z', 'z']) => {
                [moment.trim_end(), zone].concat()
            }
            _ => text.to_owned(),
        };
        let text = joined.as_str();
        let pieces = match DateTimeParser::new().parse_pieces(text) {
            Ok(pieces) if text.is_char_boundary(10) && has_day_form(text) => pieces,
            _ if has_day_form(text) => return Err(DateError::Impossible),
            _ => return Err(DateError::Form),
        };
        let date = pieces.date();
        if date.year() < 1 {
            return Err(DateError::Impossible);
        }
        let Some(time) = pieces.time() else {
            return Ok(Self::Day(Day(date)));
        };
        // A leap second would be read as the second before it, and no typed time is
        // ever changed.
        if text.get(11..).is_some_and(|time| time.get(5..8) == Some(":60")) {
            return Err(DateError::Impossible);
        }
        let offset = match pieces.offset() {
            // No place on earth is further from UTC.
            Some(PiecesOffset::Numeric(numeric)) if numeric.offset().seconds().abs() > FURTHEST => {
                return Err(DateError::Impossible);
            }
            Some(PiecesOffset::Zulu) => Offset::UTC,
            Some(PiecesOffset::Numeric(numeric)) => numeric.offset(),
            _ => return Err(DateError::NoZone),
        };
        Ok(Self::Moment(Moment { local: date.to_datetime(time), offset }))
    }
}

/// The greatest distance of a zone from UTC in seconds, UTC+14 (Kiritimati).
const FURTHEST: i32 = 14 * 3600;

/// Whether a text begins like `2022-11-25`, so that an error in it is one of the
/// calendar and not of the form.
fn has_day_form(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes.iter().take(10).enumerate().all(|(at, &byte)| fits_day_form(at, byte))
        && matches!(bytes.get(10), None | Some(b'T' | b't' | b' '))
        && bytes
            .iter()
            .skip(11)
            .all(|b| matches!(b, b'0'..=b'9' | b':' | b'.' | b'+' | b'-' | b'Z' | b'z'))
}

/// Whether a byte may stand at that place of `2022-11-25`.
fn fits_day_form(at: usize, byte: u8) -> bool {
    if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
}

impl FromStr for ReleaseDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.offset_minutes();
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        write!(f, "{}T{:02}:{:02}", self.day(), self.hour(), self.minute())?;
        write!(f, "{sign}{hours:02}:{rest:02}")
    }
}

/// The date that a node holds, as text or as TOML's own.
fn of_node(node: &Node) -> Option<ReleaseDate> {
    match &node.value {
        NodeValue::Text(text) => ReleaseDate::parse(&text.value).ok(),
        NodeValue::Date(text) => ReleaseDate::parse(text).ok(),
        _ => None,
    }
}

/// Read in a file as the given shape, written and read elsewhere as the text that a release
/// states.
macro_rules! as_text {
    ($name:ident, $shape:expr, $from_file:expr, $read:expr) => {
        impl FieldValue for $name {
            const SHAPE: Shape = $shape;

            fn from_node(node: &Node, _: &str, _: &mut ValueReader<'_>) -> Option<Self> {
                let read: fn(ReleaseDate) -> Option<Self> = $from_file;
                of_node(node).and_then(read)
            }

            fn note(&self, path: &str, map: &mut FieldMap) {
                map.insert_value(path, Some(self.to_string()));
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let read: fn(ReleaseDate) -> Option<Self> = $read;
                let date = ReleaseDate::parse(&text).ok().and_then(read);
                date.ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date")))
            }
        }
    };
}

as_text!(Day, Shape::Day, |date| Some(date.day()), |date| {
    date.moment().is_none().then(|| date.day())
});
as_text!(
    Moment,
    Shape::Moment {
        without_zone: codes::MOMENT_WITHOUT_ZONE,
        without_hour: codes::MOMENT_WITHOUT_HOUR
    },
    ReleaseDate::moment,
    ReleaseDate::moment
);
as_text!(ReleaseDate, Shape::Date, Some, Some);

value_as_text!(Day, Moment);

impl fmt::Display for ReleaseDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Moment(moment) => moment.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, DateError> {
        ReleaseDate::parse(text).map(|date| date.to_string())
    }

    #[test]
    fn days_and_moments_are_read() {
        assert_eq!(read("2022-11-25"), Ok("2022-11-25".into()));
        assert_eq!(read("2022-11-25T14:00+01:00"), Ok("2022-11-25T14:00+01:00".into()));
        assert_eq!(read("2022-11-25 14:00:30Z"), Ok("2022-11-25T14:00+00:00".into()));
        assert_eq!(read("2024-02-29"), Ok("2024-02-29".into()));
    }

    #[test]
    fn faults_are_told_apart() {
        assert_eq!(read("2022-02-29"), Err(DateError::Impossible));
        assert_eq!(read("2022-11-25T25:00+01:00"), Err(DateError::Impossible));
        assert_eq!(read("2022-11-25T14:00"), Err(DateError::NoZone));
        assert_eq!(read("2022-11-25T14:00+25:00"), Err(DateError::Impossible));
        assert_eq!(read("2016-12-31T23:59:60Z"), Err(DateError::Impossible));
        assert_eq!(read("25.11.2022"), Err(DateError::Form));
        assert_eq!(read("morgen"), Err(DateError::Form));
        assert_eq!(read("2022-11-25 um drei"), Err(DateError::Form));
        assert_eq!(read("äöü2022-11-25"), Err(DateError::Form));
    }

    #[test]
    fn moments_of_two_zones_compare() {
        let seconds = |text| match ReleaseDate::parse(text) {
            Ok(ReleaseDate::Moment(moment)) => moment.unix_seconds(),
            _ => 0,
        };
        assert_eq!(seconds("2022-11-25T14:00+01:00"), seconds("2022-11-25T13:00Z"));
        assert_eq!(seconds("1970-01-02T00:00Z"), 86_400);
    }
}
