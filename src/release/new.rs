//! Values of a release that is built by a program.

use super::{
    AgendaItem, Contact, Event, Kind, Language, Link, Media, Release, ReleaseDate, Signatory,
    Status,
};
use crate::body::Body;

impl Release {
    /// A release in German with nothing but what it must have. The other fields are set on
    /// it; see [`Job::of`](crate::Job::of).
    pub fn new(date: ReleaseDate, headline: impl Into<String>, body: Body) -> Self {
        Self {
            id: None,
            letterhead: None,
            kind: Kind::default(),
            language: Language::default(),
            number: None,
            date,
            place: None,
            embargo: None,
            not_before: None,
            version: 1,
            status: Status::default(),
            refers_to: None,
            headline: headline.into(),
            subheadline: None,
            lead: None,
            notices: Vec::new(),
            contacts: Vec::new(),
            media: Vec::new(),
            links: Vec::new(),
            keywords: Vec::new(),
            event: None,
            signatories: Vec::new(),
            boilerplate: None,
            hyphenation: Vec::new(),
            body,
        }
    }
}

impl Contact {
    /// A contact of whom only the name is known yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl Link {
    /// A link that is shown as its address.
    pub fn new(url: impl Into<String>) -> Self {
        Self { label: None, url: url.into() }
    }
}

impl Event {
    /// An event of which only the beginning is known yet.
    pub fn new(start: ReleaseDate) -> Self {
        Self {
            start,
            end: None,
            venue: None,
            address: None,
            agenda: Vec::new(),
            accreditation: None,
        }
    }
}

impl AgendaItem {
    /// An item without time and place.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl Signatory {
    /// A signatory of whom only the name is known yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl Media {
    /// A photograph that is set, with what those hear who cannot see it.
    pub fn picture(file: impl Into<String>, alt: impl Into<String>) -> Self {
        Self { file: Some(file.into()), alt: Some(alt.into()), ..Self::default() }
    }
}
