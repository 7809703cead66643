//! Addresses in ASCII: what a link in a file leads to. What is shown stays as it was typed.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// What stands as an escape in a mailbox (RFC 6068, 2) and in what follows it.
const OUTSIDE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// An address as a URI (RFC 3986): its host by IDNA (RFC 5891), all else beyond ASCII by percent
/// escapes of its UTF-8. One that is ASCII already stays as it is.
pub(super) fn ascii(address: &str) -> Cow<'_, str> {
    if address.is_ascii() {
        return Cow::Borrowed(address);
    }
    let uri = match address.strip_prefix("mailto:") {
        Some(mailbox) => mail(mailbox),
        None => Url::parse(address).ok().map(String::from),
    };
    Cow::Owned(uri.unwrap_or_else(|| escaped(address)))
}

/// A mailbox with its header fields.
fn mail(mailbox: &str) -> Option<String> {
    let (address, fields) = mailbox.split_at(mailbox.find('?').unwrap_or(mailbox.len()));
    let (local, domain) = address.rsplit_once('@')?;
    let host = Url::parse(&format!("https://{domain}")).ok()?;
    let host = host.host_str()?;
    Some(format!("mailto:{}@{host}{}", escaped(local), escaped(fields)))
}

/// A text with all that is not ASCII as escapes.
fn escaped(text: &str) -> String {
    utf8_percent_encode(text, OUTSIDE).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_ascii() {
        for (typed, uri) in [
            ("https://www.musterwesen.example", "https://www.musterwesen.example"),
            (
                "https://www.bücherei-köln.example/straße/größe?q=Käse&x=1#Übersicht",
                "https://www.xn--bcherei-kln-zfb3e.example/stra%C3%9Fe/gr%C3%B6%C3%9Fe?q=K%C3%A4se&x=1#%C3%9Cbersicht",
            ),
            ("https://example.org/a%20b%C3%BC/ü", "https://example.org/a%20b%C3%BC/%C3%BC"),
            ("mailto:müller@example.org", "mailto:m%C3%BCller@example.org"),
            (
                "mailto:presse@müller.example?subject=Grüße%20!",
                "mailto:presse@xn--mller-kva.example?subject=Gr%C3%BC%C3%9Fe%20!",
            ),
            ("tel:+493023125001", "tel:+493023125001"),
        ] {
            let found = ascii(typed);
            assert_eq!(found, uri);
            assert!(found.is_ascii());
        }
    }
}
