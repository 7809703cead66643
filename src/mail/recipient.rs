//! Who a message goes to.

use std::fmt;

use lettre::Address as Mailbox;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::release::Language;
use crate::rules;

/// An e-mail address that every relay takes: ASCII throughout, an international
/// domain in its encoded form (RFC 5891).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Mailbox);

/// The most bytes of an address (RFC 5321, 4.5.3.1.3, less the angle brackets).
const MAX_BYTES: usize = 254;

impl Address {
    /// Reads an address as it is typed; the reason where it is none.
    ///
    /// ```
    /// use letterpress::mail::Address;
    ///
    /// assert!(Address::parse("mira@zeitung.example").is_ok());
    /// assert!(Address::parse("mira@").is_err());
    /// ```
    pub fn parse(typed: &str) -> Result<Self, &'static str> {
        if let Some(why) = rules::email(typed) {
            return Err(why);
        }
        let (local, domain) = typed.rsplit_once('@').unwrap_or_default();
        if !local.is_ascii() {
            return Err("the name before the `@` has letters beyond ASCII, which few relays take");
        }
        let Ok(url::Host::Domain(domain)) = url::Host::parse(domain) else {
            return Err("the part behind the `@` is no domain");
        };
        let whole = format!("{local}@{domain}");
        if whole.len() > MAX_BYTES {
            return Err("it is too long once its domain is encoded");
        }
        let mailbox = whole.parse::<Mailbox>().map_err(|_| "it is not of the form name@domain")?;
        Ok(Self(mailbox))
    }

    /// The address in ASCII.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// The part behind the @.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }

    /// What two spellings of one mailbox have in common: all in lower case. What
    /// stands behind a plus sign belongs to the mailbox.
    pub fn key(&self) -> String {
        self.as_str().to_ascii_lowercase()
    }

    /// For the library that composes and delivers.
    pub(super) fn mailbox(&self) -> &Mailbox {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

value_as_text!(Address);

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// A recipient on a distribution list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recipient {
    /// The address.
    pub address: Address,
    /// The name, as it stands before the address.
    pub name: Option<String>,
    /// The language in which the words about the message itself are wanted.
    pub language: Option<Language>,
    /// The form in which the text is wanted.
    pub format: MailFormat,
    /// Words by which a run selects.
    pub tags: Vec<String>,
}

impl Recipient {
    /// A recipient of whom only the address is known.
    pub fn new(address: Address) -> Self {
        Self {
            address,
            name: None,
            language: None,
            format: MailFormat::default(),
            tags: Vec::new(),
        }
    }
}

/// The form in which a recipient wants the text of a release.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MailFormat {
    /// HTML, with the plain text beside it for programs that show none.
    #[default]
    Html,
    /// Plain text alone.
    Text,
}

impl MailFormat {
    /// Every spelling in lists.
    pub const SPELLINGS: &'static [&'static str] = &["html", "text"];

    /// Its spelling in lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "text",
        }
    }

    /// The form that a spelling stands for.
    pub fn from_spelling(text: &str) -> Option<Self> {
        match text {
            "html" => Some(Self::Html),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_relays_take() {
        for (typed, read) in [
            ("Redaktion@Zeitung.example", "Redaktion@zeitung.example"),
            ("a+b@example.org", "a+b@example.org"),
            ("presse@zeitung-lößnitz.example", "presse@xn--zeitung-lnitz-jdb85a.example"),
            ("o'neill@example.org", "o'neill@example.org"),
        ] {
            let address = Address::parse(typed);
            assert_eq!(address.as_ref().map(Address::as_str), Ok(read), "{typed}");
        }
        for (typed, why) in [
            ("redaktion", "there is no `@`"),
            ("a b@example.org", "there is a character before the `@` that cannot be there"),
            ("a@example.org\r\nBcc: b@example.org", "there are two `@`"),
            ("a@example.org\r\n", "the part behind the `@` is no domain"),
            (
                "müller@example.org",
                "the name before the `@` has letters beyond ASCII, which few relays take",
            ),
            ("\"a\"@example.org", "there is a character before the `@` that cannot be there"),
            ("a@example", "the part behind the `@` is no domain"),
            ("a@127.0.0.1", "the part behind the `@` is no domain"),
            ("a..b@example.org", "a dot stands where none can"),
        ] {
            assert_eq!(Address::parse(typed).err(), Some(why), "{typed}");
        }
    }

    #[test]
    fn mailboxes_differ_by_plus_sign_and_not_by_case() {
        let key = |typed: &str| Address::parse(typed).map(|address| address.key());
        assert_eq!(key("Redaktion@Zeitung.Example"), key("redaktion@zeitung.example"));
        assert_ne!(key("a+b@example.org"), key("a@example.org"));
    }
}
