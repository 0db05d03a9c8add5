//! The rules of local practice, each ruled on from what its page says.

use super::row::{
    Answers, Asks, By, Closing, Duty, Earlier, OMIT_DELAY, Opened, Opens, Row, SWAP, of_cycle, one, weeks, working_days,
};
use super::seen::Seen;
use crate::attachment::{PersonEntered, PersonLeft};
use crate::boundary::{Basis, BoundaryObserved, BoundaryReviewed, Indicator, Sighting, Sign, Verdict};
use crate::calendar::Period;
use crate::contracting::{ContractBegun, ContractResumed, ContractReviewed, PartyReplaced, Stage, TermsAccepted};
use crate::cycle::Event;
use crate::deciding::{
    ConflictAnswered, ConflictDeclared, LegalStatusChanged, Milestone, MilestoneReached, RolesReconciled,
};
use crate::id::{EntryNumber, PersonId, SessionId};
use crate::intervening::{
    ConcernPassedOn, ConcernRaised, Cover, FamilyHelpedToUnderstand, InterventionBegun, SessionCancelled, SessionHeld,
    Uncovered,
};
use crate::people::{Role, Side};

const EXPLAINS: &str = "helping the family to understand again (`family_helped_to_understand`)";
const REPLACES: &str = "putting somebody in the place of the party who left (`party_replaced`, or both accept anew)";
const TALKS: &str = "talking about the boundary (`boundary_reviewed` by both sides, `roles_reconciled`)";
const REVIEWS: &str = "reviewing the contract (`contract_reviewed`)";

const fn follows(opens: Opens, answers: Answers, by: By, earlier: Earlier, closing: Closing) -> Asks {
    Asks::Follows { opens, answers, by, earlier, closing, needs_feed: false }
}

const TEN_WORKING_DAYS: By = By::Within(working_days(10));

pub(super) const ROWS: &[Row] = &[
    Row::new(
        "R05a",
        EXPLAINS,
        OMIT_DELAY,
        follows(
            |seen| LegalStatusChanged::of(seen.event).and_then(|data| data.case.as_str()).map(one).unwrap_or_default(),
            |seen, duty| is_explained(seen) && seen.case() == Some(&duty.key),
            By::Before(|seen, duty| seen.met_family().is_some() && seen.case() == Some(&duty.key)),
            Earlier::SameDay,
            Closing::Case,
        ),
    ),
    Row::new(
        "R05b",
        EXPLAINS,
        OMIT_DELAY,
        follows(
            |seen| {
                let met = |contract: &str| seen.before().any(|past| is_meeting_about(&past, contract));
                let replaced = PartyReplaced::of(seen.event).map(|data| data.contract.as_str());
                replaced.filter(|contract| met(contract)).map(one).unwrap_or_default()
            },
            |seen, duty| is_explained(seen) && seen.contract() == Some(&duty.key),
            By::Before(|seen, duty| is_meeting_about(seen, &duty.key)),
            Earlier::SameDay,
            Closing::Contract,
        ),
    ),
    Row::new(
        "R08b",
        "answering a conflict of interest (`conflict_answered`)",
        OMIT_DELAY,
        follows(
            |seen| ConflictDeclared::of(seen.event).map(|data| one(data.conflict.as_str())).unwrap_or_default(),
            |seen, duty| ConflictAnswered::of(seen.event).is_some_and(|data| data.conflict.as_str() == duty.key),
            TEN_WORKING_DAYS,
            Earlier::SameDay,
            Closing::Cycle,
        ),
    ),
    Row::new(
        "R10",
        REVIEWS,
        OMIT_DELAY,
        Asks::Again {
            stages: &[Stage::Active, Stage::Suspended],
            applies: |seen, contract| seen.facts.goes_on(contract),
            answers: is_review,
            every: weeks(6),
            pauses: true,
        },
    ),
    Row::new(
        "R11",
        "bringing a lapsed contract to its end (`contract_completed`, `contract_ended`), or renewing it",
        OMIT_DELAY,
        Asks::Leaves { stage: Stage::Lapsed, within: working_days(10) },
    ),
    Row::new("R12a", REPLACES, OMIT_DELAY, follows(lost, makes_good, TEN_WORKING_DAYS, Earlier::SameDay, Closing::Contract)),
    Row::new(
        "R12b",
        REPLACES,
        OMIT_DELAY,
        follows(
            lost,
            makes_good,
            By::Before(|seen, duty| is_meeting_about(seen, &duty.key)),
            Earlier::SameDay,
            Closing::Contract,
        ),
    ),
    Row::new(
        "R12c",
        "",
        &[],
        Asks::AtOnce {
            opens: |seen| {
                let resumed = || ContractResumed::of(seen.event).map(|data| &data.contract);
                let contract = ContractBegun::of(seen.event).map(|data| &data.contract).or_else(resumed);
                contract.map(|contract| one(contract.as_str())).unwrap_or_default()
            },
            is_kept: |seen, contract| Some(seen.parties_are_there(contract)),
        },
    ),
    Row::new(
        "R12d",
        "",
        &[],
        Asks::AtOnce {
            opens: |seen| {
                let again = |data: &&TermsAccepted| seen.facts.last_accepted(data.contract.as_str()) == Some(data.version);
                TermsAccepted::of(seen.event).filter(again).map(|data| one(data.contract.as_str())).unwrap_or_default()
            },
            is_kept: |seen, contract| Some(agree_both(seen, contract)),
        },
    ),
    Row::new(
        "R13a",
        "leaving out a meeting while the contract is suspended (`session_cancelled`)",
        SWAP,
        Asks::Not {
            stage: Stage::Suspended,
            breaks: |seen, duty| {
                cover(seen).is_some_and(|cover| match cover {
                    Cover::Uncovered { why, contract } => {
                        *why != Uncovered::Urgent && contract.as_ref().is_some_and(|contract| contract.as_str() == duty.key)
                    }
                    Cover::Contract(_) => false,
                })
            },
        },
    )
    .swap(held_all_the_same),
    Row::new(
        "R13c",
        "",
        &[],
        Asks::Not {
            stage: Stage::Suspended,
            breaks: |seen, duty| {
                cover(seen).is_some_and(|cover| matches!(cover, Cover::Contract(contract) if contract.as_str() == duty.key))
            },
        },
    ),
    Row::new(
        "R13b",
        REVIEWS,
        OMIT_DELAY,
        Asks::Again {
            stages: &[Stage::Suspended],
            applies: |_, _| true,
            answers: is_review,
            every: working_days(20),
            pauses: false,
        },
    ),
    Row::new(
        "R18a",
        TALKS,
        OMIT_DELAY,
        follows(
            |seen| {
                let leans = |seen: &Seen<'_>| {
                    joint_review(seen)
                        .is_some_and(|data| matches!(data.verdict, Verdict::Enmeshed | Verdict::Diffuse | Verdict::Mixed))
                };
                let last = || seen.before().find(|past| joint_review(past).is_some());
                of_cycle(leans(seen) && last().is_some_and(|last| leans(&last)), seen)
            },
            |seen, _| is_talked_about(seen),
            TEN_WORKING_DAYS,
            Earlier::Never,
            Closing::Cycle,
        ),
    ),
    Row::new(
        "R18b",
        TALKS,
        OMIT_DELAY,
        follows(
            |seen| {
                let seeks = |data: &BoundaryObserved| {
                    data.sign == Sign::Figure1(Indicator::SeeksControl)
                        && matches!(data.finding, Sighting::Present(_))
                        && data.basis == Basis::Direct
                };
                of_cycle(BoundaryObserved::of(seen.event).is_some_and(seeks), seen)
            },
            |seen, _| is_talked_about(seen),
            TEN_WORKING_DAYS,
            Earlier::Never,
            Closing::Cycle,
        ),
    ),
    Row::new(
        "R19",
        "authorising an assessment by a manager who did not write it (`milestone_reached`)",
        OMIT_DELAY,
        Asks::Follows {
            opens: |seen| completed(seen).and_then(|data| data.case.as_str()).map(one).unwrap_or_default(),
            answers: authorises,
            by: TEN_WORKING_DAYS,
            earlier: Earlier::SameDay,
            closing: Closing::Case,
            needs_feed: true,
        },
    ),
    Row::new(
        "R26",
        "passing a concern on (`concern_passed_on`)",
        OMIT_DELAY,
        follows(
            |seen| {
                let Some(data) = ConcernRaised::of(seen.event) else { return Vec::new() };
                let registration = seen.held(seen.by).registration;
                let mandates: Vec<Option<bool>> =
                    seen.roles_acting().iter().map(|role| role.mandate(registration)).collect();
                let opened = Opened { key: data.concern.as_str().to_owned(), is_known: !mandates.contains(&None) };
                if mandates.contains(&Some(true)) { Vec::new() } else { vec![opened] }
            },
            |seen, duty| {
                ConcernPassedOn::of(seen.event).is_some_and(|data| {
                    let to = seen.held(&data.to).roles;
                    let fits = [Role::SocialWorker, Role::Manager, Role::Police].iter().any(|role| to.has(*role));
                    data.concern.as_str() == duty.key && fits
                })
            },
            By::Within(Period::SameDay),
            Earlier::SameDay,
            Closing::Cycle,
        ),
    ),
];

fn is_explained(seen: &Seen<'_>) -> bool {
    FamilyHelpedToUnderstand::of(seen.event).is_some()
}

/// Whether it is a meeting with the family that is about a contract.
fn is_meeting_about(seen: &Seen<'_>, contract: &str) -> bool {
    seen.met_family().is_some() && seen.contract_of_meeting() == Some(contract)
}

fn is_review(seen: &Seen<'_>, duty: &Duty) -> bool {
    ContractReviewed::of(seen.event).is_some_and(|data| data.contract.as_str() == duty.key)
}

fn comes_or_goes<'a>(seen: &Seen<'a>) -> Option<&'a PersonId> {
    let left = PersonLeft::of(seen.event).map(|data| &data.person);
    left.or_else(|| PersonEntered::of(seen.event).map(|data| &data.person))
}

/// The open contracts that somebody loses who leaves, or is on another side from then on.
fn lost(seen: &Seen<'_>) -> Vec<Opened> {
    let Some((person, number)) = comes_or_goes(seen).zip(seen.number) else { return Vec::new() };
    let Some(seat) = seen.cycle.seat_of(person.as_str()) else { return Vec::new() };
    let (before, after) = seen.cycle.roster().held_around(seat, seen.at, number);
    let is_open = |contract: &str| {
        let stage = seen.cycle.contract_by(contract).and_then(|contract| contract.stage_by(seen.at, number));
        stage.is_some_and(|stage| !stage.is_terminal())
    };
    let theirs = seen.facts.contracts_of(person);
    let lost = theirs.filter(|(contract, side)| before.is_on(*side) && !after.is_on(*side) && is_open(contract));
    lost.flat_map(|(contract, _)| one(contract)).collect()
}

/// Whether the place of whoever left is taken, both sides agreed anew, or they are back.
fn makes_good(seen: &Seen<'_>, duty: &Duty) -> bool {
    let Some(opening) = &duty.opening else { return false };
    let gone = comes_or_goes(&opening.seen(seen.cycle, seen.facts));
    if let Some(data) = PartyReplaced::of(seen.event) {
        return data.contract.as_str() == duty.key && Some(&data.party) == gone;
    }
    if let Some(data) = TermsAccepted::of(seen.event) {
        return data.contract.as_str() == duty.key && agree_both(seen, &duty.key);
    }
    PersonEntered::of(seen.event).is_some_and(|data| {
        let mut sides = seen.facts.contracts_of(&data.person).filter(|(contract, _)| *contract == duty.key);
        Some(&data.person) == gone && sides.any(|(_, side)| seen.held(&data.person).is_on(side))
    })
}

/// Whether, with this acceptance, both parties to what is agreed are there.
fn agree_both(seen: &Seen<'_>, contract: &str) -> bool {
    let (Some(data), Some(own)) = (TermsAccepted::of(seen.event), seen.side_acting()) else { return false };
    let other = if own == Side::Clinical { Side::SocialWork } else { Side::Clinical };
    match seen.facts.accepted_for(contract, data.version, other) {
        Some(accepted) => seen.held(accepted).is_on(other) && seen.held(seen.by).is_on(own),
        None => seen.parties_are_there(contract),
    }
}

fn cover<'a>(seen: &Seen<'a>) -> Option<&'a Cover> {
    let begun = InterventionBegun::of(seen.event).map(|data| &data.cover);
    begun.or_else(|| SessionHeld::of(seen.event).map(|data| &data.cover))
}

/// The meeting that was to be left out, held while the contract is suspended.
fn held_all_the_same(seen: &Seen<'_>) -> Option<(String, Event)> {
    let data = SessionCancelled::of(seen.event)?;
    let contract = data.contract.clone()?;
    let stage = seen.cycle.contract(&contract)?.stage_at(seen.at)?;
    let held = SessionHeld {
        session: SessionId::new(data.cancellation.as_str()).ok()?,
        intervention: data.intervention.clone(),
        cover: Cover::Uncovered { why: Uncovered::Suspended, contract: Some(contract.clone()) },
        space: data.space,
        present: vec![seen.by.clone()],
        words: None,
    };
    (stage == Stage::Suspended).then(|| (contract.as_str().to_owned(), held.into()))
}

/// A review of the boundary in which both sides took part.
fn joint_review<'a>(seen: &Seen<'a>) -> Option<&'a BoundaryReviewed> {
    BoundaryReviewed::of(seen.event).filter(|data| {
        let people: Vec<PersonId> = data.with.iter().chain([seen.by]).cloned().collect();
        seen.has_both(&people)
    })
}

fn is_talked_about(seen: &Seen<'_>) -> bool {
    joint_review(seen).is_some() || RolesReconciled::of(seen.event).is_some()
}

fn completed<'a>(seen: &Seen<'a>) -> Option<&'a MilestoneReached> {
    MilestoneReached::of(seen.event).filter(|data| data.what == Milestone::AssessmentCompleted)
}

/// Whether a manager who did not write it authorises the assessment; one that names no assessment may authorise any of the case.
fn authorises(seen: &Seen<'_>, duty: &Duty) -> bool {
    let Some(data) = MilestoneReached::of(seen.event).filter(|data| data.what == Milestone::AssessmentAuthorised) else {
        return false;
    };
    let is_of_case = data.case.as_str() == Some(&duty.key);
    let author = duty.opening.as_ref().map(|past| &past.by);
    let fits = seen.roles_acting().has(Role::Manager) && author != Some(seen.by);
    is_of_case && fits && named(seen, data).is_none_or(|assessment| assessment == duty.opened_by)
}

/// The nearest completed assessment that a milestone names, itself or by way of others.
fn named(seen: &Seen<'_>, data: &MilestoneReached) -> Option<EntryNumber> {
    let mut next = data.follows.as_ref()?;
    loop {
        let is_next = |past: &Seen<'_>| MilestoneReached::of(past.event).is_some_and(|data| data.milestone == *next);
        let past = seen.before().find(is_next)?;
        if completed(&past).is_some() {
            return past.number;
        }
        next = MilestoneReached::of(past.event)?.follows.as_ref()?;
    }
}
