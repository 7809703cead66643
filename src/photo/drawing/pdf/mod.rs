//! The first page of a PDF as SVG.
//!
//! The reader that makes SVG of it follows whatever a file says, so it never sees the file:
//! this module reads the page within bounds, follows what it draws, and writes a new file of
//! the parts that were counted. What cannot be counted is refused.

mod content;
mod file;
mod filters;
mod object;
mod run;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_svg::hayro_interpret::InterpreterSettings;
use hayro_svg::hayro_syntax::Pdf;
use hayro_svg::{RenderCache, SvgRenderSettings};

use super::super::font_bounds::{self, FontRefusal};
use super::super::{Limits, PhotoError, broken, jpeg};
use super::limits::at_most;
use content::Operation;
use file::ScannedPdf;
use object::{PdfEntries, PdfValue};
use run::DrawingRun;

/// The longest side of a page in points: the largest of PDF itself.
const MAX_SIDE: f64 = 14_400.0;
/// The maximum depth of what a part refers to, and of all that it refers to together, each
/// time that it is named: functions and colour spaces are made of others.
const MAX_DEPTH: usize = 32;
const MAX_REFERENCES: u64 = 100_000;
/// The maximum size of a function that is a program, in bytes: it runs for each pixel.
const MAX_PROGRAM_BYTES: usize = 4_096;
/// The longest side of a picture as a fax writes it, in pixels.
const MAX_FAX_SIDE: f64 = 20_000.0;
/// PdfEntries that draw nothing: they lead back to the document, or to what others know of it.
const LEFT_OUT: &[&str] = &[
    "Parent",
    "P",
    "StructParent",
    "StructParents",
    "Metadata",
    "PieceInfo",
    "Thumb",
    "Annots",
    "AF",
    "LastModified",
    "OPI",
    "Ref",
    "Alternates",
    "ToUnicode",
    "Length",
    "Filter",
    "DecodeParms",
    "F",
    "FFilter",
    "FDecodeParms",
    "UseCMap",
];
/// PdfEntries of a page that draw something.
const OF_PAGE: &[&str] = &["MediaBox", "CropBox", "Rotate", "UserUnit", "Resources", "Group"];

/// The first page as SVG.
pub(super) fn to_svg(bytes: &[u8]) -> Result<Vec<u8>, PhotoError> {
    let counted = counted(bytes)?;
    let pdf = Pdf::new(counted).map_err(|_| no_page())?;
    let page = pdf.pages().first().ok_or_else(no_page)?;
    let settings = InterpreterSettings {
        font_resolver: Arc::new(|_| None),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(|_| {}),
        render_annotations: false,
    };
    let render = SvgRenderSettings { bg_color: [0, 0, 0, 0] };
    Ok(hayro_svg::convert(page, &RenderCache::new(), &settings, &render).into_bytes())
}

fn no_page() -> PhotoError {
    broken("it has no page that can be read")
}

/// Width and height of a page in points.
fn size(file: &ScannedPdf<'_>, page: &PdfEntries) -> (f64, f64) {
    let sides = page.get("MediaBox").and_then(|sides| file.value(sides));
    let Some(PdfValue::Array(sides)) = sides else { return (1_000.0, 1_000.0) };
    let sides: Vec<f64> = sides.iter().map(|side| side.number().unwrap_or(0.0)).collect();
    match *sides {
        [left, bottom, right, top] => ((right - left).abs(), (top - bottom).abs()),
        _ => (1_000.0, 1_000.0),
    }
}

/// A file with the first page alone, of parts that were counted.
fn counted(bytes: &[u8]) -> Result<Vec<u8>, PhotoError> {
    let mut file = ScannedPdf::read(bytes)?;
    let (page, properties) = first_page(&file)?;
    let contents = run::contents(&mut file, &page)?;
    let (width, height) = size(&file, &page);
    at_most(width.max(height), MAX_SIDE, "points as a side of its page")?;
    let resources: Vec<PdfEntries> =
        page.get("Resources").and_then(|own| file.dictionary(own)).cloned().into_iter().collect();
    let mut run = DrawingRun::new(&mut file, width * height);
    run.page(&contents, &resources)?;
    let streams = run.finish();
    let mut copy = Copy { file, streams, numbers: HashMap::new(), waiting: Vec::new() };
    copy.write(&page, &contents, properties)
}

/// The entries of the first page, with what it inherits, and the layers of the document.
fn first_page(file: &ScannedPdf<'_>) -> Result<(PdfEntries, Option<PdfValue>), PhotoError> {
    let root =
        file.trailer.get("Root").and_then(|root| file.dictionary(root)).ok_or_else(no_page)?;
    let mut page = PdfEntries::default();
    let mut node =
        root.get("Pages").and_then(|pages| file.dictionary(pages)).ok_or_else(no_page)?;
    for _ in 0..MAX_DEPTH {
        let own =
            node.0.iter().filter(|(key, _)| OF_PAGE.iter().any(|name| key == name.as_bytes()));
        page.0.extend(own.cloned());
        let Some(PdfValue::Array(kids)) = node.get("Kids").and_then(|kids| file.value(kids)) else {
            page.0.extend(node.get("Contents").map(|own| (b"Contents".to_vec(), own.clone())));
            return Ok((page, root.get("OCProperties").cloned()));
        };
        node = kids.first().and_then(|kid| file.dictionary(kid)).ok_or_else(no_page)?;
    }
    Err(broken("its pages are in one another without end"))
}

/// A new file.
struct Copy<'a> {
    file: ScannedPdf<'a>,
    /// Content streams that were followed.
    streams: HashMap<u32, Rc<Vec<Operation>>>,
    /// The new numbers of objects.
    numbers: HashMap<u32, u32>,
    waiting: Vec<u32>,
}

impl Copy<'_> {
    fn write(
        &mut self,
        page: &PdfEntries,
        contents: &[Operation],
        properties: Option<PdfValue>,
    ) -> Result<Vec<u8>, PhotoError> {
        let mut objects = vec![Vec::new(); 4];
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
        self.check_references(value)?;
        let value = without(value);
        let mut out = Vec::new();
        let (numbers, waiting) = (&mut self.numbers, &mut self.waiting);
        let file = &self.file;
        value.write(&mut out, &mut |number| {
            file.object(number)?;
            // The first four are the page itself.
            let next = u32::try_from(numbers.len()).ok()? + 5;
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
        if let Some(operations) = self.streams.get(&number) {
            let bytes = content::write(operations);
            return Ok(stream(&self.written(&value)?, &bytes));
        }
        let is_content = entries.get("Subtype").and_then(PdfValue::name) == Some(b"Form")
            || entries.get("PatternType").is_some();
        let Some(unpacked) = self.file.stream(number)?.filter(|_| !is_content) else {
            // It is never drawn.
            return Ok(b"null".to_vec());
        };
        check_program(entries, &unpacked.bytes)?;
        check_font(&unpacked.bytes)?;
        let mut head = self.written(&value)?;
        if let Some((filter, parameters)) = unpacked.packed_by {
            if filter.starts_with(b"DCT") {
                jpeg::header(&unpacked.bytes, &Limits::default().with_pixels(16_000_000))?;
            }
            if let Some(PdfValue::Dictionary(entries)) = &parameters {
                let largest = entries.0.iter().filter_map(|(_, value)| value.number());
                at_most(
                    largest.fold(0.0, f64::max),
                    MAX_FAX_SIDE,
                    "pixels as a side of a picture",
                )?;
            }
            let parameters = parameters.map(|parameters| self.written(&parameters)).transpose()?;
            head.truncate(head.len().saturating_sub(2));
            head.extend_from_slice(b"/Filter ");
            PdfValue::Name(filter).write(&mut head, &mut |_| None);
            if let Some(parameters) = parameters {
                head.extend_from_slice(b"/DecodeParms ");
                head.extend(parameters);
            }
            head.extend_from_slice(b">>");
        }
        Ok(stream(&head, &unpacked.bytes))
    }

    /// Refuses parts that refer to themselves, or to too much.
    fn check_references(&self, value: &PdfValue) -> Result<(), PhotoError> {
        let mut known = HashMap::new();
        let cost = self.references(value, 0, &mut known)?;
        at_most(cost, MAX_REFERENCES, "references")
    }

    fn references(
        &self,
        value: &PdfValue,
        depth: usize,
        known: &mut HashMap<u32, Option<u64>>,
    ) -> Result<u64, PhotoError> {
        at_most(depth, MAX_DEPTH, "references in one another")?;
        let mut cost = 1_u64;
        match value {
            PdfValue::Reference(number) => {
                match known.insert(*number, None) {
                    Some(Some(cost)) => {
                        known.insert(*number, Some(cost));
                        return Ok(cost);
                    }
                    Some(None) => return Err(broken("a part of it refers to itself")),
                    None => {}
                }
                if let Some(object) = self.file.object(*number) {
                    cost += self.references(object, depth + 1, known)?;
                }
                known.insert(*number, Some(cost));
            }
            PdfValue::Array(items) => {
                for item in items {
                    cost = cost.saturating_add(self.references(item, depth + 1, known)?);
                }
            }
            PdfValue::Dictionary(entries) => {
                for (key, inner) in &entries.0 {
                    // What these draw was followed.
                    let is_followed = key == b"Resources" || is_left_out(key);
                    if !is_followed {
                        cost = cost.saturating_add(self.references(inner, depth + 1, known)?);
                    }
                }
            }
            _ => {}
        }
        at_most(cost, MAX_REFERENCES, "references")?;
        Ok(cost)
    }
}

fn is_left_out(key: &[u8]) -> bool {
    LEFT_OUT.iter().any(|name| key == name.as_bytes())
}

/// A value without the entries that draw nothing.
fn without(value: &PdfValue) -> PdfValue {
    match value {
        PdfValue::Array(items) => PdfValue::Array(items.iter().map(without).collect()),
        PdfValue::Dictionary(entries) => {
            let kept = entries.0.iter().filter(|(key, _)| !is_left_out(key));
            PdfValue::Dictionary(PdfEntries(
                kept.map(|(key, v)| (key.clone(), without(v))).collect(),
            ))
        }
        other => other.clone(),
    }
}

/// Refuses functions that are long programs, or whose blocks stand too deep in one another.
fn check_program(entries: &PdfEntries, bytes: &[u8]) -> Result<(), PhotoError> {
    if entries.get("FunctionType").and_then(PdfValue::number) != Some(4.0) {
        return Ok(());
    }
    at_most(bytes.len(), MAX_PROGRAM_BYTES, "bytes of a function")?;
    let mut depth = 0_usize;
    for byte in bytes {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at_most(depth, MAX_DEPTH, "blocks of a function")?;
    }
    Ok(())
}

/// Refuses fonts of which a reader makes too much.
fn check_font(bytes: &[u8]) -> Result<(), PhotoError> {
    let is_font = [&b"\0\x01\0\0"[..], b"OTTO", b"true", b"ttcf"];
    if !is_font.iter().any(|start| bytes.starts_with(start)) {
        return Ok(());
    }
    match font_bounds::check(bytes) {
        Err(FontRefusal::TooMuch(why)) => {
            Err(PhotoError::TooLarge(format!("a font in it takes too much: {why}")))
        }
        _ => Ok(()),
    }
}

/// A stream behind its dictionary, which may be empty.
fn stream(head: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out = head.strip_suffix(b">>").unwrap_or(b"<<").to_vec();
    out.extend_from_slice(format!("/Length {}>>\nstream\n", bytes.len()).as_bytes());
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\nendstream");
    out
}

fn file_of(objects: &[Vec<u8>]) -> Vec<u8> {
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

#[cfg(test)]
mod tests;
