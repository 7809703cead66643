//! letterpress typesets press releases: one text file in, one archival,
//! accessible PDF out.
//!
//! A release is a [`Source`](source::Source), named text in one of four forms, or a
//! [`Release`](release::Release) that a program has built from values. A [`Typesetter`] reads
//! it, judges it and lays it out. The result is a [`Sheet`], which becomes PDF, PNG or SVG.
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
//! There is one kind of error, [`Diagnostics`](diagnostic::Diagnostics): one or more
//! [`Diagnostic`](diagnostic::Diagnostic)s, each with a stable code, a message and the values
//! in it, the field, the marked bytes of the author's text, and hints that say what to do.
//! [`Typesetter::check`] gives all of a release; [`Typesetter::typeset`] refuses with the same
//! list where one of them is an error, and leaves mere warnings in [`Sheet::warnings`].
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
//! Every error of the library is a [`std::error::Error`], so that `?` carries it:
//!
//! ```
//! # #[cfg(all(feature = "mail", feature = "inspect"))]
//! # fn all() -> Result<(), Box<dyn std::error::Error>> {
//! use letterpress::files::{Files, NoFiles};
//! use letterpress::mail::journal::Journal;
//! use letterpress::mail::{Address, List, delivery::Relay};
//! use letterpress::release::ReleaseDate;
//! use letterpress::source::{Format, Source};
//! use letterpress::{Edition, Job, Standards, Stationery, Typesetter, inspect, photo, read};
//!
//! let source = read::source("a.md", Format::Markdown, b"---\nid: x\n---\n".to_vec())?;
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
//! photo::Photo::open(Vec::new(), &photo::Limits::default())?;
//! manuscript.letter(pdf.bytes, None)?;
//! let date: ReleaseDate = "2022-11-25".parse()?;
//! let list = List::read(&source)?;
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
//! - `cli` (default): the program, with everything that it can do.
//! - `mail`: messages, recipient lists, the journal and delivery.
//! - `inspect`: what a PDF is.
//! - `schema`: JSON Schema of diagnostics and inspections, by schemars.
//! - `serde`: reading releases by serde. They can always be written.
//!
//! `default-features = false` is the typesetter alone: no C code but the allocator-free
//! codecs of pictures, no TLS, no command line.
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
//! [`Files`](files::Files) finds. [`Job::with_letterheads`] overrides it with
//! [`Stationery`] that was loaded before; of several the one that was valid on the
//! release's date is used.
//!
//! # PDF files
//!
//! `inspect::inspect` describes any PDF; it needs no [`Typesetter`].
//!
//! # Mail
//!
//! `Manuscript::letter` is the message that carries a release: composed once, and
//! addressed to each recipient as bytes (`mail::Message::message`). A `mail::List`
//! reads recipient lists; `mail::journal` knows who has a release, and
//! `mail::delivery` hands messages to a relay. These two alone reach for a file,
//! the network and the clock.
//!
//! # Threads
//!
//! A [`Typesetter`] is `Send + Sync`. Make one and share it: fonts and layouts are
//! parsed once. Equal input gives equal bytes, with any number of threads.
//!
//! ```
//! fn shared<T: Send + Sync>() {}
//! shared::<letterpress::Typesetter>();
//! shared::<letterpress::Stationery>();
//! ```
//!
//! To set many releases at a time, use a [`Pool`]: it has the deep stacks that the engine
//! needs, and a panic in one release ends that release alone.

#[macro_use]
mod macros;

pub mod body;
pub mod diagnostic;
mod field;
pub mod files;
#[cfg(feature = "mail")]
mod html;
#[cfg(feature = "inspect")]
pub mod inspect;
mod layout;
pub mod letterhead;
#[cfg(feature = "mail")]
pub mod mail;
pub mod photo;
pub mod pool;
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
pub use pool::Pool;
pub use scaffold::scaffold;
pub use target::{Edition, Target};
pub use typeset::{Sheet, Standards};
pub use typesetter::{Job, Manuscript, Pdf, Typesetter};
