//! The foot of a page: what can be done with it, where its file has its history, what changed and why.

use super::cx::PageCx;
use super::furniture::section_of;
use super::view::{ChangeView, LinkView, PageView};
use crate::model::Meta;

/// How the hosts of repositories call the editor, the history and a commit in their addresses. GitHub and GitLab have the
/// same words behind different names; Gitea and Forgejo say `_edit` and name the kind of ref.
const HOSTS: [(&str, &str, &str); 3] =
    [("/-/edit/", "/-/commits/", "/-/commit/"), ("/_edit/", "/commits/branch/", "/commit/"), ("/edit/", "/commits/", "/commit/")];

impl PageCx<'_, '_> {
    /// Where the page's file can be changed, and which change was the last.
    pub(super) fn file_of(&self, view: &mut PageView, meta: &Meta) {
        let config = &self.site.analysis.config;
        let path = encode(self.site.analysis.sources.file(meta.file).path.as_str(), "/");
        view.edit_href = config.edit_url.as_ref().map(|pattern| pattern.replace("{path}", &path));
        view.history_href = view.edit_href.as_deref().and_then(history);
        view.issue_href = config.issue_url.as_ref().map(|pattern| {
            let url = view.canonical.as_deref().unwrap_or_default();
            let filled = pattern.replace("{path}", &path).replace("{title}", &encode(&view.title, ""));
            filled.replace("{url}", &encode(url, ""))
        });
        view.commit = meta.dates.commit.map(|commit| {
            let commit = commit.to_string();
            let href = config.edit_url.as_deref().and_then(|pattern| address_of(pattern, &commit));
            LinkView { title_html: commit, href }
        });
    }

    /// What its editors say has changed.
    pub(super) fn changes(&mut self) -> Vec<ChangeView> {
        let record = self.page.entity().filter(|_| self.page.is_home_of_record());
        let Some(meta) = record.and_then(|e| self.kb().meta(e)).or_else(|| section_of(self.site, self.page).map(|s| &s.meta))
        else {
            return Vec::new();
        };
        let view = |change: &crate::model::Change| ChangeView {
            date: self.date(change.date),
            what_html: self.inline(&change.what),
            why_html: change.why.as_ref().map(|why| self.inline(why)),
        };
        meta.changes.iter().map(view).collect()
    }
}

/// Where the history of a file is kept that people may edit at this address.
fn history(edit: &str) -> Option<String> {
    HOSTS.iter().find(|(edits, ..)| edit.contains(edits)).map(|(edits, commits, _)| edit.replacen(edits, commits, 1))
}

/// Where a commit is shown of the repository whose files are edited at addresses of this pattern.
fn address_of(edit: &str, commit: &str) -> Option<String> {
    let (repository, shows) =
        HOSTS.iter().find_map(|(edits, _, shows)| edit.split_once(edits).map(|(repository, _)| (repository, shows)))?;
    (!repository.contains("{path}")).then(|| format!("{repository}{shows}{commit}"))
}

/// A text in an address; `also` stands in it as it is.
fn encode(text: &str, also: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other if also.as_bytes().contains(&other) => out.push(char::from(other)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
