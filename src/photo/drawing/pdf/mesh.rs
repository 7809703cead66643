//! Gradients that are meshes of triangles and patches: a reader tries each of them on all
//! pixels around it.

use super::super::super::{PhotoError, broken};
use super::file::ScannedPdf;
use super::object::{PdfEntries, PdfValue};
use super::state::PathCorners;

/// Triangles that a reader makes of a patch, and how much each of its pixels is gone over:
/// they overlap by what surrounds them.
const TRIANGLES: f64 = 722.0;
const OVERLAP: f64 = 20.0;
/// How many tries of a triangle cost as much as a pixel.
const TRIES: f64 = 4.0;
/// How far from the corner of the page readers of meshes look.
const MAX_SIDE: f64 = 65_535.0;
/// Points of a patch of each kind.
const COONS_POINTS: usize = 12;
const TENSOR_POINTS: usize = 16;

/// What a mesh takes in pixels, wherever it is painted; nothing for other gradients.
pub(super) fn cost(
    file: &mut ScannedPdf<'_>,
    shading: &PdfValue,
    matrix: [f64; 6],
) -> Result<f64, PhotoError> {
    let PdfValue::Reference(number) = *shading else { return Ok(0.0) };
    let Some(entries) = file.dictionary(shading).cloned() else { return Ok(0.0) };
    let kind = file.number(&entries, "ShadingType").unwrap_or(0.0) as u8;
    if kind < 4 {
        return Ok(0.0);
    }
    let numbers = file.numbers(&entries, "Decode")?.unwrap_or_default();
    let Some((decode, rest)) = numbers.split_first_chunk::<4>() else {
        return Err(broken("a gradient in it is damaged"));
    };
    let Some(unpacked) = file.stream(number)? else { return Ok(0.0) };
    let mut most = 0.0_f64;
    // Whether a reader takes the function is not known: with one, a point has one value.
    for colours in [1, rest.len() / 2] {
        let mut mesh = MeshReader {
            bits: BitReader { bytes: &unpacked.bytes, at: 0 },
            flag: bits(file, &entries, "BitsPerFlag", 8),
            coordinate: bits(file, &entries, "BitsPerCoordinate", 0),
            component: bits(file, &entries, "BitsPerComponent", 0),
            colours,
            decode: *decode,
            matrix,
            pixels: 0.0,
        };
        if mesh.coordinate == 0 || mesh.component == 0 || mesh.flag == 0 {
            return Err(broken("a gradient in it is damaged"));
        }
        match kind {
            4 => mesh.triangles(),
            5 => {
                let columns = file.parameter(&entries, "VerticesPerRow", 0.0);
                if columns < 2 {
                    return Err(broken("a gradient in it is damaged"));
                }
                mesh.lattice(columns)
            }
            6 => mesh.patches(COONS_POINTS),
            7 => mesh.patches(TENSOR_POINTS),
            _ => None,
        };
        most = most.max(mesh.pixels);
    }
    Ok(most)
}

/// How many bits something has: 0 for a number that is not allowed.
fn bits(file: &ScannedPdf<'_>, entries: &PdfEntries, key: &str, otherwise: u32) -> u32 {
    let bits = file.parameter(entries, key, f64::from(otherwise));
    if matches!(bits, 1 | 2 | 4 | 8 | 12 | 16 | 24 | 32) { bits as u32 } else { 0 }
}

/// Reads numbers of so many bits.
struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl BitReader<'_> {
    fn read(&mut self, bits: u32) -> Option<u64> {
        let mut number = 0;
        for _ in 0..bits {
            let byte = self.bytes.get(self.at / 8)?;
            number = number << 1 | u64::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(number)
    }

    fn align(&mut self) {
        self.at = self.at.next_multiple_of(8);
    }
}

type MeshPoint = [f64; 2];

struct MeshReader<'a> {
    bits: BitReader<'a>,
    flag: u32,
    coordinate: u32,
    component: u32,
    /// Values of a colour.
    colours: usize,
    /// The least and the largest of both coordinates.
    decode: [f64; 4],
    matrix: [f64; 6],
    /// What was read so far takes so many.
    pixels: f64,
}

impl MeshReader<'_> {
    fn point(&mut self) -> Option<MeshPoint> {
        let most = ((1_u64 << self.coordinate) - 1) as f64;
        let [left, right, bottom, top] = self.decode;
        let x = self.bits.read(self.coordinate)? as f64 / most;
        let y = self.bits.read(self.coordinate)? as f64 / most;
        Some([left + x * (right - left), bottom + y * (top - bottom)])
    }

    fn skip_colour(&mut self) -> Option<()> {
        for _ in 0..self.colours {
            self.bits.read(self.component)?;
        }
        Some(())
    }

    fn vertex(&mut self) -> Option<MeshPoint> {
        let point = self.point()?;
        self.skip_colour()?;
        self.bits.align();
        Some(point)
    }

    fn spend(&mut self, points: &[MeshPoint], tries: f64, overlap: f64) {
        let mut corners = PathCorners::NOTHING;
        for [x, y] in points {
            corners.add(&self.matrix, *x, *y);
        }
        self.pixels += (tries + overlap * corners.within(MAX_SIDE).pixels(0.0)) / TRIES;
    }

    /// Triangles, of which each may go on from the one before.
    fn triangles(&mut self) -> Option<()> {
        let mut last = [[0.0; 2]; 3];
        loop {
            let flag = self.bits.read(self.flag)?;
            let new = self.vertex()?;
            let [a, b, c] = last;
            last = match flag {
                0 => {
                    self.bits.read(self.flag)?;
                    let second = self.vertex()?;
                    self.bits.read(self.flag)?;
                    [new, second, self.vertex()?]
                }
                2 => [a, c, new],
                _ => [b, c, new],
            };
            self.spend(&last, 1.0, 1.0);
        }
    }

    /// Rows of vertices, with triangles between them.
    fn lattice(&mut self, columns: usize) -> Option<()> {
        let mut above: Vec<MeshPoint> = Vec::new();
        loop {
            let mut row = Vec::new();
            for _ in 0..columns {
                row.push(self.vertex()?);
            }
            for (one, other) in above.windows(2).zip(row.windows(2)) {
                let points: Vec<MeshPoint> = one.iter().chain(other).copied().collect();
                self.spend(&points, 2.0, 2.0);
            }
            above = row;
        }
    }

    /// Patches with curved sides, of which each may go on from a side of the one before.
    fn patches(&mut self, count: usize) -> Option<()> {
        let mut before = [[0.0; 2]; TENSOR_POINTS];
        loop {
            let shared: &[usize] = match self.bits.read(self.flag)? {
                0 => &[],
                1 => &[3, 4, 5, 6],
                2 => &[6, 7, 8, 9],
                3 => &[9, 10, 11, 0],
                _ => return None,
            };
            let mut points = [[0.0; 2]; TENSOR_POINTS];
            for (place, old) in points.iter_mut().zip(shared) {
                *place = before.get(*old).copied()?;
            }
            for place in points.get_mut(shared.len()..count)? {
                *place = self.point()?;
            }
            for _ in 0..if shared.is_empty() { 4 } else { 2 } {
                self.skip_colour()?;
            }
            self.spend(points.get(..count)?, TRIANGLES, OVERLAP);
            before = points;
        }
    }
}
