//! Run-time state of one obligation.

use super::index::Part;
use crate::calendar::Pauses;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::eval::context::{Opening, Records};
use crate::policy::eval::evidence::Evidence;
use crate::policy::eval::fields::Key;
use crate::policy::rule::Rule;

/// A duty as it is run. What few duties have stands apart.
#[derive(Debug, Clone)]
pub(crate) struct Obligation {
    pub(crate) rule: u32,
    /// Whether time alone opened it: at the last instant before what it brought about.
    pub(crate) by_time: bool,
    /// The order in which duties were opened.
    pub(crate) serial: u32,
    pub(crate) key: Key,
    pub(crate) opened: EntryRef,
    /// The entry by which the opening is looked at: for a state, the invitation of the contract.
    pub(crate) seen: EntryNumber,
    pub(crate) count: u32,
    pub(crate) since: Moment,
    /// The last instant in time; never, where none is known.
    pub(crate) due: Moment,
    pub(crate) status: Status,
    /// Of what is due again and again, the entry that met it the time before; and how often that was a breach of another rule, or
    /// the same entry once more, so that no two times are named alike.
    pub(crate) renewed_by: Option<EntryNumber>,
    pub(crate) again: u32,
    pub(crate) cold: Option<Box<Cold>>,
}

/// What few duties have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cold {
    /// The element that it is about, of several; and whether that is a contract of somebody.
    pub(crate) each: Option<Box<str>>,
    pub(crate) each_is_contract: bool,
    /// What its answers said so far of what they have to say together, as bits.
    pub(crate) said: u64,
    /// What may have concerned it.
    pub(crate) doubts: Doubts,
    /// What it has to go before has happened: then it is due by the end of that day.
    pub(crate) before: Option<EntryRef>,
    /// What it is about has closed: it is done on that day, or no more.
    pub(crate) closed: bool,
    /// The entry that its time is counted from, where that is another than the one that opened it.
    pub(crate) counted: Option<EntryRef>,
    /// The last of what had to lie before whatever went before it.
    pub(crate) after: Option<EntryRef>,
    /// A clock that stands still now and then: since when it does, and when it did.
    pub(crate) stands_since: Option<Moment>,
    pub(crate) stood: Vec<(Moment, Moment)>,
    /// Where that is recorded: why the rule applied, and what was found in place of what it required.
    pub(crate) because: Vec<Evidence>,
    pub(crate) instead: Vec<Evidence>,
}

/// Entries that may have concerned a duty: something in them is not known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Doubts {
    /// This may have answered it, or broken the ban.
    pub(crate) answered: Option<EntryRef>,
    /// This may have ended it.
    pub(crate) ended: Option<EntryRef>,
    /// This may have been what it had to go before.
    pub(crate) passed: Option<EntryRef>,
}

impl Doubts {
    pub(crate) const fn any(&self) -> bool {
        self.answered.is_some() || self.ended.is_some() || self.passed.is_some()
    }

    /// The doubt about what an entry may have been to the duty.
    pub(crate) fn of_mut(&mut self, part: Part) -> Option<&mut Option<EntryRef>> {
        match part {
            Part::Answer => Some(&mut self.answered),
            Part::Until => Some(&mut self.ended),
            Part::Before => Some(&mut self.passed),
            Part::Open | Part::From(_) | Part::To(_) | Part::Track(_) => None,
        }
    }
}

impl Cold {
    /// What a duty about one element of several starts with.
    pub(crate) fn of(each: Option<&str>, each_is_contract: bool) -> Option<Box<Self>> {
        each.map(|each| Box::new(Self { each: Some(each.into()), each_is_contract, ..Self::default() }))
    }
}

/// Where a duty stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Status {
    /// Owed, and not late.
    Waiting,
    /// A ban that is in force.
    Banned,
    Met(EntryRef),
    Kept(Moment),
    Released(EntryRef),
    Missed(Box<Missed>),
    Broken(EntryRef),
    Unknown(Box<Missing>),
}

/// A duty that is late: since when, by what, and what remedied it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Missed {
    pub(crate) at: Moment,
    pub(crate) by: Option<EntryRef>,
    pub(crate) remedied: Option<EntryRef>,
}

impl Missed {
    /// Whether it was time alone that ran out.
    pub(crate) fn is_by_time(&self) -> bool {
        self.by.is_none_or(|by| by.at < self.at)
    }
}

impl Obligation {
    pub(crate) fn seen(&self) -> EntryRef {
        EntryRef { entry: self.seen, ..self.opened }
    }

    /// What it is about, part by part: none where that is not known. The key of one of several histories begins with its place.
    pub(crate) fn parts(&self, rule: &Rule) -> impl Iterator<Item = &str> {
        let before = self.key.split('\0').count().saturating_sub(rule.key_names.len());
        self.key.split('\0').skip(before).filter(|part| !part.is_empty())
    }

    pub(crate) fn each(&self) -> Option<&str> {
        self.cold.as_ref()?.each.as_deref()
    }

    pub(crate) fn each_is_contract(&self) -> bool {
        self.cold.as_ref().is_some_and(|cold| cold.each_is_contract)
    }

    /// When its clock stood still.
    pub(crate) fn pauses(&self) -> Pauses {
        self.cold.iter().flat_map(|cold| cold.stood.iter().copied()).collect()
    }

    /// The entry that it was opened by, as it was looked at then: what time alone brought about, just after.
    pub(crate) fn opening<'s, 'a: 's>(&'s self, records: Records<'a>) -> Option<Opening<'s>> {
        let (input, entry) = records.input(self.opened.history).zip(records.entry(self.seen()))?;
        let at = if self.by_time { self.opened.at.just_after() } else { self.opened.at };
        let (each, each_is_contract) = (self.each(), self.each_is_contract());
        Some(Opening { entry, input, each, each_is_contract, at, by: self.opened.entry })
    }

    /// What is in doubt about it.
    pub(crate) fn doubts(&self) -> Doubts {
        self.cold.as_ref().map_or_else(Doubts::default, |cold| cold.doubts)
    }

    /// The entry that may have answered or ended it: then it is not known to be late.
    pub(crate) fn doubt(&self) -> Option<EntryRef> {
        let Doubts { answered, ended, .. } = self.doubts();
        answered.or(ended)
    }

    /// Whether what it is about has closed, so that nothing remedies it once its day has ended.
    pub(crate) fn is_closed(&self) -> bool {
        self.cold.as_ref().is_some_and(|cold| cold.closed)
    }

    /// What of its few rare things stays when it is due again.
    pub(crate) fn renewed(&self) -> Option<Box<Cold>> {
        let cold = self.cold.as_ref()?;
        Some(Box::new(Cold { said: 0, doubts: Doubts::default(), before: None, ..(**cold).clone() }))
    }

    /// Whether its clock stands still, and stopped before it ran out.
    pub(crate) fn stands(&self) -> bool {
        self.cold.as_ref().is_some_and(|cold| cold.stands_since.is_some_and(|since| since <= self.due))
    }

    pub(crate) fn cold_mut(&mut self) -> &mut Cold {
        self.cold.get_or_insert_default()
    }
    /// The instant that its time is counted from.
    pub(crate) fn counted_from(&self) -> Moment {
        self.cold.as_ref().and_then(|cold| cold.counted).map_or(self.since, |counted| counted.at)
    }
}
