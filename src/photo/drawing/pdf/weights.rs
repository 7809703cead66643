//! What a part and all that it refers to weigh: colour spaces, functions, masks.
//!
//! Some of it is read anew each time that a part is drawn, and functions run for each pixel.

use super::super::super::{PhotoError, broken};
use super::super::limits::at_most;
use super::entries::{is_contents, is_left_out, of_stream};
use super::file::ScannedPdf;
use super::object::{PdfEntries, PdfValue};
use super::weight::PartWeight;

/// How many bytes of a program make a step, and how many samples of a table cost as much as
/// a value.
const PROGRAM_BYTES: u64 = 4;
const SAMPLES: u64 = 4;

impl ScannedPdf<'_> {
    /// Weighs a value; refuses one that refers to itself, or to too much.
    pub fn weigh(&mut self, value: &PdfValue) -> Result<PartWeight, PhotoError> {
        self.weigh_at(value, 0)
    }

    fn weigh_at(&mut self, value: &PdfValue, depth: usize) -> Result<PartWeight, PhotoError> {
        at_most(depth, self.limits.pdf_nesting, "references in one another")?;
        let mut weight = PartWeight { values: 1, ..PartWeight::default() };
        match value {
            PdfValue::Reference(number) => {
                let inner = self.weigh_object(*number, depth)?;
                at_most(depth + inner.depth, self.limits.pdf_nesting, "references in one another")?;
                weight.add(inner);
            }
            PdfValue::Array(items) => {
                for item in items {
                    weight.add(self.weigh_at(item, depth + 1)?);
                    at_most(weight.values, self.limits.pdf_references, "references")?;
                }
            }
            PdfValue::Dictionary(entries) => {
                weight.steps = u64::from(entries.get("FunctionType").is_some());
                for (key, inner) in &entries.0 {
                    // What forms draw with is weighed when they are drawn, and written.
                    let is_followed = depth > 0 && key == b"Resources";
                    if is_followed || is_left_out(key) {
                        continue;
                    }
                    weight.add(self.weigh_at(inner, depth + 1)?);
                    at_most(weight.values, self.limits.pdf_references, "references")?;
                }
            }
            _ => {}
        }
        at_most(weight.values, self.limits.pdf_references, "references")?;
        Ok(weight)
    }

    fn weigh_object(&mut self, number: u32, depth: usize) -> Result<PartWeight, PhotoError> {
        match self.weights.get(&number) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => return Err(broken("a part of it refers to itself")),
            None => {}
        }
        let Some(object) = self.object(number) else { return Ok(PartWeight::default()) };
        let object = if self.is_stream(number) { of_stream(object) } else { object.clone() };
        self.weights.insert(number, None);
        let mut weight = self.weigh_at(&object, depth + 1)?;
        if let PdfValue::Dictionary(entries) = &object {
            self.weigh_stream(number, entries, &mut weight)?;
        }
        self.weights.insert(number, Some(weight));
        Ok(weight)
    }

    /// Adds what a stream holds; contents are followed elsewhere.
    fn weigh_stream(
        &mut self,
        number: u32,
        entries: &PdfEntries,
        weight: &mut PartWeight,
    ) -> Result<(), PhotoError> {
        let kind = self.number(entries, "FunctionType");
        let kind = kind.map(|kind| kind as i64);
        if !self.is_stream(number) || is_contents(entries) {
            return Ok(());
        }
        let Some(unpacked) = self.stream(number)? else { return Ok(()) };
        let length = unpacked.bytes.len();
        weight.bytes = weight.bytes.saturating_add(length as u64);
        if kind == Some(4) {
            self.check_program(&unpacked.bytes)?;
            weight.steps = weight.steps.saturating_add(length as u64 / PROGRAM_BYTES);
        }
        if kind == Some(0) {
            let sides = self.items(entries, "Size").len();
            let inputs = (self.items(entries, "Domain").len() / 2).max(sides);
            at_most(inputs, self.limits.pdf_inputs, "inputs of a function")?;
            let bits = self.parameter(entries, "BitsPerSample", 1.0);
            let bits = if matches!(bits, 1 | 2 | 4 | 8 | 12 | 16 | 24 | 32) { bits } else { 1 };
            let samples = (length as u64).saturating_mul(8) / bits as u64;
            at_most(samples, self.limits.pdf_samples, "samples of a function")?;
            weight.values = weight.values.saturating_add(samples / SAMPLES);
            weight.steps = weight.steps.saturating_add(1 << inputs);
        }
        Ok(())
    }

    /// Refuses functions that are long programs, or whose blocks stand too deep in one another.
    fn check_program(&self, bytes: &[u8]) -> Result<(), PhotoError> {
        at_most(bytes.len(), self.limits.pdf_program_bytes, "bytes of a function")?;
        let mut depth = 0_usize;
        for byte in bytes {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            at_most(depth, self.limits.pdf_nesting, "blocks of a function")?;
        }
        Ok(())
    }
}
