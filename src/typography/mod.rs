//! Setting of text, language by language: which spaces bind, where words may
//! break, how dates and labels read. The author's words are never changed.

mod addresses;
mod binding;
mod breaks;
pub(crate) mod dates;
mod hyphenation;
pub(crate) mod labels;
mod language;
mod months;
mod numerals;
mod quotes;
mod sense;
mod sentence;
mod tree;
mod whole;
mod widths;

pub(crate) use addresses::{address_parts, is_address};
use binding::units_with_stroke;
pub(crate) use binding::{bind, loosened};
pub(crate) use breaks::{Break, Breaks};
use hyphenation::Hyphenator;
pub(crate) use hyphenation::{LineRoom, PersonNames, would_break};
pub(crate) use language::{LanguageSettings, TypesetLanguage};
pub(crate) use numerals::{is_nothing, numeral};
pub(crate) use sense::{HeadingLines, language_of_name};
pub(crate) use sentence::needs_full_stop;
pub(crate) use tree::{set_inlines, set_text, unbalanced_in_inlines, unbalanced_in_text};
pub(crate) use whole::bound_runs;
pub(crate) use widths::width;
