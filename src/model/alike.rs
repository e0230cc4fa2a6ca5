//! Whether a record that was written anew still stands where it stood: all that others build on is the same, and only words
//! differ that nobody reads but its own page, and those who look at all words anyway.
//!
//! Each record is taken apart field by field, and a field that is not named here does not compile: whoever adds one decides
//! on which side it stands.

use jiff::civil::Date;

use super::entity::{
    Account, Actor, ComparisonId, DecisionId, Entity, EventId, GuideId, PartyId, PersonId, QuestionId, RoleId, SourceId, TermId,
};
use super::records::{
    Change, Comparison, Completeness, Conflict, Decision, DecisionVariant, Event, FanOut, Guide, InlineQuestion, Item, Meta, Owner,
    PageQuestion, Party, Person, Question, Rights, Role, RoleFields, RoleVariant, Section, Source, Stated, Status, Term, TermKind,
};
use super::text::{Target, Text};
use crate::config::Interval;
use crate::source::{FileDates, FileId, SitePath};

/// Whether two versions are the same to all others.
pub(super) trait Alike {
    fn alike(&self, other: &Self) -> bool;
}

macro_rules! equal {
    ($($type:ty,)*) => {$(
        impl Alike for $type {
            fn alike(&self, other: &Self) -> bool {
                self == other
            }
        }
    )*};
}

equal! {
    bool, i64, usize, String, Box<str>, Date, Interval, FileDates, FileId, SitePath, Target, Account, Actor, Entity, ComparisonId,
    DecisionId, EventId, GuideId, PartyId, PersonId, QuestionId, RoleId, SourceId, TermId, Completeness, Owner, PageQuestion,
    Status, TermKind,
}

/// A text that is the name of something.
impl Alike for Text {
    fn alike(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Alike> Alike for Vec<T> {
    fn alike(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.alike(b))
    }
}

impl<T: Alike> Alike for Option<T> {
    fn alike(&self, other: &Self) -> bool {
        match (self, other) {
            (None, None) => true,
            (Some(a), Some(b)) => a.alike(b),
            _ => false,
        }
    }
}

impl<T: Alike> Alike for Stated<T> {
    fn alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) | (Self::Silent, Self::Silent) => true,
            (Self::Given(a), Self::Given(b)) => a.alike(b),
            _ => false,
        }
    }
}

impl<A: Alike, B: Alike> Alike for (A, B) {
    fn alike(&self, other: &Self) -> bool {
        self.0.alike(&other.0) && self.1.alike(&other.1)
    }
}

/// `same` must be alike; of `firsts` the first of each pair must, in the same order; what is `given` must be, in whatever words; `words` and `places` may differ.
macro_rules! records {
    ($($type:ident { same: [$($same:ident)*] firsts: [$($first:ident)*] given: [$($given:ident)*] words: [$($word:ident)*] places: [$($place:ident)*] })*) => {$(
        impl Alike for $type {
            fn alike(&self, other: &Self) -> bool {
                let Self { $($same,)* $($first,)* $($given,)* $($word: _,)* $($place: _,)* } = self;
                true $(&& $same.alike(&other.$same))* $(&& Firsts::firsts($first, &other.$first))* $(&& $given.is_some() == other.$given.is_some())*
            }
        }
    )*};
}

/// Lists of pairs of which only the first matters.
trait Firsts {
    fn firsts(&self, other: &Self) -> bool;
}

impl<A: Alike, B> Firsts for Vec<(A, B)> {
    fn firsts(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.0.alike(&b.0))
    }
}

impl<T: Firsts> Firsts for Stated<T> {
    fn firsts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) | (Self::Silent, Self::Silent) => true,
            (Self::Given(a), Self::Given(b)) => a.firsts(b),
            _ => false,
        }
    }
}

impl Alike for Item {
    fn alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Term(a, _), Self::Term(b, _)) => a == b,
            (Self::Text(_), Self::Text(_)) => true,
            _ => false,
        }
    }
}

records! {
    Meta {
        same: [id file whole_file is_stand_in title authors owner published updated reviewed dates review_every status frame means
            unbound tags related sources changes order autolink]
        firsts: [moved_from]
        given: []
        words: [summary body]
        places: [place]
    }
    Change { same: [date] firsts: [] given: [] words: [what why] places: [] }
    Role { same: [meta abbr aka fields variants faq] firsts: [] given: [] words: [] places: [] }
    RoleFields {
        same: [abbr aka owns works_with measures completeness reports_to facilitated_by fan_out may_sit_with]
        firsts: [duties]
        given: []
        words: [summary primary_question focus horizon success levers responsibilities facts]
        places: []
    }
    RoleVariant { same: [source defined sources title fields] firsts: [faq] given: [note] words: [] places: [place] }
    FanOut { same: [to min max] firsts: [] given: [] words: [] places: [place] }
    Comparison {
        same: [meta has_title roles conflicts faq]
        firsts: [also]
        given: []
        words: [takeaways rows overlap collaborate need_both combine]
        places: [roles_place]
    }
    Conflict { same: [decision] firsts: [] given: [] words: [title when resolve] places: [] }
    Decision { same: [meta answered rights variants] firsts: [] given: [note] words: [decide] places: [] }
    DecisionVariant { same: [source defined sources status rights] firsts: [] given: [note] words: [decide] places: [place] }
    Rights { same: [about accountable responsible consulted informed at escalate_to] firsts: [] given: [] words: [] places: [] }
    Event { same: [meta facilitated_by] firsts: [] given: [] words: [cadence] places: [] }
    Guide { same: [meta segments is_index about] firsts: [] given: [] words: [takeaways] places: [] }
    Section { same: [meta dir has_title] firsts: [] given: [] words: [] places: [] }
    Person { same: [meta organisation photo] firsts: [] given: [] words: [job_title credentials bio url] places: [] }
    Party { same: [meta can_decide] firsts: [] given: [] words: [] places: [] }
    InlineQuestion { same: [page has_written_id question] firsts: [] given: [] words: [] places: [] }
    Source {
        same: [meta short frame extends authors publisher edition date url accessed licence]
        firsts: []
        given: []
        words: []
        places: []
    }
    Term { same: [meta means aka kind see not] firsts: [] given: [prefer] words: [def] places: [] }
}

/// Whether there is an answer is the matter of a check.
impl Alike for Question {
    fn alike(&self, other: &Self) -> bool {
        let Self { id, place: _, file, is_readable, q, a, body: _, about, sources, frame, status, moved_from } = self;
        id == &other.id
            && file == &other.file
            && is_readable == &other.is_readable
            && q.alike(&other.q)
            && a.is_some() == other.a.is_some()
            && about == &other.about
            && sources == &other.sources
            && frame == &other.frame
            && status == &other.status
            && moved_from.firsts(&other.moved_from)
    }
}

impl<T: Alike> Alike for std::sync::Arc<T> {
    fn alike(&self, other: &Self) -> bool {
        (**self).alike(other)
    }
}
