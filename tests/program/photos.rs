//! Pictures of every form, colour and orientation, held against what another colour engine makes
//! of them; and that nothing of their metadata is left.

use std::fs;
use std::path::PathBuf;

use image::{ImageFormat, RgbImage};
use letterpress::photo::{
    Photo, PhotoError, PhotoFormat, PictureLimits, Rendered, Rendition, prepare,
};

use crate::repository::root;
use crate::test::{Test, is_pdf};

/// The pictures and what they have to look like; `make.py` there made both.
pub fn kinds() -> Vec<(String, Vec<u8>)> {
    let folder = root().join("fixtures/photos/kinds");
    let files = fs::read_dir(folder).expect("the folder of pictures").flatten();
    let files = files
        .map(|file| file.path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending != "py"));
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    let named = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(path).expect("a picture"))
    };
    files.into_iter().map(named).collect()
}

fn expected(name: &str) -> RgbImage {
    let name = format!("fixtures/photos/kinds/expected/{}.png", name.replace('.', "-"));
    on_white(&fs::read(root().join(name)).expect("an expected picture"), ImageFormat::Png)
}

/// A picture as it looks on paper.
fn on_white(bytes: &[u8], format: ImageFormat) -> RgbImage {
    let image = image::load_from_memory_with_format(bytes, format).expect("a picture").into_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0.map(u32::from);
        image::Rgb(
            [red, green, blue].map(|value| ((value * alpha + 255 * (255 - alpha)) / 255) as u8),
        )
    })
}

fn render(bytes: &[u8], rendition: &Rendition) -> Result<Rendered, PhotoError> {
    Photo::open(bytes.to_vec(), &PictureLimits::default())?.render(rendition)
}

/// The mean difference of all channels, of 255.
fn difference(rendered: &Rendered, expected: &RgbImage) -> f64 {
    let format = if rendered.extension == "jpg" { ImageFormat::Jpeg } else { ImageFormat::Png };
    let found = on_white(&rendered.bytes, format);
    assert_eq!((rendered.width, rendered.height), found.dimensions());
    assert_eq!(found.dimensions(), expected.dimensions());
    let pairs = found.as_raw().iter().zip(expected.as_raw());
    let sum: u64 = pairs.map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    sum as f64 / found.as_raw().len() as f64
}

/// The mean difference of every kind, rendered so, from what the other engine makes of it.
fn differences(rendition: &Rendition) -> Vec<(String, f64)> {
    let one = |(name, bytes): (String, Vec<u8>)| {
        let rendered =
            render(&bytes, rendition).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        let found = difference(&rendered, &expected(&name));
        (name, found)
    };
    kinds().into_iter().map(one).collect()
}

const SIZE: Rendition = Rendition::within(120, 80);

#[test]
#[allow(clippy::print_stdout)] // With --nocapture it tells the figures.
fn every_kind_looks_as_another_engine_shows_it() {
    // Encoded without loss, so that colours alone are compared.
    let found = differences(&SIZE.without_loss());
    found.iter().for_each(|(name, found)| println!("{name}: {found:.2}"));
    let far: Vec<_> = found.iter().filter(|(_, found)| *found >= 2.0).collect();
    assert!(far.is_empty() && found.len() > 40, "{far:?}");
}

#[test]
#[allow(clippy::print_stdout)]
fn what_jpeg_adds_to_hard_edges_is_its_quality() {
    // The scene of these files is edges and pure colours: the worst there is for JPEG. The
    // difference goes with the quality, so it is the encoder's and not the conversion's.
    for (quality, most) in [(88, 4.0), (95, 2.2)] {
        let found = differences(&SIZE.with_quality(quality));
        let (name, worst) =
            found.iter().max_by(|one, other| one.1.total_cmp(&other.1)).expect("a kind");
        println!("quality {quality}: {name}: {worst:.2}");
        assert!(*worst < most, "quality {quality}, {name}: {worst:.2}");
    }
}

#[test]
fn nothing_of_the_metadata_is_left() {
    // What make.py hides in Exif, XMP, comments and texts, and the names of such segments.
    let marks: &[&[u8]] = &[
        b"GEHEIMER",
        b"51.0504N",
        b"Exif",
        b"eXIf",
        b"ns.adobe.com",
        b"ICC_PROFILE",
        b"iCCP",
        b"tEXt",
        b"iTXt",
        b"Photoshop",
    ];
    let mut held = 0;
    for (name, bytes) in kinds() {
        held += u32::from(bytes.windows(8).any(|window| window == b"GEHEIMER"));
        for rendition in [Rendition::default(), Rendition::within(60, u32::MAX)] {
            let rendered = render(&bytes, &rendition).expect("it is set");
            for mark in marks {
                let is_left = rendered.bytes.windows(mark.len()).any(|window| window == *mark);
                assert!(!is_left, "{name} keeps {}", String::from_utf8_lossy(mark));
            }
        }
    }
    assert!(held > 8, "{held} pictures have metadata");
}

#[test]
fn nothing_of_the_metadata_is_in_the_file() {
    let mut release =
        "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Bilder\n---\nViele Bilder.\n"
            .to_owned();
    let mut test = Test::new("render a.md -o a.pdf");
    for (name, bytes) in kinds() {
        release.push_str(&format!("\n![Farbkreise]({name})\n"));
        test = test.file(&name, bytes);
    }
    let pdf = test.file("a.md", release).any_stderr().run().bytes("a.pdf");
    assert!(is_pdf(&pdf));
    for mark in [&b"GEHEIMER"[..], b"51.0504N", b"Exif\0", b"ns.adobe.com/xap/1.0/\0"] {
        let is_left = pdf.windows(mark.len()).any(|window| window == mark);
        assert!(!is_left, "the file keeps {}", String::from_utf8_lossy(mark));
    }
}

#[test]
fn a_jpeg_that_fits_keeps_its_data() {
    let scan = |bytes: &[u8]| {
        let at = bytes.windows(2).position(|marker| marker == [0xFF, 0xDA]).expect("a scan");
        bytes[at..].to_vec()
    };
    for name in [
        "rgb.jpg",
        "rgb-halved-colour.jpg",
        "rgb-progressive.jpg",
        "srgb-by-profile.jpg",
        "orientation-1.jpg",
        "grey.jpg",
    ] {
        let bytes = fs::read(root().join("fixtures/photos/kinds").join(name)).expect(name);
        let rendered = render(&bytes, &Rendition::default()).expect(name);
        assert_eq!(scan(&rendered.bytes), scan(&bytes), "{name}");
        let turned = render(&rendered.bytes, &Rendition::default());
        assert_eq!(turned.as_ref(), Ok(&rendered), "{name} once more");
    }
}

#[test]
fn equal_bytes_give_equal_bytes_and_what_comes_out_goes_in() {
    for (name, bytes) in kinds() {
        let first = prepare(&bytes, 8.0).expect("it is set");
        assert_eq!(prepare(&bytes, 8.0).as_ref(), Ok(&first), "{name}");
        assert!(prepare(&first.bytes, 8.0).is_ok(), "{name}");
    }
}

#[test]
fn a_photo_knows_itself_before_it_is_decoded() {
    for (name, bytes) in kinds() {
        let photo = Photo::open(bytes, &PictureLimits::default()).expect("it is a picture");
        let form = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("jpg") => PhotoFormat::Jpeg,
            Some("png") => PhotoFormat::Png,
            Some("webp") => PhotoFormat::WebP,
            Some("gif") => PhotoFormat::Gif,
            _ => PhotoFormat::Tiff,
        };
        assert_eq!(photo.format(), form, "{name}");
        assert!((photo.ratio() - 1.5).abs() < 0.01, "{name} is not upright");
    }
}

#[test]
fn grey_is_grey_in_every_form() {
    let grey = Rendition::default().in_gray();
    for (name, bytes) in kinds() {
        let rendered = render(&bytes, &grey).expect("it is set");
        let format = if rendered.extension == "jpg" { ImageFormat::Jpeg } else { ImageFormat::Png };
        let image =
            image::load_from_memory_with_format(&rendered.bytes, format).expect("a picture");
        assert!(!image.color().has_color(), "{name} has colour");
    }
}

#[test]
fn a_drawing_is_plain_shapes() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" onload="x()">
        <metadata>GEHEIMER-ORT</metadata><title>C:\Users\geheim</title>
        <g id="a"><rect width="10" height="10" fill="#ff0000"/></g><use href="#a" x="20"/></svg>"##;
    let rendered = render(svg.as_bytes(), &Rendition::default()).expect("a drawing");
    let text = String::from_utf8(rendered.bytes.clone()).expect("text");
    assert_eq!(rendered.extension, "svg");
    assert_eq!((rendered.width, rendered.height), (10_000, 5_000));
    let drawing =
        Photo::open(svg.as_bytes().to_vec(), &PictureLimits::default()).expect("a drawing");
    assert_eq!(drawing.set_width(115.0, 200.0), 115.0);
    for left in ["GEHEIM", "geheim", "onload", "<use", "metadata"] {
        assert!(!text.contains(left), "{left} in {text}");
    }
    let grey = render(svg.as_bytes(), &Rendition::default().in_gray());
    let grey = String::from_utf8(grey.expect("a drawing").bytes).expect("text");
    assert!(text.contains("#ff0000") && !grey.contains("#ff0000"), "{grey}");
}
