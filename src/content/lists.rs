//! What a release refers to and brings with it: another release, media, links.

use super::parts::{CaptionedPicture, Section};
use super::set::{Typographer, inline, linked, linked_line, text};
use super::wording::Wording;
use crate::body::{self, Inline, InlineKind};
use crate::release::{Kind, Link, Media};
use crate::typography;

/// What a correction corrects or a follow-up follows; empty where it is nothing.
pub(super) fn reference(wording: &Wording<'_>) -> Vec<Inline> {
    let release = wording.release();
    let Some(reference) = &release.refers_to else { return Vec::new() };
    let name = if release.kind == Kind::Correction { "corrects" } else { "follows" };
    let number = reference.number.as_ref().map(|n| format!("{} {n}", wording.label("number")));
    let day = reference.date.map(|day| wording.day_in_words(day));
    // Straight marks, which become the house's own.
    let headline = reference.headline.as_ref().map(|headline| format!("\"{headline}\""));
    let parts: Vec<_> = [number, day, headline].into_iter().flatten().collect();
    let shown = match (parts.is_empty(), &reference.url) {
        (true, Some(url)) => url.clone(),
        _ => parts.join(", "),
    };
    let name = InlineKind::Strong(vec![text(wording.label(name))]);
    vec![inline(name), text(" "), linked(reference.url.as_deref(), shown)]
}

/// What is listed under "Medien:", a line each: "Video: Rundgang durch das HZDR". What is set as a
/// picture stands on the sheet already, with its caption.
pub(super) fn media(wording: &Wording<'_>, set: &Typographer) -> Section {
    let media = wording.release().media.iter();
    let listed = media.filter(|media| !media.decorative && !media.is_picture());
    Section {
        heading: set.text(wording.label("media")),
        lines: listed.map(|media| set.inlines(&media_line(media, wording))).collect(),
    }
}

fn media_line(media: &Media, wording: &Wording<'_>) -> Vec<Inline> {
    let name = wording.label(media.media_type.as_str());
    let mut line = vec![text(&format!("{name}: "))];
    if let Some(caption) = &media.caption {
        line.extend(linked_line(media.url.as_deref(), caption));
    } else {
        let shown = media.file.as_ref().or(media.url.as_ref()).cloned().unwrap_or_default();
        line.push(linked(media.url.as_deref(), shown));
    }
    let terms = [&media.credit, &media.usage].into_iter().flatten();
    let terms: Vec<_> = terms.map(String::as_str).collect();
    line.extend((!terms.is_empty()).then(|| text(&format!(" ({})", terms.join("; ")))));
    line
}

/// The media that are set as pictures, with what stands under them.
pub(super) fn captioned(wording: &Wording<'_>, set: &Typographer) -> Vec<CaptionedPicture> {
    let pictures = wording.release().media.iter().filter_map(|media| {
        let file = media.file.clone().filter(|_| media.is_picture())?;
        let credit = credit(media, wording);
        let caption = caption(media, !credit.is_empty());
        Some(CaptionedPicture {
            file,
            alt: media.alt.clone().unwrap_or_default(),
            decorative: media.decorative,
            caption: set.inlines(&caption),
            credit: set.inlines(&credit),
        })
    });
    pictures.collect()
}

/// The caption, which leads to where the picture can be had, since it is not listed under "Medien:"
/// as well. It is a sentence where the credit follows.
fn caption(media: &Media, is_sentence: bool) -> Vec<Inline> {
    let url = media.url.as_deref();
    let mut caption = match (&media.caption, url) {
        (Some(caption), _) => linked_line(url, caption),
        (None, Some(address)) => vec![linked(url, address.to_owned())],
        (None, None) => Vec::new(),
    };
    if is_sentence && !caption.is_empty() {
        caption.extend(full_stop(&body::plain_text(&caption)));
    }
    caption
}

/// Credit and terms of use, one sentence after the other.
fn credit(media: &Media, wording: &Wording<'_>) -> Vec<Inline> {
    let name = media.credit.as_ref().map(|credit| match wording.credit_label(credit) {
        Some(label) => format!("{label} {credit}"),
        None => credit.clone(),
    });
    match (name, &media.usage) {
        (Some(name), Some(usage)) => {
            let stop = full_stop(&name);
            let mut credit = vec![text(&name)];
            credit.extend(stop);
            credit.extend([text(" "), text(usage)]);
            credit
        }
        (name, usage) => name.iter().chain(usage).map(|part| text(part)).collect(),
    }
}

/// A full stop only where none was typed.
fn full_stop(sentence: &str) -> Option<Inline> {
    typography::needs_full_stop(sentence).then(|| text("."))
}

/// What is listed under "Links:", a line each.
pub(super) fn links(wording: &Wording<'_>, set: &Typographer) -> Section {
    let lines = wording.release().links.iter().map(|link| set.inlines(&[link_line(link)]));
    Section { heading: set.text(wording.label("links")), lines: lines.collect() }
}

fn link_line(link: &Link) -> Inline {
    let shown = link.label.as_deref().unwrap_or(&link.url);
    linked(Some(&link.url), shown.to_owned())
}
