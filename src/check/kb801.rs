//! KB801, the half that needs every page: links to headings that are not there.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Checking;
use crate::content::address::{Address, classify};
use crate::content::{Findings, nearest_of};
use crate::diagnostic::Code;
use crate::model::{Entity, Target};
use crate::plan::{Page, anchors, heading};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let mut known: FxHashMap<Page, BTreeSet<String>> = FxHashMap::default();
    navigation(what, found);
    for link in what.besides.anchors() {
        let (page, anchor) = match &link.target {
            Target::Record(entity, Some(anchor)) => (what.plan.home(what.kb, *entity).0, anchor),
            Target::Collection(collection, Some(anchor)) => (Page::of_collection(*collection), anchor),
            Target::Here(anchor) => (home(what, link.from), anchor),
            _ => continue,
        };
        // most links lead to headings, and few headings are looked through sooner than a set of all anchors is made
        if heading(what.kb, page, anchor).is_some() {
            continue;
        }
        let ids = known.entry(page).or_insert_with(|| anchors(what.kb, what.graph, what.plan, page));
        if ids.contains(&**anchor) || is_unknown(what, page) {
            continue;
        }
        let mut d = found.at(Code::KB801, link.place, format!("no heading `#{anchor}`")).label("leads to the top of the page only");
        let spelled = nearest_of(anchor, ids.iter().map(String::as_str));
        d = d.help(near(anchor, spelled.map(|(id, _)| id), ids));
        // Half an anchor has a likely meaning, a misspelt one has one meaning.
        if let Some((id, true)) = spelled.filter(|_| anchor.len() > 3) {
            d = d.fix(found.replacing(link.place, &format!("#{anchor}"), &format!("#{id}")));
        }
        found.push(d);
    }
}

/// The navigation names pages by their addresses too.
fn navigation(what: &Checking<'_>, found: &mut Findings<'_>) {
    let plan = what.plan;
    for entry in &what.config.nav {
        let Address::Absolute(address) = classify(&entry.to) else { continue };
        if let Some((page, rest)) = plan.page_at(&address) {
            let anchor = rest.split_once('#').map_or("", |(_, anchor)| anchor);
            if anchor.is_empty() || is_unknown(what, page) {
                continue;
            }
            let ids = anchors(what.kb, what.graph, plan, page);
            if heading(what.kb, page, anchor).is_none() && !ids.contains(anchor) {
                let d = found.at(Code::KB801, entry.place, format!("no heading `#{anchor}` on {}", plan.address(page)));
                let spelled = nearest_of(anchor, ids.iter().map(String::as_str)).map(|(id, _)| id);
                found.push(d.label("leads to the top of the page only").help(near(anchor, spelled, &ids)));
            }
            continue;
        }
        // a page that lost its address to another one has a finding of its own
        if !plan.is_in_order() {
            continue;
        }
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let pages = plan.pages().iter().map(|(page, _)| *page).filter(|page| *page != Page::NotFound);
        let all: Vec<String> = pages.map(|page| plan.address(page)).collect();
        let d = found.at(Code::KB801, entry.place, format!("no page at `{path}`"));
        let d = match nearest_of(path, all.iter().map(String::as_str)) {
            Some((near, alone)) => {
                let fix = alone.then(|| found.replacing(entry.place, path, near)).flatten();
                d.help(format!("did you mean `{near}`?")).fix(fix)
            }
            None => {
                let lists: Vec<String> = plan.lists().map(|page| plan.address(page)).collect();
                d.help(format!("the lists of this site: {}", lists.join(", ")))
            }
        };
        found.push(d.label("leads nowhere"));
    }
}

/// What a wrong anchor may have been meant to be: the id that is spelled most like it, else one that has it within, or its words.
fn near(anchor: &str, spelled: Option<&str>, ids: &BTreeSet<String>) -> String {
    let within = || ids.iter().map(String::as_str).find(|id| id.len() > 3 && (id.contains(anchor) || anchor.contains(id)));
    match spelled.or_else(within).or_else(|| similar(anchor, ids)) {
        Some(near) => format!("nearest: `#{near}`"),
        None => "the anchor of a heading is its words in lower case, joined by hyphens".to_owned(),
    }
}

/// The id that shares most words with `anchor`.
fn similar<'a>(anchor: &str, ids: &'a BTreeSet<String>) -> Option<&'a str> {
    let words: BTreeSet<&str> = anchor.split('-').collect();
    let shared = |id: &str| id.split('-').filter(|w| w.len() > 2 && words.contains(w)).count();
    ids.iter().map(|id| (shared(id), id.as_str())).filter(|(n, _)| *n > 0).max().map(|(_, id)| id)
}

/// Whether a page is that of a record that cannot be read, whatever its parts may be.
fn is_unknown(what: &Checking<'_>, page: Page) -> bool {
    page.entity().and_then(|entity| what.kb.meta(entity)).is_some_and(|meta| meta.is_stand_in)
}

fn home(what: &Checking<'_>, entity: Entity) -> Page {
    what.plan.home(what.kb, entity).0
}
