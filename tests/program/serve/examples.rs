//! The examples of docs/serve.md are run as they stand there, at the port of a test.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::server::Server;
use crate::repository::root;
use crate::test::{RELEASE, Test, is_pdf};

/// The blocks of the section with examples, with their languages.
fn examples() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("docs/serve.md")).expect("it is there");
    let section = text.split("\n## ").find(|section| section.starts_with("Examples\n"));
    let blocks = section.expect("a section").split("\n```").skip(1).step_by(2);
    let parted = blocks.map(|block| block.split_once('\n').expect("a language and a text"));
    parted.map(|(language, text)| (language.to_owned(), text.to_owned())).collect()
}

/// Runs an example in the folder, and says whether it went well.
fn run(folder: &Path, language: &str, text: &str) -> (bool, String) {
    let (program, arguments) = match language {
        "sh" => ("bash", &["-euo", "pipefail", "-c"][..]),
        "php" => ("php", &["-d", "display_errors=stderr", "example.php"][..]),
        "python" => ("python3", &["-W", "error", "-W", "ignore::ResourceWarning", "-c"][..]),
        other => panic!("nobody runs {other}"),
    };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env_remove("http_proxy").env("NO_PROXY", "*");
    if language == "php" {
        fs::write(folder.join("example.php"), text).expect("it is written");
    } else {
        command.arg(text);
    }
    let output = command.output().unwrap_or_else(|error| {
        panic!("{program} cannot be run ({error}); tests/install installs it")
    });
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_examples_do_what_they_say() {
    let photo = fs::read(root().join("fixtures/photos/querformat.jpg")).expect("it is there");
    let release = format!("{RELEASE}\n![Ein Feld](photo.jpg)\n");
    let test = Test::new("render -o - release.md").file("release.md", &release);
    let expected = test.file("photo.jpg", &photo).any_stdout().run().stdout;
    let server = Server::start("");
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).expect("it is written");
    };
    write("photo.jpg", &photo);
    let mut languages = Vec::new();
    for (language, text) in examples() {
        write("release.md", release.as_bytes());
        let text = text.replace("127.0.0.1:8080", &server.address);
        let (is_well, said) = run(folder.path(), &language, &text);
        assert!(is_well, "{language}: {said}");
        let read = |name: &str| fs::read(folder.path().join(name)).expect("it is there");
        if text.contains("/v1/render") {
            let pdf = read("release.pdf");
            assert!(is_pdf(&pdf) && pdf == expected, "{language}");
            fs::remove_file(folder.path().join("release.pdf")).expect("it is there");
            // What is refused is said, and fails.
            write("release.md", release.replace("headline:", "kicker:").as_bytes());
            let (is_well, said) = run(folder.path(), &language, &text);
            assert!(!is_well, "{language}");
            let shown = if language == "sh" { "error: 422" } else { "error[missing-field]" };
            assert!(said.contains(shown), "{language}: {said}");
        } else {
            assert!(String::from_utf8_lossy(&read("check.json")).contains("\"outcome\":\"fine\""));
            assert!(String::from_utf8_lossy(&read("release.eml")).contains("\r\nSubject: "));
        }
        languages.push(language);
    }
    assert_eq!(languages, ["sh", "sh", "php", "python"]);
}
