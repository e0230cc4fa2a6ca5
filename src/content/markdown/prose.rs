//! The words readers see, as one string with the way back to the source: for checks of language.
//!
//! Code, addresses and the tags of raw HTML are no words; a mark stands in their place. Markup leaves nothing behind, so that
//! `**project manager** (PM)` reads as it is seen.

use std::ops::Range;
use std::sync::OnceLock;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Mode, Piece, attributes, is_break, is_inline, parse_apart, pieces, placed_pieces};

/// Stands for code or an address: no letter and no space.
const MARK: char = '\u{fffc}';

/// What a block of prose is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, or the only line of a text.
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// What a definition list explains.
    Term,
    /// Anything else: a cell of a table, a definition.
    Other,
}

/// The words of a text.
#[derive(Debug, Default)]
pub struct Prose {
    /// All words; blocks end with a line end, which stands nowhere else.
    pub text: String,
    /// Where each block starts, and what it is.
    pub blocks: Vec<(usize, BlockKind)>,
    /// Where each line of a block starts, as the editor broke them.
    pub lines: Vec<usize>,
    /// Links: where their words stand, and where the link starts in the source.
    pub links: Vec<(Range<usize>, usize)>,
    /// Where the words of pictures stand.
    pub images: Vec<Range<usize>>,
    /// Block quotes.
    pub quotes: Vec<Range<usize>>,
    /// The words of `<abbr title="…">`, and what the title says.
    pub titles: Vec<(Range<usize>, String)>,
    parts: Vec<Part>,
    /// Where straight quotation marks stand, once somebody asks.
    straight: OnceLock<Vec<usize>>,
}

/// How far from its marks a word can stand that is quoted, in bytes.
const QUOTED: usize = 500;

/// A run of words and where it is written.
#[derive(Debug)]
struct Part {
    at: usize,
    source: Range<usize>,
    /// Whether it is written letter for letter.
    exact: bool,
}

impl Prose {
    /// Reads a text. `fill` gives the words of a link that has none of its own, by where it starts in the source.
    pub fn read(text: &str, mode: Mode, mut fill: impl FnMut(usize) -> Option<String>) -> Self {
        let prose = Self::default();
        let mut reader = Reader { prose, source: text, kinds: Vec::new(), open: Vec::new(), quote: None, abbr: None, hidden: 0 };
        reader.prose.text.reserve(text.len());
        reader.block();
        for (event, range) in parse_apart(text, mode) {
            reader.event(event, range, &mut fill);
        }
        reader.prose
    }

    /// Words without markup.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), blocks: vec![(0, BlockKind::Other)], lines: vec![0], ..Self::default() }
    }

    /// Where a range of the words is written.
    #[must_use]
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.find(range.start, false)..self.find(range.end, true)
    }

    fn find(&self, at: usize, end: bool) -> usize {
        let after = self.parts.partition_point(|part| if end { part.at < at } else { part.at <= at });
        let Some(part) = self.parts.get(after.saturating_sub(1)) else { return 0 };
        match (part.exact, end) {
            (true, _) => part.source.start + (at - part.at).min(part.source.len()),
            (false, true) => part.source.end,
            (false, false) => part.source.start,
        }
    }

    /// The block around a position.
    #[must_use]
    pub fn block(&self, at: usize) -> (&str, BlockKind) {
        let (range, kind) = self.block_range(at);
        (&self.text[range], kind)
    }

    /// Where the block around a position stands.
    #[must_use]
    pub fn block_range(&self, at: usize) -> (Range<usize>, BlockKind) {
        let next = self.blocks.partition_point(|(start, _)| *start <= at);
        let (start, kind) = self.blocks[next.saturating_sub(1)];
        let end = self.blocks.get(next).map_or(self.text.len(), |(start, _)| *start);
        // line ends stand between blocks and nowhere else: no need to look for one
        (start..start + self.text[start..end].trim_end_matches('\n').len(), kind)
    }

    /// Whether a range stands in quotation marks or in a block quote: other people's words, or a word spoken of.
    #[must_use]
    pub fn is_quoted(&self, range: &Range<usize>) -> bool {
        if self.quotes.iter().any(|quote| quote.contains(&range.start)) {
            return true;
        }
        let (block, _) = self.block_range(range.start);
        let (from, to) = (block.start, block.end.max(range.end));
        let marks = self.straight.get_or_init(|| self.text.match_indices('"').map(|(at, _)| at).collect());
        let first = |at: usize| marks.partition_point(|mark| *mark < at);
        let straight = (first(range.start) - first(from)) % 2 == 1 && first(range.end) < first(to);
        // nobody's words are quoted for longer than this in one block
        let from = from.max(self.text.floor_char_boundary(range.start.saturating_sub(QUOTED)));
        let to = to.min(self.text.ceil_char_boundary(range.end + QUOTED));
        let (before, after) = (&self.text[from..range.start], &self.text[range.end..to]);
        let open = before.rfind(['“', '„', '«', '»']);
        let curly = open.is_some_and(|open| {
            let rest = &before[open..];
            match rest.chars().next() {
                Some('“') => !rest.contains('”') && after.contains('”'),
                Some('„') => !rest[3..].contains(['“', '”']) && after.contains(['“', '”']),
                Some('«') => !rest.contains('»') && after.contains('»'),
                _ => !rest.contains('«') && after.contains('«'),
            }
        });
        straight || curly || is_in_single_quotes(before, after)
    }
}

/// As apostrophes look the same, a single mark opens only before a word and closes only behind one.
fn is_in_single_quotes(before: &str, after: &str) -> bool {
    const PAIRS: [(char, char); 4] = [('\'', '\''), ('‘', '’'), ('‚', '‘'), ('‚', '’')];
    let opens = |text: &str, at: usize, mark: char| {
        let next = text[at + mark.len_utf8()..].chars().next();
        !text[..at].ends_with(char::is_alphanumeric) && next.is_none_or(|c| !c.is_whitespace())
    };
    let closing = |text: &str, mark: char| {
        text.match_indices(mark).any(|(at, _)| {
            !text[..at].ends_with(char::is_whitespace) && !text[at + mark.len_utf8()..].starts_with(char::is_alphanumeric)
        })
    };
    PAIRS.into_iter().any(|(open, close)| {
        let start = before.rmatch_indices(open).map(|(at, _)| at).find(|at| opens(before, *at, open));
        start.is_some_and(|at| !closing(&before[at + open.len_utf8()..], close) && closing(after, close))
    })
}

struct Reader<'a> {
    prose: Prose,
    source: &'a str,
    /// Kinds of the blocks that are open.
    kinds: Vec<BlockKind>,
    /// Links that are open: where their words start, and where they are written; `None` for those that are no words.
    open: Vec<Option<(usize, Range<usize>)>>,
    /// The outermost block quote that is open: where it starts, and how deep they stand.
    quote: Option<(usize, usize)>,
    /// The `<abbr>` that is open: where it starts, and its title.
    abbr: Option<(usize, String)>,
    /// Depth of code blocks, bare addresses and HTML that is code.
    hidden: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, fill: &mut impl FnMut(usize) -> Option<String>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, fill),
            Event::Text(run) if self.hidden == 0 => self.push(&run, range),
            Event::Code(_) => self.push(MARK.encode_utf8(&mut [0; 4]), range),
            Event::SoftBreak | Event::HardBreak => self.line(range),
            Event::InlineHtml(html) => {
                if is_break(&html) {
                    self.line(range);
                } else if is_code(&html, "<") {
                    self.hidden += 1;
                } else if is_code(&html, "</") {
                    self.hidden = self.hidden.saturating_sub(1);
                } else {
                    pieces(&html).for_each(|(piece, _)| self.abbr(&piece));
                }
            }
            Event::Html(html) => self.html(&html, &range),
            _ => {}
        }
    }

    /// The words of raw HTML: what stands between its tags, except in code and comments.
    fn html(&mut self, html: &str, place: &Range<usize>) {
        let mut code = 0_usize;
        for (piece, at) in placed_pieces(html, self.source, place) {
            self.abbr(&piece);
            match piece {
                Piece::Text(text) if code == 0 && self.hidden == 0 => self.html_text(text, &at),
                Piece::Open { name, closed: false, .. } if is_code_name(name) => code += 1,
                Piece::Close(name) if is_code_name(name) => code = code.saturating_sub(1),
                Piece::Open { name, .. } | Piece::Close(name)
                    if !IN_LINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) =>
                {
                    self.block();
                }
                _ => {}
            }
        }
    }

    /// Readers see what `<abbr title="…">` says of its words when they ask.
    fn abbr(&mut self, tag: &Piece<'_>) {
        match tag {
            Piece::Open { name, attributes: inside, .. } if name.eq_ignore_ascii_case("abbr") => {
                let title = attributes(inside).find(|attribute| attribute.name.eq_ignore_ascii_case("title"));
                self.abbr = title.and_then(|title| Some((self.prose.text.len(), title.value?.to_owned())));
            }
            Piece::Close(name) if name.eq_ignore_ascii_case("abbr") => {
                let ended = self.abbr.take().map(|(start, title)| (start..self.prose.text.len(), title));
                self.prose.titles.extend(ended);
            }
            _ => {}
        }
    }

    fn html_text(&mut self, text: &str, place: &Range<usize>) {
        let exact = self.source.get(place.clone()) == Some(text);
        let mut at = place.start;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches('\n');
            let here = if exact { at..at + words.len() } else { place.clone() };
            at += line.len();
            if !words.trim().is_empty() {
                self.push(words, here.clone());
            }
            if words.len() < line.len() && !self.prose.text.ends_with(['\n', ' ']) {
                self.line(here.end..here.end);
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let kind = match tag {
            Tag::Heading { .. } => Some(BlockKind::Heading),
            Tag::Item => Some(BlockKind::Item),
            Tag::DefinitionListTitle => Some(BlockKind::Term),
            // A paragraph of a list or a table is a part of it.
            Tag::Paragraph => Some(self.kinds.last().copied().unwrap_or(BlockKind::Paragraph)),
            Tag::BlockQuote(None) => {
                let depth = self.quote.map_or(0, |(_, depth)| depth);
                let start = self.quote.map_or(self.prose.text.len(), |(start, _)| start);
                self.quote = Some((start, depth + 1));
                None
            }
            Tag::BlockQuote(Some(_)) => None,
            Tag::Link { link_type: LinkType::Autolink, .. } => {
                self.push(MARK.encode_utf8(&mut [0; 4]), range.clone());
                self.hidden += 1;
                self.open.push(None);
                None
            }
            Tag::Link { .. } | Tag::Image { .. } => {
                self.open.push(Some((self.prose.text.len(), range)));
                None
            }
            Tag::CodeBlock(_) => {
                self.hidden += 1;
                Some(BlockKind::Other)
            }
            tag if is_inline(tag.to_end()) => None,
            _ => Some(BlockKind::Other),
        };
        if let Some(kind) = kind {
            self.kinds.push(kind);
            self.block();
        }
    }

    fn end(&mut self, tag: TagEnd, fill: &mut impl FnMut(usize) -> Option<String>) {
        match tag {
            TagEnd::Link | TagEnd::Image => match self.open.pop().flatten() {
                None => self.hidden = self.hidden.saturating_sub(1),
                Some((start, range)) => {
                    if start == self.prose.text.len()
                        && let Some(words) = fill(range.start)
                    {
                        self.push(&words, range.clone());
                    }
                    if tag == TagEnd::Image {
                        self.prose.images.push(start..self.prose.text.len());
                    }
                    self.prose.links.push((start..self.prose.text.len(), range.start));
                }
            },
            TagEnd::BlockQuote(_) => {
                if let Some((start, depth)) = self.quote {
                    self.quote = (depth > 1).then_some((start, depth - 1));
                    if depth == 1 {
                        self.prose.quotes.push(start..self.prose.text.len());
                    }
                }
            }
            TagEnd::CodeBlock => {
                self.hidden = self.hidden.saturating_sub(1);
                self.close();
            }
            tag if is_inline(tag) => {}
            _ => self.close(),
        }
    }

    fn close(&mut self) {
        self.kinds.pop();
        self.block();
    }

    /// Starts a block where the last one holds something.
    fn block(&mut self) {
        let kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
        if !self.prose.text.is_empty() && !self.prose.text.ends_with('\n') {
            self.prose.text.push('\n');
        }
        let at = self.prose.text.len();
        match self.prose.blocks.last_mut() {
            Some((start, last)) if *start == at => *last = kind,
            _ => {
                self.prose.blocks.push((at, kind));
                self.prose.lines.push(at);
            }
        }
    }

    fn line(&mut self, range: Range<usize>) {
        self.push(" ", range);
        self.prose.lines.push(self.prose.text.len());
    }

    fn push(&mut self, words: &str, source: Range<usize>) {
        let exact = self.source.get(source.clone()) == Some(words);
        let at = self.prose.text.len();
        self.prose.parts.push(Part { at, source, exact });
        if words.contains('\n') {
            self.prose.text.extend(words.chars().map(|c| if c == '\n' { ' ' } else { c }));
        } else {
            self.prose.text.push_str(words);
        }
    }
}

/// Elements of HTML that stand in a line of text.
const IN_LINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "cite", "del", "dfn", "em", "i", "img", "ins", "mark", "q", "s", "small", "span", "strong", "sub",
    "sup", "u",
];

/// Whether a tag makes code of what stands in it.
fn is_code(tag: &str, open: &str) -> bool {
    let Some(rest) = tag.strip_prefix(open) else { return false };
    let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    is_code_name(&name)
}

fn is_code_name(name: &str) -> bool {
    ["code", "kbd", "samp", "var", "pre"].iter().any(|code| name.eq_ignore_ascii_case(code))
}
