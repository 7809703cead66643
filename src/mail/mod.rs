//! From the sheet to the newsroom: who gets a message, what it says, how it is
//! delivered, and what became of it.

pub mod delivery;
pub mod journal;
mod list;
mod recipient;

pub use self::list::List;
pub use self::recipient::{Address, Form, Recipient};
