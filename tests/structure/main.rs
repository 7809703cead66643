//! The rules that the repository itself keeps: modules, manners, documents.

#![allow(clippy::expect_used, clippy::panic)]

mod changes;
mod closures;
mod codes;
mod documents;
mod fields;
mod imports;
mod labels;
mod limits;
mod links;
mod manners;
mod markdown;
mod metrics;
mod modules;
mod notices;
#[path = "../support/repository.rs"]
mod repository;
mod rust;
mod tables;
mod top_level;
mod types;
mod wishes;
mod words;
