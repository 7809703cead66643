//! Any bytes as a logo, in each form that one may have; one that is accepted must be able to
//! stand on a sheet.
#![no_main]

use letterpress::files::{FileError, Files};
use letterpress::source::{Format, Source};
use letterpress::{Job, Standards, Stationery, Typesetter};
use libfuzzer_sys::fuzz_target;

const RELEASE: &str = "---\nletterhead: x\ndate: 2022-11-25\nheadline: Probe\n---\nEin Satz.\n";

/// A folder in which each file has the same bytes.
struct Everywhere<'a>(&'a [u8]);

impl Files for Everywhere<'_> {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileError> {
        Ok(self.0.to_vec())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
}

fuzz_target!(|bytes: &[u8]| {
    for ending in ["svg", "pdf", "png"] {
        let house = format!(
            "id = \"x\"\nname = \"Amt\"\n[logo]\nfile = \"a.{ending}\"\nalt = \"Zeichen\"\n"
        );
        let house = Source::from_text("house.toml", Format::Toml, house);
        let Ok(letterheads) = Stationery::load(&house, &Everywhere(bytes)) else { continue };
        let release = Source::from_text("release.md", Format::Markdown, RELEASE.to_owned());
        let job = Job::new(&release).with_letterheads(&letterheads);
        if let Ok(sheet) = Typesetter::new().typeset(&job) {
            let _ = sheet.pdf(&Standards::default());
        }
    }
});
