//! Where a record is used: the other side of what is said of it elsewhere.

use std::collections::BTreeSet;

use super::cx::{PageCx, escape, kind_key};
use super::view::{KindCountView, LinkView, UseView, UsedInGroupView, UsedInView};
use crate::model::{Actor, Backlink, Entity, RoleId};
use crate::plan::{BACKLINKS, Page, Plan};

/// The kinds in the order in which mentions are listed.
const KINDS: [&str; 10] = ["role", "comparison", "decision", "question", "guide", "term", "event", "person", "source", "page"];

impl PageCx<'_, '_> {
    /// What is known of the places that name a record: how many of which kind, and the sentences they do so in.
    pub(super) fn used_in(&self, record: Entity) -> Option<UsedInView> {
        let list = self.graph().backlinks.get(&record).filter(|_| Plan::lists_backlinks(record)).map_or(&[][..], Vec::as_slice);
        let counts = if let Entity::Role(id) = record { self.role_counts(id) } else { Vec::new() };
        if list.is_empty() && counts.is_empty() {
            return None;
        }
        let more = Page::UsedIn(record);
        let more_href = (list.len() > BACKLINKS && self.plan().has(more)).then(|| self.href(more));
        Some(UsedInView { counts, groups: self.uses(&list[..list.len().min(BACKLINKS)]), total: list.len(), more_href })
    }

    /// In how many comparisons, decisions, guides and questions a role occurs.
    fn role_counts(&self, id: RoleId) -> Vec<KindCountView> {
        let graph = self.graph();
        let record = Entity::from(id);
        let decisions = graph.shares(self.kb(), Actor::Role(id), self.account());
        let links = graph.backlinks.get(&record).into_iter().flatten();
        let guides: BTreeSet<Entity> = links.map(|link| link.from).filter(|from| matches!(from, Entity::Guide(_))).collect();
        let counts = [
            ("comparison", graph.comparisons.get(&id).map_or(0, Vec::len)),
            ("decision", decisions.len()),
            ("guide", guides.len()),
            ("question", graph.questions.get(&record).map_or(0, Vec::len)),
        ];
        let view = |(kind, count): (&str, usize)| KindCountView { kind: kind.to_owned(), count };
        counts.into_iter().filter(|(_, count)| *count > 0).map(view).collect()
    }

    /// Backlinks by kind of page.
    pub(crate) fn uses(&self, list: &[Backlink]) -> Vec<UsedInGroupView> {
        let group = |kind: &&str| {
            let mut items: Vec<(Entity, UseView)> = Vec::new();
            for link in list.iter().filter(|link| kind_key(link.from) == *kind) {
                let said = link.sentence.as_deref().map(escape);
                match items.iter_mut().find(|(from, _)| *from == link.from) {
                    Some((_, item)) => item.sentences_html.extend(said),
                    None => {
                        let item = UseView { link: self.use_link(link.from), sentences_html: said.into_iter().collect() };
                        items.push((link.from, item));
                    }
                }
            }
            let items: Vec<UseView> = items.into_iter().map(|(_, item)| item).collect();
            (!items.is_empty()).then(|| UsedInGroupView { kind: (*kind).to_owned(), items })
        };
        KINDS.iter().filter_map(group).collect()
    }

    fn use_link(&self, from: Entity) -> LinkView {
        match from {
            Entity::Section(_) => {
                let (page, _) = self.plan().home(self.kb(), from);
                self.page_link(page)
            }
            other => self.entity_name(other),
        }
    }
}
