//! The manifest of a run: nothing is done twice, and nothing that was done is forgotten.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::repository::root;
use crate::runs::{codes, count, files, lines, manifest, name, release, texts, with_releases};
use crate::test::{FAULTY, HARMFUL_LAYOUT, RELEASE, Ran, Test};

const LAYOUT: &str = "#import \"/layout/built-in.typ\": sheet as built-in\n\
                      #let sheet(release, letterhead) = built-in(release, letterhead)\n";

const HOUSE: &str = "id = \"haus\"\nname = \"Haus\"\nlayout = \"own.typ\"\n\
                     [logo]\nfile = \"logo.png\"\nalt = \"Balken\"\n";

const RUN: &str =
    "render in --letterheads haus --font-dir fonts --out-tree out --manifest m.ndjson";

fn fixture(name: &str) -> Vec<u8> {
    fs::read(root().join(name)).expect("a fixture")
}

/// A release with all that one can be made of, and one without.
fn whole() -> Test {
    let text = release(1).replace("letterhead: neutral", "letterhead: haus");
    let text = text + "\n![Ein Bild](bild.jpg)\n";
    Test::new(RUN)
        .file("in/a.md", text)
        .file("in/b.md", release(2))
        .file("in/bild.jpg", fixture("fixtures/photos/querformat.jpg"))
        .file("haus/haus.toml", HOUSE)
        .file("haus/logo.png", fixture("fixtures/letterheads/logos/kampagne.png"))
        .file("haus/own.typ", LAYOUT)
        .file("fonts/f.ttf", fixture("fonts/LiberationSans-Bold.ttf"))
        .any_stderr()
}

/// The outcomes of a further run, by the manifest.
#[track_caller]
fn again(ran: Ran, arguments: &str) -> (Ran, Vec<String>) {
    let ran = Test::after(ran, arguments).any_stderr().run();
    let outcomes = texts(&manifest(&ran), "outcome").into_iter().map(str::to_owned).collect();
    (ran, outcomes)
}

#[test]
fn what_one_byte_changes_is_done_again() {
    let ran = whole().run();
    let first = manifest(&ran);
    let roles: Vec<_> = first[0]["inputs"].as_array().into_iter().flatten().collect();
    let roles: Vec<_> = roles.iter().filter_map(|input| input["role"].as_str()).collect();
    for role in ["release", "letterhead", "layout", "font", "picture"] {
        assert!(roles.contains(&role), "{role}: {roles:?}");
    }
    let again_if = format!("{RUN} --if-changed");
    let (mut ran, outcomes) = again(ran, &again_if);
    assert_eq!(outcomes, ["unchanged"; 2], "{}", ran.stderr);
    // Times count for nothing.
    for file in ["in/a.md", "in/bild.jpg", "haus/haus.toml", "haus/logo.png", "out/a.pdf"] {
        let file = File::options().append(true).open(ran.path(file)).expect("it is there");
        file.set_modified(SystemTime::now() + Duration::from_secs(60)).expect("it has a time");
    }
    let outcomes;
    (ran, outcomes) = again(ran, &again_if);
    assert_eq!(outcomes, ["unchanged"; 2]);
    for (file, does_all) in [
        ("in/a.md", false),
        ("in/bild.jpg", false),
        ("haus/haus.toml", false),
        ("haus/logo.png", false),
        ("haus/own.typ", false),
        ("fonts/f.ttf", true),
        ("out/a.pdf", false),
    ] {
        let mut bytes = ran.bytes(file);
        bytes.push(b'\n');
        fs::write(ran.path(file), bytes).expect("it is changed");
        let outcomes;
        (ran, outcomes) = again(ran, &again_if);
        let other = if does_all { "issued" } else { "unchanged" };
        assert_eq!(outcomes, ["issued", other], "{file}: {}", ran.stderr);
        let outcomes;
        (ran, outcomes) = again(ran, &again_if);
        assert_eq!(outcomes, ["unchanged"; 2], "{file}");
    }
    fs::remove_file(ran.path("out/b.pdf")).expect("it was there");
    let (ran, outcomes) = again(ran, &again_if);
    assert_eq!(outcomes, ["unchanged", "issued"]);
    let all = manifest(&ran);
    assert_eq!(all[0]["outputs"][0]["state"], "unchanged");
    assert_eq!(all[0]["outputs"][0]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(all[0]["inputs"].as_array().map(Vec::len), Some(roles.len()));
    // What was refused in the meantime is looked at again.
    let mut ran = ran;
    fs::remove_file(ran.path("in/bild.jpg")).expect("it was there");
    for _ in 0..2 {
        ran = Test::after(ran, &again_if).any_stderr().exit(1).run();
        assert_eq!(texts(&manifest(&ran), "outcome"), ["refused", "unchanged"]);
    }
}

#[test]
fn what_other_options_make_is_done_again() {
    let run = |more: &str| format!("render in --out-tree out --manifest m.ndjson {more}");
    let mut ran = with_releases(Test::new(&run("")), 2).any_stderr().run();
    for more in ["--embed-source", "--gray", "--standard a-3a", "--format txt", "--deny-warnings"] {
        for outcome in ["issued", "unchanged"] {
            let outcomes;
            (ran, outcomes) = again(ran, &run(&format!("--if-changed {more}")));
            assert_eq!(outcomes, [outcome; 2], "{more}: {}", ran.stderr);
        }
    }
    let elsewhere = "render in -o other/ --manifest m.ndjson --if-changed";
    let (ran, outcomes) = again(ran, elsewhere);
    assert_eq!(outcomes, ["issued"; 2]);
    // How many hands there are is no matter, nor what is said.
    let (_, outcomes) = again(ran, &format!("{elsewhere} -j1 -q --unordered --max-seconds 50"));
    assert_eq!(outcomes, ["unchanged"; 2]);
}

#[test]
fn lines_are_put_in_order_and_those_of_others_stay() {
    let run = "render -o out/ --manifest m.ndjson --if-changed";
    let test = with_releases(Test::new(&format!("{run} in/1")), 12).any_stderr();
    let ran = Test::after(test.run(), &format!("{run} in --unordered")).any_stderr().run();
    let all = manifest(&ran);
    let names: Vec<_> = (0..12).map(name).collect();
    assert_eq!(texts(&all, "release"), names);
    assert_eq!(count(&all, "outcome", "unchanged"), 2);
    // A run that was killed has left the beginning of a line.
    let whole = ran.bytes("m.ndjson");
    for torn in [&b"{\"format\":1,\"type\":\"result\",\"rel"[..], b"{", &whole[..whole.len() - 1]] {
        let start = if torn.len() > 100 { &b""[..] } else { &whole[..] };
        fs::write(ran.path("m.ndjson"), [start, torn].concat()).expect("it is written");
        let test = Test::new(&format!("{run} in")).command().current_dir(ran.path("")).output();
        assert!(test.expect("it ends").status.success());
        let now = manifest(&ran);
        assert_eq!(texts(&now, "release"), names);
        // A last line that lacks nothing but its end is kept.
        assert_eq!(count(&now, "outcome", "unchanged"), 12);
    }
    // Empty lines are passed over.
    let spread = String::from_utf8_lossy(&whole).replace('\n', "\n\n");
    fs::write(ran.path("m.ndjson"), spread).expect("it is written");
    let (ran, outcomes) = again(ran, &format!("{run} in"));
    assert_eq!(outcomes, ["unchanged"; 12], "{}", ran.stderr);
}

#[test]
fn what_is_no_manifest_stays_as_it_is() {
    let test = Test::new("check in --manifest in/00.md").file("in/00.md", RELEASE);
    let ran = test.any_stderr().exit(2).run();
    assert!(ran.stderr.contains("in/00.md is no manifest"), "{}", ran.stderr);
    assert_eq!(ran.bytes("in/00.md"), RELEASE.as_bytes());
    // One line of JSON without an end may be a file of somebody else.
    let settings = "{\"format\": \"A4\", \"precious\": [1,2,3]}";
    for command in ["render a.md", "verify a.pdf"] {
        let test = Test::new(&format!("{command} --manifest conf.json")).any_stderr();
        let test = test.file("a.md", RELEASE).file("a.pdf", "").file("conf.json", settings);
        let ran = test.exit(2).run();
        assert!(ran.stderr.contains("line 1"), "{}", ran.stderr);
        assert_eq!(ran.bytes("conf.json"), settings.as_bytes());
    }
    for manifest in ["in", "no/m.ndjson", "/dev/null"] {
        let test = Test::new(&format!("render in --manifest {manifest}")).any_stderr();
        let ran = test.file("in/a.md", RELEASE).exit(2).run();
        assert!(ran.stderr.starts_with("error["), "{}", ran.stderr);
        assert!(!ran.path("in/a.pdf").exists());
    }
    Test::new("check --if-changed a.md").file("a.md", RELEASE).any_stderr().exit(2).run();
}

#[test]
fn a_manifest_belongs_to_one_run() {
    let test = Test::new("check --layout own.typ --max-seconds 4 --manifest m.ndjson a.md");
    let endless = RELEASE.replace("Sachsen verbindet", "Ohne Ende");
    let test = test.file("own.typ", HARMFUL_LAYOUT).file("a.md", endless).file("b.md", RELEASE);
    let mut first = test.command().stderr(Stdio::null()).spawn().expect("the program starts");
    let began = Instant::now();
    while !test.path("m.ndjson").exists() && began.elapsed() < Duration::from_secs(10) {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(100));
    let mut second = Test::new("check --manifest m.ndjson b.md").command();
    let second = second.current_dir(test.path("")).output().expect("it ends");
    let said = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(2), "{said}");
    assert!(said.contains("another run writes into m.ndjson"), "{said}");
    assert_eq!(first.wait().expect("it ends").code(), Some(2));
    let all = lines(&fs::read(test.path("m.ndjson")).expect("it is there"));
    assert_eq!(texts(&all, "release"), ["a.md"]);
}

#[test]
fn a_full_disk_loses_no_line() {
    // Of the file sizes that are allowed each ends another write.
    for blocks in [1, 2] {
        let test = with_releases(Test::new(""), 8);
        let script = format!("ulimit -f {blocks}; \"$0\" check in --manifest m.ndjson");
        let mut run = Command::new("bash");
        run.args(["-c", &script, env!("CARGO_BIN_EXE_letterpress")]);
        let ended = run.current_dir(test.path("")).output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(2), "{said}");
        assert!(said.contains("cannot write m.ndjson"), "{said}");
        // All lines are whole.
        let left = lines(&fs::read(test.path("m.ndjson")).expect("it is there"));
        assert!(left.len() < 8, "{left:?}");
        let ended = Test::new("check in --manifest m.ndjson --if-changed").command();
        let mut ended = ended;
        let ended = ended.current_dir(test.path("")).output().expect("it ends");
        assert_eq!(ended.status.code(), Some(0));
        let all = lines(&fs::read(test.path("m.ndjson")).expect("it is there"));
        assert_eq!((all.len(), count(&all, "outcome", "unchanged")), (8, left.len()));
        let hidden = files(&test.path(""));
        assert!(hidden.keys().all(|name| !name.contains(".letterpress-")), "{:?}", hidden.keys());
    }
}

#[test]
fn what_is_there_is_skipped() {
    let run = "render in --out-tree out --skip-existing --manifest m.ndjson";
    let test = with_releases(Test::new(run), 3).file("out/0/01.pdf", "yesterday's");
    let ran = test.any_stderr().run();
    let all = manifest(&ran);
    assert_eq!(texts(&all, "outcome"), ["issued", "skipped", "issued"]);
    assert_eq!(all[1]["reason"], "its results are there");
    assert_eq!(ran.bytes("out/0/01.pdf"), b"yesterday's");
    let ran = Test::after(ran, run).any_stderr().run();
    // What it says of results is more than that they are there.
    assert_eq!(texts(&manifest(&ran), "outcome"), ["issued", "skipped", "issued"]);
    let ran = Test::after(ran, "render in --out-tree out --skip-existing").any_stderr().run();
    assert!(ran.stderr.ends_with("3 releases: 3 skipped\n"), "{}", ran.stderr);
    // Of several formats all have to be there.
    let both = "render in --out-tree out --skip-existing --format pdf,txt -q --force";
    let ran = Test::after(ran, both).run();
    assert!(ran.bytes("out/0/01.pdf") != b"yesterday's");
    assert_eq!(files(&ran.path("out")).len(), 6);
    Test::new("check a.md --skip-existing").file("a.md", RELEASE).any_stderr().exit(2).run();
    // Of pages those that are named, and of others the first.
    let long = RELEASE.to_owned() + &"\nEin langer Absatz mit vielen Worten.\n".repeat(120);
    let ran = Test::new("render a.md --format png -q --dpi 30 --pages 1").file("a.md", long);
    let mut ran = ran.run();
    for (pages, is_there) in [
        ("", true),
        (" --pages 1", true),
        (" --pages 2-3", false),
        (" --pages 2-3", true),
        (" --pages 2-", true),
        (" --pages 1-", true),
        (" --pages 2-9", true),
        (" --pages 1,4-", false),
    ] {
        let run = format!("render a.md --format png --dpi 30 --skip-existing{pages}");
        ran = Test::after(ran, &run).any_stderr().run();
        assert_eq!(ran.stderr.contains("its results are there"), is_there, "{pages}");
    }
}

#[test]
fn a_run_stops_after_so_many() {
    let run = |most: usize| {
        format!("render in -j2 --out-tree out --manifest m.ndjson --if-changed --stop-after {most}")
    };
    let ran = with_releases(Test::new(&run(3)), 8).any_stderr().exit(3).run();
    assert!(ran.stderr.ends_with("8 releases: 3 issued, 5 left\n"), "{}", ran.stderr);
    assert_eq!((files(&ran.path("out")).len(), manifest(&ran).len()), (3, 3));
    let ran = Test::after(ran, &run(3)).any_stderr().exit(3).run();
    assert!(ran.stderr.ends_with("8 releases: 3 issued, 3 unchanged, 2 left\n"), "{}", ran.stderr);
    let ran = Test::after(ran, &run(3)).any_stderr().run();
    assert!(ran.stderr.ends_with("8 releases: 2 issued, 6 unchanged\n"), "{}", ran.stderr);
    assert_eq!(files(&ran.path("out")).len(), 8);
    let ran = Test::after(ran, &run(1)).any_stderr().run();
    assert!(ran.stderr.ends_with("8 releases: 8 unchanged\n"), "{}", ran.stderr);
    Test::after(ran, "check in --stop-after 0").any_stderr().exit(2).run();
}

#[test]
fn a_run_stops_at_the_first_error() {
    let test = with_releases(Test::new("check in -j1 --fail-fast --manifest m.ndjson"), 6);
    let ran = test.file(&name(2), FAULTY).any_stderr().exit(1).run();
    let all = manifest(&ran);
    assert_eq!(count(&all, "outcome", "refused"), 1);
    assert!(all.len() < 6, "{}", ran.stderr);
    assert!(ran.stderr.contains(" left\n"), "{}", ran.stderr);
    let ran = Test::after(ran, "check in --manifest m.ndjson").any_stderr().exit(1).run();
    assert_eq!(manifest(&ran).len(), 6);
    // The gravest error counts, and that some are left is no error.
    let test = with_releases(Test::new("check in no.md --stop-after 20"), 3);
    test.file(&name(0), FAULTY).any_stderr().exit(2).run();
}

/// `[repeated-id]`
#[test]
fn what_is_said_of_several_releases_is_said_by_each_run_anew() {
    let run = "render in --out-tree out --manifest m.ndjson --if-changed -j1";
    let mut ran = Test::new(run).file("in/a.md", release(1)).file("in/b.md", release(1));
    for _ in 0..3 {
        let done = ran.any_stderr().run();
        let all = manifest(&done);
        assert_eq!((codes(&all[0]), codes(&all[1])), (vec![], vec!["repeated-id"]));
        assert_eq!(all[1]["warnings"], 1);
        assert_eq!(done.stderr.matches("[repeated-id]").count(), 1, "{}", done.stderr);
        ran = Test::after(done, run);
    }
    let done = ran.file("in/a.md", release(2)).any_stderr().run();
    let all = manifest(&done);
    assert_eq!(texts(&all, "outcome"), ["issued", "unchanged"]);
    assert_eq!((codes(&all[1]), &all[1]["warnings"]), (vec![], &Value::from(0)));
}

#[test]
fn of_lines_a_manifest_is_kept_too() {
    let requests = |texts: &[usize]| -> String {
        let line = |at: &usize| {
            let text = Value::from(release(*at));
            format!(
                "{{\"text\":{text},\"input_format\":\"md\",\"name\":\"n{at}\",\"output\":\"{at}\"}}\n"
            )
        };
        texts.iter().map(line).collect()
    };
    let run = "render --input-format ndjson -o out/ --manifest m.ndjson --if-changed -";
    let test = Test::new(run).stdin(requests(&[1, 2])).any_stdout().any_stderr();
    let ran = Test::after(test.run(), run).stdin(requests(&[2, 3])).any_stdout().any_stderr().run();
    assert_eq!(texts(&lines(&ran.stdout), "outcome"), ["unchanged", "issued"]);
    assert_eq!(texts(&manifest(&ran), "release"), ["n1", "n2", "n3"]);
    // Bytes that were asked for are given, and nothing is there that would be unchanged.
    let run = "render --input-format ndjson -o - --manifest m.ndjson --if-changed -";
    for _ in 0..2 {
        let ran = Test::new(run).stdin(requests(&[1])).any_stdout().any_stderr().run();
        assert!(lines(&ran.stdout)[0]["outputs"][0]["data"].is_string());
    }
}
