//! Sites for tests: the files of a case, or a folder; and what is published of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::{Date, date};
use kb::analysis::{Checked, Options};
use kb::build::{self, Emit, Failure};
use kb::disk;
use kb::source::{Commit, Fault, FileDates, SitePath, SourceFile, Sources};

use crate::case_file::{CaseFile, Fence};

/// The day on which all tests run.
pub(crate) const TODAY: Date = date(2026, 11, 21);

/// The settings of a case that brings none.
const SETTINGS: &str = "title = \"T\"\n";

/// What a build published: path and bytes. A file of the site that is published as it is has no bytes here.
pub(crate) type Published = BTreeMap<String, Vec<u8>>;

/// How tests run unless they say otherwise.
pub(crate) fn options() -> Options {
    Options { drafts: false, today: TODAY, base_url: None }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The site of a case: its fences with a `title`, and settings if it brings none, written to a folder and read as any site.
pub(crate) fn read_case(case: &CaseFile) -> Result<Sources, String> {
    read_fences(case.fences())
}

/// The site of some fences of a file.
pub(crate) fn read_fences<'a>(fences: impl Iterator<Item = &'a Fence>) -> Result<Sources, String> {
    let inputs: Vec<(&str, &Fence)> = fences.filter_map(|f| Some((f.value("title")?, f))).collect();
    let folder = write_fences(inputs.iter().map(|(_, fence)| *fence))?;
    let sources = read_folder(folder.path())?;
    let mut files: Vec<SourceFile> = sources.files().map(|(_, file)| file.clone()).collect();
    let mut assets = sources.assets().clone();
    for (path, _) in inputs.iter().filter(|(_, fence)| fence.value("fault").is_some()) {
        // An asset that cannot be read is a source, for something to be said of it.
        let path = SitePath::new(path).map_err(|e| format!("{path}: {e:?}"))?;
        if assets.remove(&path).is_some() {
            files.push(SourceFile { path, text: "".into(), dates: FileDates::default(), fault: None });
        }
    }
    for file in &mut files {
        let Some((_, fence)) = inputs.iter().find(|(path, _)| *path == file.path.as_str()) else { continue };
        let day = |key: &str| fence.value(key).map(str::parse).transpose().map_err(|e| format!("`{key}`: {e}"));
        file.dates = FileDates { first: day("first")?, last: day("last")?, commit: fence.value("commit").and_then(Commit::new) };
        if let Some(fault) = fence.value("fault") {
            file.fault = Some(self::fault(fault));
        }
    }
    Ok(Sources::new(files, assets).with_images(sources.images().clone()))
}

/// The site of some fences, in a folder of its own.
pub(crate) fn write_fences<'a>(fences: impl Iterator<Item = &'a Fence>) -> Result<tempfile::TempDir, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    write(folder.path(), "site.toml", SETTINGS.as_bytes())?;
    for fence in fences {
        if let Some(path) = fence.value("title") {
            write(folder.path(), path, &bytes(fence)?)?;
        }
    }
    Ok(folder)
}

/// The bytes of an input: `crlf`, `bom` and `latin1` say how its text is stored.
fn bytes(fence: &Fence) -> Result<Vec<u8>, String> {
    let mut text = fence.text()?;
    if fence.says("crlf") {
        text = text.replace('\n', "\r\n");
    }
    if fence.says("bom") {
        text.insert(0, '\u{feff}');
    }
    if !fence.says("latin1") {
        return Ok(text.into_bytes());
    }
    text.chars().map(|c| u8::try_from(u32::from(c)).map_err(|_| format!("`{c}` is not in Latin 1"))).collect()
}

/// `fault=…`: what a file system does that a test cannot make it do.
fn fault(name: &str) -> Fault {
    match name {
        "too-large" => Fault::TooLarge { size: 20_000_000, limit: 10_000_000 },
        "special" => Fault::Special,
        "link" => Fault::Link,
        "bad-name" => Fault::BadName,
        reason => Fault::Unreadable(reason.replace('-', " ")),
    }
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(path);
    let parent = path.parent().unwrap_or(folder);
    std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&path, bytes)).map_err(|e| format!("{}: {e}", path.display()))
}

/// Reads a site folder, without the dates of its history.
pub(crate) fn read_folder(folder: &Path) -> Result<Sources, String> {
    disk::load(folder, disk::Dates::Unknown).map(|loaded| loaded.sources).map_err(|e| format!("{e:#}"))
}

/// The same sites with other settings: `site.toml` changed by `edit`.
pub(crate) fn with_settings(sources: &Sources, edit: impl Fn(&str) -> String) -> Sources {
    let files = sources.files().map(|(_, file)| {
        let text = if file.path.as_str() == "site.toml" { edit(&file.text).into() } else { file.text.clone() };
        SourceFile { text, ..file.clone() }
    });
    Sources::new(files.collect(), sources.assets().clone())
}

/// Builds in memory.
pub(crate) fn publish(checked: &Checked) -> Result<Published, Failure> {
    let published = Mutex::new(Published::new());
    let take = |emit: Emit<'_>| {
        let (path, bytes) = match emit {
            Emit::File(output) => (output.path, output.bytes),
            Emit::Asset { to, .. } => (to, Vec::new()),
            Emit::Written(path, writing) => {
                let mut bytes = Vec::new();
                writing(&mut bytes)?;
                (path, bytes)
            }
            Emit::Part(part) => return Err(anyhow::anyhow!("{}: nothing is built in parts", part.path)),
            Emit::Kept(path) | Emit::Moved(_, path) => return Err(anyhow::anyhow!("{path}: no build came before")),
        };
        let twice = published.lock().map_err(|e| anyhow::anyhow!("{e}"))?.insert(path.to_string(), bytes);
        anyhow::ensure!(twice.is_none(), "{path} is published twice");
        Ok(())
    };
    build::build(checked, &take, &|_, _| {})?;
    published.into_inner().map_err(|e| Failure::Machine(anyhow::anyhow!("{e}")))
}
