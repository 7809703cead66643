//! HTML as a reader meets it: in headless Chromium, which reaches nothing outside.

use std::fs;
use std::path::Path;
use std::process::Command;

use image::RgbImage;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::scripts::{installed, succeed};

/// What a reader may have chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

/// What axe-core has against a page.
pub struct Violation {
    /// The rule, such as `color-contrast`.
    pub rule: String,
    /// What it asks for, and the elements that fail.
    pub text: String,
}

/// What axe-core has against a page, best practices included.
pub fn violations(html: &str) -> Vec<Violation> {
    let axe = fs::read_to_string(installed("axe.min.js")).expect("axe-core is a text");
    let run = "axe.run(document).then(\
        found => document.documentElement.dataset.axe = encodeURIComponent(JSON.stringify(found.violations)),\
        error => document.documentElement.dataset.axeFailed = String(error));";
    // Behind the page, and within the body, as browsers put what follows it.
    let page = format!("{html}\n<script>{axe}</script><script>{run}</script>");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("page.html");
    fs::write(&file, page).expect("the page is written");
    let dom = succeed(chromium(folder.path()).arg("--dump-dom").arg(&file)).stdout;
    let dom = String::from_utf8(dom).expect("a page is UTF-8");
    let found = dom.split_once(" data-axe=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (found, _) = found.expect("axe-core has come to an end");
    let found = percent_decode_str(found).decode_utf8().expect("it is UTF-8");
    let found: Value = serde_json::from_str(&found).expect("it is JSON");
    found.as_array().expect("a list").iter().map(Violation::read).collect()
}

impl Violation {
    fn read(value: &Value) -> Self {
        let nodes = value["nodes"].as_array().into_iter().flatten();
        let nodes: Vec<_> = nodes.filter_map(|node| node["html"].as_str()).collect();
        let help = value["help"].as_str().unwrap_or_default();
        Self {
            rule: value["id"].as_str().unwrap_or_default().to_owned(),
            text: format!("{help}:\n{}", nodes.join("\n")),
        }
    }
}

/// The upper part of a page, so many dots wide and high.
///
/// No window is as narrow as a telephone, so the page stands in a frame of this width.
pub fn picture(html: &str, width: u32, height: u32, scheme: Scheme) -> RgbImage {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (choice, name) = match scheme {
        Scheme::Dark => (0, "dark"),
        Scheme::Light => (1, "light"),
    };
    let frame = format!(
        "<!doctype html><html style='color-scheme: {name}'><body style='margin: 0'>\
         <iframe src='page.html' style='border: 0; width: {width}px; height: {height}px'></iframe>"
    );
    let (page, file) = (folder.path().join("frame.html"), folder.path().join("picture.png"));
    fs::write(folder.path().join("page.html"), html).expect("the page is written");
    fs::write(&page, frame).expect("the frame is written");
    let mut command = chromium(folder.path());
    command.arg(format!("--blink-settings=preferredColorScheme={choice}"));
    command.arg(format!("--window-size={},{height}", width.max(500)));
    succeed(command.arg(format!("--screenshot={}", file.display())).arg(page));
    let mut picture = image::open(file).expect("a picture").into_rgb8();
    image::imageops::crop(&mut picture, 0, 0, width, height).to_image()
}

/// Chromium with a profile of its own in a folder.
pub fn chromium(folder: &Path) -> Command {
    // Debian's program is a script that looks for the right libraries; `timeout` ends both.
    let mut command = Command::new("timeout");
    command.args(["60", "chromium", "--headless", "--no-sandbox", "--disable-gpu"]);
    command.args(["--no-first-run", "--disable-background-networking", "--disable-sync"]);
    command.args(["--disable-component-update", "--disable-extensions", "--hide-scrollbars"]);
    // No name leads anywhere, so that what a page fetches cannot make up for what it lacks.
    command.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=10000"]);
    command.arg(format!("--user-data-dir={}", folder.join("browser").display()));
    command.env("HOME", folder);
    command
}
