//! Sites for tests: a few files in memory, or a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use kb::analysis::{Analysis, Options, analyze};
use kb::source::{Fault, FileDates, SitePath, SourceFile, Sources};

/// The day on which all tests run.
pub(crate) const TODAY: Date = date(2026, 11, 21);

/// How tests run unless they say otherwise.
pub(crate) fn options() -> Options {
    Options { drafts: false, today: TODAY, base_url: None }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a site.
#[derive(Default)]
pub(crate) struct Site {
    files: Vec<SourceFile>,
    assets: BTreeMap<SitePath, u64>,
}

impl Site {
    /// Adds a file; what it is, its path says.
    pub(crate) fn add(&mut self, path: &str, text: &str) -> Result<(), String> {
        self.add_dated(path, text, FileDates::default())
    }

    /// Adds a file with the dates version control knows of it.
    pub(crate) fn add_dated(&mut self, path: &str, text: &str, dates: FileDates) -> Result<(), String> {
        let site_path = SitePath::new(path).map_err(|e| format!("`{path}` is no path below a site: {e:?}"))?;
        if is_text(&site_path) {
            self.files.push(SourceFile { path: site_path, text: text.into(), dates, fault: None });
        } else {
            self.assets.insert(site_path, text.len() as u64);
        }
        Ok(())
    }

    /// Marks the file added last as one that cannot be used.
    pub(crate) fn fail(&mut self, fault: Fault) {
        if let Some(file) = self.files.last_mut() {
            file.fault = Some(fault);
        }
    }

    /// Whether a file has this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.iter().any(|f| f.path.as_str() == path)
    }

    /// Understands the site.
    pub(crate) fn analyze(self, options: &Options) -> Analysis {
        analyze(Sources::new(self.files, self.assets), options)
    }
}

/// Reads a site folder: settings, content and themes.
pub(crate) fn read_folder(folder: &Path) -> Result<Site, String> {
    let mut site = Site::default();
    for part in ["site.toml", "content", "themes"] {
        let top = folder.join(part);
        if !top.exists() {
            continue;
        }
        for entry in walkdir::WalkDir::new(&top).sort_by_file_name() {
            let entry = entry.map_err(|e| e.to_string())?;
            if !entry.file_type().is_file() {
                continue;
            }
            let inner = entry.path().strip_prefix(folder).map_err(|e| e.to_string())?;
            let bytes = std::fs::read(entry.path()).map_err(|e| format!("{}: {e}", entry.path().display()))?;
            site.add(&inner.to_string_lossy().replace('\\', "/"), &String::from_utf8_lossy(&bytes))?;
        }
    }
    Ok(site)
}

/// Which files are read and which are published as they are.
fn is_text(path: &SitePath) -> bool {
    let text = path.as_str().starts_with("themes/") || matches!(path.extension(), Some("md" | "yaml" | "yml"));
    text || path.as_str() == "site.toml"
}
