//! Cells of tables that spreadsheets open.

use std::borrow::Cow;

/// With what a spreadsheet lets a formula begin, by OWASP's advice on CSV injection. The wide
/// forms are those of East Asian keyboards.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// What a spreadsheet may take for the end of a cell, whatever the table is written with.
const ENDS: [char; 7] = [',', ';', '|', '\t', '\r', '\n', '"'];

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before each character
/// that could begin one, at the start of the cell and behind what may end a cell. Letters stay
/// as they are, and so does a cell that holds no such place.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    let mut guarded = String::new();
    let mut is_start = true;
    for c in cell.chars() {
        if is_start
            && (FORMULA.contains(&c) || (guarded.is_empty() && matches!(c, '\t' | '\r' | '\n')))
        {
            guarded.push('\'');
            is_start = false;
        }
        guarded.push(c);
        is_start = ENDS.contains(&c) || (is_start && c.is_whitespace());
    }
    if guarded.len() == cell.len() { Cow::Borrowed(cell) } else { Cow::Owned(guarded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("250 2.0.0 Ok: queued as 4Sd-1", "250 2.0.0 Ok: queued as 4Sd-1"),
            ("<a-b+c@example.org>", "<a-b+c@example.org>"),
            ("", ""),
            ("=1+1", "'=1+1"),
            ("+49 351 564", "'+49 351 564"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("  =1", "  '=1"),
            ("\u{FF1D}1", "'\u{FF1D}1"),
            ("550 no;=cmd|' /C calc'!A0", "550 no;'=cmd|' /C calc'!A0"),
            ("550 \"x\", @a", "550 \"x\", '@a"),
            ("'=1", "'=1"),
        ] {
            assert_eq!(guarded(cell), expected, "{cell}");
        }
    }
}
