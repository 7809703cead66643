//! The built program, and the library with what nobody would write.

#![allow(clippy::expect_used, clippy::panic)]

mod audit;
mod bounds;
mod breaks;
mod commands;
mod composing;
mod conform;
mod desk;
mod editing;
mod engines;
mod fixing;
mod formats;
mod forms;
mod gray;
mod hostile;
mod hostile_photos;
mod houses;
mod inputs;
mod inspect;
mod json;
mod layouts;
mod letterhead_bases;
mod letterhead_check;
mod letterheads;
mod lines;
mod mail;
mod manifest;
mod messages;
mod mutated_files;
mod mutated_lists;
mod mutated_pdfs;
mod mutated_sheets;
#[path = "../fuzz/mutation.rs"]
mod mutation;
mod new;
mod origin;
mod outputs;
mod overwriting;
mod passages;
mod paste;
mod pdf;
mod photos;
mod picture_memory;
mod plain_form;
#[path = "../support/programs.rs"]
mod programs;
mod project;
mod properties;
mod reading;
#[path = "../fixtures/reference.rs"]
#[allow(dead_code)] // Pictures have references elsewhere.
mod reference;
#[path = "../support/repository.rs"]
#[allow(dead_code)] // Not every test names files.
mod repository;
mod runs;
mod schema;
mod sealing;
mod sending;
mod serve;
mod shards;
mod sheet;
mod shelf;
mod standards;
mod stop;
mod streams;
mod targets;
mod test;
mod trees;
mod typed;
mod verify;
mod watch;
mod watching;
mod workers;
