//! letterpress
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod body;
pub mod diagnostic;
pub mod files;
mod layout;
pub mod letterhead;
pub mod photo;
pub mod read;
pub mod release;
pub mod rules;
mod scaffold;
pub mod source;
mod text;
mod typeset;
mod typesetter;
mod typography;
mod world;

pub use layout::Stationery;
pub use scaffold::scaffold;
pub use typeset::{Sheet, Standards};
pub use typesetter::{Job, Typesetter};
