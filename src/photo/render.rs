//! The picture that a sheet carries.

use std::sync::{Mutex, PoisonError};

use image::DynamicImage;
use image::metadata::Orientation;

use super::format::PhotoFormat;
use super::open::{FormatHeader, swaps_sides};
use super::pixels::{ColourKind, Pixels};
use super::{
    MIN_DPI, Photo, PhotoError, Rendered, Rendition, colour, decode, encode, jpeg, resample,
    svg_render, tiff,
};

/// Pixels from which on pictures are decoded one at a time, whatever the number of
/// threads: memory then grows with one large picture, not with all.
const LARGE: u64 = 16_000_000;
/// The same in bytes of memory.
const LARGE_MEMORY: u64 = LARGE * 4;

/// Held while a large picture is in memory.
static ONE_LARGE: Mutex<()> = Mutex::new(());

impl Photo {
    /// The width at which it is set, in mm: as large as `width` and `height` allow,
    /// but no wider than its pixels carry. A drawing in lines carries any width.
    pub fn set_width(&self, width: f64, height: f64) -> f64 {
        let natural =
            if self.is_vector() { f64::INFINITY } else { f64::from(self.width()) / MIN_DPI * 25.4 };
        natural.min(width).min(height * self.ratio())
    }

    /// Makes several pictures of one, which is decoded once: the largest is made of
    /// the file, smaller ones of its pixels.
    pub fn render_all(&self, wanted: &[Rendition]) -> Result<Vec<Rendered>, PhotoError> {
        let sampled = wanted.iter().filter(|one| self.is_sampled(one));
        let largest = sampled.map(|one| self.fitting(one)).max();
        let Some((width, height)) = largest.filter(|_| wanted.len() > 1) else {
            return wanted.iter().map(|one| self.render(one)).collect();
        };
        let (image, is_drawn) = self.upright(width, height)?;
        wanted.iter().map(|one| self.render_from(&image, is_drawn, one)).collect()
    }

    /// The size of a rendition in pixels.
    pub(super) fn fitting(&self, wanted: &Rendition) -> (u32, u32) {
        let max = (wanted.width.max(1), wanted.height.max(1));
        resample::fitting((self.width(), self.height()), max)
    }

    /// Whether a rendition is made of decoded pixels, and not of the file's own data.
    fn is_sampled(&self, wanted: &Rendition) -> bool {
        let is_whole = self.fitting(wanted) == (self.width(), self.height());
        !(self.is_vector() || is_whole && self.passed_through(wanted).is_some())
    }

    /// Makes a rendition of decoded pixels, where it is made of such.
    fn render_from(
        &self,
        image: &DynamicImage,
        is_drawn: bool,
        wanted: &Rendition,
    ) -> Result<Rendered, PhotoError> {
        if self.is_sampled(wanted) {
            let smaller = resample::down(image.clone(), self.fitting(wanted), true)?;
            encoded(smaller, is_drawn, wanted)
        } else {
            self.render(wanted)
        }
    }

    /// Makes the picture that is wanted. Equal input gives equal bytes.
    pub fn render(&self, wanted: &Rendition) -> Result<Rendered, PhotoError> {
        if self.is_vector() {
            let bytes = svg_render::render(self, wanted)?;
            let (width, height) = (self.width(), self.height());
            return Ok(Rendered { bytes, extension: "svg", width, height });
        }
        let (width, height) = self.fitting(wanted);
        let is_whole = (width, height) == (self.width(), self.height());
        if is_whole && let Some(bytes) = self.passed_through(wanted) {
            return bytes.map(|bytes| Rendered { bytes, extension: "jpg", width, height });
        }
        let (image, is_drawn) = self.upright(width, height)?;
        encoded(image, is_drawn, wanted)
    }

    /// The file's own JPEG data, if it is fit for a sheet as it is.
    fn passed_through(&self, wanted: &Rendition) -> Option<Result<Vec<u8>, PhotoError>> {
        let FormatHeader::Jpeg(header) = &self.header else { return None };
        let is_gray = header.colour == ColourKind::Gray;
        let is_fit = header.is_plain()
            && !wanted.lossless
            && (is_gray || !wanted.gray)
            && colour::is_standard(&header.space(), is_gray);
        is_fit.then(|| {
            let bytes = jpeg::stripped(&self.bytes, header);
            // Decoded by the decoder that the engine uses: what it refuses is broken.
            let _turn = self.turn(header.width.into(), header.height, 0)?;
            jpeg::whole(&bytes)?;
            Ok(bytes)
        })
    }

    /// Memory for decoding a picture to be sampled to a size before it is turned, in bytes.
    pub(super) fn decoding_memory(&self, (width, height): (u32, u32)) -> u64 {
        match &self.header {
            FormatHeader::Jpeg(header) => jpeg::plan(header, width, height).1,
            FormatHeader::Chunks(format, header) => decode::memory(*format, &self.bytes, header),
            FormatHeader::Tiff(header) => tiff::memory(header),
            FormatHeader::Svg => 0,
        }
    }

    /// Waits until no other large picture is in memory, if this is one.
    fn turn(
        &self,
        width: u64,
        height: u32,
        memory: u64,
    ) -> Result<Option<std::sync::MutexGuard<'static, ()>>, PhotoError> {
        let pixels = width * u64::from(height);
        let memory = memory.max(pixels * 3);
        self.limits.check_memory(memory)?;
        let is_large = pixels > LARGE || memory > LARGE_MEMORY;
        // A poisoned lock only says that a decoder panicked; nothing is guarded by it.
        Ok(is_large.then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// The picture in sRGB or grey, upright, with `width` × `height` pixels, and
    /// whether it looks drawn.
    fn upright(&self, width: u32, height: u32) -> Result<(DynamicImage, bool), PhotoError> {
        let orientation = self.orientation();
        let size = if swaps_sides(orientation) { (height, width) } else { (width, height) };
        let limit = self.limits.memory;
        let memory = self.decoding_memory(size);
        let (pixels, is_drawn) = match &self.header {
            FormatHeader::Jpeg(header) => {
                let (eighths, _) = jpeg::plan(header, size.0, size.1);
                // What is scaled while it is decoded never has all its pixels in memory.
                let scaled = u64::from(header.width) * eighths * eighths / 64;
                let _turn = self.turn(scaled, header.height, memory)?;
                (sampled(jpeg::decode(&self.bytes, header, eighths)?, size)?, false)
            }
            FormatHeader::Chunks(format, header) => {
                let _turn = self.turn(header.width.into(), header.height, memory)?;
                let pixels = decode::decode(*format, &self.bytes, header, limit)?;
                let is_drawn =
                    *format == PhotoFormat::Gif || (!header.is_lossy && looks_drawn(&pixels));
                (sampled(pixels, size)?, is_drawn)
            }
            FormatHeader::Tiff(header) => {
                let _turn = self.turn(header.width.into(), header.height, memory)?;
                let pixels = tiff::decode(&self.bytes, header, limit)?;
                let is_drawn = looks_drawn(&pixels);
                (sampled(pixels, size)?, is_drawn)
            }
            FormatHeader::Svg => return Err(PhotoError::NotAPicture),
        };
        let mut image = colour::standard(pixels)?;
        image.apply_orientation(orientation);
        Ok((image, is_drawn))
    }

    pub(super) fn orientation(&self) -> Orientation {
        match &self.header {
            FormatHeader::Jpeg(header) => header.orientation,
            FormatHeader::Chunks(_, header) => header.orientation,
            FormatHeader::Tiff(header) => header.orientation,
            FormatHeader::Svg => Orientation::NoTransforms,
        }
    }
}

/// A picture of the size wanted, as a file.
fn encoded(
    image: DynamicImage,
    is_drawn: bool,
    wanted: &Rendition,
) -> Result<Rendered, PhotoError> {
    let image = if wanted.gray { colour::gray(image) } else { image };
    let (width, height) = (image.width(), image.height());
    let is_plain = !is_drawn && !image.color().has_alpha();
    let image = if is_plain { image } else { encode::simplest(image) };
    let is_lossless = is_drawn || wanted.lossless || image.color().has_alpha();
    let (bytes, extension) = if is_lossless {
        (encode::png(&image)?, "png")
    } else {
        (encode::jpeg(&image, wanted.quality)?, "jpg")
    };
    Ok(Rendered { bytes, extension, width, height })
}

fn looks_drawn(pixels: &Pixels) -> bool {
    match pixels {
        Pixels::Light(image, _) => encode::looks_drawn(image),
        Pixels::Inks(_, _) => false,
    }
}

fn sampled(pixels: Pixels, size: (u32, u32)) -> Result<Pixels, PhotoError> {
    Ok(match pixels {
        Pixels::Light(image, space) => Pixels::Light(resample::down(image, size, true)?, space),
        Pixels::Inks(image, space) => {
            let image = resample::down(DynamicImage::ImageRgba8(image), size, false)?;
            Pixels::Inks(image.into_rgba8(), space)
        }
    })
}
