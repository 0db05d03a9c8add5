//! What grows with what: each figure at three sizes, with the ratio from one to the next. Per rule, or per entry, it should be flat.
//!
//! `cargo bench -p practice-cycle-benches --bench growth`, with a word of the names behind `--` for some of them alone.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its own histories do not fit")]

mod common;

use std::hint::black_box;
use std::time::Instant;

use common::world;
use practice_cycle::calendar::{Almanac, EnglandAndWales};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Pack, Packs, Policy};

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_asked = |name: &str| asked.is_empty() || asked.iter().any(|word| name.contains(word.as_str()));
    let almanac = Almanac::new(&EnglandAndWales::new()).unwrap();
    println!("| what | size | each | times the size before |\n|---|---|---|---|");
    if is_asked("loading") {
        table("loading, of rules", &[200, 2_000, 20_000], |rules| {
            let written = rules_alike(rules);
            let taken = seconds(|| {
                let mut packs = Packs::default();
                packs.add(&written).unwrap();
                black_box(Policy::new(packs.pack("many").unwrap(), &almanac).unwrap());
            });
            (taken, rules)
        });
    }
    if is_asked("running") {
        table("running, of rules of which few are concerned", &[200, 2_000, 20_000], |rules| {
            let mut packs = Packs::default();
            packs.add(&rules_alike(rules)).unwrap();
            let policy = Policy::new(packs.pack("many").unwrap(), &almanac).unwrap();
            let history = world::history(10_000, 0);
            let mut checker = policy.checker();
            let taken = seconds(|| _ = black_box(checker.violated(&history, Moment::LATEST)));
            (taken, history.entries().len())
        });
    }
    let local = |keep: &str| {
        let pack = Pack::shipped("local-practice").unwrap().only(|rule| rule.id().as_str() == keep);
        Policy::new(&pack, &almanac).unwrap()
    };
    if is_asked("concurrent") {
        let policy = local("R09a");
        table("concurrent (R09a), entries of contracts open at once", &[250, 1_000, 4_000], |open| {
            checked(&policy, &world::open_contracts(open, open / 3))
        });
    }
    if is_asked("distinct") {
        let pack = r#"{"pack":"caseload","version":"1","title":"Invented","rules":[{"id":"C1","title":"Invented",
            "severity":"query","source":{"work":"the benchmark","known":"local"},"per":["contract"],
            "when":{"begins":{"stage":["active","suspended","lapsed"]}},"require":{"concurrent":{
                "stage":["active","suspended","lapsed"],"sharing":["clinician"],"distinct":"case","at_most":8}}}]}"#;
        let policy = Policy::new(&Pack::read(pack).unwrap(), &almanac).unwrap();
        table("distinct, entries of contracts open at once", &[250, 1_000, 4_000], |open| {
            checked(&policy, &world::open_contracts(open, open / 3))
        });
    }
    if is_asked("standing") {
        let pack = r#"{"pack":"standing","version":"1","title":"Invented","rules":[{"id":"S1","title":"Invented",
            "severity":"query","source":{"work":"the benchmark","known":"local"},"per":["contract"],
            "when":{"event":"terms_accepted"},"require":{"standing":{"at_least":"ally"}}}]}"#;
        let policy = Policy::new(&Pack::read(pack).unwrap(), &almanac).unwrap();
        table("a condition on standing, entries", &[2_000, 8_000, 32_000], |entries| {
            checked(&policy, &world::history_of_joining(entries))
        });
    }
    if is_asked("boundary") {
        let pack = r#"{"pack":"boundary","version":"1","title":"Invented","rules":[{"id":"B1","title":"Invented",
            "severity":"query","source":{"work":"the benchmark","known":"local"},"when":{"event":"session_held"},
            "require":{"not":{"boundary":{"verdict":["enmeshed"]}}}}]}"#;
        let policy = Policy::new(&Pack::read(pack).unwrap(), &almanac).unwrap();
        table("a condition on the boundary, entries an hour apart", &[2_000, 8_000, 32_000], |entries| {
            checked(&policy, &world::history_by_the_hour(entries))
        });
    }
    if is_asked("monitor") {
        let policy = Policy::new(Pack::shipped("local-practice").unwrap(), &almanac).unwrap();
        table("a monitor with `local-practice`, entries", &[2_000, 8_000, 32_000], |entries| {
            let whole = world::history_of_joining(entries);
            let (mut growing, mut monitor, mut taken) = (History::default(), policy.monitor(), 0.0);
            for entry in whole.entries() {
                growing.append(entry.clone()).unwrap();
                taken += seconds(|| _ = black_box(monitor.advance(&growing).len()));
            }
            (taken, whole.entries().len())
        });
    }
}

/// A whole report of a history, by entry.
fn checked(policy: &Policy, history: &History) -> (f64, usize) {
    (seconds(|| _ = black_box(policy.check(history, Moment::LATEST, Moment::LATEST))), history.entries().len())
}

/// Prints what one of so many took, at each size.
fn table(what: &str, sizes: &[usize], mut measured: impl FnMut(usize) -> (f64, usize)) {
    let mut before: Option<f64> = None;
    for &size in sizes {
        let (taken, of) = measured(size);
        let each = taken * 1e9 / of as f64;
        let ratio = before.map_or_else(|| "".to_owned(), |before| format!("{:.2}", each / before));
        println!("| {what} | {size} | {each:.0} ns | {ratio} |");
        before = Some(each);
    }
}

fn seconds(timed: impl FnOnce()) -> f64 {
    let start = Instant::now();
    timed();
    start.elapsed().as_secs_f64()
}

/// A pack of so many rules, no two of which say the same, and most of which wait for what does not happen; each tenth watches
/// the one before.
fn rules_alike(rules: usize) -> String {
    let rule = |place: usize| {
        let (days, milestone) = (1 + place % 900, ["referral", "core_group", "case_closed"].get(place % 3).unwrap());
        let asked = match place % 10 {
            9 => format!(r#""when":{{"broken":"X{}"}},"expect":{{"event":"view_given"}}"#, place - 1),
            8 => r#""when":{"event":"view_given"},"expect":{"event":"contract_reviewed"},"clock":"pauses""#.to_owned(),
            7 => r#""when":{"begins":{"stage":"postponed"}},"expect":{"event":"contract_reviewed"}"#.to_owned(),
            _ => format!(
                r#""when":{{"event":"view_given","where":{{"by":"p-{place}"}}}},"expect":{{"event":"contract_reviewed"}}"#
            ),
        };
        format!(
            r#"{{"id":"X{place}","title":"Invented for {milestone}","severity":"query","source":{{"work":"the benchmark","known":"local"}},
            "per":["contract"],{asked},"within":"{} days","until":{{"event":"view_given","where":{{"by":"q-{place}"}}}}}}"#,
            days + 1
        )
    };
    let rules: Vec<String> = (0..rules).map(rule).collect();
    format!(r#"{{"pack":"many","version":"1","title":"Invented","rules":[{}]}}"#, rules.join(","))
}
