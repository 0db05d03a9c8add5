//! The written form of a pack: what stands in a file, before anything in it is looked up.
//!
//! Codes, fields and periods are text here, so that whatever is wrong with them can be said all at once when the pack is
//! loaded (see [`read`](super::Pack::read)).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::condition::{ConditionForm, CountedFromForm, EventForm, HappeningForm};
#[cfg(feature = "schemars")]
use super::schema_terms as says;
use super::shorthand::{KeyForm, NumberForm, OneOrMany, ParameterForm};

/// A pack of rules as written in a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields, rename = "Pack"))]
pub(crate) struct PackForm {
    /// The name of the pack: lower case letters, digits and hyphens.
    #[cfg_attr(feature = "schemars", schemars(regex(pattern = "^[a-z0-9-]+$")))]
    pub(crate) pack: String,
    /// Its version. Findings name it.
    pub(crate) version: String,
    /// What it is, in a few words.
    pub(crate) title: String,
    /// What whoever uses it must know: that it is no legal advice, for example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) notice: Option<String>,
    /// The packs it builds on, by name. Their rules are in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) extends: Vec<String>,
    /// Rules of those packs that do not apply here, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) off: Vec<String>,
    /// Parameters of rules of those packs that are other here: `RULE.PARAMETER`, and the value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) set: BTreeMap<String, ParameterForm>,
    /// What this pack cites for rules of those packs, by id: the service's own document, rather than the source that the rule
    /// names itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) sources: BTreeMap<String, SourceForm>,
    /// Rules of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) rules: Vec<RuleForm>,
}

/// One rule: when something happens, what ought to be so, or ought to follow, or ought to have gone before, or must not
/// follow. Exactly one of `require`, `expect`, `preceded_by` and `forbid`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields, rename = "Rule", transform = says::one_duty))]
pub(crate) struct RuleForm {
    /// The stable id, such as `R10`.
    pub(crate) id: String,
    /// Ids that it had before: what names one of them means this rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) formerly: Vec<String>,
    /// The rule in one sentence.
    pub(crate) title: String,
    /// Where it comes from, and how well that is known.
    pub(crate) source: SourceForm,
    /// `error`, or `query`, which may be excused with a reason and an author.
    #[cfg_attr(feature = "schemars", schemars(with = "says::Coded<super::codes::Severity>"))]
    pub(crate) severity: String,
    /// The days on which it applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) in_force: Option<InForceForm>,
    /// Named values that a service may set otherwise: periods or numbers, by date where they changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) parameters: BTreeMap<String, ParameterForm>,
    /// Whether it stands in place of a rule with the same id in a pack that this one extends.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) replaces: bool,
    /// What a duty is about: what answers it has to be about the same. `cycle` where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) per: Vec<KeyForm>,
    /// What opens a duty, each time it happens.
    pub(crate) when: HappeningForm,
    /// One duty for each element of this list field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) each: Option<String>,
    /// Whether only the first time counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) first: bool,
    /// Only if this is so at that time.
    #[serde(default, rename = "if", skip_serializing_if = "Option::is_none")]
    pub(crate) only_if: Option<ConditionForm>,
    /// Not if this is so at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unless: Option<ConditionForm>,
    /// This has to be so then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) require: Option<ConditionForm>,
    /// This has to happen afterwards. Where nothing makes it late, `on_close` is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expect: Option<HappeningForm>,
    /// This has to have happened before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) preceded_by: Option<HappeningForm>,
    /// This must not happen afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) forbid: Option<HappeningForm>,
    /// How long there is for it, or for how long it is forbidden, or how long ago it may have been: `10 working days`, or
    /// `$name` for a parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Length>"))]
    pub(crate) within: Option<String>,
    /// What goes before has to lie at least so long before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Length>"))]
    pub(crate) lead_time: Option<String>,
    /// Only what came after the last of these counts as having gone before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) since: Option<EventForm>,
    /// `within` is counted from the nearest such entry that the opening names, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) counted_from: Option<CountedFromForm>,
    /// Due again so long after the duty began or was last met, in time or late, for as long as the state of `when` lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Length>"))]
    pub(crate) every: Option<String>,
    /// Due by the end of the day in this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<String>,
    /// Due before this happens, or on the same day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<HappeningForm>,
    /// What its answers have to say between them, where each may say a part: a field, and all of its codes that are needed. An
    /// answer of a kind that has no such field says everything. What was said at any time before counts, too.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) together: BTreeMap<String, OneOrMany<String>>,
    /// How often it has to happen: once where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_least: Option<NumberForm>,
    /// How often it may happen, where it is forbidden only beyond that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) more_than: Option<NumberForm>,
    /// Whether it counts, too, if it had happened at any time before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) at_any_time: bool,
    /// Whether each duty needs an answer of its own: one answer meets only the oldest duty that has none, and none opened later.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) each_its_own: bool,
    /// The field of an answer that names what it answers: then it answers that alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) linked_by: Option<String>,
    /// What ends the duty, or the ban, when it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<HappeningForm>,
    /// What becomes of an open duty when what it is about closes: `release` (where nothing is said), `break`, `carry` or
    /// `keep`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Coded<super::codes::OnClose>>"))]
    pub(crate) on_close: Option<String>,
    /// `same_day` (where nothing is said): what happened on one day counts in either order; or `strict`, which a ban always is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Coded<super::codes::Order>>"))]
    pub(crate) order: Option<String>,
    /// `runs` (where nothing is said), or `pauses` while the contract is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Coded<super::codes::Clock>>"))]
    pub(crate) clock: Option<String>,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields, rename = "Source"))]
pub(crate) struct SourceForm {
    /// The work or instrument, with its author.
    pub(crate) work: String,
    /// The part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) section: Option<String>,
    /// How it is known: `read_in_legislation`, `read_in_guidance`, `read_in_source`, `from_memory` or `local`.
    #[cfg_attr(feature = "schemars", schemars(with = "says::Coded<super::codes::Known>"))]
    pub(crate) known: String,
}

/// The days on which a rule or a value applies, both counted in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields, rename = "InForce"))]
pub(crate) struct InForceForm {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Day>"))]
    pub(crate) from: Option<String>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Day>"))]
    pub(crate) to: Option<String>,
}

/// Every name of a field in a pack, to suggest one for a name that there is not.
pub(crate) const FIELDS: &[&str] = &[
    "pack", "version", "title", "notice", "extends", "off", "set", "rules", "id", "source", "severity", "in_force",
    "parameters", "replaces", "per", "when", "each", "first", "if", "unless", "require", "expect", "preceded_by", "forbid",
    "within", "every", "by", "before", "at_least", "more_than", "at_any_time", "together", "each_its_own", "until",
    "on_close", "order", "clock", "formerly", "sources", "work", "section", "known", "from", "to", "value", "then", "event",
    "where", "begins", "ends", "broken", "stage", "at_most", "any", "not", "all_of", "same_as", "differs_from", "after",
    "said", "redacted", "count_at_least", "count_at_most", "sharing", "distinct", "verdict", "is", "lead_time", "since",
    "counted_from", "along", "linked_by", "of", "same", "everywhere", "later_than",
];
