//! Colours: whatever the file means becomes sRGB of 8 bits, or grey with sRGB's curve.

use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};
use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile, DataColorSpace,
    Layout, MatrixCoefficients, ToneReprCurve, TransferCharacteristics, TransformOptions, XyY,
};

use super::pixels::{Pixels, Space};
use super::{PhotoError, broken};

/// What inks without a profile are taken for: offset print after CGATS TR 001, in a
/// compact table (public domain, CC0).
static INKS: &[u8] = include_bytes!("cmyk.icc");

/// How far colours may lie apart that count as the same, in steps of 255.
const SAME: u8 = 2;

/// Brings a picture to sRGB or grey of 8 bits; opacity stays.
pub(super) fn standard(pixels: Pixels) -> Result<DynamicImage, PhotoError> {
    match pixels {
        Pixels::Inks(image, space) => inks(&image, &space).map(DynamicImage::ImageRgb8),
        Pixels::Light(image, space) => {
            let is_gray = !image.color().has_color();
            let profile = profile(&space, is_gray);
            // A profile of other colours than the picture's, or one that the engine
            // cannot use, says nothing: the picture is taken for sRGB.
            let converted = profile.as_ref().and_then(|profile| {
                if is_gray { gray_by(&image, profile) } else { colour_by(&image, profile) }
            });
            Ok(converted.unwrap_or_else(|| eight_bit(image)))
        }
    }
}

/// Whether a space is sRGB, or grey with its curve, by whatever name.
pub(super) fn is_standard(space: &Space, is_gray: bool) -> bool {
    profile(space, is_gray).is_none()
}

/// The profile of a space; none where the numbers are sRGB already.
fn profile(space: &Space, is_gray: bool) -> Option<ColorProfile> {
    let profile = match space {
        Space::Standard => return None,
        Space::AdobeRgb => ColorProfile::new_adobe_rgb(),
        Space::Icc(bytes) => ColorProfile::new_from_slice(bytes).ok()?,
        Space::CodePoints([primaries, transfer, _, _]) => {
            ColorProfile::new_from_cicp(CicpProfile {
                color_primaries: CicpColorPrimaries::try_from(*primaries).ok()?,
                transfer_characteristics: TransferCharacteristics::try_from(*transfer).ok()?,
                matrix_coefficients: MatrixCoefficients::Identity,
                full_range: true,
            })
        }
        Space::Measured { gamma, primaries } => measured(*gamma, *primaries),
    };
    let is_fit = match profile.color_space {
        DataColorSpace::Gray => is_gray,
        DataColorSpace::Rgb => true,
        _ => false,
    };
    (is_fit && !looks_standard(&profile)).then_some(profile)
}

fn measured(gamma: Option<u32>, primaries: Option<[u32; 8]>) -> ColorProfile {
    let mut profile = ColorProfile::new_srgb();
    if let Some(gamma) = gamma {
        let curve = ToneReprCurve::Parametric(vec![100_000.0 / gamma as f32]);
        profile.red_trc = Some(curve.clone());
        profile.green_trc = Some(curve.clone());
        profile.blue_trc = Some(curve);
        profile.cicp = None;
    }
    if let Some([wx, wy, rx, ry, gx, gy, bx, by]) = primaries.filter(|all| !all.contains(&0)) {
        let white = XyY { x: f64::from(wx) / 1e5, y: f64::from(wy) / 1e5, yb: 1.0 };
        let primaries = ColorPrimaries {
            red: chromaticity(rx, ry),
            green: chromaticity(gx, gy),
            blue: chromaticity(bx, by),
        };
        profile.cicp = None;
        profile.update_rgb_colorimetry(white, primaries);
    }
    profile
}

/// A point in 100,000ths.
fn chromaticity(x: u32, y: u32) -> Chromaticity {
    Chromaticity { x: x as f32 / 1e5, y: y as f32 / 1e5 }
}

/// One of six steps of a channel.
fn step(number: u8) -> u8 {
    number % 6 * 51
}

fn is_near(one: u8, other: u8) -> bool {
    one.abs_diff(other) <= SAME
}

/// Whether a profile leaves all colours about as they are.
fn looks_standard(profile: &ColorProfile) -> bool {
    let colours: Vec<u8> = match profile.color_space {
        DataColorSpace::Gray => (0..6).map(step).collect(),
        _ => (0..216).flat_map(|at| [step(at / 36), step(at / 6), step(at)]).collect(),
    };
    match profile.color_space {
        DataColorSpace::Gray => transformed(profile, Layout::Gray, &colours, Layout::Rgb)
            .is_some_and(|found| {
                found.chunks_exact(3).zip(&colours).all(|(found, gray)| is_near(found[1], *gray))
            }),
        _ => transformed(profile, Layout::Rgb, &colours, Layout::Rgb).is_some_and(|found| {
            found.iter().zip(&colours).all(|(found, colour)| is_near(*found, *colour))
        }),
    }
}

/// Numbers of 8 bits in sRGB.
fn transformed(profile: &ColorProfile, from: Layout, pixels: &[u8], to: Layout) -> Option<Vec<u8>> {
    let standard = ColorProfile::new_srgb();
    let transform =
        profile.create_transform_8bit(from, &standard, to, TransformOptions::default()).ok()?;
    let mut found = vec![0; pixels.len() / channels(from) * channels(to)];
    transform.transform(pixels, &mut found).ok()?;
    Some(found)
}

/// Numbers of 16 bits in sRGB.
fn transformed_16(
    profile: &ColorProfile,
    from: Layout,
    pixels: &[u16],
    to: Layout,
) -> Option<Vec<u16>> {
    let standard = ColorProfile::new_srgb();
    let transform =
        profile.create_transform_16bit(from, &standard, to, TransformOptions::default()).ok()?;
    let mut found = vec![0; pixels.len() / channels(from) * channels(to)];
    transform.transform(pixels, &mut found).ok()?;
    Some(found)
}

fn channels(layout: Layout) -> usize {
    match layout {
        Layout::Gray => 1,
        Layout::Rgb => 3,
        _ => 4,
    }
}

fn inks(image: &RgbaImage, space: &Space) -> Result<RgbImage, PhotoError> {
    let own = match space {
        Space::Icc(bytes) => ColorProfile::new_from_slice(bytes).ok(),
        _ => None,
    };
    let own = own.filter(|profile| profile.color_space == DataColorSpace::Cmyk);
    let data = own.and_then(|profile| inks_by(image, &profile));
    let data = data.or_else(|| inks_by(image, &ColorProfile::new_from_slice(INKS).ok()?));
    data.and_then(|data| RgbImage::from_raw(image.width(), image.height(), data))
        .ok_or_else(|| broken("its inks cannot be turned into colours"))
}

fn inks_by(image: &RgbaImage, profile: &ColorProfile) -> Option<Vec<u8>> {
    transformed(profile, Layout::Rgba, image.as_raw(), Layout::Rgb)
}

fn colour_by(image: &DynamicImage, profile: &ColorProfile) -> Option<DynamicImage> {
    let size = (image.width(), image.height());
    match image {
        DynamicImage::ImageRgb8(image) => {
            rgb_image(size, transformed(profile, Layout::Rgb, image.as_raw(), Layout::Rgb)?)
        }
        DynamicImage::ImageRgba8(image) => {
            rgba_image(size, transformed(profile, Layout::Rgba, image.as_raw(), Layout::Rgba)?)
        }
        image if image.color().has_alpha() => {
            let data = image.to_rgba16().into_raw();
            rgba_image(size, eight(&transformed_16(profile, Layout::Rgba, &data, Layout::Rgba)?))
        }
        image => {
            let data = image.to_rgb16().into_raw();
            rgb_image(size, eight(&transformed_16(profile, Layout::Rgb, &data, Layout::Rgb)?))
        }
    }
}

fn rgb_image((width, height): (u32, u32), data: Vec<u8>) -> Option<DynamicImage> {
    RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8)
}

fn rgba_image((width, height): (u32, u32), data: Vec<u8>) -> Option<DynamicImage> {
    RgbaImage::from_raw(width, height, data).map(DynamicImage::ImageRgba8)
}

/// Grey by a curve: what the profile makes of each step.
fn gray_by(image: &DynamicImage, profile: &ColorProfile) -> Option<DynamicImage> {
    let is_deep = image.color().bytes_per_pixel() > image.color().channel_count();
    let steps: Vec<u16> =
        if is_deep { (0..=u16::MAX).collect() } else { (0..=255).map(|step| step * 257).collect() };
    let found = match profile.color_space {
        DataColorSpace::Gray => transformed_16(profile, Layout::Gray, &steps, Layout::Rgb)?,
        _ => {
            let colours: Vec<u16> = steps.iter().flat_map(|step| [*step; 3]).collect();
            transformed_16(profile, Layout::Rgb, &colours, Layout::Rgb)?
        }
    };
    let curve: Vec<u16> = found.chunks_exact(3).map(|colour| colour[1]).collect();
    let curve = GrayCurve { values: eight(&curve), is_deep };
    let (width, height) = (image.width(), image.height());
    if image.color().has_alpha() {
        let data = image.to_luma_alpha16();
        let data = data.pixels().flat_map(|pixel| [curve.of(pixel.0[0]), (pixel.0[1] / 257) as u8]);
        GrayAlphaImage::from_raw(width, height, data.collect()).map(DynamicImage::ImageLumaA8)
    } else {
        let data = image.to_luma16().into_raw().into_iter().map(|value| curve.of(value));
        GrayImage::from_raw(width, height, data.collect()).map(DynamicImage::ImageLuma8)
    }
}

/// What each step of grey becomes.
struct GrayCurve {
    values: Vec<u8>,
    /// Whether there is a value for each step of 16 bits, and not of 8.
    is_deep: bool,
}

impl GrayCurve {
    fn of(&self, value: u16) -> u8 {
        let step = if self.is_deep { value } else { value / 257 };
        self.values.get(usize::from(step)).copied().unwrap_or(0)
    }
}

/// 16 bits to 8, rounded.
fn eight(values: &[u16]) -> Vec<u8> {
    values.iter().map(|value| ((u32::from(*value) * 255 + 32_767) / 65_535) as u8).collect()
}

/// 8 bits a channel; grey stays grey, opacity stays.
fn eight_bit(image: DynamicImage) -> DynamicImage {
    match (image.color().has_color(), image.color().has_alpha()) {
        (true, true) => DynamicImage::ImageRgba8(image.into_rgba8()),
        (false, true) => DynamicImage::ImageLumaA8(image.into_luma_alpha8()),
        (true, false) => DynamicImage::ImageRgb8(image.into_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(image.into_luma8()),
    }
}

/// How light a colour of sRGB looks, as grey with the same curve.
pub(super) struct Lightness {
    linear: Vec<u32>,
    curve: Vec<u8>,
}

impl Lightness {
    /// The tables for it.
    pub fn new() -> Self {
        Self {
            linear: (0..256).map(linear_step).collect(),
            curve: (0..4096).map(curved_step).collect(),
        }
    }

    /// The grey of a colour. A grey stays the same.
    pub fn of(&self, [red, green, blue]: [u8; 3]) -> u8 {
        if red == green && green == blue {
            return red;
        }
        // BT.709's shares in 10,000ths.
        let light = 2126 * self.light(red) + 7152 * self.light(green) + 722 * self.light(blue);
        self.curve.get((light / 10_000 / 16) as usize).copied().unwrap_or(255)
    }

    fn light(&self, value: u8) -> u32 {
        self.linear.get(usize::from(value)).copied().unwrap_or(0)
    }
}

/// The light of a step of sRGB's curve, 0 to 65,535.
fn linear_step(step: u32) -> u32 {
    let value = f64::from(step) / 255.0;
    let light = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    (light * 65_535.0).round() as u32
}

/// The step of sRGB's curve for a light of 0 to 4,095.
fn curved_step(step: u32) -> u8 {
    let light = f64::from(step) / 4095.0;
    let value =
        if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

/// A picture of 8 bits in grey.
pub(super) fn gray(image: DynamicImage) -> DynamicImage {
    let lightness = Lightness::new();
    let (width, height) = (image.width(), image.height());
    match image {
        DynamicImage::ImageRgb8(image) => {
            let data = image.pixels().map(|pixel| lightness.of(pixel.0));
            let image = GrayImage::from_raw(width, height, data.collect()).unwrap_or_default();
            DynamicImage::ImageLuma8(image)
        }
        DynamicImage::ImageRgba8(image) => {
            let gray = |[r, g, b, a]: [u8; 4]| [lightness.of([r, g, b]), a];
            let data = image.pixels().flat_map(|pixel| gray(pixel.0));
            let image = GrayAlphaImage::from_raw(width, height, data.collect()).unwrap_or_default();
            DynamicImage::ImageLumaA8(image)
        }
        image => image,
    }
}
