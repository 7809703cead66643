//! A release set as it is typed: after each key, so nothing here takes long.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answers::{DeskAnswer, DeskOutcome, EditError, ReleaseDefaults, SetRelease, SheetJson};
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
    let files: Vec<PathBuf> = set.files.iter().cloned().map(PathBuf::from).collect();
    state.open.note_files(&path, &files);
    let names = files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy());
    let names: Vec<_> = names.collect();
    let times = SettingTimes {
        set: set.milliseconds.set,
        svg: set.milliseconds.svg,
        whole: milliseconds(began.elapsed()),
    };
    Ok(json_answer(StatusCode::OK, &SetAnswer::new(&set, &names, times)))
}

/// What the page is told of a release that was set. It is written as it is, not as a tree of JSON
/// values first: its words are some ten thousand numbers.
#[derive(Debug, Serialize)]
struct SetAnswer<'a> {
    text_changed: bool,
    head: Option<&'a str>,
    head_length: usize,
    edit_errors: &'a [EditError],
    fields: Option<&'a Value>,
    field_places: &'a BTreeMap<String, (usize, usize)>,
    diagnostics: &'a [Value],
    outcome: DeskOutcome,
    sheet: Option<&'a SheetJson>,
    defaults: Option<&'a ReleaseDefaults>,
    files: &'a [Cow<'a, str>],
    milliseconds: SettingTimes,
}

/// How long it took, in milliseconds.
#[derive(Debug, Serialize)]
struct SettingTimes {
    set: f64,
    svg: f64,
    /// With all ways between the page's request and this answer.
    whole: f64,
}

impl<'a> SetAnswer<'a> {
    fn new(set: &'a SetRelease, files: &'a [Cow<'a, str>], milliseconds: SettingTimes) -> Self {
        Self {
            text_changed: set.head.is_some(),
            head: set.head.as_deref(),
            head_length: set.head_length,
            edit_errors: &set.edit_errors,
            fields: set.fields.as_ref(),
            field_places: &set.field_places,
            diagnostics: &set.diagnostics,
            outcome: set.outcome,
            sheet: set.sheet.as_ref(),
            defaults: set.defaults.as_ref(),
            files,
            milliseconds,
        }
    }
}
