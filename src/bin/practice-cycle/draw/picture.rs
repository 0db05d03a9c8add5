//! The picture, panel by panel.

use std::io;

use chrono::{Datelike, Days, TimeDelta, Weekday};
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;
use practice_cycle::assessment::Movement;
use practice_cycle::boundary::{Lean, Sighting, Strength, Verdict};
use practice_cycle::calendar::{end_of, local_date};
use practice_cycle::code::Code;
use practice_cycle::contracting::Stage;
use practice_cycle::moment::Moment;

use super::ink::*;
use super::story::{Mark, Story, moved};
use crate::times::Seen;

const LEFT: i32 = 150;
const RIGHT: i32 = 950;
const WIDTH: u32 = 1100;
const VERDICTS: i32 = 84;
const TOP: i32 = 116;
const FOOT: i32 = 384;
const LANES: i32 = 430;
const LANE: i32 = 32;
const BARS: i32 = LANES + 4 * LANE + 22;
const BAR: i32 = 26;

/// How many of something are drawn without their label, for want of room.
type Unlabelled = Result<usize, DrawingAreaErrorKind<io::Error>>;

impl Story {
    pub(crate) fn draw(&self, seen: &Seen) -> Result<String, DrawingAreaErrorKind<io::Error>> {
        let mut svg = String::new();
        let foot = BARS + BAR * self.bars.len().max(1) as i32;
        let height = (foot + 172).max(760);
        {
            let on = SVGBackend::with_string(&mut svg, (WIDTH, height as u32)).into_drawing_area();
            on.fill(&PAPER)?;
            self.heading(&on)?;
            let verdicts = self.verdicts(&on)?;
            self.dates(&on, foot)?;
            self.tallies(&on)?;
            let departures = self.departures(&on)?;
            let observations = self.observations(&on)?;
            let stages = self.contracts(&on)?;
            let unlabelled = [
                (verdicts, "verdicts"),
                (observations, "observations"),
                (departures, "departures"),
                (stages, "stages of contracts"),
            ];
            write(&on, &seen.told(), (24, height - 44), plain(13, INK))?;
            self.notes(&on, height - 144, &unlabelled)?;
            on.present()?;
        }
        Ok(svg)
    }

    fn x(&self, at: Moment) -> i32 {
        let part = |at: Moment| (at.to_utc() - self.from.to_utc()).as_seconds_f64();
        let share = (part(at) / part(self.to)).clamp(0.0, 1.0);
        LEFT + (share * f64::from(RIGHT - LEFT)).round() as i32
    }

    fn heading(&self, on: &Canvas<'_>) -> Drawn {
        write(on, "The boundary through time, as observers saw it", (24, 30), bold(22, INK))?;
        let day = |at| local_date(at).format("%-d %B %Y");
        let last = moved(self.to, TimeDelta::seconds(-1));
        let line = format!(
            "{} to {}. Three tallies, never one score: both pulls can show at once. Each point knows only what had been recorded by then.",
            day(self.from),
            day(last)
        );
        write(on, &line, (24, 57), plain(13, QUIET))
    }

    /// The verdict of each stretch, where there is room to write it; stretches that say too little are shaded.
    fn verdicts(&self, on: &Canvas<'_>) -> Unlabelled {
        let mut unlabelled = 0;
        write(on, "it would be read as", (LEFT - 14, VERDICTS + 12), plain(12, QUIET).to_the_left())?;
        for stretch in &self.stretches {
            let (from, to) = (self.x(stretch.from), self.x(stretch.to));
            let (middle, room) = ((from + to) / 2, to - from);
            let ink = verdict_colour(stretch.verdict);
            if stretch.verdict == Verdict::Insufficient {
                block(on, (from, VERDICTS), (to, FOOT), SHADE.filled())?;
            } else {
                block(on, (from + 1, VERDICTS), (to - 1, VERDICTS + 24), ink.mix(0.12).filled())?;
                block(on, (from + 1, VERDICTS + 21), (to - 1, VERDICTS + 24), ink.filled())?;
            }
            let words = stretch.verdict.to_string();
            let short = if stretch.verdict == Verdict::Insufficient { "too little" } else { &words };
            if let Some(fits) = [words.as_str(), short].into_iter().find(|words| width(words, 13) + 6 <= room) {
                write(on, fits, (middle, VERDICTS + 11), bold(13, ink).centred())?;
            } else {
                unlabelled += 1;
            }
            if stretch.verdict == Verdict::Insufficient {
                let missing: Vec<&str> = ["not enough yet:"].into_iter().chain(stretch.missing.iter().copied()).collect();
                for (place, words) in missing.iter().enumerate().filter(|(_, words)| width(words, 11) + 6 <= room) {
                    let at = (middle, TOP + 12 + 15 * place as i32);
                    write(on, words, at, plain(11, QUIET).centred())?;
                }
            }
        }
        Ok(unlabelled)
    }

    /// Mondays while there are few weeks, and then the first days of months or years.
    fn dates(&self, on: &Canvas<'_>, foot: i32) -> Drawn {
        let days = (self.to.to_utc() - self.from.to_utc()).num_days();
        let mut day = local_date(self.from);
        let mut free = LEFT;
        while let Ok(at) = day.pred_opt().map_or(Ok(self.from), end_of)
            && at < self.to
        {
            let due = match days {
                ..=12 => true,
                13..=120 => day.weekday() == Weekday::Mon,
                121..=1500 => day.day() == 1,
                _ => day.ordinal() == 1,
            };
            if due && at >= self.from {
                let x = self.x(at);
                line(on, [(x, TOP), (x, FOOT)], GRID, 1)?;
                line(on, [(x, LANES), (x, foot)], GRID, 1)?;
                line(on, [(x, FOOT), (x, FOOT + 5)], QUIET, 1)?;
                let format = if days > 120 { "%b %Y" } else { "%-d %b" };
                let words = day.format(format).to_string();
                let half = width(&words, 12) / 2;
                if x - half >= free - 20 && x + half < RIGHT + 20 {
                    write(on, &words, (x, FOOT + 16), plain(12, QUIET).centred())?;
                    free = x + half + 28;
                }
            }
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            day = next;
        }
        write(on, "date, in London", (LEFT - 30, FOOT + 16), plain(12, QUIET).to_the_left())
    }

    fn tallies(&self, on: &Canvas<'_>) -> Drawn {
        let most = self.readings.iter().flat_map(|(_, voices)| Lean::ALL.iter().map(|&lean| voices.of(lean)));
        let most = most.fold(1.0_f64, f64::max);
        let step = [0.5, 1.0, 2.0, 5.0, 10.0, 50.0].into_iter().find(|step| most / step <= 5.0).unwrap_or(200.0);
        let steps = (most / step).ceil();
        let y = |voice: f64| FOOT - (voice / (step * steps) * f64::from(FOOT - TOP - 8)).round() as i32;
        for place in 0..=steps as i32 {
            let voice = f64::from(place) * step;
            line(on, [(LEFT, y(voice)), (RIGHT, y(voice))], if place == 0 { FAINT } else { GRID }, 1)?;
            write(on, &format!("{voice:.1}"), (LEFT - 10, y(voice)), plain(12, QUIET).to_the_left())?;
        }
        let axis = [
            ("how far it showed", bold(13, INK)),
            ("each observer", plain(12, QUIET)),
            ("counts at most", plain(12, QUIET)),
            ("one, and fades", plain(12, QUIET)),
        ];
        for ((words, set), row) in axis.into_iter().zip(0..) {
            write(on, words, (24, (TOP + FOOT) / 2 - 24 + 16 * row), set)?;
        }
        let mut ends = Vec::new();
        for &lean in &[Lean::Diffuse, Lean::Healthy, Lean::Enmeshed] {
            let points: Vec<Point> = self.readings.iter().map(|&(at, voices)| (self.x(at), y(voices.of(lean)))).collect();
            let end = self.readings.last().map_or(0.0, |&(_, voices)| voices.of(lean));
            let at = points.last().map_or(FOOT, |&(_, y)| y);
            line(on, points, colour(lean), 3)?;
            on.draw(&Circle::new((RIGHT, at), 4, colour(lean).filled()))?;
            ends.push((at, lean, end));
        }
        // From the foot upwards, each far enough above the one below.
        ends.sort_by_key(|&(at, ..)| -at);
        let mut free = FOOT - 8;
        for (at, lean, end) in ends {
            let at = at.min(free);
            free = at - 36;
            write(on, &format!("{lean} {end:.2}"), (RIGHT + 14, at - 4), bold(14, colour(lean)))?;
            let plainly = if lean == Lean::Healthy { "near, yet apart" } else { lean.plainly() };
            write(on, plainly, (RIGHT + 14, at + 11), plain(12, QUIET))?;
        }
        Ok(())
    }

    fn observations(&self, on: &Canvas<'_>) -> Unlabelled {
        let mut unlabelled = 0;
        let middle = |lane: usize| LANES + LANE * lane as i32 + LANE / 2;
        write(on, "observations", (24, LANES - 6), bold(13, INK))?;
        for (lane, &lean) in Lean::ALL.iter().enumerate() {
            line(on, [(LEFT, middle(lane)), (RIGHT, middle(lane))], GRID, 1)?;
            write(on, lean.label(), (LEFT - 14, middle(lane)), plain(13, colour(lean)).to_the_left())?;
        }
        write(on, "not seen", (LEFT - 14, middle(3)), plain(13, QUIET).to_the_left())?;
        let lane_of = |mark: &Mark| match mark.finding {
            Sighting::Present(_) => Lean::ALL.iter().position(|&lean| lean == mark.lean).unwrap_or_default(),
            Sighting::Absent | Sighting::NoOpportunity => 3,
        };
        for (place, mark) in self.marks.iter().enumerate() {
            let (lane, x) = (lane_of(mark), self.x(mark.at));
            let at = (x, middle(lane));
            let Sighting::Present(strength) = mark.finding else {
                faint(on, at, mark.finding)?;
                continue;
            };
            let size = match strength {
                Strength::Slight => 4,
                Strength::Clear => 6,
                Strength::Strong => 8,
            };
            on.draw(&Circle::new(at, 13, PAPER.filled()))?;
            shape(on, at, mark.lean, size, mark.second_hand, mark.apart)?;
            let next = self
                .marks
                .iter()
                .skip(place + 1)
                .find(|other| lane_of(other) == lane)
                .map_or(WIDTH as i32, |other| self.x(other.at));
            let role = mark.role.map(named).unwrap_or_default();
            let end = x + 15 + width(&role, 11);
            if end + 8 < next {
                block(on, (x + 12, at.1 - 7), (end, at.1 + 7), PAPER.filled())?;
                write(on, &role, (x + 15, at.1), plain(11, QUIET))?;
            } else {
                unlabelled += 1;
            }
        }
        Ok(unlabelled)
    }

    /// Those who saw something and have left; their going settles no disagreement.
    fn departures(&self, on: &Canvas<'_>) -> Unlabelled {
        let mut unlabelled = 0;
        let mut free = [LEFT; 2];
        for &(at, role) in &self.left {
            let x = self.x(at);
            dashes(on, x, TOP, FOOT, INK)?;
            dashes(on, x, LANES, LANES + 4 * LANE, INK)?;
            let words = format!(
                "{} left, {}",
                role.map_or_else(|| "an observer".to_owned(), named),
                local_date(at).format("%-d %b")
            );
            if let Some((row, free)) = free.iter_mut().enumerate().find(|(_, free)| x >= **free) {
                write(on, &words, (x + 6, TOP + 8 + 15 * row as i32), plain(12, INK))?;
                *free = x + width(&words, 12) + 12;
            } else {
                unlabelled += 1;
            }
        }
        Ok(unlabelled)
    }

    fn contracts(&self, on: &Canvas<'_>) -> Unlabelled {
        let mut unlabelled = 0;
        write(on, "contracts", (24, BARS - 8), bold(13, INK))?;
        if self.bars.is_empty() {
            write(on, "none yet", (LEFT + 6, BARS + BAR / 2), plain(12, QUIET))?;
        }
        for ((id, stages), row) in self.bars.iter().zip(0..) {
            let (top, bottom) = (BARS + BAR * row + 3, BARS + BAR * (row + 1) - 3);
            let middle = (top + bottom) / 2;
            let short = if id.len() > 15 { format!("{}…", id.chars().take(14).collect::<String>()) } else { id.clone() };
            write(on, &short, (LEFT - 14, middle), plain(12, INK).to_the_left())?;
            let ends = stages.iter().skip(1).map(|&(at, _)| at).chain([self.to]);
            for (&(from, stage), to) in stages.iter().zip(ends) {
                let (from, to) = (self.x(from), self.x(to));
                let ink = match stage {
                    Stage::Active => {
                        block(on, (from, top), (to, bottom), RGBColor(74, 84, 98).filled())?;
                        PAPER
                    }
                    Stage::Suspended | Stage::Postponed => {
                        block(on, (from, top), (to, bottom), PAPER.filled())?;
                        block(on, (from, top), (to, bottom), QUIET.stroke_width(1))?;
                        (from..to).step_by(8).try_for_each(|x| line(on, [(x, bottom), ((x + 8).min(to), top)], GRID, 1))?;
                        INK
                    }
                    Stage::Lapsed => {
                        block(on, (from, middle - 3), (to, middle + 3), FAINT.filled())?;
                        block(on, (from, top), (from + 2, bottom), QUIET.filled())?;
                        INK
                    }
                    Stage::Invited | Stage::Reframed | Stage::Negotiating | Stage::Agreed => {
                        block(on, (from, top), (to, bottom), PREPARING.filled())?;
                        INK
                    }
                    Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => {
                        line(on, [(from, middle), (to, middle)], FAINT, 1)?;
                        block(on, (from, top), (from + 2, bottom), INK.filled())?;
                        QUIET
                    }
                };
                let words = stage.label();
                if width(words, 12) + 10 <= to - from {
                    let over = !matches!(
                        stage,
                        Stage::Invited
                            | Stage::Reframed
                            | Stage::Negotiating
                            | Stage::Agreed
                            | Stage::Active
                            | Stage::Suspended
                            | Stage::Postponed
                    );
                    if over {
                        block(on, (from + 6, top), (from + 14 + width(words, 12), bottom), PAPER.filled())?;
                    }
                    write(on, words, (from + 8, middle), plain(12, ink))?;
                } else {
                    unlabelled += 1;
                }
            }
        }
        Ok(unlabelled)
    }

    fn notes(&self, on: &Canvas<'_>, top: i32, unlabelled: &[(usize, &str)]) -> Drawn {
        line(on, [(24, top - 16), (WIDTH as i32 - 24, top - 16)], GRID, 1)?;
        let (mut x, mut y) = (32, top + 4);
        let mut item = |words: &str, draw: &dyn Fn(Point) -> Drawn| {
            let wide = width(words, 12) + 48;
            if x + wide > WIDTH as i32 {
                (x, y) = (32, y + 24);
            }
            draw((x, y))?;
            write(on, words, (x + 16, y), plain(12, QUIET))?;
            x += wide;
            Ok::<(), DrawingAreaErrorKind<io::Error>>(())
        };
        for &lean in Lean::ALL {
            item(lean.label(), &|at| shape(on, at, lean, 6, false, false))?;
        }
        item("larger: stronger", &|(x, y)| {
            shape(on, (x - 8, y), Lean::Healthy, 4, false, false)?;
            shape(on, (x + 5, y), Lean::Healthy, 8, false, false)
        })?;
        item("open: at second hand", &|at| shape(on, at, Lean::Healthy, 6, true, false))?;
        item("ringed: self-report or own sign, tallied apart", &|at| shape(on, at, Lean::Healthy, 5, false, true))?;
        item("absent", &|at| faint(on, at, Sighting::Absent))?;
        item("no opportunity to see", &|at| faint(on, at, Sighting::NoOpportunity))?;
        item("pale bar: work not begun", &|(x, y)| block(on, (x - 6, y - 6), (x + 8, y + 6), PREPARING.filled()))?;
        write(on, &self.moving(), (24, top + 60), bold(13, INK))?;
        let unlabelled: Vec<String> =
            unlabelled.iter().filter(|&&(count, _)| count > 0).map(|&(count, what)| format!("{what} {count}")).collect();
        if !unlabelled.is_empty() {
            let line = format!("Drawn without a label, for want of room: {}.", unlabelled.join(", "));
            write(on, &line, (24, top + 80), plain(12, QUIET))?;
        }
        let note = format!(
            "Parameters {}; no cut-off is validated. For reflection and research, never for appraising a person.",
            self.parameters
        );
        write(on, &note, (24, top + 120), plain(13, INK))
    }

    /// The drift, without saying who anybody is.
    fn moving(&self) -> String {
        match &self.movement {
            Movement::Moving(change) => format!("Through time: seems to move; {change}."),
            Movement::NoneClear(_) => "Through time: no change is clear.".to_owned(),
            Movement::TooLittle { .. } | Movement::NoSideThroughout { .. } => {
                "Through time: too little to tell a change.".to_owned()
            }
        }
    }
}
