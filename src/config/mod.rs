//! `site.toml`: the settings of one site, every key known, every default here.

mod base_url;
mod checks;
mod colour;
mod interval;
mod style;

use std::collections::HashSet;

use jiff::civil::Date;

use crate::content::{Fields, Findings, Locator, Node, Value, parse_toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, Sources};

pub use base_url::base_url;
pub use checks::{Checks, PathLevels};
pub use colour::Colour;
pub(crate) use interval::interval;
pub use interval::{Interval, IntervalUnit};
pub use style::Style;

/// How page addresses are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlStyle {
    /// `roles/product-owner/`
    Directory,
    /// `roles/product-owner.html`
    File,
}

/// What happens to raw HTML in markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HtmlPolicy {
    /// Harmless elements stay, the rest is removed with a finding.
    Sanitise,
    /// It is shown as text.
    Escape,
    /// It is published as it stands.
    Trust,
}

/// The words shown for the four parts in a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// Accountable, responsible, consulted, informed.
    Raci,
    /// Approver, driver, contributor, informed.
    Daci,
    /// Decide, perform, input, … in Bain's words.
    Rapid,
}

/// One entry of a written navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavEntry {
    /// What it says.
    pub title: String,
    /// A reference as in `related`, a relative path of a source file, the address of a page, or an external address.
    pub to: String,
    /// Where it stands.
    pub place: Place,
}

/// What a run may say that `site.toml` does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Publish drafts too.
    pub drafts: bool,
    /// The day that counts as today.
    pub today: Date,
    /// Replaces `base_url`; as [`base_url`] reads it.
    pub base_url: Option<String>,
}

/// The settings of one site.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name of the handbook.
    pub title: String,
    /// Where it will be published, with a slash at its end; only for feeds, sitemap, canonical links and the 404 page.
    pub base_url: Option<String>,
    /// BCP 47 tag.
    pub language: String,
    /// One sentence.
    pub description: Option<String>,
    /// Folder in `themes/`.
    pub theme: String,
    /// Default account, `house` or a source id, with its place.
    pub frame: Option<(String, Place)>,
    /// What the house account is called.
    pub house_title: Option<String>,
    /// The account followed where we are silent: a source id.
    pub house_follows: Option<(String, Place)>,
    /// Default review interval.
    pub review_every: Option<Interval>,
    /// Default owner: a person or party id.
    pub review_owner: Option<(String, Place)>,
    /// Whether all that it may say of the default owner could be read.
    pub knows_owner: bool,
    /// Default rows of a derived table, with their places; `None` when not written.
    pub compare_rows: Option<Vec<(String, Place)>>,
    /// Words for the parts in a decision.
    pub labels: Labels,
    /// How much findings weigh, and where.
    pub checks: Checks,
    /// Whether dates are taken from git where a page has none.
    pub git_dates: bool,
    /// Whether the state of the handbook has a page.
    pub health: bool,
    /// Whether readers can search the site.
    pub search: bool,
    /// Whether search engines are invited.
    pub index: bool,
    /// What happens to raw HTML.
    pub html: HtmlPolicy,
    /// Whether first mentions become links.
    pub autolink: bool,
    /// Output folder, relative to the site.
    pub output_dir: String,
    /// How addresses are spelled.
    pub urls: UrlStyle,
    /// Whether text files are published compressed as well.
    pub compress: bool,
    /// Pattern of "edit this page" with `{path}`.
    pub edit_url: Option<String>,
    /// Pattern of "suggest a change" with `{path}`.
    pub issue_url: Option<String>,
    /// Written navigation; empty: derived.
    pub nav: Vec<NavEntry>,
    /// Markdown at the foot of each page, with its place.
    pub footer: Option<(String, Place)>,
    /// Colour, width, font and logo.
    pub style: Style,
    /// The day that counts as today.
    pub today: Date,
    /// Whether drafts are published.
    pub drafts: bool,
}

/// Reads `site.toml`. What cannot be read keeps its default and is a finding.
#[must_use]
pub fn read(sources: &Sources, locator: &Locator<'_>, options: &Options) -> (Config, Vec<Diagnostic>) {
    let Some(file) = sources.find("site.toml") else {
        return (Config::new(options), Vec::new());
    };
    let (node, mut diagnostics) = parse_toml(file, &sources.file(file).text);
    let mut found = Findings::new(locator);
    let mut config = Config::new(options);
    // what cannot be read is a finding of its own, and lacks nothing that could be told
    let is_read = diagnostics.is_empty() && sources.file(file).fault.is_none();
    config.fill(&node, &mut found, is_read);
    if options.base_url.is_some() {
        config.base_url.clone_from(&options.base_url);
    }
    // one cause, one finding: what is left of a line that cannot be read says nothing
    let text = &sources.file(file).text;
    let line = |d: &Diagnostic| text[..text.floor_char_boundary(d.primary.span.start)].rfind('\n');
    let broken: HashSet<Option<usize>> = diagnostics.iter().map(line).collect();
    diagnostics.extend(found.into_list().into_iter().filter(|d| !broken.contains(&line(d))));
    (config, diagnostics)
}

/// Whether a `site.toml` wants dates from git: asked before anything else is read.
#[must_use]
pub fn wants_git_dates(text: &str) -> bool {
    early(text, "dates", "git").as_deref() != Some("false")
}

/// Whether a `site.toml` trusts whoever writes `content/` as much as whoever runs the program.
#[must_use]
pub fn trusts_content(text: &str) -> bool {
    early(text, "markdown", "html").as_deref() == Some("trust")
}

/// A setting that is asked for before the rest of the site is read. What is wrong with it is told later.
fn early(text: &str, section: &str, key: &str) -> Option<String> {
    let get = |node: Node, key: &str| match node.value {
        Value::Map(entries) => entries.into_iter().find(|(k, _)| k.as_text() == Some(key)).map(|(_, value)| value),
        _ => None,
    };
    let (node, _) = parse_toml(crate::source::FileId::FIRST, text);
    get(get(node, section)?, key)?.as_text().map(str::to_owned)
}

impl Config {
    fn new(options: &Options) -> Self {
        Self {
            title: String::new(),
            base_url: None,
            language: "en".to_owned(),
            description: None,
            theme: "handbook".to_owned(),
            frame: None,
            house_title: None,
            house_follows: None,
            review_every: None,
            review_owner: None,
            knows_owner: true,
            compare_rows: None,
            labels: Labels::Raci,
            checks: Checks::default(),
            git_dates: true,
            health: true,
            search: true,
            index: true,
            html: HtmlPolicy::Sanitise,
            autolink: true,
            output_dir: "public".to_owned(),
            urls: UrlStyle::Directory,
            compress: false,
            edit_url: None,
            issue_url: None,
            nav: Vec::new(),
            footer: None,
            style: Style::default(),
            today: options.today,
            drafts: options.drafts,
        }
    }

    fn fill(&mut self, node: &Node, found: &mut Findings<'_>, parsed: bool) {
        let mut top = Fields::new(node, "site.toml", node.place, found);
        match top.text("title", found) {
            Some(title) if !title.trim().is_empty() => self.title = title.into(),
            _ if !parsed || top.has("title") || top.misspells("title") => {}
            _ => {
                let d = found.at(Code::KB103, node.place, "a site needs `title`").help("title = \"Our handbook\"");
                found.push(d);
            }
        }
        self.base_url = site_address(&mut top, found);
        if let Some(language) = top.text("language", found) {
            self.language = language.into();
        }
        self.description = top.text("description", found).map(Into::into);
        if let Some(theme) = top.text("theme", found) {
            self.theme = theme.into();
        }
        self.frame = placed(&mut top, "frame", found);
        self.footer = placed(&mut top, "footer", found);
        if let Some(nav) = top.take("nav") {
            self.nav = found.list(nav, "nav").iter().filter_map(|n| nav_entry(n, found)).collect();
        }
        section(&mut top, "house", found, |f, found| {
            self.house_title = f.text("title", found).map(Into::into);
            self.house_follows = placed(f, "follows", found);
        });
        section(&mut top, "review", found, |f, found| {
            self.review_every = interval(f, "every", found);
            self.review_owner = placed(f, "owner", found);
            self.knows_owner = parsed && !f.misspells("owner");
        });
        section(&mut top, "compare", found, |f, found| {
            self.compare_rows = f.take("rows").map(|rows| {
                let rows = found.list(rows, "rows").to_vec();
                rows.iter().filter_map(|r| found.text(r, "rows").map(|t| (t.into(), r.place))).collect()
            });
        });
        section(&mut top, "decisions", found, |f, found| {
            let choices = [("raci", Labels::Raci), ("daci", Labels::Daci), ("rapid", Labels::Rapid)];
            self.labels = f.choice("labels", &choices, found).unwrap_or(self.labels);
        });
        section(&mut top, "dates", found, |f, found| self.git_dates = f.flag("git", found).unwrap_or(true));
        section(&mut top, "site", found, |f, found| self.index = f.flag("index", found).unwrap_or(true));
        section(&mut top, "markdown", found, |f, found| {
            let choices = [("sanitise", HtmlPolicy::Sanitise), ("escape", HtmlPolicy::Escape), ("trust", HtmlPolicy::Trust)];
            self.html = f.choice("html", &choices, found).unwrap_or(self.html);
            self.autolink = f.flag("autolink", found).unwrap_or(true);
        });
        section(&mut top, "output", found, |f, found| {
            if let Some(dir) = f.text("dir", found) {
                self.output_dir = dir.into();
            }
            let choices = [("directory", UrlStyle::Directory), ("file", UrlStyle::File)];
            self.urls = f.choice("urls", &choices, found).unwrap_or(self.urls);
            self.compress = f.flag("compress", found).unwrap_or(false);
        });
        section(&mut top, "edit", found, |f, found| self.edit_url = pattern(f, found));
        section(&mut top, "issue", found, |f, found| self.issue_url = pattern(f, found));
        section(&mut top, "style", found, |f, found| self.style = Style::read(f, found));
        section(&mut top, "health", found, |f, found| self.health = f.flag("publish", found).unwrap_or(true));
        section(&mut top, "search", found, |f, found| self.search = f.flag("enabled", found).unwrap_or(true));
        section(&mut top, "checks", found, |f, found| self.checks = Checks::read(f, found));
        self.knows_owner &= parsed && !top.misspells("review");
        top.finish(found);
    }
}

fn section(
    top: &mut Fields<'_>,
    name: &'static str,
    found: &mut Findings<'_>,
    read: impl FnOnce(&mut Fields<'_>, &mut Findings<'_>),
) {
    let Some(node) = top.take(name) else { return };
    let mut fields = Fields::new(node, "this section of site.toml", node.place, found);
    read(&mut fields, found);
    fields.finish(found);
}

fn placed(fields: &mut Fields<'_>, name: &'static str, found: &mut Findings<'_>) -> Option<(String, Place)> {
    let node = fields.take(name)?;
    found.text(node, name).map(|t| (t.into(), node.place))
}

/// `base_url`.
fn site_address(fields: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<String> {
    let node = fields.take("base_url")?;
    match base_url(&found.text(node, "base_url")?) {
        Ok(url) => Some(url),
        Err(unfit) => {
            let d = found.at(Code::KB106, node.place, format!("`base_url` {unfit}"));
            found.push(d.help("base_url = \"https://handbook.example/\""));
            None
        }
    }
}

fn pattern(fields: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<String> {
    let node = fields.take("url")?;
    let text = found.text(node, "url")?;
    let web = text.starts_with("https://") || text.starts_with("http://") || text.starts_with("mailto:");
    if web && text.contains("{path}") {
        return Some(text.into());
    }
    let d = found
        .at(Code::KB106, node.place, "this pattern must be a full web address that holds `{path}`")
        .help("url = \"https://git.example/handbook/edit/main/{path}\"");
    found.push(d);
    None
}

fn nav_entry(node: &Node, found: &mut Findings<'_>) -> Option<NavEntry> {
    let mut fields = Fields::new(node, "an entry of `nav`", node.place, found);
    let title = fields.text("title", found);
    let to = placed(&mut fields, "to", found);
    fields.finish(found);
    match (title, to) {
        (Some(title), Some((to, place))) => Some(NavEntry { title: title.into(), to, place }),
        _ => {
            let d = found
                .at(Code::KB103, node.place, "an entry of `nav` needs `title` and `to`")
                .help("[[nav]]\ntitle = \"Start here\"\nto = \"guide:how-to-write\"");
            found.push(d);
            None
        }
    }
}
