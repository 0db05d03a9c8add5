//! The voice of one observer: what they noted, one unit for each occasion and sign, and the three scales it amounts to.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::parameters::Parameters;
use super::tally::{Exact, Tally, above};
use crate::boundary::{Basis, Indicator, Lean, Row, Sighting};
use crate::code::Code;
use crate::moment::Moment;
use crate::people::Role;

/// What one observation says of a sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight {
    /// How far it showed, from 0 to 1; nothing where it was looked for and absent.
    pub(super) showed: Option<f64>,
    /// How much it counts by what it rests on.
    pub(super) basis: f64,
    /// The local day, counted from the first of the common era.
    pub(super) day: i32,
}

impl Sight {
    pub(super) fn of(finding: Sighting, basis: Basis, day: i32, parameters: &Parameters) -> Self {
        let basis = parameters.basis(basis);
        let showed =
            if let Sighting::Present(strength) = finding { Some(parameters.strength(strength) * basis) } else { None };
        Self { showed, basis, day }
    }
}

/// A sign as one observer noted it on one occasion.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Unit {
    /// The latest day on which they noted it, of that occasion.
    pub(super) day: i32,
    /// How far it showed at most; nothing if it was only absent.
    pub(super) value: f64,
    basis: f64,
    pub(super) present: bool,
    pub(super) absent: bool,
}

impl Unit {
    fn note(&mut self, sight: Sight) {
        self.day = self.day.max(sight.day);
        self.value = self.value.max(sight.showed.unwrap_or_default());
        self.basis = self.basis.max(sight.basis);
        self.present |= sight.showed.is_some();
        self.absent |= sight.showed.is_none();
    }
}

/// The units of one sign, over all occasions: summed by day, since those of one day fade alike.
#[derive(Debug, Clone, Default)]
struct Cell {
    /// Values and bases of each day, in the order of days.
    days: Vec<(i32, u64, u64)>,
    /// How many days are folded into the next two, each faded up to the last of them. The last day of all never is.
    folded: usize,
    values: f64,
    bases: f64,
    /// The part of the occasions on which it showed, once it was settled.
    share: f64,
    noted: Option<i32>,
    present: Option<i32>,
}

/// Parts of one in which the sums of a day are kept; they stay exact up to millions of occasions in a day.
const PARTS: f64 = (1_u64 << 40) as f64;

impl Cell {
    fn sum(&mut self, unit: &Unit, change: fn(u64, u64) -> u64) {
        let (value, basis) = ((unit.value * unit.basis * PARTS).round() as u64, (unit.basis * PARTS).round() as u64);
        let place = match self.days.binary_search_by_key(&unit.day, |&(day, ..)| day) {
            Ok(place) => place,
            Err(place) => {
                self.days.insert(place, (unit.day, 0, 0));
                place
            }
        };
        if place < self.folded {
            (self.folded, self.values, self.bases) = (0, 0.0, 0.0);
        }
        if let Some((_, values, bases)) = self.days.get_mut(place) {
            (*values, *bases) = (change(*values, value), change(*bases, basis));
        }
    }

    /// The sums up to a day, from those up to the day before it.
    fn fold(&self, place: usize, half_life: f64) -> (f64, f64) {
        let before = place.checked_sub(1).and_then(|before| self.days.get(before));
        let &(day, value, basis) = self.days.get(place).unwrap_or(&(0, 0, 0));
        let left = before.map_or(0.0, |&(before, ..)| left_of(day - before, half_life));
        (self.values * left + value as f64, self.bases * left + basis as f64)
    }

    /// Works out the share: each occasion weighed by its age and basis, and by how far it showed there.
    fn settle(&mut self, half_life: f64) {
        let Some(last) = self.days.len().checked_sub(1) else { return };
        while self.folded < last {
            (self.values, self.bases) = self.fold(self.folded, half_life);
            self.folded += 1;
        }
        let (values, bases) = self.fold(last, half_life);
        self.share = if bases > 0.0 { values / bases } else { 0.0 };
    }
}

/// What is left after so many days.
pub(super) fn left_of(days: i32, half_life: f64) -> f64 {
    (-f64::from(days) / half_life).exp2()
}

/// The scales of one observer on a day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Scales {
    /// How far each side showed to them, from 0 to 1.
    pub(super) showed: Tally,
    /// How much they weigh on each side, from 0 to 1: as much as `showed` at least.
    pub(super) weight: Tally,
}

impl Scales {
    /// The side that alone shows to them with more than half of their weight.
    pub(super) fn leans(&self) -> Option<Lean> {
        let most = |lean: Lean| self.weight.of(lean) > 0.0 && above(self.showed.of(lean) / self.weight.of(lean), 0.5);
        let mut leans = Lean::ALL.iter().copied().filter(|&lean| most(lean));
        leans.next().filter(|_| leans.next().is_none())
    }
}

/// An occasion, by its place among all of them.
pub(super) type Occasion = u32;

/// Everything that one observer noted from one side.
#[derive(Debug, Clone, Default)]
pub(super) struct Voice {
    units: HashMap<(Occasion, u32), Unit, RandomState>,
    /// By row, then side.
    cells: Vec<Cell>,
    /// When and in which role something last showed to them; of two roles at one instant the later in the list of roles.
    pub(super) last_present: Option<(Moment, Role)>,
    pub(super) last_noted: Option<(Moment, Role)>,
}

/// A row of the figure, or of signs of the service's own, and a side of it.
pub(super) const fn place(row: u32, lean: Lean) -> u32 {
    row * Lean::ALL.len() as u32 + lean as u32
}

impl Voice {
    pub(super) fn note(&mut self, (occasion, place): (Occasion, u32), sight: Sight, seen: (Moment, Role)) {
        self.last_noted = self.last_noted.max(Some(seen));
        if sight.showed.is_some() {
            self.last_present = self.last_present.max(Some(seen));
        }
        let index = place as usize;
        if index >= self.cells.len() {
            self.cells.resize_with(index + 1, Cell::default);
        }
        let Some(cell) = self.cells.get_mut(index) else { return };
        cell.noted = cell.noted.max(Some(sight.day));
        if sight.showed.is_some() {
            cell.present = cell.present.max(Some(sight.day));
        }
        match self.units.entry((occasion, place)) {
            std::collections::hash_map::Entry::Occupied(mut unit) => {
                let (before, unit) = (*unit.get(), unit.get_mut());
                unit.note(sight);
                if before != *unit {
                    cell.sum(&before, |sum, part| sum - part);
                    cell.sum(unit, |sum, part| sum + part);
                }
            }
            std::collections::hash_map::Entry::Vacant(vacant) => {
                let mut unit = Unit { day: sight.day, ..Unit::default() };
                unit.note(sight);
                cell.sum(&unit, |sum, part| sum + part);
                vacant.insert(unit);
            }
        }
    }

    /// Works out how far each sign showed, where anything was noted since it was last done.
    pub(super) fn settle(&mut self, half_life: f64) {
        self.cells.iter_mut().for_each(|cell| cell.settle(half_life));
    }

    /// The units, in no order.
    pub(super) fn units(&self) -> impl Iterator<Item = (Occasion, u32, &Unit)> {
        self.units.iter().map(|(&(occasion, place), unit)| (occasion, place, unit))
    }

    fn cell(&self, row: u32, lean: Lean) -> Option<&Cell> {
        self.cells.get(place(row, lean) as usize)
    }

    /// How far each side of a row showed, on a day.
    fn row_on(&self, row: u32, day: i32, half_life: f64) -> Tally {
        let showed = |cell: &Cell| Some(left_of(day - cell.present?, half_life) * cell.share);
        Tally::each(|lean| self.cell(row, lean).and_then(showed).unwrap_or_default())
    }

    /// How far each side of a row showed, on a day.
    pub(super) fn row(&self, row: Row, day: i32, half_life: f64) -> Tally {
        self.row_on(row.index() as u32, day, half_life)
    }

    /// The scales on a day, once it is settled: from the rows of the figure, where a side that was seen tells of the others of its
    /// row that they were not.
    pub(super) fn scales(&self, day: i32, half_life: f64) -> Scales {
        self.scales_of(Row::ALL.len() as u32, true, day, half_life)
    }

    /// The same, from signs each of which leans one way and tells nothing of another.
    pub(super) fn scales_of_own(&self, day: i32, half_life: f64) -> Scales {
        self.scales_of(self.cells.len().div_ceil(Lean::ALL.len()) as u32, false, day, half_life)
    }

    fn scales_of(&self, rows: u32, sides_tell: bool, day: i32, half_life: f64) -> Scales {
        let mut sums = [(Exact::default(), 0_u32, None::<i32>); Lean::ALL.len()];
        for row in 0..rows {
            let showed = self.row_on(row, day, half_life);
            for (&lean, (sum, count, latest)) in Lean::ALL.iter().zip(&mut sums) {
                let noted = self.cell(row, lean).and_then(|cell| cell.noted);
                let others = Lean::ALL.iter().filter(|&&other| sides_tell && other != lean);
                let beside = others.filter_map(|&other| self.cell(row, other)?.present).max();
                if let Some(last) = noted.max(beside) {
                    sum.add(Exact::of(showed.of(lean)));
                    *count += 1;
                    *latest = (*latest).max(Some(last));
                }
            }
        }
        let of = |lean: Lean| sums.get(lean.index()).copied().unwrap_or_default();
        let left = |last: Option<i32>| last.map_or(0.0, |last| left_of(day - last, half_life));
        Scales { showed: Tally::each(|lean| of(lean).0.mean(of(lean).1)), weight: Tally::each(|lean| left(of(lean).2)) }
    }
}

/// The cell of an indicator.
pub(super) fn place_of(indicator: Indicator) -> u32 {
    place(indicator.row().index() as u32, indicator.lean())
}
