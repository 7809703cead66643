//! Lossless pictures in a finished file, stored as small as PNG stores them.
//!
//! The exporter packs the samples as they are. Most pictures become much smaller if each row
//! is written as its difference from the row above (ISO 32000-1, 7.4.4.4), or, if they have
//! no more than 256 colours, as numbers of a palette (8.6.6.3). The samples are the same
//! afterwards.

use std::io::Read;

use flate2::read::ZlibDecoder;
use image::{DynamicImage, GrayImage, RgbImage};
use rayon::prelude::*;

use super::file::{Replacement, WrittenObject, WrittenStream};
use crate::photo;

const IMAGE: &str = "/Type/XObject/Subtype/Image/Filter/FlateDecode/Width ";
const SIGNATURE: usize = 8;

/// What stores the pictures of a file anew which thereby become smaller.
pub(super) fn smaller_images(objects: &[WrittenObject<'_>]) -> Vec<Replacement> {
    let images: Vec<_> = objects.iter().filter_map(|object| object.stream(IMAGE)).collect();
    // None is a picture of ours with another structure: it stays as it is.
    images.par_iter().filter_map(smaller).collect()
}

/// A picture stored anew, if that makes it smaller.
fn smaller(stream: &WrittenStream<'_>) -> Option<Replacement> {
    let header = ImageHeader::read(stream.dictionary)?;
    let packed = Packed::new(&header.image(stream.data)?)?;
    let dictionary = header.dictionary(&packed);
    let length = dictionary.len() + packed.data.len();
    let range = stream.range.clone();
    if length >= stream.dictionary.len() + stream.data.len() {
        return None;
    }
    let bytes = [dictionary.as_bytes(), b"\nstream\n", &packed.data].concat();
    Some(Replacement { range, bytes })
}

/// What a dictionary says of the samples.
struct ImageHeader<'a> {
    width: u32,
    height: u32,
    /// The name of a colour space, or where it is.
    colour_space: &'a str,
    /// Further entries: a mask.
    rest: &'a str,
}

impl<'a> ImageHeader<'a> {
    fn read(dictionary: &'a str) -> Option<Self> {
        let (_, entries) = dictionary.split_once(IMAGE)?;
        let (width, entries) = entries.split_once("/Height ")?;
        let (height, entries) = entries.split_once("/ColorSpace")?;
        let (colour_space, rest) = entries.split_once("/BitsPerComponent 8")?;
        let rest = rest.strip_suffix(">>")?;
        (is_plain(colour_space) && is_plain(rest)).then_some(())?;
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        Some(Self { width, height, colour_space, rest })
    }

    /// The samples: grey or red, green and blue.
    fn image(&self, data: &[u8]) -> Option<DynamicImage> {
        let pixels = usize::try_from(u64::from(self.width) * u64::from(self.height)).ok()?;
        let most = pixels.checked_mul(3)?;
        let mut samples = Vec::new();
        ZlibDecoder::new(data).take(most as u64 + 1).read_to_end(&mut samples).ok()?;
        if samples.len() == most {
            RgbImage::from_raw(self.width, self.height, samples).map(DynamicImage::ImageRgb8)
        } else if samples.len() == pixels {
            GrayImage::from_raw(self.width, self.height, samples).map(DynamicImage::ImageLuma8)
        } else {
            None
        }
    }

    fn dictionary(&self, packed: &Packed) -> String {
        let Self { width, height, colour_space, rest } = self;
        let colours = packed.channels;
        let colour_space = match &packed.palette {
            None => (*colour_space).to_owned(),
            Some(palette) => {
                let highest = (palette.len() / 3).saturating_sub(1);
                let numbers: String = palette.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("[/Indexed{colour_space} {highest}<{numbers}>]")
            }
        };
        format!(
            "<</Length {length}{IMAGE}{width}/Height {height}/ColorSpace{colour_space}\
             /BitsPerComponent 8{rest}/DecodeParms<</Predictor 15/Colors {colours}\
             /BitsPerComponent 8/Columns {width}>>>>",
            length = packed.data.len()
        )
    }
}

/// Whether entries are names, numbers and references alone.
fn is_plain(entries: &str) -> bool {
    entries.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '/')
}

/// Rows with their filters, packed: the same bytes in PNG and in PDF.
struct Packed {
    data: Vec<u8>,
    /// Red, green and blue of each colour.
    palette: Option<Vec<u8>>,
    channels: u8,
}

impl Packed {
    fn new(image: &DynamicImage) -> Option<Self> {
        let png = photo::png(image).ok()?;
        let (mut data, mut palette) = (Vec::new(), None);
        let mut chunks = png.get(SIGNATURE..)?;
        while let Some((length, rest)) = chunks.split_first_chunk() {
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            let (kind, rest) = rest.split_first_chunk::<4>()?;
            let (content, rest) = rest.split_at_checked(length)?;
            match kind {
                b"IDAT" => data.extend(content),
                b"PLTE" => palette = Some(content.to_vec()),
                _ => {}
            }
            // The checksum.
            chunks = rest.get(4..)?;
        }
        let channels = if palette.is_some() { 1 } else { image.color().channel_count() };
        Some(Self { data, palette, channels })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use image::{Luma, Rgb};

    use super::super::file::FinishedFile;
    use super::super::file::tests::{file, leads_to_objects};
    use super::*;

    fn object(entries: &str, samples: &[u8]) -> Vec<u8> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(samples).unwrap();
        let data = packed.finish().unwrap();
        let head = format!("<</Length {}{IMAGE}{entries}>>\nstream\n", data.len());
        [head.as_bytes(), &data, b"\nendstream"].concat()
    }

    fn stored(object: &[u8]) -> Vec<u8> {
        let pdf = file(&[b"<<>>", object, b"[]"]);
        let opened = FinishedFile::open(&pdf).unwrap();
        let made = opened.edited(smaller_images(&opened.objects().unwrap())).unwrap();
        assert!(leads_to_objects(&made) && made.len() <= pdf.len());
        let opened = FinishedFile::open(&made).unwrap();
        let object = &opened.objects().unwrap()[1];
        object.body[..object.body.len() - b"\nendobj\n3 0 obj\n[]\nendobj\n".len()].to_vec()
    }

    /// The samples of a stored picture, read by PNG's decoder: a PNG of the same rows.
    fn samples(object: &[u8], (width, height): (u32, u32), colour: png::ColorType) -> Vec<u8> {
        let object = WrittenObject { number: 1, at: 0, body: object };
        let stream = object.stream(IMAGE).unwrap();
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, width, height);
        encoder.set_color(colour);
        let palette = stream.dictionary.split_once('<').map(|_| vec![0; 768]);
        if colour == png::ColorType::Indexed {
            encoder.set_palette(palette.unwrap());
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_chunk(png::chunk::IDAT, stream.data).unwrap();
        drop(writer);
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().unwrap();
        let mut out = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut out).unwrap();
        out
    }

    #[test]
    fn rows_are_stored_as_differences() {
        let image = RgbImage::from_fn(90, 80, |x, y| {
            Rgb([(x * 2 + y) as u8, (y * 3) as u8, (x + y * 2) as u8])
        });
        let entries = "90/Height 80/ColorSpace 7 0 R/BitsPerComponent 8/SMask 9 0 R";
        let made = stored(&object(entries, image.as_raw()));
        let text = String::from_utf8_lossy(&made).into_owned();
        let wanted = "/ColorSpace 7 0 R/BitsPerComponent 8/SMask 9 0 R/DecodeParms\
            <</Predictor 15/Colors 3/BitsPerComponent 8/Columns 90>>>>\nstream\n";
        assert!(text.contains(wanted), "{text}");
        assert_eq!(samples(&made, (90, 80), png::ColorType::Rgb), *image.as_raw());
    }

    #[test]
    fn few_colours_become_a_palette() {
        let image = RgbImage::from_fn(90, 80, |x, y| match (x * y / 7) % 3 {
            0 => Rgb([255, 0, 16]),
            1 => Rgb([0, 32, 255]),
            _ => Rgb([1, 2, 3]),
        });
        let entries = "90/Height 80/ColorSpace 7 0 R/BitsPerComponent 8";
        let made = stored(&object(entries, image.as_raw()));
        let text = String::from_utf8_lossy(&made).into_owned();
        let wanted = "/ColorSpace[/Indexed 7 0 R 2<ff00100020ff010203>]/BitsPerComponent 8\
            /DecodeParms<</Predictor 15/Colors 1/";
        assert!(text.contains(wanted), "{text}");
        let numbers = samples(&made, (90, 80), png::ColorType::Indexed);
        let palette = [[255, 0, 16], [0, 32, 255], [1, 2, 3]];
        let colours = numbers.iter().flat_map(|number| palette[usize::from(*number)]);
        assert_eq!(colours.collect::<Vec<u8>>(), *image.as_raw());
    }

    #[test]
    fn masks_and_grey_pictures_have_one_channel() {
        let image = GrayImage::from_fn(90, 80, |x, y| Luma([(x + y * 2) as u8]));
        let entries = "90/Height 80/ColorSpace/DeviceGray/BitsPerComponent 8";
        let made = stored(&object(entries, image.as_raw()));
        let text = String::from_utf8_lossy(&made).into_owned();
        assert!(text.contains("/ColorSpace/DeviceGray/") && text.contains("/Colors 1/"), "{text}");
        assert_eq!(samples(&made, (90, 80), png::ColorType::Grayscale), *image.as_raw());
    }

    #[test]
    fn what_is_unlike_or_small_already_stays() {
        let gray = GrayImage::from_fn(2, 2, |x, y| Luma([(x * y) as u8]));
        for entries in [
            "2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8",
            "2/Height 3/ColorSpace/DeviceGray/BitsPerComponent 8",
            "2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 16",
            "2/Height 2/ColorSpace[/Indexed 7 0 R 1<000000ffffff>]/BitsPerComponent 8",
            "2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Decode[1 0]",
        ] {
            let object = object(entries, gray.as_raw());
            assert_eq!(stored(&object), object, "{entries}");
        }
    }
}
