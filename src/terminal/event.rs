//! What a run reports while it goes on and at its end. Each event is a line of JSON; people
//! read the same in words.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, DiagnosticReport};
use letterpress::mail::LeftOut;
use letterpress::mail::journal::DeliveryState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something to report.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Event")]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum UiEvent<'a> {
    Diagnostic(DiagnosticReport<'a>),
    Written(Written<'a>),
    Removed(Removed<'a>),
    Release(Outcome<'a>),
    Letterhead(FileOutcome<'a>),
    Layout(FileOutcome<'a>),
    Pdf(FileOutcome<'a>),
    Summary(Summary),
    Delivery(DeliveryUpdate<'a>),
    Deliveries(Deliveries<'a>),
    /// What was done, in words; for people only.
    #[serde(skip)]
    Status(&'a str),
}

impl<'a> UiEvent<'a> {
    /// A diagnostic that belongs to no single release.
    pub fn diagnostic(diagnostic: &'a Diagnostic) -> Self {
        Self::Diagnostic(DiagnosticReport { diagnostic, release: None })
    }
}

/// A file that was written.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Written<'a> {
    /// What the release is called.
    pub release: &'a str,
    /// Where it was written.
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "String")]
    pub file: &'a Path,
    /// How many pages the file holds, if it holds pages.
    pub pages: Option<usize>,
    /// Whether it had the same bytes already, and was not touched; left out where it is not so.
    #[serde(rename = "unchanged", skip_serializing_if = "std::ops::Not::not")]
    pub is_unchanged: bool,
    /// Whether it is one of many messages, which are reported to people as a whole.
    #[serde(skip)]
    pub is_one_of_many: bool,
}

/// A file that was removed: a page of an earlier run that had more of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Removed<'a> {
    /// What the release is called.
    pub release: &'a str,
    /// Where the file was.
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "String")]
    pub file: &'a Path,
}

/// What became of a release.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome<'a> {
    /// What it is called.
    pub release: &'a str,
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// What became of a letterhead or a layout that was checked, or of a PDF that was inspected.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileOutcome<'a> {
    /// Its file.
    pub file: &'a str,
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// How something ended, and what was found in it.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Judgement {
    pub outcome: Ending,
    #[serde(flatten)]
    pub counts: Counts,
    /// What was to be done and was not, for people: `not issued`; empty for a mere check.
    #[serde(skip)]
    pub failure: &'static str,
}

/// How one release, letterhead or PDF ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// It was checked, and there is no error in it.
    Fine,
    /// It was set and written.
    Issued,
    /// Its messages were written.
    Composed,
    /// It was reported what would be sent.
    Previewed,
    /// The relay accepted the message of every recipient.
    #[serde(rename = "sent")]
    AllAccepted,
    /// Some messages were not accepted.
    Incomplete,
    /// It is fine, but was not sent because something else is wrong.
    NotSent,
    /// It was inspected.
    Inspected,
    /// It was refused for an error of its own, or for a warning where warnings are denied.
    Refused,
    /// Something other than itself failed.
    Failed,
}

/// How many diagnostics there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Counts {
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|one| one.is_error()).count();
        let warnings = diagnostics.iter().filter(|one| one.is_warning()).count();
        Self { errors, warnings, notes: diagnostics.len() - errors - warnings }
    }

    pub fn add(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
}

/// What became of everything that was named: the last line of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// How many releases, letterheads or PDFs there were.
    pub total: usize,
    /// How many of them are as they should be.
    pub fine: usize,
    /// How many were refused for errors of their own.
    pub refused: usize,
    /// How many failed for another reason, or were not sent to everybody.
    pub failed: usize,
    #[serde(flatten)]
    pub counts: Counts,
    #[serde(skip)]
    pub words: Words,
}

/// The words in which a task is reported to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// What it is done with, in the plural.
    pub what: &'static str,
    /// What those are that are as they should be.
    pub fine: &'static str,
    /// What was to be done and was not: `not issued`; empty for a mere check.
    pub failed: &'static str,
}

/// What has become of one message.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Delivery")]
pub struct DeliveryUpdate<'a> {
    /// What the release is called.
    pub release: &'a str,
    /// Whose message it is.
    pub recipient: &'a str,
    /// What is known now.
    #[serde(serialize_with = "state_name")]
    #[schemars(schema_with = "state_names")]
    pub state: DeliveryState,
    /// What the relay answered, or why nothing could be sent.
    pub reply: &'a str,
    /// When it is tried again in this run, in seconds.
    #[serde(rename = "again_in_seconds", serialize_with = "as_seconds")]
    #[schemars(with = "Option<f64>")]
    pub again_in: Option<Duration>,
    /// How many messages are done with.
    pub done: usize,
    /// How many there are in this run.
    pub total: usize,
}

/// How all deliveries of a release stand.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Deliveries<'a> {
    /// What the release is called.
    pub release: &'a str,
    /// Its `id`.
    pub id: &'a str,
    pub version: u32,
    /// How many recipients there are.
    pub recipients: usize,
    pub left_out: LeftOutCounts,
    /// Whether it was a test, of which the journal knows nothing.
    #[serde(rename = "test")]
    pub is_test: bool,
    /// How many of them there are in each state.
    pub states: BTreeMap<&'static str, usize>,
    /// How long it took.
    pub seconds: f64,
    /// Whether somebody stopped it.
    #[serde(rename = "stopped")]
    pub is_stopped: bool,
}

/// How many lines of the lists nothing was sent to, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOutCounts {
    /// No address could be read.
    pub broken: usize,
    /// The address stands on a list already.
    pub duplicate: usize,
    /// The address wants no mail.
    pub suppressed: usize,
}

impl From<Option<LeftOut>> for LeftOutCounts {
    fn from(left_out: Option<LeftOut>) -> Self {
        let LeftOut { broken, duplicate, suppressed, .. } = left_out.unwrap_or_default();
        Self { broken, duplicate, suppressed }
    }
}

impl LeftOutCounts {
    /// The same in words: "1 broken, 2 double"; nothing where no line was left out.
    pub fn words(self) -> Option<String> {
        let counts =
            [(self.broken, "broken"), (self.duplicate, "double"), (self.suppressed, "suppressed")];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        let words: Vec<_> = counts.map(|(count, word)| format!("{count} {word}")).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

impl Deliveries<'_> {
    /// How many are in a state.
    pub fn count(&self, state: DeliveryState) -> usize {
        self.states.get(state.as_str()).copied().unwrap_or_default()
    }
}

fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

fn state_name<S: serde::Serializer>(
    state: &DeliveryState,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.as_str())
}

/// The names of all states of a delivery.
pub fn state_names(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": DeliveryState::ALL.map(DeliveryState::as_str) })
}

fn as_seconds<S: serde::Serializer>(
    pause: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    pause.map(|pause| pause.as_secs_f64()).serialize(serializer)
}
