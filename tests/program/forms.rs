//! One release in four forms.

use crate::test::{Ran, Test};

/// The same release in each form.
const FORMS: [(&str, &str); 4] = [
    ("md", MARKDOWN),
    (
        "yaml",
        "letterhead: neutral\ndate: 2022-11-25\nheadline: \"Grüße: aus\\tSachsen\"\nkeywords: [a, b]\n\
        contacts:\n  - name: Erika Beispiel\n    phone: \"+49 351 564 60200\"\n\
        body: |\n  Ein *Satz* steht hier.\n\n  ## Fazit\n\n  1. Erstens\n  2. Zweitens\n",
    ),
    (
        "json",
        r###"{"body": "Ein *Satz* steht hier.\n\n## Fazit\n\n1. Erstens\n2. Zweitens\n",
        "keywords": ["a", "b"], "date": "2022-11-25", "letterhead": "neutral",
        "headline": "Gr\u00fc\u00dfe: aus\tSachsen",
        "contacts": [{"phone": "+49 351 564 60200", "name": "Erika Beispiel"}]}"###,
    ),
    (
        "toml",
        "body = \"\"\"\nEin *Satz* steht hier.\n\n## Fazit\n\n1. Erstens\n2. Zweitens\n\"\"\"\n\
        date = 2022-11-25\nletterhead = 'neutral'\nheadline = \"Grüße: aus\\tSachsen\"\nkeywords = ['a', 'b']\n\
        [[contacts]]\nname = 'Erika Beispiel'\nphone = '+49 351 564 60200'\n",
    ),
];

const MARKDOWN: &str = "\
---
letterhead: neutral
date: 2022-11-25
headline: \"Grüße: aus\\tSachsen\"
keywords: [a, b]
contacts:
  - name: Erika Beispiel
    phone: \"+49 351 564 60200\"
---
Ein *Satz* steht hier.

## Fazit

1. Erstens
2. Zweitens
";

fn sheet(test: Test, name: &str) -> (Ran, Vec<u8>) {
    let ran = test.any_stderr().run();
    let bytes = ran.bytes(name);
    (ran, bytes)
}

#[test]
fn the_same_release_in_four_forms_from_four_folders_gives_the_same_bytes() {
    let sheets = FORMS.map(|(form, text)| {
        let folder = format!("folder for {form}");
        let name = format!("release-{form}.{form}");
        let test = Test::new(&format!("render {name} -o sheet.pdf"));
        let test = test.below(&folder).file(&format!("{folder}/{name}"), text);
        sheet(test, &format!("{folder}/sheet.pdf")).1
    });
    for (bytes, (form, _)) in sheets.iter().zip(FORMS) {
        assert!(*bytes == sheets[0], "{form} differs from md");
    }
}

#[test]
fn where_the_program_runs_changes_nothing() {
    let here = Test::new("render a.md").file("a.md", MARKDOWN);
    let there = Test::new("render ../a.md -o ../a.pdf").file("a.md", MARKDOWN).below("a/b/..");
    assert!(sheet(here, "a.pdf").1 == sheet(there, "a.pdf").1);
    let piped = Test::new("render - --input-format md -o a.pdf").stdin(MARKDOWN);
    let named = Test::new("render a.md").file("a.md", MARKDOWN);
    assert!(sheet(piped, "a.pdf").1 == sheet(named, "a.pdf").1);
}

#[test]
fn one_and_many_threads_give_the_same_bytes() {
    let names: Vec<_> = (0..12).map(|at| format!("{at:02}.md")).collect();
    let test = |jobs: &str| {
        let test = Test::new(&format!("render -q {jobs} {}", names.join(" ")));
        names.iter().enumerate().fold(test, |test, (at, name)| {
            let body = format!("Absatz {at} steht hier.\n\n").repeat(at * 9 + 1);
            test.file(name, MARKDOWN.replace("Ein *Satz* steht hier.\n", &body))
        })
    };
    let (one, many) = (test("-j 1").run(), test("-j 4").run());
    let alone = test("").file("alone.md", one.bytes("07.md"));
    let alone = Test::after(alone.run(), "render -q alone.md").run();
    for name in &names {
        let name = name.replace(".md", ".pdf");
        assert!(one.bytes(&name) == many.bytes(&name), "{name}");
    }
    assert!(alone.bytes("alone.pdf") == one.bytes("07.pdf"));
}

#[test]
fn the_day_and_the_place_change_nothing() {
    let test = Test::new("render a.md").file("a.md", MARKDOWN);
    let run = |variables: &[(&str, &str)]| {
        let mut command = test.command();
        command.envs(variables.iter().copied());
        assert!(command.output().expect("the program ends").status.success());
        std::fs::read(test.path("a.pdf")).expect("the sheet is there")
    };
    let plain = run(&[]);
    assert!(run(&[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")]) == plain);
    assert!(run(&[("SOURCE_DATE_EPOCH", "1"), ("HOME", "/nowhere"), ("LANG", "C")]) == plain);
}
