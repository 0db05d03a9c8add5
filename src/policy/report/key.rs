//! The key of a duty: what names it among all, for whoever keeps what was reported of it.

use serde::{Deserialize, Serialize};

use crate::id::{CycleId, EntryNumber, RuleCode};

/// What names one duty among all of a history, and of every cycle: the same in a batch check, live, and after a history was loaded
/// again; and after a late entry or a correction, unless that is about what stands here. Its JSON is a stored form.
///
/// It names entries by their numbers, which never change, and no place in a list, no time and no name of a contract: those can be
/// corrected. A rule under another id is another rule here. Keys are in the order of their fields.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment};
/// use practice_cycle::policy::{DutyKey, Pack, Policy};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let reviews = &report.rule("R10").unwrap().duties;
/// let stored = serde_json::to_string(&reviews[0].key)?;
/// assert_eq!(stored, r#"{"cycle":"invented-turnover","rule":"R10","opened_by":12,"invited_by":7}"#);
/// assert_eq!(serde_json::from_str::<DutyKey>(&stored)?, *reviews[0].key);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DutyKey {
    /// The cycle in whose history it was opened.
    pub cycle: CycleId,
    /// The rule.
    pub rule: RuleCode,
    /// The entry that opened it. Where time alone did, the last step before; where the breach of another rule did, the entry that
    /// opened what was broken.
    pub opened_by: EntryNumber,
    /// The entry that invited the contract by whose stage it was opened, if that is another entry: one step can end several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<EntryNumber>,
    /// The one of several that the entry names: a person, or a contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<Box<str>>,
    /// Of a recurring duty, the entry that met it the time before. Where the breach of a recurring duty opened this one, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<EntryNumber>,
    /// Of a recurring duty that one entry met more than once, or that breaches of another rule meet: how often that was so before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub again: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}
