//! Files in the folder of a site's theme that have no place there: a misspelt name replaces nothing, and its author would look for
//! the mistake in the file.
//!
//! Files that are published as they are may have any name, and so may templates and scripts that another file of the site names.

use std::collections::BTreeMap;

use super::{BuiltIn, is_script, is_template, text};
use crate::content::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};

/// The files without a place, by path within the theme, each with what is to say of it.
pub(super) fn find(own: &BTreeMap<String, FileId>, sources: &Sources) -> Vec<(String, Diagnostic)> {
    let theme = Own { files: own.iter().map(|(name, id)| (name.as_str(), &*sources.file(*id).text)).collect() };
    let strays = own.iter().filter(|(name, _)| BuiltIn::get(name).is_none());
    let strays = strays.filter_map(|(name, id)| {
        let d = Diagnostic::new(Code::KB813, Span::new(*id, 0..0), format!("the theme has no file `{name}`"));
        let d = match theme.meant(name)? {
            Meant::File(near) => d.label("it replaces nothing").help(format!("did you mean `{near}`?")),
            Meant::Component(component, file) => {
                let help = format!("`{component}` is a component of `{file}`: to replace that file give yours its name");
                d.label("it replaces nothing").help(help)
            }
            Meant::Nothing if is_template(name) => {
                let help = format!("delete it, or name it in another template of yours:  {{% include \"{name}\" %}}");
                d.label("no page is made with it").help(help)
            }
            Meant::Nothing => d.label("nothing is read from it").help("words stand in strings.toml; delete the file"),
        };
        Some((name.clone(), d))
    });
    strays.collect()
}

/// The text files of the theme's folder.
struct Own<'a> {
    files: BTreeMap<&'a str, &'a str>,
}

/// What a file without a place was meant to be.
enum Meant {
    /// A file of the built-in theme.
    File(String),
    /// A component, and the file that has it.
    Component(String, String),
    Nothing,
}

impl Own<'_> {
    /// What a file was meant to be that the built-in theme does not have; `None` where it has a place all the same.
    fn meant(&self, name: &str) -> Option<Meant> {
        let ending = name.rsplit('.').next().unwrap_or_default();
        // whatever it is called, nobody reads it where no other file names it
        let is_read_by_name = is_template(name) || ending == "toml";
        // the forms of words of another language
        if ending == "md" || (is_script(name) && name.starts_with("stem-")) || self.is_named(name) {
            return None;
        }
        let known: Vec<_> = BuiltIn::iter().filter(|known| known.rsplit('.').next() == Some(ending)).collect();
        let last = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let elsewhere = || known.iter().map(|known| &**known).find(|known| is_read_by_name && last(known) == last(name));
        let near = nearest(name, known.iter().map(|known| &**known)).or_else(elsewhere);
        match near {
            Some(near) => Some(Meant::File(near.to_owned())),
            None if is_read_by_name => Some(self.component_of_another(name).unwrap_or(Meant::Nothing)),
            None => None,
        }
    }

    /// Whether another file of the site names it, or uses what it defines.
    fn is_named(&self, name: &str) -> bool {
        let mut signs = vec![name.to_owned()];
        if is_script(name) {
            signs.push(format!("scripts.{}", name.trim_end_matches(".js")));
        }
        if is_template(name) {
            signs.extend(
                components(self.files[name]).flat_map(|(_, component)| [' ', '/', '\n'].map(|end| format!("<{component}{end}"))),
            );
        }
        let others = self.files.iter().filter(|(other, _)| **other != name);
        others.into_iter().any(|(_, text)| signs.iter().any(|sign| text.contains(sign)))
    }

    /// A component of the built-in theme that a file defines once more.
    fn component_of_another(&self, name: &str) -> Option<Meant> {
        let own: Vec<&str> = components(self.files[name]).map(|(_, component)| component).collect();
        BuiltIn::iter().filter(|file| is_template(file)).find_map(|file| {
            let text = text(BuiltIn::get(&file)?.data);
            let (_, component) = components(&text).find(|(_, component)| own.contains(component))?;
            Some(Meant::Component(component.to_owned(), file.into_owned()))
        })
    }
}

/// The components that a template defines, `{% component link(to) %}`, and where their names stand.
pub(super) fn components(template: &str) -> impl Iterator<Item = (usize, &str)> {
    template.match_indices("{%").filter_map(|(at, _)| {
        let tag = template[at + 2..].trim_start_matches('-').trim_start().strip_prefix("component ")?.trim_start();
        let end = tag.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        (end > 0).then(|| (template.len() - tag.len(), &tag[..end]))
    })
}
