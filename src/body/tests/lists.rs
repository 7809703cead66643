use super::*;

#[test]
fn bullets_are_lists() {
    assert_tree("- a\n- *b*\n", r#"(ul (li (p "a")) (li (p (em "b"))))"#);
    assert_tree("* a\n\n* b\n\n  c\n", r#"(ul loose (li (p "a")) (li (p "b") (p "c")))"#);
    assert_tree("- a\n  - b\n- ", r#"(ul (li (p "a") (ul (li (p "b")))) (li))"#);
    assert_tree("- a\n+ b", "(ul (li (p \"a\")))\n(ul (li (p \"b\")))");
}

#[test]
fn numbers_that_run_on_are_a_list() {
    assert_tree("1. a\n2. b\n", r#"(ol 1. (li (p "a")) (li (p "b")))"#);
    assert_tree("3) a\n4) b\n\n5) c", r#"(ol 3) loose (li (p "a")) (li (p "b")) (li (p "c")))"#);
    assert_tree("0. a\n1. b", r#"(ol 0. (li (p "a")) (li (p "b")))"#);
    assert_tree("1. a", r#"(ol 1. (li (p "a")))"#);
    assert_tree("9. a\n10. b\n    - c", r#"(ol 9. (li (p "a")) (li (p "b") (ul (li (p "c")))))"#);
}

#[test]
fn numbers_that_do_not_run_on_are_paragraphs_as_typed() {
    assert_tree(
        "3. Oktober: Feiertag\n25. November: *Treffen*\n\n    Saal 1",
        "(p \"3. Oktober: Feiertag\")\n(p \"25. November: \" (em \"Treffen\"))\n(p \"Saal 1\")",
    );
    assert_tree("2022. Ein Jahr", r#"(p "2022. Ein Jahr")"#);
    assert_tree("3. **Oktober** 2022", r#"(p "3. " (strong "Oktober") " 2022")"#);
    assert_tree("01. a\n02. b", "(p \"01. a\")\n(p \"02. b\")");
    assert_tree("3.", r#"(p "3.")"#);
    assert_tree("> 3. Oktober\n> — Name", r#"(quote (p "3. Oktober") (speaker "Name"))"#);
}

#[test]
fn the_rule_of_numbers_holds_in_nested_lists() {
    assert_tree(
        "- Termine\n  3. Mai\n\n  3. Mai\n  9. Juni\n",
        r#"(ul loose (li (p "Termine" _ "3. Mai") (p "3. Mai") (p "9. Juni")))"#,
    );
}

#[test]
fn a_lone_number_with_blocks_under_it_is_an_item() {
    assert_tree("3. Oktober\n   - Saal", r#"(ol 3. (li (p "Oktober") (ul (li (p "Saal")))))"#);
}

#[test]
fn numbers_that_repeat_are_set_as_typed_with_a_warning() {
    assert_refused(
        "1. a\n1. b\n1. c",
        "(p \"1. a\")\n(p \"1. b\")\n(p \"1. c\")",
        "warning list-numbers-repeat «1.»",
    );
}

#[test]
fn a_number_that_would_change_is_refused_where_paragraphs_will_not_do() {
    assert_refused(
        "3. Oktober\n25. November\n    - Saal\n",
        "(p \"3. Oktober\")\n(p \"25. November\")\n(ul (li (p \"Saal\")))",
        "error list-number-changed «25.»",
    );
    let (_, found) = parse("3. Oktober\n25. November\n    - Saal\n");
    let message = found.first().map(|finding| finding.diagnostic.message.as_str());
    assert_eq!(message, Some("the item typed `25.` would be set as `4.`"));
}

#[test]
fn a_wrapped_line_that_begins_like_an_item_is_pointed_out() {
    assert_refused(
        "Die Regel gilt ab dem\n1. Januar 2023.",
        "(p \"Die Regel gilt ab dem\")\n(ol 1. (li (p \"Januar 2023.\")))",
        "warning list-of-one «1.»",
    );
    assert_eq!(findings("Das war\n- so schien es - neu"), "warning list-of-one «-»");
    assert_eq!(findings("Das war\r\n- so"), "warning list-of-one «-»");
    assert_eq!(findings("Das war\n\n- so"), "");
    assert_eq!(findings("Das war\n- so\n- und so"), "");
    assert_eq!(findings("Tag\n3. Oktober"), "");
    let (_, found) = parse("> Wort\n> - Name");
    let hint = found.first().and_then(|finding| finding.diagnostic.hints.last().cloned());
    assert_eq!(hint.as_deref(), Some("write `— Name, Rolle` for the speaker of a quote"));
}

#[test]
fn a_sign_of_the_text_that_begins_an_item_is_pointed_out() {
    for text in ["* vorläufige Zahl", "+ 5 % mehr", "- 5 °C wurden gemessen.", "1. Mai 2024: Fest"]
    {
        let marker = text.split(' ').next().unwrap();
        for before in ["", "Satz.\n\n", "| A | B |\n| - | - |\n| 1* | 2 |\n\n"] {
            let found = findings(&format!("{before}{text}"));
            assert_eq!(found, format!("warning list-of-one «{marker}»"), "{before}{text}");
        }
    }
    for text in ["- ein Punkt", "1. Punkt", "* a\n* b", "+ 1\n+ 2"] {
        assert_eq!(findings(&format!("Satz.\n\n{text}")), "", "{text}");
    }
    assert_eq!(findings("Anlage:\n\n* Foto vom Festakt"), "");
    assert_eq!(findings("Es stieg um\n+ 5 % und um\n+ 6 % hier."), "warning list-of-one «+»");
    assert_eq!(findings("Satz.\n\n- 5 °C am Tag\n- 7°C nachts"), "warning list-of-one «-»");
    assert_eq!(findings("Satz.\n\n- 5 Orte\n- 7 % mehr"), "");
}

#[test]
fn the_place_of_an_item_begins_at_its_marker() {
    let text = "Text\n\n1. a\n2. b\n\n>\t- x\n> \t- y\n";
    let (body, _) = parse(text);
    let Some(BlockKind::List(list)) = body.blocks.get(1).map(|block| &block.kind) else {
        unreachable!("a list")
    };
    let items: Vec<&str> =
        list.items.iter().filter_map(|item| text.get(item.span.0.clone())).collect();
    assert_eq!(items, ["1. a", "2. b"]);
    let (body, _) = parse("3. Mai");
    let span = body.blocks.first().map(|block| block.span.0.clone());
    assert_eq!(span, Some(0..6));
}
