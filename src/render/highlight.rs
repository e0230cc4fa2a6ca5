//! Code as HTML with short classes for its parts; the theme gives them colours.
//!
//! Blocks over 100 kB and blocks with a line over 2,000 bytes are left plain: a grammar's worst case is not linear.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use xxhash_rust::xxh3::Xxh3;

use crate::content::recall::{Recall, recalled};
use crate::content::sanitise::{escape_text, escape_text_into};

/// The largest block that is highlighted, in bytes.
pub(crate) const MAX_BLOCK: usize = 100_000;
/// The longest line that is highlighted, in bytes.
pub(crate) const MAX_LINE: usize = 2_000;
/// How much highlighted HTML is kept, in bytes.
const MAX_CACHE: usize = 16_000_000;

/// Highlights code. Grammars are loaded when the first block needs them; results are kept for equal blocks.
/// One serves all threads of a build.
#[derive(Default)]
pub struct Highlighter {
    grammars: OnceLock<Grammars>,
    cache: Mutex<Cache>,
    /// What builds before this one found out.
    recall: Option<Arc<dyn Recall>>,
}

#[derive(Default)]
struct Cache {
    size: usize,
    blocks: HashMap<u128, Arc<str>>,
}

impl Highlighter {
    /// Costs nothing until the first block.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks what is known of a block before it loads grammars for it, and tells what it finds out.
    #[must_use]
    pub fn recalling(recall: Arc<dyn Recall>) -> Self {
        Self { recall: Some(recall), ..Self::default() }
    }

    /// The code as HTML: escaped, with `<span class="k">` and the like around its parts. Code in an unknown language is
    /// only escaped.
    #[must_use]
    pub fn highlight(&self, language: &str, code: &str) -> Arc<str> {
        if language.is_empty() || is_plain(language) || !is_fit(code) {
            return escape_text(code).into();
        }
        let key = key(language, code);
        let kept = self.lock().blocks.get(&key).cloned();
        if let Some(html) = kept {
            return html;
        }
        let colours = || self.grammars.get_or_init(Grammars::load).colours(language, code);
        // what was kept is believed no more than that it says where colours begin: the code is that of the page
        let kept = recalled(self.recall.as_deref(), || key, colours).html(code);
        let html: Arc<str> = kept.or_else(|| colours().html(code)).unwrap_or_else(|| escape_text(code)).into();
        let mut cache = self.lock();
        if cache.size + html.len() > MAX_CACHE {
            *cache = Cache::default();
        }
        cache.size += html.len();
        cache.blocks.insert(key, Arc::clone(&html));
        html
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cache> {
        // The cache is whole after every statement, so a panic elsewhere leaves nothing half done.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fit(code: &str) -> bool {
    code.len() <= MAX_BLOCK && code.lines().all(|line| line.len() <= MAX_LINE)
}

/// Collisions would show one block's code in another's place, hence 128 bits.
fn key(language: &str, code: &str) -> u128 {
    let mut hash = Xxh3::new();
    hash.update(language.as_bytes());
    hash.update(&[0]);
    hash.update(code.as_bytes());
    hash.digest128()
}

/// The record at the top of a Markdown file, its two lines of `---` included, and what follows. The grammar of Markdown
/// would take its end for the line under a heading.
fn front_matter<'c>(language: &str, code: &'c str) -> Option<(&'c str, &'c str)> {
    const END: &str = "\n---\n";
    let is_markdown = ["md", "markdown"].iter().any(|name| name.eq_ignore_ascii_case(language));
    let end = code.strip_prefix("---").filter(|_| is_markdown)?.find(END)? + "---".len() + END.len();
    Some(code.split_at(end))
}

fn is_plain(language: &str) -> bool {
    ["text", "txt", "plain", "plaintext", "none", "output"].iter().any(|plain| plain.eq_ignore_ascii_case(language))
}

/// Names GitHub knows and the grammars do not.
const ALIASES: [(&str, &str); 37] = [
    ("bat", "Batch File"),
    ("batch", "Batch File"),
    ("c++", "C++"),
    ("cmd", "Batch File"),
    ("console", "bash"),
    ("csharp", "C#"),
    ("docker", "Dockerfile"),
    ("dosbatch", "Batch File"),
    ("dotenv", "DotENV"),
    ("fsharp", "F#"),
    ("golang", "go"),
    ("gql", "GraphQL"),
    ("hcl", "Terraform"),
    ("javascript", "JavaScript"),
    ("js", "JavaScript"),
    ("jinja", "Jinja2"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("jsx", "JavaScript (Babel)"),
    ("kotlin", "Kotlin"),
    ("make", "Makefile"),
    ("node", "JavaScript"),
    ("objc", "Objective-C"),
    ("objectivec", "Objective-C"),
    ("posh", "PowerShell"),
    ("proto", "Protocol Buffer"),
    ("pwsh", "PowerShell"),
    ("python3", "python"),
    ("shell", "bash"),
    ("shell-session", "bash"),
    ("shellsession", "bash"),
    ("tsx", "TypescriptReact"),
    ("viml", "VimL"),
    ("vim", "VimL"),
    ("vb", "ASP"),
    ("zsh", "bash"),
];

/// What a part of code is, by the beginning of its scope; the first that fits counts. `None` ends the search: code inside
/// a string is no string.
const CLASSES: [(&str, Option<char>); 31] = [
    ("meta.interpolation", None),
    ("comment", Some('c')),
    ("constant.character.escape", Some('n')),
    ("string", Some('s')),
    ("constant", Some('n')),
    ("keyword.operator", Some('o')),
    ("keyword", Some('k')),
    ("storage", Some('k')),
    ("entity.name.function", Some('f')),
    ("support.function", Some('f')),
    ("variable.function", Some('f')),
    ("entity.name.type", Some('t')),
    ("entity.name.class", Some('t')),
    ("entity.name.struct", Some('t')),
    ("entity.name.enum", Some('t')),
    ("entity.name.trait", Some('t')),
    ("entity.name.interface", Some('t')),
    ("entity.name.namespace", Some('t')),
    ("entity.name.tag", Some('t')),
    ("entity.other.inherited-class", Some('t')),
    ("entity.other.attribute-name", Some('v')),
    ("support.type.property-name", Some('v')),
    ("support.type", Some('t')),
    ("support.class", Some('t')),
    ("variable", Some('v')),
    ("markup.inserted", Some('i')),
    ("markup.deleted", Some('d')),
    ("markup.heading", Some('h')),
    ("entity.name.section", Some('h')),
    ("meta.diff.header", Some('h')),
    ("markup.raw", Some('s')),
];

/// The beginning of scopes, and what it says.
type Class = (Scope, Option<char>);

struct Grammars {
    set: SyntaxSet,
    classes: Vec<Class>,
}

impl Grammars {
    fn load() -> Self {
        let classes = CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect();
        Self { set: two_face::syntax::extra_newlines(), classes }
    }

    fn find(&self, language: &str) -> Option<&SyntaxReference> {
        let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(language));
        self.set.find_syntax_by_token(alias.map_or(language, |(_, name)| name))
    }

    /// The colours of a block; none where the language is unknown or its grammar fails.
    fn colours(&self, language: &str, code: &str) -> Colours {
        let mut colours = Colours::default();
        let (record, body) = front_matter(language, code).unwrap_or(("", code));
        for (language, part) in [("yaml", record), (language, body)] {
            let known = self.find(language).and_then(|syntax| self.mark(syntax, part));
            colours.0.extend(known.unwrap_or_else(|| Colours::none(part)).0);
        }
        colours
    }

    /// Nothing when a grammar fails.
    fn mark(&self, syntax: &SyntaxReference, code: &str) -> Option<Colours> {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        // the same few come again and again
        let mut known = FxHashMap::default();
        let mut colours = Colours::default();
        for line in code.split_inclusive('\n') {
            let mut from = 0;
            for (at, change) in state.parse_line(line, &self.set).ok()? {
                colours.push(line.get(from..at)?, self.class(&stack, &mut known));
                from = at;
                stack.apply(&change).ok()?;
            }
            colours.push(line.get(from..)?, self.class(&stack, &mut known));
        }
        Some(colours)
    }

    /// The class of a place: that of the innermost scope which says something. `known` has what each scope says.
    fn class<'g>(&'g self, stack: &ScopeStack, known: &mut FxHashMap<Scope, Option<&'g Class>>) -> Option<char> {
        let told = |scope: &Scope| self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        let mut scopes = stack.as_slice().iter().rev();
        scopes.find_map(|scope| *known.entry(*scope).or_insert_with(|| told(scope))).and_then(|(_, class)| *class)
    }
}

/// How a block is coloured: the length of each stretch in bytes, and its class. Neighbours of one class share a stretch.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Colours(Vec<(usize, Option<char>)>);

impl Colours {
    fn none(code: &str) -> Self {
        Self(if code.is_empty() { Vec::new() } else { vec![(code.len(), None)] })
    }

    fn push(&mut self, text: &str, class: Option<char>) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            // White space has no colour, so it need not end a stretch.
            Some((length, last)) if *last == class || text.trim().is_empty() => *length += text.len(),
            None if text.trim().is_empty() => self.0.push((text.len(), None)),
            _ => self.0.push((text.len(), class)),
        }
    }

    /// The code with its colours; nothing where they are not those of this code.
    fn html(&self, code: &str) -> Option<String> {
        let mut html = String::with_capacity(code.len() + 26 * self.0.len());
        let mut from: usize = 0;
        for (length, class) in &self.0 {
            let to = from.checked_add(*length)?;
            let text = code.get(from..to)?;
            match class {
                Some(class) if CLASSES.iter().any(|(_, known)| known == &Some(*class)) => {
                    html.push_str("<span class=\"");
                    html.push(*class);
                    html.push_str("\">");
                    escape_text_into(text, &mut html);
                    html.push_str("</span>");
                }
                Some(_) => return None,
                None => escape_text_into(text, &mut html),
            }
            from = to;
        }
        (from == code.len()).then_some(html)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps everything, damaged in one way.
    struct Damaged(Mutex<HashMap<u128, &'static [u8]>>, fn(usize) -> Vec<u8>);

    impl Recall for Damaged {
        fn get(&self, number: u128) -> Option<&[u8]> {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let nth = kept.len();
            Some(*kept.entry(number).or_insert_with(|| Box::leak(self.1(nth).into_boxed_slice())))
        }

        fn keep(&self, _: u128, _: &[u8]) {}
    }

    #[test]
    fn what_was_kept_can_neither_change_nor_break_the_code() {
        let blocks = [("rust", "fn a<'a>() { \"<b>\" } // é\n"), ("md", "---\na: 1\n---\n# T\n"), ("toml", ""), ("sh", "ls <x\n")];
        let clean: Vec<_> = blocks.iter().map(|(language, code)| Highlighter::new().highlight(language, code)).collect();
        let damages: [fn(usize) -> Vec<u8>; 6] = [
            |_| postcard::to_stdvec(&Colours(vec![(usize::MAX, None), (2, None)])).unwrap_or_default(),
            |_| postcard::to_stdvec(&Colours(vec![(3, Some('"'))])).unwrap_or_default(),
            |_| postcard::to_stdvec(&Colours(vec![(28, Some('c')), (1, None)])).unwrap_or_default(),
            |_| vec![0xff; 40],
            |_| Vec::new(),
            |nth| vec![u8::try_from(nth).unwrap_or(0); 3],
        ];
        for damage in damages {
            let highlighter = Highlighter::recalling(Arc::new(Damaged(Mutex::default(), damage)));
            for ((language, code), clean) in blocks.iter().zip(&clean) {
                assert_eq!(highlighter.highlight(language, code), *clean, "{language}");
            }
        }
    }
}
