//! A manifest, as far as it says of which release a file was made.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::files::InputRole;
use letterpress::message;
use serde::Deserialize;

use crate::cli::InputFormat;
use crate::command::any_path::JsonPath;
use crate::command::input::{Input, cannot_read};
use crate::command::input_output;
use crate::command::manifest_line::{MAX_LINE_BYTES, is_torn};

/// A line, as far as it matters here.
#[derive(Deserialize)]
struct ManifestLine {
    #[serde(rename = "type")]
    kind: String,
    /// What messages call it: a path, unless a request has a name of its own for it.
    release: Option<JsonPath>,
    #[serde(default)]
    inputs: Vec<ManifestInput>,
    #[serde(default)]
    outputs: Vec<ManifestOutput>,
    /// Files of earlier runs.
    #[serde(default)]
    kept: Vec<ManifestOutput>,
}

#[derive(Deserialize)]
struct ManifestInput {
    role: String,
    file: Option<JsonPath>,
}

#[derive(Deserialize)]
struct ManifestOutput {
    file: Option<JsonPath>,
}

/// The release of each of these files, where a manifest names it. Of several lines about a file
/// the last counts that says that it was written; if none does, the last that says that it was
/// kept.
pub fn releases_of(
    manifest: &Path,
    files: &[&Path],
    format: Option<InputFormat>,
) -> Result<Vec<Option<Input>>, Diagnostics> {
    let mut places = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        places.entry(real(file)).or_insert_with(Vec::new).push(at);
    }
    let (mut releases, mut earlier) = (vec![None; files.len()], vec![None; files.len()]);
    let name = manifest.display().to_string();
    let opened = File::open(manifest).map_err(|error| cannot_read(&name, &error))?;
    let mut reader = BufReader::new(opened);
    // The paths are those of the run that wrote it, or lie beside the manifest.
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = reader.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line);
        if read.map_err(|error| cannot_read(&name, &error))? == 0 {
            break;
        }
        number += 1;
        let is_whole = line.ends_with(b"\n") || line.len() as u64 == MAX_LINE_BYTES;
        let read = match serde_json::from_slice::<ManifestLine>(&line) {
            Ok(read) => read,
            Err(_) if line.trim_ascii().is_empty() => continue,
            // A run that was killed leaves half a line.
            Err(_) if !is_whole && (number > 1 || is_torn(&line)) => break,
            Err(_) => return Err(broken(&name, number).into()),
        };
        let mut inputs = read.inputs.into_iter();
        let file = inputs.find(|input| input.role == InputRole::Release.as_str());
        let release = file.and_then(|input| input.file).or(read.release);
        let Some(release) = release.filter(|_| read.kind == "result") else { continue };
        let release = PathBuf::from(release);
        let files = [(read.outputs, &mut releases), (read.kept, &mut earlier)];
        for (outputs, releases) in files {
            for output in outputs.into_iter().filter_map(|output| output.file) {
                let output = PathBuf::from(output);
                for base in [Path::new(""), folder] {
                    let Some(found) = places.get(&real(&base.join(&output))) else { continue };
                    let format = format.and_then(InputFormat::text_format);
                    let input = Input::new(&base.join(&release), format);
                    found.iter().for_each(|at| releases[*at] = Some(input.clone()));
                    break;
                }
            }
        }
    }
    Ok(releases.into_iter().zip(earlier).map(|(written, kept)| written.or(kept)).collect())
}

/// A path by which a file is known, however it is written.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn broken(name: &str, line: u64) -> Diagnostic {
    input_output(message!("line {line} of {file} is none of a manifest", line, file = name))
        .hint("a manifest is what `letterpress render --manifest` writes")
}
