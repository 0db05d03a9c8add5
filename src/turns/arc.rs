//! The three arcs of the cycle: how often and how fast each is travelled, and where work stalls.

use serde::Serialize;

use super::Round;
use crate::contracting::Stage;
use crate::evidence::{Cited, Elapsed, Times};
use crate::id::ContractId;
use crate::word::{Words, words};

words! {
    /// An arc of the cycle.
    ///
    /// ```
    /// use practice_cycle::{turns::Arc, word::Word};
    /// assert_eq!(Arc::ToIntervening.label(), "from contracting to intervening");
    /// ```
    pub enum Arc {
        ToContracting = "joining_to_contracting", "from joining to contracting";
        ToIntervening = "contracting_to_intervening", "from contracting to intervening";
        ToJoining = "intervening_to_joining", "from intervening back to joining";
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

/// How an arc was travelled. Beginnings are those travelled and those unfinished.
///
/// ```
/// use practice_cycle::turns::{Arc, ArcReading};
/// let arc = ArcReading { arc: Arc::ToJoining, travelled: vec![], unfinished: vec![], times: None };
/// assert_eq!(arc.beginnings(), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArcReading {
    /// Which arc.
    pub arc: Arc,
    /// Each time it was travelled, in the order of invitation.
    pub travelled: Vec<Travelled>,
    /// Each beginning without an end, in the same order.
    pub unfinished: Vec<Beginning>,
    /// The times it took, over all that were travelled.
    pub times: Option<Times>,
}

impl ArcReading {
    /// How often the arc was begun.
    #[must_use]
    pub fn beginnings(&self) -> usize {
        self.travelled.len() + self.unfinished.len()
    }
}

/// So many unfinished beginnings of one arc, or so many turns, are the least from which anything is said about stalling.
/// It is a convention, and no validated cut-off.
pub const ENOUGH: usize = 2;

/// Where work stalls: of the arcs with at least [`ENOUGH`] unfinished beginnings, the one with the largest share of them.
/// Invitations declined or withdrawn are no stall. How long ago something began plays no part, so work just begun counts too.
///
/// ```
/// use practice_cycle::{turns::{Arc, Stall}, word::Words};
/// let stall = Stall::At(Words::of(&[Arc::ToIntervening]));
/// assert_eq!(stall.to_string(), "Work seems to stall most on the way from contracting to intervening.");
/// assert_eq!(serde_json::to_string(&stall)?, r#"{"at":["contracting_to_intervening"]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stall {
    /// No arc has enough unfinished beginnings, and there are too few turns to say that work flows.
    NotEnoughToSay,
    /// No arc has enough unfinished beginnings, and there are enough turns.
    Nowhere,
    /// The arc with the most; more than one where they have as many.
    At(Words<Arc>),
}

pub(super) fn arcs(rounds: &[Round], uninvited: Option<Cited>) -> [ArcReading; 3] {
    let back = |round: &Round| round.back.first().map(|back| back.cited);
    let mut to_contracting = arc(Arc::ToContracting, rounds, |round| (round.joined, round.agreed));
    to_contracting.unfinished.extend(uninvited.map(|from| Beginning { contract: None, stage: None, from }));
    [
        to_contracting,
        arc(Arc::ToIntervening, rounds, |round| (round.agreed, round.done)),
        arc(Arc::ToJoining, rounds, |round| (round.done, back(round))),
    ]
}

fn arc(arc: Arc, rounds: &[Round], ends: impl Fn(&Round) -> (Option<Cited>, Option<Cited>)) -> ArcReading {
    let (mut travelled, mut unfinished) = (Vec::new(), Vec::new());
    for round in rounds {
        let contract = round.contract.clone();
        match ends(round) {
            (Some(from), Some(to)) => {
                travelled.push(Travelled { contract, from, to, took: Elapsed::between(from.at, to.at) });
            }
            (Some(from), None) => {
                unfinished.push(Beginning { contract: Some(contract), stage: Some(round.stage), from });
            }
            (None, _) => {}
        }
    }
    let times = Times::of(travelled.iter().map(|travelled| travelled.took).collect());
    ArcReading { arc, travelled, unfinished, times }
}

pub(super) fn stall(arcs: &[ArcReading; 3], turns: usize) -> Stall {
    // Not being welcomed is a normal outcome, and no stall.
    let turned_down = |beginning: &&Beginning| matches!(beginning.stage, Some(Stage::Declined | Stage::Withdrawn));
    let left_open = |arc: &ArcReading| arc.unfinished.iter().filter(|beginning| !turned_down(beginning)).count();
    let share = |arc: &ArcReading| (left_open(arc), left_open(arc) + arc.travelled.len());
    // Of two shares, the larger by cross-multiplication: whole numbers compare alike everywhere.
    let larger = |(open, of): (usize, usize), (than, of_that): (usize, usize)| open * of_that > than * of;
    let stalling: Vec<&ArcReading> = arcs.iter().filter(|arc| left_open(arc) >= ENOUGH).collect();
    let most = stalling.iter().map(|arc| share(arc)).reduce(|most, next| if larger(next, most) { next } else { most });
    if let Some(most) = most {
        return Stall::At(stalling.iter().filter(|arc| !larger(most, share(arc))).map(|arc| arc.arc).collect());
    }
    if turns >= ENOUGH { Stall::Nowhere } else { Stall::NotEnoughToSay }
}
