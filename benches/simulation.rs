//! How many entries a second a simulation makes, beside the same kind of process on a heap alone and in SimPy; what rules cost on top,
//! groups that share staff, a second thread, and memory.
//!
//! `cargo bench -p practice-cycle-benches --bench simulation`, with words of `speed`, `rules`, `groups`, `threads` and `memory` behind
//! `--` for some of them alone. SimPy is run by `python3`, or what the variable `PYTHON` names, and left out where that has none.
//! Times of one thread are those of the processor where the system tells them, which other work disturbs less. Everything is taken in
//! turns; a figure is the median, and a range is that of all turns.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops where its own scenarios do not fit")]

mod common;

use std::fs::read_to_string;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use common::process;
use practice_cycle::calendar::{Almanac, EnglandAndWales};
use practice_cycle::policy::{Pack, Packs, Policy};
use practice_cycle::simulation::{Played, RawScenario, Scenario, Simulator};

const TURNS: usize = 7;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if let [word, cycles] = asked.as_slice()
        && word == "peak"
    {
        return peak(cycles.parse().unwrap());
    }
    let is_asked = |name: &str| asked.is_empty() || asked.iter().any(|word| name.contains(word.as_str()));
    let parts: [(&str, fn()); 5] =
        [("speed", speed), ("rules", rules), ("groups", groups), ("threads", threads), ("memory", memory)];
    parts.iter().filter(|(name, _)| is_asked(name)).for_each(|(_, part)| part());
}

/// What one turn came to: how many entries, and the seconds that they took.
type Turn = (u64, f64);

/// What is measured, by its name.
type Row<'r> = (String, Box<dyn FnMut() -> Turn + 'r>);

fn scenario(change: impl FnOnce(&mut RawScenario)) -> Scenario {
    let mut raw = Scenario::shipped("team-as-it-is").unwrap().says().clone();
    // A busy team, so that places are waited for.
    raw.tendencies.inviting.as_mut().unwrap().invites.value = 1.0;
    raw.capacity.open_contracts_at_most = Some(10);
    change(&mut raw);
    Scenario::try_from(raw).unwrap()
}

fn of_days(days: u32) -> Simulator {
    Simulator::new(scenario(|raw| raw.horizon.days = days))
}

/// Of the paper work of a team alone: nobody looks at the boundary, which makes several entries at once.
fn unwatched(days: u32) -> Simulator {
    Simulator::new(scenario(|raw| {
        (raw.horizon.days, raw.boundary, raw.tendencies.watching) = (days, None, None);
    }))
}

/// Runs groups one after another. Each is dropped before the next begins.
fn run(simulator: &Simulator, groups: u32, mut then: impl FnMut(&Played)) -> u64 {
    let of_group = |number| -> u64 {
        let played = simulator.group(number).unwrap();
        played.iter().for_each(&mut then);
        played.iter().map(Played::entries).sum()
    };
    (0..groups).map(of_group).sum()
}

fn timed(of: impl FnOnce() -> u64) -> Turn {
    let (processor, wall) = (of_this_thread(), Instant::now());
    let entries = black_box(of());
    let taken = of_this_thread().zip(processor).map(|(after, before)| after - before);
    (entries, taken.unwrap_or_else(|| wall.elapsed().as_secs_f64()))
}

/// Seconds for which this thread has had a processor, where the system tells it.
fn of_this_thread() -> Option<f64> {
    let told = read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(told.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// Takes each in turns, and prints how many entries a second it made, beside the first.
fn table(title: &str, rows: &mut [Row<'_>]) {
    println!("\n| {title} | entries | a second | in all turns | beside the first |\n|---|---|---|---|---|");
    let mut turns: Vec<Vec<Turn>> = vec![Vec::new(); rows.len()];
    for turn in 0..=TURNS {
        for ((_, row), turns) in rows.iter_mut().zip(&mut turns) {
            let taken = row();
            // Each is run once before it counts.
            if turn > 0 {
                turns.push(taken);
            }
        }
    }
    let speeds = |turns: &[Turn]| {
        let mut speeds: Vec<f64> = turns.iter().map(|&(entries, taken)| entries as f64 / taken).collect();
        speeds.sort_by(f64::total_cmp);
        speeds
    };
    let first = speeds(&turns[0])[TURNS / 2];
    for ((name, _), turns) in rows.iter().zip(&turns) {
        let speeds = speeds(turns);
        let (least, median, most) = (speeds[0], speeds[TURNS / 2], speeds[TURNS - 1]);
        println!("| {name} | {} | {median:.2e} | {least:.2e} to {most:.2e} | {:.2} |", turns[0].0, median / first);
    }
}

fn row<'r>(name: &str, turn: impl FnMut() -> Turn + 'r) -> Row<'r> {
    (name.to_owned(), Box::new(turn))
}

fn speed() {
    let sizes = [(20, 180), (20, 730), (100, 730)];
    let mut rows = Vec::new();
    match simpy(5) {
        Ok(_) => rows.push(row("SimPy, nothing but times", || simpy(200).unwrap())),
        Err(why) => println!("SimPy is left out: {why}"),
    }
    rows.push(row("a heap, nothing but times", || timed(|| (0..100).map(|number| process::group(number) as u64).sum())));
    for (groups, days) in sizes {
        let cycles = groups * 5;
        let simulator = of_days(days);
        let bare = simulator.clone().forgetting();
        rows.push(row(&format!("{cycles} cycles, {days} days"), move || timed(|| run(&bare, groups, |_| ()))));
        rows.push(row(&format!("{cycles} cycles, {days} days, histories kept"), move || {
            timed(|| run(&simulator, groups, |_| ()))
        }));
        let simulator = unwatched(days);
        let bare = simulator.clone().forgetting();
        rows.push(row(&format!("{cycles} cycles, {days} days, unwatched"), move || timed(|| run(&bare, groups, |_| ()))));
        rows.push(row(&format!("{cycles} cycles, {days} days, unwatched, histories kept"), move || {
            timed(|| run(&simulator, groups, |_| ()))
        }));
    }
    table("on one core", &mut rows);
}

/// So many cycles in SimPy.
fn simpy(cycles: u32) -> Result<Turn, String> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/simpy/process.py");
    let told = Command::new(python).args([script, &cycles.to_string(), "1"]).output().map_err(|error| error.to_string())?;
    let written = String::from_utf8_lossy(&told.stdout);
    let told_why = || String::from_utf8_lossy(&told.stderr).lines().last().unwrap_or("it says nothing").to_owned();
    let (events, taken) = written.trim().split_once(' ').ok_or_else(told_why)?;
    Ok((events.parse().map_err(|_| told_why())?, taken.parse().map_err(|_| told_why())?))
}

fn rules() {
    let almanac = Almanac::new(&EnglandAndWales::new()).unwrap();
    let mut packs = Packs::default();
    packs.add(include_str!("common/eight.json")).unwrap();
    let eight = Policy::new(packs.pack("eight").unwrap(), &almanac).unwrap();
    let local = Policy::new(Pack::shipped("local-practice").unwrap(), &almanac).unwrap();
    let simulator = of_days(730);
    let as_of = simulator.scenario().as_of();
    let mut rows = [
        row("histories kept", || timed(|| run(&simulator, 20, |_| ()))),
        row("and eight timed rules monitored", || {
            timed(|| run(&simulator, 20, |played| _ = black_box(eight.monitor().advance(played.history().unwrap()))))
        }),
        row("or the verdicts of `local-practice`", || {
            let mut checker = local.checker();
            timed(|| run(&simulator, 20, |played| _ = black_box(checker.violated(played.history().unwrap(), as_of))))
        }),
        row("or a whole report of `local-practice`", || {
            timed(|| run(&simulator, 20, |played| _ = black_box(local.check(played.history().unwrap(), as_of, as_of))))
        }),
    ];
    table("with rules, 100 cycles, 730 days", &mut rows);
}

fn groups() {
    let sharing = |cycles, clinicians| {
        let shares = scenario(|raw| (raw.group.cycles, raw.group.clinicians) = (cycles, clinicians));
        Simulator::new(shares).forgetting()
    };
    let (alone, fives, fifties) = (sharing(1, 1), sharing(5, 1), sharing(50, 10));
    let mut rows = [
        row("100 of a clinician each", || timed(|| run(&alone, 100, |_| ()))),
        row("20 groups of 5 that share a clinician", || timed(|| run(&fives, 20, |_| ()))),
        row("2 groups of 50 that share ten clinicians", || timed(|| run(&fifties, 2, |_| ()))),
    ];
    table("100 cycles, 730 days", &mut rows);
}

/// One thread beside two, which share the work: how many times as fast, and the same of two that only spin.
fn threads() {
    let simulator = of_days(730).forgetting();
    let simulated =
        |groups: std::ops::Range<u32>| groups.for_each(|number| drop(black_box(simulator.group(number).unwrap())));
    let spun = |rounds: std::ops::Range<u32>| {
        let mixed = |sum: u64, round: u32| sum.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(round.into());
        rounds.for_each(|_| _ = black_box((0..200_000).map(black_box).fold(1, mixed)));
    };
    println!("\n| two threads, times as fast as one | median | in all turns |\n|---|---|---|");
    twice("simulating 500 cycles, 730 days", &simulated, 100);
    twice("spinning", &spun, 1000);
}

fn twice(what: &str, work: &(impl Fn(std::ops::Range<u32>) + Sync), much: u32) {
    let wall = |work: &dyn Fn()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    let turn = |_| {
        let one = wall(&|| work(0..much));
        let two = wall(&|| {
            std::thread::scope(|scope| {
                scope.spawn(|| work(0..much / 2));
                work(much / 2..much);
            });
        });
        one / two
    };
    let mut turns: Vec<f64> = (0..TURNS).map(turn).collect();
    turns.sort_by(f64::total_cmp);
    println!("| {what} | {:.2} | {:.2} to {:.2} |", turns[TURNS / 2], turns[0], turns[TURNS - 1]);
}

/// Each in a process of its own, since a peak is that of a whole process.
fn memory() {
    println!("\n| cycles, 90 days, histories kept | most memory |\n|---|---|");
    for cycles in [1_000, 10_000, 100_000] {
        let this = std::env::current_exe().unwrap();
        let told = Command::new(this).args(["peak", &cycles.to_string()]).output().unwrap();
        println!("| {cycles} | {} |", String::from_utf8_lossy(&told.stdout).trim());
    }
}

fn peak(cycles: u32) {
    run(&of_days(90), cycles / 5, |played| _ = black_box(played.history()));
    let status = read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.map_or("not told by this system", str::trim));
}
