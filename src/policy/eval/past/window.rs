//! The time that counts of what went before: no longer ago than this, at least so long before, and after something else.

use crate::calendar::{Almanac, Calendar, Period};
use crate::moment::Moment;
use crate::policy::eval::answer::EntryRef;
use crate::policy::eval::memory::{NoTime, Times};

/// A time before an opening.
pub(crate) struct Window<'w> {
    pub(crate) calendar: &'w Almanac,
    /// It begins here.
    pub(crate) from: Result<Moment, NoTime>,
    /// What lies in it has to lie at least so long before,
    pub(crate) lead: Option<Result<Period, NoTime>>,
    /// counted to this time.
    pub(crate) to: Moment,
}

/// What lies in a window: the latest, or one that may lie in it.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) surely: Option<EntryRef>,
    pub(crate) perhaps: Option<(EntryRef, NoTime)>,
}

impl Found {
    /// One that lies in it, or may.
    pub(crate) fn any(&self) -> Option<EntryRef> {
        self.surely.or(self.perhaps.map(|(entry_ref, _)| entry_ref))
    }
}

/// The order in which entries occurred.
pub(crate) fn is_after(one: EntryRef, other: EntryRef) -> bool {
    (one.at, one.history, one.entry) > (other.at, other.history, other.entry)
}

impl Window<'_> {
    /// What of some times, one after another, lies in it, and came after an entry.
    pub(crate) fn find(&self, times: &Times, after: Option<EntryRef>) -> Found {
        let start = after.map_or(0, |after| times.partition_point(|one| !is_after(*one, after)));
        let start = self.from.map_or(start, |from| start.max(times.partition_point(|one| one.at < from)));
        let found = self.leading(times, start);
        match (self.from, found.any()) {
            (Err(lacks), Some(any)) => Found { surely: None, perhaps: Some((any, lacks)) },
            (Ok(_) | Err(_), _) => found,
        }
    }

    /// What of some times, from a place on, lies so long before.
    fn leading(&self, times: &Times, start: usize) -> Found {
        let last = times.last().filter(|_| start < times.len());
        let unknown = |lacks| Found { surely: None, perhaps: last.map(|last| (last, lacks)) };
        let period = match self.lead {
            None => return Found { surely: last, perhaps: None },
            Some(Err(lacks)) => return unknown(lacks),
            Some(Ok(period)) => period,
        };
        let end = match period {
            Period::Hours(_) => Ok(self.to),
            Period::SameDay | Period::Days(_) | Period::WorkingDays(_) | Period::Weeks(_) | Period::Months(_) => {
                self.calendar.last_instant_of(self.calendar.day_of(self.to))
            }
        };
        let end = match end {
            Ok(end) => end,
            Err(refused) => return unknown(NoTime::Calendar(refused)),
        };
        let counted = |one: EntryRef| period.due_at(one.at, self.calendar);
        // What lies before the calendar begins stands first, and what is counted beyond its end last.
        let begins = *self.calendar.range().start();
        let is_early = |one: EntryRef| match counted(one) {
            Ok(at) => at <= end,
            Err(_) => self.calendar.day_of(one.at) < begins,
        };
        let early = times.partition_point(|one| is_early(*one));
        let latest = early.checked_sub(1).filter(|&place| place >= start).and_then(|place| times.get(place));
        let surely = latest.filter(|&one| counted(one).is_ok());
        let beyond = |one: EntryRef| Some((one, NoTime::Calendar(counted(one).err()?)));
        match surely {
            Some(_) => Found { surely, perhaps: None },
            None => Found { surely: None, perhaps: latest.or(last).and_then(beyond) },
        }
    }
}
