//! Where a guide stands: its address comes from its path, and its id from its address.

use super::slug::slug;
use crate::source::Sources;

/// A guide's id is its path in the address: without `guides/` in front, slugged, `index` dropped.
pub(super) fn guide_id(path: &str, sources: &Sources) -> String {
    let address = guide_segments(path, sources).join("/");
    address.strip_prefix("guides/").map_or_else(|| address.clone(), str::to_owned)
}

/// The address of a guide, segment by segment.
pub(super) fn guide_segments(path: &str, sources: &Sources) -> Vec<String> {
    let inner = path.strip_prefix("content/").unwrap_or(path);
    let (dir, name) = inner.rsplit_once('/').unwrap_or(("", inner));
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let mut segments: Vec<String> = dir.split('/').filter(|s| !s.is_empty()).map(slug).collect();
    let index = if dir.is_empty() { "content/index.md".to_owned() } else { format!("content/{dir}/index.md") };
    let is_index = stem == "index" || (stem == "README" && sources.find(&index).is_none());
    if !is_index {
        segments.push(slug(stem));
    }
    segments
}
