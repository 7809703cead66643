//! From the sheet to the newsroom: who gets a message, what it says, how it is
//! delivered, and what became of it.

pub mod delivery;
mod guard;
mod headers;
mod identity;
pub mod journal;
mod letter;
mod list;
mod naming;
mod recipient;

pub use self::guard::faults as sending_faults;
pub use self::letter::{Heading, Letter};
pub use self::list::List;
pub use self::recipient::{Address, Form, Recipient};
