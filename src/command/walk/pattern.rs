//! Patterns that are wrong, and what can be said of them.

/// What patterns are.
pub const PATTERNS: &str = "patterns are those of a .gitignore: `drafts/`, `*.old.md`, `2004/**`";

/// The error without the places that it was passed on with.
pub fn innermost(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithLineNumber { err, .. }
        | ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. } => innermost(err),
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}
