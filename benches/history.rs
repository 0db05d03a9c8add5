//! Whole histories: replay, loading, writing and correcting, each beside its yardstick.
//!
//! `cargo bench -p practice-cycle-benches --bench history` ends with the table of ratios.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a benchmark stops where its own histories do not fit"
)]

mod common;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use common::by_hand::ByHand;
use common::world;
use criterion::Criterion;
use foldhash::fast::RandomState;
use practice_cycle::attachment;
use practice_cycle::contracting::{self, StepContext};
use practice_cycle::cycle::{Cycle, Entry, Event};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Actor, Role};

const ENTRIES: usize = 20_000;

/// What a fold keeps that judges nothing: who is who, each contract and its steps, and where to find whatever was made.
#[derive(Default)]
struct Folded {
    people: HashMap<Box<str>, (u32, Role), RandomState>,
    contracts: HashMap<Box<str>, usize, RandomState>,
    made: HashMap<Box<str>, (u32, Moment), RandomState>,
    all: Vec<ByHand>,
}

/// The bare fold: finds who acts and what the entry is about, applies it, and judges nothing.
fn bare_fold(entries: &[Entry]) -> Folded {
    let mut folded = Folded::default();
    for entry in entries {
        let act = entry.act();
        if let Event::Attachment(event) = &act.event {
            let seat = folded.people.len() as u32;
            match event {
                attachment::Event::CycleOpened(data) => {
                    folded.people.insert(data.clinician.as_str().into(), (seat, Role::Clinician))
                }
                attachment::Event::PersonEntered(data) => {
                    folded.people.insert(data.person.as_str().into(), (seat, data.role))
                }
                _ => None,
            };
            continue;
        }
        let &(seat, role) = folded.people.get(act.by.as_str()).unwrap();
        let step = StepContext::new(Actor { seat, role }, act.occurred_at, entry.number());
        if let Event::Contracting(event) = &act.event {
            if let contracting::Event::ContractInvited(data) = event {
                folded.contracts.insert(data.contract.as_str().into(), folded.all.len());
                folded.all.push(ByHand::invited(data, &step));
            } else if let Some(contract) = contract_of(event) {
                let place = *folded.contracts.get(contract).unwrap();
                folded.all[place].apply(event, &step);
            }
        } else if let Some(id) = world::made(&act.event) {
            folded.made.insert(id.into(), (entry.number().get(), act.occurred_at));
        }
    }
    folded
}

fn contract_of(event: &contracting::Event) -> Option<&str> {
    use contracting::Event as Contracting;
    Some(match event {
        Contracting::ReframeOffered(data) => data.contract.as_str(),
        Contracting::ReframeAnswered(data) => data.contract.as_str(),
        Contracting::TermsProposed(data) => data.contract.as_str(),
        Contracting::TermsAccepted(data) => data.contract.as_str(),
        Contracting::ContractBegun(data) => data.contract.as_str(),
        Contracting::ContractReviewed(data) => data.contract.as_str(),
        Contracting::ContractSuspended(data) => data.contract.as_str(),
        Contracting::ContractResumed(data) => data.contract.as_str(),
        Contracting::ContractCompleted(data) => data.contract.as_str(),
        _ => return None,
    })
}

fn replay(criterion: &mut Criterion, history: &History) {
    let mut group = criterion.benchmark_group("replay of whole cycles");
    group.sample_size(40);
    group.bench_function("checked", |bench| {
        bench.iter_with_large_drop(|| {
            let mut cycle = Cycle::default();
            for entry in history.entries() {
                black_box(cycle.evolve(entry)).unwrap();
            }
            cycle
        });
    });
    group.bench_function("bare fold", |bench| bench.iter_with_large_drop(|| bare_fold(history.entries())));
    group.finish();
}

fn load(criterion: &mut Criterion, stored: &[u8]) {
    let mut group = criterion.benchmark_group("load");
    group.sample_size(20);
    group.bench_function("read", |bench| bench.iter_with_large_drop(|| History::read(stored).unwrap()));
    group.bench_function("from_slice", |bench| {
        bench.iter_with_large_drop(|| {
            let lines = stored.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
            lines.map(|line| serde_json::from_slice::<Entry>(line).unwrap()).collect::<Vec<Entry>>()
        });
    });
    group.finish();
}

fn write(criterion: &mut Criterion, history: &History) {
    let mut group = criterion.benchmark_group("write");
    group.sample_size(20);
    let mut kept = Vec::new();
    group.bench_function("write", |bench| {
        bench.iter(|| {
            kept.clear();
            history.write(&mut kept).unwrap();
        });
    });
    group.bench_function("to_writer", |bench| {
        bench.iter(|| {
            kept.clear();
            for entry in history.entries() {
                serde_json::to_writer(&mut kept, entry).unwrap();
                kept.push(b'\n');
            }
        });
    });
    group.finish();
}

fn record(criterion: &mut Criterion, history: &History) {
    let acts: Vec<_> = history.entries().iter().map(|entry| entry.act().clone()).collect();
    criterion.bench_function("record a whole history (not compared)", |bench| {
        bench.iter_batched(
            || acts.clone(),
            |acts| {
                let mut cycle = Cycle::default();
                for act in acts {
                    black_box(cycle.record(act)).unwrap();
                }
            },
            criterion::BatchSize::LargeInput,
        );
    });
}

/// Loading 100,000 entries, with and without a thousand corrections among them; once each, in seconds.
fn load_at_length() {
    for errors in [0, 1000] {
        let history = world::history(100_000, errors);
        let mut stored = Vec::new();
        history.write(&mut stored).unwrap();
        let start = Instant::now();
        let loaded = History::read(stored.as_slice()).unwrap();
        println!(
            "{} entries with {errors} corrections load in {:.2} s",
            loaded.entries().len(),
            start.elapsed().as_secs_f64()
        );
    }
}

fn main() {
    let history = world::history(ENTRIES, 0);
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    let mut criterion = Criterion::default().configure_from_args();
    replay(&mut criterion, &history);
    load(&mut criterion, &stored);
    write(&mut criterion, &history);
    record(&mut criterion, &history);
    criterion.final_summary();
    common::print_ratios(&[
        ("replay of whole cycles", "checked", "bare fold", 1.2),
        ("load", "read", "from_slice", 1.0),
        ("write", "write", "to_writer", 1.1),
    ]);
    load_at_length();
}
