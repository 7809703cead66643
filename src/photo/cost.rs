//! What a picture takes of what the pictures of a release may take together.

use super::format::PhotoFormat;
use super::open::{FormatHeader, swaps_sides};
use super::{Photo, Rendered, Rendition};

/// Bytes of memory that the engine takes for a shape of a drawing, and for each byte of its
/// text. Measured: 100,000 shapes in 3.6 MB take 150 MB, a path of two million points in
/// 14.7 MB as much.
const SHAPE_MEMORY: u64 = 1_250;
const DRAWING_MEMORY: u64 = 8;

/// Scans of a JPEG file that take as long as decoding another format does, and as how many the
/// rest of the work counts. Measured: a file of one scan takes 2 ns a pixel, one of ten scans
/// 7 ns, PNG 11 ns.
const SCANS: u64 = 15;
const LEAST_SCANS: u64 = 4;

impl Photo {
    /// Memory that it takes as long as the release is set, beside its file, in bytes.
    pub(crate) fn drawing_memory(&self) -> u64 {
        if !self.is_vector() {
            return 0;
        }
        self.shapes * SHAPE_MEMORY + self.byte_count() as u64 * DRAWING_MEMORY
    }

    /// Memory that is taken while a rendition is made, in bytes.
    pub(crate) fn working_memory(&self, wanted: &Rendition) -> u64 {
        let (width, height) = self.fitting(wanted);
        let is_turned = swaps_sides(self.orientation());
        let (width, height) = if is_turned { (height, width) } else { (width, height) };
        let decoding = self.decoding_memory((width, height));
        match &self.header {
            // All of it is still there when its rows are sampled, and the columns after them.
            FormatHeader::Chunks(PhotoFormat::Png, header) => {
                decoding + decoding * u64::from(width) / u64::from(header.width.max(1))
            }
            // While others are sampled less is there than while they were decoded.
            _ => decoding,
        }
    }

    /// Pixels that decoding goes over; those of a drawing are counted as shapes.
    pub(crate) fn decoded_pixels(&self) -> u64 {
        let pixels = u64::from(self.width()) * u64::from(self.height());
        match &self.header {
            FormatHeader::Svg => 0,
            FormatHeader::Jpeg(header) => pixels * header.scans.max(LEAST_SCANS) / SCANS,
            FormatHeader::Chunks(..) | FormatHeader::Tiff(_) => pixels,
        }
    }
}

impl Rendered {
    /// Memory that it takes on a sheet, in bytes: the file in this process, in the engine and
    /// in the PDF, and its pixels in the engine, of which an exporter needs a copy.
    pub(crate) fn memory(&self) -> u64 {
        let pixels = match self.extension {
            "svg" => 0,
            "jpg" => u64::from(self.width) * u64::from(self.height) * 3,
            _ => u64::from(self.width) * u64::from(self.height) * 8,
        };
        self.bytes.len() as u64 * 3 + pixels
    }
}
