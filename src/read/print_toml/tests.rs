use super::*;
use crate::read::forms;
use crate::source::{Format, Source};

fn tree(text: &str) -> Node {
    let source = Source::from_text("house.toml", Format::Toml, text.to_owned());
    forms::parse(&source, 0..source.text().len()).unwrap()
}

/// What a tree says, without its places in a text.
fn said(node: &Node) -> String {
    match &node.value {
        NodeValue::Map(entries) => {
            let mut fields: Vec<_> = entries
                .iter()
                .map(|entry| format!("{:?}: {}", entry.key, said(&entry.node)))
                .collect();
            fields.sort();
            format!("{{{}}}", fields.join(", "))
        }
        NodeValue::List(items) => {
            format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(", "))
        }
        NodeValue::Text(text) => format!("{:?}", text.value),
        other => format!("{other:?}"),
    }
}

#[test]
fn what_is_printed_is_read_as_the_same() {
    let texts = [
        "a = 1\nb = -1.5\nc = true\nd = 2022-11-25\ne = 'x'\n",
        "a = \"\"\"\none\ntwo \\\\ \\\"\\\"\\\" \\t\n\"\"\"\n\"a b\" = \"\\u0007\\r\\n\"\n",
        "[t]\na = [1, 2]\n[t.u]\nb = {}\n[[l]]\nx = 1\n[[l]]\n[l.y]\nz = []\n",
        "a = [{ b = 1, c = \"x\\ny\" }, 2]\nempty = {}\n[\"ä.ö\"]\n'' = 0\n",
        "a = [\"0123456789012345678901234567890123456789012345678901234567890123456789\", \"0123456789012345678901234567890\"]\n",
        include_str!("../../../layouts/letterheads/smwk.toml"),
        include_str!("../../../layouts/letterheads/neutral.toml"),
        include_str!("../../../fixtures/letterheads/every-language.toml"),
    ];
    for text in texts {
        let (before, printed) = (tree(text), toml(&tree(text)));
        assert_eq!(said(&tree(&printed)), said(&before), "{printed}");
        assert_eq!(toml(&tree(&printed)), printed);
    }
}

#[test]
fn defaults_change_nothing() {
    for text in [
        include_str!("../../../layouts/letterheads/neutral.toml"),
        include_str!("../../../fixtures/letterheads/least.toml"),
    ] {
        let read = |text: &str| {
            let source = Source::from_text("house.toml", Format::Toml, text.to_owned());
            let (letterhead, _) = super::super::letterhead(&source).unwrap();
            format!("{letterhead:?}")
        };
        let source = Source::from_text("house.toml", Format::Toml, text.to_owned());
        let all = letterhead_toml(tree(source.text()).entries().to_vec(), None, true);
        assert_eq!(read(&all), read(text), "{all}");
        assert!(all.contains("\n[theme.measures]\n"), "{all}");
        let labels = letterhead_toml(
            tree(source.text()).entries().to_vec(),
            Language::from_spelling("en"),
            false,
        );
        assert!(labels.contains("\n[labels.en]\n") && labels.contains("\nphone = \"Phone\"\n"));
        assert!(labels.starts_with("#:schema letterhead.schema.json\n"), "{labels}");
    }
}
