//! What `site.toml` refers to.

use super::accounts::Field;
use super::entity::{Account, Kind, SourceId};
use super::records::Owner;
use super::resolve::Cx;
use super::text::{Target, Text};
use crate::content::address::{Address, classify};
use crate::content::markdown::LinkKind;
use crate::content::{Node, Value};
use crate::diagnostic::Code;
use crate::source::{Place, SitePath};

/// The addresses of pages that are made of records, where no folder of the content has the same name.
const DERIVED: [&str; 12] =
    ["according-to", "compare", "decisions", "events", "faq", "glossary", "graph", "health", "people", "search", "sources", "tags"];

/// References of `site.toml`, resolved.
#[derive(Debug, Clone, Default)]
pub struct SiteRefs {
    /// The account pages are given in unless they say otherwise.
    pub frame: Option<Account>,
    /// The account followed where we are silent.
    pub follows: Option<SourceId>,
    /// Owner of pages that name none.
    pub owner: Option<Owner>,
    /// Rows of a derived table.
    pub rows: Option<Vec<Field>>,
    /// Written navigation.
    pub nav: Vec<(String, Target)>,
    /// Foot of each page.
    pub footer: Option<Text>,
    /// The logo.
    pub logo: Option<SitePath>,
}

impl SiteRefs {
    pub(super) fn read(cx: &mut Cx<'_>) -> Self {
        let config = cx.base.config;
        let frame = config.frame.as_ref().and_then(|(id, place)| cx.account(id, *place));
        let follows = config.house_follows.as_ref().and_then(|(id, place)| cx.source_of(id, *place));
        let owner = config.review_owner.as_ref().and_then(|(id, place)| cx.owner(id, *place));
        let rows =
            config.compare_rows.as_ref().map(|rows| rows.iter().filter_map(|(name, place)| cx.field_named(name, *place)).collect());
        let nav = config.nav.iter().filter_map(|e| Some((e.title.clone(), cx.nav_target(&e.to, e.place)?))).collect();
        let footer = config
            .footer
            .as_ref()
            .and_then(|(text, place)| cx.prose(&Node { place: *place, value: Value::Text(text.as_str().into()) }, "footer"));
        let logo = config.style.logo.as_ref().and_then(|(path, place)| cx.logo(path, *place));
        cx.forget_page();
        Self { frame, follows, owner, rows, nav, footer, logo }
    }
}

impl Cx<'_> {
    /// `site.toml` is no page: what it mentions is no backlink, and a heading of its own page it cannot mean.
    fn forget_page(&mut self) {
        self.mentions.clear();
        for anchor in std::mem::take(&mut self.anchors) {
            let Target::Here(id) = &anchor.target else {
                self.anchors.push(anchor);
                continue;
            };
            let d = self
                .found
                .at(Code::KB801, anchor.place, format!("`#{id}` is a heading of no page in particular"))
                .help("the foot stands on every page: name the page too, `[words](content/guides/start.md#heading)`");
            self.found.push(d);
        }
    }

    fn nav_target(&mut self, to: &str, place: Place) -> Option<Target> {
        match classify(to) {
            Address::External(url) => Some(self.external(&url, place)),
            Address::Mail(url) | Address::Tel(url) => Some(Target::External(url.into())),
            Address::Refused { scheme } => {
                let d = self
                    .found
                    .at(Code::KB812, place, format!("`{scheme}:` links are not published"))
                    .help("a web address starts with https://");
                self.found.push(d);
                None
            }
            Address::Absolute(address) => Some(Target::Page(address.into())),
            Address::Relative { path, .. } if self.is_derived(&path) => {
                let address = format!("/{}/", path.trim_end_matches('/'));
                let d = self
                    .found
                    .at(Code::KB801, place, format!("no file `{path}`"))
                    .label("the page is made of records")
                    .help(format!("name it by its address:  to = \"{address}\""))
                    .fix(self.found.replacing(place, to, &address));
                self.found.push(d);
                None
            }
            Address::Relative { path, fragment, .. } => {
                let path = format!("content/{}", path.trim_start_matches("content/"));
                self.relative(&path, fragment, LinkKind::Link, place)
            }
            Address::Typed { kind, id, .. } => {
                let kind = Kind::of_link(kind);
                Some(Target::Record(self.reference(&[kind], &id, place)?, None))
            }
            Address::Fragment(_) => {
                let d = self
                    .found
                    .at(Code::KB801, place, format!("`{to}` leads nowhere"))
                    .help("a typed reference (`guide:how-to-write`), a path below content/, the address of a page (`/graph/`), or a web address");
                self.found.push(d);
                None
            }
        }
    }

    /// Whether a path names no file or folder of the content, and would be the address of a page that is made of records.
    fn is_derived(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("content/{path}");
        let is_there = |file: &SitePath| file.as_str().strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/'));
        let sources = self.base.sources;
        DERIVED.contains(&path) && !sources.files().map(|(_, file)| &file.path).chain(sources.assets().keys()).any(is_there)
    }

    fn logo(&mut self, path: &str, place: Place) -> Option<SitePath> {
        let full = format!("content/{}", path.trim_start_matches("content/"));
        let asset = SitePath::new(&full).ok().filter(|p| self.base.sources.assets().contains_key(p));
        if asset.is_none() {
            let d = self.found.at(Code::KB801, place, format!("no image `{path}`")).label(format!("looked for {full}"));
            self.found.push(d);
        }
        asset
    }
}
