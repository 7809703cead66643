//! Letterheads and layouts, built in and of one's own.

use crate::test::{RELEASE, Test};

fn printed(arguments: &str) -> String {
    let ran = Test::new(arguments).any_stdout().any_stderr().run();
    String::from_utf8(ran.stdout).expect("it is UTF-8")
}

#[test]
fn every_letterhead_that_is_listed_is_shown_and_fine() {
    let list = printed("letterhead list");
    let ids: Vec<_> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(ids.contains(&"neutral") && ids.contains(&"smwk"), "{list}");
    for id in ids {
        let shown = printed(&format!("letterhead show {id}"));
        // The logo and the fonts of the town are within the program.
        if shown.contains("font_dir = ") {
            continue;
        }
        let test = Test::new("letterhead check house.toml").file("house.toml", &shown);
        let ran = test.stderr("house.toml: fine\n").run();
        let house =
            Test::after(ran, "render -q --format svg --letterhead house.toml a.md -o house.svg");
        let ran = house.file("a.md", RELEASE).run();
        let by_id = format!("render -q --format svg --letterhead {id} a.md -o id.svg");
        let ran = Test::after(ran, &by_id).run();
        // The metadata of a PDF tell the one from the other.
        assert!(ran.bytes("house-1.svg") == ran.bytes("id-1.svg"), "{id}");
    }
}

#[test]
fn a_letterhead_lies_beside_the_release() {
    let release = RELEASE.replace("letterhead: neutral", "letterhead: house.toml");
    let test = Test::new("render a.md").file("a.md", release);
    let house = printed("letterhead show neutral");
    test.file("house.toml", house).stderr("wrote a.pdf (1 page)\n").run();
}

#[test]
fn an_unknown_letterhead_is_refused_by_name() {
    let unknown = "error[usage]: there is no letterhead `netural`\n |\n \
                   = help: did you mean `neutral`?\n = help: a letterhead of your own is named ";
    for arguments in ["letterhead show netural", "render --letterhead netural a.md"] {
        let ran = Test::new(arguments).file("a.md", RELEASE).any_stderr().exit(2).run();
        assert!(ran.stderr.starts_with(unknown), "{}", ran.stderr);
    }
}

#[test]
fn a_faulty_letterhead_is_nobodys_release() {
    let checked = Test::new("letterhead check house.toml").file("house.toml", "id = 1\n");
    let ran = checked.any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[missing-field]: `name` is missing\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("error[wrong-type]: `id` is a number"), "{}", ran.stderr);
    let given = Test::after(ran, "render --letterhead house.toml a.md").file("a.md", RELEASE);
    let ran = given.any_stderr().exit(2).run();
    let beside = RELEASE.replace("letterhead: neutral", "letterhead: house.toml");
    Test::after(ran, "check a.md").file("a.md", beside).any_stderr().exit(2).run();
}

#[test]
fn what_a_letterhead_names_has_to_be_there() {
    let house = printed("letterhead show neutral");
    let logo = "logo = { file = \"logo.svg\", alt = \"Wappen\" }\n";
    let (front, tables) = house.split_once("\n[").expect("a letterhead has tables");
    let front: Vec<_> = front.lines().filter(|line| !line.starts_with("logo")).collect();
    let house = format!("{logo}{}\n[{tables}", front.join("\n"));
    let test = Test::new("letterhead check house.toml").file("house.toml", &house);
    let ran = test.any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[letterhead-file-missing]"), "{}", ran.stderr);
    let broken = Test::after(ran, "letterhead check house.toml").file("logo.svg", "no picture");
    let ran = broken.any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[logo-not-a-picture]"), "{}", ran.stderr);
}

#[test]
fn a_fault_in_a_layout_says_so() {
    let layout = "#let sheet(release, letterhead) = panic(release.nothing)\n";
    let test =
        Test::new("render --layout own.typ a.md").file("a.md", RELEASE).file("own.typ", layout);
    let ran = test.any_stderr().exit(2).run();
    assert!(ran.stderr.starts_with("error[layout-fault]: "), "{}", ran.stderr);
    assert!(ran.stderr.contains(" --> own.typ:1:"), "{}", ran.stderr);
    let help = "= help: this is an error in the layout, not in the release\n";
    assert!(ran.stderr.contains(help), "{}", ran.stderr);
    assert_eq!(ran.names(), ["a.md", "own.typ"]);
}

#[test]
fn a_layout_reads_no_files_and_no_packages() {
    for reach in
        ["read(\"/etc/passwd\")", "read(\"../a.md\")", "{ import \"@preview/cetz:0.3.0\" }"]
    {
        let layout = format!("#let sheet(release, letterhead) = {reach}\n");
        let test = Test::new("render --layout own.typ a.md").file("a.md", RELEASE);
        let ran = test.file("own.typ", layout).any_stderr().exit(2).run();
        assert!(ran.stderr.starts_with("error[layout-fault]: "), "{}", ran.stderr);
    }
}

#[test]
fn a_layout_says_what_is_a_list() {
    let layout = |role: &str| {
        format!(
            "#let leaves-out = (\"kind\", \"dateline\", \"name\", \"contacts\", \"blocks\", \"address\", \"postal\", \"website\", \"boilerplate\", \"footnote\")\n\
             #let sheet(release, letterhead) = {{\n\
             set document(title: release.title, date: datetime(..release.date))\n\
             set text(font: letterhead.theme.fonts, lang: release.language)\n\
             heading(level: 1, release.title)\n\
             tag(\"list\", grid(columns: 2, tag(\"{role}\", [Wo:]), tag(\"item\", par[Musterstadt])))\n}}\n"
        )
    };
    let with = |role: &str, exit: i32| {
        let test = Test::new("render --layout own.typ a.md").file("a.md", RELEASE);
        test.file("own.typ", layout(role)).any_stderr().exit(exit).run()
    };
    let heard = Test::after(with("label", 0), "inspect --reading a.pdf").any_stdout().run().stdout;
    let heard = String::from_utf8(heard).expect("the lines are UTF-8");
    assert!(
        heard.contains("  list\n    label            Wo:\n    item             Musterstadt\n"),
        "{heard}"
    );
    let wrong = with("term", 2).stderr;
    let error = "there is no role `term`, but `list`, `label` and `item`";
    assert!(wrong.contains(error) && wrong.contains(" --> own.typ:6:"), "{wrong}");
}

#[test]
fn fonts_have_to_be_fonts() {
    let test = Test::new("render --font-dir fonts a.md").file("a.md", RELEASE);
    let ran = test.file("fonts/a.ttf", "no font").any_stderr().exit(2).run();
    assert!(ran.stderr.starts_with("error[font-broken]"), "{}", ran.stderr);
}
