//! What was typed, checked: options that nothing heeds are a slip.

use letterpress::diagnostic::Diagnostic;
use letterpress::message;
use letterpress::{Edition, Standards, Target};

use crate::cli::{OutputFormat, RenderArgs, TargetArg};
use crate::command::{outputs, usage};

/// The formats wanted, each once, in the order in which they were typed.
pub fn formats(typed: &RenderArgs) -> Vec<OutputFormat> {
    let mut formats = Vec::new();
    for format in &typed.format {
        if !formats.contains(format) {
            formats.push(*format);
        }
    }
    formats
}

/// Refuses options that are for formats other than those wanted.
pub fn check(typed: &RenderArgs) -> Result<(), Diagnostic> {
    let [has_pdf, has_png, has_svg] = [OutputFormat::Pdf, OutputFormat::Png, OutputFormat::Svg]
        .map(|format| typed.format.contains(&format));
    let other = typed.format.iter().map(|format| outputs::ending(*format));
    let other = other.collect::<Vec<_>>().join(", ");
    let slips = [
        ("--target", "PDF", typed.target != [TargetArg::Archive] && !has_pdf),
        ("--embed-source", "PDF", typed.embed_source && !has_pdf),
        ("--standard", "PDF", typed.standard.is_some() && !has_pdf),
        ("--dpi", "PNG", typed.dpi.is_some() && !has_png),
        ("--pages", "PNG and SVG", typed.pages.is_some() && !has_png && !has_svg),
    ];
    let Some((option, what, _)) = slips.into_iter().find(|(_, _, is_slip)| *is_slip) else {
        return Ok(());
    };
    let is_cut = option == "--pages" && has_pdf;
    let error = usage(message!(
        "{option} is for {what}; {ending} is to be written",
        option,
        what,
        ending = other
    ));
    let hint = "a tagged PDF is written whole: some of its pages would not be the release";
    Err(if is_cut { error.hint(hint) } else { error })
}

/// The targets wanted, each once.
pub fn editions(typed: &RenderArgs) -> Result<Vec<Edition>, Diagnostic> {
    if typed.crop_marks && !typed.target.contains(&TargetArg::Print) {
        return Err(usage("--crop-marks are for print").hint("add `--target print`"));
    }
    if typed.max_size.is_some() && !typed.target.contains(&TargetArg::Mail) {
        return Err(usage("--max-size is for mail").hint("add `--target mail`"));
    }
    let mut editions: Vec<Edition> = Vec::new();
    for target in &typed.target {
        let target = match target {
            TargetArg::Archive => Target::Archive,
            TargetArg::Print => Target::Print,
            TargetArg::Mail => Target::Mail,
        };
        if editions.iter().all(|edition| edition.target != target) {
            let edition = Edition::of(target);
            let max_size = typed.max_size.unwrap_or(edition.max_size);
            let edition = edition.with_crop_marks(typed.crop_marks).with_gray(typed.gray);
            editions.push(edition.with_max_size(max_size));
        }
    }
    Ok(editions)
}

/// The standards of the PDF; an explicit list has to go with the other options.
pub fn standards(typed: &RenderArgs) -> Result<Standards, Diagnostic> {
    let Some(list) = &typed.standard else { return Ok(usual_standards(typed)) };
    let standards = Standards::parse(list)?;
    if typed.embed_source && !standards.allow_attachments() {
        let error = usage(message!("{list} allows no attachments, so no --embed-source", list));
        return Err(error.hint("leave --standard out, or say `--standard a-3a,ua-1`"));
    }
    Ok(standards)
}

/// Those of a PDF unless others are typed.
pub fn usual_standards(typed: &RenderArgs) -> Standards {
    if typed.embed_source { Standards::embedding() } else { Standards::default() }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::{Command, Letterpress};

    fn typed(options: &str) -> RenderArgs {
        let line = format!("letterpress render a.md{options}");
        match Letterpress::try_parse_from(line.split(' ')).map(|typed| typed.command) {
            Ok(Command::Render(typed)) => typed,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn embedding_takes_a_standard_that_allows_it() {
        let of = |options| standards(&typed(options)).ok().map(|s| s.allow_attachments());
        assert_eq!(of(""), Some(false));
        assert_eq!(of(" --embed-source"), Some(true));
        assert_eq!(of(" --standard a-3a,ua-1 --embed-source"), Some(true));
        assert_eq!(of(" --standard a-2a,ua-1 --embed-source"), None);
        assert_eq!(of(" --standard pdf-9"), None);
    }

    #[test]
    fn an_option_for_another_format_is_a_slip() {
        let slip = |options| check(&typed(options)).err().map(|error| error.message.to_string());
        let said = |option, what, ending| {
            Some(format!("{option} is for {what}; {ending} is to be written"))
        };
        assert_eq!(slip(" --format png --embed-source"), said("--embed-source", "PDF", "png"));
        assert_eq!(slip(" --format png,txt --target mail"), said("--target", "PDF", "png, txt"));
        assert_eq!(slip(" --dpi 300"), said("--dpi", "PNG", "pdf"));
        assert_eq!(slip(" --format svg --dpi 300"), said("--dpi", "PNG", "svg"));
        assert_eq!(
            slip(" --format html,pdf --pages 1"),
            said("--pages", "PNG and SVG", "html, pdf")
        );
        assert_eq!(slip(" --format pdf,png --target print --pages 1- --dpi 300"), None);
    }

    #[test]
    fn each_format_counts_once() {
        let formats = formats(&typed(" --format png,pdf,png"));
        assert_eq!(formats, [OutputFormat::Png, OutputFormat::Pdf]);
    }
}
