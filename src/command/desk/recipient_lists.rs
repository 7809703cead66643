//! Lists of recipients in the folder: named, and added to it.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::folder::{DeskPath, LIST_ENDINGS};
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{SharedDesk, blocking, whole_body};
use crate::command::write::{FileWriter, Overwrite};

/// The most bytes of a list that is added: a million addresses.
const MAX_LIST: usize = 64 * 1024 * 1024;

/// A list that a request names.
#[derive(Debug, Deserialize)]
pub struct ListQuery {
    name: String,
}

/// The lists that there are at the moment.
pub async fn named(State(state): State<SharedDesk>) -> DeskAnswered {
    let lists = blocking(&state, |state| state.folder.recipient_lists()).await??;
    Ok(json_answer(StatusCode::OK, &json!({"lists": lists})))
}

/// Puts a list into the folder, under its name or the next one that is free.
pub async fn add(
    State(state): State<SharedDesk>,
    Query(query): Query<ListQuery>,
    body: Body,
) -> DeskAnswered {
    let list = DeskPath::parse(&query.name).filter(|path| path.as_str() == path.name());
    let list = list.ok_or_else(|| DeskRefusal::broken("this is no name of a list"))?;
    let ending = list.name().rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    if !ending.is_some_and(|ending| LIST_ENDINGS.contains(&ending.as_str())) {
        let endings = LIST_ENDINGS.join(", ");
        return Err(DeskRefusal::broken(format!("names of lists end with {endings}")));
    }
    let bytes = whole_body(body, MAX_LIST).await?;
    let path = blocking(&state, move |state| {
        state.folder.add(&FileWriter::new(Overwrite::Any).private(), &list, bytes.to_vec())
    });
    let path = path.await??;
    Ok(json_answer(StatusCode::OK, &json!({"name": path.as_str()})))
}
