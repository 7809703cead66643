//! What a file says of the release from which it was set.

use std::io::Write;
use std::process::{Command, Stdio};

use letterpress::{Stationery, Typesetter};
use serde_json::{Value, json};

use crate::programs::output_of;
use crate::repository::root;
use crate::test::{RELEASE, Ran, Test};

/// Reads a packet of XMP with a parser that is not ours.
const READER: &str = r#"
import json, sys, xml.etree.ElementTree as tree
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
OWN = "{urn:x-letterpress:release:1.0/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
packet = tree.fromstring(sys.stdin.buffer.read())
(description,) = packet.iter(RDF + "Description")
own = {e.tag[len(OWN):]: e.text for e in description if e.tag.startswith(OWN)}
described = {}
for schema in packet.iter(RDF + "li"):
    if schema.findtext(SCHEMA + "namespaceURI") == OWN[1:-1]:
        assert schema.findtext(SCHEMA + "prefix") == "letterpress"
        for one in schema.iterfind(SCHEMA + "property/" + RDF + "Seq/" + RDF + "li"):
            described[one.findtext(PROPERTY + "name")] = one.findtext(PROPERTY + "valueType")
print(json.dumps({
    "identifier": [e.text for e in description.findall(DC + "identifier")],
    "subject": [e.text for e in description.iterfind(DC + "subject/" + RDF + "Bag/" + RDF + "li")],
    "own": own,
    "described": described,
}))
"#;

/// What another program reads in the XMP of a file.
fn xmp(ran: &Ran, name: &str) -> Value {
    let pdf = ran.path(name).display().to_string();
    let packet = output_of("pdfinfo", &["-meta", &pdf]).expect("pdfinfo reads it");
    let mut python = Command::new("python3");
    python.args(["-c", READER]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = python.spawn().expect("python3 is there");
    let mut stdin = python.stdin.take().expect("a pipe");
    stdin.write_all(packet.as_bytes()).expect("it is read");
    drop(stdin);
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{packet}");
    serde_json::from_slice(&output.stdout).expect("an object")
}

/// What `inspect` reads there.
fn inspected(ran: Ran, name: &str) -> (Ran, Value) {
    let ran = Test::after(ran, &format!("inspect --format json {name}"));
    let ran = ran.any_stdout().any_stderr().run();
    let told: Value = serde_json::from_slice(&ran.stdout).expect("an object");
    (ran, told["metadata"].clone())
}

#[test]
fn every_file_says_which_release_it_is() {
    let release = RELEASE.replace(
        "date:",
        "id: \"LMO <1> & Söhne\"\nversion: 3\nkeywords: [Muster, \"Moor, See\"]\ndate:",
    );
    let neutral = &Stationery::built_in("neutral")[0];
    let layout = Typesetter::new().layout_digest(neutral);
    for (options, edition, is_described) in [
        ("", "archive", true),
        ("--gray", "archive gray", true),
        ("--target print --crop-marks", "print crop-marks", true),
        ("--target mail", "mail max-size=2000000", true),
        ("--target mail --max-size 900000", "mail max-size=900000", true),
        ("--embed-source", "archive", true),
        ("--standard a-1b", "archive", true),
        ("--standard a-4", "archive", false),
        ("--standard ua-1", "archive", false),
        ("--standard 1.7", "archive", false),
        ("--standard 2.0", "archive", false),
    ] {
        let test = Test::new(&format!("render -q -o a.pdf {options} a.md"));
        let ran = test.file("a.md", &release).any_stderr().run();
        let read = xmp(&ran, "a.pdf");
        let own = json!({
            "version": "3", "letterhead": "neutral", "letterheadHash": neutral.digest(),
            "layoutHash": layout, "edition": edition,
        });
        assert_eq!(read["own"], own, "{options}");
        assert_eq!(read["identifier"], json!(["LMO <1> & Söhne"]), "{options}");
        assert_eq!(read["subject"], json!(["Muster", "Moor, See"]), "{options}");
        let described = json!({
            "version": "Integer", "letterhead": "Text", "letterheadHash": "Text",
            "layoutHash": "Text", "edition": "Text",
        });
        let described = if is_described { described } else { json!({}) };
        assert_eq!(read["described"], described, "{options}");
        let (ran, metadata) = inspected(ran, "a.pdf");
        let mark = json!({
            "version": 3, "letterhead": "neutral", "letterhead_hash": neutral.digest(),
            "layout_hash": layout, "edition": edition,
        });
        assert_eq!(metadata["release"], mark, "{options}");
        assert_eq!(metadata["identifier"], "LMO <1> & Söhne", "{options}");
        assert_eq!(metadata["differences"], json!([]), "{options}");
        let report = Test::after(ran, "inspect a.pdf").any_stdout().any_stderr();
        let report = report.run().stdout;
        let report = String::from_utf8_lossy(&report).into_owned();
        for said in ["LMO <1> & Söhne", &format!("version 3, for {edition}"), &layout] {
            assert!(report.contains(said), "{options}: {said}\n{report}");
        }
    }
}

#[test]
fn another_letterhead_or_layout_has_another_hash() {
    let house =
        "id = \"amt\"\nname = \"Amt\"\nshort = \"A\"\nlogo = { file = \"l.svg\", alt = \"Amt\" }\n";
    let logo = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='8' height='8'/></svg>";
    let release = RELEASE.replace("neutral", "house.toml");
    let start = root().join("src/layout/start.typ");
    let start = std::fs::read_to_string(start).expect("a layout to start from");
    let hashes = |options: &str, house: &str, logo: &str, layout: &str| {
        let ran = Test::new(&format!("render -q a.md -o a.pdf {options}"))
            .file("a.md", &release)
            .file("house.toml", house)
            .file("l.svg", logo)
            .file("own.typ", layout)
            .any_stderr()
            .run();
        let own = &xmp(&ran, "a.pdf")["own"];
        [own["letterheadHash"].to_string(), own["layoutHash"].to_string()]
    };
    let first = hashes("", house, logo, &start);
    assert_eq!(hashes("", house, logo, ""), first);
    let [letterhead, layout] = hashes("", &format!("{house}# 1\n"), logo, &start);
    assert!(letterhead != first[0] && layout == first[1]);
    let [letterhead, layout] = hashes("", house, &format!("{logo}\n"), &start);
    assert!(letterhead != first[0] && layout == first[1]);
    let [letterhead, layout] = hashes("--layout own.typ", house, logo, &start);
    assert!(letterhead == first[0] && layout != first[1]);
    let changed = hashes("--layout own.typ", house, logo, &format!("{start}\n"));
    assert!(changed[0] == first[0] && changed[1] != layout);
}

#[test]
fn a_file_of_another_program_says_nothing_of_it() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    let bytes = ran.bytes("a.pdf");
    // The same bytes without the namespace that they are known by.
    let mut other = bytes.clone();
    let space = b"urn:x-letterpress";
    for at in 0..other.len() - space.len() {
        if &other[at..at + space.len()] == space {
            other[at..at + space.len()].copy_from_slice(b"urn:x-somebodyels");
        }
    }
    std::fs::write(ran.path("b.pdf"), other).expect("it is written");
    let (_, metadata) = inspected(ran, "b.pdf");
    assert_eq!(metadata["release"], Value::Null);
    assert!(metadata["identifier"].is_string());
}
