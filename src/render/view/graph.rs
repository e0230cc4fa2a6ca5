//! How the roles are related: a drawing, and the same in a table.

use serde::Serialize;

use super::{FanOutView, LinkView, MoreView, PageView};

/// `graph.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GraphPage {
    /// The furniture.
    pub page: PageView,
    /// How many roles the site has.
    pub total: usize,
    /// How many of them are drawn and listed, the best connected.
    pub shown: usize,
    /// The width of the drawing in pixels.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// The boxes.
    pub nodes: Vec<GraphNodeView>,
    /// The lines by kind; kinds without one are left out.
    pub kinds: Vec<GraphKindView>,
    /// The same role by role, to parties as well.
    pub roles: Vec<GraphRoleView>,
}

/// A role in the drawing.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GraphNodeView {
    /// Its id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its whole name, in plain text.
    pub name: String,
    /// The name in one or two lines.
    pub lines: Vec<GraphLineView>,
    /// The left edge of the box.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// The width of the box.
    pub width: i32,
    /// The height of the box.
    pub height: i32,
}

/// A line of text in a box.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GraphLineView {
    /// The text.
    pub text: String,
    /// The middle of the line.
    pub x: i32,
    /// The base of the line.
    pub y: i32,
}

/// The lines of one kind of relation.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GraphKindView {
    /// The kind, a class name: `works-with`, `reports-to`, `facilitated-by`, `escalates-to`, `may-sit-with`, `compared-with`.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// Whether it holds both ways, and so needs no arrow.
    pub mutual: bool,
    /// The lines.
    pub lines: Vec<GraphTieView>,
}

/// A line between two boxes.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GraphTieView {
    /// The position of the role among the boxes.
    pub from: usize,
    /// That of the other one.
    pub to: usize,
    /// The path.
    pub d: String,
}

/// The relations of one role.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GraphRoleView {
    /// Its id.
    pub id: String,
    /// The role.
    pub link: LinkView,
    /// With how many others it has a relation.
    pub others: usize,
    /// Its relations by kind.
    pub relations: Vec<GraphRelationView>,
    /// With how many of whom one of this role works.
    pub fan_out: Vec<FanOutView>,
}

/// The relations of one kind of a role.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GraphRelationView {
    /// What it is called, seen from the role.
    pub label: String,
    /// How many there are.
    pub count: usize,
    /// To whom, as many as a page can bear.
    pub to: Vec<LinkView>,
    /// Where the rest stand.
    pub more: Option<MoreView>,
}
