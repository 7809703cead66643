//! Running text.

use maud::{Markup, html};

use super::blocks::Setter;
use crate::body::{Inline, InlineKind, LanguageTag};
use crate::typography;

/// The ways by which a link may lead out of a mail; the rules let no other pass.
const SCHEMES: [&str; 4] = ["https:", "http:", "mailto:", "tel:"];

impl Setter<'_> {
    /// Running text with its quotes and spaces as they are set.
    pub fn running(&self, inlines: &[Inline]) -> Markup {
        self.inlines(&typography::set_inlines(inlines, self.tongue, self.quotes))
    }

    /// A plain field with its quotes and spaces as they are set.
    pub fn string(&self, text: &str) -> String {
        typography::set_text(text, self.tongue, self.quotes)
    }

    /// Inlines that are set already.
    fn inlines(&self, inlines: &[Inline]) -> Markup {
        html! { @for inline in inlines { (self.inline(&inline.kind)) } }
    }

    fn inline(&self, kind: &InlineKind) -> Markup {
        match kind {
            InlineKind::Text(text) => html! { (text) },
            InlineKind::Code(text) => html! { code { (text) } },
            InlineKind::Emphasis(content) => html! { em { (self.inlines(content)) } },
            InlineKind::Strong(content) => html! { strong { (self.inlines(content)) } },
            InlineKind::Link { url, content, .. } => self.link(url, &self.inlines(content)),
            InlineKind::Picture(picture) if picture.decorative => html! {},
            InlineKind::Picture(picture) => html! { (self.described(&picture.alt)) },
            InlineKind::Footnote(at) => self.note_mark(*at),
            InlineKind::HardBreak => html! { br; },
            InlineKind::SoftBreak => html! { " " },
            InlineKind::Passage { language, content } => html! {
                span lang=(language) dir=[direction(language)] { (self.inlines(content)) }
            },
        }
    }

    /// A link; of one that leads by no known way only the words are left.
    pub fn link(&self, url: &str, shown: &Markup) -> Markup {
        if SCHEMES.iter().any(|scheme| url.get(..scheme.len()) == Some(scheme)) {
            html! { a.link href=(url) style=(self.look.link()) { (shown) } }
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

    /// "[Bild: Blick in den Hörsaal]".
    pub fn described(&self, alt: &str) -> String {
        let label = self.label("picture");
        let text = match alt.trim() {
            "" => label.trim_end_matches(':').to_owned(),
            alt => labelled(label, alt),
        };
        self.string(&format!("[{text}]"))
    }
}

/// "Telefon: +49 351 564 60200"; a label that ends in a colon gets no second one.
pub(super) fn labelled(label: &str, value: &str) -> String {
    let label = label.trim_end();
    if label.ends_with(':') { format!("{label} {value}") } else { format!("{label}: {value}") }
}

/// How a language is written, where that is not from left to right.
pub(super) fn direction(language: &LanguageTag) -> Option<&'static str> {
    const FROM_THE_RIGHT: &[&str] = &["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    FROM_THE_RIGHT.contains(&language.primary()).then_some("rtl")
}
