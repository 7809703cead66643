//! The body's blocks.

use std::cell::RefCell;
use std::collections::BTreeSet;

use maud::{Markup, html};

use super::LINE;
use super::inlines::direction;
use super::look::Look;
use crate::body::{self, Alignment, Block, BlockKind, Inline, List, Note, Table};
use crate::letterhead::QuoteStyle;
use crate::typography::{TypesetLanguage, Wording};

/// Columns of a table that fit on a narrow screen; wider ones can be moved sideways.
const NARROW: usize = 3;

/// Turns the typed tree into elements.
pub(super) struct Setter<'a> {
    pub look: &'a Look,
    pub tongue: TypesetLanguage,
    pub quotes: QuoteStyle,
    phrases: Option<&'a Wording<'a>>,
    /// The footnotes whose first mark was set.
    pub notes_seen: RefCell<BTreeSet<usize>>,
}

impl<'a> Setter<'a> {
    pub fn new(look: &'a Look, tongue: TypesetLanguage, quotes: QuoteStyle) -> Self {
        Self { look, tongue, quotes, phrases: None, notes_seen: RefCell::default() }
    }

    /// With the labels of a release.
    pub fn speaking(self, phrases: &'a Wording<'a>) -> Self {
        Self { phrases: Some(phrases), ..self }
    }

    pub fn label(&self, name: &str) -> &'a str {
        self.phrases.map_or("", |phrases| phrases.label(name))
    }

    pub fn blocks(&self, blocks: &[Block]) -> Markup {
        html! { @for block in blocks { (self.block(&block.kind)) } }
    }

    fn block(&self, kind: &BlockKind) -> Markup {
        let look = self.look;
        match kind {
            BlockKind::Paragraph(content) => self.paragraph(content),
            BlockKind::Heading { level, content } => {
                let (style, content) = (look.heading(*level), self.running(content));
                html! {
                    @match level {
                        2 => h2.text style=(style) { (content) },
                        3 => h3.text style=(style) { (content) },
                        _ => h4.text style=(style) { (content) },
                    }
                    (LINE)
                }
            }
            BlockKind::Quote { blocks, speaker: None } => html! {
                blockquote.rule style=(look.quote()) { (LINE) (self.blocks(blocks)) } (LINE)
            },
            BlockKind::Quote { blocks, speaker: Some(speaker) } => html! {
                figure style="margin:0" { (LINE)
                    blockquote.rule style=(look.quote()) { (LINE)
                        (self.blocks(blocks))
                    } (LINE)
                    figcaption { (LINE)
                        p.muted style=(look.speaker()) { "— " (self.running(speaker)) } (LINE)
                    } (LINE)
                } (LINE)
            },
            BlockKind::List(list) => self.list(list),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Picture(picture) if picture.decorative => html! {},
            BlockKind::Picture(picture) => {
                self.picture(&picture.alt, picture.caption.as_deref().unwrap_or_default())
            }
            BlockKind::Passage { language, blocks } => {
                let setter = Setter {
                    tongue: TypesetLanguage::from(language),
                    notes_seen: RefCell::new(self.notes_seen.take()),
                    ..*self
                };
                let content = setter.blocks(blocks);
                self.notes_seen.replace(setter.notes_seen.take());
                html! {
                    div lang=(language) dir=[direction(language)] { (LINE) (content) } (LINE)
                }
            }
            BlockKind::ThematicBreak => html! { hr.rule style=(look.rule()); (LINE) },
        }
    }

    pub fn paragraph(&self, content: &[Inline]) -> Markup {
        html! { p.text style=(self.look.paragraph()) { (self.running(content)) } (LINE) }
    }

    /// "[Bild: Blick in den Hörsaal] Der Hörsaal des HZDR".
    pub fn picture(&self, alt: &str, caption: &str) -> Markup {
        let text = format!("{} {}", self.described(alt), self.string(caption));
        html! { p.muted style=(self.look.muted()) { (text.trim_end()) } (LINE) }
    }

    fn list(&self, list: &List) -> Markup {
        let items = html! {
            (LINE)
            @for item in &list.items {
                li style=(if list.tight { "margin:0 0 4px" } else { "margin:0 0 10px" }) {
                    (self.item(&item.blocks, list.tight))
                } (LINE)
            }
        };
        let style = self.look.list();
        html! {
            @match list.start {
                Some(1) => ol.text style=(style) { (items) },
                Some(start) => ol.text start=(start) style=(style) { (items) },
                None => ul.text style=(style) { (items) },
            }
            (LINE)
        }
    }

    /// Of an item of a tight list the first paragraph is its text.
    fn item(&self, blocks: &[Block], is_tight: bool) -> Markup {
        match blocks.split_first().map(|(first, rest)| (&first.kind, rest)) {
            Some((BlockKind::Paragraph(content), rest)) if is_tight || rest.is_empty() => html! {
                (self.running(content))
                @if !rest.is_empty() { (LINE) (self.blocks(rest)) }
            },
            _ => self.blocks(blocks),
        }
    }

    fn table(&self, table: &Table) -> Markup {
        let has_head = table.header.iter().any(|cell| !body::plain_text(cell).trim().is_empty());
        let label: Vec<String> = table.header.iter().map(|cell| body::plain_text(cell)).collect();
        let label = self.string(&label.join(", "));
        let sides = table.columns.iter().map(|column| match column {
            Alignment::Auto | Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        });
        let sides: Vec<&str> = sides.collect();
        let cells = |row: &[Vec<Inline>]| {
            let style = |side: &str| self.look.cell(false, side);
            html! {
                @for (cell, side) in row.iter().zip(&sides) {
                    td.rule style=(style(side)) { (self.running(cell)) }
                }
            }
        };
        let whole = html! {
            table.text aria-label=[has_head.then_some(&label)] style=(self.look.table()) { (LINE)
                @if has_head {
                    thead { tr { @for (cell, side) in table.header.iter().zip(&sides) {
                        @let style = self.look.cell(true, side);
                        @if body::plain_text(cell).trim().is_empty() {
                            td.rule style=(style) {}
                        } @else {
                            th.rule scope="col" style=(style) { (self.running(cell)) }
                        }
                    } } } (LINE)
                }
                tbody { (LINE)
                    @for row in &table.rows { tr { (cells(row)) } (LINE) }
                } (LINE)
            } (LINE)
        };
        match table.columns.len() > NARROW {
            // Who has only keys moves it by them.
            true => html! {
                div style="overflow-x:auto" tabindex="0" role="group" aria-label=(label) { (LINE)
                    (whole)
                } (LINE)
            },
            false => whole,
        }
    }

    /// The footnotes, each with the way back.
    pub fn notes(&self, notes: &[Note]) -> Markup {
        html! {
            @if !notes.is_empty() {
                ol.muted.rule style=(self.look.notes()) { (LINE)
                    @for (at, note) in notes.iter().enumerate() {
                        li id={ "note-" (at + 1) } style="margin:0 0 6px" {
                            (self.item(&note.blocks, true)) " "
                            a.link href={ "#mark-" (at + 1) } style=(self.look.link())
                                role="doc-backlink" aria-label=(self.label("back")) { "↑" }
                        } (LINE)
                    }
                } (LINE)
            }
        }
    }
}
