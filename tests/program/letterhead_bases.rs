//! Bases that letterheads extend, and periods in which they change.

use crate::test::{RELEASE, Test};

/// What `letterhead check` says of a faulty letterhead `house.toml`, beside other files.
fn said(house: &str, files: &[(&str, &str)]) -> String {
    checked(house, files, 1)
}

fn checked(house: &str, files: &[(&str, &str)], exit: i32) -> String {
    let test = Test::new("letterhead check house.toml").file("house.toml", house);
    let test = files.iter().fold(test, |test, (name, text)| test.file(name, text));
    test.any_stderr().exit(exit).run().stderr
}

#[test]
fn a_base_completes_a_letterhead() {
    let base = "name = \"Staat\"\nwordmark = [\"Freistaat\", \"MUSTER\"]\n[address]\nlines = [\"Am Schloss 1\"]\n[labels.de]\nrelease = \"Mitteilung\"\n";
    let house = "id = \"amt\"\nextends = \"family.toml\"\nname = \"Amt\"\n";
    assert_eq!(checked(house, &[("family.toml", base)], 0), "house.toml: fine\n");
    let test = Test::new("render -q a.md --letterhead house.toml --format txt -o -");
    let test = test.file("house.toml", house).file("family.toml", base);
    let ran = test.file("a.md", RELEASE).any_stdout().run();
    let text = String::from_utf8(ran.stdout).expect("it is UTF-8");
    assert!(text.starts_with("Mitteilung\nAmt\n"), "{text}");
}

#[test]
fn a_fault_of_a_base_is_marked_in_the_base() {
    let base = "name = \"Staat\"\n[theme.colours]\ntext = \"schwarz\"\n";
    let found = said("id = \"amt\"\nextends = \"family.toml\"\n", &[("family.toml", base)]);
    assert!(found.contains("--> family.toml:3:8"), "{found}");
}

#[test]
fn what_neither_says_is_missing() {
    let found =
        said("id = \"amt\"\nextends = \"family.toml\"\n", &[("family.toml", "short = \"A\"\n")]);
    assert!(found.contains("error[missing-field]: `name` is missing"), "{found}");
    let found =
        said("extends = \"family.toml\"\n", &[("family.toml", "id = \"a\"\nname = \"A\"\n")]);
    assert!(found.contains("error[missing-field]: `id` is missing"), "{found}");
}

#[test]
fn a_base_lies_beside_its_heir_and_ends() {
    for (name, said_of_it) in [
        ("family.toml", "error[base-unusable]: `family.toml` extends `family.toml` again"),
        ("none.toml", "error[base-unusable]: the base none.toml does not exist"),
        ("../family.toml", "error[base-unusable]: `../family.toml` cannot be a base"),
        ("smwk", "error[base-unusable]: `smwk` cannot be a base"),
    ] {
        let house = format!("id = \"amt\"\nname = \"Amt\"\nextends = \"{name}\"\n");
        let found = said(&house, &[("family.toml", "extends = \"family.toml\"\n")]);
        assert!(found.starts_with(said_of_it), "{found}");
    }
    let names: Vec<_> = (1..=9).map(|nth| format!("{nth}.toml")).collect();
    let texts: Vec<_> = (2..=10).map(|nth| format!("extends = \"{nth}.toml\"\n")).collect();
    let chain: Vec<_> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let found = said("id = \"amt\"\nname = \"Amt\"\nextends = \"1.toml\"\n", &chain);
    assert!(found.contains("is one base too many; a chain has 8"), "{found}");
}

#[test]
fn periods_begin_on_days_of_their_own() {
    let house = "id = \"amt\"\nname = \"Amt\"\nvalid_from = 2020-01-01\n";
    let period = |day: &str| format!("[[period]]\nfrom = {day}\nshort = \"A\"\n");
    let twice = format!("{house}{}{}", period("2021-01-01"), period("2021-01-01"));
    let found = said(&twice, &[]);
    assert!(
        found.starts_with("error[periods-overlap]: two periods begin on 2021-01-01"),
        "{found}"
    );
    let early = format!("{house}{}", period("2020-01-01"));
    assert!(
        said(&early, &[]).starts_with("error[periods-overlap]: the period begins on"),
        "{early}"
    );
    let nameless = format!("{house}[[period]]\nshort = \"A\"\n");
    let found = said(&nameless, &[]);
    assert!(found.contains("`period[0].from` is missing"), "{found}");
    let other = format!("{house}[[period]]\nfrom = 2021-01-01\nid = \"b\"\n");
    assert!(said(&other, &[]).contains("there is no field `period[0].id`"), "{other}");
}

#[test]
fn a_change_of_a_base_reaches_its_heirs_unless_they_say_otherwise() {
    let base = "wordmark = [\"Alt\"]\nname = \"Staat\"\n[[period]]\nfrom = 2025-01-01\nname = \"Neuer Staat\"\nshort = \"NS\"\n";
    let house =
        "id = \"amt\"\nextends = \"family.toml\"\nname = \"Amt\"\n[head]\nlater = \"{short}\"\n";
    let shown = |date: &str| {
        let test = Test::new(&format!("letterhead show house.toml --date {date}"));
        let test = test.file("house.toml", house).file("family.toml", base).any_stdout();
        String::from_utf8(test.any_stderr().run().stdout).expect("it is UTF-8")
    };
    let (before, after) = (shown("2024-12-31"), shown("2025-01-01"));
    assert!(before.contains("name = \"Amt\"") && !before.contains("NS"), "{before}");
    assert!(before.contains("valid_until = 2024-12-31"), "{before}");
    assert!(after.contains("name = \"Amt\"") && after.contains("short = \"NS\""), "{after}");
    assert!(after.contains("valid_from = 2025-01-01") && !after.contains("extends"), "{after}");
}

#[test]
fn a_text_stands_in_where_the_language_is_missing() {
    let house =
        "id = \"amt\"\nname = { de = \"Amt\", en = \"Office\" }\ntransit = { de = \"Bus 1\" }\n";
    let release = RELEASE.replace("letterhead: neutral", "letterhead: house.toml\nlanguage: en");
    let ran = Test::new("render -q a.md").file("house.toml", house).file("a.md", &release).run();
    let ran = Test::after(ran, "inspect --reading a.pdf").any_stdout().run();
    let reading = String::from_utf8(ran.stdout).expect("it is UTF-8");
    let line = |text: &str| reading.lines().position(|line| line.trim_end().ends_with(text));
    let (own, other) = (line("paragraph          Office"), line("item             Bus 1"));
    assert!(own.is_some(), "{reading}");
    let above: Vec<_> = reading.lines().take(other.expect("it is heard")).collect();
    assert!(above.last().is_some_and(|line| line.ends_with(", de")), "{reading}");
}

#[test]
fn a_warning_that_a_base_has_off_can_be_wanted() {
    let base = "name = \"Amt\"\n[warnings]\noff = [\"contacts-missing\"]\n";
    let release = "---\nletterhead: house.toml\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
    let house = "id = \"amt\"\nextends = \"family.toml\"\n";
    let check = |house: &str| {
        let test = Test::new("check a.md").file("house.toml", house).file("family.toml", base);
        test.file("a.md", release).any_stderr().run().stderr
    };
    assert_eq!(check(house), "a.md: fine\n");
    let wanted = format!("{house}[warnings]\non = [\"contacts-missing\"]\n");
    assert!(check(&wanted).contains("warning[contacts-missing]"), "{}", check(&wanted));
}
