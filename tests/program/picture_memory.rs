//! Pictures are in memory and in the file once, whatever their names, and all of a release have
//! limits together.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use image::{DynamicImage, ImageFormat, RgbImage};
use letterpress::files::{FileError, Files};
use letterpress::limits::Limits;
use letterpress::source::{Format, Source};
use letterpress::{Job, Standards, Typesetter};

/// Files in memory that count how often they are read.
#[derive(Default)]
struct Counted {
    files: BTreeMap<String, Vec<u8>>,
    reads: AtomicUsize,
}

impl Files for Counted {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.files.get(path).cloned().ok_or(FileError::Missing)
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
}

fn png(seed: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(300, 200, |x, y| {
        let noise = (x * 31 + y * 17 + seed).wrapping_mul(2_654_435_761).to_be_bytes();
        image::Rgb([noise[0], noise[1], noise[2]])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn release(names: &[String]) -> Source {
    let media: String =
        names.iter().map(|name| format!("  - file: {name}\n    alt: Ein Feld\n")).collect();
    let text = format!(
        "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neue Felder\nmedia:\n{media}\
         contacts:\n  - name: Mira Muster\n---\nEin Satz.\n"
    );
    Source::from_text("release.md", Format::Markdown, text)
}

fn named(files: &[Vec<u8>]) -> (Vec<String>, Counted) {
    let names: Vec<String> = (0..files.len()).map(|at| format!("{at}.png")).collect();
    let files = names.iter().cloned().zip(files.iter().cloned()).collect();
    (names, Counted { files, ..Counted::default() })
}

#[test]
fn copies_of_a_file_are_one_picture() {
    let (names, files) = named(&[png(1), png(1), png(2), png(1)]);
    let source = release(&names);
    let typesetter = Typesetter::new();
    let sheet = typesetter.typeset(&Job::new(&source).with_files(&files)).expect("a sheet");
    let pdf = sheet.pdf(&Standards::default()).expect("a file");
    let text = String::from_utf8_lossy(&pdf);
    assert_eq!(text.matches("/Subtype/Image").count(), 2);
}

#[test]
fn all_pictures_have_limits_together() {
    let (names, files) = named(&[png(1), png(2), png(3), png(4)]);
    let source = release(&names);
    let mut few_pixels = Limits::default();
    few_pixels.pictures.release_pixels = 150_000;
    let mut little_memory = Limits::default();
    little_memory.pictures.memory = 2_500_000;
    for (limits, reason) in [
        (
            few_pixels,
            "`2.png` is too large: with it the pictures have more than 150000 pixels together",
        ),
        (
            little_memory,
            "is too large: with it the pictures take more than 2 MiB of memory together",
        ),
    ] {
        let typesetter = Typesetter::new().with_limits(limits);
        let found = typesetter.check(&Job::new(&source).with_files(&files));
        let messages: Vec<_> = found.iter().map(|one| (one.code, &*one.message)).collect();
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(
            messages[0].0 == "media-too-large" && messages[0].1.ends_with(reason),
            "{messages:?}"
        );
    }
    assert!(Typesetter::new().check(&Job::new(&source).with_files(&files)).is_empty());
}

#[test]
fn files_that_find_no_room_are_not_read_on() {
    let (names, files) = named(&[png(1), png(2), png(3), png(4)]);
    let source = release(&names);
    let mut limits = Limits::default();
    limits.pictures.memory = png(1).len() as u64 + 1000;
    let found = Typesetter::new().with_limits(limits).check(&Job::new(&source).with_files(&files));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(files.reads.load(Ordering::Relaxed), 2, "the one that is too much, and none after");
}
