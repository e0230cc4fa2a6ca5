//! Blocks of markdown, one after the other.

use super::link;
use crate::content::markdown::slug;
use crate::escape::markdown as escape;
use crate::render::view::{ChangeView, CitationView, DateView, KindLinkView, Letter, LinkView, PageView};
use crate::theme::Strings;

/// Markdown being written. Texts are finished markdown of one line unless they are called blocks.
pub(in crate::render) struct Md<'s> {
    out: String,
    strings: &'s Strings,
    /// The set of words for the parts in a decision.
    letters: &'static str,
}

impl<'s> Md<'s> {
    pub(super) const fn new(strings: &'s Strings, letters: &'static str) -> Self {
        Self { out: String::new(), strings, letters }
    }

    pub(super) fn finish(self) -> String {
        let mut out = self.out;
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }

    /// Title, summary, and the facts all pages have.
    pub(super) fn head(&mut self, page: &PageView, suffix: Option<&str>) {
        let suffix = suffix.map(|s| format!(" ({})", escape::text(s))).unwrap_or_default();
        self.heading(1, &format!("{}{suffix}", page.title_html));
        if let Some(summary) = &page.summary_html {
            self.line(summary);
        }
        let account = page.account.as_ref().map(|a| escape::text(&a.current));
        self.pair("account.label", account.as_deref());
        let status = page.status.as_ref().filter(|s| s.key != "agreed").map(|s| escape::text(&s.label));
        self.pair("field.status", status.as_deref());
        self.pair("page.owner", page.owner.as_ref().map(link).as_deref());
        if !page.authors.is_empty() {
            self.labelled(&self.strings.count("page.authors", page.authors.len()), &self.links(&page.authors));
        }
        let date = |date: &Option<DateView>| date.as_ref().map(|d| escape::text(&d.text));
        self.pair("page.published", date(&page.published).as_deref());
        self.pair("page.updated", date(&page.updated).as_deref());
        self.pair("page.reviewed", date(&page.reviewed).as_deref());
        self.pair("page.next_review", date(&page.next_review).as_deref());
        self.pair("page.tags", Some(&self.links(&page.tags)));
        for binding in &page.means {
            let words = self.word("page.means").replace("{abbr}", &escape::text(&binding.abbr));
            self.item(&words.replace("{target}", &link(&binding.target)));
        }
        self.pair("kind.page", page.canonical.as_ref().map(|url| format!("<{url}>")).as_deref());
    }

    /// What changed and why.
    pub(super) fn changes(&mut self, changes: &[ChangeView]) {
        if changes.is_empty() {
            return;
        }
        self.section("page.changes");
        for change in changes {
            let why = change.why_html.as_ref().map(|why| format!("\n\n{why}")).unwrap_or_default();
            self.labelled(&escape::text(&change.date.text), &format!("{}{why}", change.what_html));
        }
    }

    /// Where to read on.
    pub(super) fn related(&mut self, related: &[KindLinkView]) {
        if related.is_empty() {
            return;
        }
        self.section("page.related");
        for to in related {
            self.item(&format!("{} ({})", link(&to.link), escape::text(self.word(&format!("kind.{}", to.kind)))));
        }
    }

    /// The sources cited.
    pub(super) fn sources(&mut self, sources: &[CitationView]) {
        if sources.is_empty() {
            return;
        }
        self.section("page.sources");
        for source in sources {
            self.out.push_str(&format!("{}. {}\n", source.number, source.entry_html));
        }
    }

    /// A word of the theme.
    pub(super) fn word(&self, key: &str) -> &'s str {
        // A key that is missing shows itself elsewhere; here it would have to live as long as the words.
        self.strings.written(key).unwrap_or_default()
    }

    pub(super) fn count(&self, key: &str, n: usize) -> String {
        self.strings.count(key, n)
    }

    /// A word for a part in a decision: `letter`, `word`, `of` or `means`.
    pub(super) fn part(&self, letter: Letter, what: &str) -> &'s str {
        let key = match letter {
            Letter::A => "a",
            Letter::R => "r",
            Letter::C => "c",
            Letter::I => "i",
        };
        self.word(&format!("letters.{}.{key}.{what}", self.letters))
    }

    pub(super) fn links(&self, items: &[LinkView]) -> String {
        items.iter().map(link).collect::<Vec<_>>().join(self.word("list_join"))
    }

    pub(super) fn joined(&self, items: &[String]) -> String {
        items.join(self.word("list_join"))
    }

    /// A blank line, unless one is there.
    fn apart(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A heading.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.apart();
        self.out.push_str(&"#".repeat(level));
        self.out.push(' ');
        // Marks at its end would be taken for the end of the heading.
        let text = text.trim_end();
        match text.strip_suffix('#') {
            Some(rest) => self.out.push_str(&format!("{rest}\\#")),
            None => self.out.push_str(text),
        }
        self.out.push_str("\n\n");
    }

    /// A heading with an id that does not follow from its words.
    pub(super) fn anchored(&mut self, level: usize, text: &str, id: &str) {
        let follows = id.is_empty() || slug(text) == id;
        let id = if follows { String::new() } else { format!(" {{#{id}}}") };
        self.heading(level, &format!("{text}{id}"));
    }

    /// A section of the page, by the word for it.
    pub(super) fn section(&mut self, key: &str) {
        self.heading(2, &escape::text(self.word(key)));
    }

    /// A paragraph of one line.
    pub(super) fn line(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.apart();
        if text.contains('\n') {
            self.out.push_str(text);
        } else {
            self.out.push_str(&escape::guarded(text));
        }
        self.out.push_str("\n\n");
    }

    /// Blocks that are markdown already.
    pub(super) fn block(&mut self, text: Option<&String>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.apart();
            self.out.push_str(text.trim_end());
            self.out.push_str("\n\n");
        }
    }

    /// An item of a list; what has several lines stays within it.
    pub(super) fn item(&mut self, text: &str) {
        if self.out.ends_with("\n\n") && self.out.trim_end().lines().next_back().is_some_and(|line| line.starts_with("- ")) {
            self.out.pop();
        }
        self.out.push_str("- ");
        self.out.push_str(&inset(&escape::guarded(text), "  "));
        self.out.push('\n');
    }

    pub(super) fn items(&mut self, texts: &[String]) {
        self.apart();
        for text in texts {
            self.item(text);
        }
        self.apart();
    }

    /// An item with the word for what it says; nothing without a value.
    pub(super) fn pair(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.labelled(&escape::text(self.word(key)), value);
        }
    }

    pub(super) fn labelled(&mut self, label: &str, value: &str) {
        if !value.is_empty() {
            self.out.push_str("- **");
            self.out.push_str(label.trim_end_matches([':', '.']));
            self.out.push_str(if value.starts_with('\n') { ":**" } else { ":** " });
            self.out.push_str(&inset(value, "  "));
            self.out.push('\n');
        }
    }

    /// Several texts under the word for them: in the line, or as a list.
    pub(super) fn pairs(&mut self, key: &str, values: &[String]) {
        self.several(self.word(key), values);
    }

    /// The same under a word.
    pub(super) fn several(&mut self, word: &str, values: &[String]) {
        let label = escape::text(word);
        match values {
            [] => {}
            [one] => self.labelled(&label, one),
            many => {
                let list: String = many.iter().map(|text| format!("\n- {}", escape::guarded(text))).collect();
                self.labelled(&label, &list);
            }
        }
    }

    /// A table; every row has as many cells as the head.
    pub(super) fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        self.apart();
        self.row(head);
        self.out.push_str(&"| --- ".repeat(head.len()));
        self.out.push_str("|\n");
        for row in rows {
            self.row(row);
        }
        self.out.push('\n');
    }

    fn row(&mut self, cells: &[String]) {
        for text in cells {
            self.out.push_str("| ");
            self.out.push_str(&escape::cell(text));
            self.out.push(' ');
        }
        self.out.push_str("|\n");
    }
}

/// Every line but the first further in.
fn inset(text: &str, by: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (i, line) in text.lines().enumerate() {
        if i > 0 {
            out.push('\n');
            out.push_str(if line.is_empty() { "" } else { by });
        }
        out.push_str(line);
    }
    out
}
