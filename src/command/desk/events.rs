//! What the pages of a desk are told without asking, as server-sent events (WHATWG HTML, 9.2).

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use http_body_util::channel::{Channel, Sender as BodySender};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::{MissedTickBehavior, interval};

use super::folder::DeskPath;

/// So many events may wait for a page that does not listen; then it is told to look at all.
const MAX_WAITING: usize = 256;

/// A connection on which nothing is said is taken for dead by many a proxy after a minute.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Tells all pages.
#[derive(Debug)]
pub struct DeskEvents {
    sender: broadcast::Sender<DeskEvent>,
    /// Tells this start of the desk from others.
    server: String,
    ending: watch::Receiver<bool>,
}

/// Something that has happened.
#[derive(Debug, Clone)]
pub struct DeskEvent {
    name: &'static str,
    data: Value,
}

impl DeskEvent {
    /// A release is another one on the disk; gone, where it has no version.
    pub fn file(path: &DeskPath, version: Option<&str>) -> Self {
        Self { name: "file", data: json!({"path": path.as_str(), "version": version}) }
    }

    /// What a release is made of has changed: pictures, letterheads.
    pub fn inputs() -> Self {
        Self { name: "inputs", data: json!({}) }
    }

    /// There are other releases than before, or they are in another state.
    pub fn folder() -> Self {
        Self { name: "folder", data: json!({}) }
    }

    /// A line of a run that sends.
    pub fn sending(run: &str, line: impl Serialize) -> Self {
        Self { name: "send", data: json!({"run": run, "line": line}) }
    }

    /// The end of a run that sends.
    pub fn sent(run: &str, exit: Option<i32>) -> Self {
        Self { name: "send", data: json!({"run": run, "exit": exit}) }
    }

    fn bytes(&self) -> Bytes {
        format!("event: {}\ndata: {}\n\n", self.name, self.data).into()
    }
}

impl DeskEvents {
    /// Until `ending` says that the desk ends.
    pub fn new(server: String, ending: watch::Receiver<bool>) -> Self {
        Self { sender: broadcast::Sender::new(MAX_WAITING), server, ending }
    }

    /// Which start of the desk this is.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Tells all pages that listen.
    pub fn tell(&self, event: DeskEvent) {
        // Where no page is open, nobody is to be told.
        let _ = self.sender.send(event);
    }

    /// The stream for a page.
    pub fn stream(&self) -> Response {
        let (sender, body) = Channel::<Bytes, std::convert::Infallible>::new(MAX_WAITING);
        let hello = DeskEvent { name: "hello", data: json!({"server": self.server}) };
        tokio::spawn(pass_on(hello, self.sender.subscribe(), self.ending.clone(), sender));
        let mut response = Body::new(body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // nginx would keep events back.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }
}

/// Passes events on to a page until it goes, or the desk ends.
async fn pass_on(
    hello: DeskEvent,
    mut events: broadcast::Receiver<DeskEvent>,
    mut ending: watch::Receiver<bool>,
    mut page: BodySender<Bytes, std::convert::Infallible>,
) {
    if page.send_data(hello.bytes()).await.is_err() {
        return;
    }
    let mut heartbeat = interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let bytes = tokio::select! {
            event = events.recv() => match event {
                Ok(event) => event.bytes(),
                // It was told too much at once, and has to look for itself.
                Err(RecvError::Lagged(_)) => hello.bytes(),
                Err(RecvError::Closed) => return,
            },
            _ = heartbeat.tick() => Bytes::from_static(b": still here\n\n"),
            _ = ending.wait_for(|ends| *ends) => return,
        };
        if page.send_data(bytes).await.is_err() {
            return;
        }
    }
}
