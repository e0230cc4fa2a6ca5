//! Roles and the values of their fields.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ItemData, RecordData, RefData, TextData, no};

/// A role. Its own values are the house's position; `according_to` holds those of others.
///
/// What an account says of a field: the first of its `chain` that has the field in `according_to`. `null` there means that
/// it is silent, and the answer is "not stated". If nobody in the chain has it, the role's own value stands in, and is to be
/// marked as our practice unless the house was asked. If the first of the chain that is in `according_to` is not `defined`,
/// the account has no such role.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RoleData {
    /// Common fields. The summary is the role's own value of the field `summary`.
    #[serde(flatten)]
    pub record: RecordData,
    /// The abbreviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abbr: Option<String>,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<TextData>,
    /// The house's position.
    #[serde(flatten)]
    pub position: PositionData,
    /// The positions of accounts and other sources, by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub according_to: BTreeMap<String, RoleVariantData>,
}

/// What one account says of a role. A value of `null` says that the account is silent on purpose.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PositionData {
    /// Values of fields that can be rows of a table, by name.
    pub fields: BTreeMap<&'static str, Option<Vec<ItemData>>>,
    /// What it does at events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duties: Option<Option<Vec<DutyData>>>,
    /// Anything else, by label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Option<Vec<FactData>>>,
    /// How many it works with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fan_out: Option<Option<Vec<FanOutData>>>,
}

/// What an account says of a role.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RoleVariantData {
    /// `false`: the account has no such role.
    pub defined: bool,
    /// What it calls the role, if that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<TextData>,
    /// Its abbreviation there; `null` where it has none on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abbr: Option<Option<String>>,
    /// Its other names there; `null` where it has none on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aka: Option<Option<Vec<TextData>>>,
    /// Our reading of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<TextData>,
    /// Where it says so, beside the account itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What it says.
    #[serde(flatten)]
    pub position: PositionData,
}

/// What a role does at an event.
#[derive(Serialize, Debug, Clone)]
pub struct DutyData {
    /// The event.
    pub event: String,
    /// What it does there.
    pub items: Vec<TextData>,
}

/// A fact with a label of its own.
#[derive(Serialize, Debug, Clone)]
pub struct FactData {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub value: TextData,
}

/// How many of another role or party one role works with.
#[derive(Serialize, Debug, Clone)]
pub struct FanOutData {
    /// Whom.
    pub to: RefData,
    /// At least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// At most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

/// A role or group without a page of its own.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PartyData {
    /// Common fields.
    #[serde(flatten)]
    pub record: RecordData,
    /// Whether it may be accountable.
    #[serde(skip_serializing_if = "no")]
    pub can_decide: bool,
}
