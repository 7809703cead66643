//! What a stretch that looks like markup is, and what to write instead.

use std::ops::Range;

use crate::body::scripts;
use crate::diagnostic::{Diagnostic, Finding, codes};

/// How much of a stretch a message shows, in characters.
const MAX_SHOWN: usize = 60;

/// What markup there is where a stretch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// None: all characters are text.
    None,
    /// Emphasis and passages.
    Line,
    /// All of inline Markdown.
    Inline,
}

/// A stretch that looks like markup.
pub(super) struct Leftover {
    pub range: Range<usize>,
    pub kind: LeftoverKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LeftoverKind {
    /// `**Ort: **Text`, `*Muster*` where nothing is markup.
    Emphasis,
    /// `~~x~~`
    Struck,
    /// `==x==`, `[b]x[/b]`, `'''x'''`
    Foreign,
    /// `H~2~O`
    Lowered,
    /// `m^2^`
    Raised,
    /// `[[x]]`, `[x](https://…)`
    Link,
    /// `[ ]`
    Task,
    /// `{#id}`, `{{x}}`
    Braces,
    /// `\newpage`
    Command,
    /// `$E=mc^2$`
    Formula,
    /// `: what it means` below a word
    Definition,
    /// `\n`
    LineEnd,
    /// `\` at the end of a block, where there is nothing to break.
    LastBreak,
    /// `\*` where nothing has to be escaped.
    Escape,
    /// `##Text`, `## Text`
    Heading,
    /// `|a|b|`
    Cells,
    /// `` `x` `` where there is no code.
    Code,
    /// `<br>`
    Tag,
    /// `<sub>2</sub>`
    ScriptTag,
}

impl LeftoverKind {
    /// The word that programs get.
    fn token(self) -> &'static str {
        match self {
            Self::Emphasis => "emphasis",
            Self::Struck => "struck",
            Self::Foreign => "foreign",
            Self::Lowered => "lowered",
            Self::Raised => "raised",
            Self::Link => "link",
            Self::Task => "task",
            Self::Braces => "braces",
            Self::Command => "command",
            Self::Formula => "formula",
            Self::Definition => "definition",
            Self::LineEnd => "line-end",
            Self::LastBreak => "last-break",
            Self::Escape => "escape",
            Self::Heading => "heading",
            Self::Cells => "cells",
            Self::Code => "code",
            Self::Tag => "tag",
            Self::ScriptTag => "script-tag",
        }
    }
}

/// The warning about a stretch of a text.
pub(super) fn finding(text: &str, Leftover { range, kind }: Leftover, markup: Markup) -> Finding {
    let stretch = text.get(range.clone()).unwrap_or_default();
    let shown = match stretch.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", stretch.get(..end).unwrap_or_default()),
        None => stretch.to_owned(),
    };
    let shown = shown.replace(['\t', '\u{A0}'], " ");
    let message = message!("`{text}` looks like markup and is set as typed", text = shown);
    if kind == LeftoverKind::ScriptTag {
        return Finding { diagnostic: script_tag(stretch), range, label: String::new() };
    }
    let warning = Diagnostic::new(codes::MARKUP_LEFT_OVER, message).with("reason", kind.token());
    let warning = with_remedy(warning, stretch, kind, markup);
    Finding { diagnostic: warning, range, label: String::new() }
}

/// `raw-html`: as in the body, `<sub>` and `<sup>` are refused with the character that says
/// the same.
fn script_tag(stretch: &str) -> Diagnostic {
    let inside = stretch.split_once('>').map_or("", |(_, rest)| rest);
    let inside = inside.split('<').next().unwrap_or_default();
    let is_lowered = stretch.to_ascii_lowercase().starts_with("<sub");
    let character = if is_lowered { scripts::lowered(inside) } else { scripts::raised(inside) };
    let message = message!("`{text}` is raw HTML, which a release cannot carry", text = stretch);
    let error = Diagnostic::new(codes::RAW_HTML, message);
    match character {
        Some(character) => error
            .hint(format!("write `{character}`, the character that says the same"))
            .with("suggestion", character.as_str())
            .replaced_by(character),
        None => error.hint("remove the tag: text is neither raised nor lowered"),
    }
}

fn with_remedy(
    warning: Diagnostic,
    stretch: &str,
    kind: LeftoverKind,
    markup: Markup,
) -> Diagnostic {
    let has_markup = markup != Markup::None;
    let marks = stretch.len() - stretch.trim_start_matches(['*', '_']).len();
    let mark = stretch.get(..marks).unwrap_or_default();
    let inside = stretch.trim_matches(['*', '_', '~', '^', '=', '{', '}']);
    let character = match kind {
        LeftoverKind::Lowered => scripts::lowered(inside),
        LeftoverKind::Raised => scripts::raised(inside),
        _ => None,
    };
    if let Some(character) = character {
        let hint = format!("write `{character}`, the character that says the same");
        return warning.hint(hint).replaced_by(character);
    }
    let is_closed = stretch.len() > 2 * marks && stretch.ends_with(mark);
    let warning = match kind {
        LeftoverKind::Emphasis if !has_markup => {
            warning.hint("remove the marks: this field has no emphasis")
        }
        LeftoverKind::Emphasis if is_closed && inside.trim() != inside => {
            let words = inside.trim();
            warning.hint(format!("put the spaces outside of the marks: `{mark}{words}{mark}`"))
        }
        LeftoverKind::Emphasis if is_closed && mark.starts_with('_') => {
            let stars = "*".repeat(marks);
            warning.hint(format!("write `{stars}{inside}{stars}`, and no letter right behind it"))
        }
        LeftoverKind::Emphasis if is_closed => warning
            .hint(format!("put a space behind the second `{mark}`, or leave the punctuation out")),
        LeftoverKind::Emphasis => warning.hint(format!("close it with `{mark}`, or remove it")),
        LeftoverKind::Struck => {
            warning.hint("remove the words or the marks: nothing is struck out")
        }
        LeftoverKind::Foreign => warning.hint("remove the marks; bold is `**bold**` in the body"),
        LeftoverKind::Code => warning.hint("remove the marks: this line has no code"),
        LeftoverKind::Lowered | LeftoverKind::Raised => {
            warning.hint("remove the marks: text is neither raised nor lowered")
        }
        LeftoverKind::Link if markup == Markup::Inline => {
            warning.hint("write `[words](https://…)`")
        }
        LeftoverKind::Link => warning.hint("write the words alone; links belong into `links`"),
        LeftoverKind::Task => {
            warning.hint("write `- ` alone for an item; `☐` and `☑` are characters")
        }
        LeftoverKind::Braces => warning.hint("remove the braces and what they hold"),
        LeftoverKind::Command => warning.hint("remove the command"),
        LeftoverKind::Formula => {
            warning.hint("write it in plain characters, without the `$`: `E = mc²`")
        }
        LeftoverKind::Definition => warning
            .hint("write the word and what it means in one line: `- **Word:** what it means`"),
        LeftoverKind::LineEnd => warning.hint("remove it: it stood for a line end elsewhere"),
        LeftoverKind::LastBreak => {
            return warning
                .hint("remove it: it breaks a line within a paragraph, not behind the last one")
                .replaced_by("");
        }
        LeftoverKind::Escape => {
            let escaped = stretch.get(1..).unwrap_or_default().to_owned();
            let warning = warning.hint("remove the backslash: nothing has to be escaped here");
            return warning.replaced_by(escaped);
        }
        LeftoverKind::Heading if markup == Markup::Inline => {
            warning.hint("begin a paragraph with `## ` for a heading, or remove the characters")
        }
        LeftoverKind::Heading => warning.hint("remove the `#` characters"),
        LeftoverKind::Cells => {
            warning.hint("write rows below each other, with `| --- | --- |` below the first")
        }
        LeftoverKind::Tag | LeftoverKind::ScriptTag => {
            warning.hint("remove the tag: here it is no markup")
        }
    };
    if has_markup {
        warning.hint("write a backslash before each character that is meant itself")
    } else {
        warning
    }
}
