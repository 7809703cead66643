//! The words of a diagnostic together with the values in them.

use std::borrow::Cow;
use std::path::Path;

use serde::Serialize;

/// A value that a message names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum Value {
    /// A count, in the unit that the message names.
    Integer(u64),
    /// Any other number.
    Number(f64),
    /// A piece of text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

/// What can stand in a message.
pub trait ToValue {
    /// The value as programs get it.
    fn to_value(&self) -> Value;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

value_as_text!(str, String, char, Cow<'_, str>, std::path::Display<'_>, std::fmt::Arguments<'_>);

/// Values that programs get as a whole number.
macro_rules! as_integer {
    ($($name:ty),*) => { $(
        impl ToValue for $name {
            fn to_value(&self) -> Value {
                Value::Integer(u64::from(*self))
            }
        }
    )* };
}

as_integer!(u8, u16, u32, u64);

impl ToValue for usize {
    fn to_value(&self) -> Value {
        Value::Integer(*self as u64)
    }
}

impl ToValue for f64 {
    fn to_value(&self) -> Value {
        Value::Number(*self)
    }
}

impl ToValue for Path {
    fn to_value(&self) -> Value {
        Value::Text(self.display().to_string())
    }
}

impl<T: AsRef<str>> ToValue for [T] {
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(|text| text.as_ref().to_owned()).collect())
    }
}

/// A message and the values that it names.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageText {
    pub(super) text: String,
    pub(super) data: Vec<(&'static str, Value)>,
}

impl MessageText {
    /// A text and the values in it.
    pub fn new(text: String, data: Vec<(&'static str, Value)>) -> Self {
        Self { text, data }
    }
}

impl From<&str> for MessageText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for MessageText {
    fn from(text: String) -> Self {
        Self { text, data: Vec::new() }
    }
}
