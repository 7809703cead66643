//! The built program, and the library with what nobody would write.

#![allow(clippy::expect_used, clippy::panic)]

mod bounds;
mod breaks;
mod forms;
mod hostile;
mod inputs;
mod inspect;
mod letterheads;
mod messages;
mod new;
mod outputs;
mod passages;
mod pdf;
#[path = "../support/programs.rs"]
mod programs;
mod properties;
mod schema;
mod sheet;
mod standards;
mod test;
mod typed;
