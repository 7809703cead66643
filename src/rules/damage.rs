//! Texts that were damaged on their way: HTML entities that content systems hand over, and UTF-8
//! that was read in another encoding. What was meant is known, and is offered.

use std::ops::Range;

use super::refused::is_refused;
use super::texts::running_text;
use crate::body::{self, Body, Inline, InlineKind};
use crate::diagnostic::{Code, Diagnostic, Finding, codes};
use crate::letterhead::Letterhead;
use crate::read::FieldMap;
use crate::release::Release;
use crate::source::encoding;

/// Damaged words of one field that are reported.
const MAX_WORDS: usize = 200;
/// Characters of a text that a message shows.
const SHOWN: usize = 120;

/// Damaged pieces of fields, and what is said of them.
pub(super) struct Damage {
    pub path: String,
    pub range: Range<usize>,
    pub diagnostic: Diagnostic,
}

impl Damage {
    /// Whether a piece of a field is a part of it.
    pub fn holds(&self, path: &str, range: &Range<usize>) -> bool {
        self.path == path && self.range.start <= range.start && range.end <= self.range.end
    }
}

/// `entity-in-text` and `encoding-damaged` in a release.
pub(super) fn in_release(release: &Release, fields: &FieldMap) -> Vec<Damage> {
    let mut texts: Vec<Markdown<'_>> = running_text(release)
        .into_iter()
        .map(|(path, inlines)| {
            Markdown::new(path, fields, |visit| body::each_inline(inlines, visit))
        })
        .collect();
    texts.push(Markdown::of_body(&release.body, fields));
    find(&texts, fields)
}

/// The same in a letterhead.
pub(super) fn in_letterhead(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Damage> {
    let boilerplate = letterhead.boilerplate.as_deref().unwrap_or_default();
    let text = Markdown::new("boilerplate".to_owned(), fields, |visit| {
        body::each_inline(boilerplate, visit);
    });
    find(&[text], fields)
}

fn find(texts: &[Markdown<'_>], fields: &FieldMap) -> Vec<Damage> {
    let mut found = Vec::new();
    for (path, text) in fields.texts() {
        match texts.iter().find(|markdown| markdown.path == path) {
            Some(markdown) => found.extend(markdown.damage(fields)),
            None => found.extend(in_plain(path, text, fields)),
        }
    }
    found
}

/// A field of Markdown, which resolves entities itself.
struct Markdown<'a> {
    path: String,
    typed: &'a str,
    /// Inline code and addresses in angle brackets, in which entities are characters: in the order
    /// of the text.
    literals: Vec<Range<usize>>,
    /// Addresses in angle brackets.
    autolinks: Vec<(&'a str, Range<usize>)>,
    /// Texts that need not be as typed, since entities in them were resolved.
    resolved: Vec<(&'a str, Range<usize>)>,
}

impl<'a> Markdown<'a> {
    fn new(
        path: String,
        fields: &'a FieldMap,
        walk: impl FnOnce(&mut dyn FnMut(&'a Inline)),
    ) -> Self {
        let typed = fields.text(&path).unwrap_or_default();
        let mut text =
            Self { path, typed, literals: Vec::new(), autolinks: Vec::new(), resolved: Vec::new() };
        walk(&mut |inline| text.note(inline));
        // Those of footnotes were noted last.
        text.literals.sort_by_key(|literal| literal.start);
        text
    }

    fn of_body(body: &'a Body, fields: &'a FieldMap) -> Self {
        Self::new("body".to_owned(), fields, |visit| body.each_inline(visit))
    }

    fn note(&mut self, inline: &'a Inline) {
        let span = inline.span.0.clone();
        match &inline.kind {
            InlineKind::Code(_) => self.literals.push(span),
            InlineKind::Link { url, bare: true, .. } if self.is_autolink(&span) => {
                self.literals.push(span.clone());
                self.autolinks.push((url, span));
            }
            InlineKind::Text(text) if self.typed.get(span.clone()).is_some_and(is_encoded) => {
                self.resolved.push((text, span));
            }
            _ => {}
        }
    }

    /// Whether an address stands in angle brackets, where Markdown resolves nothing.
    fn is_autolink(&self, span: &Range<usize>) -> bool {
        self.typed.get(span.clone()).is_some_and(|typed| typed.starts_with('<'))
    }

    fn damage(&self, fields: &FieldMap) -> Vec<Damage> {
        let known = encoding::damage(self.typed);
        let mut found: Vec<_> =
            words(self.typed).filter_map(|(at, word)| misread(at, word, known)).collect();
        found.extend(self.encoded_twice());
        found.extend(self.encoded_wrongly());
        for (url, span) in &self.autolinks {
            let Some(meant) = body::without_entities(url) else { continue };
            let message = message!(
                "the address holds HTML entities: `{suggestion}` is meant",
                suggestion = meant
            );
            let error = Diagnostic::new(codes::ENTITY_IN_TEXT, message)
                .hint("in angle brackets Markdown resolves nothing")
                .replaced_by(format!("<{meant}>"));
            found.push((span.clone(), error));
        }
        for (text, span) in &self.resolved {
            let typed = self.typed.get(span.clone()).unwrap_or_default();
            let unseen = words(text).filter(|(_, word)| !typed.contains(word));
            let misread = unseen.filter_map(|(at, word)| misread(at, word, known));
            found.extend(misread.map(|(_, diagnostic)| {
                // Only a part of what was typed there is meant.
                (span.clone(), diagnostic.without_replacement())
            }));
        }
        found.truncate(MAX_WORDS);
        let placed = found.into_iter().map(|(range, diagnostic)| {
            let finding = Finding { diagnostic, range: range.clone(), label: String::new() };
            let diagnostic = fields.place(&self.path, finding);
            Damage { path: self.path.clone(), range, diagnostic }
        });
        placed.collect()
    }

    /// Whether a place is one at which Markdown resolves nothing.
    fn is_literal(&self, at: usize) -> bool {
        let behind = self.literals.partition_point(|literal| literal.start <= at);
        let before = behind.checked_sub(1).and_then(|last| self.literals.get(last));
        before.is_some_and(|literal| literal.contains(&at))
    }

    /// Entities that Markdown does not know, and numbers of Windows-1252 (`&#150;`).
    fn encoded_wrongly(&self) -> Vec<(Range<usize>, Diagnostic)> {
        let of_windows = body::entities(self.typed).filter_map(|(range, stands_for)| {
            let meant: String = stands_for.chars().map(encoding::as_windows).collect();
            (meant != stands_for).then_some((range, meant))
        });
        let found = of_windows.chain(body::damaged_entities(self.typed));
        let found = found.filter(|(range, _)| !self.is_literal(range.start));
        found
            .map(|(range, meant)| {
                let typed = self.typed.get(range.clone()).unwrap_or_default();
                let message = message!(
                    "`{text}` is no entity of HTML: `{suggestion}` is meant",
                    text = typed,
                    suggestion = meant
                );
                let error = Diagnostic::new(codes::ENTITY_IN_TEXT, message);
                let error = error.hint(format!("write `{meant}`")).replaced_by(meant);
                (range, error)
            })
            .take(MAX_WORDS)
            .collect()
    }

    /// Entities whose ampersand is an entity: `&amp;uuml;` is set as `&uuml;`.
    fn encoded_twice(&self) -> Vec<(Range<usize>, Diagnostic)> {
        let mut found = Vec::new();
        for (ampersand, stands_for) in body::entities(self.typed) {
            let is_code = self.is_literal(ampersand.start);
            let rest = self.typed.get(ampersand.end..).unwrap_or_default();
            let end = rest.find(';').filter(|end| *end < SHOWN);
            let Some(end) = end.filter(|_| stands_for == "&" && !is_code) else { continue };
            let range = ampersand.start..ampersand.end + end + 1;
            let typed = self.typed.get(range.clone()).unwrap_or_default();
            let once = format!("&{}", rest.get(..=end).unwrap_or_default());
            let is_one = body::entities(&once).any(|(inner, _)| inner == (0..once.len()));
            let Some(meant) = body::without_entities(&once).filter(|_| is_one) else { continue };
            // A character that Markdown may take for a mark stays an entity.
            let is_plain = meant.chars().all(|c| c.is_alphanumeric() || !c.is_ascii());
            let text = if is_plain { meant.clone() } else { once };
            let message = message!(
                "`{text}` was encoded twice: `{suggestion}` is meant",
                text = typed,
                suggestion = meant
            );
            let error = Diagnostic::new(codes::ENTITY_IN_TEXT, message);
            found.push((range, error.hint(format!("write `{text}`")).replaced_by(text)));
            if found.len() == MAX_WORDS {
                break;
            }
        }
        found
    }
}

/// Whether a piece of Markdown may hold entities.
fn is_encoded(typed: &str) -> bool {
    typed.contains('&')
}

/// A plain field, in which an entity is set as it is typed.
fn in_plain(path: &str, text: &str, fields: &FieldMap) -> Option<Damage> {
    let decoded = body::without_entities(text);
    let has_entities = decoded.is_some();
    let typed = decoded.as_deref().unwrap_or(text);
    let repair = encoding::repaired(typed, encoding::damage(typed));
    let is_whole = repair.as_ref().is_none_or(|repair| repair.is_whole);
    let (code, what): (Code, _) = match (&repair, has_entities) {
        (_, true) => (codes::ENTITY_IN_TEXT, "holds HTML entities"),
        (Some(_), false) => (codes::ENCODING_DAMAGED, "is UTF-8 that was read in another encoding"),
        (None, false) => return None,
    };
    let meant = repair.map(|repair| repair.text).or(decoded)?;
    // What would be refused next was hardly meant.
    let meant: String = meant.chars().filter(|character| !is_refused(*character)).collect();
    let meant = meant.trim();
    let range = 0..text.len();
    if !is_whole {
        let message =
            message!("`{field}` {what}, and pieces of letters are lost", field = path, what);
        let error = Diagnostic::new(code, message)
            .with("reason", "letters-lost")
            .hint("copy the text once more from where it is sound, or write it anew");
        return Some(Damage { path: path.to_owned(), range, diagnostic: fields.mark(path, error) });
    }
    let message = message!(
        "`{field}` {what}: `{shown}` is meant",
        field = path,
        what,
        shown = shortened(meant)
    );
    let error = Diagnostic::new(code, message)
        .with("suggestion", meant)
        .hint(format!("write {}", shortened(meant)));
    let diagnostic = fields.mark_replaced(path, error, meant);
    Some(Damage { path: path.to_owned(), range, diagnostic })
}

/// What is wrong with the name of a recipient that was damaged; not marked yet.
#[cfg(feature = "mail")]
pub(crate) fn in_name(name: &str) -> Option<Diagnostic> {
    let Damage { diagnostic, .. } = in_plain("name", name, &FieldMap::without_source())?;
    Some(diagnostic)
}

/// A word that was read in another encoding, in a text that is `known` to be damaged.
fn misread(
    at: usize,
    word: &str,
    known: Option<encoding::EncodingDamage>,
) -> Option<(Range<usize>, Diagnostic)> {
    let repair = encoding::repaired(word, known)?;
    let range = at..at + word.len();
    if !repair.is_whole {
        let message = message!(
            "`{text}` was read in another encoding, and pieces of letters are lost",
            text = shortened(word)
        );
        let error = Diagnostic::new(codes::ENCODING_DAMAGED, message)
            .with("reason", "letters-lost")
            .hint("copy the text once more from where it is sound, or write the word anew");
        return Some((range, error));
    }
    let message = message!(
        "`{text}` is `{suggestion}`, read in another encoding",
        text = shortened(word),
        suggestion = shortened(&repair.text)
    );
    let error = Diagnostic::new(codes::ENCODING_DAMAGED, message)
        .hint("copy the text once more from where it is sound, or write the word anew")
        .replaced_by(repair.text);
    Some((range, error))
}

/// The words of a text that are not plain ASCII, without the marks of Markdown around them. A
/// no-break space may be a part of a damaged letter.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive(|c: char| c.is_ascii_whitespace()).filter_map(move |piece| {
        let at = start;
        start += piece.len();
        let front = piece.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
        let word = front.trim_end_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
        let at = at + piece.len() - front.len();
        // Behind such a letter the blank is the rest of a no-break space.
        let is_followed = text.get(at + word.len()..).is_some_and(|rest| rest.starts_with(' '));
        let end = at + word.len() + usize::from(is_followed && word.ends_with('Â'));
        (!word.is_ascii()).then_some((at, text.get(at..end).unwrap_or(word)))
    })
}

/// As much of a text as a message shows.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
