//! Audits: what the rules of packs find in simulated histories, beside what is known to be true.
//!
//! This is verification, never validation. It shows that the engine of [`policy`](crate::policy) finds what a rule says, in the
//! histories that were simulated: the truth that it is held to is a second reading of the same page. Whether a rule finds what
//! matters in practice, and how often real services break it, is not shown by any of these numbers. The same holds for the
//! [`BoundaryAudit`]: it compares a reading with an unseen position that was simulated, too.

mod boundary;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

pub(crate) use boundary::TENTHS;
pub use boundary::{BoundaryAudit, Said, Tenth};

use super::slip::{CameTo, Ledger, LedgerRow, ruled_on};
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::{Duty, Policy, Report, Verdict};

/// What came of one rule: whole numbers, so that parts of a run add up to the same in any order.
///
/// ```
/// use practice_cycle::simulation::Audited;
/// let all = Audited { found: 3, missed: 1, ..Audited::default() };
/// assert_eq!(all.recall(), Some(0.75));
/// assert_eq!(Audited::default().recall(), None, "nothing was there to be found");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Audited {
    /// The duties that the ledger or the engine knows of, each counted once.
    pub duties: u64,
    /// Those on which a slip was injected.
    pub injected: u64,
    /// Those that were broken, and that the engine says are broken.
    pub found: u64,
    /// Those that were broken, and that the engine does not say are.
    pub missed: u64,
    /// Those that were not broken, or never arose, and that the engine says are broken.
    pub false_alarms: u64,
    /// Those of which the ledger or the engine says that it cannot be determined. They count nowhere else here.
    pub undetermined: u64,
    /// Those that were not broken, and that the engine does not say are.
    pub kept: u64,
    /// Of those that were broken, those on which no slip was injected: what a slip broke beside its own rule, or the process itself.
    pub by_itself: u64,
    /// Of the slips, those that broke nothing: nothing came to be owed, or it fell away, or it was not yet late.
    pub came_to_nothing: u64,
    /// Those that were not broken, and that only the ledger knows of, or only the engine. There should be none.
    pub unmatched: u64,
}

impl Audited {
    /// The share of what was broken that was found; `None` where nothing was.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        let broken = self.found + self.missed;
        (broken > 0).then(|| self.found as f64 / broken as f64)
    }

    fn add(&mut self, other: &Self) {
        let Self {
            duties,
            injected,
            found,
            missed,
            false_alarms,
            undetermined,
            kept,
            by_itself,
            came_to_nothing,
            unmatched,
        } = other;
        self.duties += duties;
        self.injected += injected;
        self.found += found;
        self.missed += missed;
        self.false_alarms += false_alarms;
        self.undetermined += undetermined;
        self.kept += kept;
        self.by_itself += by_itself;
        self.came_to_nothing += came_to_nothing;
        self.unmatched += unmatched;
    }

    /// Counts one duty, as the ledger has it, as the engine has it, or as both do.
    fn count(&mut self, ledger: Option<&LedgerRow>, engine: Option<&Verdict>) {
        let came_to = ledger.map_or(CameTo::NotOpened, |row| row.came_to);
        let is_injected = ledger.is_some_and(|row| row.slip.is_some());
        let is_broken = came_to == CameTo::Broken;
        self.duties += u64::from(engine.is_some() || came_to != CameTo::NotOpened);
        self.injected += u64::from(is_injected);
        self.came_to_nothing += u64::from(is_injected && !is_broken);
        self.by_itself += u64::from(is_broken && !is_injected);
        let says = |verdict: &Verdict| match verdict {
            Verdict::Violated { .. } => Some(true),
            Verdict::Undetermined { .. } => None,
            Verdict::Satisfied | Verdict::HoldsSoFar | Verdict::Pending { .. } => Some(false),
        };
        let is_known = came_to != CameTo::Undetermined;
        match (is_broken, engine.map_or(Some(false), says).filter(|_| is_known)) {
            (_, None) => self.undetermined += 1,
            (true, Some(true)) => self.found += 1,
            (true, Some(false)) => self.missed += 1,
            (false, Some(true)) => self.false_alarms += 1,
            (false, Some(false)) if engine.is_some() == (came_to != CameTo::NotOpened) => {
                self.kept += u64::from(engine.is_some());
            }
            (false, Some(false)) => self.unmatched += 1,
        }
    }
}

/// What came of each rule, over any number of histories.
///
/// ```
/// use practice_cycle::simulation::Audit;
/// let mut csv = Vec::new();
/// Audit::default().write_csv(&mut csv)?;
/// assert!(String::from_utf8_lossy(&csv).starts_with("rule,duties,injected,found,missed,false_alarms,undetermined,"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "BTreeMap<String, Audited>")]
pub struct Audit(BTreeMap<&'static str, Audited>);

/// The simulation rules on no rule of that id.
///
/// ```
/// use practice_cycle::simulation::{Audit, NoRule};
/// let stored = std::collections::BTreeMap::from([("R999".to_owned(), Default::default())]);
/// assert_eq!(Audit::try_from(stored), Err(NoRule));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the ids of rules on which the simulation rules itself")]
pub struct NoRule;

impl TryFrom<BTreeMap<String, Audited>> for Audit {
    type Error = NoRule;

    fn try_from(stored: BTreeMap<String, Audited>) -> Result<Self, NoRule> {
        let known = |(rule, audited): (String, Audited)| {
            let rule = ruled_on().find(|known| *known == rule).ok_or(NoRule)?;
            Ok((rule, audited))
        };
        stored.into_iter().map(known).collect::<Result<_, _>>().map(Self)
    }
}

impl Audit {
    /// Each rule that was audited, in the order of their ids.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, &Audited)> {
        self.0.iter().map(|(rule, audited)| (*rule, audited))
    }

    /// One rule.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Audited> {
        self.0.get(id)
    }

    /// All rules together.
    #[must_use]
    pub fn total(&self) -> Audited {
        let mut total = Audited::default();
        self.0.values().for_each(|audited| total.add(audited));
        total
    }

    /// Adds what came of other histories.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(rule, audited)| self.0.entry(rule).or_default().add(audited));
    }

    /// Writes a table: rule by rule, under the names of the fields of [`Audited`].
    ///
    /// # Errors
    /// Where it cannot be written there.
    pub fn write_csv(&self, to: impl io::Write) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(to);
        csv.write_record(COLUMNS)?;
        for (rule, audited) in &self.0 {
            csv.serialize((rule, audited))?;
        }
        csv.flush()
    }
}

pub(crate) const COLUMNS: [&str; 11] = [
    "rule", "duties", "injected", "found", "missed", "false_alarms", "undetermined", "kept", "by_itself", "came_to_nothing",
    "unmatched",
];

/// What names a duty in its history, for the ledger and for the engine alike.
type Name = (EntryNumber, String, Option<EntryNumber>);

/// Compares what policies find with a ledger, duty by duty.
///
/// Only rules on which the simulation [rules itself](ruled_on) are compared, and each once, by the first policy that has it. Lengths of
/// time are to be those of the packs that come with the crate, since the ledger goes by them.
///
/// ```
/// use std::sync::Arc;
/// use practice_cycle::{calendar::{Almanac, EnglandAndWales}, history::History, moment::Moment};
/// use practice_cycle::{policy::{Pack, Policy}, simulation::{Auditor, Ledger}};
/// let calendar = Arc::new(Almanac::new(&EnglandAndWales::new())?);
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let ledger = Ledger::of(&history, Moment::LATEST, &calendar);
/// let policies = [Policy::with_almanac(Pack::shipped("local-practice").unwrap(), &calendar)?];
/// let audit = Auditor::new(&policies).cycle(&history, &ledger, Moment::LATEST);
/// assert_eq!((audit.total().missed, audit.total().false_alarms), (0, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Auditor {
    policies: Vec<Policy>,
}

impl Auditor {
    /// An auditor by these policies.
    #[must_use]
    pub fn new(policies: &[Policy]) -> Self {
        Self { policies: policies.to_vec() }
    }

    /// What came of one history, as it stands by a time; the ledger is to be as of the same.
    #[must_use]
    pub fn cycle(&self, history: &History, ledger: &Ledger, as_of: Moment) -> Audit {
        self.compare(&self.reports(history, as_of), ledger)
    }

    /// What each policy says of a history.
    pub(crate) fn reports(&self, history: &History, as_of: Moment) -> Vec<Report> {
        self.policies.iter().map(|policy| policy.check(history, as_of, Moment::LATEST)).collect()
    }

    /// The packs, each with its version.
    pub(crate) fn packs(&self) -> Vec<(String, String)> {
        let named = |policy: &Policy| (policy.pack().name().to_owned(), policy.pack().version().to_owned());
        self.policies.iter().map(named).collect()
    }

    /// Compares what each policy said with the ledger.
    pub(crate) fn compare(&self, reports: &[Report], ledger: &Ledger) -> Audit {
        let mut audit = Audit::default();
        let rules: BTreeSet<&'static str> = ruled_on().collect();
        for report in reports {
            for by_rule in &report.rules {
                let Some(rule) = rules.get(by_rule.rule.as_str()).filter(|rule| !audit.0.contains_key(*rule)) else {
                    continue;
                };
                audit.0.insert(rule, compared(rule, &by_rule.duties, ledger));
            }
        }
        audit
    }
}

fn compared(rule: &str, duties: &[Duty], ledger: &Ledger) -> Audited {
    let mut audited = Audited::default();
    let mut engine: BTreeMap<Name, Vec<Verdict>> = BTreeMap::new();
    for duty in duties {
        let about: Vec<&str> = duty.about.iter().map(|(_, about)| &**about).collect();
        let name = (duty.key.opened_by, about.join(" "), duty.key.after);
        engine.entry(name).or_default().push(duty.verdict());
    }
    for row in ledger.rows().iter().filter(|row| row.rule == rule) {
        let name = row.opened_by.map(|opened_by| (opened_by, row.about.clone(), row.after));
        let verdict = name.and_then(|name| engine.get_mut(&name)).and_then(Vec::pop);
        audited.count(Some(row), verdict.as_ref());
    }
    engine.into_values().flatten().for_each(|verdict| audited.count(None, Some(&verdict)));
    audited
}
