//! Events for people: the author's own line, underlined, and what to do.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Padding, Renderer, Snippet,
};
use letterpress::diagnostic::{Blame, Diagnostic, DiagnosticReport, Label, Severity};

use super::delivery;
use super::event::{
    Changed, Counts, Ending, FileOutcome, Fixed, Judgement, Outcome, Skipped, Summary, UiEvent,
    VerdictCounts, Watching, Words,
};
use super::excerpt::{Excerpt, visible, visible_line};
use super::file_report::{Removed, Written};

/// As wide as terminals are when they open. A fixed figure, so that the same
/// error always looks the same.
const WIDTH: usize = 80;

/// Marks closer than this many bytes are shown in one piece of text.
const NEAR: usize = 2000;

/// The most files that are named where many have changed.
const MAX_NAMED: usize = 3;

/// Fields of running text, in which people are also shown the line inside the text. In the
/// others the mark in the file is near enough.
const RUNNING_TEXT: [&str; 4] = ["body", "lead", "notices", "boilerplate"];

/// An event in words.
pub fn event(event: &UiEvent<'_>, colour: bool) -> String {
    match event {
        UiEvent::Diagnostic(DiagnosticReport { diagnostic: one, release }) => {
            diagnostic(one, *release, colour)
        }
        UiEvent::Fixed(Fixed { release, count }) => {
            let faults = if *count == 1 { "fault" } else { "faults" };
            format!("mended {count} {faults} in {}\n", visible_line(release))
        }
        UiEvent::Written(file) if file.is_one_of_many => String::new(),
        UiEvent::Written(file) => written(file),
        UiEvent::Removed(Removed { file, .. }) => {
            format!("removed {}\n", visible_line(&file.display().to_string()))
        }
        UiEvent::Changed(Changed { files, gone }) => {
            changed(files, "changed", "changed") + &changed(gone, "is gone", "are gone")
        }
        UiEvent::Watching(Watching { releases, files }) => {
            let parts = [count(*releases, "release"), count(*files, "file")].concat();
            let parts =
                if parts.is_empty() { "no release yet".to_owned() } else { parts.join(", ") };
            format!("watching {parts}; Ctrl-C ends\n")
        }
        UiEvent::Release(Outcome { release: name, judgement })
        | UiEvent::Letterhead(FileOutcome { file: name, judgement })
        | UiEvent::Layout(FileOutcome { file: name, judgement }) => outcome(name, judgement),
        UiEvent::Skipped(Skipped { release, reason }) => {
            format!("{}: skipped: {reason}\n", visible_line(release))
        }
        // The report has said everything.
        UiEvent::Pdf(_) => String::new(),
        UiEvent::Summary(all) => summary(all),
        UiEvent::Delivery(one) => delivery::delivery(one),
        UiEvent::Deliveries(all) => delivery::deliveries(all),
        UiEvent::Status(line) => format!("{}\n", visible(line)),
    }
}

/// A diagnostic with all its places, and an empty line after it. One without a
/// place is at least in the release `name`.
fn diagnostic(diagnostic: &Diagnostic, name: Option<&str>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title =
        level.clone().primary_title(visible(&diagnostic.message)).id(diagnostic.code.name());
    let title = Group::with_title(title);
    let advice = advice(diagnostic, name);
    let (near, far) = gather(&diagnostic.labels);
    let inside = diagnostic.inside.as_ref().filter(|inside| is_running_text(inside.source.name()));
    let mut groups = match (near.first(), name) {
        (Some(first), _) => {
            let is_worded = inside.is_none();
            place(title, level, first, &near, is_worded)
        }
        // Some messages name the file themselves.
        (None, Some(name)) if !diagnostic.message.contains(name) => {
            let title = title.element(Origin::path(visible_line(name)));
            vec![if advice.is_empty() { title } else { title.element(Padding) }]
        }
        _ => vec![title],
    };
    groups.extend(far.into_iter().map(elsewhere));
    if let Some(inside) = inside {
        let label = diagnostic.labels.first().map_or("", |label| label.text.as_str());
        groups.push(within(diagnostic.field.as_deref(), inside, label));
    }
    // Behind the first group the renderer leaves no line before advice.
    let is_parted = groups.len() == 1 || advice.is_empty();
    if let Some(last) = groups.pop() {
        let last = if is_parted { last } else { last.element(Padding) };
        groups.push(last.elements(advice));
    }
    format!("{}\n\n", renderer.render(&groups))
}

/// The labels that fit into one piece of text with the first, and the others.
fn gather(labels: &[Label]) -> (Vec<&Label>, Vec<&Label>) {
    let Some(first) = labels.first() else { return (Vec::new(), Vec::new()) };
    labels.iter().partition(|label| {
        first.source == label.source && first.range.start.abs_diff(label.range.start) < NEAR
    })
}

/// The first place and those near it, underlined behind the title.
fn place<'a>(
    title: Group<'a>,
    level: Level<'a>,
    first: &Label,
    near: &[&Label],
    is_worded: bool,
) -> Vec<Group<'a>> {
    let ranges: Vec<_> = near.iter().map(|label| label.range.clone()).collect();
    let excerpt = Excerpt::new(first.source.text(), &ranges);
    let start = ranges.iter().map(|range| range.start).min().unwrap_or_default();
    let mut snippet = Snippet::source(excerpt.text).line_start(first.source.position(start).line);
    let marks = excerpt.marks.into_iter().zip(near).enumerate();
    for (at, (mark, label)) in marks {
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let text = if is_worded { label.text.as_str() } else { "" };
        snippet = snippet.annotation(annotation(kind, mark, text));
    }
    let name = visible_line(first.source.name());
    if excerpt.cut {
        // Counting characters of what is shown would give a wrong column.
        let position = first.source.position(first.range.start);
        let origin = Origin::path(name).line(position.line).char_column(position.column);
        vec![title.element(origin), Group::with_level(level).element(snippet)]
    } else {
        vec![title.element(snippet.path(name))]
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

fn is_running_text(path: &str) -> bool {
    RUNNING_TEXT.contains(&path.split('[').next().unwrap_or(path))
}

/// The place inside the text of a field, whose value is written in escapes.
fn within<'a>(field: Option<&str>, inside: &Label, label: &str) -> Group<'a> {
    let position = inside.source.position(inside.range.start);
    let (line, column) = (position.line, position.column);
    let excerpt = Excerpt::new(inside.source.text(), std::slice::from_ref(&inside.range));
    let marks = excerpt.marks.into_iter();
    let marks = marks.map(|mark| annotation(AnnotationKind::Primary, mark, label));
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

/// The field concerned, the release that brought an error of a layout about, and what to do.
fn advice<'a>(diagnostic: &Diagnostic, release: Option<&str>) -> Vec<Message<'a>> {
    let is_of_layout = diagnostic.blame() == Blame::Layout && !diagnostic.labels.is_empty();
    let release = release.filter(|_| is_of_layout);
    let release = release.map(|name| Level::NOTE.with_name("release").message(visible_line(name)));
    let field = diagnostic.field.as_deref();
    let field = field.map(|path| Level::NOTE.with_name("field").message(visible_line(path)));
    let hints = diagnostic.hints.iter();
    let hints = hints.map(|hint| Level::HELP.message(visible(hint).into_owned()));
    field.into_iter().chain(release).chain(hints).collect()
}

/// `wrote release.pdf (2 pages)`.
fn written(written: &Written<'_>) -> String {
    let file = visible_line(&written.file.display().to_string());
    let verb = if written.is_unchanged { "unchanged" } else { "wrote" };
    match written.pages {
        Some(pages) => format!("{verb} {file} ({})\n", count(pages, "page").concat()),
        None => format!("{verb} {file}\n"),
    }
}

/// Names as many files as people read: `a.md, b.md and 3 more changed`.
fn changed(files: &[String], of_one: &str, of_many: &str) -> String {
    let named: Vec<_> = files.iter().take(MAX_NAMED).map(|file| visible_line(file)).collect();
    let names = named.join(", ");
    match (files.len(), files.len() - named.len()) {
        (0, _) => String::new(),
        (1, _) => format!("{names} {of_one}\n"),
        (_, 0) => format!("{names} {of_many}\n"),
        (_, more) => format!("{names} and {more} more {of_many}\n"),
    }
}

/// What became of a release, where nothing else says so: `release.md: 1 error; not issued`.
fn outcome(name: &str, judgement: &Judgement) -> String {
    let found = found(judgement.counts);
    let ending = match judgement.outcome {
        Ending::Fine if found.is_empty() => "fine",
        Ending::Fine => "",
        Ending::Refused | Ending::Failed | Ending::NotSent => judgement.failure,
        Ending::Incomplete if judgement.counts.errors > 0 => "not sent to all",
        _ => return String::new(),
    };
    let parts: Vec<_> = [&*found, ending].into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}: {}\n", visible_line(name), parts.join("; "))
}

/// `2 errors, 1 warning, 1 note`.
fn found(counts: Counts) -> String {
    let Counts { errors, warnings, notes } = counts;
    let all = [count(errors, "error"), count(warnings, "warning"), count(notes, "note")];
    all.concat().join(", ")
}

/// What became of everything, where it was more than one.
fn summary(summary: &Summary) -> String {
    if summary.total < 2 {
        return String::new();
    }
    let Words { what, fine, .. } = summary.words;
    let ends = [
        (summary.fine, fine),
        (summary.unchanged, "unchanged"),
        (summary.skipped, "skipped"),
        (summary.refused, "refused"),
        (summary.failed, "failed"),
        (summary.left, "left"),
    ];
    let verdicts = summary.verdicts.map(VerdictCounts::named);
    let ends = verdicts.as_ref().map_or(&ends[..], |verdicts| &verdicts[..]);
    let ends = ends.iter().filter(|(number, _)| *number > 0);
    let ends: Vec<_> = ends.map(|(number, end)| format!("{number} {end}")).collect();
    format!("{} {what}: {}\n", summary.total, ends.join(", "))
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
