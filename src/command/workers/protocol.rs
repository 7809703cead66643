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

/// What became of a release.
#[derive(Debug, Serialize, Deserialize)]
pub struct Reply<T> {
    pub release: usize,
    /// What the run goes on with.
    pub result: T,
    /// What is to be printed of it, in the form that was asked for.
    pub output: String,
}

/// How a worker ends that has taken more memory than it may.
pub const TOO_MUCH_MEMORY: u8 = 75;
