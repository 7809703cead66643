//! What a run and its workers tell each other: a line of JSON each.

use serde::{Deserialize, Serialize};

/// The next release of a worker.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// Its place among the releases of the command line.
    pub release: usize,
    /// What standard input held, if that is where it comes from: a worker's own brings requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_input: Option<Vec<u8>>,
}

/// A line of a worker: what became of the release that it was asked for, or before that a word
/// about it.
#[derive(Debug, Serialize, Deserialize)]
pub struct WorkerLine<T> {
    /// A layout of one's own sets the release, and is to blame if the worker is lost now.
    pub has_layout: bool,
    pub reply: Option<Reply<T>>,
}

/// What became of a release.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reply<T> {
    pub release: usize,
    /// What the run goes on with.
    pub result: T,
    /// What is to be printed of it, in the form that was asked for.
    pub output: String,
    /// What is to be written to standard output, of the only release.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bytes: Vec<u8>,
}

/// How a worker ends that has taken more memory than it may.
pub const TOO_MUCH_MEMORY: u8 = 75;
