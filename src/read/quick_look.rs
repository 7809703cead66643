//! What a file is, and its id, found without reading the rest of it.

use std::collections::HashSet;
use std::ops::Range;

use super::forms;
use crate::diagnostic::Diagnostics;
use crate::field::FieldGroup;
use crate::release::Release;
use crate::source::{Format, FrontMatter, Source};

/// What a text is, by the names of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceKind {
    /// A release, maybe one with errors.
    Release {
        /// The id that it states, if it does.
        id: Option<String>,
    },
    /// A letterhead.
    Letterhead,
    /// Anything else: a text without front matter, the settings of another program.
    Other,
}

/// Fields that releases have, and texts of other programs do not.
const STRONG: [&str; 6] = ["headline", "subheadline", "letterhead", "lead", "kicker", "embargo"];

/// So many fields of a release make one, where none of them is a strong one.
const ENOUGH: usize = 3;

/// Tells what a text is, to find releases among other files. A text whose fields cannot be parsed is
/// taken for a release, so that nobody misses one that is cut off.
///
/// ```
/// use letterpress::read::{SourceKind, kind};
/// use letterpress::source::{Format, Source};
///
/// let kind_of = |text: &str| kind(&Source::from_text("a.md", Format::Markdown, text.to_owned()));
/// let id = Some("lmo-7".to_owned());
/// assert_eq!(kind_of("---\nid: lmo-7\nheadline: Neu\n---\nText.\n"), SourceKind::Release { id });
/// assert_eq!(kind_of("# Read me\n"), SourceKind::Other);
/// ```
pub fn kind(source: &Source) -> SourceKind {
    let whole = 0..source.text().len();
    let part = match (source.format(), source.front_matter()) {
        (Format::Markdown, FrontMatter::Present { fields, .. }) => fields,
        (Format::Markdown, FrontMatter::Absent) => return SourceKind::Other,
        _ => whole,
    };
    let tree = match forms::parse(source, part) {
        Ok(tree) => tree,
        Err(_) => return SourceKind::Release { id: None },
    };
    let entries = tree.entries();
    let names: HashSet<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let is_toml = source.format() == Format::Toml;
    if !STRONG.iter().any(|name| names.contains(name)) {
        if is_toml && (names.contains("name") || names.contains("extends")) {
            return SourceKind::Letterhead;
        }
        if Release::FIELDS.iter().filter(|field| names.contains(field.name)).count() < ENOUGH {
            return SourceKind::Other;
        }
    }
    let id = entries.iter().find(|entry| entry.key == "id");
    SourceKind::Release { id: id.and_then(|id| id.node.text()).map(ToOwned::to_owned) }
}

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

    fn kind_of(name: &str, text: &str) -> SourceKind {
        let ending = name.rsplit('.').next().unwrap();
        let format = Format::from_extension(ending).unwrap();
        kind(&Source::from_text(name, format, text.to_owned()))
    }

    #[test]
    fn a_release_is_known_among_other_files() {
        let release = |id: Option<&str>| SourceKind::Release { id: id.map(ToOwned::to_owned) };
        let files = [
            ("a.md", "---\nheadline: Neu\n---\n", release(None)),
            ("a.md", "---\nid: 'x-1'\nletterhead: neutral\n---\n", release(Some("x-1"))),
            // With errors they are releases all the same.
            ("a.md", "---\nheadline: [\n---\n", release(None)),
            ("a.md", "---\nheadline: Neu\n", release(None)),
            ("a.json", "{\"headline\": \"Neu\",", release(None)),
            ("a.toml", "headline = \"", release(None)),
            ("a.yaml", "date: 2022-11-25\nbody: Text\ncontacts: []\n", release(None)),
            ("README.md", "# Read me\n\nheadline: no\n", SourceKind::Other),
            (
                "post.md",
                "---\ntitle: Post\ndate: 2022-11-25\nlayout: post\n---\n",
                SourceKind::Other,
            ),
            (
                "package.json",
                "{\"name\": \"x\", \"version\": \"1\", \"keywords\": []}",
                SourceKind::Other,
            ),
            ("a.json", "{", release(None)),
            ("a.json", "[1, 2]", SourceKind::Other),
            (
                "house.toml",
                "id = \"lmo\"\nname = \"Muster\"\nshort = \"M\"\n",
                SourceKind::Letterhead,
            ),
            ("house.toml", "id = \"lmo\"\nextends = \"base.toml\"\n", SourceKind::Letterhead),
        ];
        for (name, text, expected) in files {
            assert_eq!(kind_of(name, text), expected, "{name}: {text}");
        }
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
