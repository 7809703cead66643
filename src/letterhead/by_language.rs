//! Shapes of what a letterhead may say once for each language.

use crate::field::Shape;
use crate::release::Language;

/// A text, or one for each language.
pub(super) const TEXT: Shape = Shape::ByLanguage(&Shape::Text, Language::SPELLINGS);
/// Lines, or some for each language.
pub(super) const LINES: Shape = Shape::ByLanguage(&Shape::List(&Shape::Text), Language::SPELLINGS);
