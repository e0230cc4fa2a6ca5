//! KB506: an abbreviation bound to one meaning on a page that also names the other in full.

use super::Checking;
use super::words::{Words, name};
use crate::content::Findings;
use crate::diagnostic::Code;

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    let kb = what.kb;
    for page in words.written() {
        for uses in page.uses(what) {
            let (Some(meanings), Some(binding)) = (words.lexicon.ambiguous.get(uses.text), &uses.bound) else { continue };
            let bound = binding.entity;
            if uses.meanings(kb).1.is_some() {
                continue;
            }
            let other = page.named.iter().find(|n| n.entity.is_some_and(|e| e != bound && meanings.contains(&e)));
            let (Some(other), Some(first)) = (other, uses.all.first()) else { continue };
            let Some(entity) = other.entity else { continue };
            let message =
                format!("\"{}\" is bound to {} here, but the page also names the {}", uses.text, name(kb, bound), name(kb, entity));
            let d = found
                .at(Code::KB506, binding.place(what), message)
                .label("bound for the whole page")
                .also(found.span(first.place), "used here")
                .also(found.span(other.place), "the other one, in full")
                .why("no check can see whether every use is meant this way")
                .help("write both out");
            found.push(d);
        }
    }
}
