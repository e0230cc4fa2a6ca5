//! ` ```kb ` blocks: derived parts within a text.

use super::cx::PageCx;
use super::view::{EmbedCompare, EmbedDecisions, EmbedFaq, EmbedRole, EmbedTerms};
use crate::model::{Comparing, DecisionFilter, DecisionId, Embed, Part, QuestionId};

/// The HTML of an embed; a template that fails is remembered by the page.
pub(super) fn render(cx: &mut PageCx<'_, '_>, embed: &Embed) -> String {
    cx.embeds += 1;
    let id = format!("e{}", cx.embeds);
    let rendered = match embed {
        Embed::Compare { roles, rows } => {
            let account = cx.account();
            let table = cx.table(&id, Comparing { roles, rows: rows.as_deref(), account });
            let full = cx.authored(roles);
            cx.template("embed-compare.html", &EmbedCompare { table, full })
        }
        Embed::Faq(about) => {
            let mut ids: Vec<QuestionId> = about.iter().filter_map(|e| cx.graph().questions.get(e)).flatten().copied().collect();
            ids.sort_unstable();
            ids.dedup();
            let here = if let [one] = about.as_slice() { Some(*one) } else { None };
            let questions = ids.into_iter().map(|q| cx.question(q, here)).collect();
            cx.template("embed-faq.html", &EmbedFaq { questions })
        }
        Embed::Decisions(filter) => {
            let decisions = cx.decision_lines(&matching(cx, filter));
            cx.template("embed-decisions.html", &EmbedDecisions { id, decisions })
        }
        Embed::Terms(ids) => {
            let terms = ids
                .iter()
                .map(|term| {
                    let mut view = cx.term(*term);
                    // The glossary has the anchor; here it would stand twice.
                    view.id = String::new();
                    view
                })
                .collect();
            cx.template("embed-terms.html", &EmbedTerms { terms })
        }
        Embed::Role(role) => {
            let mut role = cx.role_card_in(*role, cx.account());
            // The list of roles has the anchor; here it could stand twice.
            role.id = String::new();
            cx.template("embed-role.html", &EmbedRole { role })
        }
    };
    rendered.unwrap_or_else(|failure| {
        cx.failed.get_or_insert(failure);
        String::new()
    })
}

/// The decisions that fit every part of a filter.
fn matching(cx: &PageCx<'_, '_>, filter: &DecisionFilter) -> Vec<DecisionId> {
    if !filter.ids.is_empty() {
        return filter.ids.clone();
    }
    let account = cx.account();
    let has = |id: DecisionId| {
        // As the page sees it: what it names as accountable is what it is asked for.
        let parts = cx.kb().parts(&cx.kb()[id], account);
        filter.parts.iter().all(|(part, actor)| match *part {
            Part::Accountable => parts.accountable == Some(*actor),
            part => parts.of(*actor).contains(&part),
        }) && filter.about.is_none_or(|t| parts.about == Some(t))
            && filter.at.is_none_or(|e| parts.at == Some(e))
    };
    // By the strictest index there is, so that a page with many embeds stays linear.
    let candidates: Vec<DecisionId> = match filter.parts.first() {
        Some((_, actor)) => cx.graph().named.get(actor).cloned().unwrap_or_default(),
        None => cx.site.orders.decisions.clone(),
    };
    candidates.into_iter().filter(|id| has(*id)).collect()
}
