//! Pictures that stand in a page itself; elsewhere words stand for them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The most bytes of all pictures of a page. One that is shown again stands in the page again, and
/// a release may show one a thousand times.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The pictures of a page by their files, as the author typed them.
#[derive(Debug)]
pub(crate) struct EmbeddedPictures {
    by_file: BTreeMap<String, Arc<str>>,
    /// How many bytes are left for further ones.
    left: Cell<usize>,
}

impl Default for EmbeddedPictures {
    fn default() -> Self {
        Self { by_file: BTreeMap::new(), left: Cell::new(MAX_BYTES) }
    }
}

impl EmbeddedPictures {
    /// Adds a picture, a `jpg`, `png` or `svg`, under all names of its file.
    pub fn add(&mut self, files: impl Iterator<Item = String>, extension: &str, bytes: &[u8]) {
        let media_type = match extension {
            "jpg" => "image/jpeg",
            "svg" => "image/svg+xml",
            _ => "image/png",
        };
        let data = format!("data:{media_type};base64,{}", STANDARD.encode(bytes));
        let data: Arc<str> = data.into();
        self.by_file.extend(files.map(|file| (file, data.clone())));
    }

    /// A picture, as long as the page does not become too large.
    pub fn take(&self, file: &str) -> Option<Arc<str>> {
        let data = self.by_file.get(file)?;
        self.left.set(self.left.get().checked_sub(data.len())?);
        Some(data.clone())
    }
}
