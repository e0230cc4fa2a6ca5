//! KB702: a page that nobody answers for.
//!
//! A site that has not begun with owners is left in peace: only where reviews are asked for, or some pages have owners,
//! is a page without one a gap.

use super::{Checking, authored};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Actor, Meta, Owner, RoleId, Status};
use crate::source::{FileId, Place};

const WHY: &str = "a review is done when it is somebody's, and a reader with a question needs to know whose";

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut owned = 0_usize;
    let mut without: Vec<&Meta> = Vec::new();
    for (_, meta) in authored(kb).filter(|(_, meta)| meta.status != Status::Retired) {
        match meta.owner {
            Some(Owner::Actor(Actor::Role(role))) => is_role(what, found, role, what.written.value(meta.place, "owner")),
            Some(_) => {}
            None => {
                without.push(meta);
                continue;
            }
        }
        owned += 1;
    }
    if let Some((_, place)) = &what.config.review_owner {
        if let Some(Owner::Actor(Actor::Role(role))) = kb.site.owner {
            is_role(what, found, role, *place);
        }
        return;
    }
    // What could not be read may name one.
    if !what.config.knows_owner {
        return;
    }
    let begun = owned > 0 || what.config.review_every.is_some();
    if !begun {
        without.retain(|meta| meta.review_every.is_some());
    } else if without.len() > owned {
        return nobody(what, found, without.len());
    }
    for meta in without {
        // An owner that is unknown is a finding already.
        if what.written.key(meta.place, "owner") == meta.place {
            let d = found
                .at(Code::KB702, meta.place, "nobody owns this page")
                .why(WHY)
                .help("name a person or a party,  owner: …  or for all pages in site.toml  [review] owner = \"…\"");
            found.push(d);
        }
    }
}

/// Most pages have no owner: that is one gap, and it is in the settings.
fn nobody(what: &Checking<'_>, found: &mut Findings<'_>, pages: usize) {
    let file = what.sources.find("site.toml").unwrap_or(FileId::FIRST);
    let text = &what.sources.file(file).text;
    let table = "[review]";
    let at = text.match_indices(table).find(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
    let range = at.map_or(0..0, |(at, table)| at..at + table.len());
    let count = if pages == 1 { "1 page has".to_owned() } else { format!("{pages} pages have") };
    let d = found
        .at(Code::KB702, Place::bytes(file, range), "the site has no owner for pages that name none")
        .label(format!("{count} none"))
        .why(WHY)
        .help("name a person of content/people.yaml or a party of content/parties.yaml:\n[review]\nowner = \"handbook-editors\"");
    found.push(d);
}

/// A role is held by several people, or by nobody today.
fn is_role(what: &Checking<'_>, found: &mut Findings<'_>, role: RoleId, place: Place) {
    let id = what.kb.id(role.into());
    let d = found
        .at(Code::KB702, place, format!("`{id}` is a role, not somebody one can ask"))
        .label("the owner of a page is a person or a party")
        .help("name a person of content/people.yaml, or a party of content/parties.yaml");
    found.push(d);
}
