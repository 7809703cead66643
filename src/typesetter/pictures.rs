//! The pictures of a release: opened once, made for each edition.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::engine::VirtualFiles;
use crate::files::{FileError, Files};
use crate::letterhead::Measures;
use crate::metrics::METRICS;
use crate::output::typst::PictureData;
use crate::photo::{DrawingFonts, Photo, PhotoError, PictureLimits, Rendered, Rendition};
use crate::release::Release;
use crate::rules::PictureFact;
use crate::target::{Edition, ImageQuality};

/// The most that one picture takes of the height of the text.
const HIGHEST: f64 = 0.62;

/// A picture and how wide it is set, in mm.
struct Placed {
    photo: Photo,
    /// In the body, over the whole column.
    width: f64,
    /// Below the text, where others may stand beside it.
    media_width: f64,
    /// The wider of those that it is set in.
    widest: f64,
}

/// The pictures of a release by the path that the author typed.
pub(crate) struct Pictures {
    placed: BTreeMap<String, Placed>,
    /// What was made of them.
    rendered: Mutex<BTreeMap<(String, Rendition), Rendered>>,
}

impl Pictures {
    /// Opens the pictures and makes them for the editions wanted, one after the other,
    /// so that no two are in memory as pixels.
    pub fn open(
        release: &Release,
        files: &dyn Files,
        limits: &PictureLimits,
        fonts: &DrawingFonts,
        measures: &Measures,
        editions: &[Edition],
    ) -> (Self, BTreeMap<String, PictureFact>) {
        let text_height = METRICS.sheet_height - measures.text_top_later - measures.bottom;
        let height = (text_height * HIGHEST).max(20.0);
        let column = match release.media.iter().filter(|media| media.is_picture()).count() {
            0 | 1 => measures.text_width,
            _ => ((measures.text_width - METRICS.picture_gap) / 2.0).max(1.0),
        };
        let mut pictures = Self { placed: BTreeMap::new(), rendered: Mutex::default() };
        let mut facts = BTreeMap::new();
        let in_body = release.body.pictures();
        for file in release.picture_files() {
            let fact = open(files, file, limits, fonts).and_then(|photo| {
                let width = photo.set_width(measures.text_width, height);
                let media_width = photo.set_width(column, height);
                let is_in_body = in_body.iter().any(|(picture, _)| picture.file == file);
                let is_medium =
                    release.media.iter().any(|media| media.file.as_deref() == Some(file));
                let widest = match (is_in_body, is_medium) {
                    (true, true) => width.max(media_width),
                    (true, false) => width,
                    (false, _) => media_width,
                };
                let placed = Placed { photo, width, media_width, widest };
                let wanted: Vec<_> = editions
                    .iter()
                    .map(|edition| placed.rendition(edition, edition.best()))
                    .collect();
                let made = placed.photo.render_all(&wanted).map_err(fact)?;
                let mut rendered = pictures.rendered.lock().unwrap_or_else(PoisonError::into_inner);
                rendered.extend(wanted.into_iter().map(|one| (file.to_owned(), one)).zip(made));
                drop(rendered);
                let absent = placed.photo.absent_families().to_vec();
                pictures.placed.insert(file.to_owned(), placed);
                if absent.is_empty() { Ok(()) } else { Err(PictureFact::FacesAbsent(absent)) }
            });
            facts.insert(file.to_owned(), fact.err().unwrap_or(PictureFact::Fine));
        }
        (pictures, facts)
    }

    /// The resolution of each picture of pixels at the size it is set, in dpi.
    pub fn dpi(&self) -> BTreeMap<String, f64> {
        let pixels = self.placed.iter().filter(|(_, placed)| !placed.photo.is_vector());
        pixels.map(|(file, placed)| (file.clone(), placed.dpi())).collect()
    }

    /// How many bytes the pictures of an edition have.
    pub fn byte_count(&self, edition: &Edition, quality: ImageQuality) -> Result<u64, Diagnostics> {
        let mut sum = 0;
        for (file, placed) in &self.placed {
            sum += self.rendered(file, placed, edition, quality)?.bytes.len() as u64;
        }
        Ok(sum)
    }

    /// Gives each picture its virtual path. The paths repeat from release to release.
    pub fn files(
        &self,
        edition: &Edition,
        quality: ImageQuality,
    ) -> Result<(BTreeMap<String, PictureData>, VirtualFiles), Diagnostics> {
        let mut pictures = BTreeMap::new();
        let mut files = Vec::new();
        for (at, (file, placed)) in self.placed.iter().enumerate() {
            let rendered = self.rendered(file, placed, edition, quality)?;
            let path = format!("/photo/{}.{}", at + 1, rendered.extension);
            let (width, media_width) = (placed.width, placed.media_width);
            let ratio = placed.photo.ratio();
            let data = PictureData { path: path.clone(), width, media_width, ratio };
            pictures.insert(file.clone(), data);
            files.push((path, rendered.bytes));
        }
        Ok((pictures, files))
    }

    fn rendered(
        &self,
        file: &str,
        placed: &Placed,
        edition: &Edition,
        quality: ImageQuality,
    ) -> Result<Rendered, Diagnostics> {
        let key = (file.to_owned(), placed.rendition(edition, quality));
        let mut rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = rendered.get(&key) {
            return Ok(made.clone());
        }
        // It was made in another size before, so it is sound.
        let made = placed.photo.render(&key.1);
        let made =
            made.map_err(|_| Diagnostic::internal("a picture cannot be rendered once more"))?;
        rendered.insert(key, made.clone());
        Ok(made)
    }
}

impl Placed {
    fn rendition(&self, edition: &Edition, quality: ImageQuality) -> Rendition {
        let pixels = (self.widest / 25.4 * quality.dpi).ceil().max(1.0) as u32;
        let (quality, gray) = (quality.quality, edition.gray);
        Rendition { width: pixels, quality, gray, ..Rendition::default() }
    }

    fn dpi(&self) -> f64 {
        f64::from(self.photo.width()) / (self.widest / 25.4).max(0.01)
    }
}

fn open(
    files: &dyn Files,
    path: &str,
    limits: &PictureLimits,
    fonts: &DrawingFonts,
) -> Result<Photo, PictureFact> {
    let bytes = files.read(path).map_err(|error| match error {
        FileError::OutsideRoot => PictureFact::OutsideRoot,
        FileError::TooLarge { .. } => PictureFact::TooLarge(format!("it {}", error.describe())),
        FileError::OtherCase { found } => PictureFact::OtherCase(found),
        error => PictureFact::Missing(error.describe()),
    })?;
    Photo::open_with(bytes, limits, fonts).map_err(fact)
}

fn fact(error: PhotoError) -> PictureFact {
    match error {
        PhotoError::NotAPicture => PictureFact::NotAPicture,
        PhotoError::OtherFormat(format) => PictureFact::OtherFormat {
            name: format.name.to_owned(),
            remedy: format.remedy.to_owned(),
        },
        PhotoError::Broken(why) => PictureFact::Broken(why),
        PhotoError::TooLarge(why) => PictureFact::TooLarge(why),
        PhotoError::Unfit(why) => PictureFact::Unfit(why),
    }
}
