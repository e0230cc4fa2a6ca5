//! How the roles are related: what the drawing shows, role by role.

use super::md::Md;
use super::{Twin, link};
use crate::render::view::{GraphPage, PageView};

impl Twin for GraphPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        for role in &self.roles {
            md.anchored(2, &link(&role.link), &role.id);
            for relation in &role.relations {
                let mut to = md.links(&relation.to);
                if let Some(more) = &relation.more {
                    to += &format!("{}{}", md.word("list_join"), md.count("more", more.count));
                }
                md.labelled(&format!("{} ({})", relation.label, relation.count), &to);
            }
            for fan in &role.fan_out {
                md.pair("field.fan_out", Some(&format!("{}: {}", link(&fan.to), md.number(fan))));
            }
        }
    }
}
