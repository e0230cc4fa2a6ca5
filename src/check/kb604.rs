//! KB604: a question about nothing, which no page shows.

use std::collections::HashSet;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{PageQuestion, QuestionId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let lists = kb.roles.iter().map(|r| &r.faq).chain(kb.comparisons.iter().map(|c| &c.faq));
    let refs = lists.flatten().filter_map(|q| if let PageQuestion::Ref(id) = q { Some(*id) } else { None });
    let shown: HashSet<QuestionId> = refs.chain(kb.page_questions.values().flatten().copied()).collect();
    let named = what.questions().named();
    for id in kb.question_ids().filter(|id| !shown.contains(id)) {
        let question = &kb[id];
        let (Some(q), Some(_), true) = (&question.q, &question.a, question.is_readable && question.about.is_empty()) else {
            continue;
        };
        // An `about` whose ids are unknown has a finding of its own.
        if what.written.has(question.place, "about") && !what.written.is_empty(question.place, "about") {
            continue;
        }
        // What it names is the likeliest.
        let about = named.get(&id).map_or("a-role", |entity| kb.id(*entity));
        let d = found
            .at(Code::KB604, q.place, "this question is about nothing")
            .label("no page shows it but the list of all questions")
            .help(format!("name what it is about, a role, a term or a decision:  about: [{about}]"));
        found.push(d);
    }
}
