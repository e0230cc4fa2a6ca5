//! KB602: one question with two answers.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let questions = what.questions();
    for group in questions.equal().iter().filter(|group| !questions.agree(group)) {
        let Some((first, rest)) = group.split_first() else { continue };
        let first = &questions.list[*first];
        let count = match rest.len() {
            1 => "two different answers".to_owned(),
            n => format!("{} answers that are not the same", n + 1),
        };
        let mut d = found.at(Code::KB602, first.place, format!("the same question has {count}")).label("asked here");
        let mut elsewhere = false;
        for other in rest {
            let other = &questions.list[*other];
            elsewhere |= other.place.file != first.place.file;
            d = d.also(found.span(other.place), "and here");
        }
        d = d.why("equal when abbreviations are written out and small words are dropped");
        d = d.help(if elsewhere {
            format!("keep one answer; on the other page write  faq: [{}]", kb.id(first.id.into()))
        } else {
            "keep one answer, or say in the questions how they differ".to_owned()
        });
        found.push(d);
    }
}
