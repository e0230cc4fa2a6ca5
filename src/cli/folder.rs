//! Where the site stands, for reports that are read from elsewhere.

use std::path::{Component, Path};

use crate::diagnostic::Folder;

/// The site seen from the current directory, which in CI is the root of the repository. Paths of a site that lies
/// elsewhere stay as they are.
pub(super) fn of(site: &Path) -> Folder {
    let place = std::path::absolute(site).ok();
    let place = place.as_deref().and_then(|place| if has_parent(place) { None } else { slashed(place) });
    Folder::new(&below_here(site).unwrap_or_default(), place.as_deref())
}

fn below_here(site: &Path) -> Option<String> {
    // as it was typed where that is plain: a link is where the editor sees it
    if site.is_relative() && !has_parent(site) {
        return slashed(site);
    }
    let here = std::env::current_dir().ok()?.canonicalize().ok()?;
    slashed(site.canonicalize().ok()?.strip_prefix(here).ok()?)
}

fn has_parent(path: &Path) -> bool {
    path.components().any(|part| part == Component::ParentDir)
}

/// With `/` between its parts, without `.`; nothing for a path that is no text.
fn slashed(path: &Path) -> Option<String> {
    let mut out = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => out.push('/'),
            Component::Prefix(_) => out.push_str(part.as_os_str().to_str()?),
            Component::Normal(_) | Component::ParentDir => {
                if !out.is_empty() && !out.ends_with('/') {
                    out.push('/');
                }
                out.push_str(part.as_os_str().to_str()?);
            }
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_below_is_told_from_here() {
        assert_eq!(below_here(Path::new(".")).as_deref(), Some(""));
        assert_eq!(below_here(Path::new("./docs//handbook/")).as_deref(), Some("docs/handbook"));
        assert_eq!(below_here(Path::new("src/../tests/golden")).as_deref(), Some("tests/golden"));
        assert_eq!(below_here(Path::new("..")), None);
        assert_eq!(below_here(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")).as_deref(), Some("tests"));
    }
}
