//! What a row of the table of rules says.

use std::num::NonZeroU16;

use chrono::NaiveDate;

use super::seen::{Past, Seen};
use crate::calendar::Period;
use crate::code::codes;
use crate::contracting::Stage;
use crate::cycle::Event;
use crate::id::EntryNumber;
use crate::moment::Moment;

codes! {
    /// A way in which a duty can be broken on purpose.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::Way};
    /// assert_eq!(Way::ALL.len(), 3);
    /// ```
    pub enum Way {
        Omitting = "omitting", "what is owed is never done";
        Delaying = "delaying", "what is owed is done too late";
        Swapping = "swapping", "something else is done in its place";
    }
}

/// What a duty is about, and from what it follows.
#[derive(Debug, Clone)]
pub(super) struct Duty {
    pub(super) key: String,
    /// The act that opened it; none where time did.
    pub(super) opening: Option<Past>,
    pub(super) opened_by: EntryNumber,
    /// Of what is due again and again, what met it the time before.
    pub(super) after: Option<EntryNumber>,
    pub(super) since: Moment,
}

/// What an act opens: what the duty is about, unless it is not known whether there is one.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) key: String,
    pub(super) is_known: bool,
}

pub(super) type Opens = fn(&Seen<'_>) -> Vec<Opened>;
pub(super) type Answers = fn(&Seen<'_>, &Duty) -> bool;
pub(super) type Swap = fn(&Seen<'_>) -> Option<(String, Event)>;

/// By when something has to follow.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Within(Period),
    /// By the end of the day that the opening act names.
    Named(fn(&Seen<'_>) -> Option<NaiveDate>),
    /// Before something else happens, or on the same day.
    Before(Answers),
}

/// Which answers count that went before the opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Earlier {
    Never,
    SameDay,
    Ever,
}

/// What, when it closes, releases a duty beside the end of the cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// Nothing does, not even the end of the cycle.
    Nothing,
    Cycle,
    Contract,
    /// The case, which is the first word of what the duty is about.
    Case,
}

/// What a rule asks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asks {
    /// Something has to follow.
    Follows { opens: Opens, answers: Answers, by: By, earlier: Earlier, closing: Closing, needs_feed: bool },
    /// Something has to hold, or to have gone before, as it happens: `None` where that is not known.
    AtOnce { opens: Opens, is_kept: fn(&Seen<'_>, &str) -> Option<bool> },
    /// Something has to be done again and again while a contract stands at one of these stages.
    Again { stages: &'static [Stage], applies: fn(&Seen<'_>, &str) -> bool, answers: Answers, every: Period, pauses: bool },
    /// A contract has to leave a stage.
    Leaves { stage: Stage, within: Period },
    /// Something must not happen while a contract stands at a stage.
    Not { stage: Stage, breaks: Answers },
}

/// How one rule is ruled on, and how it can be broken on purpose.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) rule: &'static str,
    /// The act of a compliant process that a slip takes hold of, in words.
    pub(super) act: &'static str,
    pub(super) ways: &'static [Way],
    pub(super) asks: Asks,
    /// Of an act that is done before the duty opens: what that duty will be about.
    pub(super) beforehand: Option<fn(&Seen<'_>) -> Option<String>>,
    /// What is done in the place of an act, and what the duty is about that this breaks.
    pub(super) swap: Option<Swap>,
}

pub(super) const OMIT_DELAY: &[Way] = &[Way::Omitting, Way::Delaying];
pub(super) const SWAP: &[Way] = &[Way::Swapping];
pub(super) const ALL: &[Way] = &[Way::Omitting, Way::Delaying, Way::Swapping];

impl Row {
    pub(super) const fn new(rule: &'static str, act: &'static str, ways: &'static [Way], asks: Asks) -> Self {
        Self { rule, act, ways, asks, beforehand: None, swap: None }
    }

    pub(super) const fn beforehand(mut self, of: fn(&Seen<'_>) -> Option<String>) -> Self {
        self.beforehand = Some(of);
        self
    }

    pub(super) const fn swap(mut self, of: Swap) -> Self {
        self.swap = Some(of);
        self
    }
}

const fn count(number: u16) -> NonZeroU16 {
    match NonZeroU16::new(number) {
        Some(count) => count,
        None => NonZeroU16::MIN,
    }
}

pub(super) const fn days(number: u16) -> Period {
    Period::Days(count(number))
}

pub(super) const fn working_days(number: u16) -> Period {
    Period::WorkingDays(count(number))
}

pub(super) const fn weeks(number: u16) -> Period {
    Period::Weeks(count(number))
}

/// One duty about this.
pub(super) fn one(key: &str) -> Vec<Opened> {
    vec![Opened { key: key.to_owned(), is_known: true }]
}

/// One duty about the whole cycle, if something holds.
pub(super) fn of_cycle(is_so: bool, seen: &Seen<'_>) -> Vec<Opened> {
    let cycle = seen.cycle.id().filter(|_| is_so);
    cycle.map(|cycle| one(cycle.as_str())).unwrap_or_default()
}
