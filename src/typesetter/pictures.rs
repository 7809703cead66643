//! The pictures of a release: opened once, made for each edition.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::picture_budget::PictureBudget;
use super::picture_rows::{self, RowPicture};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::engine::VirtualFiles;
use crate::files::{FileError, Files};
use crate::layout::Fonts;
use crate::letterhead::Theme;
use crate::limits::Limits;
use crate::output::typst::{PictureData, RowPlace};
use crate::photo::{self, Photo, PhotoError, Rendered, Rendition};
use crate::release::Release;
use crate::rules::PictureFact;
use crate::target::{Edition, ImageQuality};

/// The most that one picture takes of the height of the text. A portrait as wide as the column
/// would fill the page.
const MAX_PHOTO_SHARE: f64 = 0.42;
/// The same of a drawing, whose words have to be read.
const MAX_DRAWING_SHARE: f64 = 0.62;

/// A picture, whatever its names.
struct KnownPicture {
    /// Its file, by which other names of it are known.
    file: Arc<Vec<u8>>,
    photo: Photo,
    /// The widest that it is set, in mm.
    widest: f64,
    /// How often it is set.
    uses: usize,
}

/// Where a picture is set by one of its names, and how wide, in mm.
struct Placed {
    /// The number of the picture.
    picture: usize,
    /// In the body, over the whole column.
    width: f64,
    /// Below the text, where others may stand beside it: once for each time that it is listed.
    media: Vec<RowPlace>,
}

/// The pictures of a release. A file that the author typed in several ways is one picture.
pub(crate) struct Pictures {
    pictures: Vec<KnownPicture>,
    /// By the path that the author typed.
    placed: BTreeMap<String, Placed>,
    /// What was made of them.
    rendered: Mutex<BTreeMap<(usize, Rendition), Rendered>>,
    /// Memory that they take as long as the release is set, in bytes.
    memory: u64,
}

impl Pictures {
    /// Opens the pictures and makes them for the editions wanted, one after the other,
    /// so that no two are in memory as pixels.
    pub fn open(
        release: &Release,
        files: &dyn Files,
        limits: &Limits,
        fonts: &Fonts,
        theme: &Theme,
        editions: &[Edition],
    ) -> (Self, BTreeMap<String, PictureFact>) {
        let measures = &theme.measures;
        let text_height = theme.text_foot() - measures.text_top_later;
        let mut pictures = Self {
            pictures: Vec::new(),
            placed: BTreeMap::new(),
            rendered: Mutex::default(),
            memory: 0,
        };
        let mut budget = PictureBudget::new(limits.pictures);
        let mut facts = BTreeMap::new();
        let in_body = release.body.pictures();
        for file in release.picture_files() {
            if budget.is_exhausted() {
                facts.insert(file.to_owned(), PictureFact::Fine);
                continue;
            }
            let fact = pictures.find(files, file, limits, fonts, &mut budget).map(|number| {
                let Some(picture) = pictures.pictures.get_mut(number) else { return };
                let height = picture.max_height(text_height);
                let width = picture.photo.set_width(measures.text_width, height);
                let body_uses = in_body.iter().filter(|(picture, _)| picture.file == file).count();
                if body_uses > 0 {
                    picture.uses += body_uses;
                    picture.widest = picture.widest.max(width);
                }
                let placed = Placed { picture: number, width, media: Vec::new() };
                pictures.placed.insert(file.to_owned(), placed);
            });
            facts.insert(file.to_owned(), fact.err().unwrap_or(PictureFact::Fine));
        }
        pictures.place_media(release, measures.text_width, text_height);
        for (number, picture) in pictures.pictures.iter().enumerate() {
            if budget.is_exhausted() {
                break;
            }
            let fact = match picture.made(editions, &mut budget) {
                Ok(made) => {
                    let made = made.into_iter().map(|(one, made)| ((number, one), made));
                    pictures.made().extend(made);
                    let absent = picture.photo.absent_families();
                    (!absent.is_empty()).then(|| PictureFact::FacesAbsent(absent.to_vec()))
                }
                Err(error) => Some(fact(error)),
            };
            let Some(fact) = fact else { continue };
            let names = pictures.placed.iter().filter(|(_, placed)| placed.picture == number);
            facts.extend(names.map(|(file, _)| (file.clone(), fact.clone())));
        }
        pictures.placed.retain(|file, _| {
            matches!(facts.get(file), Some(PictureFact::Fine | PictureFact::FacesAbsent(_)))
        });
        pictures.memory = budget.held();
        (pictures, facts)
    }

    /// Places the pictures below the text. One that is listed twice stands there twice.
    fn place_media(&mut self, release: &Release, column: f64, text_height: f64) {
        let media = release.media.iter().filter(|media| media.is_picture());
        let files = media.filter_map(|media| media.file.as_deref());
        let listed: Vec<_> = files
            .filter_map(|file| Some((file, self.placed.get(file)?.picture)))
            .filter_map(|(file, number)| Some((file, number, self.pictures.get(number)?)))
            .map(|(file, number, picture)| (file, number, picture.shape()))
            .collect();
        let heights = listed.iter().filter_map(|(_, number, _)| self.pictures.get(*number));
        let height = heights.map(|picture| picture.max_height(text_height)).fold(20.0, f64::max);
        let shapes: Vec<RowPicture> = listed.iter().map(|(.., shape)| *shape).collect();
        let places = picture_rows::places(&shapes, column, height);
        for ((file, number, _), place) in listed.iter().zip(places) {
            if let Some(placed) = self.placed.get_mut(*file) {
                placed.media.push(place);
            }
            if let Some(picture) = self.pictures.get_mut(*number) {
                picture.uses += 1;
                picture.widest = picture.widest.max(place.width);
            }
        }
    }

    /// The number of the picture to which a path leads; it is opened where it is new.
    fn find(
        &mut self,
        files: &dyn Files,
        path: &str,
        limits: &Limits,
        fonts: &Fonts,
        budget: &mut PictureBudget,
    ) -> Result<usize, PictureFact> {
        let file = match budget.read(files, path) {
            Ok(file) => file,
            Err(error) => return Err(file_fact(error, budget)),
        };
        if !self.pictures.iter().any(|known| Arc::ptr_eq(&known.file, &file)) {
            budget.hold_file(&file);
        }
        // A copy of a file is the same picture too.
        let mut known = self.pictures.iter();
        if let Some(number) =
            known.position(|known| Arc::ptr_eq(&known.file, &file) || known.file == file)
        {
            return Ok(number);
        }
        let photo = Photo::open_with(file.clone(), limits, fonts.for_drawings()).map_err(fact)?;
        self.pictures.push(KnownPicture { file, photo, widest: 0.0, uses: 0 });
        Ok(self.pictures.len() - 1)
    }

    fn made(&self) -> MutexGuard<'_, BTreeMap<(usize, Rendition), Rendered>> {
        self.rendered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Memory that they take as long as the release is set, in bytes.
    pub fn memory(&self) -> u64 {
        self.memory
    }

    /// The file of a picture by the path that the author typed.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        let placed = self.placed.get(path)?;
        self.pictures.get(placed.picture).map(|picture| picture.file.as_slice())
    }

    /// The resolution of each picture of pixels at the size it is set, in dpi.
    pub fn dpi(&self) -> BTreeMap<String, f64> {
        let placed = self.placed.iter();
        let pictures = placed.filter_map(|(file, placed)| {
            let picture = self.pictures.get(placed.picture)?;
            (!picture.photo.is_vector()).then(|| (file.clone(), picture.dpi()))
        });
        pictures.collect()
    }

    /// How many bytes the pictures of an edition have.
    pub fn byte_count(&self, edition: &Edition, quality: ImageQuality) -> Result<u64, Diagnostics> {
        let mut sum = 0;
        for (number, picture) in self.pictures.iter().enumerate() {
            sum += self.rendered(number, picture, edition, quality)?.bytes.len() as u64;
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
        for (number, picture) in self.pictures.iter().enumerate() {
            let rendered = self.rendered(number, picture, edition, quality)?;
            let path = format!("/photo/{}.{}", number + 1, rendered.extension);
            let ratio = picture.photo.ratio();
            let names = self.placed.iter().filter(|(_, placed)| placed.picture == number);
            pictures.extend(names.map(|(file, placed)| {
                let (path, width, media) = (path.clone(), placed.width, placed.media.clone());
                (file.clone(), PictureData { path, width, media, ratio })
            }));
            let is_drawing = rendered.extension == "svg" && picture.uses > 1;
            let once = is_drawing && edition.isolates_drawings();
            let once = once.then(|| photo::isolated(&rendered.bytes)).flatten();
            files.push((path, once.unwrap_or(rendered.bytes)));
        }
        Ok((pictures, files))
    }

    fn rendered(
        &self,
        number: usize,
        picture: &KnownPicture,
        edition: &Edition,
        quality: ImageQuality,
    ) -> Result<Rendered, Diagnostics> {
        let key = (number, picture.rendition(edition, quality));
        let mut rendered = self.made();
        if let Some(made) = rendered.get(&key) {
            return Ok(made.clone());
        }
        // It was made in another size before, so it is sound.
        let made = picture.photo.render(&key.1);
        let made =
            made.map_err(|_| Diagnostic::internal("a picture cannot be rendered once more"))?;
        rendered.insert(key, made.clone());
        Ok(made)
    }
}

impl KnownPicture {
    /// The most that it takes of the height of the text, in mm.
    fn max_height(&self, text_height: f64) -> f64 {
        let share = if self.photo.is_vector() { MAX_DRAWING_SHARE } else { MAX_PHOTO_SHARE };
        (text_height * share).max(20.0)
    }

    fn shape(&self) -> RowPicture {
        let natural = self.photo.set_width(f64::INFINITY, f64::INFINITY);
        RowPicture { ratio: self.photo.ratio(), natural }
    }

    /// Makes it for all editions in their best quality.
    fn made(
        &self,
        editions: &[Edition],
        budget: &mut PictureBudget,
    ) -> Result<Vec<(Rendition, Rendered)>, PhotoError> {
        let wanted: Vec<_> =
            editions.iter().map(|edition| self.rendition(edition, edition.best())).collect();
        budget.take_work(&self.photo, &wanted)?;
        let made = self.photo.render_all(&wanted)?;
        budget.take_made(&made)?;
        Ok(wanted.into_iter().zip(made).collect())
    }

    fn rendition(&self, edition: &Edition, quality: ImageQuality) -> Rendition {
        let pixels = (self.widest / 25.4 * quality.dpi).ceil().max(1.0) as u32;
        let (quality, gray) = (quality.quality, edition.gray);
        Rendition { width: pixels, quality, gray, ..Rendition::default() }
    }

    fn dpi(&self) -> f64 {
        f64::from(self.photo.width()) / (self.widest / 25.4).max(0.01)
    }
}

fn file_fact(error: FileError, budget: &mut PictureBudget) -> PictureFact {
    match error {
        FileError::OutsideRoot => PictureFact::OutsideRoot,
        FileError::TooLarge { bytes, .. } => match budget.refuse_file(bytes) {
            Some(error) => fact(error),
            None => PictureFact::TooLarge(format!("it {}", error.describe())),
        },
        FileError::OtherCase { found } => PictureFact::OtherCase(found),
        error => PictureFact::Missing(error.describe()),
    }
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
