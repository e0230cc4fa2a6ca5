//! The views: what a template gets to see of the knowledge base, one struct for each page kind.
//!
//! Plain data for printing. A view knows nothing of the model, looks nothing up and computes nothing; every address in it is
//! final. Strings in fields that end in `_html` are safe HTML, all other strings are plain text which the template escapes.
//! A `None` and an empty list mean the same to a template: leave it out.

mod account;
mod comparison;
mod decision;
mod embed;
mod glossary;
mod graph;
mod health;
mod lists;
mod nav;
mod page;
mod person;
mod question;
mod role;
mod site;
mod source;

pub use account::*;
pub use comparison::*;
pub use decision::*;
pub use embed::*;
pub use glossary::*;
pub use graph::*;
pub use health::*;
pub use lists::*;
pub use nav::*;
pub use page::*;
pub use person::*;
pub use question::*;
pub use role::*;
pub use site::*;
pub use source::*;

/// Ids the built-in templates give to parts of a page. Ids made from headings, questions and terms must keep clear of them.
pub const RESERVED_IDS: &[&str] = &[
    "accounts",
    "also",
    "ambiguous",
    "both",
    "builds",
    "clash",
    "compared",
    "comparisons",
    "coverage",
    "debt",
    "decided-here",
    "decides",
    "decisions",
    "disagreements",
    "disputed",
    "duties",
    "events",
    "findings",
    "folders",
    "glance",
    "guides",
    "main",
    "matrix",
    "nav",
    "next-reviews",
    "not-the-same",
    "orphans",
    "pages",
    "others",
    "overdue",
    "overlap",
    "owners",
    "owns",
    "pairs",
    "parties",
    "picked",
    "picker",
    "questions",
    "recent",
    "related",
    "responsibilities",
    "reviews",
    "roles",
    "silent",
    "sources",
    "takeaways",
    "terms",
    "together",
    "told",
    "try",
    "unknown",
    "used-in",
    "undefined",
    "who",
    "who-says-otherwise",
    "works-with",
    "wrote",
];
