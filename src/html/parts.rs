//! What stands around the body: head, event, lists, contacts.

use maud::{Markup, html};

use super::LINE;
use super::blocks::Setter;
use super::inlines::labelled;
use crate::body::Inline;
use crate::letterhead::Letterhead;
use crate::release::{Contact, Release, Signatory};
use crate::typography::{Entry, Row, Wording};

/// Alerts, and who says what kind of thing when. A version is told among the
/// alerts: whoever has the last one shall see that this is another.
pub(super) fn head(
    release: &Release,
    letterhead: &Letterhead,
    phrases: &Wording<'_>,
    setter: &Setter<'_>,
) -> Markup {
    let look = setter.look;
    let alerts: Vec<String> = phrases.alerts().into_iter().chain(phrases.version()).collect();
    html! {
        (LINE)
        @if !alerts.is_empty() {
            div.alert style=(look.alert()) { (LINE)
                @for alert in &alerts { p style="margin:0" { (setter.string(alert)) } (LINE) }
            } (LINE)
        }
        div.rule style=(look.head_rule()) { (LINE)
            p.text style=(look.kind()) { (setter.string(&phrases.kind())) } (LINE)
            p.muted style=(look.small()) { (setter.string(&letterhead.name)) } (LINE)
            p.muted style=(look.small()) {
                time datetime=(release.date) { (setter.string(&phrases.dateline())) }
            } (LINE)
        } (LINE)
    }
}

/// From the reference to the links, in the order of the plain text.
pub(super) fn main(
    release: &Release,
    letterhead: &Letterhead,
    phrases: &Wording<'_>,
    setter: &Setter<'_>,
) -> Markup {
    let look = setter.look;
    let pictures = release.media.iter().filter(|media| media.is_picture() && !media.decorative);
    html! {
        @if let Some(line) = phrases.reference() {
            p.muted style=(look.muted()) { (setter.running(&line)) } (LINE)
        }
        h1.text style=(look.headline()) { (setter.string(&release.headline)) } (LINE)
        @if let Some(text) = &release.subheadline {
            p.text style=(look.subheadline()) { (setter.string(text)) } (LINE)
        }
        @for notice in &release.notices {
            p.text style=(look.paragraph()) { em { (setter.running(notice)) } } (LINE)
        }
        @if let Some(lead) = &release.lead {
            p.text style=(look.paragraph()) { strong { (setter.running(lead)) } } (LINE)
        }
        @if let Some(rows) = phrases.event() { (event(&rows, setter)) }
        (setter.blocks(&release.body.blocks))
        @if let Some(mark) = &letterhead.typography.end_mark {
            p.text style=(look.end_mark()) { (setter.string(mark)) } (LINE)
        }
        @for person in &release.signatories { (signatory(person, setter)) }
        (setter.notes(&release.body.notes))
        @if let Some(text) = phrases.boilerplate() { (setter.paragraph(text)) }
        (section(phrases.label("media"), &phrases.media(), setter))
        @for media in pictures {
            (setter.picture(media.alt.as_deref().unwrap_or_default(), &phrases.caption(media)))
        }
        (section(phrases.label("links"), &phrases.links(), setter))
    }
}

/// Contacts and disclaimer; the words about the list follow in the same rule.
pub(super) fn foot(phrases: &Wording<'_>, setter: &Setter<'_>) -> Markup {
    let look = setter.look;
    let note = phrases.email_note();
    html! {
        (contacts(phrases, setter))
        @if let Some(note) = note {
            p.muted style=(look.muted()) {
                (note.mark) " "
                @for (text, url) in note.pieces() {
                    @match url {
                        Some(url) => (setter.link(&url, &html! { (text) })),
                        None => (setter.string(text)),
                    }
                }
            } (LINE)
        }
    }
}

fn event(rows: &[Row<'_>], setter: &Setter<'_>) -> Markup {
    let entry = |Entry { time, content }: &Entry<'_>| {
        html! {
            @if let Some(time) = time { (setter.string(time)) " " }
            (setter.running(content))
        }
    };
    html! {
        dl.text style=(setter.look.paragraph()) { (LINE)
            @for row in rows {
                dt style="margin:0;font-weight:bold" { (setter.string(row.label)) } (LINE)
                dd style="margin:0 0 10px" {
                    @for (at, line) in row.lines.iter().enumerate() {
                        @if at > 0 { br; }
                        (setter.running(line))
                    }
                    @if !row.entries.is_empty() {
                        ul.text style=(setter.look.list()) { (LINE)
                            @for one in &row.entries { li { (entry(one)) } (LINE) }
                        }
                    }
                } (LINE)
            }
        } (LINE)
    }
}

fn signatory(person: &Signatory, setter: &Setter<'_>) -> Markup {
    let further = [&person.role, &person.organisation];
    html! {
        p.text style=(setter.look.paragraph()) {
            strong { (setter.string(&person.name)) }
            @for line in further.into_iter().flatten() { br; (setter.string(line)) }
        } (LINE)
    }
}

/// A heading and its lines as a list; nothing where there are none.
fn section(heading: &str, lines: &[Vec<Inline>], setter: &Setter<'_>) -> Markup {
    html! {
        @if !lines.is_empty() {
            h2.text style=(setter.look.label()) { (setter.string(heading)) } (LINE)
            ul.text style=(setter.look.list()) { (LINE)
                @for line in lines { li { (setter.running(line)) } (LINE) }
            } (LINE)
        }
    }
}

/// The contacts, each in turn; a label that several share stands once.
fn contacts(phrases: &Wording<'_>, setter: &Setter<'_>) -> Markup {
    let mut above = None;
    let mut parts = Vec::new();
    for one in phrases.contacts() {
        let label = phrases.contact_label(one);
        let heading = (above != Some(label)).then(|| label.trim_end_matches(':'));
        above = Some(label);
        parts.push((heading, contact(one, phrases, setter)));
    }
    html! {
        @for (heading, lines) in parts {
            @if let Some(heading) = heading {
                h2.text style=(setter.look.label()) { (setter.string(heading)) } (LINE)
            }
            p.text style=(setter.look.lines()) { (lines) } (LINE)
        }
    }
}

fn contact(contact: &Contact, phrases: &Wording<'_>, setter: &Setter<'_>) -> Markup {
    let prefix = |name: &str| labelled(phrases.label(name), "");
    html! {
        strong { (setter.string(&contact.name)) }
        @for line in [&contact.role, &contact.organisation].into_iter().flatten() {
            br; (setter.string(line))
        }
        @for number in phrases.numbers(contact) {
            br; (labelled(number.label, ""))
            @match &number.url {
                Some(url) => (setter.link(url, &html! { (setter.string(number.value)) })),
                None => (setter.string(number.value)),
            }
        }
        @if let Some(email) = &contact.email {
            br; (prefix("email"))
            (setter.link(&format!("mailto:{email}"), &html! { (email) }))
            @if let Some(note) = phrases.email_note() { "\u{A0}" (note.mark) }
        }
        @if let Some(times) = &contact.availability {
            br; (prefix("availability")) (setter.string(times))
        }
    }
}
