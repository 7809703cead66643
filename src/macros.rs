//! Macros that all modules share.

/// `format!` that keeps its values: the names are what programs find in
/// [`Diagnostic::data`](crate::diagnostic::Diagnostic::data).
///
/// ```
/// use letterpress::diagnostic::{Diagnostic, Value, codes};
/// use letterpress::message;
///
/// let file = "a.md";
/// let empty = Diagnostic::new(codes::EMPTY_FILE, message!("{file} is empty", file));
/// assert_eq!(empty.message, "a.md is empty");
/// assert_eq!(empty.data["file"], Value::Text("a.md".to_owned()));
/// ```
#[macro_export]
macro_rules! message {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        $($(let $name = &$value;)?)*
        let text = format!($text);
        $crate::diagnostic::MessageText::new(
            text,
            vec![$((stringify!($name), $crate::diagnostic::ToValue::to_value(&$name))),*],
        )
    }};
}

/// `Debug` of a type whose values are too large or too foreign to be shown whole.
macro_rules! impl_debug {
    ($name:ident $(<$lifetime:lifetime>)? { $($field:ident: $value:expr),* } for $this:ident) => {
        impl std::fmt::Debug for $name $(<$lifetime>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let $this = self;
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &$value))*
                    .finish_non_exhaustive()
            }
        }
    };
}

/// Values that programs get as text.
macro_rules! value_as_text {
    ($($name:ty),* $(,)?) => { $(
        impl $crate::diagnostic::ToValue for $name {
            fn to_value(&self) -> $crate::diagnostic::Value {
                $crate::diagnostic::Value::Text(self.to_string())
            }
        }
    )* };
}
