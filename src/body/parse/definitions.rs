//! Links that went wrong: definitions (`[label]: address`) and titles, which
//! Markdown reads and never shows, and links that it shows as typed.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{LinkType, RefDefs};

use super::findings::Findings;
use super::ledger::Ledger;
use super::letters::LetterMask;
use super::nodes::TextKind;
use super::refused;
use super::run::{TextRun, is_escaped};
use crate::diagnostic::{Diagnostic, codes};

/// The labels that links and pictures refer to, each with whether a link does.
#[derive(Debug, Default)]
pub(super) struct Uses(HashMap<String, bool>);

impl Uses {
    /// Notes that a link or picture refers to a label, if it does.
    pub fn note(&mut self, link_type: LinkType, label: &str, is_link: bool) {
        if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            match self.0.get_mut(label) {
                Some(by_link) => *by_link |= is_link,
                None => {
                    self.0.insert(label.to_owned(), is_link);
                }
            }
        }
    }
}

/// Enters the used definitions and reports the others.
pub(super) fn check(
    text: &str,
    (links, letters): (&RefDefs<'_>, &LetterMask<'_>),
    uses: &Uses,
    ledger: &mut Ledger<'_>,
    findings: &mut Findings,
) {
    let mut used: HashMap<usize, bool> = HashMap::new();
    for (label, by_link) in &uses.0 {
        if let Some(definition) = links.get(label) {
            *used.entry(definition.span.start).or_default() |= by_link;
        }
    }
    let mut definitions: Vec<_> = links.iter().map(|(_, definition)| definition).collect();
    definitions.sort_by_key(|definition| definition.span.start);
    for definition in definitions {
        let range = letters.range(definition.span.clone());
        ledger.enter(range.clone());
        match used.get(&definition.span.start) {
            None => findings.add(unused(), range),
            Some(true) if definition.title.is_some() => {
                findings.add(link_title(), title_range(text, range));
            }
            Some(_) => {}
        }
    }
}

/// Reports text that nothing has read.
pub(super) fn report_unread(text: &str, unread: Vec<Range<usize>>, findings: &mut Findings) {
    for range in unread {
        let is_definition = text.get(range.clone()).is_some_and(|text| text.starts_with('['));
        let error = if is_definition {
            Diagnostic::new(codes::LINK_DEFINITION_REPEATED, "this label is defined already")
                .hint("remove one of the definitions")
        } else {
            Diagnostic::new(codes::TEXT_LOST, "this text would not be on the sheet")
                .hint("write it as a paragraph of its own")
        };
        findings.add(error, range);
    }
}

/// Reports links and pictures that the parser has left as text, most often
/// because there is a space in the target.
pub(super) fn report_failed(text: &str, run: &TextRun, kind: TextKind, findings: &mut Findings) {
    for (start, joint) in run.text().match_indices("](") {
        let range = run.source(start..start + joint.len());
        let is_typed = text.get(range.clone()) == Some(joint) && !is_escaped(text, range.start);
        if is_typed && kind.is_line() {
            let open = text.get(..range.start).and_then(|before| before.rfind('['));
            if open.is_some_and(|open| !is_escaped(text, open)) {
                findings.add(refused::in_line("link"), range);
            }
        } else if is_typed {
            let error =
                Diagnostic::new(codes::LINK_NOT_READ, "this is not read as a link or picture")
                    .hint("write a target with spaces in angle brackets: `[text](<a b.jpg>)`")
                    .hint("put a footnote mark behind the link, not into its text")
                    .hint("write `\\](` if the characters themselves are meant");
            findings.add(error, range);
        }
    }
}

/// The warning that a link has a title.
pub(super) fn link_title() -> Diagnostic {
    Diagnostic::new(codes::LINK_TITLE, "the title of a link is not set")
        .hint("remove it, or write it into the text")
}

/// Where the title stands in the source of a link or definition.
pub(super) fn title_range(text: &str, link: Range<usize>) -> Range<usize> {
    find_title(text, &link).unwrap_or(link)
}

/// Where the title stands in the source of a picture, without its quotation marks.
pub(super) fn title_of_picture(text: &str, picture: Range<usize>) -> Option<Range<usize>> {
    let title = find_title(text, &(picture.start + 1..picture.end))?;
    (title.len() >= 2).then(|| title.start + 1..title.end - 1)
}

fn find_title(text: &str, link: &Range<usize>) -> Option<Range<usize>> {
    let source = text.get(link.clone())?;
    let inner = if source.starts_with('[') && source.ends_with(')') && source.contains("](") {
        source.strip_suffix(')')?
    } else {
        source
    };
    let inner = inner.trim_end();
    let close = inner.chars().next_back()?;
    let open = if close == ')' { '(' } else { close };
    let title = inner.strip_suffix(close)?;
    let start = title
        .rmatch_indices(open)
        .map(|(start, _)| start)
        .find(|&start| !title.get(..start).is_some_and(|before| before.ends_with('\\')))?;
    Some(link.start + start..link.start + inner.len())
}

fn unused() -> Diagnostic {
    Diagnostic::new(
        codes::LINK_DEFINITION_UNUSED,
        "Markdown reads this as the address of a link that is nowhere used, and hides it",
    )
    .hint("write `\\[` to show the line, or remove it")
}
