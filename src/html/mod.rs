//! The release as one HTML document, for the body of a mail.
//!
//! In the order of the sheet and in its words, because it takes both from
//! [`Wording`], as the plain text does. Nothing is loaded from anywhere: no pictures,
//! no scripts, no style sheets. Every text is escaped by the templates that it goes
//! through.
//!
//! What a mail program does not know (`main`, `article`, `figure`) it passes over;
//! so only elements that all of them know bear styles.

mod blocks;
mod inlines;
mod look;
mod parts;
#[cfg(test)]
mod tests;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::blocks::Setter;
use self::look::Look;
use crate::body::Inline;
use crate::letterhead::Letterhead;
use crate::release::{Language, Release};
use crate::typography::Wording;

/// A line end between elements: a mail is read in its source, too.
const LINE: PreEscaped<&str> = PreEscaped("\n");

/// Where the words about the list go. Text of a release never reads so: its angle
/// brackets are escaped.
const LIST: &str = "<!--list-->";

/// Outlook for Windows knows no greatest width; it gets a table of the same.
const OUTLOOK: [PreEscaped<&str>; 2] = [
    PreEscaped(
        "<!--[if mso]><table role=\"presentation\" width=\"600\" align=\"center\" cellpadding=\"0\" \
         cellspacing=\"0\"><tr><td><![endif]-->\n",
    ),
    PreEscaped("<!--[if mso]></td></tr></table><![endif]-->\n"),
];

/// A document, but for the words about the list, which differ among recipients.
pub(crate) struct Page {
    /// All that stands before these words; ends with a line end.
    pub before: String,
    /// All that stands behind them.
    pub after: String,
    look: Look,
    letterhead: Letterhead,
}

/// Sets a release as a document with this title.
pub(crate) fn page(release: &Release, letterhead: &Letterhead, title: &str) -> Page {
    let look = Look::new(&letterhead.theme);
    let document = document(release, letterhead, title, &look).into_string();
    let (before, after) = document.split_once(LIST).unwrap_or((&document, ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    Page { before, after, look, letterhead: letterhead.clone() }
}

impl Page {
    /// The words about the list, in their own language.
    pub fn list_words(&self, words: &[Vec<Inline>], language: Language) -> String {
        let setter = Setter::new(&self.look, language.into(), self.letterhead.typography.quotes);
        let words = html! {
            @for line in words {
                p.muted lang=(language) style=(self.look.muted()) { (setter.running(line)) } (LINE)
            }
        };
        words.into_string()
    }
}

fn document(release: &Release, letterhead: &Letterhead, title: &str, look: &Look) -> Markup {
    let phrases = Wording::new(release, letterhead);
    let setter = Setter::new(look, release.language.into(), letterhead.typography.quotes);
    let setter = setter.speaking(&phrases);
    let [begin, end] = OUTLOOK;
    html! {
        (DOCTYPE) (LINE)
        html lang=(release.language) { (LINE)
            head { (LINE)
                meta charset="utf-8"; (LINE)
                meta name="viewport" content="width=device-width,initial-scale=1"; (LINE)
                meta name="color-scheme" content="light dark"; (LINE)
                meta name="supported-color-schemes" content="light dark"; (LINE)
                title { (title) } (LINE)
                style { (PreEscaped(look.head())) } (LINE)
            } (LINE)
            body style=(look.body()) { (LINE)
                (begin)
                div.ground.text style=(look.column()) { (LINE)
                    header { (parts::head(release, letterhead, &phrases, &setter)) } (LINE)
                    main { (LINE) (parts::main(release, letterhead, &phrases, &setter)) } (LINE)
                    footer { (LINE)
                        div.rule style=(look.foot_rule()) { (LINE)
                            (parts::foot(&phrases, &setter))
                            (PreEscaped(LIST))
                        } (LINE)
                    } (LINE)
                } (LINE)
                (end)
            } (LINE)
        } (LINE)
    }
}
