//! The events of a text turned into those its page is to show.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use crate::content::markdown::{self, EMBED, Mode, Placed, language};
use crate::content::sanitise::{Removed, Sanitiser, escape_attribute, escape_text, follow};

use super::headings::Headings;
use super::notes::Notes;
use super::{BodyOptions, Surroundings, Word, raw};

/// Turns the events of one text.
pub(super) struct Events<'t, 'o, I> {
    pub(super) text: &'t str,
    parser: I,
    /// Read ahead, or put back.
    ahead: VecDeque<Placed<'t>>,
    out: VecDeque<Event<'t>>,
    pub(super) options: &'o BodyOptions<'o>,
    pub(super) surroundings: &'o mut dyn Surroundings,
    pub(super) sanitiser: Sanitiser,
    pub(super) notes: Notes<'t>,
    /// For each open link, whether its tag was written.
    pub(super) links: Vec<bool>,
    /// Depth of headings, cells and terms, in which nothing is linked by itself.
    quiet: usize,
    headings: Headings<'o>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// Tables so far.
    tables: usize,
}

impl<'t, 'o, I: Iterator<Item = Placed<'t>>> Events<'t, 'o, I> {
    pub(super) fn new(text: &'t str, parser: I, options: &'o BodyOptions<'o>, surroundings: &'o mut dyn Surroundings) -> Self {
        Self {
            text,
            parser,
            ahead: VecDeque::new(),
            out: VecDeque::new(),
            options,
            surroundings,
            sanitiser: Sanitiser::new(options.mode == Mode::Inline),
            notes: Notes::new(options.footnote_prefix),
            links: Vec::new(),
            quiet: 0,
            headings: Headings::new(options),
            alignments: Vec::new(),
            cell: 0,
            in_head: false,
            tables: 0,
        }
    }

    pub(super) fn into_removed(self) -> Vec<Removed> {
        self.sanitiser.into_removed()
    }

    pub(super) fn emit(&mut self, event: Event<'t>) {
        self.out.push_back(event);
    }

    pub(super) fn write(&mut self, html: impl Into<CowStr<'t>>) {
        let html = html.into();
        if !html.is_empty() {
            self.out.push_back(Event::Html(html));
        }
    }

    /// Definitions of footnotes are set aside as they come: they are shown at the end.
    fn read(&mut self) -> Option<Placed<'t>> {
        loop {
            let placed = self.parser.next()?;
            if let Some(placed) = self.notes.set_aside(placed) {
                return Some(placed);
            }
        }
    }

    pub(super) fn take(&mut self) -> Option<Placed<'t>> {
        self.ahead.pop_front().or_else(|| self.read())
    }

    /// The event that comes `index` after the next one.
    pub(super) fn peek(&mut self, index: usize) -> Option<&Event<'t>> {
        while self.ahead.len() <= index {
            let placed = self.read()?;
            self.ahead.push_back(placed);
        }
        self.ahead.get(index).map(|(event, _)| event)
    }

    /// Whether text here may get links of its own accord.
    pub(super) fn may_mention(&self) -> bool {
        const QUIET: [&str; 14] = ["a", "code", "kbd", "pre", "td", "th", "caption", "summary", "dt", "h2", "h3", "h4", "h5", "h6"];
        self.quiet == 0 && self.links.is_empty() && !self.sanitiser.inside(&QUIET)
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if self.headings.skip && self.skips(&event) {
            return;
        }
        let mut closers = String::new();
        follow(&mut self.sanitiser, &event, &mut closers);
        self.write(closers);
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.run(text, range.start),
            Event::Html(html) => self.raw(&html, &range, true),
            Event::InlineHtml(html) => self.raw(&html, &range, false),
            Event::FootnoteReference(label) => self.reference(&label),
            Event::TaskListMarker(done) => {
                let word = self.surroundings.word(if done { Word::Done } else { Word::Open });
                let checked = if done { " checked" } else { "" };
                let label = escape_attribute(word);
                self.write(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
            }
            other => self.emit(other),
        }
    }

    /// Leaves out the first heading, by the rule of `first_heading`: only comments may stand before it.
    fn skips(&mut self, event: &Event<'t>) -> bool {
        match event {
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Html(html) if raw::only_comments(html) => {}
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                self.headings.skip = false;
                self.headings.all.next();
                while let Some((event, _)) = self.take() {
                    if matches!(event, Event::End(TagEnd::Heading(_))) {
                        break;
                    }
                }
                return true;
            }
            _ => self.headings.skip = false,
        }
        false
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        match tag {
            Tag::HtmlBlock | Tag::FootnoteDefinition(_) => {}
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, .. } => self.heading(level),
            Tag::BlockQuote(Some(kind)) => self.alert(kind),
            Tag::CodeBlock(kind) => self.code(&kind, range),
            Tag::Item => self.item(),
            Tag::Table(alignments) => {
                self.tables += 1;
                let mut label = escape_attribute(self.surroundings.word(Word::Table));
                // Regions of one page are told apart by their names.
                if self.tables > 1 {
                    label += &format!(" {}", self.tables);
                }
                self.write(format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">"));
                self.alignments = alignments;
                // Without alignments the library writes no `style`, which the page's policy would refuse.
                self.emit(Event::Start(Tag::Table(Vec::new())));
            }
            Tag::TableHead | Tag::TableRow => {
                self.cell = 0;
                self.in_head = matches!(tag, Tag::TableHead);
                self.emit(Event::Start(tag));
            }
            Tag::TableCell => {
                self.quiet += 1;
                let class = match self.alignments.get(self.cell) {
                    Some(Alignment::Left) => " class=\"al-left\"",
                    Some(Alignment::Center) => " class=\"al-center\"",
                    Some(Alignment::Right) => " class=\"al-right\"",
                    _ => "",
                };
                self.write(if self.in_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") });
            }
            Tag::DefinitionListTitle => {
                self.quiet += 1;
                self.emit(Event::Start(tag));
            }
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, title, range),
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, &title, range, false),
            other => self.emit(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::HtmlBlock | TagEnd::FootnoteDefinition | TagEnd::CodeBlock | TagEnd::Image => {}
            TagEnd::Paragraph => {
                if self.ahead.is_empty() {
                    self.back_to_text();
                }
                self.emit(Event::End(tag));
            }
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(Some(_)) => self.write("</div>\n"),
            TagEnd::Table => {
                self.emit(Event::End(tag));
                self.write("</div>\n");
            }
            TagEnd::TableCell => {
                self.quiet = self.quiet.saturating_sub(1);
                self.cell += 1;
                self.write(if self.in_head { "</th>" } else { "</td>" });
            }
            TagEnd::DefinitionListTitle => {
                self.quiet = self.quiet.saturating_sub(1);
                self.emit(Event::End(tag));
            }
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.emit(Event::End(tag));
                }
            }
            other => self.emit(Event::End(other)),
        }
    }

    fn heading(&mut self, written: HeadingLevel) {
        self.quiet += 1;
        self.headings.current = self.headings.all.next();
        let level = self.headings.level(written);
        if level == HeadingLevel::H2 {
            self.surroundings.section();
        }
        let id = self.headings.current.map(|heading| CowStr::from(heading.id.clone()));
        self.emit(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
    }

    fn end_heading(&mut self, written: HeadingLevel) {
        self.quiet = self.quiet.saturating_sub(1);
        if let Some(heading) = self.headings.current.take() {
            let id = escape_attribute(&heading.id);
            let word = escape_attribute(self.surroundings.word(Word::LinkToSection));
            let title = escape_attribute(&heading.title);
            self.write(format!("<a class=\"anchor\" href=\"#{id}\" aria-label=\"{word}: {title}\">#</a>"));
        }
        self.emit(Event::End(TagEnd::Heading(self.headings.level(written))));
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("note", Word::Note),
            BlockQuoteKind::Tip => ("tip", Word::Tip),
            BlockQuoteKind::Important => ("important", Word::Important),
            BlockQuoteKind::Warning => ("warning", Word::Warning),
            BlockQuoteKind::Caution => ("caution", Word::Caution),
        };
        let word = escape_text(self.surroundings.word(word));
        self.write(format!("<div class=\"call {class}\" role=\"note\"><p class=\"call-t\">{word}</p>\n"));
    }

    /// A block that shows a file has the file's path above it.
    fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let language = language(kind);
        let mut code = String::new();
        while let Some((event, _)) = self.take() {
            match event {
                Event::Text(text) => code.push_str(&text),
                event @ Event::End(TagEnd::CodeBlock) => {
                    follow(&mut self.sanitiser, &event, &mut String::new());
                    break;
                }
                _ => {}
            }
        }
        if language == EMBED {
            let embed = self.surroundings.embed(range);
            self.write(embed);
            return;
        }
        let class = match language {
            "" => String::new(),
            language => format!(" class=\"language-{}\"", escape_attribute(language)),
        };
        let code = self.options.highlighter.highlight(language, &code);
        let title = match kind {
            CodeBlockKind::Fenced(info) => markdown::title(info),
            CodeBlockKind::Indented => None,
        };
        let block = format!("<pre tabindex=\"0\"><code{class}>{code}</code></pre>");
        self.write(match title {
            Some(title) => {
                format!("<figure class=\"code\"><figcaption>{}</figcaption>{block}</figure>\n", escape_text(title))
            }
            None => format!("{block}\n"),
        });
    }

    fn item(&mut self) {
        let task = match self.peek(0) {
            Some(Event::TaskListMarker(_)) => true,
            Some(Event::Start(Tag::Paragraph)) => {
                matches!(self.peek(1), Some(Event::TaskListMarker(_)))
            }
            _ => false,
        };
        if task {
            self.write("<li class=\"task\">");
        } else {
            self.emit(Event::Start(Tag::Item));
        }
    }

    /// After the text's last event: what is still open is closed, then come the footnotes, one a call.
    fn finish(&mut self) -> bool {
        let mut closers = String::new();
        self.sanitiser.finish(&mut closers);
        self.write(closers);
        match self.next_note() {
            Some(events) => {
                self.ahead = events;
                true
            }
            None => !self.out.is_empty(),
        }
    }
}

impl<'t, I: Iterator<Item = Placed<'t>>> Iterator for Events<'t, '_, I> {
    type Item = Event<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.out.pop_front() {
                return Some(event);
            }
            match self.take() {
                Some((event, range)) => self.event(event, range),
                None if self.finish() => {}
                None => return None,
            }
        }
    }
}
