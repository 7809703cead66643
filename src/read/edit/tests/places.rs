//! Values and their places.

use super::*;

#[test]
fn values_are_as_typed() {
    let text = "---\nversion: 2\nnumber: 0351\nplace:\nheadline: \"\\u0041\"\nid: yes\nmedia:\n  - decorative: true\n    file: 1.10\nplace: Ort\n---\n";
    let source = Source::from_text("a.md", Format::Markdown, text.to_owned());
    let fields = typed_fields(&source).expect("the fields can be read");
    assert_eq!(
        fields.values,
        json!({"version": 2, "number": "0351", "place": null, "headline": "A", "id": "yes",
            "media": [{"decorative": true, "file": "1.10"}]})
    );
    let place = |path: &str| &text[fields.places[path].clone()];
    assert_eq!(place("version"), "2");
    assert_eq!(place("headline"), "\"\\u0041\"");
    assert_eq!(place("place"), "");
    assert_eq!(place("media"), "- decorative: true\n    file: 1.10");
    assert_eq!(place("media[0]"), "decorative: true\n    file: 1.10");
    assert_eq!(place("media[0].decorative"), "true");
}

#[test]
fn places_are_those_of_the_text_as_typed() {
    let text = "\u{FEFF}---\nplace: u\u{308}\nlead: |\n  Ein\n  Satz.\n\nkeywords: [a, b ]\nheadline: 'Neu' # x\n---\n";
    let source = Source::from_text("a.md", Format::Markdown, text.to_owned());
    let fields = typed_fields(&source).expect("the fields can be read");
    let typed = text.trim_start_matches('\u{FEFF}');
    let place = |path: &str| &typed[fields.places[path].clone()];
    assert_eq!(place("place"), "u\u{308}");
    assert_eq!(place("lead"), "Ein\n  Satz.");
    assert_eq!(place("keywords"), "[a, b ]");
    assert_eq!(place("keywords[1]"), "b");
    assert_eq!(place("headline"), "'Neu'");
}

#[test]
fn other_forms_have_values_and_places() {
    let text = "{\"headline\": \"Neu\", \"keywords\": [\"a\"]}";
    let source = Source::from_text("a.json", Format::Json, text.to_owned());
    let fields = typed_fields(&source).expect("the fields can be read");
    assert_eq!(fields.values, json!({"headline": "Neu", "keywords": ["a"]}));
    assert_eq!(&text[fields.places["keywords[0]"].clone()], "\"a\"");
    let none = Source::from_text("a.md", Format::Markdown, "Text.".to_owned());
    assert_eq!(typed_fields(&none).map(|fields| fields.values), Ok(json!({})));
}
