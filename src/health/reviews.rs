//! Reviews that are due, or will be.

use jiff::civil::Date;

use super::{Named, Naming, OwnerName};
use crate::analysis::Analysis;
use crate::model::{Entity, Status};

/// The next review of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The page.
    pub page: Named,
    /// The day it is due.
    pub due: Date,
    /// The day of the last one.
    pub last: Date,
    /// Who answers for the page.
    pub owner: Option<OwnerName>,
    /// Whether a finding says that the day has passed: the one thing in a report that depends on today.
    pub overdue: bool,
}

/// The next review of every page that has one, the earliest first. What is retired is not reviewed, and people are not.
/// Which of them are overdue is for findings to say.
#[must_use]
pub fn reviews(analysis: &Analysis) -> Vec<Review> {
    let kb = &analysis.knowledge;
    let naming = Naming { kb, sources: &analysis.sources };
    let pages = analysis.plan.pages().iter().filter(|(page, _)| page.is_home_of_record());
    let mut reviews: Vec<Review> = pages
        .filter_map(|(page, _)| {
            let entity = page.entity().filter(|e| !matches!(e, Entity::Person(_)))?;
            let meta = kb.meta(entity).filter(|m| m.status != Status::Retired)?;
            let (due, last) = (meta.next_review(&analysis.config)?, meta.reviewed_on()?);
            Some(Review { page: naming.named(entity), due, last, owner: naming.owner(entity), overdue: false })
        })
        .collect();
    // Pages due on one day stay in the order of the site.
    reviews.sort_by_key(|review| review.due);
    reviews
}
