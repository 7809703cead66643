//! Values of a release that is built by a program.

use super::{AgendaItem, Contact, Event, Link, Media, Release, ReleaseDate, Signatory};
use crate::body::{Body, StyledLine};
use crate::field::FieldGroup;

impl Release {
    /// A release in German with nothing but what it must have. A headline that is a string is
    /// set as it is; [`StyledLine::parse`] reads one with emphasis. The other fields are set on
    /// it; see [`Job::of`](crate::Job::of).
    pub fn new(date: ReleaseDate, headline: impl Into<StyledLine>, body: Body) -> Self {
        Self { date, headline: headline.into(), body, ..Self::empty() }
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
        Self { start, ..Self::empty() }
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
