//! Names that not every system can hold: a site is copied, unpacked and edited on many.

use super::{Claim, Page};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::source::{LONGEST_SEGMENT, Place};

/// Names of devices on Windows, whatever their capitals and ending (Microsoft, "Naming Files, Paths, and Namespaces").
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];
/// … with a digit behind.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// KB104: pages whose names leave nothing for an address: of `_.md` or `😀.md` no letter or digit is left. They get none.
pub(super) fn take_nameless(claims: &mut Vec<Claim>, found: &mut Findings<'_>) {
    claims.retain(|claim| {
        let is_nameless = match claim.page {
            Some(Page::Guide(_) | Page::Folder(_)) => {
                let path = claim.url.as_str().strip_suffix('/').or_else(|| claim.url.as_str().strip_suffix(".html"));
                path.unwrap_or(claim.url.as_str()).split('/').any(str::is_empty)
            }
            _ => false,
        };
        // A folder has no line of its own; a guide in it has.
        if let Some(place) = claim.place.filter(|_| is_nameless && matches!(claim.page, Some(Page::Guide(_)))) {
            let d = found
                .at(Code::KB104, place, "the name of this file or of its folder leaves nothing for an address")
                .help("give it a name with a letter or a digit, as in `first-steps.md`");
            found.push(d);
        }
        !is_nameless
    });
}

/// KB104: addresses that could not be files everywhere.
pub(super) fn check(claims: &[Claim], fallback: Place, found: &mut Findings<'_>) {
    for claim in claims {
        if let Some(name) = claim.url.output().split('/').find(|name| name.len() > LONGEST_SEGMENT) {
            let message = format!("{} would be published as a file whose name has {} bytes", claim.what, name.len());
            let d = found.at(Code::KB104, claim.place.unwrap_or(fallback), message);
            found.push(d.help(format!("choose a shorter name: a file system holds {LONGEST_SEGMENT} bytes")));
        }
        let Some(name) = claim.url.output().split('/').find(|name| is_device(name)) else { continue };
        let d = found
            .at(Code::KB104, claim.place.unwrap_or(fallback), format!("{} cannot be published as `{name}`", claim.what))
            .label("on Windows this is the name of a device, and no file can have it")
            .help("choose another name: a folder with such a file cannot be copied or unpacked there");
        found.push(d);
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let numbered = |stem: &str| stem.get(..3).is_some_and(|s| NUMBERED.iter().any(|d| d.eq_ignore_ascii_case(s)));
    match stem.len() {
        3 => DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem)),
        4 => numbered(stem) && matches!(stem.as_bytes()[3], b'1'..=b'9'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_by_what_stands_before_the_dot() {
        for name in ["con", "CON", "aux.html", "Nul.tar.gz", "com1", "LPT9.md", "prn "] {
            assert!(is_device(name), "{name}");
        }
        for name in ["cone", "icon", "com", "com0", "com10", "lpt", "a.con", "ümm", "index.html"] {
            assert!(!is_device(name), "{name}");
        }
    }
}
