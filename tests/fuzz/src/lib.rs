//! Fuzzing: the example files of the library are changed at random, with their form in view, and whatever is made of them is held to
//! laws that need no expected result.
//!
//! An execution is named by a target, a seed and a number, and comes out the same on every machine: what failed is told with all three.

pub mod corpus;
pub mod mutate;
pub mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use practice_cycle::simulation::random::Stream;

use crate::corpus::Corpus;
use crate::targets::{Law, Taken, Target};

/// Numbers drawn one after another.
#[derive(Debug, Clone)]
pub struct Draws {
    stream: Stream,
    drawn: u64,
}

impl Draws {
    /// Those of one execution.
    #[must_use]
    pub fn of(target: Target, seed: u64, execution: u64) -> Self {
        Self { stream: Stream::new(seed).named(target.name()).at("execution", execution), drawn: 0 }
    }

    /// One of so many places, from 0.
    pub fn among(&mut self, places: usize) -> usize {
        self.drawn += 1;
        self.stream.at("draw", self.drawn).among(places)
    }

    /// Whether something comes about that does so once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.among(times) == 0
    }

    /// One of a list, unless that is empty.
    pub fn one<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.among(list.len()))
    }
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Summary {
    /// How often the target was run.
    pub executions: u64,
    /// How often it took what it was given.
    pub taken: u64,
    /// How long the slowest took, and its number.
    pub slowest: (Duration, u64),
}

/// A law that was broken, by which execution and with which input.
#[derive(Debug)]
pub struct Failure {
    /// The number of the execution.
    pub execution: u64,
    /// Which law, and how.
    pub broken: String,
    /// What was read.
    pub input: String,
}

/// Runs a target from one execution on, so many times.
///
/// # Errors
/// The first execution by which a law was broken.
pub fn run(target: Target, corpus: &Corpus, seed: u64, first: u64, executions: u64) -> Result<Summary, Box<Failure>> {
    let mut summary = Summary::default();
    for execution in (first..).take(usize::try_from(executions).unwrap_or(usize::MAX)) {
        let input = target.input(corpus, &mut Draws::of(target, seed, execution));
        let begun = Instant::now();
        let taken = check(target, corpus, &input).map_err(|broken| Failure { execution, broken, input })?;
        summary.executions += 1;
        summary.taken += u64::from(taken == Taken::Yes);
        summary.slowest = summary.slowest.max((begun.elapsed(), execution));
    }
    Ok(summary)
}

/// Gives one input to a target. A panic is a law broken, like any other.
///
/// # Errors
/// Which law was broken, and how.
pub fn check(target: Target, corpus: &Corpus, input: &str) -> Law<Taken> {
    catch_unwind(AssertUnwindSafe(|| target.check(corpus, input))).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        Err(format!("it panicked: {}", said.unwrap_or("without a word")))
    })
}
