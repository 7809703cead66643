use super::*;
use crate::cli::InputFormat;

fn planned(releases: &[&str], output: Option<&str>, format: OutputFormat) -> Vec<String> {
    let stdin = releases.contains(&"-").then_some(InputFormat::Markdown);
    let releases: Vec<_> = releases.iter().map(PathBuf::from).collect();
    let inputs = Input::plan(&releases, stdin).unwrap();
    let output = output.map(Path::new);
    let typed =
        TypedPlace { output, out_tree: None, is_single: releases.len() == 1, is_held: false };
    places(&inputs, typed, &[format])
}

fn places(inputs: &[Input], typed: TypedPlace<'_>, formats: &[OutputFormat]) -> Vec<String> {
    let projects = Projects::default();
    let rule = OutputRule::new(typed, formats, &projects).map_err(Diagnostics::from);
    match rule.and_then(|rule| plan(inputs, &rule)) {
        Ok(targets) => {
            targets.iter().map(|target| target.as_ref().map_or_else(refused, shown)).collect()
        }
        Err(errors) => errors.iter().map(refused).collect(),
    }
}

fn refused(error: &Diagnostic) -> String {
    format!("! {}", error.message)
}

fn shown(target: &Destination) -> String {
    match target {
        Destination::Nowhere => "nowhere".to_owned(),
        Destination::StandardOutput => "-".to_owned(),
        Destination::Result => "in its line".to_owned(),
        Destination::Files { paths, new_folder } => {
            let paths: Vec<_> = paths.iter().map(|(_, path)| path.display().to_string()).collect();
            format!("{}{}", if new_folder.is_some() { "+" } else { "" }, paths.join(" "))
        }
    }
}

#[test]
fn the_output_lies_beside_the_release() {
    let plan = |releases: &[&str]| planned(releases, None, OutputFormat::Pdf);
    assert_eq!(plan(&["a.md"]), ["a.pdf"]);
    assert_eq!(plan(&["x/2022-11-25.v2.yaml", "b.md"]), ["x/2022-11-25.v2.pdf", "b.pdf"]);
    assert_eq!(plan(&["-"]), ["! cannot derive an output name from <stdin>"]);
    assert_eq!(plan(&["a.md", "a.db", "src"]), ["a.pdf", "nowhere", "nowhere"]);
    assert_eq!(planned(&["x/a.md"], None, OutputFormat::Heard), ["x/a.heard.txt"]);
    assert_eq!(planned(&["a.md"], Some("b.txt"), OutputFormat::Heard), ["b.txt"]);
    assert_eq!(planned(&["x/a.md"], None, OutputFormat::Ics), ["x/a.ics"]);
}

#[test]
fn an_output_is_a_file_a_folder_or_standard_output() {
    let plan = |releases: &[&str], to| planned(releases, Some(to), OutputFormat::Pdf);
    assert_eq!(plan(&["a.md"], "x.pdf"), ["x.pdf"]);
    assert_eq!(plan(&["a.md"], "x"), ["x"]);
    assert_eq!(plan(&["x/a.md"], "new/er/"), ["+new/er/a.pdf"]);
    assert_eq!(plan(&["x/a.md", "b.md"], "new"), ["+new/a.pdf", "+new/b.pdf"]);
    assert_eq!(plan(&["a.md"], "src"), ["src/a.pdf"]);
    assert_eq!(plan(&["-"], "-"), ["-"]);
    assert_eq!(plan(&["-"], "x.pdf"), ["x.pdf"]);
    assert_eq!(plan(&["-"], "new/"), ["! cannot derive an output name from <stdin>"]);
    assert_eq!(plan(&["a.md", "b.md"], "-"), ["! only one file can go to standard output"]);
    assert_eq!(plan(&["a.md", "b.md"], "x.pdf"), ["! x.pdf is not a folder"]);
    assert_eq!(plan(&["a.md", "b.md"], "Cargo.toml"), ["! Cargo.toml is not a folder"]);
    assert_eq!(plan(&["a.md"], "Cargo.toml/"), ["! Cargo.toml/ is not a folder"]);
}

#[test]
fn nothing_is_overwritten_by_a_slip() {
    let plan = |releases: &[&str], to| planned(releases, to, OutputFormat::Pdf);
    assert_eq!(plan(&["a.md", "a.json"], None), ["! a.md and a.json would both be a.pdf"]);
    assert_eq!(plan(&["a.md", "a.md"], None), ["! a.md is named twice"]);
    assert_eq!(plan(&["a.md", "./a.md"], None), ["! a.md and ./a.md would both be ./a.pdf"]);
    let both = ["! x/a.md and y/a.md would both be new/a.pdf"];
    assert_eq!(plan(&["x/a.md", "y/a.md"], Some("new/")), both);
    let source = ["! b.md has the ending of a source, not of an output"];
    assert_eq!(plan(&["a.md"], Some("b.md")), source);
    let png = ["! a.png has the ending .png, but pdf is written"];
    assert_eq!(plan(&["a.md"], Some("a.png")), png);
    let ics = ["! a.ics has the ending .ics, but pdf is written"];
    assert_eq!(plan(&["a.md"], Some("a.ics")), ics);
}

#[test]
fn several_formats_are_several_files() {
    let plan = |releases: &[&str], to: Option<&str>| {
        let releases: Vec<_> = releases.iter().map(PathBuf::from).collect();
        let inputs = Input::plan(&releases, None).unwrap();
        let output = to.map(Path::new);
        let typed = TypedPlace { output, out_tree: None, is_single: false, is_held: false };
        places(&inputs, typed, &[OutputFormat::Pdf, OutputFormat::Heard])
    };
    assert_eq!(plan(&["x/a.md"], None), ["x/a.pdf x/a.heard.txt"]);
    assert_eq!(plan(&["x/a.v2.md"], Some("new/")), ["+new/a.v2.pdf new/a.v2.heard.txt"]);
    assert_eq!(plan(&["a.md"], Some("a.pdf")), ["! a.pdf is not a folder"]);
    assert_eq!(plan(&["a.md"], Some("-")), ["! only one file can go to standard output"]);
    assert_eq!(plan(&["a.md", "b.md"], None), ["a.pdf a.heard.txt", "b.pdf b.heard.txt"]);
}

#[test]
fn a_tree_mirrors_the_paths() {
    let plan = |releases: &[&str], tree: &str| {
        let releases: Vec<_> = releases.iter().map(PathBuf::from).collect();
        let inputs = Input::plan(&releases, Some(InputFormat::Markdown)).unwrap();
        let tree = Some(Path::new(tree));
        let typed = TypedPlace { output: None, out_tree: tree, is_single: false, is_held: false };
        places(&inputs, typed, &[OutputFormat::Pdf])
    };
    assert_eq!(plan(&["2004/05/a.v2.md"], "out"), ["+out/2004/05/a.v2.pdf"]);
    assert_eq!(plan(&["./a.md", "x/./a.md"], "src"), ["src/a.pdf", "+src/x/a.pdf"]);
    assert_eq!(plan(&["src/../Cargo.md"], "out"), ["+out/Cargo.pdf"]);
    let away = "! /a.md lies outside the working directory, so --out-tree has no place for it";
    assert_eq!(plan(&["/a.md"], "out"), [away]);
    assert_eq!(plan(&["a.md", "/a.md"], "out"), ["+out/a.pdf", away]);
    assert_eq!(plan(&["-"], "out"), ["! cannot derive an output name from <stdin>"]);
    assert_eq!(plan(&["a.md"], "Cargo.toml"), ["! Cargo.toml is not a folder"]);
    assert_eq!(plan(&["a.md"], ""), ["! --out-tree is given without a name"]);
    let here = std::env::current_dir().unwrap().join("x.md");
    assert_eq!(plan(&[here.to_str().unwrap()], "out"), ["+out/x.pdf"]);
    let both = "! x/a.md and ./x/a.md would both be out/x/a.pdf";
    assert_eq!(plan(&["x/a.md", "./x/a.md"], "out"), [both]);
}
