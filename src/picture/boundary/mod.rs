//! The boundary through time: three tallies, and what they rest on.

mod story;
mod observations;

use super::axis::Axis;
use super::bars::{self, Tone};
use super::canvas::{Canvas, DOTTED, FAINT, GRID, HATCHED, INK, Ink, PAPER, PLAIN, Point, QUIET, SHADE, SMALL, bold, plain};
use super::notes::{self, Key, MARGIN};
use super::options::Options;
use crate::assessment::{Movement, Parameters, Tally};
use crate::boundary::{Lean, Sighting, Verdict};
use crate::code::Code;
use crate::history::View;
use crate::moment::Moment;
use observations::{Swarm, colour, faint, named, shape};
use story::{Story, Stretch};

const TITLE: &str = "The boundary through time, as observers saw it";
const LEFT: i32 = 190;
const RIGHT: i32 = 190;
const VERDICT: i32 = 24;
const PLOT: i32 = 268;
/// How many lines of what is missing stand in the plot; what needs more is listed below.
const MISSING_ROWS: usize = 12;
/// How many times are listed below the plot with what was missing then; of more, their number is.
const LISTED: usize = 12;

/// The boundary as observers saw it: three tallies through time, with the observations and contracts that they rest on beneath.
///
/// Every point of a tally is a reading as of that time, knowing only what had been recorded by then; there is one a day, or four hundred if
/// that is fewer. So the work is up to 1,000 readings of the history. Roles, references of contracts and words of this crate are drawn, and
/// no people. Marks are those that the reader is shown; tallies and verdicts are of all that was observed ([`reader`](crate::reader)).
/// Where no observation was known, there is no tally, and no line. What is missing for a reading stands in the plot, or below it where
/// there is no room.
///
/// ```
/// use practice_cycle::{assessment::Parameters, history::History, moment::Moment, picture::{self, Options}};
/// let history = History::read(std::fs::read("examples/data/boundary_moving.jsonl")?.as_slice())?;
/// let view = history.view(Moment::LATEST, Moment::LATEST);
/// let svg = picture::boundary(&view, Parameters::unvalidated_v2(), &Options::default());
/// assert!(svg.starts_with("<svg ") && svg.contains("healthy shows more since 14 March 2026"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn boundary(view: &View<'_>, parameters: &Parameters, options: &Options) -> String {
    let from = view.entries().iter().map(|entry| entry.act().occurred_at).min().unwrap_or(view.speaks_of());
    let axis = Axis::days(from, view.speaks_of(), (LEFT, options.width - RIGHT), options.zone);
    let story = Story::of(view, parameters, &axis, &options.reader(view));
    let mut canvas = Canvas::new(options.width);
    let line = format!(
        "{}. Three tallies, never one score: both pulls can show at once. Each point knows only what had been recorded by then.",
        axis.told()
    );
    let verdicts = notes::heading(&mut canvas, TITLE, &line);
    let mut sheet = Sheet { on: canvas, axis, story: &story, options, verdicts, top: 0, foot: 0 };
    let height = sheet.draw(view);
    let described = format!("{line} {}", sheet.moving());
    sheet.on.finish(height, TITLE, &described)
}

const fn verdict_colour(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Enmeshed => colour(Lean::Enmeshed),
        Verdict::Healthy => colour(Lean::Healthy),
        Verdict::Diffuse => colour(Lean::Diffuse),
        Verdict::Mixed | Verdict::Contested => INK,
        Verdict::Insufficient => QUIET,
    }
}

/// The sign of a verdict, which those of two verdicts differ in without colour, too: by pattern, or by the words of the sides.
fn band(on: &mut Canvas, (left, top): Point, (right, foot): Point, verdict: Verdict, says: &str) {
    let ink = verdict_colour(verdict);
    match verdict {
        Verdict::Insufficient => on.bar((left, top), (right, foot), SHADE, SHADE, says),
        Verdict::Mixed => on.bar((left, top), (right, foot), DOTTED, PAPER, says),
        Verdict::Contested => on.bar((left, top), (right, foot), HATCHED, PAPER, says),
        Verdict::Enmeshed | Verdict::Healthy | Verdict::Diffuse => on.tint((left, top), (right, foot), ink, says),
    }
    if verdict != Verdict::Insufficient {
        on.block((left, foot - 3), (right, foot), ink);
    }
}

/// The picture as it is drawn, panel by panel.
struct Sheet<'a> {
    on: Canvas,
    axis: Axis,
    story: &'a Story,
    options: &'a Options,
    verdicts: i32,
    /// Where the plot of the tallies begins and ends.
    top: i32,
    foot: i32,
}

impl<'a> Sheet<'a> {
    /// Draws everything, and returns how high it is.
    fn draw(&mut self, view: &View<'_>) -> i32 {
        let below = self.verdicts + VERDICT + 8;
        self.top = below + 18 * self.rows_of_departures();
        self.foot = self.top + PLOT;
        let lanes = self.foot + 64;
        let swarm = Swarm::of(&self.story.marks, &self.axis);
        let seen_to = lanes + swarm.height();
        let rows = seen_to + 34;
        let foot = rows + bars::ROW * i32::try_from(self.story.bars.len().max(1)).unwrap_or(i32::MAX / 64);
        let verdicts = self.draw_verdicts();
        self.axis.draw(&mut self.on, &[(self.top, self.foot), (lanes, foot)], self.foot + 18);
        self.tallies();
        let missing = self.draw_missing();
        self.departures(below, (lanes, seen_to));
        let observations = swarm.draw(&mut self.on, &self.axis, lanes, self.options.vocabulary);
        let stages = self.contracts(view, rows);
        let unlabelled = [(verdicts, "verdicts"), (observations, "observations"), (stages, "stages of contracts")];
        self.notes(view, foot + 18, &unlabelled, swarm.hidden, &missing)
    }

    /// The verdict of each stretch, where there is room to write it; stretches that say too little are shaded.
    fn draw_verdicts(&mut self) -> usize {
        let (mut unlabelled, top, middle) = (0, self.verdicts, self.verdicts + 11);
        let style = plain(SMALL, QUIET).to_the_left();
        self.on.text("it would be read as", (self.axis.left - 14, middle), style);
        for stretch in &self.story.stretches {
            let (from, to) = (self.axis.x(stretch.from), self.axis.x(stretch.to));
            let (centre, room) = ((from + to) / 2, to - from - 6);
            let (ink, words) = (verdict_colour(stretch.verdict), self.options.vocabulary.verdict(stretch.verdict));
            if stretch.verdict == Verdict::Insufficient {
                band(&mut self.on, (from, top), (to, self.foot), stretch.verdict, &words);
            } else {
                band(&mut self.on, (from + 1, top), (to - 1, top + VERDICT), stretch.verdict, &words);
            }
            let short = if stretch.verdict == Verdict::Insufficient { "too little" } else { &words };
            let ground = if matches!(stretch.verdict, Verdict::Mixed | Verdict::Contested) { Some(PAPER) } else { None };
            let style = bold(PLAIN, ink).centred();
            let style = ground.map_or(style, |ground| style.on(ground));
            match [words.as_str(), short].into_iter().find(|words| style.width(words) <= room) {
                Some(fits) => self.on.text(fits, (centre, middle), style),
                None => unlabelled += 1,
            }
        }
        unlabelled
    }

    /// What is missing in the stretches that say too little, over the tallies; those for which there is no room are returned.
    fn draw_missing(&mut self) -> Vec<&'a Stretch> {
        let (mut left_over, story) = (Vec::new(), self.story);
        if !self.is_observed() {
            let (words, middle) = ("no observation of the boundary is known", (self.axis.left + self.axis.right) / 2);
            self.on.text(words, (middle, (self.top + self.foot) / 2), bold(PLAIN, QUIET).centred().on(SHADE));
            return left_over;
        }
        for stretch in story.stretches.iter().filter(|stretch| stretch.verdict == Verdict::Insufficient) {
            let (from, to) = (self.axis.x(stretch.from), self.axis.x(stretch.to));
            let (centre, room) = ((from + to) / 2, to - from - 6);
            let style = plain(SMALL, QUIET).centred().on(SHADE);
            let missing = ["not enough yet:".to_owned()].into_iter().chain(stretch.missing_in_a_row());
            let lines: Vec<String> = missing.flat_map(|words| style.broken(&words, room)).collect();
            if lines.len() > MISSING_ROWS || lines.iter().any(|line| style.width(line) > room) {
                left_over.push(stretch);
                continue;
            }
            for (words, row) in lines.iter().zip(0..) {
                self.on.text(words, (centre, self.top + 14 + 16 * row), style);
            }
        }
        left_over
    }

    /// Whether any observation was known at any time.
    fn is_observed(&self) -> bool {
        self.story.readings.iter().any(|(_, tally)| tally.is_some())
    }

    fn tallies(&mut self) {
        let (top, foot, left, right) = (self.top, self.foot, self.axis.left, self.axis.right);
        let tallies = self.story.readings.iter().filter_map(|(_, tally)| tally.as_ref());
        let most = tallies.flat_map(|tally| Lean::ALL.iter().map(|&lean| tally.of(lean)));
        let most = most.fold(1.0_f64, f64::max);
        let step = [0.5, 1.0, 2.0, 5.0, 10.0, 50.0].into_iter().find(|step| most / step <= 5.0).unwrap_or(200.0);
        let steps = (most / step).ceil();
        let y = |tally: f64| foot - (tally / (step * steps) * f64::from(foot - top - 8)).round() as i32;
        for place in 0..=steps as i32 {
            let tally = f64::from(place) * step;
            self.on.line((left, y(tally)), (right, y(tally)), if place == 0 { FAINT } else { GRID }, 1);
            self.on.text(&format!("{tally:.1}"), (left - 10, y(tally)), plain(SMALL, QUIET).to_the_left());
        }
        let axis = [
            ("how far it showed", bold(PLAIN, INK)),
            ("each observer", plain(SMALL, QUIET)),
            ("counts at most", plain(SMALL, QUIET)),
            ("one, and fades", plain(SMALL, QUIET)),
        ];
        for ((words, style), row) in axis.into_iter().zip(0..) {
            self.on.text(words, (MARGIN, (top + foot) / 2 - 27 + 18 * row), style);
        }
        let mut ends = Vec::new();
        for &lean in &[Lean::Diffuse, Lean::Healthy, Lean::Enmeshed] {
            let point = |&(at, tally): &(Moment, Option<Tally>)| tally.map(|tally| (self.axis.x(at), y(tally.of(lean))));
            // Where nothing was known there is no line.
            let points: Vec<Option<Point>> = self.story.readings.iter().map(point).collect();
            for part in points.split(Option::is_none).filter(|part| !part.is_empty()) {
                let part: Vec<Point> = part.iter().copied().flatten().collect();
                self.on.series(&part, colour(lean), dash(lean));
            }
            let Some((end, Some((_, at)))) =
                self.story.readings.last().and_then(|(_, tally)| Some(tally.as_ref()?.of(lean))).zip(points.last().copied())
            else {
                continue;
            };
            // Distinguished without colour by the shape at their end, and by being solid, broken or dotted.
            shape(&mut self.on, (right, at), lean, 6, false, false);
            ends.push((at, lean, end));
        }
        // From the foot upwards, each far enough above the one below.
        ends.sort_by_key(|&(at, ..)| -at);
        let mut free = foot - 12;
        for (at, lean, end) in ends {
            let at = at.min(free);
            free = at - 40;
            let word = self.options.vocabulary.word(lean);
            self.on.text(&format!("{word} {end:.2}"), (right + 14, at - 6), bold(14, colour(lean)));
            let plainly = if lean == Lean::Healthy { "near, yet apart" } else { lean.plainly() };
            self.on.text(plainly, (right + 14, at + 11), plain(SMALL, QUIET));
        }
    }

    /// Those who saw something and have left, each with what is said of it, in the first row that has room.
    fn departures_in_rows(&self) -> Vec<(i32, i32, String)> {
        let (mut rows, mut placed) = (Vec::new(), Vec::new());
        for &(at, role) in &self.story.left {
            let x = self.axis.x(at);
            let role = role.map_or_else(|| "an observer".to_owned(), named);
            let words = format!("{role} left, {}", self.axis.day(at));
            let row = rows.iter().position(|free| x >= *free).unwrap_or(rows.len());
            let end = x + plain(SMALL, INK).width(&words) + 14;
            match rows.get_mut(row) {
                Some(free) => *free = end,
                None => rows.push(end),
            }
            placed.push((x, i32::try_from(row).unwrap_or(i32::MAX / 64), words));
        }
        placed
    }

    fn rows_of_departures(&self) -> i32 {
        self.departures_in_rows().iter().map(|(_, row, _)| row + 1).max().unwrap_or_default()
    }

    /// Their going settles no disagreement.
    fn departures(&mut self, top: i32, lanes: (i32, i32)) {
        for (x, row, words) in self.departures_in_rows() {
            let y = top + 8 + 18 * row;
            self.on.dashes((x, y - 6), (x, self.foot), INK, 1);
            self.on.dashes((x, lanes.0), (x, lanes.1), INK, 1);
            // Towards the edge, the words stand before their line.
            let style = plain(SMALL, INK);
            let fits = x + 6 + style.width(&words) < self.on.width - 8;
            let (x, style) = if fits { (x + 6, style) } else { (x - 6, style.to_the_left()) };
            self.on.text(&words, (x, y), style);
        }
    }

    fn contracts(&mut self, view: &View<'_>, top: i32) -> usize {
        notes::section(&mut self.on, "contracts", top - 12);
        if self.story.bars.is_empty() {
            self.on.text("none yet", (self.axis.left + 6, top + bars::ROW / 2), plain(SMALL, QUIET));
        }
        let (mut y, mut unlabelled) = (top, 0);
        for bar in &self.story.bars {
            unlabelled += bar.draw(&mut self.on, &self.axis, view.speaks_of(), y, Tone::Grey);
            y += bars::ROW;
        }
        unlabelled
    }

    fn notes(
        &mut self,
        view: &View<'_>,
        top: i32,
        unlabelled: &[(usize, &str)],
        hidden: usize,
        missing: &[&Stretch],
    ) -> i32 {
        let mut key = Key::new(&mut self.on, top);
        for &lean in Lean::ALL {
            key.item(self.options.vocabulary.of(lean), |on, at| shape(on, at, lean, 6, false, false));
        }
        key.item("larger: stronger", |on, (x, y)| {
            shape(on, (x - 11, y), Lean::Healthy, 4, false, false);
            shape(on, (x + 3, y), Lean::Healthy, 8, false, false);
        });
        key.item("open: at second hand", |on, at| shape(on, at, Lean::Healthy, 6, true, false));
        key.item("ringed: self-report or own sign, tallied apart", |on, at| shape(on, at, Lean::Healthy, 5, false, true));
        key.item("absent", |on, at| faint(on, at, Sighting::Absent));
        key.item("no opportunity to see", |on, at| faint(on, at, Sighting::NoOpportunity));
        bars::explain(&mut key, Tone::Grey);
        for &verdict in Verdict::ALL.iter().filter(|&&verdict| self.story.stretches.iter().any(|of| of.verdict == verdict)) {
            let words = self.options.vocabulary.verdict(verdict);
            let says = format!("would be read as: {words}");
            key.item(&says, |on, (x, y)| band(on, (x - 8, y - 8), (x + 12, y + 8), verdict, &words));
        }
        let (y, moving) = (key.done(), self.moving());
        let mut y = notes::paragraph(&mut self.on, &moving, (MARGIN, y), bold(PLAIN, INK));
        let hidden = (hidden > 0).then(|| format!("Of the observations, {hidden} lie on others."));
        for line in notes::unlabelled(unlabelled).into_iter().chain(hidden).chain(self.said_missing(missing)) {
            y = notes::paragraph(&mut self.on, &line, (MARGIN, y), plain(SMALL, QUIET));
        }
        y = notes::paragraph(&mut self.on, &notes::as_of(view, self.options.zone), (MARGIN, y), plain(PLAIN, INK));
        let note = format!(
            "Figure 1 is that of the article, Evans, \u{201c}Joining, Contracting and Intervening\u{201d}. Parameters {}; no cut-off is validated. For reflection and research, never for appraising a person.",
            self.story.parameters
        );
        notes::paragraph(&mut self.on, &note, (MARGIN, y), plain(PLAIN, INK)) + 8
    }

    /// What was missing in the stretches that had no room to say it.
    fn said_missing(&self, missing: &[&Stretch]) -> Vec<String> {
        let said = |stretch: &&Stretch| {
            let (from, to) = (self.axis.when(stretch.from), self.axis.when(stretch.to));
            let when = if from == to { from } else { format!("{from} to {to}") };
            format!("Not enough yet, {when}: {}.", stretch.missing_in_a_row().collect::<Vec<_>>().join(" "))
        };
        let more = missing.len().saturating_sub(LISTED);
        let more = (more > 0).then(|| format!("And {more} more such times."));
        missing.iter().take(LISTED).map(said).chain(more).collect()
    }

    /// The drift, without saying who anybody is.
    fn moving(&self) -> String {
        match &self.story.movement {
            Movement::Moving(change) => {
                let more = if change.by < 0.0 { "less" } else { "more" };
                let side = self.options.vocabulary.of(change.side);
                format!("Through time: seems to move; {side} shows {more} since {}.", change.since.format("%-d %B %Y"))
            }
            Movement::NoneClear(_) => "Through time: no change is clear.".to_owned(),
            Movement::TooLittle { .. } | Movement::NoSideThroughout { .. } => {
                "Through time: too little to see a change.".to_owned()
            }
        }
    }
}

const fn dash(lean: Lean) -> &'static str {
    match lean {
        Lean::Enmeshed => "9 4",
        Lean::Healthy => "none",
        Lean::Diffuse => "2 4",
    }
}
