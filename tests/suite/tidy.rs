//! The rules of the house, as tests: what a reviewer would else have to remember.

use std::fmt::Write as _;
use std::path::Path;

use crate::Outcome;
use crate::site::root;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("a_module_uses_only_modules_above_it", a_module_uses_only_modules_above_it),
    ("the_core_does_no_io", the_core_does_no_io),
    ("a_library_has_one_owner", a_library_has_one_owner),
    ("render_sees_no_documents_and_theme_no_knowledge", render_sees_no_documents_and_theme_no_knowledge),
    ("files_are_short", files_are_short),
    ("files_say_what_they_are", files_say_what_they_are),
    ("nothing_is_named_utils", nothing_is_named_utils),
    ("input_is_not_unwrapped", input_is_not_unwrapped),
    ("a_dependency_has_a_reason", a_dependency_has_a_reason),
    ("tests_neither_sleep_nor_hide", tests_neither_sleep_nor_hide),
    ("only_html_is_printed_as_html", only_html_is_printed_as_html),
];

/// The longest a file may be. Near it, split by noun.
const LONGEST: usize = 400;

/// The modules that know no file system, environment, clock or terminal.
const CORE: [&str; 16] = [
    "source",
    "escape",
    "diagnostic",
    "content",
    "config",
    "model",
    "plan",
    "check",
    "analysis",
    "health",
    "theme",
    "render",
    "output",
    "export",
    "build",
    "search",
];

/// What does IO.
const IO: [&str; 12] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Zoned::now",
    "Timestamp::now",
    "println!",
    "print!(",
    "eprintln!",
    "eprint!(",
    "dbg!(",
];

/// Libraries, and the files that may name them.
const OWNERS: [(&str, &[&str]); 26] = [
    ("pulldown_cmark", &["content/markdown", "content/sanitise", "render/body"]),
    ("tera", &["theme", "render"]),
    ("csscolorparser", &["config/colour"]),
    ("cssparser", &["theme/shrink"]),
    ("frostem", &["search/stem"]),
    ("icu_normalizer", &["search/words", "model/alphabet"]),
    ("icu_properties", &["search/words"]),
    ("syntect", &["render/highlight"]),
    ("two_face", &["render/highlight"]),
    ("serde_yaml", &["content"]),
    ("saphyr_parser", &["content"]),
    ("imagesize", &["disk/image"]),
    ("walkdir", &["disk"]),
    ("rustix", &["disk", "cli"]),
    ("clap", &["cli", "main.rs"]),
    ("indicatif", &["cli"]),
    ("annotate_snippets", &["diagnostic"]),
    ("rust_embed", &["theme", "check/page"]),
    ("aho_corasick", &["content/finder.rs"]),
    ("force_graph", &["render/drawing"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve/door"]),
    ("tokio", &["serve"]),
    ("notify", &["serve/watching"]),
    ("ureq", &["external/client"]),
    ("rustls", &["external/client"]),
];

/// A source file: its path below `src/`, and its code without comments and tests, line by line.
struct Source {
    path: String,
    text: String,
    code: Vec<(usize, String)>,
}

impl Source {
    /// The module of `lib.rs` it belongs to.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    /// Every line of code that holds one of some words, as `path:line: word`.
    fn naming<'w>(&self, words: &'w [&'w str]) -> impl Iterator<Item = String> {
        let hit = |line: &str| words.iter().find(|word| line.contains(**word)).copied();
        self.code.iter().filter_map(move |(number, line)| Some(format!("src/{}:{number}: {}\n", self.path, hit(line)?)))
    }
}

fn sources() -> Result<Vec<Source>, String> {
    let top = root().join("src");
    let mut sources = Vec::new();
    for file in files(&top, "rs")? {
        let text = std::fs::read_to_string(&file).map_err(|e| e.to_string())?;
        let path = file.strip_prefix(&top).map_err(|e| e.to_string())?.to_string_lossy().replace('\\', "/");
        if path.ends_with("tests.rs") {
            continue;
        }
        // Tests of a file stand at its end.
        let code = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).enumerate();
        let code = code.map(|(i, line)| (i + 1, line.split("//").next().unwrap_or_default().to_owned())).collect();
        sources.push(Source { path, text, code });
    }
    Ok(sources)
}

fn files(folder: &Path, ending: &str) -> Result<Vec<std::path::PathBuf>, String> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let path = entry.map_err(|e| e.to_string())?.into_path();
        if path.extension().is_some_and(|e| e == ending) {
            files.push(path);
        }
    }
    Ok(files)
}

fn verdict(faults: &str) -> Outcome {
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// The modules of `lib.rs`, in its order.
fn modules() -> Result<Vec<String>, String> {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).map_err(|e| e.to_string())?;
    let name = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    Ok(lib.lines().filter_map(name).collect())
}

fn a_module_uses_only_modules_above_it() -> Outcome {
    let modules = modules()?;
    let place = |name: &str| modules.iter().position(|m| m == name);
    let mut faults = String::new();
    for source in sources()? {
        let Some(own) = place(source.module()) else { continue };
        for (number, line) in &source.code {
            for (at, _) in line.match_indices("crate::") {
                let used: String = line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if place(&used).is_some_and(|used| used > own) {
                    let _ = writeln!(
                        faults,
                        "src/{}:{number}: uses `{used}`, which stands below `{}` in lib.rs",
                        source.path,
                        source.module()
                    );
                }
            }
        }
    }
    verdict(&faults)
}

fn the_core_does_no_io() -> Outcome {
    let sources = sources()?;
    let core = sources.iter().filter(|s| CORE.contains(&s.module()));
    let mut faults: String = core.clone().flat_map(|s| s.naming(&IO)).collect();
    // How long a stage took is told, and enters no output.
    let timed = core.filter(|s| !matches!(s.path.as_str(), "analysis.rs" | "build/mod.rs"));
    faults.extend(timed.flat_map(|s| s.naming(&["Instant"])));
    verdict(&faults)
}

fn a_library_has_one_owner() -> Outcome {
    let mut faults = String::new();
    for source in sources()? {
        for (library, owners) in OWNERS {
            if !owners.iter().any(|owner| source.path.starts_with(owner)) {
                faults.extend(source.naming(&[&format!("{library}::"), &format!("use {library};")]));
            }
        }
    }
    verdict(&faults)
}

fn render_sees_no_documents_and_theme_no_knowledge() -> Outcome {
    let sources = sources()?;
    let of = |module: &str, words: &[&str]| -> String {
        sources.iter().filter(|s| s.module() == module).flat_map(|s| s.naming(words).collect::<Vec<_>>()).collect()
    };
    verdict(
        &(of("render", &["Document", "content::parse("])
            + &of("theme", &["crate::model", "Knowledge"])
            + &of("check", &["crate::render"])),
    )
}

fn files_are_short() -> Outcome {
    let mut faults = String::new();
    let tests = files(&root().join("tests"), "rs")?;
    for file in files(&root().join("src"), "rs")?.into_iter().chain(tests) {
        let lines = std::fs::read_to_string(&file).map_err(|e| e.to_string())?.lines().count();
        if lines > LONGEST {
            let _ = writeln!(faults, "{}: {lines} lines", file.strip_prefix(root()).unwrap_or(&file).display());
        }
    }
    verdict(&faults)
}

fn files_say_what_they_are() -> Outcome {
    let mute = |s: &&Source| !s.text.starts_with("//!");
    verdict(&sources()?.iter().filter(mute).map(|s| format!("src/{}: starts without `//!`\n", s.path)).collect::<String>())
}

fn nothing_is_named_utils() -> Outcome {
    const VAGUE: [&str; 7] = ["util", "helper", "manager", "common", "misc", "processor", "handler"];
    let vague = |s: &&Source| VAGUE.iter().any(|word| s.path.contains(word));
    verdict(&sources()?.iter().filter(vague).map(|s| format!("src/{}\n", s.path)).collect::<String>())
}

fn input_is_not_unwrapped() -> Outcome {
    verdict(&sources()?.iter().flat_map(|s| s.naming(&[".unwrap()", "todo!(", "unimplemented!(", "panic!("])).collect::<String>())
}

fn a_dependency_has_a_reason() -> Outcome {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).map_err(|e| e.to_string())?;
    let mut faults = String::new();
    let (mut section, mut before) = ("", "");
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains(" = ") && !before.starts_with("# ") {
            let _ = writeln!(faults, "Cargo.toml: no line says why: {line}");
        }
        before = line;
    }
    verdict(&faults)
}

fn tests_neither_sleep_nor_hide() -> Outcome {
    let mut faults = String::new();
    for file in files(&root().join("tests"), "rs")?.into_iter().filter(|f| !f.ends_with("tidy.rs")) {
        let text = std::fs::read_to_string(&file).map_err(|e| e.to_string())?;
        for word in ["#[ignore", "sleep(", "::now("].iter().filter(|word| text.contains(**word)) {
            let _ = writeln!(faults, "{}: {word}", file.display());
        }
    }
    verdict(&faults)
}

/// In templates only what the program rendered itself (`…_html`) is `safe`, and what is filled into it is escaped.
fn only_html_is_printed_as_html() -> Outcome {
    let mut faults = String::new();
    for path in files(&root().join("themes"), "html")? {
        let text = std::fs::read_to_string(&path)?;
        for (n, line) in text.lines().enumerate() {
            for (end, _) in line.match_indices("| safe") {
                let start = line[..end].rfind("{{").max(line[..end].rfind("{%")).map_or(0, |at| at + 2);
                let expression = line[start..end].trim_start_matches('-').trim();
                let filled = expression.split("to=").skip(1).map(|part| part.split([')', '|']).next().unwrap_or_default().trim());
                let value = expression.split(['|', '=']).next().unwrap_or_default().trim().trim_end_matches("[0]");
                let good = |name: &str| name.ends_with("_html") || name == "page.jsonld";
                let escaped = |name: &str| good(name) || expression.contains(&format!("to={name} | escape_html)"));
                // Words of the theme are a template of what is filled in.
                if !(good(value) || expression.starts_with("t.") || expression.starts_with("set ")) || !filled.clone().all(escaped)
                {
                    let _ = writeln!(faults, "{}:{}: `{expression}` is printed as HTML", path.display(), n + 1);
                }
            }
        }
    }
    verdict(&faults)
}
