//! A contract as it stands: judging a step and applying it.

use super::agreement::{Agreement, Origin, Party, Tabled};
use super::event::{ContractInvited, Event, Kind, ReasonCode, Request};
use super::lifecycle::Stage;
use super::refusal::Refusal;
use super::state::State;
use super::states::Invited;
use super::step::{Mark, Moved, StepContext};
use super::terms::Improper;
use crate::calendar;
use crate::code::{Code, CodeSet};
use crate::id::EntryNumber;
use crate::ledger::Repeats;
use crate::moment::Moment;
use crate::people::{Actor, Role, Side};

/// A contract: its state, and when it was in which stage.
///
/// It holds no text and no references; those stay in the entries, and are found by number.
///
/// ```
/// use practice_cycle::contracting::{Contract, ContractInvited, InvitationAccepted, Kind, Stage, StepContext};
/// use practice_cycle::{id::{ContractId, EntryNumber}, people::{Actor, Role}, space::Space};
/// let worker = Actor { seat: 1, role: Role::SocialWorker };
/// let clinician = Actor { seat: 0, role: Role::Clinician };
/// let at = "2026-04-02T09:00:00Z".parse()?;
/// let id = ContractId::new("c-1")?;
/// let invited: ContractInvited = serde_json::from_str(r#"{"contract":"c-1","space":"team_meeting"}"#)?;
///
/// let mut contract = Contract::invited(&invited, &StepContext::new(worker, at, EntryNumber::FIRST))?;
/// assert!(contract.possible(clinician, at).has(Kind::InvitationAccepted));
/// assert!(contract.why_not(Kind::InvitationAccepted, worker, at).is_err());
///
/// let accepted = InvitationAccepted { contract: id }.into();
/// let moved = contract.record(&accepted, &StepContext::new(clinician, at, EntryNumber::FIRST.next()))?;
/// assert_eq!(moved.to, Stage::Negotiating);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Contract {
    // What most refusals need stands first and together.
    stage: Stage, // Without regard to time.
    lapses: Moment,
    last: Moment,
    done: CodeSet<Kind>,
    opened: EntryNumber,
    state: State,
    pub(super) trail: Vec<Mark>, // Invariant: never empty; in the order recorded, which for steps is the order in which they occurred.
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

impl Contract {
    /// A contract as an invitation opens it. Which of the three origins it has follows from the role of whoever acts.
    ///
    /// # Errors
    /// [`Refusal::NotTheirs`] for a role that neither invites, instructs nor offers.
    pub fn invited(event: &ContractInvited, step: &StepContext) -> Result<Self, Refusal> {
        let origin = Self::origin_of(step.by.role)?;
        let state = State::Invited(Invited::new(origin, Request { space: event.space, stream: event.stream }));
        let mut contract = Self {
            stage: Stage::Invited,
            lapses: Moment::NEVER,
            last: step.at,
            done: CodeSet::none(),
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
                permitted: CodeSet::of(&[Side::Clinical, Side::SocialWork]),
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

    /// Whether a planned review is overdue as of a time. It stops nothing, and a late review cures it.
    #[must_use]
    pub fn is_review_overdue(&self, as_of: Moment) -> bool {
        let open = matches!(self.state, State::Active(_) | State::Suspended(_));
        let overdue = self.state.agreed().and_then(Agreement::review_overdue);
        open && overdue.is_some_and(|due| due < as_of)
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
    pub fn possible(&self, by: Actor, at: Moment) -> CodeSet<Kind> {
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
    pub fn judge(&self, event: &Event, step: &StepContext) -> Result<(), Refusal> {
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
    fn judge_words(&self, event: &Event, step: &StepContext) -> Result<(), Refusal> {
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
    pub fn record(&mut self, event: &Event, step: &StepContext) -> Result<Moved, Refusal> {
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
        if !self.is_permitted(kind, stage, by.role) {
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
    fn is_permitted(&self, kind: Kind, stage: Stage, role: Role) -> bool {
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
        kind.permitted_sides().has(side)
    }

    #[cold]
    fn not_theirs(&self, kind: Kind, stage: Stage, role: Role) -> Refusal {
        let one_role_of_each = Role::ALL.iter().filter(|&&role| self.is_permitted(kind, stage, role));
        Refusal::NotTheirs { asked: kind, role, permitted: one_role_of_each.map(|role| role.side()).collect() }
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

    fn judge_replacing(&self, step: &StepContext) -> Result<(), Refusal> {
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

    fn judge_ending(&self, reason: ReasonCode, step: &StepContext) -> Result<(), Refusal> {
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
    fn has_recorded(&self, event: &Event, step: &StepContext) -> bool {
        let kind = event.kind();
        let key = key(event, step);
        let same = |mark: &Mark| mark.kind == kind && mark.at == step.at && mark.seat == step.by.seat && mark.key == key;
        self.trail.iter().rev().any(same)
    }

    /// Takes a step that was judged.
    #[inline]
    pub(crate) fn apply(&mut self, event: &Event, step: &StepContext) -> Moved {
        let from = self.stage(step.at);
        let _ = self.state.advance(event, step);
        self.stage = self.state.stage();
        self.lapses = self.state.lapses();
        self.last = step.at;
        self.mark(event.kind(), key(event, step), step);
        Moved { from, to: self.stage }
    }

    #[inline]
    fn mark(&mut self, kind: Kind, key: u32, step: &StepContext) {
        self.done.insert(kind);
        let Self { stage, lapses, .. } = *self;
        self.trail.push(Mark { at: step.at, lapses, number: step.number, seat: step.by.seat, key, kind, stage });
    }
}

/// Whether a side is one of the two that contract with one another.
const fn is_of_two(side: Side) -> bool {
    Party::of(side).is_some()
}

/// What tells two steps of one kind, by one person at one instant, apart.
fn key(event: &Event, step: &StepContext) -> u32 {
    if let Event::TermsAccepted(data) = event {
        data.version
    } else if let Event::RoleFlexed(data) = event {
        (data.task as u32) << 8 | data.to as u32
    } else {
        step.other.map_or(0, |other| other.seat)
    }
}
