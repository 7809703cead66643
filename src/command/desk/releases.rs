//! The releases of the folder: listed, read, saved, begun.

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use letterpress::release::Kind;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answers::{DeskAnswer, Judged};
use super::events::DeskEvent;
use super::folder::{DeskPath, DeskText, Saved, stamp};
use super::item::DeskWish;
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::sent_releases::SentRelease;
use super::state::{DeskState, SharedDesk, blocking, json_body};
use crate::command::releases::TextFormat;

/// A release that a request names.
#[derive(Debug, Deserialize)]
pub struct PathQuery {
    path: String,
}

/// A release that is saved.
#[derive(Debug, Deserialize)]
pub struct SaveRequest {
    path: String,
    text: String,
    /// The version from which it was written; none where there was no file.
    base: Option<String>,
}

/// A release that is begun.
#[derive(Debug, Deserialize)]
pub struct NewRequest {
    kind: Option<String>,
    /// The name of the file, with or without its ending.
    name: Option<String>,
    letterhead: Option<String>,
    language: Option<String>,
}

/// All releases, those first that were written last.
pub async fn folder(State(state): State<SharedDesk>) -> DeskAnswered {
    let paths = blocking(&state, |state| state.folder.releases()).await??;
    let mut entries = Vec::new();
    let mut unknown = Vec::new();
    for path in paths {
        let seen = stamp(&state.folder.place(&path));
        let judged = state.judged(&path, seen);
        let modified = state.folder.modified(&path).unwrap_or_default();
        if judged.is_none() {
            unknown.push(path.clone());
        }
        entries.push(ListedRelease { path, judged, modified });
    }
    entries.sort_by_key(|entry| Reverse(entry.modified));
    if !unknown.is_empty() {
        tokio::spawn(judge(Arc::clone(&state), unknown));
    }
    let answer = blocking(&state, move |state| list(state, &entries)).await?;
    Ok(json_answer(StatusCode::OK, &answer))
}

/// A release as the list shows it.
struct ListedRelease {
    path: DeskPath,
    /// None as long as it was not looked at.
    judged: Option<Judged>,
    modified: u64,
}

fn list(state: &DeskState, entries: &[ListedRelease]) -> Value {
    let typed = state.typed.journal_args();
    let sent = state.sent.of(&typed, entries.iter().map(|entry| entry.judged.as_ref()));
    // The list is good without it, and says what is wrong.
    let (sent, error) = match sent {
        Ok(sent) => (sent, None),
        Err(errors) => (vec![None; entries.len()], Some(errors[0].message.clone())),
    };
    let releases = entries.iter().zip(sent).map(|(entry, sent)| entry.line(sent));
    json!({"releases": releases.collect::<Vec<_>>(), "journal_error": error})
}

impl ListedRelease {
    fn line(&self, sent: Option<SentRelease>) -> Value {
        let Self { path, judged, modified } = self;
        let title = judged.as_ref().and_then(|judged| judged.title.as_deref());
        json!({
            "path": path.as_str(),
            "title": title.unwrap_or(path.name()),
            "date": judged.as_ref().and_then(|judged| judged.date.as_deref()),
            "state": judged.as_ref().map(|judged| judged.outcome),
            "sent": sent,
            "modified": modified,
        })
    }
}

/// Looks at releases one by one, so that whoever writes is not in the way, and tells the pages.
async fn judge(state: SharedDesk, paths: Vec<DeskPath>) {
    let Some(_only) = state.begin_judging() else { return };
    for path in paths {
        let seen = stamp(&state.folder.place(&path));
        let generation = state.generation.load(Ordering::Relaxed);
        let read = path.clone();
        let text = blocking(&state, move |state| state.folder.text(&read)).await;
        let judged = match text {
            Ok(Ok(DeskText { text, format, .. })) => {
                match state.ask(&path, format, text, DeskWish::Judgement).await {
                    Ok(DeskAnswer::Judged(judged)) => judged,
                    _ => Judged::default(),
                }
            }
            _ => Judged::default(),
        };
        state.remember(&path, seen, generation, judged);
    }
    state.events.tell(DeskEvent::folder());
}

/// A release as it is on the disk.
pub async fn release(
    State(state): State<SharedDesk>,
    Query(query): Query<PathQuery>,
) -> DeskAnswered {
    let path = state.path(&query.path)?;
    let asked = path.clone();
    let text = blocking(&state, move |state| {
        if state.folder.is_free(&asked) {
            return Err(DeskRefusal::NotFound);
        }
        Ok(state.folder.text(&asked)?)
    });
    let text = text.await??;
    state.open.open(&state.folder, &path, Some(text.version.clone()));
    let is_readonly = std::fs::metadata(state.folder.place(&path))
        .is_ok_and(|about| about.permissions().readonly());
    let source = letterpress::source::Source::from_text(
        path.as_str(),
        text.format.format(),
        text.text.clone(),
    );
    Ok(json_answer(
        StatusCode::OK,
        &json!({
            "path": path.as_str(),
            "text": text.text,
            "version": text.version,
            "head_length": super::item::head_length(&source),
            "writable": !is_readonly,
            "format": text.format,
        }),
    ))
}

/// Saves a release, if nobody else has meanwhile.
pub async fn save(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let SaveRequest { path, text, base } = json_body(body).await?;
    let path = state.path(&path)?;
    if path.format().is_none() {
        return Err(DeskRefusal::broken("this is no name of a release"));
    }
    let asked = path.clone();
    let saved =
        blocking(&state, move |state| state.folder.save(&asked, &text, base.as_deref())).await??;
    match saved {
        Saved::Done(version) => {
            state.open.open(&state.folder, &path, Some(version.clone()));
            state.events.tell(DeskEvent::file(&path, Some(&version)));
            Ok(json_answer(StatusCode::OK, &json!({"version": version})))
        }
        Saved::Changed(now) => {
            let (text, version) = match now {
                Some(_) => {
                    let now = blocking(&state, move |state| state.folder.text(&path)).await??;
                    (Some(now.text), Some(now.version))
                }
                None => (None, None),
            };
            Err(DeskRefusal::Conflict(json!({"text": text, "version": version})))
        }
    }
}

/// Begins a release.
pub async fn new(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let NewRequest { kind, name, letterhead, language } = json_body(body).await?;
    if state.folder.only.is_some() {
        return Err(DeskRefusal::broken("this desk is for one release"));
    }
    let kind = kind.unwrap_or_else(|| Kind::default().as_str().to_owned());
    let name = name.unwrap_or_else(|| kind.clone());
    let stem = name.strip_suffix(".md").unwrap_or(&name);
    let path = DeskPath::parse(&format!("{stem}.md"));
    let path = path.ok_or_else(|| DeskRefusal::broken("this is no name of a file"))?;
    if let Some((folder, _)) = stem.rsplit_once('/')
        && !state.folder.root().join(folder).is_dir()
    {
        let reason = format!("there is no folder `{folder}`: a slash parts folders from names");
        return Err(DeskRefusal::Broken(reason));
    }
    let wish = DeskWish::Scaffold { kind, letterhead, language };
    let text = match state.ask(&path, TextFormat::Md, String::new(), wish).await? {
        DeskAnswer::Scaffold(Ok(text)) => text,
        DeskAnswer::Scaffold(Err(diagnostics)) => {
            let body = json!({"diagnostics": diagnostics});
            return Ok(json_answer(StatusCode::UNPROCESSABLE_ENTITY, &body));
        }
        _ => return Err(DeskRefusal::wrong_answer()),
    };
    let path = blocking(&state, move |state| state.folder.create(&path, text.into_bytes()));
    let path = path.await??;
    state.events.tell(DeskEvent::folder());
    Ok(json_answer(StatusCode::OK, &json!({"path": path.as_str()})))
}

/// Begins a release as a copy of another one.
pub async fn duplicate(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let PathQuery { path } = json_body(body).await?;
    let path = state.path(&path)?;
    let read = path.clone();
    let DeskText { text, format, .. } =
        blocking(&state, move |state| state.folder.text(&read)).await??;
    let DeskAnswer::Scaffold(Ok(text)) = state.ask(&path, format, text, DeskWish::Copy).await?
    else {
        return Err(DeskRefusal::wrong_answer());
    };
    // Its own name is taken.
    let path = blocking(&state, move |state| state.folder.create_like(&path, &text)).await??;
    state.events.tell(DeskEvent::folder());
    Ok(json_answer(StatusCode::OK, &json!({"path": path.as_str()})))
}
