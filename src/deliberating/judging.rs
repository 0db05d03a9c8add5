//! State kept from discussions, and validation of the next.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use thiserror::Error;

use super::{
    Course, DisagreementSettled, DiscussionHeld, Event, EvidenceWeighed, Kind, Settled, StatementKind, StatementMade,
    StepTakenOn, TestPlanned, TestReviewed,
};
use crate::calendar::local_date;
use crate::contracting::StepContext;
use crate::deciding::named_twice;
use crate::declare::refusals;
use crate::fingerprint::Fingerprint;
use crate::id::{DiscussionId, EntryNumber, HypothesisId, PersonId};
use crate::intervening::Setting;
use crate::ledger::{CaseMarks, Known, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::Side;
use crate::refusal::Place;

/// Why something about a case discussion is refused.
///
/// ```
/// use practice_cycle::deliberating::Refusal;
/// assert_eq!(Refusal::FactWithoutSource.to_string(), "a fact needs its source; without one, record it as what it is: an opinion, a worry, a hunch");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Whoever was there was in the cycle then.
    #[error("cannot {asked}: somebody named as present was not here at that time")]
    NotHere {
        /// What was asked.
        asked: Kind,
        /// Where they are named.
        place: Place,
    },
    /// Nobody both came and did not.
    #[error("the same person cannot be both present and absent")]
    PresentAndAbsent,
    /// A discussion takes up the question of one about the same case.
    #[error("this names something of another case")]
    AnotherCase,
    /// Evidence, hypotheses and plans are of one question.
    #[error("this hypothesis is of another question than what it is named with")]
    AnotherQuestion {
        /// Where it is named.
        place: Place,
    },
    /// Whoever states a fact, judges or alleges answers for it.
    #[error("this needs its author: {kind}; an opinion, a worry, a hunch or a strength can be said without a name")]
    NeedsItsAuthor {
        /// The kind of statement.
        kind: StatementKind,
    },
    /// Nobody speaks for another.
    #[error(
        "a statement cannot be put into another's mouth; record it as done by its author, with whoever writes as the one who records"
    )]
    AnothersMouth,
    /// Nobody takes a step on for another, or hands one back for them.
    #[error(
        "a step cannot be put on another's shoulders, or taken from them; record it as done by whoever takes it, with whoever writes as the one who records"
    )]
    AnothersStep,
    /// A discussion is held by somebody.
    #[error("a case discussion needs those who were present")]
    NobodyPresent,
    /// Whoever is a party to a disagreement does not judge it.
    #[error("a disagreement is taken to somebody who is no party to it")]
    EscalatedToParty,
    /// What has no source is no fact.
    #[error("a fact needs its source; without one, record it as what it is: an opinion, a worry, a hunch")]
    FactWithoutSource,
    /// Weighing rates something.
    #[error("cannot weigh a piece of evidence without rating it against a hypothesis")]
    NothingRated,
    /// One person rates a piece once against each hypothesis.
    #[error("one piece of evidence cannot be rated twice against the same hypothesis")]
    RatedTwice,
    /// It takes two to differ.
    #[error("a disagreement is between two people at least")]
    BetweenTwo,
    /// Plans are agreed, opinions are not.
    #[error(
        "opinions are not agreed, of what explains it, the risk or a threshold no more than of anything; agree a plan that tests them, or leave the difference open"
    )]
    OpinionsAreNotAgreed,
    /// A plan that settles a disagreement is named, and no other plan.
    #[error("name the plan that was agreed, where the disagreement was settled by one, and only there")]
    SettledByPlan,
    /// A decision that settles a disagreement is named, and no other decision.
    #[error("name the decision, where the disagreement was settled by one, and only there")]
    SettledByDecision,
    /// It is settled once.
    #[error("this disagreement is settled already")]
    AlreadySettled,
    /// A plan says what success is.
    #[error("a plan needs a sign of success: what would show that it is better, or enough")]
    NoSignOfSuccess,
    /// A plan says when it is looked at again.
    #[error("a plan that goes on needs the day on which to look again")]
    NoDayToLookAgain,
    /// The day to look again lies ahead.
    #[error("the day on which to look again cannot be before that of the plan or its review")]
    LooksAgainBefore,
    /// A plan that stops is not looked at again.
    #[error("a plan that stops has no day on which to look again")]
    StopsAndLooksAgain,
    /// A plan is agreed where it is made.
    #[error(
        "a plan is agreed by those who were present in its discussion; whoever was not there agrees when they discuss it, or takes a step on"
    )]
    AgreedByAbsent {
        /// Where they are named.
        place: Place,
    },
    /// What was stopped is over.
    #[error("this plan was stopped already")]
    TestStopped,
    /// A step is handed back, or dropped, once.
    #[error("this step was handed back or dropped already")]
    StepIsOver,
    /// Only what was handed back is taken up again.
    #[error("this step was not handed back, so that nobody can take it up again")]
    NotHandedBack,
    /// A service is on the clinical side, or a partner.
    #[error("a referral is returned by a service: a role of the clinical side, or of a partner")]
    NotAService,
    /// An agreement was shaped by somebody.
    #[error("a written agreement needs whoever shaped it")]
    NobodyShapedIt,
}

refusals! {
    NotHere { asked, place } = "deliberating.not_here", Conflict @ *place;
    PresentAndAbsent = "deliberating.present_and_absent", Invalid @ &["data.absent"];
    AnotherCase = "deliberating.another_case", Conflict @ &["data.continues", "data.case"];
    AnotherQuestion { place } = "deliberating.another_question", Conflict @ *place;
    NeedsItsAuthor { kind } = "deliberating.needs_its_author", Invalid @ &["data.author"];
    AnothersMouth = "deliberating.anothers_mouth", NotAllowed @ &["data.author"];
    AnothersStep = "deliberating.anothers_step", NotAllowed @ &["by"];
    NobodyPresent = "deliberating.nobody_present", Invalid @ &["data.present"];
    EscalatedToParty = "deliberating.escalated_to_party", Invalid @ &["data.to"];
    FactWithoutSource = "deliberating.fact_without_source", Invalid @ &["data.source"];
    NothingRated = "deliberating.nothing_rated", Invalid @ &["data.ratings"];
    RatedTwice = "deliberating.rated_twice", Invalid @ &["data.ratings"];
    BetweenTwo = "deliberating.between_two", Invalid @ &["data.between"];
    OpinionsAreNotAgreed = "deliberating.opinions_are_not_agreed", Invalid @ &["data.how"];
    SettledByPlan = "deliberating.settled_by_plan", Invalid @ &["data.test"];
    SettledByDecision = "deliberating.settled_by_decision", Invalid @ &["data.decision"];
    AlreadySettled = "deliberating.already_settled", Conflict @ &["data.disagreement"];
    NoSignOfSuccess = "deliberating.no_sign_of_success", Invalid @ &["data.better", "data.enough"];
    NoDayToLookAgain = "deliberating.no_day_to_look_again", Invalid @ &["data.look_again"];
    LooksAgainBefore = "deliberating.looks_again_before", Invalid @ &["data.look_again"];
    StopsAndLooksAgain = "deliberating.stops_and_looks_again", Invalid @ &["data.look_again"];
    AgreedByAbsent { place } = "deliberating.agreed_by_absent", Conflict @ *place;
    TestStopped = "deliberating.test_stopped", Conflict @ &["data.test"];
    StepIsOver = "deliberating.step_is_over", Conflict @ &["data.step"];
    NotHandedBack = "deliberating.not_handed_back", Conflict @ &["data.again"];
    NotAService = "deliberating.not_a_service", Invalid @ &["data.service"];
    NobodyShapedIt = "deliberating.nobody_shaped_it", Invalid @ &["data.shaped_by"];
}

/// A disagreement, by its slot.
#[derive(Debug, Clone)]
struct Difference {
    /// The seats of those who differ.
    between: Vec<u32>,
    is_of_thinking: bool,
    settled: Option<EntryNumber>,
}

/// How a step came to an end, by its slot.
#[derive(Debug, Clone, Copy, Default)]
struct Over {
    /// The seat of whoever took it.
    taken_by: u32,
    handed_back: Option<EntryNumber>,
    dropped: Option<EntryNumber>,
}

/// Discussions and what belongs to them, as far as it decides what can be recorded next. A question goes by the slot of the first
/// discussion about it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deliberations {
    discussions: Vec<u32>,
    statements: Vec<u32>,
    hypotheses: Vec<u32>,
    /// When a plan stopped, by which entry.
    plans: Vec<Option<(Moment, EntryNumber)>>,
    differences: Vec<Difference>,
    steps: Vec<Over>,
    cases: CaseMarks,
}

impl Deliberations {
    pub(crate) fn judge(
        &self,
        event: &Event,
        by: &PersonId,
        slot: Option<u32>,
        setting: &Setting<'_>,
    ) -> Result<(), Refusal> {
        let fits = |is_so: bool, refusal: Refusal| if is_so { Ok(()) } else { Err(refusal) };
        self.why_not(event.kind(), slot, setting.by.seat, setting.at, setting.known)?;
        match event {
            Event::DiscussionHeld(data) => self.judge_discussion(data, event, setting),
            Event::StatementMade(data) => judge_statement(data, by),
            Event::EvidenceWeighed(data) => self.judge_weighing(data, event, setting),
            Event::DisagreementRecorded(data) => fits(data.between.len() > 1, Refusal::BetweenTwo),
            Event::DisagreementSettled(data) => self.judge_settling(data, slot),
            Event::DisagreementEscalated(data) => {
                let to = setting.seat(&data.to);
                let is_party = self.difference(slot).zip(to).is_some_and(|(it, to)| it.between.contains(&to));
                fits(!is_party, Refusal::EscalatedToParty)
            }
            Event::TestPlanned(data) => self.judge_plan(data, event, setting),
            Event::TestReviewed(data) => self.judge_review(data, slot, setting),
            Event::StepTakenOn(data) => self.judge_step(data, by, setting),
            Event::ReferralReturned(data) => {
                fits(matches!(data.service.side(), Side::Clinical | Side::Partner), Refusal::NotAService)
            }
            Event::WrittenAgreementMade(data) => fits(!data.shaped_by.is_empty(), Refusal::NobodyShapedIt),
            Event::HypothesisPut(_)
            | Event::HypothesisSetAside(_)
            | Event::HypothesisKept(_)
            | Event::HypothesisReshaped(_)
            | Event::StepHandedBack(_)
            | Event::StepDropped(_) => Ok(()),
        }
    }

    /// Why something could not be done about what it would be about, whatever would be said.
    pub(crate) fn why_not(
        &self,
        asked: Kind,
        slot: Option<u32>,
        by: u32,
        at: Moment,
        known: Known<'_>,
    ) -> Result<(), Refusal> {
        let has = |number: Option<EntryNumber>| number.is_some_and(|number| known.has(number));
        let unless = |is_so: bool, refusal: Refusal| if is_so { Err(refusal) } else { Ok(()) };
        if asked == Kind::DisagreementSettled {
            unless(has(self.difference(slot).and_then(|it| it.settled)), Refusal::AlreadySettled)
        } else if asked == Kind::TestReviewed {
            let stopped = self.stopped(slot).filter(|&(stopped, _)| stopped <= at);
            unless(has(stopped.map(|(_, number)| number)), Refusal::TestStopped)
        } else if asked == Kind::StepHandedBack {
            let step = self.step(slot);
            unless(step.taken_by != by, Refusal::AnothersStep)?;
            unless(has(step.dropped) || has(step.handed_back), Refusal::StepIsOver)
        } else if asked == Kind::StepDropped {
            unless(has(self.step(slot).dropped), Refusal::StepIsOver)
        } else {
            Ok(())
        }
    }

    fn judge_discussion(&self, data: &DiscussionHeld, event: &Event, setting: &Setting<'_>) -> Result<(), Refusal> {
        let asked = Kind::DiscussionHeld;
        if data.present.is_empty() {
            return Err(Refusal::NobodyPresent);
        }
        let here = |person: &PersonId| !setting.held(person).is_empty();
        if let Some(missing) = data.present.iter().find(|person| !here(person)) {
            return Err(Refusal::NotHere { asked, place: Place::of(missing.as_str(), event.part()) });
        }
        if data.absent.iter().any(|person| data.present.contains(person)) {
            return Err(Refusal::PresentAndAbsent);
        }
        let earlier = data.continues.as_ref().and_then(|id| setting.ledger.find(discussion(id))?.1);
        let is_another = earlier.is_some_and(|made| self.cases.is_another(made.number, &data.case));
        if is_another { Err(Refusal::AnotherCase) } else { Ok(()) }
    }

    fn judge_weighing(&self, data: &EvidenceWeighed, event: &Event, setting: &Setting<'_>) -> Result<(), Refusal> {
        if data.ratings.is_empty() {
            return Err(Refusal::NothingRated);
        }
        let rated = || data.ratings.iter().map(|rated| &rated.hypothesis);
        if named_twice(rated()) {
            return Err(Refusal::RatedTwice);
        }
        let piece = Ref { noun: Noun::Statement, id: data.piece.as_str() };
        let question = setting.ledger.find(piece).and_then(|(slot, _)| self.statements.get(slot as usize).copied());
        self.of_one_question(question, rated(), event, setting)
    }

    fn of_one_question<'h>(
        &self,
        question: Option<u32>,
        mut hypotheses: impl Iterator<Item = &'h HypothesisId>,
        event: &Event,
        setting: &Setting<'_>,
    ) -> Result<(), Refusal> {
        let question_of = |id: &HypothesisId| {
            let slot = setting.ledger.slot(Noun::Hypothesis, id.as_str())?;
            self.hypotheses.get(slot as usize).copied()
        };
        hypotheses
            .find(|id| question_of(id) != question)
            .map_or(Ok(()), |id| Err(Refusal::AnotherQuestion { place: Place::of(id.as_str(), event.part()) }))
    }

    fn judge_settling(&self, data: &DisagreementSettled, slot: Option<u32>) -> Result<(), Refusal> {
        let thinking = self.difference(slot).is_some_and(|difference| difference.is_of_thinking);
        if thinking && data.how == Settled::Agreed {
            Err(Refusal::OpinionsAreNotAgreed)
        } else if data.test.is_some() != (data.how == Settled::PlanAgreed) {
            Err(Refusal::SettledByPlan)
        } else if data.decision.is_some() != (data.how == Settled::Decided) {
            Err(Refusal::SettledByDecision)
        } else {
            Ok(())
        }
    }

    fn judge_plan(&self, data: &TestPlanned, event: &Event, setting: &Setting<'_>) -> Result<(), Refusal> {
        if data.better.is_none() && data.enough.is_none() {
            return Err(Refusal::NoSignOfSuccess);
        }
        looks_again(data.look_again, setting.at)?;
        let question = self.question(&data.discussion, setting);
        self.of_one_question(question, data.hypotheses.iter(), event, setting)
    }

    fn judge_review(&self, data: &TestReviewed, slot: Option<u32>, setting: &Setting<'_>) -> Result<(), Refusal> {
        // What was found before the plan stopped can be recorded late; it stops once.
        let stopped = self.stopped(slot).is_some_and(|(_, number)| setting.known.has(number));
        if stopped && data.then == Course::Stop {
            return Err(Refusal::TestStopped);
        }
        match data.then {
            Course::GoOn | Course::Change => looks_again(data.look_again, setting.at),
            Course::Stop if data.look_again.is_some() => Err(Refusal::StopsAndLooksAgain),
            Course::Stop => Ok(()),
        }
    }

    fn judge_step(&self, data: &StepTakenOn, by: &PersonId, setting: &Setting<'_>) -> Result<(), Refusal> {
        if data.taken_by != *by {
            return Err(Refusal::AnothersStep);
        }
        let Some(again) = &data.again else { return Ok(()) };
        let (slot, made) = setting.ledger.find(Ref { noun: Noun::Step, id: again.as_str() }).unzip();
        let back = self.step(slot).handed_back;
        if !back.is_some_and(|number| setting.known.has(number)) {
            return Err(Refusal::NotHandedBack);
        }
        let is_another = made.flatten().is_some_and(|made| self.cases.is_another(made.number, &data.case));
        if is_another { Err(Refusal::AnotherCase) } else { Ok(()) }
    }

    /// The question of a discussion.
    fn question(&self, id: &DiscussionId, setting: &Setting<'_>) -> Option<u32> {
        let (slot, _) = setting.ledger.find(discussion(id))?;
        self.discussions.get(slot as usize).copied()
    }

    fn stopped(&self, slot: Option<u32>) -> Option<(Moment, EntryNumber)> {
        self.plans.get(slot? as usize).copied().flatten()
    }

    /// Whether there is a piece of evidence and a hypothesis of one question.
    pub(crate) fn can_be_weighed(&self, is_made: impl Fn(Noun, u32) -> bool) -> bool {
        let of = |noun: Noun, questions: &[u32]| {
            let made = (0..).zip(questions).filter(|&(slot, _)| is_made(noun, slot));
            made.map(|(_, &question)| question).collect::<BTreeSet<u32>>()
        };
        !of(Noun::Statement, &self.statements).is_disjoint(&of(Noun::Hypothesis, &self.hypotheses))
    }

    fn difference(&self, slot: Option<u32>) -> Option<&Difference> {
        self.differences.get(slot? as usize)
    }

    fn step(&self, slot: Option<u32>) -> Over {
        slot.and_then(|slot| self.steps.get(slot as usize).copied()).unwrap_or_default()
    }

    /// Notes what an entry that was judged says. `slot_of` finds what it refers to.
    pub(crate) fn note(&mut self, event: &Event, slot: u32, step: &StepContext, slot_of: impl Fn(Ref<'_>) -> Option<u32>) {
        let StepContext { at, number, .. } = *step;
        let place = slot as usize;
        let question = |of: &DiscussionId, known: &[u32]| {
            slot_of(discussion(of)).and_then(|slot| known.get(slot as usize).copied()).unwrap_or(slot)
        };
        match event {
            Event::DiscussionHeld(data) => {
                let first = data.continues.as_ref().map_or(slot, |earlier| question(earlier, &self.discussions));
                put(&mut self.discussions, place, first);
                self.cases.note(number, &data.case);
            }
            Event::StatementMade(data) => put(&mut self.statements, place, question(&data.discussion, &self.discussions)),
            Event::HypothesisPut(data) => put(&mut self.hypotheses, place, question(&data.discussion, &self.discussions)),
            Event::TestPlanned(_) => put(&mut self.plans, place, None),
            Event::TestReviewed(data) if data.then == Course::Stop => {
                self.plans.get_mut(place).into_iter().for_each(|stopped| *stopped = Some((at, number)));
            }
            Event::DisagreementRecorded(data) => {
                let seat = |person: &PersonId| slot_of(Ref { noun: Noun::Person, id: person.as_str() });
                let between = data.between.iter().filter_map(seat).collect();
                let is_of_thinking = data.on.is_of_thinking();
                put(&mut self.differences, place, Difference { between, is_of_thinking, settled: None });
            }
            Event::DisagreementSettled(_) => {
                self.differences.get_mut(place).into_iter().for_each(|it| it.settled = Some(number));
            }
            Event::StepTakenOn(data) => {
                put(&mut self.steps, place, Over { taken_by: step.by.seat, ..Over::default() });
                self.cases.note(number, &data.case);
            }
            Event::StepHandedBack(_) => {
                self.steps.get_mut(place).into_iter().for_each(|step| step.handed_back = Some(number));
            }
            Event::StepDropped(_) => self.steps.get_mut(place).into_iter().for_each(|step| step.dropped = Some(number)),
            Event::EvidenceWeighed(_)
            | Event::HypothesisSetAside(_)
            | Event::HypothesisKept(_)
            | Event::HypothesisReshaped(_)
            | Event::DisagreementEscalated(_)
            | Event::TestReviewed(_)
            | Event::ReferralReturned(_)
            | Event::WrittenAgreementMade(_) => {}
        }
    }

    /// Forgets what an entry that was taken back says.
    pub(crate) fn forget(&mut self, event: &Event, slot: Option<u32>, number: EntryNumber) {
        self.forget_case(number);
        let Some(place) = slot.map(|slot| slot as usize) else { return };
        let clear = |noted: &mut Option<EntryNumber>| *noted = noted.filter(|&noted| noted != number);
        if let Event::TestReviewed(_) = event
            && let Some(noted) = self.plans.get_mut(place)
        {
            *noted = noted.filter(|&(_, stopped)| stopped != number);
        } else if let Event::DisagreementSettled(_) = event {
            self.differences.get_mut(place).into_iter().for_each(|it| clear(&mut it.settled));
        } else if let Event::StepHandedBack(_) = event {
            self.steps.get_mut(place).into_iter().for_each(|step| clear(&mut step.handed_back));
        } else if let Event::StepDropped(_) = event {
            self.steps.get_mut(place).into_iter().for_each(|step| clear(&mut step.dropped));
        }
    }

    /// Forgets of which case an entry is, once that is redacted.
    pub(crate) fn forget_case(&mut self, number: EntryNumber) {
        self.cases.forget(number);
    }

    /// From here on, two references may be to one case without that it is known.
    pub(crate) fn forget_which_cases_are_one(&mut self) {
        self.cases.forget_which_are_one();
    }

    /// What else decides what is possible next, besides what was made.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        self.plans.iter().for_each(|stopped| to.flag(stopped.is_some()));
        self.differences.iter().for_each(|difference| to.flag(difference.settled.is_some()));
        for step in &self.steps {
            to.flag(step.handed_back.is_some());
            to.flag(step.dropped.is_some());
        }
    }
}

fn discussion(id: &DiscussionId) -> Ref<'_> {
    Ref { noun: Noun::Discussion, id: id.as_str() }
}

fn judge_statement(data: &StatementMade, by: &PersonId) -> Result<(), Refusal> {
    let kind = data.kind;
    match &data.author {
        None if kind.needs_an_author() => Err(Refusal::NeedsItsAuthor { kind }),
        Some(author) if author != by => Err(Refusal::AnothersMouth),
        Some(_) | None if kind == StatementKind::Fact && data.source.is_none() => Err(Refusal::FactWithoutSource),
        Some(_) | None => Ok(()),
    }
}

/// A plan that goes on is looked at again, on no day before this.
fn looks_again(day: Option<NaiveDate>, at: Moment) -> Result<(), Refusal> {
    match day {
        None => Err(Refusal::NoDayToLookAgain),
        Some(day) if day < local_date(at) => Err(Refusal::LooksAgainBefore),
        Some(_) => Ok(()),
    }
}
