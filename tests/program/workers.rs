//! Several releases, each set by a process of its own: whatever becomes of one costs no other.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::test::{HARMFUL_LAYOUT, RELEASE, Ran, Test};

/// Runs with releases of these headlines, called after their places: `0.md`, `1.md` …
fn releases(options: &str, headlines: &[&str]) -> Test {
    let names: Vec<_> = (0..headlines.len()).map(|at| format!("{at}.md")).collect();
    let test = Test::new(&format!("render --layout own.typ {options} {}", names.join(" ")));
    let test = test.file("own.typ", HARMFUL_LAYOUT);
    headlines.iter().zip(&names).fold(test, |test, (headline, name)| {
        test.file(name, RELEASE.replace("Sachsen verbindet", headline))
    })
}

#[track_caller]
fn names_of_sheets(ran: &Ran) -> Vec<String> {
    ran.names().into_iter().filter(|name| name.ends_with(".pdf")).collect()
}

#[test]
fn a_release_without_end_costs_no_other() {
    let test = releases("--max-seconds 2 -j2", &["Eins", "Ohne Ende", "Drei", "Vier"]);
    let ran = test.any_stderr().exit(2).run();
    assert_eq!(names_of_sheets(&ran), ["0.pdf", "2.pdf", "3.pdf"]);
    let error = "error[took-too-long]: it was not done after 2 s, and was given up\n--> 1.md\n";
    assert!(ran.stderr.contains(error), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("4 releases: 3 issued, 1 failed\n"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("error[").count(), 1, "{}", ran.stderr);
}

#[test]
fn a_release_without_measure_costs_no_other() {
    let test = releases("--max-memory 300MiB -j1", &["Eins", "Ohne Maß", "Drei"]);
    let ran = test.any_stderr().exit(2).run();
    assert_eq!(names_of_sheets(&ran), ["0.pdf", "2.pdf"]);
    let error =
        "error[takes-too-much]: it takes more than 300 MiB of memory, and was given up\n--> 1.md\n";
    assert!(ran.stderr.contains(error), "{}", ran.stderr);
}

#[test]
fn a_release_alone_is_bounded_as_well() {
    for (options, headline, code) in [
        ("--max-seconds 1", "Ohne Ende", "took-too-long"),
        ("--max-memory 300MiB", "Ohne Maß", "takes-too-much"),
    ] {
        let options = format!("--message-format json {options}");
        let ran = releases(&options, &[headline]).any_stderr().exit(2).run();
        let objects = ran.objects();
        let kinds: Vec<_> = objects.iter().map(|object| object["type"].as_str()).collect();
        assert_eq!(kinds, [Some("diagnostic"), Some("release"), Some("summary")]);
        assert_eq!(objects[0]["code"], code);
        assert_eq!(objects[1]["outcome"], "failed");
        assert!(names_of_sheets(&ran).is_empty());
    }
}

/// A layout that overflows the stack.
const DEEP_LAYOUT: &str = "#let sheet(release, letterhead) = {\n  let a = (); for i in range(2000000) { a = (a,) }; repr(a)\n}\n";

#[test]
fn a_layout_of_one_s_own_brings_no_run_down() {
    let house = "id = \"haus\"\nname = \"Haus\"\nlayout = \"haus.typ\"\n";
    let release = RELEASE.replace("letterhead: neutral", "letterhead: haus.toml");
    let names = ["letterhead check haus.toml", "render a.md", "check a.md", "render a.md b.md"];
    let typed = ["render --layout haus.typ b.md", "layout check haus.typ"];
    for command in names.into_iter().chain(typed) {
        let test = Test::new(command).file("a.md", &release).file("b.md", RELEASE);
        let test = test.file("haus.toml", house).file("haus.typ", DEEP_LAYOUT);
        // A layout that is itself what is checked is refused, and nothing has failed.
        let exit = if command.starts_with("layout") { 1 } else { 2 };
        let ran = test.any_stderr().exit(exit).run();
        let error =
            "error[crashed]: the process that worked on it came down (its stack overflowed)\n";
        assert!(ran.stderr.contains(error), "{command}: {}", ran.stderr);
        assert!(ran.stderr.contains("help: look in the layout"), "{command}: {}", ran.stderr);
        let expected: &[&str] = if command.contains("a.md b.md") { &["b.pdf"] } else { &[] };
        assert_eq!(names_of_sheets(&ran), expected, "{command}");
    }
}

#[test]
fn the_layout_of_a_letterhead_is_to_blame() {
    let house = "id = \"haus\"\nname = \"Haus\"\nlayout = \"own.typ\"\n";
    for (options, headline, error) in [
        ("--max-seconds 1", "Ohne Ende", "error[took-too-long]"),
        ("--max-memory 300MiB", "Ohne Maß", "error[takes-too-much]"),
    ] {
        let release = RELEASE.replace("Sachsen verbindet", headline);
        for (letterhead, more) in [("haus.toml", ""), ("haus", "--letterheads .")] {
            let release = release.replace("neutral", letterhead);
            for names in ["a.md", "a.md b.md"] {
                let test = Test::new(&format!("check {options} {more} {names}"));
                let test = test.file("a.md", &release).file("b.md", RELEASE);
                let test = test.file("haus.toml", house).file("own.typ", HARMFUL_LAYOUT);
                let ran = test.any_stderr().exit(2).run();
                assert!(ran.stderr.starts_with(error), "{}", ran.stderr);
                assert!(ran.stderr.contains("help: look in the layout"), "{}", ran.stderr);
            }
        }
    }
}

#[test]
fn what_a_worker_writes_to_standard_output_arrives() {
    let layout = "#import \"/layout/built-in.typ\": sheet as built-in\n\
                  #let sheet(release, letterhead) = built-in(release, letterhead)\n";
    let test = Test::new("render --layout own.typ --format txt --input-format md -o - -");
    let ran = test.file("own.typ", layout).stdin(RELEASE).any_stderr().any_stdout().run();
    let text = String::from_utf8_lossy(&ran.stdout);
    assert!(text.contains("Ein Satz steht hier."), "{text}");
}

#[test]
fn pages_are_bounded() {
    let text = RELEASE.to_owned() + &"\nNoch ein Absatz steht hier.\n".repeat(100);
    let ran = Test::new("render --max-pages 1 a.md").file("a.md", text).any_stderr().exit(1).run();
    let error = "error[release-too-large]: the sheet has 4 pages; at most 1 are typeset\n";
    assert!(ran.stderr.starts_with(error), "{}", ran.stderr);
}

#[test]
fn bounds_are_numbers() {
    for option in ["--max-seconds 0", "--max-memory 1GB", "--max-memory 0", "--max-pages 0"] {
        let test = Test::new(&format!("check {option} a.md")).file("a.md", RELEASE);
        test.any_stderr().exit(2).run();
    }
}

#[test]
fn what_is_said_is_the_same_as_of_one_release() {
    let broken = RELEASE.replace("headline", "haedline");
    let alone = |name: &str, text: &str| {
        let test = Test::new(&format!("check {name}")).file(name, text);
        String::from_utf8(test.command().output().expect("the program ends").stderr)
            .expect("messages are UTF-8")
    };
    let expected =
        alone("a.md", &broken) + &alone("b.md", RELEASE) + "2 releases: 1 fine, 1 refused\n";
    let test = Test::new("check a.md b.md").file("a.md", &broken).file("b.md", RELEASE);
    test.stderr(expected).exit(1).run();
}

#[test]
fn standard_input_is_one_of_several() {
    let test = Test::new("check --input-format md a.md -").file("a.md", RELEASE).stdin(RELEASE);
    test.stderr("a.md: fine\n<stdin>: fine\n2 releases: 2 fine\n").run();
}

/// The workers of a run.
pub fn workers(run: &Child) -> Vec<u32> {
    let parent = format!(" {} ", run.id());
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_string_lossy().parse().ok());
    ids.filter(|id: &u32| {
        // It may be gone by now.
        let Ok(about) = fs::read_to_string(format!("/proc/{id}/stat")) else { return false };
        // Behind the name stand the state and the parent: ") S 4711 ".
        about
            .rsplit_once(')')
            .is_some_and(|(_, rest)| rest.get(2..).is_some_and(|rest| rest.starts_with(&parent)))
    })
    .collect()
}

/// Ends a process at once, whatever it does.
pub fn kill(process: u32) {
    // It may have ended by itself.
    let _ = Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status();
}

#[test]
#[cfg(target_os = "linux")]
fn a_release_that_brings_its_worker_down_twice_has_crashed() {
    let test = releases("--max-seconds 60 -j1", &["Ohne Ende", "Zwei"]);
    let run = test.command().stderr(Stdio::piped()).spawn().expect("the program starts");
    let begun = Instant::now();
    let mut killed = BTreeMap::new();
    while killed.len() < 2 && begun.elapsed() < Duration::from_secs(50) {
        thread::sleep(Duration::from_millis(300));
        for worker in workers(&run) {
            killed.entry(worker).or_insert_with(|| kill(worker));
        }
    }
    let output = run.wait_with_output().expect("the program ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let error = "error[crashed]: the process that worked on it came down (signal 9)\n--> 0.md\n";
    assert!(said.starts_with(error), "{said}");
    assert!(said.ends_with("2 releases: 1 issued, 1 failed\n"), "{said}");
    assert!(test.path("1.pdf").exists());
}

#[test]
#[cfg(target_os = "linux")]
fn killed_workers_change_no_sheet() {
    const RELEASES: usize = 60;
    let names: Vec<_> = (0..RELEASES).map(|at| format!("{at}.md")).collect();
    let laid = |arguments: &str| {
        names.iter().enumerate().fold(Test::new(arguments), |test, (at, name)| {
            test.file(name, RELEASE.replace("verbindet", &format!("verbindet {at} Orte")))
        })
    };
    let arguments = format!("render -j2 {}", names.join(" "));
    let undisturbed = laid(&arguments).any_stderr().run();
    let test = laid(&arguments);
    let mut run = test.command().stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut moment = 7;
    while run.try_wait().expect("it can be asked").is_none() {
        moment = (moment * 31 + 11) % 97;
        thread::sleep(Duration::from_millis(30 + moment));
        if let Some(worker) = workers(&run).first() {
            kill(*worker);
        }
    }
    let said = run.wait_with_output().expect("the program ends").stderr;
    let said = String::from_utf8_lossy(&said);
    let crashed = said.matches("error[crashed]").count();
    let mut different = 0;
    for at in 0..RELEASES {
        let name = format!("{at}.pdf");
        let sheet = fs::read(test.path(&name)).ok();
        different += usize::from(sheet != Some(undisturbed.bytes(&name)));
    }
    // Only of one that was hit twice may there be no sheet.
    assert!(different <= crashed, "{different} differ, {crashed} crashed:\n{said}");
}
