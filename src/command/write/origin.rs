//! Who wrote a file: letterpress, or somebody else.
//!
//! Files are only looked at where the mark of origin has its place: a PDF at its end, anything
//! else at its beginning. What is read may be hostile, so every step is bounded.

use std::io::{self, Read, Seek, SeekFrom};

/// The beginning of what letterpress calls itself in its files.
const CREATOR: &[u8] = b"/Creator(letterpress ";
const CREATOR_TOOL: &[u8] = b"<xmp:CreatorTool>letterpress ";
const PNG_MARK: &[u8] = b"tEXtSoftware\0letterpress ";
const SVG_MARK: &[u8] = b"<!-- letterpress ";
/// Between the two stands the language of the page.
const PAGE_MARK: [&[u8]; 2] = [
    b"<!DOCTYPE html>\n<html lang=\"",
    b"\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"letterpress ",
];
const CALENDAR_MARK: &[u8] = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//letterpress//";
const MESSAGE_MARK: &[u8] = b"boundary=\"=_mixed_";

/// Where the first chunk behind the header of a PNG begins with its type (PNG, 5.3 and 11.2.1).
const PNG_FIRST_CHUNK: usize = 8 + 25 + 4;

/// The most bytes of an SVG's first tag, and of the headers of a message.
const MAX_HEAD: u64 = 64 * 1024;

/// The most bytes of a PDF's object that are looked at, and of its trailer.
const MAX_OBJECT: u64 = 64 * 1024;
const MAX_TRAILER: u64 = 1024;

/// An entry of a PDF's table of objects (ISO 32000-1, 7.5.4).
const ENTRY: u64 = 20;

/// A PDF may begin behind some other bytes (ISO 32000-1, annex H.3.4.1).
const MAX_BEFORE_PDF: usize = 1024;

/// The most ends of a PDF that are tried: one for each update.
const MAX_ENDS: usize = 64;

const PDF: &[u8] = b"%PDF-";
const END: &[u8] = b"%%EOF";
const SIGNATURE: &[u8] = b"/ByteRange";

/// Who wrote a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// letterpress, and nobody has added anything.
    Letterpress,
    /// A PDF with a signature.
    Signed,
    /// A PDF of letterpress to which another program has added something.
    Updated,
    /// Anything else.
    Other,
}

/// Finds out who wrote a file.
pub fn origin(file: &mut (impl Read + Seek)) -> io::Result<Origin> {
    let size = file.seek(SeekFrom::End(0))?;
    let head = read_at(file, 0, MAX_HEAD)?;
    let begin = head.get(..MAX_BEFORE_PDF).unwrap_or(&head);
    if find(begin, PDF).is_some() {
        return if is_own_pdf(file, size)? { Ok(Origin::Letterpress) } else { scan(file) };
    }
    let is_own = is_own_png(&head)
        || is_own_svg(&head)
        || is_own_page(&head)
        || head.starts_with(CALENDAR_MARK)
        || is_own_message(&head);
    Ok(if is_own { Origin::Letterpress } else { Origin::Other })
}

fn is_own_png(head: &[u8]) -> bool {
    let is_png = head.starts_with(b"\x89PNG\r\n\x1a\n");
    is_png && head.get(PNG_FIRST_CHUNK..).is_some_and(|chunk| chunk.starts_with(PNG_MARK))
}

fn is_own_svg(head: &[u8]) -> bool {
    let end = head.iter().position(|byte| *byte == b'>').unwrap_or_default();
    head.starts_with(b"<svg ")
        && head.get(end + 1..).is_some_and(|content| content.starts_with(SVG_MARK))
}

fn is_own_page(head: &[u8]) -> bool {
    let [begin, mark] = PAGE_MARK;
    let Some(rest) = head.strip_prefix(begin) else { return false };
    let language = rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'-');
    rest.get(language.count()..).is_some_and(|rest| rest.starts_with(mark))
}

/// Whether the headers name a boundary of parts as `mail compose` writes it.
fn is_own_message(head: &[u8]) -> bool {
    let headers = find(head, b"\r\n\r\n").and_then(|end| head.get(..end)).unwrap_or_default();
    let Some(at) = find(headers, MESSAGE_MARK) else { return false };
    let rest = headers.get(at + MESSAGE_MARK.len()..).unwrap_or_default();
    let hash = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    hash == 20 && rest.get(hash) == Some(&b'"')
}

/// Whether the PDF that ends at `end` is as letterpress writes it: one table of objects at its
/// end, and letterpress as the creator. What another program has saved anew looks otherwise.
fn is_own_pdf(file: &mut (impl Read + Seek), end: u64) -> io::Result<bool> {
    Ok(own_pdf(file, end)?.is_some())
}

/// `None` where the file is not as letterpress writes it.
fn own_pdf(file: &mut (impl Read + Seek), end: u64) -> io::Result<Option<()>> {
    let last = read_at(file, end.saturating_sub(64), end.min(64))?;
    // What it says may be any number.
    let Some(table) = table_place(&last).filter(|table| *table < end) else { return Ok(None) };
    let head = read_at(file, table, 32)?;
    let Some((count, length)) = table_head(&head) else { return Ok(None) };
    let entries = table + length;
    let trailer = count.checked_mul(ENTRY).and_then(|length| entries.checked_add(length));
    let Some(trailer) = trailer.filter(|at| *at < end && end - at <= MAX_TRAILER) else {
        return Ok(None);
    };
    let trailer = read_at(file, trailer, end - trailer)?;
    let Some(root) = trailer
        .strip_prefix(format!("trailer\n<</Size {count}/Root ").as_bytes())
        .and_then(|rest| reference(rest, b""))
    else {
        return Ok(None);
    };
    if find(&trailer, b"/Prev").is_some() {
        return Ok(None);
    }
    let mut is_marked = false;
    // PDF 2.0 has the creator in the metadata only (ISO 32000-2, 14.3.3).
    let catalog = object(file, entries, count, root)?;
    let owners = [
        (reference(&trailer, b"/Info "), CREATOR),
        (reference(&catalog, b"/Metadata "), CREATOR_TOOL),
    ];
    for (owner, mark) in owners {
        if let Some(owner) = owner {
            is_marked |= find(&object(file, entries, count, owner)?, mark).is_some();
        }
    }
    Ok((is_marked && read_at(file, 0, 5)? == PDF).then_some(()))
}

/// The number behind the last `startxref`, where nothing but a line end follows.
fn table_place(last: &[u8]) -> Option<u64> {
    let rest = last.trim_ascii_end().strip_suffix(b"\n%%EOF")?;
    let begin = rest.iter().rposition(|byte| *byte == b'\n')?;
    rest.get(..begin)?.ends_with(b"startxref").then_some(())?;
    number(rest.get(begin + 1..)?)
}

/// The number of entries of a table that begins with the object 0, and the length of its head.
fn table_head(head: &[u8]) -> Option<(u64, u64)> {
    let digits = head.strip_prefix(b"xref\n0 ")?;
    let length = digits.iter().position(|byte| *byte == b'\n')?;
    Some((number(digits.get(..length)?)?, 7 + length as u64 + 1))
}

/// The object that is named behind `key`, as in `/Info 7 0 R`.
fn reference(dictionary: &[u8], key: &[u8]) -> Option<u64> {
    let at = if key.is_empty() { 0 } else { find(dictionary, key)? + key.len() };
    let rest = dictionary.get(at..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    rest.get(length..)?.starts_with(b" 0 R").then_some(())?;
    number(rest.get(..length)?)
}

/// The beginning of an object; empty where the table does not lead to it.
fn object(
    file: &mut (impl Read + Seek),
    entries: u64,
    count: u64,
    number_of: u64,
) -> io::Result<Vec<u8>> {
    if number_of >= count {
        return Ok(Vec::new());
    }
    let entry = read_at(file, entries + number_of * ENTRY, ENTRY)?;
    let Some(place) = entry.get(..10).and_then(number) else { return Ok(Vec::new()) };
    let mut bytes = read_at(file, place, MAX_OBJECT)?;
    if !bytes.starts_with(format!("{number_of} 0 obj\n").as_bytes()) {
        return Ok(Vec::new());
    }
    bytes.truncate(find(&bytes, b"\nendobj").unwrap_or(bytes.len()));
    Ok(bytes)
}

/// Looks through a PDF that is not as letterpress writes it, for a signature and for a PDF of
/// letterpress with which it begins.
fn scan(file: &mut (impl Read + Seek)) -> io::Result<Origin> {
    // What may begin in one block and end in the next is carried over.
    let carried = SIGNATURE.len() - 1;
    let (mut block, mut from, mut ends) = (Vec::new(), 0_u64, Vec::new());
    file.seek(SeekFrom::Start(0))?;
    loop {
        let known = block.len();
        if file.by_ref().take(MAX_OBJECT).read_to_end(&mut block)? == 0 {
            break;
        }
        if find(&block, SIGNATURE).is_some() {
            return Ok(Origin::Signed);
        }
        let begin = known.saturating_sub(END.len() - 1);
        let mut rest = block.get(begin..).unwrap_or_default();
        let mut at = from + begin as u64;
        while let Some(found) = find(rest, END)
            && ends.len() < MAX_ENDS
        {
            at += (found + END.len()) as u64;
            ends.push(at);
            rest = rest.get(found + END.len()..).unwrap_or_default();
        }
        let done = block.len().saturating_sub(carried);
        block.drain(..done);
        from += done as u64;
    }
    for end in ends {
        if is_own_pdf(file, end)? {
            return Ok(Origin::Updated);
        }
    }
    Ok(Origin::Other)
}

/// At most `length` bytes from `place` on.
fn read_at(file: &mut (impl Read + Seek), place: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(place))?;
    file.by_ref().take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn number(digits: &[u8]) -> Option<u64> {
    str::from_utf8(digits).ok()?.parse().ok()
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A PDF as the exporter writes it, with this object 2: information dictionary and metadata.
    fn pdf(information: &str) -> Vec<u8> {
        let mut file = "%PDF-1.7\n".to_owned();
        let mut table = "xref\n0 3\n0000000000 65535 f\r\n".to_owned();
        for object in ["1 0 obj\n<</Type/Catalog/Metadata 2 0 R>>", information] {
            table += &format!("{:010} 00000 n\r\n", file.len());
            file += &format!("{object}\nendobj\n");
        }
        let start = file.len();
        let trailer = "trailer\n<</Size 3/Root 1 0 R/Info 2 0 R/ID[(a)(b)]>>";
        format!("{file}{table}{trailer}\nstartxref\n{start}\n%%EOF\n").into_bytes()
    }

    fn own() -> Vec<u8> {
        pdf("2 0 obj\n<</Title(A)/Creator(letterpress 0.1.0)>>")
    }

    fn of(bytes: impl AsRef<[u8]>) -> Origin {
        origin(&mut Cursor::new(bytes.as_ref())).unwrap()
    }

    #[test]
    fn a_pdf_is_known_by_its_creator() {
        assert_eq!(of(own()), Origin::Letterpress);
        // Before there was a line end behind the last line.
        assert_eq!(of(own().trim_ascii_end()), Origin::Letterpress);
        let metadata = "2 0 obj\n<xmp:CreatorTool>letterpress 9</xmp:CreatorTool>";
        assert_eq!(of(pdf(metadata)), Origin::Letterpress);
        assert_eq!(of(pdf("2 0 obj\n<</Creator(Word)>>")), Origin::Other);
        assert_eq!(of(pdf("2 0 obj\n<</Creator (letterpress 0.1.0)>>")), Origin::Other);
        assert_eq!(of(pdf("9 0 obj\n<</Creator(letterpress 0.1.0)>>")), Origin::Other);
    }

    #[test]
    fn what_was_added_is_seen() {
        let update = "2 0 obj\n<<>>\nendobj\nxref\n2 1\n0000000000 00000 n\r\n\
                      trailer\n<</Size 3/Root 1 0 R/Info 2 0 R/Prev 99>>\nstartxref\n0\n%%EOF\n";
        assert_eq!(of([own(), update.into()].concat()), Origin::Updated);
        let signed = update.replacen("<<>>", "<</Type/Sig/ByteRange [0 1 2 3]>>", 1);
        assert_eq!(of([own(), signed.into_bytes()].concat()), Origin::Signed);
        // Far from the end, over the edge of two blocks.
        for before in 65_500..65_540 {
            let far = [b"%PDF-1.4\n".to_vec(), vec![b' '; before], b"/ByteRange[0]".to_vec()];
            assert_eq!(of(far.concat()), Origin::Signed, "{before}");
            let far = [own(), vec![b' '; before - own().len()], b"%%EOF".to_vec()];
            assert_eq!(of(far.concat()), Origin::Updated, "{before}");
        }
    }

    #[test]
    fn a_broken_or_hostile_pdf_is_another_s() {
        let own = own();
        for end in 0..own.len() - 1 {
            assert_eq!(of(&own[..end]), Origin::Other, "{end}");
        }
        let text = String::from_utf8(own).unwrap();
        for (from, to) in [
            ("xref\n0 3\n", "xref\n0 18446744073709551615\n"),
            ("xref\n0 3\n", "xref\n0 922337203685477581\n"),
            ("/Info 2 0 R", "/Info 99 0 R"),
            ("/Size 3", "/Size 4"),
            ("/Root 1 0 R", "/Prev 9/Root 1 0 R"),
            ("startxref\n", "startxref\n18446744073709551615"),
        ] {
            assert_eq!(of(text.replacen(from, to, 1)), Origin::Other, "{to}");
        }
        assert_eq!(of("%PDF-1.7\n".to_owned() + &"%%EOF\n".repeat(100_000)), Origin::Other);
    }

    #[test]
    fn pages_and_messages_are_known_by_their_beginning() {
        let chunk = |text: &str| [b"\x89PNG\r\n\x1a\n".to_vec(), vec![0; 29], text.into()].concat();
        assert_eq!(of(chunk("tEXtSoftware\0letterpress 9")), Origin::Letterpress);
        assert_eq!(of(chunk("tEXtSoftware\0GIMP")), Origin::Other);
        assert_eq!(of("<svg a=\"b\"><!-- letterpress 9 --><path/></svg>"), Origin::Letterpress);
        assert_eq!(of("<svg a=\"b\"><path/><!-- letterpress 9 --></svg>"), Origin::Other);
        assert_eq!(of("<?xml?><svg><!-- letterpress 9 --></svg>"), Origin::Other);
        let page = "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<meta charset=\"utf-8\">\n\
                    <meta name=\"generator\" content=\"letterpress 9\">\n";
        assert_eq!(of(page), Origin::Letterpress);
        assert_eq!(of(page.replace("letterpress", "pandoc")), Origin::Other);
        assert_eq!(of(page.replace("en-US", "de\" class=\"x")), Origin::Other);
        let message =
            |boundary: &str| format!("Date: x\r\nA: b;\r\n boundary=\"{boundary}\"\r\n\r\n");
        assert_eq!(of(message("=_mixed_cae23ace000f0f4b6a6d")), Origin::Letterpress);
        assert_eq!(of(message("=_mixed_cae23")), Origin::Other);
        let calendar =
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//letterpress//letterpress//EN\r\n";
        assert_eq!(of(calendar), Origin::Letterpress);
        assert_eq!(of(calendar.replace("letterpress", "Outlook")), Origin::Other);
        for other in ["", "yesterday's", "<svg", "\x7fELF"] {
            assert_eq!(of(other), Origin::Other, "{other}");
        }
    }
}
