//! Who says a quote.

use crate::body::{Block, BlockKind, Inline, InlineKind};

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
    let last_break = inlines
        .iter()
        .rposition(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak))?;
    let line = inlines.get(last_break + 1..)?;
    if last_break == 0 || !begins_with_dash(line) {
        return None;
    }
    let speaker = inlines.split_off(last_break + 1);
    inlines.pop();
    Some(without_dash(speaker, text))
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
