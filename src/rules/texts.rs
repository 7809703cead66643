//! The texts of a release that rules read.

use crate::body::Inline;
use crate::release::Release;

/// The fields of inline Markdown with their paths.
pub(super) fn running_text(release: &Release) -> Vec<(String, &[Inline])> {
    let mut texts: Vec<(String, &[Inline])> = Vec::new();
    texts.extend(release.lead.as_deref().map(|text| ("lead".to_owned(), text)));
    for (at, notice) in release.notices.iter().enumerate() {
        texts.push((format!("notices[{at}]"), notice));
    }
    texts.extend(release.boilerplate.as_deref().map(|text| ("boilerplate".to_owned(), text)));
    texts
}

/// The lines with emphasis and words in another language, with their paths.
pub(super) fn styled_lines(release: &Release) -> Vec<(String, &[Inline])> {
    let mut lines = vec![("headline".to_owned(), release.headline.inlines())];
    let subheadline = release.subheadline.as_ref();
    lines.extend(subheadline.map(|line| ("subheadline".to_owned(), line.inlines())));
    for (at, media) in release.media.iter().enumerate() {
        let caption = media.caption.as_ref();
        lines.extend(caption.map(|line| (format!("media[{at}].caption"), line.inlines())));
    }
    lines
}
