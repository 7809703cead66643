//! A group that may be written as a plain list of texts.

use std::ops::Deref;

use super::map::FieldMap;
use super::node::{Node, NodeValue};
use super::shape::Shape;
use super::value::{FieldGroup, FieldValue, ValueReader};
use crate::diagnostic::Diagnostic;
use crate::limits::TextLimits;

/// A group that stands for a plain list of texts as well.
pub(crate) trait OfList: FieldGroup {
    /// The group that a list stands for.
    fn of_list(texts: Vec<String>) -> Self;
}

/// A group of fields that a file may write as a plain list of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListOr<T>(pub T);

impl<T> Deref for ListOr<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: OfList> FieldValue for ListOr<T> {
    const SHAPE: Shape = Shape::ListOr(T::FIELDS);

    fn from_node(node: &Node, path: &str, reader: &mut ValueReader<'_>) -> Option<Self> {
        if let NodeValue::List(_) = &node.value {
            return Vec::from_node(node, path, reader).map(|texts| Self(T::of_list(texts)));
        }
        T::from_node(node, path, reader).map(Self)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        self.0.note_fields(path, map);
    }

    fn check_bounds(&self, limits: &TextLimits) -> Result<(), Diagnostic> {
        FieldGroup::check_bounds(&self.0, limits)
    }
}
