//! The rules that the repository itself keeps: rooms, manners, documents.

#![allow(clippy::expect_used, clippy::panic)]

mod codes;
mod documents;
mod fields;
mod manners;
mod markdown;
mod notices;
#[path = "../support/repository.rs"]
mod repository;
mod rooms;
mod rust;
mod top_level;
mod words;
