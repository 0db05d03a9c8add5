//! The observations that a boundary rests on: a lane for each side, and in it rows, so that no mark lies on another.

use super::story::Mark;
use crate::boundary::{Lean, Sighting, Strength};
use crate::code::Code;
use crate::people::Role;
use crate::picture::axis::Axis;
use crate::picture::canvas::{BLUE, Canvas, FAINT, GREEN, GRID, Ink, PAPER, PLAIN, Point, QUIET, SMALL, VERMILION, plain};
use crate::picture::notes;
use crate::picture::options::Vocabulary;

const LANES: usize = 4;
const ROW: i32 = 20;
const RIM: i32 = 12;
/// How near two marks of one row may come.
const APART: i32 = 19;
/// A lane has no more rows than this: where more is seen at one time, marks lie on each other, and the picture says how many.
const MOST_ROWS: usize = 8;

/// Where each mark is placed.
pub(super) struct Swarm<'a> {
    marks: Vec<(usize, usize, i32, &'a Mark)>,
    rows: [usize; LANES],
    /// How many lie on others.
    pub(super) hidden: usize,
}

pub(super) const fn colour(lean: Lean) -> Ink {
    match lean {
        Lean::Enmeshed => VERMILION,
        Lean::Healthy => GREEN,
        Lean::Diffuse => BLUE,
    }
}

/// A role in as few words as it has; its label can be too long to stand beside a mark.
pub(super) fn named(role: Role) -> String {
    role.code().replace('_', " ")
}

impl<'a> Swarm<'a> {
    pub(super) fn of(marks: &'a [Mark], axis: &Axis) -> Self {
        let mut last: [Vec<i32>; LANES] = Default::default();
        let (mut placed, mut hidden) = (Vec::new(), 0);
        for mark in marks {
            let (lane, x) = (lane_of(mark), axis.x(mark.at));
            let Some(rows) = last.get_mut(lane) else { continue };
            let row = rows.iter().position(|&last| last + APART <= x).unwrap_or(rows.len());
            hidden += usize::from(row >= MOST_ROWS);
            let row = row.min(MOST_ROWS - 1);
            match rows.get_mut(row) {
                Some(last) => *last = x,
                None => rows.push(x),
            }
            placed.push((lane, row, x, mark));
        }
        Self { marks: placed, rows: last.map(|rows| rows.len().max(1)), hidden }
    }

    /// How high all lanes are together.
    pub(super) fn height(&self) -> i32 {
        self.rows.iter().map(|&rows| high(rows)).sum()
    }

    fn top(&self, lane: usize) -> i32 {
        self.rows.iter().take(lane).map(|&rows| high(rows)).sum()
    }

    /// Draws the lanes from a height on, and returns how many marks have no label.
    pub(super) fn draw(&self, on: &mut Canvas, axis: &Axis, top: i32, vocabulary: Vocabulary) -> usize {
        notes::section(on, "observations", top - 8);
        let names = Lean::ALL.iter().map(|&lean| (vocabulary.of(lean), colour(lean))).chain([("not seen", QUIET)]);
        for ((name, ink), lane) in names.zip(0..) {
            let y = top + self.top(lane) + RIM / 2 + ROW / 2;
            on.line((axis.left, y), (axis.right, y), GRID, 1);
            on.text(name, (axis.left - 14, y), plain(PLAIN, ink).to_the_left());
        }
        let at = |lane: usize, row: usize, x: i32| (x, top + self.top(lane) + RIM / 2 + ROW / 2 + ROW * rows(row));
        // The ground of each first, so that it hides no other.
        for &(lane, row, x, mark) in &self.marks {
            if matches!(mark.finding, Sighting::Present(_)) {
                on.disc(at(lane, row, x), 13, PAPER);
            }
        }
        let mut unlabelled = 0;
        for (place, &(lane, row, x, mark)) in self.marks.iter().enumerate() {
            let at = at(lane, row, x);
            let Sighting::Present(strength) = mark.finding else {
                faint(on, at, mark.finding);
                continue;
            };
            let size = match strength {
                Strength::Slight => 4,
                Strength::Clear => 6,
                Strength::Strong => 8,
            };
            let (role, style) = (mark.role.map(named).unwrap_or_default(), plain(SMALL, QUIET));
            let end = x + 16 + style.width(&role);
            let next = self.marks.iter().skip(place + 1).find(|(other, of, ..)| (*other, *of) == (lane, row));
            if end <= next.map_or(on.width - 8, |&(_, _, x, _)| x - 13) {
                on.block((x + 13, at.1 - 7), (end, at.1 + 7), PAPER);
                on.text(&role, (x + 16, at.1), style);
            } else {
                unlabelled += 1;
            }
            shape(on, at, mark.lean, size, mark.second_hand, mark.apart);
        }
        unlabelled
    }
}

fn rows(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 64)
}

fn high(count: usize) -> i32 {
    rows(count) * ROW + RIM
}

fn lane_of(mark: &Mark) -> usize {
    match mark.finding {
        Sighting::Present(_) => Lean::ALL.iter().position(|&lean| lean == mark.lean).unwrap_or_default(),
        Sighting::Absent | Sighting::NoOpportunity => LANES - 1,
    }
}

/// A mark in the shape of its side: filled if it was seen directly, open at second hand, ringed if it is tallied apart.
pub(super) fn shape(on: &mut Canvas, (x, y): Point, lean: Lean, size: i32, second_hand: bool, apart: bool) {
    let ink = colour(lean);
    let (left, right, top, foot) = (x - size, x + size, y - size, y + size);
    match (lean, second_hand) {
        (Lean::Healthy, false) => on.disc((x, y), size, ink),
        (Lean::Healthy, true) => on.ring((x, y), size, ink, 2),
        (Lean::Enmeshed, false) => on.polygon(&[(x, top), (right, foot), (left, foot)], ink),
        (Lean::Enmeshed, true) => on.outline(&[(x, top), (right, foot), (left, foot)], ink, 2),
        (Lean::Diffuse, false) => on.polygon(&[(left, top), (right, top), (right, foot), (left, foot)], ink),
        (Lean::Diffuse, true) => on.outline(&[(left, top), (right, top), (right, foot), (left, foot)], ink, 2),
    }
    if apart {
        on.ring((x, y), size + 4, ink, 1);
    }
}

/// A cross for what was absent, a dash where nobody could have seen it.
pub(super) fn faint(on: &mut Canvas, (x, y): Point, finding: Sighting) {
    if finding == Sighting::NoOpportunity {
        on.line((x - 5, y), (x + 5, y), FAINT, 2);
    } else {
        on.cross((x, y), 4, FAINT, 2);
    }
}
