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
//! | first done | the first session or intervention that rests on the contract, or an intervention or session coming to rest on it; never uncovered work, and never a suggestion or a case discussion alone |
//! | came back | after the first thing done: a change noticed under the contract (named there, or that of its session, if the session rested on it by then), of which somebody besides the clinician knows; an acknowledgement, an invitation to shape practice, or a further invitation to contract that names the contract, such a change, or a family's request for help again about the contract, as what it came of |
//! | somebody besides the clinician knows | they noticed the change, witnessed or documented it, were told of it (amplified), or acknowledged or invited because of it |
//!
//! A case discussion may name a contract, and nobody asks whether that was active when it was held, so that it shows no work done under
//! it. Where the discussion was the work that was agreed, a consultation say, the session or the intervention is recorded beside it.
//!
//! Nobody closes the circle alone. A change that only the clinician noticed has come back to nobody yet; once somebody else knows
//! of it, it counts from when it was noticed. A further invitation that is the clinician's own offer is no return, and takes a
//! change no further: what may come of the offer is a round of its own. What somebody recorded for somebody else counts, and is
//! listed apart ([`Turns::recorded_for`]).
//!
//! A family that asks again has not brought anything back by itself: joining is between the clinician and the social work system,
//! and the piece of work is agreed between them (the article, sections Joining and Contracting). The invitation that the request
//! led to has, where something had been done under the contract before the family asked.
//!
//! An acknowledgement that names neither a contract, a change nor a request is joining evidence, but comes back to no contract: nothing
//! recorded says that it did. A change noticed before any work is not credited to the work. A renewal is no further
//! invitation.
//!
//! # The arcs
//!
//! An arc runs from its beginning to its own end; a contract that is closed or lapses first has *ended otherwise*, which is a normal
//! outcome. A round counts from joining, and not from the invitation: the first arc shows how long it took from joining to an
//! agreement.
//!
//! | Arc | Begins | Its own end | Competing ends |
//! |---|---|---|---|
//! | joining to contracting | with the last stretch of joining before the invitation | first agreed | declined, withdrawn |
//! | contracting to intervening | first agreed | first done | declined or withdrawn (negotiated anew, postponed or called off), ended, completed, revoked, lapsed |
//! | intervening to joining | first done | the first thing that came back | none: much comes back after a contract was closed |
//!
//! A contract invited before any joining evidence has no beginning on the first arc. Several invitations can have followed one stretch
//! of joining: each is a beginning of its own. A stretch that no invitation has followed is a beginning, too. What ends a contract is
//! the first of these stages that it entered by then; *lapsed* is derived, never recorded: it is entered the instant after the
//! planned end; only an active contract lapses. Where another end and the arc's own fall at one instant, its own stands.
//!
//! **Followed until.** A beginning is followed up to its end, or else up to the time of the reading (or of what was known); where that is
//! everything recorded, up to when the last entry was recorded; and never beyond the closing of the cycle. What comes back later than that
//! makes the turn whole, and is no end of the arc. Times are whole seconds, rounded down, and none is negative.
//!
//! **Waiting.** A beginning that has not ended is *under way* while it has waited no longer than the [`Parameters`] allow; afterwards it
//! is *stalled*. How long others waited plays no part.
//!
//! # How much has ended by when
//!
//! Each arc has a [`Curve`]: the cumulative incidence of each end, by the estimator of Aalen and Johansen (*Scandinavian Journal of
//! Statistics* 5, 1978). What is still under way or stalled is censored at the time for which it was followed. Ends at a time come before
//! censorings at it. At each time *t* after which something ended, the shortest first, with *n* beginnings at risk (followed for *t* or
//! longer), *d<sub>k</sub>* that ended in the way *k* after exactly *t*, and *d* in any way:
//!
//! ```text
//! h = d / n      h_k = d_k / n       S(0) = 1, everything else starts at 0; the right sides are as before t
//! I_k  becomes   I_k + S h_k                                               incidence of k
//! V_k  becomes   V_k + h_k^2 V_S + 2 h_k C_k + S^2 h_k (1 - h_k) / n       its variance
//! C_k  becomes   (1 - h) (C_k + h_k V_S) - S^2 h_k (1 - h) / n             its covariance with S
//! V_S  becomes   (1 - h)^2 V_S + S^2 h (1 - h) / n                         the variance of S
//! S    becomes   S (1 - h)                                                 share that has not ended
//! ```
//!
//! So *S* and the incidences come to 1. The variance is of Greenwood's kind (Andersen, Borgan, Gill and Keiding, *Statistical Models Based
//! on Counting Processes*, 1993, section IV.4). Where nothing competes, the incidence is one minus the estimate of Kaplan and Meier, with
//! Greenwood's variance. The interval of 95 % is on the scale log(-log): *I* to the power of exp(∓*q* √*V* / (*I* ln *I*)), where *q* is
//! 1.959964; there is none where *I* is 0 or 1, or *V* is 0. The median is the first time at which the incidence of the arc's own end is a
//! half or more, to within 10<sup>-9</sup>.
//!
//! For example, six beginnings: one came to the end after a day; after two days one did, one was declined and one is followed no longer;
//! one is followed for three days; and one came to the end after four. At risk are 6, 5 and 1. The incidence of the end is 1/6, then
//! 1/6 + 5/6 · 1/5 = 1/3, then 1/3 + 1/2 · 1 = 5/6; that of being declined is 5/6 · 1/5 = 1/6. The median is four days.
//!
//! **Over several cycles.** A [`Pool`] puts the beginnings of all cycles into one curve, with the same incidences. Beginnings of one
//! clinician are alike, so that their variance is that of the jackknife that leaves out one clinician at a time: with *G* clinicians who
//! began anything on the arc, *I<sub>(i)</sub>* the incidence at the same time without those of clinician *i* (where none is left at risk,
//! it stays as it was), and *M* the mean of these, *V* = (*G* - 1)/*G* · Σ (*I<sub>(i)</sub>* - *M*)². The interval is made as above, *q*
//! being the 97.5 % quantile of Student's distribution with *G* - 1 degrees of freedom. Under [`LEAST_CLINICIANS`] nothing is read.
//!
//! A curve says what has happened to what was begun, under the conditions of then. What waits long is not for that reason going badly, and
//! beginnings that are still under way may differ from those that ended.
//!
//! **Days.** Days in the text are those of London, as everywhere here; the time between two instants counts what passed, whatever the
//! clocks did. Of fewer than five beginnings the text says counts, and nothing that is estimated.
//!
//! The reading is for reflection. What nobody recorded cannot be counted, and where few things were begun, little can be said.

mod parameters;
mod reach;
mod round;
mod end;
mod curve;
mod arc;
mod chain;
mod gather;
mod running;
mod pool;
pub(crate) mod narrative;

use serde::Serialize;

use crate::cycle::Entry;
use crate::evidence::RecordedFor;
use crate::history::View;
use crate::id::ParametersId;
use crate::moment::Moment;

pub use arc::{Arc, ArcReading, Beginning, ENOUGH, Ended, Stall};
pub use chain::Link;
#[cfg(feature = "simulation")]
pub(crate) use curve::Estimate;
pub use curve::{Curve, Incidence, Interval, Step};
pub use end::End;
#[cfg(feature = "pictures")]
pub(crate) use narrative::ENOUGH_TO_ESTIMATE;
pub use parameters::{Parameters, ParametersError, RawParameters};
pub use pool::{LEAST_CLINICIANS, Pool, Pooled, TooFewClinicians};
pub use reach::{Reach, Way};
pub use round::{Return, Returned, Round};
pub(crate) use running::Running;

/// The turns of the cycle, with the entries they rest on. See the module [`turns`](self) for what is counted.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, turns::{Arc, Parameters, Stall, Turns}};
/// let stored = std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?;
/// let history = History::read(stored.as_slice())?;
/// let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// assert_eq!(turns.completed().count(), 1);
/// assert_eq!(turns.arc(Arc::ToIntervening).curve.median.unwrap().to_string(), "3 days");
/// assert_eq!((turns.depth(), turns.stall), (1, Stall::NotEnoughToSay));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Turns {
    /// The time up to which it looks.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// The time up to which waiting is counted.
    pub waited_until: Moment,
    /// The parameters it goes by.
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
    /// Reads the turns from what had happened, as known at a time. The work is one pass over the entries, and sorting what was begun;
    /// where the view hides something, also that of replaying it.
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

    /// The greatest [depth](Link) in the chain: how many invitations in a row named what they arose from. 0 where none did.
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

/// The whole turns alone, for readings that rest on them. Every entry is shown in the order of occurrence as it is passed, so that
/// they need no pass of their own.
pub(crate) fn completed<'a>(view: &View<'a>, see: impl FnMut(&'a Entry)) -> Vec<Round> {
    let mut rounds = gather::rounds(view, see);
    rounds.retain(Round::is_turn);
    rounds
}
