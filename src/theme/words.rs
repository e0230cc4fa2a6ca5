//! The words that a site writes itself, beside those of the built-in theme: a word that is never printed, or printed with its
//! braces, is told of where it stands.

use serde_json::{Map, Value};

use crate::content::{Findings, Locator, Node, Value as Written, nearest};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Sources;

/// What is wrong with the words of a file, by those of one language of the built-in theme. `has_more` is whether the site has
/// templates or scripts of its own, which may print words and fill in braces that the built-in theme does not know.
pub(super) fn check(own: &Node, built_in: &Value, has_more: bool, sources: &Sources) -> Vec<Diagnostic> {
    let locator = Locator::new(sources);
    let mut words = Words { has_more, found: Findings::new(&locator) };
    let Written::Map(languages) = &own.value else { return Vec::new() };
    for (language, node) in languages {
        let name = language.as_text().unwrap_or_default();
        if let Written::Map(_) = &node.value {
            words.like(node, built_in, name);
        } else {
            let d = words.found.at(Code::KB101, language.place, format!("`{name}` stands in no language"));
            words.found.push(d.help("write a line such as  [en]  above the words of a language"));
        }
    }
    words.found.into_list()
}

struct Words<'f> {
    has_more: bool,
    found: Findings<'f>,
}

impl Words<'_> {
    /// Compares what stands under a key with what the built-in theme has there.
    fn like(&mut self, node: &Node, built_in: &Value, name: &str) {
        match built_in {
            Value::Object(forms) if is_count(forms) => {
                let Written::Map(entries) = &node.value else {
                    let key = name.rsplit('.').next().unwrap_or(name);
                    let help = format!("write  {key} = {{ one = \"…\", other = \"{{n}} …\" }}");
                    return self.found.wrong_type(node, name, "a group of texts, one for each number", Some(help));
                };
                for (key, form) in entries {
                    let key = key.as_text().unwrap_or_default();
                    self.text(form, &format!("{name}.{key}"), &forms.values().filter_map(Value::as_str).collect::<String>());
                }
            }
            Value::Object(group) => {
                let Written::Map(entries) = &node.value else {
                    let help = format!("write a line  [{name}]  and the words below it");
                    return self.found.wrong_type(node, name, "a group of words", Some(help));
                };
                for (key, word) in entries {
                    let text = key.as_text().unwrap_or_default();
                    match group.get(text) {
                        Some(built_in) => self.like(word, built_in, &format!("{name}.{text}")),
                        None => self.unknown(key, text, group),
                    }
                }
            }
            Value::Array(items) => {
                // a year has as many months everywhere; other lists are as long as a language needs
                let is_whole = |list: &[Node]| !name.ends_with(".months") || list.len() == items.len();
                match &node.value {
                    Written::List(list) if is_whole(list) => list.iter().for_each(|item| self.text(item, name, "")),
                    Written::List(list) => {
                        let (have, need) = (list.len(), items.len());
                        let d = self.found.at(Code::KB106, node.place, format!("`{name}` has {have} words; {need} are printed"));
                        self.found.push(d.help(format!("write {need} words")));
                    }
                    _ => self.found.wrong_type(node, name, "a list of words", Some("write  [\"…\", \"…\"]".to_owned())),
                }
            }
            text => self.text(node, name, text.as_str().unwrap_or_default()),
        }
    }

    /// A text, in which nothing may stand in braces that `built_in` does not have.
    fn text(&mut self, node: &Node, name: &str, built_in: &str) {
        let Some(text) = node.as_text().filter(|text| !matches!((&node.value, *text), (Written::Plain(_), "true" | "false")))
        else {
            return self.found.wrong_type(node, name, "a text", None);
        };
        let known: Vec<&str> = braces(built_in).collect();
        let Some(odd) = braces(text).find(|word| !known.contains(word) && !self.has_more) else { return };
        let d = self
            .found
            .at(Code::KB106, node.place, format!("nothing is filled in for `{odd}`"))
            .label("readers would see the braces");
        let help = match known.as_slice() {
            [] => "write the text without braces".to_owned(),
            known => format!("what is filled in here: {}", known.join(", ")),
        };
        self.found.push(d.help(help));
    }

    fn unknown(&mut self, key: &Node, text: &str, group: &Map<String, Value>) {
        if self.has_more {
            return;
        }
        let d = self.found.at(Code::KB102, key.place, format!("unknown word `{text}`")).label("no page prints it");
        let help = match nearest(text, group.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "delete it; themes/handbook/strings.toml of kb lists all words".to_owned(),
        };
        self.found.push(d.help(help));
    }
}

/// Whether these are the forms of one text for different numbers.
fn is_count(group: &Map<String, Value>) -> bool {
    group.contains_key("one")
        && group.contains_key("other")
        && group.keys().all(|key| matches!(key.as_str(), "zero" | "one" | "other"))
}

/// What stands in braces in a text, braces included.
fn braces(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(at, _)| {
        let end = text[at..].find('}')?;
        let word = &text[at + 1..at + end];
        (!word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).then(|| &text[at..=at + end])
    })
}
