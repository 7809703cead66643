//! The macro that declares a group of fields.

/// Declares a group of fields: a struct, and a table with one row for each of its fields.
///
/// ```text
/// fields! {
///     /// A person who answers questions.
///     #[derive(Debug, Clone, Default)]
///     pub struct Contact {
///         /// Full name.
///         name: String, required, "Mira Muster";
///         /// Telephone number.
///         phone: Option<String> as Shape::Phone, optional, "+49 30 23125 001";
///     }
/// }
/// ```
///
/// A row consists of:
///
/// 1. The doc comment: whole sentences, the first of which says in short what the field is. It is
///    shown by rustdoc, in hints, in the JSON Schema and in `docs/format.md`.
///    A `#[serde(…)]` may follow it.
/// 2. The name; the name in files follows in parentheses where it is another one:
///    `media_type("type")`.
/// 3. The type, a [`FieldValue`](super::FieldValue).
/// 4. `as` and the shape, where it is not the one of the type.
/// 5. `=` and the default, where it is not the one of the type. It is shown if the field is
///    optional.
/// 6. `required` or `optional`. A text behind `required` is the condition (`required "unless …"`),
///    which a rule has to judge; behind `optional` it says what stands in for the field.
/// 7. An example, as plain text; of a list its items.
///
/// Behind the rows, `also { … }` declares what no file states, such as what was learnt in reading.
///
/// Behind the struct, `completed by PATH;` names a function that gets the group and what the file
/// has for it, and gives back the group: for defaults that depend on other fields.
///
/// The struct becomes a [`FieldGroup`](super::FieldGroup).
macro_rules! fields {
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@shape $type:ty) => { <$type as $crate::field::FieldValue>::SHAPE };
    (@shape $type:ty, $shape:path) => { $shape };
    (@default) => { Default::default() };
    (@default $default:expr) => { $default };
    (@shown) => { None };
    (@shown $default:expr) => { Some(|| serde_json::json!($default)) };
    (@presence required) => { $crate::field::Presence::Required };
    (@presence required $condition:literal) => { $crate::field::Presence::RequiredIf($condition) };
    (@presence optional) => { $crate::field::Presence::Optional };
    (@presence optional $instead:literal) => { $crate::field::Presence::OptionalWith($instead) };
    (
        $(#[$attribute:meta])*
        pub struct $group:ident {
            $(
                $(#[doc = $doc:literal])+
                $(#[serde($($serde:tt)+)])?
                $field:ident $(($name:literal))? : $type:ty $(as $shape:path)? $(= $default:expr)?,
                $presence:ident $($words:literal)? $(, $example:literal)*;
            )+
            $(also {
                $($(#[doc = $also_doc:literal])+ $also:ident : $also_type:ty;)+
            })?
        }
        $(completed by $completed:path;)?
    ) => {
        $(#[$attribute])*
        pub struct $group {
            $($(#[doc = $doc])+ $(#[serde($($serde)+)])? pub $field: $type,)+
            $($($(#[doc = $also_doc])+ pub $also: $also_type,)+)?
        }

        impl $crate::field::FieldGroup for $group {
            const FIELDS: &'static [$crate::field::Field] = &[$($crate::field::Field {
                name: $crate::field::fields!(@name $field $($name)?),
                shape: $crate::field::fields!(@shape $type $(, $shape)?),
                presence: $crate::field::fields!(@presence $presence $($words)?),
                default: $crate::field::fields!(@shown $($default)?),
                doc: &[$($doc),+],
                example: &[$($example),*],
            }),+];

            fn empty() -> Self {
                Self {
                    $($field: $crate::field::fields!(@default $($default)?),)+
                    $($($also: Default::default(),)+)?
                }
            }

            fn from_entries(
                entries: &[$crate::field::NodeEntry],
                path: &str,
                reader: &mut $crate::field::ValueReader<'_>,
            ) -> Self {
                let empty = Self::empty();
                let group = Self {
                    $($field: reader
                        .field(entries, path, $crate::field::fields!(@name $field $($name)?))
                        .unwrap_or(empty.$field),)+
                    $($($also: Default::default(),)+)?
                };
                $(let group = $completed(group, entries);)?
                group
            }

            fn check_bounds(
                &self,
                limits: &$crate::limits::TextLimits,
            ) -> Result<(), $crate::diagnostic::Diagnostic> {
                $($crate::field::FieldValue::check_bounds(&self.$field, limits)?;)+
                Ok(())
            }

            fn note_fields(&self, path: &str, map: &mut $crate::field::FieldMap) {
                $($crate::field::FieldValue::note(
                    &self.$field,
                    &$crate::field::join(path, $crate::field::fields!(@name $field $($name)?)),
                    map,
                );)+
            }
        }
    };
}

pub(crate) use fields;
