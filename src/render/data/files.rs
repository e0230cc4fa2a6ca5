//! Parts of the knowledge as files of their own, in the form they have in `data/kb.json`: the questions, the words, each
//! role and each comparison.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::super::site::Renderer;
use super::json;
use crate::export::kb::{ComparisonData, RoleData, TableData, VERSION};
use crate::model::{Actor, Comparing, ComparisonId, Origin, Part, RoleId, RowLabel, Status, compare};

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFile {
    /// Every question.
    Questions,
    /// Every word.
    Terms,
    /// A role.
    Role(RoleId),
    /// A comparison.
    Comparison(ComparisonId),
}

/// What each file begins with.
#[derive(Serialize)]
struct File<'a, T> {
    schema_version: u32,
    site: &'a str,
    #[serde(flatten)]
    content: T,
}

#[derive(Serialize)]
struct Questions<R> {
    questions: R,
}

#[derive(Serialize)]
struct Terms<R> {
    terms: R,
}

/// Rows that are made one at a time: there are thousands, and all of them would take much room at once.
struct Rows<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Rows<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

#[derive(Serialize)]
struct RoleFile<'a> {
    role: RoleData,
    account: String,
    decisions: Vec<Share<'a>>,
    comparisons: Vec<&'a str>,
    questions: Vec<&'a str>,
}

/// The part of a role in a decision.
#[derive(Serialize)]
struct Share<'a> {
    decision: &'a str,
    parts: Vec<&'static str>,
    /// Those of the parts about which the account says nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ours: Vec<&'static str>,
}

#[derive(Serialize)]
struct ComparisonFile {
    comparison: ComparisonData,
    table: TableData,
}

impl Renderer<'_> {
    /// The files. A kind of which the site has nothing has none.
    #[must_use]
    pub fn data_files(&self) -> Vec<DataFile> {
        let kb = self.kb();
        let lists = [(DataFile::Questions, kb.questions.is_empty()), (DataFile::Terms, kb.terms.is_empty())];
        let lists = lists.into_iter().filter(|(_, is_empty)| !is_empty).map(|(list, _)| list);
        lists.chain(kb.role_ids().map(DataFile::Role)).chain(kb.comparison_ids().map(DataFile::Comparison)).collect()
    }

    /// Where one of these files stands, from the root of the site.
    #[must_use]
    pub fn data_path(&self, file: DataFile) -> String {
        match file {
            DataFile::Questions => "data/faq.json".to_owned(),
            DataFile::Terms => "data/glossary.json".to_owned(),
            DataFile::Role(id) => self.role_path(id),
            DataFile::Comparison(id) => self.comparison_path(id),
        }
    }

    /// What is in one of these files.
    #[must_use]
    pub fn data_bytes(&self, file: DataFile) -> Vec<u8> {
        match file {
            DataFile::Questions => self.questions_file(),
            DataFile::Terms => self.terms_file(),
            DataFile::Role(id) => self.data_file(self.role_file(id)),
            DataFile::Comparison(id) => self.data_file(self.comparison_file(id)),
        }
    }

    /// What is in the file at a path, if it is one of these.
    #[must_use]
    pub fn data_file_at(&self, path: &str) -> Option<Vec<u8>> {
        if !path.starts_with("data/") {
            return None;
        }
        self.data_files().into_iter().find(|file| self.data_path(*file) == path).map(|file| self.data_bytes(file))
    }

    /// Writes the file of all questions, row by row.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_questions(&self, out: &mut dyn Write) -> io::Result<()> {
        let questions = Rows(|| self.kb().question_ids().map(|id| self.question_data(id)));
        let file = File { schema_version: VERSION, site: &self.analysis.config.title, content: Questions { questions } };
        serde_json::to_writer(&mut *out, &file)?;
        out.write_all(b"\n")
    }

    fn questions_file(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // writing to memory cannot fail
        let _ = self.write_questions(&mut bytes);
        bytes
    }

    fn terms_file(&self) -> Vec<u8> {
        let terms = Rows(|| self.kb().term_ids().map(|id| self.term_data(id)));
        self.data_file(Terms { terms })
    }

    fn comparison_file(&self, id: ComparisonId) -> ComparisonFile {
        ComparisonFile { comparison: self.comparison_data(id), table: self.table_data(id) }
    }

    /// Where the data of a role stands.
    pub(in crate::render) fn role_path(&self, id: RoleId) -> String {
        format!("data/roles/{}.json", self.kb().id(id.into()))
    }

    /// Where the data of a comparison stands.
    pub(in crate::render) fn comparison_path(&self, id: ComparisonId) -> String {
        format!("data/comparisons/{}.json", self.kb().id(id.into()))
    }

    fn data_file(&self, content: impl Serialize) -> Vec<u8> {
        let mut bytes = json(&File { schema_version: VERSION, site: &self.analysis.config.title, content });
        bytes.push(b'\n');
        bytes
    }

    fn role_file(&self, id: RoleId) -> RoleFile<'_> {
        let kb = self.kb();
        let graph = &self.analysis.graph;
        // As on the page of the role: in the account of that page, whatever those of the decisions' own pages say, and without
        // what no longer applies.
        let account = kb.frame(&kb[id].meta);
        let shares = graph.shares(kb, Actor::Role(id), account).into_iter();
        let decisions = shares.filter(|id| kb.standing(*id, account) != Status::Retired).map(|decision| {
            let parts = kb.parts(&kb[decision], account).of(Actor::Role(id));
            let ours = kb.ours(&kb[decision], account);
            Share {
                decision: kb.id(decision.into()),
                ours: parts.iter().filter(|p| ours.contains(p)).map(|p| part(*p)).collect(),
                parts: parts.into_iter().map(part).collect(),
            }
        });
        RoleFile {
            role: self.role_data(id),
            account: super::record::account_id(kb, account),
            decisions: decisions.collect(),
            comparisons: graph.comparisons.get(&id).into_iter().flatten().map(|c| kb.id((*c).into())).collect(),
            questions: graph.questions.get(&id.into()).into_iter().flatten().map(|q| kb.id((*q).into())).collect(),
        }
    }

    /// The table of a comparison, as its page shows it.
    fn table_data(&self, id: ComparisonId) -> TableData {
        use crate::export::kb::{CellData, TableRowData};
        let kb = self.kb();
        let comparison = &kb[id];
        let mut cx = self.data_of(id.into());
        let account = cx.account();
        let what = Comparing { roles: &comparison.roles, rows: comparison.rows.as_deref(), account };
        let rows = compare(kb, what).into_iter().map(|row| {
            let on_cells = row.cells.iter().any(|c| c.overrides.is_some());
            let cells = row.cells.into_iter().map(|cell| CellData {
                state: match cell.origin {
                    Origin::Here => "here",
                    Origin::Account => "account",
                    Origin::Ours => "ours",
                    Origin::NotStated => "not_stated",
                    Origin::NoSuchRole => "no_such_role",
                },
                overrides: cell.overrides.is_some(),
                items: cell.items.into_iter().map(|item| cx.item_data(item)).collect(),
            });
            let cells = cells.collect();
            let (field, label) = match row.label {
                RowLabel::Field(field) => (Some(field.key()), None),
                RowLabel::Text(text) => (None, Some(cx.inline_data(text))),
            };
            let note = row.note.map(|note| cx.prose_data(note, true));
            TableRowData { field, label, same: row.same, note_on_cells: on_cells && note.is_some(), note, cells }
        });
        TableData {
            rows: rows.collect(),
            account: super::record::account_id(kb, account),
            columns: comparison.roles.iter().map(|role| kb.id((*role).into()).to_owned()).collect(),
        }
    }
}

const fn part(part: Part) -> &'static str {
    match part {
        Part::Accountable => "accountable",
        Part::Responsible => "responsible",
        Part::Consulted => "consulted",
        Part::Informed => "informed",
    }
}
