//! Automatic links: the first mention of a role, term or bound abbreviation in each section.

use std::ops::Range;

use super::cx::PageCx;
use crate::analysis::Analysis;
use crate::check::Meaning;
use crate::content::gazetteer::Gazetteer;
use crate::content::token::{keeps_capitals, token_end};
use crate::model::{Entity, Knowledge};
use crate::plan::Page;
use crate::source::Place;

/// Every name that becomes a link, ready to be found in one pass.
pub(super) struct Lexicon {
    names: Gazetteer,
    words: Vec<Name>,
}

struct Name {
    text: String,
    /// The one thing it leads to. Several, or none: an abbreviation that leads where a page says that it does.
    means: Vec<Entity>,
    /// Abbreviations keep their capitals; words do not.
    exact: bool,
}

impl Lexicon {
    pub(crate) fn new(kb: &Knowledge) -> Self {
        let mut words: Vec<Name> = Vec::new();
        let mut add = |text: String, means: &[Entity]| {
            let exact = keeps_capitals(&text);
            if text.chars().count() >= 2 {
                words.push(Name { text, means: means.to_vec(), exact });
            }
        };
        for id in kb.role_ids() {
            let role = &kb[id];
            let own = [id.into()];
            add(role.meta.title.plain(), &own);
            role.aka.iter().for_each(|a| add(a.plain(), &own));
            if let Some(abbr) = &role.abbr {
                add(abbr.to_string(), &own);
            }
        }
        for id in kb.term_ids() {
            let term = &kb[id];
            let own = [id.into()];
            let means = match term.means.as_slice() {
                // An abbreviation of one thing leads to the thing; its own entry only says so.
                [one] if !has_home(*one) => &own,
                [] => &own,
                means => means,
            };
            add(term.meta.title.plain(), means);
            term.aka.iter().for_each(|a| add(a.plain(), means));
        }
        // Abbreviations that only a page binds must be found too.
        let bound: Vec<String> = pages(kb).flat_map(|m| m.means.iter().map(|(a, _)| a.to_string())).collect();
        let known: std::collections::HashSet<String> = words.iter().map(|w| w.text.clone()).collect();
        for abbreviation in bound.into_iter().filter(|a| !known.contains(a)) {
            words.push(Name { text: abbreviation, means: Vec::new(), exact: true });
        }
        // Where one entry gives an abbreviation several meanings, no other gives it one.
        let rank = |name: &Name| (name.means.len() == 1, name.means.clone());
        words.sort_by(|a, b| a.text.cmp(&b.text).then_with(|| rank(a).cmp(&rank(b))));
        words.dedup_by(|a, b| a.text == b.text);
        Self { names: Gazetteer::new(words.iter().map(|w| &w.text)), words }
    }

    /// Whether both have the same names, for the same records: every role and term is the very same, and every page binds
    /// the same abbreviations.
    pub(crate) fn is_alike(old: &Knowledge, new: &Knowledge) -> bool {
        let same = |entity: Entity| new.is_same(old, entity);
        let bound =
            |entity: Entity| same(entity) || new.meta(entity).map(|meta| &meta.means) == old.meta(entity).map(|meta| &meta.means);
        old.has_records_of(new)
            && new.role_ids().all(|id| same(id.into()))
            && new.term_ids().all(|id| same(id.into()))
            && new.pages().all(bound)
    }
}

impl Name {
    /// What it leads to where it stands: what has been written out as something else on the same page leads nowhere.
    fn means_at(&self, analysis: &Analysis, place: Place) -> Option<Entity> {
        let told: Vec<&Meaning> = if self.exact { analysis.written_out.before(&self.text, place).collect() } else { Vec::new() };
        match self.means.as_slice() {
            [one] => Some(*one).filter(|one| !told.iter().any(|told| told.contradicts(&analysis.knowledge, *one, &self.text))),
            _ if told.is_empty() => None,
            means => means.iter().copied().find(|entity| told.iter().all(|told| told.is(&analysis.knowledge, *entity))),
        }
    }
}

fn pages(kb: &Knowledge) -> impl Iterator<Item = &crate::model::Meta> {
    let roles = kb.roles.iter().map(|r| &r.meta);
    let rest = kb.comparisons.iter().map(|r| &r.meta).chain(kb.decisions.iter().map(|r| &r.meta));
    roles.chain(rest).chain(kb.events.iter().map(|r| &r.meta)).chain(kb.guides.iter().map(|r| &r.meta))
}

/// A party has no page to lead to.
const fn has_home(entity: Entity) -> bool {
    !matches!(entity, Entity::Party(_))
}

/// First mentions in a run of text: where, and the address each leads to. `place` tells where a byte of it is written.
pub(super) fn find(cx: &mut PageCx<'_, '_>, text: &str, place: impl Fn(usize) -> Place) -> Vec<(Range<usize>, String)> {
    let bound = cx.page.entity().and_then(|e| cx.kb().meta(e)).map_or(&[][..], |meta| &meta.means);
    let mut links = Vec::new();
    for (hit, nth) in cx.site.lexicon.names.find(text) {
        let name = &cx.site.lexicon.words[nth];
        if name.exact && text[hit.clone()] != name.text {
            continue;
        }
        let Some(end) = token_end(text, hit.start, hit.end) else { continue };
        // the last of two bindings counts
        let bound = bound.iter().rev().find(|(abbr, _)| **abbr == *name.text).map(|(_, entity)| *entity);
        let Some(entity) = bound.or_else(|| name.means_at(cx.site.analysis, place(hit.start))) else { continue };
        let own = cx.subject == Some(entity) || (cx.page.entity() == Some(entity) && cx.page.is_home_of_record());
        if own || !has_home(entity) || !cx.mentioned.insert(entity) {
            continue;
        }
        // A page that is not there (no glossary page without terms) cannot be led to; roles and terms always have one.
        let (page, _) = cx.plan().home(cx.kb(), entity);
        if page == Page::NotFound {
            continue;
        }
        links.push((hit.start..end, cx.entity_href(entity)));
    }
    links
}
