//! Where a guide stands: its address comes from its path, and its id from its address.

use super::slug::slug;
use crate::content::is_index;
use crate::source::{SitePath, Sources};

/// A guide's id is its path in the address: without `guides/` in front, slugged, `index` dropped.
pub(super) fn guide_id(path: &SitePath, sources: &Sources) -> String {
    let address = guide_segments(path, sources).join("/");
    address.strip_prefix("guides/").map_or_else(|| address.clone(), str::to_owned)
}

/// The address of a guide, segment by segment.
pub(super) fn guide_segments(path: &SitePath, sources: &Sources) -> Vec<String> {
    let folder = path.parent().strip_prefix("content").unwrap_or(path.parent());
    let mut segments: Vec<String> = folder.split('/').filter(|s| !s.is_empty()).map(slug).collect();
    if !is_index(path, sources) {
        segments.push(slug(path.name().strip_suffix(".md").unwrap_or(path.name())));
    }
    segments
}
