//! Pictures and other media.

use std::collections::BTreeMap;

use super::reason::Reason;
use super::{Facts, PictureFact};
use crate::body::{BlockKind, Inline, InlineKind, Picture, Span};
use crate::diagnostic::{Diagnostic, Finding, codes};
use crate::files;
use crate::read::FieldMap;
use crate::release::Release;

/// `media-missing`, `media-outside-root`, `media-not-a-picture`, `media-unfit`,
/// `media-too-large`, `drawing-face-absent`: a picture that is named can be set.
pub(super) fn pictures(release: &Release, fields: &FieldMap, facts: &Facts<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, media) in release.media.iter().enumerate().filter(|(_, media)| media.is_picture()) {
        let file = media.file.as_deref().unwrap_or_default();
        if let Some(error) = picture(file, facts) {
            found.push(fields.mark(&format!("media[{at}].file"), error));
        }
    }
    for (picture_of_body, span) in release.body.pictures() {
        if let Some(diagnostic) = picture(&picture_of_body.file, facts) {
            let finding = Finding { diagnostic, range: span.0.clone(), label: String::new() };
            found.push(fields.place("body", finding));
        }
    }
    found
}

/// `caption-lost`: a caption stands under a picture that is a paragraph of its own, and nowhere
/// else.
pub(super) fn lost_captions(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    release.body.each_inline(&mut |inline| {
        let InlineKind::Picture(Picture { caption: Some(_), .. }) = &inline.kind else { return };
        let diagnostic = Diagnostic::new(
            codes::CAPTION_LOST,
            "this picture stands within a line, where its caption is not set",
        )
        .hint("let it be a paragraph of its own, with an empty line before and behind it")
        .hint("or take the caption out");
        let finding = Finding { diagnostic, range: inline.span.0.clone(), label: String::new() };
        found.push(fields.place("body", finding));
    });
    found
}

/// `picture-in-paragraph`: a picture that was typed on a line of its own is set as large as the
/// column. Without an empty line around it, it is part of a line of text.
pub(super) fn in_paragraph(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    release.body.each_block(&mut |block| {
        let BlockKind::Paragraph(content) = &block.kind else { return };
        for line in content.split(Inline::is_break) {
            // A caption that is not set is an error of its own.
            let Some((Picture { caption: None, .. }, span)) = first_of_pictures(line) else {
                continue;
            };
            let diagnostic = Diagnostic::new(
                codes::PICTURE_IN_PARAGRAPH,
                "this picture is part of a line of text, and is set no higher than that line",
            )
            .hint("put an empty line before and behind it")
            .hint("a caption stands in quotes behind the file: ![…](file \"caption\")");
            let finding = Finding { diagnostic, range: span.0.clone(), label: String::new() };
            found.push(fields.place("body", finding));
        }
    });
    found
}

/// The first picture of a line that shows nothing but pictures.
fn first_of_pictures(line: &[Inline]) -> Option<(&Picture, &Span)> {
    let mut first = None;
    for inline in line {
        let picture = match &inline.kind {
            InlineKind::Picture(picture) => (picture, &inline.span),
            InlineKind::Text(text) if text.trim().is_empty() => continue,
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Passage { content, .. }
            | InlineKind::Link { content, .. } => first_of_pictures(content)?,
            _ => return None,
        };
        first = first.or(Some(picture));
    }
    first
}

fn picture(file: &str, facts: &Facts<'_>) -> Option<Diagnostic> {
    let forms = "JPEG, PNG, WebP, TIFF, GIF and SVG can be set";
    Some(match facts.pictures.get(file)? {
        PictureFact::Fine => return None,
        // The path says why, wherever it leads.
        PictureFact::Missing(_) | PictureFact::OutsideRoot if foreign_path(file).is_some() => {
            return foreign_path(file);
        }
        PictureFact::OtherCase(found) => {
            let message = message!(
                "`{file}` does not exist, but `{suggestion}` does",
                file,
                suggestion = found
            );
            Diagnostic::new(codes::MEDIA_MISSING, message)
                .hint(format!("write `{found}`: capitals count"))
        }
        PictureFact::OtherFormat { name, remedy } => {
            let message =
                message!("`{file}` is {format}, which cannot be set", file, format = name);
            Diagnostic::new(codes::MEDIA_NOT_A_PICTURE, message).hint(remedy).hint(forms)
        }
        PictureFact::Missing(why) => {
            Diagnostic::new(codes::MEDIA_MISSING, message!("`{file}` {reason}", file, reason = why))
                .hint("the path is relative to the release's own folder (or to --root)")
        }
        PictureFact::OutsideRoot => {
            let message = message!("`{file}` lies outside the folder of the release", file);
            Diagnostic::new(codes::MEDIA_OUTSIDE_ROOT, message)
                .hint("put the picture beside the release, or allow a wider folder with --root")
        }
        PictureFact::NotAPicture => {
            let message = message!("`{file}` is no picture that can be set", file);
            Diagnostic::new(codes::MEDIA_NOT_A_PICTURE, message)
                .with("choices", ["jpeg", "png", "webp", "tiff", "gif", "svg"].as_slice())
                .hint(forms)
        }
        PictureFact::Broken(why) => {
            let message = message!("`{file}` is broken: {reason}", file, reason = why);
            Diagnostic::new(codes::MEDIA_NOT_A_PICTURE, message)
                .hint("open it in a picture program and save it once more")
        }
        PictureFact::Unfit(why) => Diagnostic::new(
            codes::MEDIA_UNFIT,
            message!("`{file}` cannot be set: {reason}", file, reason = why),
        )
        .hint(if is_drawing(file) {
            "save it as a plain SVG of shapes and text, or as PNG"
        } else {
            "save it in RGB or grey with 8 bits, as JPEG, PNG or TIFF"
        }),
        PictureFact::FacesAbsent(families) => {
            let quoted: Vec<_> = families.iter().map(|family| format!("`{family}`")).collect();
            let message = message!(
                "the text in `{file}` needs fonts that are missing: {families}",
                file,
                families = quoted.join(", ")
            );
            Diagnostic::new(codes::DRAWING_FACE_ABSENT, message)
                .with("families", families.as_slice())
                .hint("it is set in Liberation Sans: look whether all of it still fits its place")
                .hint("or add the font (`font_dir`, `--font-dir`), or turn the text into paths")
        }
        PictureFact::TooLarge(why) => Diagnostic::new(
            codes::MEDIA_TOO_LARGE,
            message!("`{file}` is too large: {reason}", file, reason = why),
        )
        .hint("save a smaller copy; 3,000 pixels of width are plenty for a sheet"),
    })
}

fn is_drawing(file: &str) -> bool {
    let ending = file.rsplit('.').next().unwrap_or_default();
    ending.eq_ignore_ascii_case("svg")
}

/// The error of a path that is written for another place.
fn foreign_path(file: &str) -> Option<Diagnostic> {
    let (reason, hint) = files::foreign_path(file)?;
    let message = message!("`{file}` {reason}", file, reason);
    Some(Diagnostic::new(codes::MEDIA_MISSING, message).hint(hint))
}

/// The least resolution of a printed picture, in dpi: twice the usual screen of
/// newspapers and offices (150 lines an inch; ISO 12647-2).
const MIN_PRINT_DPI: f64 = 300.0;

/// `photo-resolution-low`: a picture is sharp enough in print. `dpi` holds the
/// resolutions of the pictures at the size they are set.
pub(super) fn resolution(
    release: &Release,
    fields: &FieldMap,
    dpi: &BTreeMap<String, f64>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, media) in release.media.iter().enumerate().filter(|(_, media)| media.is_picture()) {
        let warning = media.file.as_deref().and_then(|file| low_resolution(file, dpi));
        found.extend(warning.map(|warning| fields.mark(&format!("media[{at}].file"), warning)));
    }
    for (picture, span) in release.body.pictures() {
        if let Some(diagnostic) = low_resolution(&picture.file, dpi) {
            let finding = Finding { diagnostic, range: span.0.clone(), label: String::new() };
            found.push(fields.place("body", finding));
        }
    }
    found
}

fn low_resolution(file: &str, dpi: &BTreeMap<String, f64>) -> Option<Diagnostic> {
    let dpi = dpi.get(file).filter(|dpi| **dpi < MIN_PRINT_DPI - 0.5)?;
    let message = message!(
        "`{file}` has {dpi:.0} dpi at the size it is set",
        file,
        dpi,
        wanted = MIN_PRINT_DPI
    );
    let hint = format!("print wants {MIN_PRINT_DPI:.0} dpi: take a picture of more pixels");
    Some(Diagnostic::new(codes::PHOTO_RESOLUTION_LOW, message).hint(hint))
}

/// `photo-without-alt`: a picture speaks to those who cannot see it (PDF/UA-1,
/// 7.3; PDF/A-2a, 6.7.5).
pub(super) fn alternative_texts(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, media) in release.media.iter().enumerate() {
        let path = format!("media[{at}]");
        // An empty `alt` was reported by the reader.
        let is_silent = media.alt.is_none() && !media.decorative;
        if media.is_picture() && is_silent && !fields.has(&format!("{path}.alt")) {
            found.push(
                fields.mark(
                    &format!("{path}.file"),
                    without_alt()
                        .hint("add `alt` beside `file`, or `decorative: true` if it says nothing"),
                ),
            );
        }
    }
    for (picture, span) in release.body.pictures() {
        if picture.alt.trim().is_empty() && !picture.decorative {
            let diagnostic = without_alt()
                .hint("write it between the brackets: ![…](file)")
                .hint("or `![](file){decorative}` if it says nothing");
            let finding = Finding { diagnostic, range: span.0.clone(), label: String::new() };
            found.push(fields.place("body", finding));
        }
    }
    found
}

fn without_alt() -> Diagnostic {
    Diagnostic::new(codes::PHOTO_WITHOUT_ALT, "a picture without alternative text")
        .hint("say in one sentence what can be seen on it")
}

const NOT_SET: Reason = Reason::new("not-set", "only a photo with a file is set");
const WORDS_LOST: Reason =
    Reason::new("words-lost", "a decorative picture is silent, and this would be lost");

/// `decorative-with-words`: what says nothing is silent, so words about it would be
/// lost.
pub(super) fn decorative(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, media) in release.media.iter().enumerate().filter(|(_, media)| media.decorative) {
        let words = [("alt", media.alt.is_some()), ("caption", media.caption.is_some())];
        let named = words.iter().find(|(_, is_there)| *is_there).map(|(name, _)| *name);
        let error = match named {
            _ if !media.is_picture() => Some(("decorative", NOT_SET)),
            Some(name) => Some((name, WORDS_LOST)),
            None => None,
        };
        found.extend(error.map(|(name, reason)| {
            let message = message!("{reason}", reason);
            let error = Diagnostic::new(codes::DECORATIVE_WITH_WORDS, message);
            let hint = "take `decorative` away, or what is said of the picture";
            fields.mark(&format!("media[{at}].{name}"), error.hint(hint))
        }));
    }
    for (picture, span) in release.body.pictures() {
        if picture.decorative && !(picture.alt.trim().is_empty() && picture.caption.is_none()) {
            let message = message!("{reason}", reason = WORDS_LOST);
            let diagnostic = Diagnostic::new(codes::DECORATIVE_WITH_WORDS, message)
                .hint("take `{decorative}` away, or what is said of the picture");
            let finding = Finding { diagnostic, range: span.0.clone(), label: String::new() };
            found.push(fields.place("body", finding));
        }
    }
    found
}

/// `media-without-caption`: a line under "Medien:" has something to show.
pub(super) fn nothing_to_show(release: &Release, fields: &FieldMap) -> Vec<Diagnostic> {
    let bare = release.media.iter().enumerate().filter(|(_, media)| {
        media.caption.is_none() && media.file.is_none() && media.url.is_none()
    });
    let warnings = bare.map(|(at, _)| {
        let warning = Diagnostic::new(codes::MEDIA_WITHOUT_CAPTION, "a medium that shows nothing");
        fields.mark(&format!("media[{at}]"), warning.hint("add `caption`, `file` or `url`"))
    });
    warnings.collect()
}
