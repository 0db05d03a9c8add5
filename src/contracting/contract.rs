//! One contract as it stands: judging a step and applying it.

use chrono::NaiveDate;

use super::agreement::{Agreement, Origin, Party, Tabled};
use super::event::{Answer, Event, Kind, ReasonCode, Request};
use super::lifecycle::Stage;
use super::refusal::Refusal;
use super::state::State;
use super::states::{Accepted, Invited};
use super::terms::Improper;
use crate::calendar;
use crate::id::EntryNumber;
use crate::ledger::Repeats;
use crate::moment::Moment;
use crate::people::{Actor, Role, Side};
use crate::word::{Word, Words};

/// Who takes a step, when, and as which entry; with whoever else the event names, looked up already.
///
/// ```
/// use practice_cycle::contracting::Step;
/// use practice_cycle::{id::EntryNumber, people::{Actor, Role}};
/// let by = Actor { seat: 1, role: Role::Manager };
/// let step = Step::new(by, "2026-04-02T09:00:00Z".parse()?, EntryNumber::FIRST);
/// assert_eq!(step.by.role, Role::Manager);
/// # Ok::<(), practice_cycle::moment::NotAMoment>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Who acts.
    pub by: Actor,
    /// When it occurred.
    pub at: Moment,
    /// The entry it is, or will be.
    pub number: EntryNumber,
    /// Whoever agreed on the other side (`ContractEnded`), or takes over (`PartyReplaced`), if they were here at the time.
    pub other: Option<Actor>,
    /// The seat of the party who is replaced (`PartyReplaced`).
    pub replaced: Option<u32>,
    /// Whether the same kind of step, by the same person at the same instant, may be another one.
    pub repeats: Repeats,
}

impl Step {
    /// A step that names nobody else.
    #[must_use]
    pub fn new(by: Actor, at: Moment, number: EntryNumber) -> Self {
        Self { by, at, number, other: None, replaced: None, repeats: Repeats::AreTheSame }
    }
}

/// The stage a step left and the one it entered. "Agreed" is no event: it is what two acceptances amount to.
///
/// ```
/// use practice_cycle::contracting::{Moved, Stage};
/// let moved = Moved { from: Stage::Agreed, to: Stage::Active };
/// assert_eq!(moved.to_string(), "agreed -> active");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moved {
    /// The stage left.
    pub from: Stage,
    /// The stage entered; the same where the step stays within it.
    pub to: Stage,
}

impl std::fmt::Display for Moved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} -> {}", self.from, self.to)
    }
}

/// A contract: its state, and when it was in which stage.
///
/// It holds no text and no references; those stay in the entries, and are found by number.
///
/// ```
/// use practice_cycle::contracting::{Contract, ContractInvited, InvitationAccepted, Kind, Stage, Step};
/// use practice_cycle::{id::{ContractId, EntryNumber}, people::{Actor, Role}, space::Space};
/// let worker = Actor { seat: 1, role: Role::SocialWorker };
/// let clinician = Actor { seat: 0, role: Role::Clinician };
/// let at = "2026-04-02T09:00:00Z".parse()?;
/// let id = ContractId::new("c-1")?;
/// let invited: ContractInvited = serde_json::from_str(r#"{"contract":"c-1","space":"team_meeting"}"#)?;
///
/// let mut contract = Contract::invited(&invited, &Step::new(worker, at, EntryNumber::FIRST))?;
/// assert!(contract.possible(clinician, at).has(Kind::InvitationAccepted));
/// assert!(contract.why_not(Kind::InvitationAccepted, worker, at).is_err());
///
/// let accepted = InvitationAccepted { contract: id }.into();
/// let moved = contract.record(&accepted, &Step::new(clinician, at, EntryNumber::FIRST.next()))?;
/// assert_eq!(moved.to, Stage::Negotiating);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Contract {
    // What most refusals need stands first and together.
    stage: Stage, // Without regard to time.
    lapses: Moment,
    last: Moment,
    done: Words<Kind>,
    opened: EntryNumber,
    state: State,
    trail: Vec<Mark>, // Invariant: never empty; in the order recorded, which for steps is the order in which they occurred.
}

impl Clone for Contract {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), trail: self.trail.clone(), ..*self }
    }

    fn clone_from(&mut self, other: &Self) {
        let mut trail = std::mem::take(&mut self.trail);
        trail.clone_from(&other.trail);
        *self = Self { state: other.state.clone(), trail, ..*other };
    }
}

/// One step taken, and the stage it led to.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: Moment,
    lapses: Moment,
    number: EntryNumber,
    seat: u32,
    key: u32,
    kind: Kind,
    stage: Stage,
}

impl Mark {
    /// Whether it had occurred by a time; where at that very instant, by an entry.
    fn is_by(&self, at: Moment, by: EntryNumber) -> bool {
        self.at < at || (self.at == at && self.number <= by)
    }

    /// The stage after this step, at a time before the next.
    fn stage_at(&self, at: Moment) -> Stage {
        if self.lapses < at { Stage::Lapsed } else { self.stage }
    }
}

impl Contract {
    /// A contract as an invitation opens it. Which of the three origins it has follows from the role of whoever acts.
    ///
    /// # Errors
    /// [`Refusal::NotTheirs`] for a role that neither invites, instructs nor offers.
    pub fn invited(event: &super::ContractInvited, step: &Step) -> Result<Self, Refusal> {
        let origin = Self::origin_of(step.by.role)?;
        let state = State::Invited(Invited::new(origin, Request { space: event.space, stream: event.stream }));
        let mut contract = Self {
            stage: Stage::Invited,
            lapses: Moment::NEVER,
            last: step.at,
            done: Words::none(),
            opened: step.number,
            state,
            trail: Vec::with_capacity(6),
        };
        contract.mark(Kind::ContractInvited, 0, step);
        Ok(contract)
    }

    pub(crate) fn origin_of(role: Role) -> Result<Origin, Refusal> {
        match role.side() {
            Side::SocialWork => Ok(Origin::SocialWork),
            Side::Clinical => Ok(Origin::CliniciansOffer),
            Side::Partner if role == Role::Court => Ok(Origin::Court),
            Side::Partner | Side::Family => Err(Refusal::NotTheirs {
                asked: Kind::ContractInvited,
                role,
                theirs: Words::of(&[Side::Clinical, Side::SocialWork]),
            }),
        }
    }

    /// The state, typed.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether a step of this kind was ever taken.
    pub(super) fn has_taken(&self, kind: Kind) -> bool {
        self.done.has(kind)
    }

    /// The entry that opened it.
    #[must_use]
    pub fn opened(&self) -> EntryNumber {
        self.opened
    }

    /// When the last step occurred.
    #[must_use]
    pub fn last_step(&self) -> Moment {
        self.last
    }

    /// Where it stands after all its steps, as of a time: lapsed if it is active and its planned end has passed. The time
    /// decides only about lapsing; where the contract stood earlier is [`stage_at`](Contract::stage_at).
    #[inline]
    #[must_use]
    pub fn stage(&self, as_of: Moment) -> Stage {
        if self.lapses < as_of { Stage::Lapsed } else { self.stage }
    }

    /// Where it stood at a time, by the steps that had occurred by then; `None` before it was opened.
    #[must_use]
    pub fn stage_at(&self, at: Moment) -> Option<Stage> {
        let mark = self.trail.iter().rfind(|mark| mark.at <= at)?;
        Some(mark.stage_at(at))
    }

    /// Where it stood at a time, by the steps up to an entry where they occurred at that very instant.
    pub(crate) fn stage_by(&self, at: Moment, by: EntryNumber) -> Option<Stage> {
        let mark = self.trail.iter().rfind(|mark| mark.is_by(at, by))?;
        Some(mark.stage_at(at))
    }

    /// What an entry did, if it was a step of this contract: the stage it left, the one it entered, and when that one lapses.
    pub(crate) fn step_of(&self, number: EntryNumber) -> Option<(Option<Stage>, Stage, Moment)> {
        let place = self.trail.iter().rposition(|mark| mark.number == number)?;
        let mark = self.trail.get(place)?;
        let before = place.checked_sub(1).and_then(|place| self.trail.get(place));
        Some((before.map(|before| before.stage_at(mark.at)), mark.stage, mark.lapses))
    }

    /// The steps that had occurred by a time, as entries and the seats of those who took them.
    pub(crate) fn steps_by(&self, at: Moment, by: EntryNumber) -> impl Iterator<Item = (EntryNumber, u32)> {
        self.trail.iter().filter(move |mark| mark.is_by(at, by)).map(|mark| (mark.number, mark.seat))
    }

    /// The step by which it first entered a stage, and when; `None` where it never did. Nothing enters
    /// [`Lapsed`](Stage::Lapsed): it is what time makes of an active contract.
    #[must_use]
    pub fn first_entered(&self, stage: Stage) -> Option<(EntryNumber, Moment)> {
        self.trail.iter().find(|mark| mark.stage == stage).map(|mark| (mark.number, mark.at))
    }

    /// Whether a planned review is overdue as of a time. It stops nothing, and a late review cures it.
    #[must_use]
    pub fn is_review_overdue(&self, as_of: Moment) -> bool {
        let open = matches!(self.state, State::Active(_) | State::Suspended(_));
        let overdue = self.state.agreed().and_then(Agreement::review_overdue);
        open && overdue.is_some_and(|due| due < as_of)
    }

    /// What work can rest on at a time, by what entries before a certain one say: only an active contract gives it. Steps at
    /// the very instant count on both sides.
    ///
    /// # Errors
    /// The stage it was in, or `None` before it was opened.
    pub(crate) fn covers(&self, at: Moment, before: EntryNumber) -> Result<(), Option<Stage>> {
        let steps = self.trail.get(..self.trail.partition_point(|mark| mark.at <= at)).unwrap_or_default();
        let mut stood = None;
        for mark in steps.iter().rev().filter(|mark| mark.number < before) {
            let stage = mark.stage_at(at);
            if stage == Stage::Active {
                return Ok(());
            }
            stood = stood.or(Some(stage));
            if mark.at < at {
                break;
            }
        }
        Err(stood)
    }

    /// Whether work had begun by a time, by what entries before a certain one say.
    pub(crate) fn had_begun(&self, at: Moment, before: EntryNumber) -> bool {
        let begun = |mark: &Mark| mark.kind == Kind::ContractBegun && mark.at <= at && mark.number < before;
        self.trail.iter().any(begun)
    }

    /// What work can rest on now; only an active contract gives it.
    ///
    /// # Errors
    /// The stage it is in instead.
    pub fn agreement(&self, as_of: Moment) -> Result<&Agreement, Stage> {
        match (&self.state, self.stage(as_of)) {
            (State::Active(active), Stage::Active) => Ok(active.agreement()),
            (_, stage) => Err(stage),
        }
    }

    /// The steps that somebody could take at a time, as far as that does not hang on what they would say.
    #[must_use]
    pub fn possible(&self, by: Actor, at: Moment) -> Words<Kind> {
        self.stage(at).steps().iter().filter(|&kind| self.why_not(kind, by, at).is_ok()).collect()
    }

    /// Why somebody could not take a step at a time, whatever they would say.
    ///
    /// # Errors
    /// The refusal they would meet.
    pub fn why_not(&self, kind: Kind, by: Actor, at: Moment) -> Result<(), Refusal> {
        self.may(kind, by, at)?;
        if kind == Kind::TermsAccepted {
            let tabled = self.state.tabled().ok_or(Refusal::NothingProposed)?;
            self.ready_to_accept(tabled, by.role.side(), at)?;
        }
        if kind == Kind::ContractRenewed && self.state.has_successor() {
            return Err(Refusal::HasSuccessor);
        }
        Ok(())
    }

    /// Whether a step can be taken.
    ///
    /// # Errors
    /// Why not. A refusal is a few bytes, and costs no allocation.
    #[inline]
    pub fn judge(&self, event: &Event, step: &Step) -> Result<(), Refusal> {
        let kind = event.kind();
        // Only what occurred by the last step can be recorded already.
        let may_repeat = step.at <= self.last && self.done.has(kind) && step.repeats == Repeats::AreTheSame;
        if may_repeat && self.has_recorded(event, step) {
            return Err(Refusal::AlreadySo { asked: kind });
        }
        self.may(kind, step.by, step.at)?;
        if kind.hangs_on_words() { self.judge_words(event, step) } else { Ok(()) }
    }

    /// Judges what the event says, for the kinds of step where that matters.
    #[inline]
    fn judge_words(&self, event: &Event, step: &Step) -> Result<(), Refusal> {
        let asked = event.kind();
        match event {
            Event::TermsProposed(data) => data.terms.is_proper().map_err(|improper| match improper {
                Improper::ReservedDecision => Refusal::ReservedDecision { asked },
                Improper::AbsurdDay => Refusal::AbsurdDay { asked },
            }),
            Event::TermsAccepted(data) => {
                let tabled = self.state.tabled().ok_or(Refusal::NothingProposed)?;
                if data.version != tabled.version() {
                    return Err(Refusal::StaleVersion { current: tabled.version() });
                }
                self.ready_to_accept(tabled, step.by.role.side(), step.at)
            }
            Event::ContractReviewed(data) if data.next_review.is_some_and(|day| !calendar::is_tellable(day)) => {
                Err(Refusal::AbsurdDay { asked })
            }
            Event::PartyReplaced(_) => self.judge_replacing(step),
            Event::ContractEnded(data) => self.judge_ending(data.reason.code(), step),
            Event::ContractRenewed(_) if self.state.has_successor() => Err(Refusal::HasSuccessor),
            Event::ContractInvited(_)
            | Event::InvitationAccepted(_)
            | Event::ReframeOffered(_)
            | Event::ReframeAnswered(_)
            | Event::ContractDeclined(_)
            | Event::ContractWithdrawn(_)
            | Event::ContractPostponed(_)
            | Event::ContractRestored(_)
            | Event::ContractBegun(_)
            | Event::ContractReviewed(_)
            | Event::RoleFlexed(_)
            | Event::ContractSuspended(_)
            | Event::ContractResumed(_)
            | Event::ContractCompleted(_)
            | Event::ContractRevoked(_)
            | Event::ContractRenewed(_) => Ok(()),
        }
    }

    /// Judges a step and takes it.
    ///
    /// # Errors
    /// Why it is refused; the contract is then as before.
    #[inline]
    pub fn record(&mut self, event: &Event, step: &Step) -> Result<Moved, Refusal> {
        self.judge(event, step)?;
        Ok(self.apply(event, step))
    }

    /// Stage, authority and order: everything that can be judged without the words of the event.
    #[inline]
    fn may(&self, kind: Kind, by: Actor, at: Moment) -> Result<(), Refusal> {
        let stage = self.stage(at);
        if !stage.steps().has(kind) {
            return Err(Refusal::OutOfStep { asked: kind, stage });
        }
        if !self.is_theirs(kind, stage, by.role) {
            return Err(self.not_theirs(kind, stage, by.role));
        }
        if at < self.last {
            return Err(Refusal::BeforePreviousStep { asked: kind });
        }
        let begins = kind == Kind::ContractBegun || kind == Kind::ContractResumed;
        if begins && self.state.agreed().and_then(Agreement::lapses).is_some_and(|end| end < at) {
            return Err(Refusal::PlannedEndPassed { asked: kind });
        }
        Ok(())
    }

    #[inline]
    fn is_theirs(&self, kind: Kind, stage: Stage, role: Role) -> bool {
        let side = role.side();
        let answers = kind == Kind::InvitationAccepted || (kind == Kind::ContractDeclined && stage == Stage::Invited);
        if answers {
            return side == self.state.origin().answered_by();
        }
        if kind == Kind::ContractWithdrawn {
            let origin = self.state.origin();
            let court = origin == Origin::Court && role == Role::Court;
            let inviting = origin != Origin::Court && side != origin.answered_by();
            return court || (is_of_two(side) && (stage != Stage::Invited || inviting));
        }
        kind.theirs().has(side)
    }

    #[cold]
    fn not_theirs(&self, kind: Kind, stage: Stage, role: Role) -> Refusal {
        let one_role_of_each = Role::ALL.iter().filter(|&&role| self.is_theirs(kind, stage, role));
        Refusal::NotTheirs { asked: kind, role, theirs: one_role_of_each.map(|role| role.side()).collect() }
    }

    /// Whether a side can accept what lies on the table.
    #[inline]
    fn ready_to_accept(&self, tabled: &Tabled, side: Side, at: Moment) -> Result<(), Refusal> {
        if tabled.accepted_by(side) {
            return Err(Refusal::AlreadySo { asked: Kind::TermsAccepted });
        }
        if !tabled.gaps().is_empty() {
            return Err(Refusal::Gaps { gaps: tabled.gaps() });
        }
        // An agreement yet to begin may be reopened; work under way cannot be amended into having ended.
        let amends = self.stage == Stage::Active;
        let ended = amends && tabled.lapses().is_some_and(|end| end < at);
        if ended { Err(Refusal::PlannedEndPassed { asked: Kind::TermsAccepted }) } else { Ok(()) }
    }

    fn judge_replacing(&self, step: &Step) -> Result<(), Refusal> {
        let agreed = self.state.agreed();
        let party_of = |side: Side| agreed.and_then(|agreement| agreement.party(side));
        let side = [Side::Clinical, Side::SocialWork].into_iter();
        let mut side = side.filter(|&side| step.replaced.is_some() && party_of(side) == step.replaced);
        let side = side.next().ok_or(Refusal::NotAParty)?;
        match step.other {
            Some(other) if other.role.side() == side && Some(other.seat) != step.replaced => Ok(()),
            Some(_) | None => Err(Refusal::NotASuccessor),
        }
    }

    fn judge_ending(&self, reason: ReasonCode, step: &Step) -> Result<(), Refusal> {
        let stage = self.stage(step.at);
        if (reason == ReasonCode::DidNotTakePlace) != (stage == Stage::Agreed) {
            return Err(Refusal::ReasonOutOfPlace { stage, reason });
        }
        match step.other {
            Some(other) if is_of_two(other.role.side()) && other.role.side() != step.by.role.side() => Ok(()),
            Some(_) | None => Err(Refusal::NotJoint),
        }
    }

    /// Whether the very same step is recorded: same kind, time and person, and what tells two such apart.
    fn has_recorded(&self, event: &Event, step: &Step) -> bool {
        let kind = event.kind();
        let key = key(event, step);
        let same = |mark: &Mark| mark.kind == kind && mark.at == step.at && mark.seat == step.by.seat && mark.key == key;
        self.trail.iter().rev().any(same)
    }

    /// Takes a step that was judged.
    #[inline]
    pub(crate) fn apply(&mut self, event: &Event, step: &Step) -> Moved {
        let from = self.stage(step.at);
        let _ = self.advance(event, step);
        self.stage = self.state.stage();
        self.lapses = self.state.lapses();
        self.last = step.at;
        self.mark(event.kind(), key(event, step), step);
        Moved { from, to: self.stage }
    }

    #[inline]
    fn mark(&mut self, kind: Kind, key: u32, step: &Step) {
        self.done.insert(kind);
        let Self { stage, lapses, .. } = *self;
        self.trail.push(Mark { at: step.at, lapses, number: step.number, seat: step.by.seat, key, kind, stage });
    }

    /// Enters the state that a step leads to; `None` where it leads to no other, as when a role flexes.
    #[inline]
    fn advance(&mut self, event: &Event, step: &Step) -> Option<()> {
        let number = step.number;
        let (party, seat) = (Party::of(step.by.role.side()), step.by.seat);
        self.state = match (event, &self.state) {
            (Event::InvitationAccepted(_), State::Invited(it)) => State::Negotiating(it.clone().accepted()),
            (Event::ReframeOffered(data), State::Invited(it)) => State::Reframed(it.clone().reframed(data.to)),
            (Event::ReframeOffered(data), State::Negotiating(it)) => State::Reframed(it.clone().reframed(data.to)),
            (Event::ReframeAnswered(data), State::Reframed(it)) => match &data.answer {
                Answer::Welcomed => State::Negotiating(it.clone().welcomed()),
                Answer::Adapted { to, .. } => State::Negotiating(it.clone().adapted(*to)),
                Answer::NotWelcomed { .. } => State::Invited(it.clone().not_welcomed()),
            },
            (Event::TermsProposed(data), State::Invited(it)) => {
                State::Negotiating(it.clone().proposed(&data.terms, number).ok()?)
            }
            (Event::TermsProposed(data), State::Negotiating(it)) => {
                State::Negotiating(it.clone().proposed(&data.terms, number).ok()?)
            }
            (Event::TermsProposed(data), State::Agreed(it)) => {
                State::Negotiating(it.clone().reopened(&data.terms, number).ok()?)
            }
            (Event::TermsProposed(data), State::Postponed(it)) => {
                State::Negotiating(it.clone().reopened(&data.terms, number).ok()?)
            }
            (Event::TermsProposed(data), State::Active(it)) => State::Active(it.clone().proposed(&data.terms, number).ok()?),
            (Event::TermsAccepted(_), State::Negotiating(it)) => match it.clone().accepted(party?, seat).ok()? {
                Accepted::Waiting(it) => State::Negotiating(it),
                Accepted::Agreed(it) => State::Agreed(it),
            },
            (Event::TermsAccepted(_), State::Active(it)) => State::Active(it.clone().accepted(party?, seat).ok()?),
            (Event::ContractPostponed(_), State::Agreed(it)) => State::Postponed(it.clone().postponed()),
            (Event::ContractRestored(_), State::Postponed(it)) => State::Agreed(it.clone().restored()),
            (Event::ContractBegun(_), State::Agreed(it)) => State::Active(it.clone().begun()),
            (Event::ContractReviewed(data), State::Active(it)) => {
                State::Active(it.clone().reviewed(overdue(data.next_review)))
            }
            (Event::ContractReviewed(data), State::Suspended(it)) => {
                State::Suspended(it.clone().reviewed(overdue(data.next_review)))
            }
            (Event::PartyReplaced(_), State::Active(it)) => {
                let successor = step.other?;
                State::Active(it.clone().party_replaced(Party::of(successor.role.side())?, successor.seat))
            }
            (Event::ContractSuspended(_), State::Active(it)) => State::Suspended(it.clone().suspended()),
            (Event::ContractResumed(_), State::Suspended(it)) => State::Active(it.clone().resumed()),
            (Event::ContractDeclined(_), state) => State::Declined(state.closed()?),
            (Event::ContractWithdrawn(_), state) => State::Withdrawn(state.closed()?),
            (Event::ContractCompleted(_), state) => State::Completed(state.closed()?),
            (Event::ContractEnded(_), state) => State::Ended(state.closed()?),
            (Event::ContractRevoked(_), state) => State::Revoked(state.closed()?),
            (Event::ContractRenewed(_), State::Active(it)) => State::Completed(it.clone().closed().renewed()),
            (Event::ContractRenewed(_), State::Declined(it)) => State::Declined(it.clone().renewed()),
            (Event::ContractRenewed(_), State::Withdrawn(it)) => State::Withdrawn(it.clone().renewed()),
            (Event::ContractRenewed(_), State::Completed(it)) => State::Completed(it.clone().renewed()),
            (Event::ContractRenewed(_), State::Ended(it)) => State::Ended(it.clone().renewed()),
            (Event::ContractRenewed(_), State::Revoked(it)) => State::Revoked(it.clone().renewed()),
            _ => return None,
        };
        Some(())
    }
}

/// Whether a side is one of the two that contract with one another.
const fn is_of_two(side: Side) -> bool {
    Party::of(side).is_some()
}

/// When a planned review is overdue.
fn overdue(next_review: Option<NaiveDate>) -> Option<Moment> {
    next_review.and_then(|day| calendar::end_of(day).ok())
}

/// What tells two steps of one kind, by one person at one instant, apart.
fn key(event: &Event, step: &Step) -> u32 {
    if let Event::TermsAccepted(data) = event {
        data.version
    } else if let Event::RoleFlexed(data) = event {
        (data.task as u32) << 8 | data.to as u32
    } else {
        step.other.map_or(0, |other| other.seat)
    }
}
