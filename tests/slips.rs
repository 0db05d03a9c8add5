//! Slips and audits: each rule that can be broken on purpose is kept, then broken in each way, in a small process of its own; the packs
//! find all of it, and nothing else. Then the auditor itself: a ledger that leaves something out, or makes something up, is noticed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in the helpers of tests, where a slip is a failed test")]

#[path = "slips/processes.rs"]
mod processes;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use practice_cycle::boundary::Lean;
use practice_cycle::calendar::{Almanac, EnglandAndWales};
use practice_cycle::code::Code;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::simulation::random::Stream;
use practice_cycle::simulation::{
    Audit, Audited, Auditor, BoundaryAudit, CameTo, Ledger, LedgerRow, Said, Slip, Slips, Violation, Violations, Way,
    breakable, not_on_purpose, ruled_on,
};
use processes::{Offer, process};
use serde_json::json;

static CALENDAR: LazyLock<Arc<Almanac>> = LazyLock::new(|| Arc::new(Almanac::new(&EnglandAndWales::new()).unwrap()));
static AUDITOR: LazyLock<Auditor> = LazyLock::new(|| {
    let policy = |name: &str| Policy::with_almanac(Pack::shipped(name).unwrap(), &CALENDAR).unwrap();
    Auditor::new(&[policy("local-practice"), policy("shared-risk")])
});

/// When each of the processes is over.
fn as_of() -> Moment {
    "2026-12-01T09:00:00Z".parse().unwrap()
}

fn violations(rule: &str, chance: f64, by: serde_json::Value) -> Violations {
    let violation = json!({"rule": rule, "chance": {"value": chance, "source": "illustrative"}, "by": by});
    Violations::new(vec![serde_json::from_value::<Violation>(violation).unwrap()]).unwrap()
}

/// Runs a process: what is delayed is offered at that time, and asked about again if the seed is even; what the cycle then refuses is
/// left out.
#[track_caller]
fn run(offers: Vec<Offer>, violations: &Violations, seed: u64) -> (History, Ledger) {
    let mut history = History::default();
    let mut slips = Slips::new(violations, Stream::new(seed).named("slips"), &CALENDAR);
    let mut open: Vec<(Moment, usize, Act, bool)> = Vec::new();
    for (place, offer) in offers.into_iter().enumerate() {
        open.push((offer.occurred_at, place, offer, true));
    }
    while let Some(next) = (0..open.len()).min_by_key(|&place| (open[place].0, open[place].1)) {
        let (now, place, mut act, is_asked) = open.remove(next);
        (act.occurred_at, act.recorded_at) = (now, now);
        let slip = if is_asked { slips.meets(&act.event, &act.by, now, history.cycle()) } else { Slip::Keep };
        match slip {
            Slip::Keep => {}
            Slip::Omit => continue,
            Slip::Delay(until) => {
                assert!(until > now, "a delay is over at some time");
                open.push((until, place, act, seed.is_multiple_of(2)));
                continue;
            }
            Slip::Swap(event) => act.event = *event,
        }
        let by_itself = violations.each().is_empty();
        match history.record(act) {
            Ok((entry, _)) => {
                let entry = entry.clone();
                slips.hears(&entry, history.cycle());
            }
            Err(refused) => assert!(!by_itself, "{place}: {refused}"),
        }
    }
    let ledger = slips.ledger(&history, as_of());
    (history, ledger)
}

fn audit((history, ledger): &(History, Ledger)) -> Audit {
    AUDITOR.cycle(history, ledger, as_of())
}

/// The rules on which the engine and the ledger differ.
fn differing(audit: &Audit) -> Vec<String> {
    let differs = |row: &Audited| (row.missed, row.false_alarms, row.unmatched) != (0, 0, 0);
    audit.rows().filter(|(_, row)| differs(row)).map(|(rule, row)| format!("{rule}: {row:?}")).collect()
}

fn written(way: Way) -> serde_json::Value {
    match way {
        Way::Omitting => json!("omitting"),
        Way::Delaying => json!({"delaying": {"for": "2 weeks"}}),
        Way::Swapping => json!("swapping"),
    }
}

#[test]
fn what_is_kept_is_found_kept() {
    let mut wrong = Vec::new();
    for (rule, ..) in breakable() {
        let audit = audit(&run(process(rule), &Violations::default(), 1));
        let row = audit.rule(rule).unwrap();
        // What only a slip opens has no duty in a process that keeps the rules.
        let opens_by_a_slip = ["R01a", "R01d", "R06b"].contains(&rule);
        let is_kept = (row.undetermined, row.kept > 0) == (0, !opens_by_a_slip);
        // Nothing else is broken, either.
        if !differing(&audit).is_empty() || !is_kept || audit.total().found > 0 {
            let found: Vec<_> = audit.rows().filter(|(_, row)| row.found > 0).collect();
            wrong.push(format!("{rule}: {row:?}, found {found:?}, differing {:?}", differing(&audit)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_broken_on_purpose_is_found_and_nothing_else() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for (rule, _, ways) in breakable() {
        for (way, seed) in ways.iter().flat_map(|way| [(*way, 1), (*way, 2)]) {
            let audit = audit(&run(process(rule), &violations(rule, 1.0, written(way)), seed));
            let row = audit.rule(rule).unwrap();
            let is_found = row.injected > 0 && row.found > 0 && row.recall() == Some(1.0);
            // A review that is put off beyond the end of the contract, or of its suspension, is no longer owed.
            let is_owed = row.came_to_nothing == 0 || ["R10", "R13b"].contains(&rule) && way == Way::Delaying;
            if !differing(&audit).is_empty() || !is_found || !is_owed || row.undetermined > 0 {
                wrong.push(format!("{rule} by {}: {row:?}, differing {:?}", way.code(), differing(&audit)));
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 120, "{tried} ways");
}

/// The contract has lapsed by the last instant of the day, as its stages say, and was completed at the midnight after it: R11 has a duty,
/// which was kept.
#[test]
fn a_contract_completed_at_the_midnight_after_its_end_has_lapsed() {
    let row = *audit(&run(processes::completed_as_it_lapses(), &Violations::default(), 1)).rule("R11").unwrap();
    assert_eq!((row.duties, row.kept, row.unmatched), (1, 1, 0));
}

#[test]
fn what_has_no_chance_never_slips() {
    for (rule, _, ways) in breakable() {
        for &way in ways {
            let slipping = run(process(rule), &violations(rule, 0.0, written(way)), 1);
            let keeping = run(process(rule), &Violations::default(), 1);
            assert_eq!(slipping.0.entries(), keeping.0.entries(), "{rule} by {way}");
            assert_eq!(slipping.1, keeping.1);
        }
    }
}

#[test]
fn a_duty_is_drawn_once_and_by_nothing_but_its_name() {
    // A hundred concerns, each offered for passing on three times: at .3, about thirty slip, whatever else is offered.
    let offers: Vec<Offer> = processes::many_concerns(100);
    let slipped = |offers: Vec<Offer>, chance: f64, seed: u64| -> BTreeSet<String> {
        let (_, ledger) = run(offers, &violations("R26", chance, json!("omitting")), seed);
        ledger.rows().iter().filter(|row| row.slip.is_some()).map(|row| row.about.clone()).collect()
    };
    let some = slipped(offers.clone(), 0.3, 1);
    assert!((15..=45).contains(&some.len()), "{}", some.len());
    assert!(some.is_subset(&slipped(offers.clone(), 0.6, 1)), "what slips at one chance slips at any greater one");
    assert_ne!(some, slipped(offers.clone(), 0.3, 2));
    let half: BTreeSet<String> = slipped(processes::many_concerns(50), 0.3, 1);
    assert!(half.is_subset(&some));
}

#[test]
fn a_ledger_that_is_wrong_is_noticed() {
    let (history, ledger) = run(processes::many_concerns(20), &violations("R26", 0.5, json!("omitting")), 3);
    let right = audit(&(history.clone(), ledger.clone()));
    assert!(differing(&right).is_empty(), "{right:?}");
    let row = *right.rule("R26").unwrap();
    assert!(row.found > 3 && row.kept > 3, "{row:?}");
    let changed = |change: &dyn Fn(&mut Vec<LedgerRow>)| {
        let mut rows = ledger.rows().to_vec();
        change(&mut rows);
        *audit(&(history.clone(), Ledger::from_rows(rows))).rule("R26").unwrap()
    };
    let place = |of: CameTo| ledger.rows().iter().position(|row| row.rule == "R26" && row.came_to == of).unwrap();
    let (broken, kept) = (place(CameTo::Broken), place(CameTo::Kept));
    // What was broken is left out: the engine finds something that is not known to have been.
    let without = changed(&|rows| _ = rows.remove(broken));
    assert_eq!((without.found, without.false_alarms, without.injected), (row.found - 1, 1, row.injected - 1));
    // What was kept is left out, or made up.
    assert_eq!(changed(&|rows| _ = rows.remove(kept)).unmatched, 1);
    let made_up = |came_to: CameTo| {
        move |rows: &mut Vec<LedgerRow>| {
            rows.push(LedgerRow {
                about: "co-none".to_owned(),
                came_to,
                opened_by: Some(EntryNumber::FIRST),
                ..rows[broken].clone()
            });
        }
    };
    assert_eq!(changed(&made_up(CameTo::Broken)).missed, 1);
    assert_eq!(changed(&made_up(CameTo::Kept)).unmatched, 1);
    // One is taken for the other.
    assert_eq!(changed(&|rows| rows[kept].came_to = CameTo::Broken).missed, 1);
    assert_eq!(changed(&|rows| rows[broken].came_to = CameTo::Kept).false_alarms, 1);
    // A slip that is not noted, and one that is noted and was none.
    assert_eq!(changed(&|rows| rows[broken].slip = None).by_itself, 1);
    assert_eq!(changed(&|rows| rows[kept].slip = Some(Way::Omitting)).came_to_nothing, 1);
}

#[test]
fn audits_add_up_in_any_order() {
    let audits: Vec<Audit> = (0..4)
        .map(|seed| audit(&run(processes::many_concerns(10), &violations("R26", 0.5, json!("omitting")), seed)))
        .collect();
    let add = |order: &[usize]| {
        order.iter().fold(Audit::default(), |mut all, &place| {
            all.merge(&audits[place]);
            all
        })
    };
    let csv = |audit: &Audit| {
        let mut csv = Vec::new();
        audit.write_csv(&mut csv).unwrap();
        String::from_utf8(csv).unwrap()
    };
    let all = add(&[0, 1, 2, 3]);
    assert_eq!(csv(&all), csv(&add(&[3, 1, 0, 2])));
    let row = all.rule("R26").unwrap();
    let line = format!("R26,40,{0},{0},0,0,0,{1},0,0,0", row.found, row.kept);
    assert!(csv(&all).lines().any(|written| written == line), "{line}\n{}", csv(&all));
    assert_eq!(row.found + row.kept, 40);
}

#[test]
fn every_rule_of_the_three_packs_is_ruled_on_or_has_its_reason() {
    let rules: BTreeSet<&str> = ["local-practice", "shared-risk"]
        .iter()
        .flat_map(|name| Pack::shipped(name).unwrap().rules())
        .map(|rule| rule.id().as_str())
        .collect();
    let breakable: BTreeSet<&str> = breakable().map(|(rule, ..)| rule).collect();
    let not: BTreeSet<&str> = not_on_purpose().map(|(rule, _)| rule).collect();
    assert!(breakable.is_disjoint(&not));
    assert_eq!(breakable.union(&not).copied().collect::<BTreeSet<_>>(), rules);
    assert!(ruled_on().all(|rule| rules.contains(rule)));
}

#[test]
fn firmness_is_counted_by_tenths() {
    let mut one = BoundaryAudit::default();
    for (firmness, majority) in
        [(0.0, None), (0.1, None), (0.799_999_999_9, Some(Lean::Healthy)), (1.0, Some(Lean::Healthy))]
    {
        one.note(Said::Leans { lean: Lean::Healthy, firmness }, majority);
    }
    one.note(Said::Insufficient { firmness: 0.45 }, Some(Lean::Healthy));
    one.note(Said::Insufficient { firmness: f64::NAN }, None);
    let mut csv = Vec::new();
    one.write_csv(&mut csv).unwrap();
    assert_eq!(
        String::from_utf8(csv).unwrap(),
        "says_from,says_to,readings,right,insufficient\n\
         0.0,0.1,1,0,1\n0.1,0.2,1,0,0\n0.2,0.3,0,0,0\n0.3,0.4,0,0,0\n0.4,0.5,0,0,1\n0.5,0.6,0,0,0\n\
         0.6,0.7,0,0,0\n0.7,0.8,0,0,0\n0.8,0.9,1,1,0\n0.9,1.0,1,1,0\n"
    );
    // By hand: 0, 0.1, 0.2 and 0 off.
    assert!((one.brier().unwrap() - (0.01 + 0.04) / 4.0).abs() < 1e-9);
    let mut twice = one.clone();
    twice.merge(&one);
    assert_eq!(twice.brier(), one.brier());
    assert_eq!(twice.tenths()[9].right, 2);
    assert_eq!(BoundaryAudit::default().brier(), None);
}

#[test]
fn violations_are_read_strictly() {
    let refused = |written: &str| serde_json::from_str::<Violations>(written).unwrap_err().to_string();
    let one = |rule: &str, chance: &str, by: &str| {
        format!(r#"{{"rule":"{rule}","chance":{{"value":{chance},"source":"illustrative"}},"by":{by}}}"#)
    };
    let good = one("R10", "0.05", r#"{"delaying":{"for":"3 weeks"}}"#);
    let ours: Violations = serde_json::from_str(&format!("[{good}]")).unwrap();
    assert_eq!(serde_json::to_string(&ours).unwrap(), format!("[{good}]"));
    let wrong = [one("R99", "2", r#""omitting""#), one("R26", "0.1", r#""swapping""#), one("R26", "0.1", r#""omitting""#)];
    assert_eq!(
        refused(&format!("[{}]", wrong.join(","))),
        "`violations[0].rule`: the simulation does not rule on R99; `violations[0].chance`: expected a chance from 0 to 1; \
         `violations[1].by`: R26 can be broken by omitting, delaying; `violations[2].rule`: R26 stands here twice"
    );
    assert!(
        refused(&format!("[{}]", one("R26", "0.1", r#"{"delaying":{"for":"3 wekes"}}"#)))
            .contains("did you mean `3 weeks`?")
    );
    assert!(
        refused(r#"[{"rule":"R26","chance":{"value":0.1,"source":"illustrative"},"by":"omitting","often":1}]"#)
            .contains("often")
    );
    assert!(Way::ALL.iter().all(|way| Way::from_code(way.code()) == Some(*way)));
}

/// Whether a discussion is about one case, and held under a contract about another: a plan made there is about either.
#[cfg(feature = "proptest")]
fn is_of_two_cases(history: &History, event: &practice_cycle::cycle::Event) -> bool {
    use practice_cycle::contracting::ContractInvited;
    use practice_cycle::deliberating::DiscussionHeld;
    DiscussionHeld::of(event).is_some_and(|held| {
        let mut invited = history.entries().iter().filter_map(|entry| ContractInvited::of(entry.event()));
        held.contract.as_ref().is_some_and(|under| {
            invited.any(|data| data.contract == *under && data.case.as_ref().is_some_and(|case| *case != held.case))
        })
    })
}

/// What the ledger says is what the engine says on random histories, too, which nobody made to suit either of them.
#[cfg(feature = "proptest")]
#[test]
fn the_ledger_and_the_engine_agree_on_random_histories() {
    use practice_cycle::strategy;
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;
    let histories: usize = std::env::var("HISTORIES").map_or(300, |number| number.parse().unwrap());
    let mut runner = TestRunner::deterministic();
    let drawn = strategy::history(20..70);
    let mut all = Audit::default();
    for _ in 0..histories {
        let history = drawn.new_tree(&mut runner).unwrap().current();
        if history.entries().iter().any(|entry| is_of_two_cases(&history, entry.event())) {
            continue;
        }
        let ledger = Ledger::of(&history, Moment::LATEST, &CALENDAR);
        all.merge(&AUDITOR.cycle(&history, &ledger, Moment::LATEST));
    }
    let differing = differing(&all);
    assert!(differing.is_empty(), "{differing:#?}");
    let seen = |rule: &str| all.rule(rule).unwrap();
    assert!(
        ["R10", "R12a", "R14", "P01a", "R26"].iter().all(|rule| seen(rule).duties > 0 && seen(rule).found > 0),
        "{all:?}"
    );
}
