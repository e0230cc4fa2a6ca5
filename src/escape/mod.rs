//! Text as part of other syntaxes. What is written here reads back as it was, or not at all.

pub(crate) mod markdown;
pub(crate) mod script;
pub(crate) mod uri;
pub(crate) mod xml;
