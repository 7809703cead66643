//! What a page needs to know before anything is written.

use axum::extract::State;
use axum::http::StatusCode;
use letterpress::release::Kind;
use serde_json::{Value, json};

use super::answers::DeskAnswer;
use super::folder::DeskPath;
use super::item::DeskWish;
use super::office::OfficeView;
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{DeskState, SharedDesk};
use crate::cli::SchemaSubject;
use crate::command::releases::TextFormat;
use crate::command::schema;

/// What a release is called that is not there: something in the folder is needed to ask for it.
const NOBODY: &str = "release.md";

/// The languages of the page.
const LANGUAGES: [&str; 2] = ["de", "en"];

pub async fn start(State(state): State<SharedDesk>) -> DeskAnswered {
    let (office, problems) = match office(&state).await? {
        Ok(office) => (office, Vec::new()),
        Err(problems) => (OfficeView::default(), problems),
    };
    let schema: Value =
        serde_json::from_str(&schema::text(SchemaSubject::Release)).map_err(DeskRefusal::broken)?;
    Ok(json_answer(
        StatusCode::OK,
        &json!({
            "version": env!("CARGO_PKG_VERSION"),
            "folder": state.folder.name(),
            "file": state.folder.only.as_ref().map(DeskPath::as_str),
            "languages": LANGUAGES,
            "schema": schema,
            "kinds": Kind::SPELLINGS,
            "letterheads": office.letterheads,
            "usual_letterhead": office.usual,
            "problems": problems,
            "server": state.events.server(),
        }),
    ))
}

/// The letterheads of the folder, or what is wrong with the folders in which they lie.
async fn office(state: &DeskState) -> Result<Result<OfficeView, Vec<Value>>, DeskRefusal> {
    let path = state.folder.only.clone().or_else(|| DeskPath::parse(NOBODY));
    let path = path.ok_or(DeskRefusal::NotFound)?;
    match state.ask(&path, TextFormat::Md, String::new(), DeskWish::Office).await? {
        DeskAnswer::Office(office) => Ok(office),
        _ => Err(DeskRefusal::wrong_answer()),
    }
}
