//! The eight rules of `eight.json` coded by hand: what somebody would write who knows them all beforehand. Each keeps its
//! duty with the entries behind it and the instant it is due; what is due before an entry is late.

use std::num::NonZeroU16;

use practice_cycle::calendar::{Almanac, Period};
use practice_cycle::contracting::Event as Contracting;
use practice_cycle::cycle::{Entry, Event};
use practice_cycle::id::EntryNumber;
use practice_cycle::intervening::Event as Work;
use practice_cycle::moment::Moment;

#[derive(Clone, Copy)]
struct Open<'a> {
    about: &'a str,
    by: EntryNumber,
    due: Moment,
    late: bool,
}

pub struct ByHand<'a> {
    almanac: &'a Almanac,
    open: [Option<Open<'a>>; 8],
    accepted: Option<(&'a str, Moment)>,
    soonest: Moment,
    pub kept: u64,
    pub broken: u64,
    pub witness: Option<(EntryNumber, EntryNumber)>,
}

const TEN: Period = Period::WorkingDays(NonZeroU16::new(10).unwrap());
const TWENTY: Period = Period::WorkingDays(NonZeroU16::new(20).unwrap());
const SIX_WEEKS: Period = Period::Weeks(NonZeroU16::new(6).unwrap());
const FOUR_WEEKS: Period = Period::Weeks(NonZeroU16::new(4).unwrap());
const QUARTER: Period = Period::Days(NonZeroU16::new(90).unwrap());

impl<'a> ByHand<'a> {
    pub fn new(almanac: &'a Almanac) -> Self {
        Self { almanac, open: [None; 8], accepted: None, soonest: Moment::LATEST, kept: 0, broken: 0, witness: None }
    }

    pub fn clear(&mut self) {
        *self = Self::new(self.almanac);
    }

    fn owe(&mut self, rule: usize, about: &'a str, entry: &Entry, period: Option<Period>) {
        let at = entry.act().occurred_at;
        let due = period.map_or(Moment::LATEST, |period| period.due_at(at, self.almanac).unwrap());
        self.soonest = self.soonest.min(due);
        self.open[rule] = Some(Open { about, by: entry.number(), due, late: false });
    }

    fn answer(&mut self, rule: usize, about: &str, entry: &Entry) -> bool {
        let Some(open) = self.open[rule].filter(|open| open.about == about) else { return false };
        self.witness = Some((open.by, entry.number()));
        self.kept += u64::from(!open.late);
        self.open[rule] = None;
        true
    }

    pub fn take(&mut self, entry: &'a Entry) {
        let at = entry.act().occurred_at;
        if self.soonest < at {
            self.soonest = Moment::LATEST;
            for open in self.open.iter_mut().flatten() {
                if !open.late && open.due < at {
                    open.late = true;
                    self.broken += 1;
                } else if !open.late {
                    self.soonest = self.soonest.min(open.due);
                }
            }
        }
        match entry.event() {
            Event::Contracting(step) => self.step(step, entry),
            Event::Intervening(Work::InterventionBegun(data)) => {
                self.owe(3, data.intervention.as_str(), entry, Some(FOUR_WEEKS));
            }
            Event::Intervening(Work::SessionHeld(data)) => {
                if let Some(intervention) = &data.intervention {
                    self.answer(3, intervention.as_str(), entry);
                }
                if let practice_cycle::intervening::Cover::Contract(contract) = &data.cover
                    && self.open[7].is_some_and(|open| open.about == contract.as_str())
                {
                    self.open[7] = None;
                    self.broken += 1;
                }
            }
            Event::Intervening(Work::SuggestionOffered(data)) => self.owe(4, data.suggestion.as_str(), entry, Some(TEN)),
            Event::Intervening(Work::SuggestionAnswered(data)) => drop(self.answer(4, data.suggestion.as_str(), entry)),
            Event::Intervening(Work::ChangeNoticed(data)) => self.owe(5, data.change.as_str(), entry, Some(TEN)),
            Event::Intervening(Work::ChangeWitnessed(data)) => drop(self.answer(5, data.change.as_str(), entry)),
            _ => {}
        }
    }

    fn step(&mut self, step: &'a Contracting, entry: &'a Entry) {
        match step {
            Contracting::ReframeOffered(data) => self.owe(0, data.contract.as_str(), entry, Some(TEN)),
            Contracting::ReframeAnswered(data) => drop(self.answer(0, data.contract.as_str(), entry)),
            Contracting::TermsAccepted(data) => self.accepted = Some((data.contract.as_str(), entry.act().occurred_at)),
            Contracting::ContractBegun(data) => {
                let contract = data.contract.as_str();
                let recent = self.accepted.is_some_and(|(accepted, at)| {
                    accepted == contract && QUARTER.due_at(at, self.almanac).unwrap() >= entry.act().occurred_at
                });
                if recent {
                    self.kept += 1
                } else {
                    self.broken += 1
                }
                self.owe(1, contract, entry, Some(SIX_WEEKS));
            }
            Contracting::ContractReviewed(data) if self.answer(1, data.contract.as_str(), entry) => {
                self.owe(1, data.contract.as_str(), entry, Some(SIX_WEEKS));
            }
            Contracting::ContractSuspended(data) => {
                // No longer under way, so no review is owed.
                self.answer(1, data.contract.as_str(), entry);
                self.owe(2, data.contract.as_str(), entry, Some(TWENTY));
                self.owe(7, data.contract.as_str(), entry, None);
            }
            Contracting::ContractResumed(data) => {
                self.answer(2, data.contract.as_str(), entry);
                self.answer(7, data.contract.as_str(), entry);
                self.owe(1, data.contract.as_str(), entry, Some(SIX_WEEKS));
            }
            Contracting::ContractCompleted(data) => {
                for rule in [0, 1, 2, 7] {
                    self.answer(rule, data.contract.as_str(), entry);
                }
            }
            _ => {}
        }
    }
}
