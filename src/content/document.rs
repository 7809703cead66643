//! A document as a list of named parts.

use super::event::event_rows;
use super::lists::{captioned, links, media, reference};
use super::parts::{
    CaptionedPicture, ContactCard, Disclaimer, EventRow, Section, SignatoryLines, labelled,
};
use super::people::{contact_cards, disclaimer, signatories};
use super::set::Typographer;
use super::wording::Wording;
use crate::body::{Block, BlockKind, Inline, Note, StyledLine};
use crate::letterhead::{Letterhead, SheetPart};
#[cfg(feature = "mail")]
use crate::release::ReleaseDate;
use crate::release::{Language, Release};

/// A release on its letterhead: what a sheet says, whatever it is written as.
pub(crate) struct Document<'a> {
    /// The language of the release.
    pub language: Language,
    wording: Wording<'a>,
    typographer: Typographer,
    /// The parts in the order of a sheet. Each name stands once; the content of a part that
    /// the release does not have is empty.
    pub parts: Vec<Part>,
}

/// A part of a document.
pub(crate) struct Part {
    /// Its name.
    pub name: PartName,
    /// What stands in it.
    pub content: PartContent,
}

/// Declares the names of the parts, each with its spelling in data.
macro_rules! part_names {
    ($(#[$doc:meta])* $name:ident { $($(#[$part_doc:meta])* $part:ident = $spelling:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$part_doc])* $part,)*
        }

        impl $name {
            /// The name in data.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$part => $spelling,)*
                }
            }
        }
    };
}

part_names! {
    /// The names of the parts, in the order of a sheet.
    PartName {
        /// Status and embargo.
        Alerts = "alerts",
        /// "FOR IMMEDIATE RELEASE".
        Immediate = "immediate",
        /// "Medieninformation 123/2022".
        Kind = "kind",
        /// The full name of the house.
        House = "house",
        /// Who answers questions.
        Contacts = "contacts",
        /// Place and day of issue.
        Dateline = "dateline",
        /// "Fassung 2".
        Version = "version",
        /// What a correction corrects or a follow-up follows.
        Reference = "reference",
        /// The line above the headline.
        Kicker = "kicker",
        /// The headline.
        Headline = "headline",
        /// The line under the headline.
        Subheadline = "subheadline",
        /// Lines such as "Es gilt das gesprochene Wort".
        Notices = "notices",
        /// The paragraph before the body.
        Lead = "lead",
        /// The author's text before the event, where a line of it says where that stands.
        Opening = "opening",
        /// When, where and what an invitation invites to.
        Event = "event",
        /// The author's text, or what of it stands behind the event.
        Body = "body",
        /// The mark behind the last line of the text.
        EndMark = "end_mark",
        /// Who signs.
        Signatories = "signatories",
        /// The footnotes of the text.
        Notes = "notes",
        /// The closing text about the house.
        Boilerplate = "boilerplate",
        /// The list of media.
        Media = "media",
        /// The pictures of the media.
        Pictures = "pictures",
        /// The list of links.
        Links = "links",
        /// The note at the e-mail addresses.
        Disclaimer = "disclaimer",
    }
}

/// What stands in a part. A writer that knows nothing of a part's name writes it by the shape
/// of its content.
#[derive(Debug)]
pub(crate) enum PartContent {
    /// One plain line.
    Line(String),
    /// Plain lines, each by itself.
    Lines(Vec<String>),
    /// Display text, whose words do not break.
    Heading(Vec<Inline>),
    /// A line of running text.
    Running(Vec<Inline>),
    /// Lines of running text, each by itself.
    RunningLines(Vec<Vec<Inline>>),
    /// A paragraph, which may be long.
    Paragraph(Vec<Inline>),
    /// Blocks of running text.
    Blocks(Vec<Block>),
    /// Footnotes, to which marks in the text refer by their place in the list.
    Notes(Vec<Note>),
    /// Rows of an event.
    Event(Vec<EventRow>),
    /// Signatories.
    Signatories(Vec<SignatoryLines>),
    /// A heading and lines under it.
    Section(Section),
    /// Pictures with captions.
    Pictures(Vec<CaptionedPicture>),
    /// Contacts.
    Contacts(Vec<ContactCard>),
    /// The disclaimer.
    Disclaimer(Option<Disclaimer>),
}

impl PartContent {
    /// Whether the release has no such part.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Line(text) => text.is_empty(),
            Self::Lines(lines) => lines.is_empty(),
            Self::Heading(text) | Self::Running(text) | Self::Paragraph(text) => text.is_empty(),
            Self::RunningLines(lines) => lines.is_empty(),
            Self::Blocks(blocks) => blocks.is_empty(),
            Self::Notes(notes) => notes.is_empty(),
            Self::Event(rows) => rows.is_empty(),
            Self::Signatories(people) => people.is_empty(),
            Self::Section(section) => section.lines.is_empty(),
            Self::Pictures(pictures) => pictures.is_empty(),
            Self::Contacts(cards) => cards.is_empty(),
            Self::Disclaimer(disclaimer) => disclaimer.is_none(),
        }
    }
}

/// What of a body stands before its event and what behind it.
fn around_event(blocks: &[Block]) -> (&[Block], &[Block]) {
    let mut parts = blocks.splitn(2, |block| block.kind == BlockKind::Event);
    let first = parts.next().unwrap_or_default();
    parts.next().map_or((&[], first), |behind| (first, behind))
}

/// A part with its content.
fn part(name: PartName, content: PartContent) -> Part {
    Part { name, content }
}

/// What stands with a part of the text wherever that stands.
fn companions(part: SheetPart, event_has_line: bool) -> &'static [PartName] {
    match part {
        SheetPart::Notices => &[PartName::Notices],
        SheetPart::Lead => &[PartName::Lead],
        SheetPart::Event if event_has_line => &[],
        SheetPart::Event => &[PartName::Event],
        SheetPart::Body if event_has_line => {
            &[PartName::Opening, PartName::Event, PartName::Body, PartName::EndMark]
        }
        SheetPart::Body => &[PartName::Opening, PartName::Body, PartName::EndMark],
        SheetPart::Signatories => &[PartName::Signatories],
        SheetPart::Boilerplate => &[PartName::Boilerplate],
        SheetPart::Contacts => &[PartName::Contacts],
        SheetPart::Media => &[PartName::Media],
        SheetPart::Pictures => &[PartName::Pictures],
        SheetPart::Links => &[PartName::Links],
    }
}

/// The parts as a letterhead orders those of the text; what it does not order keeps its place.
/// Footnotes stand behind the text, and behind who signs it where that follows. `ends_with_mark`:
/// the mark of the end stands behind all of them, not behind the body.
fn in_order(parts: Vec<Part>, order: &[SheetPart], ends_with_mark: bool) -> Vec<Part> {
    let opening = parts.iter().find(|part| part.name == PartName::Opening);
    let event_has_line = opening.is_some_and(|part| !part.content.is_empty());
    let mut names = Vec::new();
    for (at, part) in order.iter().enumerate() {
        names.extend(companions(*part, event_has_line));
        let is_signed = order.get(at + 1) == Some(&SheetPart::Signatories);
        let ends_text = match part {
            SheetPart::Body => !is_signed,
            SheetPart::Signatories => {
                at.checked_sub(1).and_then(|at| order.get(at)) == Some(&SheetPart::Body)
            }
            _ => false,
        };
        names.extend(ends_text.then_some(PartName::Notes));
    }
    let (mut text, rest): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|part| names.contains(&part.name));
    text.sort_by_key(|part| names.iter().position(|name| *name == part.name));
    let (mut ordered, mut behind) = (Vec::new(), Vec::new());
    for part in rest {
        if part.name == PartName::Disclaimer { behind.push(part) } else { ordered.push(part) }
    }
    ordered.extend(text);
    if ends_with_mark
        && let Some(at) = ordered.iter().position(|part| part.name == PartName::EndMark)
    {
        let mark = ordered.remove(at);
        ordered.push(mark);
    }
    ordered.extend(behind);
    ordered
}

impl<'a> Document<'a> {
    /// Puts a release on its letterhead into words.
    pub fn new(release: &'a Release, letterhead: &'a Letterhead) -> Self {
        let wording = Wording::new(release, letterhead);
        let set = Typographer::new(release.language, letterhead.typography.quotes);
        // A mark is no text: nothing in it is bound.
        let end_mark = letterhead.typography.end_mark.clone().unwrap_or_default();
        let (opening, body) = around_event(&release.body.blocks);
        let parts = vec![
            part(PartName::Alerts, PartContent::Lines(wording.alerts())),
            part(
                PartName::Immediate,
                PartContent::Line(set.text(wording.immediate().unwrap_or_default())),
            ),
            part(PartName::Kind, PartContent::Line(set.text(&wording.kind()))),
            part(PartName::House, PartContent::Line(set.text(&letterhead.name))),
            part(PartName::Contacts, PartContent::Contacts(contact_cards(&wording, &set))),
            part(PartName::Dateline, PartContent::Line(set.text(&wording.dateline()))),
            part(PartName::Version, PartContent::Line(wording.version().unwrap_or_default())),
            part(PartName::Reference, PartContent::Running(set.inlines(&reference(&wording)))),
            part(
                PartName::Kicker,
                PartContent::Heading(set.optional_text(release.kicker.as_deref())),
            ),
            part(PartName::Headline, PartContent::Heading(set.inlines(release.headline.inlines()))),
            part(
                PartName::Subheadline,
                PartContent::Heading(
                    set.optional(release.subheadline.as_ref().map(StyledLine::inlines)),
                ),
            ),
            part(PartName::Notices, PartContent::RunningLines(set.lines(&release.notices))),
            part(PartName::Lead, PartContent::Paragraph(set.optional(release.lead.as_deref()))),
            part(PartName::Opening, PartContent::Blocks(set.blocks(opening))),
            part(PartName::Event, PartContent::Event(event_rows(&wording, &set))),
            part(PartName::Body, PartContent::Blocks(set.blocks(body))),
            part(PartName::EndMark, PartContent::Line(end_mark)),
            part(PartName::Signatories, PartContent::Signatories(signatories(release, &set))),
            part(PartName::Notes, PartContent::Notes(set.notes(&release.body.notes))),
            part(
                PartName::Boilerplate,
                PartContent::Paragraph(set.optional(wording.boilerplate().as_deref())),
            ),
            part(PartName::Media, PartContent::Section(media(&wording, &set))),
            part(PartName::Pictures, PartContent::Pictures(captioned(&wording, &set))),
            part(PartName::Links, PartContent::Section(links(&wording, &set))),
            part(PartName::Disclaimer, PartContent::Disclaimer(disclaimer(&wording, &set))),
        ];
        let theme = &letterhead.theme;
        let parts = in_order(parts, &theme.parts(), !theme.information.is_column());
        Self { language: release.language, wording, typographer: set, parts }
    }

    /// Whether contacts stand in the text, and not beside it.
    pub fn has_contacts_in_text(&self) -> bool {
        !self.letterhead().theme.information.is_column()
    }

    /// The release that it was made of.
    pub fn release(&self) -> &'a Release {
        self.wording.release()
    }

    /// The letterhead that it was made on.
    pub fn letterhead(&self) -> &'a Letterhead {
        self.wording.letterhead()
    }

    /// The day or moment of issue.
    #[cfg(feature = "mail")]
    pub fn date(&self) -> ReleaseDate {
        self.release().date
    }

    /// The content of a part.
    pub fn content(&self, name: PartName) -> Option<&PartContent> {
        self.parts.iter().find(|part| part.name == name).map(|part| &part.content)
    }

    /// The blocks of a part; none where it has something else.
    pub fn blocks(&self, name: PartName) -> &[Block] {
        match self.content(name) {
            Some(PartContent::Blocks(blocks)) => blocks,
            _ => &[],
        }
    }

    /// The footnotes of the text.
    pub fn notes(&self) -> &[Note] {
        match self.content(PartName::Notes) {
            Some(PartContent::Notes(notes)) => notes,
            _ => &[],
        }
    }

    /// The disclaimer at the e-mail addresses, if there is one.
    pub fn disclaimer(&self) -> Option<&Disclaimer> {
        match self.content(PartName::Disclaimer) {
            Some(PartContent::Disclaimer(disclaimer)) => disclaimer.as_ref(),
            _ => None,
        }
    }

    /// The language of a text of the letterhead, by its field, where it stands in for one that the
    /// letterhead does not have in the language of the release.
    #[cfg(feature = "mail")]
    pub fn spoken(&self, field: &str) -> Option<&'static str> {
        self.letterhead().stand_ins.get(field).map(|language| language.as_str())
    }

    /// Where a table of so many rows stands whole.
    #[cfg(feature = "mail")]
    pub fn whole_table(&self, rows: usize) -> String {
        self.typographer.text(&self.label("whole_table").replace("{rows}", &rows.to_string()))
    }

    /// A label by its name, in the language of the release.
    pub fn label(&self, name: &str) -> &'a str {
        self.wording.label(name)
    }

    /// The wording of the release.
    pub fn wording(&self) -> &Wording<'a> {
        &self.wording
    }

    /// What stands for a picture where none is shown: "[Bild: Blick in den Hörsaal]".
    pub fn described(&self, alt: &str) -> String {
        let label = self.label("picture");
        let text = match alt.trim() {
            "" => label.trim_end().trim_end_matches(':').to_owned(),
            alt => labelled(label, alt),
        };
        self.typographer.text(&format!("[{text}]"))
    }
}
