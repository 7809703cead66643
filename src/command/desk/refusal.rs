//! Requests of the page that come to nothing.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use letterpress::diagnostic::{Diagnostic, Diagnostics};
use serde::Serialize;
use serde_json::{Value, json};

use super::lanes::LaneRefusal;
use crate::command::guard::Denial;
use crate::command::serve::answer;

/// What is answered.
pub type DeskAnswered = Result<Response, DeskRefusal>;

/// Why a request comes to nothing.
#[derive(Debug)]
pub enum DeskRefusal {
    Denied(Denial),
    /// It makes no sense: in words.
    Broken(String),
    /// There is no such route or file.
    NotFound,
    /// It has too many bytes.
    TooLarge,
    /// What is asked no longer fits what is there; with what is there.
    Conflict(Value),
    /// Too many requests wait.
    Busy,
    /// What was asked could not be done.
    Failed(Diagnostics),
}

impl DeskRefusal {
    pub fn broken(reason: impl ToString) -> Self {
        Self::Broken(reason.to_string())
    }

    /// A worker has answered what it was not asked for.
    pub fn wrong_answer() -> Self {
        Diagnostic::internal("a worker has answered something else").into()
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Denied(_) => StatusCode::FORBIDDEN,
            Self::Broken(_) => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

impl From<Diagnostics> for DeskRefusal {
    fn from(errors: Diagnostics) -> Self {
        Self::Failed(errors)
    }
}

impl From<Diagnostic> for DeskRefusal {
    fn from(error: Diagnostic) -> Self {
        Self::Failed(error.into())
    }
}

impl From<LaneRefusal> for DeskRefusal {
    fn from(refusal: LaneRefusal) -> Self {
        match refusal {
            LaneRefusal::Busy => Self::Busy,
            LaneRefusal::Lost(error) => Self::Failed((*error).into()),
        }
    }
}

impl IntoResponse for DeskRefusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = match self {
            Self::Conflict(value) => value,
            Self::Denied(denial) => said(&Diagnostic::from(denial)),
            Self::Failed(errors) => said(&errors[0]),
            Self::Broken(reason) => json!({"message": reason, "hints": []}),
            Self::NotFound => json!({"message": "nothing is there", "hints": []}),
            Self::TooLarge => json!({"message": "it has too many bytes", "hints": []}),
            Self::Busy => json!({"message": "too many requests wait", "hints": []}),
        };
        json_answer(status, &body)
    }
}

/// A diagnostic as the page shows it, with the code by which it is explained.
fn said(error: &Diagnostic) -> Value {
    json!({"message": error.message, "hints": error.hints, "code": error.code.name()})
}

/// An answer in JSON.
pub fn json_answer(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => answer(status, "application/json", bytes),
        Err(error) => {
            let error = Diagnostic::internal(format_args!("an answer cannot be written: {error}"));
            answer(StatusCode::INTERNAL_SERVER_ERROR, "text/plain", error.message)
        }
    }
}
