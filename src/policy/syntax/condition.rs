//! Events, states and conditions, as packs write them.

use std::collections::BTreeMap;

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};

#[cfg(feature = "schemars")]
use super::schema_terms as says;
use crate::cycle::Kind;
use crate::policy::syntax::shorthand::{KeyForm, NONE, NumberForm, OneOrMany, TestForm};

/// Something that happens: an entry is recorded, a state begins or ends, or another rule is broken. Exactly one of `event`,
/// `any`, `begins`, `ends` and `broken`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields, rename = "Happening", transform = says::one_happening))]
pub(crate) struct HappeningForm {
    /// One kind of event or several, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<OneOrMany<says::Event>>"))]
    pub(crate) event: Option<OneOrMany<String>>,
    /// What has to hold of its fields.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tests: BTreeMap<String, TestForm>,
    /// Any of these, each an `event` with a `where` of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "some")]
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<HappeningForm>", length(min = 1)))]
    pub(crate) any: Vec<HappeningForm>,
    /// A state begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) begins: Option<StateForm>,
    /// A state ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ends: Option<StateForm>,
    /// Another rule of the pack is broken, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) broken: Option<String>,
}

impl HappeningForm {
    /// The kind of event, where it is one of a single kind.
    pub(crate) fn only_kind(&self) -> Option<Kind> {
        let [code] = self.event.as_ref()?.0.as_slice() else { return None };
        Kind::from_code(code)
    }
}

/// A state that lasts: a contract stands at one of some stages, or something has begun and not ended.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields, rename = "State", transform = says::one_state))]
pub(crate) struct StateForm {
    /// One stage or several, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<OneOrMany<says::Coded<crate::contracting::Stage>>>"))]
    pub(crate) stage: Option<OneOrMany<String>>,
    /// From this entry on,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<Box<HappeningForm>>,
    /// to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<Box<HappeningForm>>,
}

/// What has to be so when a duty opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Condition"))]
pub(crate) enum ConditionForm {
    /// All of these.
    All(#[cfg_attr(feature = "schemars", schemars(length(min = 1)))] Vec<ConditionForm>),
    /// At least one of these.
    Any(#[cfg_attr(feature = "schemars", schemars(length(min = 1)))] Vec<ConditionForm>),
    /// Not this.
    Not(Box<ConditionForm>),
    /// The fields of what opened the duty.
    Where(BTreeMap<String, TestForm>),
    /// A state holds.
    While(StateForm),
    /// Something had happened before.
    Happened(HappenedForm),
    /// What happened last of its kind, before, was like this.
    Last(EndForm),
    /// What happened first of its kind, before, was like this.
    First(EndForm),
    /// So many contracts stand at some stages at once.
    Concurrent(ConcurrentForm),
    /// So many of one thing there were for every hundred of another.
    Ratio(RatioForm),
    /// So much has begun and not ended.
    Open(OpenForm),
    /// Standing has come at least so far, just before.
    Standing(StandingForm),
    /// What a reading of the boundary says, just before.
    Boundary(BoundaryForm),
}

impl ConditionForm {
    /// Both limits of every ratio, and of every count of what is open, that it asks for.
    pub(crate) fn limits(&self) -> Vec<(&Option<NumberForm>, &Option<NumberForm>)> {
        match self {
            ConditionForm::Ratio(form) => vec![(&form.at_least, &form.at_most)],
            ConditionForm::Open(form) => vec![(&form.at_least, &form.at_most)],
            ConditionForm::All(all) | ConditionForm::Any(all) => all.iter().flat_map(ConditionForm::limits).collect(),
            ConditionForm::Not(form) => form.limits(),
            ConditionForm::Where(_)
            | ConditionForm::While(_)
            | ConditionForm::Happened(_)
            | ConditionForm::Last(_)
            | ConditionForm::First(_)
            | ConditionForm::Concurrent(_)
            | ConditionForm::Standing(_)
            | ConditionForm::Boundary(_) => Vec::new(),
        }
    }
}

/// Something that had happened before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Happened"))]
pub(crate) struct HappenedForm {
    /// One kind of event or several, by code.
    #[cfg_attr(feature = "schemars", schemars(with = "OneOrMany<says::Event>"))]
    pub(crate) event: OneOrMany<String>,
    /// What has to hold of its fields.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tests: BTreeMap<String, TestForm>,
    /// About the same what: as the rule says where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) per: Option<Vec<KeyForm>>,
    /// No longer ago than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Length>"))]
    pub(crate) within: Option<String>,
    /// Only what came after the last of these counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<EventForm>,
    /// What has to hold of each that counts, beside the entry that asks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) is: BTreeMap<String, TestForm>,
    /// At least so often: once where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_least: Option<NumberForm>,
    /// At most so often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_most: Option<NumberForm>,
}

/// The first or last of its kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FirstOrLast"))]
pub(crate) struct EndForm {
    /// One kind of event or several, by code.
    #[cfg_attr(feature = "schemars", schemars(with = "OneOrMany<says::Event>"))]
    pub(crate) event: OneOrMany<String>,
    /// What has to hold for it to count among its kind.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tests: BTreeMap<String, TestForm>,
    /// About the same what: as the rule says where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) per: Option<Vec<KeyForm>>,
    /// What has to hold of the first, or the last.
    pub(crate) is: BTreeMap<String, TestForm>,
}

/// Contracts that stand at some stages at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Concurrent", transform = says::some_number))]
pub(crate) struct ConcurrentForm {
    /// One stage or several, by code.
    #[cfg_attr(feature = "schemars", schemars(with = "OneOrMany<says::Coded<crate::contracting::Stage>>"))]
    pub(crate) stage: OneOrMany<String>,
    /// What has to hold of them besides, by attributes such as `contract.lead`.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tests: BTreeMap<String, TestForm>,
    /// Of the contracts that share these attributes with the one at hand; of all where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<says::Coded<super::codes::Attribute>>"))]
    pub(crate) sharing: Vec<String>,
    /// Count the values of this attribute rather than contracts: `case`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Coded<super::codes::Attribute>>"))]
    pub(crate) distinct: Option<String>,
    /// At least this many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_least: Option<NumberForm>,
    /// At most this many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_most: Option<NumberForm>,
}

/// How many of one thing there were for every hundred of another, up to and with the entry that asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Ratio", transform = says::some_number))]
pub(crate) struct RatioForm {
    /// What is counted,
    pub(crate) of: EventForm,
    /// and what it is compared with: where there was none of it, the condition holds.
    pub(crate) to: EventForm,
    /// No longer ago than this; at any time, where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Length>"))]
    pub(crate) within: Option<String>,
    /// About the same what: as the rule says where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) per: Option<Vec<KeyForm>>,
    /// At least this many for every hundred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_least: Option<NumberForm>,
    /// At most this many for every hundred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_most: Option<NumberForm>,
}

/// How much has begun and not ended, up to and with the entry that asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Open", transform = says::some_number))]
pub(crate) struct OpenForm {
    /// What begins it,
    pub(crate) from: EventForm,
    /// and what ends it.
    pub(crate) to: EventForm,
    /// What the two have to name alike: as it is called in what begins it (`when`), and in what ends it (`then`).
    #[cfg_attr(feature = "schemars", schemars(length(min = 1)))]
    pub(crate) same: Vec<KeyForm>,
    /// About the same what: as the rule says where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) per: Option<Vec<KeyForm>>,
    /// Count the values of this field of what begins it, rather than how often it began: `case`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) distinct: Option<String>,
    /// At least so much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_least: Option<NumberForm>,
    /// At most so much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_most: Option<NumberForm>,
}

/// Entries of some kinds, with what has to hold of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Entries"))]
pub(crate) struct EventForm {
    /// One kind of event or several, by code.
    #[cfg_attr(feature = "schemars", schemars(with = "OneOrMany<says::Event>"))]
    pub(crate) event: OneOrMany<String>,
    /// What has to hold of its fields.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tests: BTreeMap<String, TestForm>,
}

/// The entry that a time is counted from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "CountedFrom"))]
pub(crate) struct CountedFromForm {
    /// The field by which entries name one another: from what opened the duty on.
    pub(crate) along: String,
    /// One kind of event or several, by code.
    #[cfg_attr(feature = "schemars", schemars(with = "OneOrMany<says::Event>"))]
    pub(crate) event: OneOrMany<String>,
    /// What has to hold of its fields.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) tests: BTreeMap<String, TestForm>,
}

/// How far standing has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Standing"))]
pub(crate) struct StandingForm {
    /// By code.
    #[cfg_attr(feature = "schemars", schemars(with = "says::Coded<crate::standing::Step>"))]
    pub(crate) at_least: String,
}

/// What a reading of the boundary says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Boundary"))]
pub(crate) struct BoundaryForm {
    /// One verdict or several, by code.
    #[cfg_attr(feature = "schemars", schemars(with = "OneOrMany<says::Coded<crate::boundary::Verdict>>"))]
    pub(crate) verdict: OneOrMany<String>,
}

/// Reads a list that may be left out, but not empty.
fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let all = Vec::deserialize(deserializer)?;
    if all.is_empty() { Err(D::Error::custom(NONE)) } else { Ok(all) }
}
