//! What a desk answers where.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::refusal::DeskRefusal;
use super::state::SharedDesk;
use super::{export, page, pictures, recipient_lists, releases, sending, setting, start, views};

/// Everything that is answered.
pub fn routes(state: SharedDesk) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/page/{*name}", get(page_file))
        .route("/api/start", get(start::start))
        .route("/api/folder", get(releases::folder))
        .route("/api/release", get(releases::release))
        .route("/api/save", post(releases::save))
        .route("/api/new", post(releases::new))
        .route("/api/duplicate", post(releases::duplicate))
        .route("/api/set", post(setting::set))
        .route("/api/picture", get(pictures::picture).post(pictures::add))
        .route("/api/lists", get(recipient_lists::named).post(recipient_lists::add))
        .route("/api/view", post(views::view))
        .route("/api/mail.html", get(views::mail_html))
        .route("/api/export", post(export::export))
        .route("/api/send/plan", post(sending::plan))
        .route("/api/send/go", post(sending::go))
        .route("/api/send/status", get(sending::status))
        .route("/api/events", get(events))
        .fallback(|| async { DeskRefusal::NotFound })
        .method_not_allowed_fallback(|| async { DeskRefusal::NotFound })
        // Bodies have bounds of their own.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&state), guarded))
        .with_state(state)
}

/// Lets a request in or not, whatever it asks for.
async fn guarded(State(state): State<SharedDesk>, request: Request, next: Next) -> Response {
    match state.access.judge(request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(denial) => DeskRefusal::Denied(denial).into_response(),
    }
}

/// The page; where the address brings the token, first the cookie.
async fn index(State(state): State<SharedDesk>, request: Request) -> Response {
    let exchanged = state.access.exchange(request.uri(), request.headers());
    exchanged.unwrap_or_else(|| page::index(request.headers()))
}

async fn page_file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    page::named(&name, &headers)
}

async fn events(State(state): State<SharedDesk>) -> Response {
    state.events.stream()
}
