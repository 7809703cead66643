//! Where the release of a PDF is found: in the PDF itself, beside it, or by the manifest.

use std::path::{Path, PathBuf};

use letterpress::Target;
use letterpress::diagnostic::Diagnostics;
use letterpress::inspect::Inspection;
use letterpress::read;
use letterpress::source::{Format, Source};
use schemars::JsonSchema;
use serde::Serialize;

use super::item::VerifiedFile;
use super::opened::edition_of;
use crate::command::any_path::JsonPath;
use crate::command::input::Input;
use crate::command::session::Session;

/// What the release is called that travels in a PDF, without its ending.
const ATTACHED: &str = "release";

/// Where a release was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceOrigin {
    /// It travels in the PDF.
    Attachment,
    /// It lies beside the PDF, under the same name.
    Beside,
    /// The manifest names it.
    Manifest,
}

/// A release of which a PDF may be made.
pub struct FoundSource<'a> {
    pub origin: SourceOrigin,
    /// Its place, where files are found that it names. Of an attachment there is no file there.
    pub input: Input,
    attached: Option<(Format, &'a [u8])>,
}

/// The releases of which a PDF may be made, the likeliest first.
pub fn sources<'a>(file: &VerifiedFile, inspection: &'a Inspection) -> Vec<FoundSource<'a>> {
    let attachments = inspection.attachments.iter();
    let attached = attachments.filter_map(|attachment| {
        let (stem, ending) = attachment.name.rsplit_once('.')?;
        let format = Format::from_extension(ending).filter(|_| stem == ATTACHED)?;
        Some((format, attachment.content.as_deref()?))
    });
    let attached: Vec<_> = attached
        .map(|(format, bytes)| {
            let name = format!("{ATTACHED}.{}", format.extension());
            let input = Input::new(&file.folder().join(name), None);
            FoundSource { origin: SourceOrigin::Attachment, input, attached: Some((format, bytes)) }
        })
        .collect();
    if !attached.is_empty() {
        return attached;
    }
    let beside = beside(file.path(), edition_of(inspection).target).map(|path| FoundSource {
        origin: SourceOrigin::Beside,
        input: Input::new(&path, None),
        attached: None,
    });
    let named = file.release().cloned().map(|input| FoundSource {
        origin: SourceOrigin::Manifest,
        input,
        attached: None,
    });
    beside.chain(named).collect()
}

/// The releases that lie beside a file, under its name. Of several targets, each is a file of its
/// own.
fn beside(path: &Path, target: Target) -> impl Iterator<Item = PathBuf> {
    let stem = path.file_stem().map(|stem| JsonPath::from(Path::new(stem)));
    let shorter = stem.as_ref().and_then(|stem| stem.without(&format!("-{}", target.as_str())));
    let stems = stem.into_iter().chain(shorter).map(PathBuf::from);
    stems.flat_map(move |stem| {
        let stem = path.with_file_name(stem);
        Format::EXTENSIONS.into_iter().filter_map(move |ending| {
            let mut files = spellings(ending).into_iter().map(|ending| {
                let mut name = stem.clone().into_os_string();
                name.push(format!(".{ending}"));
                PathBuf::from(name)
            });
            files.find(|file| file.is_file())
        })
    })
}

/// An ending as it is usually typed: `md`, `MD`, `Md`.
fn spellings(ending: &str) -> [String; 3] {
    let (first, rest) = ending.split_at(1);
    [ending.to_owned(), ending.to_uppercase(), first.to_uppercase() + rest]
}

impl FoundSource<'_> {
    /// Reads it.
    pub fn read(&self, session: &Session) -> Result<Source, Diagnostics> {
        match self.attached {
            None => session.read(&self.input),
            Some((format, bytes)) => {
                let max_bytes = session.limits().text.bytes;
                read::source(&self.input.name(), format, bytes.to_vec(), max_bytes)
            }
        }
    }

    /// Whether it travels in the PDF.
    pub fn is_attached(&self) -> bool {
        self.attached.is_some()
    }

    /// What messages call it.
    pub fn name(&self) -> String {
        match self.attached {
            None => self.input.name(),
            Some((format, _)) => format!("{ATTACHED}.{}", format.extension()),
        }
    }

    /// Whether a manifest names a file that is not there.
    pub fn is_missing(&self) -> bool {
        self.attached.is_none() && self.input.file().is_some_and(|file| !file.exists())
    }
}
