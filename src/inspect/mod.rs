//! What a PDF is: bytes in, an [`Inspection`] out.
//!
//! [`inspect`] describes pages and boxes, fonts, pictures, tags, metadata, attachments
//! and what takes how many bytes. It proves nothing: a standard that a file names is a
//! claim, which validators check.
//!
//! A file may be broken or made to do harm. Nothing is decoded beyond bounds,
//! cycles are walked once, all work is charged to one budget before it is done, and what
//! is too much is left out and reported.
//!
//! ```
//! use letterpress::diagnostic::codes;
//!
//! let error = letterpress::inspect::inspect("a.pdf", b"no PDF").unwrap_err();
//! assert_eq!(error.code, codes::NOT_PDF);
//! ```

mod actions;
mod attachments;
mod budget;
mod colour;
mod content;
pub mod difference;
mod file;
mod fonts;
mod limits;
mod metadata;
mod pages;
mod parts;
mod pictures;
pub mod reading;
pub mod seal;
mod tags;
mod tokens;
mod walk;
mod words;
mod xmp;

#[cfg(test)]
mod hostile;

use serde::Serialize;

// `schemars(rename)` keeps the names that these types have in the JSON Schema of format 1.
pub use self::actions::Actions;
pub use self::attachments::Attachment;
pub use self::colour::ColourSpace;
pub use self::file::{Encryption, Permissions};
pub use self::fonts::Font;
pub use self::metadata::{Claim, Metadata, OutputIntent, ReleaseMark};
pub use self::pages::{PageGroup, Rectangle};
pub use self::parts::{FilePart, Share};
pub use self::pictures::{EmbeddedPicture, PicturePlace, Transparency};
pub use self::tags::{RoleCount, Tags};
pub use self::xmp::Xmp;

use self::budget::Budget;
use self::file::{PdfError, PdfFile};
use self::limits::{MAX_ANNOTATIONS, Work};
use crate::diagnostic::{Diagnostic, codes};
use crate::limits::PdfLimits;

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
    pub pictures: Vec<EmbeddedPicture>,
    /// The colour spaces in which text is set.
    pub text_colours: Vec<ColourSpace>,
    /// Files inside the file.
    pub attachments: Vec<Attachment>,
    /// Links, outlines, forms and actions.
    // Its name in format 1 of the JSON.
    #[serde(rename = "doings")]
    pub actions: Actions,
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
    inspect_within(name, bytes, &PdfLimits::default())
}

/// Looks at a PDF within other limits than the default ones.
pub fn inspect_within(
    name: &str,
    bytes: &[u8],
    limits: &PdfLimits,
) -> Result<Inspection, Diagnostic> {
    if bytes.len() as u64 > limits.bytes {
        return Err(too_large(name, bytes.len() as u64, limits));
    }
    let budget = Budget::of_file(bytes.len(), limits);
    inspect_on(name, bytes, budget).map(|(inspection, _)| inspection)
}

/// The same on a budget, which comes back with what is left of it.
fn inspect_on(
    name: &str,
    bytes: &[u8],
    budget: Budget,
) -> Result<(Inspection, Budget), Diagnostic> {
    let file = file::open(bytes, budget).map_err(|error| refusal(name, &error))?;
    // What is said of the whole document comes first: it is little.
    let (metadata, claims) = metadata::read(&file);
    let output_intents = metadata::output_intents(&file);
    let own = file.text(&file.catalog(), "Version").or(file.name(&file.catalog(), "Version"));
    let version = own.filter(|own| *own > file.version).unwrap_or_else(|| file.version.clone());
    let mut tags = tags::claimed(&file);
    let mut drawing = content::DrawnContent::default();
    let mut fonts = fonts::FontCollector::default();
    let mut actions = Actions::default();
    let mut attachments = attachments::Attachments::default();
    let (pages, page_groups) = pages::each(&file, |number, page| {
        drawing.follow(&file, number, page);
        fonts.of_page(&file, page);
        actions.of_page(&file, &page.dictionary);
        let annotations = file.array(&page.dictionary, "Annots").unwrap_or_default();
        for annotation in annotations.iter().take(MAX_ANNOTATIONS) {
            if !file.budget.charge(Work::Annotation, 1) {
                break;
            }
            let annotation = file.resolve(annotation);
            let Some(annotation) = annotation.dictionary() else { continue };
            actions.of_annotation(&file, annotation);
            attachments.of_annotation(&file, annotation);
            fonts.of_annotation(&file, annotation);
        }
        if annotations.len() > MAX_ANNOTATIONS {
            file.note_limit(format!("a page has more than {MAX_ANNOTATIONS} annotations"));
        }
    });
    if pages == 0 {
        return Err(refusal(name, &file.no_pages()));
    }
    actions.of_document(&file);
    let attachments = attachments.list(&file);
    tags::count(&file, &mut tags);
    let inspection = Inspection {
        bytes: bytes.len(),
        version,
        pages,
        page_groups,
        claims,
        output_intents,
        metadata,
        tags,
        fonts: fonts.list(),
        pictures: pictures::describe(&file, &drawing),
        text_colours: drawing.text.into_iter().collect(),
        attachments,
        actions,
        encryption: file.encryption().cloned(),
        parts: parts::size_breakdown(&file, bytes.len()),
        warnings: warnings(name, &file),
    };
    Ok((inspection, file.budget))
}

/// The refusal of a file that has more bytes than are read.
pub fn too_large(name: &str, bytes: u64, limits: &PdfLimits) -> Diagnostic {
    let max = match (limits.bytes >> 20, limits.bytes % (1 << 20)) {
        (mebibytes @ 1.., 0) => format!("{mebibytes} MiB"),
        _ => format!("{} bytes", limits.bytes),
    };
    Diagnostic::new(codes::PDF_TOO_LARGE, message!("{file} has {bytes} bytes", file = name, bytes))
        .hint(format!("at most {max} are read"))
}

fn refusal(name: &str, error: &PdfError) -> Diagnostic {
    match error {
        PdfError::Empty => {
            Diagnostic::new(codes::NOT_PDF, message!("{file} is empty", file = name))
        }
        PdfError::NotPdf => {
            Diagnostic::new(codes::NOT_PDF, message!("{file} is not a PDF", file = name))
                .hint("a PDF begins with `%PDF-`")
        }
        PdfError::NoPages => Diagnostic::new(
            codes::PDF_BROKEN,
            message!("no pages can be found in {file}", file = name),
        )
        .hint("it was cut off or damaged: get it once more from where it came"),
        PdfError::TakesTooMuch => Diagnostic::new(
            codes::PDF_BROKEN,
            message!("no pages can be found in {file}: it is too much work", file = name),
        )
        .hint("it was damaged, or made to take long: get it once more from where it came"),
        PdfError::NeedsPassword(encryption) => {
            let message = message!(
                "{file} opens with a password only ({encryption})",
                encryption = encryption.method,
                file = name
            );
            Diagnostic::new(codes::PDF_LOCKED, message)
                .hint("save a copy without the password, and inspect that one")
        }
    }
}

fn warnings(name: &str, file: &PdfFile<'_>) -> Vec<Diagnostic> {
    let damages = file.damages().into_iter().map(|damage| {
        Diagnostic::new(
            codes::PDF_DAMAGED,
            message!("{file} is damaged: {reason}", file = name, reason = damage),
        )
    });
    let limits = file.limits_reached().into_iter().map(|limit| {
        Diagnostic::new(
            codes::PDF_OUT_OF_BOUNDS,
            message!("not all of {file} was looked at: {reason}", file = name, reason = limit),
        )
    });
    damages.chain(limits).collect()
}
