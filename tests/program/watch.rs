//! `letterpress watch`: what changes is set again, and nothing else; whatever goes wrong, the last
//! good sheet stays, and the watch goes on.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::repository::root;
use crate::test::{HARMFUL_LAYOUT, RELEASE, Test, is_pdf};
use crate::watching::{PATIENCE, Watch, codes, named, of};

fn release(headline: &str) -> String {
    RELEASE.replace("Sachsen verbindet", headline)
}

/// What a run of its own writes.
fn rendered(text: &str) -> Vec<u8> {
    Test::new("render -q a.md").file("a.md", text).run().bytes("a.pdf")
}

const WATCH: &str = "watch --message-format json";

#[test]
fn a_release_is_set_again_when_one_of_its_files_changes_and_else_not() {
    let photo = |name| fs::read(root().join("fixtures/photos").join(name)).expect("a photo");
    let names = ["querformat.jpg", "grau.jpg"];
    let text = RELEASE.replace("letterhead: neutral", "letterhead: haus.toml").replace(
        "contacts:",
        "media:\n  - file: foto.jpg\n    alt: Ein Bild\n    credit: Anna\ncontacts:",
    );
    let house = Test::new("letterhead show neutral").any_stdout().run().stdout;
    let house = String::from_utf8(house).expect("it is text");
    let test = Test::new(&format!("{WATCH} a.md -o out/"))
        .file("a.md", &text)
        .file("haus.toml", &house)
        .file("foto.jpg", photo(names[0]))
        .file("other.md", RELEASE);
    let (mut watch, first) = Watch::start(test);
    assert_eq!(of(&first, "written", "file"), ["out/a.pdf"], "{first:#?}");
    let before = watch.bytes("out/a.pdf");
    assert!(is_pdf(&before));

    watch.write("foto.jpg", photo(names[1]));
    let round = watch.rounds_until(|said| !of(said, "written", "file").is_empty());
    assert_eq!(named(&round, "files"), BTreeSet::from(["foto.jpg".to_owned()]));
    let with_photo = watch.bytes("out/a.pdf");
    assert_ne!(with_photo, before);

    watch.replace("haus.toml", house.replace("language = ", "# eine Zeile\nlanguage = "));
    let round = watch.rounds_until(|said| !named(said, "files").is_empty());
    assert_eq!(named(&round, "files"), BTreeSet::from(["haus.toml".to_owned()]));

    // What is no file of its is no matter, and the same bytes once more are none either.
    watch.write("other.md", release("Anders"));
    watch.write("a.md", &text);
    let round = watch.round();
    assert_eq!(named(&round, "files"), BTreeSet::from(["a.md".to_owned()]));
    assert_eq!(of(&round, "written", "file"), [""; 0], "{round:#?}");

    watch.write("a.md", text.replace("Sachsen verbindet", "Anders"));
    let round = watch.round();
    assert_eq!(of(&round, "written", "file"), ["out/a.pdf"]);
    assert_ne!(watch.bytes("out/a.pdf"), with_photo);
    assert_eq!(watch.end("-INT"), Some(130));
}

#[test]
fn however_an_editor_saves_the_release_is_set() {
    let (mut watch, _) = Watch::start(Test::new(&format!("{WATCH} a.md")).file("a.md", RELEASE));
    type Save<'a> = &'a dyn Fn(&Watch, &str);
    let saves: [(&str, Save<'_>); 5] = [
        ("in place", &|watch, text| watch.write("a.md", text)),
        ("by rename", &|watch, text| watch.replace("a.md", text)),
        ("with a copy of the old file", &|watch, text| {
            fs::rename(watch.test.path("a.md"), watch.test.path("a.md~")).expect("it is renamed");
            watch.write("a.md", text);
        }),
        ("anew", &|watch, text| {
            fs::remove_file(watch.test.path("a.md")).expect("it goes");
            watch.write("a.md", text);
        }),
        ("in two steps", &|watch, text| {
            let (begin, end) = text.split_at(40);
            let mut file = File::create(watch.test.path("a.md")).expect("it is opened");
            file.write_all(begin.as_bytes()).expect("it is written");
            file.sync_all().expect("it is on the disk");
            file.write_all(end.as_bytes()).expect("it is written");
        }),
    ];
    for (how, save) in saves {
        let text = release(&format!("Gesichert {how}"));
        save(&watch, &text);
        let expected = rendered(&text);
        let is_set = |_: &[Value]| true;
        let mut said = watch.rounds_until(is_set);
        while watch.bytes("a.pdf") != expected {
            said.extend(watch.round());
        }
        assert!(of(&said, "written", "file").contains(&"a.pdf"), "{how}: {said:#?}");
    }
}

#[test]
fn what_is_saved_is_set_at_once() {
    // Behind a link, and above the folder in which the program runs, the system tells as well.
    let test = Test::new(&format!("{WATCH} ../b.md link.md -o out/")).below("sub");
    let test = test.file("b.md", RELEASE).file("real/c.md", release("Neu"));
    symlink("../real/c.md", test.path("sub/link.md")).expect("a link");
    let (mut watch, _) = Watch::start(test);
    for name in ["b.md", "real/c.md"] {
        // All files are looked at every two seconds; others use the machine, too.
        let mut fastest = PATIENCE;
        for at in 0..20 {
            let began = Instant::now();
            watch.replace(name, release(&format!("Stand {at}")));
            watch.rounds_until(|said| !of(said, "written", "file").is_empty());
            fastest = fastest.min(began.elapsed());
            if fastest < Duration::from_secs(1) {
                break;
            }
        }
        assert!(fastest < Duration::from_secs(1), "{name}: {fastest:?}");
    }
}

#[test]
fn while_a_release_is_refused_its_last_sheet_stays() {
    let test = Test::new(&format!("{WATCH} a.md b.md")).file("a.md", RELEASE);
    let (mut watch, first) = Watch::start(test.file("b.md", release("Neu")));
    assert_eq!(of(&first, "written", "file"), ["a.pdf", "b.pdf"]);
    let before = watch.bytes("a.pdf");
    watch.write("a.md", RELEASE.replace("headline: Sachsen verbindet\n", ""));
    let round = watch.round();
    assert_eq!(codes(&round), ["missing-field"]);
    assert_eq!(of(&round, "release", "release"), ["a.md"]);
    assert!(watch.bytes("a.pdf") == before);
    // A picture that is not there yet is waited for.
    let text = RELEASE.replace(
        "contacts:",
        "media:\n  - file: x/foto.jpg\n    alt: Bild\n    credit: A\ncontacts:",
    );
    watch.write("a.md", &text);
    let round = watch.round();
    assert_eq!(codes(&round), ["media-missing"]);
    assert_eq!(named(&round, "files"), BTreeSet::from(["a.md".to_owned()]));
    assert!(watch.bytes("a.pdf") == before);
    let photo = root().join("fixtures/photos/querformat.jpg");
    fs::create_dir(watch.test.path("x")).expect("the folder is made");
    fs::copy(photo, watch.test.path("x/foto.jpg")).expect("it is copied");
    watch.rounds_until(|said| of(said, "written", "file") == ["a.pdf"]);
    assert!(watch.bytes("a.pdf") != before);
    // A file that vanishes keeps its sheet, and is taken when it comes back.
    fs::remove_file(watch.test.path("a.md")).expect("it goes");
    let round = watch.rounds_until(|said| !named(said, "gone").is_empty());
    assert_eq!(named(&round, "gone"), BTreeSet::from(["a.md".to_owned()]));
    assert_eq!(codes(&round), [""; 0]);
    watch.write("a.md", RELEASE);
    watch.rounds_until(|said| of(said, "written", "file") == ["a.pdf"]);
    assert!(watch.bytes("a.pdf") == before);
    assert_eq!(watch.end("-TERM"), Some(143));
}

#[test]
fn releases_that_come_into_a_folder_are_set() {
    let test = Test::new(&format!("{WATCH} in --out-tree out")).file("in/a.md", RELEASE);
    let (mut watch, first) = Watch::start(test.file("in/README.md", "# Read me\n"));
    assert_eq!(of(&first, "written", "file"), ["out/a.pdf"]);
    // The other file is none.
    assert_eq!(first.last().map(|line| &line["releases"]), Some(&1.into()), "{first:#?}");
    watch.replace("in/b.md", release("Neu"));
    let round = watch.rounds_until(|said| !of(said, "written", "file").is_empty());
    assert_eq!(of(&round, "written", "file"), ["out/b.pdf"]);
    // A folder and what lies in it come in one step.
    fs::create_dir_all(watch.test.path("new/sub")).expect("a folder");
    watch.write("new/sub/c.md", release("Noch eine"));
    fs::rename(watch.test.path("new"), watch.test.path("in/new")).expect("it is moved");
    let round = watch.rounds_until(|said| !of(said, "written", "file").is_empty());
    assert_eq!(of(&round, "written", "file"), ["out/new/sub/c.pdf"]);
    // It is watched from there on.
    watch.write("in/new/sub/c.md", release("Geändert"));
    let round = watch.rounds_until(|said| !of(said, "written", "file").is_empty());
    assert_eq!(of(&round, "written", "file"), ["out/new/sub/c.pdf"]);
    fs::remove_file(watch.test.path("in/b.md")).expect("it goes");
    let round = watch.rounds_until(|said| !named(said, "gone").is_empty());
    assert_eq!(named(&round, "gone"), BTreeSet::from(["in/b.md".to_owned()]));
    assert!(watch.test.path("out/b.pdf").exists());
    // The whole folder goes, and comes back.
    fs::rename(watch.test.path("in"), watch.test.path("away")).expect("it is moved");
    watch.rounds_until(|said| named(said, "gone").len() > 1);
    fs::rename(watch.test.path("away"), watch.test.path("in")).expect("it is moved");
    watch.write("in/a.md", release("Wieder da"));
    let expected = rendered(&release("Wieder da"));
    while watch.bytes("out/a.pdf") != expected {
        watch.round();
    }
}

#[test]
fn settings_that_come_and_go_count() {
    let house = Test::new("letterhead show neutral").any_stdout().run().stdout;
    let house = String::from_utf8(house).expect("it is text").replace("\"neutral\"", "\"haus\"");
    let text = RELEASE.replace("letterhead: neutral", "letterhead: haus");
    let test = Test::new(&format!("{WATCH} a.md")).file("a.md", text);
    let (mut watch, first) = Watch::start(test.file("lh/haus.toml", house));
    assert_eq!(codes(&first), ["unknown-letterhead"]);
    watch.write("letterpress.toml", "letterheads = [\"lh\"]\n");
    let round = watch.rounds_until(|said| of(said, "written", "file") == ["a.pdf"]);
    assert_eq!(named(&round, "files"), BTreeSet::from(["letterpress.toml".to_owned()]));
    fs::remove_file(watch.test.path("letterpress.toml")).expect("it goes");
    watch.rounds_until(|said| codes(said) == ["unknown-letterhead"]);
}

#[test]
fn what_is_wrong_is_said_once() {
    let test = Test::new(&format!("{WATCH} --poll in -o out/")).file("in/a.md", RELEASE);
    let (mut watch, _) = Watch::start(test);
    fs::rename(watch.test.path("in"), watch.test.path("away")).expect("it is moved");
    // All is looked at several times meanwhile.
    thread::sleep(Duration::from_secs(3));
    assert_eq!(codes(&watch.said()), ["input-output"]);
    fs::rename(watch.test.path("away"), watch.test.path("in")).expect("it is moved");
    watch.write("in/a.md", release("Wieder da"));
    watch.rounds_until(|said| of(said, "written", "file") == ["out/a.pdf"]);
}

#[test]
fn a_list_of_releases_is_read_again() {
    let test = Test::new(&format!("{WATCH} --files-from list.txt -o out/"));
    let test = test.file("a.md", RELEASE).file("b.md", release("Neu")).file("list.txt", "a.md\n");
    let (mut watch, first) = Watch::start(test);
    assert_eq!(of(&first, "written", "file"), ["out/a.pdf"]);
    watch.write("list.txt", "a.md\nb.md\n");
    let round = watch.rounds_until(|said| !of(said, "written", "file").is_empty());
    assert_eq!(of(&round, "written", "file"), ["out/b.pdf"]);
}

#[test]
fn what_kills_or_stalls_a_worker_does_not_end_the_watch() {
    let test = Test::new(&format!("{WATCH} --layout own.typ --max-seconds 2 a.md"));
    let test = test.file("own.typ", HARMFUL_LAYOUT).file("a.md", RELEASE);
    let (mut watch, first) = Watch::start(test);
    let written = |said: &[Value]| of(said, "written", "file") == ["a.pdf"];
    assert!(written(&first) || !codes(&first).is_empty(), "{first:#?}");
    watch.write("a.md", release("Ohne Ende"));
    let round = watch.rounds_until(|said| codes(said).contains(&"took-too-long"));
    assert!(of(&round, "written", "file").is_empty(), "{round:#?}");
    let layout = "#let sheet(release, letterhead) = { let f(x) = f(x + 1) + 1; [#f(1)] }\n";
    watch.write("own.typ", layout);
    let round = watch.round();
    assert!(!codes(&round).is_empty(), "{round:#?}");
    // One that is broken is told once, and waited for.
    watch.write("own.typ", "#let sheet(release, = {\n");
    let began = Instant::now();
    let is_told = |watch: &Watch| watch.said().iter().any(|one| one["blame"] == "layout");
    while !is_told(&watch) && began.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(5));
    }
    assert!(is_told(&watch));
    let shown = Test::new("layout new own.typ").any_stderr().run().bytes("own.typ");
    watch.replace("own.typ", shown);
    watch.write("a.md", release("Wieder gut"));
    watch.rounds_until(|said| of(said, "written", "file") == ["a.pdf"]);
    assert_eq!(watch.end("-TERM"), Some(143));
}

#[test]
fn a_worker_that_is_killed_is_replaced() {
    let (mut watch, _) = Watch::start(Test::new(&format!("{WATCH} a.md")).file("a.md", RELEASE));
    for at in 0..3 {
        let workers = crate::workers::workers(&watch.child);
        assert_eq!(workers.len(), 1, "one waits");
        crate::workers::kill(workers[0]);
        watch.write("a.md", release(&format!("Nach dem {at}. Mal")));
        let round = watch.round();
        assert_eq!(of(&round, "written", "file"), ["a.pdf"], "{round:#?}");
    }
}

#[test]
fn files_are_looked_at_where_the_system_tells_nothing() {
    let test = Test::new(&format!("{WATCH} --poll in -o out/")).file("in/a.md", RELEASE);
    let (mut watch, _) = Watch::start(test);
    watch.write("in/a.md", release("Neu"));
    watch.rounds_until(|said| of(said, "written", "file") == ["out/a.pdf"]);
    watch.write("in/b.md", release("Noch eine"));
    watch.rounds_until(|said| of(said, "written", "file") == ["out/b.pdf"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_limit_of_the_system_is_told_and_files_are_looked_at() {
    // In a space of its own, nobody else feels the limit.
    let limited = ["--user", "--map-root-user", "sh", "-c"];
    let allowed = Command::new("unshare")
        .args(limited)
        .arg("echo 1 > /proc/sys/user/max_inotify_watches")
        .output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        // This system lets nobody lower its limits.
        return;
    }
    let test = Test::new(&format!("{WATCH} in/a.md in/b/c.md -o out/"));
    let test = test.file("in/a.md", RELEASE).file("in/b/c.md", release("Neu"));
    let mut command = Command::new("unshare");
    command.args(limited);
    command.arg("echo 1 > /proc/sys/user/max_inotify_watches; exec \"$0\" \"$@\"");
    let program = test.command();
    command.arg(program.get_program()).args(program.get_args());
    command.current_dir(test.path(""));
    let (mut watch, first) = Watch::of(test, &mut command);
    // In the words for people: note[watches-exhausted].
    assert_eq!(codes(&first), ["watches-exhausted"], "{first:#?}");
    watch.write("in/b/c.md", release("Geändert"));
    watch.rounds_until(|said| of(said, "written", "file") == ["out/c.pdf"]);
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let refused = [
        ("-", "error[usage]: what standard input brings cannot be watched\n"),
        ("--input-format ndjson -", "error[usage]: what standard input brings cannot be watched\n"),
        (
            "a.md -o -",
            "error[usage]: what is set again and again has no place on standard output\n",
        ),
        ("a.md --manifest m.ndjson", "error[usage]: --manifest is for `render`, which ends"),
        ("a.md --no-clobber", "error[usage]: --no-clobber is for `render`"),
        ("a.md --letterhead nirgends", "error[usage]: there is no letterhead"),
        ("b.docx", "error[input-output]: cannot read b.docx"),
    ];
    for (typed, said) in refused {
        let test = Test::new(&format!("watch {typed}")).file("a.md", RELEASE);
        let ran = test.any_stderr().exit(2).run();
        assert!(ran.stderr.starts_with(said), "{typed}: {}", ran.stderr);
        assert_eq!(ran.names(), ["a.md"]);
    }
}

#[test]
fn people_are_told_what_has_changed() {
    let test = Test::new("watch a.md").file("a.md", RELEASE);
    let mut command = test.command();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("it speaks")).lines();
    let mut next = || lines.next().and_then(Result::ok).unwrap_or_default();
    assert_eq!(next(), "wrote a.pdf (1 page)");
    assert_eq!(next(), "watching 1 release, 1 file; Ctrl-C ends");
    fs::write(test.path("a.md"), release("Neu")).expect("it is written");
    assert_eq!(next(), "a.md changed");
    assert_eq!(next(), "wrote a.pdf (1 page)");
    // Older than anything: it is another file all the same.
    let old = SystemTime::now() - Duration::from_secs(3600);
    fs::write(test.path("new"), release("Alt")).expect("it is written");
    let file = File::options().write(true).open(test.path("new")).expect("it is opened");
    file.set_modified(old).expect("it has a time");
    fs::rename(test.path("new"), test.path("a.md")).expect("it is renamed");
    assert_eq!(next(), "a.md changed");
    assert_eq!(next(), "wrote a.pdf (1 page)");
    let _ = child.kill();
    let _ = child.wait();
}
