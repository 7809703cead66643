//! What holds for any text in any field, however the other fields are written.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Pieces of texts that mean something to YAML, or to somebody.
const PIECES: [&str; 48] = [
    "Wort",
    "ä",
    "u\u{308}",
    "😀",
    "\u{a0}",
    "\u{ad}",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\n  ",
    "\r\n",
    "\r",
    ": ",
    ":",
    "#",
    " #",
    "- ",
    "-",
    "---",
    "\n---\n",
    "...",
    "? ",
    "*",
    "&",
    "&amp;",
    "!",
    "@",
    "%",
    "`",
    "\"",
    "'",
    "''",
    "\\",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    ">",
    "yes",
    "null",
    "1",
    "2022-11-25",
    "\u{85}",
    "\u{2028}\u{feff}\u{0}\u{7f}",
];

/// Fields in all styles, each with a comment `~` that is to be found again. Fields of one name are
/// alternatives.
const FIELDS: [(&str, &[&str]); 9] = [
    ("date", &["date: 2022-11-25  # ~\n", "'date' : \"2022-11-25\" # ~\n"]),
    (
        "place",
        &["place: Ort  # ~\n", "place:\n  Ort am\n  Wasser  # ~\n", "place: # ~\n", "place: ~\n"],
    ),
    (
        "kicker",
        &["kicker: 'Recht' # ~\n", "kicker:   \"Re\\u0063ht\"\n", "kicker: \"Re\n  cht\"   # ~\n"],
    ),
    (
        "headline",
        &["headline: Neu\n", "headline: >-  # ~\n  Neu im\n  Land\n", "headline: &Uuml;ber\n"],
    ),
    (
        "lead",
        &[
            "lead: |  # ~\n   Ein\n    Satz.\n\n",
            "lead: |+\n  Ein\n  Satz.\n\n# ~\n",
            "lead: Ein Satz.\n",
        ],
    ),
    (
        "keywords",
        &[
            "keywords: [Moor, \"Wald\" , 'See']  # ~\n",
            "keywords:\n  # ~\n  - Moor\n  - \"Wald\" # ~\n  -\n    See\n",
            "keywords:\n- Moor\n# ~\n- Wald\n\n-   See\n",
            "keywords: [\n  Moor, # ~\n  Wald,\n  See # ~\n]\n",
        ],
    ),
    (
        "contacts",
        &[
            "contacts:\n  # ~\n  - name: Mira # ~\n    phone: \"1\"\n    # ~\n  # ~\n  -\n    name: Max\n",
            "contacts:\n- label: x\n  # ~\n  name: Mira\n# ~\n- { name: Max, role: Rat }\n",
            "contacts: [{ name: Mira }, {name: Max , \"role\":Rat}] # ~\n",
        ],
    ),
    (
        "event",
        &[
            "event:\n    # ~\n    start: 2022-11-25\n    venue: >\n      Saal\n\n      zwei\n  # ~\n",
            "event: {start: 2022-11-25, venue}\n",
            "event:\n",
        ],
    ),
    ("version", &["version: 2 # ~\n", "version: 02\n", "\"version\": 2\n"]),
];

/// Fields that are set, each with whether it holds an item of a list that is there.
const PATHS: [&str; 16] = [
    "letterhead",
    "date",
    "place",
    "kicker",
    "headline",
    "lead",
    "keywords[0]",
    "keywords[2]",
    "contacts[0].name",
    "contacts[1].role",
    "contacts[0].phone",
    "event.venue",
    "event.address",
    "event.accreditation.note",
    "boilerplate",
    "refers_to.id",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(select(PIECES.as_slice()), 0..8).prop_map(|pieces| pieces.concat()),
        any::<String>()
    ]
}

/// A front matter; comments are numbered.
fn head() -> impl Strategy<Value = String> {
    let chosen = vec((0usize..9, 0usize..4, 0usize..3), 0..9);
    (chosen, any::<bool>()).prop_map(|(chosen, is_windows)| {
        let mut names = Vec::new();
        let mut head = String::new();
        for (field, style, lead) in chosen {
            let (name, styles) = FIELDS[field];
            if names.contains(&name) {
                continue;
            }
            names.push(name);
            head.push_str(["", "# ~\n", "\n# ~\n\n"][lead]);
            head.push_str(styles[style % styles.len()]);
        }
        let comments = head.split("# ~").enumerate();
        let numbered: String = comments
            .map(|(at, part)| if at == 0 { part.to_owned() } else { format!("# c{at}.{part}") })
            .collect();
        if is_windows { numbered.replace('\n', "\r\n") } else { numbered }
    })
}

fn release(head: &str) -> String {
    let end = if head.contains('\r') { "\r\n" } else { "\n" };
    format!("---{end}{head}---{end}Ein Text: #1.\n---\n")
}

fn fields(text: &str) -> TypedFields {
    let source = Source::from_text("a.md", Format::Markdown, text.to_owned());
    typed_fields(&source).expect("the fields can be read")
}

/// Sets a value in a tree of JSON, as is expected of the text.
fn set_in(tree: &mut Value, path: &str, value: Value) {
    let mut place = tree;
    for part in path.split(['.', '[']) {
        if let Some(item) = part.strip_suffix(']') {
            if !place.is_array() {
                *place = json!([]);
            }
            let items = place.as_array_mut().expect("it is a list");
            let at: usize = item.parse().expect("it is a number");
            if items.len() == at {
                items.push(Value::Null);
            }
            place = &mut items[at];
        } else {
            if !place.is_object() {
                *place = json!({});
            }
            place = &mut place[part];
        }
    }
    *place = value;
}

/// Whether there is a place for the item that a path names.
fn has_place(tree: &Value, path: &str) -> bool {
    let Some((list, rest)) = path.split_once('[') else { return true };
    let at: usize = rest.split(']').next().and_then(|at| at.parse().ok()).expect("a number");
    tree.get(list).and_then(Value::as_array).map_or(0, Vec::len) >= at
}

/// The lines that the value at a path, or its beginning, does not touch.
fn other_lines<'t>(text: &'t str, fields: &TypedFields, path: &str) -> Vec<&'t str> {
    let range = fields.places.get(path).cloned().unwrap_or(0..0);
    // A block begins on the line of its name.
    let range = text[..range.start].rfind([':', '-']).unwrap_or(0)..range.end;
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let is_touched = range.start <= at + line.len() && at <= range.end;
        if !is_touched || range.end == 0 {
            lines.push(line);
        }
        at += line.len();
    }
    lines
}

fn comments(text: &str) -> Vec<&str> {
    text.match_indices("# c").filter_map(|(at, _)| text[at..].split('.').next()).collect()
}

/// Whether all of these stand in the others, in this order.
#[track_caller]
fn assert_kept(before: &[&str], after: &[&str], text: &str) {
    let mut rest = after.iter();
    for one in before {
        assert!(rest.any(|other| other == one), "{one:?} is lost:\n{text}");
    }
}

proptest! {
    #[test]
    fn a_field_is_set_and_all_else_stays(
        head in head(), path in select(PATHS.as_slice()), value in text(),
    ) {
        let before = release(&head);
        let was = fields(&before);
        prop_assume!(has_place(&was.values, path));
        let edits = set(path, value.as_str());
        let edited = edit(&before, &edits);
        prop_assert_eq!(&edited.errors, &[], "{}", before);
        let is = fields(&edited.text);
        let mut expected = was.values.clone();
        set_in(&mut expected, path, Value::from(value.as_str()));
        prop_assert_eq!(&is.values, &expected, "{}", edited.text);
        let after: Vec<_> = edited.text.split_inclusive('\n').collect();
        let place = was.places.contains_key(path).then_some(path).or(path.split('.').next());
        assert_kept(&other_lines(&before, &was, place.expect("it has a name")), &after, &edited.text);
        prop_assert!(edited.text.ends_with("Ein Text: #1.\n---\n"));
        if was.values.pointer("/event").is_none_or(|event| !event.is_null()) {
            assert_kept(&comments(&before), &comments(&edited.text), &edited.text);
        }
        // Twice is once, and back is back.
        prop_assert_eq!(&edit(&edited.text, &edits).text, &edited.text);
        let name = path.split(['.', '[']).next().expect("it has a name");
        let back = match was.values.get(name) {
            // There is no way to say nothing again.
            Some(value) if value.is_null() || value["venue"].is_null() && name == "event" => {
                return Ok(());
            }
            Some(value) => FieldEdit::set(name, value.clone()),
            None => FieldEdit::remove(name),
        };
        let back = edit(&edited.text, &[back]);
        prop_assert_eq!(&back.errors, &[], "{}", edited.text);
        prop_assert_eq!(&fields(&back.text).values, &was.values, "{}", back.text);
        if was.values.get(name).is_none() {
            prop_assert_eq!(back.text, before);
        }
    }

    #[test]
    fn items_are_put_moved_and_removed(
        head in head(), list in select(["keywords", "contacts"].as_slice()),
        from in 0usize..3, to in 0usize..3, value in text(),
    ) {
        let before = release(&head);
        let was = fields(&before);
        let items = was.values.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        let item = if list == "contacts" { json!({"name": value}) } else { json!(value) };
        if to <= items.len() {
            let edited = edit(&before, &[FieldEdit::insert(list, to, item.clone())]);
            prop_assert_eq!(&edited.errors, &[], "{}", before);
            let mut expected = items.clone();
            expected.insert(to, item);
            prop_assert_eq!(&fields(&edited.text).values[list], &json!(expected));
            assert_kept(&comments(&before), &comments(&edited.text), &edited.text);
            let back = edit(&edited.text, &[FieldEdit::remove(format!("{list}[{to}]"))]);
            prop_assert_eq!(&back.errors, &[], "{}", edited.text);
            if !items.is_empty() {
                prop_assert_eq!(&back.text, &before, "{}", edited.text);
            }
        }
        if from.max(to) < items.len() {
            let edited = edit(&before, &[FieldEdit::rearrange(list, from, to)]);
            if before.contains("keywords: [\n") || before.contains("keywords: [\r") {
                prop_assume!(edited.errors.is_empty());
            }
            prop_assert_eq!(&edited.errors, &[], "{}", before);
            let mut expected = items.clone();
            let item = expected.remove(from);
            expected.insert(to, item);
            prop_assert_eq!(&fields(&edited.text).values[list], &json!(expected));
            let mut lines = [before.as_str(), &edited.text].map(|text| {
                let mut lines: Vec<_> = text.split_inclusive('\n').collect();
                lines.sort_unstable();
                lines
            });
            let is_in_line = before.contains(&format!("{list}: ["));
            prop_assert!(is_in_line || lines[0] == lines[1], "{}", edited.text);
            lines[0].clear();
            let back = edit(&edited.text, &[FieldEdit::rearrange(list, to, from)]);
            prop_assert_eq!(&back.text, &before);
        }
        if from < items.len() {
            let edited = edit(&before, &[FieldEdit::remove(format!("{list}[{from}]"))]);
            prop_assert_eq!(&edited.errors, &[], "{}", before);
            let mut expected = items;
            expected.remove(from);
            prop_assert_eq!(&fields(&edited.text).values[list], &json!(expected));
        }
    }

    #[test]
    fn a_field_is_removed_and_all_else_stays(head in head(), name in 0usize..9) {
        let (name, _) = FIELDS[name];
        let before = release(&head);
        let was = fields(&before);
        let edited = edit(&before, &[FieldEdit::remove(name)]);
        prop_assert_eq!(&edited.errors, &[], "{}", before);
        let mut expected = was.values.clone();
        expected.as_object_mut().expect("it is a group").remove(name);
        prop_assert_eq!(&fields(&edited.text).values, &expected, "{}", edited.text);
        let before: Vec<_> = before.split_inclusive('\n').collect();
        let after: Vec<_> = edited.text.split_inclusive('\n').collect();
        assert_kept(&after, &before, &edited.text);
    }

    /// A text with any wrong in it is edited rightly or not at all.
    #[test]
    fn broken_texts_are_no_danger(
        head in head(), path in select(PATHS.as_slice()), value in text(),
        wrong in vec((any::<prop::sample::Index>(), select(PIECES.as_slice())), 1..4),
    ) {
        let mut head = head;
        for (at, piece) in wrong {
            let mut places: Vec<_> = head.char_indices().map(|(at, _)| at).collect();
            places.push(head.len());
            head.insert_str(places[at.index(places.len())], piece);
        }
        let before = release(&head);
        let source = Source::from_text("a.md", Format::Markdown, before.clone());
        let Ok(was) = typed_fields(&source) else { return Ok(()) };
        for edit_of in [
            FieldEdit::set(path, value.as_str()),
            FieldEdit::remove(path),
            FieldEdit::insert("contacts", 0, json!({"name": value})),
            FieldEdit::rearrange("keywords", 0, 2),
        ] {
            let edited = edit(&before, std::slice::from_ref(&edit_of));
            let is = fields(&edited.text);
            if !edited.errors.is_empty() {
                prop_assert_eq!(&edited.text, &before);
            } else if let (FieldChange::Set(value), true) = (edit_of.change, has_place(&was.values, path)) {
                let mut expected = was.values.clone();
                set_in(&mut expected, path, value);
                prop_assert_eq!(&is.values, &expected, "{}", edited.text);
            }
        }
    }
}
