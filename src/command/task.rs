//! What a run does with each of its releases, letterheads or PDFs, and how it speaks of them.

use letterpress::diagnostic::Blame;

use crate::terminal::{Ending, Words};

/// What is done with each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    CheckRelease,
    Render,
    Compose,
    PreviewSending,
    Send,
    CheckLetterhead,
    CheckLayout,
    Inspect,
    Conform,
    Verify,
}

impl Task {
    /// Whose errors are its own.
    pub fn subject(self) -> Blame {
        match self {
            Self::CheckLetterhead => Blame::Letterhead,
            Self::CheckLayout => Blame::Layout,
            Self::Inspect | Self::Conform | Self::Verify => Blame::Pdf,
            _ => Blame::Release,
        }
    }

    pub fn ending(self) -> Ending {
        match self {
            Self::CheckRelease | Self::CheckLetterhead | Self::CheckLayout => Ending::Fine,
            Self::Render => Ending::Issued,
            Self::Compose => Ending::Composed,
            Self::PreviewSending => Ending::Previewed,
            Self::Send => Ending::AllAccepted,
            Self::Inspect => Ending::Inspected,
            Self::Conform => Ending::Fine,
            Self::Verify => Ending::Same,
        }
    }

    pub fn words(self) -> Words {
        let (what, fine, failed) = match self {
            Self::CheckRelease => ("releases", "fine", ""),
            Self::Render => ("releases", "issued", "not issued"),
            Self::Compose => ("releases", "composed", "not composed"),
            Self::PreviewSending => ("releases", "shown", "not sent"),
            Self::Send => ("releases", "sent", "not sent"),
            Self::CheckLetterhead => ("letterheads", "fine", ""),
            Self::CheckLayout => ("layouts", "fine", ""),
            Self::Inspect => ("files", "inspected", ""),
            Self::Conform => ("files", "fine", ""),
            Self::Verify => ("files", "same", ""),
        };
        Words { what, fine, failed }
    }
}
