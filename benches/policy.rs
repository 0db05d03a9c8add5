//! Eight timed rules, with duties and the entries behind them, beside the same rules coded by hand: over many short histories,
//! live and interleaved, and over one long history.
//!
//! `cargo bench -p practice-cycle-benches --bench policy` ends with the table of ratios.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops where its own histories do not fit")]

mod common;

use std::hint::black_box;
use std::time::Instant;

use common::automata::ByHand;
use common::{print_ratios, world};
use criterion::{Criterion, Throughput};
use practice_cycle::calendar::{Almanac, EnglandAndWales};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Checker, Pack, Packs, Policy};

const PACK: &str = include_str!("common/eight.json");

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut packs = Packs::shipped();
    packs.add(PACK).unwrap();
    let england = EnglandAndWales::new();
    let policy = Policy::new(packs.pack("eight").unwrap(), &england).unwrap();
    let almanac = Almanac::new(&england).unwrap();
    let histories: Vec<History> = (0..1000).map(|_| world::one_life()).collect();
    let entries: usize = histories.iter().map(|history| history.entries().len()).sum();

    // Both come to the same, or the comparison would be of two different things.
    let report = policy.check(&histories[0], Moment::LATEST, Moment::LATEST);
    let mut by_hand = ByHand::new(&almanac);
    histories[0].entries().iter().for_each(|entry| by_hand.take(entry));
    let met: u64 = report.rules.iter().map(|rule| rule.tally.met + rule.tally.kept + rule.tally.released).sum();
    let broken: u64 = report.rules.iter().map(|rule| rule.tally.missed + rule.tally.met_late + rule.tally.broken).sum();
    assert_eq!((met, broken), (by_hand.kept, by_hand.broken), "the same duties, by rule and by hand: {report:?}");

    let mut group = criterion.benchmark_group("short histories");
    group.throughput(Throughput::Elements(entries as u64 * 8));
    group.bench_function("rules in batch", |bench| {
        let mut checker = policy.checker();
        bench.iter(|| histories.iter().map(|history| checker.violated(black_box(history), Moment::LATEST)).sum::<usize>());
    });
    group.bench_function("full reports", |bench| {
        bench.iter(|| {
            histories
                .iter()
                .map(|history| policy.check(black_box(history), Moment::LATEST, Moment::LATEST).rules.len())
                .sum::<usize>()
        });
    });
    group.bench_function("by hand", |bench| {
        let mut by_hand = ByHand::new(&almanac);
        bench.iter(|| {
            let mut broken = 0;
            for history in &histories {
                by_hand.clear();
                history.entries().iter().for_each(|entry| by_hand.take(black_box(entry)));
                broken += by_hand.broken;
            }
            broken
        });
    });
    group.finish();
    print_ratios(&[
        ("short histories", "rules in batch", "by hand", 5.0),
        ("short histories", "full reports", "by hand", 5.0),
    ]);
    reports();
    waivers();
    live(&policy, &almanac);
    shipped();
    long(&policy, &almanac);
}

/// The least of a few times, in nanoseconds for each of so many.
fn least(of: usize, mut once: impl FnMut() -> f64) -> f64 {
    (0..5).map(|_| once()).fold(f64::INFINITY, f64::min) * 1e9 / of as f64
}

fn seconds(timed: impl FnOnce()) -> f64 {
    let start = Instant::now();
    timed();
    start.elapsed().as_secs_f64()
}

/// A whole report, with every finding explained, beside the verdicts alone: over short histories, and over one long one.
fn reports() {
    let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new()).unwrap();
    let mut checker = policy.checker();
    println!(
        "\n| `article`, entries of a history | findings | verdicts alone, an entry | report, an entry | ratio | target |\n|---|---|---|---|---|---|"
    );
    for (entries, histories) in [(22, 1000), (2_002, 10), (20_020, 1), (200_200, 1)] {
        let history = if entries == 22 { world::one_life() } else { world::history(entries, 0) };
        let (verdicts, report) = in_turns(&mut checker, &history, histories, 15);
        let findings = policy.check(&history, Moment::LATEST, Moment::LATEST).findings().count();
        println!(
            "| {} | {findings} | {verdicts:.0} ns | {report:.0} ns | {:.2} | ≤ 3 |",
            history.entries().len(),
            report / verdicts
        );
    }
}

/// The verdicts alone and a whole report, in nanoseconds an entry: in turns, so that what slows the machine slows both.
fn in_turns(checker: &mut Checker<'_>, history: &History, times: usize, turns: usize) -> (f64, f64) {
    let of = (times * history.entries().len()) as f64;
    let mut timed = |work: &dyn Fn(&mut Checker<'_>)| 1e9 * seconds(|| (0..times).for_each(|_| work(checker))) / of;
    (0..turns).fold((f64::INFINITY, f64::INFINITY), |(verdicts, report), _| {
        (
            timed(&|checker| _ = black_box(checker.violated(history, Moment::LATEST))).min(verdicts),
            timed(&|checker| _ = black_box(checker.check(history, Moment::LATEST))).min(report),
        )
    })
}

/// Many duties, each broken, and excused by a waiver of its own that names its case.
fn waivers() {
    let pack = r#"{"pack":"waived","version":"1","title":"Invented","rules":[{"id":"X1","title":"Invented","severity":"query",
        "source":{"work":"the benchmark","known":"local"},"per":["case"],"when":{"event":"milestone_reached"},
        "require":{"where":{"what":"case_closed"}}}]}"#;
    let policy = Policy::new(&Pack::read(pack).unwrap(), &EnglandAndWales::new()).unwrap();
    println!(
        "\n| duties excused, each by a waiver of its own | verdicts alone, an entry | report, an entry |\n|---|---|---|"
    );
    for duties in [500, 2_000, 8_000] {
        let mut history = world::one_life();
        let by = history.entries().first().unwrap().act().by.clone();
        let mut record = |day: &str, second: usize, kind: &str, data: String| {
            let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
            let at = format!("2027-{day}T{hour:02}:{minute:02}:{second:02}Z");
            let act = format!(
                r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{}","data":{data}}}"#,
                by.as_str()
            );
            history.record(serde_json::from_str(&act).unwrap()).unwrap();
        };
        for n in 0..duties {
            record(
                "01-10",
                n,
                "milestone_reached",
                format!(r#"{{"milestone":"w-{n}","case":"w-{n}","what":"core_group"}}"#),
            );
        }
        for n in 0..duties {
            let data = format!(r#"{{"waiver":"w-{n}","rule":"X1","case":"w-{n}","reason":"Invented."}}"#);
            record("01-11", n, "duty_waived", data);
        }
        let (verdicts, report) = in_turns(&mut policy.checker(), &history, 1, 5);
        let excused = policy.check(&history, Moment::LATEST, Moment::LATEST).summary().excused;
        println!("| {excused} | {verdicts:.0} ns | {report:.0} ns |");
    }
}

/// Entry by entry, one of each history after the other: what a service does all day.
fn live(policy: &Policy, almanac: &Almanac) {
    let whole = world::one_life();
    let (histories, entries) = (1000, whole.entries().len());
    let by_rule = least(histories * entries, || {
        let mut growing = vec![History::default(); histories];
        let mut monitors: Vec<_> = growing.iter().map(|_| policy.monitor()).collect();
        whole
            .entries()
            .iter()
            .map(|entry| {
                growing.iter_mut().for_each(|history| _ = history.append(entry.clone()).unwrap());
                seconds(|| {
                    monitors.iter_mut().zip(&growing).for_each(|(monitor, history)| {
                        black_box(monitor.advance(history));
                    })
                })
            })
            .sum()
    });
    let by_hand = least(histories * entries, || {
        let growing: Vec<History> = (0..histories).map(|_| whole.clone()).collect();
        let mut automata: Vec<_> = growing.iter().map(|_| ByHand::new(almanac)).collect();
        (0..entries)
            .map(|place| {
                seconds(|| {
                    automata
                        .iter_mut()
                        .zip(&growing)
                        .for_each(|(automata, history)| automata.take(&history.entries()[place]));
                })
            })
            .sum()
    });
    println!(
        "\nlive, {histories} histories interleaved, eight rules: {by_rule:.0} ns an entry, by hand {by_hand:.0}: {:.1} (at most 10)",
        by_rule / by_hand
    );
}

/// The packs that come with the crate, over as many short histories as a region has in a year.
fn shipped() {
    let histories: Vec<History> = (0..10_000).map(|_| world::one_life()).collect();
    let entries = 10 * histories.iter().map(|history| history.entries().len()).sum::<usize>();
    for name in ["article", "local-practice", "england-statutory"] {
        let policy = Policy::new(Pack::shipped(name).unwrap(), &EnglandAndWales::new()).unwrap();
        let mut checker = policy.checker();
        let taken = seconds(|| {
            (0..10).for_each(|_| {
                histories.iter().for_each(|history| {
                    black_box(checker.violated(history, Moment::LATEST));
                })
            })
        });
        let rules = Pack::shipped(name).unwrap().rules().len();
        println!(
            "100,000 histories of {} entries by `{name}` ({rules} rules): {taken:.2} s, {:.0} ns an entry",
            entries / 100_000,
            taken * 1e9 / entries as f64
        );
    }
}

/// One history of a million entries: an entry costs what it did at the beginning.
fn long(policy: &Policy, almanac: &Almanac) {
    let whole = world::history(1_000_000, 0);
    let mut growing = History::default();
    let mut monitor = policy.monitor();
    let mut by_hand = ByHand::new(almanac);
    println!("\none history of a million entries, live: ns an entry in each tenth, duties kept at its end, and by hand");
    for tenth in whole.entries().chunks(whole.entries().len().div_ceil(10)) {
        let mut taken = 0.0;
        for some in tenth.chunks(1000) {
            let taking = some.iter().map(|entry| {
                growing.append(entry.clone()).unwrap();
                seconds(|| _ = black_box(monitor.advance(&growing)))
            });
            taken += taking.sum::<f64>();
        }
        let hand = seconds(|| tenth.iter().for_each(|entry| by_hand.take(black_box(entry))));
        let each = |seconds: f64| seconds * 1e9 / tenth.len() as f64;
        println!("{:>6.0} {:>8} {:>6.0}", each(taken), monitor.kept(), each(hand));
    }
}
