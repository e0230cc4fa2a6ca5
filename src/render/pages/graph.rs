//! The graph of roles: drawn once a build, and told in a table.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Diagnostic;
use crate::model::{Actor, Relation, RoleId, Tie};
use crate::plan::Page;
use crate::render::cx::{Form, PageCx};
use crate::render::drawing::{Drawing, Size, draw};
use crate::render::view::{
    GraphKindView, GraphLineView, GraphNodeView, GraphPage, GraphRelationView, GraphRoleView, GraphTieView, MoreView,
};

/// So many roles are drawn and listed: with more, no reader sees anything in the drawing.
pub(super) const ROLES: usize = 40;
/// So many names are listed for one relation of a role.
const NAMES: usize = 20;
/// The longest line of a name in its box, in the width of an average letter.
const LINE: u32 = 20;
/// Pixels of an average letter.
const LETTER: u32 = 8;
/// The height of a line of text.
const HIGH: i32 = 17;
/// The room around a name.
const ROOM: (i32, i32) = (24, 19);

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("graph");
    let ties = cx.graph().ties(cx.kb());
    let roles = best_connected(cx, &ties);
    let position: HashMap<RoleId, usize> = roles.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    let among = |tie: &Tie| match tie.to {
        Actor::Role(to) => Some((*position.get(&tie.from)?, *position.get(&to)?)),
        Actor::Party(_) => None,
    };
    let drawn: Vec<(Relation, (usize, usize))> = ties.iter().filter_map(|t| Some((t.kind, among(t)?))).collect();
    let lines: Vec<(usize, usize)> = drawn.iter().map(|(_, line)| *line).collect();
    let names: Vec<Name> = roles.iter().map(|id| Name::new(cx.site.called((*id).into()))).collect();
    let sizes: Vec<Size> = names.iter().map(Name::size).collect();
    // its twin tells the relations in words alone
    let drawing = if cx.form == Form::Html { draw(&sizes, &lines) } else { Drawing::default() };
    let nodes = roles.iter().zip(names).zip(&drawing.boxes).map(|((id, name), at)| node(cx, *id, name, *at)).collect();
    let kind = |kind: Relation| {
        let of_kind = drawn.iter().zip(&drawing.lines).filter(|((k, _), _)| *k == kind);
        let lines = of_kind.map(|((_, (from, to)), d)| GraphTieView { from: *from, to: *to, d: d.clone() }).collect();
        GraphKindView { key: kind.key().to_owned(), label: cx.word(words(kind).0), mutual: kind.mutual(), lines }
    };
    let kinds = Relation::ALL.into_iter().map(kind).filter(|k| !k.lines.is_empty()).collect();
    let told = told(cx, &ties, &roles);
    cx.close(&mut page);
    let view = GraphPage {
        page,
        total: cx.kb().roles.len(),
        shown: roles.len(),
        width: drawing.width,
        height: drawing.height,
        nodes,
        kinds,
        roles: told,
    };
    cx.template("graph.html", &view)
}

/// The words for a relation from its one side and from its other.
const fn words(kind: Relation) -> (&'static str, &'static str) {
    match kind {
        Relation::WorksWith => ("field.works_with", "field.works_with"),
        Relation::ReportsTo => ("field.reports_to", "role.reports"),
        Relation::FacilitatedBy => ("field.facilitated_by", "role.facilitates"),
        Relation::EscalatesTo => ("field.escalate_to", "graph.settles_for"),
        Relation::MaySitWith => ("field.may_sit_with", "role.may_hold"),
        Relation::ComparedWith => ("role.compared", "role.compared"),
    }
}

/// The roles with relations to most others, in the order of the site.
fn best_connected(cx: &PageCx<'_, '_>, ties: &BTreeSet<Tie>) -> Vec<RoleId> {
    let roles = &cx.site.orders.roles;
    if roles.len() <= ROLES {
        return roles.clone();
    }
    let mut others: HashMap<RoleId, BTreeSet<RoleId>> = HashMap::new();
    for tie in ties {
        if let Actor::Role(to) = tie.to {
            others.entry(tie.from).or_default().insert(to);
            others.entry(to).or_default().insert(tie.from);
        }
    }
    let mut ranked: Vec<(usize, RoleId)> = roles.iter().copied().enumerate().collect();
    ranked.sort_by_key(|(n, id)| (std::cmp::Reverse(others.get(id).map_or(0, BTreeSet::len)), *n));
    ranked.truncate(ROLES);
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, id)| id).collect()
}

/// The relations of each role from its own side.
fn told(cx: &PageCx<'_, '_>, ties: &BTreeSet<Tie>, roles: &[RoleId]) -> Vec<GraphRoleView> {
    // By role: the kind, whether it is the second of the two, and the other one.
    let mut own: HashMap<RoleId, BTreeSet<(Relation, bool, Actor)>> = HashMap::new();
    for tie in ties {
        own.entry(tie.from).or_default().insert((tie.kind, false, tie.to));
        if let Actor::Role(to) = tie.to {
            own.entry(to).or_default().insert((tie.kind, !tie.kind.mutual(), Actor::Role(tie.from)));
        }
    }
    roles.iter().map(|id| one(cx, *id, own.remove(id).unwrap_or_default())).collect()
}

fn one(cx: &PageCx<'_, '_>, id: RoleId, own: BTreeSet<(Relation, bool, Actor)>) -> GraphRoleView {
    let kb = cx.kb();
    let others: BTreeSet<Actor> = own.iter().map(|(.., to)| *to).collect();
    let mut by_kind: Vec<((Relation, bool), Vec<Actor>)> = Vec::new();
    for (kind, back, to) in own {
        match by_kind.last_mut().filter(|(key, _)| *key == (kind, back)) {
            Some((_, list)) => list.push(to),
            None => by_kind.push(((kind, back), vec![to])),
        }
    }
    let relation = |((kind, back), list): ((Relation, bool), Vec<Actor>)| {
        let (there, here) = words(kind);
        GraphRelationView {
            label: cx.word(if back { here } else { there }),
            count: list.len(),
            to: cx.actors(&list[..list.len().min(NAMES)]),
            more: list.len().checked_sub(NAMES).filter(|n| *n > 0).map(|count| MoreView { href: cx.href(Page::Role(id)), count }),
        }
    };
    let fans = kb[id].fields.fan_out.given().into_iter().flatten();
    GraphRoleView {
        id: kb.id(id.into()).to_owned(),
        link: cx.link(id.into()),
        others: others.len(),
        relations: by_kind.into_iter().map(relation).collect(),
        fan_out: fans.take(NAMES).map(|f| cx.fan(f.to, f.min, f.max)).collect(),
    }
}

fn node(cx: &PageCx<'_, '_>, id: RoleId, name: Name, (x, y): (i32, i32)) -> GraphNodeView {
    let (width, height) = (name.width, name.height());
    let mut base = y + ROOM.1 / 2 + HIGH - 4;
    let lines = name.lines.into_iter().map(|text| {
        let line = GraphLineView { text, x: x + width / 2, y: base };
        base += HIGH;
        line
    });
    GraphNodeView {
        id: cx.kb().id(id.into()).to_owned(),
        href: cx.href(Page::Role(id)),
        lines: lines.collect(),
        name: name.whole,
        x,
        y,
        width,
        height,
    }
}

/// A name set in a box.
struct Name {
    whole: String,
    lines: Vec<String>,
    width: i32,
}

impl Name {
    /// Breaks a name between words into at most two lines; what does not fit is cut.
    fn new(whole: String) -> Self {
        let mut lines: Vec<String> = Vec::new();
        for word in whole.split_whitespace() {
            let last = lines.len() == 2;
            match lines.last_mut().filter(|line| last || measure(line) + 1 + measure(word) <= LINE) {
                Some(line) => {
                    line.push(' ');
                    line.push_str(word);
                }
                None => lines.push(word.to_owned()),
            }
        }
        let lines: Vec<String> = lines.into_iter().map(cut).collect();
        let widest = lines.iter().map(|l| measure(l)).max().unwrap_or_default().max(3);
        let width = i32::try_from(widest * LETTER).unwrap_or_default() + ROOM.0;
        Self { whole, lines, width }
    }

    fn height(&self) -> i32 {
        let lines = i32::try_from(self.lines.len()).unwrap_or(1);
        lines * HIGH + ROOM.1
    }

    fn size(&self) -> Size {
        let short = |n: i32| f32::from(i16::try_from(n).unwrap_or(i16::MAX));
        Size { width: short(self.width), height: short(self.height()) }
    }
}

/// The width of a text in average letters; those of Chinese, Japanese and Korean count double.
fn measure(text: &str) -> u32 {
    text.chars().map(|c| if ('\u{1100}'..='\u{ffdc}').contains(&c) || c > '\u{1f000}' { 2 } else { 1 }).sum()
}

fn cut(line: String) -> String {
    if measure(&line) <= LINE + 4 {
        return line;
    }
    let mut kept = String::new();
    for c in line.chars() {
        kept.push(c);
        if measure(&kept) > LINE + 2 {
            break;
        }
    }
    kept.push('…');
    kept
}
