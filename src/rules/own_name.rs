//! The name by which this machine introduces itself to a relay.

// The addresses alone: nothing here reaches out.
use core::net::{IpAddr, Ipv6Addr};

use url::Host;

use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::Letterhead;
use crate::read::FieldMap;

/// What is said in EHLO (RFC 5321, 4.1.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OwnName {
    /// A host name, in ASCII (RFC 5890, 2.3.2.1).
    Host(String),
    /// An address, in brackets (RFC 5321, 4.1.3).
    Address(IpAddr),
}

/// The most bytes of a name, and of a part of it (RFC 5321, 4.5.3.1.2; RFC 1035, 2.3.4).
const MAX_NAME_BYTES: usize = 253;
const MAX_LABEL_BYTES: usize = 63;

/// `helo-impossible`: `[mail] helo` of a letterhead is a host name or an address.
pub(super) fn helo(letterhead: &Letterhead, fields: &FieldMap) -> Option<Diagnostic> {
    let error = own_name(letterhead.mail.helo.as_deref()?).err()?;
    Some(fields.mark("mail.helo", error))
}

/// Reads a name as it is typed; `helo-impossible` where it is none.
pub(crate) fn own_name(typed: &str) -> Result<OwnName, Diagnostic> {
    read(typed).map_err(|(token, why)| {
        let message =
            message!("`{name}` is not the name of a host: {reason}", name = typed, reason = why);
        Diagnostic::new(codes::HELO_IMPOSSIBLE, message)
            .with("reason", token)
            .hint("write the whole name that the relay can look up: presse.example.org")
    })
}

/// The name, or why it is none: for a program, and in words.
fn read(typed: &str) -> Result<OwnName, (&'static str, &'static str)> {
    if let Some(address) = typed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let tagged = address.get(..5).filter(|tag| tag.eq_ignore_ascii_case("IPv6:"));
        let read = match tagged {
            Some(_) => address[5..].parse::<Ipv6Addr>().ok().map(IpAddr::V6),
            None => address.parse().ok().map(IpAddr::V4),
        };
        const WHY: &str = "an address in brackets is [192.0.2.1] or [IPv6:2001:db8::1]";
        return read.map(OwnName::Address).ok_or(("impossible-address", WHY));
    }
    if typed.parse::<IpAddr>().is_ok() {
        return Err(("address-without-brackets", "an address stands in brackets"));
    }
    if typed.is_empty() || !typed.chars().all(is_of_name) {
        return Err(("impossible-character", "it has letters, digits, hyphens and dots"));
    }
    let Ok(Host::Domain(name)) = Host::parse(typed) else {
        return Err(("impossible-name", "there can be no such name"));
    };
    let labels: Vec<&str> = name.split('.').collect();
    if name.len() > MAX_NAME_BYTES || !labels.iter().all(|label| is_label(label)) {
        return Err(("impossible-name", "there can be no such name"));
    }
    if labels.len() < 2 {
        return Err(("not-whole", "it names no domain"));
    }
    Ok(OwnName::Host(name))
}

/// Whether a typed name may hold a character; those beyond ASCII are judged once encoded.
fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || !c.is_ascii() && !c.is_whitespace()
}

/// Whether it is a part of a host name (RFC 5321, 4.1.2: `sub-domain`).
fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL_BYTES).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses() {
        let host = |name: &str| Ok(OwnName::Host(name.to_owned()));
        for (typed, name) in [
            ("presse.example.org", "presse.example.org"),
            ("Presse-1.Example.ORG", "presse-1.example.org"),
            ("büro.müller.example", "xn--bro-hoa.xn--mller-kva.example"),
            ("xn--mller-kva.example", "xn--mller-kva.example"),
            ("3com.example", "3com.example"),
        ] {
            assert_eq!(read(typed), host(name), "{typed}");
        }
        for address in ["192.0.2.1", "2001:db8::1"] {
            let tag = if address.contains(':') { "IPv6:" } else { "" };
            let read = read(&format!("[{tag}{address}]"));
            assert_eq!(read, Ok(OwnName::Address(address.parse().unwrap())));
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let (label, long) = ("a".repeat(64), "ab.".repeat(85) + "example");
        for typed in [
            "",
            " ",
            "localhost",
            "example.org.",
            ".example.org",
            "a..example",
            "a b.example",
            "a_b.example",
            "-a.example",
            "a-.example",
            "192.0.2.1",
            "2001:db8::1",
            "[192.0.2]",
            "[2001:db8::1]",
            "[IPv6:192.0.2.1]",
            "[",
            "[]",
            "a.example\r\nMAIL",
            "https://a.example",
            "a.example:25",
            "a%2e.example",
            "a@b.example",
            &format!("{label}.example"),
            &long,
            "0x7f.1",
            "\u{202E}a.example",
            "a\u{a0}b.example",
            "a\u{3002}",
        ] {
            assert!(read(typed).is_err(), "{typed:?}: {:?}", read(typed));
        }
        assert_eq!(own_name("localhost").unwrap_err().code, "helo-impossible");
    }
}
