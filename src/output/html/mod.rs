//! A document as HTML: for the body of a mail, and as a file.
//!
//! In the order of the sheet and in its words. Nothing is loaded from anywhere: no pictures, no
//! scripts, no style sheets; the pictures of a file stand in it. Every text is escaped by the
//! templates that it goes through.
//!
//! What a mail program does not know (`main`, `article`, `figure`) it passes over;
//! so only elements that all of them know bear styles.

mod blocks;
mod figures;
mod inlines;
mod look;
mod parts;
mod pictures;
#[cfg(test)]
mod tests;
mod writer;

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) use self::look::Look;
pub(crate) use self::pictures::EmbeddedPictures;
use self::writer::HtmlWriter;
use crate::body::Inline;
use crate::content::Document;
use crate::release::Language;

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

/// The HTML of a document, but for the words about the list, which differ among recipients.
pub(crate) struct MailHtml {
    /// All that stands before these words; ends with a line end.
    pub before: String,
    /// All that stands behind them.
    pub after: String,
    /// How these words look.
    pub look: Look,
    /// The rows of each table, in the order of the page.
    pub tables: Vec<Vec<String>>,
}

/// The maker of a page that stands by itself, behind which a later run knows it as its own; see
/// `write/origin.rs` of the program.
const GENERATOR: &str = concat!("letterpress ", env!("CARGO_PKG_VERSION"));

/// Writes a document as a file of its own: without what only mail programs need and without the
/// words about a list.
pub(crate) fn file(document: &Document<'_>, title: &str, pictures: EmbeddedPictures) -> String {
    let look = Look::new(&document.letterhead().theme);
    let mut writer = HtmlWriter::of(document, &look);
    writer.pictures = pictures;
    html_page(document, title, &writer, PageUse::File).into_string()
}

/// Where a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageUse {
    Mail,
    File,
}

/// Writes a document under a title.
pub(crate) fn page(document: &Document<'_>, title: &str) -> MailHtml {
    page_with_rows(document, title, &BTreeMap::new())
}

/// The same with some rows left out: `rows_kept` says how many stay of which tables, by their
/// places in [`MailHtml::tables`]. A sentence says where the table stands whole.
pub(crate) fn page_with_rows(
    document: &Document<'_>,
    title: &str,
    rows_kept: &BTreeMap<usize, usize>,
) -> MailHtml {
    let look = Look::new(&document.letterhead().theme);
    let mut writer = HtmlWriter::of(document, &look);
    writer.rows_kept.clone_from(rows_kept);
    let html = html_page(document, title, &writer, PageUse::Mail).into_string();
    let tables = writer.tables.take();
    let (before, after) = html.split_once(LIST).unwrap_or((&html, ""));
    MailHtml { before: before.to_owned(), after: after.to_owned(), tables, look }
}

/// The words about the list, in their own language.
pub(crate) fn list_words(words: &[Vec<Inline>], language: Language, look: &Look) -> String {
    let writer = HtmlWriter::new(look);
    let words = html! {
        @for line in words {
            p.muted lang=(language) style=(look.muted()) { (writer.running(line)) } (LINE)
        }
    };
    words.into_string()
}

fn html_page(
    document: &Document<'_>,
    title: &str,
    writer: &HtmlWriter<'_>,
    page_use: PageUse,
) -> Markup {
    let look = writer.look;
    let is_mail = page_use == PageUse::Mail;
    let [begin, end] = OUTLOOK;
    html! {
        (DOCTYPE) (LINE)
        html lang=(document.language) { (LINE)
            head { (LINE)
                meta charset="utf-8"; (LINE)
                @if !is_mail { meta name="generator" content=(GENERATOR); (LINE) }
                meta name="viewport" content="width=device-width,initial-scale=1"; (LINE)
                meta name="color-scheme" content="light dark"; (LINE)
                @if is_mail {
                    meta name="supported-color-schemes" content="light dark"; (LINE)
                }
                title { (title) } (LINE)
                style { (PreEscaped(look.head())) } (LINE)
            } (LINE)
            body style=(look.body()) { (LINE)
                @if is_mail { (begin) }
                div.ground.text style=(look.column()) { (LINE)
                    header { (parts::head(document, writer)) } (LINE)
                    main { (LINE) (parts::main(document, writer)) } (LINE)
                    footer { (LINE)
                        div.rule style=(look.foot_rule()) { (LINE)
                            (parts::foot(document, writer))
                            @if is_mail { (PreEscaped(LIST)) }
                        } (LINE)
                    } (LINE)
                } (LINE)
                @if is_mail { (end) }
            } (LINE)
        } (LINE)
    }
}
