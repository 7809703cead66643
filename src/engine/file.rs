//! A finished file as the exporter writes it: objects one behind the other, then the table of
//! their places (ISO 32000-1, 7.5.4).
//!
//! What the exporter cannot write is put in here, and the table moved along. It is no update
//! behind the end, whose old part a reader would have to skip: the file is as if the exporter
//! had written it so. Anything unlike what the exporter writes gives `None`.

use std::ops::Range;

/// An entry of the table: ten digits, five digits, a letter, and spaces and line end.
const ENTRY: usize = 20;
const START: &[u8] = b"startxref\n";

/// A finished file.
pub(super) struct FinishedFile<'a> {
    pdf: &'a [u8],
    /// Where the table begins, its first entry, and the trailer behind it.
    table: usize,
    entries: usize,
    trailer: usize,
    /// Where each object begins; none where the number is free.
    places: Vec<Option<usize>>,
}

/// An object: what stands between `obj` and `endobj`, and more behind it.
pub(super) struct WrittenObject<'a> {
    /// Its number.
    pub number: usize,
    /// Where it begins in the file.
    pub at: usize,
    /// The file from there to the table.
    pub body: &'a [u8],
}

/// A stream with its dictionary.
pub(super) struct WrittenStream<'a> {
    /// Where both stand in the file.
    pub range: Range<usize>,
    /// The dictionary.
    pub dictionary: &'a str,
    /// The bytes of the stream.
    pub data: &'a [u8],
}

/// Bytes in the place of others.
#[derive(Debug)]
pub(super) struct Replacement {
    /// What is replaced; empty where something is put in.
    pub range: Range<usize>,
    /// What stands there then.
    pub bytes: Vec<u8>,
}

impl<'a> FinishedFile<'a> {
    /// Reads the table.
    pub fn open(pdf: &'a [u8]) -> Option<Self> {
        let table = last_number(pdf)?;
        let rest = pdf.get(table..)?.strip_prefix(b"xref\n0 ")?;
        let digits = rest.iter().position(|byte| *byte == b'\n')?;
        let count: usize = number(rest.get(..digits)?)?;
        let entries = pdf.len() - rest.len() + digits + 1;
        let trailer = entries + count.checked_mul(ENTRY)?;
        pdf.get(trailer..)?.strip_prefix(b"trailer\n")?;
        let mut places = Vec::with_capacity(count);
        for entry in pdf.get(entries..trailer)?.chunks_exact(ENTRY) {
            let is_used = entry.get(17) == Some(&b'n');
            places.push(if is_used { Some(number(entry.get(..10)?)?) } else { None });
        }
        Some(Self { pdf, table, entries, trailer, places })
    }

    /// All objects, in the order of their numbers. `None` where one is no object.
    pub fn objects(&self) -> Option<Vec<WrittenObject<'a>>> {
        let places = self.places.iter().enumerate();
        places.filter_map(|(number, place)| Some(self.object(number, (*place)?))).collect()
    }

    fn object(&self, number: usize, place: usize) -> Option<WrittenObject<'a>> {
        let object = self.pdf.get(place..self.table)?;
        let head = object.iter().take(32).position(|byte| *byte == b'\n')?;
        let written: usize = self::number(object.get(..head)?.strip_suffix(b" 0 obj")?)?;
        (written == number).then_some(())?;
        Some(WrittenObject { number, at: place + head + 1, body: object.get(head + 1..)? })
    }

    /// The file with these edits, of which none overlap.
    pub fn edited(&self, mut edits: Vec<Replacement>) -> Option<Vec<u8>> {
        edits.sort_by_key(|edit| edit.range.start);
        let added: usize = edits.iter().map(|edit| edit.bytes.len()).sum();
        let mut out = Vec::with_capacity(self.pdf.len() + added);
        let moves = Moves::of(&edits);
        let mut from = 0;
        for edit in &edits {
            out.extend(self.pdf.get(from..edit.range.start)?);
            out.extend(&edit.bytes);
            from = edit.range.end;
        }
        out.extend(self.pdf.get(from..self.table)?);
        let begin = out.len();
        out.extend(self.pdf.get(self.table..self.entries)?);
        let entries = self.pdf.get(self.entries..self.trailer)?.chunks_exact(ENTRY);
        for (entry, place) in entries.zip(&self.places) {
            match place {
                Some(place) => {
                    out.extend(format!("{:010}", moves.moved(*place)?).as_bytes());
                    out.extend(entry.get(10..)?);
                }
                None => out.extend(entry),
            }
        }
        let end = self.pdf.get(self.trailer..)?;
        let last = rfind(end, START)?;
        out.extend(end.get(..last)?);
        out.extend(format!("startxref\n{begin}\n%%EOF").as_bytes());
        // A line end, where there was one.
        out.extend(end.iter().rev().take_while(|byte| **byte == b'\n'));
        Some(out)
    }
}

impl<'a> WrittenObject<'a> {
    /// The stream that the object is, if its dictionary is one line that begins so and names
    /// its length first.
    pub fn stream(&self, kind: &str) -> Option<WrittenStream<'a>> {
        let digits = self.body.strip_prefix(b"<</Length ")?;
        let digits = digits.get(..digits.iter().take(12).position(|byte| *byte == b'/')?)?;
        let end = self.body.iter().position(|byte| *byte == b'\n')?;
        let dictionary = std::str::from_utf8(self.body.get(..end)?).ok()?;
        let entries = dictionary.get(b"<</Length ".len() + digits.len()..)?;
        if !entries.starts_with(kind) {
            return None;
        }
        let data = self.body.get(end + 1..)?.strip_prefix(b"stream\n")?;
        let data = data.get(..number(digits)?)?;
        let length = end + 1 + b"stream\n".len() + data.len();
        Some(WrittenStream { range: self.at..self.at + length, dictionary, data })
    }
}

/// Where places lie once edits are made.
struct Moves {
    /// Where each edit begins, and how many bytes more there are before what follows it.
    steps: Vec<(usize, isize)>,
}

impl Moves {
    /// Of edits in the order of their places.
    fn of(edits: &[Replacement]) -> Self {
        let steps = edits.iter().scan(0, |more, edit| {
            *more += edit.bytes.len() as isize - edit.range.len() as isize;
            Some((edit.range.start, *more))
        });
        Self { steps: steps.collect() }
    }

    fn moved(&self, place: usize) -> Option<usize> {
        let before = self.steps.partition_point(|(start, _)| *start < place);
        let more = before.checked_sub(1).and_then(|last| self.steps.get(last));
        place.checked_add_signed(more.map_or(0, |(_, more)| *more))
    }
}

/// The number behind the last `startxref`: where the table lies.
fn last_number(pdf: &[u8]) -> Option<usize> {
    let digits = pdf.get(rfind(pdf, START)? + START.len()..)?;
    number(digits.get(..digits.iter().position(|byte| *byte == b'\n')?)?)
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn rfind(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).rposition(|window| window == part)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A file of these objects, numbered from 1 on, as the exporter writes it.
    pub fn file(objects: &[&[u8]]) -> Vec<u8> {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
        for (at, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n\r\n", pdf.len()));
            pdf.extend(format!("{} 0 obj\n", at + 1).as_bytes());
            pdf.extend(*object);
            pdf.extend(b"\nendobj\n");
        }
        let size = objects.len() + 1;
        let begin = pdf.len();
        pdf.extend(table.as_bytes());
        pdf.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\n").as_bytes());
        pdf.extend(format!("startxref\n{begin}\n%%EOF").as_bytes());
        pdf
    }

    /// Whether the table of a file leads to its objects.
    pub fn leads_to_objects(pdf: &[u8]) -> bool {
        let Some(file) = FinishedFile::open(pdf) else { return false };
        let heads = file.places.iter().enumerate().filter_map(|(at, place)| Some((at, (*place)?)));
        heads
            .into_iter()
            .all(|(number, place)| pdf[place..].starts_with(format!("{number} 0 obj\n").as_bytes()))
    }

    #[test]
    fn edits_move_the_places_of_what_follows() {
        let pdf = file(&[b"<</A 1>>", b"<</Length 3/B 2>>\nstream\nabc\nendstream", b"<</C 3>>"]);
        assert!(leads_to_objects(&pdf));
        let opened = FinishedFile::open(&pdf).unwrap();
        let objects = opened.objects().unwrap();
        let stream = objects[1].stream("/B").unwrap();
        assert_eq!((stream.dictionary, stream.data), ("<</Length 3/B 2>>", &b"abc"[..]));
        assert!(objects[0].stream("/A").is_none() && objects[1].stream("/C").is_none());
        let put_in = objects[0].at + 2;
        let edits = vec![
            Replacement { range: stream.range, bytes: b"<<>>".to_vec() },
            Replacement { range: put_in..put_in, bytes: b"/Z 1".to_vec() },
        ];
        let made = opened.edited(edits).unwrap();
        assert!(leads_to_objects(&made));
        let text = String::from_utf8_lossy(&made);
        assert!(text.contains("<</Z 1/A 1>>\nendobj\n2 0 obj\n<<>>\nendstream"), "{text}");
        let start = last_number(&made).unwrap();
        assert!(text[start..].starts_with("xref\n0 4\n0000000000 65535 f"), "{text}");
        assert!(text.ends_with("%%EOF"));
    }

    #[test]
    fn what_is_no_such_file_is_none() {
        assert!(FinishedFile::open(b"").is_none());
        let pdf = file(&[b"<</A 1>>"]);
        assert!(FinishedFile::open(&pdf[..pdf.len() - 20]).is_none());
        let text = String::from_utf8_lossy(&pdf);
        for (from, to) in [("xref\n0 2", "xref\n1 2"), ("trailer", "tailer!")] {
            assert!(FinishedFile::open(text.replace(from, to).as_bytes()).is_none(), "{to}");
        }
        let moved = text.replace("0000000009", "0000000010");
        assert!(FinishedFile::open(moved.as_bytes()).unwrap().objects().is_none());
    }
}
