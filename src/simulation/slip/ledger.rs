//! The ledger of a simulated history: every duty, as the simulation itself sees it, and which were broken on purpose.

use std::sync::Arc;

use super::ROWS;
use super::row::Way;
use super::ruling::{CameTo, rule_on};
use crate::calendar::Almanac;
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;

/// One duty of a ledger.
///
/// ```
/// use practice_cycle::{id::EntryNumber, simulation::{CameTo, LedgerRow}};
/// let row = LedgerRow {
///     rule: "R26", opened_by: Some(EntryNumber::FIRST), about: "co-1".to_owned(), after: None,
///     from: "2026-04-01T09:00:00Z".parse()?, until: None, came_to: CameTo::Open, slip: None,
/// };
/// assert_eq!(row.slip, None, "nobody broke it on purpose");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// The rule.
    pub rule: &'static str,
    /// The entry that opened it; where time did, the last step before. Nothing where a slip concerned what never came to be owed.
    pub opened_by: Option<EntryNumber>,
    /// What it is about: references, in the order of the rule, with a space between them.
    pub about: String,
    /// Of what is due again and again, the entry that met it the time before.
    pub after: Option<EntryNumber>,
    /// From when it is owed.
    pub from: Moment,
    /// The last instant in time; nothing where there is none.
    pub until: Option<Moment>,
    /// What became of it.
    pub came_to: CameTo,
    /// In which way it was broken on purpose, if it was.
    pub slip: Option<Way>,
}

/// Every duty of a history under the rules that the simulation rules on, as it rules itself, never by the engine of
/// [`policy`](crate::policy); and those that were broken on purpose.
///
/// Lengths of time are those of the packs that come with the crate.
///
/// ```
/// use std::sync::Arc;
/// use practice_cycle::{calendar::{Almanac, EnglandAndWales}, history::History, moment::Moment};
/// use practice_cycle::simulation::Ledger;
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let calendar = Arc::new(Almanac::new(&EnglandAndWales::new())?);
/// let ledger = Ledger::of(&history, Moment::LATEST, &calendar);
/// let review = ledger.rows().iter().find(|row| row.rule == "R10").unwrap();
/// assert_eq!((review.about.as_str(), review.slip), ("c-1", None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger(Vec<LedgerRow>);

/// A slip, before it is known what its duty came to.
#[derive(Debug, Clone)]
pub(super) struct Injected {
    pub(super) rule: &'static str,
    /// The entry that had opened the duty; nothing of what was done before one opened.
    pub(super) opened_by: Option<EntryNumber>,
    pub(super) about: String,
    pub(super) after: Option<EntryNumber>,
    /// How many duties about the same there had been.
    pub(super) nth: usize,
    pub(super) from: Moment,
    pub(super) way: Way,
}

impl Ledger {
    /// The ledger of a history in which nothing was broken on purpose, as it stands by a time.
    #[must_use]
    pub fn of(history: &History, as_of: Moment, calendar: &Arc<Almanac>) -> Self {
        Self::with(history, as_of, calendar, &[])
    }

    /// A ledger of these rows.
    #[must_use]
    pub fn from_rows(rows: Vec<LedgerRow>) -> Self {
        Self(rows)
    }

    pub(super) fn with(history: &History, as_of: Moment, calendar: &Almanac, injected: &[Injected]) -> Self {
        let mut rows = Vec::new();
        for ruling in rule_on(history, as_of, ROWS.iter().copied().flatten(), calendar) {
            rows.extend(ruling.duties.into_iter().map(|ruled| LedgerRow {
                rule: ruling.row.rule,
                opened_by: Some(ruled.duty.opened_by),
                about: ruled.duty.key,
                after: ruled.duty.after,
                from: ruled.duty.since,
                until: ruled.due,
                came_to: ruled.came_to,
                slip: None,
            }));
        }
        for slip in injected {
            let mut about_the_same = rows.iter_mut().filter(|row| row.rule == slip.rule && row.about == slip.about);
            let row = match slip.opened_by {
                Some(_) => about_the_same.find(|row| (row.opened_by, row.after) == (slip.opened_by, slip.after)),
                None => about_the_same.nth(slip.nth),
            };
            match row {
                Some(row) => row.slip = Some(slip.way),
                None => rows.push(LedgerRow {
                    rule: slip.rule,
                    opened_by: None,
                    about: slip.about.clone(),
                    after: None,
                    from: slip.from,
                    until: None,
                    came_to: CameTo::NotOpened,
                    slip: Some(slip.way),
                }),
            }
        }
        Self(rows)
    }

    /// The rows: rule by rule, in the order of opening; at the end the slips that concerned nothing that came to be owed.
    #[must_use]
    pub fn rows(&self) -> &[LedgerRow] {
        &self.0
    }
}
