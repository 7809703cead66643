//! Dates in the form that a field wants.

use super::check::Checker;
use super::node::Node;
use super::shape::Shape;
use crate::diagnostic::{Code, MessageText, codes};
use crate::release::{Day, ReleaseDate};

impl Checker<'_> {
    pub(super) fn date(&mut self, node: &Node, text: &str, shape: Shape, path: &str) {
        use crate::release::DateFault::{Form, Impossible, NoZone};
        let report = |code: Code, message: MessageText, hint: &str| {
            self.found(code, message, path, node.range.clone()).hint(hint)
        };
        let write = |code: Code, message: MessageText, day: Day| {
            let word = day.to_string();
            let found = report(code, message, &format!("write {word}"));
            let found = found.with("wanted", shape.token()).with("suggestion", word.as_str());
            self.replaced(found, node.range.clone(), text, &word)
        };
        let no_zone = || message!("`{field}` has an hour but no zone", field = path);
        let zone_hint = "add the zone: +01:00 in winter, +02:00 in summer, or Z for UTC";
        let diagnostic = match (ReleaseDate::parse(text), shape) {
            (Err(Form), _) => {
                let message = message!("`{field}` is not a date that can be read", field = path);
                match german_day(text) {
                    Some(day) => write(codes::DATE_FORM, message, day),
                    None => {
                        let hint = format!("{} is wanted", shape.wanted());
                        report(codes::DATE_FORM, message, &hint).with("wanted", shape.token())
                    }
                }
            }
            (Err(Impossible), _) => {
                let message =
                    message!("`{field}` is a day or hour that does not exist", field = path);
                report(codes::IMPOSSIBLE_DATE, message, "there is no such day")
                    .with("reason", "no-such-day")
            }
            (Err(NoZone), Shape::Moment { without_zone, .. }) => {
                report(without_zone, no_zone(), zone_hint)
            }
            (Err(NoZone), _) => report(codes::MOMENT_WITHOUT_ZONE, no_zone(), zone_hint),
            (Ok(ReleaseDate::Day(day)), Shape::Moment { without_hour, .. }) => {
                let hint = format!("add hour and zone, such as {day}T14:00+01:00");
                report(without_hour, message!("`{field}` has no hour", field = path), &hint)
            }
            (Ok(ReleaseDate::Moment(moment)), Shape::Day) => {
                let message = message!("`{field}` is a day, without an hour", field = path);
                write(codes::WRONG_TYPE, message, moment.day()).with("found", "moment")
            }
            _ => return self.note(node, path),
        };
        self.diagnostics.push(diagnostic.with("value", text.trim()));
    }
}

/// `25.11.2022` as the day that was meant.
fn german_day(text: &str) -> Option<Day> {
    let mut parts = text.trim().split('.').map(str::trim);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next()?.parse().ok()?;
    parts.next().is_none().then(|| Day::new(year, month, day)).flatten()
}
