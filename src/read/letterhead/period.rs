//! What a letterhead is in one period of its use.

use crate::diagnostic::Diagnostic;
use crate::field::{FieldMap, NodeEntry};
use crate::letterhead::Letterhead;
use crate::limits::TextLimits;
use crate::release::Day;

/// The values of a letterhead in one period of its use.
#[derive(Debug, Clone)]
pub(crate) struct LetterheadPeriod {
    /// The day from which on they hold; none of the first period.
    pub(super) from: Option<Day>,
    /// The day before the next period.
    pub(super) until: Option<Day>,
    pub(super) entries: Vec<NodeEntry>,
    pub(super) fields: FieldMap,
    pub(super) limits: TextLimits,
}

/// A letterhead in one language, with where its values stand and what is wrong with them.
pub(crate) struct ReadLetterhead {
    pub letterhead: Letterhead,
    pub fields: FieldMap,
    pub diagnostics: Vec<Diagnostic>,
}
