//! The rules of shared risk, each ruled on from what its page says.

use super::row::{Answers, Asks, By, Closing, Earlier, OMIT_DELAY, Opens, Row, SWAP, one, working_days};
use super::seen::Seen;
use crate::calendar::{Period, add_months, local_date};
use crate::code::CodeSet;
use crate::contracting::{ContractDeclined, ReasonCode, ReframeOffered};
use crate::deciding::{ThresholdDecided, Urgency};
use crate::deliberating::{
    Course, DisagreementEscalated, DisagreementRecorded, DisagreementSettled, DiscussionHeld, OfferedInstead, Question,
    ReferralReturned, ReturnReason, Risk, Safety, StepDropped, StepHandedBack, StepTakenOn, TestPlanned, TestReviewed,
};
use crate::space::Stream;

const fn follows(opens: Opens, answers: Answers, by: By, closing: Closing) -> Asks {
    Asks::Follows { opens, answers, by, earlier: Earlier::SameDay, closing, needs_feed: false }
}

const SETTLES: &str = "settling or escalating a disagreement (`disagreement_settled`, `disagreement_escalated`)";
const ACTS: &str = "settling or escalating a disagreement, or taking a step on it";

pub(super) const ROWS: &[Row] = &[
    Row::new(
        "P01a",
        "talking about the case with both sides (`discussion_held`)",
        OMIT_DELAY,
        Asks::AtOnce {
            opens: |seen| {
                let planned =
                    ThresholdDecided::of(seen.event).filter(|data| is_planned(data)).and_then(|data| data.case.as_str());
                planned.filter(|case| is_asked_about(seen, case)).map(one).unwrap_or_default()
            },
            is_kept: |seen, case| {
                let mut since = seen.before().take_while(|past| decided(past, case).is_none());
                Some(since.any(|past| is_talk(&past, case) && is_recent(&past, seen)))
            },
        },
    )
    .beforehand(|seen| {
        DiscussionHeld::of(seen.event).filter(|data| seen.has_both(&data.present))?.case.as_str().map(str::to_owned)
    }),
    Row::new(
        "P02",
        "planning with both risks and a sign that the course has to change (`test_planned`)",
        SWAP,
        Asks::AtOnce {
            opens: |seen| TestPlanned::of(seen.event).map(|data| one(data.test.as_str())).unwrap_or_default(),
            is_kept: |seen, _| {
                let data = TestPlanned::of(seen.event)?;
                Some(data.risks.has(Risk::Acting) && data.risks.has(Risk::NotActing) && data.change_course.is_some())
            },
        },
    )
    .swap(|seen| {
        let mut data = TestPlanned::of(seen.event)?.clone();
        data.risks = CodeSet::none().with(Risk::NotActing);
        Some((data.test.as_str().to_owned(), data.into()))
    }),
    Row::new(
        "P07a",
        "offering reflective work (`reframe_offered`)",
        OMIT_DELAY,
        Asks::AtOnce {
            opens: |seen| {
                let declined = ContractDeclined::of(seen.event).filter(|data| data.reason.code() == ReasonCode::RiskTooHigh);
                let contract = declined.map(|data| data.contract.as_str());
                let is_reflective = |contract: &&str| seen.facts.stream_asked(contract) == Some(Stream::Reflective);
                contract.filter(|contract| !is_reflective(contract)).map(one).unwrap_or_default()
            },
            is_kept: |seen, contract| {
                let is_offered = seen.before().any(|past| offers_reflection(&past).is_some_and(|of| of == contract));
                (is_offered || seen.facts.stream_asked(contract).is_some()).then_some(is_offered)
            },
        },
    )
    .beforehand(offers_reflection),
    Row::new(
        "P07b",
        "sending a request back with an offer in its place (`referral_returned`)",
        SWAP,
        Asks::AtOnce {
            opens: |seen| {
                let returned = ReferralReturned::of(seen.event).filter(|data| data.reason == ReturnReason::RiskTooHigh);
                returned.map(|data| one(data.returned.as_str())).unwrap_or_default()
            },
            is_kept: |seen, _| {
                let offered = ReferralReturned::of(seen.event)?.offered;
                Some(offered.has(OfferedInstead::Consultation) || offered.has(OfferedInstead::ReflectivePractice))
            },
        },
    )
    .swap(|seen| {
        let mut data = ReferralReturned::of(seen.event).filter(|data| data.reason == ReturnReason::RiskTooHigh)?.clone();
        data.offered = CodeSet::none();
        Some((data.returned.as_str().to_owned(), data.into()))
    }),
    Row::new(
        "P09",
        "looking at a plan again (`test_reviewed`)",
        OMIT_DELAY,
        follows(
            |seen| {
                let test = look_again(seen).and(test(seen));
                let key = test.and_then(|test| {
                    Some(format!("{} {test}", seen.facts.case_of_test(test).or_else(|| planned_in(seen))?))
                });
                key.map(|key| one(&key)).unwrap_or_default()
            },
            |seen, duty| {
                let reviewed = TestReviewed::of(seen.event).map(|data| data.test.as_str());
                reviewed.is_some_and(|test| duty.key.split(' ').nth(1) == Some(test))
            },
            By::Named(look_again),
            Closing::Case,
        ),
    ),
    Row::new(
        "P10",
        "taking a step up again, or dropping it (`step_taken_on`, `step_dropped`)",
        OMIT_DELAY,
        follows(
            |seen| {
                let step = StepHandedBack::of(seen.event).map(|data| data.step.as_str());
                step.and_then(|step| seen.facts.case_of_step(step)).map(one).unwrap_or_default()
            },
            |seen, duty| {
                let opening = duty.opening.as_ref().and_then(|past| StepHandedBack::of(&past.event)).map(|data| &data.step);
                let again = StepTakenOn::of(seen.event).and_then(|data| data.again.as_ref());
                let step = again.or_else(|| StepDropped::of(seen.event).map(|data| &data.step));
                step.is_some() && step == opening
            },
            By::Within(working_days(5)),
            Closing::Case,
        ),
    ),
    Row::new(
        "P11",
        "talking about a plan that does not change, or changing it (`discussion_held`, `test_reviewed`)",
        OMIT_DELAY,
        follows(
            |seen| {
                let Some(data) = TestReviewed::of(seen.event).filter(|data| data.then == Course::GoOn) else {
                    return Vec::new();
                };
                let of_it =
                    seen.before().filter_map(|past| TestReviewed::of(past.event)).filter(|past| past.test == data.test);
                let unchanged =
                    of_it.take_while(|past| past.then != Course::Change).filter(|past| past.then == Course::GoOn);
                let case = (unchanged.count() == 2).then(|| seen.facts.case_of_test(data.test.as_str())).flatten();
                case.map(one).unwrap_or_default()
            },
            |seen, duty| {
                let opening = duty.opening.as_ref().and_then(|past| TestReviewed::of(&past.event)).map(|data| &data.test);
                let talk = DiscussionHeld::of(seen.event).filter(|data| data.question == Question::PlanUnchanged);
                let changed = TestReviewed::of(seen.event).filter(|data| data.then != Course::GoOn);
                talk.is_some_and(|data| data.case.as_str() == Some(&duty.key))
                    || changed.is_some_and(|data| Some(&data.test) == opening)
            },
            By::Within(working_days(20)),
            Closing::Case,
        ),
    ),
    Row::new(
        "R15a",
        ACTS,
        OMIT_DELAY,
        follows(
            |seen| disagreement(seen, |data| data.safety == Safety::ImmediateDanger),
            |seen, duty| settles(seen) == Some(&duty.key) || steps_on(seen) == Some(&duty.key),
            By::Within(Period::SameDay),
            Closing::Cycle,
        ),
    ),
    Row::new(
        "R15b",
        SETTLES,
        OMIT_DELAY,
        follows(
            |seen| disagreement(seen, |data| data.safety == Safety::Affected),
            |seen, duty| settles(seen) == Some(&duty.key),
            By::Within(working_days(5)),
            Closing::Cycle,
        ),
    ),
    Row::new(
        "R15c",
        ACTS,
        OMIT_DELAY,
        follows(
            |seen| disagreement(seen, |data| data.by_when.is_some()),
            |seen, duty| settles(seen) == Some(&duty.key) || steps_on(seen) == Some(&duty.key),
            By::Named(|seen| DisagreementRecorded::of(seen.event)?.by_when),
            Closing::Cycle,
        ),
    ),
];

fn is_planned(data: &ThresholdDecided) -> bool {
    data.urgency != Some(Urgency::Emergency)
}

fn decided<'a>(seen: &Seen<'a>, case: &str) -> Option<&'a ThresholdDecided> {
    ThresholdDecided::of(seen.event).filter(|data| data.case.as_str() == Some(case))
}

/// Whether both sides talked about a case.
fn is_talk(seen: &Seen<'_>, case: &str) -> bool {
    DiscussionHeld::of(seen.event).is_some_and(|data| data.case.as_str() == Some(case) && seen.has_both(&data.present))
}

/// Whether something lies no more than three months before.
fn is_recent(past: &Seen<'_>, seen: &Seen<'_>) -> bool {
    add_months(local_date(past.at), 3).is_none_or(|last| local_date(seen.at) <= last)
}

/// Of the decisions of one day the first that is no emergency is asked about. A talk that served an emergency of that day serves it,
/// too.
fn is_asked_about(seen: &Seen<'_>, case: &str) -> bool {
    let today = |past: &Seen<'_>| local_date(past.at) == local_date(seen.at);
    let mut earlier_today = seen.before().filter(today).filter_map(|past| decided(&past, case)).peekable();
    if earlier_today.peek().is_none() {
        return true;
    }
    if earlier_today.any(is_planned) {
        return false;
    }
    let mut relevant = seen.before().filter(|past| decided(past, case).is_some() || is_talk(past, case));
    let before_today = relevant.find(|past| !today(past) || decided(past, case).is_none());
    let talked_since = seen.before().take_while(|past| decided(past, case).is_none()).any(|past| is_talk(&past, case));
    !before_today.is_some_and(|past| is_talk(&past, case) && is_recent(&past, seen)) || talked_since
}

fn offers_reflection(seen: &Seen<'_>) -> Option<String> {
    let data = ReframeOffered::of(seen.event).filter(|data| data.to.stream == Some(Stream::Reflective))?;
    Some(data.contract.as_str().to_owned())
}

fn test<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    let planned = TestPlanned::of(seen.event).map(|data| &data.test);
    planned.or_else(|| TestReviewed::of(seen.event).map(|data| &data.test)).map(|test| test.as_str())
}

fn planned_in<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    seen.facts.case_of_discussion(TestPlanned::of(seen.event)?.discussion.as_str())
}

fn look_again(seen: &Seen<'_>) -> Option<chrono::NaiveDate> {
    let planned = TestPlanned::of(seen.event).and_then(|data| data.look_again);
    planned.or_else(|| TestReviewed::of(seen.event)?.look_again)
}

fn disagreement(seen: &Seen<'_>, is_so: impl Fn(&DisagreementRecorded) -> bool) -> Vec<super::row::Opened> {
    let recorded = DisagreementRecorded::of(seen.event).filter(|data| is_so(data));
    recorded.map(|data| one(data.disagreement.as_str())).unwrap_or_default()
}

/// The disagreement that is settled or escalated.
fn settles<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    let settled = DisagreementSettled::of(seen.event).map(|data| &data.disagreement);
    let settled = settled.or_else(|| DisagreementEscalated::of(seen.event).map(|data| &data.disagreement));
    settled.map(|disagreement| disagreement.as_str())
}

fn steps_on<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    StepTakenOn::of(seen.event)?.disagreement.as_ref().map(|disagreement| disagreement.as_str())
}
