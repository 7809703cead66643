//! Sending, by the command that sends from the terminal: its preview, its guards, its journal.
//!
//! A page never sees a password. The relay and its login come from where `letterpress mail send`
//! takes them: the options and the environment of the desk, and the letterhead.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use letterpress::mail::Address;
use letterpress::message;
use serde::Deserialize;
use serde_json::{Value, json};

use super::events::DeskEvent;
use super::folder::DeskPath;
use super::own_program::{each_line, printed};
use super::refusal::{DeskAnswered, DeskRefusal, json_answer};
use super::state::{DeskState, SharedDesk, blocking, json_body};
use crate::command::input_output;
use crate::command::mail::test_address;
use crate::command::sha256::sha256;
use crate::terminal::reason;

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
    /// The words of the command line that sends.
    words: Vec<String>,
    /// What the preview has printed, and how it ended.
    lines: Vec<Value>,
    exit: Option<i32>,
    is_test: bool,
    /// By which it is seen that nothing has changed since.
    key: String,
}

impl SendingPlan {
    /// Has the command say what it would do.
    fn new(state: &DeskState, request: &PlanRequest) -> Result<Self, DeskRefusal> {
        let path = state.path(&request.path)?;
        let mut seen = vec![state.folder.read(&path)?.version];
        let mut rest = state.typed.sending_options();
        rest.extend(["--".to_owned(), state.folder.place(&path).display().to_string()]);
        // A test goes to nobody else, whatever list is chosen beside it.
        let (words, (lines, exit)) = match (&request.test, &request.recipients) {
            (Some(typed), _) => {
                let address = test_address(typed)?;
                let words = command(&format!("--test={address}"), &rest);
                (words, preview_of_test(&address, &rest)?)
            }
            (None, Some(list)) => {
                let list = DeskPath::parse(list)
                    .ok_or_else(|| DeskRefusal::broken("this is no name of a list"))?;
                seen.push(state.folder.read(&list)?.version);
                let to = format!("--to={}", state.folder.place(&list).display());
                let preview = printed(&command(&to, &rest))?;
                rest.insert(0, to);
                (command("--yes", &rest), preview)
            }
            (None, None) => {
                return Err(DeskRefusal::broken("name a list, or an address for a test"));
            }
        };
        // Of what comes on two outputs, now one is read first and now the other.
        let said = lines.iter().map(Value::to_string).collect::<BTreeSet<_>>();
        seen.extend(said);
        seen.extend(words.iter().cloned());
        let key = sha256(seen.join("\n").as_bytes());
        Ok(Self { path, words, lines, exit, is_test: request.test.is_some(), key })
    }

    /// The line that says to whom what would go.
    fn preview(&self) -> Option<&Value> {
        self.lines.iter().find(|line| line["type"] == "preview")
    }

    fn count(&self) -> u64 {
        if self.is_test {
            return 1;
        }
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

/// The words of `mail send` with one more option.
fn command(option: &str, rest: &[String]) -> Vec<String> {
    let words = ["mail", "send", option].map(ToOwned::to_owned);
    words.into_iter().chain(rest.iter().cloned()).collect()
}

/// What a test would look like. `--test` sends at once, so this is the preview of a list that has
/// nobody but the address.
fn preview_of_test(
    address: &Address,
    rest: &[String],
) -> Result<(Vec<Value>, Option<i32>), DeskRefusal> {
    let list = tempfile::Builder::new().suffix(".txt").tempfile();
    let list = list.and_then(|mut file| writeln!(file, "{address}").map(|()| file));
    let list = list.map_err(|error| {
        input_output(message!(
            "no temporary file can be written ({reason})",
            reason = reason(&error)
        ))
    })?;
    let name = list.path().display().to_string();
    let (mut lines, exit) = printed(&command(&format!("--to={name}"), rest))?;
    lines.iter_mut().for_each(|line| rename(line, &name));
    Ok((lines, exit))
}

/// Calls the list of a test what `mail send` calls it: its file has another name each time.
fn rename(line: &mut Value, name: &str) {
    match line {
        Value::String(text) => *text = text.replace(name, "--test"),
        Value::Array(list) => list.iter_mut().for_each(|one| rename(one, name)),
        Value::Object(fields) => fields.values_mut().for_each(|one| rename(one, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
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
    let sent = each_line(&plan.words, |line| state.events.tell(DeskEvent::sending(run, line)));
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
    let is_delivery = |line: &Value| line["type"] == "status";
    let (deliveries, others): (Vec<_>, Vec<_>) = lines.into_iter().partition(is_delivery);
    let body = json!({"deliveries": deliveries, "diagnostics": others, "exit": exit});
    Ok(json_answer(StatusCode::OK, &body))
}
