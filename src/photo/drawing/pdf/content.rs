//! A content stream as operators, to be run and to be written anew.

use super::super::super::{PhotoError, broken};
use super::super::limits::at_most;
use super::file::{ScannedPdf, position};
use super::object::{PdfEntries, PdfReader, PdfValue, is_space};

/// How many ends of a picture within a content stream are tried.
const MAX_ENDS: usize = 16;

/// How many values cost as much as an operator, and how many bytes of a picture.
const VALUES: u64 = 4;
const PICTURE_BYTES: u64 = 64;

/// An operator and what stands before it.
pub(super) struct Operation {
    pub operands: Vec<PdfValue>,
    pub operator: Vec<u8>,
    /// The data of a picture that stands in the stream itself.
    pub data: Vec<u8>,
}

impl Operation {
    /// What it costs to read it: one, and more for long operands.
    pub fn cost(&self) -> u64 {
        let values: u64 = self.operands.iter().map(values).sum();
        1 + values / VALUES + self.data.len() as u64 / PICTURE_BYTES
    }
}

/// A value with those in it.
pub(super) fn values(value: &PdfValue) -> u64 {
    match value {
        PdfValue::Array(items) => 1 + items.iter().map(values).sum::<u64>(),
        PdfValue::Dictionary(entries) => {
            1 + entries.0.iter().map(|(_, value)| values(value)).sum::<u64>()
        }
        _ => 1,
    }
}

/// Reads a content stream.
pub(super) fn read(file: &mut ScannedPdf<'_>, bytes: &[u8]) -> Result<Vec<Operation>, PhotoError> {
    let mut reader = PdfReader::new(bytes, 0, &file.limits);
    let mut operations = Vec::new();
    let mut operands = Vec::new();
    let mut saved = 0_usize;
    loop {
        reader.skip_space();
        let Some(first) = reader.rest().first() else { return Ok(operations) };
        if b"/([<+-.".contains(first) || first.is_ascii_digit() {
            operands.push(reader.operand()?);
            at_most(operands.len(), file.limits.pdf_operands, "operands")?;
            continue;
        }
        let operator = reader.word()?;
        if matches!(operator.as_slice(), b"true" | b"false" | b"null") {
            operands.push(PdfValue::Word(operator));
            continue;
        }
        let mut data = Vec::new();
        saved += usize::from(operator == b"q");
        if operator == b"Q" {
            // One too many would restore what stands around the stream.
            let Some(left) = saved.checked_sub(1) else { continue };
            saved = left;
        }
        if operator != b"BI" && !are_fitting(&operator, &mut operands) {
            operands.clear();
            continue;
        }
        if operator == b"BI" {
            let (entries, bytes) = inline_picture(file, &mut reader)?;
            operands = vec![PdfValue::Dictionary(entries)];
            data = bytes;
        }
        operations.push(Operation { operands: std::mem::take(&mut operands), operator, data });
    }
}

/// Whether an operator has the operands that it needs; more that stand before are taken away.
/// Readers differ in what they do with others.
fn are_fitting(operator: &[u8], operands: &mut Vec<PdfValue>) -> bool {
    let (numbers, names) = match operator {
        b"c" | b"cm" | b"Tm" | b"d1" => (6, 0),
        b"v" | b"y" | b"re" => (4, 0),
        b"m" | b"l" | b"Td" | b"TD" | b"d0" => (2, 0),
        b"w" | b"Tr" | b"Ts" | b"Tz" | b"TL" | b"Tc" | b"Tw" => (1, 0),
        b"Tf" => (1, 1),
        b"Do" | b"gs" | b"sh" | b"cs" | b"CS" => (0, 1),
        b"scn" | b"SCN" => {
            // A name stands at the end.
            let before = operands.len().saturating_sub(1);
            return operands.iter().take(before).all(|operand| operand.number().is_some());
        }
        _ => return true,
    };
    let Some(more) = operands.len().checked_sub(numbers + names) else { return false };
    operands.drain(..more);
    let (first, rest) = operands.split_at(names);
    first.iter().all(|operand| operand.name().is_some())
        && rest.iter().all(|operand| operand.number().is_some())
}

/// A picture that stands in the stream; its data is unpacked.
fn inline_picture(
    file: &mut ScannedPdf<'_>,
    reader: &mut PdfReader<'_>,
) -> Result<(PdfEntries, Vec<u8>), PhotoError> {
    let mut entries = PdfEntries::default();
    loop {
        reader.skip_space();
        if reader.take(b"ID") {
            break;
        }
        let PdfValue::Name(key) = reader.operand()? else { return Err(broken("it is damaged")) };
        entries.0.push((key, reader.operand()?));
        at_most(entries.0.len(), file.limits.pdf_operands, "entries of a picture")?;
    }
    reader.at += 1;
    let start = reader.at;
    let mut end = start;
    for _ in 0..MAX_ENDS {
        let rest = reader.bytes.get(end..).unwrap_or_default();
        let length = position(rest, b"EI").ok_or_else(|| broken("a picture in it is cut off"))?;
        end += length;
        let is_end = is_end_of_word(reader.bytes.get(end.wrapping_sub(1)))
            && is_end_of_word(reader.bytes.get(end + 2));
        if is_end {
            let packed = reader.bytes.get(start..end).unwrap_or_default();
            let unpacked = file.unpack(packed, &entries)?;
            reader.at = end + 2;
            let packing = ["Filter", "F", "DecodeParms", "DP", "Length", "L"];
            entries.0.retain(|(key, _)| !packing.iter().any(|name| key == name.as_bytes()));
            let mut filters = vec![PdfValue::Name(b"AHx".to_vec())];
            if let Some((filter, parameters)) = unpacked.packed_by {
                filters.push(PdfValue::Name(filter));
                let parameters = parameters.unwrap_or(PdfValue::Word(b"null".to_vec()));
                let none = PdfValue::Word(b"null".to_vec());
                entries.0.push((b"DP".to_vec(), PdfValue::Array(vec![none, parameters])));
            }
            entries.0.push((b"F".to_vec(), PdfValue::Array(filters)));
            return Ok((entries, unpacked.bytes));
        }
        end += 2;
    }
    Err(broken("a picture in it is cut off"))
}

fn is_end_of_word(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| is_space(*byte))
}

/// Writes a content stream that a reader understands in one way only.
pub(super) fn write(operations: &[Operation]) -> Vec<u8> {
    let mut out = Vec::new();
    for operation in operations {
        if operation.operator == b"BI" {
            out.extend_from_slice(b"BI ");
            if let Some(PdfValue::Dictionary(entries)) = operation.operands.first() {
                for (key, value) in &entries.0 {
                    PdfValue::Name(key.clone()).write(&mut out, &mut |_| None);
                    out.push(b' ');
                    value.write(&mut out, &mut |_| None);
                    out.push(b' ');
                }
            }
            out.extend_from_slice(b"ID ");
            for byte in &operation.data {
                out.extend_from_slice(format!("{byte:02x}").as_bytes());
            }
            out.extend_from_slice(b">\nEI\n");
            continue;
        }
        for operand in &operation.operands {
            operand.write(&mut out, &mut |_| None);
            out.push(b' ');
        }
        out.extend_from_slice(&operation.operator);
        out.push(b'\n');
    }
    out
}
