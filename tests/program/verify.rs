//! `letterpress verify`: each verdict, with its words and its exit code.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::mutated_files::variants;
use crate::repository::root;
use crate::runs::{manifest, texts};
use crate::sealing::{ELLIPTIC, RSA, make_key, seal_as};
use crate::test::{FAULTY, RELEASE, Ran, Test};

/// Which of the accepted releases are verified in every run: each of so many. `VARIANTS=1000`
/// verifies all of them.
const EACH_OF: usize = 6;

/// A JPEG.
const PHOTO: &[u8] = include_bytes!("../../fixtures/photos/querformat.jpg");

fn with_photo() -> String {
    let media = "media:\n  - file: photo.jpg\n    alt: Ein Muster\n    caption: Muster\n---\nEin";
    RELEASE.replace("---\nEin", media)
}

/// The verdicts that `--message-format json` has written, by file.
pub fn verdicts(ran: &Ran) -> Vec<Value> {
    let text = String::from_utf8_lossy(&ran.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

/// A line of a manifest.
pub fn manifest_line(release: &str, pdf: &str) -> String {
    let outputs = json!([{ "file": pdf, "format": "pdf" }]);
    let line = json!({ "type": "result", "format": 1, "release": release, "outputs": outputs });
    format!("{line}\n")
}

/// Changes a file in the folder.
fn change(ran: &Ran, name: &str, from: &str, to: &str) {
    let text = fs::read_to_string(ran.path(name)).expect("it is there");
    assert!(text.contains(from), "{text}");
    fs::write(ran.path(name), text.replace(from, to)).expect("it is written");
}

/// The file in which something of equal length is replaced, everywhere.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let places: Vec<_> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    places.iter().for_each(|at| bytes[*at..*at + to.len()].copy_from_slice(to));
    bytes
}

#[test]
fn a_sheet_is_the_same_wherever_its_release_is() {
    let ran = Test::new("render -q --embed-source carried.md").file("carried.md", RELEASE).run();
    fs::remove_file(ran.path("carried.md")).expect("it is removed");
    let ran = Test::after(ran, "render -q beside.md").file("beside.md", RELEASE).run();
    let ran = Test::after(ran, "render -q --target mail,print --crop-marks --gray two.md");
    let ran = ran.file("two.md", RELEASE).run();
    let ran = Test::after(ran, "render -q releases/a.md -o sheets/named.pdf");
    let ran = ran.file("releases/a.md", RELEASE).file("sheets/x", "").run();
    let line = manifest_line("releases/a.md", "sheets/named.pdf");
    let ran = Test::after(ran, "verify . --manifest m.ndjson").file("m.ndjson", line);
    let same = "./beside.pdf: same\n./carried.pdf: same\n./sheets/named.pdf: same\n\
                ./two-mail.pdf: same\n./two-print.pdf: same\n";
    let ran = ran.stdout(same).stderr("5 files: 5 same\n").run();
    // The paths of the manifest may count from its own folder, and a last line may be half.
    let line = manifest_line("../releases/a.md", "../sheets/named.pdf") + "{\"type\":\"res";
    let test = Test::after(ran, "verify ../sheets --manifest ../lists/m.ndjson").below("elsewhere");
    test.file("lists/m.ndjson", line).stdout("../sheets/named.pdf: same\n").run();
}

#[test]
fn a_release_with_a_name_of_its_own_is_found_by_its_file() {
    let request = json!({"file": "a.md", "name": "node 4711", "output": "p"}).to_string() + "\n";
    let render = "render --input-format ndjson -o out/ --manifest m.ndjson -";
    let ran = Test::new(render).file("a.md", RELEASE).stdin(request).any_stdout().any_stderr();
    let ran = Test::after(ran.run(), "verify out --manifest m.ndjson");
    ran.stdout("out/p.pdf: same\n").any_stderr().run();
}

#[test]
fn capitals_in_the_ending_of_a_release_are_no_matter() {
    let fields = "letterhead: neutral\ndate: 2022-11-25\nheadline: Neu\nbody: Text.\n";
    let object = json!({"letterhead": "neutral", "date": "2022-11-25", "headline": "Neu",
                        "body": "Text."});
    let object = object.to_string();
    let files = ["B.MD", "c.YAML", "d.Json", "e.Md"];
    let render = format!("render -q --target archive,print {}", files.join(" "));
    let test = files.into_iter().zip([RELEASE, fields, &object, RELEASE]);
    let test = test.fold(Test::new(&render), |test, (name, text)| test.file(name, text));
    let ran = Test::after(test.any_stderr().run(), "verify .").any_stdout().any_stderr().run();
    let told = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(told.lines().filter(|line| line.ends_with(": same")).count(), 8, "{told}");
}

#[test]
fn what_differs_is_told_by_page_and_word() {
    let release = with_photo();
    let ran = Test::new("render -q a.md").file("a.md", &release).file("photo.jpg", PHOTO).run();
    let told = |ran: Ran, expected: &str| {
        let stdout = format!("a.pdf: differs ({expected})\n");
        let message =
            format!("error[pdf-differs]: a.pdf is not what its release becomes: {expected}\n\n");
        Test::after(ran, "verify a.pdf").stdout(stdout).stderr(message).exit(1).run()
    };
    change(&ran, "a.md", "Satz steht", "Wort steht");
    let ran = told(ran, "page 1: \"Satz\" instead of \"Wort\"");
    change(&ran, "a.md", "Wort steht", "Satz steht");
    change(&ran, "a.md", "alt: Ein Muster", "alt: Ein anderes Muster");
    let ran = told(ran, "page 1: \"anderes\" is missing");
    change(&ran, "a.md", "alt: Ein anderes Muster", "alt: Ein Muster");
    let other = include_bytes!("../../fixtures/photos/gedreht-exif-6.jpg");
    fs::write(ran.path("photo.jpg"), other).expect("it is written");
    let ran = Test::after(ran, "verify a.pdf").any_stdout().any_stderr().exit(1).run();
    assert!(ran.stdout.starts_with(b"a.pdf: differs (page 1: "), "{:?}", ran.stderr);
    fs::write(ran.path("photo.jpg"), PHOTO).expect("it is written");
    let pdf = ran.bytes("a.pdf");
    fs::write(ran.path("a.pdf"), replaced(&pdf, b"Sachsen", b"Sachsem")).expect("it is written");
    let ran = told(ran, "the metadata: title");
    fs::write(ran.path("a.pdf"), [&pdf[..], b"% more\n"].concat()).expect("it is written");
    let ran = told(ran, "7 bytes were appended that are no signature");
    fs::write(ran.path("a.pdf"), &pdf[..pdf.len() - 1]).expect("it is written");
    let ran =
        told(ran, &format!("bytes that are neither seen nor heard: from byte {} on", pdf.len()));
    fs::write(ran.path("a.pdf"), "%PDF-1.7\n").expect("it is written");
    told(ran, "no pages can be found in the file");
}

#[test]
fn what_cannot_be_told_is_no_difference() {
    let release = with_photo();
    let ran = Test::new("render -q a.md").file("a.md", &release).file("photo.jpg", PHOTO).run();
    let pdf = ran.bytes("a.pdf");
    let old = replaced(&pdf, b"letterpress 0.1.0", b"letterpress 0.0.9");
    fs::remove_file(ran.path("photo.jpg")).expect("it is removed");
    let ran = Test::after(ran, "verify a.pdf old.pdf alone.pdf gone.pdf --manifest m.ndjson");
    let ran = ran.file("old.pdf", old).file("alone.pdf", &pdf).file("gone.pdf", &pdf);
    let ran = ran.file("m.ndjson", manifest_line("nowhere/a.md", "gone.pdf"));
    let stdout = "\
a.pdf: inputs missing (`photo.jpg` does not exist)
old.pdf: other version (letterpress 0.0.9 wrote it, and this is 0.1.0)
alone.pdf: no source
gone.pdf: inputs missing (nowhere/a.md does not exist)
";
    let ran = ran.stdout(stdout).any_stderr().exit(2).run();
    for code in
        ["error[pdf-inputs-missing]", "error[pdf-other-version]", "error[pdf-without-source]"]
    {
        assert!(ran.stderr.contains(code), "{}", ran.stderr);
    }
    let summary = "4 files: 1 other version, 1 no source, 2 inputs missing\n";
    assert!(ran.stderr.ends_with(summary), "{}", ran.stderr);
    let ran = Test::after(ran, "verify missing.pdf").exit(2);
    let missing = "error[input-output]: cannot read missing.pdf (it does not exist)\n\n";
    let ran = ran.any_stderr().run();
    assert!(ran.stderr.starts_with("error[input-output]"), "{} {missing}", ran.stderr);
    Test::after(ran, "verify -").exit(2).any_stderr().run();
}

#[test]
fn another_letterhead_of_the_same_id_is_an_input_that_is_missing() {
    let letterhead = "id = \"haus\"\nname = \"Haus am Moor\"\n";
    let release = RELEASE.replace("letterhead: neutral", "letterhead: haus.toml");
    let test = Test::new("render -q a.md").file("a.md", release).file("haus.toml", letterhead);
    let ran = test.any_stderr().run();
    let ran = Test::after(ran, "verify a.pdf").stdout("a.pdf: same\n").run();
    change(&ran, "haus.toml", "Moor", "Meer");
    let reason = "the letterhead haus is not the one that it was set on";
    let stdout = format!("a.pdf: inputs missing ({reason})\n");
    let ran = Test::after(ran, "verify a.pdf").stdout(stdout).any_stderr().exit(2).run();
    assert!(ran.stderr.contains("--letterheads DIR"), "{}", ran.stderr);
}

#[test]
fn a_release_that_is_refused_today_is_told_with_its_errors() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    change(&ran, "a.md", "headline: Sachsen verbindet\n", "");
    let ran = Test::after(ran, "verify a.pdf").stdout("a.pdf: differs (a.md is refused today)\n");
    let ran = ran.any_stderr().exit(1).run();
    assert!(ran.stderr.contains("missing-field: `headline` is missing"), "{}", ran.stderr);
    let ran = Test::after(ran, "verify -v a.pdf").any_stdout().any_stderr().exit(1).run();
    assert!(ran.stderr.contains("--> a.md:2:1"), "{}", ran.stderr);
}

#[test]
fn programs_read_the_verdict_and_its_place() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    change(&ran, "a.md", "Ein Satz", "Kein Satz");
    let test = Test::after(ran, "verify a.pdf --message-format json");
    let ran = test.any_stdout().any_stderr().exit(1).run();
    let line = &verdicts(&ran)[0];
    assert_eq!(line["verdict"], "differs");
    assert_eq!((&line["release"], &line["source"]), (&json!("a.md"), &json!("beside")));
    let place = json!({ "what": "words", "page": 1, "found": "Ein", "expected": "Kein" });
    assert_eq!(line["difference"], place);
    let summary = ran.objects().pop().expect("a summary");
    assert_eq!(summary["verdicts"]["differs"], 1);
}

#[test]
fn a_sealed_sheet_is_the_same_and_sealed() {
    let test = Test::new("render -q --embed-source a.md").file("a.md", RELEASE);
    let mut ran = test.run();
    for kind in [RSA, ELLIPTIC] {
        if !make_key(&ran, kind) {
            return;
        }
        let name = if kind == RSA { "sealed.pdf" } else { "elliptic.pdf" };
        seal_as(&ran, "a.pdf", name, &[]);
        seal_as(&ran, name, "twice.pdf", &["Zweites"]);
        seal_as(&ran, "a.pdf", "drawn.pdf", &["Siegel", "visible"]);
        let stdout = format!(
            "{name}: same and sealed\ntwice.pdf: same and sealed\n\
             drawn.pdf: differs (a signature is drawn on a page)\n"
        );
        let test = Test::after(ran, &format!("verify {name} twice.pdf drawn.pdf"));
        ran = test.stdout(stdout).any_stderr().exit(1).run();
        if kind == RSA {
            seal_as(&ran, "a.pdf", "stamped.pdf", &["Siegel", "stamped"]);
            seal_as(&ran, "a.pdf", "document.pdf", &["Siegel", "document-stamped"]);
            let test = Test::after(ran, "verify stamped.pdf document.pdf --message-format json");
            ran = test.any_stdout().any_stderr().run();
            let seals = |at: usize| verdicts(&ran)[at]["seals"].as_array().map(Vec::len);
            assert_eq!((seals(0), seals(1)), (Some(1), Some(2)));
            assert_eq!(verdicts(&ran)[0]["seals"][0]["signer"], "Siegel");
        }
    }
}

#[test]
fn a_release_is_found_whatever_later_runs_have_made_of_it() {
    let render = "render in --out-tree out --manifest m.ndjson --if-changed";
    let check = "check in --manifest m.ndjson";
    let verify = "verify out --manifest m.ndjson";
    let told = |ran: Ran, verdict: &str, exit: i32| {
        let stdout = format!("out/x/a.pdf: {verdict}\n");
        Test::after(ran, verify).stdout(stdout).any_stderr().exit(exit).run()
    };
    let mut ran = Test::new(render).file("in/x/a.md", RELEASE).any_stderr().run();
    ran = Test::after(ran, check).any_stderr().run();
    assert_eq!(texts(&manifest(&ran), "outcome"), ["issued"]);
    ran = told(ran, "same", 0);
    // What it has entered counts for the next run, too.
    ran = Test::after(ran, render).any_stderr().run();
    assert_eq!(texts(&manifest(&ran), "outcome"), ["unchanged"]);
    for run in [render, check, render] {
        ran = Test::after(ran, run).file("in/x/a.md", FAULTY).any_stderr().exit(1).run();
        ran = told(ran, "differs (in/x/a.md is refused today)", 1);
    }
    let lines = manifest(&ran);
    assert_eq!((&lines[0]["outcome"], &lines[0]["outputs"]), (&json!("refused"), &json!([])));
    assert_eq!(lines[0]["kept"][0]["file"], "out/x/a.pdf");
    fs::write(ran.path("in/x/a.md"), RELEASE).expect("it is written");
    ran = told(ran, "same", 0);
    // Another format, and one place more.
    for more in ["--format txt --out-tree out", "-o other/"] {
        let run = format!("render in {more} --manifest m.ndjson");
        ran = Test::after(ran, &run).any_stderr().run();
        ran = told(ran, "same", 0);
    }
    // What is gone is forgotten, and what is written again is not kept.
    fs::remove_file(ran.path("out/x/a.txt")).expect("it was there");
    ran = Test::after(ran, render).any_stderr().run();
    let lines = manifest(&ran);
    assert_eq!(lines[0]["outputs"][0]["file"], "out/x/a.pdf");
    assert_eq!(lines[0]["kept"].as_array().map(Vec::len), Some(1));
    assert_eq!(lines[0]["kept"][0]["file"], "other/a.pdf");
    if make_key(&ran, RSA) {
        seal_as(&ran, "out/x/a.pdf", "sealed.pdf", &[]);
        fs::rename(ran.path("sealed.pdf"), ran.path("out/x/a.pdf")).expect("it is moved");
        ran = Test::after(ran, render).any_stderr().exit(2).run();
        told(ran, "same and sealed", 0);
    }
}

#[test]
fn a_seal_of_an_unknown_kind_has_no_verdict() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    if !make_key(&ran, "ec -pkeyopt ec_paramgen_curve:brainpoolP256r1") {
        return;
    }
    seal_as(&ran, "a.pdf", "sealed.pdf", &[]);
    let ran = Test::after(ran, "verify sealed.pdf").file("sealed.md", RELEASE);
    let ran = ran.any_stderr().exit(2).run();
    let message = "error[pdf-seal-unknown]: the seal of sealed.pdf needs an algorithm";
    assert!(ran.stderr.starts_with(message), "{}", ran.stderr);
    // SHA-256 with ECDSA, on brainpoolP256r1.
    assert!(ran.stderr.contains("1.2.840.10045.4.3.2 with the curve 1.3.36.3.3.2.8.1.1.7"));
}

#[test]
fn accepted_releases_are_the_same_in_every_edition() {
    let folder = root().join("fixtures/releases/accepted");
    let mut releases: Vec<_> = fs::read_dir(&folder).expect("it is there").flatten().collect();
    releases.sort_by_key(fs::DirEntry::file_name);
    let releases = releases.iter().map(fs::DirEntry::path).filter(|path| is_release(path));
    let each_of = if variants(0) > 0 { 1 } else { EACH_OF };
    let options = [
        "--embed-source",
        "--target print --crop-marks",
        "--target mail --gray",
        "--standard a-4",
        "--target mail --max-size 900000",
        "--standard 1.7",
        "--target print --gray --standard a-2b",
    ];
    let mut ran = Test::new("letterhead list --ids").any_stdout().run();
    let (mut lines, mut count) = (String::new(), 0);
    for (number, release) in releases.step_by(each_of).enumerate() {
        let release = release.display().to_string();
        let options = options[number % options.len()];
        let root = root().join("fixtures").display().to_string();
        let name = format!("sheets/{number}.pdf");
        let typed = format!("render -q --root {root} {options} {release} -o {name}");
        ran = Test::after(ran, &typed).file("sheets/x", "").any_stderr().run();
        lines += &manifest_line(&release, &name);
        count += 1;
    }
    let root = root().join("fixtures").display().to_string();
    let test = Test::after(ran, &format!("verify -q --root {root} --manifest m.ndjson sheets"));
    let ran = test.file("m.ndjson", lines).any_stdout().run();
    let stdout = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(count > 20 && stdout.lines().count() == count, "{count}\n{stdout}");
    assert!(stdout.lines().all(|line| line.ends_with(": same")), "{stdout}");
}

fn is_release(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ["md", "json", "yaml", "toml"].contains(&ending))
}
