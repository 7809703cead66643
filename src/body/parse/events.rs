//! What each event of the parser means for the tree.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::nodes::{Flow, OpenList, OpenNode, Phrase, TextKind};
use super::run::is_escaped;
use super::tree::Builder;
use super::{bounds, definitions, footnotes, numbers, refused};
use crate::body::{Alignment, BlockKind, InlineKind, Picture, Table, limits, without_soft_hyphens};
use crate::diagnostic::{Diagnostic, codes};

impl Builder<'_> {
    /// Takes the next event, `range` being its place in the text.
    pub fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                let has_frame = self.start(tag, range);
                self.started.push(has_frame);
            }
            Event::End(end) => self.end(end),
            Event::Text(text) if self.is_in_refused() => self.refused_lines(&text, range),
            Event::Text(text) => self.text(&text, range),
            Event::Html(html) => self.refused_lines(&html, range),
            Event::InlineHtml(_) => self.raw_html(range),
            Event::Code(_) => self.code(range),
            Event::SoftBreak | Event::HardBreak if self.text_kind.is_line() => {
                self.push_text(" ", range);
            }
            Event::SoftBreak => self.push_inline(InlineKind::SoftBreak, range),
            Event::HardBreak => self.push_inline(InlineKind::HardBreak, range),
            Event::FootnoteReference(label) => self.footnote_mark(&label, range),
            Event::Rule => {
                self.close_implied();
                if !self.fence(&range) {
                    self.push_block(BlockKind::ThematicBreak, range);
                }
            }
            // Extensions that are not asked for.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// Opens a node; says whether it has a frame of its own.
    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) -> bool {
        match tag {
            Tag::Emphasis => self.start_emphasis(Phrase::Emphasis, range),
            Tag::Strong => {
                if self.text_kind.is_line() {
                    self.findings.add(refused::in_line("strong"), range.clone());
                }
                self.start_emphasis(Phrase::Strong, range)
            }
            Tag::Link { .. } if self.text_kind.is_line() => {
                self.refuse_link(range);
                false
            }
            Tag::Link { link_type, dest_url, title, id } => {
                self.uses.note(link_type, &id, true);
                self.start_link(link_type, &dest_url, !title.is_empty(), range)
            }
            Tag::Image { link_type, dest_url, title, id } => {
                self.uses.note(link_type, &id, false);
                self.start_picture(&dest_url, (link_type, &title), range)
            }
            block => {
                self.close_implied();
                self.start_block(block, range)
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>, range: Range<usize>) -> bool {
        let open = match tag {
            Tag::Paragraph => {
                self.loosen();
                OpenNode::phrase(Phrase::Paragraph)
            }
            Tag::Heading { level, .. } => OpenNode::phrase(Phrase::Heading(level as u8)),
            Tag::BlockQuote(_) => {
                if self.nests_too_deeply(&range) {
                    return false;
                }
                OpenNode::flow(Flow::Quote)
            }
            Tag::List(start) => {
                if self.nests_too_deeply(&range) {
                    return false;
                }
                let (items, markers) = Default::default();
                OpenNode::List(OpenList { start, loose: false, items, markers })
            }
            Tag::Item => return self.start_item(range),
            Tag::CodeBlock(kind) => {
                self.start_code_block(&kind, range);
                return true;
            }
            Tag::HtmlBlock => {
                let (error, tag) = refused::html_block(self.text, range.clone());
                self.findings.add(error, tag);
                OpenNode::phrase(Phrase::Refused)
            }
            Tag::FootnoteDefinition(label) => {
                self.ledger.enter(footnotes::label_range(self.text, &range));
                OpenNode::flow(Flow::Note(label.into_string()))
            }
            Tag::Table(columns) => {
                self.begin_table();
                let columns = columns.into_iter().map(alignment).collect();
                OpenNode::Table(Table { columns, header: Vec::new(), rows: Vec::new() })
            }
            Tag::TableHead | Tag::TableRow => {
                self.count(range.clone());
                let head = matches!(tag, Tag::TableHead);
                OpenNode::Row { head, cells: Vec::new(), added: 0, end: range.start }
            }
            Tag::TableCell => OpenNode::phrase(Phrase::Cell),
            // Extensions that are not asked for: their text stands as text.
            _ => return false,
        };
        self.open_block(open, range);
        true
    }

    fn end(&mut self, end: TagEnd) {
        let is_inline =
            matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image);
        if !is_inline {
            self.close_implied();
        }
        if matches!(end, TagEnd::List(_) | TagEnd::BlockQuote(_)) {
            self.nesting = self.nesting.saturating_sub(1);
        }
        if self.started.pop() == Some(true) {
            self.close();
        }
    }

    /// A paragraph that is announced within an item means that blank lines
    /// separate the items of its list.
    fn loosen(&mut self) {
        if let [.., list, item] = self.frames.as_mut_slice()
            && let OpenNode::Flow { flow: Flow::Item(_), .. } = item.open
            && let OpenNode::List(list) = &mut list.open
        {
            list.loose = true;
        }
    }

    /// Counts a level of lists and quotes. Beyond the limit there are no
    /// further frames: the text stands in the innermost one that there is.
    fn nests_too_deeply(&mut self, range: &Range<usize>) -> bool {
        self.nesting += 1;
        let too_deep = self.nesting > limits::NESTING;
        if too_deep && self.reported.insert("nesting") {
            let first_line = refused::first_line(self.text, range.clone());
            self.findings.add(bounds::nested_too_deeply(), first_line);
        }
        too_deep
    }

    fn start_item(&mut self, range: Range<usize>) -> bool {
        self.count(range.clone());
        let marker = numbers::marker(self.text, &range);
        if let Some(marker) = &marker {
            self.ledger.enter(marker.range.clone());
        }
        let has_list = matches!(self.frames.last().map(|f| &f.open), Some(OpenNode::List(_)));
        if has_list {
            self.open_block(OpenNode::flow(Flow::Item(marker)), range);
        }
        has_list
    }

    /// A code block is refused and stands as text, with what is typed behind
    /// its opening fence.
    fn start_code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let is_indented = matches!(kind, CodeBlockKind::Indented);
        let first_line = refused::first_line(self.text, range.clone());
        self.findings.add(refused::code_block(is_indented), first_line.clone());
        self.ledger.enter(range.clone());
        self.open_block(OpenNode::phrase(Phrase::Refused), range);
        if let CodeBlockKind::Fenced(info) = kind {
            self.refused_lines(info, first_line);
        }
    }

    fn start_emphasis(&mut self, phrase: Phrase, range: Range<usize>) -> bool {
        if self.is_in_alt() || self.nests_phrases_too_deeply(&range) {
            return false;
        }
        self.open_inline(OpenNode::phrase(phrase), range);
        true
    }

    /// Whether emphasis in emphasis has reached its limit.
    pub fn nests_phrases_too_deeply(&mut self, range: &Range<usize>) -> bool {
        let too_deep = self.phrases().count() > limits::INLINE_NESTING;
        if too_deep && self.reported.insert("inline nesting") {
            let message = message!(
                "emphasis is nested more than {limit} levels deep",
                limit = limits::INLINE_NESTING
            );
            let error = bounds::too_large(message, "emphasis");
            self.findings.add(error, refused::first_line(self.text, range.clone()));
        }
        too_deep
    }

    fn start_link(
        &mut self,
        link_type: LinkType,
        target: &str,
        has_title: bool,
        range: Range<usize>,
    ) -> bool {
        self.ledger.enter(range.clone());
        if self.is_in_alt() {
            self.report_in_alt("link", range);
            return false;
        }
        // A link in a link is an address in angle brackets: its text will do.
        if self.is_in_link() {
            return false;
        }
        if has_title && link_type == LinkType::Inline {
            let title = definitions::title_range(self.text, range.clone());
            self.findings.add(definitions::link_title(), title);
        }
        let url = match link_type {
            LinkType::Email => format!("mailto:{target}"),
            _ => target.to_owned(),
        };
        let bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
        self.open_inline(OpenNode::phrase(Phrase::Link { url, bare }), range);
        true
    }

    /// A link where there can be none. What begins a picture is a character there.
    fn refuse_link(&mut self, range: Range<usize>) {
        self.ledger.enter(range.clone());
        let is_picture = self.text.get(..range.start).is_some_and(|before| before.ends_with('!'))
            && !is_escaped(self.text, range.start.saturating_sub(1));
        if is_picture {
            self.findings.add(refused::picture_in_field(), range.start - 1..range.end);
        } else {
            self.findings.add(refused::in_line("link"), range);
        }
    }

    fn start_picture(
        &mut self,
        file: &str,
        (link_type, title): (LinkType, &str),
        range: Range<usize>,
    ) -> bool {
        self.ledger.enter(range.clone());
        if self.is_in_alt() {
            self.report_in_alt("picture", range);
            return false;
        }
        if self.text_kind == TextKind::Field {
            self.findings.add(refused::picture_in_field(), range);
            return false;
        }
        if file.is_empty() {
            self.findings.add(refused::picture_without_file(), range.clone());
        }
        let caption = self.caption(title, link_type, &range);
        let file = refused::percent_decoded(file);
        let picture = Picture { file, alt: String::new(), caption, decorative: false };
        self.open_inline(OpenNode::Alt(picture), range);
        true
    }

    fn footnote_mark(&mut self, label: &str, range: Range<usize>) {
        let is_in_note = self
            .frames
            .iter()
            .any(|frame| matches!(frame.open, OpenNode::Flow { flow: Flow::Note(_), .. }));
        if self.is_in_alt() {
            self.report_in_alt("footnote-mark", range.clone());
        } else if is_in_note {
            self.findings.add(footnotes::nested(), range.clone());
        } else {
            self.count_note(range.clone());
            let note = self.footnotes.mark(label);
            return self.push_inline(InlineKind::Footnote(note), range);
        }
        self.footnotes.mention(label);
        self.push_as_typed(range);
    }

    /// Inline code is set as typed. Over a line end it is joined by a space,
    /// without the quote markers; in a table without the backslash that only
    /// keeps a `|` from separating two cells.
    fn code(&mut self, range: Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        let mut code = Cow::Borrowed(source);
        if source.contains(['\n', '\r']) {
            let lines = source.split(['\n', '\r']).filter(|line| !line.is_empty());
            let lines = lines.enumerate().map(|(index, line)| match index {
                0 => line.trim_end(),
                _ => line.trim_start_matches([' ', '\t', '>']).trim_end(),
            });
            code = lines.collect::<Vec<_>>().join(" ").into();
        }
        if self.phrases().any(|phrase| matches!(phrase, Phrase::Cell)) {
            code = code.replace("\\|", "|").into();
        }
        let code = without_soft_hyphens(&code).replace('\t', " ");
        self.push_inline(InlineKind::Code(code), range);
    }

    fn raw_html(&mut self, range: Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        let tag = refused::HtmlTag::new(source);
        // A cell is one line of source: nothing else can break its text.
        if tag.name.eq_ignore_ascii_case("br")
            && self.phrases().any(|phrase| matches!(phrase, Phrase::Cell))
        {
            return self.push_inline(InlineKind::HardBreak, range);
        }
        let rest = self.text.get(range.start..).unwrap_or_default();
        if let Some((error, length)) = refused::raised_or_lowered(rest) {
            self.tags.insert(tag.name.to_owned());
            self.findings.add(error, range.start..range.start + length);
            return self.push_as_typed(range);
        }
        // One finding is enough for `<b>` and its `</b>`.
        let is_reported = tag.is_closing && self.tags.contains(tag.name);
        if !is_reported {
            self.tags.insert(tag.name.to_owned());
            self.findings.add(refused::raw_html(&tag), range.clone());
        }
        self.push_as_typed(range);
    }

    /// The lines of a refused block, as plain text.
    fn refused_lines(&mut self, lines: &str, range: Range<usize>) {
        let verbatim = self.text.get(range.clone()) == Some(lines);
        let mut start = range.start;
        for line in lines.split_inclusive('\n') {
            let content = line.trim_end();
            if !content.is_empty() {
                let source = if verbatim { start..start + content.len() } else { range.clone() };
                if self.holds_text() {
                    self.push_inline(InlineKind::SoftBreak, source.start..source.start);
                }
                self.push_text(content, source);
            }
            start += line.len();
        }
    }

    /// Whether the innermost open node holds running text already.
    fn holds_text(&self) -> bool {
        match self.frames.last().map(|frame| &frame.open) {
            Some(OpenNode::Phrase { inlines, run, .. }) => !inlines.is_empty() || !run.is_empty(),
            _ => false,
        }
    }

    fn is_in_refused(&self) -> bool {
        self.phrases().any(|phrase| matches!(phrase, Phrase::Refused))
    }

    pub fn is_in_alt(&self) -> bool {
        matches!(self.frames.last().map(|frame| &frame.open), Some(OpenNode::Alt(_)))
    }

    /// Reports what alternative text cannot hold, by the word that programs get.
    fn report_in_alt(&mut self, token: &str, range: Range<usize>) {
        let what = token.replace('-', " ");
        let message = format!("alternative text is plain text and cannot hold a {what}");
        let error = Diagnostic::new(codes::ALT_NOT_PLAIN, message)
            .with("what", token)
            .hint("describe the picture in words, for people who cannot see it");
        self.findings.add(error, range);
    }
}

fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Auto,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
