//! Settings of the mail that no message could be composed with.

use url::Url;

use super::addresses;
use crate::diagnostic::{Code, Diagnostic, Finding, codes};
use crate::letterhead::{Letterhead, OF_HEAD, OF_RECIPIENT, OF_RELEASE, Pattern, PatternError};
use crate::read::{self, FieldMap};

/// The most bytes of the address at which to unsubscribe: with a recipient in it, it
/// still stands on one line of a message (RFC 5322, 2.1.1: 998).
const MAX_UNSUBSCRIBE_BYTES: usize = 400;

/// `mail-pattern`: subject and file name ask for what is known of a release.
pub(super) fn patterns(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    let mail = &letterhead.mail;
    let patterns = [("mail.subject", &mail.subject), ("mail.file_name", &mail.file_name)];
    let errors = patterns.into_iter().filter_map(|(path, pattern)| {
        let error = Pattern::parse(pattern.as_deref()?, OF_RELEASE).err()?;
        Some(pattern_error(codes::MAIL_PATTERN, path, error, OF_RELEASE, fields))
    });
    errors.collect()
}

/// `head-pattern`: the running head asks for what is known of a release and its house.
pub(super) fn head_pattern(letterhead: &Letterhead, fields: &FieldMap) -> Option<Diagnostic> {
    let error = Pattern::parse(&letterhead.head.later, OF_HEAD).err()?;
    Some(pattern_error(codes::HEAD_PATTERN, "head.later", error, OF_HEAD, fields))
}

fn pattern_error(
    code: Code,
    path: &str,
    error: PatternError,
    known: &[&str],
    fields: &FieldMap,
) -> Diagnostic {
    let diagnostic = unreadable(code, &error, known);
    fields.place(path, Finding { diagnostic, range: error.range, label: String::new() })
}

/// `mail-pattern`, not marked yet.
#[cfg(feature = "mail")]
pub(crate) fn pattern(error: &PatternError, known: &[&str]) -> Diagnostic {
    unreadable(codes::MAIL_PATTERN, error, known)
}

/// Why a pattern cannot be read, not marked yet.
fn unreadable(code: Code, error: &PatternError, known: &[&str]) -> Diagnostic {
    let braced = known.iter().map(|name| format!("{{{name}}}"));
    let list = format!("there are {}", braced.collect::<Vec<_>>().join(", "));
    match &error.unknown {
        Some(name) => {
            let message = format!("there is no placeholder `{{{name}}}`");
            let found = Diagnostic::new(code, message)
                .with("reason", "unknown-placeholder")
                .with("value", name)
                .with("choices", known);
            read::did_you_mean(name, known).into_iter().fold(found, Diagnostic::hint).hint(list)
        }
        None => Diagnostic::new(code, "a brace stands alone in a pattern")
            .with("reason", "brace-alone")
            .with("choices", known)
            .hint("a placeholder is a name in braces: {headline}")
            .hint(list),
    }
}

/// `mail-pattern`, `link-broken`, `link-scheme`: where to unsubscribe is an address of
/// the web by `https` (RFC 8058, 3.1) or a mailbox (RFC 2369, 3.2).
///
/// Each of the two ways is given once at most: mail programs take the first of a kind.
pub(super) fn unsubscribe(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    const PATH: &str = "mail.unsubscribe";
    let mut found = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for (at, typed) in letterhead.mail.unsubscribe.iter().enumerate() {
        let item = format!("{PATH}[{at}]");
        let path = if fields.has(&item) { &item } else { PATH };
        let scheme = typed.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
        if let Some(error) = unsubscribe_at(typed, path, fields) {
            found.push(error);
        } else if seen.contains(&scheme) {
            let message = message!(
                "there are two addresses to unsubscribe at by `{scheme}:`",
                scheme = scheme
            );
            let error = Diagnostic::new(codes::LINK_SCHEME, message)
                .hint("give one by https: and one by mailto: at most");
            found.push(fields.mark(path, error));
        }
        seen.push(scheme);
    }
    found
}

fn unsubscribe_at(typed: &str, path: &str, fields: &FieldMap) -> Option<Diagnostic> {
    let pattern = match Pattern::parse(typed, OF_RECIPIENT) {
        Ok(pattern) => pattern,
        Err(error) => {
            return Some(pattern_error(codes::MAIL_PATTERN, path, error, OF_RECIPIENT, fields));
        }
    };
    let sample = pattern.exactly(|_| Some("x".to_owned())).unwrap_or_default();
    let error = addresses::link(&sample).or_else(|| {
        let url = Url::parse(&sample).ok()?;
        if !matches!(url.scheme(), "https" | "mailto") {
            let message = message!("nobody can unsubscribe by `{scheme}:`", scheme = url.scheme());
            let error = Diagnostic::new(codes::LINK_SCHEME, message);
            return Some(error.hint("write an address by https:, or mailto:name@example.org"));
        }
        (url.as_str().len() > MAX_UNSUBSCRIBE_BYTES).then(|| {
            let message = format!(
                "the address to unsubscribe at has more than {MAX_UNSUBSCRIBE_BYTES} bytes"
            );
            Diagnostic::new(codes::LINK_BROKEN, message)
                .with("reason", "too-long")
                .with("url", url.as_str())
                .with("limit", MAX_UNSUBSCRIBE_BYTES)
                .hint("it has to stand on one line of a message")
        })
    })?;
    Some(fields.mark(path, error))
}

/// `list-id-impossible`: names of letters, digits and hyphens, separated by dots, of at
/// most 255 bytes (RFC 2919, 2 and 3).
pub(super) fn list_id(letterhead: &Letterhead, fields: &FieldMap) -> Option<Diagnostic> {
    let id = letterhead.mail.list_id.as_deref()?;
    let is_good = id.len() <= 255 && id.contains('.') && id.split('.').all(is_list_label);
    (!is_good).then(|| {
        let message = message!("`{id}` cannot be the identifier of a list", id);
        let error = Diagnostic::new(codes::LIST_ID_IMPOSSIBLE, message)
            .hint("write names and dots that end in a domain of the house: presse.example.org");
        fields.mark("mail.list_id", error)
    })
}

fn is_list_label(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
