//! What every page of a site shares: the `site` value of the global context.

use std::collections::BTreeMap;

use serde::Serialize;

use super::LinkView;

/// The site, as every template sees it under the name `site`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct SiteView {
    /// The title of the site.
    pub title: String,
    /// The site's description, for pages that have none of their own.
    pub description: Option<String>,
    /// The language of the site, as a language tag: `en`.
    pub language: String,
    /// Whether search engines may list the site; `false` prints `noindex` on every page.
    pub index: bool,
    /// The path of the logo from the root of the site, with its size where it is known.
    pub logo: Option<LogoView>,
    /// The name of the house account: "How we work at Northlight".
    pub house_title: String,
    /// The account the house follows where it is silent. Its address is a path from the root of the site.
    pub follows: Option<LinkView>,
    /// The page about the state of the handbook, where it is published. A path from the root of the site.
    pub health: Option<String>,
    /// The search page, where the site can be searched. A path from the root of the site.
    pub search: Option<String>,
    /// The letters and words of the four parts in a decision.
    pub letters: LettersView,
    /// The paths of the theme's scripts from the root of the site, by name: `scripts.theme`.
    pub scripts: BTreeMap<String, String>,
}

/// A logo in the header; it stands beside the site's title, so it needs no words of its own.
#[derive(Serialize, Debug, Clone, Default)]
pub struct LogoView {
    /// The path from the root of the site.
    pub path: String,
    /// The width in pixels.
    pub width: Option<u32>,
    /// The height in pixels.
    pub height: Option<u32>,
}

/// The four parts a role can have in a decision, in the words the site chose (`letters.raci`, `.daci` or `.rapid` of `strings.toml`).
#[derive(Serialize, Debug, Clone, Default)]
pub struct LettersView {
    /// Accountable.
    pub a: LetterView,
    /// Responsible.
    pub r: LetterView,
    /// Consulted.
    pub c: LetterView,
    /// Informed.
    pub i: LetterView,
}

/// One part in a decision: its letter and its words. The fields are the keys of `strings.toml`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct LetterView {
    /// The letter printed in a mark: "A".
    pub letter: String,
    /// The word: "Accountable".
    pub word: String,
    /// The words before a list of decisions: "Accountable for".
    pub of: String,
    /// What the part means, one sentence.
    pub means: String,
}

/// A part in a decision, as a key of [`LettersView`]. Strongest first.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Letter {
    /// Accountable.
    A,
    /// Responsible.
    R,
    /// Consulted.
    C,
    /// Informed.
    I,
}
