//! Labels: the table of `docs/letterhead.md` is written out of the table of the source; `UPDATE=1`
//! writes it anew, and the run fails all the same.

use letterpress::read::label_table;

use crate::tables::hold;

const BEGIN: &str = "<!-- The table of labels is written by `UPDATE=1 cargo test --release --test \
                     structure`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

fn table() -> String {
    let mut table = "\n| label | German | English | Upper Sorbian | Czech | Polish |\n\
                     | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (name, texts) in label_table() {
        let cells = texts.map(|text| if text.is_empty() { "(nothing)" } else { text });
        table += &format!("| `{name}` | {} |\n", cells.join(" | "));
    }
    table + "\n"
}

#[test]
fn every_label_is_documented() {
    hold("docs/letterhead.md", [BEGIN, END], &table());
}
