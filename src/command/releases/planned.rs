//! A release of a run, before it is worked on.

use letterpress::diagnostic::Diagnostic;

use super::record::ReleaseRecord;
use super::request::ReleaseRequest;
use crate::command::walk::FoundFile;

/// A release that is to be worked on.
#[derive(Debug, Clone)]
pub struct Planned {
    pub request: ReleaseRequest,
    /// Why it cannot be worked on.
    pub error: Option<Diagnostic>,
    /// What the manifest says of it.
    pub known: Option<ReleaseRecord>,
}

impl From<ReleaseRequest> for Planned {
    fn from(request: ReleaseRequest) -> Self {
        Self { request, error: None, known: None }
    }
}

/// A list of files keeps them as they were found, for there may be a hundred thousand, and a request
/// has many fields.
impl From<FoundFile> for Planned {
    fn from(found: FoundFile) -> Self {
        let request = ReleaseRequest::from(&found);
        Self { request, error: found.error.map(|error| *error), known: None }
    }
}

impl From<&FoundFile> for ReleaseRequest {
    fn from(found: &FoundFile) -> Self {
        let mut request = Self::of_file(&found.path);
        request.found = found.below.is_some();
        request.mirrored = found.below.as_deref().map(Into::into);
        request
    }
}
