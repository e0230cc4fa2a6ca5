//! KB703: a decision or definition without a source. Off unless `site.toml` asks for it.

use std::collections::HashSet;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::Entity;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    if !what.config.checks.wants(Code::KB703) {
        return;
    }
    let sourced: HashSet<Entity> = what.graph.cited.values().flatten().copied().collect();
    for id in kb.decision_ids().filter(|id| !sourced.contains(&(*id).into()) && !kb[*id].meta.is_stand_in) {
        let decision = &kb[id];
        let d = found
            .at(Code::KB703, decision.meta.place, format!("no source for \"{}\"", decision.decide.plain()))
            .help("name what it was agreed in:  sources: [delivery-policy]")
            .help("or cite it in the `note`:  [@delivery-policy]");
        found.push(d);
    }
    for id in kb.term_ids().filter(|id| kb[*id].def.is_some() && !sourced.contains(&(*id).into())) {
        let term = &kb[id];
        let d = found
            .at(Code::KB703, term.meta.place, format!("no source for the definition of `{}`", term.meta.title.plain()))
            .help("cite in `def` whoever defines it so:  [@scrum-guide-2020]");
        found.push(d);
    }
}
