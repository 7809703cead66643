//! The lines of JSON of every command: all keep the schema, and of each kind of line that the
//! schema describes there is one.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::Value;

use crate::json::validated;
use crate::mail::office::{Ended, Office};
use crate::mail::relay::Relay;
use crate::test::{FAULTY, RELEASE};

/// What an office does, one after the other in one folder, and the exit codes. `RELAY` stands for
/// the address of a relay that refuses one of its three recipients.
const RUNS: &[(&str, i32)] = &[
    ("new neu.md", 0),
    ("check release.md neu.md", 0),
    ("check faulty.md", 1),
    ("check --fix mended.md", 0),
    ("check short", 0),
    ("check --nonsense", 2),
    ("render --embed-source release.md", 0),
    ("watch mended.md", 143),
    ("render --format png long.md", 0),
    // A shorter release of that name: its second page of before is removed.
    ("render --format png short/long.md -o .", 0),
    ("inspect --extract attached/ release.pdf", 0),
    ("inspect --reading release.pdf", 0),
    ("inspect release.md", 1),
    ("inspect --exclude drafts/ .", 0),
    ("conform --verapdf ./verapdf release.pdf", 0),
    ("verify release.pdf", 0),
    ("verify specimen-missing.pdf", 2),
    ("letterhead list", 0),
    ("letterhead show haus.toml", 0),
    ("letterhead check haus.toml", 0),
    ("letterhead preview -o specimen.pdf haus.toml", 0),
    ("letterhead new neu.toml", 0),
    ("layout show", 0),
    ("layout new own.typ", 0),
    ("layout check own.typ", 0),
    ("worker -- check --layout own.typ --input-format ndjson -", 0),
    ("mail compose --to list.txt -o messages/ release.md", 0),
    ("mail suppress add --reason gone weg@example.org", 0),
    ("mail suppress import gone.txt", 0),
    ("mail suppress list", 0),
    ("mail suppress remove weg@example.org", 0),
    ("mail send release.md --to list.txt --relay RELAY", 0),
    ("mail send release.md --to list.txt --relay RELAY --yes", 3),
    ("mail status release.md", 0),
    ("mail status --export states.csv", 0),
    ("explain", 0),
    ("schema messages", 0),
    ("completions bash", 0),
    ("manual", 0),
    ("serve --listen 0.0.0.0:0", 2),
    ("desk nowhere", 2),
];

/// A program that says what veraPDF says of a file that conforms.
const FALSE_VERAPDF: &str = "#!/bin/bash
[ \"$1\" != --version ] || echo veraPDF 1.0
for one; do case $one in /*.pdf)
    echo \"<job><item><name>$one</name></item><validationReport isCompliant='true'/></job>\"
esac; done
";

/// Runs a watch until a file has changed, and ends it with a signal.
const WATCHED: &str = "\"$0\" \"$@\" 2> watch.err & run=$!
until grep -q '\"watching\"' watch.err; do sleep 0.05; done
echo >> mended.md
until grep -q '\"changed\"' watch.err; do sleep 0.05; done
kill -TERM $run; wait $run; code=$?; cat watch.err >&2; exit $code";

/// A run that ends by itself, or is ended.
fn run(mut command: Command, is_watch: bool) -> Ended {
    if !is_watch {
        return Ended::of(&mut command);
    }
    let mut shell = Command::new("timeout");
    shell.args(["-s", "KILL", "60", "sh", "-c", WATCHED]).arg(command.get_program());
    shell.args(command.get_args());
    command.get_current_dir().map(|folder| shell.current_dir(folder));
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    Ended::of(&mut shell)
}

/// The folder in which they run.
fn office() -> Office {
    let office = Office::new(["anna", "bert", "refuse-carla"]);
    let release = |words: usize| {
        let body = "Ein Satz steht hier und füllt die Seite. ".repeat(words);
        format!("---\nletterhead: neutral\ndate: 2026-11-25\nheadline: Neu\n---\n{body}\n")
    };
    office.write("faulty.md", FAULTY);
    office.write("mended.md", RELEASE.replace("---\nEin", "kind: realease\n---\nEin"));
    office.write("gone.txt", "fort@example.org\n");
    office.write("long.md", release(240));
    fs::create_dir(office.path("short")).expect("the folder is made");
    office.write("short/long.md", release(1));
    office.write("short/README.md", "# Read me\n");
    office.write("requests.ndjson", "{\"file\": \"release.md\"}\n");
    office.write("verapdf", FALSE_VERAPDF);
    let runs = Permissions::from_mode(0o755);
    fs::set_permissions(office.path("verapdf"), runs).expect("it is made a program");
    office
}

/// The commands below one, by its help: each that has none below it itself.
fn below(office: &Office, command: &str) -> Vec<String> {
    let help = Ended::of(&mut office.program(&format!("{command} --help"))).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed.take_while(|line| !line.is_empty());
    let names = names.filter_map(|line| line.split_whitespace().next());
    let names: Vec<_> = names.filter(|name| *name != "help").collect();
    if names.is_empty() {
        return vec![command.trim().to_owned()];
    }
    names.iter().flat_map(|name| below(office, &format!("{command} {name}"))).collect()
}

/// The kinds of line that a schema describes.
fn kinds(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            found.extend(schema["type"]["const"].as_str().map(ToOwned::to_owned));
            map.values().for_each(|value| kinds(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| kinds(item, found)),
        _ => {}
    }
}

#[test]
fn results_and_events_of_every_command_keep_the_schema() {
    let (office, relay) = (office(), Relay::new(""));
    for command in below(&office, "") {
        let is_run = RUNS.iter().any(|(run, _)| run.starts_with(&command));
        assert!(is_run, "`{command}` is not run here");
    }
    let mut lines = String::new();
    for (typed, code) in RUNS {
        let typed = typed.replace("RELAY", &relay.url("smtp"));
        let mut command = office.program(&format!("{typed} --message-format json"));
        if typed.ends_with("ndjson -") {
            let requests = File::open(office.path("requests.ndjson")).expect("it is there");
            command.stdin(requests);
        }
        let ended = run(command, typed.starts_with("watch "));
        assert_eq!(ended.code, Some(*code), "{typed}\n{ended}");
        // On standard output a command may write another thing, such as a letterhead.
        let results = ended.stdout.lines().filter(|line| line.starts_with("{\""));
        lines.extend(results.chain(ended.stderr.lines()).flat_map(|line| [line, "\n"]));
    }
    let mut described = BTreeSet::new();
    let schema = Ended::of(&mut office.program("schema messages")).stdout;
    kinds(&serde_json::from_str(&schema).expect("a schema is JSON"), &mut described);
    assert!(described.len() > 15, "{described:?}");
    for kind in described {
        assert!(lines.contains(&format!("\"type\":\"{kind}\"")), "no line is a {kind}");
    }
    let (is_valid, said) = validated(&lines);
    assert!(is_valid, "{said}");
}
