//! Messages for people: the author's own line, underlined, and what to do.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Padding, Renderer, Snippet,
};
use letterpress::diagnostic::{Diagnostic, Inside, Label, Severity};

use super::excerpt::{Excerpt, visible, visible_line};
use crate::command::{Exit, Outcome, Tally};

/// As wide as terminals are when they open. A fixed figure, so that the same
/// fault always looks the same.
const WIDTH: usize = 80;

/// Marks closer than this many bytes are shown in one piece of text.
const NEAR: usize = 2000;

/// A diagnostic with all its places, and an empty line behind it.
pub fn diagnostic(diagnostic: &Diagnostic, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code);
    let mut groups = vec![Group::with_title(title)];
    let (near, far) = gather(&diagnostic.labels);
    if let Some(first) = near.first() {
        place(&mut groups, first, &near, diagnostic.inside.is_none());
    }
    for label in far {
        groups.push(elsewhere(label));
    }
    if let Some(inside) = &diagnostic.inside {
        let label = diagnostic.labels.first().map_or("", |label| label.text.as_str());
        groups.push(within(diagnostic.field.as_deref(), inside, label));
    }
    advise(&mut groups, advice(diagnostic));
    format!("{}\n\n", renderer.render(&groups))
}

/// The labels that fit into one piece of text with the first, and the others.
fn gather(labels: &[Label]) -> (Vec<&Label>, Vec<&Label>) {
    let is_near = |label: &&Label| {
        labels.first().is_some_and(|first| {
            first.source == label.source && first.range.start.abs_diff(label.range.start) < NEAR
        })
    };
    labels.iter().partition(is_near)
}

/// The first place and those near it, underlined in the first group.
fn place<'a>(groups: &mut Vec<Group<'a>>, first: &Label, near: &[&Label], worded: bool) {
    let ranges: Vec<_> = near.iter().map(|label| label.range.clone()).collect();
    let excerpt = Excerpt::new(first.source.text(), &ranges);
    let start = ranges.iter().map(|range| range.start).min().unwrap_or_default();
    let mut snippet = Snippet::source(excerpt.text).line_start(first.source.position(start).line);
    let marks = excerpt.marks.into_iter().zip(near).enumerate();
    for (at, (mark, label)) in marks {
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        snippet = snippet.annotation(annotation(kind, mark, if worded { &label.text } else { "" }));
    }
    let name = visible_line(first.source.name());
    let Some(group) = groups.pop() else { return };
    if excerpt.cut {
        // Counting characters of what is shown would give a wrong column.
        let position = first.source.position(first.range.start);
        let origin = Origin::path(name).line(position.line).char_column(position.column);
        groups.push(group.element(origin));
        groups.push(Group::with_level(Level::ERROR).element(snippet));
    } else {
        groups.push(group.element(snippet.path(name)));
    }
}

/// A further place, far from the first or in another text.
fn elsewhere<'a>(label: &Label) -> Group<'a> {
    let excerpt = Excerpt::new(label.source.text(), std::slice::from_ref(&label.range));
    let position = label.source.position(label.range.start);
    let (line, column) = (position.line, position.column);
    let name = visible_line(label.source.name());
    let text = if label.text.is_empty() { "see also" } else { label.text.as_str() };
    let marks = excerpt.marks.into_iter().map(|mark| AnnotationKind::Primary.span(mark));
    let snippet = Snippet::source(excerpt.text).line_start(line).annotations(marks);
    let title = format!("{} ({name}:{line}:{column})", visible_line(text));
    Group::with_title(Level::NOTE.secondary_title(title)).element(snippet)
}

/// The place inside the text of a field, whose value is written in escapes.
fn within<'a>(field: Option<&str>, inside: &Inside, label: &str) -> Group<'a> {
    let excerpt = Excerpt::new(&inside.line, std::slice::from_ref(&inside.range));
    let marks = excerpt.marks.into_iter();
    let marks = marks.map(|mark| annotation(AnnotationKind::Primary, mark, label));
    let (line, column) = (inside.position.line, inside.position.column);
    let snippet = Snippet::source(excerpt.text).line_start(line).annotations(marks);
    let text =
        field.map_or_else(|| "this text".to_owned(), |field| format!("the text of `{field}`"));
    let title = format!("in {}, line {line}, column {column}", visible_line(&text));
    Group::with_title(Level::NOTE.secondary_title(title)).element(snippet)
}

fn annotation<'a>(
    kind: AnnotationKind,
    mark: std::ops::Range<usize>,
    text: &str,
) -> Annotation<'a> {
    let label = (!text.is_empty()).then(|| visible_line(text));
    kind.span(mark).label(label)
}

/// The field concerned and what to do.
fn advice<'a>(diagnostic: &Diagnostic) -> Vec<Message<'a>> {
    let field = diagnostic.field.as_deref();
    let field = field.map(|path| Level::NOTE.with_name("field").message(visible_line(path)));
    let hints = diagnostic.hints.iter();
    let hints = hints.map(|hint| Level::HELP.message(visible(hint).into_owned()));
    field.into_iter().chain(hints).collect()
}

/// Puts the advice at the end, parted from what stands above.
fn advise<'a>(groups: &mut Vec<Group<'a>>, advice: Vec<Message<'a>>) {
    let follows_another = groups.len() > 1 && !advice.is_empty();
    let Some(mut last) = groups.pop() else { return };
    if follows_another {
        last = last.element(Padding);
    }
    groups.push(last.elements(advice));
}

/// What became of a release: `wrote release.pdf (2 pages)`.
pub fn outcome(outcome: &Outcome) -> String {
    let name = visible_line(&outcome.name);
    let errors = outcome.diagnostics.iter().filter(|d| d.is_error()).count();
    let warnings = outcome.diagnostics.len() - errors;
    let found = [count(errors, "error"), count(warnings, "warning")].concat().join(", ");
    let mut text = String::new();
    for written in outcome.written.iter().flatten() {
        let file = visible_line(&written.file.display().to_string());
        let pages = count(written.pages, "page").concat();
        text += &format!("wrote {file} ({pages})\n");
    }
    text += &match (outcome.exit, &outcome.written) {
        (Exit::Fine, Some(_)) => String::new(),
        (_, Some(_)) => format!("{name}: {found}; not issued\n"),
        (Exit::Fine, None) if found.is_empty() => format!("{name}: fine\n"),
        (_, None) => format!("{name}: {found}\n"),
    };
    text
}

/// What became of all releases, where there were several.
pub fn tally(tally: &Tally) -> String {
    if tally.releases() < 2 {
        return String::new();
    }
    let fine = if tally.rendering { "issued" } else { "fine" };
    let ends = [(tally.fine, fine), (tally.refused, "refused"), (tally.failed, "failed")];
    let ends = ends.iter().filter(|(number, _)| *number > 0);
    let ends: Vec<_> = ends.map(|(number, end)| format!("{number} {end}")).collect();
    format!("{} releases: {}\n", tally.releases(), ends.join(", "))
}

/// `1 page`, `2 pages`, or nothing at all.
fn count(number: usize, what: &str) -> Vec<String> {
    match number {
        0 => Vec::new(),
        1 => vec![format!("1 {what}")],
        _ => vec![format!("{number} {what}s")],
    }
}

#[cfg(test)]
mod tests;
