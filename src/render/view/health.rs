//! The state of the handbook.

use serde::Serialize;

use super::{CountedLinkView, DateView, LinkView, PageView};

/// `health.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct HealthPage {
    /// The furniture.
    pub page: PageView,
    /// The handbook debt: the points of all parts.
    pub debt: usize,
    /// What it is made of, heaviest first.
    pub parts: Vec<DebtPartView>,
    /// How many findings there are: errors, warnings and infos.
    pub levels: Vec<LevelView>,
    /// Findings by check, heaviest first.
    pub codes: Vec<FoundView>,
    /// Findings by owner, nobody last.
    pub owners: Vec<LoadView>,
    /// Overdue reviews by owner.
    pub overdue: Vec<OverdueView>,
    /// The days of the other reviews, the next one first, as many as are near.
    pub next: Vec<DayView>,
    /// Where all dates are as a calendar, and how many.
    pub calendar: Option<CountedLinkView>,
    /// Guides that no page leads to.
    pub orphans: CutView<LinkView>,
    /// Decisions that are disputed.
    pub disputed: CutView<LinkView>,
    /// Records on which other accounts disagree, and how often.
    pub disagreements: CutView<CountedLinkView>,
    /// The columns of the table of what roles state.
    pub fields: Vec<FieldView>,
    /// Its rows.
    pub roles: CutView<CoverageView>,
    /// Abbreviations explained nowhere.
    pub undefined: CutView<UndefinedView>,
}

/// A list of which the page shows the beginning.
#[derive(Serialize, Debug, Clone)]
pub struct CutView<T> {
    /// The beginning.
    pub items: Vec<T>,
    /// How many more there are.
    pub more: usize,
}

impl<T> Default for CutView<T> {
    fn default() -> Self {
        Self { items: Vec::new(), more: 0 }
    }
}

/// A part of the handbook debt.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DebtPartView {
    /// A key of `t.health.part`.
    pub key: String,
    /// How many there are.
    pub count: usize,
    /// The points each counts.
    pub weight: usize,
    /// The points of all.
    pub points: usize,
    /// The id of the section that lists them.
    pub id: Option<String>,
}

/// What a check found.
#[derive(Serialize, Debug, Clone, Default)]
pub struct FoundView {
    /// The code: `KB401`.
    pub code: String,
    /// What it finds, in English whatever the language of the site, as in the program's own messages.
    pub title: String,
    /// `error`, `warning` or `info`: a key of `t.health.level`.
    pub level: String,
    /// How often.
    pub count: usize,
}

/// What waits for one owner.
#[derive(Serialize, Debug, Clone, Default)]
pub struct LoadView {
    /// Who; nobody otherwise.
    pub owner: Option<LinkView>,
    /// Errors, warnings, infos and overdue reviews.
    pub counts: Vec<usize>,
}

/// The overdue reviews of one owner.
#[derive(Serialize, Debug, Clone, Default)]
pub struct OverdueView {
    /// Who; nobody otherwise.
    pub owner: Option<LinkView>,
    /// The pages, the longest due first.
    pub pages: CutView<DueView>,
}

/// A page and the day its review is due.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DueView {
    /// The page.
    pub link: LinkView,
    /// The day.
    pub due: DateView,
    /// The day of the last one.
    pub last: DateView,
}

/// What is to be reviewed on one day by one owner.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DayView {
    /// The day.
    pub due: DateView,
    /// Who answers for the pages; nobody otherwise.
    pub owner: Option<LinkView>,
    /// The pages.
    pub pages: Vec<LinkView>,
}

/// How many findings there are of a level.
#[derive(Serialize, Debug, Clone, Default)]
pub struct LevelView {
    /// `error`, `warning` or `info`: a key of `t.health.levels`.
    pub key: String,
    /// How many.
    pub count: usize,
}

/// A field of roles.
#[derive(Serialize, Debug, Clone, Default)]
pub struct FieldView {
    /// A key of `t.field`.
    pub key: String,
    /// How many roles state it.
    pub stated: usize,
    /// How many are asked for it.
    pub asked: usize,
}

/// What a role states.
#[derive(Serialize, Debug, Clone, Default)]
pub struct CoverageView {
    /// The role.
    pub link: LinkView,
    /// For each field `stated`, `missing`, or `not_asked`.
    pub cells: Vec<String>,
}

/// A word that nobody explains.
#[derive(Serialize, Debug, Clone, Default)]
pub struct UndefinedView {
    /// The word.
    pub word: String,
    /// Where it stands.
    pub on: CutView<LinkView>,
}
