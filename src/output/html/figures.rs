//! A picture with its caption, or the words that stand for it.

use maud::{Markup, html};

use super::LINE;
use super::writer::HtmlWriter;
use crate::body::Inline;

/// A picture with its words.
pub(super) struct Shown<'a> {
    pub file: &'a str,
    pub alt: &'a str,
    pub caption: &'a [Inline],
    /// Whether it says nothing.
    pub decorative: bool,
}

impl HtmlWriter<'_> {
    /// The picture itself, or "[Bild: Blick in den Hörsaal] Der Hörsaal des HZDR".
    pub fn picture(&self, shown: &Shown<'_>) -> Markup {
        let Shown { file, alt, caption, decorative } = *shown;
        let data = self.pictures.take(file);
        let alt = if decorative { "" } else { alt };
        let look = self.look;
        html! {
            @match data {
                Some(data) => {
                    figure style=(look.figure()) { (LINE)
                        img src=(data) alt=(alt) style=(look.picture()); (LINE)
                        @if !caption.is_empty() {
                            figcaption.muted style=(look.caption()) { (self.running(caption)) } (LINE)
                        }
                    } (LINE)
                }
                None if decorative => {}
                None => {
                    p.muted style=(look.muted()) {
                        (self.described(alt))
                        @if !caption.is_empty() { " " (self.running(caption)) }
                    } (LINE)
                }
            }
        }
    }
}
