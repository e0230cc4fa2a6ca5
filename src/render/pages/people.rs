//! People and organisations.

use crate::diagnostic::Diagnostic;
use crate::model::{Entity, Owner, PersonId, Text, owner_key};
use crate::render::cx::{PageCx, kind_key};
use crate::render::view::{PageGroupView, PageLineView, PeoplePage, PersonCardView, PersonPage, PersonView, PhotoView};

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: PersonId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let person = &kb[id];
    let mut page = cx.furniture("person");
    page.description = person.job_title.as_ref().map(Text::plain);
    let owned = cx.graph().owned.get(&owner_key(Owner::Person(id))).map_or(&[][..], Vec::as_slice);
    let wrote = cx.graph().wrote.get(&id).map_or(&[][..], Vec::as_slice);
    let mut bio_html = person.bio.as_ref().map(|b| cx.prose(b, Some(id.into())));
    if let Some(body) = &person.meta.body {
        let more = cx.body(body, true);
        bio_html = Some(bio_html.unwrap_or_default() + &more);
    }
    let view = PersonView {
        kind: kind(person.organisation),
        job_title_html: person.job_title.as_ref().map(|t| cx.inline(t)),
        credentials_html: person.credentials.as_deref().map(|c| cx.words(c)),
        bio_html,
        photo: photo(cx, id),
        url: person.url.as_deref().map(str::to_owned),
        owns: cx.page_groups(owned),
        wrote: cx.page_groups(wrote),
    };
    cx.close(&mut page);
    cx.template("person.html", &PersonPage { page, person: view })
}

fn kind(organisation: bool) -> String {
    if organisation { "organisation".to_owned() } else { "person".to_owned() }
}

fn photo(cx: &PageCx<'_, '_>, id: PersonId) -> Option<PhotoView> {
    let path = cx.kb()[id].photo.as_ref()?;
    Some(PhotoView { src: cx.plan().asset(path)?.from(&cx.root), width: None, height: None })
}

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("people");
    let body_html = cx.section_body();
    let kb = cx.kb();
    let people = cx
        .site
        .orders
        .people
        .clone()
        .into_iter()
        .map(|id| PersonCardView {
            link: cx.link(id.into()),
            kind: kind(kb[id].organisation),
            job_title_html: kb[id].job_title.as_ref().map(|t| cx.inline(t)),
            photo: photo(cx, id),
        })
        .collect();
    cx.close(&mut page);
    cx.template("people.html", &PeoplePage { page, body_html, people })
}

impl PageCx<'_, '_> {
    /// Pages by kind.
    pub(crate) fn page_groups(&mut self, entities: &[Entity]) -> Vec<PageGroupView> {
        let mut groups: Vec<PageGroupView> = Vec::new();
        for entity in entities {
            let kind = kind_key(*entity);
            let line = self.page_line(*entity);
            match groups.iter_mut().find(|g| g.kind == kind) {
                Some(group) => group.items.push(line),
                None => groups.push(PageGroupView { kind: kind.to_owned(), items: vec![line] }),
            }
        }
        groups
    }

    /// A page in a list.
    pub(crate) fn page_line(&mut self, entity: Entity) -> PageLineView {
        let link = self.link(entity);
        let Some(meta) = self.kb().meta(entity) else { return PageLineView { link, ..Default::default() } };
        let config = &self.site.analysis.config;
        let next = meta.next_review(config);
        PageLineView {
            link,
            summary_html: meta.summary.as_ref().map(|s| self.inline(s)),
            reviewed: meta.reviewed_on().map(|d| self.date(d)),
            next_review: next.map(|d| self.date(d)),
            overdue: next.is_some_and(|d| d < config.today),
            minutes: matches!(entity, Entity::Guide(_))
                .then(|| meta.body.as_ref().and_then(crate::render::furniture::minutes))
                .flatten(),
            status: self.odd_status(meta),
        }
    }
}
