//! Facts within an agreement: reviews, and parties replaced. They move no stage, and may be recorded late.

use std::collections::BTreeMap;

use super::position::Position;
use crate::calendar;
use crate::contracting::agreement::{Agreement, Party};
use crate::contracting::event::Event;
use crate::contracting::step::StepContext;
use crate::id::EntryNumber;
use crate::ledger::Known;
use crate::moment::Moment;

/// When a fact occurred, and which entry records it.
type Key = (Moment, EntryNumber);

/// The reviews of a contract and the parties replaced in it, in the order in which they occurred.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    reviews: BTreeMap<Key, Moment>, // From when the next is overdue; `NEVER` where none is planned.
    clinical: BTreeMap<Key, u32>,
    social_work: BTreeMap<Key, u32>,
}

impl Facts {
    fn replaced(&self, party: Party) -> &BTreeMap<Key, u32> {
        match party {
            Party::Clinical => &self.clinical,
            Party::SocialWork => &self.social_work,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.reviews.is_empty() && self.clinical.is_empty() && self.social_work.is_empty()
    }

    /// Notes a fact that was judged.
    pub(super) fn note(&mut self, event: &Event, step: &StepContext) {
        let key = (step.at, step.number);
        if let Event::ContractReviewed(data) = event {
            let overdue = data.next_review.and_then(|day| calendar::last_instant_of(day).ok());
            self.reviews.insert(key, overdue.unwrap_or(Moment::NEVER));
        } else if let (Event::PartyReplaced(_), Some(other)) = (event, step.other) {
            match Party::of(other.role.side()) {
                Some(Party::Clinical) => _ = self.clinical.insert(key, other.seat),
                Some(Party::SocialWork) => _ = self.social_work.insert(key, other.seat),
                None => {}
            }
        }
    }

    /// Forgets a fact that was taken back.
    pub(super) fn forget(&mut self, key: Key) {
        self.reviews.remove(&key);
        self.clinical.remove(&key);
        self.social_work.remove(&key);
    }

    /// Who worked under an agreement for a party at a time, by what was known.
    pub(super) fn party(&self, agreement: &Agreement, party: Party, at: Moment, known: Known<'_>) -> u32 {
        let replaced = self.replaced(party).range(..=(at, EntryNumber::LAST)).rev();
        let known = replaced.map(|((_, number), seat)| (*number, *seat)).find(|&(number, _)| known.has(number));
        known.map_or(agreement.accepted(party), |(_, seat)| seat)
    }

    /// Who was the last to replace a party, up to a fact.
    pub(super) fn last_replaced(&self, party: Party, up_to: Key) -> Option<(Key, u32)> {
        self.replaced(party).range(..=up_to).next_back().map(|(key, seat)| (*key, *seat))
    }

    /// Every replacement of a party.
    pub(super) fn replacements(&self) -> impl Iterator<Item = EntryNumber> {
        self.clinical.keys().chain(self.social_work.keys()).map(|&(_, number)| number)
    }

    /// The replacements of parties that came after one, the next of each side: they may rest on it.
    pub(super) fn resting_on(&self, key: Key, known: Known<'_>) -> impl Iterator<Item = EntryNumber> {
        [&self.clinical, &self.social_work].into_iter().filter_map(move |replaced| {
            let later = replaced.range((key.0, EntryNumber::FIRST)..).map(|((_, number), _)| *number);
            later.filter(|&number| number > key.1).find(|&number| known.has(number))
        })
    }

    /// Sets what the facts up to one make of a position.
    pub(super) fn set(&self, position: &mut Position, up_to: Key) {
        let agreed_by = position.agreed_by;
        let Some(agreement) = position.state.agreed_mut() else { return };
        agreement.set_as_agreed();
        if let Some((_, &overdue)) = self.reviews.range(..=up_to).next_back().filter(|(key, _)| **key > agreed_by) {
            agreement.set_review_overdue(overdue.if_ever());
        }
        for party in [Party::Clinical, Party::SocialWork] {
            if let Some((_, &seat)) = self.replaced(party).range(..=up_to).next_back() {
                agreement.set_party(party, seat);
            }
        }
    }
}
