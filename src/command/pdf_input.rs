//! The PDF files named on the command line, and those of the folders named there.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::inspect;
use letterpress::limits::PdfLimits;
use letterpress::message;

use super::files::PlainFile;
use super::input::{cannot_read, check_standard_input, is_folder};
use super::input_output;
use super::standard_input::read_standard_input;
use super::walk::{FoundFile, WalkFilter, found};
use super::write::is_stream;

/// The files that were named, and all PDF files in the folders that were named.
pub fn found_pdfs(named: &[PathBuf], exclude: &[String]) -> Result<Vec<FoundFile>, Diagnostics> {
    check_standard_input(named)?;
    let found = found(named, &WalkFilter { endings: &["pdf"], exclude })?;
    if found.is_empty() {
        let names: Vec<_> = named.iter().map(|path| path.display().to_string()).collect();
        let names = names.join(", ");
        let error = input_output(message!("there is no PDF in {folder}", folder = names));
        return Err(error.hint("the names of PDF files end in .pdf").into());
    }
    Ok(found)
}

pub fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

/// The bytes of a file, and never many more than are inspected.
pub fn read_pdf(file: &Path, name: &str, limits: &PdfLimits) -> Result<Vec<u8>, Diagnostics> {
    if is_standard_input(file) {
        let bytes = read_standard_input(limits.bytes);
        return Ok(bytes.map_err(|error| cannot_read(name, &error))?);
    }
    let (opened, size) = open(file).map_err(|error| unreadable(file, name, &error))?;
    if size > limits.bytes {
        return Err(inspect::too_large(name, size, limits).into());
    }
    // Room for all of it at once: a list that doubles takes twice as much for a while.
    let mut bytes = Vec::with_capacity(size as usize + 1);
    let read = opened.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(file, name, &error))?;
    Ok(bytes)
}

fn unreadable(file: &Path, name: &str, error: &io::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::IsADirectory => is_folder(file),
        _ => cannot_read(name, error),
    }
}

/// Opens a file that the caller named, and says how large it is. A pipe is one whose end has
/// to be waited for: it has no size.
fn open(file: &Path) -> io::Result<(File, u64)> {
    if is_stream(file) {
        return Ok((File::open(file)?, 0));
    }
    let file = PlainFile::open(file)?;
    let size = file.metadata().len();
    Ok((file.into_file(), size))
}
