//! The event of an invitation: when, where, what happens, how to register.

use super::parts::{AgendaEntry, EventRow};
use super::set::{Typographer, linked, text};
use super::wording::Wording;
use crate::body::Inline;
use crate::release::{Accreditation, AgendaItem, Event};

/// The rows of the event; none where the release has no event.
pub(super) fn event_rows(wording: &Wording<'_>, set: &Typographer) -> Vec<EventRow> {
    let Some(event) = &wording.release().event else { return Vec::new() };
    let row = |name, lines: Vec<Vec<Inline>>, entries| EventRow {
        label: wording.label(name).to_owned(),
        lines: set.lines(&lines),
        entries,
    };
    let mut rows = vec![row("when", vec![vec![text(&wording.period(event))]], Vec::new())];
    let place = place(event);
    if !place.is_empty() {
        rows.push(row("where", place, Vec::new()));
    }
    if !event.agenda.is_empty() {
        let entries = event.agenda.iter().map(|item| agenda_entry(item, set)).collect();
        rows.push(row("agenda", Vec::new(), entries));
    }
    if let Some(stated) = &event.accreditation {
        rows.push(row("accreditation", accreditation(stated, wording), Vec::new()));
    }
    rows
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
fn accreditation(accreditation: &Accreditation, wording: &Wording<'_>) -> Vec<Vec<Inline>> {
    let deadline = accreditation
        .deadline
        .map(|date| format!("{} {}", wording.label("deadline"), wording.date(date)));
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
