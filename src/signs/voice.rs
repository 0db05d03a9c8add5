//! The voice of one observer: what they noted, one unit for each occasion and sign, and the three scales it amounts to.

use std::collections::HashMap;
use std::marker::PhantomData;

use foldhash::fast::RandomState;

use super::exact::{Exact, above};
use super::occasion::Occasion;
use super::{Chart, MOST_SIDES, Side, place};
use crate::code::Code;

/// What one observation says of a sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    /// How far it showed, from 0 to 1; nothing where it was looked for and absent.
    pub(crate) showed: Option<f64>,
    /// How much it counts by what it rests on.
    pub(crate) basis: f64,
    /// The local day, counted from the first of the common era.
    pub(crate) day: i32,
}

/// A sign as one observer noted it on one occasion.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Unit {
    /// The latest day on which they noted it, of that occasion.
    pub(crate) day: i32,
    /// How far it showed at most; nothing if it was only absent.
    pub(crate) value: f64,
    basis: f64,
    pub(crate) present: bool,
    pub(crate) absent: bool,
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

/// What is left after this many days.
pub(crate) fn left_of(days: i32, half_life: f64) -> f64 {
    (-f64::from(days) / half_life).exp2()
}

/// The scales of one observer on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scales<S: Side> {
    /// How far each side showed to them, from 0 to 1.
    pub(crate) showed: S::Tally,
    /// How much they weigh on each side, from 0 to 1: as much as `showed` at least.
    pub(crate) weight: S::Tally,
}

impl<S: Side> Scales<S> {
    /// The side that alone shows to them with more than half of their weight.
    pub(crate) fn leans(&self) -> Option<S> {
        let most = |side: S| side.of(&self.weight) > 0.0 && above(side.of(&self.showed) / side.of(&self.weight), 0.5);
        let mut leans = S::ALL.iter().copied().filter(|&side| most(side));
        leans.next().filter(|_| leans.next().is_none())
    }
}

/// Everything that one observer noted from where they stand.
#[derive(Debug, Clone)]
pub(crate) struct Voice<C> {
    units: HashMap<(Occasion, u32), Unit, RandomState>,
    /// By row, then side.
    cells: Vec<Cell>,
    chart: PhantomData<C>,
}

impl<C> Default for Voice<C> {
    fn default() -> Self {
        Self { units: HashMap::default(), cells: Vec::new(), chart: PhantomData }
    }
}

impl<C: Chart> Voice<C> {
    /// Notes a sight of a sign, by the [place](place) in which the sign stands.
    pub(crate) fn note(&mut self, (occasion, place): (Occasion, u32), sight: Sight) {
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
    pub(crate) fn settle(&mut self, half_life: f64) {
        self.cells.iter_mut().for_each(|cell| cell.settle(half_life));
    }

    /// The units, in no order.
    pub(crate) fn units(&self) -> impl Iterator<Item = (Occasion, u32, &Unit)> {
        self.units.iter().map(|(&(occasion, place), unit)| (occasion, place, unit))
    }

    fn cell(&self, row: u32, side: C::Side) -> Option<&Cell> {
        self.cells.get(place(row, side) as usize)
    }

    /// How far a side of a row showed, on a day.
    fn showed(&self, row: u32, side: C::Side, day: i32, half_life: f64) -> f64 {
        let showed = |cell: &Cell| Some(left_of(day - cell.present?, half_life) * cell.share);
        self.cell(row, side).and_then(showed).unwrap_or_default()
    }

    /// How far each side of a row showed, on a day.
    pub(crate) fn row(&self, row: C::Row, day: i32, half_life: f64) -> <C::Side as Side>::Tally {
        C::Side::tally(|side| self.showed(row.index() as u32, side, day, half_life))
    }

    /// The scales on a day, once it is settled: from the rows of the chart, where a side that was seen means that the others of
    /// its row were not.
    pub(crate) fn scales(&self, day: i32, half_life: f64) -> Scales<C::Side> {
        self.scales_of(C::Row::ALL.len() as u32, true, day, half_life)
    }

    /// The same, from signs each of which leans one way and says nothing of another.
    pub(crate) fn scales_of_own(&self, day: i32, half_life: f64) -> Scales<C::Side> {
        self.scales_of(self.cells.len().div_ceil(C::Side::ALL.len()) as u32, false, day, half_life)
    }

    fn scales_of(&self, rows: u32, sides_tell: bool, day: i32, half_life: f64) -> Scales<C::Side> {
        let mut sums = [(Exact::default(), 0_u32, None::<i32>); MOST_SIDES];
        for row in 0..rows {
            for (&side, (sum, count, latest)) in C::Side::ALL.iter().zip(&mut sums) {
                let noted = self.cell(row, side).and_then(|cell| cell.noted);
                let others = C::Side::ALL.iter().filter(|&&other| sides_tell && other != side);
                let beside = others.filter_map(|&other| self.cell(row, other)?.present).max();
                if let Some(last) = noted.max(beside) {
                    sum.add(Exact::of(self.showed(row, side, day, half_life)));
                    *count += 1;
                    *latest = (*latest).max(Some(last));
                }
            }
        }
        let of = |side: C::Side| sums.get(side.index()).copied().unwrap_or_default();
        let left = |last: Option<i32>| last.map_or(0.0, |last| left_of(day - last, half_life));
        Scales {
            showed: C::Side::tally(|side| of(side).0.mean(of(side).1)),
            weight: C::Side::tally(|side| left(of(side).2)),
        }
    }
}
