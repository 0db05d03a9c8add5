//! The rules of the article, each ruled on from what its page says.

use super::row::{ALL, Asks, By, Closing, Duty, Earlier, OMIT_DELAY, Opened, Row, SWAP, days, of_cycle, one, working_days};
use super::seen::Seen;
use crate::code::CodeSet;
use crate::contracting::{Flexed, Holder, ReframeAnswered, ReframeOffered, RoleFlexed};
use crate::cycle::Event;
use crate::deciding::ThresholdDecided;
use crate::id::{InterventionId, PersonId, SessionId};
use crate::intervening::{
    ConsentGiven, ConsentTo, Cover, Explained, ExplanationWithheld, FamilyHelpedToUnderstand, Form, Interpreter,
    InterventionBegun, InterventionCovered, SessionCovered, SessionHeld, Uncovered,
};
use crate::joining::{JoiningDisrupted, OccasionOfJoining};
use crate::people::{Role, Side};
use crate::space::{Space, Stream};

const COVERS_WORK: &str = "covering a piece of work by a contract (`intervention_covered`)";
const COVERS_MEETING: &str = "covering a meeting by a contract (`session_covered`)";
const BEGINS: &str = "beginning a piece of work under its contract (`intervention_begun`)";
const MEETS: &str = "meeting under the contract (`session_held`)";
const EXPLAINS: &str = "helping them to understand (`family_helped_to_understand`, `explanation_withheld`)";

/// Work that begins uncovered, and has to be covered within a time.
const fn work(opens: fn(&Seen<'_>) -> Vec<Opened>, by: By) -> Asks {
    Asks::Follows {
        opens,
        answers: covers_work,
        by,
        earlier: Earlier::SameDay,
        closing: Closing::Nothing,
        needs_feed: false,
    }
}

/// A meeting that is held uncovered, and has to be covered within a time.
const fn meeting(opens: fn(&Seen<'_>) -> Vec<Opened>, by: By) -> Asks {
    Asks::Follows {
        opens,
        answers: covers_meeting,
        by,
        earlier: Earlier::SameDay,
        closing: Closing::Nothing,
        needs_feed: false,
    }
}

const SAME_DAY: By = By::Within(crate::calendar::Period::SameDay);
const TWO_WORKING_DAYS: By = By::Within(working_days(2));

/// An explanation to somebody, by the end of the day on which the clinician first meets them.
const fn explained(opens: fn(&Seen<'_>) -> Vec<Opened>, answers: fn(&Seen<'_>, &Duty) -> bool) -> Asks {
    Asks::Follows { opens, answers, by: SAME_DAY, earlier: Earlier::Ever, closing: Closing::Cycle, needs_feed: false }
}

pub(super) const ROWS: &[Row] = &[
    Row::new(
        "R00",
        "an occasion of joining (`occasion_of_joining`)",
        OMIT_DELAY,
        Asks::Follows {
            opens: |seen| of_cycle(JoiningDisrupted::of(seen.event).is_some(), seen),
            answers: |seen, _| OccasionOfJoining::of(seen.event).is_some(),
            by: By::Within(days(30)),
            earlier: Earlier::Never,
            closing: Closing::Cycle,
            needs_feed: false,
        },
    ),
    Row::new("R01a", BEGINS, SWAP, work(|seen| begun(seen, Stream::Direct, IMPROPER), SAME_DAY))
        .swap(|seen| uncovered_work(seen, Stream::Direct)),
    Row::new(
        "R01b",
        COVERS_WORK,
        OMIT_DELAY,
        work(|seen| begun(seen, Stream::Direct, &[Uncovered::Urgent]), TWO_WORKING_DAYS),
    ),
    Row::new(
        "R01c",
        MEETS,
        SWAP,
        Asks::AtOnce {
            opens: |seen| held(seen, true, |data| matches!(data.cover, Cover::Contract(_))),
            is_kept: is_in_the_space_agreed,
        },
    )
    .swap(|seen| another_space(seen, true)),
    Row::new(
        "R01d",
        MEETS,
        SWAP,
        meeting(|seen| held(seen, true, |data| why(&data.cover).is_some_and(|why| IMPROPER.contains(&why))), SAME_DAY),
    )
    .swap(|seen| uncovered_meeting(seen, true)),
    Row::new(
        "R01e",
        COVERS_MEETING,
        OMIT_DELAY,
        meeting(
            |seen| held(seen, true, |data| why(&data.cover) == Some(Uncovered::Urgent) && data.intervention.is_none()),
            TWO_WORKING_DAYS,
        ),
    ),
    Row::new(
        "R01f",
        COVERS_MEETING,
        OMIT_DELAY,
        meeting(
            |seen| {
                let is_so = |data: &&SessionHeld| why(&data.cover) == Some(Uncovered::Lapsed) && data.intervention.is_none();
                SessionHeld::of(seen.event).filter(is_so).map(|data| one(data.session.as_str())).unwrap_or_default()
            },
            TWO_WORKING_DAYS,
        ),
    ),
    Row::new(
        "R01g",
        COVERS_WORK,
        OMIT_DELAY,
        work(
            |seen| {
                let is_so = |data: &&InterventionBegun| why(&data.cover) == Some(Uncovered::Lapsed);
                InterventionBegun::of(seen.event)
                    .filter(is_so)
                    .map(|data| one(data.intervention.as_str()))
                    .unwrap_or_default()
            },
            TWO_WORKING_DAYS,
        ),
    ),
    Row::new(
        "R01h",
        MEETS,
        ALL,
        meeting(
            |seen| {
                held(seen, false, |data| {
                    let aside = [Space::TeamMeeting, Space::ReflectivePracticeGroup, Space::Supervision];
                    let is_improper =
                        why(&data.cover).is_some_and(|why| IMPROPER.contains(&why) || why == Uncovered::Urgent);
                    is_improper && data.intervention.is_none() && !aside.contains(&data.space)
                })
            },
            TWO_WORKING_DAYS,
        ),
    )
    .swap(|seen| uncovered_meeting(seen, false)),
    Row::new(
        "R01i",
        BEGINS,
        SWAP,
        Asks::AtOnce {
            opens: |seen| {
                let under =
                    |data: &InterventionBegun| contract_of(&data.cover).and_then(|contract| seen.settled(contract)?.1);
                let begun = InterventionBegun::of(seen.event).filter(|data| under(data).is_some());
                begun.map(|data| one(data.intervention.as_str())).unwrap_or_default()
            },
            is_kept: |seen, _| {
                let data = InterventionBegun::of(seen.event)?;
                Some(seen.settled(contract_of(&data.cover)?)?.1? == data.stream)
            },
        },
    )
    .swap(another_stream),
    Row::new(
        "R01j",
        MEETS,
        SWAP,
        Asks::AtOnce {
            opens: |seen| held(seen, false, |data| matches!(data.cover, Cover::Contract(_))),
            is_kept: is_in_the_space_agreed,
        },
    )
    .swap(|seen| another_space(seen, false)),
    Row::new(
        "R01k",
        BEGINS,
        ALL,
        work(
            |seen| {
                begun(
                    seen,
                    Stream::Reflective,
                    &[Uncovered::NotAgreed, Uncovered::Suspended, Uncovered::Unknown, Uncovered::Urgent],
                )
            },
            TWO_WORKING_DAYS,
        ),
    )
    .swap(|seen| uncovered_work(seen, Stream::Reflective)),
    Row::new(
        "R04a",
        EXPLAINS,
        OMIT_DELAY,
        explained(
            |seen| first_met(seen, ADULTS),
            |seen, duty| {
                let so_far = seen.before().filter_map(|past| FamilyHelpedToUnderstand::of(past.event));
                let all =
                    so_far.chain(FamilyHelpedToUnderstand::of(seen.event)).filter(|data| data.person.as_str() == duty.key);
                let explained = all.fold(CodeSet::none(), |explained, data| explained.and(data.explained));
                let whole = [
                    Explained::SocialWorkersRole,
                    Explained::CliniciansRole,
                    Explained::SafeguardingDuties,
                    Explained::CliniciansPart,
                ];
                is_helped(seen, &duty.key) && whole.iter().all(|part| explained.has(*part)) || is_withheld(seen, &duty.key)
            },
        ),
    )
    .beforehand(|seen| of_whom(seen, ADULTS)),
    Row::new(
        "R04b",
        EXPLAINS,
        OMIT_DELAY,
        explained(
            |seen| first_met(seen, &[Role::Child]),
            |seen, duty| is_helped(seen, &duty.key) || is_withheld(seen, &duty.key),
        ),
    )
    .beforehand(|seen| of_whom(seen, &[Role::Child])),
    Row::new(
        "R04c",
        "giving consent to direct work (`consent_given`)",
        OMIT_DELAY,
        Asks::AtOnce {
            opens: |seen| {
                let needs = |data: &&InterventionBegun| {
                    data.stream == Stream::Direct && !matches!(data.form, Form::JointWork | Form::WorkerSupport)
                };
                let begun = InterventionBegun::of(seen.event).filter(needs);
                begun.and_then(|data| contract_of(&data.cover)).map(one).unwrap_or_default()
            },
            is_kept: |seen, contract| Some(seen.before().any(|past| consents(&past).is_some_and(|of| of == contract))),
        },
    )
    .beforehand(consents),
    Row::new(
        "R04d",
        "helping them to understand again, with an interpreter (`family_helped_to_understand`)",
        OMIT_DELAY,
        Asks::Follows {
            opens: |seen| {
                let alone = FamilyHelpedToUnderstand::of(seen.event).filter(|data| lacks_interpreter(data));
                alone.map(|data| one(data.person.as_str())).unwrap_or_default()
            },
            answers: |seen, duty| {
                let again = FamilyHelpedToUnderstand::of(seen.event).is_some_and(|data| !lacks_interpreter(data));
                again && is_helped(seen, &duty.key) || is_withheld(seen, &duty.key)
            },
            by: SAME_DAY,
            earlier: Earlier::SameDay,
            closing: Closing::Cycle,
            needs_feed: false,
        },
    ),
    Row::new(
        "R06a",
        "a threshold decision by those who have the mandate (`threshold_decided`)",
        SWAP,
        Asks::AtOnce {
            opens: |seen| ThresholdDecided::of(seen.event).map(|data| one(data.decision.as_str())).unwrap_or_default(),
            is_kept: |seen, _| {
                let data = ThresholdDecided::of(seen.event)?;
                let mandates: Vec<Option<bool>> = data.decided_by.iter().map(|person| seen.held(person).mandate()).collect();
                let is_clinical = seen.has(&data.decided_by, Side::Clinical);
                let is_mandated = mandates.contains(&Some(true));
                if is_clinical { Some(false) } else { (is_mandated || !mandates.contains(&None)).then_some(is_mandated) }
            },
        },
    )
    .swap(|seen| {
        let mut data = ThresholdDecided::of(seen.event)?.clone();
        data.decided_by = vec![clinician(seen)?];
        data.contributed.retain(|person| !data.decided_by.contains(person));
        Some((data.decision.as_str().to_owned(), data.into()))
    }),
    Row::new(
        "R06b",
        "taking a task on the day (`role_flexed`)",
        SWAP,
        Asks::AtOnce {
            opens: |seen| {
                let flexed = RoleFlexed::of(seen.event).filter(|data| data.task == Flexed::StatutoryDecisions);
                flexed.map(|data| one(data.contract.as_str())).unwrap_or_default()
            },
            is_kept: |seen, _| Some(!matches!(RoleFlexed::of(seen.event)?.to, Holder::Clinician | Holder::Shared)),
        },
    )
    .swap(|seen| {
        let mut data = RoleFlexed::of(seen.event)?.clone();
        (data.task, data.to) = (Flexed::StatutoryDecisions, Holder::Clinician);
        Some((data.contract.as_str().to_owned(), data.into()))
    }),
    Row::new(
        "R14",
        "answering a reframe (`reframe_answered`)",
        OMIT_DELAY,
        Asks::Follows {
            opens: |seen| ReframeOffered::of(seen.event).map(|data| one(data.contract.as_str())).unwrap_or_default(),
            answers: |seen, duty| ReframeAnswered::of(seen.event).is_some_and(|data| data.contract.as_str() == duty.key),
            by: By::Within(working_days(10)),
            earlier: Earlier::SameDay,
            closing: Closing::Contract,
            needs_feed: false,
        },
    ),
];

const ADULTS: &[Role] = &[Role::Parent, Role::Carer, Role::Relative];
const IMPROPER: &[Uncovered] = &[Uncovered::NotAgreed, Uncovered::Suspended, Uncovered::Unknown];

fn why(cover: &Cover) -> Option<Uncovered> {
    if let Cover::Uncovered { why, .. } = cover { Some(*why) } else { None }
}

fn contract_of(cover: &Cover) -> Option<&str> {
    if let Cover::Contract(contract) = cover { Some(contract.as_str()) } else { None }
}

fn clinician(seen: &Seen<'_>) -> Option<PersonId> {
    let mut people = seen.cycle.people(seen.at);
    people.find(|(_, held)| held.roles.has(Role::Clinician)).map(|(person, _)| person.clone())
}

fn begun(seen: &Seen<'_>, stream: Stream, reasons: &[Uncovered]) -> Vec<Opened> {
    let is_so =
        |data: &&InterventionBegun| data.stream == stream && why(&data.cover).is_some_and(|why| reasons.contains(&why));
    InterventionBegun::of(seen.event).filter(is_so).map(|data| one(data.intervention.as_str())).unwrap_or_default()
}

/// A meeting with somebody of the family there, or with nobody of them.
fn held(seen: &Seen<'_>, with_family: bool, is_so: impl Fn(&SessionHeld) -> bool) -> Vec<Opened> {
    let data = SessionHeld::of(seen.event).filter(|data| seen.has(&data.present, Side::Family) == with_family);
    data.filter(|data| is_so(data)).map(|data| one(data.session.as_str())).unwrap_or_default()
}

fn covers_work(seen: &Seen<'_>, duty: &Duty) -> bool {
    let opening = duty.opening.as_ref().and_then(|past| InterventionBegun::of(&past.event));
    InterventionCovered::of(seen.event).zip(opening).is_some_and(|(data, opening)| {
        let stream = seen.settled(data.contract.as_str()).and_then(|(_, stream)| stream);
        data.intervention.as_str() == duty.key && stream == Some(opening.stream)
    })
}

fn covers_meeting(seen: &Seen<'_>, duty: &Duty) -> bool {
    let opening = duty.opening.as_ref().and_then(|past| SessionHeld::of(&past.event));
    SessionCovered::of(seen.event).zip(opening).is_some_and(|(data, opening)| {
        let space = seen.settled(data.contract.as_str()).map(|(space, _)| space);
        data.session.as_str() == duty.key && space == Some(opening.space)
    })
}

fn is_in_the_space_agreed(seen: &Seen<'_>, _: &str) -> Option<bool> {
    let data = SessionHeld::of(seen.event)?;
    Some(seen.settled(contract_of(&data.cover)?)?.0 == data.space)
}

fn uncovered_work(seen: &Seen<'_>, stream: Stream) -> Option<(String, Event)> {
    let mut data = InterventionBegun::of(seen.event).filter(|data| data.stream == stream)?.clone();
    data.cover = uncovered(&data.cover)?;
    Some((InterventionId::as_str(&data.intervention).to_owned(), data.into()))
}

fn uncovered_meeting(seen: &Seen<'_>, with_family: bool) -> Option<(String, Event)> {
    let mut data = SessionHeld::of(seen.event)?.clone();
    let aside = !with_family
        && (data.intervention.is_some()
            || matches!(data.space, Space::TeamMeeting | Space::ReflectivePracticeGroup | Space::Supervision));
    if aside || seen.has(&data.present, Side::Family) != with_family {
        return None;
    }
    data.cover = uncovered(&data.cover)?;
    Some((SessionId::as_str(&data.session).to_owned(), data.into()))
}

/// The same without the contract on which it rests. A reason that is not known fits every stage.
fn uncovered(cover: &Cover) -> Option<Cover> {
    let Cover::Contract(contract) = cover else { return None };
    Some(Cover::Uncovered { why: Uncovered::Unknown, contract: Some(contract.clone()) })
}

fn another_space(seen: &Seen<'_>, with_family: bool) -> Option<(String, Event)> {
    let mut data = SessionHeld::of(seen.event)?.clone();
    let is_under_a_contract = contract_of(&data.cover).is_some();
    if !is_under_a_contract || seen.has(&data.present, Side::Family) != with_family {
        return None;
    }
    data.space = if data.space == Space::CoreGroup { Space::HomeVisit } else { Space::CoreGroup };
    Some((data.session.as_str().to_owned(), data.into()))
}

fn another_stream(seen: &Seen<'_>) -> Option<(String, Event)> {
    let mut data = InterventionBegun::of(seen.event)?.clone();
    contract_of(&data.cover)?;
    data.stream = match data.stream {
        Stream::Direct => Stream::Reflective,
        Stream::Reflective => Stream::Direct,
    };
    // A form that can be of either stream.
    data.form = Form::JointWork;
    Some((data.intervention.as_str().to_owned(), data.into()))
}

/// Those in these roles whom the clinical side meets for the first time.
fn first_met(seen: &Seen<'_>, roles: &[Role]) -> Vec<Opened> {
    let Some(data) = SessionHeld::of(seen.event).filter(|data| seen.has(&data.present, Side::Clinical)) else {
        return Vec::new();
    };
    let fits = |seen: &Seen<'_>, person: &PersonId| roles.iter().any(|role| seen.held(person).roles.has(*role));
    let met = |past: &Seen<'_>, person: &PersonId| {
        let earlier = SessionHeld::of(past.event).filter(|data| data.present.contains(person));
        earlier.is_some_and(|data| past.has(&data.present, Side::Clinical)) && fits(past, person)
    };
    let first = |person: &&PersonId| fits(seen, person) && !seen.before().any(|past| met(&past, person));
    data.present.iter().filter(first).flat_map(|person| one(person.as_str())).collect()
}

fn is_helped(seen: &Seen<'_>, person: &str) -> bool {
    FamilyHelpedToUnderstand::of(seen.event).is_some_and(|data| data.person.as_str() == person)
}

/// Whether it was recorded with the manager why somebody is not told.
fn is_withheld(seen: &Seen<'_>, person: &str) -> bool {
    ExplanationWithheld::of(seen.event).is_some_and(|data| data.person.as_str() == person && data.manager.is_some())
}

/// To whom something is explained, or why not, where they are in one of these roles.
fn of_whom(seen: &Seen<'_>, roles: &[Role]) -> Option<String> {
    let helped = FamilyHelpedToUnderstand::of(seen.event).map(|data| &data.person);
    let person = helped.or_else(|| ExplanationWithheld::of(seen.event).map(|data| &data.person))?;
    let fits = roles.iter().any(|role| seen.held(person).roles.has(*role));
    fits.then(|| person.as_str().to_owned())
}

fn lacks_interpreter(data: &FamilyHelpedToUnderstand) -> bool {
    data.interpreter == Interpreter::NeededNotPresent
}

fn consents(seen: &Seen<'_>) -> Option<String> {
    let data = ConsentGiven::of(seen.event).filter(|data| data.to == ConsentTo::DirectWork)?;
    data.contract.as_ref().map(|contract| contract.as_str().to_owned())
}
