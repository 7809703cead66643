//! Who says a quote.

use std::ops::Range;

use crate::body::{self, Block, BlockKind, Inline, InlineKind};
use crate::diagnostic::{Diagnostic, Finding, codes};

/// Takes the speaker out of the blocks of a quote: a last paragraph, or the
/// last line of the last paragraph, that begins with a dash. A quote always
/// keeps something that is said.
pub(super) fn take_speaker(blocks: &mut Vec<Block>, text: &str) -> Option<Vec<Inline>> {
    let is_alone = blocks.len() == 1;
    let Block { kind: BlockKind::Paragraph(inlines), .. } = blocks.last_mut()? else {
        return None;
    };
    if !is_alone && begins_with_dash(inlines) {
        let speaker = std::mem::take(inlines);
        blocks.pop();
        return Some(without_dash(speaker, text));
    }
    let last_break = inlines.iter().rposition(Inline::is_break)?;
    let line = inlines.get(last_break + 1..)?;
    if last_break == 0 || !begins_with_dash(line) || goes_on(line) {
        return None;
    }
    let speaker = inlines.split_off(last_break + 1);
    inlines.pop();
    Some(without_dash(speaker, text))
}

/// The warning that a line became a quote whose `>` is more likely a sign: `> 1.000 Einwohner`,
/// `>= 5 %`. Nobody says it, and it is no more than a paragraph.
pub(super) fn comparison(typed: &str, blocks: &[Block]) -> Option<Diagnostic> {
    let [Block { kind: BlockKind::Paragraph(_), .. }] = blocks else { return None };
    let behind = typed.strip_prefix('>')?;
    if !behind.trim_start().starts_with(|c: char| c == '=' || c.is_ascii_digit()) {
        return None;
    }
    let message = "this line begins with `>` before a figure and is set as a quote";
    let warning = Diagnostic::new(codes::QUOTE_OF_NUMBER, message);
    Some(
        warning.hint("write `\\>` for \"more than\"").hint("write `> — Name, Rolle` below a quote"),
    )
}

/// The warnings of lines within a quote that begin with a dash as a speaker does, and are set as
/// what is said: only the last line names one.
pub(super) fn lost_speakers(blocks: &[Block]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (nth, block) in blocks.iter().enumerate() {
        let BlockKind::Paragraph(inlines) = &block.kind else { continue };
        for (at, line) in inlines.split(Inline::is_break).enumerate().skip(usize::from(nth == 0)) {
            if let [Inline { kind: InlineKind::Text(text), span }, ..] = line
                && (begins_with_dash(line) && !goes_on(line) || at > 0 && is_hyphened_name(text))
            {
                found.push(lost_speaker(span.0.start..span.0.start));
            }
        }
    }
    found
}

fn lost_speaker(range: Range<usize>) -> Finding {
    let message = "this line begins with a dash and is set as a part of what is said";
    let diagnostic = Diagnostic::new(codes::SPEAKER_LOST, message)
        .hint("write the speaker as the last line of the quote: `> — Name, Rolle`");
    Finding { diagnostic, range, label: String::new() }
}

/// Whether a line with a dash is the rest of a sentence: "– trotz allem – erreicht.“". Whoever is
/// named has no full stop, or a capital.
fn goes_on(line: &[Inline]) -> bool {
    let text = body::plain_text(line);
    let said = text.trim_end_matches(['“', '”', '«', '»', '"', '‘', '’']);
    said.ends_with(['.', '!', '?', '…'])
        && behind_dash(&text).is_some_and(|name| name.starts_with(char::is_lowercase))
}

/// "-Mira Muster": a hyphen in the place of the dash.
fn is_hyphened_name(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// What stands behind `— `, `– ` or `-- ` at the beginning of a line.
fn behind_dash(line: &str) -> Option<&str> {
    let rest = ["—", "–", "--"].iter().find_map(|dash| line.strip_prefix(dash))?;
    let name = rest.trim_start();
    (name.len() < rest.len()).then_some(name)
}

/// Whether a line is a dash and a name.
fn begins_with_dash(line: &[Inline]) -> bool {
    match line {
        [Inline { kind: InlineKind::Text(first), .. }, rest @ ..] => {
            behind_dash(first).is_some_and(|name| !name.is_empty() || !rest.is_empty())
        }
        _ => false,
    }
}

fn without_dash(mut speaker: Vec<Inline>, text: &str) -> Vec<Inline> {
    let Some(Inline { kind: InlineKind::Text(first), span }) = speaker.first_mut() else {
        return speaker;
    };
    let Some(name) = behind_dash(first).map(str::to_owned) else { return speaker };
    // The dash may be typed as an entity: then the place stays as it is.
    if text.get(span.0.clone()).is_some_and(|typed| typed.ends_with(&name)) {
        span.0.start = span.0.end - name.len();
    }
    if name.is_empty() {
        speaker.remove(0);
    } else {
        *first = name;
    }
    speaker
}
