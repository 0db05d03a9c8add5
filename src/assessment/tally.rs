//! The tallies, three and never one score: both pulls can show at once, and a mean of them would hide it.

use std::fmt;

use serde::Serialize;

use crate::boundary::{Indicator, Lean, Row};
use crate::code::{Code, CodeSet};

/// How much speaks for each side, in voices.
///
/// ```
/// use practice_cycle::{assessment::Tally, boundary::Lean};
/// let tally = Tally { enmeshed: 0.5, healthy: 1.25, diffuse: 0.0 };
/// assert_eq!(tally.of(Lean::Healthy), 1.25);
/// assert_eq!(tally.to_string(), "too close (enmeshed) 0.50, healthy 1.25, too far away (diffuse) 0.00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Tally {
    /// For too close.
    pub enmeshed: f64,
    /// For healthy.
    pub healthy: f64,
    /// For too far away.
    pub diffuse: f64,
}

impl Tally {
    /// What speaks for one side.
    #[must_use]
    pub const fn of(&self, lean: Lean) -> f64 {
        match lean {
            Lean::Enmeshed => self.enmeshed,
            Lean::Healthy => self.healthy,
            Lean::Diffuse => self.diffuse,
        }
    }

    /// All three together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.enmeshed + self.healthy + self.diffuse
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shares = Lean::ALL.iter().map(|&lean| format!("{lean} {:.2}", self.of(lean)));
        f.write_str(&shares.collect::<Vec<_>>().join(", "))
    }
}

/// One voice. Sums of whole numbers do not hang on their order, so neither renaming nor reordering can change a reading.
pub(super) const ONE: u64 = 1_000_000_000;

pub(super) fn parts(share: f64) -> u64 {
    (share * ONE as f64).round() as u64
}

pub(super) fn share(parts: u64) -> f64 {
    parts as f64 / ONE as f64
}

/// A tally in whole parts of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Parts {
    enmeshed: u64,
    healthy: u64,
    diffuse: u64,
}

impl Parts {
    pub(super) const fn of(&self, lean: Lean) -> u64 {
        match lean {
            Lean::Enmeshed => self.enmeshed,
            Lean::Healthy => self.healthy,
            Lean::Diffuse => self.diffuse,
        }
    }

    pub(super) const fn of_mut(&mut self, lean: Lean) -> &mut u64 {
        match lean {
            Lean::Enmeshed => &mut self.enmeshed,
            Lean::Healthy => &mut self.healthy,
            Lean::Diffuse => &mut self.diffuse,
        }
    }

    pub(super) const fn total(&self) -> u64 {
        self.enmeshed + self.healthy + self.diffuse
    }

    pub(super) fn add(&mut self, other: Parts) {
        for &lean in Lean::ALL {
            *self.of_mut(lean) += other.of(lean);
        }
    }

    pub(super) fn take(&mut self, other: Parts) {
        for &lean in Lean::ALL {
            *self.of_mut(lean) -= other.of(lean);
        }
    }

    pub(super) fn times(&self, part: f64) -> Self {
        let times = |parts: u64| (parts as f64 * part).round() as u64;
        Self { enmeshed: times(self.enmeshed), healthy: times(self.healthy), diffuse: times(self.diffuse) }
    }

    pub(super) fn tally(&self) -> Tally {
        Tally { enmeshed: share(self.enmeshed), healthy: share(self.healthy), diffuse: share(self.diffuse) }
    }

    /// The side with most, unless two have as much.
    pub(super) fn leading(&self) -> Option<Lean> {
        let most = Lean::ALL.iter().copied().max_by_key(|&lean| self.of(lean))?;
        let alone = Lean::ALL.iter().all(|&lean| lean == most || self.of(lean) < self.of(most));
        alone.then_some(most)
    }

    /// Whether it is loud enough to be asked which way it leans.
    pub(super) fn is_heard(&self, heard_from: f64) -> bool {
        share(self.total()) >= heard_from
    }

    /// The side with more than half.
    pub(super) fn leans(&self) -> Option<Lean> {
        let total = self.total();
        Lean::ALL.iter().copied().find(|&lean| self.of(lean) * 2 > total + ROUNDED)
    }
}

/// How much of a sum may have come from rounding: half a part for each of fifteen cells, and then for their shares.
const ROUNDED: u64 = 32;

/// How many people lean each way: each of them once, however faint their voice has become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Heads([u32; Lean::ALL.len()]);

impl Heads {
    pub(super) fn of(&self, lean: Lean) -> u32 {
        self.0.get(lean.index()).copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, lean: Option<Lean>) {
        if let Some(count) = lean.and_then(|lean| self.0.get_mut(lean.index())) {
            *count += 1;
        }
    }

    pub(super) fn take(&mut self, lean: Option<Lean>) {
        if let Some(count) = lean.and_then(|lean| self.0.get_mut(lean.index())) {
            *count -= 1;
        }
    }

    pub(super) fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// The share of those who lean that leans otherwise than most of them; of two camps as large as each other, one.
    pub(super) fn otherwise(&self) -> f64 {
        let (all, most) = (self.total(), self.0.iter().copied().max().unwrap_or_default());
        if all == 0 { 0.0 } else { f64::from(all - most) / f64::from(all) }
    }

    /// The side that more than half of those who lean, lean to.
    pub(super) fn majority(&self) -> Option<Lean> {
        Lean::ALL.iter().copied().find(|&lean| self.of(lean) * 2 > self.total())
    }

    pub(super) fn leans(&self) -> CodeSet<Lean> {
        Lean::ALL.iter().copied().filter(|&lean| self.of(lean) > 0).collect()
    }
}

/// What one observer saw of one indicator.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    present: u64,
    absent: u64,
    strongest: u64,
}

impl Cell {
    pub(super) fn note_present(&mut self, weight: f64, strength: f64) {
        self.present += parts(weight);
        self.strongest = self.strongest.max(parts(weight * strength));
    }

    pub(super) fn note_absent(&mut self, weight: f64) {
        self.absent += parts(weight);
    }

    fn join(&mut self, other: &Cell) {
        self.present += other.present;
        self.absent += other.absent;
        self.strongest = self.strongest.max(other.strongest);
    }

    /// How far it showed: the strongest sight of it, faded by time and basis, times the part of the sights in which it was
    /// there. A further sight of it never lowers this; the same sights twice over leave it as it was.
    fn showed(&self, fading: f64) -> u64 {
        if self.present == 0 {
            return 0;
        }
        let there = self.present as f64 / (self.present + self.absent) as f64;
        (self.strongest as f64 * there * fading).round() as u64
    }
}

/// What one observer saw of all fifteen.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells([Cell; Indicator::ALL.len()]);

impl Cells {
    pub(super) fn at(&mut self, indicator: Indicator) -> Option<&mut Cell> {
        self.0.get_mut(indicator.index())
    }

    pub(super) fn join(&mut self, other: &Cells) {
        for (cell, other) in self.0.iter_mut().zip(&other.0) {
            cell.join(other);
        }
    }

    /// How far each side of a row showed, each from nothing to one voice, with so much of it left.
    pub(super) fn row(&self, row: Row, fading: f64) -> Parts {
        let mut parts = Parts::default();
        for &lean in Lean::ALL {
            let cell = self.0.get(Indicator::at(row, lean).index());
            *parts.of_mut(lean) = cell.map_or(0, |cell| cell.showed(fading));
        }
        parts
    }

    /// The observer's voice: what showed over all rows; where that is more than one voice, one voice shared in proportion.
    pub(super) fn voice(&self, fading: f64) -> Parts {
        let mut all = Parts::default();
        for &row in Row::ALL {
            all.add(self.row(row, fading));
        }
        let total = all.total();
        if total > ONE {
            for &lean in Lean::ALL {
                let part = all.of(lean) as f64 * (ONE as f64 / total as f64);
                *all.of_mut(lean) = part.round() as u64;
            }
        }
        all
    }
}
