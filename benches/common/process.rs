//! The process of a team and its clinician with a heap alone: times and their order, with no machine behind it. `../peers/simpy/process.py`
//! is the same in SimPy.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use practice_cycle::simulation::random::Stream;

const DAYS: f64 = 730.0;
const DAY: f64 = 86_400.0;
const PLACES: u32 = 10;
pub const CYCLES_OF_A_GROUP: u32 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Occasion,
    Acknowledged,
    RuleNoticed,
    RuleWorkedWith,
    WorkerLeaves,
    WorkerEnters,
    Invited,
    Answered,
    TermsProposed,
    TermsAccepted,
    Begins { ends: i64 },
    Meets { ends: i64 },
    Reviewed { ends: i64 },
    SuggestionAnswered,
}

/// A group as it runs.
#[derive(Debug)]
struct Process {
    heap: BinaryHeap<Reverse<(i64, u32, What)>>,
    noted: Vec<(i64, u32, u8)>,
    free: u32,
    waiting: VecDeque<u32>,
    stream: Stream,
    draws: u64,
}

impl Process {
    fn uniform(&mut self, purpose: &str) -> f64 {
        self.draws += 1;
        self.stream.at(purpose, self.draws).uniform()
    }

    /// Wakes a cycle after a time that is exponential, with a mean in days.
    fn after(&mut self, now: i64, mean: f64, cycle: u32, what: What) {
        let at = now + (-(-self.uniform("after")).ln_1p() * mean * DAY) as i64;
        self.at(at, cycle, what);
    }

    fn at(&mut self, at: i64, cycle: u32, what: What) {
        if (at as f64) < DAYS * DAY {
            self.heap.push(Reverse((at, cycle, what)));
        }
    }

    fn note(&mut self, now: i64, cycle: u32, kind: u8) {
        self.noted.push((now, cycle, kind));
    }

    fn begins(&mut self, now: i64, cycle: u32) {
        let ends = now + ((60.0 + 120.0 * self.uniform("lasts")) * DAY) as i64;
        self.after(now, 5.0, cycle, What::Begins { ends });
    }

    fn leaves(&mut self, now: i64) {
        match self.waiting.pop_front() {
            Some(cycle) => self.begins(now, cycle),
            None => self.free += 1,
        }
    }

    fn wakes(&mut self, now: i64, cycle: u32, what: What) {
        match what {
            What::Occasion => {
                self.note(now, cycle, 1);
                self.after(now, 15.0, cycle, What::Occasion);
            }
            What::Acknowledged => {
                self.note(now, cycle, 2);
                self.after(now, 61.0, cycle, What::Acknowledged);
            }
            What::RuleNoticed => {
                self.note(now, cycle, 3);
                self.after(now, 28.0, cycle, What::RuleWorkedWith);
                self.after(now, 91.0, cycle, What::RuleNoticed);
            }
            What::RuleWorkedWith => self.note(now, cycle, 4),
            What::WorkerLeaves => {
                self.note(now, cycle, 5);
                self.after(now, 60.0, cycle, What::WorkerEnters);
                self.after(now, 574.0, cycle, What::WorkerLeaves);
            }
            What::WorkerEnters => self.note(now, cycle, 6),
            What::Invited => {
                self.note(now, cycle, 7);
                self.after(now, 4.0, cycle, What::Answered);
                self.after(now, 30.0, cycle, What::Invited);
            }
            What::Answered => {
                self.note(now, cycle, 8);
                if self.uniform("declines") >= 0.1 {
                    self.after(now, 7.0, cycle, What::TermsProposed);
                }
            }
            What::TermsProposed => {
                self.note(now, cycle, 9);
                self.note(now, cycle, 10);
                self.after(now, 3.0, cycle, What::TermsAccepted);
            }
            What::TermsAccepted => {
                self.note(now, cycle, 10);
                if self.free > 0 {
                    self.free -= 1;
                    self.begins(now, cycle);
                } else {
                    self.waiting.push_back(cycle);
                }
            }
            What::Begins { ends } => {
                self.note(now, cycle, 11);
                self.note(now, cycle, 12);
                self.at(now + 42 * DAY as i64, cycle, What::Reviewed { ends });
                self.after(now, 14.0, cycle, What::Meets { ends });
            }
            What::Meets { ends } if now >= ends => {
                self.note(now, cycle, 13);
                self.note(now, cycle, 14);
                self.leaves(now);
            }
            What::Meets { ends } => {
                self.note(now, cycle, 15);
                if self.uniform("suggests") < 0.3 {
                    self.note(now, cycle, 16);
                    self.after(now, 7.0, cycle, What::SuggestionAnswered);
                }
                self.after(now, 14.0, cycle, What::Meets { ends });
            }
            What::Reviewed { ends } if now >= ends => {}
            What::Reviewed { ends } => {
                self.note(now, cycle, 17);
                self.at(now + 42 * DAY as i64, cycle, What::Reviewed { ends });
            }
            What::SuggestionAnswered => self.note(now, cycle, 18),
        }
    }
}

/// Runs one group, and says how many events there were.
pub fn group(number: u32) -> usize {
    let stream = Stream::new(7).at("group", number.into());
    let (heap, noted, waiting) = (BinaryHeap::new(), Vec::new(), VecDeque::new());
    let mut process = Process { heap, noted, free: PLACES, waiting, stream, draws: 0 };
    for cycle in 0..CYCLES_OF_A_GROUP {
        (0..6).for_each(|_| process.note(0, cycle, 0));
        for (what, mean) in [
            (What::Occasion, 15.0),
            (What::Acknowledged, 61.0),
            (What::RuleNoticed, 91.0),
            (What::WorkerLeaves, 574.0),
            (What::Invited, 30.0),
        ] {
            process.after(0, mean, cycle, what);
        }
    }
    while let Some(Reverse((now, cycle, what))) = process.heap.pop() {
        process.wakes(now, cycle, what);
    }
    std::hint::black_box(&process.noted).len()
}
