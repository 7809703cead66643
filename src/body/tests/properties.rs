//! What holds for any text.

use proptest::prelude::*;

use super::*;

/// Pieces of text that mean something to Markdown.
const PIECES: [&str; 82] = [
    "a",
    "ä",
    "€ ",
    "Wort",
    " Wort ",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  ",
    "    ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "01. ",
    "3. ",
    "> ",
    ">",
    "# ",
    "## ",
    "#### ",
    "---",
    "===",
    "***",
    "**",
    "*",
    "_",
    "`",
    "``",
    "```",
    "~~~",
    "|",
    "\n|-|-|\n",
    "|a|b|\n|-|-|\n|c|d|e|",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "\")",
    " \"",
    "[^1]",
    "[^1]: ",
    "[^x]",
    "[a]",
    "[a]: /u",
    "[a]: ",
    "<",
    "<br>",
    "<div>",
    "<!--",
    "-->",
    "</b>",
    "<https://a.de>",
    "<a@b.de>",
    "\\",
    "\\\n",
    "\\|",
    "&amp;",
    "&#0;",
    "&shy;",
    "\u{0}",
    "\u{a0}",
    "\u{feff}",
    "www.a.de",
    "https://b.de/ä",
    "c@d.de",
    "— ",
    "-- ",
    ".",
    "]{lang=en}",
    "]{lang=xx_y}",
    "{lang=en}",
    "\n::: {lang=cs}\n",
    "\n:::\n",
    ":::",
];

fn markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.as_slice());
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![markdown(), any::<String>(), r"[\PC\n\t*_\[\]()>#|`0-9.-]{0,60}"]
}

/// Words that occur once, among markup.
fn telling_words() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.as_slice());
    prop::collection::vec(piece, 0..16).prop_map(|pieces| {
        let tell = |(index, piece): (usize, &str)| format!("{piece}wort{index}x ");
        pieces.into_iter().enumerate().map(tell).collect()
    })
}

fn spans_of_blocks(blocks: &[Block], spans: &mut Vec<Span>) {
    for block in blocks {
        spans.push(block.span.clone());
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                spans_of_inlines(content, spans);
            }
            BlockKind::Quote { blocks, speaker } => {
                spans_of_blocks(blocks, spans);
                spans_of_inlines(speaker.as_deref().unwrap_or_default(), spans);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    spans.push(item.span.clone());
                    spans_of_blocks(&item.blocks, spans);
                }
            }
            BlockKind::Table(table) => {
                let rows = table.rows.iter().chain(std::iter::once(&table.header));
                rows.flatten().for_each(|cell| spans_of_inlines(cell, spans));
            }
            BlockKind::Passage { blocks, .. } => spans_of_blocks(blocks, spans),
            BlockKind::Picture(_) | BlockKind::ThematicBreak | BlockKind::Event => {}
        }
    }
}

fn spans_of_inlines(inlines: &[Inline], spans: &mut Vec<Span>) {
    for inline in inlines {
        spans.push(inline.span.clone());
        match &inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Passage { content, .. }
            | InlineKind::Link { content, .. } => spans_of_inlines(content, spans),
            _ => {}
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.starts_with("wort"))
}

/// A word that stands neither in the tree nor in the mark of a finding.
fn lost_word<'t>(text: &'t str, tree: &str, found: &[Finding]) -> Option<&'t str> {
    let reported: Vec<&str> = found.iter().filter_map(|f| text.get(f.range.clone())).collect();
    words(text)
        .find(|word| !tree.contains(word) && !reported.iter().any(|mark| mark.contains(word)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn places_lie_in_the_text(text in any_text()) {
        let (body, found) = parse(&text);
        let mut spans = Vec::new();
        spans_of_blocks(&body.blocks, &mut spans);
        for note in &body.notes {
            spans.push(note.span.clone());
            spans_of_blocks(&note.blocks, &mut spans);
        }
        let (inlines, found_in_field) = parse_inline(&text);
        spans_of_inlines(&inlines, &mut spans);
        let marks = found.iter().chain(&found_in_field).map(|finding| finding.range.clone());
        for range in spans.into_iter().map(|span| span.0).chain(marks) {
            prop_assert!(text.get(range.clone()).is_some(), "{range:?}");
        }
    }

    #[test]
    fn no_word_of_a_body_is_lost(text in telling_words()) {
        let (body, found) = parse(&text);
        // A footnote that is refused is marked by its label only.
        let has_lost_note = found.iter().any(|finding| {
            ["footnote-unused", "footnote-repeated", "footnote-nested"].contains(&finding.diagnostic.code.name())
        });
        if !has_lost_note {
            prop_assert_eq!(lost_word(&text, &write_body(&body), &found), None, "{}", write_body(&body));
        }
        prop_assert!(found.iter().all(|finding| finding.diagnostic.code != "text-lost"));
    }

    #[test]
    fn no_word_of_a_field_is_lost(text in telling_words()) {
        let (inlines, found) = parse_inline(&text);
        let tree = write_inlines(&inlines);
        prop_assert_eq!(lost_word(&text, &tree, &found), None, "{}", tree);
    }

    #[test]
    fn footnote_marks_have_notes(text in markdown()) {
        let (body, _) = parse(&text);
        let written = write_body(&body);
        let marks = written.matches("(mark ").count();
        prop_assert!(body.notes.len() <= marks);
        let one_too_many = format!("(mark {})", body.notes.len());
        prop_assert!(!written.contains(&one_too_many));
    }
}
