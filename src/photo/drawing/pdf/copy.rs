//! A new file of the parts of a page that were counted.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::super::PhotoError;
use super::content::{self, Operation};
use super::entries::{is_contents, of_stream, without_left_out};
use super::file::ScannedPdf;
use super::object::{PdfEntries, PdfValue};

/// The objects that a new file has before all others: the document, its pages, the page and
/// what the page draws.
const FIRST: usize = 4;

/// A new file in the making.
pub(super) struct PdfCopy<'a> {
    file: ScannedPdf<'a>,
    /// Content streams that were followed.
    streams: HashMap<u32, Rc<Vec<Operation>>>,
    /// The new numbers of objects.
    numbers: HashMap<u32, u32>,
    waiting: Vec<u32>,
}

impl<'a> PdfCopy<'a> {
    pub fn new(file: ScannedPdf<'a>, streams: HashMap<u32, Rc<Vec<Operation>>>) -> Self {
        Self { file, streams, numbers: HashMap::new(), waiting: Vec::new() }
    }

    pub fn write(
        &mut self,
        page: &PdfEntries,
        contents: &[Operation],
        properties: Option<PdfValue>,
    ) -> Result<Vec<u8>, PhotoError> {
        let mut objects = vec![Vec::new(); FIRST];
        let mut root = PdfEntries(vec![
            (b"Type".to_vec(), PdfValue::Name(b"Catalog".to_vec())),
            (b"Pages".to_vec(), PdfValue::Word(b"2 0 R".to_vec())),
        ]);
        root.0.extend(properties.map(|properties| (b"OCProperties".to_vec(), properties)));
        let mut own = page.clone();
        own.0.retain(|(key, _)| key != b"Contents");
        own.0.push((b"Type".to_vec(), PdfValue::Name(b"Page".to_vec())));
        own.0.push((b"Parent".to_vec(), PdfValue::Word(b"2 0 R".to_vec())));
        own.0.push((b"Contents".to_vec(), PdfValue::Word(b"4 0 R".to_vec())));
        objects[0] = self.written(&PdfValue::Dictionary(root))?;
        objects[1] = b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec();
        let mut page_entries = b"<<".to_vec();
        for (key, value) in &own.0 {
            PdfValue::Name(key.clone()).write(&mut page_entries, &mut |_| None);
            page_entries.push(b' ');
            page_entries.extend(self.written(value)?);
        }
        page_entries.extend_from_slice(b">>");
        objects[2] = page_entries;
        objects[3] = stream(b"", &content::write(contents));
        while let Some(number) = self.waiting.pop() {
            let place = self.numbers.get(&number).map_or(0, |number| *number as usize);
            if objects.len() < place {
                objects.resize(place, b"null".to_vec());
            }
            let object = self.object(number)?;
            if let Some(old) = place.checked_sub(1).and_then(|place| objects.get_mut(place)) {
                *old = object;
            }
        }
        Ok(file_of(&objects))
    }

    /// A value as it stands in the new file.
    fn written(&mut self, value: &PdfValue) -> Result<Vec<u8>, PhotoError> {
        self.file.weigh(value)?;
        let value = without_left_out(value);
        let mut out = Vec::new();
        let (numbers, waiting) = (&mut self.numbers, &mut self.waiting);
        let file = &self.file;
        value.write(&mut out, &mut |number| {
            file.object(number)?;
            let next = u32::try_from(numbers.len() + FIRST + 1).ok()?;
            Some(*numbers.entry(number).or_insert_with(|| {
                waiting.push(number);
                next
            }))
        });
        Ok(out)
    }

    fn object(&mut self, number: u32) -> Result<Vec<u8>, PhotoError> {
        let Some(value) = self.file.object(number).cloned() else { return Ok(b"null".to_vec()) };
        let PdfValue::Dictionary(entries) = &value else { return self.written(&value) };
        if !self.file.is_stream(number) {
            return self.written(&value);
        }
        let value = of_stream(&value);
        if let Some(operations) = self.streams.get(&number) {
            let bytes = content::write(operations);
            return Ok(stream(&self.written(&value)?, &bytes));
        }
        if is_contents(entries) {
            // It is never drawn.
            return Ok(b"null".to_vec());
        }
        let Some(unpacked) = self.file.stream(number)? else { return Ok(b"null".to_vec()) };
        let mut head = self.written(&value)?;
        if let Some((filter, parameters)) = &unpacked.packed_by {
            let parameters =
                parameters.as_ref().map(|parameters| self.written(parameters)).transpose()?;
            head.truncate(head.len().saturating_sub(2));
            head.extend_from_slice(b"/Filter ");
            PdfValue::Name(filter.clone()).write(&mut head, &mut |_| None);
            if let Some(parameters) = parameters {
                head.extend_from_slice(b"/DecodeParms ");
                head.extend(parameters);
            }
            head.extend_from_slice(b">>");
        }
        Ok(stream(&head, &unpacked.bytes))
    }
}

/// A stream behind its dictionary, which may be empty.
pub(super) fn stream(head: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out = head.strip_suffix(b">>").unwrap_or(b"<<").to_vec();
    out.extend_from_slice(format!("/Length {}>>\nstream\n", bytes.len()).as_bytes());
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A file of these objects, the first being the document.
pub(super) fn file_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    let count = objects.len() + 1;
    out.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}
