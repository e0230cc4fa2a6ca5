//! Records of the collection files, and what all records have in common.

use serde::Serialize;

use super::{RefData, TextData, no};

/// What records have in common.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RecordData {
    /// The id: stable, unique within its kind.
    pub id: String,
    /// What it is called.
    pub title: TextData,
    /// Its page, or its place on one.
    pub url: String,
    /// One sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<TextData>,
    /// `draft`, `disputed` or `retired`; agreed where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// The account its page gives, if not the site's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Who answers for its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<RefData>,
    /// Who wrote it: ids of people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// First published: a date as `2026-09-01`, here and below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// Last reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// Next due for review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_review: Option<String>,
    /// Its tags, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Sources of the page as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What changed and why, the newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeData>,
    /// Former ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
    /// Its place in lists: lower stands first, those without one last, in the order of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<i64>,
}

/// A change of a page.
#[derive(Serialize, Debug, Clone)]
pub struct ChangeData {
    /// The day.
    pub date: String,
    /// What changed.
    pub what: TextData,
    /// The thinking behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<TextData>,
}

/// A question.
#[derive(Serialize, Debug, Clone, Default)]
pub struct QuestionData {
    /// The id.
    pub id: String,
    /// Its place on the page of questions.
    pub url: String,
    /// The question.
    pub q: TextData,
    /// The answer, as paragraphs.
    pub a: TextData,
    /// What it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<RefData>,
    /// Sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The account of the answer, if not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// `draft`, `disputed` or `retired`; agreed where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// Former ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
}

/// A word of the glossary.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TermData {
    /// Common fields.
    #[serde(flatten)]
    pub record: RecordData,
    /// `term`, `artefact` or `group`.
    pub kind: &'static str,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub def: Option<TextData>,
    /// What an abbreviation stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub means: Vec<RefData>,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<TextData>,
    /// See also: ids of terms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<String>,
    /// Look-alikes: ids of terms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// What to say instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefer: Option<TextData>,
}

/// A meeting.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EventData {
    /// Common fields.
    #[serde(flatten)]
    pub record: RecordData,
    /// How often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cadence: Option<TextData>,
    /// Who helps it along.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facilitated_by: Vec<RefData>,
}

/// A person or organisation.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PersonData {
    /// Common fields; the title is the name.
    #[serde(flatten)]
    pub record: RecordData,
    /// Whether it is an organisation.
    #[serde(skip_serializing_if = "no")]
    pub organisation: bool,
    /// What they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<TextData>,
    /// Their own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

/// A source.
#[derive(Serialize, Debug, Clone, Default)]
pub struct SourceData {
    /// Common fields.
    #[serde(flatten)]
    pub record: RecordData,
    /// The source as it stands in a list of references.
    pub reference: TextData,
    /// The short title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Its authors, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// YYYY, YYYY-MM, YYYY-MM-DD or `undated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where to read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whether it is an account that a reader may choose.
    #[serde(skip_serializing_if = "no")]
    pub frame: bool,
    /// The account it builds on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
}

/// An article, without its body.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GuideData {
    /// Common fields; the id is its path.
    #[serde(flatten)]
    pub record: RecordData,
    /// What to remember.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub takeaways: Vec<TextData>,
    /// What it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<RefData>,
}
