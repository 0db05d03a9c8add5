//! Experiments: the same numbers in whatever threads, shards and pieces they are run; precision, stops, pairs and variants.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::simulation::experiment::{
    Correction, Experiment, ExperimentError, Part, PartError, Precision, Ranges, Shard,
};
use practice_cycle::simulation::outcome::Outcome;
use practice_cycle::simulation::{RawScenario, Scenario, Simulator, Start};

/// A scenario that is small enough to be run often: two teams for four months.
fn small(change: impl FnOnce(&mut RawScenario)) -> Simulator {
    let mut raw = Scenario::shipped("null").unwrap().says().clone();
    (raw.horizon.days, raw.group.cycles, raw.replications.to) = (120, 2, 12);
    change(&mut raw);
    Simulator::new(raw.try_into().unwrap())
}

fn more_invitations(raw: &mut RawScenario) {
    raw.tendencies.inviting.as_mut().unwrap().invites.value *= 2.0;
}

fn threads(threads: usize) -> NonZeroUsize {
    NonZeroUsize::new(threads).unwrap()
}

fn json(part: &Part) -> String {
    serde_json::to_string(part).unwrap()
}

/// All tables, one after another.
fn tables(part: &Part) -> String {
    let mut csv = Vec::new();
    part.write_outcomes(&mut csv, 0.95, Correction::Holm).unwrap();
    part.write_refused(&mut csv).unwrap();
    part.write_audit(&mut csv).unwrap();
    part.write_calibration(&mut csv).unwrap();
    String::from_utf8(csv).unwrap()
}

/// Pairs of two scenarios, audited, week by week: all that an experiment can add up.
fn whole<'a>() -> Experiment<'a> {
    let pack = Pack::shipped("local-practice").unwrap();
    let policies = [Policy::new(pack, &EnglandAndWales::new()).unwrap()];
    Experiment::named("more", small(more_invitations)).against("null", small(|_| {})).audited(&policies).week_by_week()
}

#[test]
fn threads_shards_and_stops_change_no_byte() {
    let once = whole().run().unwrap();
    assert_eq!((once.done(), once.missing().count()), (&Ranges::of(0, 12), 0));
    for count in [2, 3, 20] {
        assert_eq!(json(&whole().threads(threads(count)).run().unwrap()), json(&once), "{count} threads");
    }
    for all in [2, 5] {
        let shard = |nth| whole().shard(Shard::new(nth, all).unwrap()).threads(threads(2)).run().unwrap();
        // Each goes through its stored form, and they are merged backwards.
        let stored = |nth| serde_json::from_str::<Part>(&json(&shard(nth))).unwrap();
        let mut parts = (1..=all).rev().map(stored);
        let mut merged = parts.next().unwrap();
        parts.for_each(|part| merged.merge(&part).unwrap());
        assert_eq!((json(&merged), tables(&merged)), (json(&once), tables(&once)), "{all} shards");
    }
    let stop = |done, _| if done == 5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let stopped = whole().threads(threads(2)).with_progress(stop).run().unwrap();
    assert_eq!((stopped.done(), stopped.missing()), (&Ranges::of(0, 5), Ranges::of(5, 12)));
    let mut told = Vec::new();
    let went_on = whole()
        .resume(stopped)
        .with_progress(|done, of| {
            told.push((done, of));
            ControlFlow::Continue(())
        })
        .run()
        .unwrap();
    assert_eq!(json(&went_on), json(&once));
    assert_eq!(told, (6..=12).map(|done| (done, 12)).collect::<Vec<_>>());
}

#[test]
fn the_tables_say_what_was_run() {
    let part = whole().run().unwrap();
    let told = tables(&part);
    let columns = "scenario,outcome,group,unit,from,to,n,censored,mean,sd,p05,p50,p95,low,high,against,difference,diff_low,\
                   diff_high,saved\n";
    assert!(told.starts_with(columns), "{told}");
    let invitations = told.lines().find(|line| line.starts_with("more,invitations,")).unwrap();
    assert!(
        invitations.starts_with("more,invitations,all,per_week,2026-01-05T00:00:00Z,2026-05-04T23:00:00Z,12,0,"),
        "{invitations}"
    );
    assert!(invitations.contains(",null,"), "{invitations}");
    assert!(told.lines().any(|line| line.starts_with("null,invitations,") && line.ends_with(",,,,,")), "by itself, too");
    assert!(told.contains("\nscenario,tendency,code,count\nscenario,rule,duties,injected,found,"), "nothing was refused");
    assert!(told.lines().any(|line| line.starts_with("more,R10,")), "{told}");
    let row = part.rows(0.95, Correction::None).unwrap();
    let difference = row.iter().find(|row| row.outcome == Outcome::Invitations).unwrap();
    assert!(difference.saved.unwrap() > 1.0 && difference.difference.unwrap() > 0.0, "{difference:?}");
    // What is made of ten comparisons at once is wider than what is made of one.
    let wider = part.rows(0.95, Correction::Bonferroni).unwrap();
    let wide = wider.iter().find(|row| row.outcome == Outcome::Invitations).unwrap();
    assert!(wide.diff_high > difference.diff_high && wide.high == difference.high);
    let (of, warm_up) = part.tried()[0].totals().warm_ups().next().unwrap();
    assert_eq!((of, warm_up), (Outcome::Invitations, None), "seventeen weeks are too few to tell a warm-up");
}

#[test]
fn replications_stop_once_a_mean_is_sure_enough() {
    let long = || small(|raw| (raw.replications.from, raw.replications.to) = (0, 1_000));
    let of = |half_width, at_most| Precision::new(Outcome::Invitations.into(), half_width, 0.95, 10, at_most).unwrap();
    let run =
        |precision: Precision, count| Experiment::new(long()).precision(precision).threads(threads(count)).run().unwrap();
    let (one, two) = (run(of(0.05, 1_000), 1), run(of(0.05, 1_000), 2));
    assert_eq!(json(&one), json(&two));
    let done = one.done().count();
    assert!((32..1_000).contains(&done) && done % 32 == 0, "{done}");
    let half_width = |part: &Part| {
        let told = part.tried()[0].outcomes().told(&Outcome::Invitations.into(), 120).unwrap();
        told.estimate.unwrap().half_width(0.95).unwrap()
    };
    assert!(half_width(&one) <= 0.05);
    // There are never more than may be.
    let capped = run(of(1e-6, 40), 2);
    assert_eq!(*capped.done(), Ranges::of(0, 40));
    // Who goes on after a stop stops where nobody had stopped it.
    let stop = |done, _| if done == 33 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let stopped = Experiment::new(long()).precision(of(0.05, 1_000)).with_progress(stop).run().unwrap();
    let went_on = Experiment::new(long()).precision(of(0.05, 1_000)).resume(stopped).run().unwrap();
    assert_eq!(json(&went_on), json(&one));
    let again = Experiment::new(long()).precision(of(0.05, 1_000)).resume(went_on).run().unwrap();
    assert_eq!(json(&again), json(&one), "what was enough still is");
    let sharded = Experiment::new(long()).precision(of(0.05, 1_000)).shard(Shard::new(1, 2).unwrap()).run();
    assert_eq!(sharded, Err(ExperimentError::PrecisionOfAShard));
}

#[test]
fn histories_come_in_order_and_can_stop_a_run() {
    let mut taken = Vec::new();
    let part = Experiment::named("more", small(more_invitations))
        .against("null", small(|_| {}))
        .threads(threads(3))
        .with_histories(|name, number, histories| {
            taken.push((name.to_owned(), number, histories.len()));
            assert!(histories.iter().all(|history| !history.entries().is_empty()));
            if number == 4 && name == "null" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .run()
        .unwrap();
    let expected: Vec<(String, u32, usize)> =
        (0..=4).flat_map(|number| ["more", "null"].map(|name| (name.to_owned(), number, 2))).collect();
    assert_eq!(taken, expected);
    // What could not be kept still is to be done.
    assert_eq!(*part.done(), Ranges::of(0, 4));
}

#[test]
fn parts_of_other_experiments_are_refused() {
    let nothing = |simulator: Simulator| Experiment::new(simulator).nothing().unwrap();
    let base = nothing(small(|_| {}));
    let refused = |other: &Part| base.clone().merge(other).unwrap_err();
    assert_eq!(
        refused(&nothing(small(|raw| raw.replications.seed = 3))),
        PartError::OtherSeed { ours: 20_260_105, theirs: 3 }
    );
    assert!(matches!(refused(&nothing(small(more_invitations))), PartError::OtherScenario { .. }));
    assert!(matches!(refused(&nothing(small(|_| {}).without("joining"))), PartError::OtherScenario { .. }));
    let renamed = Experiment::named("other", small(|_| {})).nothing().unwrap();
    let told = refused(&renamed).to_string();
    assert!(told.contains("one has `null` (") && told.contains("the other `other` ("), "{told}");
    let paired = Experiment::new(small(|_| {})).against("more", small(more_invitations)).nothing().unwrap();
    assert!(matches!(refused(&paired), PartError::OtherScenario { .. }));
    let pack = Pack::shipped("article").unwrap();
    let policies = [Policy::new(pack, &EnglandAndWales::new()).unwrap()];
    let audited = Experiment::new(small(|_| {})).audited(&policies).nothing().unwrap();
    assert_eq!(refused(&audited), PartError::OtherQuestions);
    let older: Part = serde_json::from_str(&json(&base).replace("practice-cycle 0.", "practice-cycle 9.")).unwrap();
    assert!(matches!(refused(&older), PartError::OtherVersion { .. }));
    let two = Experiment::new(small(|raw| raw.replications.to = 2)).run().unwrap();
    let mut three = Experiment::new(small(|raw| (raw.replications.from, raw.replications.to) = (1, 3))).run().unwrap();
    let before = three.clone();
    assert_eq!(three.merge(&two), Err(PartError::Overlap(Ranges::of(1, 2))));
    assert_eq!(three, before, "what is refused changes nothing");
    let going_on = Experiment::new(small(more_invitations)).resume(two.clone()).run();
    assert!(matches!(going_on, Err(ExperimentError::Part(PartError::OtherScenario { .. }))));
    // More replications of the same are part of one experiment that asked for all.
    let further = Experiment::new(small(|raw| (raw.replications.from, raw.replications.to) = (2, 5))).run().unwrap();
    let mut merged = two;
    merged.merge(&further).unwrap();
    assert_eq!(json(&merged), json(&Experiment::new(small(|raw| raw.replications.to = 5)).run().unwrap()));
}

#[test]
fn a_stored_part_that_does_not_fit_together_is_refused() {
    let part = Experiment::new(small(|raw| raw.replications.to = 2)).run().unwrap();
    let stored = json(&part);
    for (what, by) in [
        ("\"done\":[[0,2]]", "\"done\":[[0,1]]"),
        ("\"done\":[[0,2]]", "\"done\":[[7,9]]"),
        ("\"done\":[[0,2]]", "\"done\":[[0,1],[1,2]]"),
        ("\"cycles\":2,", "\"cycles\":1000000,"),
        ("\"made_by\"", "\"made\""),
    ] {
        let changed = stored.replacen(what, by, 1);
        assert_ne!(changed, stored, "{what}");
        assert!(serde_json::from_str::<Part>(&changed).is_err(), "{by}");
    }
}

#[test]
fn of_nothing_nothing_comes() {
    let empty = [
        small(|raw| raw.group.clinicians = 0),
        small(|raw| (raw.group.cycles, raw.group.clinicians) = (0, 0)),
        small(|raw| raw.horizon.days = 0),
        small(|raw| (raw.horizon.days, raw.horizon.start) = (0, Start::WarmUp { days: 0 })),
        small(|raw| raw.replications.to = 0),
    ];
    for simulator in empty {
        let part = Experiment::new(simulator).threads(threads(2)).week_by_week().run().unwrap();
        let tried = &part.tried()[0];
        assert_eq!((tried.totals().cycles(), tried.totals().entries()), (0, 0));
        assert!(part.rows(0.95, Correction::None).unwrap().is_empty());
        assert_eq!(tables(&part).lines().filter(|line| line.starts_with("null")).count(), 10, "the tenths of a calibration");
    }
    let nobody_invites = Experiment::new(small(|raw| raw.tendencies.inviting = None)).run().unwrap();
    let rows = nobody_invites.rows(0.95, Correction::None).unwrap();
    let invitations = rows.iter().find(|row| row.outcome == Outcome::Invitations).unwrap();
    assert_eq!((invitations.mean, invitations.low), (Some(0.0), None), "what never varied says nothing of how it varies");
    assert!(rows.iter().all(|row| row.outcome != Outcome::TimeToAgreement));
}

#[test]
fn a_warm_up_is_left_out() {
    let warm = small(|raw| raw.horizon.start = Start::WarmUp { days: 60 });
    let (warm, all) = (Experiment::new(warm).run().unwrap(), Experiment::new(small(|_| {})).run().unwrap());
    let invitations = |part: &Part| {
        let rows = part.rows(0.95, Correction::None).unwrap();
        let row = rows.into_iter().find(|row| row.outcome == Outcome::TimeToAgreement).unwrap();
        (row.from.to_string(), row.n)
    };
    let ((from, of_rest), (_, of_all)) = (invitations(&warm), invitations(&all));
    assert_eq!(from, "2026-03-06T00:00:00Z");
    assert!(of_rest > 0 && of_rest < of_all);
}

#[test]
fn scenarios_that_cannot_be_compared_are_named() {
    let longer = small(|raw| raw.horizon.days = 121);
    let run = |experiment: Experiment<'_>| experiment.run().unwrap_err().to_string();
    let told = run(Experiment::new(small(|_| {})).against("longer", longer.clone()));
    assert_eq!(told, "`null` and `longer` are compared, and so need one horizon: the same first day, days and warm-up");
    // Side by side they can be run.
    assert!(Experiment::new(small(|_| {})).and("longer", longer.clone()).run().is_ok());
    let told = run(Experiment::new(small(|_| {})).and("null", longer));
    assert_eq!(told, "two scenarios are called `null`; give each a name of its own");
    // The other is run with the draws of the first.
    let other = small(|raw| (raw.replications.seed, raw.replications.to) = (4, 90));
    let part = Experiment::new(small(|_| {})).against("same", other).run().unwrap();
    let rows = part.rows(0.95, Correction::None).unwrap();
    assert!(rows.iter().all(|row| row.difference.is_none_or(|difference| difference == 0.0)));
}

#[test]
fn variants_are_read_from_a_table() {
    let base = Scenario::shipped("null").unwrap();
    let table = "/group/cycles,/tendencies/inviting/invites/value,/tendencies/inviting/invites/per,/capacity/leave_days_a_year\n\
                 3,0.5,week,\"{\"\"value\"\":25,\"\"source\"\":\"\"illustrative\"\"}\"\n\
                 ,,,null\n";
    let variants = base.by_design(table).unwrap();
    assert_eq!(variants.iter().map(|variant| variant.name.as_str()).collect::<Vec<_>>(), ["row 1", "row 2"]);
    let says = variants[0].scenario.says();
    assert_eq!((says.group.cycles, says.tendencies.inviting.as_ref().unwrap().invites.value), (3, 0.5));
    assert_eq!(says.capacity.leave_days_a_year.as_ref().unwrap().value, 25.0);
    assert_eq!(variants[1].scenario, base);
    assert!(base.by_design("/group/cycles\n").unwrap().is_empty() && base.by_design("").unwrap().is_empty());

    let wrong = |table: &str| base.by_design(table).unwrap_err().to_string();
    assert_eq!(
        wrong("/group/cycles,/group/adults,/nowhere/at/all\n-1,0,\n2000,0,\n5,1,7\n5\n"),
        "row 1: `group.cycles`: expected u32\n\
         row 2: `group.cycles`: expected a number from 0 to 1000\n\
         row 2: `group.adults`: expected a number from 1 to 10\n\
         row 3: `/nowhere/at/all`: expected a JSON Pointer to a place in the scenario\n\
         row 4: expected 3 cells, as there are columns"
    );
    assert_eq!(
        wrong("name,/group/cycles\na,1\na,2\n,3\n\u{1b}[31m,4\n"),
        "row 2: `name`: expected a name that no other row has\n\
         row 3: `name`: expected 1 to 100 characters, none of them a control character\n\
         row 4: `name`: expected 1 to 100 characters, none of them a control character"
    );
    assert_eq!(
        wrong("group.cycles,/a,/a\n1,2,3\n"),
        "the first row: expected JSON Pointers, such as `/group/cycles`, or `name`\nthe first row: expected each column once"
    );
}

#[test]
fn one_number_at_a_time_is_multiplied() {
    let base = Scenario::shipped("null").unwrap();
    let variants = base
        .one_at_a_time(&[("/tendencies/inviting/invites/value", &[0.5, 2.0]), ("/group/social_workers", &[0.25])])
        .unwrap();
    let invites: Vec<f64> =
        variants.iter().map(|variant| variant.scenario.says().tendencies.inviting.as_ref().unwrap().invites.value).collect();
    assert_eq!(invites, [0.35, 1.4, 0.7]);
    assert_eq!(variants[2].scenario.says().group.social_workers, 1);
    let wrong = base
        .one_at_a_time(&[
            ("/group/social_workers", &[0.3]),
            ("/title", &[2.0]),
            ("/tendencies/inviting/new_family/value", &[2.0]),
        ])
        .unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "/group/social_workers times 0.3: `/group/social_workers`: expected a number there, and a factor that makes a number of the \
         same kind of it\n\
         /title times 2: `/title`: expected a number there, and a factor that makes a number of the same kind of it\n\
         /tendencies/inviting/new_family/value times 2: `tendencies.inviting.new_family.value`: expected a number from 0 to 1"
    );
    let mut experiment = Experiment::new(small(|_| {}));
    for variant in small(|_| {}).scenario().one_at_a_time(&[("/tendencies/inviting/invites/value", &[0.5, 2.0])]).unwrap() {
        experiment = experiment.and(&variant.name, Simulator::new(variant.scenario));
    }
    let part = experiment.run().unwrap();
    let rows = part.rows(0.95, Correction::None).unwrap();
    let means: Vec<f64> = rows.iter().filter(|row| row.outcome == Outcome::Invitations).filter_map(|row| row.mean).collect();
    assert!(means.len() == 3 && means[1] < means[0] && means[0] < means[2], "{means:?}");
}

#[test]
fn impossible_changes_are_named_by_their_field() {
    let base = Scenario::shipped("null").unwrap();
    let wrong = |pointer: &str, value: i64| base.changed([(pointer, value.into())]).unwrap_err().to_string();
    assert_eq!(
        wrong("/horizon/days", 100_000),
        "`horizon.from`: expected a horizon from 2000 to 2050, for which bank holidays are known\n\
         `horizon.days`: expected a number from 0 to 14610"
    );
    assert!(wrong("/group/dogs", 1).starts_with("`group`: unknown field `dogs`"), "{}", wrong("/group/dogs", 1));
    let nowhere = "`/tendencies/inviting/spaces/99/weight`: expected a JSON Pointer to a place in the scenario";
    assert_eq!(wrong("/tendencies/inviting/spaces/99/weight", 1), nowhere);
    assert!(wrong("/tendencies/inviting/spaces/0/weight", -1).contains("`tendencies.inviting.spaces[0].weight`"));
    assert!(base.changed([("/tendencies/inviting/spaces/0/weight", 5.into())]).is_ok());
}
