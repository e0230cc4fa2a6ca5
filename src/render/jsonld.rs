//! What a page is, for search engines and other readers of JSON-LD: a block of data in its head, which is never run.
//!
//! Addresses in it are whole, so what consists of addresses is left out where the site does not know its own.

use serde::Serialize;

use super::cx::PageCx;
use super::furniture::plain_title;
use super::view::PageView;
use crate::escape::script;
use crate::export::absolute;
use crate::model::{Entity, PersonId, QuestionId};
use crate::plan::Page;

const CONTEXT: &str = "https://schema.org";

/// The whole block: one thing, or several.
#[derive(Serialize)]
#[serde(untagged)]
enum Block {
    One {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(flatten)]
        thing: Thing,
    },
    Several {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(rename = "@graph")]
        graph: Vec<Thing>,
    },
}

/// What a page is, or holds. Keys stand in alphabetical order.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
enum Thing {
    BreadcrumbList {
        item_list_element: Vec<Thing>,
    },
    ListItem {
        item: String,
        name: String,
        position: usize,
    },
    Article {
        author: Authors,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_modified: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_published: Option<String>,
        headline: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    Person {
        name: String,
    },
    Organization {
        name: String,
    },
    #[serde(rename = "FAQPage")]
    Questions {
        main_entity: Vec<Thing>,
    },
    Question {
        accepted_answer: Box<Thing>,
        name: String,
    },
    Answer {
        text: String,
    },
    #[serde(rename = "DefinedTermSet")]
    Terms {
        has_defined_term: Vec<Thing>,
        name: String,
    },
    #[serde(rename = "DefinedTerm")]
    Term {
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
}

#[derive(Serialize)]
#[serde(untagged)]
enum Authors {
    One(Box<Thing>),
    Several(Vec<Thing>),
}

impl PageCx<'_, '_> {
    /// The data of this page; nothing where there is nothing to say.
    pub(super) fn jsonld(&self, view: &PageView) -> Option<String> {
        if view.noindex {
            return None;
        }
        let parts = [self.ld_breadcrumb(), self.ld_article(view), self.ld_questions(), self.ld_terms(view)];
        let graph: Vec<Thing> = parts.into_iter().flatten().collect();
        let block = match <[Thing; 1]>::try_from(graph) {
            Ok([thing]) => Block::One { context: CONTEXT, thing },
            Err(graph) if graph.is_empty() => return None,
            Err(graph) => Block::Several { context: CONTEXT, graph },
        };
        // texts and numbers always have a form in JSON
        serde_json::to_string(&block).ok().map(script::json)
    }

    fn ld_url(&self, page: Page) -> Option<String> {
        let base = self.site.analysis.config.base_url.as_deref()?;
        Some(absolute(base, self.plan().url(page)))
    }

    /// The pages above this one, and this one.
    fn ld_breadcrumb(&self) -> Option<Thing> {
        if self.page == Page::Home {
            return None;
        }
        let pages = std::iter::once(Page::Home).chain(self.above()).chain([self.page]);
        let items: Option<Vec<Thing>> = pages
            .zip(1..)
            .map(|(page, position)| {
                let name = if page == Page::Home { self.word("section.home") } else { plain_title(self.site, page) };
                Some(Thing::ListItem { item: self.ld_url(page)?, name, position })
            })
            .collect();
        Some(Thing::BreadcrumbList { item_list_element: items? })
    }

    /// A record with a page of its own, people apart.
    fn ld_article(&self, view: &PageView) -> Option<Thing> {
        let entity = self.page.entity().filter(|e| self.page.is_home_of_record() && !matches!(e, Entity::Person(_)))?;
        let meta = self.kb().meta(entity)?;
        let mut authors: Vec<Thing> = meta.authors.iter().map(|id| self.ld_person(*id)).collect();
        if authors.is_empty() {
            authors.push(Thing::Organization { name: self.site.analysis.config.title.clone() });
        }
        let author = match <[Thing; 1]>::try_from(authors) {
            Ok([one]) => Authors::One(Box::new(one)),
            Err(authors) => Authors::Several(authors),
        };
        Some(Thing::Article {
            author,
            date_modified: meta.updated_on().map(|day| day.to_string()),
            date_published: meta.published_on().map(|day| day.to_string()),
            headline: view.title.clone(),
            url: self.ld_url(self.page),
        })
    }

    fn ld_person(&self, id: PersonId) -> Thing {
        let name = self.site.called(id.into());
        if self.kb()[id].organisation { Thing::Organization { name } } else { Thing::Person { name } }
    }

    /// The questions that this page lists.
    fn ld_questions(&self) -> Option<Thing> {
        let kb = self.kb();
        let here = |id: &QuestionId| self.plan().home(kb, (*id).into()).0 == self.page;
        let ids: Vec<QuestionId> = match self.page {
            Page::Faq | Page::OtherFaq => kb.question_ids().filter(here).collect(),
            Page::RoleFaq(role) => self.graph().faq.get(&role).cloned().unwrap_or_default(),
            _ => return None,
        };
        if ids.is_empty() {
            return None;
        }
        let question = |id: QuestionId| {
            let (name, text) = self.site.question_words(id);
            Thing::Question { accepted_answer: Box::new(Thing::Answer { text }), name }
        };
        Some(Thing::Questions { main_entity: ids.into_iter().map(question).collect() })
    }

    /// The words of the glossary.
    fn ld_terms(&self, view: &PageView) -> Option<Thing> {
        if self.page != Page::Glossary {
            return None;
        }
        let kb = self.kb();
        let url = self.ld_url(self.page);
        let term = |id| {
            let entity = Entity::Term(id);
            let means: Vec<String> = kb[id].means.iter().map(|to| self.site.called(*to)).collect();
            let or = format!(" {} ", self.word("or"));
            let def = kb[id].def.as_ref().map(|def| self.site.plain_prose(def));
            let url = match (&url, self.plan().home(kb, entity)) {
                (Some(url), (_, Some(anchor))) => Some(format!("{url}#{anchor}")),
                _ => None,
            };
            Thing::Term {
                description: def.or_else(|| (!means.is_empty()).then(|| means.join(&or))),
                name: self.site.called(entity),
                url,
            }
        };
        Some(Thing::Terms { has_defined_term: kb.term_ids().map(term).collect(), name: view.title.clone() })
    }
}
