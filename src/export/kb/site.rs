//! The site, its words and its accounts.

use std::collections::BTreeMap;

use serde::Serialize;

/// What the picker and other readers need to know of the site.
#[derive(Serialize, Debug, Clone, Default)]
pub struct SiteData {
    /// The title.
    pub title: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The language, as a language tag.
    pub language: String,
    /// The account a page gives unless it says otherwise: an id of `accounts`.
    pub account: String,
    /// The account the house follows where it is silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// The usual rows of a derived table: fields of roles. A row that none of the roles states is left out of a table; if
    /// that leaves none, the row is `summary`.
    pub rows: Vec<&'static str>,
    /// What the fields of a role are called, in the language of the site.
    pub fields: BTreeMap<&'static str, String>,
    /// The four parts in a decision, by `a`, `r`, `c` and `i`, in the words the site chose.
    pub letters: BTreeMap<&'static str, LetterData>,
}

/// A part in a decision.
#[derive(Serialize, Debug, Clone, Default)]
pub struct LetterData {
    /// Its letter.
    pub letter: String,
    /// Its word.
    pub word: String,
}

/// Somebody's account of who does what.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountData {
    /// `house`, or the id of a source.
    pub id: String,
    /// The name, with its edition where that tells it apart.
    pub name: String,
    /// Where it is described.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Sources to ask for a value, in this order: the account itself, the one it extends, and so on. The house has none.
    pub chain: Vec<String>,
}
