//! KB506: an abbreviation bound to one meaning, by `means` or by writing it out, on a page that also names the other in full.

use super::Checking;
use super::words::{Words, name};
use crate::content::Findings;
use crate::diagnostic::Code;

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    let kb = what.kb;
    for page in words.written() {
        for uses in page.uses(what) {
            let Some(meanings) = words.lexicon.ambiguous.get(uses.text) else { continue };
            let binding = match &uses.bound {
                Some(bound) => uses.all.first().map(|used| (bound.entity, None, *used)),
                None => uses.written_out(kb, meanings).map(|(told, entity, used)| (entity, Some(told.place), used)),
            };
            let Some((bound, told, used)) = binding.filter(|_| uses.meanings(kb).1.is_none()) else { continue };
            let other = page.named.iter().find(|n| n.entity.is_some_and(|e| e != bound && meanings.contains(&e)));
            let Some((other, entity)) = other.and_then(|other| Some((other, other.entity?))) else { continue };
            let label = if told.is_some() { "means that from here on" } else { "bound for the whole page" };
            let Some(place) = told.or_else(|| Some(uses.bound.as_ref()?.place(what))) else { continue };
            let message =
                format!("\"{}\" is bound to {} here, but the page also names the {}", uses.text, name(kb, bound), name(kb, entity));
            let d = found
                .at(Code::KB506, place, message)
                .label(label)
                .also(found.span(used.place), "used here")
                .also(found.span(other.place), "the other one, in full")
                .why("no check can see whether every use is meant this way")
                .help("write both out");
            found.push(d);
        }
    }
}
