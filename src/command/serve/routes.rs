//! What is served where.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use clap::ValueEnum;
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};
use letterpress::diagnostic::Diagnostic;
use letterpress::message;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::answer::{WantedForm, answer, record_answer};
use super::item::{ServiceItem, ServiceTask};
use super::metrics::{self, ServiceMetrics};
use super::openapi;
use super::queue::ServiceQueue;
use super::refusal::HttpRefusal;
use super::request::{RequestFile, ServiceRequest};
use super::scratch::{RequestFileName, ScratchFolder, ScratchHome};
use crate::cli::SchemaSubject;
use crate::command::guard::{HttpGuard, RequestClaims, bearer};
use crate::command::releases::ReleaseRecord;
use crate::command::{input_output, schema};
use crate::terminal::{Ending, reason};

/// What all requests share.
pub struct ServiceState {
    pub guard: HttpGuard,
    pub queue: ServiceQueue,
    pub scratch: ScratchHome,
    pub metrics: ServiceMetrics,
    pub max_body: usize,
    pub body_time: Duration,
    pub allows_letterhead: bool,
    /// Takes what went wrong that is no fault of a request.
    pub failures: std::sync::mpsc::Sender<Diagnostic>,
}

/// The endings of pictures, and of what a letterhead may name besides.
const PICTURES: [&str; 8] = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "gif", "svg"];
const LETTERHEAD_FILES: [&str; 7] = ["pdf", "toml", "typ", "ttf", "otf", "ttc", "otc"];

type Shared = Arc<ServiceState>;

/// Everything that is served.
pub fn routes(state: Shared) -> Router {
    Router::new()
        .route("/v1/render", task_route(ServiceTask::Render))
        .route("/v1/check", task_route(ServiceTask::Check))
        .route("/v1/compose", task_route(ServiceTask::Compose))
        .route("/health", get(health))
        .route("/metrics", get(counters))
        .route("/v1/schema", get(|| async { schema_of(SchemaSubject::Release) }))
        .route("/v1/schema/{subject}", get(named_schema))
        .route("/v1/openapi.json", get(|| async { json(openapi::description()) }))
        .fallback(|| async { HttpRefusal::NotFound })
        .method_not_allowed_fallback(|| async { HttpRefusal::Method })
        // Bodies have a bound of their own.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&state), guarded))
        .with_state(state)
}

/// A route that does something with a release.
fn task_route(task: ServiceTask) -> MethodRouter<Shared> {
    post(move |State(state): State<Shared>, request: Request| async move {
        done(&state, task, request).await.unwrap_or_else(IntoResponse::into_response)
    })
}

/// Lets a request in or not, and counts its answer.
async fn guarded(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = route_name(request.uri().path());
    let judged = state.guard.judge(&claims(request.uri(), request.headers()));
    let response = match judged {
        Ok(()) => next.run(request).await,
        Err(denial) => HttpRefusal::Denied(denial).into_response(),
    };
    state.metrics.count(route, response.status().as_u16(), began.elapsed());
    response
}

/// A route as it is counted: what nobody serves counts as one.
fn route_name(path: &str) -> &'static str {
    let routes =
        ["/v1/render", "/v1/check", "/v1/compose", "/health", "/metrics", "/v1/openapi.json"];
    match routes.into_iter().find(|route| *route == path) {
        Some(route) => route,
        None if path.starts_with("/v1/schema") => "/v1/schema",
        None => "other",
    }
}

/// The values of a header. One that is no text is empty, which is on no list.
fn values(headers: &HeaderMap, name: HeaderName) -> Vec<&str> {
    let values = headers.get_all(name).into_iter();
    values.map(|value| value.to_str().unwrap_or("")).collect()
}

/// What a request says of itself.
pub fn claims<'a>(target: &'a Uri, headers: &'a HeaderMap) -> RequestClaims<'a> {
    let mut hosts = values(headers, HOST);
    hosts.extend(target.authority().map(axum::http::uri::Authority::as_str));
    let tokens = values(headers, AUTHORIZATION).into_iter();
    RequestClaims {
        hosts,
        origins: values(headers, ORIGIN),
        fetch_sites: values(headers, HeaderName::from_static("sec-fetch-site")),
        tokens: tokens.map(|value| bearer(value).unwrap_or_default().as_bytes()).collect(),
    }
}

async fn health() -> Response {
    json("{\"status\":\"ok\"}\n".to_owned())
}

async fn counters(State(state): State<Shared>) -> Response {
    answer(StatusCode::OK, metrics::MEDIA_TYPE, state.metrics.text(&state.queue))
}

async fn named_schema(Path(subject): Path<String>) -> Response {
    match SchemaSubject::from_str(&subject, false) {
        Ok(subject) => schema_of(subject),
        Err(_) => HttpRefusal::NotFound.into_response(),
    }
}

fn schema_of(subject: SchemaSubject) -> Response {
    json(schema::text(subject))
}

fn json(text: String) -> Response {
    answer(StatusCode::OK, "application/json", text)
}

/// Does what is asked with a release.
async fn done(
    state: &Shared,
    task: ServiceTask,
    request: Request,
) -> Result<Response, HttpRefusal> {
    // Before the body: whoever has to wait is told at once.
    let place = state.queue.place().ok_or(HttpRefusal::Busy)?;
    let (head, body) = request.into_parts();
    let wanted = WantedForm::of(&head.headers);
    let body = whole_body(state, &head.headers, body).await?;
    let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    // The thread of the runtime has all other requests to look after, `/health` among them.
    let (shared, runtime) = (Arc::clone(state), Handle::current());
    let prepared = spawn_blocking(move || {
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let request = match essence.as_str() {
            "application/json" => ServiceRequest::of_json(&body.to_bytes())?,
            "multipart/form-data" => {
                runtime.block_on(ServiceRequest::of_form(&kind, body.to_bytes()))?
            }
            _ => return Err(HttpRefusal::MediaType),
        };
        PreparedItem::new(&shared, task, request, wanted)
    });
    let prepared = prepared.await.map_err(|error| internal(&error))?;
    let PreparedItem { item, folder, deadline } = prepared?;
    let name = item.name.clone();
    let outcome = state.queue.ask(place, item, folder, deadline).await;
    let (number, outcome) = outcome.ok_or(HttpRefusal::Busy)?;
    let failures = state.failures.clone();
    let answered = spawn_blocking(move || {
        let record = outcome.unwrap_or_else(|error| lost(name, error));
        let response = record_answer(number, &record, wanted);
        if response.status() == StatusCode::INTERNAL_SERVER_ERROR {
            let message =
                message!("request {number} failed: {reason}", number, reason = said(&record));
            // Where nobody listens the answer says it.
            let _ = failures.send(input_output(message));
        }
        response
    });
    answered.await.map_err(|error| internal(&error))
}

/// The record of one that was lost with its worker.
fn lost(name: String, error: Diagnostic) -> ReleaseRecord {
    let is_own = error.blame() == letterpress::diagnostic::Blame::Release;
    let outcome = if is_own { Ending::Refused } else { Ending::Failed };
    ReleaseRecord::new(name, outcome).with_diagnostics(&[error])
}

/// The first error of a record.
fn said(record: &ReleaseRecord) -> String {
    let messages = record.diagnostics.iter().filter_map(|one| one.get("message")?.as_str());
    messages.map(ToOwned::to_owned).next().unwrap_or_default()
}

fn internal(error: &dyn std::fmt::Display) -> HttpRefusal {
    HttpRefusal::failed(Diagnostic::internal(format_args!("{error}")))
}

/// A whole body, within bounds of size and time.
async fn whole_body(
    state: &ServiceState,
    headers: &HeaderMap,
    body: Body,
) -> Result<Collected<Bytes>, HttpRefusal> {
    let stated = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if stated.is_some_and(|length: u64| length > state.max_body as u64) {
        return Err(HttpRefusal::TooLarge(state.max_body as u64));
    }
    let whole = Limited::new(body, state.max_body).collect();
    let whole = timeout(state.body_time, whole).await.map_err(|_| HttpRefusal::Slow)?;
    whole.map_err(|error| match error.is::<LengthLimitError>() {
        true => HttpRefusal::TooLarge(state.max_body as u64),
        false => HttpRefusal::broken(format!("its body breaks off: {error}")),
    })
}

/// A request that is ready for a worker.
struct PreparedItem {
    item: ServiceItem,
    folder: ScratchFolder,
    deadline: Option<Duration>,
}

impl PreparedItem {
    fn new(
        state: &ServiceState,
        task: ServiceTask,
        mut request: ServiceRequest,
        wanted: WantedForm,
    ) -> Result<Self, HttpRefusal> {
        let (text, input_format) = request.text()?;
        let deadline = request.time()?;
        if task == ServiceTask::Render && request.options.format.is_none() {
            request.options.format = wanted.render_format();
        }
        let options = request.options.typed();
        if task == ServiceTask::Check && !options.is_empty() {
            return Err(HttpRefusal::broken("a check has no options"));
        }
        let folder = state.scratch.folder().map_err(|error| cannot_keep(&error))?;
        let item = ServiceItem {
            task,
            name: request.name.take().unwrap_or_else(|| "release".to_owned()),
            text,
            input_format,
            folder: folder.path().into(),
            options,
        };
        item.check_options().map_err(HttpRefusal::Options)?;
        add_files(state, request, &folder)?;
        Ok(Self { item, folder, deadline })
    }
}

/// Writes the files of a request into its folder.
fn add_files(
    state: &ServiceState,
    request: ServiceRequest,
    folder: &ScratchFolder,
) -> Result<(), HttpRefusal> {
    let letterhead = request.letterhead.map(|letterhead| RequestFile {
        name: letterhead.name,
        data: letterhead.text.into_bytes(),
    });
    if letterhead.is_some() && !state.allows_letterhead {
        let reason = "letterheads are not taken here (`--allow-letterhead`)";
        return Err(HttpRefusal::broken(reason));
    }
    for RequestFile { name, data } in request.pictures.into_iter().chain(letterhead) {
        let Some(path) = RequestFileName::parse(&name) else {
            let reason = format!("`{name}` is no name of a file: `photo.jpg`, `photos/1.jpg`");
            return Err(HttpRefusal::broken(reason));
        };
        let ending = path.ending();
        let is_known = PICTURES.contains(&&*ending)
            || state.allows_letterhead && LETTERHEAD_FILES.contains(&&*ending);
        if !is_known {
            let endings = PICTURES.join(", ");
            let reason = format!("`{name}` is no picture, whose names end with {endings}");
            return Err(HttpRefusal::broken(reason));
        }
        folder.add(&path, &data).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists | std::io::ErrorKind::NotADirectory => {
                HttpRefusal::broken(format!("`{name}` stands there twice"))
            }
            _ => cannot_keep(&error),
        })?;
    }
    Ok(())
}

fn cannot_keep(error: &std::io::Error) -> HttpRefusal {
    let message = message!("files of a request cannot be kept ({reason})", reason = reason(error));
    HttpRefusal::failed(input_output(message))
}
