//! The event of an invitation: when, where, what happens, how to register.

use super::parts::{AgendaEntry, EventRow};
use super::set::{Typographer, linked, text};
use super::wording::Wording;
use crate::body::Inline;
use crate::release::{Accreditation, AgendaItem, Event};

/// The rows of the event; none where the release has no event.
pub(super) fn event_rows(wording: &Wording<'_>, set: &Typographer) -> Vec<EventRow> {
    let Some(event) = &wording.release().event else { return Vec::new() };
    let accreditation = event.accreditation.as_ref();
    let rows = [
        ("when", vec![vec![text(&wording.period(event))]], Vec::new()),
        ("where", place(event), Vec::new()),
        ("agenda", Vec::new(), event.agenda.iter().map(|item| agenda_entry(item, set)).collect()),
        (
            "accreditation",
            accreditation.map(|stated| registration(stated, wording)).unwrap_or_default(),
            Vec::new(),
        ),
    ];
    let rows = rows.into_iter().map(|(name, lines, entries)| EventRow {
        name,
        label: wording.label(name).to_owned(),
        lines: set.lines(&lines),
        entries,
    });
    rows.filter(|row| !row.lines.is_empty() || !row.entries.is_empty()).collect()
}

/// House and address, a line each.
fn place(event: &Event) -> Vec<Vec<Inline>> {
    [&event.venue, &event.address].into_iter().flatten().map(|line| vec![text(line)]).collect()
}

/// "9.00 Uhr" and "Begrüßung (Foyer)".
fn agenda_entry(item: &AgendaItem, set: &Typographer) -> AgendaEntry {
    let place = item.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    AgendaEntry {
        time: item.time.as_deref().map(|time| set.text(time)),
        content: set.inlines(&[text(&format!("{}{place}", item.text))]),
    }
}

/// Until when and where to on one line, anything else on the next.
fn registration(accreditation: &Accreditation, wording: &Wording<'_>) -> Vec<Vec<Inline>> {
    let deadline = accreditation.deadline.map(|date| wording.deadline(date));
    let email = accreditation.email.as_ref();
    let parts = [
        deadline.map(|deadline| text(&deadline)),
        email.map(|email| linked(Some(&format!("mailto:{email}")), email.clone())),
    ];
    let mut line = Vec::new();
    for part in parts.into_iter().flatten() {
        line.extend((!line.is_empty()).then(|| text(", ")));
        line.push(part);
    }
    let note = accreditation.note.as_deref().map(|note| vec![text(note)]);
    (!line.is_empty()).then_some(line).into_iter().chain(note).collect()
}
