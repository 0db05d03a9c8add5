//! Ours: a pack of one rule. Each entry that the pattern fits opens a duty, breaks it, and is kept with it.

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Packs, Policy};

use crate::asked::{Asked, median};
use crate::entries::{EVENT, SIDE, WHAT};
use crate::world;

fn policy(written: &str, name: &str) -> Policy {
    let mut packs = Packs::shipped();
    packs.add(written).unwrap();
    Policy::new(packs.pack(name).unwrap(), &EnglandAndWales::new()).unwrap()
}

/// The pattern as the `when` of a rule, which requires what is never so.
pub(crate) fn pattern() -> Policy {
    let pack = format!(
        r#"{{
            "pack": "one", "version": "1", "title": "One pattern, to be measured beside the same in other languages",
            "rules": [{{
                "id": "O1", "title": "Whatever fits is broken",
                "source": {{"work": "the benchmark", "known": "local"}}, "severity": "query",
                "when": {{"event": "{EVENT}", "where": {{"what": "{WHAT}", "by.side": "{SIDE}"}}}},
                "require": {{"not": {{"where": {{"what": "{WHAT}"}}}}}}
            }}]
        }}"#
    );
    policy(&pack, "one")
}

pub(crate) fn asked<'a>(name: String, policy: &'a Policy, history: &'a History) -> Asked<'a> {
    let mut answers = vec![false; history.entries().len()];
    for duty in &policy.check(history, Moment::LATEST, Moment::LATEST).rules[0].duties {
        answers[duty.opened_by.entry.get() as usize - 1] = true;
    }
    let mut checker = policy.checker();
    Asked::ours(name, answers, move || checker.violated(history, Moment::LATEST))
}

/// The microseconds that eight timed rules take for a history of 22 entries, as `cargo bench --bench policy` has them.
pub(crate) fn eight_rules() -> f64 {
    let policy = policy(include_str!("../../common/eight.json"), "eight");
    let histories: Vec<History> = (0..100).map(|_| world::one_life()).collect();
    let mut checker = policy.checker();
    let took = (0..400).map(|_| {
        let began = std::time::Instant::now();
        let violated: usize = histories.iter().map(|history| checker.violated(history, Moment::LATEST)).sum();
        std::hint::black_box(violated);
        began.elapsed().as_nanos() as f64 / 1e3 / histories.len() as f64
    });
    median(took.collect())
}
