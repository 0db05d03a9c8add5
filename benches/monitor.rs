//! A diary of many cycles, at three sizes: an entry, a move of the clock, and what falls due next cost the same however many there
//! are; and an entry that occurred late costs one retelling of its history.
//!
//! `cargo bench -p practice-cycle-benches --bench monitor`

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops where its own histories do not fit")]

mod common;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use common::world;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::cycle::Act;
use practice_cycle::history::History;
use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Diary, Packs, Policy};

fn seconds(timed: impl FnOnce()) -> f64 {
    let start = Instant::now();
    timed();
    start.elapsed().as_secs_f64()
}

fn main() {
    let mut packs = Packs::shipped();
    packs.add(include_str!("common/eight.json")).unwrap();
    let policy = Policy::new(packs.pack("eight").unwrap(), &EnglandAndWales::new()).unwrap();
    cycles(&policy);
    late(&policy);
}

/// Entry by entry, one of each cycle after the other; then the clock, moved to what falls due next, a hundred times.
fn cycles(policy: &Policy) {
    println!(
        "\n| cycles | news | an entry | what falls due next | the clock, moved to it | cycles looked at | a restart, a duty |"
    );
    println!("|---|---|---|---|---|---|---|");
    for many in [100, 1_000, 10_000] {
        // One begins seven minutes after the other.
        let lives: Vec<History> = (0..many).map(|place| world::life_of(&format!("cycle-{place}"), 7 * place)).collect();
        // All but the last entries, so that something is left open.
        let taken = lives[0].entries().len() - 6;
        let (mut diary, mut told, mut feeding) = (Diary::new(policy.clone()), BTreeMap::new(), f64::INFINITY);
        let (mut growing, mut news) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            (diary, growing, news) = (Diary::new(policy.clone()), vec![History::default(); many], Vec::new());
            let mut feed = 0.0;
            for place in 0..taken {
                for (history, life) in growing.iter_mut().zip(&lives) {
                    history.append(life.entries()[place].clone()).unwrap();
                }
                feed += seconds(|| growing.iter().for_each(|history| news.append(&mut diary.advance(history))));
            }
            feeding = feeding.min(feed);
        }
        for news in &news {
            match news.state() {
                Some(state) => _ = told.insert(news.key().clone(), state),
                None => _ = told.remove(news.key()),
            }
        }
        let next = seconds(|| (0..1000).for_each(|_| _ = black_box(diary.next_due()))) / 1000.0;
        let duties = told.len();
        let clock = diary.clock();
        let restart = seconds(|| _ = black_box(Diary::resume(policy.clone(), clock, told)));
        let by_id: BTreeMap<&CycleId, &History> =
            growing.iter().map(|history| (history.cycle().id().unwrap(), history)).collect();
        let (mut looked, mut moves) = (0, 0);
        let moving = seconds(|| {
            while let Some((due, _)) = diary.next_due().filter(|_| moves < 100) {
                let now = Moment::new(due.to_utc() + chrono::TimeDelta::nanoseconds(1)).unwrap();
                black_box(diary.advance_to(now, |cycle| {
                    looked += 1;
                    by_id.get(cycle).copied()
                }));
                moves += 1;
            }
        });
        println!(
            "| {many} | {} | {:.0} ns | {:.0} ns | {:.2} µs a cycle | {looked} in {moves} | {:.0} ns |",
            news.len(),
            feeding * 1e9 / (many * taken) as f64,
            next * 1e9,
            moving * 1e6 / f64::from(looked.max(1)),
            restart * 1e9 / duties as f64,
        );
    }
}

/// One more entry of a history, in order and out of order: that is a retelling, and no more.
fn late(policy: &Policy) {
    println!(
        "\n| entries of a history | an entry in order | one that occurred late | the same, an entry retold | news of it |"
    );
    println!("|---|---|---|---|---|");
    for entries in [1_000, 10_000, 100_000] {
        let mut history = world::history(entries, 0);
        let mut monitor = policy.monitor();
        monitor.advance(&history);
        let last = history.entries().last().unwrap().act().recorded_at;
        let record = |history: &mut History, number: usize, occurred: Moment| {
            let data = format!(r#"{{"view":"v-{number}","contract":"contract-1","words":"Invented."}}"#);
            let act = format!(
                r#"{{"type":"view_given","occurred_at":"{occurred}","recorded_at":"{last}","by":"person-1","data":{data}}}"#
            );
            history.record(Act::parse(&act).unwrap()).unwrap();
        };
        let (mut in_order, mut late, mut told) = (f64::INFINITY, f64::INFINITY, 0);
        for number in 0..100 {
            record(&mut history, number, last);
            in_order = in_order.min(seconds(|| told += monitor.advance(&history).len()));
        }
        for number in 100..105 {
            record(&mut history, number, world::moment(300));
            late = late.min(seconds(|| told += monitor.advance(&history).len()));
        }
        println!(
            "| {} | {:.0} ns | {:.2} ms | {:.0} ns | {told} |",
            history.entries().len(),
            in_order * 1e9,
            late * 1e3,
            late * 1e9 / history.entries().len() as f64
        );
    }
}
