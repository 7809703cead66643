//! Why an edit is not made, in words.

use crate::field::NodeValue;

/// Why an edit is not made.
pub(super) type Refusal = String;

pub(super) fn no_path(path: &str) -> Refusal {
    format!("`{path}` is not the path of a field, such as `headline` or `contacts[0].email`")
}

pub(super) fn no_field(path: &str) -> Refusal {
    if path == "body" {
        return "`body` is no field in Markdown: it is the text under the second `---`".to_owned();
    }
    format!("there is no field `{path}`")
}

pub(super) fn no_item(path: &str, at: usize, count: usize) -> Refusal {
    format!("there is no item {at} for `{path}`: the list has {count}, counted from 0")
}

pub(super) fn no_list(path: &str, value: &NodeValue) -> Refusal {
    format!("`{path}` is {}, and no list", value.kind())
}

pub(super) fn cannot(path: &str) -> Refusal {
    format!("`{path}` is written in a way that can only be changed in the text itself")
}
