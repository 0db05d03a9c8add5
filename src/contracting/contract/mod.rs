//! A contract as it stands: judging a step and applying it.

mod position;
mod trail;
mod facts;
mod replayed;

pub(crate) use replayed::{Judge, Replayed, Stretch, Whose};
pub use trail::StageEntered;

use crate::calendar;
use crate::code::CodeSet;
use crate::contracting::agreement::{Agreement, Party};
use crate::contracting::event::{ContractInvited, Event, Kind};
use crate::contracting::lifecycle::Stage;
use crate::contracting::refusal::Refusal;
use crate::contracting::state::State;
use crate::contracting::step::{Moved, Prospect, StepContext};
use crate::contracting::terms::{Flexed, Holder};
use crate::id::EntryNumber;
use crate::ledger::Known;
use crate::moment::Moment;
use crate::people::{Actor, Role};
use crate::permitted::Asking;
use facts::Facts;
use position::{Position, may_invite};
use trail::{Mark, Trail};

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
    now: Position,
    opened: EntryNumber,
    trail: Trail,
    facts: Facts,
    /// The contracts that were ever renewed into this one, by their places.
    predecessors: Vec<u32>,
}

impl Clone for Contract {
    fn clone(&self) -> Self {
        let Self { now, opened, trail, facts, predecessors } = self;
        let predecessors = predecessors.clone();
        Self { now: now.clone(), opened: *opened, trail: trail.clone(), facts: facts.clone(), predecessors }
    }

    /// A search clones contracts into one another at every step, so the room of the trail is used again.
    fn clone_from(&mut self, other: &Self) {
        self.now.clone_from(&other.now);
        self.opened = other.opened;
        self.trail.clone_from(&other.trail);
        // Most have none, and then there is nothing to clone or to drop.
        if !(self.facts.is_empty() && other.facts.is_empty()) {
            self.facts.clone_from(&other.facts);
        }
        self.predecessors.clone_from(&other.predecessors);
    }
}

impl Contract {
    /// A contract as an invitation opens it. Which of the three origins it has follows from the role of whoever acts.
    ///
    /// # Errors
    /// [`Refusal::NotTheirs`] for a role that neither invites, instructs nor offers.
    pub fn invited(event: &ContractInvited, step: &StepContext) -> Result<Self, Refusal> {
        let now = Position::invited(event, step)?;
        let trail = Trail::of(mark(step, &now));
        Ok(Self { now, opened: step.number, trail, facts: Facts::default(), predecessors: Vec::new() })
    }

    pub(crate) fn may_invite(role: Role) -> Result<(), Refusal> {
        may_invite(role)
    }

    /// The state, typed.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.now.state
    }

    /// Whether work ever began.
    pub(super) fn has_begun(&self) -> bool {
        self.now.begun.is_some()
    }

    /// Whether a step says something that nobody would offer, though an earlier release may have stored it: a reframe to what
    /// was asked for anyway.
    pub(crate) fn is_fit_to_offer(&self, event: &Event, at: Moment) -> Result<(), Refusal> {
        if let Event::ContractRenewed(_) = event {
            // It was still to go on in another then, and came to be free for this one only later.
            let asked = event.kind();
            return if at < self.now.unlinked { Err(Refusal::BeforePreviousStep { asked }) } else { Ok(()) };
        }
        let Event::ReframeOffered(data) = event else { return Ok(()) };
        if self.state().request() == Some(data.to) { Err(Refusal::ReframesNothing) } else { Ok(()) }
    }

    /// The entry that opened it.
    #[must_use]
    pub fn opened(&self) -> EntryNumber {
        self.opened
    }

    /// When the last step occurred that led on from one stage, or from one proposal, to the next.
    #[must_use]
    pub fn last_step(&self) -> Moment {
        self.now.last
    }

    /// Where it stands after all its steps: lapsed if it is active and its planned end has passed by a time. The time decides
    /// about lapsing alone; where the contract stood earlier is [`stage_at`](Contract::stage_at).
    #[inline]
    #[must_use]
    pub fn latest_stage(&self, as_of: Moment) -> Stage {
        self.now.stage(as_of)
    }

    /// Who is asked by the invitation that opened it, and who asks, at a time.
    pub(crate) fn asking(&self, at: Moment) -> Asking {
        self.now.asking(self.now.stage(at))
    }

    /// Where it stood at a time, by the steps that had occurred by then; `None` before it was opened.
    #[must_use]
    pub fn stage_at(&self, at: Moment) -> Option<Stage> {
        self.trail.by(at).next().map(|mark| mark.stage_at(at))
    }

    /// The stages it went through by a time, from the first on, lapsing included. Linear in the number of its steps.
    ///
    /// ```
    /// use practice_cycle::contracting::{Contract, Stage};
    /// use practice_cycle::moment::Moment;
    /// fn began(contract: &Contract, as_of: Moment) -> Option<Moment> {
    ///     contract.stages(as_of).into_iter().find(|entered| entered.stage == Stage::Active).map(|entered| entered.at)
    /// }
    /// ```
    #[must_use]
    pub fn stages(&self, as_of: Moment) -> Vec<StageEntered> {
        let mut steps: Vec<&Mark> = self.trail.by(as_of).collect();
        steps.reverse();
        let mut stages: Vec<StageEntered> = Vec::new();
        let mut enter = |stage, at, entry| {
            if stages.last().is_none_or(|last| last.stage != stage) {
                stages.push(StageEntered { stage, at, entry });
            }
        };
        for (place, mark) in steps.iter().enumerate() {
            // A contract that lapsed stays lapsed through a step that renews it, until its successor is agreed.
            let stage = mark.stage_at(mark.at);
            enter(stage, mark.at, Some(mark.number));
            let until = steps.get(place + 1).map_or(as_of, |next| next.at);
            if stage != Stage::Lapsed && mark.stage_at(until) == Stage::Lapsed {
                enter(Stage::Lapsed, mark.lapses.just_after(), None);
            }
        }
        stages
    }

    /// Whether a planned review is overdue as of a time. It stops nothing, and a late review cures it.
    #[must_use]
    pub fn is_review_overdue(&self, as_of: Moment) -> bool {
        let open = matches!(self.state(), State::Active(_) | State::Suspended(_));
        let overdue = self.state().agreed().and_then(Agreement::review_overdue);
        open && overdue.is_some_and(|due| due < as_of)
    }

    /// What work can rest on now; only an active contract gives it.
    ///
    /// # Errors
    /// The stage it is in instead.
    pub fn agreement(&self, as_of: Moment) -> Result<&Agreement, Stage> {
        match (self.state(), self.latest_stage(as_of)) {
            (State::Active(active), Stage::Active) => Ok(active.agreement()),
            (_, stage) => Err(stage),
        }
    }

    /// The steps that somebody could take at a time, as far as that does not depend on what they would say.
    #[must_use]
    pub fn possible(&self, by: Actor, at: Moment) -> CodeSet<Kind> {
        self.latest_stage(at).steps().iter().filter(|&kind| self.why_not(kind, by, at).is_ok()).collect()
    }

    /// Why somebody could not take a step at a time, whatever they would say.
    ///
    /// # Errors
    /// The refusal they would meet.
    pub fn why_not(&self, kind: Kind, by: Actor, at: Moment) -> Result<(), Refusal> {
        if kind.is_within() {
            return self.may_within(kind, by, at, ALL, None);
        }
        self.now.why_not(kind, by, at)
    }

    /// Whether a kind of step is one that can be taken from where the contract stands at a time.
    pub(crate) fn is_in_step(&self, kind: Kind, at: Moment) -> bool {
        let fits = |stage: Stage| stage.steps().has(kind);
        if kind.is_within() { self.stood(at, ALL, None, fits).is_ok() } else { fits(self.latest_stage(at)) }
    }

    /// Whether somebody could come in the place of a party at a time.
    pub(crate) fn can_succeed(&self, other: Actor, at: Moment) -> bool {
        let Some(agreed) = self.now.state.agreed() else { return false };
        let party = Party::of(other.role.side());
        party.is_some_and(|party| self.facts.party(agreed, party, at, ALL) != other.seat)
    }

    /// Whether a step can be taken. What moves no stage (a review, a party replaced, a role that flexes) is judged by where the
    /// contract stood when it occurred; every other step comes after the last.
    ///
    /// # Errors
    /// Why not. A refusal is a few bytes, and costs no allocation.
    #[inline]
    pub fn judge(&self, event: &Event, step: &StepContext) -> Result<(), Refusal> {
        if event.kind().is_within() { self.judge_within(event, step, ALL, None) } else { self.now.judge(event, step) }
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

    /// Judges a fact within the agreement, by where the contract stood then as far as was known.
    pub(crate) fn judge_within(
        &self,
        event: &Event,
        step: &StepContext,
        known: Known<'_>,
        replayed: Option<&Replayed>,
    ) -> Result<(), Refusal> {
        self.may_within(event.kind(), step.by, step.at, known, replayed)?;
        if let Event::PartyReplaced(_) = event {
            return self.judge_replacing(step, known, replayed);
        }
        let absurd = |day| !calendar::is_tellable(day);
        if let Event::ContractReviewed(data) = event
            && data.next_review.is_some_and(absurd)
        {
            return Err(Refusal::AbsurdDay { asked: event.kind() });
        }
        if let Event::RoleFlexed(data) = event
            && data.task == Flexed::Lead
            && data.to == Holder::NotNeeded
        {
            return Err(Refusal::NobodyLeads);
        }
        Ok(())
    }

    /// Steps at the very instant count on both sides.
    fn may_within(
        &self,
        kind: Kind,
        by: Actor,
        at: Moment,
        known: Known<'_>,
        replayed: Option<&Replayed>,
    ) -> Result<(), Refusal> {
        let fits = |stage: Stage| stage.steps().has(kind);
        if at > self.now.last && replayed.is_none() && self.trail.is_known(known) {
            let stage = self.now.stage(at);
            return match fits(stage) {
                true => self.now.judge_authority(kind, stage, by.role),
                false => Err(Refusal::OutOfStep { asked: kind, stage }),
            };
        }
        let stage = self.stood(at, known, replayed, fits).map_err(|stage| {
            let stage = stage.unwrap_or(Stage::Invited);
            Refusal::OutOfStep { asked: kind, stage }
        })?;
        self.now.judge_authority(kind, stage, by.role)
    }

    fn judge_replacing(&self, step: &StepContext, known: Known<'_>, replayed: Option<&Replayed>) -> Result<(), Refusal> {
        // Invariant: those who agreed stay the same from when work begins on, before which nobody is replaced.
        let agreed = replayed.and_then(Replayed::now).unwrap_or(&self.now).state.agreed();
        let party_of = |party| agreed.map(|agreement| self.facts.party(agreement, party, step.at, known));
        let mut both = [Party::Clinical, Party::SocialWork].into_iter();
        let party = both.find(|&party| step.replaced.is_some() && party_of(party) == step.replaced);
        let party = party.ok_or(Refusal::NotAParty)?;
        match step.other {
            Some(other) if Party::of(other.role.side()) == Some(party) && Some(other.seat) != step.replaced => Ok(()),
            Some(_) | None => Err(Refusal::NotASuccessor),
        }
    }

    /// Takes a step that was judged.
    #[inline]
    pub(crate) fn apply(&mut self, event: &Event, step: &StepContext) -> Moved {
        let kind = event.kind();
        if kind.is_within() {
            self.facts.note(event, step);
            self.facts.set(&mut self.now, LATEST);
            let late = || self.stage_at(step.at).unwrap_or(self.now.stage);
            let stage = if step.at > self.now.last { self.now.stage(step.at) } else { late() };
            return Moved { from: stage, to: stage };
        }
        let (from, agreed_by) = (self.now.stage(step.at), self.now.agreed_by);
        self.now.apply(event, step);
        self.trail.push(mark(step, &self.now), &self.now);
        // What is agreed late may have been reviewed already.
        if self.now.agreed_by != agreed_by && !self.facts.is_empty() {
            self.set_facts();
        }
        Moved { from, to: self.now.stage(step.at) }
    }

    /// Learns of a step of its successor, and whether that is agreed by it.
    pub(crate) fn follow(&mut self, event: &Event, step: &StepContext) {
        self.now.apply(event, step);
        self.trail.push(mark(step, &self.now), &self.now);
    }

    /// The contracts that were ever renewed into this one, by their places.
    #[inline]
    pub(crate) fn predecessors(&self) -> &[u32] {
        &self.predecessors
    }

    /// Notes that another was renewed into this one.
    pub(crate) fn follows(&mut self, predecessor: u32) {
        if !self.predecessors.contains(&predecessor) {
            self.predecessors.push(predecessor);
        }
    }

    /// What it had come to as a successor by the steps before an entry, and since when.
    pub(crate) fn prospect_before(&self, number: EntryNumber, replayed: Option<&Replayed>) -> Option<(Prospect, Moment)> {
        let earlier = self.trail.marks().get(..self.trail.place(number)).unwrap_or_default().iter().rev();
        let stands = earlier.filter(|mark| !mark.taken_back).filter_map(|mark| match replayed {
            None => Some(*mark),
            Some(replayed) => replayed.mark(mark),
        });
        let mut found: Option<(Prospect, Moment)> = None;
        for mark in stands {
            let prospect = Prospect::of(mark.stage);
            match found {
                Some((later, _)) if later != prospect => break,
                _ => found = Some((prospect, mark.at)),
            }
        }
        found
    }

    /// How a renewal took effect by an entry, if one did by that: another may have taken effect before or after.
    pub(crate) fn renewal_by(&self, number: EntryNumber) -> Option<RenewedBy> {
        let mark = self.trail.step(number)?;
        let (successor, Prospect::Agreed, _) = mark.renewal? else { return None };
        // It takes effect with the first step, from the link on, by which the successor is agreed.
        let of = |mark: &&Mark| !mark.taken_back && mark.renewal.is_some_and(|(of, ..)| of == successor);
        let is_link = |mark: &Mark| mark.renewal.is_some_and(|(.., links)| links);
        let agrees = |mark: &&Mark| mark.renewal.is_some_and(|(_, prospect, _)| prospect == Prospect::Agreed);
        let mut linked = self.trail.marks().iter().filter(of).skip_while(|mark| !is_link(mark));
        linked.find(agrees).filter(|first| first.number == number)?;
        let earlier = self.trail.marks().get(..self.trail.place(number)).unwrap_or_default();
        let before = earlier.iter().rfind(|mark| !mark.taken_back)?;
        Some(RenewedBy { successor, at: mark.at, from: before.stage_at(mark.at), to: mark.stage_at(mark.at) })
    }

    /// Sets what the facts within the agreement make of it now.
    fn set_facts(&mut self) {
        self.facts.set(&mut self.now, LATEST);
    }

    /// The stage at a time that fits, by what was known; where none does, the last it then stood in. Steps at the very instant
    /// count on both sides.
    fn stood(
        &self,
        at: Moment,
        known: Known<'_>,
        replayed: Option<&Replayed>,
        fits: impl Fn(Stage) -> bool,
    ) -> Result<Stage, Option<Stage>> {
        let mut stood = None;
        for mark in self.trail.by(at).filter(|mark| known.has(mark.number)) {
            let Some(mark) = replayed.map_or(Some(*mark), |replayed| replayed.mark(mark)) else { continue };
            let stage = mark.stage_at(at);
            if fits(stage) {
                return Ok(stage);
            }
            stood = stood.or(Some(stage));
            if mark.at < at {
                break;
            }
        }
        Err(stood)
    }

    /// What work can rest on at a time, by what was known: only an active contract gives it.
    ///
    /// # Errors
    /// The stage it was in, or `None` before it was opened.
    pub(crate) fn covers(&self, at: Moment, known: Known<'_>, replayed: Option<&Replayed>) -> Result<(), Option<Stage>> {
        self.stood(at, known, replayed, Stage::is_active).map(drop)
    }

    /// The stage that fits in which it stood at a time; where none does, the last it then stood in.
    pub(crate) fn stood_at(&self, at: Moment, fits: impl Fn(Stage) -> bool) -> Result<Stage, Option<Stage>> {
        self.stood(at, ALL, None, fits)
    }

    /// Whether work had begun by a time, by what was known.
    pub(crate) fn had_begun(&self, at: Moment, known: Known<'_>, replayed: Option<&Replayed>) -> bool {
        let now = replayed.and_then(Replayed::now).unwrap_or(&self.now);
        now.begun.is_some_and(|(when, number)| when <= at && known.has(number))
    }

    /// Where it stood at a time, by the steps up to an entry where they occurred at that very instant.
    pub(crate) fn stage_by(&self, at: Moment, by: EntryNumber) -> Option<Stage> {
        let mark = self.trail.by(at).find(|mark| mark.is_by(at, by))?;
        Some(mark.stage_at(at))
    }

    /// Whether an entry is a step of its own that led on.
    pub(crate) fn has_step(&self, number: EntryNumber) -> bool {
        self.trail.step(number).is_some_and(|mark| !mark.is_of_successor())
    }

    /// What a step that led on did: the stage it left, the one it entered, and when that one lapses.
    pub(crate) fn step_of(&self, number: EntryNumber) -> Option<(Option<Stage>, Stage, Moment)> {
        let mark = self.trail.step(number)?;
        let earlier = self.trail.marks().get(..self.trail.place(number)).unwrap_or_default();
        let before = earlier.iter().rfind(|mark| !mark.taken_back);
        Some((before.map(|before| before.stage_at(mark.at)), mark.stage, mark.lapses))
    }

    /// The step of its own by which it stood as it did at a time: the last that changed its stage or its planned end. Facts within
    /// the agreement change neither, and nor do new terms until both accept them, or a link to a successor that is not agreed.
    pub(crate) fn stood_by(&self, at: Moment) -> Option<EntryNumber> {
        let mut steps = self.trail.by(at).filter(|mark| !mark.is_of_successor());
        let last = steps.next()?;
        let same = steps.take_while(|mark| (mark.stage, mark.lapses) == (last.stage, last.lapses));
        Some(same.last().unwrap_or(last).number)
    }

    /// The step by which it first entered a stage, and when; `None` where it never did. Nothing enters
    /// [`Lapsed`](Stage::Lapsed): it is what time makes of an active contract.
    #[must_use]
    pub fn first_entered(&self, stage: Stage) -> Option<(EntryNumber, Moment)> {
        let mut steps = self.trail.marks().iter().filter(|mark| !mark.taken_back);
        steps.find(|mark| mark.stage == stage).map(|mark| (mark.number, mark.at))
    }
}

/// How a renewal took effect: into the contract that an entry invited, when, and between which stages.
pub(crate) struct RenewedBy {
    pub(crate) successor: EntryNumber,
    pub(crate) at: Moment,
    pub(crate) from: Stage,
    pub(crate) to: Stage,
}

/// All that is recorded.
const ALL: Known<'_> = Known { before: EntryNumber::LAST, without: None };

/// After every fact there can be.
const LATEST: (Moment, EntryNumber) = (Moment::NEVER, EntryNumber::LAST);

/// The mark of a step that led to a position.
fn mark(step: &StepContext, to: &Position) -> Mark {
    let Position { stage, lapses, last, .. } = *to;
    let renewal = step.renewal.map(|renewal| (renewal.successor, renewal.prospect, renewal.links));
    Mark { at: last, lapses, number: step.number, seat: step.by.seat, stage, taken_back: false, renewal }
}
