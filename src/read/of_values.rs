//! The texts of a release that was built from values, by the paths of their fields.

use serde_json::Value;

use crate::body::{Inline, plain_text};
use crate::release::Release;

/// Fields of running text: trees, whose words are what rules look at.
const TREES: [&str; 4] = ["lead", "notices", "boilerplate", "body"];

/// Every field that has a value, with its text if it is one.
pub(crate) fn texts(release: &Release) -> Vec<(String, Option<String>)> {
    let mut texts = Vec::new();
    #[expect(
        clippy::expect_used,
        reason = "a release has string keys only, and no number but counts"
    )]
    let value = serde_json::to_value(release).expect("a release is always JSON");
    let fields = value.as_object().into_iter().flatten();
    for (name, value) in fields.filter(|(name, _)| !TREES.contains(&name.as_str())) {
        values(name, value, &mut texts);
    }
    let mut tree = |path: String, inlines: &[Inline]| texts.push((path, Some(plain_text(inlines))));
    release.lead.iter().for_each(|lead| tree("lead".to_owned(), lead));
    release.boilerplate.iter().for_each(|text| tree("boilerplate".to_owned(), text));
    let notices = release.notices.iter().enumerate();
    notices.for_each(|(at, notice)| tree(format!("notices[{at}]"), notice));
    texts.push(("body".to_owned(), Some(release.body.plain_text())));
    texts
}

fn values(path: &str, value: &Value, texts: &mut Vec<(String, Option<String>)>) {
    match value {
        Value::Null => {}
        Value::String(text) => texts.push((path.to_owned(), Some(text.clone()))),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                values(&format!("{path}[{at}]"), item, texts);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                values(&format!("{path}.{name}"), value, texts);
            }
        }
        Value::Bool(_) | Value::Number(_) => texts.push((path.to_owned(), None)),
    }
}
