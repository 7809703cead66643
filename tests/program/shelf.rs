//! Letterheads that are named by their ids, from folders.

use std::process::Command;

use crate::test::{RELEASE, Ran, Test};

fn house(id: &str, rest: &str) -> String {
    format!("id = \"{id}\"\nname = \"Amt {id}\"\nshort = \"A\"\n{rest}")
}

fn release(id: &str) -> String {
    RELEASE.replace("letterhead: neutral", &format!("letterhead: {id}"))
}

fn text(ran: &Ran) -> String {
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

#[test]
fn an_id_is_found_in_a_folder() {
    let test = Test::new("render --letterheads house a.md").file("a.md", release("amt"));
    let ran = test.file("house/x.toml", house("amt", "")).stderr("wrote a.pdf (1 page)\n").run();
    // As if the file had been named.
    let named = Test::after(ran, "render -q --letterhead house/x.toml -o b.pdf a.md").run();
    assert!(named.bytes("a.pdf") == named.bytes("b.pdf"));
    let typed = Test::after(named, "render -q --letterheads house --letterhead amt -o c.pdf b.md");
    let ran = typed.file("b.md", RELEASE).run();
    assert!(ran.bytes("b.pdf") == ran.bytes("c.pdf"));
    let unknown = Test::after(ran, "check --letterheads house c.md").file("c.md", release("atm"));
    let ran = unknown.any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[unknown-letterhead]: there is no letterhead `atm`\n"));
    assert!(ran.stderr.contains("= help: did you mean `amt`?\n"), "{}", ran.stderr);
}

#[test]
fn folders_of_the_environment_come_behind_those_that_were_typed() {
    let test = Test::new("letterhead list --ids --letterheads one");
    let test = test.file("one/a.toml", house("a", "")).file("two/b.toml", house("b", ""));
    let output = test.command().env("LETTERPRESS_LETTERHEADS", ":two").output().unwrap();
    let ids = String::from_utf8_lossy(&output.stdout);
    assert!(ids.starts_with("a\nb\n") && ids.contains("\nneutral\n"), "{ids}");
    let output = test.command().env("LETTERPRESS_LETTERHEADS", "two:three").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let error = "error[input-output]: cannot read from three (it does not exist)\n |\n \
                 = help: the folder stands in LETTERPRESS_LETTERHEADS\n";
    assert!(said.starts_with(error) && output.status.code() == Some(2), "{said}");
}

#[test]
fn an_id_of_a_folder_wins_over_a_built_in_one() {
    let test = Test::new("check -v --letterheads house a.md").file("a.md", RELEASE);
    let test = test.file("house/n.toml", house("neutral", ""));
    let said = "house/n.toml stands in for the built-in letterhead neutral\na.md: fine\n";
    let ran = test.stderr(said).run();
    let list = text(&Test::after(ran, "letterhead list --letterheads house").any_stdout().run());
    assert!(list.starts_with("neutral     Amt neutral "), "{list}");
    assert_eq!(list.matches("neutral ").count(), 2, "{list}");
}

#[test]
fn a_broken_file_disturbs_no_other() {
    let test = Test::new("render --letterheads house a.md").file("a.md", release("amt"));
    let test = test.file("house/amt.toml", house("amt", "")).file("house/broken.toml", "id = ");
    let test = test.file("house/base.toml", "name = \"Amt\"\n").file("house/notes.txt", "x");
    let ran = test.stderr("wrote a.pdf (1 page)\n").run();
    let other = Test::after(ran, "check --letterheads house b.md").file("b.md", release("other"));
    let ran = other.any_stderr().exit(1).run();
    assert!(ran.stderr.contains("= help: house/broken.toml cannot be read, and may have it: "));
    let listed = Test::after(ran, "letterhead list --letterheads house");
    let ran = listed.any_stdout().any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[toml-syntax]: "), "{}", ran.stderr);
    let list = text(&ran);
    let broken = list.lines().find(|line| line.contains("house/broken.toml")).unwrap_or_default();
    assert!(broken.starts_with("?  ") && broken.contains("  broken  "), "{list}");
    assert!(!list.contains("base.toml"), "{list}");
    let listed = Test::after(ran, "letterhead list --format json --letterheads house");
    let ran = listed.any_stdout().any_stderr().exit(1).run();
    let lines: Vec<serde_json::Value> =
        text(&ran).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["file"], "house/amt.toml");
    assert!(lines[1]["error"].is_string() && lines[1]["id"].is_null());
    assert_eq!(lines[2]["file"], serde_json::Value::Null);
}

#[test]
fn files_with_one_id_are_periods() {
    let dated = |day: &str| release("amt").replace("2022-11-25", day);
    let test = Test::new("render --letterheads house -o out/ old.md new.md");
    let test = test.file("house/old.toml", house("amt", "valid_until = 2024-12-31\n"));
    let test = test.file("house/new.toml", house("amt", "valid_from = 2025-01-01\n"));
    let test = test.file("old.md", dated("2024-12-31")).file("new.md", dated("2025-01-01"));
    let ran = test.any_stderr().run();
    let old = Test::after(ran, "render -q --letterhead house/old.toml -o typed.pdf old.md").run();
    assert!(old.bytes("out/old.pdf") == old.bytes("typed.pdf"));
    let new = Test::after(old, "render -q --letterhead house/new.toml -o typed.pdf new.md").run();
    assert!(new.bytes("out/new.pdf") == new.bytes("typed.pdf"));
    let shown = Test::after(new, "letterhead show amt --date 2024-12-31 --letterheads house");
    let ran = shown.any_stdout().run();
    assert!(text(&ran).contains("valid_until = 2024-12-31"), "{}", text(&ran));
    let twice = Test::after(ran, "check --letterheads house old.md");
    let twice = twice.file("house/third.toml", house("amt", "valid_from = 2024-07-01\n"));
    let ran = twice.any_stderr().exit(2).run();
    let error = "error[letterhead-twice]: house/old.toml and house/third.toml both have the id \
                 `amt`, and both are valid on 2024-07-01\n";
    assert!(ran.stderr.contains(error), "{}", ran.stderr);
}

#[test]
fn a_letterhead_beside_releases_is_as_one_that_was_typed() {
    let house = house("amt", "logo = { file = \"l.svg\", alt = \"Wappen\" }\n");
    let logo = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>\
                <rect width='90' height='90'/></svg>";
    let mut test = Test::new("render -q -j1 1.md 2.md 3.md");
    for number in 1..=3 {
        test = test.file(&format!("{number}.md"), release("house.toml"));
    }
    let ran = test.file("house.toml", house).file("l.svg", logo).run();
    let ran = Test::after(ran, "render -q --letterhead house.toml -o typed.pdf 3.md").run();
    assert!(ran.bytes("3.pdf") == ran.bytes("typed.pdf"));
}

#[test]
fn a_letterhead_is_shown_with_labels_and_fields() {
    let test = Test::new("letterhead show house.toml --language en --fields");
    let ran = test.file("house.toml", house("amt", "")).any_stdout().run();
    let shown = text(&ran);
    assert!(shown.starts_with("#:schema letterhead.schema.json\nid = \"amt\"\n"), "{shown}");
    assert!(shown.contains("\nphone = \"Phone\"\n") && shown.contains("[theme.measures]\n"));
    let check = Test::after(ran, "letterhead check shown.toml").file("shown.toml", &shown);
    let ran = check.stderr("shown.toml: fine\n").run();
    let ran = Test::after(ran, "letterhead show amt --language xx").any_stderr().exit(2).run();
    assert!(ran.stderr.starts_with("error[usage]: there is no language `xx`\n"), "{}", ran.stderr);
}

#[test]
fn of_three_hundred_letterheads_one_is_read_whole() {
    let mut test = Test::new("check --max-seconds 10 --letterheads house a.md");
    for number in 0..300 {
        // Each of the others would be refused.
        let rest = if number == 7 { "" } else { "logo = { file = \"none.svg\", alt = \"x\" }\n" };
        test = test.file(&format!("house/{number}.toml"), house(&format!("amt-{number}"), rest));
    }
    test.file("a.md", release("amt-7")).stderr("a.md: fine\n").run();
}

#[test]
fn bash_completes_ids() {
    let script = Test::new("completions bash").any_stdout().run();
    let test = Test::new("--version").file("complete.bash", &script.stdout);
    let test = test.file("letterheads/amt.toml", house("hafenstadt", ""));
    let test = test.file("letterpress.toml", "letterheads = [\"letterheads\"]\n");
    let complete = |words: &str| {
        let program = env!("CARGO_BIN_EXE_letterpress");
        let lines = format!(
            "source ./complete.bash; COMP_WORDS=({program} {words}); \
             COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); cur=${{COMP_WORDS[COMP_CWORD]}}; \
             _letterpress {program} \"$cur\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let bash = Command::new("bash").args(["-c", &lines]).current_dir(test.path("")).output();
        String::from_utf8_lossy(&bash.expect("bash runs").stdout).into_owned()
    };
    assert_eq!(complete("render --letterhead ha"), "hafenstadt\n");
    assert_eq!(complete("mail send --letterhead ne"), "neutral\n");
    assert_eq!(complete("letterhead show smw"), "smwa\nsmwk\n");
    assert_eq!(complete("letterhead check ha"), "hafenstadt\n");
}

#[test]
fn other_shells_ask_for_ids() {
    for shell in ["zsh", "fish"] {
        let ran = Test::new(&format!("completions {shell}")).any_stdout().run();
        let asks = text(&ran).matches("letterpress letterhead list --ids 2>/dev/null").count();
        assert!(asks >= if shell == "zsh" { 1 } else { 6 }, "{shell}: {asks}");
    }
}
