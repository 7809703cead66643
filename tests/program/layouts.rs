//! Layouts of one's own: what they may do, and what is said of those that do other things.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::repository::root;
use crate::test::{RELEASE, Ran, Test};

/// A release with every field that needs no file.
const FULL: &[u8] = include_bytes!("../../fixtures/layouts/release.md");

/// The files of a folder of fixtures and of the folder in it, by their paths there.
fn files(folder: &str) -> Vec<(String, PathBuf)> {
    let base = root().join("fixtures/layouts").join(folder);
    let mut found = Vec::new();
    for below in ["", "teile"] {
        let entries = fs::read_dir(base.join(below)).expect("the folder is there");
        for entry in entries.map(|entry| entry.expect("an entry").path()) {
            if entry.is_file() && entry.extension().is_none_or(|ending| ending != "stderr") {
                let name = entry.strip_prefix(&base).expect("below it");
                found.push((name.to_string_lossy().into_owned(), entry));
            }
        }
    }
    found.sort();
    found
}

/// Renders the full release with a layout of a folder of fixtures.
fn render(folder: &str, layout: &str, exit: i32) -> Ran {
    let command = format!("render --max-seconds 5 --layout {layout} release.md");
    let test = Test::new(&command).file("release.md", FULL);
    let test = files(folder)
        .into_iter()
        .fold(test, |test, (name, path)| test.file(&name, fs::read(path).expect("it is there")));
    test.any_stderr().exit(exit).run()
}

/// Compares what is said with the file beside the layout; `UPDATE=1` writes it.
fn compare(folder: &str, exit: i32) {
    let is_update = std::env::var_os("UPDATE").is_some_and(|update| update == "1");
    let mut wrong = Vec::new();
    let layouts =
        files(folder).into_iter().filter(|(name, _)| name.ends_with(".typ") && !name.contains('/'));
    for (name, path) in layouts {
        let said = render(folder, &name, exit).stderr;
        let expected = path.with_extension("stderr");
        if fs::read_to_string(&expected).ok().as_ref() != Some(&said) {
            wrong.push(format!("{name}:\n{said}"));
            if is_update {
                fs::write(expected, said).expect("it is written");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_layout_may_do_is_set() {
    compare("accepted", 0);
}

#[test]
fn what_a_layout_must_not_do_is_refused_in_its_file() {
    compare("refused", 2);
}

#[test]
fn a_layout_without_end_is_given_up_in_time() {
    for (what, code) in [
        ("for i in range(9000) { for j in range(9000) { n += 1 } }", "took-too-long"),
        ("for i in range(200000) { pagebreak(); par(str(i)) }", "took-too-long"),
        ("let s = \"xxxxxxxxxx\"; for i in range(60) { s = s + s }", "takes-too-much"),
    ] {
        let layout = format!("#let sheet(release, letterhead) = {{ let n = 0; {what} }}\n");
        let began = Instant::now();
        let bounds = "--max-seconds 2 --max-memory 400MiB";
        let test = Test::new(&format!("render {bounds} --layout own.typ a.md"));
        let ran = test.file("a.md", RELEASE).file("own.typ", layout).any_stderr().exit(2).run();
        assert!(began.elapsed() < Duration::from_secs(4), "{what}");
        let given_up = ["took-too-long", "takes-too-much"].map(|code| format!("error[{code}]"));
        assert!(
            given_up.iter().any(|error| ran.stderr.starts_with(error)),
            "{code}: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_module_s_name_is_not_free() {
    let layout =
        "#import \"text.typ\": plain\n#let sheet(release, letterhead) = plain(release.title)\n";
    let test = Test::new("render --layout own.typ a.md").file("a.md", RELEASE);
    let ran = test.file("own.typ", layout).file("text.typ", "").any_stderr().exit(2).run();
    let error =
        "error[layout-fault]: `text.typ` is the name of a built-in module\n --> own.typ:1:1\n";
    assert!(ran.stderr.starts_with(error), "{}", ran.stderr);
}

#[test]
fn print_needs_bleed() {
    let layout = include_str!("../../src/layout/start.typ");
    let render = |layout: &str, exit: i32| {
        let test = Test::new("render --target print --layout own.typ a.md").file("a.md", RELEASE);
        test.file("own.typ", layout).any_stderr().exit(exit).run()
    };
    render(layout, 0);
    let ran = render(&layout.replace("bleed: release.edition.bleed * 1mm,", ""), 2);
    let error = "error[page-impossible]: page 1 has no bleed of 3 mm, and is to be printed\n";
    assert!(ran.stderr.starts_with(error), "{}", ran.stderr);
}

#[test]
fn the_layout_to_start_from_loses_nothing() {
    let new = Test::new("layout new own.typ").any_stderr().run();
    let ran = Test::after(new, "render --layout own.typ release.md").file("release.md", FULL);
    let ran = ran.any_stderr().run();
    let check = Test::after(ran, "layout check own.typ").any_stderr().run();
    assert_eq!(check.stderr, "own.typ: fine\n");
    let again = Test::after(check, "layout new own.typ").any_stderr().exit(2).run();
    assert!(again.stderr.contains("own.typ exists already, and is left as it is"));
    let page = fs::read_to_string(root().join("docs/layouts.md")).expect("the page is there");
    let start = include_str!("../../src/layout/start.typ");
    assert!(page.contains(&format!("```typ\n{start}```\n")), "docs/layouts.md shows start.typ");
}

#[test]
fn the_built_in_sheet_as_a_layout_of_one_s_own_loses_nothing() {
    let layout = "#import \"/layout/built-in.typ\": sheet as built-in\n\
                  #let sheet(release, letterhead) = built-in(release, letterhead)\n";
    for language in ["de", "en", "en-US", "hsb", "cs", "pl"] {
        let house = format!(
            "id = \"rand\"\nname = \"Freie Hafenstadt\"\nlanguage = \"{language}\"\nlayout = \"own.typ\"\n\
             sender = [\"FREIE HAFENSTADT\", \"PRESSESTELLE\"]\nwebsite = \"www.hafenstadt.example\"\n\
             [address]\nlines = [\"Rathaus\", \"Am Markt 1\", \"26999 Hafenstadt\"]\n\
             [[contacts]]\nname = \"Okka Beispiel\"\nrole = \"Sprecherin\"\n\
             phone = \"+49 30 23125 111\"\nemail = \"presse@hafenstadt.example\"\n"
        );
        let test = Test::new("letterhead check rand.toml").file("rand.toml", house);
        test.file("own.typ", layout).stderr("rand.toml: fine\n").run();
    }
}

#[test]
fn the_built_in_layout_is_shown() {
    let list = Test::new("layout show").any_stdout().run().stdout;
    let list = String::from_utf8(list).expect("it is text");
    let line = list.lines().find(|line| line.starts_with("/layout/text.typ "));
    let about = line.and_then(|line| line.split_once("  "));
    let about = about.map(|(_, about)| about.trim_start());
    assert_eq!(about, Some("Running text: inlines and blocks, folded from data."), "{list}");
    let text = Test::new("layout show text").any_stdout().run().stdout;
    assert_eq!(text, fs::read(root().join("layouts/text.typ")).expect("it is there"));
    let wrong = Test::new("layout show tabel").any_stderr().exit(2).run().stderr;
    assert!(wrong.contains("did you mean `table`?"), "{wrong}");
}

#[test]
fn a_file_beside_a_layout_stands_in_no_place_of_an_inner_one() {
    let layout = "#import \"/layout/block-kinds.typ\": mine\n\
        #import \"/layout/print.typ\": mine as further\n\
        #import \"/layout/built-in.typ\": sheet as built-in\n\
        #let sheet(release, letterhead) = { mine; further; built-in(release, letterhead) }\n";
    let test = Test::new("render --layout own.typ release.md --target print --crop-marks")
        .file("release.md", format!("{}\nText.\n\n***\n\nText.\n", RELEASE.trim_end()))
        .file("own.typ", layout)
        .file("block-kinds.typ", "#let mine = none\n")
        .file("print.typ", "#let mine = none\n");
    test.any_stderr().run();
}
