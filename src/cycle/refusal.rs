//! The reasons why an act cannot be recorded.

use thiserror::Error;

use super::{Act, Event, Kind};
use crate::code::{CodeSet, codes};
use crate::contracting::Stage;
use crate::declare::refusals;
use crate::id::EntryNumber;
use crate::noun::Noun;
use crate::people::Role;
use crate::permitted::Those;
use crate::refusal::{Parameter, Place, Said, Takes, Whereabouts};
use crate::{attachment, boundary, contracting, deciding, deliberating, intervening, joining, partnering, reporting};

/// Why an act cannot be recorded: `Copy`, without references or text, so that refusing costs nothing.
///
/// ```
/// use practice_cycle::{cycle::Refusal, refusal::Category};
/// let refusal = Refusal::NotOpened;
/// assert_eq!(refusal.to_string(), "the cycle is not open yet; open it first");
/// assert_eq!((refusal.code(), refusal.category()), ("cycle.not_opened", Category::Conflict));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The first entry opens the cycle.
    #[error("the cycle is not open yet; open it first")]
    NotOpened,
    /// Nothing is recorded of the time before.
    #[error("this occurred before the cycle was opened")]
    BeforeOpening,
    /// After closing, late records and closings remain.
    #[error("the cycle was closed by then; what occurred before can still be recorded, and open contracts closed")]
    AfterClosing,
    /// Nothing is recorded before it occurs; a plan belongs into terms.
    #[error("recorded before it occurred; what is planned belongs in the terms")]
    RecordedBeforeOccurred,
    /// The order of entries is the order of recording.
    #[error("recorded earlier than the entry before it")]
    RecordedBackwards,
    /// An entry with another number than the next.
    #[error("entry {found} where entry {expected} comes next")]
    OutOfNumber {
        /// The number it has.
        found: EntryNumber,
        /// The number that comes next.
        expected: EntryNumber,
    },
    /// Nobody acts in a cycle that they never entered.
    #[error("the person who acts never entered this cycle; record first who they are here")]
    UnknownActor,
    /// They had not entered yet, or had left.
    #[error("the person who acts was not in this cycle when it occurred")]
    ActorNotHere,
    /// The act refers to something that no entry made.
    #[error("no such {noun} is known here")]
    Unknown {
        /// What it refers to.
        noun: Noun,
        /// Where it refers to it.
        place: Place,
    },
    /// The act refers to something that only came about later.
    #[error("that {noun} only came about later than this occurred")]
    NotYet {
        /// What it refers to.
        noun: Noun,
        /// Where it refers to it.
        place: Place,
    },
    /// The reference belongs to something that is recorded.
    #[error("a {noun} with that reference is recorded already")]
    IdTaken {
        /// What it refers to.
        noun: Noun,
    },
    /// It is for others to do: see the [table](crate::permitted) of who may do what.
    #[error("only {permitted} can {asked}")]
    NotTheirs {
        /// What was asked.
        asked: Kind,
        /// The role in which they asked.
        role: Role,
        /// The roles it is for.
        permitted: Those,
    },
    /// Whoever acts holds roles that differ in whether they may do this.
    #[error("cannot {asked} without saying in which role: not every role that they hold permits it; name one that does")]
    WhichRole {
        /// What was asked.
        asked: Kind,
    },
    /// Nobody acts in a role that they do not hold.
    #[error("the person who acts did not hold the role of {role} when it occurred")]
    NotInThatRole {
        /// The role named.
        role: Role,
    },
    /// There is nothing that it could refer to. Only what is [possible](crate::history::History::possible_for) gives this refusal;
    /// an act that is offered names what it refers to, and is refused for that.
    #[error("cannot {asked} then: that needs {lacks}")]
    Lacking {
        /// What was asked.
        asked: Kind,
        /// What there is not.
        lacks: Lack,
    },
    /// A list too long to be meant.
    #[error("a list of more than {most} items cannot be recorded", most = MOST)]
    TooMany,
    /// Nobody is present twice at once, and nothing came of the same contract twice. What is stored is taken as it stands.
    #[error("a list names the same {noun} twice")]
    NamedTwice {
        /// What it names.
        noun: Noun,
    },
    /// A tombstone is what a redaction leaves; it cannot be offered.
    #[error("a redacted text cannot be recorded again")]
    Tombstone,
    /// Corrections depend on everything recorded since.
    #[error("a cycle alone cannot be corrected; offer this to its history")]
    HistoryDecides,
    /// See [`attachment::Refusal`].
    #[error(transparent)]
    Attachment(#[from] attachment::Refusal),
    /// See [`joining::Refusal`].
    #[error(transparent)]
    Joining(#[from] joining::Refusal),
    /// See [`boundary::Refusal`].
    #[error(transparent)]
    Boundary(#[from] boundary::Refusal),
    /// See [`contracting::Refusal`].
    #[error(transparent)]
    Contracting(#[from] contracting::Refusal),
    /// See [`intervening::Refusal`].
    #[error(transparent)]
    Intervening(#[from] intervening::Refusal),
    /// See [`deciding::Refusal`].
    #[error(transparent)]
    Deciding(#[from] deciding::Refusal),
    /// See [`deliberating::Refusal`].
    #[error(transparent)]
    Deliberating(#[from] deliberating::Refusal),
    /// See [`partnering::Refusal`].
    #[error(transparent)]
    Partnering(#[from] partnering::Refusal),
    /// See [`reporting::Refusal`].
    #[error(transparent)]
    Reporting(#[from] reporting::Refusal),
}

codes! {
    /// What an act has to refer to, where there is none: no such act is possible, whatever it says.
    ///
    /// ```
    /// use practice_cycle::{cycle::Lack, code::Code};
    /// assert_eq!(Lack::FamilyMember.label(), "somebody of the family who is here");
    /// ```
    #[non_exhaustive]
    pub enum Lack {
        Subject = "subject", "something that it can be about, as things stand";
        Contract = "contract", "a contract";
        TwoContracts = "two_contracts", "two contracts";
        ContractUnderWay = "contract_under_way", "a contract that is under way";
        ContractBegun = "contract_begun", "a contract under which work has begun";
        FamilyMember = "family_member", "somebody of the family who is here";
        Consenter = "consenter", "somebody here who can consent";
        SomebodyElse = "somebody_else", "somebody else who has entered";
        OtherSide = "other_side", "somebody on the other side who is here";
        Successor = "successor", "somebody else here on the side of a party";
        Expert = "expert", "a clinician who is here";
        Asker = "asker", "somebody here, other than a clinician, who could have asked";
        Decision = "decision", "a decision";
        Programme = "programme", "a programme";
        Discussion = "discussion", "a case discussion";
        Evidence = "evidence", "a piece of evidence: something that was said in a discussion";
        Hypothesis = "hypothesis", "a hypothesis of the question of a piece of evidence";
        TeamMember = "team_member", "somebody of the team who is here";
        Description = "description", "a description that they gave";
        Outcome = "outcome", "a contract, a decision or a plan of which an outcome could be learned";
    }
}

/// The longest list, as a number among the parameters.
const MOST: u32 = super::MAX_ITEMS as u32;

refusals! {
    NotOpened = "cycle.not_opened", Conflict;
    BeforeOpening = "cycle.before_opening", Conflict @ &["occurred_at"];
    AfterClosing = "cycle.after_closing", Conflict @ &["occurred_at"];
    RecordedBeforeOccurred = "cycle.recorded_before_occurred", Invalid @ &["occurred_at"];
    RecordedBackwards = "cycle.recorded_backwards", Conflict @ &["recorded_at"];
    OutOfNumber { found, expected } = "cycle.out_of_number", Conflict @ &["number"];
    UnknownActor = "cycle.unknown_actor", NotAllowed @ &["by"];
    ActorNotHere = "cycle.actor_not_here", NotAllowed @ &["by"];
    Unknown { noun, place } = "cycle.unknown", NotFound @ *place;
    NotYet { noun, place } = "cycle.not_yet", Conflict @ *place;
    IdTaken { noun } = "cycle.id_taken", Conflict @ Whereabouts::Subject;
    NotTheirs { asked, role, permitted } = "cycle.not_theirs", NotAllowed @ &["by"];
    WhichRole { asked } = "cycle.which_role", Invalid @ &["in_role"];
    NotInThatRole { role } = "cycle.not_in_that_role", NotAllowed @ &["in_role"];
    Lacking { asked, lacks } = "cycle.lacking", Conflict;
    TooMany = "cycle.too_many", Invalid [most: u32 = MOST] @ Whereabouts::LongList;
    NamedTwice { noun } = "cycle.named_twice", Invalid @ Whereabouts::NamedAgain;
    Tombstone = "cycle.tombstone", Invalid @ Whereabouts::Tombstone;
    HistoryDecides = "cycle.history_decides", Invalid;
    => Attachment: attachment, Joining: joining, Boundary: boundary, Contracting: contracting, Intervening: intervening,
        Deciding: deciding, Deliberating: deliberating, Partnering: partnering, Reporting: reporting;
}

impl Refusal {
    /// Whether it is refused because somebody is, or is not, here already, or because whoever reports it was not here.
    pub(crate) fn is_excused(self) -> bool {
        use attachment::Refusal::{AlreadyHere, AlreadyLeft, NotHere};
        let attends = matches!(self, Refusal::Attachment(AlreadyHere { .. } | AlreadyLeft | NotHere));
        attends || matches!(self, Refusal::ActorNotHere | Refusal::UnknownActor)
    }

    /// Which of the references of the act it is about, where it says which.
    pub(crate) fn place_mut(&mut self) -> Option<&mut Place> {
        if let Refusal::Unknown { place, .. }
        | Refusal::NotYet { place, .. }
        | Refusal::Intervening(intervening::Refusal::NotHereAs { place, .. })
        | Refusal::Deciding(deciding::Refusal::NotHereAs { place, .. })
        | Refusal::Deliberating(
            deliberating::Refusal::NotHere { place, .. } | deliberating::Refusal::AnotherQuestion { place },
        )
        | Refusal::Partnering(partnering::Refusal::NotOfFamily { place, .. }) = self
        {
            Some(place)
        } else {
            None
        }
    }

    /// Whether it may be refused only because the contract had lapsed.
    pub(crate) fn comes_of_lapsing(self) -> bool {
        use contracting::Refusal::{OutOfStep, PlannedEndPassed};
        use intervening::Refusal::{NotCovered, NotUnderWay};
        matches!(
            self,
            Refusal::Contracting(OutOfStep { stage: Stage::Lapsed, .. } | PlannedEndPassed { .. })
                | Refusal::Intervening(
                    NotCovered { stage: Some(Stage::Lapsed) } | NotUnderWay { stage: Some(Stage::Lapsed) }
                )
        )
    }

    /// The steps of the contract that are possible instead, where the state of the contract was the problem.
    #[must_use]
    pub fn possible(self) -> CodeSet<contracting::Kind> {
        use intervening::Refusal::{NotCovered, NotUnderWay};
        if let Refusal::Intervening(NotCovered { stage: Some(stage) } | NotUnderWay { stage: Some(stage) }) = self {
            return stage.steps();
        }
        if let Refusal::Contracting(refusal) = self { refusal.possible() } else { CodeSet::none() }
    }
}

/// A refusal is named in another by its code.
impl Said for Refusal {
    fn takes() -> Option<Takes> {
        Some(Takes::Refusal)
    }
    fn said(&self) -> Option<Parameter> {
        Some(Parameter::Code(self.code()))
    }
}

impl Act {
    /// Whether this is something that anybody would offer: no tombstones, no endless lists, nobody listed twice, no form of work in
    /// a stream that it does not belong to.
    pub(crate) fn is_fit_to_offer(&self) -> Result<(), Refusal> {
        let part = self.event.part();
        if part.has_tombstone() {
            return Err(Refusal::Tombstone);
        }
        if part.longest_list() > crate::cycle::MAX_ITEMS {
            return Err(Refusal::TooMany);
        }
        if let Event::Intervening(event) = &self.event {
            event.is_fit_to_offer()?;
        }
        part.named_twice().map_or(Ok(()), |noun| Err(Refusal::NamedTwice { noun }))
    }
}
