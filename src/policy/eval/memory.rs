//! What happened before, as far as somebody may ask.

use std::collections::VecDeque;

use crate::calendar::Period;
use crate::moment::Moment;
use crate::policy::engine::Runtime;
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::rule::effective::Effective;

/// What happened before about one key; and what may have, for something in it is not known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Track {
    pub(crate) surely: Times,
    pub(crate) perhaps: Times,
}

/// When something happened: either the first time, or the latest few.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times {
    /// Most ask for one time only, which stands in place.
    last: Option<EntryRef>,
    before: VecDeque<EntryRef>,
}

impl Times {
    pub(crate) fn keep_first(&mut self, entry_ref: EntryRef) {
        self.last.get_or_insert(entry_ref);
    }

    /// Keeps the latest so many: one at least.
    pub(crate) fn keep_latest(&mut self, entry_ref: EntryRef, keeps: usize) {
        let Some(before) = self.last.replace(entry_ref).filter(|_| keeps > 1) else { return };
        if self.before.len() + 1 == keeps {
            self.before.pop_front();
        }
        self.before.push_back(before);
    }

    /// The only one that is kept, or the latest.
    pub(crate) fn last(&self) -> Option<EntryRef> {
        self.last
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = EntryRef> {
        self.before.iter().copied().chain(self.last)
    }
}

/// How a value of time was asked for and could not be had.
#[derive(Clone, Copy)]
pub(crate) enum NoTime {
    Calendar,
    Parameter,
    Field,
}

impl NoTime {
    pub(crate) fn missing(self) -> Missing {
        match self {
            NoTime::Calendar => Missing::Calendar,
            NoTime::Parameter => Missing::Parameter,
            NoTime::Field => Missing::Field("by".to_owned()),
        }
    }
}

/// The earliest instant that is no longer ago than a period, by the value that it has at a time; the first there is, where
/// nothing is said of that.
pub(crate) fn reaches_back(
    runtime: &Runtime<'_>,
    within: Option<&Effective<Period>>,
    dated: Moment,
    to: Moment,
) -> Result<Moment, NoTime> {
    let Some(within) = within else { return Ok(Moment::EARLIEST) };
    let period = within.at(dated).ok_or(NoTime::Parameter)?;
    period.reaches_back_to(to, runtime.calendar).map_err(|_| NoTime::Calendar)
}
