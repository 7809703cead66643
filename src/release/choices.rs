//! What is one of a few words in a file.

use crate::diagnostic::codes;
use crate::field::spelled;

spelled! {
    /// The kinds of release.
    Kind, codes::UNKNOWN_KIND, {
        /// Medieninformation.
        #[default]
        Release = "release",
        /// Einladung.
        Invitation = "invitation",
        /// Korrektur.
        Correction = "correction",
        /// Rede.
        Speech = "speech",
        /// Statement.
        Statement = "statement",
    }
}

spelled! {
    /// The languages a release may be written in (BCP 47 tags).
    Language, codes::UNKNOWN_LANGUAGE, {
        /// German.
        #[default]
        German = "de",
        /// English.
        English = "en",
        /// English of the United States: "March 31, 2025".
        AmericanEnglish = "en-US",
        /// Upper Sorbian.
        UpperSorbian = "hsb",
        /// Czech.
        Czech = "cs",
        /// Polish.
        Polish = "pl",
    }
}

impl Language {
    /// The language without its country.
    #[must_use]
    pub fn plain(self) -> Self {
        if self == Self::AmericanEnglish { Self::English } else { self }
    }

    /// The country in its tag, as the engine wants it.
    pub(crate) fn region(self) -> Option<&'static str> {
        (self == Self::AmericanEnglish).then_some("US")
    }
}

spelled! {
    /// Whether a release may be used (IPTC `pubStatus`).
    Status, codes::UNKNOWN_STATUS, {
        /// It may.
        #[default]
        Usable = "usable",
        /// Not until further notice.
        Withheld = "withheld",
        /// Never.
        Canceled = "canceled",
    }
}

spelled! {
    /// The kinds of media.
    MediaType, codes::UNKNOWN_MEDIA_TYPE, {
        /// A photograph.
        #[default]
        Photo = "photo",
        /// A film.
        Video = "video",
        /// A recording.
        Audio = "audio",
        /// Any other file.
        Document = "document",
    }
}
