//! The texts of a release in its own order, with the labels that stand between them.

use std::sync::Arc;

use super::inlines::RunningText;
use super::passage::{Passage, PassageWriter};
use crate::body::{self, Inline, StyledLine};
use crate::content::Wording;
use crate::letterhead::Letterhead;
use crate::output::typst::printed_address;
use crate::read::FieldMap;
use crate::release::{Accreditation, AgendaItem, Event, Kind, Media, Release};
use crate::typography::needs_full_stop;

/// All texts of a release on its letterhead, and the names of the fields to which they belong.
pub(super) fn passages(
    release: &Release,
    letterhead: &Letterhead,
    fields: &FieldMap,
) -> (Vec<Passage>, Vec<Arc<str>>) {
    let mut walk = ReleaseWalk {
        release,
        wording: Wording::new(release, letterhead),
        writer: PassageWriter::new(fields),
    };
    walk.head();
    walk.contacts();
    walk.text();
    walk.event();
    walk.signatories();
    walk.media();
    walk.links();
    walk.letterhead(letterhead);
    (walk.writer.passages, walk.writer.names)
}

struct ReleaseWalk<'a> {
    release: &'a Release,
    wording: Wording<'a>,
    writer: PassageWriter<'a>,
}

impl ReleaseWalk<'_> {
    /// Status, embargo, kind, date, and the lines that open the text.
    fn head(&mut self) {
        let writer = &mut self.writer;
        writer.part();
        if let Some(status) = self.wording.status() {
            writer.worded("status", status);
            writer.end();
        }
        if let Some(embargo) = self.wording.embargo() {
            writer.worded("embargo", &embargo);
            writer.end();
        }
        writer.part();
        writer.worded("kind", self.wording.label(self.release.kind.as_str()));
        writer.said(" ");
        writer.plain("number");
        writer.end();
        writer.part();
        if self.release.place.is_some() {
            writer.plain("place");
            writer.said(", ");
        }
        let dateline = self.wording.dateline();
        let day = self.release.place.as_deref().and_then(|place| dateline.strip_prefix(place));
        let day = day.map_or(dateline.as_str(), |day| day.trim_start_matches([',', ' ']));
        writer.worded("date", day);
        writer.end();
        if let Some(version) = self.wording.version() {
            writer.worded("version", &version);
            writer.end();
        }
        self.reference();
        self.writer.part();
        self.writer.plain_passage("kicker");
        self.line("headline", Some(&self.release.headline));
        self.line("subheadline", self.release.subheadline.as_ref());
    }

    fn reference(&mut self) {
        let Some(reference) = &self.release.refers_to else { return };
        let writer = &mut self.writer;
        writer.part();
        let name = if self.release.kind == Kind::Correction { "corrects" } else { "follows" };
        writer.said(self.wording.label(name));
        writer.said(" ");
        let mut is_empty = true;
        if reference.number.is_some() {
            writer.said(self.wording.label("number"));
            writer.said(" ");
            writer.plain("refers_to.number");
            writer.said(", ");
            is_empty = false;
        }
        if let Some(day) = reference.date {
            writer.worded("refers_to.date", &self.wording.day_in_words(day));
            writer.said(", ");
            is_empty = false;
        }
        if reference.headline.is_some() {
            writer.plain("refers_to.headline");
            is_empty = false;
        }
        if let Some(url) = &reference.url {
            if is_empty {
                writer.plain("refers_to.url");
            } else {
                self.address("refers_to.url", url);
            }
        }
        self.writer.end();
    }

    fn contacts(&mut self) {
        let own = !self.release.contacts.is_empty();
        self.writer.part();
        let contacts = self.wording.contacts();
        let mut last_label = None;
        for (at, contact) in contacts.iter().enumerate() {
            let by_count = if contacts.len() == 1 { "contact" } else { "contacts" };
            let label = contact.label.as_deref().unwrap_or_else(|| self.wording.label(by_count));
            // Contacts of one label stand below it together.
            if last_label.replace(label) != Some(label) {
                if own && contact.label.is_some() {
                    self.writer.plain_passage(&path("contacts", at, "label"));
                } else {
                    self.writer.said_passage(label);
                }
            }
            let texts = [
                ("name", Some(&contact.name), None),
                ("role", contact.role.as_ref(), None),
                ("organisation", contact.organisation.as_ref(), None),
                ("phone", contact.phone.as_ref(), Some("phone")),
                ("mobile", contact.mobile.as_ref(), Some("mobile")),
                ("fax", contact.fax.as_ref(), Some("fax")),
                ("email", contact.email.as_ref(), None),
                ("availability", contact.availability.as_ref(), None),
            ];
            let mut has_number = false;
            for (field, text, label) in texts {
                let Some(text) = text else { continue };
                if let Some(label) = label {
                    if !has_number {
                        self.writer.said_passage(self.wording.label("direct_line"));
                    }
                    has_number = true;
                    self.writer.said_passage(self.wording.label(label));
                }
                if own {
                    self.writer.plain_passage(&path("contacts", at, field));
                } else {
                    self.writer.said_passage(text);
                }
            }
        }
    }

    /// The running text.
    fn text(&mut self) {
        let release = self.release;
        self.writer.part();
        for (at, notice) in release.notices.iter().enumerate() {
            self.running(&format!("notices[{at}]"), notice);
        }
        self.writer.part();
        if let Some(lead) = &release.lead {
            self.running("lead", lead);
        }
        self.writer.part();
        let body = RunningText::of(&mut self.writer, "body");
        body.blocks(&release.body.blocks, &mut self.writer);
        self.writer.part();
        for note in &release.body.notes {
            body.blocks(&note.blocks, &mut self.writer);
        }
        self.writer.part();
        match (&release.boilerplate, self.wording.boilerplate()) {
            (Some(own), _) => self.running("boilerplate", own),
            (None, Some(house)) => self.writer.said_passage(&body::plain_text(&house)),
            (None, None) => {}
        }
    }

    fn event(&mut self) {
        let Some(event) = &self.release.event else { return };
        self.writer.part();
        self.writer.said_passage(self.wording.label("when"));
        self.writer.worded("event.start", &self.wording.period(event));
        self.writer.end();
        self.place_of(event);
        if !event.agenda.is_empty() {
            self.writer.said_passage(self.wording.label("agenda"));
        }
        for (at, item) in event.agenda.iter().enumerate() {
            self.agenda_item(at, item);
        }
        if let Some(accreditation) = &event.accreditation {
            self.accreditation(accreditation);
        }
    }

    fn place_of(&mut self, event: &Event) {
        if event.venue.is_some() || event.address.is_some() {
            self.writer.said_passage(self.wording.label("where"));
        }
        self.writer.plain_passage("event.venue");
        self.writer.plain_passage("event.address");
    }

    fn agenda_item(&mut self, at: usize, item: &AgendaItem) {
        self.writer.plain_passage(&path("event.agenda", at, "time"));
        self.writer.plain(&path("event.agenda", at, "text"));
        if item.place.is_some() {
            self.writer.said(" (");
            self.writer.plain(&path("event.agenda", at, "place"));
            self.writer.said(")");
        }
        self.writer.end();
    }

    fn accreditation(&mut self, accreditation: &Accreditation) {
        self.writer.said_passage(self.wording.label("accreditation"));
        if let Some(deadline) = accreditation.deadline {
            let deadline = self.wording.deadline(deadline);
            self.writer.worded("event.accreditation.deadline", &deadline);
            self.writer.said(if accreditation.email.is_some() { ", " } else { "" });
        }
        self.writer.plain_passage("event.accreditation.email");
        self.writer.plain_passage("event.accreditation.note");
    }

    fn signatories(&mut self) {
        self.writer.part();
        for at in 0..self.release.signatories.len() {
            for field in ["name", "role", "organisation"] {
                self.writer.plain_passage(&path("signatories", at, field));
            }
        }
    }

    /// Media that are listed, then those that are set as pictures.
    fn media(&mut self) {
        self.writer.part();
        self.writer.said_passage(self.wording.label("media"));
        let media = self.release.media.iter().enumerate();
        for (at, medium) in
            media.clone().filter(|(_, medium)| !medium.is_picture() && !medium.decorative)
        {
            self.writer.said(self.wording.label(medium.media_type.as_str()));
            self.writer.said(": ");
            self.caption(at, medium, true);
            self.writer.said(" ");
            self.in_brackets(&[path("media", at, "credit"), path("media", at, "usage")]);
            self.writer.end();
        }
        self.writer.part();
        for (at, medium) in media.filter(|(_, medium)| medium.is_picture()) {
            let has_credit = medium.credit.is_some() || medium.usage.is_some();
            self.caption(at, medium, false);
            if has_credit
                && medium.caption.as_ref().is_some_and(|text| needs_full_stop(&text.plain_text()))
            {
                self.writer.said(".");
            }
            self.writer.end();
            if let Some(credit) = &medium.credit {
                if let Some(label) = self.wording.credit_label(credit) {
                    self.writer.said(label);
                    self.writer.said(" ");
                }
                self.writer.plain(&path("media", at, "credit"));
                if medium.usage.is_some() {
                    self.writer.said(if needs_full_stop(credit) { ". " } else { " " });
                }
            }
            self.writer.plain(&path("media", at, "usage"));
            self.writer.end();
        }
    }

    /// What is said of a medium, or its address.
    fn caption(&mut self, at: usize, medium: &Media, is_listed: bool) {
        if let Some(caption) = &medium.caption {
            let field = RunningText::of(&mut self.writer, &path("media", at, "caption"));
            field.inlines(caption.inlines(), &mut self.writer);
            if let Some(url) = &medium.url {
                self.address(&path("media", at, "url"), url);
            }
        } else if medium.file.is_some() && is_listed {
            self.writer.plain(&path("media", at, "file"));
            if let Some(url) = &medium.url {
                self.address(&path("media", at, "url"), url);
            }
        } else {
            self.writer.plain(&path("media", at, "url"));
        }
    }

    fn in_brackets(&mut self, fields: &[String]) {
        let there: Vec<_> = fields.iter().filter(|field| self.writer.has(field)).collect();
        for (nth, field) in there.iter().enumerate() {
            self.writer.said(if nth == 0 { "(" } else { "; " });
            self.writer.plain(field);
        }
        self.writer.said(if there.is_empty() { "" } else { ")" });
    }

    fn links(&mut self) {
        self.writer.part();
        if !self.release.links.is_empty() {
            self.writer.said_passage(self.wording.label("links"));
        }
        for (at, link) in self.release.links.iter().enumerate() {
            let (label, url) = (path("links", at, "label"), path("links", at, "url"));
            if link.label.is_some() {
                self.writer.plain(&label);
                self.address(&url, &link.url);
            } else {
                self.writer.plain(&url);
            }
            self.writer.end();
        }
    }

    /// The address of a field, which some sheets show behind the words before it.
    fn address(&mut self, path: &str, url: &str) {
        let Some(shown) = printed_address(url) else { return };
        let field = self.writer.field(path);
        let typed = self.writer.typed(path).unwrap_or_default();
        let place = typed.rfind(shown);
        self.writer.address(shown, |at, c| {
            let start = place? + at;
            field.as_ref()?.origin(start..start + c.len_utf8())
        });
    }

    fn running(&mut self, path: &str, inlines: &[Inline]) {
        let field = RunningText::of(&mut self.writer, path);
        field.passage(inlines, &mut self.writer);
    }

    fn line(&mut self, path: &str, line: Option<&StyledLine>) {
        self.writer.part();
        if let Some(line) = line {
            self.running(path, line.inlines());
        }
    }

    /// What the letterhead says, so that nothing of it is taken for words of the release.
    fn letterhead(&mut self, letterhead: &Letterhead) {
        self.writer.part();
        self.writer.said_passage(&letterhead.name);
        for (label, address) in [("address", &letterhead.address), ("postal", &letterhead.postal)] {
            if let Some(address) = address {
                self.writer.said_passage(self.wording.label(label));
                address.lines.iter().for_each(|line| self.writer.said_passage(line));
            }
        }
        for office in &letterhead.offices {
            office.name.iter().chain(&office.lines).for_each(|line| self.writer.said_passage(line));
        }
        let lines = [&letterhead.website, &letterhead.transit, &letterhead.parking];
        lines.into_iter().flatten().for_each(|line| self.writer.said_passage(line));
        if let Some(footnote) = &letterhead.footnote {
            self.writer.said_passage(&footnote.text);
        }
        letterhead.foot.lines.iter().for_each(|line| self.writer.said_passage(line));
    }
}

/// The path of a field of an entry of a list.
fn path(list: &str, at: usize, field: &str) -> String {
    format!("{list}[{at}].{field}")
}
