//! The theme: templates, words, style sheet and script, built in and overridden file by file by a site.

mod dates;
mod own_style;
mod scripts;
mod shrink;
mod strays;
mod strings;
mod templates;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use tera::{Context, Kwargs, State, Tera};
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_64_with_seed};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, SitePath, Sources, Span};

pub use strings::Strings;

/// The built-in theme.
#[derive(rust_embed::RustEmbed)]
#[folder = "themes/handbook"]
#[exclude = "README.md"]
struct BuiltIn;

/// The folder that overrides the built-in theme when no other is named.
const BUILT_IN: &str = "handbook";

/// A theme ready to render.
pub struct Theme {
    tera: Tera,
    /// Its words in the language of the site.
    pub strings: Arc<Strings>,
    /// Where its templates come from, for errors.
    origins: BTreeMap<String, FileId>,
    files: Vec<(String, Vec<u8>)>,
    assets: Vec<(SitePath, String)>,
    css: String,
    scripts: BTreeMap<String, String>,
    made_of: MadeOf,
}

/// What the parts of a theme that take long to make were made of, as numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct MadeOf {
    words: u64,
    templates: u64,
    scripts: u64,
}

/// The texts of a theme, by path within it.
type Texts = BTreeMap<String, Cow<'static, str>>;

/// The templates of the built-in theme. They are the same for every site that overrides none.
static BUILT_IN_TEMPLATES: LazyLock<Tera> = LazyLock::new(parse_own_templates);

/// The same for the first site alone, which takes them as they are: to copy them takes a third of the time that parsing does.
static FIRST_TEMPLATES: Mutex<Option<Tera>> = Mutex::new(None);

/// Its words in every language.
static BUILT_IN_WORDS: LazyLock<serde_json::Value> = LazyLock::new(|| strings::read(&built_in()["strings.toml"]));

/// Makes ready what every site needs, which takes longer than a small site does: another thread has time for it while files are read.
pub fn prepare() {
    // held while it is made, so that who needs it sooner waits instead of making another
    let mut first = FIRST_TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    *first = Some(parse_own_templates());
    drop(first);
    LazyLock::force(&BUILT_IN_WORDS);
}

fn own_templates() -> Tera {
    let first = FIRST_TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner).take();
    first.unwrap_or_else(|| BUILT_IN_TEMPLATES.clone())
}

fn parse_own_templates() -> Tera {
    let mut tera = engine();
    _ = templates::load(&mut tera, &built_in(), &BTreeMap::new(), &Sources::default());
    tera
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.register_filter("count", count);
    tera.register_filter("safe", safe);
    tera
}

fn built_in() -> Texts {
    BuiltIn::iter().filter_map(|name| Some((name.to_string(), text(BuiltIn::get(&name)?.data)))).collect()
}

impl MadeOf {
    fn new(texts: &Texts, own_words: Option<&str>, has_more: bool, config: &Config) -> Self {
        let of = |wanted: &dyn Fn(&str) -> bool, start: u64| {
            let mut all = Xxh3::with_seed(start);
            for (name, text) in texts.iter().filter(|(name, _)| wanted(name)) {
                for part in [name.as_str(), text] {
                    all.update(&part.len().to_le_bytes());
                    all.update(part.as_bytes());
                }
            }
            all.digest()
        };
        let words = xxh3_64_with_seed(
            own_words.unwrap_or_default().as_bytes(),
            xxh3_64_with_seed(config.language.as_bytes(), u64::from(has_more)),
        );
        // scripts hold words
        Self { words, templates: of(&is_template, 0), scripts: of(&is_script, words) }
    }
}

impl Theme {
    /// Loads the theme that a site names, with its overrides.
    ///
    /// # Errors
    /// With every template and word file that does not parse.
    pub fn load(sources: &Sources, config: &Config) -> Result<Self, Vec<Diagnostic>> {
        Self::load_again(sources, config, None)
    }

    /// Loads the theme that a site names; what is made of the same files as in the theme before is taken from there.
    ///
    /// # Errors
    /// With every template and word file that does not parse.
    pub fn load_again(sources: &Sources, config: &Config, before: Option<&Self>) -> Result<Self, Vec<Diagnostic>> {
        let (mut overrides, mut found) = overrides(sources, config);
        // What such a file would do elsewhere is no second mistake.
        for (name, stray) in strays::find(&overrides, sources) {
            overrides.remove(&name);
            found.push(stray);
        }
        let mut texts = built_in();
        let mut origins = BTreeMap::new();
        for (name, id) in &overrides {
            origins.insert(name.clone(), *id);
            if name != "strings.toml" {
                texts.insert(name.clone(), Cow::Owned(sources.file(*id).text.to_string()));
            }
        }
        let own_words = overrides.get("strings.toml").map(|id| (*id, &*sources.file(*id).text));
        let has_more = overrides.keys().any(|name| is_template(name) || is_script(name));
        let made_of = MadeOf::new(&texts, own_words.map(|(_, text)| text), has_more, config);
        let same = |of: fn(&MadeOf) -> u64| before.filter(|before| of(&before.made_of) == of(&made_of));
        let strings = match same(|made| made.words) {
            Some(before) => Arc::clone(&before.strings),
            None => Arc::new(Strings::load(&BUILT_IN_WORDS, own_words, has_more, config, sources, &mut found)),
        };
        let mut tera = match same(|made| made.templates) {
            Some(before) => {
                let mut tera = before.tera.clone();
                *tera.global_context() = Context::new();
                tera
            }
            None if !overrides.keys().any(|name| is_template(name)) => own_templates(),
            None => {
                let mut tera = engine();
                found.extend(templates::load(&mut tera, &texts, &origins, sources));
                tera
            }
        };
        if !found.is_empty() {
            return Err(found);
        }
        tera.global_context().insert("t", strings.all());
        let mut theme = Self {
            tera,
            strings,
            origins,
            files: Vec::new(),
            assets: assets(sources, config),
            css: String::new(),
            scripts: BTreeMap::new(),
            made_of,
        };
        theme.publish(&texts, config);
        match same(|made| made.scripts) {
            Some(before) => {
                let is_script = |file: &&(String, Vec<u8>)| before.scripts.values().any(|path| *path == file.0);
                theme.files.extend(before.files.iter().filter(is_script).cloned());
                theme.scripts.clone_from(&before.scripts);
            }
            None => theme.publish_scripts(&texts, config, sources)?,
        }
        Ok(theme)
    }

    /// Style sheet and other text files that are published, the former named after its content.
    fn publish(&mut self, texts: &Texts, config: &Config) {
        for (name, text) in texts {
            match name.as_str() {
                "style.css" => {
                    let css = shrink::css(text) + &own_style::own_style(config);
                    self.css = hashed("style", "css", &css);
                    self.files.push((self.css.clone(), css.into_bytes()));
                }
                name if is_script(name) || is_template(name) || name.ends_with(".toml") || name.ends_with(".md") => {}
                name => {
                    let text = if name.ends_with(".css") { shrink::css(text) } else { text.clone().into_owned() };
                    self.files.push((format!("assets/{name}"), text.into_bytes()));
                }
            }
        }
    }

    /// Scripts, each named after its content.
    fn publish_scripts(&mut self, texts: &Texts, config: &Config, sources: &Sources) -> Result<(), Vec<Diagnostic>> {
        let scripts = texts.iter().filter(|(name, _)| is_script(name));
        let mut scripts = scripts.map(|(name, text)| (name.trim_end_matches(".js").to_owned(), text.to_string())).collect();
        scripts::choose_stemmer(&mut scripts, &config.language);
        for (name, script) in scripts::fill(&scripts, &self.strings, &self.origins, sources)? {
            self.files.push((script.path.clone(), script.text.into_bytes()));
            self.scripts.insert(name, script.path);
        }
        Ok(())
    }

    /// Makes a value known to every template.
    pub fn share<T: serde::Serialize>(&mut self, name: &'static str, value: &T) {
        self.tera.global_context().insert(name, value);
    }

    /// Path of the style sheet from the root of the site.
    #[must_use]
    pub fn css(&self) -> &str {
        &self.css
    }

    /// Paths of the scripts from the root of the site, by their names without the ending.
    #[must_use]
    pub const fn scripts(&self) -> &BTreeMap<String, String> {
        &self.scripts
    }

    /// Path of the script that every page has.
    #[must_use]
    pub fn js(&self) -> &str {
        self.scripts.get("theme").map_or("", String::as_str)
    }

    /// Files to publish, by path from the root of the site.
    #[must_use]
    pub fn files(&self) -> &[(String, Vec<u8>)] {
        &self.files
    }

    /// Binary files of a site's theme, and where they are published.
    #[must_use]
    pub fn assets(&self) -> &[(SitePath, String)] {
        &self.assets
    }

    /// Renders one template. `page` is the address shown when it fails.
    ///
    /// # Errors
    /// With the place in the theme's file.
    pub fn render(&self, template: &str, context: &Context, page: &str, sources: &Sources) -> Result<String, Box<Diagnostic>> {
        self.tera
            .render(template, context)
            .map_err(|error| Box::new(templates::failure(&error, &self.origins, sources, Some(page))))
    }
}

fn is_template(name: &str) -> bool {
    name.ends_with(".html")
}

/// Whether a file of a theme, by its path within it, is a script that is published under a name of its content.
fn is_script(name: &str) -> bool {
    name.ends_with(".js") && !name.contains('/')
}

fn text(data: Cow<'static, [u8]>) -> Cow<'static, str> {
    match data {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

/// Text files of the site's theme folder, by path within it.
fn overrides(sources: &Sources, config: &Config) -> (BTreeMap<String, FileId>, Vec<Diagnostic>) {
    let folder = format!("themes/{}/", config.theme);
    let files: BTreeMap<String, FileId> = sources
        .files()
        .filter(|(_, f)| f.fault.is_none())
        .filter_map(|(id, f)| Some((f.path.as_str().strip_prefix(&folder)?.to_owned(), id)))
        .collect();
    let mut found = Vec::new();
    if files.is_empty() && config.theme != BUILT_IN {
        let d = at_config(sources, "theme", format!("no theme `{}`", config.theme)).help(format!(
            "make a folder themes/{}/ with the files that differ from the built-in theme, or write  theme = \"handbook\"",
            config.theme
        ));
        found.push(d);
    }
    (files, found)
}

fn assets(sources: &Sources, config: &Config) -> Vec<(SitePath, String)> {
    let folder = format!("themes/{}/", config.theme);
    let inner = |path: &SitePath| path.as_str().strip_prefix(&folder).map(|p| format!("assets/{p}"));
    sources.assets().keys().filter_map(|path| Some((path.clone(), inner(path)?))).collect()
}

fn hashed(stem: &str, ending: &str, text: &str) -> String {
    format!("assets/{stem}.{:08x}.{ending}", xxh3_64(text.as_bytes()) >> 32)
}

/// `{{ t.minutes | count(n=page.minutes) }}`: the form for a number, with `{n}` filled in.
#[expect(clippy::needless_pass_by_value, reason = "the engine hands filters their arguments by value")]
fn count(forms: tera::Value, kwargs: Kwargs, _: &State) -> tera::TeraResult<String> {
    let n: i64 = kwargs.must_get("n")?;
    let form = |name: &str| forms.get_from_path(name).and_then(|v| v.as_str().map(str::to_owned));
    let special = match n {
        0 => form("zero"),
        1 => form("one"),
        _ => None,
    };
    let chosen = special.or_else(|| form("other"));
    match chosen {
        Some(words) => Ok(words.replace("{n}", &n.to_string())),
        None => Err(tera::Error::message("`count` needs a table with `one` and `other`")),
    }
}

/// `{{ page.title_html | safe }}`. The engine's own prints nothing where the name of a field is misspelt.
fn safe(value: tera::Value, _: Kwargs, _: &State) -> tera::TeraResult<tera::Value> {
    if value.is_undefined() {
        return Err(tera::Error::message("What stands before `| safe` is not defined"));
    }
    Ok(if value.as_str().is_some() { value.mark_safe() } else { tera::Value::safe_string(&value.to_string()) })
}

/// A finding at a key of `site.toml`, or at its beginning where the key is not written.
fn at_config(sources: &Sources, key: &str, message: String) -> Diagnostic {
    let file = sources.find("site.toml").unwrap_or(FileId::FIRST);
    let text = &sources.file(file).text;
    let mut offset = 0;
    let mut range = 0..0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            range = offset..offset + line.trim_end().len();
            break;
        }
        offset += line.len();
    }
    Diagnostic::new(Code::KB106, Span::new(file, range), message)
}
