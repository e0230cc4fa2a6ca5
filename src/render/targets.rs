//! Where the links of a text lead, from the page it stands on.

use super::cx::PageCx;
use super::view::{KindLinkView, LinkView};
use crate::model::Target;
use crate::plan::{self, Page};

impl PageCx<'_, '_> {
    /// The target of a link, from here.
    pub(crate) fn target_href(&self, target: &Target) -> Option<String> {
        // a heading may have another id than its words, where the page has a part of that name
        let on = |page: Page, anchor: &str| format!("#{}", plan::heading(self.kb(), page, anchor).unwrap_or(anchor));
        let with = |href: String, page: Page, anchor: &Option<Box<str>>| match anchor {
            Some(anchor) => href + &on(page, anchor),
            None => href,
        };
        Some(match target {
            Target::Record(entity, anchor) => {
                let (page, own) = self.plan().home(self.kb(), *entity);
                let anchor = anchor.clone().or_else(|| own.map(Into::into));
                if page == self.page && anchor.is_some() && self.names_itself() {
                    with(String::new(), page, &anchor)
                } else {
                    with(self.href(page), page, &anchor)
                }
            }
            Target::Collection(collection, anchor) => {
                let page = Page::of_collection(*collection);
                with(self.href(page), page, anchor)
            }
            Target::Folder(folder) => self.href(super::parts::folder_page(self.plan(), *folder)?),
            Target::Here(anchor) if !self.names_itself() => self.href(self.page) + &on(self.page, anchor),
            Target::Here(anchor) => on(self.page, anchor),
            Target::Asset(path) => self.plan().asset(path)?.from(&self.root),
            Target::Page(address) => {
                let (page, rest) = self.plan().page_at(address)?;
                self.href(page) + rest
            }
            Target::External(url) => url.to_string(),
            Target::Citation(source) => self.entity_href((*source).into()),
        })
    }

    /// Whether a link has an anchor that its page has not. Where that is an error nothing is published, so it is asked only where such
    /// links are let pass.
    pub(crate) fn leads_nowhere(&self, target: &Target) -> bool {
        if !self.site.may_have_dead_anchors {
            return false;
        }
        let (page, anchor) = match target {
            Target::Record(entity, Some(anchor)) => (self.plan().home(self.kb(), *entity).0, anchor),
            Target::Collection(collection, Some(anchor)) => (Page::of_collection(*collection), anchor),
            Target::Here(anchor) if !anchor.is_empty() => (self.page, anchor),
            _ => return false,
        };
        plan::heading(self.kb(), page, anchor).is_none()
            && !plan::anchors(self.kb(), self.graph(), self.plan(), page).contains(&**anchor)
    }

    /// A target as a named link.
    pub(crate) fn target_link(&self, target: &Target) -> Option<KindLinkView> {
        match target {
            Target::Record(entity, _) => Some(KindLinkView {
                link: LinkView { href: self.target_href(target), ..self.link(*entity) },
                ..self.kind_link(*entity)
            }),
            other => {
                let href = self.target_href(other)?;
                let title = href.trim_end_matches('/').rsplit('/').next().unwrap_or(&href).to_owned();
                Some(KindLinkView { kind: "page".to_owned(), link: LinkView { title_html: self.words(&title), href: Some(href) } })
            }
        }
    }
}
