//! What a run reports while it goes on and at its end. Each event is a line of JSON; people
//! read the same in words.

use std::collections::BTreeMap;
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, DiagnosticReport};
use letterpress::mail::LeftOut;
use letterpress::mail::journal::DeliveryState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::file_report::{Removed, Written};

/// Something to report.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Event")]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum UiEvent<'a> {
    Diagnostic(DiagnosticReport<'a>),
    Fixed(Fixed<'a>),
    Written(Written<'a>),
    Removed(Removed<'a>),
    Changed(Changed<'a>),
    Watching(Watching),
    Release(Outcome<'a>),
    Skipped(Skipped<'a>),
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

/// A release in whose file faults were mended.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Fixed<'a> {
    /// What it is called.
    pub release: &'a str,
    /// How many.
    pub count: usize,
}

/// What became of a release.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome<'a> {
    /// What it is called.
    pub release: &'a str,
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// Files of watched releases that have changed, for which releases are set again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changed<'a> {
    /// Those that are new or have changed.
    pub files: &'a [String],
    /// Those that are no longer there.
    pub gone: &'a [String],
}

/// Everything is set as far as it can be, and files are watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Watching {
    /// How many releases are watched.
    pub releases: usize,
    /// How many files they are made from.
    pub files: usize,
}

/// A file that was passed over.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Skipped<'a> {
    /// What the file is called.
    pub release: &'a str,
    /// Why: "it is no release".
    pub reason: &'a str,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
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
    /// Nothing was done: its inputs, options and results are as an earlier run has left them.
    Unchanged,
    /// It was passed over: it is no release, or its results are there.
    Skipped,
    /// It is what its release becomes, byte by byte.
    Same,
    /// It begins with what its release becomes, and is sealed with a signature.
    SameAndSealed,
    /// It is not what its release becomes.
    Differs,
    /// Another version of letterpress wrote it.
    OtherVersion,
    /// The release it was made of is not known.
    NoSource,
    /// A file that it was made of is missing, or was changed since.
    InputsMissing,
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// How many releases, letterheads or PDFs there were.
    pub total: usize,
    /// How many of them are as they should be.
    pub fine: usize,
    /// How many were refused for errors of their own.
    pub refused: usize,
    /// How many failed for another reason, or were not sent to everybody.
    pub failed: usize,
    /// How many had not changed since an earlier run; left out where there are none.
    #[serde(skip_serializing_if = "is_zero")]
    pub unchanged: usize,
    /// How many were passed over; left out where there are none.
    #[serde(skip_serializing_if = "is_zero")]
    pub skipped: usize,
    /// How many are left, because the run was stopped; left out where there are none.
    #[serde(skip_serializing_if = "is_zero")]
    pub left: usize,
    #[serde(flatten)]
    pub counts: Counts,
    /// How many had which verdict, where files were verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdicts: Option<VerdictCounts>,
    #[serde(skip)]
    pub words: Words,
}

/// How many of the files that were verified had which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VerdictCounts {
    pub same: usize,
    pub same_and_sealed: usize,
    pub differs: usize,
    pub other_version: usize,
    pub no_source: usize,
    pub inputs_missing: usize,
    /// Those without a verdict: they could not be read, or something went wrong.
    pub failed: usize,
}

impl VerdictCounts {
    /// Counts one that ended so.
    pub fn count(&mut self, ending: Ending) {
        *match ending {
            Ending::Same => &mut self.same,
            Ending::SameAndSealed => &mut self.same_and_sealed,
            Ending::Differs => &mut self.differs,
            Ending::OtherVersion => &mut self.other_version,
            Ending::NoSource => &mut self.no_source,
            Ending::InputsMissing => &mut self.inputs_missing,
            _ => &mut self.failed,
        } += 1;
    }

    /// Each count with its name.
    pub fn named(self) -> [(usize, &'static str); 7] {
        [
            (self.same, "same"),
            (self.same_and_sealed, "same and sealed"),
            (self.differs, if self.differs == 1 { "differs" } else { "differ" }),
            (self.other_version, "other version"),
            (self.no_source, "no source"),
            (self.inputs_missing, "inputs missing"),
            (self.failed, "failed"),
        ]
    }
}

/// The words in which a task is reported to people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
