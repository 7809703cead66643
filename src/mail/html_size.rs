//! HTML that mail programs show whole.

use std::collections::BTreeMap;

use super::parts::quoted_printable;
use crate::content::Document;
use crate::diagnostic::{Diagnostic, codes};
use crate::output::html::{self, MailHtml};

/// The most bytes of the HTML as it is sent, encoded.
///
/// Gmail shows about the first 102 kB and a link to the rest, by which nobody finds contacts and the
/// way to unsubscribe. What it counts is not said anywhere; those who tried found the source with
/// its encoding (github.com/hteumeuleu/email-bugs, issue 41) or somewhat less (spamresource.com,
/// "What is Gmail clipping", 2022). The encoded text is never shorter than what it stands for.
const MAX_BYTES: usize = 100_000;

/// Room for the words about the list, which differ among recipients: two sentences and an address
/// of at most 400 bytes, in which a recipient stands.
const LIST_BYTES: usize = 3_000;

/// The rows that stay of the longest table: with them, readers see what it is about.
const FIRST_ROWS: usize = 10;

/// The bytes of the sentence that says where a table stands whole.
const SENTENCE_BYTES: usize = 600;

/// The HTML of a document, with long tables shortened where it would be too large, and what is to
/// be said of that.
pub(super) fn fitted(
    document: &Document<'_>,
    title: &str,
    whole: MailHtml,
) -> (MailHtml, Option<Diagnostic>) {
    let size = bytes(&whole);
    if size <= MAX_BYTES {
        return (whole, None);
    }
    let rows = whole.tables.iter().map(|rows| rows.iter().map(|row| encoded(row)).collect());
    let kept = rows_kept(&rows.collect::<Vec<_>>(), size - MAX_BYTES);
    let page = if kept.is_empty() { whole } else { html::page_with_rows(document, title, &kept) };
    let left = bytes(&page);
    let note = if left <= MAX_BYTES { shortened(size, kept.len()) } else { too_large(left) };
    (page, Some(note))
}

/// How many rows are kept of which tables, by their places on the page, so that so many bytes are
/// saved: the longest table gives first, from its end. `tables` holds the bytes of each row.
fn rows_kept(tables: &[Vec<usize>], excess: usize) -> BTreeMap<usize, usize> {
    let mut longest: Vec<_> = tables.iter().enumerate().collect();
    longest.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.iter().sum::<usize>()));
    let mut kept = BTreeMap::new();
    let mut excess = excess;
    for (place, rows) in longest {
        let (first, rest) = rows.split_at(rows.len().min(FIRST_ROWS));
        if excess == 0 || rest.iter().sum::<usize>() <= SENTENCE_BYTES {
            continue;
        }
        excess += SENTENCE_BYTES;
        let mut count = rows.len();
        for row in rest.iter().rev() {
            if excess == 0 {
                break;
            }
            excess = excess.saturating_sub(*row);
            count -= 1;
        }
        kept.insert(place, count.max(first.len()));
    }
    kept
}

fn bytes(page: &MailHtml) -> usize {
    encoded(&page.before) + encoded(&page.after) + LIST_BYTES
}

/// The bytes of a text in quoted-printable. Of whole lines they add up.
fn encoded(text: &str) -> usize {
    quoted_printable(text.to_owned()).len()
}

/// `mail-html-large`: it keeps within the bound because tables were shortened.
fn shortened(size: usize, tables: usize) -> Diagnostic {
    let message = message!(
        "the HTML of the message would have {size} bytes, of which Gmail shows some 102,000: its longest tables are shortened",
        size
    );
    Diagnostic::new(codes::MAIL_HTML_LARGE, message)
        .with("reason", "tables-shortened")
        .with("limit", MAX_BYTES)
        .with("tables", tables)
        .hint("they stand whole in the PDF and in the plain text")
}

/// `mail-html-large`: it is too large all the same.
fn too_large(size: usize) -> Diagnostic {
    let message = message!(
        "the HTML of the message has {size} bytes; Gmail shows some 102,000 and hides the rest",
        size
    );
    Diagnostic::new(codes::MAIL_HTML_LARGE, message)
        .with("reason", "too-large")
        .with("limit", MAX_BYTES)
        .hint("shorten the text; a long appendix can be a link")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_table_gives_first() {
        let tables = [vec![100; 50], vec![100; 200], vec![100; 12]];
        assert!(rows_kept(&tables, 0).is_empty());
        // 1,000 bytes and a sentence are 16 rows.
        assert_eq!(rows_kept(&tables, 1_000), BTreeMap::from([(1, 184)]));
        assert_eq!(rows_kept(&tables, 19_000), BTreeMap::from([(0, 38), (1, 10)]));
        // A sentence would take more than two rows give.
        assert_eq!(rows_kept(&tables, 1_000_000), BTreeMap::from([(0, 10), (1, 10)]));
    }
}
