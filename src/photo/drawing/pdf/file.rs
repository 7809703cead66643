//! The objects of a PDF file, found by going through it from its beginning to its end: what
//! its own tables say is not believed.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::super::{PhotoError, broken};
use super::super::limits::{DrawingLimits, at_most};
use super::object::{PdfEntries, PdfReader, PdfValue};
use super::weight::PartWeight;

/// How often each byte of a file may be gone through; damaged files begin objects in others.
const MAX_PASSES: usize = 8;

/// An object with the place at which it stands, and where its stream begins and ends.
struct Found {
    place: usize,
    value: PdfValue,
    stream: Option<(usize, usize)>,
}

impl Found {
    /// Whether it is a stream that holds further objects.
    fn is_container(&self) -> bool {
        matches!(&self.value, PdfValue::Dictionary(entries)
            if entries.get("Type").and_then(PdfValue::name) == Some(b"ObjStm"))
    }
}

/// What a stream holds.
pub(super) struct Unpacked {
    pub bytes: Vec<u8>,
    /// The filter of pictures by which it is still packed, and its parameters.
    pub packed_by: Option<(Vec<u8>, Option<PdfValue>)>,
}

/// A PDF file.
pub(super) struct ScannedPdf<'a> {
    bytes: &'a [u8],
    objects: HashMap<u32, Found>,
    pub trailer: PdfEntries,
    pub limits: DrawingLimits,
    /// Bytes that may still be unpacked.
    pub left: usize,
    /// Streams that were unpacked.
    pub unpacked: HashMap<u32, Rc<Unpacked>>,
    /// Objects that were weighed; none while one is.
    pub weights: HashMap<u32, Option<PartWeight>>,
}

impl<'a> ScannedPdf<'a> {
    pub fn read(bytes: &'a [u8], limits: DrawingLimits) -> Result<Self, PhotoError> {
        let mut file = Self {
            bytes,
            objects: HashMap::new(),
            trailer: PdfEntries::default(),
            limits,
            left: limits.pdf_unpacked_bytes,
            unpacked: HashMap::new(),
            weights: HashMap::new(),
        };
        let (mut at, mut passed) = (0, 0_usize);
        while let Some(length) = position(bytes.get(at..).unwrap_or_default(), b"obj") {
            let place = at + length;
            at = place + 3;
            let Some(number) = number_before(bytes, place) else { continue };
            let mut reader = PdfReader::new(bytes, at, &limits);
            let value = reader.value();
            passed = passed.saturating_add(reader.at - at);
            at_most(passed, bytes.len().saturating_mul(MAX_PASSES), "bytes of damaged objects")?;
            let value = match value {
                // One that is another has no use; readers differ in whether they follow it.
                Ok(PdfValue::Reference(_)) => continue,
                Ok(value) => value,
                Err(PhotoError::TooLarge(why)) => return Err(PhotoError::TooLarge(why)),
                Err(_) => continue,
            };
            at = reader.at;
            let stream = match &value {
                PdfValue::Dictionary(entries) => file.stream_behind(&mut reader, entries)?,
                _ => None,
            };
            at = stream.map_or(at, |(_, end)| end);
            file.objects.insert(number, Found { place, value, stream });
            at_most(file.objects.len(), limits.pdf_objects, "objects")?;
        }
        file.find_trailer()?;
        file.open_containers()?;
        Ok(file)
    }

    /// Where a stream stands behind a dictionary.
    fn stream_behind(
        &self,
        reader: &mut PdfReader<'_>,
        entries: &PdfEntries,
    ) -> Result<Option<(usize, usize)>, PhotoError> {
        reader.skip_space();
        if !reader.take(b"stream") {
            return Ok(None);
        }
        let _ = reader.take(b"\r");
        let _ = reader.take(b"\n");
        let start = reader.at;
        let length = entries.get("Length").and_then(PdfValue::number).map(|length| length as usize);
        if let Some(length) = length.filter(|length| *length <= self.bytes.len()) {
            let mut behind = PdfReader::new(self.bytes, start + length, &self.limits);
            behind.skip_space();
            if behind.rest().starts_with(b"endstream") {
                return Ok(Some((start, start + length)));
            }
        }
        let end = position(reader.rest(), b"endstream").ok_or_else(|| broken("it is cut off"))?;
        Ok(Some((start, start + end)))
    }

    fn find_trailer(&mut self) -> Result<(), PhotoError> {
        let mut trailers = Vec::new();
        let mut at = 0;
        while let Some(length) = position(self.bytes.get(at..).unwrap_or_default(), b"trailer") {
            at += length + 7;
            let mut reader = PdfReader::new(self.bytes, at, &self.limits);
            if let Ok(PdfValue::Dictionary(entries)) = reader.value() {
                trailers.push((at, entries));
            }
            at_most(trailers.len(), 1_000, "trailers")?;
        }
        for found in self.objects.values() {
            if let PdfValue::Dictionary(entries) = &found.value
                && entries.get("Type").and_then(PdfValue::name) == Some(b"XRef")
            {
                trailers.push((found.place, entries.clone()));
            }
        }
        trailers.sort_by_key(|(place, _)| *place);
        if trailers.iter().any(|(_, entries)| entries.get("Encrypt").is_some()) {
            return Err(PhotoError::Unfit(
                "it is encrypted; save it without a password".to_owned(),
            ));
        }
        let last = trailers.into_iter().rev().find(|(_, entries)| entries.get("Root").is_some());
        self.trailer = last.ok_or_else(|| broken("it has no page that can be read"))?.1;
        Ok(())
    }

    /// Takes the objects out of the streams that hold some.
    fn open_containers(&mut self) -> Result<(), PhotoError> {
        let mut containers: Vec<_> = self
            .objects
            .iter()
            .filter(|(_, found)| found.is_container())
            .map(|(number, found)| (found.place, *number))
            .collect();
        containers.sort_unstable();
        for (place, number) in containers {
            let Some(PdfValue::Dictionary(entries)) = self.object(number).cloned() else {
                continue;
            };
            let first = entries.get("First").and_then(PdfValue::number).unwrap_or(0.0) as usize;
            let count = entries.get("N").and_then(PdfValue::number).unwrap_or(0.0) as usize;
            at_most(count, self.limits.pdf_objects, "objects")?;
            let Some(unpacked) = self.stream(number)? else { continue };
            let mut heads = PdfReader::new(&unpacked.bytes, 0, &self.limits);
            for _ in 0..count {
                heads.skip_space();
                let Ok(member) = heads.word() else { break };
                heads.skip_space();
                let Ok(offset) = heads.word() else { break };
                let (Some(member), Some(offset)) =
                    (PdfValue::Word(member).number(), PdfValue::Word(offset).number())
                else {
                    break;
                };
                let member = member as u32;
                if self.objects.get(&member).is_some_and(|found| found.place > place) {
                    continue;
                }
                let start = first.saturating_add(offset as usize);
                let mut reader = PdfReader::new(&unpacked.bytes, start, &self.limits);
                let value = match reader.value() {
                    Err(PhotoError::TooLarge(why)) => return Err(PhotoError::TooLarge(why)),
                    // One that is damaged, or another, is as good as absent.
                    Err(_) | Ok(PdfValue::Reference(_)) => continue,
                    Ok(value) => value,
                };
                self.left = self
                    .left
                    .checked_sub(reader.at - start.min(reader.at))
                    .ok_or_else(|| too_much(&self.limits))?;
                self.objects.insert(member, Found { place, value, stream: None });
                at_most(self.objects.len(), self.limits.pdf_objects, "objects")?;
            }
        }
        Ok(())
    }

    pub fn object(&self, number: u32) -> Option<&PdfValue> {
        self.objects.get(&number).map(|found| &found.value)
    }

    pub fn is_stream(&self, number: u32) -> bool {
        self.objects.get(&number).is_some_and(|found| found.stream.is_some())
    }

    /// What a value is, be it a reference to it.
    pub fn value<'v>(&'v self, value: &'v PdfValue) -> Option<&'v PdfValue> {
        let PdfValue::Reference(number) = value else { return Some(value) };
        self.object(*number)
    }

    /// The number, or the name, that an entry has, be it by reference.
    pub fn number(&self, entries: &PdfEntries, key: &str) -> Option<f64> {
        self.value(entries.get(key)?)?.number()
    }

    pub fn name<'v>(&'v self, entries: &'v PdfEntries, key: &str) -> Option<&'v [u8]> {
        self.value(entries.get(key)?)?.name()
    }

    /// The items of an array; none of anything else.
    pub fn items<'v>(&'v self, entries: &'v PdfEntries, key: &str) -> &'v [PdfValue] {
        match entries.get(key).and_then(|own| self.value(own)) {
            Some(PdfValue::Array(items)) => items,
            _ => &[],
        }
    }

    /// Whether a value is a reference to a stream.
    pub fn refers_to_stream(&self, value: &PdfValue) -> bool {
        matches!(value, PdfValue::Reference(number) if self.is_stream(*number))
    }

    /// The numbers of an array; none if there is no such entry. Readers differ in what they
    /// make of other arrays.
    pub fn numbers(&self, entries: &PdfEntries, key: &str) -> Result<Option<Vec<f64>>, PhotoError> {
        let Some(value) = entries.get(key).and_then(|own| self.value(own)) else {
            return Ok(None);
        };
        let PdfValue::Array(items) = value else { return Err(broken("it is damaged")) };
        let numbers = items.iter().map(|item| self.value(item)?.number());
        numbers.collect::<Option<_>>().map(Some).ok_or_else(|| broken("it is damaged"))
    }

    /// As [`numbers`](Self::numbers), of so many.
    pub fn exactly<const COUNT: usize>(
        &self,
        entries: &PdfEntries,
        key: &str,
    ) -> Result<Option<[f64; COUNT]>, PhotoError> {
        let Some(numbers) = self.numbers(entries, key)? else { return Ok(None) };
        numbers.try_into().map(Some).map_err(|_| broken("it is damaged"))
    }

    pub fn dictionary<'v>(&'v self, value: &'v PdfValue) -> Option<&'v PdfEntries> {
        if let Some(PdfValue::Dictionary(entries)) = self.value(value) {
            Some(entries)
        } else {
            None
        }
    }

    /// The bytes of an object's stream as they stand in the file.
    pub fn packed(&self, number: u32) -> Option<(&'a [u8], PdfEntries)> {
        let found = self.objects.get(&number)?;
        let PdfValue::Dictionary(entries) = &found.value else { return None };
        let (start, end) = found.stream?;
        Some((self.bytes.get(start..end).unwrap_or_default(), entries.clone()))
    }
}

pub(super) fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// The number of an object, of which `12 0 ` stands before `obj`.
fn number_before(bytes: &[u8], place: usize) -> Option<u32> {
    let before = bytes.get(place.saturating_sub(24)..place)?.trim_ascii_end();
    let generation = digits_at_end(before);
    let rest = before.get(..before.len() - generation)?;
    let number = rest.trim_ascii_end();
    let length = digits_at_end(number);
    if generation == 0 || length == 0 || number.len() == rest.len() {
        return None;
    }
    std::str::from_utf8(number.get(number.len() - length..)?).ok()?.parse().ok()
}

fn digits_at_end(text: &[u8]) -> usize {
    text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count()
}

pub(super) fn too_much(limits: &DrawingLimits) -> PhotoError {
    let max = limits.pdf_unpacked_bytes;
    let why = format!("it takes too much: its parts unpack to more than {max} bytes");
    PhotoError::TooLarge(why)
}
