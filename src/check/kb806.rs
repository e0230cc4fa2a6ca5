//! KB806: something left for the editor is about to be published.

use super::Checking;
use super::words::{Note, Words};
use crate::content::Findings;
use crate::diagnostic::Code;

pub(super) fn check(_: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    for (place, note) in words.pages.iter().flat_map(|page| &page.notes) {
        let (message, help) = match note {
            Note::Words(words) if words.eq_ignore_ascii_case("lorem ipsum") => {
                (format!("placeholder text (`{words}`) was left in"), "write the text, or delete the part")
            }
            Note::Words(words) => (
                format!("`{words}` stands in the text"),
                "write what is missing; a reminder can stand under `notes:`, which is never published",
            ),
            Note::Picture => (
                "the name of a picture stands where the picture should be".to_owned(),
                "![what it shows](picture.jpg), or delete the line",
            ),
            Note::Byline => {
                ("a byline without a name".to_owned(), "name the authors in the front matter, `authors: [id]`, or delete the line")
            }
        };
        let d = found.at(Code::KB806, *place, message).label("readers will see this").help(help);
        found.push(d);
    }
}
