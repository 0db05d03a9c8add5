//! How much of what each step of standing takes.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id;
use crate::space::Space;
use crate::word::Word;

/// How much each step of standing takes. There are no validated thresholds; those of the default set are named for that.
///
/// | Field | By default | It is |
/// |---|---|---|
/// | `id` | `unvalidated_v1` | the name of the set, shown with every result: 1 to 128 characters, as for references |
/// | `joining_evidence` | 1 | occasions of joining and rules noticed, together, for *orientating* |
/// | `rules_worked_with` | 1 | rules that were noticed and then worked with, for *ally* |
/// | `acknowledgements` | 1 | acknowledgements by the social work side, for *ally* |
/// | `turns` | 2 | completed turns of the cycle, for *embedded*: the article speaks of a cycle, and one turn is no cycle yet |
/// | `spaces` | 2 | kinds of space in which those turns were, for *embedded*: the least that is *several* |
/// | `influence` | 1 | invitations to shape practice beyond the team's cases, for *influential* |
///
/// Every number is from 1 to 1000, and `spaces` no more than there are kinds of space, or than `turns`, since a turn is in one
/// space.
///
/// ```
/// use practice_cycle::standing::Thresholds;
/// let stricter: Thresholds = serde_json::from_str(r#"{"id":"our-service-2026","turns":4,"spaces":3}"#)?;
/// assert_eq!((stricter.turns(), stricter.acknowledgements()), (4, 1));
///
/// let refused = serde_json::from_str::<Thresholds>(r#"{"id":"ours","turns":-1}"#).unwrap_err();
/// assert!(refused.to_string().starts_with("`turns` is -1: expected 1 to 1000"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawThresholds", into = "RawThresholds")]
pub struct Thresholds {
    // Invariant: what `TryFrom` checks.
    id: String,
    joining_evidence: u16,
    rules_worked_with: u16,
    acknowledgements: u16,
    turns: u16,
    spaces: u16,
    influence: u16,
}

/// Thresholds as they are written, before they are checked. What is left out is as in the default set, but for the name.
///
/// ```
/// use practice_cycle::standing::{NotThresholds, RawThresholds, Thresholds};
/// let raw = RawThresholds { spaces: 3, ..RawThresholds::named("ours") };
/// assert_eq!(Thresholds::try_from(raw), Err(NotThresholds::MoreSpacesThanTurns { spaces: 3, turns: 2 }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawThresholds {
    /// The name of the set.
    pub id: String,
    /// For *orientating*: occasions of joining and rules noticed.
    #[serde(default = "one")]
    pub joining_evidence: i64,
    /// For *ally*: rules worked with.
    #[serde(default = "one")]
    pub rules_worked_with: i64,
    /// For *ally*: acknowledgements.
    #[serde(default = "one")]
    pub acknowledgements: i64,
    /// For *embedded*: completed turns.
    #[serde(default = "two")]
    pub turns: i64,
    /// For *embedded*: kinds of space.
    #[serde(default = "two")]
    pub spaces: i64,
    /// For *influential*: invitations to shape practice.
    #[serde(default = "one")]
    pub influence: i64,
}

const fn one() -> i64 {
    1
}

const fn two() -> i64 {
    2
}

/// Why thresholds are refused.
///
/// ```
/// use practice_cycle::standing::NotThresholds;
/// let refusal = NotThresholds::OutOfRange { field: "spaces", found: 40, most: 15 };
/// assert_eq!(refusal.to_string(), "`spaces` is 40: expected 1 to 15");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotThresholds {
    /// The name of the set is no reference.
    #[error("`id`: {0}")]
    BadId(id::NotAnId),
    /// A number that makes no sense.
    #[error("`{field}` is {found}: expected 1 to {most}")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// What it was.
        found: i64,
        /// The most it may be.
        most: u16,
    },
    /// The name of the default set for other numbers: results cite it, so it has to mean the same everywhere.
    #[error("`id`: expected a name of their own for thresholds of one's own")]
    NameTaken,
    /// Each turn is in one space.
    #[error("`spaces` is {spaces}, more than `turns`, which is {turns}: each turn is in one space")]
    MoreSpacesThanTurns {
        /// The kinds of space.
        spaces: u16,
        /// The turns.
        turns: u16,
    },
}

/// The most that any number may be.
const MOST: u16 = 1000;

fn number(field: &'static str, found: i64, most: u16) -> Result<u16, NotThresholds> {
    let refused = NotThresholds::OutOfRange { field, found, most };
    u16::try_from(found).ok().filter(|number| (1..=most).contains(number)).ok_or(refused)
}

impl RawThresholds {
    /// The numbers of the default set under a name of one's own.
    #[must_use]
    pub fn named(id: &str) -> Self {
        let Thresholds { id: _, joining_evidence, rules_worked_with, acknowledgements, turns, spaces, influence } =
            Thresholds::unvalidated_v1();
        Self {
            id: id.to_owned(),
            joining_evidence: joining_evidence.into(),
            rules_worked_with: rules_worked_with.into(),
            acknowledgements: acknowledgements.into(),
            turns: turns.into(),
            spaces: spaces.into(),
            influence: influence.into(),
        }
    }
}

impl TryFrom<RawThresholds> for Thresholds {
    type Error = NotThresholds;

    fn try_from(raw: RawThresholds) -> Result<Self, NotThresholds> {
        id::check(&raw.id).map_err(NotThresholds::BadId)?;
        let kinds = u16::try_from(Space::ALL.len()).unwrap_or(MOST);
        let (turns, spaces) = (number("turns", raw.turns, MOST)?, number("spaces", raw.spaces, kinds)?);
        if spaces > turns {
            return Err(NotThresholds::MoreSpacesThanTurns { spaces, turns });
        }
        let thresholds = Self {
            id: raw.id,
            joining_evidence: number("joining_evidence", raw.joining_evidence, MOST)?,
            rules_worked_with: number("rules_worked_with", raw.rules_worked_with, MOST)?,
            acknowledgements: number("acknowledgements", raw.acknowledgements, MOST)?,
            turns,
            spaces,
            influence: number("influence", raw.influence, MOST)?,
        };
        let default = Self::unvalidated_v1();
        let named_alike = thresholds.id == default.id && thresholds != default;
        if named_alike { Err(NotThresholds::NameTaken) } else { Ok(thresholds) }
    }
}

impl From<Thresholds> for RawThresholds {
    fn from(thresholds: Thresholds) -> Self {
        Self {
            joining_evidence: thresholds.joining_evidence.into(),
            rules_worked_with: thresholds.rules_worked_with.into(),
            acknowledgements: thresholds.acknowledgements.into(),
            turns: thresholds.turns.into(),
            spaces: thresholds.spaces.into(),
            influence: thresholds.influence.into(),
            id: thresholds.id,
        }
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Self::unvalidated_v1()
    }
}

macro_rules! numbers {
    ($($(#[$meta:meta])* $field:ident;)+) => {
        impl Thresholds {
            $($(#[$meta])* #[must_use] pub fn $field(&self) -> usize { self.$field.into() })+
        }
    };
}

numbers! {
    /// For *orientating*: occasions of joining and rules noticed.
    joining_evidence;
    /// For *ally*: rules worked with.
    rules_worked_with;
    /// For *ally*: acknowledgements.
    acknowledgements;
    /// For *embedded*: completed turns.
    turns;
    /// For *embedded*: kinds of space.
    spaces;
    /// For *influential*: invitations to shape practice.
    influence;
}

impl Thresholds {
    /// The default set: the least that the words of each step ask for. Nobody has validated it.
    #[must_use]
    pub fn unvalidated_v1() -> Self {
        Self {
            id: "unvalidated_v1".to_owned(),
            joining_evidence: 1,
            rules_worked_with: 1,
            acknowledgements: 1,
            turns: 2,
            spaces: 2,
            influence: 1,
        }
    }

    /// The name of the set.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}
