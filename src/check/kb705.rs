//! KB705: a source that nobody cites.

use std::collections::HashSet;

use super::{Checking, authored};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Account, Entity, Meta, SourceId, Target};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    // What a broken file cites is not known.
    if !kb.is_whole || kb.sources.is_empty() {
        return;
    }
    let used = used(what);
    for id in kb.source_ids().filter(|id| !used.contains(id) && !kb.meant.contains(&(*id).into()) && !kb[*id].meta.is_stand_in) {
        let source = &kb[id];
        let mut d = found
            .at(Code::KB705, source.meta.place, format!("nothing cites `{}`", source.meta.id))
            .help(format!("cite it where it is used:  [@{0}]  in a text, or  sources: [{0}]", source.meta.id));
        if source.frame {
            d = d.help(format!(
                "it is an account: a role or decision tells what it says under  according_to: {{{}: …}}",
                source.meta.id
            ));
        }
        d = d.help("or delete it");
        found.push(d);
    }
}

fn used(what: &Checking<'_>) -> HashSet<SourceId> {
    let (kb, graph) = (what.kb, what.graph);
    let mut used: HashSet<SourceId> = graph.cited.keys().copied().collect();
    // A source that only cites itself is in nobody's list.
    used.retain(|id| graph.cited[id].iter().any(|by| *by != Entity::Source(*id)));
    let sections = kb.sections.iter().map(|section| &section.meta);
    for meta in authored(kb).map(|(_, meta)| meta).chain(sections) {
        used.extend(of_page(meta));
    }
    let frames = kb.questions.iter().map(|question| question.frame).chain([kb.site.frame]);
    used.extend(frames.flatten().filter_map(source));
    used.extend(kb.site.follows);
    used.extend(kb.sources.iter().filter_map(|source| source.extends));
    used.extend(kb.site.footer.iter().flat_map(|text| text.links.iter().filter_map(|link| target(&link.target))));
    used.extend(kb.site.nav.iter().filter_map(|(_, to)| target(to)));
    // An abbreviation may stand for it, and a question may be about it.
    used.extend(kb.terms.iter().flat_map(|term| &term.means).filter_map(|means| SourceId::try_from(*means).ok()));
    used.extend(graph.questions.keys().filter_map(|about| SourceId::try_from(*about).ok()));
    used
}

fn of_page(meta: &Meta) -> impl Iterator<Item = SourceId> {
    let related = meta.related.iter().filter_map(target);
    meta.frame.and_then(source).into_iter().chain(meta.sources.iter().copied()).chain(related)
}

const fn source(account: Account) -> Option<SourceId> {
    match account {
        Account::House => None,
        Account::Source(id) => Some(id),
    }
}

const fn target(target: &Target) -> Option<SourceId> {
    match target {
        Target::Citation(id) | Target::Record(Entity::Source(id), _) => Some(*id),
        _ => None,
    }
}
