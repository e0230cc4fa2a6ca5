//! Where the output goes, and all the folders it must never be.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, bail};

use super::kept;
use super::manifest::{self, Manifest};

/// An output folder that may be written: looked at, not yet touched.
#[derive(Debug)]
pub(super) struct Place {
    /// The output folder, absolute and without links.
    pub(super) output: PathBuf,
    /// As it was given, for messages.
    pub(super) shown: PathBuf,
    /// What was published there before; `None` when there is nothing.
    pub(super) manifest: Option<Manifest>,
    /// How the new tree takes the old one's place.
    pub(super) way: Way,
    /// The state of the list of what was published.
    listed: Option<(u64, SystemTime)>,
}

/// How the new tree takes the old one's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Built beside the output folder and swapped with it whole.
    Swap,
    /// The folder itself cannot be replaced (a mount point, a parent that cannot be written): file by file.
    InPlace,
}

impl Place {
    /// Judges an output folder.
    pub(super) fn new(site: &Path, output: &Path) -> anyhow::Result<Self> {
        let shown = output.to_owned();
        let site = site.canonicalize().with_context(|| format!("cannot find {}", site.display()))?;
        let output = resolved(output)?;
        refuse(&site, &output, &shown)?;
        match output.symlink_metadata() {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                Ok(Self { output, shown, manifest: None, way: Way::Swap, listed: None })
            }
            Err(e) => Err(e).with_context(|| format!("cannot look at {}", shown.display())),
            Ok(meta) if meta.is_symlink() => {
                bail!("{} is a link; the output must be a folder of its own", shown.display())
            }
            Ok(meta) if !meta.is_dir() => bail!("{} is not a folder", shown.display()),
            Ok(_) => {
                let listed = listed(&output);
                let manifest = manifest::of(&output, &shown)?;
                let way = way(&output);
                Ok(Self { output, shown, manifest, way, listed })
            }
        }
    }

    /// Whether nobody has published there since it was looked at.
    pub(super) fn is_as_it_was(&self) -> bool {
        self.listed.is_some() && self.listed == listed(&self.output)
    }

    /// The folder that holds lock and stage.
    pub(super) fn workshop(&self) -> &Path {
        match self.way {
            Way::Swap => self.output.parent().unwrap_or(&self.output),
            Way::InPlace => &self.output,
        }
    }

    /// A name beside (or in) the output folder that is ours: `.public.kb-new`.
    pub(super) fn own(&self, what: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(self.output.file_name().unwrap_or_default());
        name.push(manifest::OWN);
        name.push(what);
        self.workshop().join(name)
    }
}

/// Size and time of the list of what was published.
fn listed(output: &Path) -> Option<(u64, SystemTime)> {
    let meta = output.join(manifest::NAME).symlink_metadata().ok()?;
    Some((meta.len(), meta.modified().ok()?))
}

/// Absolute, links of the existing part followed. The last name is not followed: a link there is refused by name.
fn resolved(output: &Path) -> anyhow::Result<PathBuf> {
    let absolute = std::path::absolute(output).with_context(|| format!("cannot find {}", output.display()))?;
    let shown = output.display();
    // `a/..` is only known once `a` is: so is every name before the last
    if absolute.components().next_back() == Some(Component::ParentDir) {
        bail!("{shown} ends in `..`; name the output folder itself");
    }
    let Some(name) = absolute.file_name() else { bail!("{shown} cannot be the output: it is the root of the file system") };
    let parent = absolute.parent().unwrap_or(Path::new("/"));
    let mut missing = vec![name.to_owned()];
    let mut existing = parent;
    loop {
        match existing.canonicalize() {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |path, part| path.join(part))),
            Err(e) if e.kind() == io::ErrorKind::NotFound && existing.symlink_metadata().is_err() => {
                let Some(part) = existing.file_name() else { bail!("{shown}: a part that is not there is followed by `..`") };
                missing.push(part.to_owned());
                existing = existing.parent().unwrap_or(Path::new("/"));
            }
            Err(e) => return Err(e).with_context(|| format!("cannot find {}", existing.display())),
        }
    }
}

fn refuse(site: &Path, output: &Path, shown: &Path) -> anyhow::Result<()> {
    let shown = shown.display();
    if site == output {
        bail!("{shown} cannot be the output: it is the site folder itself");
    }
    if site.starts_with(output) {
        bail!("{shown} cannot be the output: the site lies in it");
    }
    for folder in ["content", "themes"] {
        let source = site.join(folder);
        if output.starts_with(&source) || source.canonicalize().is_ok_and(|real| output.starts_with(real)) {
            bail!("{shown} cannot be the output: it lies in {folder}/, which is a source");
        }
    }
    if output.starts_with(site.join(kept::FOLDER)) {
        bail!("{shown} cannot be the output: it lies in {}/, which may be deleted at any time", kept::FOLDER);
    }
    // the next build of that site would carry this one along as it is now
    if let Some(published) = output.ancestors().skip(1).find(|folder| manifest::is_in(folder)) {
        bail!("{shown} cannot be the output: it lies in {}, where a site is published", published.display());
    }
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    if home.is_some_and(|home| home.starts_with(output)) {
        bail!("{shown} cannot be the output: it holds your home folder");
    }
    if output.components().any(|part| part.as_os_str() == ".git") {
        bail!("{shown} cannot be the output: it lies in the insides of a git repository");
    }
    Ok(())
}

/// A folder can be swapped if its parent may be written and holds it on the same file system.
#[cfg(unix)]
fn way(output: &Path) -> Way {
    use std::os::unix::fs::MetadataExt as _;

    let Some(parent) = output.parent() else { return Way::InPlace };
    let device = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
    let writable = rustix::fs::access(parent, rustix::fs::Access::WRITE_OK).is_ok();
    if writable && device(parent) == device(output) { Way::Swap } else { Way::InPlace }
}

#[cfg(not(unix))]
fn way(output: &Path) -> Way {
    let writable = output.parent().and_then(|p| fs::metadata(p).ok()).is_some_and(|m| !m.permissions().readonly());
    if writable { Way::Swap } else { Way::InPlace }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_must_never_be_the_output() {
        let dir = tempfile::tempdir().expect("a folder");
        let site = dir.path().join("base/site");
        for folder in ["content/guides", "themes", ".git", "full", "damaged", "empty", "adopted", "real", ".kb-cache"] {
            fs::create_dir_all(site.join(folder)).expect("a folder");
        }
        fs::write(site.join("full/precious.txt"), "").expect("a file");
        fs::write(site.join("damaged/.kb-manifest"), "index.html").expect("a file");
        fs::write(site.join("adopted/.kb-manifest"), "").expect("a file");
        fs::write(site.join("adopted/precious.txt"), "").expect("a file");
        #[cfg(unix)]
        for (link, target) in [("link", "real"), ("dangling", "nowhere"), ("around", "content")] {
            std::os::unix::fs::symlink(site.join(target), site.join(link)).expect("a link");
        }
        let refused = |output: &str| Place::new(&site, &site.join(output)).map(|_| ()).map_err(|e| e.to_string());
        for (output, why) in [
            ("", "site folder itself"),
            (".", "site folder itself"),
            ("..", "ends in"),
            ("../../base", "the site lies in it"),
            ("x/..", "ends in"),
            ("x/../public", "followed by"),
            ("/", "root"),
            ("content", "source"),
            ("content/guides/new", "source"),
            ("themes/x/public", "source"),
            (".git/x", "insides of a git repository"),
            (".kb-cache", "may be deleted"),
            (".kb-cache/x/public", "may be deleted"),
            ("adopted/x", "where a site is published"),
            ("adopted/x/public", "where a site is published"),
            ("full", "not empty"),
            ("full/precious.txt", "not a folder"),
            ("full/precious.txt/x", "cannot"),
            ("damaged", "damaged"),
        ] {
            let error = refused(output).expect_err(output);
            assert!(error.contains(why), "{output}: {error}");
        }
        #[cfg(unix)]
        for (output, why) in [("link", "is a link"), ("dangling", "is a link"), ("around/x", "source")] {
            let error = refused(output).expect_err(output);
            assert!(error.contains(why), "{output}: {error}");
        }
        for output in ["public", "a/b/public", "empty", "adopted", "../public", "real/public", "contents"] {
            assert_eq!(refused(output), Ok(()), "{output}");
        }
        if let Some(home) = std::env::home_dir().filter(|home| home.is_dir()) {
            assert!(Place::new(&site, &home).is_err());
        }
    }
}
