//! The body's blocks.

use maud::{Markup, PreEscaped, html};

use super::LINE;
use super::figures::Shown;
use super::writer::{HtmlWriter, direction};
use crate::body::{self, Alignment, Block, BlockKind, Inline, List, Note, StyledLine, Table};

/// Columns of a table that fit on a narrow screen; wider ones can be moved sideways.
const NARROW: usize = 3;

impl HtmlWriter<'_> {
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
                        p.muted style=(look.speaker()) { "– " (self.running(speaker)) } (LINE)
                    } (LINE)
                } (LINE)
            },
            BlockKind::List(list) => self.list(list),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Picture(picture) => self.picture(&Shown {
                file: &picture.file,
                alt: &picture.alt,
                caption: picture.caption.as_ref().map_or(&[][..], StyledLine::inlines),
                decorative: picture.decorative,
            }),
            BlockKind::Passage { language, blocks } => html! {
                div lang=(language) dir=[direction(language)] { (LINE)
                    (self.blocks(blocks))
                } (LINE)
            },
            // A part of its own.
            BlockKind::Event => html! {},
            BlockKind::ThematicBreak => html! { hr.rule style=(look.rule()); (LINE) },
        }
    }

    pub fn paragraph(&self, content: &[Inline]) -> Markup {
        html! { p.text style=(self.look.paragraph()) { (self.running(content)) } (LINE) }
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
        let labels: Vec<String> = table.header.iter().map(|cell| body::plain_text(cell)).collect();
        let has_head = labels.iter().any(|label| !label.trim().is_empty());
        let label = labels.join(", ");
        let place = self.tables.borrow().len();
        let kept = self.rows_kept.get(&place).copied();
        let rows = table.rows.iter().take(kept.unwrap_or(table.rows.len()));
        let rows = rows.map(|row| html! { tr { (self.table_cells(table, row)) } (LINE) });
        let rows: Vec<_> = rows.map(Markup::into_string).collect();
        let whole = html! {
            table.text aria-label=[has_head.then_some(&label)] style=(self.look.table()) { (LINE)
                @if has_head { (self.table_head(table)) (LINE) }
                tbody { (LINE)
                    @for row in &rows { (PreEscaped(row)) }
                } (LINE)
            } (LINE)
        };
        self.tables.borrow_mut().push(rows);
        html! {
            @if table.columns.len() <= NARROW {
                (whole)
            } @else {
                // A reader who has only keys moves it by them.
                div style="overflow-x:auto" tabindex="0" role="group" aria-label=(label) { (LINE)
                    (whole)
                } (LINE)
            }
            @if kept.is_some() {
                p.muted style=(self.look.muted()) { (self.whole_table(table.rows.len())) } (LINE)
            }
        }
    }

    fn table_head(&self, table: &Table) -> Markup {
        html! {
            thead { tr { @for (cell, column) in table.header.iter().zip(&table.columns) {
                @let style = self.look.cell(true, side(*column));
                @if body::plain_text(cell).trim().is_empty() {
                    td.rule style=(style) {}
                } @else {
                    th.rule scope="col" style=(style) { (self.running(cell)) }
                }
            } } }
        }
    }

    fn table_cells(&self, table: &Table, row: &[Vec<Inline>]) -> Markup {
        html! {
            @for (cell, column) in row.iter().zip(&table.columns) {
                td.rule style=(self.look.cell(false, side(*column))) { (self.running(cell)) }
            }
        }
    }

    /// The footnotes, each with the way back.
    pub fn notes(&self, notes: &[Note]) -> Markup {
        html! {
            @if !notes.is_empty() {
                ol.muted.rule style=(self.look.notes()) { (LINE)
                    @for (at, note) in notes.iter().enumerate() {
                        li id={ "note-" (at + 1) } style="margin:0 0 6px" {
                            (self.item(&note.blocks, true))
                            // The mark may stand in a row that was left out.
                            @if self.rows_kept.is_empty() || self.notes_seen.borrow().contains(&at) { " "
                            a.link href={ "#mark-" (at + 1) } style=(self.look.link())
                                role="doc-backlink" aria-label=(self.label("back")) { "↑" }
                            }
                        } (LINE)
                    }
                } (LINE)
            }
        }
    }
}

/// The side at which the text of a column stands.
fn side(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Auto | Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}
