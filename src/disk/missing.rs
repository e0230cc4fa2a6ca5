//! A site whose folder of articles is missing: by mistake, most of the time, and then what was published from it must stay.

use std::path::Path;

use super::kept::Kept;
use super::load::{CONTENT, is_missing};
use super::place::Place;
use super::stamp::{Left, Stamp, states};
use crate::source::{Fault, SitePath, Sources};

/// Whether nothing was read below the folder of articles.
#[must_use]
pub fn is_bare(sources: &Sources) -> bool {
    let files = sources.files().map(|(_, file)| &file.path);
    !files.chain(sources.assets().keys()).any(|path| path.as_str().split('/').next() == Some(CONTENT))
}

/// The input of a build. Where the folder of articles is missing and the output may have been made of one, it holds a fault for it.
///
/// # Errors
/// When the output folder is one that must not be written.
pub fn kept_back(site: &Path, output: &Path, sources: Sources) -> anyhow::Result<Sources> {
    match SitePath::new(CONTENT) {
        Ok(folder) if is_missing(site) && may_hold_articles(site, output)? => {
            let (site, published) = (site.display().to_string(), output.display().to_string());
            Ok(sources.with_fault(folder, Fault::Missing { site, published }))
        }
        _ => Ok(sources),
    }
}

/// Whether a site stands there that is not known to have been made without articles. Only the last build knows, of what it
/// left itself.
fn may_hold_articles(site: &Path, output: &Path) -> anyhow::Result<bool> {
    let place = Place::new(site, output)?;
    let Some(manifest) = place.manifest.as_ref().filter(|manifest| !manifest.is_empty()) else { return Ok(false) };
    let left = states(&place.output, manifest, &|_| None).map(|states| Left::of(&states));
    let is_bare = matches!(Stamp::of_last_build(site), Kept::Whole(stamp) if stamp.bare && left == Some(stamp.left));
    Ok(!is_bare)
}
