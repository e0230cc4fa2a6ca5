//! One file a page kind: which view it has, and how it is filled.

mod account;
mod comparison;
mod decision;
mod event;
mod faq;
mod glossary;
mod guide;
mod graph;
mod health;
mod home;
mod matrix;
mod people;
mod question_groups;
mod ours;
mod relations;
mod role;
mod search;
mod sources;
mod tags;
mod used_in;

use super::cx::PageCx;
use crate::diagnostic::Diagnostic;
use crate::plan::Page;

pub(super) use account::differences as account_differences;
pub(super) use decision::role_decision_ids;

/// Renders the page. A new kind of page fails to compile here until it has its view.
pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    match cx.page {
        Page::Home => home::render(cx),
        Page::NotFound => home::not_found(cx),
        Page::Roles => role::index(cx),
        Page::Role(id) => role::render(cx, id),
        Page::Graph => graph::render(cx),
        Page::Compare => comparison::index(cx),
        Page::Comparison(id) => comparison::render(cx, id),
        Page::Pair(index) => comparison::pair(cx, index),
        Page::Decisions => decision::index(cx),
        Page::RoleDecisions(id) => decision::of_role(cx, id),
        Page::Decision(id) => decision::render(cx, id),
        Page::Faq => faq::index(cx),
        Page::RoleFaq(id) => faq::of_role(cx, id),
        Page::OtherFaq => faq::other(cx),
        Page::Glossary => glossary::render(cx),
        Page::Sources => sources::render(cx),
        Page::Accounts => account::index(cx),
        Page::Account(id) => account::render(cx, id),
        Page::Events => event::index(cx),
        Page::Event(id) => event::render(cx, id),
        Page::People => people::index(cx),
        Page::Person(id) => people::render(cx, id),
        Page::Guide(id) => guide::render(cx, id),
        Page::Folder(index) => guide::folder(cx, index),
        Page::Tags => tags::index(cx),
        Page::Tag(index) => tags::render(cx, index),
        Page::Health => health::render(cx),
        Page::Search => search::render(cx),
        Page::UsedIn(entity) => used_in::render(cx, entity),
    }
}
