//! `llms.txt`, where a language model begins to read (llmstxt.org), and `llms-full.txt`, the whole handbook as one text.
//!
//! Both are of the twins, so that nothing has to be read out of HTML. The whole is gathered while pages are written, from
//! several threads, and never holds more than its limit.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::address;
use crate::analysis::Analysis;
use crate::content::markdown::{Mode, from_root, with_labels_after};
use crate::escape::markdown as escape;
use crate::model::{Entity, Join, Knowledge};
use crate::plan::{Page, Url, twin_of};
use crate::theme::Strings;

/// Where they stand.
const INDEX: &str = "llms.txt";
pub(crate) const FULL: &str = "llms-full.txt";

/// The longest `llms-full.txt` gets, in bytes: more than any model reads at once.
const LIMIT: usize = 5_000_000;

/// Above so many pages of a kind a section names only those that list them.
const LISTED: usize = 200;

/// Stands between two pages.
const APART: &str = "\n---\n\n";

/// A section of the index: its word, the page of the list, and the pages it names.
type Section = (&'static str, Option<Page>, fn(Page) -> bool);

const SECTIONS: [Section; 8] = [
    ("kinds.role", Some(Page::Roles), |page| matches!(page, Page::Role(_) | Page::Graph)),
    ("kinds.comparison", Some(Page::Compare), |page| matches!(page, Page::Comparison(_))),
    ("kinds.decision", Some(Page::Decisions), |page| matches!(page, Page::Decision(_))),
    ("kinds.guide", None, |page| matches!(page, Page::Guide(_) | Page::Folder(_))),
    ("kinds.event", Some(Page::Events), |page| matches!(page, Page::Event(_))),
    ("kinds.question", Some(Page::Faq), |page| matches!(page, Page::RoleFaq(_) | Page::OtherFaq)),
    ("kinds.term", Some(Page::Glossary), |_| false),
    // What can be left out where there is little room, says the form.
    ("llms.optional", None, |page| matches!(page, Page::Sources | Page::Accounts | Page::People | Page::Tags)),
];

/// The index.
pub(super) fn index(analysis: &Analysis, strings: &Strings) -> Vec<(String, Vec<u8>)> {
    let config = &analysis.config;
    let kb = &analysis.knowledge;
    let mut out = format!("# {}\n", escape::text(&config.title));
    let home = kb.sections.iter().find(|section| section.dir.is_empty()).and_then(|section| section.meta.summary.as_ref());
    if let Some(summary) =
        config.description.clone().or_else(|| home.map(|text| kb.plain(text, Mode::Inline, &|titles| strings.versus(titles))))
    {
        out += &format!("\n> {}\n", escape::text(&summary));
    }
    let to = |path: &str| address(analysis, &Url::file(path));
    out += &format!("\n{}\n\n", strings.get("llms.about"));
    let line = |title: &str, to: &str, what: &str| format!("- [{title}]({}){what}\n", escape::address(to));
    out += &line(strings.get("llms.whole"), &to(FULL), "");
    if !kb.decisions.is_empty() {
        out += &line(strings.get("llms.table"), &to("data/decisions.csv"), "");
    }
    if let Some(start) = twin_of(analysis.plan.url(Page::Home)) {
        out += &line(strings.get("section.home"), &address(analysis, &start), "");
    }
    for (word, list, of) in SECTIONS {
        let pages: Vec<Page> = analysis.plan.pages().iter().map(|(page, _)| *page).filter(|page| of(*page)).collect();
        let list = list.filter(|page| analysis.plan.has(*page));
        if pages.is_empty() && list.is_none() {
            continue;
        }
        out += &format!("\n## {}\n\n", escape::text(strings.get(word)));
        let named = |page: Page| {
            let (title, summary) = told(analysis, strings, page);
            let url = twin_of(analysis.plan.url(page)).unwrap_or_else(|| analysis.plan.url(page).clone());
            let what = summary.map(|s| format!(": {}", escape::text(&s))).unwrap_or_default();
            line(&escape::text(&title), &address(analysis, &url), &what)
        };
        let many = pages.len() > LISTED;
        let leads_on = |page: &Page| match *page {
            Page::Guide(id) => kb[id].is_index,
            page => matches!(page, Page::Folder(_)),
        };
        out.extend(list.map(named));
        out.extend(pages.into_iter().filter(|page| !many || leads_on(page)).map(named));
    }
    vec![(INDEX.to_owned(), out.into_bytes())]
}

/// What a page is called, and in one sentence.
fn told(analysis: &Analysis, strings: &Strings, page: Page) -> (String, Option<String>) {
    let kb = &analysis.knowledge;
    if let Some(entity) = page.entity() {
        let title = kb.called(entity, &|titles| strings.versus(titles));
        return (title, said(kb, entity, &|titles| strings.versus(titles)));
    }
    let key = match page {
        Page::Roles => "roles",
        Page::Graph => "graph",
        Page::Compare => "compare",
        Page::Decisions => "decisions",
        Page::Faq | Page::OtherFaq => "faq",
        Page::Glossary => "glossary",
        Page::Sources => "sources",
        Page::Events => "events",
        Page::Accounts => "accounts",
        Page::People => "people",
        Page::Tags => "tags",
        Page::Folder(index) => {
            if analysis.plan.folder(index) != ["guides"] {
                return (analysis.plan.folder_name(index), None);
            }
            "guides"
        }
        _ => "home",
    };
    (strings.get(&format!("section.{key}.title")).to_owned(), None)
}

fn said(kb: &Knowledge, entity: Entity, join: Join<'_>) -> Option<String> {
    if let Some(summary) = kb.meta(entity).and_then(|meta| meta.summary.as_ref()) {
        return Some(kb.plain(summary, Mode::Inline, join));
    }
    match entity {
        Entity::Comparison(id) => kb[id].takeaways.first().map(|text| kb.plain(text, Mode::Inline, join)),
        Entity::Decision(id) => kb[id].accountable().map(|actor| kb.called(actor.into(), join)),
        _ => None,
    }
}

/// The whole handbook, page by page as they are written, in whatever order.
pub struct Whole {
    head: String,
    index: String,
    /// The place of each page in the whole; nothing for pages that only list others.
    places: Vec<Option<usize>>,
    /// The way of each page to the root, which its links begin with, where a site does not know its own address.
    roots: Vec<String>,
    gathered: Mutex<Gathered>,
}

/// The pages so far, by their places.
#[derive(Default)]
struct Gathered {
    pages: BTreeMap<usize, String>,
    bytes: usize,
    /// From this place on nothing fits any more.
    end: Option<usize>,
}

impl Whole {
    /// Before any page.
    #[must_use]
    pub fn new(analysis: &Analysis) -> Self {
        let pages = analysis.plan.pages();
        let mut order: Vec<(u8, usize)> =
            pages.iter().enumerate().filter_map(|(nth, (page, _))| Some((rank(*page)?, nth))).collect();
        order.sort_unstable();
        let mut places = vec![None; pages.len()];
        for (place, (_, nth)) in order.into_iter().enumerate() {
            places[nth] = Some(place);
        }
        let index = address(analysis, &Url::file(INDEX));
        let has_address = analysis.config.base_url.is_some();
        let roots = if has_address { Vec::new() } else { pages.iter().map(|(_, url)| url.root()).collect() };
        let head = format!("# {}\n", escape::text(&analysis.config.title));
        Self { head, index, places, roots, gathered: Mutex::default() }
    }

    /// Adds the nth page of the plan. Footnotes are called after their page: two pages may have a first one.
    pub fn add(&self, nth: usize, text: &str) {
        let Some(place) = self.places.get(nth).copied().flatten() else { return };
        if !self.wants(place) {
            return;
        }
        let text = from_root(text, self.roots.get(nth).map_or("", String::as_str));
        let text = with_labels_after(&text, &format!("{}-", place + 1));
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        if gathered.end.is_some_and(|end| place >= end) {
            return;
        }
        gathered.bytes += APART.len() + text.len();
        gathered.pages.insert(place, text.into_owned());
        // What is before a page only grows, so a page that does not fit now never will.
        while gathered.bytes > LIMIT
            && let Some((last, text)) = gathered.pages.pop_last()
        {
            gathered.bytes -= APART.len() + text.len();
            gathered.end = Some(last);
        }
    }

    /// Adds the nth page of the plan, which is read only if there is room for it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn add_if_wanted(&self, nth: usize, read: &dyn Fn() -> anyhow::Result<String>) -> anyhow::Result<()> {
        if self.places.get(nth).copied().flatten().is_some_and(|place| self.wants(place)) {
            self.add(nth, &read()?);
        }
        Ok(())
    }

    /// Whether a page at this place may still fit.
    fn wants(&self, place: usize) -> bool {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner).end.is_none_or(|end| place < end)
    }

    /// What was gathered, when every page was added: the whole, or the part of one shard.
    #[must_use]
    pub fn finish(self, strings: &Strings) -> WholePart {
        let Gathered { pages, end, .. } = self.gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
        let cut = strings.get("llms.cut").replace("{index}", &format!("<{}>", self.index));
        WholePart { head: self.head, cut: format!("{APART}{cut}\n"), end, pages }
    }
}

/// The pages of one shard in the whole, or all of them.
#[derive(Serialize, Deserialize)]
pub struct WholePart {
    /// What stands before all pages.
    head: String,
    /// What stands behind them where not all have room.
    cut: String,
    /// From this place on nothing fits any more.
    end: Option<usize>,
    /// The pages by their places.
    pages: BTreeMap<usize, String>,
}

impl WholePart {
    /// Where the whole stands.
    pub const PATH: &str = FULL;

    /// Writes the file of these pages, page by page: a second copy of it would take 5 MB.
    ///
    /// # Errors
    /// When `out` cannot take it.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.pieces().try_for_each(|piece| out.write_all(piece.as_bytes()))
    }

    /// The file of these pages.
    #[must_use]
    pub fn text(&self) -> Vec<u8> {
        self.pieces().collect::<Vec<_>>().concat().into_bytes()
    }

    /// What is to be put together with the parts of other shards.
    #[must_use]
    pub fn packed(&self) -> Vec<u8> {
        super::json(self)
    }

    fn pieces(&self) -> impl Iterator<Item = &str> {
        let pages = self.pages.values().flat_map(|text| [APART, text]);
        std::iter::once(&*self.head).chain(pages).chain(self.end.map(|_| &*self.cut))
    }
}

/// The whole of the parts of all shards; `None` when one of them is none.
#[must_use]
pub fn whole_of(parts: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut whole: Option<WholePart> = None;
    for part in parts {
        let part: WholePart = serde_json::from_slice(part).ok()?;
        whole = Some(match whole {
            None => part,
            Some(mut whole) => {
                whole.pages.extend(part.pages);
                // what has no room among some pages has none among all
                whole.end = [whole.end, part.end].into_iter().flatten().min();
                whole
            }
        });
    }
    let mut whole = whole?;
    let mut bytes = 0;
    let mut first_without_room = whole.pages.iter().filter_map(|(place, text)| {
        bytes += APART.len() + text.len();
        (bytes > LIMIT).then_some(*place)
    });
    whole.end = [whole.end, first_without_room.next()].into_iter().flatten().min();
    let end = whole.end.unwrap_or(usize::MAX);
    whole.pages.retain(|place, _| *place < end);
    Some(whole.text())
}

/// What comes first in the whole; pages that say only what others say are left out.
const fn rank(page: Page) -> Option<u8> {
    Some(match page {
        Page::Home => 0,
        Page::Role(_) => 1,
        Page::Comparison(_) => 2,
        Page::Decision(_) => 3,
        Page::Guide(_) => 4,
        Page::Event(_) => 5,
        Page::Glossary => 6,
        Page::Faq | Page::RoleFaq(_) | Page::OtherFaq => 7,
        Page::Sources => 8,
        _ => return None,
    })
}
