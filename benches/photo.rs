//! How long pictures take, from a file's bytes to a sheet's: `cargo bench --bench photo`.
//!
//! Prints medians; takes less than a minute. Beside it, `vipsthumbnail FILE --size 1358x`
//! and other programs do the same work: compare in turn and quote ratios, as
//! `docs/performance.md` says. Without `--bench` each figure is taken once.
//!
//! With `--write FILE` it writes the picture that it measures, for other programs.

#![allow(clippy::print_stdout)] // A benchmark is there to print.

use std::env;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use letterpress::photo::{Photo, PictureLimits, Rendition};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Pixels across the column of text of the built-in letterheads, at 300 dots per inch.
const COLUMN: u32 = 1358;

fn main() -> ExitCode {
    match report() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn report() -> Result<(), String> {
    let is_full = env::args().any(|argument| argument == "--bench");
    let large = scene(6000, 4000);
    let jpeg = encoded(&large, 90)?;
    if let Some(file) = env::args().skip_while(|argument| argument != "--write").nth(1) {
        std::fs::write(file, &jpeg).map_err(|error| error.to_string())?;
    }
    let runs = if is_full { 15 } else { 1 };
    line("JPEG, 24 megapixels, to the column", &jpeg, runs)?;
    drop(large);
    let middle = scene(3000, 2000);
    line("JPEG, 6 megapixels, to the column", &encoded(&middle, 90)?, runs)?;
    line("PNG, 6 megapixels, to the column", &png(middle)?, runs)?;
    let small = scene(COLUMN, 905);
    line("JPEG that fits and passes through", &encoded(&small, 90)?, runs)?;
    line("PNG that fits", &png(small)?, runs)
}

fn line(name: &str, bytes: &[u8], runs: usize) -> Result<(), String> {
    let rendition = Rendition::within(COLUMN, u32::MAX);
    let mut times: Vec<Duration> = Vec::new();
    let mut length = 0;
    for _ in 0..runs {
        let begin = Instant::now();
        let photo = Photo::open(bytes.to_vec(), &PictureLimits::default());
        let rendered = photo.and_then(|photo| photo.render(&rendition));
        length = rendered.map_err(|error| format!("{name}: {error:?}"))?.bytes.len();
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1000.0;
    println!("{name:<44}{median:>9.1} ms  {} to {length} bytes", bytes.len());
    Ok(())
}

/// Gradients, edges and the noise of a camera.
fn scene(width: u32, height: u32) -> RgbImage {
    let mut state = 20_221_125_u64;
    let mut noise = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) & 15) as u32
    };
    RgbImage::from_fn(width, height, |x, y| {
        let (across, down) = (x * 255 / width, y * 255 / height);
        let edge = if (x / 97 + y / 61) % 5 == 0 { 90 } else { 0 };
        let circle = (x % 700).abs_diff(350).pow(2) + (y % 500).abs_diff(250).pow(2) < 30_000;
        let base = [across, 255 - down, if circle { 200 } else { 60 + edge }];
        Rgb(base.map(|value| (value * 240 / 255 + noise()) as u8))
    })
}

fn encoded(image: &RgbImage, quality: u8) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    image
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn png(image: RgbImage) -> Result<Vec<u8>, String> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let written = DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Png);
    written.map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}
