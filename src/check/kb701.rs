//! KB701: a page whose next review was due before today, or whose last one lies in the future.

use super::{Checking, authored};
use crate::content::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Knowledge, Meta, Owner, Status};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    // The prose above a list is reviewed where somebody says so: the list itself is never out of date.
    let sections =
        what.kb.section_ids().map(|id| (Entity::Section(id), &what.kb[id].meta)).filter(|(_, meta)| meta.reviewed.is_some());
    // A page that is kept for the record is not kept up to date.
    for (entity, meta) in authored(what.kb).chain(sections).filter(|(_, meta)| meta.status != Status::Retired) {
        if let Some(d) = ahead(what, meta, found).or_else(|| overdue(what, entity, meta, found)) {
            found.push(d);
        }
    }
}

/// A slip of the finger in the year would keep a page from being reviewed for decades.
fn ahead(what: &Checking<'_>, meta: &Meta, found: &Findings<'_>) -> Option<Diagnostic> {
    let today = what.config.today;
    meta.reviewed.filter(|reviewed| *reviewed > today)?;
    let d = found
        .at(Code::KB701, what.written.value(meta.place, "reviewed"), "the review date lies in the future")
        .label(format!("today is {today}"))
        .help("write the day of the last review");
    Some(d)
}

fn overdue(what: &Checking<'_>, entity: Entity, meta: &Meta, found: &Findings<'_>) -> Option<Diagnostic> {
    let next = meta.next_review(what.config).filter(|next| *next < what.config.today)?;
    let (every, last) = (meta.review_every.or(what.config.review_every)?, meta.reviewed_on()?);
    // Records that share a file share the days of its changes.
    let (how, place) = match meta.reviewed {
        Some(_) => ("last reviewed", what.written.value(meta.place, "reviewed")),
        None if meta.whole_file => ("last changed", meta.place),
        None => ("its file last changed", meta.place),
    };
    let owner = what.kb.owner(meta).map_or_else(String::new, |owner| format!(", owner {}", id(what.kb, owner)));
    let d = found
        .at(Code::KB701, place, format!("{how} {last}, interval {every}{owner}"))
        .label(format!("a review was due on {next}"))
        .help(format!("read it; if it is still right:  kb review {}", what.kb.reference(entity, what.sources)));
    Some(d)
}

fn id(kb: &Knowledge, owner: Owner) -> &str {
    match owner {
        Owner::Person(id) => kb.id(id.into()),
        Owner::Actor(actor) => kb.id(actor.into()),
    }
}
