//! Files that leave the desk: the PDF for the archive or the print shop, the message as a draft.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::answers::DeskAnswer;
use super::folder::DeskPath;
use super::item::DeskWish;
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{SharedDesk, json_body};
use super::views::only_file;
use crate::command::serve::{ServiceTask, answer};

#[derive(Debug, Deserialize)]
struct ExportRequest {
    path: String,
    text: String,
    #[serde(rename = "as")]
    kind: ExportKind,
}

/// What leaves the desk.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ExportKind {
    Archive,
    Print,
    MailDraft,
}

impl ExportKind {
    fn wish(self) -> DeskWish {
        let (task, options): (_, &[&str]) = match self {
            Self::Archive => (ServiceTask::Render, &[]),
            Self::Print => (ServiceTask::Render, &["--target=print"]),
            Self::MailDraft => (ServiceTask::Compose, &["--draft"]),
        };
        DeskWish::File { task, options: options.iter().map(|one| (*one).to_owned()).collect() }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Archive | Self::Print => "application/pdf",
            Self::MailDraft => "message/rfc822",
        }
    }

    /// The name of the file, after that of the release.
    fn file_name(self, path: &DeskPath) -> String {
        let stem = path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem);
        match self {
            Self::Archive => format!("{stem}.pdf"),
            Self::Print => format!("{stem}-print.pdf"),
            Self::MailDraft => format!("{stem}.eml"),
        }
    }
}

pub async fn export(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let ExportRequest { path, text, kind } = json_body(body).await?;
    let path = state.path(&path)?;
    let format = path.format().ok_or(DeskRefusal::NotFound)?;
    let DeskAnswer::File(record) = state.ask(&path, format, text, kind.wish()).await? else {
        return Err(DeskRefusal::wrong_answer());
    };
    let Some(bytes) = only_file(&record) else {
        let body = json!({"diagnostics": record.diagnostics});
        return Ok(json_answer(StatusCode::UNPROCESSABLE_ENTITY, &body));
    };
    let mut response = answer(StatusCode::OK, kind.media_type(), bytes);
    let name = percent_encoding::utf8_percent_encode(
        &kind.file_name(&path),
        percent_encoding::NON_ALPHANUMERIC,
    )
    .to_string();
    // RFC 6266, 4.3: names beyond ASCII.
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}
