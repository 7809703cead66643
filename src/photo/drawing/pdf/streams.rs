//! What streams hold, once their filters are undone.

use std::rc::Rc;

use super::super::super::{PhotoError, broken};
use super::super::limits::at_most;
use super::file::{ScannedPdf, Unpacked, too_much};
use super::filters;
use super::object::{PdfEntries, PdfValue};

/// The maximum number of filters of a stream.
const MAX_FILTERS: usize = 4;

impl ScannedPdf<'_> {
    /// The stream of an object, unpacked.
    pub fn stream(&mut self, number: u32) -> Result<Option<Rc<Unpacked>>, PhotoError> {
        if let Some(known) = self.unpacked.get(&number) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some((bytes, entries)) = self.packed(number) else { return Ok(None) };
        let unpacked = Rc::new(self.unpack(bytes, &entries)?);
        self.unpacked.insert(number, Rc::clone(&unpacked));
        Ok(Some(unpacked))
    }

    /// The values of an array, or the one value.
    fn listed(&self, value: Option<&PdfValue>) -> Vec<Option<PdfValue>> {
        match value.and_then(|value| self.value(value)) {
            Some(PdfValue::Array(items)) => {
                items.iter().map(|item| self.value(item).cloned()).collect()
            }
            other => vec![other.cloned()],
        }
    }

    /// A whole number among the parameters of a filter.
    pub fn parameter(&self, entries: &PdfEntries, key: &str, otherwise: f64) -> usize {
        let value = entries.get(key).and_then(|value| self.value(value)?.number());
        value.unwrap_or(otherwise).clamp(0.0, f64::from(u32::MAX)) as usize
    }

    /// Unpacks bytes as their dictionary says.
    pub fn unpack(&mut self, bytes: &[u8], entries: &PdfEntries) -> Result<Unpacked, PhotoError> {
        let filters = self.listed(entries.get("Filter").or_else(|| entries.get("F")));
        let parameters = self.listed(entries.get("DecodeParms").or_else(|| entries.get("DP")));
        let filters: Vec<_> = filters.into_iter().flatten().collect();
        at_most(filters.len(), MAX_FILTERS, "filters of a stream")?;
        let mut data = bytes.to_vec();
        for (at, filter) in filters.iter().enumerate() {
            let parameters = parameters.get(at).cloned().flatten();
            let filter = filter.name().unwrap_or_default();
            let known = parameters.as_ref().and_then(|value| self.dictionary(value));
            let is_early = known.is_none_or(|own| self.parameter(own, "EarlyChange", 1.0) != 0);
            let Some(unpacked) = filters::unpacked(filter, &data, self.left, is_early)? else {
                if at + 1 < filters.len() {
                    return Err(broken("a picture in it is packed twice"));
                }
                self.charge(data.len())?;
                let packed_by = Some((filter.to_vec(), parameters));
                return Ok(Unpacked { bytes: data, packed_by });
            };
            self.charge(unpacked.len())?;
            data = self.without_predictor(unpacked, parameters.as_ref())?;
        }
        if filters.is_empty() {
            self.charge(data.len())?;
        }
        Ok(Unpacked { bytes: data, packed_by: None })
    }

    fn charge(&mut self, bytes: usize) -> Result<(), PhotoError> {
        self.left = self.left.checked_sub(bytes).ok_or_else(|| too_much(&self.limits))?;
        Ok(())
    }

    fn without_predictor(
        &self,
        bytes: Vec<u8>,
        parameters: Option<&PdfValue>,
    ) -> Result<Vec<u8>, PhotoError> {
        let Some(entries) = parameters.and_then(|value| self.dictionary(value)) else {
            return Ok(bytes);
        };
        let predictor = self.parameter(entries, "Predictor", 1.0);
        if predictor < 2 {
            return Ok(bytes);
        }
        let colours = self.parameter(entries, "Colors", 1.0).clamp(1, 64);
        let depth = self.parameter(entries, "BitsPerComponent", 8.0).clamp(1, 32);
        let columns = self.parameter(entries, "Columns", 1.0).max(1);
        let row = (colours * depth).saturating_mul(columns).div_ceil(8);
        match (predictor, depth) {
            (10.., _) => Ok(filters::unpredicted(&bytes, row, (colours * depth).div_ceil(8))),
            (2, 8 | 16) => {
                let mut bytes = bytes;
                filters::unpredicted_tiff(&mut bytes, row, colours, depth == 16);
                Ok(bytes)
            }
            _ => Err(PhotoError::Unfit(format!(
                "a picture in it has a predictor that is not read ({predictor}); export it \
                 with pictures as JPEG or without loss (ZIP)"
            ))),
        }
    }
}
