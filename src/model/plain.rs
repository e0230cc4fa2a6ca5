//! Texts and titles as readers see them, without markup: a link without words of its own is called like its target.

use super::entity::Entity;
use super::knowledge::Knowledge;
use super::text::{Target, Text};
use crate::content::markdown::{self, Mode};

/// Puts the titles of compared roles together in the words of some language: all at once, because words around two stand
/// once around three.
pub type Join<'j> = &'j dyn Fn(&[String]) -> String;

/// A title may name a record whose title names another. Two that name each other end here.
const DEEP: u8 = 3;

impl Knowledge {
    /// What a record is called, as plain text. A comparison without a title of its own is called like its roles.
    #[must_use]
    pub fn called(&self, entity: Entity, join: Join<'_>) -> String {
        self.called_within(entity, join, DEEP)
    }

    fn called_within(&self, entity: Entity, join: Join<'_>, deep: u8) -> String {
        if let Entity::Comparison(id) = entity
            && !self[id].has_title
        {
            let titles: Vec<String> = self[id].roles.iter().map(|role| self.called_within((*role).into(), join, deep)).collect();
            return if titles.is_empty() { self.id(entity).to_owned() } else { join(&titles) };
        }
        let title = self.title(entity);
        if title.is_verbatim() {
            return title.to_string();
        }
        markdown::plain_called(title, Mode::Inline, |at, dest| self.name_within(title, at, dest, join, deep))
    }

    /// A text without markup.
    #[must_use]
    pub fn plain(&self, text: &Text, mode: Mode, join: Join<'_>) -> String {
        if mode == Mode::Inline && text.is_verbatim() {
            return text.to_string();
        }
        markdown::plain_called(text, mode, |at, dest| self.link_name(text, at, dest, join))
    }

    /// What a link of a text is called that has no words of its own: the title of its record, else where it leads.
    #[must_use]
    pub fn link_name(&self, text: &Text, at: usize, dest: &str, join: Join<'_>) -> Option<String> {
        self.name_within(text, at, dest, join, DEEP)
    }

    fn name_within(&self, text: &Text, at: usize, dest: &str, join: Join<'_>, deep: u8) -> Option<String> {
        match text.target(at) {
            Some(Target::Record(entity, _)) => Some(self.called_within(*entity, join, deep.checked_sub(1)?)),
            _ => Some(dest.to_owned()),
        }
    }
}
