//! Texts, and the items that fields are made of.

use serde::Serialize;

/// A text without markup, and with it where it has any.
#[derive(Serialize, Debug, Clone, Default, PartialEq, Eq)]
pub struct TextData {
    /// Plain words.
    pub text: String,
    /// Inline HTML, safe to insert; only where it says more than `text`. Its links are relative to the root of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The sources cited, by id: the mark `1` in `html` is the first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

/// Another record, by the one key that says its kind: `{"role": "product-owner"}`.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum RefData {
    /// A role.
    Role(String),
    /// A party.
    Party(String),
    /// A comparison.
    Comparison(String),
    /// A decision.
    Decision(String),
    /// A question.
    Question(String),
    /// A term.
    Term(String),
    /// An event.
    Event(String),
    /// A guide.
    Guide(String),
    /// A source.
    Source(String),
    /// A person.
    Person(String),
}

/// One item of a field of a role. A field that can have one value only is a list of one item.
#[derive(Serialize, Debug, Clone, PartialEq, Eq)]
#[serde(untagged)]
pub enum ItemData {
    /// A role, party or term.
    Ref(RefData),
    /// Whether the role carries all of its responsibilities.
    Completeness {
        /// `all` or `any`.
        completeness: &'static str,
        /// The same in words.
        text: String,
    },
    /// A text.
    Text(TextData),
}
