//! KB502: one abbreviation, two meanings on one page.

use super::Checking;
use super::words::{Given, Words};
use crate::content::Findings;
use crate::diagnostic::Code;

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    let kb = what.kb;
    for page in words.written() {
        for uses in page.uses(what) {
            let (Some(first), Some(second)) = uses.meanings(kb) else { continue };
            let (one, other) = (first.meaning.told(kb), second.meaning.told(kb));
            let verb = if uses.bound.is_some() { "bound to" } else { "means" };
            let place = |given: &Given| given.place.or_else(|| Some(uses.bound.as_ref()?.place(what)));
            let (Some(here), Some(there)) = (place(&second), place(&first)) else { continue };
            let d = found
                .at(Code::KB502, here, format!("\"{}\" means {one} and {other} on one page", uses.text))
                .label(format!("means {other} here"))
                .also(found.span(there), format!("{verb} {one} here"))
                .why("no reader can tell which of the two is meant further down")
                .help("write both out, wherever they stand on this page");
            found.push(d);
        }
    }
}
