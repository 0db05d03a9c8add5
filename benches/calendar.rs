//! Deadlines by an almanac, beside the same deadlines counted day by day.
//!
//! `cargo bench -p practice-cycle-benches --bench calendar` ends with the table of ratios.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its own words do not read")]

mod common;

use std::hint::black_box;

use criterion::Criterion;
use practice_cycle::calendar::{Almanac, Calendar, EnglandAndWales, Period};
use practice_cycle::moment::Moment;

const PERIODS: [&str; 5] = ["48 hours", "6 weeks", "3 months", "10 working days", "45 working days"];

fn main() {
    let mut criterion = Criterion::default().configure_from_args().sample_size(40);
    let england = EnglandAndWales::new();
    let almanac = Almanac::new(&england).unwrap();
    // Through winter and summer, at all hours, so that no look-up is always the same one.
    let start: Moment = "2026-01-05T09:00:00Z".parse().unwrap();
    let moments: Vec<Moment> =
        (0..365).map(|day| Moment::new(start.to_utc() + chrono::TimeDelta::minutes(day * 1477)).unwrap()).collect();
    for words in PERIODS {
        let period: Period = words.parse().unwrap();
        let mut group = criterion.benchmark_group(words);
        let mut measured = |name: &str, calendar: &dyn Calendar| {
            let mut next = moments.iter().cycle();
            group.bench_function(name, |bencher| {
                bencher.iter(|| black_box(period).due_at(*next.next().unwrap(), black_box(calendar)));
            });
        };
        measured("day by day", &england);
        measured("through dyn", &almanac);
        let mut next = moments.iter().cycle();
        group.bench_function("almanac", |bencher| {
            bencher.iter(|| black_box(period).due_at(*next.next().unwrap(), black_box(&almanac)));
        });
        group.bench_function("explained", |bencher| {
            bencher.iter(|| black_box(period).due(*next.next().unwrap(), black_box(&almanac)));
        });
    }
    criterion.bench_function("almanac/made", |bencher| bencher.iter(|| Almanac::new(black_box(&england))));
    criterion.final_summary();
    let pairs: Vec<_> = PERIODS
        .iter()
        .flat_map(|&words| [(words, "almanac", "day by day", 0.30), (words, "through dyn", "day by day", 0.30)])
        .collect();
    common::print_ratios(&pairs);
}
