//! Running text.

use maud::{Markup, html};

use super::writer::{HtmlWriter, direction};
use crate::body::{Inline, InlineKind};
use crate::output::uri;

/// The ways by which a link may lead out of a mail; the rules let no other pass.
const SCHEMES: [&str; 4] = ["https:", "http:", "mailto:", "tel:"];

impl HtmlWriter<'_> {
    /// Running text.
    pub fn running(&self, inlines: &[Inline]) -> Markup {
        html! { @for inline in inlines { (self.inline(&inline.kind)) } }
    }

    fn inline(&self, kind: &InlineKind) -> Markup {
        match kind {
            InlineKind::Text(text) => html! { (text) },
            InlineKind::Code(text) => html! { code { (text) } },
            InlineKind::Emphasis(content) => html! { em { (self.running(content)) } },
            InlineKind::Strong(content) => html! { strong { (self.running(content)) } },
            InlineKind::Link { url, content, .. } => self.link(url, &self.running(content)),
            InlineKind::Picture(picture) if picture.decorative => html! {},
            InlineKind::Picture(picture) => html! { (self.described(&picture.alt)) },
            InlineKind::Footnote(at) => self.note_mark(*at),
            InlineKind::HardBreak => html! { br; },
            InlineKind::SoftBreak => html! { " " },
            InlineKind::Passage { language, content } => html! {
                span lang=(language) dir=[direction(language)] { (self.running(content)) }
            },
        }
    }

    /// A link; of one that leads by no known way only the words are left.
    pub fn link(&self, url: &str, shown: &Markup) -> Markup {
        if SCHEMES.iter().any(|scheme| url.get(..scheme.len()) == Some(scheme)) {
            html! { a.link href=(&*uri::ascii(url)) style=(self.look.link()) { (shown) } }
        } else {
            shown.clone()
        }
    }

    /// The mark of a footnote, which leads there; the first of several is the one to
    /// which the note leads back.
    fn note_mark(&self, at: usize) -> Markup {
        let number = at + 1;
        let is_first = self.notes_seen.borrow_mut().insert(at);
        let label = format!("{} {number}", self.label("footnote"));
        html! {
            sup style="font-size:12px;line-height:1" {
                a.link id=[is_first.then(|| format!("mark-{number}"))] href={ "#note-" (number) }
                    style=(self.look.link()) role="doc-noteref" aria-label=(label) { (number) }
            }
        }
    }
}
