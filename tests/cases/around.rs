//! The cases around the circle, each from the situation of one source: what it shows, and what rules of practice find in it.

use std::collections::BTreeSet;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::deciding::{self, ThresholdDecided};
use practice_cycle::deliberating::{self, Course, Order, Rating, Risk, Settled, StatementKind};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::partnering::{self, PartnershipSign, PermanenceOption, SeenAs, SignFinding};
use practice_cycle::policy::{Packs, Policy};
use practice_cycle::reporting;

use super::{at, replayed};

/// Every entry of a kind, as its data.
macro_rules! all {
    ($history:expr, $module:ident::$Data:ident) => {
        $history.entries().iter().filter_map(|entry| $module::$Data::of(entry.event()).map(|data| (entry, data)))
    };
}

/// A duty of a rule: the rule, the entry that opened it, whom or what it is about where it is about each of several, and what it
/// comes to.
type Told = (String, u32, String, &'static str);

fn duties(case: &str, pack: &str) -> BTreeSet<Told> {
    let packs = Packs::shipped();
    let policy = Policy::new(packs.pack(pack).unwrap(), &EnglandAndWales::new()).unwrap();
    let history = replayed(case);
    let told = policy.explain(&[&history], Moment::LATEST, Moment::LATEST).into_iter().map(|finding| {
        let people = ["parent-1", "parent-2", "child-1"];
        let each = finding.duty.about.iter().map(|about| about.1.to_string()).find(|about| people.contains(&about.as_str()));
        (finding.rule.to_string(), finding.duty.opened_by.entry.get(), each.unwrap_or_default(), finding.verdict.code())
    });
    told.collect()
}

/// Asserts what of a pack is broken in a case, and that some of it is kept.
#[track_caller]
fn finds(case: &str, pack: &str, broken: &[(&str, u32, &str)], kept: &[(&str, u32, &str)]) {
    let duties = duties(case, pack);
    let of = |verdict: &str| -> BTreeSet<(&str, u32, &str)> {
        let of_it = duties.iter().filter(|(.., it)| *it == verdict);
        of_it.map(|(rule, opened, each, _)| (rule.as_str(), *opened, each.as_str())).collect()
    };
    assert_eq!(of("violated"), broken.iter().copied().collect(), "{case}, {pack}: {duties:#?}");
    let kept: BTreeSet<_> = kept.iter().copied().collect();
    let missing: Vec<_> = kept.difference(&of("satisfied")).copied().collect();
    assert!(missing.is_empty(), "{case}, {pack}, not kept: {missing:?}\n{duties:#?}");
}

/// Who takes the steps that belong to a decision, or to a plan.
fn takers(history: &History, of: &str) -> BTreeSet<String> {
    let is_of = |data: &deliberating::StepTakenOn| {
        data.decision.as_ref().is_some_and(|it| it.as_str() == of) || data.test.as_ref().is_some_and(|it| it.as_str() == of)
    };
    let steps = all!(history, deliberating::StepTakenOn).filter(|(_, data)| is_of(data) && data.again.is_none());
    steps.map(|(_, data)| data.taken_by.to_string()).collect()
}

// "Dear social workers", a psychologist's letter.

#[test]
fn risk_that_one_person_carries_is_shared_in_a_discussion_and_its_steps_are_spread() {
    let history = replayed("shared_risk");
    assert_eq!(
        takers(&history, "de-1"),
        BTreeSet::from(["worker-a".to_owned()]),
        "a manager's name beside it shares nothing"
    );
    assert_eq!(takers(&history, "te-1").len(), 4);
    assert_eq!(takers(&history, "de-2").len(), 3);
    let returned: Vec<bool> =
        all!(history, deliberating::ReferralReturned).map(|(_, data)| data.offered.is_empty()).collect();
    assert_eq!(returned, [true, false, false], "the ball goes to and fro");
    let (_, plan) = all!(history, deliberating::TestPlanned).next().unwrap();
    assert_eq!(plan.risks.iter().collect::<Vec<_>>(), [Risk::Acting, Risk::NotActing, Risk::New]);
    // The worries of that day are dated and nobody's; what needs an author has one.
    for (_, said) in all!(history, deliberating::StatementMade) {
        assert_eq!(said.author.is_some(), said.kind.needs_an_author());
        assert_eq!(said.source.is_some(), said.kind == StatementKind::Fact);
    }
    let (_, settled) = all!(history, deliberating::DisagreementSettled).next().unwrap();
    assert_eq!(settled.how, Settled::PlanAgreed, "a plan was agreed, and no opinion");
    let reviews: Vec<Course> = all!(history, deliberating::TestReviewed).map(|(_, data)| data.then).collect();
    assert_eq!(reviews, [Course::GoOn, Course::Stop]);
    let (again, step) = all!(history, deliberating::StepTakenOn).find(|(_, data)| data.again.is_some()).unwrap();
    assert_eq!((step.taken_by.as_str(), again.act().occurred_at), ("clinician", at("05-13 09:00")));
}

#[test]
fn what_rules_of_sharing_risk_find_where_it_is_carried_alone_and_where_it_is_shared() {
    finds(
        "shared_risk",
        "shared-risk",
        &[("P01a", 12, ""), ("P01b", 14, ""), ("P07b", 11, "")],
        &[
            ("P01a", 55, ""),
            ("P02", 41, ""),
            ("P07b", 49, ""),
            ("P09", 41, ""),
            ("P09", 50, ""),
            ("P10", 47, ""),
            ("R15b", 40, ""),
        ],
    );
}

// Ignite, "Child protection decisions: can we tame the beast?", on Keddell's research.

#[test]
fn a_first_idea_is_confirmed_until_others_are_looked_into() {
    let history = replayed("threshold_after_incident");
    let decided: Vec<&ThresholdDecided> = all!(history, deciding::ThresholdDecided).map(|(_, data)| data).collect();
    assert_eq!((decided[0].direction, decided[1].direction), (deciding::Direction::Up, deciding::Direction::Down));
    assert_eq!((decided[0].pressed_by.len(), decided[0].considered.len()), (3, 1));
    let put: Vec<(&str, Order)> =
        all!(history, deliberating::HypothesisPut).map(|(_, data)| (data.hypothesis.as_str(), data.order)).collect();
    assert_eq!(put, [("hy-1", Order::First), ("hy-2", Order::Later), ("hy-3", Order::Later)]);
    let of_first = |before: bool| -> Vec<Rating> {
        let cut = at("03-20 09:00");
        let weighed =
            all!(history, deliberating::EvidenceWeighed).filter(|(entry, _)| (entry.act().occurred_at < cut) == before);
        let ratings = weighed.flat_map(|(_, data)| data.ratings.iter());
        ratings.filter(|rated| rated.hypothesis.as_str() == "hy-1").map(|rated| rated.rating).collect()
    };
    assert_eq!(of_first(true), [Rating::Consistent; 3], "only what fits");
    assert_eq!(of_first(false).into_iter().filter(|rating| rating.is_against()).count(), 3);
    let turned_away: Vec<bool> = all!(history, deciding::RequestTurnedAway).map(|(_, data)| data.again.is_some()).collect();
    assert_eq!(turned_away, [false, true], "it came back");
    let (learned, _) = all!(history, reporting::OutcomeLearned).next().unwrap();
    assert!(learned.act().occurred_at > at("10-01 09:00"));
}

#[test]
fn what_rules_of_open_hypotheses_find_in_a_decision_under_pressure_and_in_one_that_was_thought_through() {
    let (up, down) = (entry_of("threshold_after_incident", "de-1"), entry_of("threshold_after_incident", "de-2"));
    finds(
        "threshold_after_incident",
        "open-hypotheses",
        &[("P12a", up, "parent-1"), ("P12b", up, "child-1"), ("R16d", up, "")],
        &[
            ("P03", up, ""),
            ("P03", down, ""),
            ("P12a", down, "parent-1"),
            ("P12b", down, "child-1"),
            ("P13", 13, ""),
            ("R16d", down, ""),
        ],
    );
    finds("threshold_after_incident", "shared-risk", &[("P01a", up, "")], &[("P01a", down, "")]);
}

/// The entry that reports a decision.
fn entry_of(case: &str, decision: &str) -> u32 {
    let history = replayed(case);
    let (entry, _) = all!(history, deciding::ThresholdDecided).find(|(_, data)| data.decision.as_str() == decision).unwrap();
    entry.number().get()
}

// "Doing child-protection social work with parents: what are the barriers in practice?"

#[test]
fn one_meeting_is_described_differently_by_mother_and_worker_and_goes_further_as_she_agrees() {
    let history = replayed("compliance_threatened");
    let described = |day: &str| -> Vec<(SeenAs, Option<SignFinding>)> {
        let of_day = all!(history, partnering::PracticeDescribed).filter(|(entry, _)| entry.act().occurred_at == at(day));
        let threat = |data: &partnering::PracticeDescribed| {
            let sign = data.signs.iter().find(|described| described.sign == PartnershipSign::ComplianceThreatened);
            sign.map(|described| described.finding)
        };
        of_day.map(|(_, data)| (data.seen_as, threat(data))).collect()
    };
    let (present, absent) = (Some(SignFinding::Present), Some(SignFinding::Absent));
    assert_eq!(described("05-19 15:00"), [(SeenAs::Family, present), (SeenAs::Worker, absent)]);
    let later = [(SeenAs::Family, absent), (SeenAs::Child, None), (SeenAs::Observer, absent), (SeenAs::Worker, None)];
    assert_eq!(described("07-09 15:00"), later);
    // A description names no worker, be it of one; whose it is, who acts says.
    for (entry, data) in all!(history, partnering::PracticeDescribed).filter(|(_, data)| data.seen_as == SeenAs::Family) {
        assert!(!serde_json::to_string(data).unwrap().contains("worker-a"));
        assert!(entry.act().by.as_str().starts_with("parent-"));
    }
    for (entry, passed) in all!(history, partnering::DescriptionPassedOn) {
        let (by, readers) =
            (entry.act().by.as_str(), passed.readers.iter().map(|reader| reader.as_str()).collect::<Vec<_>>());
        let (expected, offered): (&[&str], usize) = match by {
            "worker-a" => (&["manager", "parent-1"], 0),
            "clinician" => (&["manager", "parent-1", "worker-a"], 0),
            _ => (&["manager"], 2),
        };
        assert_eq!((&readers[..], passed.offered.len()), (expected, offered), "{by}");
    }
    // Late, since a father's views were awaited; and then they are in it.
    let (awaited, _) = all!(history, partnering::ViewsAwaited).next().unwrap();
    let (completed, _) = all!(history, deciding::MilestoneReached)
        .find(|(_, data)| data.what == deciding::Milestone::AssessmentCompleted)
        .unwrap();
    assert!(awaited.act().occurred_at < completed.act().occurred_at);
    assert_eq!(all!(history, partnering::ViewsIncluded).count(), 3);
}

#[test]
fn what_rules_of_partnership_find_in_a_threat_and_in_an_assessment_that_waited() {
    finds(
        "compliance_threatened",
        "partnership",
        &[("P05", 40, ""), ("P14", 35, "parent-2")],
        &[
            ("P05", 16, ""),
            ("P14", 35, "parent-1"),
            ("P14", 35, "child-1"),
            ("R17a", 35, "parent-1"),
            ("R17a", 35, "parent-2"),
            ("R17a", 35, "child-1"),
            ("R17c", 13, ""),
            ("R17d", 24, "parent-2"),
            ("R17e", 24, ""),
        ],
    );
}

// Connected Practice, on permanence.

#[test]
fn every_option_for_permanence_is_weighed_for_and_against() {
    let history = replayed("permanence");
    let weighed: BTreeSet<PermanenceOption> =
        all!(history, partnering::PermanenceOptionWeighed).map(|(_, data)| data.what).collect();
    assert_eq!(weighed.len(), 5);
    let (_, heard) = all!(history, partnering::AmbivalenceHeard).next().unwrap();
    assert!(heard.to_stay.words().is_some() && heard.to_change.words().is_some());
    let met: Vec<Option<&str>> = all!(history, deliberating::DiscussionHeld)
        .map(|(_, data)| data.disruption.as_ref().map(|disruption| disruption.as_str()))
        .collect();
    assert_eq!(met, [Some("pd-1"), Some("pd-2")], "a meeting about each");
    assert_eq!(all!(history, partnering::TransitionSupported).count(), 3);
}

#[test]
fn what_rules_of_connected_practice_find_in_drift_and_in_a_placement_disrupted() {
    let history = replayed("permanence");
    let disruptions: Vec<u32> =
        all!(history, partnering::PlacementDisrupted).map(|(entry, _)| entry.number().get()).collect();
    let second_review = all!(history, deciding::MilestoneReached)
        .filter(|(_, data)| data.what == deciding::Milestone::LookedAfterReview)
        .nth(1)
        .map(|(entry, _)| entry.number().get())
        .unwrap();
    finds(
        "permanence",
        "connected-practice",
        &[("P06", second_review, ""), ("P15", disruptions[1], "")],
        &[("P15", disruptions[0], "")],
    );
}
