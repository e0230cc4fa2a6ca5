//! `answers` fences: what other sites answer when `kb check --external` asks them. Lines are `https://… 404`; an address
//! that stands in none is alive.

use kb::analysis::Analysis;
use kb::external::asking::{Asking, Method};
use kb::external::verdict::Answer;
use kb::external::{self, Cache};

use crate::case_file::Fence;

/// Adds what such a run would find.
pub(crate) fn ask<'a>(mut fences: impl Iterator<Item = &'a Fence>, analysis: &mut Analysis) -> Result<(), String> {
    let Some(fence) = fences.find(|f| f.kind() == "answers" || f.says("answers")) else { return Ok(()) };
    let mut answers = std::collections::BTreeMap::new();
    for line in fence.body.lines() {
        let (url, answer) = line.trim().split_once(' ').ok_or_else(|| format!("`{line}` is no `address answer`"))?;
        let answer = match answer.trim() {
            "no such site" => Answer::NoSuchHost,
            "connection refused" => Answer::Refused,
            status => Answer::Status(status.parse().map_err(|_| format!("`{status}` is no answer"))?, None),
        };
        answers.insert(url.to_owned(), answer);
    }
    let fetch = |_: Method, url: &str| answers.get(url).cloned().unwrap_or(Answer::Status(200, None));
    let asking = Asking { fetch: &fetch, wait: &|_| {}, tick: &|_, _| {} };
    external::check(analysis, |_| true, (&mut Cache::default(), 0), &asking);
    Ok(())
}
