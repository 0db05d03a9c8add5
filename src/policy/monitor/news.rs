//! News: what differs from what was reported before.

use serde::{Deserialize, Serialize};

use crate::policy::report::key::DutyKey;
use crate::policy::report::verdict::{Duty, DutyState, Outcome};

/// News of one duty, because it differs from what was reported of it before. Its JSON is a stored form.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, policy::{News, Outcome, Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let news = policy.monitor().advance(&history);
/// let missed = |news: &News| news.duty().is_some_and(|duty| matches!(duty.outcome, Outcome::Missed { .. }));
/// assert!(news.iter().any(|news| news.key().rule.as_str() == "R04a" && missed(news)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[non_exhaustive]
pub enum News {
    /// It is owed, or a ban is in force: nothing was reported of it before.
    Opened(Duty),
    /// It was not met in time, and not since.
    Late(Duty),
    /// It was met, remedied, released, kept or broken, or cannot be determined.
    Settled(Duty),
    /// It is due at another time, or came to something else than was reported; or somebody excused it.
    Changed {
        /// As it is now.
        duty: Duty,
        /// What was reported of it.
        was: DutyState,
    },
    /// There is no such duty: what opened it was corrected, or came to stand elsewhere, or the rules are others.
    Withdrawn {
        /// What named it.
        key: DutyKey,
        /// What was reported of it.
        was: DutyState,
    },
}

impl News {
    /// The duty that it is about.
    #[must_use]
    pub fn key(&self) -> &DutyKey {
        match self {
            News::Opened(duty) | News::Late(duty) | News::Settled(duty) | News::Changed { duty, .. } => &duty.key,
            News::Withdrawn { key, .. } => key,
        }
    }

    /// The duty as it is now; nothing where it is no more.
    #[must_use]
    pub const fn duty(&self) -> Option<&Duty> {
        match self {
            News::Opened(duty) | News::Late(duty) | News::Settled(duty) | News::Changed { duty, .. } => Some(duty),
            News::Withdrawn { .. } => None,
        }
    }

    /// What is to be kept under its key, for [`Policy::resume`](crate::policy::Policy::resume); nothing where that is to go.
    #[must_use]
    pub fn state(&self) -> Option<DutyState> {
        self.duty().map(Duty::state)
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            News::Opened(_) => "opened",
            News::Late(_) => "late",
            News::Settled(_) => "settled",
            News::Changed { .. } => "changed",
            News::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The news of a duty that comes to something else than was reported of it.
    pub(super) fn of(duty: Duty, was: Option<DutyState>) -> Self {
        let Some(was) = was else {
            return match Stage::of(&duty.outcome) {
                Stage::Open => News::Opened(duty),
                Stage::Late => News::Late(duty),
                Stage::Settled | Stage::Remedied => News::Settled(duty),
            };
        };
        match (Stage::of(&was.outcome), Stage::of(&duty.outcome)) {
            (Stage::Open, Stage::Late) => News::Late(duty),
            (Stage::Open, Stage::Settled | Stage::Remedied) | (Stage::Late, Stage::Remedied) => News::Settled(duty),
            (Stage::Open, Stage::Open)
            | (Stage::Late, Stage::Open | Stage::Late | Stage::Settled)
            | (Stage::Settled | Stage::Remedied, _) => News::Changed { duty, was },
        }
    }
}

/// How far a duty has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    Late,
    Remedied,
    Settled,
}

impl Stage {
    const fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Open { .. } | Outcome::Holding { .. } => Stage::Open,
            Outcome::Missed { remedied: None, .. } => Stage::Late,
            Outcome::Missed { remedied: Some(_), .. } => Stage::Remedied,
            Outcome::Met { .. }
            | Outcome::Kept { .. }
            | Outcome::Released { .. }
            | Outcome::Broken { .. }
            | Outcome::Unknown { .. } => Stage::Settled,
        }
    }
}
