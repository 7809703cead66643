//! Dates and times as they are read, in five languages.

use super::*;

const LANGUAGES: [Language; 5] = [
    Language::German,
    Language::English,
    Language::UpperSorbian,
    Language::Czech,
    Language::Polish,
];

fn writer(language: Language) -> DateWriter {
    DateWriter::new(language, None, HouseZone::by_name("Europe/Berlin"))
}

fn stated(text: &str) -> ReleaseDate {
    text.parse().expect("a day or a moment")
}

/// A period in each language.
fn periods(start: &str, end: Option<&str>) -> [String; 5] {
    let period = |language| writer(language).period(stated(start), end.map(stated));
    LANGUAGES.map(|language| period(language).replace('\u{A0}', " "))
}

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

#[test]
fn events_of_one_day() {
    assert_eq!(
        periods("2022-12-08T10:00+01:00", Some("2022-12-08T13:30+01:00")),
        [
            "Donnerstag, 8. Dezember 2022, 10.00 bis 13.30 Uhr",
            "Thursday 8 December 2022, 10:00 to 13:30",
            "štwórtk, 8. decembra 2022, 10.00–13.30 hodź.",
            "čtvrtek 8. prosince 2022, 10.00–13.30 hod.",
            "czwartek, 8 grudnia 2022 r., godz. 10.00–13.30",
        ]
    );
    assert_eq!(
        periods("2022-12-08T09:05+01:00", None),
        [
            "Donnerstag, 8. Dezember 2022, 9.05 Uhr",
            "Thursday 8 December 2022, 09:05",
            "štwórtk, 8. decembra 2022, 9.05 hodź.",
            "čtvrtek 8. prosince 2022, 9.05 hod.",
            "czwartek, 8 grudnia 2022 r., godz. 9.05",
        ]
    );
    let [german, english, sorbian, czech, polish] = periods("2022-12-04", Some("2022-12-04"));
    assert_eq!(german, "Sonntag, 4. Dezember 2022");
    assert_eq!(english, "Sunday 4 December 2022");
    assert_eq!(sorbian, "njedźela, 4. decembra 2022");
    assert_eq!(czech, "neděle 4. prosince 2022");
    assert_eq!(polish, "niedziela, 4 grudnia 2022 r.");
}

#[test]
fn events_of_several_days() {
    assert_eq!(
        periods("2022-12-01", Some("2022-12-03")),
        [
            "Donnerstag, 1., bis Samstag, 3. Dezember 2022",
            "Thursday 1 to Saturday 3 December 2022",
            "wot štwórtka 1. do soboty 3. decembra 2022",
            "od čtvrtka 1. do soboty 3. prosince 2022",
            "od czwartku 1 do soboty 3 grudnia 2022 r.",
        ]
    );
    assert_eq!(
        periods("2022-11-30T18:00+01:00", Some("2022-12-02T02:00+01:00")),
        [
            "Mittwoch, 30. November, 18.00 Uhr, bis Freitag, 2. Dezember 2022, 2.00 Uhr",
            "Wednesday 30 November, 18:00, to Friday 2 December 2022, 02:00",
            "wot srjedy 30. nowembra, 18.00 hodź., do pjatka 2. decembra 2022, 2.00 hodź.",
            "od středy 30. listopadu, 18.00 hod., do pátku 2. prosince 2022, 2.00 hod.",
            "od środy 30 listopada, godz. 18.00, do piątku 2 grudnia 2022 r., godz. 2.00",
        ]
    );
    let [german, .., polish] = periods("2022-12-31", Some("2023-01-02"));
    assert_eq!(german, "Samstag, 31. Dezember 2022, bis Montag, 2. Januar 2023");
    assert_eq!(polish, "od soboty 31 grudnia 2022 r. do poniedziałku 2 stycznia 2023 r.");
}

#[test]
fn the_same_moment_midnight_and_a_day_with_one_hour() {
    let german = |start, end| periods(start, Some(end))[0].clone();
    let at_ten = "2022-12-08T10:00+01:00";
    assert_eq!(german(at_ten, at_ten), "Donnerstag, 8. Dezember 2022, 10.00 Uhr");
    assert_eq!(
        german("2022-12-08T19:00+01:00", "2022-12-09T00:00+01:00"),
        "Donnerstag, 8. Dezember 2022, 19.00 bis 24.00 Uhr"
    );
    assert_eq!(
        german("2022-12-08T00:00+01:00", "2022-12-10T00:00+01:00"),
        "Donnerstag, 8. Dezember, 0.00 Uhr, bis Freitag, 9. Dezember 2022, 24.00 Uhr"
    );
    assert_eq!(german(at_ten, "2022-12-08"), "Donnerstag, 8. Dezember 2022, 10.00 Uhr");
    assert_eq!(german("2022-12-08", at_ten), "Donnerstag, 8. Dezember 2022, bis 10.00 Uhr");
    assert_eq!(
        german(at_ten, "2022-12-09"),
        "Donnerstag, 8. Dezember, 10.00 Uhr, bis Freitag, 9. Dezember 2022"
    );
}

#[test]
fn a_zone_is_named_where_it_is_foreign() {
    let german = |start, end| periods(start, Some(end))[0].clone();
    assert_eq!(
        german("2022-12-08T10:00+09:00", "2022-12-08T12:00+09:00"),
        "Donnerstag, 8. Dezember 2022, 10.00 bis 12.00 Uhr (UTC+9)"
    );
    assert_eq!(
        german("2022-06-08T10:00+02:00", "2022-06-08T12:00+02:00"),
        "Mittwoch, 8. Juni 2022, 10.00 bis 12.00 Uhr"
    );
    assert_eq!(
        german("2022-12-08T10:00+00:00", "2022-12-08T12:00+01:00"),
        "Donnerstag, 8. Dezember 2022, 10.00 Uhr (UTC) bis 12.00 Uhr (MEZ)"
    );
    // The nights in which the clocks change.
    assert_eq!(
        german("2022-03-27T01:00+01:00", "2022-03-27T04:00+02:00"),
        "Sonntag, 27. März 2022, 1.00 Uhr (MEZ) bis 4.00 Uhr (MESZ)"
    );
    assert_eq!(
        german("2022-10-30T02:30+02:00", "2022-10-30T02:15+01:00"),
        "Sonntag, 30. Oktober 2022, 2.30 Uhr (MESZ) bis 2.15 Uhr (MEZ)"
    );
    assert_eq!(
        german("2022-10-30T02:10+01:00", "2022-10-30T02:30+01:00"),
        "Sonntag, 30. Oktober 2022, 2.10 bis 2.30 Uhr (MEZ)"
    );
    assert_eq!(
        german("2022-10-29T20:00+02:00", "2022-10-30T02:15+01:00"),
        "Samstag, 29. Oktober, 20.00 Uhr, bis Sonntag, 30. Oktober 2022, 2.15 Uhr (MEZ)"
    );
    assert_eq!(
        german("2022-10-30T10:00+01:00", "2022-10-30T12:00+01:00"),
        "Sonntag, 30. Oktober 2022, 10.00 bis 12.00 Uhr"
    );
    let moment = stated("2022-12-08T14:00+01:00").moment().expect("an hour");
    assert_eq!(writer(Language::German).moment(moment), "8. Dezember 2022, 14.00 Uhr (MEZ)");
}

#[test]
fn the_house_has_its_form_of_the_time() {
    let form = |language, time| {
        let writer = DateWriter::new(language, Some(time), HouseZone::by_name("Europe/Berlin"));
        writer.day(stated("2022-12-05T09:00+01:00"), true).replace('\u{A0}', " ")
    };
    let (colon, point) = (TimeStyle::Colon, TimeStyle::Point);
    assert_eq!(form(Language::German, colon), "Montag, 5. Dezember 2022, 9:00 Uhr");
    assert_eq!(form(Language::English, point), "Monday 5 December 2022, 9.00");
    assert_eq!(form(Language::Czech, colon), "pondělí 5. prosince 2022, 9:00 hod.");
    assert_eq!(form(Language::Polish, point), "poniedziałku, 5 grudnia 2022 r., godz. 9.00");
}

#[test]
fn midnight_is_the_end_of_a_day() {
    let berlin = HouseZone::by_name("Europe/Berlin");
    let american = DateWriter::new(Language::AmericanEnglish, None, berlin);
    let plain = |text: String| text.replace('\u{A0}', " ");
    let start = stated("2022-12-05T00:00+01:00");
    let moment = start.moment().expect("an hour");
    assert_eq!(plain(american.moment(moment)), "December 5, 2022, 12:00 a.m. (CET)");
    assert_eq!(plain(american.day(start, false)), "Monday, December 5, 2022, 12:00 a.m.");
    assert_eq!(
        plain(american.period(start, Some(stated("2022-12-06T00:00+01:00")))),
        "Monday, December 5, 2022, 12:00 a.m. to midnight"
    );
    assert_eq!(
        plain(american.day(stated("2022-12-05T00:30+01:00"), false)),
        "Monday, December 5, 2022, 12:30 a.m."
    );
}
