//! Colours: whatever the file means becomes sRGB of 8 bits, or grey with sRGB's curve.

use image::{DynamicImage, GrayAlphaImage, GrayImage, RgbImage, RgbaImage};
use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile, DataColorSpace,
    Layout, MatrixCoefficients, ToneReprCurve, TransferCharacteristics, TransformOptions, XyY,
};

use super::decode::{Pixels, Space};
use super::{PhotoFault, broken};

/// What inks without a profile are taken for: offset print after CGATS TR 001, in a
/// compact table (public domain, CC0).
static INKS: &[u8] = include_bytes!("cmyk.icc");

/// How far colours may lie apart that count as the same, in steps of 255.
const SAME: u8 = 2;

/// Brings a picture to sRGB or grey of 8 bits; opacity stays.
pub(super) fn standard(pixels: Pixels) -> Result<DynamicImage, PhotoFault> {
    match pixels {
        Pixels::Inks(image, space) => inks(&image, &space).map(DynamicImage::ImageRgb8),
        Pixels::Light(image, space) => {
            let is_grey = !image.color().has_color();
            let profile = profile(&space, is_grey);
            // A profile of other colours than the picture's, or one that the engine
            // cannot use, says nothing: the picture is taken for sRGB.
            let converted = profile.as_ref().and_then(|profile| {
                if is_grey { grey_by(&image, profile) } else { colour_by(&image, profile) }
            });
            Ok(converted.unwrap_or_else(|| eight_bit(image)))
        }
    }
}

/// Whether a space is sRGB, or grey with its curve, by whatever name.
pub(super) fn is_standard(space: &Space, is_grey: bool) -> bool {
    profile(space, is_grey).is_none()
}

/// The profile of a space; none where the numbers are sRGB already.
fn profile(space: &Space, is_grey: bool) -> Option<ColorProfile> {
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
        DataColorSpace::Gray => is_grey,
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
        let point = |x: u32, y: u32| Chromaticity { x: x as f32 / 1e5, y: y as f32 / 1e5 };
        let white = XyY { x: f64::from(wx) / 1e5, y: f64::from(wy) / 1e5, yb: 1.0 };
        let primaries =
            ColorPrimaries { red: point(rx, ry), green: point(gx, gy), blue: point(bx, by) };
        profile.cicp = None;
        profile.update_rgb_colorimetry(white, primaries);
    }
    profile
}

/// Whether a profile leaves all colours about as they are.
fn looks_standard(profile: &ColorProfile) -> bool {
    // Six steps of each channel.
    let step = |number: u8| number % 6 * 51;
    let colours: Vec<u8> = match profile.color_space {
        DataColorSpace::Gray => (0..6).map(step).collect(),
        _ => (0..216).flat_map(|at| [step(at / 36), step(at / 6), step(at)]).collect(),
    };
    let near = |one: &u8, other: &u8| one.abs_diff(*other) <= SAME;
    match profile.color_space {
        DataColorSpace::Gray => transformed(profile, Layout::Gray, &colours, Layout::Rgb)
            .is_some_and(|found| {
                found.chunks_exact(3).zip(&colours).all(|(found, grey)| near(&found[1], grey))
            }),
        _ => transformed(profile, Layout::Rgb, &colours, Layout::Rgb).is_some_and(|found| {
            found.iter().zip(&colours).all(|(found, colour)| near(found, colour))
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

fn inks(image: &RgbaImage, space: &Space) -> Result<RgbImage, PhotoFault> {
    let own = match space {
        Space::Icc(bytes) => ColorProfile::new_from_slice(bytes).ok(),
        _ => None,
    };
    let own = own.filter(|profile| profile.color_space == DataColorSpace::Cmyk);
    let by =
        |profile: &ColorProfile| transformed(profile, Layout::Rgba, image.as_raw(), Layout::Rgb);
    let usual = || ColorProfile::new_from_slice(INKS).ok().as_ref().and_then(by);
    let data = own.as_ref().and_then(by).or_else(usual);
    data.and_then(|data| RgbImage::from_raw(image.width(), image.height(), data))
        .ok_or_else(|| broken("its inks cannot be turned into colours"))
}

fn colour_by(image: &DynamicImage, profile: &ColorProfile) -> Option<DynamicImage> {
    let (width, height) = (image.width(), image.height());
    let rgb = |data| RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8);
    let rgba = |data| RgbaImage::from_raw(width, height, data).map(DynamicImage::ImageRgba8);
    match image {
        DynamicImage::ImageRgb8(image) => {
            rgb(transformed(profile, Layout::Rgb, image.as_raw(), Layout::Rgb)?)
        }
        DynamicImage::ImageRgba8(image) => {
            rgba(transformed(profile, Layout::Rgba, image.as_raw(), Layout::Rgba)?)
        }
        image if image.color().has_alpha() => {
            let data = image.to_rgba16().into_raw();
            rgba(eight(&transformed_16(profile, Layout::Rgba, &data, Layout::Rgba)?))
        }
        image => {
            let data = image.to_rgb16().into_raw();
            rgb(eight(&transformed_16(profile, Layout::Rgb, &data, Layout::Rgb)?))
        }
    }
}

/// Grey by a curve: what the profile makes of each step.
fn grey_by(image: &DynamicImage, profile: &ColorProfile) -> Option<DynamicImage> {
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
    let curve = eight(&curve);
    let step = |value: u16| if is_deep { usize::from(value) } else { usize::from(value / 257) };
    let grey = |value: u16| curve.get(step(value)).copied().unwrap_or(0);
    let (width, height) = (image.width(), image.height());
    if image.color().has_alpha() {
        let data = image.to_luma_alpha16();
        let data = data.pixels().flat_map(|pixel| [grey(pixel.0[0]), (pixel.0[1] / 257) as u8]);
        GrayAlphaImage::from_raw(width, height, data.collect()).map(DynamicImage::ImageLumaA8)
    } else {
        let data = image.to_luma16().into_raw().into_iter().map(grey);
        GrayImage::from_raw(width, height, data.collect()).map(DynamicImage::ImageLuma8)
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
        let linear = |step: u32| {
            let value = f64::from(step) / 255.0;
            let light =
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
            (light * 65_535.0).round() as u32
        };
        let curve = |step: u32| {
            let light = f64::from(step) / 4095.0;
            let value = if light <= 0.003_130_8 {
                light * 12.92
            } else {
                1.055 * light.powf(1.0 / 2.4) - 0.055
            };
            (value * 255.0).round() as u8
        };
        Self { linear: (0..256).map(linear).collect(), curve: (0..4096).map(curve).collect() }
    }

    /// The grey of a colour. A grey stays the same.
    pub fn of(&self, [red, green, blue]: [u8; 3]) -> u8 {
        if red == green && green == blue {
            return red;
        }
        let linear = |value: u8| self.linear.get(usize::from(value)).copied().unwrap_or(0);
        // BT.709's shares in 10,000ths.
        let light = 2126 * linear(red) + 7152 * linear(green) + 722 * linear(blue);
        self.curve.get((light / 10_000 / 16) as usize).copied().unwrap_or(255)
    }
}

/// A picture of 8 bits in grey.
pub(super) fn grey(image: DynamicImage) -> DynamicImage {
    let lightness = Lightness::new();
    let (width, height) = (image.width(), image.height());
    match image {
        DynamicImage::ImageRgb8(image) => {
            let data = image.pixels().map(|pixel| lightness.of(pixel.0));
            let image = GrayImage::from_raw(width, height, data.collect()).unwrap_or_default();
            DynamicImage::ImageLuma8(image)
        }
        DynamicImage::ImageRgba8(image) => {
            let grey = |[r, g, b, a]: [u8; 4]| [lightness.of([r, g, b]), a];
            let data = image.pixels().flat_map(|pixel| grey(pixel.0));
            let image = GrayAlphaImage::from_raw(width, height, data.collect()).unwrap_or_default();
            DynamicImage::ImageLumaA8(image)
        }
        image => image,
    }
}
