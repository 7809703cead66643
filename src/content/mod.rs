//! What a sheet says, in the order in which it says it: worded, bound and quoted in the
//! language of the release.
//!
//! A [`Document`] is a list of named parts. It knows neither Typst nor HTML; each writer in
//! `output` only says how a part looks there.

mod document;
mod event;
#[cfg(feature = "mail")]
mod list_words;
mod lists;
mod parts;
mod people;
mod set;
mod wording;

pub(crate) use document::{Document, PartContent, PartName};
pub(crate) use parts::{
    AgendaEntry, CaptionedPicture, ContactCard, Disclaimer, EventRow, Section, SignatoryLines,
    labelled,
};
pub(crate) use wording::Wording;
#[cfg(feature = "mail")]
pub(crate) use {
    document::Part,
    list_words::{ListWords, Unsubscribe},
};
