//! Turns of the cycle: how often the circle of joining, contracting and intervening closed, how fast, and where work stalls.
//!
//! A **turn** is one contract that went all the way round: it was agreed, something was done under it, and after that
//! something came back to joining. The article describes the three as one cycle in which each leads into the next, and in
//! which small changes make further invitations likelier (Evans, "Joining, Contracting and Intervening", sections Joining and
//! Intervening). How a turn is counted is this crate's own definition, and each number below can be found again from the
//! entries cited. *Before* and *after* are by time of occurrence, and of recording where two occurred at one instant.
//!
//! | Word | Counted as |
//! |---|---|
//! | joining evidence | an occasion of joining; a rule noticed or worked with; an acknowledgement; an invitation to shape practice |
//! | stretch of joining | joining evidence with no invitation to contract in between; it begins with the first |
//! | invited | `contract_invited`, whoever made it |
//! | agreed | the acceptance by which the contract was *first* agreed, even if it was negotiated again before work began |
//! | first done | the first session or intervention that rests on the contract, or an intervention coming to rest on it; never uncovered work, and never a suggestion alone |
//! | came back | after the first thing done: a change noticed under the contract (named there, or by its session), of which somebody besides the clinician knows; an acknowledgement, an invitation to shape practice, or a further invitation to contract that names the contract, such a change, or a family's request for help again about the contract, as what it came of |
//! | somebody besides the clinician knows | they noticed the change, witnessed or documented it, were told of it (amplified), or acknowledged or invited because of it |
//!
//! Nobody closes the circle alone. A change that only the clinician noticed has come back to nobody yet; once somebody else knows
//! of it, it counts from when it was noticed. A further invitation that is the clinician's own offer is no return, and takes a
//! change no further: what may come of the offer is a round of its own. What somebody recorded for somebody else counts, and is
//! listed as such ([`Turns::recorded_for`]).
//!
//! A family that asks again has not brought anything back by itself: joining is between the clinician and the social work system,
//! and the piece of work is agreed between them (the article, sections Joining and Contracting). The invitation that the request
//! led to has, where something had been done under the contract before the family asked.
//!
//! An acknowledgement that names neither a contract, a change nor a request is joining evidence, but comes back to no contract: nothing
//! recorded says that it did. Nor is a change noticed before anything was done credited to the work. A renewal is no further
//! invitation.
//!
//! **The arcs.** *Joining to contracting* runs from the beginning of the last stretch of joining before the invitation to the
//! agreement; a contract invited before any joining evidence has no beginning here. *Contracting to intervening* runs from
//! agreed to first done. *Intervening to joining* runs from first done to the first thing that came back. A stretch of joining
//! that no invitation has followed is a beginning of the first arc too.
//!
//! **Waiting.** A beginning whose end is not recorded waits from then on, up to the time of the reading (or of what was known);
//! where that is everything recorded, up to when the last entry was recorded; and never beyond the closing of the cycle. It is
//! *under way* while it has waited no longer than the [`Parameters`] allows, or than that arc has ever taken in this history;
//! afterwards it is *stalled*. On the first two arcs a contract that was closed before the end waits no longer: being turned
//! down or called off is a normal outcome. Something may come back from work long after its contract was closed.
//!
//! The reading is for reflection. What nobody recorded cannot be counted, and where few things were begun, little can be said.

mod parameters;
mod reach;
mod round;
mod arc;
mod chain;
mod gather;
mod running;
mod narrative;

use serde::Serialize;

use crate::evidence::RecordedFor;
use crate::history::View;
use crate::id::ParametersId;
use crate::moment::Moment;

pub use arc::{Arc, ArcReading, Beginning, ENOUGH, Stall, Travelled};
pub use chain::Link;
pub use parameters::{Parameters, ParametersError, RawParameters};
pub use reach::{Reach, Way};
pub use round::{Return, Returned, Round};
pub(crate) use running::Running;

/// The turns of the cycle, with the entries they rest on. See the [module](self) for what is counted.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, turns::{Arc, Parameters, Stall, Turns}};
/// let stored = std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?;
/// let history = History::read(stored.as_slice())?;
/// let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// assert_eq!(turns.completed().count(), 1);
/// assert_eq!(turns.arc(Arc::ToIntervening).times.unwrap().median.to_string(), "3 days");
/// assert_eq!((turns.depth(), turns.stall), (1, Stall::NotEnoughToSay));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Turns {
    /// The time up to which it tells.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// The time up to which waiting is counted.
    pub waited_until: Moment,
    /// The parameters it goes by.
    #[serde(rename = "patience")]
    pub parameters: ParametersId,
    /// Every contract, in the order of invitation.
    pub rounds: Vec<Round>,
    /// The three arcs, in the order of the cycle.
    pub arcs: [ArcReading; 3],
    /// Where work stalls.
    pub stall: Stall,
    /// The invitations that arose from something, in the order of recording.
    pub chain: Vec<Link>,
    /// Every change, the one that travelled furthest first: by the number of ways, then of entries, then by which was noticed
    /// earlier.
    pub changes: Vec<Reach>,
    /// Of all that is cited here, what somebody recorded for somebody else.
    pub recorded_for: Vec<RecordedFor>,
}

impl Turns {
    /// Reads the turns from what had happened, as known at a time. The work is that of replaying the view, and of looking each
    /// entry up by its references: *n* log *n* in the number of entries.
    #[must_use]
    pub fn of(view: &View<'_>, parameters: &Parameters) -> Self {
        gather::read(view, parameters)
    }

    /// The contracts that are whole turns of the cycle.
    pub fn completed(&self) -> impl Iterator<Item = &Round> {
        self.rounds.iter().filter(|round| round.is_turn())
    }

    /// How one arc was travelled.
    #[must_use]
    pub fn arc(&self, arc: Arc) -> &ArcReading {
        let [to_contracting, to_intervening, to_joining] = &self.arcs;
        match arc {
            Arc::ToContracting => to_contracting,
            Arc::ToIntervening => to_intervening,
            Arc::ToJoining => to_joining,
        }
    }

    /// The greatest [depth](Link) in the chain: so many invitations in a row named what they arose from. 0 where none did.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.chain.iter().map(|link| link.depth).max().unwrap_or_default()
    }

    /// The changes that travelled furthest: all that travelled in as many ways as the first, if it travelled at all.
    pub fn furthest(&self) -> impl Iterator<Item = &Reach> {
        let most = self.changes.first().map_or(0, |reach| reach.ways.len());
        self.changes.iter().filter(move |reach| most > 0 && reach.ways.len() == most)
    }
}

/// The whole turns alone, for readings that rest on them.
pub(crate) fn completed(view: &View<'_>) -> Vec<Round> {
    let mut rounds = gather::rounds(view);
    rounds.retain(Round::is_turn);
    rounds
}
