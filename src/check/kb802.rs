//! KB802: a guide that no page leads to.
//!
//! What counts is whether a reader of some other page is shown the way: a link in its text, `related`, a question about
//! it, a written navigation, or the list of pages that mention a record. The tree, index pages, tags and the pages of people
//! list everything, and links that are made of first mentions depend on chance.

use std::collections::HashSet;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Entity, GuideId, Knowledge, Status, Target};
use crate::plan::{Page, Plan};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    // What a broken file says is not known, and where there is one page only none can lead to it.
    if !kb.is_whole || kb.guides.is_empty() || is_alone(kb) {
        return;
    }
    let led = led_to(what);
    for id in kb.guide_ids() {
        let guide = &kb[id];
        // a guide without an address has another finding
        let has_page = what.plan.has(Page::Guide(id));
        if !has_page || led.contains(&id) || guide.is_index || guide.meta.is_stand_in || guide.meta.status == Status::Retired {
            continue;
        }
        // An address that another page has too is a finding already, and where this one will lie is not known.
        if !what.plan.is_in_order() && !has_address(what.plan, id, &guide.segments) {
            continue;
        }
        let d = found
            .at(Code::KB802, guide.meta.place, "no page leads here")
            .label("only lists of all pages show it")
            .why("readers come to a page from another one; what only a list shows is rarely found")
            .help(format!("link to it from a text,  [](guide:{})", guide.meta.id))
            .help(format!("or write on a page it goes with:\nrelated: [guide:{}]", guide.meta.id));
        found.push(d);
    }
}

/// Whether a guide and the folder it lies in have the addresses they want.
fn has_address(plan: &Plan, id: GuideId, segments: &[String]) -> bool {
    let folders = (0_u32..).zip(plan.folders()).filter(|(_, folder)| segments.starts_with(folder));
    plan.has(Page::Guide(id)) && folders.map(|(index, _)| Page::Folder(index)).all(|folder| plan.has(folder))
}

fn is_alone(kb: &Knowledge) -> bool {
    let others = [kb.roles.len(), kb.comparisons.len(), kb.decisions.len(), kb.questions.len(), kb.terms.len(), kb.events.len()];
    kb.guides.len() == 1 && kb.sections.is_empty() && others.iter().all(|n| *n == 0)
}

/// Every guide that some page leads to.
fn led_to(what: &Checking<'_>) -> HashSet<GuideId> {
    let (kb, graph) = (what.kb, what.graph);
    let mut led: HashSet<GuideId> = HashSet::new();
    for (to, list) in &graph.backlinks {
        if let Entity::Guide(id) = to {
            led.insert(*id);
        }
        if Plan::lists_backlinks(*to) {
            led.extend(list.iter().filter_map(|link| GuideId::try_from(link.from).ok()));
        }
    }
    led.extend(kb.meant.iter().filter_map(|meant| GuideId::try_from(*meant).ok()));
    led.extend(graph.questions.keys().filter_map(|about| GuideId::try_from(*about).ok()));
    let related = kb.sections.iter().flat_map(|section| &section.meta.related);
    let footer = kb.site.footer.iter().flat_map(|text| text.links.iter().map(|link| &link.target));
    for target in kb.site.nav.iter().map(|(_, target)| target).chain(footer).chain(related) {
        let guide = match target {
            Target::Record(Entity::Guide(id), _) => Some(*id),
            Target::Page(address) => match what.plan.page_at(address) {
                Some((Page::Guide(id), _)) => Some(id),
                _ => None,
            },
            _ => None,
        };
        led.extend(guide);
    }
    led
}
