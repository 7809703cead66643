//! A release set as it is typed: after each key, so nothing here takes long.

use std::path::PathBuf;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::DeskAnswer;
use super::item::DeskWish;
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{SharedDesk, json_body};
use crate::command::releases::milliseconds;

/// A release as it is typed at the moment.
#[derive(Debug, Deserialize)]
struct SetRequest {
    path: String,
    text: String,
    /// The hashes of the pages that the page has.
    #[serde(default)]
    have: Vec<String>,
    /// Changes of fields, each in the order in which it was made.
    #[serde(default)]
    edits: Vec<Value>,
}

pub async fn set(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let began = Instant::now();
    let SetRequest { path, text, have, edits } = json_body(body).await?;
    let path = state.path(&path)?;
    let format = path.format().ok_or(DeskRefusal::NotFound)?;
    let wish = DeskWish::Pages { known: have, edits };
    let DeskAnswer::Pages(set) = state.ask(&path, format, text, wish).await? else {
        return Err(DeskRefusal::wrong_answer());
    };
    let files: Vec<PathBuf> = set.files.into_iter().map(PathBuf::from).collect();
    state.open.note_files(&path, &files);
    let names = files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy());
    let names: Vec<_> = names.collect();
    let whole = milliseconds(began.elapsed());
    Ok(json_answer(
        StatusCode::OK,
        &json!({
            "text_changed": set.head.is_some(),
            "head": set.head,
            "head_length": set.head_length,
            "edit_errors": set.edit_errors,
            "fields": set.fields,
            "field_places": set.field_places,
            "diagnostics": set.diagnostics,
            "outcome": set.outcome,
            "sheet": set.sheet,
            "defaults": set.defaults,
            "files": names,
            "milliseconds": {
                "set": set.milliseconds.set,
                "svg": set.milliseconds.svg,
                "whole": whole,
            },
        }),
    ))
}
