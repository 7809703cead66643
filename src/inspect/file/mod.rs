//! A PDF file as objects: found, read, deciphered and unpacked within bounds.
//!
//! Nothing here trusts the file. Each object is read when it is asked for, no
//! chain of references is followed without end, and all the work for one file is charged
//! to its budget before it is done: when that is used up, no further object is found, and
//! the file notes that it was not looked at as a whole.

pub mod characters;
mod cipher;
mod encryption;
mod encryption_dictionary;
mod filters;
mod location;
mod lookup;
pub mod object;
mod open;
mod pdf_file;
pub mod reader;
mod references;
mod search;
mod streams;
mod updates;

pub use self::encryption::{Encryption, Permissions};
pub use self::open::{PdfError, open};
pub use self::pdf_file::PdfFile;
pub use self::updates::FileUpdate;
