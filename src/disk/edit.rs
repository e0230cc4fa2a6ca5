//! An edited source file back on disk, with the line ends and the byte order mark it had.

use std::path::Path;

use anyhow::{Context as _, bail};
use similar::{ChangeTag, TextDiff};

use super::door::Door;
use super::load::{DATA_LIMIT, decode};
use super::replace::replace_unchanged;
use crate::source::SitePath;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes `after` where `before` was read. Lines that did not change keep their bytes.
///
/// # Errors
/// When the file no longer says `before`, or the system refuses.
pub fn edit(site: &Path, path: &SitePath, before: &str, after: &str) -> anyhow::Result<()> {
    let (old, new) = edited(site, path, before, after)?;
    replace_unchanged(&site.join(path.as_str()), &old, &new).with_context(|| format!("{path} was left as it was"))
}

/// The bytes of a file as it is, and as it would be with `after` in the place of `before`.
///
/// # Errors
/// When the file no longer says `before`.
pub fn edited(site: &Path, path: &SitePath, before: &str, after: &str) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let full = site.join(path.as_str());
    let bytes = match Door::new(site).read(path, DATA_LIMIT) {
        Ok(bytes) if *decode(&bytes).0 == *before => bytes,
        _ => bail!("{} changed meanwhile and was left alone", full.display()),
    };
    let written = lines(&bytes);
    let usual = written.iter().find(|line| line.ends_with(b"\r\n")).map_or(&b"\n"[..], |_| b"\r\n");
    let mut out = Vec::with_capacity(bytes.len() + after.len().saturating_sub(before.len()));
    if bytes.starts_with(BYTE_ORDER_MARK) {
        out.extend_from_slice(BYTE_ORDER_MARK);
    }
    for change in TextDiff::from_lines(before, after).iter_all_changes() {
        match (change.tag(), change.old_index()) {
            (ChangeTag::Delete, _) => {}
            (ChangeTag::Equal, Some(line)) => out.extend_from_slice(written[line]),
            (ChangeTag::Equal | ChangeTag::Insert, _) => {
                let line = change.value();
                out.extend_from_slice(line.trim_end_matches('\n').as_bytes());
                if line.ends_with('\n') {
                    out.extend_from_slice(usual);
                }
            }
        }
    }
    Ok((bytes, out))
}

/// The lines of a file with their ends: LF, CRLF or a lone CR.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let mut rest = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).map_or(rest.len(), |at| {
            let pair = rest[at] == b'\r' && rest.get(at + 1) == Some(&b'\n');
            at + if pair { 2 } else { 1 }
        });
        let (line, after) = rest.split_at(end);
        lines.push(line);
        rest = after;
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn written(bytes: &[u8], before: &str, after: &str) -> anyhow::Result<Vec<u8>> {
        let site = tempfile::tempdir()?;
        let path = SitePath::new("a.md").expect("a path");
        fs::write(site.path().join("a.md"), bytes)?;
        let result = edit(site.path(), &path, before, after);
        let now = fs::read(site.path().join("a.md"))?;
        assert_eq!(fs::read_dir(site.path())?.count(), 1, "nothing is left beside it");
        result.map(|()| now)
    }

    #[test]
    fn what_did_not_change_keeps_its_bytes() {
        let now = |bytes: &[u8], before, after| written(bytes, before, after).expect("it is written");
        assert_eq!(now(b"\xef\xbb\xbfa\r\nb\r\nc", "a\nb\nc", "a\nx\ny\nc"), b"\xef\xbb\xbfa\r\nx\r\ny\r\nc");
        assert_eq!(now(b"a\nb\rc\r\n", "a\nb\nc\n", "a\nb\nd\n"), b"a\nb\rd\r\n");
        assert_eq!(now(b"a\n", "a\n", "b\n"), b"b\n");
    }

    #[test]
    fn what_changed_meanwhile_is_left_alone() {
        let error = written(b"other\n", "a\n", "b\n").expect_err("it is refused");
        assert!(format!("{error:#}").contains("changed meanwhile"), "{error:#}");
    }
}
