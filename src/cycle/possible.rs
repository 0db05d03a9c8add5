//! What somebody could do at a time, before it is known what they would say.

use serde::ser::{Serialize, Serializer};

use super::{Cycle, Kind, Lack, Reference, Refusal};
use crate::attachment;
use crate::code::{Code, CodeSet};
use crate::contracting::{self, Contract};
use crate::deciding;
use crate::deliberating;
use crate::id::{ContractId, PersonId};
use crate::intervening;
use crate::ledger::{Known, Made};
use crate::moment::Moment;
use crate::noun::Noun;
use crate::partnering;
use crate::people::{Actor, Role, Side};
use crate::permitted::{self, Asking, Permitted, Those};
use crate::refusal::Category;
use crate::reporting;
use crate::{boundary, joining};

/// Something that somebody could do at a time, and what keeps them from it, if anything does.
///
/// ```
/// use practice_cycle::contracting::{Kind, Refusal};
/// use practice_cycle::cycle::Possibility;
/// let accept = Possibility {
///     kind: Kind::TermsAccepted.into(),
///     about: None,
///     in_role: None,
///     obstacle: Some(Refusal::NothingProposed.into()),
/// };
/// assert!(!accept.is_open());
/// ```
///
/// It is written as data for a front end: an obstacle with its code, category, status and words.
///
/// ```
/// use practice_cycle::cycle::{Kind, Possibility, Refusal};
/// let kind = Kind::from_code("concern_raised").unwrap();
/// let possible = Possibility { kind, about: None, in_role: None, obstacle: Some(Refusal::ActorNotHere) };
/// assert_eq!(
///     serde_json::to_string(&possible)?,
///     r#"{"kind":"concern_raised","obstacle":{"code":"cycle.actor_not_here","category":"not_allowed","status":403,"message":"the person who acts was not in this cycle when it occurred"}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Possibility {
    /// What it is.
    pub kind: Kind,
    /// What it would be about, of what is recorded; none where it makes something new, or concerns the cycle as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Reference>,
    /// The role to be named, of somebody who holds several that differ in whether they permit it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_role: Option<Role>,
    /// What keeps them from it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_data")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<Obstacle>"))]
    pub obstacle: Option<Refusal>,
}

/// A refusal of no act in particular.
#[derive(serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Obstacle {
    code: &'static str,
    category: Category,
    status: u16,
    message: String,
}

fn as_data<S: Serializer>(obstacle: &Option<Refusal>, serializer: S) -> Result<S::Ok, S::Error> {
    let data = obstacle.map(|refusal| {
        let category = refusal.category();
        Obstacle { code: refusal.code(), category, status: category.http_status(), message: refusal.to_string() }
    });
    data.serialize(serializer)
}

impl Possibility {
    /// Whether nothing keeps them from it, as far as that does not depend on what they would say.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.obstacle.is_none()
    }
}

/// What is possible of a kind: what it would be about, by its slot, and what stands against it.
pub(crate) type Possible = (Kind, Option<u32>, Option<Role>, Option<Refusal>);

/// Whoever would act, looked up once.
#[derive(Clone, Copy)]
struct Who<'c> {
    person: &'c PersonId,
    seat: Option<u32>,
    held: CodeSet<Role>,
    at: Moment,
    known: Known<'static>,
}

impl Cycle {
    /// Everything of every kind that somebody could do at a time, or could but for an obstacle. What is not in step (a contract
    /// that cannot take the step from where it stands) is left out, unless there is nothing else to say of the kind. It is made as it is asked for; all of it takes time linear in
    /// the things that were made.
    pub(crate) fn possibilities<'c>(&'c self, person: &'c PersonId, at: Moment) -> impl Iterator<Item = Possible> + 'c {
        let known = Known::before(self.next);
        let seat = self.seat_of(person.as_str());
        let held = seat.map(|seat| self.roster.held_as_known(seat, at, known).roles).unwrap_or_default();
        let who = Who { person, seat, held, at, known };
        Kind::all().flat_map(move |kind| {
            let mut told = false;
            let noun = kind.subject_noun().filter(|_| !kind.creates_subject());
            let slots = match noun {
                None => 0..1,
                Some(Noun::Person) => 0..self.seats(),
                Some(noun) => 0..self.ledger.len(noun),
            };
            let mut possible = slots.filter_map(move |slot| self.possibility(kind, noun.map(|noun| (noun, slot)), who));
            std::iter::from_fn(move || {
                let next = possible.next();
                let none = next.is_none() && !told;
                told = true;
                // Of every kind something is said.
                next.or_else(|| {
                    none.then_some((kind, None, None, Some(Refusal::Lacking { asked: kind, lacks: Lack::Subject })))
                })
            })
        })
    }

    /// What somebody could do about a contract at a time, and what they could not, with the reason: every kind of step that
    /// is possible from where the contract stands.
    ///
    /// # Errors
    /// Where the contract or the person is not known, or the person is not in the cycle at that time.
    pub fn possible(&self, person: &PersonId, contract: &ContractId, at: Moment) -> Result<Vec<Possibility>, Refusal> {
        let known = Known::before(self.next);
        let by = self.actor_as(person, at, known)?;
        let (noun, place) = (Noun::Contract, crate::refusal::Place::default());
        let slot = self.contract_slot(contract.as_str()).ok_or(Refusal::Unknown { noun, place })?;
        let held = self.roster.held_as_known(by.seat, at, known).roles;
        let who = Who { person, seat: Some(by.seat), held, at, known };
        let about = Reference { noun, id: contract.as_str().to_owned() };
        let steps =
            contracting::Kind::ALL.iter().map(|&step| Kind::Contracting(step)).filter(|kind| !kind.creates_subject());
        let possible = steps.filter_map(|kind| self.possibility(kind, Some((noun, slot)), who));
        let whole = |(kind, _, in_role, obstacle)| Possibility { kind, about: Some(about.clone()), in_role, obstacle };
        Ok(possible.map(whole).collect())
    }

    fn possibility(&self, kind: Kind, about: Option<(Noun, u32)>, who: Who<'_>) -> Option<Possible> {
        let slot = about.map(|(_, slot)| slot);
        let made = match about {
            None | Some((Noun::Person, _)) => None,
            Some((noun, slot)) => Some(self.ledger.made(noun, slot)?),
        };
        let contract = about.filter(|(noun, _)| *noun == Noun::Contract).and_then(|(_, slot)| self.contract_in(slot));
        if let (Kind::Contracting(step), Some(contract)) = (kind, contract)
            && !contract.is_in_step(step, who.at)
        {
            return None;
        }
        // Nobody who left, and is not back, leaves.
        if let Some((Noun::Person, seat)) = about
            && self.roster.held_as_known(seat, who.at, who.known).roles.is_empty()
        {
            return None;
        }
        let (in_role, judged) = self.why_not(kind, slot, contract, made, who);
        Some((kind, slot, in_role, judged.err()))
    }

    /// The role to be named, and why not, whatever would be said.
    fn why_not(
        &self,
        kind: Kind,
        slot: Option<u32>,
        contract: Option<&Contract>,
        made: Option<Made>,
        who: Who<'_>,
    ) -> (Option<Role>, Result<(), Refusal>) {
        let Who { at, known, .. } = who;
        let early = self.judge_opening(kind, at).and_then(|()| self.judge_closing(kind, at, known));
        if let Err(refusal) = early {
            return (None, Err(refusal));
        }
        let permitted = kind.permitted();
        if let Permitted::Anybody | Permitted::Arranging(_) = permitted {
            return (None, self.why_not_arrange(kind, slot, who));
        }
        let by = match self.actor_as(who.person, at, known) {
            Err(Refusal::ActorNotHere) if super::judging::disrupts(kind) => self.actor_ever(who.person, known),
            by => by,
        };
        let by = match by {
            Ok(by) => by,
            Err(refusal) => return (None, Err(refusal)),
        };
        if let (Some(made), Some(noun)) = (made, kind.subject_noun())
            && made.at > at
        {
            return (None, Err(Refusal::NotYet { noun, place: crate::refusal::Place::SUBJECT }));
        }
        let asking = match (kind, contract) {
            (Kind::Contracting(_), Some(contract)) => contract.asking(at),
            _ => self.asking(permitted, slot, known),
        };
        let held = if who.held.is_empty() { CodeSet::none().with(by.role) } else { who.held };
        let permits = permitted.roles(asking).map_or(held, |roles| held.both(roles));
        let role = permits.iter().find(|&role| role == by.role).or_else(|| permits.iter().next()).unwrap_or(by.role);
        let in_role = (!permits.is_empty() && permits != held).then_some(role);
        let by = Actor { role, ..by };
        if let (Kind::Contracting(step), Some(contract)) = (kind, contract) {
            let judged = contract.why_not(step, by, at).map_err(Refusal::from);
            return (in_role, judged.and_then(|()| self.why_not_step(step, contract, by, who)));
        }
        if permits.is_empty() {
            let permitted = Those(permitted.roles(asking).unwrap_or_default());
            return (None, Err(Refusal::NotTheirs { asked: kind, role, permitted }));
        }
        (in_role, self.why_not_otherwise(kind, slot, by, who))
    }

    /// Why somebody could not say who is here. Somebody new can be entered where anybody can.
    fn why_not_arrange(&self, kind: Kind, slot: Option<u32>, who: Who<'_>) -> Result<(), Refusal> {
        let Who { person, seat, held, at, known } = who;
        if kind == Kind::Attachment(attachment::Kind::CycleOpened) {
            return Ok(());
        }
        let leaves = slot.map_or(Ok(()), |leaves| self.roster.judge_leaving_whole(leaves, at, known));
        if self.arranges(person, known) {
            return Ok(leaves?);
        }
        let of_themself = slot.is_some() && slot == seat;
        let by = self.says_who_is_here(person, at, at.max(self.last_recorded), of_themself, known)?;
        let may = |permitted: Permitted| permitted.roles(Asking::NOTHING).is_none_or(|roles| !by.both(roles).is_empty());
        let (allowed, permitted) = match slot {
            None => {
                (Role::ALL.iter().any(|&role| role != Role::Clinician && may(permitted::entering(role))), kind.permitted())
            }
            Some(_) => (of_themself || may(permitted::leaving()), permitted::leaving()),
        };
        let role = held.both(by).iter().next().or_else(|| by.iter().next());
        if let (false, Some(role)) = (allowed, role) {
            let permitted = Those(permitted.roles(Asking::NOTHING).unwrap_or_default());
            return Err(Refusal::NotTheirs { asked: kind, role, permitted });
        }
        Ok(leaves?)
    }

    /// Why something other than a step of a contract could not be done: what it would be about has had its day, or there is nothing to
    /// refer to.
    fn why_not_otherwise(&self, kind: Kind, slot: Option<u32>, by: Actor, who: Who<'_>) -> Result<(), Refusal> {
        let Who { at, known, .. } = who;
        match kind {
            Kind::Attachment(attachment::Kind::CycleClosed) if self.closed.is_some_and(|(_, number)| known.has(number)) => {
                return Err(attachment::Refusal::AlreadyClosed.into());
            }
            Kind::Intervening(intervening::Kind::ChangeWitnessed) => self.work.judge_witness(slot, by.seat)?,
            Kind::Intervening(asked) => self.work.why_not(asked, slot, known)?,
            Kind::Deciding(asked) => self.decisions.why_not(asked, slot, by.seat, known)?,
            Kind::Deliberating(asked) => self.deliberations.why_not(asked, slot, by.seat, at, known)?,
            Kind::Joining(joining::Kind::RuleWorkedWith) => {
                let rule = slot.and_then(|slot| self.rules.get(slot as usize));
                rule.map_or(Ok(()), |rule| rule.judge(joining::RuleStep::Kept, at, known))?;
            }
            Kind::Attachment(_)
            | Kind::Joining(_)
            | Kind::Boundary(_)
            | Kind::Reporting(_)
            | Kind::Contracting(_)
            | Kind::Partnering(_)
            | Kind::Correction(_) => {}
        }
        let lacks = match kind {
            Kind::Intervening(asked) => self.lacks_for_work(asked, who),
            Kind::Deciding(asked) => self.lacks_for_deciding(asked, who),
            Kind::Reporting(asked) => self.lacks_for_reporting(asked, at, known),
            Kind::Deliberating(asked) => self.lacks_for_deliberating(asked, at),
            Kind::Partnering(asked) => self.lacks_for_partnering(asked, by, who),
            Kind::Joining(joining::Kind::HelpAskedAgain) => {
                (!self.is_here(who, |role| role.side() == Side::Family)).then_some(Lack::FamilyMember)
            }
            Kind::Boundary(boundary::Kind::BoundaryReviewed) => {
                let mut others = (0..self.seats()).filter(|&seat| seat != by.seat);
                (!others.any(|seat| self.roster.had_entered(seat, at, known))).then_some(Lack::SomebodyElse)
            }
            Kind::Joining(_) | Kind::Boundary(_) | Kind::Attachment(_) | Kind::Contracting(_) | Kind::Correction(_) => None,
        };
        lacks.map_or(Ok(()), |lacks| Err(Refusal::Lacking { asked: kind, lacks }))
    }

    /// Why a step that the stage allows could not be taken: there is nobody to take it with.
    #[rustfmt::skip]
    fn why_not_step(&self, step: contracting::Kind, contract: &Contract, by: Actor, who: Who<'_>) -> Result<(), Refusal> {
        use contracting::Kind as Step;
        let lacks = match step {
            Step::ContractEnded => {
                let other = if by.role.side() == Side::Clinical { Side::SocialWork } else { Side::Clinical };
                (!self.is_here(who, |role| role.side() == other)).then_some(Lack::OtherSide)
            }
            Step::PartyReplaced => {
                let replaces = |seat| self.two_sided(seat, who).is_some_and(|other| contract.can_succeed(other, who.at));
                (!(0..self.seats()).any(replaces)).then_some(Lack::Successor)
            }
            Step::ContractInvited | Step::InvitationAccepted | Step::ReframeOffered | Step::ReframeAnswered
            | Step::TermsProposed | Step::TermsAccepted | Step::ContractDeclined | Step::ContractWithdrawn
            | Step::ContractPostponed | Step::ContractRestored | Step::ContractBegun | Step::ContractReviewed
            | Step::RoleFlexed | Step::ContractSuspended | Step::ContractResumed | Step::ContractCompleted
            | Step::ContractRevoked | Step::ContractRenewed => None,
        };
        lacks.map_or(Ok(()), |lacks| Err(Refusal::Lacking { asked: Kind::Contracting(step), lacks }))
    }

    #[rustfmt::skip]
    fn lacks_for_work(&self, asked: intervening::Kind, who: Who<'_>) -> Option<Lack> {
        use intervening::Kind as Work;
        let covers = || self.contracts.iter().any(|contract| contract.covers(who.at, who.known, None).is_ok());
        match asked {
            Work::InterventionCovered | Work::SessionCovered | Work::SuggestionOffered => {
                (!covers()).then_some(Lack::ContractUnderWay)
            }
            Work::FamilyHelpedToUnderstand | Work::ExplanationWithheld => {
                (!self.is_here(who, |role| role.side() == Side::Family)).then_some(Lack::FamilyMember)
            }
            Work::ConsentGiven | Work::ConsentWithdrawn => {
                (!self.is_here(who, intervening::may_consent)).then_some(Lack::Consenter)
            }
            Work::InterventionBegun | Work::InterventionClosed | Work::SessionHeld | Work::SessionCancelled
            | Work::SuggestionAnswered | Work::ConcernRaised | Work::ConcernPassedOn | Work::ChangeNoticed
            | Work::ChangeWitnessed | Work::ChangeDocumented | Work::ChangeAmplified => None,
        }
    }

    #[rustfmt::skip]
    fn lacks_for_deciding(&self, asked: deciding::Kind, who: Who<'_>) -> Option<Lack> {
        use deciding::Kind as Deciding;
        match asked {
            Deciding::RolesReconciled => (self.contracts_made(who.at).nth(1).is_none()).then_some(Lack::TwoContracts),
            Deciding::ExpertInstructed => (!self.is_here(who, deciding::is_clinician)).then_some(Lack::Expert),
            Deciding::DecisionHandedBack => (!self.is_here(who, deciding::can_ask)).then_some(Lack::Asker),
            Deciding::MilestoneReached | Deciding::FeedDeclaredComplete | Deciding::LegalStatusChanged
            | Deciding::LeadPractitionerNamed | Deciding::ThresholdDecided | Deciding::ConflictDeclared
            | Deciding::ConflictAnswered | Deciding::DutyWaived | Deciding::FeedEnded | Deciding::ReflectionHeld
            | Deciding::LivedExperienceHeard | Deciding::RequestTurnedAway | Deciding::ThresholdMoved | Deciding::ProgrammeBegun
            | Deciding::ProgrammeExtended | Deciding::ProgrammeEnded => None,
            Deciding::SpokenFor => (!self.is_made(Noun::Programme, who.at)).then_some(Lack::Programme),
            Deciding::DecisionExplained if !self.is_made(Noun::Decision, who.at) => Some(Lack::Decision),
            Deciding::DecisionExplained => {
                (!self.is_here(who, |role| role.side() == Side::Family)).then_some(Lack::FamilyMember)
            }
        }
    }

    fn lacks_for_reporting(&self, asked: reporting::Kind, at: Moment, known: Known<'_>) -> Option<Lack> {
        let mut contracts = self.contracts_made(at);
        match asked {
            reporting::Kind::OutcomeRated => {
                (!contracts.any(|contract| contract.had_begun(at, known, None))).then_some(Lack::ContractBegun)
            }
            reporting::Kind::ViewGiven => contracts.next().is_none().then_some(Lack::Contract),
            reporting::Kind::OutcomeLearned => {
                let of = contracts.next().is_some() || self.is_made(Noun::Decision, at) || self.is_made(Noun::Test, at);
                (!of).then_some(Lack::Outcome)
            }
            reporting::Kind::OutcomeFedBack => None,
            reporting::Kind::AgreementReported => None,
        }
    }

    #[rustfmt::skip]
    fn lacks_for_deliberating(&self, asked: deliberating::Kind, at: Moment) -> Option<Lack> {
        use deliberating::Kind as Act;
        let needs = |noun: Noun, lack: Lack| (!self.is_made(noun, at)).then_some(lack);
        match asked {
            Act::StatementMade | Act::HypothesisPut | Act::TestPlanned => needs(Noun::Discussion, Lack::Discussion),
            Act::EvidenceWeighed => {
                let is_made = |noun: Noun, slot: u32| self.ledger.made(noun, slot).is_some_and(|made| made.at <= at);
                needs(Noun::Statement, Lack::Evidence)
                    .or_else(|| (!self.deliberations.can_be_weighed(is_made)).then_some(Lack::Hypothesis))
            }
            Act::DisagreementRecorded => {
                let mut entered = (0..self.seats()).filter(|&seat| self.roster.had_entered(seat, at, Known::before(self.next)));
                entered.nth(1).is_none().then_some(Lack::SomebodyElse)
            }
            Act::DiscussionHeld | Act::HypothesisSetAside | Act::HypothesisKept | Act::HypothesisReshaped
            | Act::DisagreementSettled | Act::DisagreementEscalated | Act::TestReviewed | Act::StepTakenOn
            | Act::StepHandedBack | Act::StepDropped | Act::ReferralReturned | Act::WrittenAgreementMade => None,
        }
    }

    #[rustfmt::skip]
    fn lacks_for_partnering(&self, asked: partnering::Kind, by: Actor, who: Who<'_>) -> Option<Lack> {
        use partnering::Kind as Act;
        let family = || (!self.is_here(who, |role| role.side() == Side::Family)).then_some(Lack::FamilyMember);
        match asked {
            Act::FamilyMemberNamed | Act::ViewsSought | Act::ViewsMissing | Act::ViewsAwaited | Act::AssessmentShared
            | Act::CoachingHeld | Act::AmbivalenceHeard | Act::ExperienceConsidered => family(),
            Act::DescriptionPassedOn => {
                (!self.partnerships.has_described(who.seat, &self.ledger)).then_some(Lack::Description)
            }
            Act::PracticeDescribed if by.role.side() == Side::Partner => family().or_else(|| {
                (!self.is_here(who, |role| matches!(role.side(), Side::Clinical | Side::SocialWork))).then_some(Lack::TeamMember)
            }),
            Act::PracticeDescribed | Act::ViewsIncluded | Act::ValuesTalkedAbout | Act::PermanenceOptionWeighed
            | Act::TransitionSupported | Act::PlacementDisrupted => None,
        }
    }

    /// Whether something of a kind was made by a time.
    fn is_made(&self, noun: Noun, at: Moment) -> bool {
        (0..self.ledger.len(noun)).any(|slot| self.ledger.made(noun, slot).is_some_and(|made| made.at <= at))
    }

    /// The contracts that were opened by a time.
    fn contracts_made(&self, at: Moment) -> impl Iterator<Item = &Contract> {
        let made = move |slot: usize| {
            let slot = u32::try_from(slot).unwrap_or(u32::MAX);
            self.ledger.made(Noun::Contract, slot).is_some_and(|made| made.at <= at)
        };
        self.contracts.iter().enumerate().filter(move |(slot, _)| made(*slot)).map(|(_, contract)| contract)
    }

    /// Whether somebody is here in a role that fits.
    fn is_here(&self, who: Who<'_>, fits: impl Fn(Role) -> bool) -> bool {
        let held = |seat| self.roster.held_as_known(seat, who.at, who.known).roles;
        (0..self.seats()).any(|seat| held(seat).iter().any(&fits))
    }

    /// Somebody on one of the two sides that contract.
    fn two_sided(&self, seat: u32, who: Who<'_>) -> Option<Actor> {
        let held = self.roster.held_as_known(seat, who.at, who.known);
        let role = held.roles.iter().find(|role| matches!(role.side(), Side::Clinical | Side::SocialWork))?;
        Some(Actor { seat, role })
    }
}
