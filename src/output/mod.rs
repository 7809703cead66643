//! A document as it is written down: data for a layout, plain text, HTML, an entry of a
//! calendar.
//!
//! Each writer takes a [`Document`](crate::content::Document) and only says how its parts look
//! there.

pub(crate) mod calendar;
#[cfg(feature = "mail")]
pub(crate) mod html;
pub(crate) mod text;
pub(crate) mod typst;
mod uri;
