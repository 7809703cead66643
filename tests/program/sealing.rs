//! A sheet that is sealed with a signature still is what it claims to be, and is safe.

use std::fs;
use std::process::Command;

use crate::repository::root;
use crate::test::{RELEASE, Ran, Test};

/// What is said where the programs are absent.
const NOT_SEALED: &str = "no sheet was sealed: pyHanko or veraPDF is absent; run tests/install";

/// Keys for a seal, as `openssl req` makes them.
pub const RSA: &str = "rsa:2048";
pub const ELLIPTIC: &str = "ec -pkeyopt ec_paramgen_curve:prime256v1";

/// Makes `key.pem` and `certificate.pem` for seals; false where pyHanko is absent.
pub fn make_key(ran: &Ran, kind: &str) -> bool {
    if !root().join("target/seal/python").exists() {
        assert!(std::env::var_os("CI").is_none(), "{NOT_SEALED}");
        return false;
    }
    let certificate = format!(
        "req -x509 -newkey {kind} -nodes -keyout key.pem -out certificate.pem -days 2 \
         -subj /CN=Siegel -addext extendedKeyUsage=timeStamping"
    );
    run(ran, Command::new("openssl").args(certificate.split_whitespace()));
    true
}

/// Seals a file as another, with these wishes to `seal.py`.
pub fn seal_as(ran: &Ran, from: &str, to: &str, wishes: &[&str]) {
    let mut command = Command::new("python3");
    command.arg(root().join("tests/conformance/seal.py"));
    command.args(["key.pem", "certificate.pem", from, to]).args(wishes);
    command.env("PYTHONPATH", root().join("target/seal/python"));
    run(ran, command.env("PYTHONDONTWRITEBYTECODE", "1"));
}

fn run(ran: &Ran, command: &mut Command) {
    let output = command.current_dir(ran.path("")).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Seals `a.pdf` as `sealed.pdf`; false where the programs are absent.
fn seal(ran: &Ran) -> bool {
    if !root().join("target/conformance/verapdf.jar").exists() || !make_key(ran, RSA) {
        assert!(std::env::var_os("CI").is_none(), "{NOT_SEALED}");
        return false;
    }
    seal_as(ran, "a.pdf", "sealed.pdf", &[]);
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
