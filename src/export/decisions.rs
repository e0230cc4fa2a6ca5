//! `data/decisions.json` and `data/decisions.csv`: who decides what, for programs and for spreadsheets.
//!
//! Each decision stands in its own account, as in the matrix, and says of what that account leaves out that it is only our
//! practice. The table holds names and no ids but the decision's own,
//! because a person will read it.

use std::borrow::Cow;

use serde::Serialize;

use super::{address, json};
use crate::analysis::Analysis;
use crate::content::markdown::Mode;
use crate::model::{Account, Actor, Decision, DecisionId, Entity, Join, Knowledge, Part, Parts};
use crate::plan::Page;
use crate::theme::Strings;

/// The whole list.
#[derive(Serialize)]
struct List<'a> {
    schema_version: u32,
    site: &'a str,
    decisions: Vec<Row<'a>>,
}

/// One decision.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    decision: String,
    url: String,
    account: &'a str,
    /// The fields with a value that is only our practice, because the account says nothing of it.
    ours: Vec<&'static str>,
    status: &'static str,
    accountable: Option<Named<'a>>,
    responsible: Vec<Named<'a>>,
    consulted: Vec<Named<'a>>,
    informed: Vec<Named<'a>>,
    escalates_to: Option<Named<'a>>,
    at: Option<Named<'a>>,
    about: Option<Named<'a>>,
    note: Option<String>,
}

/// A record by its id and name.
#[derive(Serialize)]
struct Named<'a> {
    kind: &'static str,
    id: &'a str,
    title: String,
}

pub(super) fn list(analysis: &Analysis, strings: &Strings) -> Vec<(String, Vec<u8>)> {
    if analysis.knowledge.decisions.is_empty() {
        return Vec::new();
    }
    let join = |titles: &[String]| strings.versus(titles);
    let rows: Vec<Row<'_>> = ordered(&analysis.knowledge).into_iter().map(|id| row(analysis, &join, id)).collect();
    let table = table(&rows).into_bytes();
    let list = List { schema_version: 1, site: &analysis.config.title, decisions: rows };
    vec![("data/decisions.json".to_owned(), json(&list)), ("data/decisions.csv".to_owned(), table)]
}

/// In the order of the site.
fn ordered(kb: &Knowledge) -> Vec<DecisionId> {
    let mut ids: Vec<DecisionId> = kb.decision_ids().collect();
    ids.sort_by_key(|id| kb[*id].meta.order.unwrap_or(i64::MAX));
    ids
}

fn row<'a>(analysis: &'a Analysis, join: Join<'_>, id: DecisionId) -> Row<'a> {
    let kb = &analysis.knowledge;
    let decision: &Decision = &kb[id];
    let account = kb.frame(&decision.meta);
    let parts: Parts = kb.parts(decision, account);
    let parts_ours = kb.ours(decision, account);
    let ours = [
        ("accountable", parts_ours.contains(&Part::Accountable) && parts.accountable.is_some()),
        ("responsible", parts_ours.contains(&Part::Responsible) && !parts.responsible.is_empty()),
        ("consulted", parts_ours.contains(&Part::Consulted) && !parts.consulted.is_empty()),
        ("informed", parts_ours.contains(&Part::Informed) && !parts.informed.is_empty()),
        ("escalates_to", !kb.says(decision, account, |r| &r.escalate_to) && parts.escalate_to.is_some()),
        ("at", !kb.says(decision, account, |r| &r.at) && parts.at.is_some()),
        ("about", !kb.says(decision, account, |r| &r.about) && parts.about.is_some()),
    ];
    let actor = |actor: Actor| named(kb, join, actor.into());
    let actors = |list: &[Actor]| list.iter().map(|a| actor(*a)).collect();
    Row {
        id: &decision.meta.id,
        decision: kb.called(id.into(), join),
        url: address(analysis, analysis.plan.url(Page::Decision(id))),
        account: account_id(kb, account),
        ours: ours.into_iter().filter_map(|(field, ours)| ours.then_some(field)).collect(),
        status: kb.standing(id, account).word(),
        accountable: parts.accountable.map(actor),
        responsible: actors(&parts.responsible),
        consulted: actors(&parts.consulted),
        informed: actors(&parts.informed),
        escalates_to: parts.escalate_to.map(actor),
        at: parts.at.map(|e| named(kb, join, e.into())),
        about: parts.about.map(|t| named(kb, join, t.into())),
        note: decision.note.as_ref().map(|note| kb.plain(note, Mode::Prose, join)),
    }
}

fn named<'a>(kb: &'a Knowledge, join: Join<'_>, entity: Entity) -> Named<'a> {
    Named { kind: entity.kind().map_or("page", crate::model::Kind::word), id: kb.id(entity), title: kb.called(entity, join) }
}

/// The id under which an account is named: `house` or that of its source.
pub(super) fn account_id(kb: &Knowledge, account: Account) -> &str {
    match account {
        Account::House => "house",
        Account::Source(id) => kb.id(id.into()),
    }
}

/// The names of the columns: part of the format, so they are the same in every language. New ones come last, for those who
/// count them.
const COLUMNS: [&str; 13] = [
    "id",
    "decision",
    "accountable",
    "responsible",
    "consulted",
    "informed",
    "escalates_to",
    "at",
    "about",
    "status",
    "url",
    "account",
    "ours",
];

/// The rows as RFC 4180 has them: CRLF after each line, the last one too.
fn table(rows: &[Row<'_>]) -> String {
    let mut out = COLUMNS.join(",") + "\r\n";
    for row in rows {
        let cells = [
            Cow::Borrowed(row.id),
            guarded(&row.decision),
            names(row.accountable.as_slice()),
            names(&row.responsible),
            names(&row.consulted),
            names(&row.informed),
            names(row.escalates_to.as_slice()),
            names(row.at.as_slice()),
            names(row.about.as_slice()),
            Cow::Borrowed(row.status),
            guarded(&row.url),
            Cow::Borrowed(row.account),
            row.ours.join("; ").into(),
        ];
        for (i, text) in cells.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            cell(text, &mut out);
        }
        out.push_str("\r\n");
    }
    out
}

fn names<'a>(list: &[Named<'_>]) -> Cow<'a, str> {
    let names: Vec<Cow<'_, str>> = list.iter().map(|named| guarded(&named.title)).collect();
    names.join("; ").into()
}

/// A text that no spreadsheet takes for a formula: where it begins like one, an apostrophe stands before it, which says
/// "this is text" to most of them. The wide forms of the signs count as well, because some programs read them alike. Each
/// name of a list is guarded by itself: where `;` parts cells, it begins one.
fn guarded(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if text.trim_start_matches(' ').starts_with(FORMULA) { format!("'{text}").into() } else { text.into() }
}

/// A cell, in quotes where it holds what parts cells. `;` parts them for spreadsheets of some countries.
fn cell(text: &str, out: &mut String) {
    if !text.contains([',', ';', '"', '\r', '\n']) && text.trim() == text {
        out.push_str(text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}
