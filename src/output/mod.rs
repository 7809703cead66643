//! A document as it is written down: data for a layout, plain text, HTML.
//!
//! Each writer takes a [`Document`](crate::content::Document) and only says how its parts look
//! there.

#[cfg(feature = "mail")]
pub(crate) mod html;
pub(crate) mod text;
pub(crate) mod typst;
mod uri;
