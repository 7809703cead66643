//! Links, e-mail addresses and telephone numbers that cannot be.

use url::Url;

use super::characters::{SOFT_HYPHEN, soft_hyphen_refused, visible};
use super::reason::Reason;
use super::telephone;
use super::texts::running_text;
use crate::body::{self, Inline, InlineKind};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::letterhead::Letterhead;
use crate::read::FieldMap;
use crate::release::telephone::target as dialled;
use crate::release::{Contact, Release};

/// `link-broken`, `link-scheme`: every link leads somewhere, and only by `http`,
/// `https`, `mailto` or `tel`.
pub(super) fn links(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, url) in urls(release) {
        // An empty value was reported by the reader.
        if let Some(error) = link(url).filter(|_| !url.is_empty()) {
            found.push(fields.mark(&path, error));
        }
    }
    for (path, inlines) in running_text(release) {
        body::each_inline(inlines, &mut |inline| found.extend(inline_link(inline, &path, fields)));
    }
    release.body.each_inline(&mut |inline| found.extend(inline_link(inline, "body", fields)));
    found
}

/// The fields that hold a URL, with their paths.
fn urls(release: &Release) -> Vec<(String, &str)> {
    let mut urls = Vec::new();
    for (at, media) in release.media.iter().enumerate() {
        urls.extend(media.url.as_deref().map(|url| (format!("media[{at}].url"), url)));
    }
    for (at, link) in release.links.iter().enumerate() {
        urls.push((format!("links[{at}].url"), link.url.as_str()));
    }
    let reference = release.refers_to.as_ref().and_then(|other| other.url.as_deref());
    urls.extend(reference.map(|url| ("refers_to.url".to_owned(), url)));
    urls
}

fn inline_link(inline: &Inline, path: &str, fields: &FieldMap) -> Option<Diagnostic> {
    let InlineKind::Link { url, content, .. } = &inline.kind else {
        return None;
    };
    if url.contains(SOFT_HYPHEN) {
        return Some(soft_hyphen_in_target(inline, path, fields));
    }
    let is_seen = |c: char| !c.is_whitespace() && !super::characters::is_shapeless(c);
    let diagnostic = if body::plain_text(content).contains(is_seen) {
        link(url)?
    } else {
        Diagnostic::new(codes::EMPTY_LINK, "a link that shows nothing")
            .with("reason", "no-text")
            .hint("write between the brackets what a reader is to click on")
    };
    let range = inline.span.0.clone();
    Some(fields.place(path, Finding { diagnostic, range, label: String::new() }))
}

/// A wish for a break in what nobody sees and everybody copies.
fn soft_hyphen_in_target(inline: &Inline, path: &str, fields: &FieldMap) -> Diagnostic {
    let span = inline.span.0.clone();
    let typed = fields.text(path).and_then(|text| text.get(span.clone())).unwrap_or_default();
    // The target stands behind the text, or in a definition of its own.
    let at = typed
        .rfind(SOFT_HYPHEN)
        .filter(|at| typed.find("](").is_none_or(|target| target < *at) && !typed.ends_with("]"));
    let (range, diagnostic) = match at {
        Some(at) => {
            let start = span.start + at;
            (start..start + SOFT_HYPHEN.len_utf8(), soft_hyphen_refused())
        }
        None => (span, soft_hyphen_refused().without_replacement()),
    };
    fields.place(path, Finding { diagnostic, range, label: String::new() })
}

/// What is wrong with a link's target.
pub(super) fn link(url: &str) -> Option<Diagnostic> {
    // Characters that cannot be seen are reported by themselves.
    let url = &*visible(url);
    if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some(broken(
            url,
            "white-space",
            "there is white space in it",
            "write %20 for a space that belongs to it",
        ));
    }
    let parsed = match Url::parse(url) {
        Ok(parsed) => parsed,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let hint = if url.contains('.') && !url.starts_with(['.', '/', '#']) {
                format!("write https://{url}")
            } else {
                "a press release travels alone: write the whole address".to_owned()
            };
            return Some(broken(url, "beginning-missing", "the beginning is missing", &hint));
        }
        Err(error) => {
            let hint = "copy it once more from the browser";
            return Some(broken(url, malformed(error), &error.to_string(), hint));
        }
    };
    match parsed.scheme() {
        "http" | "https" => match parsed.host_str() {
            _ if parsed.password().is_some() || !parsed.username().is_empty() => Some(broken(
                url,
                "user-name",
                "it holds a user name",
                "remove everything before the `@`",
            )),
            Some(host) if host.starts_with('[') => None,
            Some(host) if host.contains('.') => impossible_label(url, host),
            _ => Some(broken(
                url,
                "no-such-host",
                "there is no such host",
                "a host has a dot, such as example.org",
            )),
        },
        "mailto" => {
            let address = parsed.path();
            let decoded = percent_encoding::percent_decode_str(address).decode_utf8_lossy();
            email_reason(&decoded)
                .map(|why| broken(url, why.token, why.words, "write mailto:name@example.org"))
        }
        "tel" => telephone_link(url, parsed.path()),
        scheme => {
            let message = message!("a link by `{scheme}:` is refused", scheme);
            let diagnostic = Diagnostic::new(codes::LINK_SCHEME, message);
            Some(diagnostic.hint("links lead by http:, https:, mailto: or tel:"))
        }
    }
}

/// A number that can be none, or that is dialled otherwise than it is written: what a link leads
/// to is dialled as it is.
fn telephone_link(url: &str, path: &str) -> Option<Diagnostic> {
    if let Some(why) = telephone::reason(path) {
        return Some(broken(url, why.token, why.words, "write tel:+4935156460200"));
    }
    let number = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let is_doubtful = number.contains('(') || number.starts_with('+') && dialled(&number).is_none();
    if !is_doubtful || number.contains(';') {
        return None;
    }
    let hint = match dialled(&number) {
        Some(target) => format!("write {target}"),
        None => "write tel:+4935156460200".to_owned(),
    };
    let why = "the number to dial is not certain";
    Some(broken(url, "number-not-certain", why, &hint))
}

/// A host with a label that can be in none. The letters of the typed one are judged, and the
/// length of the one in ASCII.
fn impossible_label(url: &str, host: &str) -> Option<Diagnostic> {
    const HINT: &str = "copy it once more from the browser";
    let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
    let typed = behind.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let mut labels = host.strip_suffix('.').unwrap_or(host).split('.');
    let is_wrong = labels.any(|label| label.is_empty() || label.len() > 63);
    let mut typed = typed.split(['.', '\u{3002}']);
    let is_hyphenated_as_typed = typed.any(|label| label.starts_with('-') || label.ends_with('-'));
    (is_wrong || is_hyphenated_as_typed)
        .then(|| broken(url, "impossible-host", "there can be no such host", HINT))
}

/// `link-broken`; `token` is what a program calls the reason.
fn broken(url: &str, token: &'static str, why: &str, hint: &str) -> Diagnostic {
    let message = message!("`{url}` is not an address: {reason}", url, reason = why);
    Diagnostic::new(codes::LINK_BROKEN, message).with("reason", token).hint(hint)
}

/// What a program calls the reason for which an address cannot be taken apart.
fn malformed(error: url::ParseError) -> &'static str {
    use url::ParseError;
    match error {
        ParseError::EmptyHost => "host-missing",
        ParseError::InvalidPort => "impossible-port",
        ParseError::IdnaError
        | ParseError::InvalidIpv4Address
        | ParseError::InvalidIpv6Address
        | ParseError::InvalidDomainCharacter => "impossible-host",
        _ => "malformed",
    }
}

/// `email-impossible`.
pub(super) fn emails(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = contact_emails(&release.contacts, fields);
    let accreditation = release.event.as_ref().and_then(|event| event.accreditation.as_ref());
    let address = accreditation.and_then(|accreditation| accreditation.email.as_deref());
    found.extend(email_error("event.accreditation.email", address, fields));
    found
}

/// `link-broken` in a letterhead: the website, with or without its scheme.
pub(super) fn letterhead_links(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    let website = ("website", letterhead.website.as_ref());
    let note = letterhead.footnote.as_ref();
    let of_note = ("footnote.link", note.and_then(|note| note.link.as_ref()));
    let mut found = Vec::new();
    for (path, address) in [website, of_note] {
        let Some(address) = address else {
            continue;
        };
        let whole =
            if address.contains("://") { address.clone() } else { format!("https://{address}") };
        found.extend(link(&whole).map(|error| fields.mark(path, error)));
    }
    if let Some(note) = note
        && let Some(link) = &note.link
        && !note.text.contains(link.as_str())
    {
        let message = message!("the footnote's text does not hold its link `{link}`", link);
        let error = Diagnostic::new(codes::FOOTNOTE_LINK_ABSENT, message)
            .hint("`link` is the piece of `text` that readers can follow, letter by letter");
        found.push(fields.mark("footnote.link", error));
    }
    found
}

/// `email-impossible` in a letterhead.
pub(super) fn letterhead_emails(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = contact_emails(&letterhead.contacts, fields);
    let mail = &letterhead.mail;
    let addresses = [
        ("mail.from", &mail.from),
        ("mail.reply_to", &mail.reply_to),
        ("mail.return_path", &mail.return_path),
    ];
    for (path, address) in addresses {
        found.extend(email_error(path, address.as_deref(), fields));
    }
    found
}

fn contact_emails(contacts: &[Contact], fields: &FieldMap) -> Vec<Diagnostic> {
    let found = contacts.iter().enumerate().filter_map(|(at, contact)| {
        email_error(&format!("contacts[{at}].email"), contact.email.as_deref(), fields)
    });
    found.collect()
}

fn email_error(path: &str, address: Option<&str>, fields: &FieldMap) -> Option<Diagnostic> {
    let address = address?;
    let address = &*visible(address);
    let why = email_reason(address)?;
    let message = message!("`{address}` is not an e-mail address: {reason}", address, reason = why);
    let error = Diagnostic::new(codes::EMAIL_IMPOSSIBLE, message);
    Some(fields.mark(path, error.hint("an address is written name@example.org")))
}

/// Why a text cannot be an e-mail address (RFC 5321, 4.1.2 and 4.5.3.1, without
/// quoted local parts; RFC 6531 for letters beyond ASCII).
fn email_reason(address: &str) -> Option<Reason> {
    const NO_DOMAIN: Reason = Reason::new("no-domain", "the part behind the `@` is no domain");
    let Some((local, domain)) = address.rsplit_once('@') else {
        return Some(Reason::new("missing-at-sign", "there is no `@`"));
    };
    let is_atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if local.is_empty() {
        return Some(Reason::new("name-missing", "the name before the `@` is missing"));
    }
    if local.len() > 64 || address.len() > 254 {
        return Some(Reason::new(
            "too-long",
            "it is too long (64 bytes before the `@`, 254 in all)",
        ));
    }
    if local.contains('@') {
        return Some(Reason::new("two-at-signs", "there are two `@`"));
    }
    if !local.chars().all(is_atom) {
        return Some(Reason::new(
            "impossible-character",
            "there is a character before the `@` that cannot be there",
        ));
    }
    if local.starts_with('.') || local.ends_with('.') || address.contains("..") {
        return Some(Reason::new("misplaced-dot", "a dot stands where none can"));
    }
    let labels: Vec<&str> = domain.split('.').collect();
    if labels.len() < 2 || !labels.iter().all(|label| is_label(label)) {
        return Some(NO_DOMAIN);
    }
    let ends_well = labels
        .last()
        .is_some_and(|top| top.chars().count() >= 2 && !top.chars().all(|c| c.is_ascii_digit()));
    if ends_well { None } else { Some(NO_DOMAIN) }
}

/// Whether a text can stand between two dots of a domain (RFC 1034, 3.5; RFC 5890, 2.3.2).
fn is_label(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 63
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// Why a text cannot be an e-mail address, in words.
#[cfg(feature = "mail")]
pub(crate) fn email(address: &str) -> Option<&'static str> {
    email_reason(address).map(|reason| reason.words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_addresses() {
        for good in ["falk.lange@smwk.sachsen.de", "a+b@example.org", "müller@köln.example"] {
            assert_eq!(email_reason(good), None, "{good}");
        }
        for bad in [
            "falk.lange",
            "@x.de",
            "a@b",
            "a b@c.de",
            "a@b..de",
            "a@-b.de",
            "a@b.1",
            ".a@b.de",
            "a@b@c.de",
        ] {
            assert!(email_reason(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn links_lead_by_known_schemes_only() {
        let code = |url| link(url).map(|error| error.code.name());
        for good in [
            "https://ki.sachsen.de",
            "http://a.de/x?y#z",
            "mailto:a@b.de",
            "tel:+49351",
            "https://köln.de/ä",
            "https://a.example./x",
            "https://a_b.example:8080/x--y-",
            "tel:+49-30-23125",
            "tel:110",
        ] {
            assert_eq!(code(good), None, "{good}");
        }
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://a.de"] {
            assert_eq!(code(bad), Some("link-scheme"), "{bad}");
        }
        for bad in [
            "ki.sachsen.de",
            "https://",
            "https://localhost",
            "https://a b.de",
            "mailto:x",
            "tel:abc",
            "https://a:b@c.de",
            "./x",
            "https://a..b.de/",
            "https://-ü.de",
            "https://ü-.de/",
            "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.de",
            "tel:+49(0)30123456",
            "tel:+4903023125001",
        ] {
            assert_eq!(code(bad), Some("link-broken"), "{bad}");
        }
    }
}
