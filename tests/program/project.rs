//! `letterpress.toml`: what it says, and what it may not say.

use std::fs;
use std::os::unix::fs::symlink;

use crate::test::{RELEASE, Test};

const HOUSE: &str = "id = \"amt\"\nname = \"Amt für Muster\"\nshort = \"AM\"\n";

fn release(id: Option<&str>) -> String {
    let line = id.map(|id| format!("letterhead: {id}\n")).unwrap_or_default();
    RELEASE.replace("letterhead: neutral\n", &line)
}

fn with(arguments: &str, project: &str) -> Test {
    let test = Test::new(arguments).file("p/letterpress.toml", project);
    test.file("p/house/amt.toml", HOUSE).file("p/2022/a.md", release(None))
}

#[test]
fn it_names_letterheads_the_usual_one_and_where_results_go() {
    let project = "letterheads = [\"house\"]\nletterhead = \"amt\"\noutput = \"results\"\n";
    let said = "read p/letterpress.toml\nwrote p/results/a.pdf (1 page)\n";
    let ran = with("render -v p/2022/a.md", project).stderr(said).run();
    let typed = "render -q --letterhead p/house/amt.toml -o typed.pdf p/2022/a.md";
    let ran = Test::after(ran, typed).run();
    assert!(ran.bytes("typed.pdf") == ran.bytes("p/results/a.pdf"));
    // What the release and the command line say goes before.
    let own = Test::after(ran, "render -q p/2022/b.md").file("p/2022/b.md", RELEASE).run();
    let ran = Test::after(own, "render -q --letterhead neutral -o n.pdf p/2022/b.md").run();
    assert!(ran.bytes("p/results/b.pdf") == ran.bytes("n.pdf"));
    let ran = Test::after(ran, "render -q --letterhead amt -o b.pdf p/2022/b.md").run();
    assert!(ran.bytes("b.pdf") != ran.bytes("n.pdf"));
    let new = Test::after(ran, "new p/2022/c.md").any_stderr().run();
    let text = String::from_utf8(new.bytes("p/2022/c.md")).expect("a release is text");
    assert!(text.contains("letterhead: \"amt\""), "{text}");
}

#[test]
fn each_release_has_the_nearest_one() {
    let test = with(
        "render a.md p/2022/a.md p/2022/q/a.md",
        "letterheads = [\"house\"]\noutput = \"one\"\nletterhead = \"amt\"\n",
    );
    let test = test.file("a.md", RELEASE).file("p/2022/q/letterpress.toml", "output = \"two\"\n");
    let ran = test.file("p/2022/q/a.md", RELEASE).any_stderr().run();
    for file in ["a.pdf", "p/one/a.pdf", "p/2022/q/two/a.pdf"] {
        assert!(!ran.bytes(file).is_empty(), "{file}");
    }
    let stdin = Test::after(ran, "check --input-format md -").below("p/2022");
    stdin.stdin(release(None)).stderr("<stdin>: fine\n").run();
}

#[test]
fn it_names_nothing_else() {
    for (project, error) in [
        ("relay = \"smtp://x\"", "error[unknown-field]: letterpress.toml has no field `relay`\n"),
        ("letterheads = [\"../x\"]", "error[path-leads-out]: `../x` leads out of the folder of"),
        ("letterheads = [\"/etc\"]", "error[path-leads-out]: `/etc` leads out of the folder of"),
        ("letterheads = [\"link\"]", "error[path-leads-out]: `link` leads out of the folder of"),
        ("output = \"link/new\"", "error[path-leads-out]: `link/new` leads out of the folder"),
        ("output = \"a/../../x\"", "error[path-leads-out]: `a/../../x` leads out of the folder"),
        ("letterheads = \"house\"", "error[wrong-type]: `letterheads` is no list\n"),
        ("letterheads = [1]", "error[wrong-type]: `letterheads` is no text\n"),
        ("letterhead = \"a.toml\"", "error[wrong-type]: `a.toml` is no id of a letterhead\n"),
        ("letterhead = \"amd\"", "error[unknown-letterhead]: there is no letterhead `amd`\n"),
        ("letterheads = [\"none\"]", "error[input-output]: none does not exist\n"),
        ("letterheads = [\"2022/a.md\"]", "error[input-output]: 2022/a.md is no folder\n"),
        ("output = ", "error[toml-syntax]: this is not TOML: "),
    ] {
        let test = with("render p/2022/a.md", project);
        symlink("/tmp", test.path("p/link")).expect("a link is made");
        let ran = test.any_stderr().exit(2).run();
        assert!(ran.stderr.starts_with(error), "{project}: {}", ran.stderr);
        assert!(ran.stderr.contains("\n --> p/letterpress.toml:1:"), "{project}: {}", ran.stderr);
    }
}

#[test]
fn it_is_a_file_of_its_folder() {
    let test = Test::new("check p/a.md").file("p/a.md", RELEASE).file("secret", "a = 1\n");
    symlink("../secret", test.path("p/letterpress.toml")).expect("a link is made");
    let ran = test.any_stderr().exit(2).run();
    let error =
        "error[path-leads-out]: p/letterpress.toml is a link that leads out of its folder\n";
    assert_eq!(ran.stderr.trim_end(), error.trim_end());
    fs::remove_file(ran.path("p/letterpress.toml")).expect("the link is removed");
    fs::create_dir(ran.path("p/letterpress.toml")).expect("a folder is made");
    let ran = Test::after(ran, "check p/a.md").any_stderr().exit(2).run();
    assert_eq!(ran.stderr.trim_end(), "error[input-output]: p/letterpress.toml is a folder");
}

#[test]
fn its_letterheads_name_no_relay() {
    let mail = "[mail]\nfrom = \"presse@example.org\"\nrelay = \"smtp://127.0.0.1:1\"\n";
    let house = format!("{HOUSE}\n{mail}");
    let project = "letterheads = [\"house\"]\nletterhead = \"amt\"\n";
    let command = "mail send --yes --journal j.sqlite --to list.csv p/2022/a.md";
    for command in [command.to_owned(), format!("{command} --letterhead amt")] {
        let sent = release(None).replace("date:", "id: amt-1\ndate:");
        let test = with(&command, project).file("p/2022/a.md", sent);
        let test = test.file("p/house/amt.toml", &house);
        let ran = test.file("list.csv", "email\na@example.org\n").any_stderr().exit(2).run();
        assert!(ran.stderr.contains("error[relay-of-release]: "), "{}", ran.stderr);
    }
    let composed = with("mail compose p/2022/a.md", &format!("{project}output = \"mails\"\n"));
    let ran = composed.file("p/house/amt.toml", &house).any_stderr().run();
    assert_eq!(fs::read_dir(ran.path("p/mails")).expect("a folder was made").count(), 1);
}
