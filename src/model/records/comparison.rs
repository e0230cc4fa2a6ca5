//! Comparisons: which roles, and what only the pair knows.

use super::meta::Meta;
use super::question::PageQuestion;
use crate::content::{Fields, Node, Value, nearest_of};
use crate::diagnostic::Code;
use crate::model::accounts::Field;
use crate::model::entity::{Actor, DecisionId, Kind, RoleId};
use crate::model::entries::Entry;
use crate::model::resolve::Cx;
use crate::model::text::Text;
use crate::source::Place;

/// A comparison of two to four roles.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Common fields; the title is made of the roles' titles unless written.
    pub meta: Meta,
    /// Whether the title is the editor's own.
    pub has_title: bool,
    /// The columns, with their places.
    pub roles: Vec<RoleId>,
    /// Where the list of roles stands.
    pub roles_place: Place,
    /// The thoughts to take away.
    pub takeaways: Vec<Text>,
    /// Rows as written; `None`: the site's usual ones.
    pub rows: Option<Vec<Row>>,
    /// Where they overlap.
    pub overlap: Vec<Text>,
    /// Where they clash.
    pub conflicts: Vec<Conflict>,
    /// How they work together.
    pub collaborate: Vec<Text>,
    /// When both are needed.
    pub need_both: Vec<Text>,
    /// One person, both.
    pub combine: Option<Combine>,
    /// Others who are involved.
    pub also: Vec<(Actor, Text)>,
    /// Questions of the page.
    pub faq: Vec<PageQuestion>,
}

/// A row of a comparison table.
#[derive(Debug, Clone)]
pub struct Row {
    /// A field of the roles; `None`: a row of its own.
    pub field: Option<Field>,
    /// The label of a row of its own, which has no field.
    pub label: Option<Text>,
    /// Cells written here.
    pub cells: Vec<RowCell>,
    /// An explanation, shown as a footnote.
    pub note: Option<Text>,
    /// Whether an explanation is written at all, rightly or wrongly.
    pub explained: bool,
    /// Where it is written.
    pub place: Place,
}

/// A cell written in a comparison.
#[derive(Debug, Clone)]
pub struct RowCell {
    /// The column.
    pub role: RoleId,
    /// What it says.
    pub text: Text,
    /// Where its key stands.
    pub place: Place,
}

/// A conflict between roles.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// What it is called.
    pub title: Text,
    /// When it happens.
    pub when: Option<Text>,
    /// How it is settled.
    pub resolve: Option<Text>,
    /// The decision behind it.
    pub decision: Option<DecisionId>,
}

/// One person in both roles.
#[derive(Debug, Clone, Default)]
pub struct Combine {
    /// It works when.
    pub works_when: Vec<Text>,
    /// It breaks when.
    pub breaks_when: Vec<Text>,
    /// What it costs.
    pub cost: Option<Text>,
}

impl Comparison {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "a comparison");
        let has_title = fields.has("title");
        let meta = Meta::read(entry, &mut fields, cx, None);
        let roles_node = fields.take("roles");
        if parsed && roles_node.is_none() {
            cx.missing(&mut fields, "a comparison", "roles", "two to four roles:  roles: [product-owner, project-manager]");
        }
        let roles = roles_node.and_then(|n| cx.compared_roles(n, "roles")).unwrap_or_default();
        let comparison = Self {
            has_title,
            roles_place: roles_node.map_or(entry.id_place, |n| n.place),
            takeaways: fields.take("takeaways").map(|n| cx.inlines(n, "takeaways")).unwrap_or_default(),
            rows: fields.take("rows").map(|n| cx.rows(n, &roles)),
            overlap: fields.take("overlap").map(|n| cx.inlines(n, "overlap")).unwrap_or_default(),
            conflicts: fields.take("conflicts").map(|n| conflicts(n, cx)).unwrap_or_default(),
            collaborate: fields.take("collaborate").map(|n| cx.inlines(n, "collaborate")).unwrap_or_default(),
            need_both: fields.take("need_both").map(|n| cx.inlines(n, "need_both")).unwrap_or_default(),
            combine: fields.take("combine").map(|n| combine(n, cx)),
            also: fields.take("also").map(|n| also(n, cx)).unwrap_or_default(),
            faq: fields.take("faq").map(|n| cx.page_questions(n)).unwrap_or_default(),
            roles,
            meta,
        };
        fields.finish(&mut cx.found);
        comparison
    }
}

/// Keys of a row that are not roles.
const OWN_KEYS: [&str; 3] = ["field", "label", "note"];

fn conflicts(node: &Node, cx: &mut Cx<'_>) -> Vec<Conflict> {
    let items = cx.found.list(node, "conflicts");
    items.iter().filter_map(|n| conflict(n, cx)).collect()
}

fn conflict(node: &Node, cx: &mut Cx<'_>) -> Option<Conflict> {
    let mut fields = Fields::new(node, "a conflict", node.place, &mut cx.found);
    let title = fields.take("title").and_then(|n| cx.inline(n, "title"));
    if !fields.has("title") {
        cx.missing(&mut fields, "a conflict", "title", "title: Priority against schedule");
    }
    let when = fields.take("when").and_then(|n| cx.prose(n, "when"));
    let resolve = fields.take("resolve").and_then(|n| cx.prose(n, "resolve"));
    let decision = fields.take("decision").and_then(|n| cx.one(Kind::Decision, n, "decision"));
    fields.finish(&mut cx.found);
    Some(Conflict { title: title?, when, resolve, decision })
}

fn combine(node: &Node, cx: &mut Cx<'_>) -> Combine {
    let mut fields = Fields::new(node, "`combine`", node.place, &mut cx.found);
    let combine = Combine {
        works_when: fields.take("works_when").map(|n| cx.inlines(n, "works_when")).unwrap_or_default(),
        breaks_when: fields.take("breaks_when").map(|n| cx.inlines(n, "breaks_when")).unwrap_or_default(),
        cost: fields.take("cost").and_then(|n| cx.inline(n, "cost")),
    };
    fields.finish(&mut cx.found);
    combine
}

fn also(node: &Node, cx: &mut Cx<'_>) -> Vec<(Actor, Text)> {
    let items = cx.found.list(node, "also");
    let mut list = Vec::new();
    for item in items {
        let mut fields = Fields::new(item, "an item of `also`", item.place, &mut cx.found);
        let role = fields.take("role").map(|n| cx.actor(n, "role"));
        let text = fields.take("text").map(|n| cx.inline(n, "text"));
        if let [(id, place, said)] = fields.entries()
            && role.is_none()
            && text.is_none()
            && let Some(said) = said.as_text()
        {
            let d = cx
                .found
                .at(Code::KB102, *place, format!("unknown key `{id}`"))
                .label("an item of `also` has no such key")
                .help(format!("write  {{role: {id}, text: {said}}}"));
            cx.found.push(d);
            continue;
        }
        for (key, there) in [("role", role.is_some()), ("text", text.is_some())] {
            if !there {
                cx.missing(&mut fields, "an item of `also`", key, "also: [{role: scrum-master, text: Helps them settle it.}]");
            }
        }
        fields.finish(&mut cx.found);
        if let (Some(Some(role)), Some(Some(text))) = (role, text) {
            list.push((role, text));
        }
    }
    list
}

impl Cx<'_> {
    /// Two to four different roles; `None` when there is a finding, so that nothing else is said of them.
    pub(in crate::model) fn compared_roles(&mut self, node: &Node, name: &'static str) -> Option<Vec<RoleId>> {
        let items = self.found.list(node, name).to_vec();
        let read: Vec<Option<RoleId>> = items.iter().map(|n| self.one(Kind::Role, n, name)).collect();
        if !matches!(node.value, Value::List(_)) {
            return None;
        }
        let mut roles: Vec<RoleId> = Vec::new();
        for (node, role) in items.iter().zip(&read) {
            let Some(role) = *role else { continue };
            if roles.contains(&role) {
                let d = self
                    .found
                    .at(Code::KB408, node.place, format!("`{}` is compared with itself", node.as_text().unwrap_or_default()))
                    .help("name each role once");
                self.found.push(d);
                return None;
            }
            roles.push(role);
        }
        if read.iter().any(Option::is_none) {
            return None;
        }
        if !(2..=4).contains(&roles.len()) {
            let message = match roles.len() {
                0 => "a comparison without roles".to_owned(),
                1 => "a comparison of one role".to_owned(),
                n => format!("a comparison of {n} roles"),
            };
            let d = self
                .found
                .at(Code::KB408, node.place, message)
                .help(format!("two to four roles fit into one table:  {name}: [product-owner, project-manager]"));
            self.found.push(d);
            return None;
        }
        Some(roles)
    }

    /// Rows of a comparison table.
    pub(in crate::model) fn rows(&mut self, node: &Node, roles: &[RoleId]) -> Vec<Row> {
        let items = self.found.list(node, "rows").to_vec();
        items.iter().filter_map(|n| self.row(n, roles)).collect()
    }

    fn row(&mut self, node: &Node, roles: &[RoleId]) -> Option<Row> {
        if let Some(name) = node.as_text() {
            let field = self.field_named(name, node.place)?;
            return Some(Row {
                field: Some(field),
                label: None,
                cells: Vec::new(),
                note: None,
                explained: false,
                place: node.place,
            });
        }
        let mut fields = Fields::new(node, "a row", node.place, &mut self.found);
        let of = fields.take("field");
        let field = of.and_then(|n| {
            let name = self.found.text(n, "field")?;
            self.field_named(&name, n.place)
        });
        let label = fields.take("label").and_then(|n| self.inline(n, "label"));
        if of.is_none() && !fields.has("label") {
            self.missing(&mut fields, "a row", "label", "a row has a `field` of the roles or a `label` of its own");
        }
        let note = fields.take("note").and_then(|n| self.prose(n, "note"));
        let explained = fields.has("note");
        let mut cells = Vec::new();
        let mut named = Vec::new();
        let mut unknown = false;
        for (id, place, value) in fields.rest(&OWN_KEYS) {
            if let Some((near, alone)) = nearest_of(id, OWN_KEYS).filter(|_| self.base.names.find(Kind::Role, id).is_none()) {
                let free = alone && !fields.has(near);
                let d = self
                    .found
                    .at(Code::KB102, place, format!("unknown key `{id}`"))
                    .label("a row has no such key")
                    .help(format!("did you mean `{near}`?"))
                    .fix(free.then(|| self.found.replacing(place, id, near)).flatten());
                self.found.push(d);
                continue;
            }
            let Some(role) = self.role_of(id, place) else {
                unknown = true;
                continue;
            };
            if roles.contains(&role) {
                named.push(role);
                cells.extend(self.inline(value, "a cell").map(|text| RowCell { role, text, place }));
            } else if !roles.is_empty() {
                let d = self
                    .found
                    .at(Code::KB102, place, format!("`{id}` is not among the roles of this comparison"))
                    .help("add it to `roles`, or delete this cell");
                self.found.push(d);
            }
        }
        let place = node.place;
        if field.is_none() && of.is_none() && !unknown {
            self.every_cell(place, label.as_ref(), roles, &named);
        }
        let label = match (of, fields.key_place("label").filter(|_| fields.has("label"))) {
            (Some(_), Some(at)) => {
                let whole = !roles.is_empty() && roles.iter().all(|role| named.contains(role));
                self.both(at, whole);
                None
            }
            _ => label,
        };
        fields.finish(&mut self.found);
        (field.is_some() || label.is_some()).then_some(Row { field, label, cells, note, explained, place })
    }

    /// KB102: a row that names a field and has a label as well. `whole` if it has a cell for every role.
    fn both(&mut self, label: Place, whole: bool) {
        let d = self.found.at(Code::KB102, label, "a row with a `field` has no `label`").label("the field has a name already");
        self.found.push(if whole {
            d.help("drop `field`: with a cell for every role this is a row of its own")
        } else {
            d.help("drop `label`: the row is called as the field is. A row of its own has no `field`, and a cell for every role")
        });
    }

    /// A row of its own says something of every role. A cell that is empty has a finding of its own.
    fn every_cell(&mut self, place: Place, label: Option<&Text>, roles: &[RoleId], named: &[RoleId]) {
        for role in roles {
            if named.contains(role) {
                continue;
            }
            let id = self.base.names.ids(Kind::Role).find(|id| self.base.names.find(Kind::Role, id) == Some((*role).into()));
            let id = id.unwrap_or_default().to_owned();
            let row = label.map_or_else(String::new, |l| format!("\"{}\" ", l.plain()));
            let d = self
                .found
                .at(Code::KB408, place, format!("the row {row}says nothing of `{id}`"))
                .help(format!("add  {id}: …  to the row"));
            self.found.push(d);
        }
    }

    /// A field of roles by its name.
    pub(in crate::model) fn field_named(&mut self, name: &str, place: Place) -> Option<Field> {
        let field = Field::ALL.into_iter().find(|f| f.key() == name);
        if field.is_none() {
            let names = Field::ALL.iter().map(|f| f.key());
            let mut d = self.found.at(Code::KB106, place, format!("`{name}` is no field that a row can show"));
            d = match nearest_of(name, names) {
                Some((near, alone)) => {
                    d.help(format!("did you mean `{near}`?")).fix(alone.then(|| self.found.replacing(place, name, near)).flatten())
                }
                None => d.help("a row of its own is written  {label: …, product-owner: …, project-manager: …}"),
            };
            self.found.push(d);
        }
        field
    }
}
