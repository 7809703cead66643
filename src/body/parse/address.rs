//! Web and e-mail addresses that stand bare in running text.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use crate::body::limits;

/// Endings by which an address without `https://` and `www.` is known. Few on
/// purpose: "z.B.", "GmbH.Der" and "Nr.5" are no addresses.
const ENDINGS: [&str; 12] =
    ["de", "eu", "com", "org", "net", "info", "cz", "pl", "at", "ch", "gov", "int"];

/// An address and what it points to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BareAddress {
    /// Where it stands in the searched text.
    pub range: Range<usize>,
    /// With scheme.
    pub url: String,
}

/// Finds the addresses in `text`, first to last.
pub(super) fn find(text: &str) -> Vec<BareAddress> {
    let mut addresses = Vec::new();
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let mut start = 0;
    for piece in text.split_inclusive(is_outside) {
        let chunk = piece.trim_end_matches(is_outside).trim_end_matches(is_invisible);
        // What cannot be seen before an address is no part of it either.
        let inner = chunk.trim_start_matches(is_invisible);
        let start_of_piece = start;
        start += chunk.len() - inner.len();
        let chunk = inner;
        if could_hold_one(chunk) {
            addresses.extend(finder.links(chunk).filter_map(|link| {
                let url = target(link.kind(), link.as_str())?;
                if url.contains(is_invisible) {
                    return None;
                }
                Some(BareAddress { range: start + link.start()..start + link.end(), url })
            }));
        }
        start = start_of_piece + piece.len();
    }
    addresses
}

/// Soft hyphens and word joiners, which a word processor may have left.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{2060}')
}

/// Whether a character never belongs to an address: white space, and the
/// quotation marks and dashes of running text, which the finder would take.
fn is_outside(character: char) -> bool {
    const QUOTES_AND_DASHES: &str = "\u{200B}\"`<>{}|\\^„“”‚‘’«»‹›–—…·•";
    character.is_whitespace() || character.is_control() || QUOTES_AND_DASHES.contains(character)
}

/// A quick look, since most words are not addresses and overlong ones
/// (refused already) would cost the finder too much.
fn could_hold_one(chunk: &str) -> bool {
    let inside = chunk.trim_end_matches('.');
    chunk.len() <= 4 * limits::WORD && (inside.contains('.') || inside.contains("://"))
}

/// What an address points to, or nothing if it only looks like one.
fn target(kind: &LinkKind, typed: &str) -> Option<String> {
    match kind {
        LinkKind::Email => Some(format!("mailto:{typed}")),
        LinkKind::Url => match typed.split_once("://") {
            Some((scheme, _)) => ["http", "https"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known))
                .then(|| typed.to_owned()),
            None => is_host(host(typed)).then(|| format!("https://{typed}")),
        },
        _ => None,
    }
}

/// The host of an address without scheme.
fn host(typed: &str) -> &str {
    typed.find([':', '/', '?', '#']).and_then(|end| typed.get(..end)).unwrap_or(typed)
}

/// Whether a character stands in the labels of a host as people write it.
fn is_in_label(character: char) -> bool {
    character.is_lowercase() || character.is_numeric() || character == '-'
}

/// Whether the host of an address without scheme is certainly one.
fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    match labels.as_slice() {
        [first, .., ending] if first.eq_ignore_ascii_case("www") => {
            labels.len() > 2 && ending.chars().all(char::is_alphabetic)
        }
        [.., name, ending] => {
            ENDINGS.contains(ending)
                && labels.iter().all(|label| label.chars().all(is_in_label))
                && name.chars().count() > 1
                && name.chars().any(char::is_alphabetic)
        }
        _ => false,
    }
}
