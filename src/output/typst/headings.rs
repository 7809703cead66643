//! Headings as the layout's data: lines that end by sense.

use super::pieces::{InlineData, MarkedData};
use super::writer::TypstWriter;
use crate::body::{Inline, InlineKind};
use crate::content::PartName;
use crate::letterhead::FontPurpose;
use crate::typography::{HeadingLines, language_of_name};

/// How a heading is set.
#[derive(Clone, Copy)]
pub(super) struct HeadingType {
    /// Its size in pt.
    size: f64,
    is_bold: bool,
    purpose: FontPurpose,
}

impl TypstWriter<'_> {
    /// How a heading of the body is set, by its level.
    fn heading_type(&self, level: u8) -> HeadingType {
        let sizes = &self.theme().sizes;
        HeadingType {
            size: if level == 2 { sizes.heading } else { sizes.heading.min(sizes.body) },
            is_bold: level < 4,
            purpose: FontPurpose::Heading,
        }
    }

    /// How a part is set that is a heading.
    fn part_type(&self, part: PartName) -> HeadingType {
        let sizes = &self.theme().sizes;
        let (size, is_bold, purpose) = match part {
            PartName::Headline => (sizes.headline, true, FontPurpose::Headline),
            PartName::Kicker => (sizes.subheadline, false, FontPurpose::Subheadline),
            _ => (sizes.subheadline, true, FontPurpose::Subheadline),
        };
        HeadingType { size, is_bold, purpose }
    }

    /// A heading of the body.
    pub fn heading(&self, level: u8, content: &[Inline]) -> Vec<InlineData> {
        let broken = self.broken(content, self.heading_type(level));
        let content = broken.as_deref().unwrap_or(content);
        with_joints(self.pieces(content, false))
    }

    /// Kicker, headline or subheadline.
    pub fn heading_part(&self, part: PartName, content: &[Inline]) -> Vec<InlineData> {
        let broken = self.broken(content, self.part_type(part));
        with_joints(self.unbroken_line(broken.as_deref().unwrap_or(content)))
    }

    /// The lines of the house's name, which breaks where the lines of the sender begin.
    pub fn house_lines(&self, name: &str) -> Vec<String> {
        let letterhead = self.letterhead();
        let look = HeadingType {
            size: letterhead.theme.sizes.house,
            is_bold: false,
            purpose: FontPurpose::House,
        };
        let preferred = line_starts(name, &letterhead.sender);
        let language = language_of_name(name, self.language().into());
        let lines = HeadingLines {
            language,
            room: self.room_of(look),
            width: &|text: &str| self.width(look.purpose, look.is_bold, text),
            preferred: &preferred,
        };
        lines.lines(name).into_iter().map(ToOwned::to_owned).collect()
    }

    /// The heading with its lines; none where it keeps on one line, or is broken by its author.
    fn broken(&self, content: &[Inline], look: HeadingType) -> Option<Vec<Inline>> {
        let mut text = String::new();
        flatten(content, &mut text)?;
        let lines = HeadingLines {
            language: self.language().into(),
            room: self.room_of(look),
            width: &|text: &str| self.width(look.purpose, look.is_bold, text),
            preferred: &[],
        };
        let breaks = lines.breaks(&text);
        if breaks.is_empty() {
            return None;
        }
        Some(split(content, &mut 0, &breaks))
    }

    /// The width of the lines, in em of the heading.
    fn room_of(&self, look: HeadingType) -> f64 {
        self.room() * self.theme().sizes.body / look.size.max(1.0)
    }
}

/// All text of a heading, each character once; none of a heading with a break of its own.
fn flatten(content: &[Inline], text: &mut String) -> Option<()> {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(piece) | InlineKind::Code(piece) => text.push_str(piece),
            InlineKind::Footnote(_) => {}
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Passage { content, .. } => flatten(content, text)?,
            InlineKind::Picture(_) | InlineKind::SoftBreak | InlineKind::HardBreak => return None,
        }
    }
    Some(())
}

/// The heading with a break in place of each of these spaces; `at` is the place in its text.
fn split(content: &[Inline], at: &mut usize, breaks: &[usize]) -> Vec<Inline> {
    let mut split_up = Vec::with_capacity(content.len() + breaks.len());
    for inline in content {
        let kind = match &inline.kind {
            InlineKind::Text(text) => {
                let start = *at;
                *at += text.len();
                let mut from = start;
                for place in
                    breaks.iter().filter(|place| (start..start + text.len()).contains(place))
                {
                    split_up.push(text_of(inline, &text[from - start..place - start]));
                    split_up
                        .push(Inline { kind: InlineKind::HardBreak, span: inline.span.clone() });
                    from = place + 1;
                }
                InlineKind::Text(text[from - start..].to_owned())
            }
            InlineKind::Code(text) => {
                *at += text.len();
                inline.kind.clone()
            }
            InlineKind::Emphasis(content) => InlineKind::Emphasis(split(content, at, breaks)),
            InlineKind::Strong(content) => InlineKind::Strong(split(content, at, breaks)),
            InlineKind::Link { url, content, bare } => InlineKind::Link {
                url: url.clone(),
                content: split(content, at, breaks),
                bare: *bare,
            },
            InlineKind::Passage { language, content } => InlineKind::Passage {
                language: language.clone(),
                content: split(content, at, breaks),
            },
            other => other.clone(),
        };
        split_up.push(Inline { kind, span: inline.span.clone() });
    }
    split_up
}

fn text_of(inline: &Inline, text: &str) -> Inline {
    Inline { kind: InlineKind::Text(text.to_owned()), span: inline.span.clone() }
}

/// The breaks as joints: where the layout sets the heading in lines of its own, they are spaces.
fn with_joints(content: Vec<InlineData>) -> Vec<InlineData> {
    content.into_iter().map(with_joint).collect()
}

fn with_joint(inline: InlineData) -> InlineData {
    let InlineData::Marked(mut marked) = inline else { return inline };
    match &mut marked {
        MarkedData::Break => marked = MarkedData::Joint,
        MarkedData::Strong { content }
        | MarkedData::Emphasis { content }
        | MarkedData::Underlined { content }
        | MarkedData::Link { content, .. }
        | MarkedData::Passage { content, .. }
        | MarkedData::Breakable { content } => *content = with_joints(std::mem::take(content)),
        _ => {}
    }
    InlineData::Marked(marked)
}

/// Where in a name the lines of a sender begin, as bytes: the lines may be in capitals and leave
/// words out.
fn line_starts(name: &str, sender: &[String]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut from = 0;
    for line in sender {
        let first = line.split_whitespace().next().unwrap_or_default();
        let words = name.get(from..).unwrap_or_default().split(' ');
        let mut at = from;
        for word in words {
            if bare(word) == bare(first) {
                starts.push(at);
                from = at + word.len();
                break;
            }
            at += word.len() + 1;
        }
    }
    starts
}

/// The letters of a word in capitals.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body;

    #[test]
    fn lines_of_a_sender_are_found_in_the_name() {
        let name = "Landesamt für Musterwesen und öffentliche Ordnungsliebe";
        let sender = ["LANDESAMT FÜR", "MUSTERWESEN UND", "ORDNUNGSLIEBE"].map(str::to_owned);
        let found: Vec<&str> =
            line_starts(name, &sender).into_iter().map(|at| &name[at..]).collect();
        assert_eq!(found, [name, "Musterwesen und öffentliche Ordnungsliebe", "Ordnungsliebe"]);
        assert!(line_starts(name, &["REFERAT 7".to_owned()]).is_empty());
    }

    #[test]
    fn a_break_takes_the_place_of_its_space() {
        let (content, _) = body::parse_inline("Das **Moor bleibt** nass");
        let text = body::plain_text(&content);
        let at = text.find(" bleibt").unwrap_or(0);
        let split_up = split(&content, &mut 0, &[at]);
        let [_, Inline { kind: InlineKind::Strong(bold), .. }, _] = split_up.as_slice() else {
            panic!("other pieces: {split_up:?}");
        };
        let kinds: Vec<_> = bold.iter().map(|inline| inline.kind.clone()).collect();
        let text = |text: &str| InlineKind::Text(text.to_owned());
        assert_eq!(kinds, [text("Moor"), InlineKind::HardBreak, text("bleibt")]);
    }
}
