//! Sending, by the command that sends from the terminal: its preview, its guards, its journal.
//!
//! A page never sees a password. The relay and its login come from where `letterpress mail send`
//! takes them: the options and the environment of the desk, and the letterhead.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::events::DeskEvent;
use super::folder::DeskPath;
use super::own_program::{each_line, printed};
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{DeskState, SharedDesk, blocking, json_body};
use crate::command::sha256::sha256;

/// To whom a release is to go.
#[derive(Debug, Clone, Deserialize)]
pub struct PlanRequest {
    path: String,
    /// A list in the folder.
    recipients: Option<String>,
    /// An address for a test, which leaves no trace.
    test: Option<String>,
}

/// What somebody has seen and wants to be done.
#[derive(Debug, Deserialize)]
pub struct GoRequest {
    #[serde(flatten)]
    planned: PlanRequest,
    plan: String,
    count: u64,
    subject: String,
}

/// What would be done.
struct SendingPlan {
    path: DeskPath,
    /// The words of the command line, but for `--yes`.
    words: Vec<String>,
    /// The lines that it printed.
    lines: Vec<Value>,
    exit: Option<i32>,
    /// By which it is seen that nothing has changed since.
    key: String,
}

impl SendingPlan {
    /// Has the command say what it would do.
    fn new(state: &DeskState, request: &PlanRequest) -> Result<Self, DeskRefusal> {
        let path = state.path(&request.path)?;
        let file = state.folder.read(&path)?;
        let mut words = vec!["mail".to_owned(), "send".to_owned()];
        let mut seen = vec![file.version];
        match (&request.recipients, &request.test) {
            (Some(list), None) => {
                let list = DeskPath::parse(list)
                    .ok_or_else(|| DeskRefusal::broken("this is no name of a list"))?;
                seen.push(state.folder.read(&list)?.version);
                words.push(format!("--to={}", state.folder.place(&list).display()));
            }
            (None, Some(address)) => words.push(format!("--test={address}")),
            _ => return Err(DeskRefusal::broken("name a list, or an address for a test")),
        }
        words.extend(state.typed.sending_options());
        words.extend(["--".to_owned(), state.folder.place(&path).display().to_string()]);
        let (lines, exit) = printed(&words)?;
        seen.extend(lines.iter().map(Value::to_string));
        seen.extend(words.iter().cloned());
        let key = sha256(seen.join("\n").as_bytes());
        Ok(Self { path, words, lines, exit, key })
    }

    /// The line that says to whom what would go.
    fn preview(&self) -> Option<&Value> {
        self.lines.iter().find(|line| line["type"] == "preview")
    }

    fn count(&self) -> u64 {
        self.preview().and_then(|preview| preview["due"].as_u64()).unwrap_or_default()
    }

    fn subject(&self) -> &str {
        self.preview().and_then(|preview| preview["subject"].as_str()).unwrap_or_default()
    }

    fn answer(&self) -> Value {
        let preview = self.preview().cloned().unwrap_or(Value::Null);
        let is_diagnostic = |line: &&Value| line["type"] == "diagnostic";
        let diagnostics: Vec<_> = self.lines.iter().filter(is_diagnostic).collect();
        json!({
            "plan": preview.is_object().then_some(&self.key),
            "count": self.count(),
            "subject": self.subject(),
            "from": preview["from"],
            "skipped": preview["left_out"],
            "preview": preview,
            "diagnostics": diagnostics,
            "exit": self.exit,
        })
    }
}

/// What would go out: nothing leaves.
pub async fn plan(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let request: PlanRequest = json_body(body).await?;
    let plan = blocking(&state, move |state| SendingPlan::new(state, &request)).await??;
    Ok(json_answer(StatusCode::OK, &plan.answer()))
}

/// Sends what somebody has seen, if it is still that.
pub async fn go(State(state): State<SharedDesk>, body: Body) -> DeskAnswered {
    let GoRequest { planned, plan: seen, count, subject } = json_body(body).await?;
    let plan = blocking(&state, move |state| SendingPlan::new(state, &planned)).await??;
    if plan.key != seen || plan.count() != count || plan.subject() != subject {
        return Err(DeskRefusal::Conflict(plan.answer()));
    }
    if !state.runs.begin(&plan.path) {
        return Err(DeskRefusal::broken("this release is being sent already"));
    }
    let run = plan.key.chars().take(16).collect::<String>();
    tokio::task::spawn_blocking({
        let (state, run) = (Arc::clone(&state), run.clone());
        move || {
            let exit = send(&state, &plan, &run);
            state.runs.end(&plan.path);
            state.events.tell(DeskEvent::sent(&run, exit));
            state.events.tell(DeskEvent::folder());
        }
    });
    Ok(json_answer(StatusCode::OK, &json!({"run": run})))
}

/// Sends, and tells the pages line by line.
fn send(state: &DeskState, plan: &SendingPlan, run: &str) -> Option<i32> {
    let mut words = plan.words.clone();
    words.insert(2, "--yes".to_owned());
    let sent = each_line(&words, |line| state.events.tell(DeskEvent::sending(run, line)));
    sent.unwrap_or_else(|error| {
        state.events.tell(DeskEvent::sending(run, json!({"message": error.message})));
        None
    })
}

/// A release whose deliveries are asked for.
#[derive(Debug, Deserialize)]
pub struct StatusQuery {
    path: String,
}

/// Who has a release, as the journal knows it.
pub async fn status(
    State(state): State<SharedDesk>,
    Query(query): Query<StatusQuery>,
) -> DeskAnswered {
    let path = state.path(&query.path)?;
    let lines = blocking(&state, move |state| {
        let mut words = vec!["mail".to_owned(), "status".to_owned()];
        words.extend(state.typed.journal_options());
        words.extend(["--".to_owned(), state.folder.place(&path).display().to_string()]);
        printed(&words)
    });
    let (lines, exit) = lines.await??;
    Ok(json_answer(StatusCode::OK, &json!({"lines": lines, "exit": exit})))
}
