//! Headline, headings and keywords outside of the sheet: in metadata, bookmarks and messages.

use crate::programs::output_of;
use crate::test::{Ran, Test};

const RELEASE: &str = r#"---
letterhead: lmo.toml
date: 2022-11-25
headline: "Land setzt auf [Open \"Data\"]{lang=en} und *Kultur*: \"Ja\" zu 9\u00A0%, Wissen\u00ADschaft"
subheadline: "Motto: *\"So geht's\"* am 25. November"
keywords: ["Muster, neu", Wald, "Rock \"n\" Roll", "a; b"]
---
Text.[^note]

## Die "neue" *Regel*[^note] ab 1. Januar mit [Open "Data"]{lang=en}

Text.

[^note]: Eine Anmerkung.
"#;

const LETTERHEAD: &str =
    "id = \"lmo\"\nname = \"Landesamt\"\n[mail]\nfrom = \"presse@moor.example\"\n";
const TITLE: &str = "Land setzt auf Open “Data” und Kultur: »Ja« zu 9 %, Wissenschaft";

fn run(arguments: &str) -> Ran {
    let test = Test::new(arguments).file("a.md", RELEASE).file("lmo.toml", LETTERHEAD);
    test.any_stdout().any_stderr().run()
}

fn rendered() -> (Ran, String) {
    let ran = run("render a.md");
    let pdf = ran.path("a.pdf").display().to_string();
    (ran, pdf)
}

#[test]
fn title_subject_and_bookmarks_have_one_form() {
    let (_ran, pdf) = rendered();
    let info = output_of("pdfinfo", &[&pdf]).expect("pdfinfo reads it");
    let entry = |name: &str| info.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    assert_eq!(entry("Title:"), Some(TITLE));
    assert_eq!(entry("Subject:"), Some("Medieninformation: Motto: »So geht’s« am 25. November"));
    let json = output_of("qpdf", &["--json=2", "--json-key=outlines", &pdf]).expect("qpdf");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let headline = &json["outlines"][0];
    assert_eq!(headline["title"], TITLE);
    let heading = "Die »neue« Regel ab 1. Januar mit Open “Data”";
    assert_eq!(headline["kids"][0]["title"], heading);
}

#[test]
fn a_keyword_with_a_comma_is_one_keyword() {
    let (ran, pdf) = rendered();
    let line = r#""Muster, neu", Wald, "Rock ""n"" Roll", "a; b""#;
    let info = output_of("pdfinfo", &[&pdf]).expect("pdfinfo reads it");
    assert!(info.contains(&format!("Keywords:        {line}\n")), "{info}");
    let xmp = output_of("pdfinfo", &["-meta", &pdf]).expect("pdfinfo reads it");
    let bag = "<dc:subject><rdf:Bag><rdf:li>Muster, neu</rdf:li><rdf:li>Wald</rdf:li>\
        <rdf:li>Rock \"n\" Roll</rdf:li><rdf:li>a; b</rdf:li></rdf:Bag></dc:subject>";
    assert!(xmp.contains(bag), "{xmp}");
    assert!(xmp.contains(&format!("<pdf:Keywords>{}", line.replace('"', "&quot;"))), "{xmp}");
    let ran = Test::after(ran, "inspect a.pdf --format json").any_stdout().any_stderr().run();
    let told = String::from_utf8_lossy(&ran.stdout).into_owned();
    let told: serde_json::Value = serde_json::from_str(&told).expect("an object");
    let metadata = &told["metadata"];
    assert_eq!(metadata["keywords"], line);
    let keywords = serde_json::json!(["Muster, neu", "Wald", "Rock \"n\" Roll", "a; b"]);
    assert_eq!(metadata["keyword_list"], keywords);
    assert_eq!(metadata["differences"], serde_json::json!([]));
}

#[test]
fn a_message_is_named_by_the_plain_form() {
    let ran = run("mail compose -o a.eml a.md");
    let bytes = ran.bytes("a.eml");
    let message = mail_parser::MessageParser::default().parse(&bytes).expect("a message");
    let subject = format!("Medieninformation Landesamt: {TITLE}");
    assert_eq!(message.subject(), Some(subject.as_str()));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let name =
        "2022-11-25_MI_Landesamt_land-setzt-auf-open-data-und-kultur-ja-zu-9-wissenschaft.pdf";
    assert!(text.replace("=\r\n", "").contains(name), "{text}");
    let html = message.body_html(0).expect("HTML");
    assert!(html.contains(&format!("<title>{subject}</title>")), "{html}");
    let headline = "Land setzt auf <span lang=\"en\">Open “Data”</span> und <em>Kultur</em>: »Ja«";
    assert!(html.contains(headline), "{html}");
    let plain = message.body_text(0).expect("text");
    assert!(plain.contains("Open “Data” und Kultur: »Ja« zu 9 %"), "{plain}");
}
