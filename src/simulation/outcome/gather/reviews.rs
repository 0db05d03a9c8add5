//! Which reviews of contracts were due, and which of them were held in time.

use std::collections::BTreeMap;

use super::window::Window;
use crate::calendar;
use crate::contracting::{self, Duration, Stage};
use crate::cycle::{Cycle, Entry, Event};
use crate::id::ContractId;
use crate::moment::Moment;
use crate::simulation::outcome::observed::Observed;
use crate::simulation::outcome::outcomes::Outcome;
use crate::simulation::outcome::ratio::Ratio;

/// The terms on the table, and the planned reviews of each contract, as entries pass.
#[derive(Default)]
pub(super) struct Pass<'e> {
    contracts: BTreeMap<&'e ContractId, Planned>,
}

#[derive(Default)]
struct Planned {
    proposed: Option<Duration>,
    accepted: u8, // By how many sides, of the terms on the table.
    due: Option<Moment>,
    reviews: Vec<Review>,
}

/// A review that was planned by a time, and how the plan came to its end.
struct Review {
    due: Moment,
    /// When it was held, or other terms were agreed; none as long as neither has happened.
    settled: Option<(Moment, bool)>,
}

impl Planned {
    /// The planned review is held, or other terms plan another.
    fn settle(&mut self, at: Moment, held: bool, next: Option<Moment>) {
        if let Some(due) = self.due {
            self.reviews.push(Review { due, settled: Some((at, held)) });
        }
        self.due = next;
    }
}

impl<'e> Pass<'e> {
    pub(super) fn take(&mut self, entry: &'e Entry) {
        let Event::Contracting(event) = entry.event() else { return };
        let at = entry.act().occurred_at;
        if let contracting::Event::TermsProposed(data) = event {
            let planned = self.contracts.entry(&data.contract).or_default();
            (planned.proposed, planned.accepted) = (data.terms.duration, 0);
        } else if let contracting::Event::TermsAccepted(data) = event {
            let planned = self.contracts.entry(&data.contract).or_default();
            planned.accepted += 1;
            // Nobody accepts one version twice for the same side, so the second acceptance is that of the other.
            if planned.accepted == 2 {
                let next = planned.proposed.and_then(|duration| duration.review_overdue().ok().flatten());
                planned.settle(at, false, next);
            }
        } else if let contracting::Event::ContractReviewed(data) = event {
            let next = data.next_review.and_then(|day| calendar::last_instant_of(day).ok());
            self.contracts.entry(&data.contract).or_default().settle(at, true, next);
        }
    }

    pub(super) fn observe(self, cycle: &Cycle, window: Window, observed: &mut Observed) {
        for (id, mut planned) in self.contracts {
            let Some(contract) = cycle.contract(id) else { continue };
            if let Some(due) = planned.due.take() {
                planned.reviews.push(Review { due, settled: None });
            }
            for review in planned.reviews {
                let settled_in_time = review.settled.filter(|&(at, _)| at <= review.due);
                let held_in_time = settled_in_time.is_some_and(|(_, held)| held);
                // A review that was held counts when it was; one that was not, when it fell due, if work was still under way then.
                let counts = match settled_in_time {
                    Some((at, held)) => held && window.holds(at),
                    None => {
                        let stage = contract.stage_at(review.due);
                        let under_way = matches!(stage, Some(Stage::Active | Stage::Suspended));
                        under_way && window.from <= review.due && review.due < window.until
                    }
                };
                if counts {
                    observed.count(Outcome::ReviewsOnTime, Ratio::one(held_in_time));
                }
            }
        }
    }
}
