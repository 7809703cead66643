//! letterpress typesets press releases: one text file in, one archival,
//! accessible PDF out.
//!
//! A release is a [`Source`](source::Source): named text in one of four forms.
//! A [`Typesetter`] reads it, judges it and lays it out. The result is a
//! [`Sheet`], which becomes PDF, PNG or SVG.
//!
//! ```
//! use letterpress::diagnostic::Diagnostic;
//! use letterpress::files::NoFiles;
//! use letterpress::source::{Format, Source};
//! use letterpress::{Job, Standards, Typesetter};
//!
//! # fn main() -> Result<(), Vec<Diagnostic>> {
//! let text = "\
//! ---
//! letterhead: neutral
//! date: 2022-11-25
//! headline: Musterland ordnet seine Muster neu
//! ---
//! Das Landesamt hat sein Verzeichnis der Muster neu geordnet.
//! ";
//! let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
//!
//! let typesetter = Typesetter::new();
//! let job = Job { source: &source, letterhead: None, files: &NoFiles, embed_source: false };
//! let sheet = typesetter.typeset(&job)?;
//! let pdf = sheet.pdf(&Standards::default())?;
//!
//! assert_eq!(sheet.pages(), 1);
//! assert!(sheet.warnings.is_empty());
//! assert!(pdf.starts_with(b"%PDF-1.7"));
//! # Ok(())
//! # }
//! ```
//!
//! # Diagnostics
//!
//! There is one kind of error, the [`Diagnostic`](diagnostic::Diagnostic). It has
//! a stable code, a message, the field, the marked bytes of the author's text, and
//! hints that say what to do. [`Typesetter::check`] gives all of a release;
//! [`Typesetter::typeset`] refuses with the same list where one of them is an
//! error, and leaves mere warnings in [`Sheet::warnings`].
//!
//! ```
//! use letterpress::files::NoFiles;
//! use letterpress::source::{Format, Source};
//! use letterpress::{Job, Typesetter};
//!
//! let text = "---\nletterhead: neutral\ndate: 25.11.2022\nheadline: Neu\n---\nEin Absatz.\n";
//! let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
//! let job = Job { source: &source, letterhead: None, files: &NoFiles, embed_source: false };
//!
//! let found = Typesetter::new().check(&job);
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].code, "date-form");
//! assert_eq!(found[0].field.as_deref(), Some("date"));
//! assert_eq!(found[0].hints, ["write 2022-11-25"]);
//! let range = found[0].labels[0].range.clone();
//! assert_eq!(source.position(range.start).line, 3);
//! assert_eq!(&source.text()[range], "25.11.2022");
//! ```
//!
//! # Files
//!
//! But for the journal and the delivery of mail, the library opens no file, reads no
//! clock and no environment, and uses no network. Pictures, and a letterhead that lies beside the release, come from the
//! caller through [`Files`](files::Files): a folder, a database, an archive.
//! Whoever implements it decides what may be read. [`NoFiles`](files::NoFiles) has
//! none.
//!
//! # Letterheads
//!
//! A release names its letterhead: the id of a built-in one, or a `.toml` that
//! [`Files`](files::Files) finds. [`Job::letterhead`] overrides it with
//! [`Stationery`] that was loaded before; of several the one that was valid on the
//! release's date is taken.
//!
//! # PDF files
//!
//! [`inspect`](inspect::inspect) tells what any PDF is; it needs no [`Typesetter`].
//!
//! # Mail
//!
//! [`Manuscript::letter`] is the message that carries a release: composed once, and
//! addressed to each recipient as bytes ([`mail::Letter::message`]). A [`mail::List`]
//! reads distribution lists; [`mail::journal`] knows who has a release, and
//! [`mail::delivery`] hands messages to a relay. These two alone reach for a file,
//! the network and the clock.
//!
//! # Threads
//!
//! A [`Typesetter`] is `Send + Sync`. Make one and share it: faces and layouts are
//! parsed once. Equal input gives equal bytes, with any number of threads.
//!
//! ```
//! fn shared<T: Send + Sync>() {}
//! shared::<letterpress::Typesetter>();
//! shared::<letterpress::Stationery>();
//! ```
//!
//! To set many releases at a time, use plain threads, each within a rayon pool of
//! one thread and with room on its stack. Do not set them from a parallel iterator
//! of rayon: the engine joins on rayon inside, and the stack would overflow.

pub mod body;
pub mod diagnostic;
pub mod files;
mod html;
pub mod inspect;
mod layout;
pub mod letterhead;
pub mod mail;
pub mod photo;
pub mod read;
pub mod release;
pub mod rules;
mod scaffold;
pub mod source;
pub mod target;
mod text;
mod typeset;
mod typesetter;
mod typography;
mod world;

pub use layout::Stationery;
pub use scaffold::scaffold;
pub use target::{Edition, Target};
pub use typeset::{Sheet, Standards};
pub use typesetter::{Issue, Job, Manuscript, Typesetter};
