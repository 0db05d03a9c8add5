//! Where a contract stands after a step, and what that makes of the next.

use crate::contracting::agreement::{Agreement, Origin, Party, Tabled};
use crate::contracting::event::{ContractInvited, Event, Kind, ReasonCode, Request};
use crate::contracting::lifecycle::Stage;
use crate::contracting::refusal::Refusal;
use crate::contracting::state::State;
use crate::contracting::states::{Invited, Successor};
use crate::contracting::step::{Prospect, Renewal, StepContext};
use crate::contracting::terms::Improper;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::people::{Actor, Role, Side};
use crate::permitted::{Asking, Those};

/// Where a contract stands after a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Position {
    // What most refusals need stands first and together.
    pub(super) stage: Stage, // Without regard to time.
    pub(super) lapses: Moment,
    pub(super) last: Moment,
    /// The step by which work began, if it ever did.
    pub(super) begun: Option<(Moment, EntryNumber)>,
    /// The step that agreed on what is agreed now.
    pub(super) agreed_by: (Moment, EntryNumber),
    /// The invitation of the contract that came to follow it, the last if several did.
    pub(super) followed: Option<EntryNumber>,
    /// When the contract that was to follow it came to nothing, the last if several did.
    pub(super) unlinked: Moment,
    pub(super) state: State,
}

impl Position {
    /// As an invitation opens it.
    pub(super) fn invited(event: &ContractInvited, step: &StepContext) -> Result<Self, Refusal> {
        may_invite(step.by.role)?;
        let origin = Origin::of(step.by.role);
        let state = State::Invited(Invited::new(origin, Request { space: event.space, stream: event.stream }));
        let agreed_by = (step.at, step.number);
        let stage = Stage::Invited;
        let (lapses, unlinked) = (Moment::NEVER, Moment::EARLIEST);
        Ok(Self { stage, lapses, last: step.at, begun: None, agreed_by, followed: None, unlinked, state })
    }

    #[inline]
    pub(super) fn stage(&self, at: Moment) -> Stage {
        if self.lapses < at { Stage::Lapsed } else { self.stage }
    }

    /// Whether a step that leads on from here can be taken.
    #[inline]
    pub(super) fn judge(&self, event: &Event, step: &StepContext) -> Result<(), Refusal> {
        let kind = event.kind();
        self.may(kind, step.by, step.at)?;
        if kind.hangs_on_words() { self.judge_words(event, step) } else { Ok(()) }
    }

    /// Takes a step that was judged, or learns of a step of its successor.
    #[inline]
    pub(super) fn apply(&mut self, event: &Event, step: &StepContext) {
        if let Some(renewal) = step.renewal.filter(|renewal| !renewal.links) {
            return self.follow(renewal);
        }
        let _ = self.state.advance(event, step);
        self.stage = self.state.stage();
        if let Event::TermsAccepted(_) = event {
            // Of what is agreed, nothing lies on the table any more.
            if self.state.tabled().is_none() {
                self.agreed_by = (step.at, step.number);
            }
        } else if let Event::ContractBegun(_) = event {
            self.begun = Some((step.at, step.number));
        }
        self.lapses = self.state.lapses();
        self.last = step.at;
        if let Event::ContractRenewed(_) = event {
            match step.renewal {
                Some(renewal) => self.follow(renewal),
                // Of what follows elsewhere nothing more is known.
                None => self.complete(),
            }
        }
    }

    /// What becomes of a renewal: it takes effect when the successor is agreed, and comes to nothing if that is declined or
    /// withdrawn.
    fn follow(&mut self, renewal: Renewal) {
        let Renewal { successor, prospect, since, .. } = renewal;
        if self.state.successor() != Some(Successor::Here(successor)) {
            return;
        }
        match prospect {
            Prospect::Open => {}
            Prospect::Nothing => {
                self.unlinked = self.unlinked.max(since);
                self.state = self.state.linked(None).unwrap_or_else(|| self.state.clone());
            }
            Prospect::Agreed if self.followed == Some(successor) => {}
            Prospect::Agreed => {
                self.followed = Some(successor);
                self.last = self.last.max(since);
                self.complete();
            }
        }
    }

    /// Completes what is open still.
    fn complete(&mut self) {
        if let State::Active(_) | State::Suspended(_) = self.state
            && let Some(closed) = self.state.closed()
        {
            self.state = State::Completed(closed);
            (self.stage, self.lapses) = (Stage::Completed, Moment::NEVER);
        }
    }

    /// The stage, and from when it has lapsed.
    pub(super) fn leads_to(&self) -> (Stage, Moment) {
        (self.stage, self.lapses)
    }

    /// The same without the facts within what was agreed.
    pub(super) fn without_facts(mut self) -> Self {
        self.state.agreed_mut().into_iter().for_each(Agreement::set_as_agreed);
        self
    }

    /// Why somebody could not take a step at a time, whatever they would say.
    pub(super) fn why_not(&self, kind: Kind, by: Actor, at: Moment) -> Result<(), Refusal> {
        self.may(kind, by, at)?;
        if kind == Kind::TermsAccepted {
            let tabled = self.state.tabled().ok_or(Refusal::NothingProposed)?;
            self.ready_to_accept(tabled, by.role.side(), at)?;
        }
        if kind == Kind::ContractRenewed && self.state.successor().is_some() {
            return Err(Refusal::HasSuccessor);
        }
        Ok(())
    }

    /// Stage, authority and order: everything that can be judged without the words of the event.
    #[inline]
    fn may(&self, kind: Kind, by: Actor, at: Moment) -> Result<(), Refusal> {
        let stage = self.stage(at);
        if at < self.last {
            return Err(Refusal::BeforePreviousStep { asked: kind });
        }
        if !stage.steps().has(kind) {
            return Err(Refusal::OutOfStep { asked: kind, stage });
        }
        self.judge_authority(kind, stage, by.role)?;
        let begins = kind == Kind::ContractBegun || kind == Kind::ContractResumed;
        if begins && self.state.agreed().and_then(Agreement::lapses).is_some_and(|end| end < at) {
            return Err(Refusal::PlannedEndPassed { asked: kind });
        }
        Ok(())
    }

    #[inline]
    pub(super) fn judge_authority(&self, kind: Kind, stage: Stage, role: Role) -> Result<(), Refusal> {
        if self.is_permitted(kind, stage, role) { Ok(()) } else { Err(self.not_theirs(kind, stage, role)) }
    }

    /// By the table of who may do what.
    #[inline]
    fn is_permitted(&self, kind: Kind, stage: Stage, role: Role) -> bool {
        kind.permitted().allows(role, self.asking(stage))
    }

    /// How the invitation that opened it stands at a stage.
    #[inline]
    pub(super) fn asking(&self, stage: Stage) -> Asking {
        self.state.origin().asking(stage != Stage::Invited)
    }

    #[cold]
    fn not_theirs(&self, kind: Kind, stage: Stage, role: Role) -> Refusal {
        let permitted = Those(kind.permitted().roles(self.asking(stage)).unwrap_or_default());
        Refusal::NotTheirs { asked: kind, role, permitted }
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
            Event::ContractEnded(data) => self.judge_ending(data.reason.code(), step),
            Event::ContractRenewed(_) if self.state.successor().is_some() => Err(Refusal::HasSuccessor),
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
            | Event::PartyReplaced(_)
            | Event::RoleFlexed(_)
            | Event::ContractSuspended(_)
            | Event::ContractResumed(_)
            | Event::ContractCompleted(_)
            | Event::ContractRevoked(_)
            | Event::ContractRenewed(_) => Ok(()),
        }
    }

    /// Whether a side can accept what lies on the table.
    #[inline]
    fn ready_to_accept(&self, tabled: &Tabled, side: Side, at: Moment) -> Result<(), Refusal> {
        if tabled.accepted_by(side) {
            return Err(Refusal::AlreadyAccepted);
        }
        if !tabled.gaps().is_empty() {
            return Err(Refusal::Gaps { gaps: tabled.gaps() });
        }
        // An agreement yet to begin may be reopened; work under way cannot be amended into having ended.
        let amends = self.stage == Stage::Active;
        let ended = amends && tabled.lapses().is_some_and(|end| end < at);
        if ended { Err(Refusal::PlannedEndPassed { asked: Kind::TermsAccepted }) } else { Ok(()) }
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
}

/// Whether somebody in a role may open a contract.
pub(super) fn may_invite(role: Role) -> Result<(), Refusal> {
    let asked = Kind::ContractInvited;
    let permitted = asked.permitted();
    if permitted.allows(role, Asking::NOTHING) {
        return Ok(());
    }
    Err(Refusal::NotTheirs { asked, role, permitted: Those(permitted.roles(Asking::NOTHING).unwrap_or_default()) })
}

/// Whether a side is one of the two that contract with one another.
const fn is_of_two(side: Side) -> bool {
    Party::of(side).is_some()
}
