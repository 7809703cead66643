//! How a command ends, and how that follows from what was found.

use std::process::ExitCode;

use letterpress::diagnostic::{Blame, Diagnostic, codes};
use serde::{Deserialize, Serialize};

use crate::terminal::{Ending, Summary};

/// How a command ended; of several ends the gravest counts, which is the last of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Exit {
    /// Everything is as it should be.
    #[default]
    Fine,
    /// Releases were sent, but not everybody on the list has them.
    Incomplete,
    /// A release (a letterhead that was to be checked, a PDF that was to be inspected) was
    /// refused for an error of its own.
    Refused,
    /// Something else failed.
    Failed,
    /// Ended by SIGINT.
    Interrupted,
    /// Ended by SIGTERM.
    Terminated,
}

impl Exit {
    /// The code that the shell gets: for a signal 128 and its number (POSIX, XCU 2.8.2).
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Refused => 1,
            Self::Failed => 2,
            Self::Incomplete => 3,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }

    /// How something with these diagnostics ends, of which `subject` is the text that was
    /// to be judged: errors that are blamed on anything else are failures.
    pub fn of(diagnostics: &[Diagnostic], subject: Blame, denies_warnings: bool) -> Self {
        let exits = diagnostics.iter().map(|one| Self::of_one(one, subject, denies_warnings));
        exits.max().unwrap_or_default()
    }

    fn of_one(diagnostic: &Diagnostic, subject: Blame, denies_warnings: bool) -> Self {
        if diagnostic.is_error() && diagnostic.blame() != subject {
            Self::Failed
        } else if diagnostic.is_error() || denies_warnings && diagnostic.is_warning() {
            Self::Refused
        } else if diagnostic.code == codes::RECIPIENT_BROKEN {
            // Somebody who is on the list will not get what the others get.
            Self::Incomplete
        } else {
            Self::Fine
        }
    }

    /// How one of several ended, where `fine` stands for success.
    pub fn ending(self, fine: Ending) -> Ending {
        match self {
            Self::Fine => fine,
            Self::Incomplete => Ending::Incomplete,
            Self::Refused => Ending::Refused,
            Self::Failed | Self::Interrupted | Self::Terminated => Ending::Failed,
        }
    }

    /// How a run with this summary ends.
    pub fn of_all(summary: &Summary) -> Self {
        match (summary.failed, summary.refused) {
            (0, 0) => Self::Fine,
            (0, _) => Self::Refused,
            _ => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_refused_for_its_own_errors_only() {
        let of = |one: Diagnostic, denies| Exit::of(&[one], Blame::Release, denies);
        let wrong = || Diagnostic::new(codes::WRONG_TYPE, "x");
        assert_eq!(of(wrong(), false), Exit::Refused);
        assert_eq!(of(wrong().blamed_on(Blame::Letterhead), false), Exit::Failed);
        assert_eq!(of(Diagnostic::new(codes::INPUT_OUTPUT, "x"), false), Exit::Failed);
        assert_eq!(of(Diagnostic::new(codes::DOUBLE_SPACE, "x"), false), Exit::Fine);
        assert_eq!(of(Diagnostic::new(codes::DOUBLE_SPACE, "x"), true), Exit::Refused);
        assert_eq!(of(Diagnostic::new(codes::RECIPIENT_SUPPRESSED, "x"), true), Exit::Fine);
        assert_eq!(of(Diagnostic::new(codes::RECIPIENT_BROKEN, "x"), false), Exit::Incomplete);
        assert_eq!(of(Diagnostic::new(codes::RECIPIENT_BROKEN, "x"), true), Exit::Refused);
    }
}
