//! Words and what they mean.

use serde::Serialize;

use super::{AmbiguousView, DecisionLineView, LinkView, PageView, StatusView};

/// `glossary.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GlossaryPage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// Abbreviations with more than one meaning.
    pub ambiguous: Vec<AmbiguousView>,
    /// The alphabet, with the words under each letter.
    pub letters: Vec<GlossaryLetterView>,
}

/// A letter of the alphabet.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GlossaryLetterView {
    /// The letter as it is printed.
    pub letter: String,
    /// The id of its section: `letter-a`. No term or abbreviation may have it.
    pub id: String,
    /// The words; empty letters stand in the bar without a link.
    pub terms: Vec<TermView>,
}

/// An entry of the glossary: a word with its definition, or an abbreviation with its meanings.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TermView {
    /// The id of the entry.
    pub id: String,
    /// Ids it had before.
    pub former: Vec<String>,
    /// The word in its display form.
    pub title_html: String,
    /// `term`, `artefact`, `group` or `abbreviation`: a key of `t.term`.
    pub kind: String,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
    /// What the word means.
    pub def_html: Option<String>,
    /// What the abbreviation stands for; two or more make it ambiguous.
    pub means: Vec<LinkView>,
    /// The abbreviations that stand for this word.
    pub abbrs: Vec<LinkView>,
    /// Other names.
    pub aka_html: Vec<String>,
    /// Advice when the word is better avoided.
    pub prefer_html: Option<String>,
    /// Look there too.
    pub see: Vec<LinkView>,
    /// Words it is confused with.
    pub not: Vec<LinkView>,
    /// The roles that own it, each in its account.
    pub owners: Vec<OwnerView>,
    /// The decisions about it.
    pub decisions: Vec<DecisionLineView>,
}

/// Who owns a term in an account.
#[derive(Serialize, Debug, Clone, Default)]
pub struct OwnerView {
    /// The role.
    pub role: LinkView,
    /// The account that says so, when it is not the site's own.
    pub account: Option<String>,
}
