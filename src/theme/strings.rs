//! The words a theme prints, in one language.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::{at_config, words};
use crate::config::Config;
use crate::content::{Node, Value as Written, parse_toml};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};

/// The language whose words stand in where another has none.
const FALLBACK: &str = "en";

/// The words of a theme in the language of a site.
#[derive(Debug)]
pub struct Strings {
    all: Value,
    /// All texts by their dotted keys: every page asks for dozens.
    texts: FxHashMap<Box<str>, Box<str>>,
}

impl Strings {
    /// The built-in words with those of the site over them. `has_more` is whether the site has templates or scripts of its own.
    pub(super) fn load(
        built_in: &Value,
        own: Option<(FileId, &str)>,
        has_more: bool,
        config: &Config,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let own = own.map_or(Value::Null, |(file, text)| {
            let (node, errors) = parse_toml(file, text);
            let is_read = errors.is_empty();
            found.extend(errors);
            if is_read && let Some(english) = built_in.get(FALLBACK) {
                found.extend(words::check(&node, english, has_more, sources));
            }
            json(&node)
        });
        // what a language has: its built-in words with those of the site over them
        let own_in = |language: &str| own.as_object()?.iter().find(|(name, _)| name.to_lowercase() == language).map(|(_, own)| own);
        let of = |language: &str| {
            let mut words = built_in.get(language).cloned();
            if let Some(own) = own_in(language) {
                merge(words.get_or_insert(Value::Null), own.clone());
            }
            words
        };
        let language = config.language.to_lowercase();
        let base = language.split(['-', '_']).next().unwrap_or_default().to_owned();
        let mut words = of(FALLBACK).unwrap_or_default();
        let mut known = false;
        for name in [&base, &language] {
            if let Some(own) = of(name).filter(|_| *name != FALLBACK) {
                merge(&mut words, own);
                known = true;
            }
            known |= name == FALLBACK;
        }
        if !known {
            let d = at_config(sources, "language", format!("the theme has no words in `{}`", config.language))
                .help(format!("add a section [{base}] to themes/{}/strings.toml; words that it lacks stay English", config.theme));
            found.push(d);
        }
        let mut texts = FxHashMap::default();
        flatten(&words, &mut String::new(), &mut texts);
        Self { all: words, texts }
    }

    /// All of them, for templates.
    #[must_use]
    pub const fn all(&self) -> &Value {
        &self.all
    }

    fn find(&self, key: &str) -> Option<&Value> {
        key.split('.').try_fold(&self.all, |value, part| value.get(part))
    }

    /// A word by its dotted key; an unknown key shows itself, so that a gap is seen and not hidden.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.written(key).unwrap_or(key)
    }

    /// A word by its dotted key, where there is one.
    #[must_use]
    pub fn written(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(|text| &**text)
    }

    /// A count by its dotted key.
    #[must_use]
    pub fn count(&self, key: &str, n: usize) -> String {
        let form = |name: &str| self.find(key).and_then(|v| v.get(name)).and_then(Value::as_str);
        let special = match n {
            0 => form("zero"),
            1 => form("one"),
            _ => None,
        };
        special.or_else(|| form("other")).unwrap_or(key).replace("{n}", &n.to_string())
    }

    /// What roles that are compared are called together: the words around them stand once, however many they are.
    #[must_use]
    pub fn versus(&self, titles: &[String]) -> String {
        match titles {
            [] => String::new(),
            [one] => one.clone(),
            [before @ .., last] => {
                let before = before.join(self.get("versus_join"));
                self.get("versus").replace("{b}", last).replace("{a}", &before)
            }
        }
    }

    /// The nth word of a list.
    #[must_use]
    pub fn nth(&self, key: &str, n: usize) -> &str {
        self.find(key).and_then(|v| v.get(n)).and_then(Value::as_str).unwrap_or_default()
    }

    /// A part of the words as it stands.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<&Value> {
        self.find(key)
    }
}

/// Adds the texts below a key.
fn flatten(value: &Value, key: &mut String, texts: &mut FxHashMap<Box<str>, Box<str>>) {
    match value {
        Value::String(text) => _ = texts.insert(key.as_str().into(), text.as_str().into()),
        Value::Object(entries) => {
            for (name, value) in entries {
                let length = key.len();
                if length > 0 {
                    key.push('.');
                }
                key.push_str(name);
                flatten(value, key, texts);
                key.truncate(length);
            }
        }
        _ => {}
    }
}

/// Words in every language, as a file has them.
pub(super) fn read(text: &str) -> Value {
    json(&parse_toml(FileId::FIRST, text).0)
}

fn json(node: &Node) -> Value {
    match &node.value {
        Written::Null => Value::Null,
        Written::Text(text) | Written::Plain(text) => Value::String(text.to_string()),
        Written::List(items) => Value::Array(items.iter().map(json).collect()),
        Written::Map(entries) => {
            Value::Object(entries.iter().filter_map(|(k, v)| Some((k.as_text()?.to_owned(), json(v)))).collect::<Map<_, _>>())
        }
    }
}

/// Lays `over` over `base`, key by key.
fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}
