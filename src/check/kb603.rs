//! KB603: nearly the same question, or the same answer under two questions.

use std::collections::HashSet;

use super::Checking;
use super::questions::{Asked, Questions, near};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::Knowledge;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let questions = what.questions();
    // One finding for each question that repeats another one; a pair with two answers is KB602.
    let mut told: HashSet<usize> = HashSet::new();
    for group in questions.equal() {
        let Some((first, rest)) = group.split_first() else { continue };
        told.extend(rest);
        if questions.agree(group) {
            report(kb, questions, *first, rest, "the same question is asked twice", None, found);
        }
    }
    for (first, later) in near(questions) {
        if !told.contains(&first) && told.insert(later) {
            report(kb, questions, first, &[later], "nearly the same question is asked twice", None, found);
        }
    }
    for group in questions.same_answer() {
        let fresh: Vec<usize> = group.into_iter().filter(|i| !told.contains(i)).collect();
        if let [first, rest @ ..] = fresh.as_slice()
            && !rest.is_empty()
        {
            let help = Some("if both questions are needed, answer one and link to it from the other");
            report(kb, questions, *first, rest, "two questions have the same answer, word by word", help, found);
        }
    }
}

fn report(
    kb: &Knowledge,
    questions: &Questions,
    first: usize,
    rest: &[usize],
    message: &str,
    help: Option<&str>,
    found: &mut Findings<'_>,
) {
    let first: &Asked = &questions.list[first];
    let mut d = found.at(Code::KB603, first.place, message).label("asked here");
    let mut elsewhere = false;
    for other in rest {
        let other = &questions.list[*other];
        elsewhere |= other.place.file != first.place.file;
        d = d.also(found.span(other.place), "and here");
    }
    d = d.why("whoever corrects one of them will not know of the other");
    d = d.help(if let Some(help) = help {
        help.to_owned()
    } else if elsewhere {
        format!("keep one; on the other page write  faq: [{}]", kb.id(first.id.into()))
    } else {
        "keep one, and name under `about` all that it is about".to_owned()
    });
    found.push(d);
}
