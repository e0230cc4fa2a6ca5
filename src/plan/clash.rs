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
    let help = articles_among_records(&claims).unwrap_or_else(|| "rename one of them; an address leads to one page".to_owned());
    found.push(d.help(help));
}

/// What to do with an article, or a folder of them, at the address of a list of records.
fn articles_among_records(claims: &[&Claim]) -> Option<String> {
    let mut pages = claims.iter().filter_map(|claim| claim.page);
    pages.clone().any(|page| matches!(page, Page::Guide(_) | Page::Folder(_))).then_some(())?;
    let (records, is_folder) = pages.find_map(|page| match page {
        Page::Roles => Some(("roles", true)),
        Page::Decisions => Some(("decisions", true)),
        Page::Faq => Some(("questions", false)),
        Page::Glossary => Some(("terms", false)),
        Page::Sources => Some(("sources", false)),
        Page::Events => Some(("events", true)),
        Page::People => Some(("people", true)),
        _ => None,
    })?;
    let file = match records {
        "questions" => "faq",
        "terms" => "glossary",
        other => other,
    };
    let home = match records {
        "roles" => "roles are the files directly in content/roles/, which is written in lower case".to_owned(),
        _ if is_folder => format!("{records} are written in content/{file}.yaml, or directly in content/{file}/"),
        _ => format!("{records} are written in content/{file}.yaml, and what stands above them in content/{file}/index.md"),
    };
    let folder = if is_folder { "another folder, such as" } else { "a folder such as" };
    Some(format!("{home}; an article lies in {folder} content/guides/"))
}
