//! The arcs of the cycle: how often and how fast each of the three is travelled, and where work stalls.

use serde::Serialize;

use super::curve::Spell;
use super::{Curve, End, Parameters, Round};
use crate::code::{Code, CodeSet, codes};
use crate::contracting::Stage;
use crate::cycle::Cycle;
use crate::evidence::{Cited, Elapsed};
use crate::id::{ContractId, EntryNumber};
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
    /// The ways in which a beginning of this arc can end: the end of the arc, and those that compete with it.
    #[must_use]
    pub fn ends(self) -> CodeSet<End> {
        match self {
            // Before there is an agreement a contract can be turned down or called off, and neither lapse nor be completed.
            Arc::ToContracting => CodeSet::of(&[End::Reached, End::Declined, End::Withdrawn]),
            Arc::ToIntervening => End::ALL.iter().copied().collect(),
            // Changes are noticed, and acknowledgements come, after a contract has closed too.
            Arc::ToJoining => CodeSet::of(&[End::Reached]),
        }
    }

    /// Its beginning and its own end in a round, as far as they are recorded.
    fn of(self, round: &Round) -> (Option<Cited>, Option<Cited>) {
        match self {
            Arc::ToContracting => (round.joined, round.agreed),
            Arc::ToIntervening => (round.agreed, round.done),
            Arc::ToJoining => (round.done, round.back.first().map(|back| back.cited)),
        }
    }
}

/// A beginning of an arc that has ended, and how.
///
/// ```
/// use practice_cycle::{evidence::{Cited, Elapsed}, id::EntryNumber, turns::{End, Ended}};
/// let from = Cited { entry: EntryNumber::FIRST, at: "2026-09-11T10:00:00Z".parse()? };
/// let at = "2026-09-14T10:00:00Z".parse()?;
/// let (entry, took) = (Some(EntryNumber::FIRST.next()), Elapsed::between(from.at, at));
/// let ended = Ended { contract: "c-1".parse()?, end: End::Declined, from, at, entry, took };
/// assert_eq!(ended.to_string(), "c-1, declined on 14 September 2026 (entry 2)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Ended {
    /// The contract.
    pub contract: ContractId,
    /// How it ended.
    pub end: End,
    /// The beginning.
    pub from: Cited,
    /// When it ended.
    pub at: Moment,
    /// The entry by which it ended; none where the contract lapsed, which nobody records.
    pub entry: Option<EntryNumber>,
    /// The time between.
    pub took: Elapsed,
}

/// A beginning of an arc that has not ended.
///
/// ```
/// use practice_cycle::{contracting::Stage, evidence::Cited, id::EntryNumber, turns::Beginning};
/// let from = Cited { entry: EntryNumber::FIRST, at: "2026-09-11T10:00:00Z".parse()? };
/// let beginning = Beginning { contract: Some("c-1".parse()?), stage: Some(Stage::Agreed), from };
/// assert_eq!(beginning.to_string(), "c-1 (agreed), since 11 September 2026 (entry 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Beginning {
    /// The contract; none where joining has led to no invitation yet.
    pub contract: Option<ContractId>,
    /// Where that contract stood at the time up to which waiting is counted.
    pub stage: Option<Stage>,
    /// The beginning.
    pub from: Cited,
}

/// How an arc was travelled. Beginnings are those that ended, in whichever way, and those that are under way or stalled.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, turns::{Arc, End, Parameters, Turns}};
/// let stored = std::fs::read("examples/data/concurrent_contracts.jsonl")?;
/// let history = History::read(stored.as_slice())?;
/// let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// let arc = turns.arc(Arc::ToContracting);
/// assert_eq!((arc.beginnings(), arc.travelled().count(), arc.ended(End::Declined).count()), (4, 3, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ArcReading {
    /// Which arc.
    pub arc: Arc,
    /// Each beginning that ended, in the order of invitation.
    pub ends: Vec<Ended>,
    /// How long a beginning may wait, as the [`Parameters`] say.
    pub may_wait: Elapsed,
    /// The beginnings that have waited no longer than that.
    pub under_way: Vec<Beginning>,
    /// The beginnings that have waited longer.
    pub stalled: Vec<Beginning>,
    /// How much of what was begun has ended, and how, by the time since the beginning.
    pub curve: Curve,
}

impl ArcReading {
    /// How often the arc was begun.
    #[must_use]
    pub fn beginnings(&self) -> usize {
        self.ends.len() + self.under_way.len() + self.stalled.len()
    }

    /// The beginnings that came to the end of the arc.
    pub fn travelled(&self) -> impl Iterator<Item = &Ended> {
        self.ended(End::Reached)
    }

    /// The beginnings that ended in one way.
    pub fn ended(&self, end: End) -> impl Iterator<Item = &Ended> {
        self.ends.iter().filter(move |ended| ended.end == end)
    }

    /// The beginnings without an end so far.
    pub fn unfinished(&self) -> impl Iterator<Item = &Beginning> {
        self.under_way.iter().chain(&self.stalled)
    }

    /// Every beginning, with how long it was followed, which is up to an instant, and how it ended.
    pub(super) fn spells(&self, until: Moment) -> impl Iterator<Item = Spell> {
        spells(&self.ends, [&self.under_way, &self.stalled], until)
    }
}

fn spells<'a>(ends: &'a [Ended], open: [&'a [Beginning]; 2], until: Moment) -> impl Iterator<Item = Spell> + use<'a> {
    let followed = move |begun: &Beginning| Spell { time: Elapsed::between(begun.from.at, until), end: None };
    let ended = ends.iter().map(|ended| Spell { time: ended.took, end: Some(ended.end) });
    ended.chain(open.into_iter().flatten().map(followed))
}

/// The fewest stalled beginnings of one arc, or turns, from which anything is said about stalling.
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
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stall {
    /// No arc has enough stalled beginnings, and there are too few turns to say that work flows.
    NotEnoughToSay,
    /// No arc has enough stalled beginnings, and there are enough turns.
    Nowhere,
    /// The arc with the most; more than one where they have as many.
    At(CodeSet<Arc>),
}

/// The arcs of a cycle, where `uninvited` is the stretch of joining that no invitation has followed, each beginning followed up to
/// `until`.
pub(super) fn arcs(
    rounds: &[Round],
    uninvited: Option<Cited>,
    until: Moment,
    cycle: &Cycle,
    parameters: &Parameters,
) -> [ArcReading; 3] {
    let may_wait = Elapsed::days(parameters.days());
    [Arc::ToContracting, Arc::ToIntervening, Arc::ToJoining].map(|arc| {
        let (mut ends, mut open) = (Vec::new(), Vec::new());
        for round in rounds {
            let (Some(from), own) = arc.of(round) else { continue };
            let contract = round.contract.clone();
            let ended =
                |contract, (end, at, entry)| Ended { contract, end, from, at, entry, took: Elapsed::between(from.at, at) };
            // What occurred after the cycle was closed comes too late to be followed.
            if let Some(own) = own.filter(|own| own.at <= until) {
                ends.push(ended(contract, (End::Reached, own.at, Some(own.entry))));
                continue;
            }
            let stages = cycle.contract(&contract).map(|contract| contract.stages(until)).unwrap_or_default();
            let other = stages.iter().find_map(|entered| {
                let end = End::by(entered.stage).filter(|&end| arc.ends().has(end))?;
                Some((end, entered.at, entered.entry))
            });
            match other {
                Some(other) => ends.push(ended(contract, other)),
                None => {
                    let stage = stages.last().map(|entered| entered.stage);
                    open.push(Beginning { contract: Some(contract), stage, from });
                }
            }
        }
        if arc == Arc::ToContracting {
            open.extend(uninvited.map(|from| Beginning { contract: None, stage: None, from }));
        }
        let (stalled, under_way): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|begun| Elapsed::between(begun.from.at, until) > may_wait);
        let spells = spells(&ends, [&under_way, &stalled], until).collect();
        ArcReading { arc, ends, may_wait, under_way, stalled, curve: Curve::of(spells) }
    })
}

pub(super) fn stall(arcs: &[ArcReading; 3], turns: usize) -> Stall {
    let share = |arc: &ArcReading| (arc.stalled.len(), arc.stalled.len() + arc.travelled().count());
    // Of two shares, the larger by cross-multiplication: whole numbers compare alike everywhere.
    let larger = |(stalled, of): (usize, usize), (than, of_that): (usize, usize)| stalled * of_that > than * of;
    let stalling: Vec<&ArcReading> = arcs.iter().filter(|arc| arc.stalled.len() >= ENOUGH).collect();
    let most = stalling.iter().map(|arc| share(arc)).reduce(|most, next| if larger(next, most) { next } else { most });
    if let Some(most) = most {
        return Stall::At(stalling.iter().filter(|arc| !larger(most, share(arc))).map(|arc| arc.arc).collect());
    }
    if turns >= ENOUGH { Stall::Nowhere } else { Stall::NotEnoughToSay }
}
