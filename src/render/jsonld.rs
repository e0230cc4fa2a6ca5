//! What a page is, for search engines and other readers of JSON-LD: a block of data in its head, which is never run.
//!
//! Addresses in it are whole, so what consists of addresses is left out where the site does not know its own.

use serde_json::{Value, json};

use super::cx::PageCx;
use super::furniture::plain_title;
use super::view::PageView;
use crate::escape::script;
use crate::export::absolute;
use crate::model::{Entity, PersonId, QuestionId};
use crate::plan::Page;

impl PageCx<'_, '_> {
    /// The data of this page; nothing where there is nothing to say.
    pub(super) fn jsonld(&self, view: &PageView) -> Option<String> {
        if view.noindex {
            return None;
        }
        let parts = [self.ld_breadcrumb(), self.ld_article(view), self.ld_questions(), self.ld_terms(view)];
        let graph: Vec<Value> = parts.into_iter().flatten().collect();
        let json = match <[Value; 1]>::try_from(graph) {
            Ok([mut one]) => {
                one["@context"] = "https://schema.org".into();
                one
            }
            Err(graph) if graph.is_empty() => return None,
            Err(graph) => json!({ "@context": "https://schema.org", "@graph": graph }),
        };
        Some(script::json(&json.to_string()))
    }

    fn ld_url(&self, page: Page) -> Option<String> {
        let base = self.site.analysis.config.base_url.as_deref()?;
        Some(absolute(base, self.plan().url(page)))
    }

    /// The pages above this one, and this one.
    fn ld_breadcrumb(&self) -> Option<Value> {
        if self.page == Page::Home {
            return None;
        }
        let pages = std::iter::once(Page::Home).chain(self.above()).chain([self.page]);
        let items: Option<Vec<Value>> = pages
            .enumerate()
            .map(|(n, page)| {
                let name = if page == Page::Home { self.word("section.home") } else { plain_title(self.site, page) };
                Some(json!({ "@type": "ListItem", "position": n + 1, "name": name, "item": self.ld_url(page)? }))
            })
            .collect();
        Some(json!({ "@type": "BreadcrumbList", "itemListElement": items? }))
    }

    /// A record with a page of its own, people apart.
    fn ld_article(&self, view: &PageView) -> Option<Value> {
        let entity = self.page.entity().filter(|e| self.page.is_home_of_record() && !matches!(e, Entity::Person(_)))?;
        let meta = self.kb().meta(entity)?;
        let mut author: Vec<Value> = meta.authors.iter().map(|id| self.ld_person(*id)).collect();
        if author.is_empty() {
            author.push(json!({ "@type": "Organization", "name": self.site.analysis.config.title }));
        }
        let author = if let [one] = author.as_slice() { one.clone() } else { author.into() };
        let mut article = json!({ "@type": "Article", "headline": view.title, "author": author });
        if let Some(day) = meta.published_on() {
            article["datePublished"] = day.to_string().into();
        }
        if let Some(day) = meta.updated_on() {
            article["dateModified"] = day.to_string().into();
        }
        if let Some(url) = self.ld_url(self.page) {
            article["url"] = url.into();
        }
        Some(article)
    }

    fn ld_person(&self, id: PersonId) -> Value {
        let kind = if self.kb()[id].organisation { "Organization" } else { "Person" };
        json!({ "@type": kind, "name": self.site.called(id.into()) })
    }

    /// The questions that this page lists.
    fn ld_questions(&self) -> Option<Value> {
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
            let said = self.site.question_data(id);
            let answer = json!({ "@type": "Answer", "text": said.a.text });
            json!({ "@type": "Question", "name": said.q.text, "acceptedAnswer": answer })
        };
        Some(json!({ "@type": "FAQPage", "mainEntity": ids.into_iter().map(question).collect::<Vec<_>>() }))
    }

    /// The words of the glossary.
    fn ld_terms(&self, view: &PageView) -> Option<Value> {
        if self.page != Page::Glossary {
            return None;
        }
        let kb = self.kb();
        let url = self.ld_url(self.page);
        let term = |id| {
            let entity = Entity::Term(id);
            let mut term = json!({ "@type": "DefinedTerm", "name": self.site.called(entity) });
            let means: Vec<String> = kb[id].means.iter().map(|to| self.site.called(*to)).collect();
            let or = format!(" {} ", self.word("or"));
            let def = kb[id].def.as_ref().map(|def| self.site.plain_prose(def));
            if let Some(text) = def.or_else(|| (!means.is_empty()).then(|| means.join(&or))) {
                term["description"] = text.into();
            }
            if let (Some(url), (_, Some(anchor))) = (&url, self.plan().home(kb, entity)) {
                term["url"] = format!("{url}#{anchor}").into();
            }
            term
        };
        let terms: Vec<Value> = kb.term_ids().map(term).collect();
        Some(json!({ "@type": "DefinedTermSet", "name": view.title, "hasDefinedTerm": terms }))
    }
}
