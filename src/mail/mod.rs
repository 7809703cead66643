//! From the sheet to the newsroom: who gets a message, what it says, how it is
//! delivered, and what became of it.

pub mod delivery;
mod guard;
mod headers;
mod heading;
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
pub use self::heading::Heading;
pub use self::list::{LeftOut, RecipientList, SuppressionEntry, SuppressionList};
pub use self::message::Message;
pub use self::recipient::{Address, MailFormat, Recipient};
pub use self::references::{MessageIds, Predecessor};
