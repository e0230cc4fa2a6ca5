//! Anchors that pages keep for their own parts.

use super::entity::Entity;

/// Ids that the templates give to parts of a role page.
const ROLE: [&str; 12] = [
    "compared",
    "decides",
    "duties",
    "main",
    "nav",
    "questions",
    "related",
    "responsibilities",
    "sources",
    "used-in",
    "works-with",
    "who-says-otherwise",
];
/// … of a comparison.
const COMPARISON: [&str; 13] =
    ["also", "both", "clash", "glance", "main", "nav", "overlap", "questions", "related", "sources", "together", "used-in", "who"];
/// … of a decision.
const DECISION: [&str; 9] = ["clash", "main", "nav", "not-the-same", "others", "questions", "related", "sources", "used-in"];
/// … of an event.
const EVENT: [&str; 8] = ["decided-here", "duties", "main", "nav", "questions", "related", "sources", "used-in"];
/// … of any other page.
const OTHER: [&str; 6] = ["main", "nav", "questions", "related", "sources", "used-in"];
/// … of the home page and the index pages, which hold lists of records.
const INDEX: [&str; 12] = [
    "comparisons",
    "decisions",
    "guides",
    "main",
    "matrix",
    "nav",
    "parties",
    "questions",
    "recent",
    "related",
    "roles",
    "sources",
];

/// Ids that headings of a record's body must keep clear of, because the page's own parts have them.
#[must_use]
pub fn reserved(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Role(_) => &ROLE,
        Entity::Comparison(_) => &COMPARISON,
        Entity::Decision(_) => &DECISION,
        Entity::Event(_) => &EVENT,
        Entity::Section(_) => &INDEX,
        _ => &OTHER,
    }
}
