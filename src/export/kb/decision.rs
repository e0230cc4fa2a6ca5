//! Decisions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{RecordData, RefData, TextData};

/// A decision. Its own parts are the house's position; `according_to` holds those of others.
///
/// What an account says of a part: the first of its `chain` that has the part in `according_to`, else the decision's own.
/// `null` is nobody. Who is accountable is also responsible where nobody else is.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionData {
    /// Common fields.
    #[serde(flatten)]
    pub record: RecordData,
    /// What is decided, as in "who decides …".
    pub decide: TextData,
    /// The house's position.
    #[serde(flatten)]
    pub parts: PartsData,
    /// An explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<TextData>,
    /// The positions of accounts and other sources, by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub according_to: BTreeMap<String, DecisionVariantData>,
}

/// Who has which part in a decision. A value of `null` says that the account is silent on purpose.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PartsData {
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountable: Option<Option<RefData>>,
    /// Who does the work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<Option<Vec<RefData>>>,
    /// Who is asked before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consulted: Option<Option<Vec<RefData>>>,
    /// Who is told after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informed: Option<Option<Vec<RefData>>>,
    /// Who settles it when they cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalate_to: Option<Option<RefData>>,
    /// The term it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Option<String>>,
    /// The event it is taken at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Option<String>>,
}

/// What an account says of a decision.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionVariantData {
    /// `false`: the account knows no such decision.
    pub defined: bool,
    /// Its words for the decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decide: Option<TextData>,
    /// How settled it is there; `null` where it says nothing of that on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Option<&'static str>>,
    /// Our reading of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<TextData>,
    /// Where it says so, beside the account itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What it says.
    #[serde(flatten)]
    pub parts: PartsData,
}
