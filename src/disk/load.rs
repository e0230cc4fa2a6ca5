//! From a site folder to [`Sources`]: which files there are, their text, and what is wrong with them as files.
//!
//! A file that cannot be used is still a source, with a [`Fault`]: what is wrong with content is a finding, not a failure.

use std::collections::{BTreeMap, HashSet};
use std::fs::FileType;
use std::io;
use std::path::Path;

use anyhow::{Context as _, bail};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::door::{Door, refused};
use super::{active, git, image};
use crate::PIECE;
use crate::config::trusts_content;
use crate::gate::BASELINE;
use crate::source::{Fault, FileDates, LONGEST_SEGMENT, SitePath, SourceFile, Sources};

/// The largest page (`.md`) that is read, in bytes.
pub const PAGE_LIMIT: u64 = 5_000_000;
/// The largest data file (`.yaml`, `site.toml`, a text file of a theme) that is read, in bytes.
pub const DATA_LIMIT: u64 = 10_000_000;
/// The largest asset that is published, in bytes.
pub const ASSET_LIMIT: u64 = 200_000_000;
/// The most folders below `content/` or `themes/` that a file may stand in.
pub const DEPTH_LIMIT: usize = 32;

/// The settings of a site.
pub(super) const SETTINGS: &str = "site.toml";
/// The folders whose files are sources. Everything else in the site folder is none of our business.
const FOLDERS: [&str; 2] = [CONTENT, "themes"];
/// The one with the articles.
pub(super) const CONTENT: &str = "content";
/// Endings of theme files that are published as they are.
const BINARY: &[&str] = &[
    "avif", "bin", "eot", "gif", "gz", "ico", "jpeg", "jpg", "mp3", "mp4", "ogg", "otf", "pdf", "png", "ttf", "wasm", "webm",
    "webp", "woff", "woff2", "zip",
];

/// Where the dates of files come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// The history of the site's git repository.
    Git,
    /// Nowhere: files have none.
    Unknown,
}

/// A site read from disk.
#[derive(Debug)]
pub struct Loaded {
    /// Its files.
    pub sources: Sources,
    /// What the reader of the build should know, a line each.
    pub notes: Vec<String>,
}

/// What a file is to be read as.
pub(super) enum Found {
    Text { path: SitePath, limit: u64 },
    Asset { path: SitePath, size: u64 },
    Fault { path: SitePath, fault: Fault },
}

impl Found {
    pub(super) const fn path(&self) -> &SitePath {
        match self {
            Self::Text { path, .. } | Self::Asset { path, .. } | Self::Fault { path, .. } => path,
        }
    }
}

/// The text of `site.toml`, if it can be read: for the few settings that say how to read the rest.
#[must_use]
pub fn settings(site: &Path) -> Option<String> {
    let bytes = Door::new(site).read(&SitePath::new(SETTINGS).ok()?, DATA_LIMIT).ok()?;
    Some(decode(&bytes).0.into())
}

/// Reads a site: `site.toml`, `content/` and `themes/`. Names that begin with a dot are skipped, links are not followed.
///
/// # Errors
/// When the folder is not there or holds no `site.toml`. A file that cannot be read is no error but a source with a fault.
pub fn load(site: &Path, dates: Dates) -> anyhow::Result<Loaded> {
    let found = find(site)?;
    let door = Door::new(site);
    let (history, files) = rayon::join(
        || history(site, dates),
        || found.par_iter().with_max_len(PIECE).filter_map(|f| source(&door, f)).collect::<Vec<_>>(),
    );
    let sources = put_together(site, &found, files, &history)?;
    Ok(Loaded { sources, notes: notes(site, &history) })
}

/// What is to be known of a file that is published as it is: its size in pixels, if it is an image.
///
/// # Errors
/// When it cannot be read, or is not to be published.
pub(super) fn asset(door: &Door, path: &SitePath, trusted: bool) -> Result<Option<(u32, u32)>, Fault> {
    // the theme belongs to whoever runs the program
    if !trusted && path.as_str().starts_with("content/") {
        active::look_through(door, path)?;
    }
    image::pixels(door, path)
}

/// Every file of a site, and what it is to be read as.
pub(super) fn find(site: &Path) -> anyhow::Result<Vec<Found>> {
    let mut found = vec![Found::Text { path: site_toml(site)?, limit: DATA_LIMIT }];
    found.extend(baseline(site));
    for folder in FOLDERS {
        walk(site, folder, &mut found);
    }
    Ok(found)
}

/// What version control says, where it is asked.
pub(super) fn history(site: &Path, dates: Dates) -> git::History {
    if dates == Dates::Git { git::history(site, CONTENT) } else { git::History::default() }
}

/// What the reader of the build should know, a line each.
pub(super) fn notes(site: &Path, history: &git::History) -> Vec<String> {
    let missing =
        is_missing(site).then(|| format!("there is no folder {CONTENT}/ in {}: the site has no articles", site.display()));
    missing.into_iter().chain(history.note.clone()).collect()
}

/// Whether a site has no folder for its articles, not even an empty one.
pub(super) fn is_missing(site: &Path) -> bool {
    matches!(site.join(CONTENT).symlink_metadata(), Err(e) if e.kind() == io::ErrorKind::NotFound)
}

/// The files as the input of a build.
pub(super) fn put_together(
    site: &Path,
    found: &[Found],
    mut files: Vec<SourceFile>,
    history: &git::History,
) -> anyhow::Result<Sources> {
    let door = Door::new(site);
    for file in &mut files {
        file.dates = history.dates.get(file.path.as_str()).copied().unwrap_or_default();
    }
    let faulty: HashSet<&SitePath> = files.iter().filter(|f| f.fault.is_some()).map(|f| &f.path).collect();
    let mut assets: BTreeMap<_, _> = found
        .iter()
        .filter_map(|f| match f {
            Found::Asset { path, size } if !faulty.contains(path) => Some((path.clone(), *size)),
            _ => None,
        })
        .collect();
    // Without its settings there is no site to report on.
    if let Some(settings) = files.iter().find(|f| f.path.as_str() == SETTINGS)
        && let Some(Fault::Unreadable(reason)) = &settings.fault
    {
        bail!("cannot read {}: {reason}", site.join(SETTINGS).display());
    }
    let trusted = files.iter().any(|f| f.path.as_str() == SETTINGS && trusts_content(&f.text));
    let sizes: Vec<_> = assets.par_iter().map(|(path, _)| (path.clone(), asset(&door, path, trusted))).collect();
    let mut images = BTreeMap::new();
    for (path, size) in sizes {
        match size {
            Ok(Some(pixels)) => _ = images.insert(path, pixels),
            Ok(None) => {}
            Err(fault) => {
                assets.remove(&path);
                files.push(unusable(path, fault));
            }
        }
    }
    Ok(Sources::new(files, assets).with_images(images))
}

fn site_toml(site: &Path) -> anyhow::Result<SitePath> {
    let shown = site.display();
    match site.metadata() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => bail!("there is no folder {shown}"),
        Err(e) => return Err(e).with_context(|| format!("cannot read {shown}")),
        Ok(meta) if !meta.is_dir() => bail!("{shown} is not a folder"),
        Ok(_) => {}
    }
    match site.join(SETTINGS).symlink_metadata() {
        Ok(_) => Ok(SitePath::new(SETTINGS).expect("a plain name")),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            bail!("no site.toml in {shown}. A site is a folder with a site.toml holding at least: title = \"…\"")
        }
        Err(e) => Err(e).with_context(|| format!("cannot read {}", site.join(SETTINGS).display())),
    }
}

/// The findings that are known, if the site keeps such a list.
fn baseline(site: &Path) -> Option<Found> {
    site.join(BASELINE).symlink_metadata().ok()?;
    Some(Found::Text { path: SitePath::new(BASELINE).ok()?, limit: DATA_LIMIT })
}

fn walk(site: &Path, folder: &str, found: &mut Vec<Found>) {
    let root = site.join(folder);
    match root.symlink_metadata() {
        Ok(meta) if meta.is_dir() => {}
        // a site may well have none
        Err(e) if e.kind() == io::ErrorKind::NotFound => return,
        other => {
            let fault = match other {
                Ok(meta) if meta.is_symlink() => Fault::Link,
                Ok(_) => Fault::Special,
                Err(e) => refused(&e),
            };
            found.push(Found::Fault { path: sanitised(Path::new(folder)), fault });
            return;
        }
    }
    let mut entries = WalkDir::new(&root).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                let path = sanitised(e.path().and_then(|p| p.strip_prefix(site).ok()).unwrap_or(Path::new(folder)));
                let fault = e.io_error().map_or(Fault::Special, refused);
                found.push(Found::Fault { path, fault });
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        if entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".") {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        let relative = entry.path().strip_prefix(site).unwrap_or(entry.path());
        let path = relative.to_str().map(portable).and_then(|p| SitePath::new(&p).ok());
        match path {
            None => {
                found.push(Found::Fault { path: sanitised(relative), fault: Fault::BadName });
                // one finding for the folder, not one for each file in it
                if is_folder {
                    entries.skip_current_dir();
                }
            }
            Some(path) if is_folder && entry.depth() > DEPTH_LIMIT => {
                found.push(Found::Fault { path, fault: Fault::TooDeep { limit: DEPTH_LIMIT } });
                entries.skip_current_dir();
            }
            // An editor's leftovers hold what nobody meant to publish.
            Some(path) if !is_folder && is_leftover(path.name()) => {}
            Some(path) if !is_folder => found.push(classify(&entry, path)),
            Some(_) => {}
        }
    }
}

/// Backup, lock and temporary files of editors, office programs, merges and desktops.
pub(super) fn is_leftover(name: &str) -> bool {
    const ENDINGS: [&str; 11] =
        [".orig", ".rej", ".bak", ".swp", ".swo", ".tmp", "~", ".vsctmp", "___jb_tmp___", "___jb_old___", "___jb_bak___"];
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|e| lower.ends_with(e))
        || lower.starts_with("~$")
        // what Emacs keeps of a file that was not saved
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        // by which Vim learns whether it may write in a folder
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "4913")
}

fn classify(entry: &DirEntry, path: SitePath) -> Found {
    let size = || entry.metadata().map_err(|e| e.io_error().map_or(Fault::Special, refused)).map(|meta| meta.len());
    judge(entry.file_type(), path, size)
}

/// What a file is to be read as, by its kind and its name.
pub(super) fn judge(kind: FileType, path: SitePath, size: impl FnOnce() -> Result<u64, Fault>) -> Found {
    if !kind.is_file() {
        return Found::Fault { path, fault: if kind.is_symlink() { Fault::Link } else { Fault::Special } };
    }
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    let limit = match ending.as_str() {
        "md" => Some(PAGE_LIMIT),
        "yaml" | "yml" => Some(DATA_LIMIT),
        _ if matches!(path.as_str(), SETTINGS | BASELINE) => Some(DATA_LIMIT),
        _ if path.as_str().starts_with("themes/") && !BINARY.contains(&ending.as_str()) => Some(DATA_LIMIT),
        _ => None,
    };
    match limit {
        Some(limit) => Found::Text { path, limit },
        None => match meant(&path).map_or_else(size, |path| Err(Fault::Misnamed(path))) {
            Ok(size) => Found::Asset { path, size },
            Err(fault) => Found::Fault { path, fault },
        },
    }
}

/// Where a file below `content/` was meant to stand, whose name alone keeps it from being read: Windows adds `.txt` to what it does
/// not know, other programs have other endings for the same text, and settings stand beside the folder.
fn meant(path: &SitePath) -> Option<SitePath> {
    if !path.as_str().starts_with("content/") {
        return None;
    }
    let name = path.name();
    if name == SETTINGS {
        return SitePath::new(SETTINGS).ok();
    }
    let (stem, ending) = name.rsplit_once('.')?;
    let name = match ending.to_ascii_lowercase().as_str() {
        "txt" if matches!(stem.rsplit_once('.')?.1, "md" | "yaml" | "yml") => stem.to_owned(),
        "markdown" | "mdown" | "mdwn" | "mdx" | "mkd" | "mkdn" => format!("{stem}.md"),
        _ => return None,
    };
    SitePath::new(&format!("{}/{name}", path.parent())).ok()
}

/// A file of which nothing but its fault is known.
fn unusable(path: SitePath, fault: Fault) -> SourceFile {
    SourceFile { path, text: "".into(), dates: FileDates::default(), fault: Some(fault) }
}

/// Reads one file. An asset that can be published is no source.
pub(super) fn source(door: &Door, found: &Found) -> Option<SourceFile> {
    match found {
        Found::Fault { path, fault } => Some(unusable(path.clone(), fault.clone())),
        Found::Text { path, limit } => Some(match door.read(path, *limit) {
            Ok(bytes) => {
                let (text, fault) = decode(&bytes);
                SourceFile { path: path.clone(), text: text.into(), dates: FileDates::default(), fault }
            }
            Err(fault) => unusable(path.clone(), fault),
        }),
        // an asset that cannot be copied later must be a finding now
        Found::Asset { path, .. } => door.open(path, ASSET_LIMIT).err().map(|fault| unusable(path.clone(), fault)),
    }
}

/// Bytes as text: no byte order mark, lines ended by LF, and the first thing that makes it unusable.
pub(super) fn decode(bytes: &[u8]) -> (Box<str>, Option<Fault>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (text, invalid) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(e) => (String::from_utf8_lossy(bytes).into_owned(), Some(e.valid_up_to())),
    };
    // the text before the first bad byte is the same in both forms
    let dropped = |end: usize| text[..end].matches("\r\n").count();
    let invalid = invalid.map(|offset| offset - dropped(offset));
    // a lone CR ends a line for YAML and markdown; here it must too, or places would be counted in two ways
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let nul = text.find('\0');
    let fault = match (invalid, nul) {
        (Some(offset), nul) if nul.is_none_or(|n| offset <= n) => Some(Fault::NotUtf8 { offset }),
        (_, Some(offset)) => Some(Fault::Nul { offset }),
        (_, None) => None,
    };
    (text.into(), fault)
}

/// A name that is no [`SitePath`], as near to it as one can be.
fn sanitised(path: &Path) -> SitePath {
    let text: String = portable(&path.to_string_lossy())
        .chars()
        .map(|c| if c.is_control() || c == '\\' { char::REPLACEMENT_CHARACTER } else { c })
        .collect();
    let shortened = |part: &str| match part.len() {
        0..=LONGEST_SEGMENT => part.to_owned(),
        _ => format!("{}…", &part[..part.floor_char_boundary(LONGEST_SEGMENT / 2)]),
    };
    let text = text.split('/').map(shortened).collect::<Vec<_>>().join("/");
    SitePath::new(&text).unwrap_or_else(|_| SitePath::new("unnamed").expect("a plain name"))
}

/// With `/` between the parts. On systems where `\` may stand in a name, it is left for [`SitePath`] to refuse.
fn portable(path: &str) -> std::borrow::Cow<'_, str> {
    if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_utf8_with_lf() {
        let decoded = |bytes: &[u8]| {
            let (text, fault) = decode(bytes);
            (text.to_string(), fault)
        };
        assert_eq!(decoded(b"\xef\xbb\xbfa\r\nb\rc\n"), ("a\nb\nc\n".into(), None));
        assert_eq!(decoded(b"\r\n\xc3\xa9\r\n\xffx\0"), ("\né\n\u{fffd}x\0".into(), Some(Fault::NotUtf8 { offset: 4 })));
        assert_eq!(decoded(b"\r\na\0\xff"), ("\na\0\u{fffd}".into(), Some(Fault::Nul { offset: 2 })));
        assert_eq!(decoded(b"\xff\xfea\0"), ("\u{fffd}\u{fffd}a\0".into(), Some(Fault::NotUtf8 { offset: 0 })));
        assert_eq!(decoded(b""), (String::new(), None));
    }
}
