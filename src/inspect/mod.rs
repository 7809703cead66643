//! What a PDF is: bytes in, an [`Inspection`] out.
//!
//! [`inspect`] tells pages and boxes, fonts, pictures, tags, metadata, attachments
//! and what takes how many bytes. It proves nothing: that a file claims a standard
//! is no more than a claim, and validators are there to check it.
//!
//! A file may be broken or made to do harm. Nothing is decoded beyond bounds,
//! circles are walked once, and what is too much is left out and said to be.
//!
//! ```
//! use letterpress::diagnostic::codes;
//!
//! let fault = letterpress::inspect::inspect("a.pdf", b"no PDF").unwrap_err();
//! assert_eq!(fault.code, codes::NOT_PDF);
//! ```

mod attachments;
mod colour;
mod content;
mod doings;
mod file;
mod fonts;
mod metadata;
mod pages;
mod parts;
mod pictures;
mod tags;
mod tokens;
mod words;

use serde::Serialize;

pub use self::attachments::Attachment;
pub use self::colour::Colour;
pub use self::doings::Actions;
pub use self::file::{Encryption, Permissions};
pub use self::fonts::Font;
pub use self::metadata::{Claim, Metadata, OutputIntent, Xmp};
pub use self::pages::{PageGroup, Rectangle};
pub use self::parts::{Part, Share};
pub use self::pictures::{Picture, Place, Transparency};
pub use self::tags::{Role, Tags};

use self::file::{Fault, File};
use crate::diagnostic::{Diagnostic, codes};

/// The most bytes of a PDF: 256 MiB.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

/// The most annotations of a page that are looked at.
const MOST_ANNOTATIONS: usize = 100_000;

/// What a PDF is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Inspection {
    /// Of the whole file.
    pub bytes: usize,
    /// Such as `1.7`.
    pub version: String,
    /// How many pages there are.
    pub pages: usize,
    /// Equal pages together, in the order of their first ones.
    pub page_groups: Vec<PageGroup>,
    /// The standards that the file claims to keep.
    pub claims: Vec<Claim>,
    /// The colours for which the file is meant.
    pub output_intents: Vec<OutputIntent>,
    /// What the file says of itself.
    pub metadata: Metadata,
    /// What assistive software reads.
    pub tags: Tags,
    /// All fonts that pages name.
    pub fonts: Vec<Font>,
    /// All pictures that pages draw.
    pub pictures: Vec<Picture>,
    /// The colour spaces in which text is set.
    pub text_colours: Vec<Colour>,
    /// Files inside the file.
    pub attachments: Vec<Attachment>,
    /// Links, outlines, forms and actions.
    pub doings: Actions,
    /// How it is enciphered, if it is.
    pub encryption: Option<Encryption>,
    /// What takes how many bytes.
    pub parts: Vec<Share>,
    /// What is wrong with the file, and what was not looked at.
    #[serde(skip)]
    pub warnings: Vec<Diagnostic>,
}

/// Looks at a PDF; `name` is what messages call it.
pub fn inspect(name: &str, bytes: &[u8]) -> Result<Inspection, Diagnostic> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large(name, bytes.len() as u64));
    }
    let file = file::open(bytes).map_err(|fault| refusal(name, &fault))?;
    let mut drawing = content::Drawing::default();
    let mut fonts = fonts::Fonts::default();
    let mut doings = Actions::default();
    let mut attachments = attachments::Attachments::default();
    doings.of_document(&file);
    attachments.of_document(&file);
    let (pages, page_groups) = pages::each(&file, |number, page| {
        drawing.follow(&file, number, page);
        fonts.look(&file, page);
        doings.of_page(&file, &page.dictionary);
        let annotations = file.array(&page.dictionary, "Annots").unwrap_or_default();
        for annotation in annotations.iter().take(MOST_ANNOTATIONS) {
            let annotation = file.resolve(annotation);
            let Some(annotation) = annotation.dictionary() else { continue };
            doings.of_annotation(&file, annotation);
            attachments.of_annotation(&file, annotation);
        }
    });
    if pages == 0 {
        return Err(refusal(name, &Fault::NoPages));
    }
    let (metadata, claims) = metadata::read(&file);
    let own = file.text(&file.catalog(), "Version").or(file.name(&file.catalog(), "Version"));
    let version = own.filter(|own| *own > file.version).unwrap_or_else(|| file.version.clone());
    Ok(Inspection {
        bytes: bytes.len(),
        version,
        pages,
        page_groups,
        claims,
        output_intents: metadata::output_intents(&file),
        metadata,
        tags: tags::count(&file),
        fonts: fonts.list(),
        pictures: pictures::describe(&file, &drawing),
        text_colours: drawing.text.into_iter().collect(),
        attachments: attachments.list(),
        doings,
        encryption: file.lock().cloned(),
        parts: parts::size_breakdown(&file, bytes.len()),
        warnings: warnings(name, &file),
    })
}

/// The refusal of a file that has more bytes than are read.
pub fn too_large(name: &str, bytes: u64) -> Diagnostic {
    let most = MAX_BYTES / 1024 / 1024;
    Diagnostic::new(codes::PDF_TOO_LARGE, message!("{file} has {bytes} bytes", file = name, bytes))
        .hint(format!("at most {most} MiB are read"))
}

fn refusal(name: &str, fault: &Fault) -> Diagnostic {
    match fault {
        Fault::Empty => Diagnostic::new(codes::NOT_PDF, message!("{file} is empty", file = name)),
        Fault::NotPdf => {
            Diagnostic::new(codes::NOT_PDF, message!("{file} is not a PDF", file = name))
                .hint("a PDF begins with `%PDF-`")
        }
        Fault::NoPages => Diagnostic::new(
            codes::PDF_BROKEN,
            message!("no pages can be found in {file}", file = name),
        )
        .hint("it was cut off or damaged: get it once more from where it came"),
        Fault::Locked(lock) => {
            let message = message!(
                "{file} opens with a password only ({encryption})",
                encryption = lock.method,
                file = name
            );
            Diagnostic::new(codes::PDF_LOCKED, message)
                .hint("save a copy without the password, and inspect that one")
        }
    }
}

fn warnings(name: &str, file: &File<'_>) -> Vec<Diagnostic> {
    let faults = file.faults().into_iter().map(|fault| {
        Diagnostic::new(
            codes::PDF_DAMAGED,
            message!("{file} is damaged: {reason}", file = name, reason = fault),
        )
    });
    let bounds = file.bounds().into_iter().map(|bound| {
        Diagnostic::new(
            codes::PDF_OUT_OF_BOUNDS,
            message!("not all of {file} was looked at: {reason}", file = name, reason = bound),
        )
    });
    faults.chain(bounds).collect()
}
