//! KB602: one question with two answers.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::{Code, repeated};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let questions = what.questions();
    for group in questions.equal().iter().filter(|group| !questions.agree(group)) {
        let count = match group.len() {
            2 => "two different answers".to_owned(),
            n => format!("{n} answers that are not the same"),
        };
        let places = group.iter().map(|i| found.span(questions.list[*i].place)).collect();
        let message = format!("the same question has {count}");
        let d = repeated(Code::KB602, message, places, "asked here", "and here");
        let d = d.why("equal when abbreviations are written out and small words are dropped");
        let how = questions.to_share(what, group);
        let how = how.unwrap_or_else(|| ", or say in the questions how they differ".to_owned());
        found.push(d.help(format!("keep one answer{how}")));
    }
}
