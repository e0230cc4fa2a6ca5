//! The state of the handbook.

use crate::diagnostic::{Diagnostic, Severity};
use crate::export;
use crate::health::{Coverage, Health, Load, Named, Part, Review, Told};
use crate::model::Owner;
use crate::render::cx::PageCx;
use crate::render::view::{
    CountedLinkView, CoverageView, CutView, DayView, DebtPartView, DueView, FieldView, FoundView, HealthPage, LevelView, LinkView,
    LoadView, OverdueView, UndefinedView,
};

/// The page shows so many items of a list; the terminal shows all.
const MOST: usize = 100;
/// Of the reviews that are not due yet it shows the next ones; the calendar has all.
const NEXT: usize = 20;

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("health");
    let health = Health::of(cx.site.analysis);
    let links = |list: &[Named]| cut(list, |named| cx.link(named.entity));
    let upcoming = health.reviews.iter().filter(|review| !review.overdue);
    let view = HealthPage {
        debt: health.debt.total(),
        parts: Part::ALL.map(|part| debt_part(&health, part)).into(),
        levels: levels(&health),
        codes: health.codes.iter().map(found).collect(),
        owners: health.owners.iter().map(|load| owner_row(cx, load)).collect(),
        overdue: health.owners.iter().filter(|load| !load.overdue.is_empty()).map(|load| overdue(cx, load)).collect(),
        next: next(cx, upcoming.take(NEXT)),
        calendar: (!health.reviews.is_empty()).then(|| CountedLinkView {
            link: LinkView { title_html: String::new(), href: Some(format!("{}{}", cx.root, export::CALENDAR)) },
            count: health.reviews.len(),
        }),
        orphans: links(&health.orphans),
        disputed: links(&health.disputed),
        disagreements: cut(&health.disagreements, |(named, count)| CountedLinkView { link: cx.link(named.entity), count: *count }),
        fields: fields(&health.coverage),
        roles: roles(cx, &health.coverage),
        undefined: cut(&health.undefined, |word| UndefinedView { word: word.word.clone(), on: links(&word.on) }),
        page: {
            cx.close(&mut page);
            page
        },
    };
    cx.template("health.html", &view)
}

fn cut<T, V>(list: &[T], view: impl FnMut(&T) -> V) -> CutView<V> {
    CutView { items: list.iter().take(MOST).map(view).collect(), more: list.len().saturating_sub(MOST) }
}

fn debt_part(health: &Health, part: Part) -> DebtPartView {
    let id = match part {
        Part::Errors | Part::Warnings => "findings",
        Part::Overdue => "overdue",
        Part::Orphans => "orphans",
        Part::Disputed => "disputed",
        Part::Fields => "coverage",
        Part::Words => "undefined",
    };
    let count = health.debt.count(part);
    DebtPartView {
        key: part.key().to_owned(),
        count,
        weight: part.weight(),
        points: health.debt.points(part),
        id: (count > 0).then(|| id.to_owned()),
    }
}

fn found(found: &crate::health::Found) -> FoundView {
    FoundView {
        code: found.code.as_str().to_owned(),
        title: found.code.title().to_owned(),
        level: found.severity.word().to_owned(),
        count: found.count,
    }
}

fn owner(cx: &PageCx<'_, '_>, load: &Load) -> Option<LinkView> {
    load.owner.as_ref().map(|owner| cx.owner_link(owner.owner))
}

fn owner_row(cx: &PageCx<'_, '_>, load: &Load) -> LoadView {
    let counts = vec![load.found.errors, load.found.warnings, load.found.infos, load.overdue.len()];
    LoadView { owner: owner(cx, load), counts }
}

fn overdue(cx: &PageCx<'_, '_>, load: &Load) -> OverdueView {
    OverdueView { owner: owner(cx, load), pages: cut(&load.overdue, |review| due(cx, review)) }
}

fn due(cx: &PageCx<'_, '_>, review: &Review) -> DueView {
    DueView { link: cx.link(review.page.entity), due: cx.date(review.due), last: cx.date(review.last) }
}

/// Reviews by day and owner.
fn next<'a>(cx: &PageCx<'_, '_>, reviews: impl Iterator<Item = &'a Review>) -> Vec<DayView> {
    let mut days: Vec<((jiff::civil::Date, Option<Owner>), DayView)> = Vec::new();
    for review in reviews {
        let owner = review.owner.as_ref().map(|owner| owner.owner);
        let link = cx.link(review.page.entity);
        match days.iter_mut().find(|(key, _)| *key == (review.due, owner)) {
            Some((_, day)) => day.pages.push(link),
            None => {
                let day = DayView { due: cx.date(review.due), owner: owner.map(|owner| cx.owner_link(owner)), pages: vec![link] };
                days.push(((review.due, owner), day));
            }
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn levels(health: &Health) -> Vec<LevelView> {
    let all = [Severity::Error, Severity::Warning, Severity::Info];
    let of = |severity: Severity| health.codes.iter().filter(|found| found.severity == severity).map(|found| found.count).sum();
    all.map(|severity| LevelView { key: severity.word().to_owned(), count: of(severity) }).into()
}

fn fields(coverage: &Coverage) -> Vec<FieldView> {
    let field = |(nth, field): (usize, &crate::model::Field)| {
        let (stated, asked) = coverage.stated(nth);
        FieldView { key: field.key().to_owned(), stated, asked }
    };
    coverage.fields.iter().enumerate().map(field).collect()
}

/// All roles, or of many those that lack something.
fn roles(cx: &PageCx<'_, '_>, coverage: &Coverage) -> CutView<CoverageView> {
    let rows = coverage.roles.iter().filter(|(_, told)| coverage.roles.len() <= MOST || told.contains(&Told::Missing));
    cut(&rows.collect::<Vec<_>>(), |(role, told)| CoverageView {
        link: cx.link(role.entity),
        cells: told.iter().map(|told| cell(*told).to_owned()).collect(),
    })
}

const fn cell(told: Told) -> &'static str {
    match told {
        Told::Stated => "stated",
        Told::Missing => "missing",
        Told::NotAsked => "not_asked",
    }
}
