//! What became of a release, for programs: a line of standard output, of a manifest, of a worker.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use letterpress::Fingerprint;
use letterpress::diagnostic::{Code, Diagnostic, DiagnosticReport, codes};
use letterpress::files::{InputFile, InputRole};
use letterpress::limits::Limits;
use letterpress::read::{self, SourceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::echo::Echo;
use super::request::{KnownFile, KnownResult};
use crate::command::any_path::JsonPath;
use crate::command::batch::{Done, HeldFile};
use crate::command::input::Input;
use crate::command::sha256::sha256;
use crate::command::workers::PROGRAM;
use crate::command::written::{Contents, WrittenFile};
use crate::terminal::{Counts, Ending, FileFormat, FileState};

/// Why a release is skipped, and not because it is none.
pub const RESULTS_ARE_THERE: &str = "its results are there";

/// Warnings about a release beside others of its run.
const OF_RUNS: [Code; 2] = [codes::REPEATED_ID, codes::OUTPUT_REPEATED];

/// What became of a release.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReleaseRecord {
    /// What the release is called.
    pub release: JsonPath,
    /// Its id, if it could be read.
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub version: Option<u32>,
    pub outcome: Ending,
    /// Why it was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The program that says so, and its version.
    pub program: String,
    /// Stays the same as long as the program, its options and all inputs do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The files from which it was made; none where it could not be read.
    #[serde(default)]
    pub inputs: Vec<InputRecord>,
    /// The files that were written.
    #[serde(default)]
    pub outputs: Vec<OutputRecord>,
    /// Files of an earlier run that were removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<JsonPath>,
    /// In a manifest: files of earlier runs that this one has neither written nor removed, as they
    /// were entered then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<OutputRecord>,
    #[serde(flatten)]
    pub counts: Counts,
    /// How long it took.
    pub milliseconds: f64,
    /// What is to be said of it.
    #[serde(default)]
    #[schemars(with = "Vec<DiagnosticReport<'static>>")]
    pub diagnostics: Vec<Value>,
    /// What the request said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echo: Option<Echo>,
}

/// A file from which a release was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InputRecord {
    #[schemars(with = "InputRole")]
    pub role: String,
    pub file: JsonPath,
    pub bytes: u64,
    /// As 64 hexadecimal digits.
    pub sha256: String,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutputRecord {
    /// Where; nowhere if its bytes are here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<JsonPath>,
    pub format: FileFormat,
    /// What a PDF is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// How many pages it holds, if it holds pages.
    #[serde(default)]
    pub pages: Option<usize>,
    pub bytes: u64,
    /// As 64 hexadecimal digits.
    // None on its way to a run that tells nobody.
    #[schemars(with = "String")]
    pub sha256: Option<String>,
    /// The standards that a PDF claims to keep.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standards: Vec<String>,
    pub state: FileState,
    /// Its bytes, in Base64, where `-o -` was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

impl ReleaseRecord {
    /// Of a release of which nothing else is known.
    pub fn new(release: impl Into<JsonPath>, outcome: Ending) -> Self {
        Self {
            release: release.into(),
            id: None,
            version: None,
            outcome,
            reason: None,
            program: PROGRAM.to_owned(),
            key: None,
            inputs: Vec::new(),
            outputs: Vec::new(),
            removed: Vec::new(),
            kept: Vec::new(),
            counts: Counts::default(),
            milliseconds: 0.0,
            diagnostics: Vec::new(),
            echo: None,
        }
    }

    /// Whether it turned out to be no release.
    pub fn is_no_release(&self) -> bool {
        self.reason.as_deref().is_some_and(|reason| reason != RESULTS_ARE_THERE)
    }

    /// Whether nothing was done because all files are there.
    pub fn has_results_already(&self) -> bool {
        self.reason.as_deref() == Some(RESULTS_ARE_THERE)
    }

    /// Takes what is to be said of it.
    pub fn with_diagnostics(mut self, diagnostics: &[Diagnostic]) -> Self {
        self.counts = Counts::of(diagnostics);
        let release = self.release.to_string();
        self.diagnostics = diagnostics.iter().map(|one| report(one, &release)).collect();
        self
    }

    /// Takes what it would be made of.
    pub fn with_fingerprint(self, fingerprint: &Fingerprint, input: &Input, key: String) -> Self {
        Self { key: Some(key), ..self.with_inputs(fingerprint, input) }
    }

    /// The same without the key, where nobody keeps the results.
    pub fn with_inputs(mut self, fingerprint: &Fingerprint, input: &Input) -> Self {
        self.id = Some(fingerprint.id.clone());
        self.version = Some(fingerprint.version);
        let inputs = fingerprint.inputs.iter();
        self.inputs = inputs.map(|file| InputRecord::of(file, input)).collect();
        self
    }

    /// Takes what the text of a release says of it, if that can be read. A pipe is read once only.
    pub fn with_text(mut self, input: &Input, limits: &Limits) -> Self {
        if input.is_stream() {
            return self;
        }
        let Ok(source) = input.read(limits.text.bytes) else { return self };
        if let SourceKind::Release { id } = read::kind(&source) {
            self.id = id;
        }
        let (file, bytes) = (real_path(source.name(), input), source.text().len() as u64);
        let sha256 = sha256(source.text().as_bytes());
        let role = InputRole::Release.as_str().to_owned();
        self.inputs = vec![InputRecord { role, file, bytes, sha256 }];
        self
    }

    /// Takes what was made.
    pub fn with_outputs(mut self, done: &Done) -> Self {
        let written = done.written.iter().map(OutputRecord::from);
        self.outputs = written.chain(done.held.iter().map(OutputRecord::from)).collect();
        self.removed = done.removed.iter().map(|path| path.as_path().into()).collect();
        self
    }

    /// Whether files are known that `render` has written.
    pub fn has_files(&self) -> bool {
        self.outputs.iter().chain(&self.kept).any(|output| output.file.is_some())
    }

    /// Takes the files of earlier runs that are not among its own. One that has none may have been
    /// refused, or made elsewhere; otherwise what is no longer there is forgotten.
    pub fn take_over(&mut self, earlier: Self) {
        let files = earlier.outputs.into_iter().chain(earlier.kept);
        self.kept = files.filter(|output| self.has_left(output)).collect();
    }

    /// Whether a file of an earlier run is as it was, by all that this one knows.
    fn has_left(&self, output: &OutputRecord) -> bool {
        let Some(file) = &output.file else { return false };
        let is_own = self.outputs.iter().any(|own| own.file.as_ref() == Some(file));
        if is_own || self.removed.contains(file) {
            return false;
        }
        let has_own = self.outputs.iter().any(|own| own.file.is_some());
        !has_own || PathBuf::from(file.clone()).symlink_metadata().is_ok()
    }

    /// Takes one more warning.
    pub fn warn(&mut self, warning: &Diagnostic) {
        self.counts.warnings += 1;
        self.diagnostics.push(report(warning, &self.release.to_string()));
    }

    /// The same without the bytes of files.
    pub fn without_files(&self) -> Self {
        let mut record = self.clone();
        record.outputs.iter_mut().for_each(|output| output.data = None);
        record
    }

    /// What a worker is told of it, to see whether it still holds. Only what was well is.
    pub fn known(&self) -> Option<KnownResult> {
        let is_well = matches!(self.outcome, Ending::Issued | Ending::Fine | Ending::Unchanged);
        let key = self.key.clone().filter(|_| is_well)?;
        let files = self.outputs.iter().map(|output| {
            let (file, sha256) = (output.file.clone()?, output.sha256.clone()?);
            Some(KnownFile { file, sha256 })
        });
        Some(KnownResult { key, outputs: files.collect::<Option<_>>()? })
    }

    /// What an earlier run says of a release that has not changed since. What it has said of several
    /// releases together is left out: this run says anew what is so today.
    pub fn repeated(mut self, request: &Self) -> Self {
        let before = self.diagnostics.len();
        self.diagnostics.retain(|one| {
            let code = one.get("code").and_then(Value::as_str);
            !OF_RUNS.iter().any(|of_runs| code == Some(of_runs.name()))
        });
        let left_out = before - self.diagnostics.len();
        self.counts.warnings = self.counts.warnings.saturating_sub(left_out);
        let outputs = self.outputs.into_iter().map(|output| OutputRecord {
            state: FileState::Unchanged,
            data: None,
            ..output
        });
        Self {
            outcome: Ending::Unchanged,
            outputs: outputs.collect(),
            removed: Vec::new(),
            milliseconds: request.milliseconds,
            echo: request.echo.clone(),
            ..self
        }
    }
}

/// A time in milliseconds, to the tenth.
pub fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}

/// A diagnostic of a release in JSON.
pub fn report(diagnostic: &Diagnostic, release: &str) -> Value {
    let report = DiagnosticReport { diagnostic, release: Some(release) };
    #[expect(clippy::expect_used, reason = "it has no map whose keys are no texts")]
    serde_json::to_value(report).expect("a map with string keys is always JSON")
}

impl From<&HeldFile> for OutputRecord {
    fn from(file: &HeldFile) -> Self {
        let Contents { format, target, pages, standards } = &file.contents;
        Self {
            file: None,
            format: *format,
            target: target.map(|target| target.as_str().to_owned()),
            pages: *pages,
            bytes: file.bytes.len() as u64,
            sha256: Some(sha256(&file.bytes)),
            standards: standards.iter().map(ToString::to_string).collect(),
            state: FileState::New,
            data: Some(BASE64.encode(&file.bytes)),
        }
    }
}

impl InputRecord {
    /// A file from which the release of an input was made.
    fn of(file: &InputFile, input: &Input) -> Self {
        Self {
            role: file.role.as_str().to_owned(),
            file: real_path(&file.file, input),
            bytes: file.bytes,
            sha256: file.sha256.clone(),
        }
    }
}

/// The path of a file that is called so: where that of the release is not UTF-8, it is the release
/// itself or a file in its folder.
fn real_path(name: &str, input: &Input) -> JsonPath {
    let Some(release) = input.file().filter(|file| file.to_str().is_none()) else {
        return name.to_owned().into();
    };
    if name == release.to_string_lossy() {
        return release.into();
    }
    let below = Path::new(name).strip_prefix(&*input.folder().to_string_lossy());
    below.map_or_else(
        |_| name.to_owned().into(),
        |below| input.folder().join(below).as_path().into(),
    )
}

impl From<&WrittenFile> for OutputRecord {
    fn from(file: &WrittenFile) -> Self {
        Self {
            file: Some(Path::new(&file.path).into()),
            format: file.format,
            target: file.target.map(|target| target.as_str().to_owned()),
            pages: file.pages,
            bytes: file.bytes,
            sha256: file.sha256.clone(),
            standards: file.standards.iter().map(ToString::to_string).collect(),
            state: file.state,
            data: None,
        }
    }
}
