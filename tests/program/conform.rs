//! `letterpress conform`: files against what they claim, by veraPDF, and by programs that only say
//! that they are veraPDF.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::json::validated;
use crate::pdf::one_page;
use crate::repository::root;
use crate::test::{RELEASE, Ran, Test};

/// What a false veraPDF begins with: it tells its version, and its files stand in `files`.
const FALSE_BEGIN: &str = r#"#!/bin/bash
if [ "$1" = --version ]; then echo "veraPDF 1.0 of a test"; exit; fi
files=(); for one; do case $one in /*.pdf) files+=("$one") ;; esac; done
echo "$# ${*:1:6}" >> "$0.log"
pass() { echo "<job><item size='1'><name>$1</name></item><validationReport isCompliant='true'/></job>"; }
"#;

/// A folder with sheets `a.pdf`, `b.pdf` and `c.pdf`, a file that claims nothing, and a false
/// veraPDF that does this.
fn office(arguments: &str, does: &str) -> Test {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    let sheet = ran.bytes("a.pdf");
    fs::remove_file(ran.path("a.pdf")).expect("it is removed");
    let program = ran.path("verapdf").display().to_string();
    let test = Test::after(ran, &format!("conform --verapdf {program} {arguments}"));
    let plain = one_page("", "").bytes();
    let test = test.file("in/a.pdf", &sheet).file("in/b.pdf", &sheet).file("in/c.pdf", sheet);
    let test = test.file("in/plain.pdf", plain).file("verapdf", format!("{FALSE_BEGIN}{does}"));
    let runs = Permissions::from_mode(0o755);
    fs::set_permissions(test.path("verapdf"), runs).expect("it is made a program");
    test
}

fn starts(ran: &Ran) -> usize {
    String::from_utf8_lossy(&ran.bytes("verapdf.log")).lines().count()
}

#[test]
fn verapdf_says_what_conforms() {
    let verapdf = root().join("tests/conformance/verapdf");
    if !root().join("target/conformance/Verapdf.class").exists() {
        let said = "nothing was validated: veraPDF is absent; run tests/install";
        assert!(std::env::var_os("CI").is_none(), "{said}");
        return;
    }
    let test = office("in/", "");
    // The same sheet, but it no longer says that it is tagged.
    let mut untagged = fs::read(test.path("in/a.pdf")).expect("a sheet");
    let at = untagged.windows(12).position(|found| found == b"/Marked true");
    let at = at.expect("a sheet says that it is tagged");
    untagged[at..at + 12].copy_from_slice(b"/Marked null");
    let test = test.file("in/ä b.pdf", untagged).file("in/z.pdf", "no PDF");
    // As it is found on the PATH.
    let named = format!("#!/bin/sh\nexec {} \"$@\"\n", verapdf.display());
    let test = test.file("bin/verapdf", named);
    let runs = Permissions::from_mode(0o755);
    fs::set_permissions(test.path("bin/verapdf"), runs).expect("it is made a program");
    let path = format!("{}:/usr/bin:/bin", test.path("bin").display());
    let mut command = Command::new(env!("CARGO_BIN_EXE_letterpress"));
    command.current_dir(test.path("")).env("PATH", path).env("NO_COLOR", "1");
    let output = command.args(["conform", "in"]).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let expected = "\
in/a.pdf: conforms to PDF/A-2a, PDF/UA-1
in/b.pdf: conforms to PDF/A-2a, PDF/UA-1
in/c.pdf: conforms to PDF/A-2a, PDF/UA-1
in/plain.pdf: claims nothing
in/z.pdf: cannot be validated: is not a PDF
in/ä b.pdf: fails PDF/A-2a (1 rule); fails PDF/UA-1 (1 rule)
  PDF/A-2a 6.7.2.2 test 1, once, first at root: MarkInfo";
    assert!(text.starts_with(expected), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let last = "6 files: 3 conform, 1 fails, 1 claims nothing, 1 cannot be validated \
                (veraPDF of the tests)\n";
    assert!(text.ends_with(last), "{text}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn one_start_a_standard_does_for_many_files() {
    let test = office("in/", "for f in \"${files[@]}\"; do pass \"$f\"; done\n");
    let expected = "\
in/a.pdf: conforms to PDF/A-2a, PDF/UA-1
in/b.pdf: conforms to PDF/A-2a, PDF/UA-1
in/c.pdf: conforms to PDF/A-2a, PDF/UA-1
in/plain.pdf: claims nothing
4 files: 3 conform, 1 claims nothing (veraPDF 1.0 of a test)
";
    let ran = test.stdout(expected).run();
    let log = String::from_utf8_lossy(&ran.bytes("verapdf.log")).into_owned();
    let started =
        |flavour| format!("9 --format mrr --maxfailuresdisplayed 1 --flavour {flavour}\n");
    assert_eq!(log, started("2a") + &started("ua1"));
    // With warnings denied, error[claims-nothing] has a line; quiet, only errors have lines.
    let ran = Test::after(ran, "conform -q --deny-warnings --verapdf ./verapdf in/ --batch 1");
    let ran = ran.any_stdout().exit(1).run();
    assert_eq!(starts(&ran), 2 + 6);
}

#[test]
fn programs_read_verdicts_and_a_summary() {
    let does = "for f in \"${files[@]}\"; do case $*$f in *ua1*1.pdf) cat <<END
<job><item size='1'><name>$f</name></item>
<validationReport jobEndStatus='normal' isCompliant='false'><details>
<rule specification='ISO 14289-1:2014' clause='7.1' testNumber='10' status='failed' failedChecks='2'>
<description>it shall</description><check status='failed'><context>root/document[0]/pages[3](1 0 obj)</context></check>
</rule></details></validationReport></job>
END
;; *) pass \"$f\" ;; esac; done\nexit 1\n";
    let test = office("--format json in/", does);
    let ran = test.any_stdout().any_stderr().exit(1).run();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    let told: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let outcomes: Vec<_> = told.iter().filter_map(|line| line["outcome"].as_str()).collect();
    assert_eq!(outcomes, ["conforms", "fails", "conforms", "claims-nothing"]);
    let rule = &told[1]["verdicts"][1]["rules"][0];
    assert_eq!(
        (&rule["clause"], &rule["test"], &rule["page"]),
        (&json!("7.1"), &json!(10), &json!(4))
    );
    // People read of error[not-conforming] in the line of the file alone.
    assert_eq!(told[1]["findings"][0]["code"], "not-conforming");
    assert_eq!(told[4]["type"], "conformance-summary");
    assert_eq!((&told[4]["conforming"], &told[4]["failing"]), (&json!(2), &json!(1)));
    let (is_valid, said) = validated(&format!("{text}{}", ran.stderr));
    assert!(is_valid, "{said}");
}

#[test]
fn a_file_that_brings_it_down_costs_itself_only() {
    let crash = "for f in \"${files[@]}\"; do case $f in */1.pdf) echo out of memory >&2; exit 3 ;; esac; pass \"$f\"; done\n";
    let hang = crash.replace("echo out of memory >&2; exit 3", "sleep 60");
    let rubbish = crash.replace("echo out of memory >&2; exit 3", "echo '<job>&</job>'; continue");
    for (does, why) in [
        (crash, "it ended with exit status: 3: out of memory"),
        (&*hang, "it said nothing for 2 seconds"),
        (&*rubbish, "it ended with exit status: 0"),
    ] {
        let begun = Instant::now();
        let ran = office("--max-seconds 2 in/", does).any_stdout().exit(2).run();
        assert!(begun.elapsed() < Duration::from_secs(40));
        let text = String::from_utf8_lossy(&ran.stdout);
        let line = format!("in/b.pdf: cannot be held against PDF/A-2a: {why}; cannot be held");
        assert!(text.contains(&line), "{text}");
        assert!(text.contains("4 files: 2 conform, 1 claims nothing, 1 cannot be val"), "{text}");
    }
}

#[test]
fn what_is_no_verapdf_is_told_before_any_file() {
    for (program, said) in [
        ("fehlt", "error[verapdf-missing]: there is no program `./fehlt`\n"),
        ("a.md", "error[verapdf-broken]: `./a.md` does not validate: it cannot be run (permission"),
        ("true.sh", "does not validate: it ended with exit status: 0\n"),
        ("says.sh", "does not validate: asked for its version it says “I am another”\n"),
        ("sleeps.sh", "does not validate: it said nothing for 1 seconds\n"),
        ("endless.sh", "does not validate: "),
    ] {
        let test = Test::new(&format!("conform --max-seconds 1 --verapdf ./{program} a.pdf"));
        let test = test.file("a.md", RELEASE).file("true.sh", "#!/bin/sh\n");
        let test = test.file("says.sh", "#!/bin/sh\necho I am another\n");
        let test = test.file("sleeps.sh", "#!/bin/sh\nsleep 30\n");
        let test = test.file("endless.sh", "#!/bin/sh\nyes rubbish\n");
        for script in ["true.sh", "says.sh", "sleeps.sh", "endless.sh"] {
            let runs = Permissions::from_mode(0o755);
            fs::set_permissions(test.path(script), runs).expect("it is made a program");
        }
        let begun = Instant::now();
        let ran = test.any_stderr().exit(2).run();
        assert!(ran.stderr.contains(said), "{program}: {}", ran.stderr);
        assert!(begun.elapsed() < Duration::from_secs(30), "{program}");
    }
    let ran = Test::new("conform --verapdf ' ' a.pdf").any_stderr().exit(2).run();
    assert!(
        ran.stderr.contains("[verapdf-missing]") || ran.stderr.contains("[usage]"),
        "{}",
        ran.stderr
    );
}

#[test]
fn one_that_fails_on_everything_is_given_up() {
    let ran = office("--batch 100 in/", "echo no Java >&2; exit 1\n").any_stdout().any_stderr();
    let mut ran = ran.exit(2);
    for number in 0..12 {
        let sheet = fs::read(ran.path("in/a.pdf")).expect("a sheet");
        ran = ran.file(&format!("in/more-{number}.pdf"), sheet);
    }
    let ran = ran.run();
    let said = "does not validate: it ended with exit status: 1: no Java\n";
    assert!(ran.stderr.starts_with("error[verapdf-broken]: `"), "{}", ran.stderr);
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert_eq!(starts(&ran), 12);
}

#[test]
fn a_signal_ends_it_with_all_that_it_has_started() {
    let test = office("in/", "sleep 60\n");
    let mut child = test.command().stdout(Stdio::piped()).spawn().expect("it starts");
    let begun = Instant::now();
    while !test.path("verapdf.log").exists() {
        assert!(begun.elapsed() < Duration::from_secs(30), "veraPDF is not started");
        thread::sleep(Duration::from_millis(20));
    }
    let killed = Command::new("kill").arg(child.id().to_string()).status();
    assert!(killed.is_ok_and(|status| status.success()));
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(143));
    let path = test.path("verapdf").display().to_string();
    let left = fs::read_dir("/proc").expect("processes").flatten().filter(|process| {
        // One that has ended meanwhile is not left.
        let line = fs::read(process.path().join("cmdline"));
        line.is_ok_and(|line| String::from_utf8_lossy(&line).contains(&path))
    });
    assert_eq!(left.count(), 0);
}
