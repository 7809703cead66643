//! Every code that a diagnostic can have: one entry each.
//!
//! An entry says how severe it is, whose text has to change, whether a letterhead may
//! switch it off, what it means and what to do. Exit codes, the values of `warnings.off`,
//! `docs/diagnostics.md`, the JSON Schema of messages and `letterpress explain` all come
//! from here.

mod mail;
mod program;
mod release;
mod sheet;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

pub use self::mail::*;
pub use self::program::*;
pub use self::release::*;
pub use self::sheet::*;
use super::Severity;

/// The tables by subject, each in the order of the alphabet.
const TABLES: [&[Code]; 4] = [release::ALL, sheet::ALL, mail::ALL, program::ALL];

/// Whose text, file or machine has to change before a diagnostic goes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Blame {
    /// The release.
    Release,
    /// The letterhead, or a file that it names.
    Letterhead,
    /// The layout.
    Layout,
    /// The recipient list.
    RecipientList,
    /// The PDF that is inspected.
    Pdf,
    /// The command line, the file system, the network, the relay or the journal.
    Environment,
    /// letterpress.
    Internal,
}

impl Blame {
    /// `release`, `letterhead`, `layout`, `recipient-list`, `pdf`, `environment` or `internal`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Letterhead => "letterhead",
            Self::Layout => "layout",
            Self::RecipientList => "recipient-list",
            Self::Pdf => "pdf",
            Self::Environment => "environment",
            Self::Internal => "internal",
        }
    }
}

/// The stable name of a kind of diagnostic, with everything that is known of the kind.
#[derive(Clone, Copy)]
pub struct Code(&'static CodeEntry);

struct CodeEntry {
    name: &'static str,
    severity: Severity,
    blame: Blame,
    is_switchable: bool,
    meaning: &'static str,
    remedy: &'static str,
}

impl Code {
    /// Every code, in the order of the alphabet.
    pub fn all() -> Vec<Self> {
        let mut all = TABLES.concat();
        all.sort();
        all
    }

    /// The code of a name.
    ///
    /// ```
    /// use letterpress::diagnostic::{Code, Severity};
    ///
    /// let code = Code::from_name("double-space").unwrap();
    /// assert_eq!(code.severity(), Severity::Warning);
    /// assert!(code.is_switchable());
    /// assert_eq!(Code::from_name("no-such-code"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        TABLES.into_iter().flatten().copied().find(|code| code == name)
    }

    /// Its name in kebab-case, such as `missing-field`. It never changes.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// How severe it is.
    pub fn severity(self) -> Severity {
        self.0.severity
    }

    /// Whose text has to change, unless a diagnostic says otherwise
    /// ([`Diagnostic::blame`](super::Diagnostic::blame)).
    pub fn blame(self) -> Blame {
        self.0.blame
    }

    /// Whether a letterhead may switch it off (`[warnings] off`).
    pub fn is_switchable(self) -> bool {
        self.0.is_switchable
    }

    /// What it means, in lower case and without a full stop.
    pub fn meaning(self) -> &'static str {
        self.0.meaning
    }

    /// What to do, in lower case and without a full stop.
    pub fn remedy(self) -> &'static str {
        self.0.remedy
    }
}

/// The names of all codes that a letterhead may switch off, in the order of the alphabet.
pub fn switchable() -> Vec<&'static str> {
    Code::all().into_iter().filter(|code| code.is_switchable()).map(Code::name).collect()
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Code {}

impl PartialEq<str> for Code {
    fn eq(&self, name: &str) -> bool {
        self.name() == name
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, name: &&str) -> bool {
        self.name() == *name
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Declares codes: constant and name, severity, blame, meaning, remedy.
macro_rules! codes {
    ($($constant:ident = $name:literal, $severity:ident $(($switchable:ident))?, $blame:ident;
        $meaning:literal $remedy:literal)*) => {
        use super::{Blame, Code, CodeEntry};
        use crate::diagnostic::Severity;

        $(
            #[doc = concat!("`", $name, "`: ", $meaning, ".")]
            pub const $constant: Code = Code(&CodeEntry {
                name: $name,
                severity: Severity::$severity,
                blame: Blame::$blame,
                is_switchable: {
                    const SWITCHES: &[&str] = &[$(stringify!($switchable))?];
                    !SWITCHES.is_empty()
                },
                meaning: $meaning,
                remedy: $remedy,
            });
        )*

        pub(super) const ALL: &[Code] = &[$($constant),*];
    };
}
use codes;
