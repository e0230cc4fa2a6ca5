//! Every id stands once on a page: the records keep theirs, because those are addresses, and the parts of the page give way.
//!
//! A record's anchor stands on a `div`, `details`, `tr` or `dt`; whatever else has an id is a part of the page: a heading, a list of
//! sources, `main`. Links to a part that gave way follow it: those of the contents, of a heading to itself, of a mark to its note.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::view::RESERVED_IDS;

/// Beginnings of the ids that templates and texts make up.
const MADE: [&str; 7] = ["c-", "letter-", "account-", "fn-", "fnref-", "by-", "about-"];

/// Whether a part of some page may have this id, so that a record of this name would stand in its way.
pub(super) fn is_part(id: &str) -> bool {
    let numbered = |prefix: char| id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    RESERVED_IDS.contains(&id)
        || MADE.iter().any(|made| id.starts_with(made))
        || ['s', 'n', 'e'].into_iter().any(numbered)
        || id == "q"
}

/// Attributes that name parts of the page.
const NAMING: [&str; 7] =
    ["aria-labelledby", "aria-describedby", "aria-controls", "aria-details", "popovertarget", "for", "headers"];

/// A tag that has an id or names one.
struct Tag<'h> {
    name: &'h str,
    /// Attributes with a value: name, value and where the value stands.
    attributes: Vec<(&'h str, &'h str, Range<usize>)>,
    /// Whether it stands in the contents of the page.
    listed: bool,
}

impl<'h> Tag<'h> {
    fn get(&self, name: &str) -> Option<&(&'h str, &'h str, Range<usize>)> {
        self.attributes.iter().find(|(n, ..)| *n == name)
    }

    fn is_record(&self) -> bool {
        matches!(self.name, "div" | "details" | "tr" | "dt")
    }

    /// Whether this is the heading to which the link within it leads.
    fn is_heading_of(&self, href: &str) -> bool {
        matches!(self.name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            && self.get("id").is_some_and(|(_, id, _)| href.strip_prefix('#') == Some(id))
    }

    /// Whether a link leads to a part of the page, and not to a record that is called the same.
    fn leads_to_part(&self) -> bool {
        let class = self.get("class").map_or("", |(_, class, _)| class);
        self.listed || class == "skip" || ["aria-label", "aria-current", "id"].iter().any(|name| self.get(name).is_some())
    }
}

/// The page with each id once; nothing when that is so already.
pub(super) fn settle(html: &str) -> Option<String> {
    let tags = tags(html);
    let ids = || tags.iter().filter_map(|tag| tag.get("id").map(|(_, id, at)| (tag, *id, at)));
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (_, id, _) in ids() {
        *count.entry(id).or_default() += 1;
    }
    count.retain(|_, n| *n > 1);
    if count.is_empty() {
        return None;
    }
    let records: HashSet<&str> = ids().filter(|(tag, ..)| tag.is_record()).map(|(_, id, _)| id).collect();
    let mut taken: HashSet<String> = ids().map(|(_, id, _)| id.to_owned()).collect();
    let mut kept: HashSet<&str> = HashSet::new();
    // What a part is called from now on, by what it was called: where a record has the name.
    let mut renamed: HashMap<&str, String> = HashMap::new();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (tag, id, at) in ids().filter(|(_, id, _)| count.contains_key(id)) {
        if tag.is_record() == records.contains(id) && kept.insert(id) {
            continue;
        }
        let free = (1..).map(|n| if n == 1 { format!("{id}-part") } else { format!("{id}-part-{n}") });
        let Some(new) = free.into_iter().find(|new| !taken.contains(new)) else { continue };
        taken.insert(new.clone());
        if records.contains(id) && !tag.is_record() {
            renamed.entry(id).or_insert_with(|| new.clone());
        }
        edits.push((at.clone(), new));
    }
    for (n, tag) in tags.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|n| tags.get(n));
        for (name, value, at) in &tag.attributes {
            if NAMING.contains(name) && value.split(' ').any(|id| renamed.contains_key(id)) {
                let names = value.split(' ').map(|id| renamed.get(id).map_or(id, String::as_str));
                edits.push((at.clone(), names.collect::<Vec<_>>().join(" ")));
            } else if *name == "href"
                && (tag.leads_to_part() || before.is_some_and(|heading| heading.is_heading_of(value)))
                && let Some(new) = value.strip_prefix('#').and_then(|id| renamed.get(id))
            {
                edits.push((at.clone(), format!("#{new}")));
            }
        }
    }
    edits.sort_by_key(|(at, _)| at.start);
    let mut out = String::with_capacity(html.len() + 64);
    let mut done = 0;
    for (at, new) in edits {
        out += &html[done..at.start];
        out += &new;
        done = at.end;
    }
    out += &html[done..];
    Some(out)
}

/// The tags of a page that have attributes.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let bytes = html.as_bytes();
    let mut tags = Vec::new();
    let mut listed = false;
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|n| at + n) {
        let name_end = open + 1 + html[open + 1..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(0);
        let name = &html[open + 1..name_end];
        at = name_end.max(open + 1);
        if name.is_empty() {
            listed &= !html[open..].starts_with("</nav");
            continue;
        }
        let mut attributes = Vec::new();
        // Up to the end of the tag; a `>` within quotes does not end it.
        while at < bytes.len() && bytes[at] != b'>' {
            if bytes[at] == b'"' {
                let end = html[at + 1..].find('"').map_or(bytes.len(), |n| at + 1 + n);
                let before = html[name_end..at].trim_end_matches('=');
                let key = before.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or_default();
                attributes.push((key, &html[at + 1..end], at + 1..end));
                at = end;
            }
            at += 1;
        }
        at = at.min(bytes.len());
        listed |= name == "nav" && attributes.iter().any(|(key, value, _)| *key == "class" && *value == "toc");
        if !attributes.is_empty() {
            tags.push(Tag { name, attributes, listed });
        }
    }
    tags
}
