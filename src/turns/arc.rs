//! The arcs of the cycle: how often and how fast each of the three is travelled, and where work stalls.

use serde::Serialize;

use super::{Parameters, Round};
use crate::code::{CodeSet, codes};
use crate::contracting::Stage;
use crate::evidence::{Cited, Elapsed, Times};
use crate::id::ContractId;
use crate::moment::Moment;

codes! {
    /// An arc of the cycle.
    ///
    /// ```
    /// use practice_cycle::{turns::Arc, code::Code};
    /// assert_eq!(Arc::ToIntervening.label(), "from contracting to intervening");
    /// ```
    pub enum Arc {
        ToContracting = "joining_to_contracting", "from joining to contracting";
        ToIntervening = "contracting_to_intervening", "from contracting to intervening";
        ToJoining = "intervening_to_joining", "from intervening back to joining";
    }
}

impl Arc {
    /// Its beginning and its end in a round, as far as they are recorded.
    fn ends(self, round: &Round) -> (Option<Cited>, Option<Cited>) {
        match self {
            Arc::ToContracting => (round.joined, round.agreed),
            Arc::ToIntervening => (round.agreed, round.done),
            Arc::ToJoining => (round.done, round.back.first().map(|back| back.cited)),
        }
    }
}

/// One time that an arc was travelled.
///
/// ```
/// use practice_cycle::{evidence::{Cited, Elapsed}, id::EntryNumber, turns::Travelled};
/// let from = Cited { entry: EntryNumber::FIRST, at: "2026-09-11T10:00:00Z".parse()? };
/// let to = Cited { entry: EntryNumber::FIRST.next(), at: "2026-09-14T10:00:00Z".parse()? };
/// let travelled = Travelled { contract: "c-1".parse()?, from, to, took: Elapsed::between(from.at, to.at) };
/// assert_eq!(travelled.took.to_string(), "3 days");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Travelled {
    /// The contract.
    pub contract: ContractId,
    /// The beginning.
    pub from: Cited,
    /// The end.
    pub to: Cited,
    /// The time between.
    pub took: Elapsed,
}

/// A beginning of an arc whose end is not recorded.
///
/// ```
/// use practice_cycle::{contracting::Stage, evidence::Cited, id::EntryNumber, turns::Beginning};
/// let from = Cited { entry: EntryNumber::FIRST, at: "2026-09-11T10:00:00Z".parse()? };
/// let beginning = Beginning { contract: Some("c-1".parse()?), stage: Some(Stage::Agreed), from };
/// assert_eq!(beginning.to_string(), "c-1 (agreed), since 11 September 2026 (entry 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beginning {
    /// The contract; none where joining has led to no invitation yet.
    pub contract: Option<ContractId>,
    /// Where that contract stands.
    pub stage: Option<Stage>,
    /// The beginning.
    pub from: Cited,
}

/// How an arc was travelled. Beginnings are those travelled, and those without an end so far: under way, stalled or closed.
///
/// ```
/// use practice_cycle::evidence::Elapsed;
/// use practice_cycle::turns::{Arc, ArcReading};
/// let (day, night) = ("2026-09-11T08:00:00Z".parse()?, "2026-09-11T20:00:00Z".parse()?);
/// let (travelled, under_way, stalled, closed) = (vec![], vec![], vec![], vec![]);
/// let may_wait = Elapsed::between(day, night);
/// let arc = ArcReading { arc: Arc::ToJoining, travelled, times: None, may_wait, under_way, stalled, closed };
/// assert_eq!(arc.beginnings(), 0);
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArcReading {
    /// Which arc.
    pub arc: Arc,
    /// Each time it was travelled, in the order of invitation.
    pub travelled: Vec<Travelled>,
    /// The times it took, over all that were travelled.
    pub times: Option<Times>,
    /// How long it may wait: what the [`Parameters`] says, or the longest time that it took, if that is longer.
    pub may_wait: Elapsed,
    /// The beginnings that have waited no longer than that.
    pub under_way: Vec<Beginning>,
    /// The beginnings that have waited longer.
    pub stalled: Vec<Beginning>,
    /// The beginnings that no longer wait, because the contract was turned down, called off or otherwise closed first.
    pub closed: Vec<Beginning>,
}

impl ArcReading {
    /// How often the arc was begun.
    #[must_use]
    pub fn beginnings(&self) -> usize {
        self.travelled.len() + self.unfinished().count()
    }

    /// The beginnings without an end so far.
    pub fn unfinished(&self) -> impl Iterator<Item = &Beginning> {
        self.under_way.iter().chain(&self.stalled).chain(&self.closed)
    }
}

/// So many stalled beginnings of one arc, or so many turns, are the least from which anything is said about stalling.
/// It is a convention, and no validated cut-off.
pub const ENOUGH: usize = 2;

/// Where work stalls: of the arcs with at least [`ENOUGH`] stalled beginnings, the one where they are the largest share of those
/// travelled or stalled. What is under way is no stall, however much of it there is; nor is what was closed.
///
/// ```
/// use practice_cycle::{turns::{Arc, Stall}, code::CodeSet};
/// let stall = Stall::At(CodeSet::of(&[Arc::ToIntervening]));
/// assert_eq!(stall.to_string(), "The next step seems to be missing most often on the way from contracting to intervening.");
/// assert_eq!(serde_json::to_string(&stall)?, r#"{"at":["contracting_to_intervening"]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stall {
    /// No arc has enough stalled beginnings, and there are too few turns to say that work flows.
    NotEnoughToSay,
    /// No arc has enough stalled beginnings, and there are enough turns.
    Nowhere,
    /// The arc with the most; more than one where they have as many.
    At(CodeSet<Arc>),
}

/// The arcs, where `uninvited` is the stretch of joining that no invitation has followed, and waiting is counted up to `until`.
pub(super) fn arcs(rounds: &[Round], uninvited: Option<Cited>, until: Moment, parameters: &Parameters) -> [ArcReading; 3] {
    [Arc::ToContracting, Arc::ToIntervening, Arc::ToJoining].map(|arc| {
        let (mut travelled, mut open) = (Vec::new(), Vec::new());
        for round in rounds {
            let contract = round.contract.clone();
            match arc.ends(round) {
                (Some(from), Some(to)) => {
                    travelled.push(Travelled { contract, from, to, took: Elapsed::between(from.at, to.at) });
                }
                (Some(from), None) => open.push(Beginning { contract: Some(contract), stage: Some(round.stage), from }),
                (None, _) => {}
            }
        }
        if arc == Arc::ToContracting {
            open.extend(uninvited.map(|from| Beginning { contract: None, stage: None, from }));
        }
        let times = Times::of(travelled.iter().map(|travelled| travelled.took).collect());
        let may_wait = times.map_or(Elapsed::ZERO, |times| times.longest).max(Elapsed::days(parameters.days()));
        // Changes are noticed, and acknowledgements come, after a contract has closed too.
        let closes = |stage: Stage| arc != Arc::ToJoining && stage.is_terminal();
        let (closed, waiting): (Vec<_>, Vec<_>) = open.into_iter().partition(|begun| begun.stage.is_some_and(closes));
        let (stalled, under_way) = waiting.into_iter().partition(|begun| Elapsed::between(begun.from.at, until) > may_wait);
        ArcReading { arc, travelled, times, may_wait, under_way, stalled, closed }
    })
}

pub(super) fn stall(arcs: &[ArcReading; 3], turns: usize) -> Stall {
    let share = |arc: &ArcReading| (arc.stalled.len(), arc.stalled.len() + arc.travelled.len());
    // Of two shares, the larger by cross-multiplication: whole numbers compare alike everywhere.
    let larger = |(stalled, of): (usize, usize), (than, of_that): (usize, usize)| stalled * of_that > than * of;
    let stalling: Vec<&ArcReading> = arcs.iter().filter(|arc| arc.stalled.len() >= ENOUGH).collect();
    let most = stalling.iter().map(|arc| share(arc)).reduce(|most, next| if larger(next, most) { next } else { most });
    if let Some(most) = most {
        return Stall::At(stalling.iter().filter(|arc| !larger(most, share(arc))).map(|arc| arc.arc).collect());
    }
    if turns >= ENOUGH { Stall::Nowhere } else { Stall::NotEnoughToSay }
}
