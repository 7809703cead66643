//! Dates in the form that a field wants.

use super::check::Checker;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::field::{Node, NodeValue, Shape};
use crate::release::{Day, ReleaseDate};

/// The day of a value, if it is one.
pub(super) fn day_of(node: &Node) -> Option<Day> {
    let text = match &node.value {
        NodeValue::Date(text) => text,
        NodeValue::Text(text) => &text.value,
        _ => return None,
    };
    ReleaseDate::parse(text).ok().map(|date| date.day())
}

impl Checker<'_> {
    pub(super) fn date(&mut self, node: &Node, text: &str, shape: Shape, path: &str) {
        use crate::release::DateError::{Form, Impossible, NoZone};
        let range = node.range.clone();
        let diagnostic = match (ReleaseDate::parse(text), shape) {
            (Err(Form), _) => {
                let message = message!("`{field}` is not a date that can be read", field = path);
                let found = self.found(codes::DATE_FORM, message, path, range);
                match german_day(text) {
                    Some(GermanDay::Of(day)) => self.with_day(found, node, text, shape, day),
                    Some(GermanDay::WithShortYear) => {
                        with_form(found.hint("write the year with four digits"), shape)
                    }
                    None => with_form(found, shape),
                }
            }
            (Err(Impossible), _) => {
                let message =
                    message!("`{field}` is a day or hour that does not exist", field = path);
                self.found(codes::IMPOSSIBLE_DATE, message, path, range)
                    .hint("there is no such day")
                    .with("reason", "no-such-day")
            }
            (Err(NoZone), Shape::Moment { without_zone, .. }) => {
                self.without_zone(without_zone, node, path)
            }
            (Err(NoZone), _) => self.without_zone(codes::MOMENT_WITHOUT_ZONE, node, path),
            (Ok(ReleaseDate::Day(day)), Shape::Moment { without_hour, .. }) => {
                let message = message!("`{field}` has no hour", field = path);
                self.found(without_hour, message, path, range)
                    .hint(format!("add hour and zone, such as {day}T14:00+01:00"))
            }
            (Ok(ReleaseDate::Moment(moment)), Shape::Day) => {
                let message = message!("`{field}` is a day, without an hour", field = path);
                let found = self.found(codes::WRONG_TYPE, message, path, range);
                self.with_day(found, node, text, shape, moment.day()).with("found", "moment")
            }
            _ => return self.note(node, path),
        };
        self.diagnostics.push(diagnostic.with("value", text.trim()));
    }

    fn without_zone(&self, code: Code, node: &Node, path: &str) -> Diagnostic {
        let message = message!("`{field}` has an hour but no zone", field = path);
        self.found(code, message, path, node.range.clone())
            .hint("add the zone: +01:00 in winter, +02:00 in summer, or Z for UTC")
    }

    /// Offers the day that was meant.
    fn with_day(
        &self,
        found: Diagnostic,
        node: &Node,
        text: &str,
        shape: Shape,
        day: Day,
    ) -> Diagnostic {
        let word = day.to_string();
        let found = found
            .hint(format!("write {word}"))
            .with("wanted", shape.token())
            .with("suggestion", word.as_str());
        self.replaced(found, node.range.clone(), text, &word)
    }
}

/// Says which form is wanted.
fn with_form(found: Diagnostic, shape: Shape) -> Diagnostic {
    found.hint(format!("{} is wanted", shape.wanted())).with("wanted", shape.token())
}

/// A day as it is written in German.
enum GermanDay {
    /// That of `25.11.2022`.
    Of(Day),
    /// `25.11.22`: nobody but the author knows the century.
    WithShortYear,
}

/// `25.11.2022` as the day that was meant.
fn german_day(text: &str) -> Option<GermanDay> {
    let mut parts = text.trim().split('.').map(str::trim);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let typed = parts.next().filter(|_| parts.next().is_none())?;
    let year: i16 = typed.parse().ok()?;
    // Which days February has depends on the year.
    match typed.len() {
        4 => Day::new(year, month, day).map(GermanDay::Of),
        _ if typed.len() < 4 && (1..=31).contains(&day) && (1..=12).contains(&month) => {
            Some(GermanDay::WithShortYear)
        }
        _ => None,
    }
}
