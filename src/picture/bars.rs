//! Contracts through time: a row each, and in it a bar for each stage, recognisable without colour, too.

use super::axis::Axis;
use super::canvas::{
    BLUE, Canvas, FAINT, HATCHED, INK, Ink, PALE, PAPER, Point, QUIET, SKY, SLATE, SMALL, VERMILION, plain,
};
use super::notes::Key;
use crate::code::Code;
use crate::contracting::{ContractInvited, Stage};
use crate::history::View;
use crate::moment::Moment;
use crate::reader::Reader;

pub(super) const ROW: i32 = 26;

/// A contract by its reference, and its stages with when each was entered.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) id: String,
    stages: Vec<(Moment, Stage)>,
}

/// Whether bars are coloured. Where colours already mean something else, they are grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Coloured,
    Grey,
}

impl Tone {
    const fn working(self) -> Ink {
        match self {
            Tone::Coloured => BLUE,
            Tone::Grey => SLATE,
        }
    }

    const fn preparing(self) -> Ink {
        match self {
            Tone::Coloured => SKY,
            Tone::Grey => PALE,
        }
    }

    const fn standing_still(self) -> Ink {
        match self {
            Tone::Coloured => VERMILION,
            Tone::Grey => QUIET,
        }
    }
}

/// Every contract, in the order of invitation.
pub(super) fn bars(view: &View<'_>, reader: &Reader) -> Vec<Bar> {
    let shown = view.entries().iter().filter(|entry| reader.is_shown(entry.number()));
    let bar = |data: &ContractInvited| {
        let stages = view.cycle().contract(&data.contract)?.stages(view.as_of()).into_iter();
        Some(Bar { id: data.contract.to_string(), stages: stages.map(|entered| (entered.at, entered.stage)).collect() })
    };
    shown.filter_map(|entry| bar(ContractInvited::of(entry.event())?)).collect()
}

impl Bar {
    /// Draws the row, whose top is at a height, and returns how many of its stages have no label.
    pub(super) fn draw(&self, on: &mut Canvas, axis: &Axis, until: Moment, y: i32, tone: Tone) -> usize {
        let (top, bottom, middle) = (y + 3, y + ROW - 3, y + ROW / 2);
        on.reference(&self.id, (axis.left - 14, middle), plain(SMALL, INK).to_the_left(), axis.left - 38);
        let ends = self.stages.iter().skip(1).map(|&(at, _)| at).chain([until]);
        let mut unlabelled = 0;
        for (&(at, stage), end) in self.stages.iter().zip(ends) {
            let (from, to) = (axis.x(at), axis.x(end).max(axis.x(at) + 2));
            let says = format!("{}: {} from {}", self.id, stage.label(), axis.when(at));
            let ink = draw_stage(on, stage, (from, top), (to, bottom), tone, &says);
            let (words, style) = (stage.label(), plain(SMALL, ink));
            if style.width(words) + 12 > to - from {
                unlabelled += 1;
                continue;
            }
            if is_thin(stage) {
                on.block((from + 5, top), (from + 11 + style.width(words), bottom), PAPER);
            }
            on.text(words, (from + 8, middle), style);
        }
        unlabelled
    }
}

/// Whether a stage is drawn as a line, of something that is over.
const fn is_thin(stage: Stage) -> bool {
    match stage {
        Stage::Lapsed | Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => true,
        Stage::Invited
        | Stage::Reframed
        | Stage::Negotiating
        | Stage::Agreed
        | Stage::Postponed
        | Stage::Active
        | Stage::Suspended => false,
    }
}

/// Draws a stage, and returns the colour of what is written in it.
fn draw_stage(on: &mut Canvas, stage: Stage, from: Point, to: Point, tone: Tone, says: &str) -> Ink {
    let ((left, top), (right, bottom)) = (from, to);
    let middle = (top + bottom) / 2;
    match stage {
        Stage::Active => {
            on.bar(from, to, tone.working(), tone.working(), says);
            PAPER
        }
        Stage::Suspended | Stage::Postponed => {
            on.bar(from, to, HATCHED, tone.standing_still(), says);
            INK
        }
        Stage::Invited | Stage::Reframed | Stage::Negotiating => {
            on.bar(from, to, tone.preparing(), PAPER, says);
            INK
        }
        Stage::Agreed => {
            on.bar(from, to, tone.preparing(), tone.working(), says);
            INK
        }
        Stage::Lapsed => {
            on.bar((left, middle - 3), (right, middle + 3), HATCHED, FAINT, says);
            on.block((left, top), (left + 2, bottom), QUIET);
            INK
        }
        Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => {
            on.line((left, middle), (right, middle), FAINT, 1);
            on.bar((left, top), (left + 2, bottom), INK, INK, says);
            QUIET
        }
    }
}

/// The signs of the stages.
pub(super) fn explain(key: &mut Key<'_>, tone: Tone) {
    for (stage, words) in [
        (Stage::Invited, "invited, reframed or negotiating"),
        (Stage::Agreed, "agreed, not begun"),
        (Stage::Active, "active"),
        (Stage::Suspended, "suspended or postponed"),
        (Stage::Lapsed, "lapsed"),
        (Stage::Completed, "over"),
    ] {
        key.item(words, |on, (x, y)| {
            draw_stage(on, stage, (x - 8, y - 7), (x + 12, y + 7), tone, words);
        });
    }
}
