//! Bytes as files of a site.

use std::collections::BTreeMap;

use kb::source::{FileDates, SitePath, SourceFile, Sources};

/// Whatever can be told as less than an error is, so that as much as possible is rendered.
const SETTINGS: &str = "title = \"T\"\n[dates]\ngit = false\n[checks]\nKB102 = \"info\"\nKB107 = \"info\"\nKB203 = \"info\"\nKB403 = \"info\"\n\
    KB502 = \"info\"\nKB602 = \"info\"\nKB801 = \"info\"\nKB806 = \"info\"\nKB812 = \"info\"\n";

/// A small base that names can lead to.
const BASE: [(&str, &str); 5] = [
    ("content/index.md", "# T\n\nA page.\n"),
    ("content/glossary.yaml", "word: {def: A word.}\nother-word: {def: \"Another word.\", abbr: OW}\n"),
    ("content/sources.yaml", "book: {title: A book, author: A, date: 2020}\n"),
    ("content/parties.yaml", "users: Users\n"),
    ("content/roles/owner.yaml", "title: Owner\nabbr: PO\nsummary: Owns it.\nowns: [word]\n"),
];

/// The base with other files, whose paths are below `content/`.
pub(super) fn base<const N: usize>(more: [(&str, String); N]) -> Sources {
    let mut files: BTreeMap<String, String> = BASE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    files.extend(more.into_iter().map(|(path, text)| (format!("content/{path}"), text)));
    sources(files)
}

/// Files, each below a line `=== content/…`; nothing where there is none.
pub(super) fn site(bytes: &[u8]) -> Option<Sources> {
    let all = text(bytes);
    let mut files = BTreeMap::new();
    for part in all.strip_prefix("=== ")?.split("\n=== ") {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        if path.starts_with("content/") {
            files.insert(path.to_owned(), format!("{text}\n"));
        }
    }
    Some(sources(files))
}

/// As the disk gives texts: UTF-8, lines ended by LF, and without NUL, which is a fault of the file.
pub(super) fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

fn sources(files: BTreeMap<String, String>) -> Sources {
    let mut assets = BTreeMap::new();
    let mut texts = Vec::new();
    let settings = std::iter::once(("site.toml".to_owned(), SETTINGS.to_owned()));
    for (path, text) in files.into_iter().chain(settings) {
        let Ok(path) = SitePath::new(&path) else { continue };
        if matches!(path.extension(), Some("md" | "yaml" | "yml" | "toml")) {
            texts.push(SourceFile { path, text: text.into(), dates: FileDates::default(), fault: None });
        } else {
            assets.insert(path, text.len() as u64);
        }
    }
    Sources::new(texts, assets)
}
