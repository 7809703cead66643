//! Pictures beside a release: shown, and added to its folder.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::folder::DeskPath;
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{DeskState, SharedDesk, blocking, whole_body};
use crate::command::serve::answer;
use crate::command::write::{FileWriter, Overwrite};

/// The most bytes of a picture that is added: more than any camera makes.
const MAX_PICTURE: usize = 100 * 1024 * 1024;

/// The endings of pictures that a release can name, with their media types.
const KINDS: [(&str, &str); 9] = [
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("gif", "image/gif"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("svg", "image/svg+xml"),
    ("pdf", "application/pdf"),
];

/// A picture that a request names.
#[derive(Debug, Deserialize)]
pub struct PictureQuery {
    /// The release.
    path: String,
    name: String,
}

impl PictureQuery {
    /// Its path, beside the release.
    fn picture(&self, state: &DeskState) -> Result<DeskPath, DeskRefusal> {
        let picture = state.path(&self.path)?.beside(&self.name);
        picture.ok_or_else(|| DeskRefusal::broken("this is no name of a picture"))
    }
}

fn media_type(path: &DeskPath) -> Option<&'static str> {
    let (_, ending) = path.name().rsplit_once('.')?;
    let known = KINDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
    known.map(|(_, media_type)| *media_type)
}

/// Whether a browser may draw a picture. A drawing can have billions of squares in a few lines, and
/// would hold the page up: what of drawings is shown is the sheet, for which they are counted first.
fn is_photo(media_type: &str) -> bool {
    !["image/svg+xml", "application/pdf"].contains(&media_type)
}

/// The bytes of a picture that a browser may draw.
pub async fn picture(
    State(state): State<SharedDesk>,
    Query(query): Query<PictureQuery>,
) -> DeskAnswered {
    let picture = query.picture(&state)?;
    let media_type = media_type(&picture).filter(|kind| is_photo(kind));
    let media_type = media_type.ok_or(DeskRefusal::NotFound)?;
    let file = blocking(&state, move |state| state.folder.read(&picture)).await?;
    let file = file.map_err(|_| DeskRefusal::NotFound)?;
    Ok(answer(StatusCode::OK, media_type, file.bytes))
}

/// Puts a picture beside a release, under its name or the next one that is free.
pub async fn add(
    State(state): State<SharedDesk>,
    Query(query): Query<PictureQuery>,
    body: Body,
) -> DeskAnswered {
    let picture = query.picture(&state)?;
    if media_type(&picture).is_none() {
        let endings: Vec<_> = KINDS.iter().map(|(ending, _)| *ending).collect();
        let endings = endings.join(", ");
        return Err(DeskRefusal::broken(format!("names of pictures end with {endings}")));
    }
    let bytes = whole_body(body, MAX_PICTURE).await?;
    let path = blocking(&state, move |state| {
        state.folder.add(&FileWriter::new(Overwrite::Any), &picture, bytes.to_vec())
    });
    let path = path.await??;
    Ok(json_answer(StatusCode::OK, &json!({"name": path.name()})))
}
