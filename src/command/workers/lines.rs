//! Lines that bring requests.

use std::io::{self, BufRead, Read};

use super::protocol::without_mark;

/// Whether nothing stands in a line; before the first one may be a byte-order mark.
pub fn is_empty(line: &[u8], number: u64) -> bool {
    let line = if number == 1 { without_mark(line) } else { line };
    line.trim_ascii().is_empty()
}

/// A line without its end; one that is too long is cut, and read to its end.
pub fn next_line(input: &mut impl BufRead, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let length = input.by_ref().take(max_bytes.saturating_add(2)).read_until(b'\n', &mut line)?;
    if length == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 > max_bytes {
        skip_line(input)?;
    }
    Ok(Some(line))
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let rest = input.fill_buf()?;
        let end = rest.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(rest.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() {
        let mut input = &b"0123456789abcdef\nnext\n\nlast"[..];
        let mut next = || next_line(&mut input, 8).unwrap();
        assert!(next().is_some_and(|line| line.len() > 8));
        assert_eq!(next(), Some(b"next".to_vec()));
        assert_eq!(next(), Some(Vec::new()));
        assert_eq!(next(), Some(b"last".to_vec()));
        assert_eq!(next(), None);
    }

    #[test]
    fn a_mark_alone_is_an_empty_line() {
        assert!(is_empty("\u{feff}\r".as_bytes(), 1));
        assert!(!is_empty("\u{feff}".as_bytes(), 2));
        assert!(is_empty(b" ", 2));
    }
}
