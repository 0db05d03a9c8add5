//! Draws the boundary through time, as observers saw it: three tallies, never one score, with what they rest on beneath.
//!
//! ```text
//! cargo run --example boundary_drift -- [FILE] [--out FILE.svg]
//! ```
//!
//! `FILE` is a history in JSON Lines, by default an invented one; the picture goes to `target/boundary_drift.svg` unless
//! `--out` says otherwise. Every point is a reading as of that time, knowing only what had been recorded by then.
//!
//! Free text is never drawn, and neither is who somebody is: roles, contract ids and words of this crate are.
//!
//! Exit status: 0 if it was drawn; 1 if the history does not load, with the line on standard error; 2 for wrong usage, an
//! unreadable file, or a picture that cannot be written.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{Datelike, Days, TimeDelta, Weekday};
use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;
use plotters::style::FontStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use practice_cycle::assessment::{Assessment, Missing, Parameters, Tally};

use practice_cycle::boundary::{self, Basis, BoundaryObserved, Finding, Lean, Scope, Sign, Standpoint, Strength, Verdict};
use practice_cycle::calendar::{end_of, local_date};
use practice_cycle::contracting::Stage;
use practice_cycle::cycle::{Cycle, Event};
use practice_cycle::history::{History, LoadError, Trouble, View};
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::word::Word;
use practice_cycle::{attachment, contracting};

const USAGE: &str = "usage: boundary_drift [FILE] [--out FILE.svg]";
const INVENTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");

/// Why nothing was drawn.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}\n{USAGE}")]
    Usage(&'static str),
    #[error("the file cannot be read: {}\n{USAGE}", .0.kind())]
    Unreadable(io::Error),
    #[error("{0}")]
    Line(LoadError),
    #[error("line 1: the history is empty; the first entry is `cycle_opened`")]
    Empty,
    #[error("the picture cannot be drawn: {0}")]
    Undrawn(#[from] DrawingAreaErrorKind<io::Error>),
    #[error("the picture cannot be written: {}", .0.kind())]
    Unwritable(io::Error),
}

fn main() -> ExitCode {
    let failure = match asked(std::env::args_os().skip(1)).and_then(|(file, out)| run(&file, out)) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(failure) => failure,
    };
    _ = writeln!(io::stderr(), "{failure}");
    match failure {
        Failure::Line(_) | Failure::Empty => ExitCode::from(1),
        Failure::Usage(_) | Failure::Unreadable(_) | Failure::Undrawn(_) | Failure::Unwritable(_) => ExitCode::from(2),
    }
}

fn asked(mut words: impl Iterator<Item = OsString>) -> Result<(PathBuf, Option<PathBuf>), Failure> {
    let (mut file, mut out) = (None, None);
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--out") if out.is_some() => return Err(Failure::Usage("one picture at a time")),
            Some("--out") => out = Some(words.next().ok_or(Failure::Usage("`--out` needs a file"))?.into()),
            Some("--help" | "-h") => return Err(Failure::Usage("draws the boundary through time")),
            Some(option) if option.starts_with('-') => return Err(Failure::Usage("there is no such option")),
            Some(_) | None if file.is_some() => return Err(Failure::Usage("one file at a time")),
            Some(_) | None => file = Some(word.into()),
        }
    }
    Ok((file.unwrap_or_else(|| Path::new(INVENTED).join("boundary_seen_differently.jsonl")), out))
}

fn run(file: &Path, out: Option<PathBuf>) -> Result<(), Failure> {
    let history = History::read(BufReader::new(File::open(file).map_err(Failure::Unreadable)?));
    let history = history.map_err(|error| {
        if let Trouble::Io(cause) = error.trouble() {
            Failure::Unreadable(cause.kind().into())
        } else {
            Failure::Line(error)
        }
    })?;
    let story = Story::of(&history, Parameters::unvalidated_v1())?;
    let folder = fs::canonicalize(file).ok().and_then(|file| file.parent().map(Path::to_path_buf));
    let invented = folder.is_some_and(|folder| fs::canonicalize(INVENTED).is_ok_and(|data| data == folder));
    let svg = story.draw(invented)?;
    let out = match out {
        Some(out) => out,
        None => {
            fs::create_dir_all("target").map_err(Failure::Unwritable)?;
            PathBuf::from("target/boundary_drift.svg")
        }
    };
    fs::write(&out, svg).map_err(Failure::Unwritable)?;
    writeln!(io::stdout(), "{}", out.display()).map_err(Failure::Unwritable)
}

/// One observation, as it is drawn.
#[derive(Debug)]
struct Mark {
    at: Moment,
    role: Option<Role>,
    lean: Lean,
    finding: Finding,
    /// Self-report, or a sign of the service's own: tallied apart.
    apart: bool,
    second_hand: bool,
}

/// A time during which one verdict held.
#[derive(Debug)]
struct Stretch {
    from: Moment,
    to: Moment,
    verdict: Verdict,
    missing: BTreeSet<&'static str>,
}

/// A contract by its id, and its stages with when each was entered.
type Bar = (String, Vec<(Moment, Stage)>);

/// Everything that the picture shows.
#[derive(Debug)]
struct Story {
    parameters: String,
    from: Moment,
    to: Moment,
    readings: Vec<(Moment, Tally)>,
    stretches: Vec<Stretch>,
    marks: Vec<Mark>,
    left: Vec<(Moment, Option<Role>)>,
    bars: Vec<Bar>,
}

fn moved(at: Moment, by: TimeDelta) -> Moment {
    Moment::new(at.to_utc() + by).unwrap_or(at)
}

impl Story {
    fn of(history: &History, parameters: &Parameters) -> Result<Self, Failure> {
        let view = history.view(Moment::LATEST, Moment::LATEST);
        let last = history.entries().last().ok_or(Failure::Empty)?.act().recorded_at;
        let from = view.entries().iter().map(|entry| entry.act().occurred_at).min().unwrap_or(last);
        let from = local_date(from).pred_opt().and_then(|day| end_of(day).ok()).unwrap_or(from);
        let to = end_of(local_date(last)).unwrap_or(last).max(moved(from, TimeDelta::days(1)));
        let cycle = view.cycle();
        let (marks, left) = people_saw(&view, &cycle);
        let mut story = Self {
            parameters: parameters.id().to_string(),
            from,
            to,
            readings: Vec::new(),
            stretches: Vec::new(),
            marks,
            left,
            bars: bars(history, &view, &cycle, to),
        };
        for at in story.times(&view) {
            let reading = Assessment::of(&history.view(at, at), Scope::Cycle, parameters);
            story.add(at, &reading);
        }
        Ok(story)
    }

    /// Each day, or each of four hundred steps if that is longer; and right before and after something was learned.
    fn times(&self, view: &View<'_>) -> BTreeSet<Moment> {
        let days = (self.to.to_utc() - self.from.to_utc()).num_days().max(1);
        let step = (days + 399) / 400;
        let steps = (0..=days / step).map(|place| moved(self.from, TimeDelta::days(place * step)));
        let mut times: BTreeSet<Moment> = steps.filter(|&at| at < self.to).chain([self.to]).collect();
        let seen = view.entries().iter().filter(|entry| matches!(entry.event(), Event::Boundary(_)));
        for entry in seen.take(300) {
            let learned = entry.act().recorded_at;
            times.extend([moved(learned, TimeDelta::seconds(-1)), learned]);
        }
        times
    }

    fn add(&mut self, at: Moment, reading: &Assessment) {
        self.readings.push((at, reading.voices));
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.to = at;
        }
        if self.stretches.last().is_none_or(|stretch| stretch.verdict != reading.verdict) {
            self.stretches.push(Stretch { from: at, to: at, verdict: reading.verdict, missing: BTreeSet::new() });
        }
        if let Some(stretch) = self.stretches.last_mut() {
            stretch.missing.extend(reading.missing.iter().map(gate));
        }
    }
}

const fn gate(missing: &Missing) -> &'static str {
    match missing {
        Missing::Observers { .. } => "observers",
        Missing::Perspectives { .. } => "perspectives",
        Missing::Spaces { .. } => "spaces",
        Missing::Rows { .. } => "rows of Figure 1",
        Missing::Voice { .. } => "clear or recent voices",
        Missing::Sureness { .. } | _ => "sureness",
    }
}

/// The observations, and the departures of those who had made one.
fn people_saw(view: &View<'_>, cycle: &Cycle) -> (Vec<Mark>, Vec<(Moment, Option<Role>)>) {
    let (mut marks, mut left, mut seen_by) = (Vec::new(), Vec::new(), BTreeMap::new());
    for entry in view.by_occurrence() {
        let act = entry.act();
        if let Event::Boundary(boundary::Event::BoundaryObserved(data)) = entry.event() {
            let BoundaryObserved { sign, finding, standpoint, basis, .. } = data;
            let role = cycle.role_at(&act.by, act.occurred_at);
            seen_by.insert(&act.by, role);
            marks.push(Mark {
                at: act.occurred_at,
                role,
                lean: sign.lean(),
                finding: *finding,
                apart: *standpoint == Standpoint::PartOfIt || matches!(sign, Sign::Own { .. }),
                second_hand: *basis != Basis::Direct,
            });
        } else if let Event::Attachment(attachment::Event::PersonLeft(data)) = entry.event() {
            left.extend(seen_by.get(&data.person).map(|&role| (act.occurred_at, role)));
        }
    }
    (marks, left)
}

fn bars(history: &History, view: &View<'_>, cycle: &Cycle, to: Moment) -> Vec<Bar> {
    let mut bars = Vec::new();
    let mut times: BTreeSet<Moment> = view.entries().iter().map(|entry| entry.act().occurred_at).collect();
    // What lapses, lapses when a day has ended.
    let mut day = times.first().map(|&at| local_date(at));
    while let Some(at) = day.and_then(|day| end_of(day).ok()).filter(|&end| end < to) {
        times.insert(moved(at, TimeDelta::seconds(1)));
        day = day.and_then(|day| day.succ_opt());
    }
    for entry in view.entries() {
        let Event::Contracting(contracting::Event::ContractInvited(data)) = entry.event() else { continue };
        let Some(contract) = cycle.contract(&data.contract).or_else(|| history.cycle().contract(&data.contract)) else {
            continue;
        };
        let mut stages: Vec<(Moment, Stage)> = Vec::new();
        for &at in &times {
            let Some(stage) = contract.stage_at(at) else { continue };
            if stages.last().is_none_or(|&(_, last)| last != stage) {
                stages.push((at, stage));
            }
        }
        bars.push((data.contract.to_string(), stages));
    }
    bars
}

// The picture. Colours told apart by people of any colour vision, after Okabe and Ito.

const INK: RGBColor = RGBColor(34, 40, 49);
const QUIET: RGBColor = RGBColor(100, 108, 118);
const FAINT: RGBColor = RGBColor(176, 182, 190);
const GRID: RGBColor = RGBColor(232, 235, 238);
const SHADE: RGBColor = RGBColor(241, 242, 244);
const PREPARING: RGBColor = RGBColor(214, 219, 225);
const PAPER: RGBColor = RGBColor(255, 255, 255);

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

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<io::Error>>;
type Point = (i32, i32);

const fn colour(lean: Lean) -> RGBColor {
    match lean {
        Lean::Enmeshed => RGBColor(213, 94, 0),
        Lean::Healthy => RGBColor(0, 140, 105),
        Lean::Diffuse => RGBColor(0, 114, 178),
    }
}

const fn verdict_colour(verdict: Verdict) -> RGBColor {
    match verdict {
        Verdict::Enmeshed => colour(Lean::Enmeshed),
        Verdict::Healthy => colour(Lean::Healthy),
        Verdict::Diffuse => colour(Lean::Diffuse),
        Verdict::Mixed | Verdict::Contested => INK,
        Verdict::Insufficient => QUIET,
    }
}

/// A role in as few words as it has; its label can be too long to stand beside a mark.
fn named(role: Role) -> String {
    role.code().replace('_', " ")
}

/// How a piece of text is set.
#[derive(Clone, Copy)]
struct Set(i32, RGBColor, HPos, FontStyle);

const fn plain(size: i32, colour: RGBColor) -> Set {
    Set(size, colour, HPos::Left, FontStyle::Normal)
}

const fn bold(size: i32, colour: RGBColor) -> Set {
    Set(size, colour, HPos::Left, FontStyle::Bold)
}

impl Set {
    const fn centred(self) -> Self {
        Set(self.0, self.1, HPos::Center, self.3)
    }

    const fn to_the_left(self) -> Self {
        Set(self.0, self.1, HPos::Right, self.3)
    }
}

/// About how wide a text is. There are no fonts to measure it with.
fn width(text: &str, size: i32) -> i32 {
    text.chars().count() as i32 * size * 57 / 100
}

fn write(on: &Canvas<'_>, text: &str, at: Point, Set(size, colour, anchor, style): Set) -> Drawn {
    // Plotters takes a size to be 1.24 times that of the SVG.
    let font = FontDesc::new(FontFamily::SansSerif, f64::from(size) * 1.24, style);
    on.draw_text(text, &font.color(&colour).pos(Pos::new(anchor, VPos::Center)), at)
}

fn line(on: &Canvas<'_>, points: impl Into<Vec<Point>>, colour: RGBColor, wide: u32) -> Drawn {
    on.draw(&PathElement::new(points.into(), colour.stroke_width(wide)))
}

fn dashes(on: &Canvas<'_>, x: i32, from: i32, to: i32, colour: RGBColor) -> Drawn {
    (from..to).step_by(7).try_for_each(|y| line(on, [(x, y), (x, (y + 4).min(to))], colour, 1))
}

fn block(on: &Canvas<'_>, from: Point, to: Point, style: impl Into<ShapeStyle>) -> Drawn {
    on.draw(&Rectangle::new([from, to], style))
}

/// A mark in the shape of its side: filled if it was seen directly, open at second hand, ringed if it is tallied apart.
fn shape(on: &Canvas<'_>, (x, y): Point, lean: Lean, size: i32, second_hand: bool, apart: bool) -> Drawn {
    let ink = colour(lean);
    let outline = match lean {
        Lean::Enmeshed => vec![(x, y - size), (x + size, y + size - 1), (x - size, y + size - 1)],
        Lean::Healthy => Vec::new(),
        Lean::Diffuse => {
            vec![(x - size + 1, y - size + 1), (x + size, y - size + 1), (x + size, y + size), (x - size + 1, y + size)]
        }
    };
    if lean == Lean::Healthy {
        let style = if second_hand { ink.stroke_width(2) } else { ink.filled() };
        on.draw(&Circle::new((x, y), size, style))?;
    } else if second_hand {
        let closed: Vec<Point> = outline.iter().chain(outline.iter().take(2)).copied().collect();
        line(on, closed, ink, 2)?;
    } else {
        on.draw(&Polygon::new(outline, ink.filled()))?;
    }
    if apart {
        on.draw(&Circle::new((x, y), size + 4, ink.stroke_width(1)))?;
    }
    Ok(())
}

/// A cross for what was absent, a dash where nobody could have seen it.
fn faint(on: &Canvas<'_>, (x, y): Point, finding: Finding) -> Drawn {
    if finding == Finding::NoOpportunity {
        return line(on, [(x - 5, y), (x + 5, y)], FAINT, 2);
    }
    line(on, [(x - 4, y - 4), (x + 4, y + 4)], FAINT, 2)?;
    line(on, [(x - 4, y + 4), (x + 4, y - 4)], FAINT, 2)
}

impl Story {
    fn draw(&self, invented: bool) -> Result<String, Failure> {
        let mut svg = String::new();
        let foot = BARS + BAR * self.bars.len().max(1) as i32;
        let height = (foot + 112).max(700);
        {
            let on = SVGBackend::with_string(&mut svg, (WIDTH, height as u32)).into_drawing_area();
            on.fill(&PAPER)?;
            self.heading(&on)?;
            self.verdicts(&on)?;
            self.dates(&on, foot)?;
            self.tallies(&on)?;
            self.departures(&on)?;
            self.observations(&on)?;
            self.contracts(&on)?;
            self.notes(&on, height - 84, invented)?;
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
        let told = format!(
            "{} to {}. Three tallies, never one score: both pulls can show at once. Each point knows only what had been recorded by then.",
            day(self.from),
            day(last)
        );
        write(on, &told, (24, 57), plain(13, QUIET))
    }

    /// The verdict of each stretch, where there is room to write it; stretches that say too little are shaded.
    fn verdicts(&self, on: &Canvas<'_>) -> Drawn {
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
            }
            if stretch.verdict == Verdict::Insufficient {
                let missing: Vec<&str> = ["not enough yet:"].into_iter().chain(stretch.missing.iter().copied()).collect();
                for (place, words) in missing.iter().enumerate().filter(|(_, words)| width(words, 11) + 6 <= room) {
                    let at = (middle, TOP + 12 + 15 * place as i32);
                    write(on, words, at, plain(11, QUIET).centred())?;
                }
            }
        }
        Ok(())
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
            ("voices", bold(13, INK)),
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

    fn observations(&self, on: &Canvas<'_>) -> Drawn {
        let middle = |lane: usize| LANES + LANE * lane as i32 + LANE / 2;
        write(on, "observations", (24, LANES - 6), bold(13, INK))?;
        for (lane, &lean) in Lean::ALL.iter().enumerate() {
            line(on, [(LEFT, middle(lane)), (RIGHT, middle(lane))], GRID, 1)?;
            write(on, lean.label(), (LEFT - 14, middle(lane)), plain(13, colour(lean)).to_the_left())?;
        }
        write(on, "not seen", (LEFT - 14, middle(3)), plain(13, QUIET).to_the_left())?;
        let lane_of = |mark: &Mark| match mark.finding {
            Finding::Present(_) => Lean::ALL.iter().position(|&lean| lean == mark.lean).unwrap_or_default(),
            Finding::Absent | Finding::NoOpportunity => 3,
        };
        for (place, mark) in self.marks.iter().enumerate() {
            let (lane, x) = (lane_of(mark), self.x(mark.at));
            let at = (x, middle(lane));
            let Finding::Present(strength) = mark.finding else {
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
            }
        }
        Ok(())
    }

    /// Those who saw something and have left; their going settles no disagreement.
    fn departures(&self, on: &Canvas<'_>) -> Drawn {
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
            }
        }
        Ok(())
    }

    fn contracts(&self, on: &Canvas<'_>) -> Drawn {
        write(on, "contracts", (24, BARS - 8), bold(13, INK))?;
        if self.bars.is_empty() {
            write(on, "none yet", (LEFT + 6, BARS + BAR / 2), plain(12, QUIET))?;
        }
        for ((id, stages), row) in self.bars.iter().zip(0..) {
            let (top, bottom) = (BARS + BAR * row + 3, BARS + BAR * (row + 1) - 3);
            let middle = (top + bottom) / 2;
            let short: String = id.chars().take(15).collect();
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
                }
            }
        }
        Ok(())
    }

    fn notes(&self, on: &Canvas<'_>, top: i32, invented: bool) -> Drawn {
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
        item("absent", &|at| faint(on, at, Finding::Absent))?;
        item("no opportunity to see", &|at| faint(on, at, Finding::NoOpportunity))?;
        item("pale bar: work not begun", &|(x, y)| block(on, (x - 6, y - 6), (x + 8, y + 6), PREPARING.filled()))?;
        let data = if invented { " Invented data." } else { "" };
        let note = format!(
            "Parameters {}; no cut-off is validated. For reflection and research, never for appraising a person.{data}",
            self.parameters
        );
        write(on, &note, (24, top + 60), plain(13, INK))
    }
}
