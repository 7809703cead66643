//! HTML entities outside of Markdown, by the list that Markdown knows.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::source::encoding;

/// Characters of the longest name, `CounterClockwiseContourIntegral`, and some.
const MAX_NAME: usize = 40;
/// How often a text was encoded at most.
const MAX_ROUNDS: usize = 4;

/// A text with its entities resolved, however often they were encoded; none if it has none.
pub(crate) fn without_entities(text: &str) -> Option<String> {
    let mut best: Option<String> = None;
    for _ in 0..MAX_ROUNDS {
        match decoded(best.as_deref().unwrap_or(text)) {
            Some(better) => best = Some(better),
            None => break,
        }
    }
    best
}

fn decoded(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut end = 0;
    for (range, stands_for) in entities(text) {
        decoded.push_str(text.get(end..range.start).unwrap_or_default());
        // HTML takes the numbers 128 to 159 for bytes of Windows-1252.
        decoded.extend(stands_for.chars().map(encoding::as_windows));
        end = range.end;
    }
    decoded.push_str(text.get(end..).unwrap_or_default());
    (end > 0).then_some(decoded)
}

/// The entities of a plain text, each with its place and what it stands for.
pub(crate) fn entities(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    text.match_indices('&').filter_map(|(start, _)| {
        let rest = text.get(start + 1..)?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
        let is_one = (1..=MAX_NAME).contains(&end) && rest.get(end..)?.starts_with(';');
        let range = start..start + end + 2;
        let typed = text.get(range.clone()).filter(|_| is_one)?;
        Some((range, resolved(typed)?))
    })
}

/// What one entity stands for; none if there is no such entity.
fn resolved(entity: &str) -> Option<String> {
    let events = Parser::new(entity).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        // The line end that an entity stands for.
        Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let text: String = events.collect();
    (text != entity && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_those_of_html() {
        let text = "B&ouml;hmen &#8211; &#x201E;A&amp;B&#xfc; R&D; AT&T &nosuch; &; &amp";
        let found: Vec<_> = entities(text).map(|(_, stands_for)| stands_for).collect();
        assert_eq!(found, ["ö", "–", "„", "&", "ü"]);
    }
}
