//! A letterhead's id, found without reading the rest of it.

use std::ops::Range;

use super::forms;
use crate::diagnostic::Diagnostics;
use crate::source::Source;

/// The id of a letterhead and where it stands. None for a text without one, such as a base
/// that others extend; `Err` for what is not even TOML.
pub(crate) fn letterhead_id(
    source: &Source,
) -> Result<Option<(String, Range<usize>)>, Diagnostics> {
    let tree = forms::parse(source, 0..source.text().len())?;
    let id = tree.entries().iter().find(|entry| entry.key == "id");
    // An id that is no text was meant as one all the same.
    Ok(id.map(|id| (id.node.text().unwrap_or_default().to_owned(), id.node.range.clone())))
}

/// Whether a letterhead's text can have this id, told without parsing it.
pub(crate) fn may_have_id(source: &Source, id: &str) -> bool {
    // Behind a backslash any character can be hidden.
    source.text().contains(id) || source.text().contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Format;

    fn id_of(text: &str) -> Option<Option<String>> {
        let source = Source::from_text("house.toml", Format::Toml, text.to_owned());
        letterhead_id(&source).ok().map(|found| found.map(|(id, _)| id))
    }

    #[test]
    fn an_id_stands_above_all_tables() {
        assert_eq!(id_of("name = \"x\"\nid = 'lmo'\n"), Some(Some("lmo".to_owned())));
        assert_eq!(id_of("id = \"l\\u006do\"\n"), Some(Some("lmo".to_owned())));
        assert_eq!(id_of("[logo]\nid = 'lmo'\n"), Some(None));
        assert_eq!(id_of("name = '''\nid = 'lmo'\n'''\n"), Some(None));
        assert_eq!(id_of("id = 1\n"), Some(Some(String::new())));
        assert_eq!(id_of("id = \n"), None);
    }
}
