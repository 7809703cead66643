//! Moments in reports: as they are typed for `--since`, and as they are told.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use letterpress::diagnostic::Diagnostic;
use letterpress::message;
use letterpress::release::ReleaseDate;

use crate::command::usage;

/// The seconds of each unit of a duration.
const UNITS: [(char, i64); 4] = [('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];

/// The seconds since 1970 that are meant: a moment, the beginning of a day in a zone, or so much
/// before now.
pub fn since(typed: &str, now: i64, zone: &TimeZone) -> Result<i64, Diagnostic> {
    let found = match typed.parse().map(ReleaseDate::moment) {
        Ok(Some(moment)) => Some(moment.unix_seconds()),
        Ok(None) => midnight(typed, zone),
        Err(_) => duration(typed).and_then(|seconds| now.checked_sub(seconds)),
    };
    found.ok_or_else(|| {
        let message = message!("`{value}` is not a moment, a day or a time ago", value = typed);
        usage(message).hint("write 2022-11-25T14:00+01:00, 2022-11-25, or 30m, 12h, 7d, 2w")
    })
}

/// "2022-11-25T13:00:00Z".
pub fn moment(seconds: i64) -> String {
    // A time beyond the range of clocks is told as a number.
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}

fn midnight(typed: &str, zone: &TimeZone) -> Option<i64> {
    let day: Date = typed.parse().ok()?;
    Some(day.to_zoned(zone.clone()).ok()?.timestamp().as_second())
}

fn duration(typed: &str) -> Option<i64> {
    let unit = typed.chars().next_back()?;
    let (_, seconds) = UNITS.iter().find(|(known, _)| *known == unit)?;
    let digits = typed.strip_suffix(unit)?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i64>().ok()?.checked_mul(*seconds)
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;

    #[test]
    fn a_moment_a_day_or_so_much_ago() {
        let zone = TimeZone::fixed(Offset::constant(1));
        let day = 1_669_330_800;
        for (typed, expected) in [
            ("2022-11-25T00:00+01:00", Some(day)),
            ("2022-11-25", Some(day)),
            ("7d", Some(1_000_000 - 7 * 86_400)),
            ("30m", Some(1_000_000 - 1_800)),
            ("2w", Some(1_000_000 - 14 * 86_400)),
            ("0h", Some(1_000_000)),
            ("2022-11-25T00:00", None),
            ("25.11.2022", None),
            ("d", None),
            ("-7d", None),
            ("7", None),
            ("99999999999999999d", None),
            ("7ä", None),
            ("", None),
        ] {
            assert_eq!(since(typed, 1_000_000, &zone).ok(), expected, "{typed}");
        }
    }
}
