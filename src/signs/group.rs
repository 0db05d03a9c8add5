//! Observers side by side: where they lean, and how far each side showed to them. They are not averaged.

use super::{Scales, Side, Sums};
use crate::code::CodeSet;

/// Observers taken together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group<S: Side> {
    pub(crate) observers: u32,
    /// How many of them lean some way.
    pub(crate) leaning: u32,
    pub(crate) showed: Sums<S>,
    pub(crate) weight: Sums<S>,
    /// The ways in which they lean.
    pub(crate) ways: CodeSet<S>,
}

impl<S: Side> Default for Group<S> {
    fn default() -> Self {
        let (showed, weight) = (Sums::default(), Sums::default());
        Self { observers: 0, leaning: 0, showed, weight, ways: CodeSet::none() }
    }
}

impl<S: Side> Group<S> {
    pub(crate) fn add(&mut self, scales: &Scales<S>, leans: Option<S>) {
        self.observers += 1;
        self.showed.add_all(&scales.showed);
        self.weight.add_all(&scales.weight);
        if let Some(side) = leans {
            self.leaning += 1;
            self.ways.insert(side);
        }
    }

    /// The side that all of those who lean, lean to.
    pub(crate) fn leans(&self) -> Option<S> {
        self.ways.iter().next().filter(|_| self.ways.len() == 1)
    }
}
