//! What a release becomes besides its sheet: the message, the plain text, what is heard.

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use serde::Deserialize;
use serde_json::json;

use super::answers::DeskAnswer;
use super::item::DeskWish;
use super::mail_view::MailView;
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{SharedDesk, json_body};
use crate::command::releases::ReleaseRecord;
use crate::command::serve::{ServiceTask, answer};

#[derive(Debug, Deserialize)]
struct ViewRequest {
    path: String,
    text: String,
    view: DeskView,
}

/// A view of a release.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DeskView {
    Mail,
    Text,
    Heard,
}

pub async fn view(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let ViewRequest { path, text, view } = json_body(body).await?;
    let path = state.path(&path)?;
    let format = path.format().ok_or(DeskRefusal::NotFound)?;
    let wish = match view {
        DeskView::Mail => DeskWish::File { task: ServiceTask::Compose, options: Vec::new() },
        DeskView::Text => file_wish("txt"),
        DeskView::Heard => file_wish("heard"),
    };
    let DeskAnswer::File(record) = state.ask(&path, format, text, wish).await? else {
        return Err(DeskRefusal::wrong_answer());
    };
    let body = match (view, only_file(&record)) {
        (_, None) => json!({"diagnostics": record.diagnostics}),
        (DeskView::Mail, Some(bytes)) => {
            let mail = MailView::of(&bytes)?;
            let html_key = state.mails.hold(mail.html);
            json!({
                "subject": mail.subject,
                "headers": mail.headers,
                "text": mail.text,
                "html_key": html_key,
                "bytes": mail.bytes,
                "attachments": mail.attachments,
            })
        }
        (_, Some(bytes)) => json!({"text": String::from_utf8_lossy(&bytes)}),
    };
    Ok(json_answer(StatusCode::OK, &body))
}

fn file_wish(format: &str) -> DeskWish {
    DeskWish::File { task: ServiceTask::Render, options: vec![format!("--format={format}")] }
}

/// The bytes of the only file of a record.
pub fn only_file(record: &ReleaseRecord) -> Option<Vec<u8>> {
    let [only] = record.outputs.as_slice() else { return None };
    BASE64.decode(only.data.as_ref()?).ok()
}

/// A message that is shown.
#[derive(Debug, Deserialize)]
pub struct MailQuery {
    key: String,
}

/// The HTML of a message, for a frame in which nothing runs.
pub async fn mail_html(
    State(state): State<SharedDesk>,
    Query(query): Query<MailQuery>,
) -> Response {
    match state.mails.find(&query.key) {
        Some(html) => answer(StatusCode::OK, "text/html; charset=utf-8", html),
        None => answer(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", ""),
    }
}
