//! The scripts of a theme as they are published: in the words of the site, and named after their content.
//!
//! Two kinds of text in double quotes are filled in, and nothing else is touched: `"assets/search.js"` becomes the
//! published path of that script, `"t:search.none"` the word or words of that key, as JSON.

use std::collections::BTreeMap;

use super::{Strings, at_config, hashed, shrink};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};

/// A script ready to publish.
pub(super) struct Script {
    /// The path from the root of the site.
    pub path: String,
    /// The text.
    pub text: String,
}

/// The scripts of a theme, by name without the ending.
pub(super) type Scripts = BTreeMap<String, Script>;

/// A language that has no stems, as `kb.stem` of the search.
const NO_STEMS: &str = "kb.stem = (word) => word;\n";

/// Of the scripts `stem-….js`, one a language, only that of the site is published: under the name `stem`.
pub(super) fn choose_stemmer(texts: &mut BTreeMap<String, String>, language: &str) {
    let base = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let chosen = texts.get(&format!("stem-{base}")).cloned();
    texts.retain(|name, _| !name.starts_with("stem-"));
    if texts.contains_key("search") {
        texts.entry("stem".to_owned()).or_insert_with(|| chosen.unwrap_or_else(|| NO_STEMS.to_owned()));
    }
}

/// Fills in all scripts. A script that names another one is named after that one's content too, so that no reader gets
/// a new one with an old one.
pub(super) fn fill(
    texts: &BTreeMap<String, String>,
    strings: &Strings,
    origins: &BTreeMap<String, FileId>,
    sources: &Sources,
) -> Result<Scripts, Vec<Diagnostic>> {
    let mut filling = Filling { texts, strings, done: Scripts::new(), open: Vec::new(), faults: Vec::new() };
    for name in texts.keys() {
        filling.script(name);
    }
    if filling.faults.is_empty() {
        return Ok(filling.done);
    }
    let found = filling.faults.into_iter().map(|fault| fault.diagnostic(origins, sources)).collect();
    Err(found)
}

/// A text in quotes that means nothing.
struct Fault {
    name: String,
    range: std::ops::Range<usize>,
    message: String,
}

impl Fault {
    fn diagnostic(self, origins: &BTreeMap<String, FileId>, sources: &Sources) -> Diagnostic {
        let file = format!("{}.js", self.name);
        let message = format!("the script `{file}` {}", self.message);
        let help = "the theme's README tells what is filled in; delete the file to use the built-in one";
        match origins.get(&file) {
            Some(id) => Diagnostic::new(Code::KB813, Span::new(*id, self.range), message).label("here").help(help),
            None => at_config(sources, "theme", message),
        }
    }
}

struct Filling<'a> {
    texts: &'a BTreeMap<String, String>,
    strings: &'a Strings,
    done: Scripts,
    /// The scripts being filled in, each named by the one before it.
    open: Vec<String>,
    faults: Vec<Fault>,
}

impl Filling<'_> {
    /// The published path of a script; `None` for one that is not there, or that leads back to itself.
    fn script(&mut self, name: &str) -> Option<String> {
        if let Some(script) = self.done.get(name) {
            return Some(script.path.clone());
        }
        if self.open.iter().any(|open| open == name) {
            return None;
        }
        let text = self.texts.get(name)?;
        self.open.push(name.to_owned());
        let mut out = String::with_capacity(text.len());
        let mut rest = 0;
        for (at, _) in text.match_indices('"') {
            if at < rest {
                continue;
            }
            let Some(length) = text[at + 1..].find('"') else { break };
            let range = at..at + length + 2;
            if let Some(filled) = self.filled(name, &text[at + 1..=at + length], &range) {
                out.push_str(&text[rest..at]);
                out.push_str(&filled);
                rest = range.end;
            }
        }
        out.push_str(&text[rest..]);
        self.open.pop();
        let out = shrink::js(&out);
        let path = hashed(name, "js", &out);
        self.done.insert(name.to_owned(), Script { path: path.clone(), text: out });
        Some(path)
    }

    /// What stands for a text in quotes, quotes included; `None` where it stands for itself.
    fn filled(&mut self, name: &str, quoted: &str, range: &std::ops::Range<usize>) -> Option<String> {
        let mut fault = |message: String| self.faults.push(Fault { name: name.to_owned(), range: range.clone(), message });
        if let Some(key) = quoted.strip_prefix("t:") {
            let Some(words) = self.strings.table(key) else {
                fault(format!("wants the words `{key}`, which are not in strings.toml"));
                return None;
            };
            // what closes a script element in a page never stands in one of ours
            return Some(words.to_string().replace("</", "<\\/"));
        }
        let other = quoted.strip_prefix("assets/")?.strip_suffix(".js")?;
        if let Some(path) = self.script(other) {
            return Some(format!("\"{path}\""));
        }
        let message = format!("loads `{other}.js`, which is not in the theme or loads this one");
        self.faults.push(Fault { name: name.to_owned(), range: range.clone(), message });
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Options;
    use crate::content::Locator;

    #[test]
    fn one_language_has_its_stems_published() {
        let texts = ["search", "stem-en", "stem-de"].map(|name| (name.to_owned(), name.to_owned()));
        for (language, expected) in [("de-AT", "stem-de"), ("en", "stem-en"), ("eo", NO_STEMS)] {
            let mut texts = BTreeMap::from(texts.clone());
            choose_stemmer(&mut texts, language);
            assert_eq!(texts.get("stem").map(String::as_str), Some(expected));
            assert_eq!(texts.len(), 2);
        }
    }

    #[test]
    fn words_and_paths_are_filled_in_and_nothing_else() {
        let sources = Sources::default();
        let options = Options { drafts: false, today: jiff::civil::date(2026, 11, 21), base_url: None };
        let (config, _) = crate::config::read(&sources, &Locator::new(&sources), &options);
        let words = "[en]\nclose = 'Close \"it\"'\nhits = { one = '1', other = '{n}' }";
        let strings = Strings::load(&crate::theme::strings::read(words), None, false, &config, &sources, &mut Vec::new());
        let texts = BTreeMap::from([
            ("a".to_owned(), "x(\"t:close\", \"t:hits\", 't:close', `\"b\"`, \"assets/b.js\")".to_owned()),
            ("b".to_owned(), "y(\"assets/b.css\")".to_owned()),
        ]);
        let scripts = fill(&texts, &strings, &BTreeMap::new(), &sources).unwrap_or_default();
        let expected =
            format!("x(\"Close \\\"it\\\"\",{{\"one\":\"1\",\"other\":\"{{n}}\"}},'t:close',`\"b\"`,\"{}\")", scripts["b"].path);
        assert_eq!(scripts["a"].text, expected);
        assert_eq!(scripts["b"].text, "y(\"assets/b.css\")");
    }
}
