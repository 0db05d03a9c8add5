//! The passing of time in a world.

use std::fmt;

use super::{Situation, World};
use crate::calendar::{Period, end_of, local_date};
use crate::contracting::{Agreement, Contract};
use crate::moment::Moment;

/// How time may pass.
///
/// ```
/// use practice_cycle::search::Pass;
/// assert_eq!("next_due".parse(), Ok(Pass::NextDue));
/// assert_eq!("10 working days".parse(), Ok(Pass::Over("10 working days".parse()?)));
/// # Ok::<(), practice_cycle::calendar::PeriodError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pass {
    /// Until just after what is due next: a contract lapses, its review is overdue, or a duty is late.
    NextDue,
    /// Until just after the end of a length of time.
    Over(Period),
}

impl std::str::FromStr for Pass {
    type Err = crate::calendar::PeriodError;
    fn from_str(written: &str) -> Result<Self, Self::Err> {
        if written == "next_due" { Ok(Pass::NextDue) } else { written.parse().map(Pass::Over) }
    }
}

impl fmt::Display for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pass::NextDue => f.write_str("until what is due next"),
            Pass::Over(period) => write!(f, "over {period}"),
        }
    }
}

impl World {
    pub(super) fn pass(&self, pass: Pass, from: &Situation, into: &mut Situation) -> Option<()> {
        let to = match pass {
            Pass::NextDue => {
                let due = |contract: &Contract| {
                    let agreed = contract.state().agreed().filter(|_| !contract.state().stage().is_terminal());
                    [agreed.and_then(Agreement::lapses), agreed.and_then(Agreement::review_overdue)]
                };
                let due = from.history.cycle().contracts().flat_map(due).flatten();
                let owed = from.watched.as_ref().and_then(|watched| watched.observer.next_due());
                due.chain(owed).filter(|due| *due >= from.now).min()?
            }
            Pass::Over(period) => period.due_at(from.now, &*self.calendar).ok()?,
        };
        into.clone_from(from);
        into.now = to.just_after();
        (into.since, into.day_ends) = (into.now, day_ends(into.now));
        into.passed += 1;
        if let Some(watched) = &mut into.watched {
            watched.observer.pass(&watched.policy, &into.history, into.now);
        }
        Some(())
    }
}

/// The end of the day on which an instant lies: acts that follow one another stay on it.
pub(super) fn day_ends(at: Moment) -> Moment {
    end_of(local_date(at)).unwrap_or(Moment::NEVER)
}
