//! Readings of the boundary over many observations, and of standing and turns over up to a million entries: no more than in
//! proportion, and standing and turns within twice a plain pass over the same entries.
//!
//! `cargo bench -p practice-cycle-benches --bench readings` ends with the tables of times per observation, and of ratios;
//! `cargo bench -p practice-cycle-benches --bench readings -- entries` gives the ratios alone.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its own histories do not fit")]

mod common;

use std::hint::black_box;
use std::time::Instant;

use common::world;
use criterion::{BenchmarkId, Criterion, Throughput};
use practice_cycle::assessment::{Assessment, Drift, Parameters};
use practice_cycle::attachment::{CycleOpened, PersonEntered};
use practice_cycle::boundary::{Basis, BoundaryObserved, DrawnBy, Indicator, Scope, Sighting, Sign, Standpoint, Strength};
use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Event};
use practice_cycle::history::History;
use practice_cycle::id::{ObservationId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::space::Space;
use practice_cycle::standing::{self, Standing};
use practice_cycle::turns::{self, Turns};

fn person(number: usize) -> PersonId {
    PersonId::new(&format!("person-{number}")).unwrap()
}

fn moment(seconds: usize) -> Moment {
    let start: Moment = "2026-01-05T09:00:00Z".parse().unwrap();
    Moment::new(start.to_utc() + chrono::TimeDelta::seconds(seconds as i64)).unwrap()
}

/// One of a list, by place.
fn pick<T: Copy>(list: &[T], place: usize) -> T {
    *list.iter().cycle().nth(place % list.len()).unwrap()
}

/// So many observations within the window, by so many observers, as mixed as they come.
fn history(observations: usize, observers: usize) -> History {
    let roles = [Role::SocialWorker, Role::Manager, Role::Parent, Role::ClinicalSupervisor];
    let mut history = History::default();
    let opened = CycleOpened::new("cy-1".parse().unwrap(), person(0), "t-1".parse().unwrap());
    history.record(Act::new(opened, person(0), moment(0))).unwrap();
    for number in 1..=observers {
        let entered = PersonEntered::new(person(number), pick(&roles, number));
        history.record(Act::new(entered, person(0), moment(0))).unwrap();
    }
    for number in 0..observations {
        let mixed = number.wrapping_mul(2_654_435_761) >> 7;
        let observed = BoundaryObserved {
            observation: ObservationId::new(&format!("o-{number}")).unwrap(),
            sign: Sign::Figure1(pick(Indicator::ALL, mixed)),
            finding: match mixed % 8 {
                0 => Sighting::NoOpportunity,
                1 | 2 => Sighting::Absent,
                _ => Sighting::Present(pick(Strength::ALL, mixed / 8)),
            },
            standpoint: if mixed.is_multiple_of(11) { Standpoint::PartOfIt } else { Standpoint::LookingOn },
            drawn_by: pick(DrawnBy::ALL, mixed / 16),
            space: pick(Space::ALL, mixed / 32),
            basis: pick(Basis::ALL, mixed / 64),
            session: None,
            contract: None,
            words: None,
        };
        history
            .record(
                Act::new(observed, person(1 + mixed / 15 % observers), moment(60 * number % 6_000_000))
                    .recorded(moment(6_000_000)),
            )
            .unwrap();
    }
    history
}

/// A plain pass: a view of everything, each of its entries looked at, and what kind of event it is.
fn plain_pass(history: &History) -> [usize; 3] {
    let (mut joining, mut contracting, mut others) = (0, 0, 0);
    for entry in history.view(Moment::LATEST, Moment::LATEST).entries() {
        match entry.event() {
            Event::Joining(_) => joining += 1,
            Event::Contracting(_) => contracting += 1,
            Event::Intervening(_)
            | Event::Deciding(_)
            | Event::Deliberating(_)
            | Event::Partnering(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Attachment(_)
            | Event::Correction(_) => others += 1,
        }
    }
    [joining, contracting, others]
}

/// Standing and turns, each of a view made anew, beside a plain pass over the same entries.
fn beside_a_plain_pass(sizes: &[usize]) {
    println!("\n  entries  plain pass  standing     turns  (ms)  standing / plain  turns / plain");
    for &size in sizes {
        let history = world::history_of_joining(size);
        let view = || history.view(Moment::LATEST, Moment::LATEST);
        let plain = quickest(|| _ = black_box(plain_pass(black_box(&history))));
        let standing = quickest(|| drop(black_box(Standing::of(&view(), &standing::Parameters::default()))));
        let turns = quickest(|| drop(black_box(Turns::of(&view(), &turns::Parameters::default()))));
        let (beside, turns_beside) = (standing / plain, turns / plain);
        let entries = history.entries().len();
        println!("{entries:>9}  {plain:>10.2}  {standing:>8.2}  {turns:>8.2}        {beside:>16.2}  {turns_beside:>13.2}");
    }
}

/// The quickest of a few, in milliseconds.
fn quickest(mut reading: impl FnMut()) -> f64 {
    let once = |_| {
        let start = Instant::now();
        reading();
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..10).map(once).fold(f64::INFINITY, f64::min)
}

/// The sizes at which standing and turns are read.
const ENTRIES: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    if std::env::args().any(|arg| arg == "entries") {
        return beside_a_plain_pass(&ENTRIES);
    }
    let mut criterion = Criterion::default().configure_from_args();
    let sizes = [(12_500, 20), (25_000, 20), (50_000, 20), (100_000, 20), (100_000, 5_000)];
    let histories: Vec<_> = sizes.iter().map(|&(size, observers)| (size, observers, history(size, observers))).collect();
    let now = moment(6_000_000);
    let parameters = Parameters::unvalidated_v2();
    let mut group = criterion.benchmark_group("boundary");
    group.sample_size(20);
    for (size, observers, history) in &histories {
        group.throughput(Throughput::Elements(*size as u64));
        let view = history.view(now, Moment::LATEST);
        group.bench_function(BenchmarkId::new(format!("assessment by {observers}"), size), |bench| {
            bench.iter(|| Assessment::of(black_box(&view), Scope::Cycle, parameters));
        });
    }
    group.finish();
    criterion.final_summary();
    println!("observations  observers      view  assessment     drift  (ms; ns of assessment per observation)");
    for (size, observers, history) in &histories {
        let view = quickest(|| drop(black_box(history.view(now, Moment::LATEST))));
        let then = history.view(now, Moment::LATEST);
        let reading = quickest(|| drop(black_box(Assessment::of(&then, Scope::Cycle, parameters))));
        let drift = quickest(|| drop(black_box(Drift::of(&then, Scope::Cycle, parameters))));
        let each = reading * 1e6 / *size as f64;
        println!("{size:>12}  {observers:>9}  {view:>8.2}  {reading:>10.2}  {drift:>8.2}  {each:>6.0}");
    }
    beside_a_plain_pass(&ENTRIES);
}
