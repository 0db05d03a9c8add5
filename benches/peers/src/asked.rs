//! Who is asked, and how long they take: in rounds in which each has its turn, so that what slows the machine slows all.

use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

/// How many entries one turn asks a peer for: few enough that a turn takes less than a millisecond, in which a busy machine
/// seldom interrupts.
const TURN: usize = 256;
const ROUNDS: usize = 640;

/// Somebody who can tell of each entry whether the pattern fits.
pub(crate) struct Asked<'a> {
    pub(crate) name: String,
    /// How many times as long as ours they are meant to take at least.
    pub(crate) target: Option<f64>,
    /// One answer for each entry.
    pub(crate) answers: Vec<bool>,
    /// Asks for so many entries at once, and says of how many it was told.
    turn: Box<dyn FnMut(Range<usize>) -> usize + 'a>,
}

impl<'a> Asked<'a> {
    /// A peer, by its answer for the entry at a place.
    pub(crate) fn peer(name: String, target: Option<f64>, entries: usize, mut fits: impl FnMut(usize) -> bool + 'a) -> Self {
        let answers = (0..entries).map(&mut fits).collect();
        let turn = Box::new(move |which: Range<usize>| {
            let asked = which.len();
            black_box(which.filter(|&place| fits(place)).count());
            asked
        });
        Self { name, target, answers, turn }
    }

    /// Ours, which is always asked for a whole history.
    pub(crate) fn ours(name: String, answers: Vec<bool>, mut whole: impl FnMut() -> usize + 'a) -> Self {
        let entries = answers.len();
        let turn = Box::new(move |_: Range<usize>| {
            black_box(whole());
            entries
        });
        Self { name, target: None, answers, turn }
    }
}

/// The median of the nanoseconds that each takes for an entry. Each asks once before it is timed: what it has built is then
/// in the caches, as if it had been built just before.
pub(crate) fn medians(all: &mut [Asked<'_>]) -> Vec<f64> {
    let entries = all.iter().map(|asked| asked.answers.len()).min().unwrap_or(0);
    let mut took: Vec<Vec<f64>> = vec![Vec::with_capacity(ROUNDS); all.len()];
    for round in 0..ROUNDS {
        let from = round * TURN % entries;
        let which = from..(from + TURN).min(entries);
        // Whoever goes first in one round goes last in the next.
        for place in 0..all.len() {
            let place = (place + round) % all.len();
            let turn = &mut all[place].turn;
            turn(which.clone());
            let began = Instant::now();
            let asked = turn(which.clone());
            took[place].push(began.elapsed().as_nanos() as f64 / asked as f64);
        }
    }
    took.into_iter().map(median).collect()
}

pub(crate) fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}
