//! `letterpress inspect` with folders: a line a file, and how many are as they should be.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::json::validated;
use crate::pdf::{Pdf, one_page};
use crate::test::{RELEASE, Ran, Test};

/// A page in a font of the reader, without tags, title and language.
fn plain() -> Vec<u8> {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    one_page("BT /F 12 Tf (a) Tj ET", "/Font<</F 5 0 R>>").object(font).bytes()
}

/// A tagged page with three figures, one of which has no words, with a title that is not shown
/// and would be a formula, and a claim that is none.
fn tagged() -> Vec<u8> {
    let claim = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>\
        <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
        <rdf:Description xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/' rdf:about=''>\
        <pdfaid:part>9</pdfaid:part><pdfaid:conformance>Z</pdfaid:conformance>\
        </rdf:Description></rdf:RDF></x:xmpmeta>";
    let figures = "<</S/Document/K[<</S/Figure/Alt(a)>><</S/Figure/ActualText(b)>><</S/Bild>>]>>";
    Pdf::default()
        .object(
            "<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 4 0 R\
             /Lang(de-DE)/Metadata 6 0 R>>",
        )
        .object("<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>")
        .object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>")
        .object("<</Type/StructTreeRoot/K 5 0 R/RoleMap<</Bild/Figure>>>>")
        .object(figures)
        .stream("/Type/Metadata/Subtype/XML", claim)
        .object("<</Title(=HYPERLINK\\(\"x\"\\), neu)/Producer(+maker)/CreationDate(D:20040517)>>")
        .trailer("/Info 7 0 R")
        .bytes()
}

/// An archive of one file of each kind. `set.pdf` is a sheet.
fn archive(arguments: &str) -> Test {
    let ran = Test::new("render -q -o alt/2004/set.pdf a.md").file("a.md", RELEASE);
    fs::create_dir_all(ran.path("alt/2004")).expect("the folder is made");
    let ran = ran.run();
    Test::after(ran, arguments)
        .file("alt/plain.PDF", plain())
        .file("alt/2004/tagged.pdf", tagged())
        .file("alt/2004/none.pdf", "a letter")
        .file("alt/2004/empty.pdf", "")
        .file("alt/2004/text.md", "no PDF by its name")
        .file("alt/.hidden/plain.pdf", plain())
        .file("alt/drafts/plain.pdf", plain())
}

fn lines(ran: &Ran) -> Vec<Value> {
    let text = String::from_utf8_lossy(&ran.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

#[test]
fn people_read_a_line_a_file_and_a_summary() {
    let expected = "\
pages  tagged   title   language  alt       fonts        PDF/A  PDF/UA  file
    –  is empty                                                         alt/2004/empty.pdf
    –  is not a PDF                                                     alt/2004/none.pdf
    1  yes      shown   de        –         embedded     2a     1       alt/2004/set.pdf
    2  yes      hidden  de-DE     2 of 3    –            9z     –       alt/2004/tagged.pdf
    1  no       –       –         –         1 missing    –      –       alt/plain.PDF

5 files, 3 inspected: 4 pages, BYTES bytes

Accessibility
  Tagged             2 of 3 (66 %)
  Title shown        1 of 3 (33 %); 1 more with a title that is not shown
  Language           2 of 3 (66 %)
  Alternative texts  0 of 1 (0 %) with figures have all of them
  Claim PDF/UA       1 of 3 (33 %): 1 PDF/UA-1

Archive
  Claim PDF/A         2 of 3 (66 %): 1 PDF/A-2a, 1 unknown
  All fonts embedded  2 of 3 (66 %)

Not inspected
  not-pdf  2

";
    let ran = archive("inspect --exclude drafts/ alt").any_stdout().exit(1).run();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    let bytes = text.split("4 pages, ").nth(1).and_then(|rest| rest.split(' ').next());
    let expected = expected.replace("BYTES", bytes.expect("the bytes are there"));
    assert_eq!(text, expected);
    // One process or several: the same.
    let ran = Test::after(ran, "inspect -j 1 --exclude drafts/ alt").stdout(&*expected).exit(1);
    let ran = ran.run();
    // Errors only: and the summary, which is what was asked for.
    let ran = Test::after(ran, "inspect -q --exclude drafts/ alt").any_stdout().exit(1).run();
    let quiet = String::from_utf8_lossy(&ran.stdout);
    assert!(quiet.starts_with("    –  is empty  "), "{quiet}");
    assert_eq!(quiet.lines().take_while(|line| !line.is_empty()).count(), 2, "{quiet}");
}

#[test]
fn programs_read_a_line_a_file_and_the_summary_last() {
    let ran = archive("inspect --format json alt").any_stdout().any_stderr().exit(1).run();
    let told = lines(&ran);
    let names: Vec<_> = told.iter().filter_map(|line| line["file"].as_str()).collect();
    let expected = ["alt/2004/empty.pdf", "alt/2004/none.pdf", "alt/2004/set.pdf"];
    assert_eq!(names[..3], expected);
    assert_eq!(names[3..], ["alt/2004/tagged.pdf", "alt/drafts/plain.pdf", "alt/plain.PDF"]);
    let [_, none, set, tagged, _, plain, summary] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((&none["outcome"], &none["pages"]), (&json!("refused"), &Value::Null));
    assert_eq!(none["findings"][0]["code"], "not-pdf");
    assert_eq!((&set["pdf_a"], &set["pdf_ua"]), (&json!("PDF/A-2a"), &json!("PDF/UA-1")));
    assert_eq!((&set["shows_title"], &set["complete"]), (&json!(true), &json!(true)));
    assert_eq!(
        (&tagged["figures"], &tagged["figures_without_alternative_text"]),
        (&json!(3), &json!(1))
    );
    assert_eq!((&tagged["created"], &tagged["tagged"]), (&json!("2004-05-17"), &json!("yes")));
    assert_eq!(plain["fonts_not_embedded"], json!(["Helvetica"]));
    assert_eq!((&plain["tagged"], &plain["language"]), (&json!("no"), &Value::Null));
    assert_eq!(summary["type"], "audit-summary");
    let counts = ["files", "refused", "failed", "inspected", "tagged", "with_all_fonts"];
    assert_eq!(counts.map(|name| summary[name].as_u64()), [6, 2, 0, 4, 2, 2].map(Some));
    assert_eq!(summary["pdf_a"], json!({"PDF/A-2a": 1, "unknown": 1}));
    let events = ran.objects();
    assert_eq!(events.iter().filter(|event| event["type"] == "pdf").count(), 6);
    assert_eq!(events.last().map(|event| event["total"].clone()), Some(json!(6)));
    let (is_valid, said) =
        validated(&format!("{}{}", String::from_utf8_lossy(&ran.stdout), ran.stderr));
    assert!(is_valid, "{said}");
}

#[test]
fn a_table_has_a_row_a_file_and_no_formula() {
    let ran = archive("inspect --lines csv alt").any_stdout().any_stderr().exit(1).run();
    let table = String::from_utf8(ran.stdout.clone()).expect("UTF-8");
    let mut reader = csv_lines(&table);
    let header = reader.remove(0);
    let column = |name: &str| header.iter().position(|one| one == name).expect("a column");
    assert_eq!(reader.len(), 6, "{table}");
    let tagged = &reader[3];
    assert_eq!(tagged[column("file")], "alt/2004/tagged.pdf");
    assert_eq!(tagged[column("title")], "'=HYPERLINK(\"x\"), neu");
    assert_eq!(tagged[column("producer")], "'+maker");
    assert_eq!(tagged[column("figures_without_alternative_text")], "1");
    assert_eq!(reader[0][column("findings")], "not-pdf: is empty");
    assert_eq!(reader[5][column("fonts_not_embedded")], "Helvetica");
    assert!(ran.stderr.starts_with("6 files, 4 inspected: "), "{}", ran.stderr);
    Test::after(ran, "inspect -q --lines csv alt").stdout(table).exit(1).run();
}

/// A table by the rules of RFC 4180, read without the crate that wrote it.
fn csv_lines(table: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = table.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(row.is_empty() && cell.is_empty(), "the last line has no end");
    rows
}

#[test]
fn files_named_themselves_have_reports_or_lines() {
    let test = || Test::new("inspect a.pdf b.pdf").file("a.pdf", plain()).file("b.pdf", tagged());
    let ran = test().any_stdout().any_stderr().run();
    assert!(ran.stdout.starts_with(b"a.pdf\n\nFile\n"));
    let ran = Test::after(ran, "inspect --lines text b.pdf a.pdf -").stdin(plain());
    let ran = ran.any_stdout().run();
    let text = String::from_utf8_lossy(&ran.stdout);
    let names: Vec<_> =
        text.lines().take(4).filter_map(|line| line.split(' ').next_back()).collect();
    assert_eq!(names, ["file", "b.pdf", "a.pdf", "<stdin>"]);
}

#[test]
fn a_folder_without_a_pdf_and_a_wrong_pattern_are_errors() {
    let test = Test::new("inspect leer").file("leer/a.md", RELEASE).any_stderr().exit(2);
    let ran = test.run();
    assert!(ran.stderr.contains("[input-output]: there is no PDF in leer\n"), "{}", ran.stderr);
    let ran = Test::after(ran, "inspect --exclude a[ leer").any_stderr().exit(2).run();
    assert!(ran.stderr.contains("[usage]: `a[` is not a pattern"), "{}", ran.stderr);
    let ran = Test::after(ran, "inspect --lines text fehlt.pdf").any_stdout().exit(2).run();
    let text = String::from_utf8_lossy(&ran.stdout);
    assert!(text.contains("cannot read (it does not exist)"), "{text}");
    assert!(text.contains("1 file, 0 inspected"), "{text}");
}

#[test]
fn a_file_that_never_ends_costs_itself_only() {
    let test = Test::new("inspect --lines text -j 2 --max-seconds 3 a.pdf rohr.pdf b.pdf");
    let test = test.file("a.pdf", plain()).file("b.pdf", plain());
    let made = Command::new("mkfifo").arg(test.path("rohr.pdf")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let begun = Instant::now();
    let ran = test.any_stdout().exit(1).run();
    assert!(begun.elapsed() < Duration::from_secs(60));
    let text = String::from_utf8_lossy(&ran.stdout);
    assert!(text.contains("it was not done after 3 s"), "{text}");
    assert!(text.contains("3 files, 2 inspected"), "{text}");
    assert!(text.contains("took-too-long  1"), "{text}");
}

#[test]
fn names_of_every_kind_are_inspected() {
    let test = Test::new("inspect --lines ndjson alt").file("alt/ä =1.pdf", plain());
    let strange = std::ffi::OsStr::from_bytes(b"b\xff\x1b[31m\n.pdf");
    fs::write(test.path("alt").join(strange), plain()).expect("it is written");
    fs::create_dir(test.path("alt/folder.pdf")).expect("it is made");
    std::os::unix::fs::symlink("ä =1.pdf", test.path("alt/link.pdf")).expect("it is linked");
    let ran = test.any_stdout().run();
    let told = lines(&ran);
    let names: Vec<_> = told.iter().filter_map(|line| line["file"].as_str()).collect();
    assert_eq!(names, ["alt/b\u{FFFD}\u{1b}[31m\n.pdf", "alt/ä =1.pdf"]);
    let ran = Test::after(ran, "inspect alt").any_stdout().run();
    let text = String::from_utf8_lossy(&ran.stdout);
    assert!(text.contains("alt/b\u{FFFD}␛[31m␊.pdf\n"), "{text}");
}

#[test]
fn attachments_of_a_folder_mirror_it() {
    let test = Test::new("render -q --embed-source -o alt/2004/a.pdf a.md").file("a.md", RELEASE);
    fs::create_dir_all(test.path("alt/2004")).expect("the folder is made");
    let test = Test::after(test.run(), "inspect --extract out alt").file("alt/plain.pdf", plain());
    let ran = test.any_stdout().any_stderr().run();
    assert_eq!(ran.bytes("out/2004/a/release.md"), RELEASE.as_bytes());
    assert!(!ran.path("out/plain").exists());
    assert!(ran.stderr.contains("wrote out/2004/a/release.md ("), "{}", ran.stderr);
    let ran = Test::after(ran, "inspect --extract - alt").any_stderr().exit(2).run();
    assert!(ran.stderr.contains("one PDF only can go to standard output"), "{}", ran.stderr);
    let ran = Test::after(ran, "inspect --reading alt").any_stdout().any_stderr().exit(1).run();
    let heard = String::from_utf8_lossy(&ran.stdout);
    assert!(heard.contains("alt/2004/a.pdf\n\n") && heard.contains("Sachsen verbindet"), "{heard}");
}

#[test]
fn a_closed_pipe_and_a_full_disk_end_a_run() {
    let test = archive("inspect alt");
    let mut command = test.command();
    let child = command.stdout(crate::test::full_disk()).stderr(Stdio::piped()).spawn();
    let output = child.and_then(|child| child.wait_with_output()).expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("cannot write to standard output"), "{stderr}");
}
