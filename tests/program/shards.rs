//! Releases in parts, by one or many hands, one by one or as lines: each is done once, and its
//! bytes are the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::runs::{files, lines, name, release, with_releases};
use crate::test::{RELEASE, Ran, Test};

const RELEASES: usize = 12;

/// The sheets of a run, without their folders.
fn sheets(ran: &Ran) -> BTreeMap<String, Vec<u8>> {
    let files = files(&ran.path("out")).into_iter();
    let names = files.map(|(name, bytes)| {
        let name = name.rsplit('/').next().map(ToOwned::to_owned);
        (name.expect("a path has a name"), bytes)
    });
    names.filter(|(name, _)| name.ends_with(".pdf")).collect()
}

/// The releases that a part holds.
fn part(test: Test) -> BTreeSet<String> {
    let ran = test.any_stderr().run();
    let lines = lines(ran.stderr.as_bytes());
    let ends = lines.iter().filter(|line| line["type"] == "release");
    ends.map(|line| line["release"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn parts_are_disjoint_and_together_everything() {
    let check = |options: &str| {
        let test = Test::new(&format!("check in --message-format json {options}"));
        // Some have no id: their paths decide.
        let test = with_releases(test, RELEASES);
        (0..4).fold(test, |test, at| {
            let text = release(at).replace(&format!("id: r-{at}\n"), "");
            test.file(&format!("in/x/{at}.md"), text)
        })
    };
    let all = part(check(""));
    assert_eq!(all.len(), RELEASES + 4);
    for parts in [1, 3, 5] {
        let found: Vec<_> =
            (1..=parts).map(|one| part(check(&format!("--shard {one}/{parts}")))).collect();
        assert_eq!(found.iter().map(BTreeSet::len).sum::<usize>(), all.len(), "{parts}");
        assert_eq!(found.into_iter().flatten().collect::<BTreeSet<_>>(), all, "{parts}");
    }
    for wrong in ["0/3", "4/3", "x"] {
        check(&format!("--shard {wrong}")).any_stderr().exit(2).run();
    }
}

#[test]
fn a_part_stays_the_same_wherever_a_tree_lies() {
    let lay = |tree: &str| {
        let test = Test::new(&format!("check {tree} --message-format json --shard 2/3"));
        // Without ids, their paths decide.
        let test = (0..RELEASES).fold(test, |test, at| {
            test.file(&name(at).replace("in/", &format!("{tree}/")), RELEASE)
        });
        let names = part(test).into_iter().map(|name| name.replace(&format!("{tree}/"), ""));
        names.collect::<BTreeSet<_>>()
    };
    assert_eq!(lay("in"), lay("an/other"));
}

#[test]
fn versions_of_a_release_are_in_the_same_part() {
    let lay = |one: usize| {
        let test = Test::new(&format!("check in --message-format json --shard {one}/4"));
        (1..5).fold(test, |test, version| {
            let text = release(1).replace("id: r-1", &format!("id: r-1\nversion: {version}"));
            test.file(&format!("in/{version}.md"), text)
        })
    };
    let sizes: Vec<_> = (1..5).map(|one| part(lay(one)).len()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 4);
    assert!(sizes.contains(&4), "{sizes:?}");
}

#[test]
fn whoever_sets_a_release_the_bytes_are_the_same() {
    let lay = |arguments: &str| with_releases(Test::new(arguments), RELEASES).any_stderr();
    let expected = sheets(&lay("render in --out-tree out -j1").run());
    assert_eq!(expected.len(), RELEASES);
    for more in ["-j2", "-j2 --unordered", "-j3 --manifest m.ndjson", "-j1 --stop-after 12"] {
        assert!(
            sheets(&lay(&format!("render in --out-tree out {more}")).run()) == expected,
            "{more}"
        );
    }
    let mut ran = lay("render in --out-tree out --shard 1/3").run();
    for one in 2..=3 {
        let shard = format!("render in --out-tree out --shard {one}/3");
        ran = Test::after(ran, &shard).any_stderr().run();
    }
    assert!(sheets(&ran) == expected, "by parts");
    for at in 0..RELEASES {
        ran = Test::after(ran, &format!("render -q -o single/ {}", name(at))).run();
    }
    assert!(files(&ran.path("single")) == expected, "one by one");
    let request = |at: usize| format!("{}\n", json!({"file": name(at)}));
    let requests: String = (0..RELEASES).rev().map(request).collect();
    let ran = Test::after(ran, "render --input-format ndjson -j2 -o stream/ -").stdin(requests);
    let ran = ran.any_stdout().any_stderr().run();
    assert!(files(&ran.path("stream")) == expected, "as lines");
    let request = |at: usize| {
        let output = format!("{at:02}");
        format!("{}\n", json!({"text": release(at), "input_format": "md", "output": output}))
    };
    let requests: String = (0..RELEASES).map(request).collect();
    let ran = Test::after(ran, "render --input-format ndjson --unordered -o text/ -");
    let ran = ran.stdin(requests).any_stdout().any_stderr().run();
    assert!(files(&ran.path("text")) == expected, "as texts");
}
