//! What programs read: each line keeps the schema, by a validator that is not ours; the library
//! writes the same bytes; what is offered as the right answer is one.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use letterpress::files::{FileError, Files};
use letterpress::source::{Format, Source};
use letterpress::{Job, Typesetter};
use serde_json::{Value, json};

use crate::repository::root;
use crate::test::{FAULTY, Test};

const PROGRAM: &str = env!("CARGO_BIN_EXE_letterpress");

/// Releases that are checked in one call.
const AT_A_TIME: usize = 100;

/// The releases and letterheads in a folder of fixtures, by name.
fn fixtures(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("fixtures").join(folder)).expect("a folder of fixtures");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| form(path).is_some());
    files.sort();
    files
}

fn form(path: &Path) -> Option<Format> {
    path.extension().and_then(|ending| ending.to_str()).and_then(Format::from_extension)
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned()
}

/// The body of a Markdown release as the text of a release in each of the other forms.
fn in_other_forms(markdown: &str) -> Option<[(&'static str, String); 3]> {
    let body = markdown.strip_prefix("---\n")?.split_once("\n---\n")?.1;
    let fields = [("letterhead", "neutral"), ("date", "2022-11-25"), ("headline", "Neu")];
    let mut object = json!({ "body": body });
    fields.iter().for_each(|(name, value)| object[*name] = json!(value));
    let plain = |sign: &str| -> String {
        fields.iter().map(|(name, value)| format!("{name}{sign}\"{value}\"\n")).collect()
    };
    let text = json!(body);
    Some([
        ("json", object.to_string()),
        // A string of JSON is one of YAML and of TOML.
        ("yaml", format!("{}body: {text}\n", plain(": "))),
        ("toml", format!("{}body = {text}\n", plain(" = "))),
    ])
}

/// The lines that a command writes about files, in their own folder.
fn lines_of(command: &[&str], folder: &Path, names: &[String]) -> String {
    let mut lines = String::new();
    for names in names.chunks(AT_A_TIME) {
        let output = Command::new(PROGRAM)
            .current_dir(folder)
            .args(command)
            .args(["--message-format", "json"])
            .args(names)
            .output()
            .expect("the program ends");
        lines.push_str(&String::from_utf8(output.stdout).expect("lines are UTF-8"));
        lines.push_str(&String::from_utf8(output.stderr).expect("lines are UTF-8"));
    }
    lines
}

fn python(script: &str) -> Command {
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", root().join("target/mail/python"));
    command.arg(root().join("tests/messages").join(script));
    command
}

/// What the validator says of lines.
pub fn validated(lines: &str) -> (bool, String) {
    validated_by("messages", lines)
}

/// The same by another schema.
pub fn validated_by(schema: &str, lines: &str) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = Test::new(&format!("schema {schema}")).any_stdout().run().stdout;
    let path = folder.path().join("schema.json");
    fs::write(&path, schema).expect("the schema is written");
    let mut child = python("validate.py")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python is there; tests/install brings its packages");
    let mut stdin = child.stdin.take().expect("it reads");
    stdin.write_all(lines.as_bytes()).expect("it reads all");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn every_line_about_every_fixture_keeps_the_schema() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut runs, mut lines) = (0, String::new());
    for of in ["releases/refused", "releases/warned", "letterheads/refused", "letterheads/warned"] {
        let command: &[&str] =
            if of.starts_with("letter") { &["letterhead", "check"] } else { &["check"] };
        let files = fixtures(of);
        let names: Vec<_> = files.iter().map(|path| name(path)).collect();
        runs += names.len();
        lines += &lines_of(command, &root().join("fixtures").join(of), &names);
    }
    let mut names = Vec::new();
    for path in fixtures("releases/refused") {
        let text = fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let stem = path.file_stem().unwrap().to_str().unwrap();
        for (ending, text) in text.as_deref().and_then(in_other_forms).into_iter().flatten() {
            names.push(format!("{stem}.{ending}"));
            fs::write(folder.path().join(format!("{stem}.{ending}")), text).expect("it is written");
        }
    }
    runs += names.len();
    lines += &lines_of(&["check"], folder.path(), &names);
    assert!(runs >= 500, "{runs} runs");
    // Each release, letterhead and line of a run that there is.
    let kinds = ["diagnostic", "release", "letterhead", "summary"];
    for kind in kinds {
        assert!(lines.contains(&format!("\"type\":\"{kind}\"")), "no line is a {kind}");
    }
    let (is_valid, said) = validated(&lines);
    assert!(is_valid, "{said}");
}

#[test]
fn the_validator_finds_what_is_not_described() {
    let line = Test::new("check --message-format json a.md").file("a.md", FAULTY);
    let line = line.any_stderr().exit(1).run().stderr.lines().next().expect("a line").to_owned();
    assert!(validated(&line).0);
    let strange = [
        line.replace("\"format\":1", "\"format\":2"),
        line.replace("missing-field", "no-such-code"),
        line.replace("\"hints\"", "\"advice\""),
        line.replace("\"start\":4", "\"start\":\"4\""),
    ];
    for line in strange {
        assert!(!validated(&line).0, "{line}");
    }
}

/// Files beside a fixture.
struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        fs::read(self.0.join(path)).map_err(|_| FileError::Missing)
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
}

#[test]
fn the_library_writes_the_bytes_of_the_program() {
    let names =
        ["embargo-without-zone.md", "lead-fault-in-toml.toml", "heading-level-skipped-later.md"];
    let folder = root().join("fixtures/releases/refused");
    let typesetter = Typesetter::new();
    for name in names {
        let source =
            Source::new(name, form(Path::new(name)).unwrap(), fs::read(folder.join(name)).unwrap());
        let source = source.unwrap();
        let files = Beside(folder.clone());
        let found = typesetter.check(&Job::new(&source).with_files(&files));
        let by_library: String = found.iter().map(|one| one.to_json(Some(name))).collect();
        let lines = lines_of(&["check"], &folder, &[name.to_owned()]);
        assert!(!found.is_empty() && lines.starts_with(&by_library), "{by_library}{lines}");
    }
}

/// A text with the edits of a diagnostic.
fn edited(text: &str, fix: &Value) -> String {
    let mut text = text.to_owned();
    for edit in fix["edits"].as_array().expect("edits").iter().rev() {
        let at = |name: &str| edit["place"][name].as_u64().expect("a number") as usize;
        text.replace_range(at("start")..at("end"), edit["text"].as_str().expect("a text"));
    }
    text
}

#[test]
fn what_is_offered_as_a_fix_mends_the_fixture() {
    let mut mended = Vec::new();
    for of in ["releases/refused", "releases/warned"] {
        for path in fixtures(of) {
            let Some(text) = fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok())
            else {
                continue;
            };
            let text = text.trim_start_matches('\u{FEFF}');
            let name = name(&path);
            let found = diagnostics(&root().join("fixtures").join(of), &name);
            mended.extend(fixes_mend(&name, text, &found));
        }
    }
    mended.sort();
    mended.dedup();
    assert!(mended.len() >= 8, "only {mended:?} offer a fix");
}

/// Each fix that is offered for a file removes what it was offered for and brings no error; the
/// codes that have one. What lies in another file is left out.
fn fixes_mend(name: &str, text: &str, found: &[Value]) -> Vec<String> {
    let offered = found.iter().filter(|one| one["fix"]["within"] == "file" && one["file"] == name);
    let mut mended = Vec::new();
    for one in offered {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join(name), edited(text, &one["fix"])).expect("it is written");
        let left = diagnostics(folder.path(), name);
        let is_left = left.iter().any(|other| {
            other["code"] == one["code"]
                && other["place"]["start"] == one["place"]["start"]
                && other["place"]["end"] == one["place"]["end"]
        });
        assert!(!is_left, "{name}: {one}\n{left:?}");
        // A fixture's pictures and letterhead are not in this folder.
        let is_new = |other: &&Value| {
            other["severity"] == "error"
                && other["file"] == name
                && !other["code"].as_str().expect("a code").starts_with("media-")
                && other["code"] != "unknown-letterhead"
                && !found.iter().any(|one| one["code"] == other["code"])
        };
        let new: Vec<_> = left.iter().filter(is_new).collect();
        assert!(new.is_empty(), "{name}: {one}\n{new:?}");
        mended.push(one["code"].as_str().expect("a code").to_owned());
    }
    mended
}

#[test]
fn a_fix_keeps_the_line_ends_of_blocks() {
    let fields = [("kind", "relase"), ("kind", "\"relase\""), ("date", "25.11.2022")];
    let mut mended = 0;
    for (field, value) in fields {
        for style in ["", "|", "|-", "|+", ">", ">-", ">+"] {
            let typed = if style.is_empty() {
                format!("{field}: {value} # so\n")
            } else {
                format!("{field}: {style}\n  {value}\n")
            };
            let day = if field == "date" { "" } else { "date: 2022-11-25\n" };
            let rest = format!("letterhead: neutral\n{day}headline: Neu\n");
            let last = typed.trim_end();
            for (name, text) in [
                ("a.md", format!("---\n{typed}{rest}---\nEin Satz.\n")),
                ("a.yaml", format!("{typed}{rest}body: Ein Satz.\n")),
                ("a.yaml", format!("{rest}body: Ein Satz.\n{typed}")),
                ("a.yaml", format!("{rest}body: Ein Satz.\n{last}")),
            ] {
                let folder = tempfile::tempdir().unwrap();
                fs::write(folder.path().join(name), &text).unwrap();
                let found = diagnostics(folder.path(), name);
                assert!(!found.is_empty(), "{text}");
                let mut said = found.iter().filter_map(|one| one["data"]["value"].as_str());
                assert!(said.all(|value| !value.contains('\n')), "{found:?}");
                mended += fixes_mend(name, &text, &found).len();
            }
        }
    }
    assert!(mended >= 12, "only {mended} plain values were mended");
    let block = "---\nletterhead: neutral\nkind: |\n  release\ndate: 2022-11-25\n\
                 headline: Neu\n---\nEin Satz.\n";
    Test::new("check a.md").file("a.md", block).stderr("a.md: fine\n").run();
}

fn diagnostics(folder: &Path, name: &str) -> Vec<Value> {
    let lines = lines_of(&["check"], folder, &[name.to_owned()]);
    let lines =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line is JSON"));
    lines.filter(|line| line["type"] == "diagnostic").collect()
}

#[test]
fn a_web_form_needs_no_english() {
    let output = python("form.py").arg(PROGRAM).output().expect("Python is there");
    let said = String::from_utf8_lossy(&output.stdout);
    let expected = "\
body: [<i>] HTML ist nicht erlaubt: <i>
headline: [  ] Mehrere Leerzeichen hintereinander
  Grüße 🦊 aus dem Wald
body: [[Seite 🦊](ftp://amt.] Links mit „ftp:“ sind nicht erlaubt
headline: [] Bitte ausfüllen: headline
body: [xxxxxxxxxxxxxxxxxxxx] Zu lang: 3000 statt höchstens 2000 Zeichen
kind: [] „relaese“ gibt es nicht; gemeint ist wohl „release“
kind: [] „wetterbericht“ gibt es nicht; möglich: release, invitation, correction, speech, statement
date: [] „25.11.2022“ ist kein Datum; gemeint ist wohl „2022-11-25“
headline: [] Hier steht eine Zahl, nötig ist ein Text
contacts[0].email: [] „presse“ ist keine Adresse: das @ fehlt
";
    assert_eq!(said, expected, "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn codes_are_explained() {
    let said = Test::new("explain embargo-without-zone").any_stdout().run().stdout;
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(said.starts_with("error[embargo-without-zone]\n"), "{said}");
    for line in ["`embargo` has an hour but no time zone", "exit code", "+01:00"] {
        assert!(said.contains(line), "{said}");
    }
    let pasted = Test::new("explain warning[double-space]").any_stdout().run().stdout;
    assert!(String::from_utf8_lossy(&pasted).contains("[warnings] off = [\"double-space\"]"));
    let all = Test::new("explain").any_stdout().run().stdout;
    assert!(String::from_utf8_lossy(&all).lines().count() > 150);
    let message = "error[usage]: there is no code `embargo-without-zon`\n |\n = help: did you mean \
                   `embargo-without-zone`?\n\n";
    Test::new("explain embargo-without-zon").stderr(message).exit(2).run();
}
