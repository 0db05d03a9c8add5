//! A contract: what was agreed and by whom, how it came to that, and what people say of it.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Deciding, Fact, Things};
use crate::calendar;
use crate::code::{Code, CodeSet};
use crate::contracting::{
    Agreement, Answer, ContractInvited, ContractRenewed, ContractReviewed, Draft, Duration, Event, Gap, Holder, Origin,
    Party, PartyReplaced, Prospect, ReframeAnswered, ReframeOffered, Request, RoleFlexed, Stage, StageEntered, Successor,
    TermsAccepted, TermsProposed,
};
use crate::cycle::{Cycle, Entry};
#[cfg(feature = "schemars")]
use crate::form::schema::recorded;
use crate::id::{ContractId, OutcomeId, PersonId};
use crate::moment::Moment;
use crate::people::Side;
use crate::reporting::{self, AgreementReported, OutcomeFedBack, OutcomeLearned, OutcomeRated, ViewGiven};
use crate::space::Space;

/// A contract, from its invitation on.
///
/// ```
/// use practice_cycle::overview::Contract;
/// fn goal<'a>(contract: &Contract<'a>) -> Option<&'a str> { contract.agreed.as_ref()?.terms.goal.as_ref()?.words() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewContract"))]
pub struct Contract<'a> {
    /// Its reference.
    pub contract: &'a ContractId,
    /// The stage it is in.
    pub stage: Stage,
    /// Where it came from.
    pub origin: Origin,
    /// The space and stream it is settled to take place in; none while a reframe waits, or where it was closed before anything was
    /// agreed.
    #[cfg_attr(feature = "schemars", schemars(schema_with = "recorded::part_or_null::<Request>"))]
    pub settled: Option<Request>,
    /// What was agreed, if anything was.
    pub agreed: Option<Agreed<'a>>,
    /// The version of the terms that lies on the table, if one does.
    pub on_table: Option<u32>,
    /// Whether its planned review is overdue.
    pub review_overdue: bool,
    /// The stages it went through, the last being the one it is in.
    pub stages: Vec<StageEntered>,
    /// The invitation.
    pub invited: Fact<'a, ContractInvited>,
    /// Offers of something else than was asked for, each with the answer.
    pub reframes: Vec<Reframe<'a>>,
    /// The terms, version by version.
    pub versions: Vec<Version<'a>>,
    /// The other steps that move the stage: accepted, declined, withdrawn, postponed, restored, begun, suspended, resumed, completed,
    /// ended, revoked.
    pub steps: Vec<Fact<'a, Event>>,
    /// Reviews.
    pub reviews: Vec<Fact<'a, ContractReviewed>>,
    /// Parties replaced by others.
    pub parties_replaced: Vec<Fact<'a, PartyReplaced>>,
    /// Roles taken otherwise than agreed, for once.
    pub flexed: Vec<Flexed<'a>>,
    /// The contracts it was renewed into; where there are several, all but the last came to nothing.
    pub renewed: Vec<Renewed<'a>>,
    /// Agreements about it that somebody reported: never ones that work can rest on.
    pub agreements_reported: Vec<Reported<'a>>,
    /// Ratings of the outcome, each by one person.
    pub ratings: Vec<Fact<'a, OutcomeRated>>,
    /// Views of it. Each is one person's: who may be shown one is answered by the [`reader`](crate::reader).
    pub views: Vec<Fact<'a, ViewGiven>>,
    /// What was learned of its outcome.
    pub outcomes: Vec<Fact<'a, OutcomeLearned>>,
    /// Each time one of these outcomes was told to those who had decided.
    pub outcomes_fed_back: Vec<Fact<'a, OutcomeFedBack>>,
    /// The space that the terms of now are about.
    #[serde(skip)]
    space: Space,
}

/// An agreement in words: the terms, the people, and what is planned.
///
/// ```
/// use practice_cycle::{contracting::Lead, overview::Agreed};
/// fn is_shared(agreed: &Agreed<'_>) -> bool { agreed.terms.lead == Some(Lead::Shared) }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewAgreed"))]
pub struct Agreed<'a> {
    /// The version of the terms.
    pub version: u32,
    /// The terms: goal, focus, lead, roles, notes, safeguarding.
    #[cfg_attr(feature = "schemars", schemars(schema_with = "recorded::part::<Draft>"))]
    pub terms: &'a Draft,
    /// Whoever works under it on the clinical side.
    pub clinical_party: Option<PersonId>,
    /// Whoever works under it on the social work side.
    pub social_work_party: Option<PersonId>,
    /// The parties who are no longer here on their side, while the contract is open.
    pub parties_gone: Vec<PersonId>,
    /// The last day of the work, where one is planned.
    pub planned_end: Option<NaiveDate>,
    /// The last day on which a planned review is in time, while it is open, or the review overdue.
    pub review_by: Option<NaiveDate>,
}

/// An offer of something else than was asked for, and the answer.
///
/// ```
/// use practice_cycle::overview::Reframe;
/// fn is_unanswered(reframe: &Reframe<'_>) -> bool { reframe.answered.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewReframe"))]
pub struct Reframe<'a> {
    /// The offer.
    pub offered: Fact<'a, ReframeOffered>,
    /// The answer, if there is one.
    pub answered: Option<Fact<'a, ReframeAnswered>>,
}

/// One version of the terms.
///
/// ```
/// use practice_cycle::{contracting::Gap, overview::Version};
/// fn lacks_a_goal(version: &Version<'_>) -> bool { version.gaps.has(Gap::Goal) }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewVersion"))]
pub struct Version<'a> {
    /// Which version it is, from 1 for each contract.
    pub version: u32,
    /// What is missing before anybody can accept it.
    pub gaps: CodeSet<Gap>,
    /// The terms as they were proposed.
    pub proposed: Fact<'a, TermsProposed>,
    /// Whether both sides accepted it.
    pub agreed: bool,
    /// Who accepted it.
    pub accepted: Vec<Fact<'a, TermsAccepted>>,
}

/// A role that was taken otherwise than agreed.
///
/// ```
/// use practice_cycle::overview::Flexed;
/// fn is_notable(flexed: &Flexed<'_>) -> bool { flexed.gives_away_a_decision }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewFlexed"))]
pub struct Flexed<'a> {
    /// Which, to whom, and why.
    pub fact: Fact<'a, RoleFlexed>,
    /// Whether it is reserved to those with the statutory mandate, and a clinician took it all the same, or shared it.
    pub gives_away_a_decision: bool,
}

/// A renewal of a contract into another.
///
/// ```
/// use practice_cycle::{contracting::Prospect, overview::Renewed};
/// fn waits(renewed: &Renewed<'_>) -> bool { renewed.prospect == Some(Prospect::Open) }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewRenewed"))]
pub struct Renewed<'a> {
    /// Into which.
    pub fact: Fact<'a, ContractRenewed>,
    /// What has become of that one; not known of a contract in another cycle.
    pub prospect: Option<Prospect>,
}

/// An agreement as somebody reported it.
///
/// ```
/// use practice_cycle::overview::Reported;
/// fn is_complete(reported: &Reported<'_>) -> bool { reported.gaps.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewReported"))]
pub struct Reported<'a> {
    /// What was reported.
    pub fact: Fact<'a, AgreementReported>,
    /// What its terms lack; of one that names no contract, as for a team meeting, where no family is expected.
    pub gaps: CodeSet<Gap>,
    /// Whether its terms give a statutory decision to somebody without the mandate.
    pub gives_away_a_decision: bool,
}

impl<'a> Contract<'a> {
    fn invited(entry: &'a Entry, data: &'a ContractInvited) -> Self {
        Self {
            contract: &data.contract,
            stage: Stage::Invited,
            origin: Origin::SocialWork,
            settled: None,
            agreed: None,
            on_table: None,
            review_overdue: false,
            stages: Vec::new(),
            invited: Fact::new(entry, data),
            reframes: Vec::new(),
            versions: Vec::new(),
            steps: Vec::new(),
            reviews: Vec::new(),
            parties_replaced: Vec::new(),
            flexed: Vec::new(),
            renewed: Vec::new(),
            agreements_reported: Vec::new(),
            ratings: Vec::new(),
            views: Vec::new(),
            outcomes: Vec::new(),
            outcomes_fed_back: Vec::new(),
            space: data.space,
        }
    }

    /// Whether it can still come to something, or is being worked under. One that lapsed is not open, though it can be renewed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.stage.is_terminal() && self.stage != Stage::Lapsed
    }

    fn answered(&mut self, entry: &'a Entry, data: &'a ReframeAnswered) -> Option<()> {
        let reframe = self.reframes.last_mut()?;
        reframe.answered = Some(Fact::new(entry, data));
        self.space = match &data.answer {
            Answer::Welcomed => reframe.offered.data().to.space,
            Answer::Adapted { to, .. } => to.space,
            Answer::NotWelcomed { .. } => self.invited.data().space,
        };
        Some(())
    }

    fn proposed(&mut self, entry: &'a Entry, data: &'a TermsProposed) {
        let version = self.versions.last().map_or(1, |last| last.version.saturating_add(1));
        let (gaps, proposed) = (data.terms.gaps(self.space), Fact::new(entry, data));
        self.versions.push(Version { version, gaps, proposed, agreed: false, accepted: Vec::new() });
    }

    fn accepted(&mut self, entry: &'a Entry, data: &'a TermsAccepted) -> Option<()> {
        let version = self.versions.iter_mut().rev().find(|version| version.version == data.version)?;
        version.accepted.push(Fact::new(entry, data));
        // Nobody accepts for a side that has accepted already.
        version.agreed = version.accepted.len() == Party::ALL.len();
        Some(())
    }

    fn settle(&mut self, cycle: &Cycle, as_of: Moment) -> Option<()> {
        let contract = cycle.contract(self.contract)?;
        let state = contract.state();
        self.stage = contract.latest_stage(as_of);
        self.stages = contract.stages(as_of);
        self.review_overdue = contract.is_review_overdue(as_of);
        (self.origin, self.settled) = (state.origin(), state.request());
        self.on_table = state.tabled().map(crate::contracting::Tabled::version);
        self.agreed = state.agreed().and_then(|agreement| self.agreed(agreement, cycle, as_of));
        for it in &mut self.renewed {
            if let Successor::Here(contract) = &it.fact.data().successor {
                it.prospect = cycle.contract(contract).map(|successor| Prospect::of(successor.latest_stage(as_of)));
            }
        }
        Some(())
    }

    fn agreed(&self, agreement: &Agreement, cycle: &Cycle, as_of: Moment) -> Option<Agreed<'a>> {
        let version = self.versions.iter().rev().find(|version| version.version == agreement.version())?;
        let terms: &'a Draft = &version.proposed.data().terms;
        let party = |side: Side| cycle.person(agreement.party(side)?).cloned();
        let gone = |party: &Party| {
            let seat = agreement.party(party.side())?;
            if self.is_open() && cycle.has_left(seat, *party, as_of.just_after()) {
                cycle.person(seat).cloned()
            } else {
                None
            }
        };
        let planned_end = terms.duration.and_then(|duration| match duration {
            Duration::Single(day) | Duration::Until { ends: day, .. } => Some(day),
            Duration::ReviewBy(_) => None,
        });
        let review_by = agreement.review_overdue().filter(|_| self.is_open() || self.review_overdue);
        Some(Agreed {
            version: version.version,
            terms,
            clinical_party: party(Side::Clinical),
            social_work_party: party(Side::SocialWork),
            parties_gone: Party::ALL.iter().filter_map(gone).collect(),
            planned_end,
            review_by: review_by.map(calendar::local_date),
        })
    }
}

/// What the events of contracting, and what is said of contracts, come to.
#[derive(Default)]
pub(super) struct Contracts<'a> {
    pub(super) contracts: Things<'a, ContractId, Contract<'a>>,
    /// Reports of agreements that name no contract.
    pub(super) reported: Vec<Reported<'a>>,
    /// Of which contract an outcome is.
    of_outcomes: Things<'a, OutcomeId, &'a ContractId>,
}

impl<'a> Contracts<'a> {
    pub(super) fn take(&mut self, entry: &'a Entry, event: &'a Event) -> Option<()> {
        let contracts = &mut self.contracts;
        match event {
            Event::ContractInvited(data) => contracts.add(&data.contract, Contract::invited(entry, data)),
            Event::ReframeOffered(data) => {
                let reframe = Reframe { offered: Fact::new(entry, data), answered: None };
                contracts.get_mut(&data.contract)?.reframes.push(reframe);
            }
            Event::ReframeAnswered(data) => contracts.get_mut(&data.contract)?.answered(entry, data)?,
            Event::TermsProposed(data) => contracts.get_mut(&data.contract)?.proposed(entry, data),
            Event::TermsAccepted(data) => contracts.get_mut(&data.contract)?.accepted(entry, data)?,
            Event::ContractReviewed(data) => contracts.get_mut(&data.contract)?.reviews.push(Fact::new(entry, data)),
            Event::PartyReplaced(data) => contracts.get_mut(&data.contract)?.parties_replaced.push(Fact::new(entry, data)),
            Event::RoleFlexed(data) => {
                let given = data.task.is_reserved() && matches!(data.to, Holder::Clinician | Holder::Shared);
                let flexed = Flexed { fact: Fact::new(entry, data), gives_away_a_decision: given };
                contracts.get_mut(&data.contract)?.flexed.push(flexed);
            }
            Event::ContractRenewed(data) => {
                let renewed = Renewed { fact: Fact::new(entry, data), prospect: None };
                contracts.get_mut(&data.contract)?.renewed.push(renewed);
            }
            Event::InvitationAccepted(_)
            | Event::ContractDeclined(_)
            | Event::ContractWithdrawn(_)
            | Event::ContractPostponed(_)
            | Event::ContractRestored(_)
            | Event::ContractBegun(_)
            | Event::ContractSuspended(_)
            | Event::ContractResumed(_)
            | Event::ContractCompleted(_)
            | Event::ContractEnded(_)
            | Event::ContractRevoked(_) => contracts.get_mut(event.contract())?.steps.push(Fact::new(entry, event)),
        }
        Some(())
    }

    pub(super) fn take_reporting(
        &mut self,
        entry: &'a Entry,
        event: &'a reporting::Event,
        deciding: &mut Deciding<'a>,
    ) -> Option<()> {
        use reporting::Event;
        match event {
            Event::AgreementReported(data) => {
                let contract = data.contract.as_ref().and_then(|contract| self.contracts.get_mut(contract));
                let space = contract.as_ref().map_or(Space::TeamMeeting, |contract| contract.space);
                let (fact, gaps) = (Fact::new(entry, data), data.terms.gaps(space));
                let reported = Reported { fact, gaps, gives_away_a_decision: data.terms.gives_away_a_decision() };
                contract.map_or(&mut self.reported, |contract| &mut contract.agreements_reported).push(reported);
            }
            Event::OutcomeRated(data) => self.contracts.get_mut(&data.contract)?.ratings.push(Fact::new(entry, data)),
            Event::ViewGiven(data) => self.contracts.get_mut(&data.contract)?.views.push(Fact::new(entry, data)),
            Event::OutcomeLearned(data) => match &data.contract {
                Some(contract) => {
                    self.of_outcomes.add(&data.outcome, contract);
                    self.contracts.get_mut(contract)?.outcomes.push(Fact::new(entry, data));
                }
                None => deciding.learned(entry, data),
            },
            Event::OutcomeFedBack(data) => match self.of_outcomes.get(&data.outcome) {
                Some(contract) => self.contracts.get_mut(contract)?.outcomes_fed_back.push(Fact::new(entry, data)),
                None => deciding.fed_back(entry, data)?,
            },
        }
        Some(())
    }

    pub(super) fn settle(&mut self, cycle: &Cycle, as_of: Moment) {
        for contract in self.contracts.iter_mut() {
            let settled = contract.settle(cycle, as_of);
            debug_assert!(settled.is_some(), "a contract that was invited stands in the cycle");
        }
    }
}
