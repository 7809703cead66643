//! `letterpress letterhead preview`: a specimen on a letterhead.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use letterpress::release::{Day, Language, ReleaseDate};
use letterpress::specimen::{self, SpecimenFiles};
use letterpress::{Edition, Job, Standards, Stationery, Typesetter};

use crate::cli::{LetterheadPreviewArgs, OutputFormat};
use crate::command::write::{FileWriter, Overwrite};
use crate::command::written::{Contents, WrittenFile};
use crate::command::{Exit, outputs, usage};
use crate::terminal::{Terminal, UiEvent};

/// The resolution of PNG pages.
const DPI: f64 = 144.0;

/// Writes the specimen that has every field on one of these periods.
pub fn run(
    typed: &LetterheadPreviewArgs,
    periods: &[Stationery],
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    let format = format(&typed.output)?;
    let day = typed.date.as_deref().map(day).transpose()?;
    let last = periods.last().ok_or_else(|| Diagnostic::internal("a letterhead without period"))?;
    let day = day.unwrap_or_else(|| last.specimen_day());
    let language = match &typed.language {
        Some(language) => self::language(language)?,
        None => last.languages().first().copied().unwrap_or_default(),
    };
    let release = specimen::complete(language, day);
    let typesetter = Typesetter::new();
    let job = Job::of(&release).with_letterheads(periods).with_files(&SpecimenFiles);
    let edition = Edition::default();
    let manuscript = typesetter.read(&job, &[edition])?;
    let files = match format {
        OutputFormat::Png => {
            let pages = manuscript.sheet(&edition)?.png(DPI)?.into_iter().enumerate();
            let paged = pages.map(|(at, page)| {
                let path = outputs::page(&typed.output, at + 1, format);
                (path, page, Contents::plain(format, Some(1)))
            });
            paged.collect()
        }
        _ => {
            let standards = Standards::default();
            let pdf = manuscript.pdf(&edition, &standards)?;
            let contents = Contents::pdf(edition.target, pdf.page_count, &standards);
            vec![(typed.output.clone(), pdf.bytes, contents)]
        }
    };
    write(files, typed, terminal)?;
    Ok(Exit::Fine)
}

/// Writes all files, or none.
fn write(
    files: Vec<(PathBuf, Vec<u8>, Contents)>,
    typed: &LetterheadPreviewArgs,
    terminal: &Terminal,
) -> Result<(), Diagnostics> {
    let writer = FileWriter::new(Overwrite::from(typed.overwrite));
    let writer = writer.taking_hashes(terminal.is_json());
    let mut set = writer.begin();
    let mut all_contents = Vec::with_capacity(files.len());
    for (path, bytes, contents) in files {
        set.add(&path, bytes)?;
        all_contents.push(contents);
    }
    let name = typed.name.display().to_string();
    for (file, contents) in set.finish()?.into_iter().zip(all_contents) {
        let written = WrittenFile::new(file, contents);
        terminal.emit(&UiEvent::Written(written.report(&name)));
    }
    Ok(())
}

/// The format by the ending of the file.
fn format(output: &Path) -> Result<OutputFormat, Diagnostics> {
    let ending = output.extension().map(|ending| ending.to_ascii_lowercase());
    match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("pdf") => Ok(OutputFormat::Pdf),
        Some("png") => Ok(OutputFormat::Png),
        _ => {
            let message = message!("{file} is neither a PDF nor a PNG", file = output.display());
            Err(usage(message).hint("end it with .pdf or .png").into())
        }
    }
}

fn language(typed: &str) -> Result<Language, Diagnostics> {
    Language::from_spelling(typed).ok_or_else(|| {
        let hint = format!("one of {}", Language::SPELLINGS.join(", "));
        usage(message!("there is no language `{language}`", language = typed)).hint(hint).into()
    })
}

fn day(typed: &str) -> Result<Day, Diagnostics> {
    let date: Option<ReleaseDate> = typed.parse().ok();
    date.map(|date| date.day()).ok_or_else(|| {
        let message = message!("`{date}` is not a day", date = typed);
        usage(message).hint("write 2022-11-25").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_the_format() {
        assert!(matches!(format(Path::new("a.PDF")), Ok(OutputFormat::Pdf)));
        assert!(matches!(format(Path::new("a.png")), Ok(OutputFormat::Png)));
        assert!(format(Path::new("a.svg")).is_err() && format(Path::new("a")).is_err());
    }
}
