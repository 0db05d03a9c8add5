//! Verdicts: the five answers a rule can give, and every duty behind them.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::PersonId;
use crate::moment::Moment;
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::report::key::DutyKey;
use crate::reader::Reader;

/// What became of one duty.
///
/// ```
/// use practice_cycle::policy::{Outcome, Verdict};
/// let open = Outcome::Open { due_by: None };
/// assert_eq!(open.code(), "open");
/// assert!(matches!(open.verdict(), Verdict::Pending { due_by: None, .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "DutyOutcome"))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// It is owed, and not late.
    Open {
        /// The last instant in time; none where it is owed some time, or its clock stands still.
        due_by: Option<Moment>,
    },
    /// A ban is in force, and was kept so far.
    Holding {
        /// When it ends, if time ends it.
        until: Option<Moment>,
    },
    /// It was met in time.
    Met {
        /// By this entry.
        by: EntryRef,
    },
    /// What was required was so, or a ban was kept to its end.
    Kept {
        /// When that was settled.
        at: Moment,
    },
    /// It fell away: what it is about closed, or what ended it happened.
    Released {
        /// When.
        at: Moment,
        /// By which entry, if by one.
        by: Option<EntryRef>,
    },
    /// It was not met in time.
    Missed {
        /// When it was broken: when it was due, or when what it had to go before happened.
        at: Moment,
        /// What it had to go before, or what closed, if that broke it.
        by: Option<EntryRef>,
        /// What met it too late, if anything did: a remedy, no cure.
        remedied: Option<EntryRef>,
    },
    /// What was required was not so, or what was forbidden happened.
    Broken {
        /// By this entry.
        by: EntryRef,
    },
    /// It cannot be determined.
    Unknown {
        /// Why not.
        missing: Missing,
    },
}

/// What a rule, or one duty of it, comes to.
///
/// ```
/// use practice_cycle::policy::Verdict;
/// let verdicts = vec![Verdict::Satisfied, Verdict::HoldsSoFar];
/// assert_eq!(Verdict::worst(verdicts), Some(Verdict::HoldsSoFar));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "DutyVerdict"))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds, and nothing that occurs later can break it.
    Satisfied,
    /// It holds, and could be broken later.
    HoldsSoFar,
    /// A duty is open, and not late.
    Pending {
        /// The last instant in time.
        due_by: Option<Moment>,
        /// The entry that opened it.
        opened_by: Option<EntryRef>,
    },
    /// It cannot be determined.
    Undetermined {
        /// What is missing.
        missing: Missing,
    },
    /// It is broken, and nothing that occurs later repairs it.
    Violated {
        /// Since when.
        at: Moment,
        /// By which entry; none where something was not done in time.
        by: Option<EntryRef>,
    },
}

impl Verdict {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Verdict::Satisfied => "satisfied",
            Verdict::HoldsSoFar => "holds_so_far",
            Verdict::Pending { .. } => "pending",
            Verdict::Undetermined { .. } => "undetermined",
            Verdict::Violated { .. } => "violated",
        }
    }

    const fn weight(&self) -> u8 {
        match self {
            Verdict::Satisfied => 0,
            Verdict::HoldsSoFar => 1,
            Verdict::Pending { .. } => 2,
            Verdict::Undetermined { .. } => 3,
            Verdict::Violated { .. } => 4,
        }
    }

    /// Whether it weighs more than another: violated, undetermined, pending, holds so far, satisfied.
    #[must_use]
    pub fn is_worse_than(&self, other: &Verdict) -> bool {
        self.weight() > other.weight()
    }

    /// The one that weighs most, the first of those that weigh the same. Of two duties that are open, the one due first.
    #[must_use]
    pub fn worst(verdicts: impl IntoIterator<Item = Verdict>) -> Option<Verdict> {
        verdicts.into_iter().reduce(|worst, next| if next.precedes(&worst) == Ordering::Less { next } else { worst })
    }

    fn precedes(&self, other: &Verdict) -> Ordering {
        let due = |verdict: &Verdict| match verdict {
            Verdict::Pending { due_by, .. } => due_by.unwrap_or(Moment::NEVER),
            Verdict::Violated { at, .. } => *at,
            Verdict::Satisfied | Verdict::HoldsSoFar | Verdict::Undetermined { .. } => Moment::NEVER,
        };
        other.weight().cmp(&self.weight()).then_with(|| due(self).cmp(&due(other)))
    }
}

impl Outcome {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Outcome::Open { .. } => "open",
            Outcome::Holding { .. } => "holding",
            Outcome::Met { .. } => "met",
            Outcome::Kept { .. } => "kept",
            Outcome::Released { .. } => "released",
            Outcome::Missed { .. } => "missed",
            Outcome::Broken { .. } => "broken",
            Outcome::Unknown { .. } => "unknown",
        }
    }

    /// What it comes to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Outcome::Open { due_by } => Verdict::Pending { due_by: *due_by, opened_by: None },
            Outcome::Holding { .. } => Verdict::HoldsSoFar,
            Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } => Verdict::Satisfied,
            Outcome::Missed { at, by, .. } => Verdict::Violated { at: *at, by: *by },
            Outcome::Broken { by } => Verdict::Violated { at: by.at, by: Some(*by) },
            Outcome::Unknown { missing } => Verdict::Undetermined { missing: missing.clone() },
        }
    }

    /// Whether whoever reads it is shown every entry that met, ended or broke it, or may have.
    pub(crate) fn is_told_to(&self, readers: &[Reader]) -> bool {
        let named = match self {
            Outcome::Met { by } | Outcome::Broken { by } | Outcome::Unknown { missing: Missing::Answer(by) } => {
                [Some(by), None]
            }
            Outcome::Released { by, .. } => [by.as_ref(), None],
            Outcome::Missed { by, remedied, .. } => [by.as_ref(), remedied.as_ref()],
            Outcome::Open { .. } | Outcome::Holding { .. } | Outcome::Kept { .. } | Outcome::Unknown { .. } => [None, None],
        };
        named.into_iter().flatten().all(|of| of.is_shown_to(readers))
    }
}

/// That somebody recorded why a duty was not done: it is shown, and does not count.
///
/// ```
/// use practice_cycle::{id::EntryNumber, policy::{Excuse, EntryRef}};
/// let at = "2026-04-01T09:00:00Z".parse()?;
/// let excuse = Excuse { by: "manager".parse()?, at: EntryRef { history: 0, entry: EntryNumber::FIRST, at }, until: None };
/// assert_eq!(excuse.by.as_str(), "manager");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Excuse {
    /// Who recorded it. The reason stands in the entry.
    pub by: PersonId,
    /// The entry that holds the reason.
    pub at: EntryRef,
    /// The last day on which it excuses anything, where it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// One duty: each time a rule applied.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let duties: usize = report.rules.iter().map(|rule| rule.duties.len()).sum();
/// assert!(duties > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Duty {
    /// What names it among all, however one comes to it.
    pub key: Arc<DutyKey>,
    /// What it is about: names and references, in the order of the rule; empty where that is not known.
    pub about: Vec<(Arc<str>, Box<str>)>,
    /// The entry that opened it.
    pub opened_by: EntryRef,
    /// From when its time counts: the opening, or what met it last, where it is due again and again.
    pub since: Moment,
    /// What became of it.
    pub outcome: Outcome,
    /// That it was excused, if it was; only of queries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excused: Option<Excuse>,
}

/// What a duty comes to: what is kept of it, and reported again where it changes.
///
/// ```
/// use practice_cycle::policy::{DutyState, Outcome};
/// let state = DutyState { outcome: Outcome::Open { due_by: None }, excused: None };
/// assert_eq!(serde_json::to_string(&state)?, r#"{"outcome":{"open":{"due_by":null}}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DutyState {
    /// What became of it.
    pub outcome: Outcome,
    /// That it was excused, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excused: Option<Excuse>,
}

impl Duty {
    /// What it comes to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut verdict = self.outcome.verdict();
        if let Verdict::Pending { opened_by, .. } = &mut verdict {
            *opened_by = Some(self.opened_by);
        }
        verdict
    }

    /// Whether somebody may know of it: they are shown the entry that opened it, and those that met, ended or broke it. One reader for
    /// each history, in their order.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/compliance_threatened.jsonl")?.as_slice())?;
    /// let policy = Policy::new(Pack::shipped("partnership").unwrap(), &EnglandAndWales::new())?;
    /// let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let duties = policy.check(&history, Moment::LATEST, Moment::LATEST).rule("P05").unwrap().duties.clone();
    /// let told = |person: &str| [Reader::of(&view, &person.parse().unwrap())];
    /// assert!(duties.iter().all(|duty| duty.is_told_to(&told("manager")) && !duty.is_told_to(&told("worker-a"))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_told_to(&self, readers: &[Reader]) -> bool {
        self.opened_by.is_shown_to(readers) && self.outcome.is_told_to(readers)
    }

    /// What it comes to, without what names it and what it is about.
    #[must_use]
    pub fn state(&self) -> DutyState {
        DutyState { outcome: self.outcome.clone(), excused: self.excused.clone() }
    }
}
