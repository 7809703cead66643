//! letterpress typesets press releases: one text file in, one archival,
//! accessible PDF out.
//!
//! A release is a [`Source`](source::Source), which is a named text in one of four formats, or
//! a [`Release`](release::Release) that a program has built from values. A [`Typesetter`]
//! reads it, checks it and lays it out. The result is a [`Sheet`], which can be exported as
//! PDF, PNG or SVG.
//!
//! ```
//! use letterpress::source::{Format, Source};
//! use letterpress::{Job, Standards, Typesetter};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let text = "\
//! ---
//! letterhead: neutral
//! date: 2022-11-25
//! headline: Musterland ordnet seine Muster neu
//! ---
//! Das Landesamt hat sein Verzeichnis der Muster neu geordnet.
//! ";
//!     let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
//!
//!     let typesetter = Typesetter::new();
//!     let sheet = typesetter.typeset(&Job::new(&source))?;
//!     let pdf = sheet.pdf(&Standards::default())?;
//!
//!     assert_eq!(sheet.page_count(), 1);
//!     assert!(sheet.warnings.is_empty());
//!     assert!(pdf.starts_with(b"%PDF-1.7"));
//!     Ok(())
//! }
//! ```
//!
//! # Diagnostics
//!
//! There is one error type, [`Diagnostics`](diagnostic::Diagnostics): one or more
//! [`Diagnostic`](diagnostic::Diagnostic)s. Each has a stable code, a message with its values,
//! the field, the byte range in the author's text, and hints that say what to do.
//! [`Typesetter::check`] returns all diagnostics of a release. [`Typesetter::typeset`] fails
//! with the same list if one of them is an error; otherwise [`Sheet::warnings`] has the
//! warnings.
//!
//! ```
//! use letterpress::diagnostic::codes;
//! use letterpress::source::{Format, Source};
//! use letterpress::{Job, Typesetter};
//!
//! let text = "---\nletterhead: neutral\ndate: 25.11.2022\nheadline: Neu\n---\nEin Absatz.\n";
//! let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
//!
//! let found = Typesetter::new().check(&Job::new(&source));
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].code, codes::DATE_FORM);
//! assert_eq!(found[0].field.as_deref(), Some("date"));
//! assert_eq!(found[0].hints, ["write 2022-11-25"]);
//! let range = found[0].labels[0].range.clone();
//! assert_eq!(source.position(range.start).line, 3);
//! assert_eq!(&source.text()[range], "25.11.2022");
//! assert!(found[0].to_json(Some("release.md")).contains(r#""code":"date-form""#));
//! ```
//!
//! Every error of the library is a [`std::error::Error`], so `?` works everywhere:
//!
//! ```
//! # #[cfg(all(feature = "mail", feature = "inspect"))]
//! # fn all() -> Result<(), Box<dyn std::error::Error>> {
//! use letterpress::files::{Files, NoFiles};
//! use letterpress::mail::journal::Journal;
//! use letterpress::mail::{Address, RecipientList, delivery::Relay};
//! use letterpress::release::ReleaseDate;
//! use letterpress::source::{Format, Source};
//! use letterpress::{Edition, Job, Standards, Stationery, Typesetter, inspect, photo, read};
//!
//! let source = read::source("a.md", Format::Markdown, b"---\nid: x\n---\n".to_vec(), 4096)?;
//! let same = Source::new("a.md", Format::Markdown, source.bytes())?;
//! read::release(&same)?;
//! let house = Source::from_text("a.toml", Format::Toml, "id = 'a'".to_owned());
//! read::letterhead(&house)?;
//! let house = Stationery::load(&house, &NoFiles)?;
//! let typesetter = Typesetter::new().with_fonts(vec![NoFiles.read("a.ttf")?])?;
//! let manuscript = typesetter.read(&Job::new(&source), &[Edition::default()])?;
//! let pdf = manuscript.pdf(&Edition::default(), &Standards::parse("a-2a,ua-1")?)?;
//! manuscript.sheet(&Edition::default())?.png(72.0)?;
//! typesetter.typeset(&Job::new(&source))?.pdf(&Standards::default())?;
//! inspect::inspect("a.pdf", &pdf.bytes)?;
//! photo::Photo::open(Vec::new(), &photo::PictureLimits::default())?;
//! manuscript.message(pdf.bytes, None)?;
//! let date: ReleaseDate = "2022-11-25".parse()?;
//! let list = RecipientList::read(&source)?;
//! let relay = Relay::parse("smtp://localhost", true)?.with_certificates(&[])?;
//! let address = Address::parse("mira@zeitung.example")?;
//! Journal::open("journal.sqlite".as_ref())?.deliveries(None)?;
//! # Ok(())
//! # }
//! # #[cfg(all(feature = "mail", feature = "inspect"))]
//! # assert!(all().unwrap_err().to_string().contains("name"));
//! ```
//!
//! # Features
//!
//! - `cli` (default): the program, with all its commands. It enables `mail`, `inspect` and
//!   `schema`.
//! - `mail`: messages, recipient lists, the journal and delivery.
//! - `inspect`: the description of any PDF.
//! - `schema`: JSON Schema of diagnostics and inspections, by schemars.
//! - `serde`: deserialisation of releases. Serialisation is always available.
//!
//! `default-features = false` is the typesetter alone, without command line, mail, TLS and
//! SQLite.
//!
//! # Files
//!
//! Except for the journal and the delivery of mail, the library opens no file, reads neither
//! clock nor environment, and uses no network. The caller provides pictures, and a letterhead
//! beside the release, through the trait [`Files`](files::Files): from a folder, a database or
//! an archive. The implementation decides which files may be read.
//! [`NoFiles`](files::NoFiles) provides none.
//!
//! # Letterheads
//!
//! A letterhead describes the sender. A release names it: by the ID of a built-in one, or by
//! the path of a `.toml` file that [`Files`](files::Files) provides.
//! [`Job::with_letterheads`] overrides it with letterheads that have been loaded as
//! [`Stationery`]. Of several letterheads, the one that is valid on the release's date is used.
//!
//! # PDF files
//!
//! `inspect::inspect` describes any PDF; it needs no [`Typesetter`].
//!
//! # Mail
//!
//! `Manuscript::message` composes the message of a release once; `mail::Message::to_bytes`
//! returns its bytes for each recipient. `mail::RecipientList` reads recipient lists,
//! `mail::journal` records who has a release, and `mail::delivery` sends messages through a
//! relay. Only the last two access a file, the network and the clock.
//!
//! # Threads
//!
//! A [`Typesetter`] is `Send + Sync`. Create one and share it, so that fonts and layouts are
//! parsed once. Equal input gives equal bytes, with any number of threads.
//!
//! ```
//! fn shared<T: Send + Sync>() {}
//! shared::<letterpress::Typesetter>();
//! shared::<letterpress::Stationery>();
//! shared::<letterpress::Shelf>();
//! shared::<letterpress::OwnLayout>();
//! ```
//!
//! To typeset many releases in parallel, use a [`Pool`]. Its threads have the large stacks
//! that the engine needs, and a panic in one release does not affect the others.

#[macro_use]
mod macros;

pub mod body;
mod content;
pub mod diagnostic;
mod engine;
mod field;
pub mod files;
#[cfg(feature = "inspect")]
pub mod inspect;
mod layout;
pub mod letterhead;
pub mod limits;
#[cfg(feature = "mail")]
pub mod mail;
pub mod metrics;
mod output;
pub mod photo;
mod places;
pub mod pool;
pub mod read;
pub mod release;
pub mod rules;
mod scaffold;
pub mod source;
pub mod specimen;
pub mod target;
mod typesetter;
mod typography;

pub use engine::{GlyphOutlines, PageDrawing, PageLook, Sheet, Standards, engine_version};
pub use layout::{EmbeddedFont, OwnLayout, Shelf, ShelfEntry, Stationery, embedded_fonts};
pub use places::{SheetWord, WordOrigin};
pub use pool::Pool;
pub use scaffold::{letterhead_scaffold, scaffold};
pub use target::{Edition, Target};
pub use typesetter::{Fingerprint, Job, Manuscript, Pdf, Typesetter};
