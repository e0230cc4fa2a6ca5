//! KB311: two roles own one artefact in one account.

use std::collections::BTreeSet;

use super::Checking;
use super::ownership::{Owner, Ownership, above};
use super::said;
use crate::content::Findings;
use crate::diagnostic::{Code, several};
use crate::model::{Account, TermId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut ownership = Ownership::new(what);
    // Only an account that says something of its own about an artefact is asked about it.
    let said = what.graph.owners.iter().flat_map(|(term, list)| list.iter().map(|(_, account)| (*term, *account)));
    for (term, account) in said.collect::<BTreeSet<(TermId, Account)>>() {
        let owners = ownership.owners(term, account).to_vec();
        // Two of those who share it above share it here as well.
        let told = |above: &[Owner]| owners.iter().all(|(role, _)| above.iter().any(|(other, _)| role == other));
        if owners.len() < 2 || above(kb, account).into_iter().any(|a| told(ownership.owners(term, a))) {
            continue;
        }
        let id = kb.id(term.into());
        let names: Vec<&str> = owners.iter().map(|(role, _)| kb.id((*role).into())).collect();
        let [rest @ .., last] = names.as_slice() else { continue };
        let both = if rest.len() == 1 { "both" } else { "all" };
        let message = format!("{} and {last} {both} own {id}{}", rest.join(", "), said::whose(kb, account));
        let places = owners.iter().zip(&names).map(|((_, place), name)| (found.span(*place), format!("{name} owns it"))).collect();
        let d = several(Code::KB311, message, places).why("a thing with two owners is nobody's");
        found.push(match account {
            Account::House => {
                let d = d.help("keep one, or move one under `according_to` if only a source says so");
                // Whoever owns it there is held against our decisions there.
                let decided = what.graph.about_term.contains_key(&term);
                if decided { d.help(format!("a decision about {id} then says there who is `accountable`")) } else { d }
            }
            Account::Source(source) => {
                let source = kb.id(source.into());
                d.help(format!(
                    "keep one. Whoever does not own it in this account says so in  according_to: {{{source}: {{owns: […]}}}}  or, \
                     where the account has no such role,  {{defined: false}}"
                ))
            }
        });
    }
}
