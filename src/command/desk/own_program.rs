//! Commands that the desk leaves to the program itself, in a process of their own.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use letterpress::diagnostic::Diagnostic;
use serde_json::Value;

use crate::command::process::own_program;

/// What a command prints, as lines of JSON, and its exit code.
pub fn printed(words: &[String]) -> Result<(Vec<Value>, Option<i32>), Diagnostic> {
    let mut lines = Vec::new();
    let exit = each_line(words, |line| lines.push(line))?;
    Ok((lines, exit))
}

/// Runs a command, takes each line of JSON that it prints, on whichever output, and gives its exit
/// code.
pub fn each_line(
    words: &[String],
    take: impl FnMut(Value) + Send,
) -> Result<Option<i32>, Diagnostic> {
    let program = own_program().map_err(|error| not_run(&error))?;
    let mut child = Command::new(program)
        .arg("--message-format=json")
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_run(&error))?;
    let take = Mutex::new(take);
    let (out, messages) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| take_lines(messages, &take));
        take_lines(out, &take);
    });
    Ok(child.wait().map_err(|error| not_run(&error))?.code())
}

/// Takes the lines of an output that are JSON.
fn take_lines(stream: Option<impl Read>, take: &Mutex<impl FnMut(Value)>) {
    let Some(stream) = stream else { return };
    for line in BufReader::new(stream).split(b'\n') {
        let Ok(line) = line else { return };
        let Ok(value) = serde_json::from_slice(&line) else { continue };
        let mut take = take.lock().unwrap_or_else(PoisonError::into_inner);
        take(value);
    }
}

fn not_run(error: &io::Error) -> Diagnostic {
    Diagnostic::internal(format_args!("the program cannot be run: {error}"))
}
