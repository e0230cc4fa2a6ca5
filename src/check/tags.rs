//! KB804 for tags: two that are written with different signs, and would share a page.
//!
//! Addresses are known when pages are planned; which tags are one and which are two, only their names tell.

use std::collections::HashMap;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Meta, TAG_HELP, is_one_tag};
use crate::source::Place;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    // By address: how the tag is written where it stands first, and there.
    let mut first: HashMap<&str, (&str, &Meta)> = HashMap::new();
    for meta in what.graph.tags.values().flat_map(|(_, pages)| pages).filter_map(|page| what.kb.meta(*page)) {
        for (slug, name) in &meta.tags {
            let (other, its) = *first.entry(slug).or_insert((name, meta));
            if is_one_tag(other, name) {
                continue;
            }
            let d = found
                .at(
                    Code::KB804,
                    place(what, meta, slug),
                    format!("the tag `{name}` and the tag `{other}` have the same address /tags/{slug}/"),
                )
                .label("wants this address")
                .also(found.span(place(what, its, slug)), "so does this")
                .help(TAG_HELP);
            found.push(d);
        }
    }
}

fn place(what: &Checking<'_>, meta: &Meta, slug: &str) -> Place {
    let nth = meta.tags.iter().position(|(s, _)| s == slug).unwrap_or_default();
    what.written.value(meta.place, &format!("tags/{nth}"))
}
