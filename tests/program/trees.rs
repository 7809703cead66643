//! Folders and lists of releases: what is found, in which order, and what is passed over.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use serde_json::json;

use crate::runs::{codes, count, files, lines, manifest, release, texts};
use crate::test::{FAULTY, RELEASE, Ran, Test};

/// The releases that a run has looked at, in its order.
#[track_caller]
fn seen(ran: &Ran) -> Vec<String> {
    let lines = lines(ran.stderr.as_bytes());
    let ends = lines.iter().filter(|line| line["type"] == "release");
    ends.map(|line| line["release"].as_str().expect("a name").to_owned()).collect()
}

/// A check of a tree, as lines.
fn check(arguments: &str) -> Test {
    Test::new(&format!("check --message-format json {arguments}")).any_stderr()
}

#[test]
fn a_folder_is_walked_in_order() {
    let mut test = check("in");
    for name in
        ["b.md", "a/2.md", "a/10.md", "Z.md", "ä.md", "c.yaml", "a/.entwurf.md", ".alt/x.md"]
    {
        let text = match name {
            "c.yaml" => "letterhead: neutral\ndate: 2022-11-25\nheadline: C\nbody: Text.\n",
            _ => RELEASE,
        };
        test = test.file(&format!("in/{name}"), text);
    }
    let test = test.file("in/bild.jpg", "no picture").file("elsewhere/e.md", RELEASE);
    symlink(test.path("elsewhere"), test.path("in/link")).expect("a link");
    symlink(test.path("elsewhere/e.md"), test.path("in/e.md")).expect("a link");
    // A folder in itself has no end.
    symlink(test.path("in"), test.path("in/in")).expect("a link");
    let ran = test.run();
    assert_eq!(
        seen(&ran),
        ["in/Z.md", "in/a/10.md", "in/a/2.md", "in/b.md", "in/c.yaml", "in/ä.md"]
    );
}

#[test]
fn what_a_pattern_names_is_left_out() {
    let lay = |arguments: &str| {
        let names = ["a.md", "alt/b.md", "neu/alt/c.md", "neu/d.old.md", "neu/e.md"];
        let test = names
            .iter()
            .fold(check(arguments), |test, name| test.file(&format!("in/{name}"), RELEASE));
        test.file("in/.letterpressignore", "# comment\n*.old.md\n/alt/\n")
    };
    assert_eq!(seen(&lay("in").run()), ["in/a.md", "in/neu/alt/c.md", "in/neu/e.md"]);
    let ran = lay("--exclude alt/ --exclude e.md in").run();
    assert_eq!(seen(&ran), ["in/a.md"]);
    // It holds from the folder on that is named, and not for what is named itself.
    let ran = lay("--exclude /neu/ in in/neu/e.md in/alt/b.md").run();
    assert_eq!(seen(&ran), ["in/a.md", "in/neu/e.md", "in/alt/b.md"]);
    // A later pattern takes back what an earlier one has left out.
    let ran = lay("--exclude neu/* --exclude !neu/e.md in").run();
    assert_eq!(seen(&ran), ["in/a.md", "in/neu/e.md"]);
    let ran = lay("--exclude a[ in").exit(2).run();
    assert!(ran.stderr.contains("`a[` is not a pattern"), "{}", ran.stderr);
}

#[test]
fn what_leaves_out_can_be_used_or_nothing_is_set() {
    let wide: Vec<u8> = "\u{feff}b.md\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes, told) in [
        ("in/.letterpressignore", wide.as_slice(), "line 1 of in/.letterpressignore is not UTF-8"),
        ("in/x/.letterpressignore", b"b.md\na[.md\n", "line 2 of in/x/.letterpressignore is not"),
        ("in/.letterpressignore/x", b"", "cannot read in/.letterpressignore"),
    ] {
        for command in ["render in --manifest m.ndjson", "check in", "inspect in", "verify in"] {
            let test = Test::new(command).file("in/a.md", RELEASE).file("in/x/b.md", RELEASE);
            let ran = test.file(name, bytes).any_stdout().any_stderr().exit(2).run();
            assert!(ran.stderr.contains(told), "{command}: {}", ran.stderr);
            assert!(!ran.path("in/a.pdf").exists() && !ran.path("m.ndjson").exists());
        }
    }
}

#[test]
fn of_two_trees_in_one_a_hint_tells_what_helps() {
    let lay = |run: &str| Test::new(run).file("t1/a.md", release(1)).file("t2/a.md", release(2));
    let ran = lay("render t1 t2 --out-tree o").any_stderr().exit(2).run();
    assert!(ran.stderr.contains("t1/a.md and t2/a.md would both be o/a.pdf"), "{}", ran.stderr);
    assert!(ran.stderr.contains("name the folder that holds both"), "{}", ran.stderr);
    let ran = lay("render . --out-tree o").any_stderr().run();
    assert!(ran.path("o/t1/a.pdf").exists() && ran.path("o/t2/a.pdf").exists());
    let ran = lay("render t1 t2 -o o/").any_stderr().exit(2).run();
    assert!(ran.stderr.contains("`--out-tree DIR` keeps their folders apart"), "{}", ran.stderr);
}

#[test]
fn names_that_are_not_utf_8_are_kept_apart() {
    let run = "render in --out-tree out --manifest m.ndjson --if-changed";
    let test = Test::new(run).file("in/x", "");
    for (name, id) in [(&b"b\xe4.md"[..], 1), (b"b\xf6.md", 2)] {
        let path = test.path("in").join(OsStr::from_bytes(name));
        if fs::write(path, release(id)).is_err() {
            // Some file systems have no such names.
            return;
        }
    }
    let mut ran = test.any_stderr().run();
    for outcome in ["issued", "unchanged"] {
        let all = manifest(&ran);
        assert_eq!(texts(&all, "outcome"), [outcome; 2]);
        assert_eq!(all[0]["release"], json!(b"in/b\xe4.md"));
        assert_eq!(all[1]["inputs"][0]["file"], json!(b"in/b\xf6.md"));
        assert_eq!(all[1]["outputs"][0]["file"], json!(b"out/b\xf6.pdf"));
        ran = Test::after(ran, run).any_stderr().run();
    }
    // By the manifest, and beside the PDF.
    for (run, count) in [("verify out --manifest m.ndjson", 2), ("verify in", 4)] {
        ran = Test::after(ran, run).any_stdout().any_stderr().run();
        let told = String::from_utf8_lossy(&ran.stdout);
        assert_eq!(told.lines().filter(|line| line.ends_with(": same")).count(), count, "{told}");
        let test = Test::after(ran, "render -q in --target archive,print").any_stderr();
        ran = test.run();
    }
    let request = json!({"file": b"in/b\xf6.md", "output": b"c\xe4"});
    let test = Test::after(ran, "render --input-format ndjson -o out/ -").any_stdout();
    let ran = test.any_stderr().stdin(format!("{request}\n")).run();
    let results = lines(&ran.stdout);
    assert_eq!(results[0]["release"], json!(b"in/b\xf6.md"));
    assert_eq!(results[0]["outputs"][0]["file"], json!(b"out/c\xe4.pdf"));
}

#[test]
fn what_is_no_release_is_skipped_and_what_is_broken_is_not() {
    let test = Test::new("check --manifest m.ndjson in").any_stderr().exit(1);
    let test =
        test.file("in/README.md", "# Read me\n").file("in/package.json", "{\"name\": \"x\"}");
    let test = test.file("in/haus.toml", "id = \"haus\"\nname = \"Haus\"\n");
    let test = test.file("in/letterpress.toml", "letterheads = []\n");
    let test = test.file("in/faulty.md", FAULTY).file("in/leer.md", "").file("in/a.md", RELEASE);
    let test = test.file("in/torn.json", "{\"headline\": \"Neu\", ");
    let ran = test.run();
    let lines = manifest(&ran);
    let said: Vec<_> = lines
        .iter()
        .map(|line| (line["release"].as_str(), line["outcome"].as_str(), line["reason"].as_str()))
        .collect();
    let skipped = Some("skipped");
    let expected = [
        (Some("in/README.md"), skipped, Some("it is no release")),
        (Some("in/a.md"), Some("fine"), None),
        (Some("in/faulty.md"), Some("refused"), None),
        (Some("in/haus.toml"), skipped, Some("it is a letterhead")),
        (Some("in/leer.md"), Some("refused"), None),
        (Some("in/letterpress.toml"), skipped, Some("it holds settings")),
        (Some("in/package.json"), skipped, Some("it is no release")),
        (Some("in/torn.json"), Some("refused"), None),
    ];
    assert_eq!(said, expected, "{}", ran.stderr);
    assert!(ran.stderr.contains("in/README.md: skipped: it is no release\n"), "{}", ran.stderr);
    assert!(ran.stderr.ends_with("8 releases: 1 fine, 4 skipped, 3 refused\n"), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_named_is_never_skipped() {
    let test = Test::new("check README.md").file("README.md", "# Read me\n");
    test.any_stderr().exit(1).run();
    let test = Test::new("check --files-from l.txt").file("l.txt", "README.md\nno.md\n");
    let ran = test.file("README.md", "# Read me\n").any_stderr().exit(2).run();
    assert!(ran.stderr.ends_with("2 releases: 1 refused, 1 failed\n"), "{}", ran.stderr);
}

#[test]
fn a_folder_without_releases_is_an_error() {
    for (name, text) in [("in/.hidden.md", RELEASE), ("in/README.md", "# Read me\n")] {
        for command in ["check in", "render in", "render in --out-tree out --manifest m.ndjson"] {
            let ran = Test::new(command).file(name, text).any_stderr().exit(2).run();
            let error = "error[usage]: there is no release in in\n";
            assert!(ran.stderr.contains(error), "{command}: {}", ran.stderr);
        }
    }
    // A list that a program makes may have nothing on it.
    Test::new("check --files-from l.txt").file("l.txt", "").run();
}

#[test]
fn what_cannot_be_read_fails_alone() {
    let shut = |test: &Test, name: &str| {
        let path = test.path(name);
        fs::set_permissions(&path, Permissions::from_mode(0o000)).expect("it is shut");
        path
    };
    let test = check("in").file("in/a.md", RELEASE).file("in/b.md", RELEASE);
    let test = test.file("in/c/d.md", RELEASE).file("in/e.md", RELEASE);
    let (file, folder) = (shut(&test, "in/b.md"), shut(&test, "in/c"));
    let is_root = fs::read(&file).is_ok();
    let ran = test.exit(if is_root { 0 } else { 2 }).run();
    fs::set_permissions(folder, Permissions::from_mode(0o755)).expect("it is opened");
    if is_root {
        // To root nothing is shut.
        return;
    }
    assert_eq!(seen(&ran), ["in/a.md", "in/b.md", "in/c", "in/e.md"]);
    let summary = lines(ran.stderr.as_bytes()).pop().expect("a summary");
    assert_eq!((&summary["fine"], &summary["failed"]), (&2.into(), &2.into()));
}

#[test]
fn a_file_that_is_gone_fails_alone() {
    let list = "a.md\nno.md\nno/\n\nb.md\n";
    let test = check("--files-from l.txt").file("l.txt", list);
    let ran = test.file("a.md", RELEASE).file("b.md", RELEASE).exit(2).run();
    assert_eq!(seen(&ran), ["a.md", "no.md", "no/", "b.md"]);
    let ran = check("--files-from no.txt").exit(2).run();
    assert!(ran.stderr.contains("cannot read no.txt"), "{}", ran.stderr);
}

#[test]
fn names_that_clash_fail_alone() {
    let test = Test::new("render in -o out/ --manifest m.ndjson").any_stderr().exit(2);
    let test = test.file("in/1/a.md", release(1)).file("in/2/a.md", release(2));
    let ran = test.file("in/2/b.md", release(3)).run();
    let lines = manifest(&ran);
    assert_eq!(texts(&lines, "outcome"), ["issued", "failed", "issued"]);
    assert!(ran.stderr.contains("in/1/a.md and in/2/a.md would both be out/a.pdf"));
    assert_eq!(files(&ran.path("out")).len(), 2);
    // A tree has a place for each, but not for two of the same name.
    let test = Test::new("render in --out-tree out").file("in/1/a.md", release(1));
    let test = test.file("in/2/a.md", release(2)).file("in/2/a.yaml", "headline: Neu\n");
    let ran = test.any_stderr().exit(2).run();
    let names: Vec<_> = files(&ran.path("out")).into_keys().collect();
    assert_eq!(names, ["1/a.pdf", "2/a.pdf"]);
}

#[test]
fn a_tree_is_mirrored() {
    let test = Test::new("render 2004/in ./b.md 2005/c.md --out-tree out").any_stderr();
    let test = test.file("2004/in/05/x y.md", release(1)).file("b.md", release(2));
    let ran = test.file("2005/c.md", release(3)).run();
    let names: Vec<_> = files(&ran.path("out")).into_keys().collect();
    assert_eq!(names, ["05/x y.pdf", "2005/c.pdf", "b.pdf"]);
    let test = Test::new("render ../o.md b.md --out-tree out").below("w").any_stderr().exit(2);
    let ran = test.file("o.md", release(1)).file("w/b.md", release(2)).run();
    assert!(ran.stderr.contains("../o.md lies outside the working directory"), "{}", ran.stderr);
    let names: Vec<_> = files(&ran.path("w/out")).into_keys().collect();
    assert_eq!(names, ["b.pdf"]);
}

#[test]
fn lists_of_every_kind_are_read() {
    let names = ["x y.md", "b.md", "ordner/c.md"];
    for (end, option) in [("\n", ""), ("\r\n", ""), ("\0", "-0")] {
        for is_piped in [false, true] {
            let list = names.join(end) + if is_piped { "" } else { end };
            let from = if is_piped { "-" } else { "l.txt" };
            let test = check(&format!("{option} --files-from {from} d.md")).stdin(list.clone());
            let test = test.file("l.txt", &list).file("d.md", RELEASE);
            let test = names.iter().fold(test, |test, name| test.file(name, RELEASE));
            assert_eq!(seen(&test.run()), ["d.md", "x y.md", "b.md", "ordner/c.md"], "{end:?}");
        }
    }
    // A line may hold a newline, and a folder is walked.
    let test = check("-0 --files-from l").file("l", "a\nb.md\0in\0");
    let ran = test.file("a\nb.md", RELEASE).file("in/c.md", RELEASE).run();
    assert_eq!(seen(&ran), ["a\nb.md", "in/c.md"]);
}

#[test]
fn umlauts_are_found_in_either_form() {
    let (one, two) = ("B\u{e4}r.md", "Ba\u{308}r.md");
    for (there, listed) in [(one, two), (two, one), (one, one), (two, two)] {
        let test = Test::new("render --files-from l.txt -o out/").any_stderr();
        let ran = test.file(there, RELEASE).file("l.txt", listed).run();
        assert_eq!(files(&ran.path("out")).len(), 1, "{there:?} {listed:?}");
    }
}

#[test]
fn names_need_not_be_text() {
    let name = |bytes: &[u8]| Path::new(std::ffi::OsStr::from_bytes(bytes)).to_owned();
    let test = Test::new("render in --out-tree out --manifest m.ndjson").any_stderr();
    let test = test.file("in/a.md", release(1));
    for (at, file) in [&b"in/b\xff.md"[..], b"in/c\xfe.md"].into_iter().enumerate() {
        let path = test.path("").join(name(file));
        fs::write(path, release(at + 2)).expect("the file is written");
    }
    let ran = test.run();
    assert!(ran.path("out").join(name(b"b\xff.pdf")).is_file(), "{}", ran.stderr);
    assert!(ran.path("out").join(name(b"c\xfe.pdf")).is_file(), "{}", ran.stderr);
    assert_eq!(count(&manifest(&ran), "outcome", "issued"), 3);
    let test = Test::after(ran, "render in --out-tree out --manifest m.ndjson --if-changed");
    let ran = test.any_stderr().run();
    assert_eq!(count(&manifest(&ran), "outcome", "unchanged"), 3, "{}", ran.stderr);
}

#[test]
fn results_may_lie_within_the_tree() {
    let arguments = "render . --format pdf,html --out-tree ./out --manifest m.ndjson";
    let test = Test::new(arguments).file("in/a.md", release(1)).file("b.md", release(2));
    let ran = test.any_stderr().run();
    let first = files(&ran.path("out"));
    assert_eq!(first.len(), 4);
    let ran = Test::after(ran, arguments).any_stderr().run();
    assert_eq!(files(&ran.path("out")), first);
    assert_eq!(texts(&manifest(&ran), "release"), ["./b.md", "./in/a.md"]);
}

#[test]
fn an_id_is_used_once() {
    let test = Test::new("check in --manifest m.ndjson").any_stderr();
    let test = test.file("in/a.md", release(1)).file("in/b.md", release(2));
    let next = release(1).replace("id: r-1", "id: r-1\nversion: 2");
    let ran = test.file("in/c.md", release(1)).file("in/d.md", next).run();
    let warning = "warning[repeated-id]: in/c.md has the id of in/a.md: r-1, version 1\n";
    assert!(ran.stderr.contains(warning), "{}", ran.stderr);
    let lines = manifest(&ran);
    let all: Vec<_> = lines.iter().map(codes).collect();
    assert_eq!(all, [vec![], vec![], vec!["repeated-id"], vec![]]);
    assert_eq!(lines[2]["warnings"], 1);
}

#[test]
fn an_id_that_is_used_twice_is_denied_where_warnings_are() {
    let test = Test::new("render in --out-tree out --deny-warnings").any_stderr().exit(1);
    let test = test.file("in/a.md", release(1)).file("in/b.md", release(1));
    let ran = test.run();
    assert!(ran.stderr.contains("warning[repeated-id]: in/b.md"), "{}", ran.stderr);
    // It is seen when both are there.
    assert_eq!(files(&ran.path("out")).len(), 2);
    let other = release(1).replace("id: r-1", "id: r-2");
    let test = Test::after(ran, "render in --out-tree out --deny-warnings --force").any_stderr();
    test.file("in/b.md", other).run();
}
