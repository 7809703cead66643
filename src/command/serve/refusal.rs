//! Requests that come to nothing, and how they are answered.

use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::message;

use super::answer::json_answer;
use crate::command::guard::Denial;
use crate::terminal::UiEvent;

/// Seconds after which a request may be sent again that found no place.
const RETRY_SECONDS: u16 = 1;

/// Why a request comes to nothing.
#[derive(Debug)]
pub enum HttpRefusal {
    /// It makes no sense: in words.
    Broken(String),
    /// The options that it states make no sense.
    Options(Diagnostics),
    Denied(Denial),
    /// Its body has more bytes.
    TooLarge(u64),
    /// Its body did not come in time.
    Slow,
    /// Its body is neither JSON nor a form.
    MediaType,
    /// All places are taken, or the server ends.
    Busy,
    NotFound,
    Method,
    /// Something failed that is no fault of the request.
    Failed(Box<Diagnostic>),
}

impl HttpRefusal {
    /// What was sent makes no sense.
    pub fn broken(reason: impl ToString) -> Self {
        Self::Broken(reason.to_string())
    }

    /// Something failed that is no fault of the request.
    pub fn failed(error: Diagnostic) -> Self {
        Self::Failed(Box::new(error))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Broken(_) | Self::Options(_) => StatusCode::BAD_REQUEST,
            Self::Denied(_) => StatusCode::FORBIDDEN,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Broken(reason) => {
                let message = message!("the request makes no sense: {reason}", reason);
                Diagnostic::new(codes::REQUEST_BROKEN, message)
            }
            Self::Options(errors) => errors[0].clone(),
            Self::Denied(denial) => Diagnostic::from(*denial),
            Self::TooLarge(max) => {
                let message = message!("the request has more than {max} bytes", max);
                Diagnostic::new(codes::REQUEST_BROKEN, message)
                    .hint("`--max-body` allows more of them")
            }
            Self::Slow => broken("the body of the request did not come in time")
                .hint("`--body-seconds` allows more time"),
            Self::MediaType => broken("the body is neither JSON nor a form")
                .hint("send it as application/json or multipart/form-data"),
            Self::Busy => {
                let message = "as many requests are in hand as may be";
                Diagnostic::new(codes::SERVICE_BUSY, message)
                    .hint("send it again after the seconds that `Retry-After` states")
            }
            Self::NotFound => {
                broken("nothing is served there").hint("`/v1/openapi.json` describes what is")
            }
            Self::Method => {
                broken("it is asked with another method").hint("`/v1/openapi.json` says with which")
            }
            Self::Failed(error) => (**error).clone(),
        }
    }
}

fn broken(message: &'static str) -> Diagnostic {
    Diagnostic::new(codes::REQUEST_BROKEN, message)
}

impl IntoResponse for HttpRefusal {
    fn into_response(self) -> Response {
        let diagnostic = self.diagnostic();
        let mut response = json_answer(self.status(), &UiEvent::diagnostic(&diagnostic));
        let headers = response.headers_mut();
        match self {
            Self::Busy => {
                headers.insert(RETRY_AFTER, RETRY_SECONDS.into());
            }
            // What was not read of the body would be taken for the next request.
            Self::TooLarge(_) | Self::Slow => {
                headers.insert(CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response
    }
}
