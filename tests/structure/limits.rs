//! Limits: the table of `docs/limits.md` is written out of the table of the source; `UPDATE=1`
//! writes it anew, and the run fails all the same.

use letterpress::limits::Limits;

use crate::tables::hold;

const BEGIN: &str =
    "<!-- The table below is written by `UPDATE=1 cargo test --release --test structure`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

fn table() -> String {
    let mut table = "\n| name | default | what is counted |\n| --- | --- | --- |\n".to_owned();
    for row in Limits::rows() {
        let meaning = row.meaning.trim();
        table += &format!("| `{}` | {} | {meaning} |\n", row.name(), figure(row.default));
    }
    table + "\n"
}

/// A figure as people write it: `256 MiB`, `20,000`.
fn figure(figure: u64) -> String {
    const MEBIBYTE: u64 = 1 << 20;
    if figure >= MEBIBYTE && figure.is_multiple_of(MEBIBYTE) {
        return format!("{} MiB", figure / MEBIBYTE);
    }
    let digits = figure.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[test]
fn every_limit_is_documented() {
    hold("docs/limits.md", [BEGIN, END], &table());
}
