//! People and organisations.

use crate::diagnostic::Diagnostic;
use crate::model::{Actor, Entity, Owner, PersonId, Status, Text, owner_key};
use crate::render::citations::shown_address;
use crate::render::cx::{PageCx, kind_key};
use crate::render::view::{
    CountedLinkView, CutView, PageGroupView, PageLineView, PeoplePage, PersonCardView, PersonPage, PersonView, PhotoView,
    ReviewView,
};

/// A person's page shows so many of the next reviews, and every one that is overdue.
const NEXT: usize = 20;

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: PersonId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let person = &kb[id];
    let mut page = cx.furniture("person");
    page.description = person.job_title.as_ref().map(Text::plain);
    let owned = owned(cx, Owner::Person(id));
    let wrote = cx.graph().wrote.get(&id).map_or(&[][..], Vec::as_slice);
    let mut bio_html = person.bio.as_ref().map(|b| cx.prose(b, Some(id.into())));
    if let Some(body) = &person.meta.body {
        let more = cx.body(body, true);
        bio_html = Some(bio_html.unwrap_or_default() + &more);
    }
    let (reviews, due) = reviews(cx, owned);
    let mut owns = cx.page_groups(owned);
    // Their dates stand in the list of reviews.
    for line in owns.iter_mut().flat_map(|group| &mut group.items) {
        (line.reviewed, line.next_review) = (None, None);
    }
    // Nobody else answers for who somebody is.
    page.owner = None;
    let view = PersonView {
        kind: kind(person.organisation),
        job_title_html: person.job_title.as_ref().map(|t| cx.inline(t)),
        credentials_html: person.credentials.as_deref().map(|c| cx.words(c)),
        bio_html,
        photo: photo(cx, id),
        url: person.url.as_deref().map(str::to_owned),
        url_text: person.url.as_deref().map(shown_address),
        owns,
        owns_count: owned.len(),
        reviews,
        due,
        wrote: cx.page_groups(wrote),
        wrote_count: wrote.len(),
    };
    cx.close(&mut page);
    cx.template("person.html", &PersonPage { page, person: view })
}

/// The reviews of some pages, the earliest first, and how many are overdue.
fn reviews(cx: &PageCx<'_, '_>, pages: &[Entity]) -> (CutView<ReviewView>, usize) {
    let (kb, config) = (cx.kb(), &cx.site.analysis.config);
    let dated = |entity: &Entity| {
        let meta = kb.meta(*entity).filter(|meta| meta.status != Status::Retired)?;
        Some((meta.next_review(config)?, *entity, meta.reviewed_on()))
    };
    let mut dated: Vec<_> = pages.iter().filter_map(dated).collect();
    dated.sort_by_key(|(due, ..)| *due);
    let overdue = dated.iter().filter(|(due, ..)| *due < config.today).count();
    let items = dated.iter().take(overdue.max(NEXT)).map(|(due, entity, last)| ReviewView {
        kind: kind_key(*entity).to_owned(),
        link: cx.link(*entity),
        last: last.map(|day| cx.date(day)),
        due: cx.date(*due),
        overdue: *due < config.today,
    });
    let items: Vec<ReviewView> = items.collect();
    let more = dated.len() - items.len();
    (CutView { items, more }, overdue)
}

fn kind(organisation: bool) -> String {
    if organisation { "organisation".to_owned() } else { "person".to_owned() }
}

fn photo(cx: &PageCx<'_, '_>, id: PersonId) -> Option<PhotoView> {
    let path = cx.kb()[id].photo.as_ref()?;
    let size = cx.site.analysis.sources.pixels(path);
    let (width, height) = (size.map(|(width, _)| width), size.map(|(_, height)| height));
    Some(PhotoView { src: cx.plan().asset(path)?.from(&cx.root), width, height })
}

/// The pages somebody answers for.
fn owned<'a>(cx: &PageCx<'_, 'a>, owner: Owner) -> &'a [Entity] {
    cx.graph().owned.get(&owner_key(owner)).map_or(&[][..], Vec::as_slice)
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
            owns: owned(cx, Owner::Person(id)).len(),
            wrote: cx.graph().wrote.get(&id).map_or(0, Vec::len),
            due: reviews(cx, owned(cx, Owner::Person(id))).1,
        })
        .collect();
    let roles = kb.role_ids().map(Actor::Role).chain(kb.party_ids().map(Actor::Party));
    let owners = roles
        .map(|actor| CountedLinkView { link: cx.actor(actor), count: owned(cx, Owner::Actor(actor)).len() })
        .filter(|owner| owner.count > 0)
        .collect();
    cx.close(&mut page);
    cx.template("people.html", &PeoplePage { page, body_html, people, owners })
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
        let next = meta.next_review(config).filter(|_| meta.status != Status::Retired);
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
