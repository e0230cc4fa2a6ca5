//! Every backlink of a page that has many.

use crate::diagnostic::Diagnostic;
use crate::model::Entity;
use crate::render::cx::PageCx;
use crate::render::view::UsedInPage;

pub(super) fn render(cx: &mut PageCx<'_, '_>, entity: Entity) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("used-in");
    let list = cx.graph().backlinks.get(&entity).map_or(&[][..], Vec::as_slice);
    let groups = cx.uses(list);
    cx.close(&mut page);
    cx.template("used-in.html", &UsedInPage { page, target: cx.link(entity), total: list.len(), groups })
}
