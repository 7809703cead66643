//! Addresses as people and programs write them into a cell or a line.
//!
//! What leaves one reading only is read: `Name <a@b>`, `mailto:a@b`, several addresses in a row.
//! What would have to be guessed, such as a missing `@`, is not.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::cleaning::{LINE_BREAK, is_invisible_in_address, tidy};
use crate::mail::recipient::Address;

/// A piece of a cell that stands for one recipient.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its bytes in the cell.
    pub place: Range<usize>,
    /// The recipient; else why there is none.
    pub mailbox: Result<Mailbox, &'static str>,
}

/// An address with the name before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mailbox {
    pub address: Address,
    pub name: Option<String>,
    /// The address as it stands there.
    pub typed: String,
    /// Whether more was done than parting name and address in their usual form.
    pub is_cleaned: bool,
}

/// The pieces of a cell or a line, in their order.
pub(super) fn read(text: &str) -> Vec<Piece> {
    // Google's exports part the values of a cell so. The places stay the same.
    let text = &*text.replace(":::", ";;;");
    let mut pieces = Vec::new();
    for place in parts(text) {
        let part = &text[place.clone()];
        match mailbox(part) {
            Err(_) if part.matches('@').nth(1).is_some() => match in_a_row(part) {
                Some(several) => pieces.extend(several.into_iter().map(|(at, mailbox)| Piece {
                    place: place.start + at.start..place.start + at.end,
                    mailbox: Ok(mailbox),
                })),
                None => pieces.push(Piece { place, mailbox: mailbox(part) }),
            },
            mailbox => pieces.push(Piece { place, mailbox }),
        }
    }
    pieces
}

/// Several addresses with nothing but blanks or a word between them; none if there is more.
fn in_a_row(part: &str) -> Option<Vec<(Range<usize>, Mailbox)>> {
    let mut several = Vec::new();
    let mut at = 0;
    for word in part.split(|c: char| c.is_whitespace() || c == LINE_BREAK || c == '/') {
        let place = at..at + word.len();
        at = place.end + part[place.end..].chars().next().map_or(0, char::len_utf8);
        if !matches!(word, "" | "und" | "and" | "&" | "+" | "|") {
            several.push((place, Mailbox { is_cleaned: true, ..mailbox(word).ok()? }));
        }
    }
    Some(several)
}

/// Parts a text where one recipient ends: at semicolons, line ends, bars, and behind an address
/// at commas and slashes between blanks. Before an address a comma belongs to the name: `Muster, Mira <a@b>`.
fn parts(text: &str) -> Vec<Range<usize>> {
    let has_closed_quotes = text.matches('"').count().is_multiple_of(2);
    let mut parts = Vec::new();
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    let (mut has_address, mut is_in_brackets) = (false, false);
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        if is_escaped {
            is_escaped = false;
        } else if is_quoted && c == '\\' {
            is_escaped = true;
        } else if c == '"' && has_closed_quotes {
            is_quoted = !is_quoted;
        } else if !is_quoted {
            let is_end = match c {
                ';' | '；' | '\n' | '\r' | LINE_BREAK | '|' => true,
                ',' | '，' | '、' => has_address && !is_in_brackets,
                '/' => has_address && before.is_whitespace() && rest.starts_with([' ', '\u{A0}']),
                _ => false,
            };
            match c {
                _ if is_end => {
                    parts.push(start..at);
                    (start, has_address, is_in_brackets) = (at + c.len_utf8(), false, false);
                }
                '@' | '＠' => has_address = true,
                '(' | '<' => is_in_brackets = c == '(',
                ')' => is_in_brackets = false,
                _ => {}
            }
        }
        before = c;
    }
    parts.push(start..text.len());
    parts.retain(|place| {
        let mut rest = text[place.clone()].chars();
        !rest.all(|c| c.is_whitespace() || is_invisible_in_address(c) || ",;.".contains(c))
    });
    parts
}

/// The one recipient of a part.
pub(super) fn mailbox(part: &str) -> Result<Mailbox, &'static str> {
    let tidied = tidy(part);
    let was_tidied = *tidied != *part;
    let whole = tidied.trim();
    let bare = whole.trim_matches([',', ';', ' ']);
    if bare.starts_with('#') {
        return Err("a `#` stands before it");
    }
    let (labelled, bare) = without_label(bare);
    let (has_remark, bare) = without_remark(&bare);
    let bare = without_quotes(bare.trim());
    let is_changed = was_tidied || labelled || has_remark || bare != whole;
    let (name, typed) = match bare.split_once('<') {
        Some(_) => {
            let (name, rest) = bare.rsplit_once('<').unwrap_or_default();
            let (typed, behind) = rest.split_once('>').unwrap_or((rest, ""));
            // What stands in quotes is a name, also an address (RFC 5322, 3.2.4).
            if unescaped_quotes(name) % 2 == 1 {
                return Err("the address stands within quotation marks");
            }
            if !behind.trim_matches([',', ';', '.', '>', '\'', '"', ' ']).is_empty() {
                return Err("there is more behind the address");
            }
            let is_changed = is_changed || !behind.is_empty() || !rest.contains('>');
            (name.trim(), (typed, is_changed))
        }
        None => ("", (bare, is_changed)),
    };
    let (typed, is_changed) = typed;
    let (address, plain) = address(typed)?;
    let name = person(name);
    let name = name.filter(|name| !name.eq_ignore_ascii_case(&plain)).map(Cow::into_owned);
    let is_cleaned = is_changed || *plain != *typed;
    Ok(Mailbox { address, name, typed: plain, is_cleaned })
}

/// A text without the quotes around the whole, if there are no others.
fn without_quotes(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).map_or(text, str::trim)
}

fn unescaped_quotes(text: &str) -> usize {
    text.matches('"').count() - text.matches("\\\"").count()
}

/// An address, and how it was typed without all that stands around it.
fn address(typed: &str) -> Result<(Address, String), &'static str> {
    const AROUND: &[char] = &[
        '\'', '"', '<', '>', '[', ']', ',', ';', ' ', '„', '“', '”', '‚', '‘', '’', '«', '»', '‹',
        '›', '`', '´',
    ];
    let mut bare = without_marks(typed, AROUND);
    let mut decoded = None;
    let begun = typed.trim_start_matches(AROUND);
    for scheme in ["mailto:", "smtp:"] {
        if begun.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) {
            bare = &begun[scheme.len()..];
            // RFC 6068, 2: header fields stand behind a question mark, other characters by number.
            bare = bare.split('?').next().unwrap_or_default().trim_start_matches('/');
            decoded = percent_decode_str(bare).decode_utf8().ok();
        }
    }
    let bare = decoded.as_deref().unwrap_or(bare);
    let bare: String = bare.chars().filter(|c| !is_invisible_in_address(*c)).collect();
    let bare = without_marks(&bare, AROUND).trim_end_matches(['.', ':', '!']);
    if let Ok(address) = Address::parse(bare) {
        return Ok((address, bare.to_owned()));
    }
    // What is wrong is said of the text as it was typed, as far as that has an address.
    let why = Address::parse(if bare.contains('@') { bare } else { typed.trim() });
    Err(why.err().unwrap_or("it is not of the form name@domain"))
}

/// An address without the marks around it. An address may begin with a straight quote, as
/// `'t.hooft@b.example` does (RFC 5322, 3.2.3), and ends with none: one that stands before it is
/// taken off only where one stands behind as well, or where it keeps a table from taking the address
/// for a formula: `'+carl@b.example`.
pub(super) fn without_marks<'a>(typed: &'a str, marks: &[char]) -> &'a str {
    let ended = typed.trim_end_matches(marks);
    let is_paired = typed[ended.len()..].contains(['\'', '`', '´', '’']);
    let shielded = ended.strip_prefix('\'').filter(|text| text.starts_with(['=', '+', '-', '@']));
    let ended = shielded.unwrap_or(ended);
    let is_mark = |c: char| marks.contains(&c) && (is_paired || !matches!(c, '\'' | '`'));
    ended.trim_start_matches(is_mark)
}

/// Whether a cell holds nothing but recipients. `Kontakt: a@b` says whom to ask.
pub(super) fn is_recipient(cell: &str) -> bool {
    let pieces = read(cell);
    let is_mailbox = |piece: &Piece| piece.mailbox.is_ok();
    !pieces.is_empty() && pieces.iter().all(is_mailbox) && !is_labelled(cell)
}

/// Whether a text begins by saying what the address behind is: `Kontakt: a@b`.
pub(super) fn is_labelled(text: &str) -> bool {
    without_label(text.trim()).0
}

/// `An: Mira <a@b>` without its beginning. A scheme is no label.
fn without_label(text: &str) -> (bool, Cow<'_, str>) {
    const LABELS: &[&str] = &[
        "to",
        "an",
        "cc",
        "kopie",
        "bcc",
        "blindkopie",
        "von",
        "from",
        "mail",
        "e-mail",
        "email",
        "e-mail-adresse",
        "emailadresse",
        "kontakt",
        "contact",
    ];
    match text.split_once(':') {
        Some((label, rest)) if LABELS.contains(&&*label.trim().to_lowercase()) => {
            (true, Cow::Borrowed(rest.trim()))
        }
        _ => (false, Cow::Borrowed(text)),
    }
}

/// A text without what stands in brackets at its ends: `a@b (work)`. An address in brackets
/// behind a name is that of the name: `Mira Muster (a@b)`, `Mira Muster [mailto:a@b]`.
fn without_remark(text: &str) -> (bool, Cow<'_, str>) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        let Some((before, rest)) = text.split_once(open) else { continue };
        let Some((inside, behind)) = rest.rsplit_once(close) else { continue };
        let is_apart = before.is_empty() || before.ends_with([' ', '>']);
        if !is_apart || !(behind.is_empty() || behind.starts_with([' ', ',', ';', '.'])) {
            continue;
        }
        if inside.contains('@') && !before.contains('@') && behind.trim().is_empty() {
            return (true, Cow::Owned(format!("{before}<{inside}>")));
        }
        if before.contains('@') != behind.contains('@') && !inside.contains([open, close]) {
            return (true, Cow::Owned(format!("{}{behind}", before.trim_end())));
        }
    }
    (false, Cow::Borrowed(text))
}

/// The name before an address without the quotes around it; none if nothing is left.
fn person(name: &str) -> Option<Cow<'_, str>> {
    let name = name.trim();
    for (open, close) in [('"', '"'), ('\'', '\''), ('„', '“'), ('“', '”'), ('»', '«')] {
        let inner = name.strip_prefix(open).and_then(|name| name.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            // RFC 5322, 3.2.4: a backslash stands before a quote that is meant.
            let inner = if inner.contains('\\') {
                Cow::Owned(inner.replace("\\\"", "\"").replace("\\\\", "\\"))
            } else {
                Cow::Borrowed(inner.trim())
            };
            return Some(inner);
        }
    }
    (!name.is_empty() && name != "\"\"" && name != "''").then_some(Cow::Borrowed(name))
}

#[cfg(test)]
mod tests;
