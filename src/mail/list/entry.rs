//! Who wants no mail: an address, or everybody of a domain.

use std::fmt;

use super::cleaning::{is_invisible_in_address, tidy};
use super::mailbox::{self, Mailbox};
use crate::mail::recipient::Address;

/// An address that gets no mail, all of a domain, or all of its subdomains.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SuppressionEntry(String);

/// What a text says of those who want no mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct EntryReading {
    pub entries: Vec<SuppressionEntry>,
    /// Why something in it may be an address and cannot be read.
    pub doubt: Option<&'static str>,
}

const PATTERN: &str = "a pattern is no address; a whole domain is written @example.org";
const NO_AT_SIGN: &str = "there is no `@`; a whole domain is written @example.org";
const TWO_ADDRESSES: &str = "there is more than one address";

impl SuppressionEntry {
    /// Reads one entry as it is typed: `a@zeitung.example`, also as `Name <a@zeitung.example>` or
    /// `mailto:a@zeitung.example`; `@zeitung.example` or `*@zeitung.example` for everybody of
    /// exactly that domain; `@*.zeitung.example` for its subdomains. The reason where it is none.
    ///
    /// ```
    /// use letterpress::mail::SuppressionEntry;
    ///
    /// let key = |typed: &str| SuppressionEntry::parse(typed).map(|entry| entry.key().to_owned());
    /// assert_eq!(key("Max <Max@Zeitung.example>").as_deref(), Ok("max@zeitung.example"));
    /// assert_eq!(key("*@zeitung.example").as_deref(), Ok("@zeitung.example"));
    /// assert!(key("max(at)zeitung.example").is_err());
    /// ```
    pub fn parse(typed: &str) -> Result<Self, &'static str> {
        let EntryReading { entries, doubt } = read(typed);
        let is_one = typed.matches(['@', '＠']).count() <= 1;
        match (entries.into_iter().next(), doubt) {
            (_, Some(why)) => Err(why),
            (Some(entry), None) if is_one => Ok(entry),
            (Some(_), None) => Err(TWO_ADDRESSES),
            (None, None) => Err(NO_AT_SIGN),
        }
    }

    /// In lower case, which is how addresses are compared: `a@zeitung.example`,
    /// `@zeitung.example` or `@*.zeitung.example`.
    pub fn key(&self) -> &str {
        &self.0
    }

    /// The entries that mean an address: itself, its domain, and each domain above that.
    pub(in crate::mail) fn meaning(address: &Address) -> impl Iterator<Item = Self> {
        let domain = address.domain().to_ascii_lowercase();
        let above: Vec<Self> =
            domain.match_indices('.').map(|(at, _)| Self(format!("@*{}", &domain[at..]))).collect();
        [Self(address.key()), Self(format!("@{domain}"))].into_iter().chain(above)
    }
}

impl fmt::Display for SuppressionEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// All entries of a line or a cell, wherever they stand in it: people write `Bitte abmelden:
/// Max <a@b>`. What may be a further address and is not read is a doubt.
pub(super) fn read(text: &str) -> EntryReading {
    let text = tidy(text);
    let mut reading = EntryReading::default();
    for piece in text.split([';', ',', '\n', '\r', '|', '\t']) {
        read_piece(piece.trim(), &mut reading);
    }
    reading
}

/// What stands around an address and is no part of it.
const AROUND: &[char] = &[
    '<', '>', '(', ')', '[', ']', '{', '}', '"', '„', '“', '”', '‚', '‘', '’', '«', '»', '‹', '›',
    '`', '´', '\'', ':', '.', '!', '~',
];

/// Ways to write an `@` that no address can have in it, without the blanks within.
const IN_BRACKETS: &[&str] = &[
    "(at)",
    "[at]",
    "{at}",
    "<at>",
    "(ät)",
    "[ät]",
    "{ät}",
    "<ät>",
    "(a)",
    "[a]",
    "(bei)",
    "[bei]",
    "(klammeraffe)",
];
/// Ways that could be part of an address: `cafe-at-home@b`.
const BARE: &[&str] = &["_at_", "-at-", "*at*", "%40", "&#64", "&commat"];

/// Whether somewhere in a text an `@` is written so that programs do not find it.
fn has_written_at(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    let dense: String = lower.chars().filter(|c| !c.is_whitespace()).collect();
    let mut words = lower.split(is_between).filter(|word| !word.contains('@'));
    IN_BRACKETS.iter().any(|written| dense.contains(written))
        || words.any(|word| BARE.iter().any(|written| word.contains(written)))
        || lower.split_once(" at ").is_some_and(|(_, behind)| has_host(behind))
}

/// What parts words from each other.
fn is_between(c: char) -> bool {
    c.is_whitespace() || "<>()[]{}\"".contains(c)
}

fn read_piece(piece: &str, reading: &mut EntryReading) {
    if let Some(domain) = domain(piece.trim_matches(AROUND).trim()) {
        match domain {
            Ok(entry) => reading.entries.push(entry),
            Err(why) => reading.doubt = Some(why),
        }
        return;
    }
    let is_written = has_written_at(piece);
    // One address as lists have it, with its name; a scheme may have an encoded one (RFC 6068).
    let is_mailto = !piece.contains('@') && piece.to_lowercase().contains("mailto:");
    if (piece.matches('@').count() == 1 && !is_written || is_mailto)
        && let Ok(mailbox) = mailbox::mailbox(piece)
        && !piece[..piece.find('<').unwrap_or(0)].contains('@')
        && !is_pattern(&mailbox.typed)
    {
        reading.entries.extend(meant(&mailbox));
        return;
    }
    let mut has_address = false;
    for word in piece.split(is_between) {
        if word.contains('@') {
            has_address = true;
            match addresses(word) {
                Ok(entries) => reading.entries.extend(entries),
                Err(why) => reading.doubt = Some(why),
            }
        }
    }
    let is_bare_host = !has_address && !piece.contains(' ') && has_host(piece);
    if is_written || is_bare_host {
        reading.doubt = Some(NO_AT_SIGN);
    }
}

/// An address, and what else may be meant: in `Zeitung/a@b`, `mail=a@b`, `-a@b` and `'a@b` the letters
/// before belong to the address (RFC 5322, 3.2.3), but hardly in the mind of who wrote it.
fn meant(mailbox: &Mailbox) -> Vec<SuppressionEntry> {
    let mut entries = vec![SuppressionEntry(mailbox.address.key())];
    let behind = mailbox.typed.rsplit(['/', '=', '&']).next().unwrap_or_default();
    let behind = behind.trim_start_matches(['-', '+', '_', '.', '\'', '`']);
    if behind != mailbox.typed
        && let Ok(address) = Address::parse(behind)
    {
        entries.push(SuppressionEntry(address.key()));
    }
    entries
}

/// Whether the first word of a text could be a domain.
fn has_host(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default().trim_matches(AROUND);
    let top = word.rsplit_once('.').filter(|(before, _)| !before.is_empty());
    top.is_some_and(|(_, top)| top.chars().count() > 1 && top.chars().all(char::is_alphabetic))
}

/// `@zeitung.example`, if a text is nothing else.
fn domain(text: &str) -> Option<Result<SuppressionEntry, &'static str>> {
    let domain = text.strip_prefix('*').unwrap_or(text).strip_prefix('@')?;
    let (below, domain) = match domain.strip_prefix("*.") {
        Some(domain) => ("*.", domain),
        None => ("", domain),
    };
    // The rules of an address judge the domain as well.
    Some(match Address::parse(&format!("x@{domain}")) {
        Ok(address) => {
            Ok(SuppressionEntry(format!("@{below}{}", address.domain().to_ascii_lowercase())))
        }
        Err(why) => Err(why),
    })
}

/// The addresses of a word; several may be joined by slashes.
fn addresses(word: &str) -> Result<Vec<SuppressionEntry>, &'static str> {
    let parts: Vec<&str> =
        if word.matches('@').nth(1).is_some() { word.split('/').collect() } else { vec![word] };
    let mut entries = Vec::new();
    for part in parts {
        let visible: String = part.chars().filter(|c| !is_invisible_in_address(*c)).collect();
        let bare = mailbox::without_marks(&visible, AROUND);
        // `E-Mail:a@b`, `mailto:a@b?subject=…`
        let (label, bare) = bare.rsplit_once(':').unwrap_or(("", bare));
        let mailbox = mailbox::mailbox(bare).or_else(|why| match bare.split_once('?') {
            Some((address, fields)) if !fields.contains('@') => mailbox::mailbox(address),
            _ => Err(why),
        })?;
        if label.contains('@') || bare.matches('@').nth(1).is_some() {
            return Err(TWO_ADDRESSES);
        }
        if is_pattern(&mailbox.typed) {
            return Err(PATTERN);
        }
        entries.extend(meant(&mailbox));
    }
    Ok(entries)
}

/// Letters of an address that nobody has there, and with which people mean many addresses.
fn is_pattern(address: &str) -> bool {
    address.contains(['*', '?', '%'])
}

#[cfg(test)]
mod tests;
