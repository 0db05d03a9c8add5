//! A duty as it is run.

use super::plan::Part;
use super::rule::Rule;
use super::verdict::{Missing, Witness};
use crate::calendar::{Pauses, Period};
use crate::id::EntryNumber;
use crate::moment::Moment;

/// What a duty is about, as references one after another. Most are short enough to stand in place.
pub(super) type Key = smol_str::SmolStr;

/// A duty as it is run. What few duties have stands apart.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) rule: u16,
    /// Whether time alone opened it, at the end of a day that counts as its first.
    pub(super) by_time: bool,
    /// The order in which duties were opened.
    pub(super) serial: u32,
    pub(super) key: Key,
    pub(super) opened: Witness,
    /// The entry by which the opening is looked at: for a state, the invitation of the contract.
    pub(super) seen: EntryNumber,
    pub(super) count: u32,
    pub(super) since: Moment,
    /// The last instant in time; never, where none is known.
    pub(super) due: Moment,
    pub(super) status: Status,
    pub(super) rare: Option<Box<Rare>>,
}

/// What few duties have.
#[derive(Debug, Clone, Default)]
pub(super) struct Rare {
    /// The element that it is about, of several; and whether that is a contract of somebody.
    pub(super) each: Option<Box<str>>,
    pub(super) each_is_contract: bool,
    /// What its answers said so far of what they have to say together, as bits.
    pub(super) said: u32,
    /// What may have concerned it.
    pub(super) doubts: Doubts,
    /// What it has to go before has happened: then it is due by the end of that day.
    pub(super) before: Option<Witness>,
    /// A clock that stands still now and then: since when it does, and when it did.
    pub(super) stands_since: Option<Moment>,
    pub(super) stood: Vec<(Moment, Moment)>,
}

/// Entries that may have concerned a duty: something in them is not known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubts {
    /// This may have answered it, or broken the ban.
    pub(super) answered: Option<Witness>,
    /// This may have ended it.
    pub(super) ended: Option<Witness>,
    /// This may have been what it had to go before.
    pub(super) passed: Option<Witness>,
}

impl Doubts {
    pub(super) const fn any(&self) -> bool {
        self.answered.is_some() || self.ended.is_some() || self.passed.is_some()
    }

    /// The doubt about what an entry may have been to the duty.
    pub(super) fn of_mut(&mut self, part: Part) -> Option<&mut Option<Witness>> {
        match part {
            Part::Answer => Some(&mut self.answered),
            Part::Until => Some(&mut self.ended),
            Part::Before => Some(&mut self.passed),
            Part::Open | Part::From(_) | Part::To(_) | Part::Track(_) => None,
        }
    }
}

impl Rare {
    /// What a duty about one element of several starts with.
    pub(super) fn of(each: Option<&str>, each_is_contract: bool) -> Option<Box<Self>> {
        each.map(|each| Box::new(Self { each: Some(each.into()), each_is_contract, ..Self::default() }))
    }
}

/// Where a duty stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Status {
    /// Owed, and not late.
    Waiting,
    /// A ban that is in force.
    Banned,
    Met(Witness),
    Kept(Moment),
    Released(Witness),
    Missed(Box<Missed>),
    Broken(Witness),
    Unknown(Box<Missing>),
}

/// A duty that is late: since when, by what, and what remedied it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Missed {
    pub(super) at: Moment,
    pub(super) by: Option<Witness>,
    pub(super) remedied: Option<Witness>,
}

impl Missed {
    /// Whether it was time alone that ran out.
    pub(super) fn is_by_time(&self) -> bool {
        self.by.is_none_or(|by| by.at < self.at)
    }
}

impl Live {
    pub(super) fn seen(&self) -> Witness {
        Witness { entry: self.seen, ..self.opened }
    }

    /// What it is about, part by part: none where that is not known. The key of one of several histories begins with its place.
    pub(super) fn parts(&self, rule: &Rule) -> impl Iterator<Item = &str> {
        let before = self.key.split('\0').count().saturating_sub(rule.key_names.len());
        self.key.split('\0').skip(before).filter(|part| !part.is_empty())
    }

    pub(super) fn each(&self) -> Option<&str> {
        self.rare.as_ref()?.each.as_deref()
    }

    pub(super) fn each_is_contract(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.each_is_contract)
    }

    /// When its clock stood still.
    pub(super) fn pauses(&self) -> Pauses {
        self.rare.iter().flat_map(|rare| rare.stood.iter().copied()).collect()
    }

    /// What is in doubt about it.
    pub(super) fn doubts(&self) -> Doubts {
        self.rare.as_ref().map_or_else(Doubts::default, |rare| rare.doubts)
    }

    /// The entry that may have answered or ended it: then it is not known to be late.
    pub(super) fn doubt(&self) -> Option<Witness> {
        let Doubts { answered, ended, .. } = self.doubts();
        answered.or(ended)
    }

    /// What of its few rare things stays when it is due again.
    pub(super) fn renewed(&self) -> Option<Box<Rare>> {
        let rare = self.rare.as_ref()?;
        Some(Box::new(Rare { said: 0, doubts: Doubts::default(), before: None, ..(**rare).clone() }))
    }

    /// Whether its clock stands still, and did so before it ran out.
    pub(super) fn stands(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.stands_since.is_some_and(|since| since < self.due))
    }

    pub(super) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// The instant that a length of time is counted from: hours have no days to count from.
    pub(super) fn counted_from(&self, period: Period) -> Moment {
        if matches!(period, Period::Hours(_)) { self.since } else { self.counts_from() }
    }

    /// The instant that its time is counted from: what time alone brought about counts from the day that ended then.
    pub(super) fn counts_from(&self) -> Moment {
        if self.by_time { self.since.just_before() } else { self.since }
    }
}
