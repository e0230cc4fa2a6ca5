//! How a handbook is doing: everything a report on it says, derived from one analysis.
//!
//! Findings are counted and never quoted, so a published report holds no word that the pages do not.

mod coverage;
mod debt;
mod reviews;
mod standing;
mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use coverage::{Coverage, Told};
pub use debt::{Debt, Part};
pub use reviews::{Review, reviews};
pub use text::text;

use standing::Standing;

use crate::analysis::Analysis;
use crate::diagnostic::{Code, Diagnostic, Severity, Summary};
use crate::model::{Entity, Knowledge, Owner, Status, owner_key};
use crate::source::{Sources, Span};

/// A record by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The record.
    pub entity: Entity,
    /// What it is called, as plain text.
    pub title: String,
    /// The file it is written in.
    pub path: String,
}

/// Who answers for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerName {
    /// The person, role or party.
    pub owner: Owner,
    /// The name as plain text.
    pub name: String,
}

/// How often a check found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The check.
    pub code: Code,
    /// The weight of its findings in this run.
    pub severity: Severity,
    /// How many there are.
    pub count: usize,
}

/// What waits for one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Who; what stands on no page, or on a page of nobody, waits for nobody.
    pub owner: Option<OwnerName>,
    /// Findings by weight on the pages of this owner; in how many files is not counted.
    pub found: Summary,
    /// The pages among them whose review is overdue, the longest due first.
    pub overdue: Vec<Review>,
}

/// A word that nobody explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undefined {
    /// The word.
    pub word: String,
    /// Where it stands.
    pub on: Vec<Named>,
}

/// The state of a handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// What the handbook is called.
    pub title: String,
    /// Findings by weight.
    pub summary: Summary,
    /// Findings by code, the heaviest first.
    pub codes: Vec<Found>,
    /// Findings and overdue reviews by owner, by name; nobody last.
    pub owners: Vec<Load>,
    /// Every page that has a date of review, the earliest first.
    pub reviews: Vec<Review>,
    /// Guides that no page leads to.
    pub orphans: Vec<Named>,
    /// Decisions that are disputed.
    pub disputed: Vec<Named>,
    /// Records on which another account disagrees with the house, and how often.
    pub disagreements: Vec<(Named, usize)>,
    /// What roles state.
    pub coverage: Coverage,
    /// Abbreviations explained nowhere.
    pub undefined: Vec<Undefined>,
    /// What all of that comes to.
    pub debt: Debt,
}

/// What a finding counts as.
enum Counts {
    /// The nth review.
    Overdue(usize),
    Orphan(Entity),
    Word(String),
    /// A value that the coverage of roles counts.
    Gap,
    /// An error, a warning or polish.
    Itself,
}

impl Counts {
    /// A finding of which the record or word is not known stays what it is.
    fn of(finding: &Diagnostic, entity: Option<Entity>, sources: &Sources, due: &HashMap<Entity, usize>) -> Self {
        match (finding.code, entity) {
            (Code::KB701, Some(entity)) => due.get(&entity).map_or(Self::Itself, |nth| Self::Overdue(*nth)),
            (Code::KB802, Some(entity)) => Self::Orphan(entity),
            (Code::KB503, _) => word(sources, finding.primary.span).map_or(Self::Itself, Self::Word),
            (Code::KB401, _) => Self::Gap,
            _ => Self::Itself,
        }
    }
}

/// The word a finding underlines.
fn word(sources: &Sources, span: Span) -> Option<String> {
    let text = sources.file(span.file).text.get(span.start..span.end)?;
    let of_a_word = |c: char| c.is_alphanumeric() || matches!(c, '&' | '/' | '-' | '.' | '+');
    (!text.is_empty() && text.len() <= 20 && text.chars().all(of_a_word)).then(|| text.to_owned())
}

impl Health {
    /// Derives the report.
    #[must_use]
    pub fn of(analysis: &Analysis) -> Self {
        let kb = &analysis.knowledge;
        let naming = Naming { kb, sources: &analysis.sources };
        let mut standing = Standing::new(kb, &analysis.sources);
        let mut codes: BTreeMap<(std::cmp::Reverse<Severity>, Code), usize> = BTreeMap::new();
        let mut owners: BTreeMap<Waits, Load> = BTreeMap::new();
        let mut reviews = reviews(analysis);
        let due: HashMap<Entity, usize> = reviews.iter().enumerate().map(|(nth, review)| (review.page.entity, nth)).collect();
        let mut orphans = BTreeSet::new();
        let mut words: BTreeMap<String, BTreeSet<Entity>> = BTreeMap::new();
        let mut disagreements: BTreeMap<Entity, usize> = BTreeMap::new();
        let (mut errors, mut warnings) = (0, 0);
        let (mut found, mut files) = (Summary::default(), BTreeSet::new());
        // What the baseline holds is put off, not put right.
        for finding in analysis.diagnostics.iter().chain(&analysis.known) {
            let entity = standing.at(finding.primary.span);
            *codes.entry((std::cmp::Reverse(finding.severity), finding.code)).or_default() += 1;
            count(&mut found, finding.severity);
            count(&mut naming.load(&mut owners, entity).found, finding.severity);
            files.insert(finding.primary.span.file);
            match Counts::of(finding, entity, &analysis.sources, &due) {
                Counts::Overdue(nth) => reviews[nth].overdue = true,
                Counts::Orphan(entity) => _ = orphans.insert(entity),
                Counts::Word(word) => words.entry(word).or_default().extend(entity),
                Counts::Gap => {}
                Counts::Itself => match finding.severity {
                    Severity::Error => errors += 1,
                    Severity::Warning => warnings += 1,
                    Severity::Info => {}
                },
            }
            if let (Code::KB312, Some(entity)) = (finding.code, entity) {
                *disagreements.entry(entity).or_default() += 1;
            }
        }
        for review in reviews.iter().filter(|r| r.overdue) {
            naming.load(&mut owners, Some(review.page.entity)).overdue.push(review.clone());
        }
        let coverage = Coverage::of(kb, |role| naming.named(role.into()));
        let disputed = kb.decision_ids().filter(|id| kb[*id].meta.status == Status::Disputed);
        let disputed: Vec<Named> = naming.list(disputed.map(Entity::from));
        let undefined: Vec<Undefined> = words.into_iter().map(|(word, on)| Undefined { word, on: naming.list(on) }).collect();
        let debt = Debt::new(|part| match part {
            Part::Errors => errors,
            Part::Warnings => warnings,
            Part::Overdue => reviews.iter().filter(|r| r.overdue).count(),
            Part::Orphans => orphans.len(),
            Part::Disputed => disputed.len(),
            Part::Fields => coverage.missing(),
            Part::Words => undefined.len(),
        });
        Self {
            title: analysis.config.title.clone(),
            summary: Summary { files: files.len(), ..found },
            codes: codes.into_iter().map(|((severity, code), count)| Found { code, severity: severity.0, count }).collect(),
            owners: owners.into_values().collect(),
            reviews,
            orphans: naming.list(orphans),
            disputed,
            disagreements: disagreements.into_iter().map(|(entity, count)| (naming.named(entity), count)).collect(),
            coverage,
            undefined,
            debt,
        }
    }
}

/// The order of owners: by name, and whoever is called alike by what they are; nobody last.
type Waits = (bool, String, Option<(u8, u32)>);

/// Names of records and of their owners.
#[derive(Clone, Copy)]
struct Naming<'a> {
    kb: &'a Knowledge,
    sources: &'a Sources,
}

impl Naming<'_> {
    fn named(self, entity: Entity) -> Named {
        let file = match entity {
            Entity::Question(id) => Some(self.kb[id].file),
            entity => self.kb.meta(entity).map(|meta| meta.file),
        };
        Named {
            entity,
            title: self.kb.called(entity, &|titles| titles.join(" vs ")),
            path: file.map(|file| self.sources.file(file).path.to_string()).unwrap_or_default(),
        }
    }

    /// Records in the order of their files.
    fn list(self, entities: impl IntoIterator<Item = Entity>) -> Vec<Named> {
        entities.into_iter().map(|entity| self.named(entity)).collect()
    }

    fn owner(self, entity: Entity) -> Option<OwnerName> {
        let owner = self.kb.meta(entity).map_or(self.kb.site.owner, |meta| self.kb.owner(meta))?;
        let record = match owner {
            Owner::Person(id) => id.into(),
            Owner::Actor(actor) => actor.into(),
        };
        Some(OwnerName { owner, name: self.kb.title(record).plain() })
    }

    /// What waits for the owner of a record.
    fn load(self, owners: &mut BTreeMap<Waits, Load>, entity: Option<Entity>) -> &mut Load {
        let owner = entity.and_then(|entity| self.owner(entity));
        let name = owner.as_ref().map(|o| o.name.to_lowercase()).unwrap_or_default();
        let key = (owner.is_none(), name, owner.as_ref().map(|o| owner_key(o.owner)));
        owners.entry(key).or_insert_with(|| Load { owner, found: Summary::default(), overdue: Vec::new() })
    }
}

/// One more finding of a weight.
const fn count(found: &mut Summary, severity: Severity) {
    match severity {
        Severity::Error => found.errors += 1,
        Severity::Warning => found.warnings += 1,
        Severity::Info => found.infos += 1,
    }
}

#[cfg(test)]
mod tests;
