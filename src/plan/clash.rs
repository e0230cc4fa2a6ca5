//! KB804: two that want the same address.

use super::{Claim, Page};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::source::Place;

/// Two claims or more to one address.
pub(super) fn clash(mut claims: Vec<&Claim>, fallback: Place, found: &mut Findings<'_>) {
    // A finding stands in a file: at the first of the places, if there is one. Those without a place come last.
    claims.sort_by_cached_key(|claim| claim.place.map_or((true, None), |place| (false, Some(found.span(place)))));
    let [first, second, more @ ..] = claims.as_slice() else { return };
    let who = match more {
        [] => format!("{} and {}", first.what, second.what),
        more => format!("{}, {} and {} more", first.what, second.what, more.len()),
    };
    let differ = |key: fn(&str) -> String| claims.iter().any(|claim| key(claim.url.output()) != key(first.url.output()));
    let message = if !differ(str::to_owned) {
        format!("{who} have the same address /{}", first.url.as_str())
    } else if !differ(str::to_lowercase) {
        format!("{who} have addresses that differ only in capitals")
    } else {
        format!("{who} have addresses that differ only in how accents are stored")
    };
    let label = match first.place {
        Some(_) => "wants this address",
        None => "said here because none of them has a line to point at",
    };
    let d = found.at(Code::KB804, first.place.unwrap_or(fallback), message).label(label);
    let others = claims[1..].iter().filter_map(|claim| claim.place);
    let d = others.fold(d, |d, place| d.also(found.span(place), "so does this"));
    let help = articles_among_records(&claims).unwrap_or("rename one of them; an address leads to one page");
    found.push(d.help(help));
}

/// What to do with an article, or a folder of them, at the address of a list of records.
fn articles_among_records(claims: &[&Claim]) -> Option<&'static str> {
    let mut pages = claims.iter().filter_map(|claim| claim.page);
    pages.clone().any(|page| matches!(page, Page::Guide(_) | Page::Folder(_))).then_some(())?;
    pages.find_map(|page| match page {
        Page::Roles => Some(
            "roles are the files directly in content/roles/, which is written in lower case; an article lies in another folder, such as content/guides/",
        ),
        Page::Decisions => Some(
            "decisions are written in content/decisions.yaml, or directly in content/decisions/; an article lies in another folder, such as content/guides/",
        ),
        Page::Faq => Some(
            "questions are written in content/faq.yaml, and what stands above them in content/faq/index.md; an article lies in a folder such as content/guides/",
        ),
        Page::Glossary => Some(
            "terms are written in content/glossary.yaml, and what stands above them in content/glossary/index.md; an article lies in a folder such as content/guides/",
        ),
        Page::Sources => Some(
            "sources are written in content/sources.yaml, and what stands above them in content/sources/index.md; an article lies in a folder such as content/guides/",
        ),
        Page::Events => Some(
            "events are written in content/events.yaml, or directly in content/events/; an article lies in another folder, such as content/guides/",
        ),
        Page::People => Some(
            "people are written in content/people.yaml, or directly in content/people/; an article lies in another folder, such as content/guides/",
        ),
        _ => None,
    })
}
