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
//! | came back | after the first thing done: a change noticed under the contract (named there, or by its session); an acknowledgement, an invitation to shape practice, or a further invitation to contract that names the contract, or such a change, as what it came of |
//!
//! An acknowledgement that names neither a contract nor a change is joining evidence, but comes back to no contract: nothing
//! recorded says that it did. Nor is a change noticed before anything was done credited to the work. A renewal is no further
//! invitation.
//!
//! **The arcs.** *Joining to contracting* runs from the beginning of the last stretch of joining before the invitation to the
//! agreement; a contract invited before any joining evidence has no beginning here. *Contracting to intervening* runs from
//! agreed to first done. *Intervening to joining* runs from first done to the first thing that came back. A beginning is
//! *unfinished* where the end has not been recorded: the work may still be under way, or the contract may have closed without
//! it, and the [`stage`](Beginning::stage) says which. A stretch of joining that no invitation has followed is an unfinished
//! beginning of the first arc.
//!
//! The reading is for reflection. Few beginnings make slow or missing ends hard to tell from recent ones, and what nobody
//! recorded cannot be counted.

mod gather;
mod telling;

use serde::Serialize;

use crate::contracting::Stage;
use crate::evidence::{Cited, Elapsed, Times};
use crate::history::View;
use crate::id::{ChangeId, ContractId, EntryNumber};
use crate::intervening::ChangeKind;
use crate::joining::Source;
use crate::moment::Moment;
use crate::space::Space;
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

words! {
    /// What came back to joining.
    ///
    /// ```
    /// use practice_cycle::{turns::Returned, word::Word};
    /// assert_eq!(Returned::Change.label(), "a change was noticed");
    /// ```
    pub enum Returned {
        Change = "change", "a change was noticed";
        Acknowledgement = "acknowledgement", "the clinician was acknowledged";
        Influence = "influence", "the clinician was invited to shape practice";
        Invitation = "invitation", "a further invitation came";
    }
}

words! {
    /// A way in which a change travelled.
    ///
    /// ```
    /// use practice_cycle::{turns::Way, word::Word};
    /// assert_eq!(Way::ALL.len(), 4);
    /// ```
    pub enum Way {
        Witnessed = "witnessed", "witnessed";
        Documented = "documented", "documented";
        Amplified = "amplified", "amplified";
        LedOn = "led_on", "led on";
    }
}

/// Something that came back to joining from work under a contract.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, turns::{Return, Returned}};
/// let at = Cited { entry: EntryNumber::FIRST, at: "2026-09-28T10:30:00Z".parse()? };
/// let back = Return { what: Returned::Change, cited: at };
/// assert_eq!(back.to_string(), "a change was noticed on 28 September 2026 (entry 1)");
/// # Ok::<(), practice_cycle::moment::NotAMoment>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Return {
    /// What it was.
    pub what: Returned,
    /// The entry.
    pub cited: Cited,
}

/// How far one contract has come round the cycle.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, space::Space};
/// use practice_cycle::{contracting::Stage, turns::Round};
/// let invited = Cited { entry: EntryNumber::FIRST, at: "2026-09-08T11:00:00Z".parse()? };
/// let (contract, space, stage) = ("c-1".parse()?, Space::TeamMeeting, Stage::Invited);
/// let round = Round { contract, space, stage, joined: None, invited, agreed: None, done: None, back: vec![] };
/// assert!(!round.is_turn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Round {
    /// The contract.
    pub contract: ContractId,
    /// The space settled on so far; the one asked for where the contract closed before anything was agreed.
    pub space: Space,
    /// Where the contract stands.
    pub stage: Stage,
    /// Where the last stretch of joining before the invitation begins, if there is one.
    pub joined: Option<Cited>,
    /// The invitation.
    pub invited: Cited,
    /// When it was first agreed.
    pub agreed: Option<Cited>,
    /// The first thing done under it.
    pub done: Option<Cited>,
    /// What came back, in the order of occurrence.
    pub back: Vec<Return>,
}

impl Round {
    /// Whether it is a whole turn of the cycle: agreed, something done, and something that came back.
    #[must_use]
    pub fn is_turn(&self) -> bool {
        self.agreed.is_some() && self.done.is_some() && !self.back.is_empty()
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

/// An invitation that arose from something earlier.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, joining::Source, turns::Link};
/// let invited = Cited { entry: EntryNumber::FIRST, at: "2026-10-13T10:15:00Z".parse()? };
/// let link = Link { contract: "c-2".parse()?, invited, arose_from: vec![Source::Contract("c-1".parse()?)], depth: 1 };
/// assert_eq!(link.to_string(), "c-2, invited on 13 October 2026 (entry 1), arose from contract c-1 (depth 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The contract invited.
    pub contract: ContractId,
    /// The invitation.
    pub invited: Cited,
    /// The contracts and changes it arose from, as recorded.
    pub arose_from: Vec<Source>,
    /// One more than the deepest contract it arose from, whether named or by a change noticed under it. An invitation that
    /// names nothing has depth 0, and so has a change noticed under no contract.
    pub depth: u32,
}

/// How far a change travelled.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, intervening::ChangeKind, turns::{Reach, Way}, word::Words};
/// let noticed = Cited { entry: EntryNumber::FIRST, at: "2026-09-28T10:30:00Z".parse()? };
/// let steps = vec![EntryNumber::FIRST.next()];
/// let (change, ways) = ("ch-1".parse()?, Words::of(&[Way::Witnessed]));
/// let reach = Reach { change, what: ChangeKind::Belief, noticed, ways, steps };
/// assert_eq!(reach.to_string(), "ch-1 (a belief), noticed on 28 September 2026 (entry 1): witnessed (entry 2)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// The change.
    pub change: ChangeId,
    /// What kind of change.
    pub what: ChangeKind,
    /// When it was noticed.
    pub noticed: Cited,
    /// The ways in which it travelled. It *led on* where an acknowledgement or an invitation, to contract or to shape practice,
    /// names it.
    pub ways: Words<Way>,
    /// The entries by which it travelled, in the order of occurrence.
    pub steps: Vec<EntryNumber>,
}

/// The turns of the cycle, with the entries they rest on. See the [module](self) for what is counted.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, turns::{Arc, Stall, Turns}};
/// let stored = std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?;
/// let history = History::read(stored.as_slice())?;
/// let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST));
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
}

impl Turns {
    /// Reads the turns from what had happened, as known at a time. The work is that of replaying the view, and of looking each
    /// entry up by its references: *n* log *n* in the number of entries.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        gather::read(view)
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

    /// The greatest depth of the chain: how often in a row one piece of work led to the next. 0 where none did.
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
