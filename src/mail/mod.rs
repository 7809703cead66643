//! From the sheet to the newsroom: who gets a message, what it says, how it is
//! delivered, and what became of it.

pub mod delivery;
mod guard;
mod headers;
mod html_size;
mod identity;
pub mod journal;
mod list;
mod message;
mod naming;
mod parts;
mod recipient;
mod references;
mod settings;

pub use self::guard::sending_errors;
pub use self::list::RecipientList;
pub use self::message::{Heading, Message};
pub use self::recipient::{Address, MailFormat, Recipient};
