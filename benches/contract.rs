//! One step judged and applied on a contract, against a hand-written `match` that checks the same over the same types.
//!
//! Each figure is the time for one pass over the same steps, from the same start;
//! `cargo bench -p practice-cycle-benches --bench contract` ends with the table of ratios.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops where its own histories do not fit"
)]

mod common;

use std::hint::black_box;

use common::by_hand::ByHand;
use common::world;
use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion};
use practice_cycle::contracting::{Contract, Event, StepContext};
use practice_cycle::id::EntryNumber;
use practice_cycle::people::{Actor, Role};

const CLINICIAN: Actor = Actor { seat: 0, role: Role::Clinician };
const WORKER: Actor = Actor { seat: 1, role: Role::SocialWorker };

/// The life of one contract, and every prefix of it to start from.
struct Lives {
    life: Vec<(Event, StepContext)>,
    starts: Vec<(Contract, ByHand)>,
    /// The same steps, each long after.
    late: Vec<(Event, StepContext)>,
}

fn lives() -> Lives {
    let mut number = EntryNumber::FIRST;
    let mut life = Vec::new();
    for (minute, (event, clinician)) in world::steps().into_iter().enumerate() {
        let by = if clinician { CLINICIAN } else { WORKER };
        life.push((event, StepContext::new(by, world::moment(minute), number)));
        number = number.next();
    }
    let (Event::ContractInvited(invited), step) = &life[0] else { panic!("a life begins with an invitation") };
    let mut contract = Contract::invited(invited, step).unwrap();
    let mut by_hand = ByHand::invited(invited, step);
    let mut starts = vec![(contract.clone(), by_hand.clone())];
    for (event, step) in &life[1..] {
        let moved = contract.record(event, step).unwrap();
        assert_eq!(by_hand.record(event, step), Ok(moved), "the yardstick does the same");
        starts.push((contract.clone(), by_hand.clone()));
    }
    let at = world::moment(1000);
    let late = life.iter().map(|(event, step)| (event.clone(), StepContext { at, ..*step })).collect();
    Lives { life, starts, late }
}

/// Contracts at every stage of life, each offered every step that is refused there; in an order that no predictor learns.
fn refused(lives: &Lives) -> Vec<(usize, usize)> {
    let mut offers = Vec::new();
    for (start, (contract, by_hand)) in lives.starts.iter().enumerate() {
        for (offered, (event, step)) in lives.late.iter().enumerate() {
            let refusal = contract.judge(event, step);
            let theirs = by_hand.clone().record(event, step);
            assert_eq!(refusal.is_err(), theirs.is_err(), "the yardstick refuses the same");
            if refusal.is_err() {
                offers.push((start, offered));
            }
        }
    }
    shuffled(offers, 4096)
}

fn shuffled<T: Clone>(items: Vec<T>, length: usize) -> Vec<T> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut pick = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % items.len()
    };
    (0..length).map(|_| items[pick()].clone()).collect()
}

/// The same life a thousand times, in step or each contract at its own pace.
const CONTRACTS: usize = 256;

/// Contracts at the start of the life that all of them share, each with its place in it.
type Pack<T> = Vec<(T, usize)>;

/// The contracts take turns in an order of their own, as entries of a cycle do: each turn is one step of a life.
fn each_in_turn<T>(pack: &mut Pack<T>, turns: &[usize], lives: &Lives, mut step: impl FnMut(&mut T, &Event, &StepContext)) {
    for &turn in turns {
        let (contract, next) = &mut pack[turn];
        let Some((event, taken)) = lives.life.get(*next) else { continue };
        step(contract, event, taken);
        *next += 1;
    }
}

fn turns(lives: &Lives) -> Vec<usize> {
    shuffled((0..CONTRACTS).collect(), CONTRACTS * (lives.life.len() - 1) * 2)
}

/// One pass over the lives of all contracts, by one way of taking a step.
fn measure<T: Clone>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    start: &T,
    lives: &Lives,
    mut step: impl FnMut(&mut T, &Event, &StepContext),
) {
    let turns = turns(lives);
    let pack = || vec![(start.clone(), 1); CONTRACTS];
    group.bench_function(name, |bench| {
        bench.iter_batched_ref(pack, |pack| each_in_turn(pack, &turns, lives, &mut step), BatchSize::LargeInput);
    });
}

fn accepted(criterion: &mut Criterion, lives: &Lives) {
    let mut group = criterion.benchmark_group("accepted");
    let (contract, by_hand) = &lives.starts[0];
    let mut moved = 0;
    measure(&mut group, "contract", contract, lives, |it, event, step| moved += u32::from(it.record(event, step).is_ok()));
    measure(&mut group, "by hand", by_hand, lives, |it, event, step| moved += u32::from(it.record(event, step).is_ok()));
    black_box(moved);
    group.finish();
}

fn refusals(criterion: &mut Criterion, lives: &Lives) {
    let offers = refused(lives);
    let mut contracts = lives.starts.clone();
    let mut group = criterion.benchmark_group("refused");
    group.bench_function("contract", |bench| {
        bench.iter(|| {
            let mut refusals = 0;
            for &(start, offered) in &offers {
                let (event, step) = &lives.late[offered];
                refusals += u32::from(contracts[start].0.record(event, step).is_err());
            }
            refusals
        });
    });
    group.bench_function("by hand", |bench| {
        bench.iter(|| {
            let mut refusals = 0;
            for &(start, offered) in &offers {
                let (event, step) = &lives.late[offered];
                refusals += u32::from(contracts[start].1.record(event, step).is_err());
            }
            refusals
        });
    });
    group.finish();
}

/// Between any two steps of the lives, one that is refused by a contract that is not ready for it.
fn mixed(criterion: &mut Criterion, lives: &Lives) {
    let refused = refused(lives);
    let (contract, by_hand) = &lives.starts[0];
    let mut others = lives.starts.clone();
    let mut group = criterion.benchmark_group("mixed");
    let mut outcomes = 0;
    let mut offers = refused.iter().cycle();
    measure(&mut group, "contract", contract, lives, |it, event, step| {
        let Some(&(start, offered)) = offers.next() else { return };
        let (refused, late) = &lives.late[offered];
        outcomes += u32::from(others[start].0.record(refused, late).is_err());
        outcomes += u32::from(it.record(event, step).is_ok());
    });
    let mut offers = refused.iter().cycle();
    measure(&mut group, "by hand", by_hand, lives, |it, event, step| {
        let Some(&(start, offered)) = offers.next() else { return };
        let (refused, late) = &lives.late[offered];
        outcomes += u32::from(others[start].1.record(refused, late).is_err());
        outcomes += u32::from(it.record(event, step).is_ok());
    });
    black_box(outcomes);
    group.finish();
}

/// The steps of many contracts told again from memory, against a fold by hand that judges nothing.
fn replay(criterion: &mut Criterion, lives: &Lives) {
    let mut group = criterion.benchmark_group("replay");
    let (contract, by_hand) = &lives.starts[0];
    let mut moved = 0;
    measure(&mut group, "checked", contract, lives, |it, event, step| moved += u32::from(it.record(event, step).is_ok()));
    measure(&mut group, "bare fold", by_hand, lives, |it, event, step| it.apply(event, step));
    black_box(moved);
    group.finish();
}

fn main() {
    let lives = lives();
    let mut criterion = Criterion::default().configure_from_args();
    accepted(&mut criterion, &lives);
    refusals(&mut criterion, &lives);
    mixed(&mut criterion, &lives);
    replay(&mut criterion, &lives);
    criterion.final_summary();
    common::print_ratios(&[
        ("accepted", "contract", "by hand", 1.1),
        ("refused", "contract", "by hand", 0.4),
        ("mixed", "contract", "by hand", 1.05),
        ("replay", "checked", "bare fold", 1.2),
    ]);
}
