//! When the entry of an event begins and ends.

use super::*;

fn stated(text: &str) -> ReleaseDate {
    text.parse().expect("a day or a moment")
}

/// What the entry says of an event.
fn lines(start: &str, end: &str) -> String {
    let event = Event {
        start: stated(start),
        end: Some(stated(end)),
        venue: None,
        address: None,
        agenda: Vec::new(),
        accreditation: None,
    };
    let berlin = HouseZone::by_name("Europe/Berlin");
    let (start, end) = times(&event, berlin.as_ref()).expect("years that a calendar has");
    let mut lines = CalendarLines::default();
    start.add_to(&mut lines, "DTSTART");
    if let Some(end) = end {
        end.add_to(&mut lines, "DTEND");
    }
    lines.into_string()
}

#[test]
fn a_day_ends_at_midnight_in_the_house() {
    // Its clocks are put back between start and end, or forward.
    assert_eq!(
        lines("2022-10-28T10:00+02:00", "2022-10-30"),
        "DTSTART:20221028T080000Z\r\nDTEND:20221030T230000Z\r\n"
    );
    assert_eq!(
        lines("2022-03-25T10:00+01:00", "2022-03-28"),
        "DTSTART:20220325T090000Z\r\nDTEND:20220328T220000Z\r\n"
    );
    // The start is stated in another zone.
    assert_eq!(
        lines("2022-12-01T10:00Z", "2022-12-02"),
        "DTSTART:20221201T100000Z\r\nDTEND:20221202T230000Z\r\n"
    );
}

#[test]
fn midnight_is_the_end_of_the_day_before() {
    let days = |start: &str, last: &str| {
        format!("DTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{last}\r\n")
    };
    assert_eq!(lines("2022-12-01", "2022-12-02T00:00+01:00"), days("20221201", "20221202"));
    assert_eq!(lines("2022-12-01", "2022-12-02T00:30+01:00"), days("20221201", "20221203"));
    assert_eq!(lines("2022-12-01", "2022-12-01T00:00+01:00"), days("20221201", "20221202"));
}
