//! Lists in the forms that offices have.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<RecipientList, Diagnostics> {
    RecipientList::read_bytes(name, bytes.to_vec(), &ListLimits::default())
}

/// The code and the message of each finding, with its line.
pub(super) fn found(list: &RecipientList) -> Vec<(usize, &str, &str)> {
    let line = |one: &Diagnostic| {
        one.labels.first().map_or(0, |label| label.source.position(label.range.start).line)
    };
    list.warnings.iter().map(|one| (line(one), one.code.name(), &*one.message)).collect()
}

#[test]
fn every_form_is_read_to_the_same_recipients() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lists");
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("README") || name.ends_with(".py") {
            continue;
        }
        let list = read(&name, &fs::read(&file).unwrap()).unwrap();
        let people: Vec<_> = list
            .recipients()
            .map(|one| (one.name.as_deref().unwrap_or_default(), one.address.as_str()))
            .collect();
        let expected = [
            ("Jürgen Müller", "j.mueller@zeitung.example"),
            ("Änne Größe", "aenne@radio.example"),
            ("Max Muster", "max@bote.example"),
        ];
        assert_eq!(people, expected, "{name}");
        assert_eq!(list.left_out(), LeftOut::default(), "{name}");
        let is_table = name != "outlook-to-line.txt";
        let has_tag = |one: &Recipient| one.tags.iter().any(|tag| tag == "Politik");
        let is_tagged = list.recipients().all(has_tag);
        assert_eq!(is_tagged, is_table && !name.starts_with("thunderbird"), "{name}");
        assert!(!list.warnings.iter().any(Diagnostic::is_warning), "{name}: {:?}", found(&list));
        assert!(list.warnings.len() <= 3, "{name}: {:?}", found(&list));
        // What is marked is what is meant.
        let mut list = list;
        let entry = SuppressionEntry::parse("max@bote.example").unwrap();
        let notes = list.suppress(&SuppressionList::of("the journal's list", [entry]));
        let label = &notes[0].labels[0];
        assert_eq!(&label.source.text()[label.range.clone()], "max@bote.example", "{name}");
        assert_eq!(notes[0].hints, ["it stands on the journal's list"]);
        count += 1;
    }
    assert_eq!(count, 14);
}

#[test]
fn sheets_are_chosen_and_rows_counted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lists");
    let list = read("a.xlsx", &fs::read(folder.join("excel.xlsx")).unwrap()).unwrap();
    let expected = [
        (0, "list-read", "of a.xlsx the sheet `Verteiler` is read, and not `Notizen`"),
        (1, "list-read", "the 1 lines above the table are no recipients and are passed over"),
    ];
    assert_eq!(found(&list), expected);
    let entry = &list.entries[0];
    let source = &list.sources[entry.source];
    assert_eq!(source.position(entry.place.start).line, 4);
    assert_eq!(source.name(), "a.xlsx, sheet Verteiler");
}

/// An Excel file of these parts beside those that each has.
fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn hostile_workbooks_are_refused() {
    let message = |bytes: &[u8]| match read("a.xlsx", bytes) {
        Ok(list) => format!("{} recipients", list.len()),
        Err(errors) => errors[0].message.clone(),
    };
    let bomb = vec![b' '; 80 << 20];
    let packed = workbook(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &bomb)]);
    assert!(packed.len() < 1 << 20);
    assert_eq!(message(&packed), "a.xlsx has more than 67108864 unpacked bytes");
    for claim in [
        &b"<?xml version='1.0' encoding='UTF-8'?><sst uniqueCount = \"18446744073709551615\">"[..],
        b"<sst uniqueCount='99999999'>",
        b"\xFF\xFE<\0s\0s\0t\0",
        b"<?xml version='1.0' encoding='ISO-2022-JP'?><sst>",
    ] {
        let said = message(&workbook(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/sharedStrings.xml", claim),
        ]));
        assert!(said.starts_with("a.xlsx cannot be read as an Excel file: "), "{said}");
    }
    let said = message(&workbook(&[("word/document.xml", b"")]));
    assert_eq!(said, "a.xlsx is a Word file, and cannot be read as a list");
    let said = message(b"PK\x03\x04 and nothing more");
    assert!(said.starts_with("a.xlsx cannot be read as an Excel file: "), "{said}");
}

#[test]
fn what_is_cleaned_is_noted_with_its_line() {
    let text = "Redaktion;E-Mail;Ort\r\nTaz;mailto:a@b.example?subject=x;Berlin\r\n\
        Bote;\"c@b.example;\r\nd@b.example\";Köln\r\nTag;e\u{200B}@b.example;\r\nx;f(at)b.example;\r\n";
    let list = read("a.csv", text.as_bytes()).unwrap();
    let expected = [
        (
            1,
            "list-column",
            "2 columns say nothing to letterpress and are passed over: Redaktion, Ort",
        ),
        (2, "recipient-cleaned", "`mailto:a@b.example?subject=x` is read as a@b.example"),
        (
            3,
            "recipient-cleaned",
            "`c@b.example;⏎d@b.example` is read as 2 addresses: c@b.example, d@b.example",
        ),
        (5, "recipient-cleaned", "`e<U+200B>@b.example` is read as e@b.example"),
        (6, "recipient-broken", "nothing can be sent to this line: there is no `@`"),
    ];
    assert_eq!(found(&list), expected);
    assert_eq!((list.len(), list.left_out().broken), (4, 1));
}

#[test]
fn tables_without_a_header_have_their_addresses() {
    for text in [
        "Anna;a@b.example;Köln\nBert;c@b.example;Bonn\n",
        "Redaktion;Kontakt\nTaz;a@b.example\nBote;c@b.example\n",
        "a@b.example\tAnna\nc@b.example\tBert\n",
        "Muster, Mira <a@b.example>\nMax <c@b.example>\n",
        "a@b.example; c@b.example",
        "a@b.example, c@b.example",
        "sep=;\na@b.example;c@b.example\n",
    ] {
        for name in ["a.csv", "a.txt"] {
            let list = read(name, text.as_bytes()).unwrap();
            let addresses: Vec<_> = list.recipients().map(|one| one.address.as_str()).collect();
            assert_eq!(addresses, ["a@b.example", "c@b.example"], "{text}");
            assert_eq!(list.left_out(), LeftOut::default(), "{text}");
        }
    }
}

#[test]
fn lists_are_merged_with_both_places_named() {
    let mut list = read("a.txt", b"a@b.example\nc@b.example\n").unwrap();
    let notes = list.merge(read("b.csv", b"Name;Mail\nAnna;A@b.example\nx;d@b.example\n").unwrap());
    assert_eq!((list.len(), notes.len(), list.left_out().duplicate), (3, 1, 1));
    assert_eq!(notes[0].message, "A@b.example is on a.txt already");
    assert_eq!(notes[0].hints, ["it stands on line 1 of a.txt; this line is left out"]);
    let known = list.recipients().cloned();
    let again = RecipientList::of("recipients of lmo-1, version 2", known);
    assert_eq!((again.len(), again.name()), (3, "recipients of lmo-1, version 2"));
}

#[test]
fn no_line_of_those_who_want_no_mail_is_passed_over() {
    let read = |name: &str, text: &str| {
        SuppressionList::read(name, text.as_bytes().to_vec(), &ListLimits::default())
    };
    for text in ["", "\n# leer\n", "E-Mail\n", "email,name\n"] {
        assert_eq!(read("not.csv", text).map(|list| list.len()), Ok(0), "{text}");
    }
    let text = "# abgemeldet\nBitte abmelden: Max <a@b.example>\n@c.example # alle\n@*.d.example\n";
    let suppressed = read("not.txt", text).unwrap();
    let to = "a@b.example\nx@c.example\nx@e.c.example\nx@d.example\nx@e.d.example\na+b@b.example\n";
    let mut list = super::list(to);
    let notes = list.suppress(&suppressed);
    let left: Vec<_> = list.recipients().map(|one| one.address.as_str()).collect();
    assert_eq!(left, ["x@e.c.example", "x@d.example", "a+b@b.example"]);
    assert_eq!(notes[1].hints, ["`@c.example` stands on line 3 of not.txt"]);
    assert_eq!(list.left_out().suppressed, 3);
    for (name, text, lines) in [
        ("not.txt", "a@b.example\nmax(at)b.example\n\nzeitung.example\n", vec![2, 4]),
        ("not.csv", "Name;E-Mail\nMax;a@b.example\nAnna;anna b.example\nBert;\n", vec![3, 4]),
        ("not.csv", "Stand 2026;max(at)b.example\nName;E-Mail\nMax;a@b.example\n", vec![1]),
        ("not.csv", "email,name\npresse*@b.example,x\n", vec![2]),
    ] {
        let errors = read(name, text).err().unwrap();
        let at: Vec<_> = errors
            .iter()
            .map(|one| one.labels[0].source.position(one.labels[0].range.start).line)
            .collect();
        assert_eq!(at, lines, "{text}");
        assert!(errors.iter().all(|one| one.code == codes::SUPPRESSION_BROKEN && one.is_error()));
    }
    let export = "email,state,message_id,reply\na@b.example,refused,<1@haus.example>,550 ask post@relay.example\n";
    let keys = read("export.csv", export).unwrap();
    assert_eq!(keys.entries().map(|entry| entry.key()).collect::<Vec<_>>(), ["a@b.example"]);
}

/// An Excel file with one sheet of such rows.
pub(super) fn workbook_of(rows: &str) -> Vec<u8> {
    workbook_with(rows, "visible")
}

/// The same, with the state that the sheet has.
pub(super) fn workbook_with(rows: &str, state: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let sheets = format!(
        r#"<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" state="{state}" r:id="r1"/></sheets></workbook>"#
    );
    workbook(&[
        ("xl/workbook.xml", sheets.as_bytes()),
        (
            "_rels/.rels",
            br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/a.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/a.xml", sheet.as_bytes()),
    ])
}

/// How many entries a sheet of such rows has; else what is said.
fn suppressed(rows: &str) -> Result<usize, String> {
    let list = SuppressionList::read("not.xlsx", workbook_of(rows), &ListLimits::default());
    list.map(|list| list.len()).map_err(|errors| errors[0].message.clone())
}

pub(super) fn text(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

pub(super) fn row(cells: &str) -> String {
    format!("<row>{cells}</row>")
}

#[test]
fn no_row_of_a_sheet_of_those_who_want_no_mail_is_passed_over() {
    let good = row(&text("a@b.example"));
    assert_eq!(suppressed(&good), Ok(1));
    assert_eq!(suppressed(&(good.clone() + &row(&text("# ein Rest")))), Ok(1));
    // A number such as #4711, and who is meant.
    assert_eq!(suppressed(&(good.clone() + &row(&(text("#4711") + &text("c@d.example"))))), Ok(2));
    // `@d.example` typed into a cell is a formula that comes to nothing.
    let fault = "<c t=\"e\"><f>@d.example</f><v>#NAME?</v></c>";
    for odd in [fault.to_owned(), text("c(at)d.example"), text("#4711") + &text("c(at)d.example")] {
        let said = suppressed(&(good.clone() + &row(&odd))).err().unwrap_or_default();
        assert!(said.contains("those who want no mail cannot be read"), "{odd}: {said}");
    }
    for open in ["<c><f>A1</f></c>", "<c><f>A1</f><v></v></c>", "<c><f si=\"0\"/><v/></c>"] {
        let said = suppressed(&(good.clone() + &row(open))).err().unwrap_or_default();
        assert!(said.contains("a formula has no result"), "{open}: {said}");
    }
    assert_eq!(suppressed(&row("<c t=\"str\"><f>A1</f><v>a@b.example</v></c>")), Ok(1));
}

#[test]
fn other_files_are_told_in_words() {
    for (bytes, message) in [
        (&b"%PDF-1.7\n"[..], "a.csv is a PDF file, and cannot be read as a list"),
        (b"<html><body>a@b.example", "a.csv is a web page, and cannot be read as a list"),
        (
            b"\xEF\xBB\xBF<table>\n<tr><td>a@b.example</td></tr>\n",
            "a.csv is a web page, and cannot be read as a list",
        ),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\na@b.example\r\n",
            "a.csv is a web page in one file (.mht), and cannot be read as a list",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0k\0b\0o\0o\0k\0",
            "a.csv is an Excel 97 file, and cannot be read as a list",
        ),
    ] {
        assert_eq!(read("a.csv", bytes).err().unwrap()[0].message, message);
    }
}
