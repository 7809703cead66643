//! The BleedBox of a finished file (ISO 32000-1, 14.11.2).
//!
//! The exporter writes MediaBox and TrimBox only, and where a page has no BleedBox, a
//! reader takes the MediaBox: with crop marks that is too much, for the marks lie
//! outside the bleed. So the entry is put into each page here, and the table of
//! places (7.5.4) moved along. It is no update behind the end, whose old part a
//! reader would have to skip: the file is as if the exporter had written the entry.
//! Anything unlike what the exporter writes gives `None`, and no file.

const TRIM: &[u8] = b"/TrimBox[";
/// An entry of the table: ten digits, five digits, a letter, and spaces and line end.
const ENTRY: usize = 20;

/// Gives each page with a TrimBox a BleedBox that is wider by `margin` on each side,
/// in pt.
pub(super) fn with_bleed_box(pdf: &[u8], margin: f64) -> Option<Vec<u8>> {
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
    let mut added: Vec<(usize, String)> = Vec::new();
    for place in places.iter().flatten() {
        if let Some((at, bounds)) = trim_box(pdf, *place, table)? {
            let [left, bottom, right, top] = bounds;
            let wider = [left - margin, bottom - margin, right + margin, top + margin];
            added.push((at, format!("/BleedBox[{}]", wider.map(plain).join(" "))));
        }
    }
    added.sort_by_key(|(at, _)| *at);

    let mut out = Vec::with_capacity(pdf.len() + added.len() * 64);
    let mut from = 0;
    for (at, text) in &added {
        out.extend(pdf.get(from..*at)?);
        out.extend(text.as_bytes());
        from = *at;
    }
    out.extend(pdf.get(from..table)?);
    let begin = out.len();
    out.extend(pdf.get(table..entries)?);
    for (entry, place) in pdf.get(entries..trailer)?.chunks_exact(ENTRY).zip(&places) {
        match place {
            Some(place) => {
                out.extend(format!("{:010}", moved(*place, &added)).as_bytes());
                out.extend(entry.get(10..)?);
            }
            None => out.extend(entry),
        }
    }
    let end = pdf.get(trailer..)?;
    let last = rfind(end, START)?;
    out.extend(end.get(..last)?);
    out.extend(format!("startxref\n{begin}\n%%EOF").as_bytes());
    // A line end, where there was one.
    out.extend(end.iter().rev().take_while(|byte| **byte == b'\n'));
    Some(out)
}

/// Where a place lies once these texts were put in.
fn moved(place: usize, added: &[(usize, String)]) -> usize {
    let before = added.iter().take_while(|(at, _)| *at < place);
    place + before.map(|(_, text)| text.len()).sum::<usize>()
}

const START: &[u8] = b"startxref\n";

/// The number behind the last `startxref`: where the table lies.
fn last_number(pdf: &[u8]) -> Option<usize> {
    let digits = pdf.get(rfind(pdf, START)? + START.len()..)?;
    number(digits.get(..digits.iter().position(|byte| *byte == b'\n')?)?)
}

/// Where the object at `place` has a TrimBox, and its numbers; nothing where it is no
/// page or has none. `None` where it is no object.
fn trim_box(pdf: &[u8], place: usize, end: usize) -> Option<Option<(usize, [f64; 4])>> {
    let object = pdf.get(place..end)?;
    let head = object.iter().take(32).position(|byte| *byte == b'\n')?;
    object.get(..head)?.strip_suffix(b" 0 obj")?;
    let Some(page) = object.get(head + 1..)?.strip_prefix(b"<</Type/Page/") else {
        return Some(None);
    };
    let page = page.get(..find(page, b"endobj")?)?;
    let Some(at) = find(page, TRIM) else { return Some(None) };
    let bounds = page.get(at + TRIM.len()..)?;
    let bounds = bounds.get(..bounds.iter().position(|byte| *byte == b']')?)?;
    let bounds = std::str::from_utf8(bounds).ok()?.split(' ').map(str::parse);
    let bounds: Vec<f64> = bounds.collect::<Result<_, _>>().ok()?;
    let begin = place + head + 1 + b"<</Type/Page/".len();
    Some(Some((begin + at, bounds.try_into().ok()?)))
}

fn number(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// A number as PDF writes it: without exponent and needless digits.
fn plain(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn rfind(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).rposition(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "%PDF-1.7\n\
        1 0 obj\n<</Type/Pages/Kids[2 0 R]>>\nendobj\n\
        2 0 obj\n<</Type/Page/MediaBox[0 0 90 90]/TrimBox[20 20.5 70 70]/Parent 1 0 R>>\nendobj\n\
        3 0 obj\n(/Type/Page/TrimBox[1 1 2 2])\nendobj\n";

    fn file() -> Vec<u8> {
        let place = |text: &str| FILE.find(text).unwrap_or_default();
        let table = format!(
            "xref\n0 4\n0000000000 65535 f\r\n{:010} 00000 n\r\n{:010} 00000 n\r\n{:010} 00000 n\r\n\
             trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{}\n%%EOF",
            place("1 0 obj"),
            place("2 0 obj"),
            place("3 0 obj"),
            FILE.len(),
        );
        format!("{FILE}{table}").into_bytes()
    }

    #[test]
    fn pages_get_the_box_and_places_move_along() {
        let made = with_bleed_box(&file(), 8.5).unwrap_or_default();
        let text = String::from_utf8_lossy(&made);
        assert!(
            text.contains(
                "/MediaBox[0 0 90 90]/BleedBox[11.5 12 78.5 78.5]/TrimBox[20 20.5 70 70]"
            ),
            "{text}"
        );
        assert_eq!(text.matches("BleedBox").count(), 1, "a page alone has one");
        let entry = |at: usize| {
            let table = &text[text.find("xref\n").unwrap_or_default() + 9 + at * ENTRY..];
            &text[table[..10].parse::<usize>().unwrap()..]
        };
        for (at, begin) in [(1, "1 0 obj"), (2, "2 0 obj"), (3, "3 0 obj")] {
            assert!(entry(at).starts_with(begin), "{at}: {text}");
        }
        let start = last_number(&made).unwrap_or_default();
        assert!(text[start..].starts_with("xref\n0 4\n0000000000 65535 f"), "{text}");
        assert!(text.ends_with("%%EOF"));
    }

    #[test]
    fn what_is_no_such_file_is_left_alone() {
        assert_eq!(with_bleed_box(b"", 1.0), None);
        let file = file();
        assert_eq!(with_bleed_box(&file[..file.len() - 20], 1.0), None);
        let text = String::from_utf8_lossy(&file);
        for (from, to) in [("xref\n0 4", "xref\n1 4"), ("trailer", "tailer!"), ("70 70]", "70 x0]")]
        {
            assert_eq!(with_bleed_box(text.replace(from, to).as_bytes(), 1.0), None, "{to}");
        }
    }
}
