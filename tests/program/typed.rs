//! Whatever is typed into a field stands on the sheet as typed: nothing of it is ever run.

use serde_json::json;

use crate::programs::output_of;
use crate::test::Test;

/// What a layout language would run, style or drop.
const PLAIN: &[&str] = &[
    "#panic()",
    "#read(\"/etc/passwd\")",
    "#{1+1}",
    "$x$",
    "*b*",
    "_i_",
    "@ref",
    "//x",
    "/*y*/",
    "\\u{41}",
    "`c`",
    "<label>",
    "=H",
    "[d]",
    "~e",
    "\\*f",
    "{{g}}",
    "%h",
    "&i;",
    "-?j",
    "#k",
];

/// What Markdown leaves as it is.
const INLINE: &[&str] = &[
    "#panic()",
    "#read(\"/etc/passwd\")",
    "#{1+1}",
    "$x$",
    "@ref",
    "//x",
    "\\u{41}",
    "`c`",
    "=H",
    "~e",
    "{{g}}",
    "%h",
    "-?j",
    "#k",
];

/// Text without spaces, hyphens at line ends and the kind of its quotation marks.
fn squeezed(text: &str) -> String {
    let quotes = |c| if "„“”»«›‹".contains(c) { '"' } else { c };
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{AD}').map(quotes).collect()
}

/// The text of a release's sheet.
fn said(release: &serde_json::Value) -> String {
    let test = Test::new("render a.json").file("a.json", release.to_string());
    let ran = test.any_stderr().run();
    let pdf = ran.path("a.pdf").display().to_string();
    squeezed(&output_of("pdftotext", &["-raw", &pdf, "-"]).expect("pdftotext reads it"))
}

/// Typed into every field at once: the name of the field, then the code.
fn release(code: &str, inline: &str) -> serde_json::Value {
    let at = |field: &str| format!("{field} {code}");
    json!({
        "letterhead": "neutral", "kind": "invitation", "date": "2022-11-25", "id": at("id"),
        "number": at("number"), "place": at("place"), "kicker": at("kicker"),
        "headline": at("headline"), "subheadline": at("subheadline"), "lead": format!("lead {inline}"),
        "notices": [format!("notice {inline}")], "boilerplate": format!("boilerplate {inline}"),
        "refers_to": {"number": at("refnumber"), "headline": at("refheadline"), "date": "2022-11-24"},
        "contacts": [{"label": at("label"), "name": at("name"), "role": at("role"),
            "organisation": at("organisation"), "availability": at("availability")}],
        "media": [{"caption": at("caption"), "credit": at("credit"), "usage": at("usage")}],
        "links": [{"label": at("link"), "url": "https://example.org"}],
        "event": {"start": "2022-12-01T10:00+01:00", "venue": at("venue"), "address": at("address"),
            "agenda": [{"time": at("time"), "text": at("text"), "place": at("there")}],
            "accreditation": {"note": at("note")}},
        "signatories": [{"name": at("signatory"), "role": at("rank"), "organisation": at("office")}],
        "keywords": [code.replace(',', "")],
        "body": format!("body {inline}\n\n## heading {inline}\n\n> quote {inline}\n\n- item {inline}\n\n\
            | cell {inline} |\n|---|\n| row {inline} |\n\nText[^1]\n\n[^1]: note {inline}\n"),
    })
}

/// What stands on the sheet of a code in a line that takes emphasis.
fn in_line(code: &str) -> &str {
    match code {
        "*b*" => "b",
        "_i_" => "i",
        "/*y*/" => "/y/",
        "\\*f" => "*f",
        code => code,
    }
}

const FIELDS: &[&str] = &[
    "number",
    "place",
    "kicker",
    "headline",
    "subheadline",
    "label",
    "name",
    "role",
    "organisation",
    "availability",
    "caption",
    "credit",
    "usage",
    "link",
    "venue",
    "address",
    "time",
    "text",
    "there",
    "note",
    "signatory",
    "rank",
    "office",
    "refnumber",
    "refheadline",
];

const INLINE_FIELDS: &[&str] =
    &["lead", "notice", "boilerplate", "body", "heading", "quote", "item", "cell", "row", "note"];

#[test]
fn code_stands_on_the_sheet_as_typed() {
    let mut missing = Vec::new();
    for (at, code) in PLAIN.iter().enumerate() {
        let inline = INLINE.get(at).copied().unwrap_or("nothing");
        let text = said(&release(code, inline));
        let plain = FIELDS.iter().map(|field| match *field {
            "headline" | "subheadline" | "caption" => format!("{field} {}", in_line(code)),
            field => format!("{field} {code}"),
        });
        let inline = INLINE_FIELDS.iter().map(|field| format!("{field} {inline}"));
        missing.extend(plain.chain(inline).filter(|typed| !text.contains(&squeezed(typed))));
    }
    assert!(missing.is_empty(), "not on the sheet:\n{}", missing.join("\n"));
}

#[test]
fn code_stands_in_the_title_as_typed() {
    for code in PLAIN {
        let release = release(code, "x");
        let test = Test::new("render a.json").file("a.json", release.to_string());
        let ran = test.any_stderr().run();
        let pdf = ran.path("a.pdf").display().to_string();
        let info = output_of("pdfinfo", &[&pdf]).expect("pdfinfo reads it");
        let title = info.lines().find_map(|line| line.strip_prefix("Title:"));
        let title = squeezed(title.unwrap_or_default());
        assert_eq!(title, squeezed(&format!("headline {}", in_line(code))));
    }
}
