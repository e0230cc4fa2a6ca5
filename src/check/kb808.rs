//! KB808: a heading that skips a level.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::Body;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let bodies = kb.records().filter_map(|entity| kb.meta(entity)?.body.as_ref());
    for body in bodies.chain(kb.questions.iter().filter_map(|question| question.body.as_ref())) {
        skipped(body, found);
    }
}

fn skipped(body: &Body, found: &mut Findings<'_>) {
    let headings = &body.headings[usize::from(body.titled).min(body.headings.len())..];
    // The highest heading of a body is shown one level below the title of the page, whatever it is written as.
    let Some(top) = headings.iter().map(|heading| heading.level).min() else { return };
    let mut above = top - 1;
    for heading in headings {
        let level = usize::from(heading.level);
        if heading.level > above + 1 {
            let missing = "#".repeat(usize::from(above) + 1);
            let written = "#".repeat(level);
            let message = if above < top {
                format!("the text begins with a heading `{written}`, and has `{missing}` further down")
            } else {
                format!("a heading `{written}` right under one of `{}`", "#".repeat(usize::from(above)))
            };
            let d = found
                .at(Code::KB808, body.text.place.within(heading.range.clone()), message)
                .label(format!("`{missing}` is left out"))
                .why("screen readers, and readers who skim, take the levels for the outline of the page")
                .help(format!("write  {missing} {}", heading.title));
            found.push(d);
        }
        above = heading.level;
    }
}
