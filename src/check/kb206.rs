//! KB206: an account that builds on itself, be it by way of others. What is no account at all is told where it is read.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::SourceId;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    // by which walk a source was first come to
    let mut walks = vec![0; kb.sources.len()];
    for (walk, first) in (1..).zip(kb.source_ids()) {
        let mut way: Vec<SourceId> = Vec::new();
        let mut next = Some(first);
        while let Some(id) = next.filter(|id| walks[id.index()] == 0) {
            walks[id.index()] = walk;
            way.push(id);
            next = kb[id].extends;
        }
        if let Some(from) = next.and_then(|id| way.iter().position(|on_way| *on_way == id)) {
            report(what, found, &way[from..]);
        }
    }
}

fn report(what: &Checking<'_>, found: &mut Findings<'_>, circle: &[SourceId]) {
    let [first, rest @ ..] = circle else { return };
    let id = |source: &SourceId| format!("`{}`", what.kb[*source].meta.id);
    let place = |source: &SourceId| what.written.value(what.kb[*source].meta.place, "extends");
    let message = match rest {
        [] => format!("{} builds on itself", id(first)),
        [other] => format!("{} and {} build on each other", id(first), id(other)),
        _ => format!(
            "accounts build on each other in a circle: {}",
            circle.iter().chain([first]).map(id).collect::<Vec<_>>().join(" → ")
        ),
    };
    let mut d = found.at(Code::KB206, place(first), message).help("an account builds on an older one: take one `extends` out");
    for source in rest {
        d = d.also(found.span(place(source)), "and here");
    }
    found.push(d);
}
