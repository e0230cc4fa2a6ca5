//! KB505: a bare word that could be either of two look-alikes.

use std::collections::BTreeSet;

use super::Checking;
use super::words::{Alike, Named, PageWords, Words};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Entity, Item, Knowledge, TermId};

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    let kb = what.kb;
    for page in words.written() {
        let mut said: BTreeSet<&str> = BTreeSet::new();
        for alike in &words.lexicon.alike {
            let Some(bare) = undistinguished(kb, words, page, alike) else { continue };
            if !said.insert(&alike.word) {
                continue;
            }
            let title = |id: TermId| kb[id].meta.title.plain();
            let id = |id: TermId| kb.id(id.into());
            let d = found
                .at(
                    Code::KB505,
                    bare.place,
                    format!("`{}` could be \"{}\" or \"{}\" here", alike.word, title(alike.term), title(alike.other)),
                )
                .label("which of the two?")
                .help(format!(
                    "link the one you mean:  [{word}](term:{})  or  [{word}](term:{})",
                    id(alike.term),
                    id(alike.other),
                    word = alike.word
                ));
            found.push(d);
        }
    }
}

/// The first bare word on a page that nowhere tells the two apart.
fn undistinguished<'p>(kb: &Knowledge, words: &Words, page: &'p PageWords, alike: &Alike) -> Option<&'p Named> {
    let (term, other) = (Entity::Term(alike.term), Entity::Term(alike.other));
    let bare = |n: &&Named| n.entity.is_none() && words.lexicon.word(n.pattern) == alike.word;
    page.named.iter().find(bare)?;
    let about = page.about(kb);
    let points_at = |entity: &Entity| page.entity == Some(*entity) || page.linked.contains(entity) || about.contains(entity);
    if points_at(&term) || points_at(&other) || fields(kb, page).iter().any(|id| *id == alike.term || *id == alike.other) {
        return None;
    }
    let named = |entity: Entity| page.named.iter().any(|n| n.entity == Some(entity));
    // Another name of one is no riddle on a page that never speaks of the other, or names both in full.
    if alike.apart.is_empty() && (!named(other) || named(term)) {
        return None;
    }
    let title = page.entity.map(|entity| kb.title(entity).plain().to_lowercase()).unwrap_or_default();
    let tells = |text: &str| alike.apart.iter().any(|word| text.contains(word.as_str()));
    if tells(&title) || page.named.iter().filter(bare).any(|n| n.around.as_deref().is_some_and(tells)) {
        return None;
    }
    page.named.iter().filter(bare).find(|n| !n.is_spoken_of)
}

/// Terms that stand on the page by a field of its record.
fn fields(kb: &Knowledge, page: &PageWords) -> Vec<TermId> {
    match page.entity {
        Some(Entity::Role(id)) => {
            let own = &kb[id].fields;
            let lists = [&own.owns, &own.measures].into_iter().filter_map(|list| list.given()).flatten();
            lists.filter_map(|item| if let Item::Term(term, _) = item { Some(*term) } else { None }).collect()
        }
        Some(Entity::Decision(id)) => kb[id].rights.about.given().copied().into_iter().collect(),
        _ => Vec::new(),
    }
}
