//! What is one of a few words in a file.

use std::fmt;

use serde::Serialize;

/// Declares an enum whose values have one spelling in files.
macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $spelling:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// Every spelling, in the order in which help texts list them.
            pub const SPELLINGS: &'static [&'static str] = &[$($spelling),*];

            /// The value that a spelling stands for.
            pub fn from_spelling(text: &str) -> Option<Self> {
                match text {
                    $($spelling => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The spelling in files.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $spelling,)*
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::from_spelling(&text)
                    .ok_or_else(|| serde::de::Error::unknown_variant(&text, Self::SPELLINGS))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

spelled! {
    /// The kinds of release.
    Kind {
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
    Language {
        /// German.
        #[default]
        German = "de",
        /// English.
        English = "en",
        /// Upper Sorbian.
        UpperSorbian = "hsb",
        /// Czech.
        Czech = "cs",
        /// Polish.
        Polish = "pl",
    }
}

spelled! {
    /// Whether a release may be used (IPTC `pubStatus`).
    Status {
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
    MediaType {
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
