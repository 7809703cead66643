//! The rules that the repository itself keeps: modules, manners, documents.

#![allow(clippy::expect_used, clippy::panic)]

mod closures;
mod codes;
mod documents;
mod fields;
mod imports;
mod limits;
mod manners;
mod markdown;
mod metrics;
mod modules;
mod notices;
#[path = "../support/repository.rs"]
mod repository;
mod rust;
mod top_level;
mod types;
mod words;
