//! Refusals of texts in which there are no fields to be read.

use crate::diagnostic::{Diagnostic, codes};
use crate::field::Node;
use crate::source::{Format, Source};

pub(super) fn no_front_matter(source: &Source) -> Diagnostic {
    let line = source.line_range(1).unwrap_or(0..0);
    Diagnostic::new(codes::FRONT_MATTER_MISSING, "the release does not begin with front matter")
        .at(source, line, "")
        .hint("begin with a line `---`, then the fields, then a second line `---`")
}

pub(super) fn cut_off(source: &Source) -> Diagnostic {
    let line = source.line_range(1).unwrap_or(0..0);
    let has_dots = source.text().lines().any(|line| line.trim_end() == "...");
    let hint = if has_dots {
        "end it with a line `---`, not `...`"
    } else {
        "put a line `---` between the fields and the text"
    };
    Diagnostic::new(
        codes::FRONT_MATTER_WITHOUT_END,
        "the front matter that begins here does not end",
    )
    .at(source, line, "")
    .hint(hint)
}

pub(super) fn no_fields(source: &Source, tree: &Node) -> Diagnostic {
    let line = source.line_range(source.position(tree.range.start).line).unwrap_or(0..0);
    let message =
        message!("fields are wanted here, but this is {found}", found = tree.value.kind());
    let hint = match source.format() {
        Format::Json => "a release is one object: { \"headline\": … }",
        Format::Toml => "a field is written `name = value`",
        Format::Markdown | Format::Yaml => "a field is written `name: value`",
    };
    Diagnostic::new(codes::WRONG_TYPE, message)
        .with("found", tree.value.token())
        .with("wanted", "group")
        .at(source, line, "")
        .hint(hint)
}
