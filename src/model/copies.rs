//! Copies that a program made beside a file: `product-owner (1).md`, `product-owner - Copy.md`.

use super::slug::{is_id, slug};
use crate::content::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, SitePath, Sources};

/// The finding for a file whose name is that of the one beside it and more. What stands in it stands there already.
pub(super) fn copy(path: &SitePath, place: Place, sources: &Sources, found: &Findings<'_>) -> Option<Diagnostic> {
    let (base, _) = path.stem().split_once(' ').filter(|(base, _)| is_id(base))?;
    let beside = format!("{base}.{}", path.extension()?);
    sources.find(&format!("{}/{beside}", path.parent()))?;
    let own = slug(path.stem());
    let d = found
        .at(Code::KB104, place, format!("the file name `{}` cannot be an id", path.name()))
        .label(format!("a copy of `{beside}`, as it seems; it was not read"))
        .help("delete it, after taking over what is new in it");
    Some(if is_id(&own) { d.help(format!("no copy? rename the file to `{own}.{}`", path.extension()?)) } else { d })
}
