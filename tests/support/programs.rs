//! The foreign programs that look at what letterpress has written.

use std::process::{Command, Output};

/// What poppler 22 says of files that are as they should be: its own faults.
const POPPLER_QUIRKS: &[&str] = &[
    // Of every file that keeps PDF/UA.
    "Syntax Error: Suspects object is wrong type (boolean)",
    // Of every table: four sides may have a colour each.
    "Syntax Warning: Attribute BorderColor value is of wrong type (array)",
];

/// The standard output of a program, which has to succeed and to be silent otherwise.
pub fn output_of(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output();
    let absent = |error| format!("{program} cannot be run ({error}); tests/install installs it");
    let output = output.map_err(absent)?;
    silent(program, &output)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn silent(program: &str, output: &Output) -> Result<(), String> {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let complaints: Vec<_> = stderr.lines().filter(|line| !POPPLER_QUIRKS.contains(line)).collect();
    if output.status.success() && complaints.is_empty() {
        Ok(())
    } else {
        Err(format!("{program} ended with {} and said:\n{}", output.status, complaints.join("\n")))
    }
}
