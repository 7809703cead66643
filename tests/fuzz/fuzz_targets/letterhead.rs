//! Any bytes as a letterhead; one that is accepted must be able to set a release.
#![no_main]

use letterpress::files::NoFiles;
use letterpress::source::{Format, Source};
use letterpress::{Job, Standards, Stationery, Typesetter, read};
use libfuzzer_sys::fuzz_target;

const RELEASE: &str = "---\nletterhead: x\ndate: 2022-11-25\nheadline: Probe\n---\nEin Satz.\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = read::source("letterhead.toml", Format::Toml, bytes.to_vec(), 4 << 20) else { return };
    let Ok(letterheads) = Stationery::load(&source, &NoFiles) else { return };
    let release = Source::from_text("release.md", Format::Markdown, RELEASE.to_owned());
    let job = Job::new(&release).with_letterheads(&letterheads);
    if let Ok(sheet) = Typesetter::new().typeset(&job)
        && let Err(faults) = sheet.pdf(&Standards::default())
    {
        panic!("what the rules pass is not exported: {faults:?}");
    }
});
