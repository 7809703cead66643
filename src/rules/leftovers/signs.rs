//! Marks other than those of emphasis: brackets, braces, commands, formulas, tags.

use super::marks::{MAX_STRETCH, MarkScanner, is_letter, is_space};
use super::remedies::{Leftover, LeftoverKind, Markup};

/// Tags that somebody may have typed into a plain field.
const TAGS: &[&str] = &[
    "a", "b", "big", "br", "center", "del", "div", "em", "font", "h1", "h2", "h3", "h4", "hr", "i",
    "img", "li", "nobr", "ol", "p", "s", "small", "span", "strike", "strong", "sub", "sup",
    "table", "td", "th", "tr", "u", "ul", "wbr",
];

impl<'t> MarkScanner<'t> {
    pub fn brackets(&self, at: usize) -> Option<Leftover> {
        let line = self.line(at);
        if line.starts_with("[[") {
            return self.up_to(at, "]]", LeftoverKind::Link);
        }
        if line.starts_with("[ ]") {
            return self.up_to(at, "]", LeftoverKind::Task);
        }
        if line.starts_with("[x] ") || line.starts_with("[X] ") {
            let before = self.text.get(..at).unwrap_or_default();
            let before = before.trim_end_matches(' ');
            let is_item = before.ends_with(['-', '*', '+', '•', '\n']) || before.is_empty();
            return self.up_to(at, "]", LeftoverKind::Task).filter(|_| is_item);
        }
        if line.get(1..)?.starts_with('/') {
            let is_closing = line.get(2..)?.starts_with(char::is_alphabetic);
            return self.up_to(at, "]", LeftoverKind::Foreign).filter(|_| is_closing);
        }
        if self.has_markup() {
            // "[Text] (https://…)", "[Text][1]"
            let end = line.find(']')?;
            let behind = line.get(end + 1..)?;
            let is_apart = [" (http", " (www"].iter().any(|s| behind.starts_with(s));
            if is_apart {
                return self.up_to(at, ")", LeftoverKind::Link);
            }
            let is_reference = end > 1 && behind.starts_with('[') && !behind.starts_with("[]");
            let length = end + 1 + behind.find(']').filter(|_| is_reference)? + 1;
            return Some(Leftover { range: at..at + length, kind: LeftoverKind::Link });
        }
        let middle = line.find("](")?;
        let is_first = !line.get(1..middle)?.contains('[');
        let end = line.get(middle..)?.find(')')?;
        is_first.then(|| Leftover { range: at..at + middle + end + 1, kind: LeftoverKind::Link })
    }

    /// The stretch that ends with the next `end` of the line.
    pub fn up_to(&self, at: usize, end: &str, kind: LeftoverKind) -> Option<Leftover> {
        let length = self.line(at).find(end)? + end.len();
        Some(Leftover { range: at..at + length, kind })
    }

    pub fn braces(&self, at: usize) -> Option<Leftover> {
        // Behind a passage or a picture another rule says what they hold.
        if self.has_markup() && matches!(self.before(at), Some(']' | ')')) {
            return None;
        }
        let line = self.line(at);
        let second = line.chars().nth(1)?;
        let third = line.chars().nth(2);
        let is_markup = match second {
            '#' | '.' => third.is_some_and(char::is_alphabetic),
            '{' | '%' => true,
            ':' => third.is_some_and(|c| c == ' ' || c == '.' || c == '#'),
            _ if self.before(at) == Some('$') => true,
            // "[words]{lang=en}" where no field takes it, "{color:red}"
            _ => {
                let inside = line.get(1..)?.split('}').next()?;
                let is_behind = self.before(at) == Some(']') && inside.contains('=');
                let is_pair = inside.contains(':') && !inside.contains(char::is_whitespace);
                second.is_ascii_lowercase() && (is_behind || is_pair)
            }
        };
        let end = if second == '{' { "}}" } else { "}" };
        let length = line.find(end)? + end.len();
        is_markup.then(|| Leftover { range: at..at + length, kind: LeftoverKind::Braces })
    }

    /// `10^6`, `x^{2}`, `^[a note]`
    pub fn caret(&self, at: usize) -> Option<Leftover> {
        let rest = self.rest(at).get(1..)?;
        if rest.starts_with('[') {
            return self.up_to(at, "]", LeftoverKind::Foreign);
        }
        if rest.starts_with('{') {
            return self
                .up_to(at, "}", LeftoverKind::Raised)
                .filter(|_| is_letter(self.before(at)));
        }
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
        // A formula is judged as a whole.
        let is_in_formula = rest.get(digits..).is_some_and(|behind| behind.starts_with('$'));
        let is_power = digits > 0 && is_letter(self.before(at)) && !is_in_formula;
        is_power.then(|| Leftover { range: at..at + 1 + digits, kind: LeftoverKind::Raised })
    }

    /// `h2. Title` at the beginning of a line.
    pub fn numbered_heading(&self, at: usize) -> Option<Leftover> {
        let [b'h', b'1'..=b'6', b'.', b' ', ..] = self.rest(at).as_bytes() else { return None };
        Some(Leftover { range: at..at + 3, kind: LeftoverKind::Heading })
    }

    /// The word in which a place lies.
    pub fn word(&self, at: usize) -> &'t str {
        let before = self.text.get(..at).unwrap_or_default();
        let back = before.floor_char_boundary(before.len().saturating_sub(MAX_STRETCH));
        let start = before.get(back..).unwrap_or_default();
        let start = start.rfind(char::is_whitespace).map_or(back, |space| back + space + 1);
        let word = self.text.get(start..).or_else(|| self.text.get(at..)).unwrap_or_default();
        word.split(char::is_whitespace).next().unwrap_or_default()
    }

    pub fn command(&self, at: usize) -> Option<Leftover> {
        let rest = self.rest(at).get(1..)?;
        // Between two lines it is a break and no text; behind the last one it is set.
        if self.has_markup() && at + 1 == self.range.end && is_space(rest.chars().next()) {
            return Some(Leftover { range: at..at + 1, kind: LeftoverKind::LastBreak });
        }
        let first = rest.chars().next()?;
        if !self.has_markup() && "*_#[]`~<>\\".contains(first) && !self.is_path(at) {
            return Some(Leftover { range: at..at + 2, kind: LeftoverKind::Escape });
        }
        let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let name = rest.get(..length)?;
        let second = rest.chars().nth(1);
        let is_line_end =
            matches!(first, 'n' | 'r' | 't') && second.is_none_or(|c| !c.is_lowercase());
        let is_command = length > 1 && !is_letter(self.before(at));
        if name.is_empty() || self.is_path(at) || !(is_line_end || is_command) {
            return None;
        }
        let (length, kind) =
            if is_line_end { (1, LeftoverKind::LineEnd) } else { (length, LeftoverKind::Command) };
        Some(Leftover { range: at..at + 1 + length, kind })
    }

    fn is_path(&self, at: usize) -> bool {
        let word = self.word(at);
        word.contains(":\\") || word.starts_with("\\\\")
    }

    pub fn formula(&self, at: usize) -> Option<Leftover> {
        let line = self.line(at);
        let inside = line.get(1..)?;
        let end = inside.find('$')?;
        let formula = inside.get(..end)?;
        let is_beside = !formula.is_empty() && formula.trim() == formula;
        let behind = inside.get(end + 1..)?.chars().next();
        let is_power = formula.split_once('^').is_some_and(|(base, power)| {
            base.ends_with(char::is_alphanumeric) && !power.is_empty()
        });
        let is_formula = is_power || formula.contains(['=', '\\', '{', '_']);
        let is_alone = !is_letter(self.before(at)) && !behind.is_some_and(char::is_alphanumeric);
        (is_beside && is_formula && is_alone)
            .then(|| Leftover { range: at..at + end + 2, kind: LeftoverKind::Formula })
    }

    /// `: what it means` below a word.
    pub fn definition(&self, at: usize) -> Option<Leftover> {
        let behind = self.line(at).strip_prefix(": ")?.trim_start();
        let word = behind.split(char::is_whitespace).next()?;
        let length = self.line(at).len() - behind.len() + word.len();
        (self.markup == Markup::Inline && !word.is_empty())
            .then(|| Leftover { range: at..at + length, kind: LeftoverKind::Definition })
    }

    /// `` `make install` ``: no apostrophe or accent that was typed so.
    pub fn code(&self, at: usize) -> Option<Leftover> {
        let inside = self.line(at).get(1..)?;
        let end = inside.find('`')?;
        let inside = inside.get(..end)?;
        let is_apart = !is_letter(self.before(at))
            && !is_letter(self.rest(at + end + 2).chars().next())
            && inside.trim() == inside;
        (is_apart && end > 1)
            .then(|| Leftover { range: at..at + end + 2, kind: LeftoverKind::Code })
    }

    pub fn heading(&self, at: usize) -> Option<Leftover> {
        let length = self.row(at, '#');
        let behind = self.rest(at + length).chars().next()?;
        let is_start = self.text.get(..at)?.trim_end().is_empty();
        let is_markup = if self.markup == Markup::Inline {
            // At the beginning of a paragraph it is another rule's.
            let before = self.text.get(..at)?;
            let is_block_start =
                is_start || before.ends_with("\n\n") || before.ends_with("\r\n\r\n");
            (2..=6).contains(&length) && behind.is_alphabetic() && !is_block_start
        } else {
            is_start && length <= 6 && behind == ' '
        };
        let words = self.rest(at + length).split(char::is_whitespace).next()?;
        (is_markup && is_space(self.before(at)))
            .then(|| Leftover { range: at..at + length + words.len(), kind: LeftoverKind::Heading })
    }

    pub fn cells(&self, at: usize) -> Option<Leftover> {
        let word = self.line(at).split(char::is_whitespace).next()?;
        let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let is_row = word.ends_with('|') && word.matches('|').count() > 2 && !word.contains("||");
        (is_row && is_space(self.before(at)))
            .then(|| Leftover { range: at..at + word.len(), kind: LeftoverKind::Cells })
    }

    pub fn tag(&self, at: usize) -> Option<Leftover> {
        let line = self.line(at);
        let inner = line.get(1..)?;
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let name = inner.get(..length)?.to_ascii_lowercase();
        let end = line.find('>')? + 1;
        let pair = line.get(end..).and_then(|inside| inside.find(&format!("</{name}>")));
        if let (Some(inside), "sub" | "sup") = (pair, name.as_str()) {
            let range = at..at + end + inside + name.len() + 3;
            return Some(Leftover { range, kind: LeftoverKind::ScriptTag });
        }
        let is_tag =
            TAGS.contains(&name.as_str()) && inner.get(length..)?.starts_with([' ', '/', '>']);
        is_tag.then(|| Leftover { range: at..at + end, kind: LeftoverKind::Tag })
    }
}
