//! What is possible for somebody at a time, as far as the cycle tells it before anything is filled in.

use std::collections::BTreeMap;

use practice_cycle::cycle::{Kind, Refusal};
use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;

/// Of kinds of event, with what they would be about, and what stands in the way if anything does.
#[derive(Default)]
pub(crate) struct Possible {
    told: BTreeMap<Kind, Vec<(String, Option<String>)>>,
}

/// Whether a kind of event is possible.
pub(crate) enum Standing<'a> {
    /// About these, at least.
    Open(Vec<&'a str>),
    /// Not now, and why: about each, where it differs.
    Not(Vec<(&'a str, &'a str)>),
    /// The cycle does not tell before it is offered.
    Untold,
}

impl Possible {
    /// The steps of every contract.
    ///
    /// # Errors
    /// Where the person is not here at that time.
    pub(crate) fn of(history: &History, person: &PersonId, at: Moment) -> Result<Self, Refusal> {
        let mut possible = Self::default();
        for (contract, _) in history.contracts() {
            for step in history.cycle().possible(person, contract, at)? {
                let obstacle = step.obstacle.map(|refusal| refusal.to_string());
                possible.told.entry(Kind::Contracting(step.step)).or_default().push((contract.to_string(), obstacle));
            }
        }
        Ok(possible)
    }

    pub(crate) fn standing(&self, kind: Kind) -> Standing<'_> {
        let Some(told) = self.told.get(&kind) else { return Standing::Untold };
        let open: Vec<&str> = told.iter().filter(|(_, why)| why.is_none()).map(|(about, _)| about.as_str()).collect();
        if open.is_empty() {
            Standing::Not(told.iter().filter_map(|(about, why)| Some((about.as_str(), why.as_deref()?))).collect())
        } else {
            Standing::Open(open)
        }
    }
}
