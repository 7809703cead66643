//! A sheet that is sealed with a signature still is what it claims to be, and is safe.

use std::fs;
use std::process::Command;

use crate::repository::root;
use crate::test::{RELEASE, Ran, Test};

/// What is said where the programs are absent.
const NOT_SEALED: &str = "no sheet was sealed: pyHanko or veraPDF is absent; run tests/install";

/// Seals `a.pdf` as `sealed.pdf`; false where the programs are absent.
fn seal(ran: &Ran) -> bool {
    let python = root().join("target/seal/python");
    let is_installed = python.exists() && root().join("target/conformance/verapdf.jar").exists();
    if !is_installed {
        assert!(std::env::var_os("CI").is_none(), "{NOT_SEALED}");
        return false;
    }
    let run = |command: &mut Command| {
        let output = command.current_dir(ran.path("")).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let certificate = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem \
                       -days 2 -subj /CN=Siegel";
    run(Command::new("openssl").args(certificate.split_whitespace()));
    run(Command::new("python3")
        .arg(root().join("tests/conformance/seal.py"))
        .args(["key.pem", "certificate.pem", "a.pdf", "sealed.pdf"])
        .env("PYTHONPATH", python)
        .env("PYTHONDONTWRITEBYTECODE", "1"));
    true
}

#[test]
fn a_sealed_sheet_keeps_its_standards() {
    for options in ["", " --target print --crop-marks", " --target mail"] {
        let ran = Test::new(&format!("render -q a.md{options}")).file("a.md", RELEASE).run();
        if !seal(&ran) {
            return;
        }
        let mut validate = Command::new(root().join("tests/conformance/validate"));
        let validated = validate.arg("2a,ua1").arg(ran.path("sealed.pdf")).output();
        let validated = validated.expect("the validator runs");
        let words = String::from_utf8_lossy(&validated.stdout).into_owned();
        assert!(validated.status.success(), "{options}\n{words}");
    }
}

#[test]
fn a_sealed_sheet_is_not_overwritten() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    if !seal(&ran) {
        return;
    }
    fs::rename(ran.path("sealed.pdf"), ran.path("a.pdf")).expect("it is moved");
    let sealed = ran.bytes("a.pdf");
    let ran = Test::after(ran, "render a.md --force").any_stderr().exit(2).run();
    let message = "error[output-signed]: a.pdf is signed, and is left as it is\n";
    assert!(ran.stderr.starts_with(message), "{}", ran.stderr);
    assert_eq!(ran.bytes("a.pdf"), sealed);
}
