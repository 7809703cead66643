//! `letterhead check`, `preview` and `new`: a letterhead is tried as it will be used.

use crate::test::{RELEASE, Test};

const HOUSE: &str = "id = \"haus\"\nname = \"Haus der Muster\"\n\n[[contacts]]\nname = \"Mira Muster\"\nphone = \"+49 30 23125 001\"\n";
/// A mark of 15 to 1.
const LONG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 20\"><path d=\"M0 0h300v20H0z\"/></svg>";

#[test]
fn what_check_refuses_render_refuses_as_well() {
    let logo =
        "[logo]\nfile = \"logo.svg\"\nalt = \"Zeichen\"\n[theme.measures]\nmark_height = 16\n";
    let colour = "[theme.colours]\ntext = \"#ffffff\"\n";
    for (more, code) in [(logo, "mark-out-of-room"), (colour, "contrast-too-low")] {
        let house = format!("{HOUSE}{more}");
        let test = Test::new("letterhead check house.toml").file("house.toml", &house);
        let ran = test.file("logo.svg", LONG).any_stderr().exit(1).run();
        let error = format!("error[{code}]: ");
        assert!(
            ran.stderr.starts_with(&error) && ran.stderr.contains("house.toml:"),
            "{}",
            ran.stderr
        );
        let test = Test::after(ran, "render --letterhead house.toml a.md").file("a.md", RELEASE);
        let ran = test.any_stderr().exit(2).run();
        assert!(ran.stderr.contains(&error), "{}", ran.stderr);
    }
}

#[test]
fn all_letterheads_of_a_folder_are_checked() {
    let base = "short = \"HM\"\n";
    let house = format!("extends = \"basis.toml\"\n{HOUSE}");
    let test = Test::new("letterhead check .").file("basis.toml", base).file("a.toml", &house);
    let ran = test.file("b.toml", HOUSE).any_stderr().run();
    assert!(
        ran.stderr.contains("a.toml: fine\n") && ran.stderr.contains("b.toml: fine\n"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("basis.toml"), "{}", ran.stderr);
}

#[test]
fn warnings_of_a_letterhead_are_switched_off_by_it() {
    let house = format!("{HOUSE}[theme.colours]\nmuted = \"#909090\"\n");
    let test = Test::new("letterhead check house.toml").file("house.toml", &house);
    let ran = test.any_stderr().run();
    assert!(ran.stderr.starts_with("warning[contrast-low]: "), "{}", ran.stderr);
    let house = format!("{house}[warnings]\noff = [\"contrast-low\"]\n");
    let test = Test::after(ran, "letterhead check house.toml").file("house.toml", &house);
    test.stderr("house.toml: fine\n").run();
}

#[test]
fn a_new_letterhead_is_fine_at_once_and_can_be_seen() {
    let ran = Test::new("letterhead new house.toml").any_stderr().run();
    let ran = Test::after(ran, "letterhead check --deny-warnings house.toml")
        .stderr("house.toml: fine\n")
        .run();
    let ran = Test::after(ran, "letterhead new house.toml").any_stderr().exit(2).run();
    let ran =
        Test::after(ran, "letterhead new --force --from neutral house.toml").any_stderr().run();
    let ran = Test::after(ran, "letterhead check house.toml").stderr("house.toml: fine\n").run();
    let preview = Test::after(ran, "letterhead preview house.toml -o s.pdf --language cs");
    let ran = preview.any_stderr().run();
    assert!(ran.stderr.starts_with("wrote s.pdf ("), "{}", ran.stderr);
    let ran = Test::after(ran, "letterhead preview smwk -o s.png --date 2022-11-25");
    let ran = ran.any_stderr().run();
    assert!(ran.names().contains(&"s-1.png".to_owned()), "{:?}", ran.names());
    Test::after(ran, "letterhead preview house.toml -o s.txt").any_stderr().exit(2).run();
}
