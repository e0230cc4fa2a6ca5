//! Links in editors' texts: what they point to, or why they point to nothing.

use std::collections::BTreeMap;

use super::entity::{Account, Entity, Kind};
use super::graph::{Mention, Sentence};
use super::paths::Paths;
use super::resolve::{Anchored, Cx, Outward};
use super::text::{Folder, Linked, Target, size};
use crate::config::HtmlPolicy;
use crate::content::address::{self, Address};
use crate::content::markdown::{self, LinkKind, Mode};
use crate::content::{Shape, sanitise, shape};
use crate::diagnostic::Code;
use crate::source::{Place, SitePath};

impl Cx<'_> {
    /// Resolves the links of a scanned text and reports what is wrong with them.
    pub(super) fn scanned(&mut self, scan: &markdown::Scan, place: Place) -> Vec<Linked> {
        let mut links = Vec::new();
        // Raw HTML that is shown as text links to nothing.
        let raw = if self.base.config.html == HtmlPolicy::Escape { &[][..] } else { &scan.html_links };
        let all: Vec<&markdown::Link> = scan.links.iter().chain(raw).collect();
        // what one definition says is said once, however many links it is for
        let mut defined: BTreeMap<(usize, bool), Option<Target>> = BTreeMap::new();
        let targets: Vec<Option<Target>> = all
            .iter()
            .map(|link| {
                self.alternative(link, place);
                match link.dest_range.start {
                    at if link.range.contains(&at) => self.target(link, place),
                    at => defined.entry((at, link.kind == LinkKind::Image)).or_insert_with(|| self.target(link, place)).clone(),
                }
            })
            .collect();
        for (link, target) in all.iter().zip(&targets) {
            let to = match target {
                Some(Target::Record(to, _)) => Some(*to),
                Some(Target::Citation(source)) => Some(Entity::Source(*source)),
                _ => None,
            };
            if let Some(to) = to {
                self.mentions.push(Mention { from: self.from, to, sentence: sentence(&link.sentence, &targets).into() });
            }
            links.extend(target.clone().map(|target| Linked { at: size(link.range.start), target }));
        }
        for (range, label) in &scan.undefined {
            let d = self
                .found
                .at(Code::KB801, place.within(range.clone()), format!("no link definition `[{label}]:` in this text"))
                .help(format!("write the address here, `[words](address)`, or add a line  [{label}]: address"));
            self.found.push(d);
        }
        links.sort_by_key(|l: &Linked| l.at);
        links
    }

    /// An image without words is a finding.
    fn alternative(&mut self, link: &markdown::Link, place: Place) {
        if link.kind == LinkKind::Image && link.text.trim().is_empty() {
            let d = self
                .found
                .at(Code::KB807, place.within(link.range.clone()), "this image has no alt text")
                .label("`![…]` is empty")
                .help("say in the brackets what the image shows: people who cannot see it, and search, read that");
            self.found.push(d);
        }
    }

    pub(super) fn removed_html(&mut self, text: &str, mode: Mode, place: Place) {
        if self.base.config.html != HtmlPolicy::Sanitise {
            return;
        }
        for (range, what) in sanitise::removed(text, mode) {
            // An address that is not published is KB812.
            if matches!(&*what, "href" | "src") {
                continue;
            }
            let help = match what.trim_matches(['<', '>', '/']) {
                "iframe" | "embed" | "object" | "video" | "audio" => "link to the page instead",
                "details" | "summary" | "table" | "div" | "figure" | "ul" | "ol" | "dl" if mode == Mode::Prose => {
                    "it is published where it starts a line of its own, with an empty line above"
                }
                "script" | "style" => "scripts and styles belong to the theme",
                _ => "write it in markdown; if it must be shown as it stands, put it in `backticks`",
            };
            let d = self
                .found
                .at(Code::KB809, place.within(range), format!("`{what}` is not published"))
                .label("left out of the page")
                .help(help);
            self.found.push(d);
        }
    }

    fn target(&mut self, link: &markdown::Link, place: Place) -> Option<Target> {
        let at = place.within(link.dest_range.clone());
        if link.kind == LinkKind::Citation {
            let id = self.reference(&[Kind::Source], &link.dest, at)?;
            return match id {
                Entity::Source(id) => Some(Target::Citation(id)),
                _ => None,
            };
        }
        let address = address::classify(&link.dest);
        let shows_nothing = matches!(address, Address::Mail(_) | Address::Tel(_) | Address::Fragment(_) | Address::Typed { .. });
        if link.kind == LinkKind::Image && shows_nothing {
            let d = self
                .found
                .at(Code::KB801, at, format!("`{}` is no image", link.dest))
                .label("a browser cannot show it")
                .help("write the path from this file to the picture, with its ending: `../pictures/board.png`")
                .help("for a link, leave out the `!` before the brackets");
            self.found.push(d);
            return None;
        }
        match address {
            Address::External(url) => Some(self.external(&url, at)),
            Address::Mail(url) | Address::Tel(url) => Some(Target::External(url.into())),
            Address::Refused { scheme } => {
                let kinds = address::Kind::ALL.iter().map(|k| k.as_str());
                let help = match crate::content::nearest(&scheme, kinds) {
                    Some(kind) => format!("did you mean `{kind}:`?"),
                    None => "link to a web page or to a file of this handbook".to_owned(),
                };
                let d = self
                    .found
                    .at(Code::KB812, at, format!("`{scheme}:` links are not published"))
                    .label("only http, https, mailto, tel and relative addresses are")
                    .help(help);
                self.found.push(d);
                None
            }
            Address::Absolute(path) => {
                let d = self.found.at(Code::KB801, at, format!("`{path}` is a path of a server, not of a source file")).help(
                    "write a typed link, `[](role:product-owner)`, or the relative path of the source file, `../guides/sharing.md`",
                );
                self.found.push(d);
                None
            }
            Address::Fragment(id) if id.is_empty() => Some(Target::Here(id.into())),
            Address::Fragment(id) => {
                self.anchors.push(Anchored { place: at, from: self.from, target: Target::Here(id.as_str().into()) });
                Some(Target::Here(id.into()))
            }
            Address::Typed { kind, id, fragment } => {
                let kind = Kind::of_link(kind);
                let entity = self.reference(&[kind], &id, at)?;
                Some(self.anchored(Target::Record(entity, fragment.map(Into::into)), at))
            }
            Address::Relative { path, fragment: None, .. } if path.is_empty() => {
                let d = self
                    .found
                    .at(Code::KB801, at, "this link leads nowhere")
                    .label("`()` is empty")
                    .help("write the address in the brackets");
                self.found.push(d);
                None
            }
            Address::Relative { path, fragment, .. } => self.relative(&path, fragment, link.kind, at),
        }
    }

    /// Remembers that a link leads to another site.
    pub(in crate::model) fn external(&mut self, url: &str, at: Place) -> Target {
        self.outward.push(Outward { place: at, url: url.into() });
        Target::External(url.into())
    }

    /// Remembers that the target's anchor is to be looked up once every page is known.
    fn anchored(&mut self, target: Target, at: Place) -> Target {
        if matches!(&target, Target::Record(_, Some(_)) | Target::Collection(_, Some(_))) {
            self.anchors.push(Anchored { place: at, from: self.from, target: target.clone() });
        }
        target
    }

    /// A path relative to the folder of the file it stands in.
    pub(super) fn relative(&mut self, path: &str, fragment: Option<String>, kind: LinkKind, at: Place) -> Option<Target> {
        let base = self.base.sources.file(at.file).path.parent().to_owned();
        let Some(full) = join(&base, path) else {
            let d = self.found.at(Code::KB801, at, format!("`{path}` leads out of the site")).help("link to a file below content/");
            self.found.push(d);
            return None;
        };
        let inner = full.strip_prefix("content").map(|p| p.trim_start_matches('/'));
        let fragment: Option<Box<str>> = fragment.filter(|f| !f.is_empty()).map(Into::into);
        match inner.map(|p| p.trim_end_matches('/')).filter(|_| kind != LinkKind::Image) {
            Some("") => return Some(Target::Folder(Folder::Home)),
            Some("roles") => return Some(Target::Folder(Folder::Roles)),
            Some("comparisons") => return Some(Target::Folder(Folder::Comparisons)),
            _ => {}
        }
        let file = ["", "/index.md", "/README.md"]
            .iter()
            .find_map(|end| self.base.sources.find(&format!("{}{end}", full.trim_end_matches('/'))));
        if let Some(file) = file.filter(|f| kind != LinkKind::Image || self.base.sources.file(*f).fault.is_some()) {
            // A file that cannot be read is a finding already.
            if self.base.sources.file(file).fault.is_some() && self.base.names.of_file(file).is_none() {
                return None;
            }
            if let Some(entity) = self.base.names.of_file(file) {
                return Some(self.anchored(Target::Record(entity, fragment), at));
            }
            let shape = shape(&self.base.sources.file(file).path);
            if let Shape::Collection(c) = shape {
                return Some(self.anchored(Target::Collection(c, fragment), at));
            }
            // A file of an unknown kind is a finding already.
            if shape == Shape::Unknown && inner.is_some() {
                return None;
            }
            if full.ends_with(".md") {
                let d = self
                    .found
                    .at(Code::KB801, at, format!("`{path}` is a draft"))
                    .label("not published without --drafts")
                    .help("publish it (`status: agreed`), or take the link out");
                self.found.push(d);
                return None;
            }
        }
        let has_guides = || self.base.sources.files().any(|(_, file)| file.path.as_str().starts_with("content/guides/"));
        if inner.map(|p| p.trim_end_matches('/')) == Some("guides") && kind != LinkKind::Image && has_guides() {
            return Some(Target::Folder(Folder::Guides));
        }
        if let Ok(asset) = SitePath::new(&full)
            && inner.is_some()
            && self.base.sources.assets().contains_key(&asset)
        {
            return Some(Target::Asset(asset));
        }
        let what = if kind == LinkKind::Image { "image" } else { "file" };
        let mut d = self.found.at(Code::KB801, at, format!("no {what} `{path}`")).label(format!("looked for {full}"));
        d = match self.near_file(&full, kind) {
            Some((near, alone)) => {
                let file = self.base.sources.find(near.as_str());
                self.meant.extend(file.and_then(|file| self.base.names.of_file(file)));
                let near = relative_to(&base, near.as_str());
                d.help(format!("did you mean `{near}`?")).fix(alone.then(|| self.found.replacing(at, path, &near)).flatten())
            }
            None if kind == LinkKind::Image => {
                d.help("write the path from this file to the picture, with its ending: `../pictures/board.png`")
            }
            None => d.help("write the path from this file to the other one, with its `.md`: `../guides/sharing.md`"),
        };
        self.found.push(d);
        None
    }

    /// The file most like a path that leads nowhere, and whether no other one is as like it.
    fn near_file(&self, wanted: &str, kind: LinkKind) -> Option<(SitePath, bool)> {
        let is_image = kind == LinkKind::Image;
        let paths = self.base.paths[usize::from(is_image)].get_or_init(|| {
            let texts = self.base.sources.files().map(|(_, file)| &file.path).filter(|_| !is_image);
            let all = texts.chain(self.base.sources.assets().keys());
            Paths::new(all.filter(|path| path.as_str().starts_with("content/")))
        });
        paths.nearest(wanted)
    }

    /// The account a text names: `house` or a source.
    pub(super) fn account(&mut self, id: &str, place: Place) -> Option<Account> {
        if id == "house" {
            return Some(Account::House);
        }
        let source = self.source_of(id, place)?;
        self.must_be_account(id, place);
        Some(Account::Source(source))
    }

    /// Reports a source that is no account.
    pub(super) fn must_be_account(&mut self, id: &str, place: Place) {
        if !self.base.names.is_frame(id) {
            let d = self
                .found
                .at(Code::KB206, place, format!("`{id}` is a source, but no account one can follow"))
                .help(format!("if it says who does what, add `frame: true` to `{id}` in content/sources.yaml"));
            self.found.push(d);
        }
    }
}

/// A sentence, with the records whose titles stand in for the words that its links lack.
fn sentence(text: &str, targets: &[Option<Target>]) -> Sentence {
    let mut sentence = Sentence::default();
    let mut last = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| markdown::filled(*c).is_some()) {
        sentence.parts.push(text[last..at].into());
        last = at + mark.len_utf8();
        let target = markdown::filled(mark).and_then(|index| targets.get(index)?.as_ref());
        sentence.names.push(if let Some(Target::Record(to, _)) = target { Some(*to) } else { None });
    }
    sentence.parts.push(text[last..].into());
    sentence
}

/// `path` seen from the folder `base`, `.` and `..` resolved; `None` when it leaves the site.
pub(super) fn join(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `target` seen from the folder `base`.
fn relative_to(base: &str, target: &str) -> String {
    let base: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    let parts: Vec<&str> = target.split('/').collect();
    let common = base.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    "../".repeat(base.len() - common) + &parts[common..].join("/")
}
