//! The macro that declares a choice among a few words.

/// Declares an enum whose values have one spelling in files, with the code of a spelling that
/// there is not.
macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident, $unknown:expr, { $($(#[$variant_doc:meta])* $variant:ident = $spelling:literal,)* }) => {
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

        impl $crate::field::FieldValue for $name {
            const SHAPE: $crate::field::Shape =
                $crate::field::Shape::Choice(Self::SPELLINGS, $unknown);

            fn from_node(
                node: &$crate::field::Node,
                _: &str,
                _: &mut $crate::field::ValueReader<'_>,
            ) -> Option<Self> {
                Self::from_spelling(node.text()?.trim())
            }

            fn note(&self, path: &str, map: &mut $crate::field::FieldMap) {
                map.insert_value(path, Some(self.as_str().to_owned()));
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::from_spelling(&text)
                    .ok_or_else(|| serde::de::Error::unknown_variant(&text, Self::SPELLINGS))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use spelled;
