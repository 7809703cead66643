//! What goes into the body's parser and what comes out, rule by rule.
//!
//! A tree is written as nested lists, one block a line: `(p "a " (em "b"))`.
//! A finding is written as its severity, its code and the marked text: `error raw-html «<br>»`.

mod blocks;
mod bounds;
mod fields;
mod footnotes;
mod inlines;
mod lines;
mod lists;
mod passages;
mod properties;

use super::*;
use crate::diagnostic::Severity;

/// The tree of a body.
fn tree(text: &str) -> String {
    write_body(&parse(text).0)
}

/// The findings of a body.
fn findings(text: &str) -> String {
    write_findings(text, &parse(text).1)
}

/// Asserts the tree of a body that has no findings.
#[track_caller]
fn assert_tree(text: &str, expected: &str) {
    assert_eq!(findings(text), "", "findings of {text:?}");
    assert_eq!(tree(text), expected, "tree of {text:?}");
}

/// Asserts tree and findings of a body.
#[track_caller]
fn assert_refused(text: &str, expected_tree: &str, expected_findings: &str) {
    assert_eq!(findings(text), expected_findings, "findings of {text:?}");
    assert_eq!(tree(text), expected_tree, "tree of {text:?}");
}

fn write_findings(text: &str, findings: &[Finding]) -> String {
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            let severity = match finding.diagnostic.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            let marked = text.get(finding.range.clone()).unwrap_or("<outside>");
            format!("{severity} {} «{marked}»", finding.diagnostic.code.name())
        })
        .collect();
    lines.join("\n")
}

fn write_body(body: &Body) -> String {
    let mut lines = write_blocks(&body.blocks, "\n");
    for note in &body.notes {
        lines.push_str(&format!("\n(note {})", write_blocks(&note.blocks, " ")));
    }
    lines
}

fn write_blocks(blocks: &[Block], between: &str) -> String {
    blocks.iter().map(write_block).collect::<Vec<_>>().join(between)
}

fn write_block(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(content) => list("p", &write_inlines(content)),
        BlockKind::Heading { level, content } => {
            list(&format!("h{level}"), &write_inlines(content))
        }
        BlockKind::Quote { blocks, speaker } => {
            let speaker = speaker.as_ref().map_or(String::new(), |name| {
                format!(" {}", list("speaker", &write_inlines(name)))
            });
            format!("(quote {}{speaker})", write_blocks(blocks, " "))
        }
        BlockKind::List(List { start, delimiter, tight, items }) => {
            let name = match start {
                Some(start) => format!("ol {start}{delimiter}"),
                None => "ul".to_owned(),
            };
            let items: Vec<String> =
                items.iter().map(|item| list("li", &write_blocks(&item.blocks, " "))).collect();
            list(&format!("{name}{}", if *tight { "" } else { " loose" }), &items.join(" "))
        }
        BlockKind::Table(Table { columns, header, rows }) => {
            let columns: Vec<String> = columns.iter().map(|c| format!("{c:?}")).collect();
            let row = |name: &str, cells: &[Vec<Inline>]| {
                let cells: Vec<String> =
                    cells.iter().map(|cell| format!("[{}]", write_inlines(cell))).collect();
                list(name, &cells.join(" "))
            };
            let rows: String = rows.iter().map(|cells| format!(" {}", row("row", cells))).collect();
            format!("(table {} {}{rows})", columns.join(" "), row("head", header))
        }
        BlockKind::Picture(picture) => write_picture(picture),
        BlockKind::Passage { language, blocks } => {
            list(&format!("passage {language}"), &write_blocks(blocks, " "))
        }
        BlockKind::ThematicBreak => "(rule)".to_owned(),
        BlockKind::Event => "(event)".to_owned(),
    }
}

fn write_inlines(inlines: &[Inline]) -> String {
    inlines.iter().map(write_inline).collect::<Vec<_>>().join(" ")
}

fn write_inline(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(text) => format!("{text:?}"),
        InlineKind::Code(code) => format!("(code {code:?})"),
        InlineKind::Emphasis(content) => list("em", &write_inlines(content)),
        InlineKind::Strong(content) => list("strong", &write_inlines(content)),
        InlineKind::Link { url, content, bare } => {
            let name = if *bare { "bare" } else { "link" };
            list(&format!("{name} <{url}>"), &write_inlines(content))
        }
        InlineKind::Passage { language, content } => {
            list(&format!("in {language}"), &write_inlines(content))
        }
        InlineKind::Picture(picture) => write_picture(picture),
        InlineKind::Footnote(note) => format!("(mark {note})"),
        InlineKind::HardBreak => "br".to_owned(),
        InlineKind::SoftBreak => "_".to_owned(),
    }
}

fn write_picture(Picture { file, alt, caption, decorative }: &Picture) -> String {
    let caption = caption
        .as_ref()
        .map_or(String::new(), |caption| format!(" {}", write_inlines(caption.inlines())));
    let silent = if *decorative { " decorative" } else { "" };
    format!("(picture <{file}> {alt:?}{caption}{silent})")
}

fn list(name: &str, content: &str) -> String {
    if content.is_empty() { format!("({name})") } else { format!("({name} {content})") }
}
