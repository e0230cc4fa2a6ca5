//! KB604: a question about nothing, which no page shows.

use std::collections::HashSet;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{PageQuestion, QuestionId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let lists = kb.roles.iter().map(|r| &r.faq).chain(kb.comparisons.iter().map(|c| &c.faq));
    let named = lists.flatten().filter_map(|q| if let PageQuestion::Ref(id) = q { Some(*id) } else { None });
    let shown: HashSet<QuestionId> = named.chain(kb.page_questions.values().flatten().copied()).collect();
    for id in kb.question_ids().filter(|id| !shown.contains(id)) {
        let question = &kb[id];
        let (Some(q), Some(_), true) = (&question.q, &question.a, question.is_readable && question.about.is_empty()) else {
            continue;
        };
        // An `about` whose ids are unknown has a finding of its own.
        if what.written.key(question.place, "about") != question.place {
            continue;
        }
        let d = found
            .at(Code::KB604, q.place, "this question is about nothing")
            .label("no page shows it but the list of all questions")
            .help("name what it is about, a role, a term or a decision:  about: [product-owner]");
        found.push(d);
    }
}
