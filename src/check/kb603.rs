//! KB603: nearly the same question, or the same answer under two questions.

use std::collections::HashSet;

use super::Checking;
use super::questions::near;
use crate::content::Findings;
use crate::diagnostic::{Code, repeated};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let questions = what.questions();
    // One finding for each question that repeats another one; a pair with two answers is KB602.
    let mut told: HashSet<usize> = HashSet::new();
    for group in questions.equal() {
        told.extend(&group[1..]);
        if questions.agree(group) {
            report(what, group, "the same question is asked twice", None, found);
        }
    }
    for (first, later) in near(questions) {
        if !told.contains(&first) && told.insert(later) {
            report(what, &[first, later], "nearly the same question is asked twice", None, found);
        }
    }
    for group in questions.same_answer() {
        let fresh: Vec<usize> = group.into_iter().filter(|i| !told.contains(i)).collect();
        if fresh.len() > 1 {
            let help = Some("if both questions are needed, answer one and link to it from the other");
            report(what, &fresh, "two questions have the same answer, word by word", help, found);
        }
    }
}

fn report(what: &Checking<'_>, group: &[usize], message: &str, help: Option<&str>, found: &mut Findings<'_>) {
    let questions = what.questions();
    let places = group.iter().map(|i| found.span(questions.list[*i].place)).collect();
    let d = repeated(Code::KB603, message, places, "asked here", "and here");
    let d = d.why("whoever corrects one of them will not know of the other");
    let keep = || {
        let how = questions.to_share(what, group);
        format!("keep one{}", how.as_deref().unwrap_or(", and name under `about` all that it is about"))
    };
    found.push(d.help(help.map_or_else(keep, str::to_owned)));
}
