//! Duties through time: what opened each, when it was due, and what became of it.

use super::axis::Axis;
use super::canvas::{
    Canvas, DOTTED, FAINT, GREEN, HATCHED, INK, Ink, PALE, PAPER, PLAIN, Point, QUIET, SMALL, VERMILION, bold, plain,
};
use super::notes::{self, Key, MARGIN};
use super::options::Options;
use crate::history::View;
use crate::moment::Moment;
use crate::policy::{Asks, Finding, Outcome};

const TITLE: &str = "Duties through time";
const LEFT: i32 = 200;
const RIGHT: i32 = 190;
const ROW: i32 = 28;
const HEAD: i32 = 32;
/// How near the sign of a waiver may come to another.
const WAIVED_APART: i32 = 14;

/// Duties on one axis of time, rule by rule: what opened each, until when there was time, and whether it was done, done late, not done,
/// waived or still open.
///
/// The findings are those of this history alone, as [`Policy::explain`](crate::policy::Policy::explain) or a report gives them, in their
/// order, of a check as of the time of the view. References, codes of rules and their titles are drawn. What the reader may not
/// know of ([`Duty::is_told_to`](crate::policy::Duty::is_told_to)) is left out. A row a duty: whoever has thousands chooses some.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, picture::{self, Options}, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new())?;
/// let as_of = "2026-12-01T00:00:00Z".parse()?;
/// let duties = policy.explain(&[&history], as_of, Moment::LATEST);
/// let reviews = duties.iter().filter(|duty| duty.rule.as_str() == "R10");
/// let svg = picture::duties(&history.view(as_of, Moment::LATEST), reviews, &Options::default());
/// assert!(svg.contains("not done"), "{svg}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn duties<'a>(view: &View<'_>, findings: impl IntoIterator<Item = &'a Finding>, options: &Options) -> String {
    let readers = [options.reader(view)];
    let told: Vec<&Finding> = findings.into_iter().filter(|finding| finding.duty.is_told_to(&readers)).collect();
    let until = view.speaks_of();
    let opened = told.iter().map(|finding| finding.duty.opened_by.at.min(finding.duty.since)).min().unwrap_or(until);
    // Where everything is settled, what came after it is left out, so that a short duty of long ago is not squeezed.
    let settled =
        told.iter().map(|finding| settled(finding)).collect::<Option<Vec<_>>>().and_then(|ends| ends.into_iter().max());
    let last = told.iter().filter_map(|finding| ends(finding)).fold(settled.unwrap_or(until), Moment::max);
    let axis = Axis::days(opened, last, (LEFT, options.width - RIGHT), options.zone);
    let mut on = Canvas::new(options.width);
    let line = format!("{}. {}.", axis.told(), counted(&told));
    let top = notes::heading(&mut on, TITLE, &line) + 22;
    let groups: Vec<&[&Finding]> = told.chunk_by(|one, other| one.rule == other.rule).collect();
    let rows = |count: usize| i32::try_from(count).unwrap_or(i32::MAX / 64);
    let foot = top + HEAD * rows(groups.len()) + ROW * rows(told.len()) + 8;
    axis.draw(&mut on, &[(top, foot)], foot + 18);
    axis.say(&mut on, top - 12);
    if until <= last {
        let x = axis.x(until);
        on.dashes((x, top), (x, foot), QUIET, 1);
    }
    let mut y = top;
    for of_rule in groups {
        let Some(first) = of_rule.first() else { continue };
        on.line((MARGIN, y + 4), (on.width - MARGIN, y + 4), FAINT, 1);
        let (code, style) = (first.rule.to_string(), bold(PLAIN, INK));
        let wide = style.width(&code) + 12;
        let (room, title) = (on.width - 2 * MARGIN - wide, plain(PLAIN, QUIET));
        let written = title.width(&first.title).min(room);
        on.block((MARGIN, y + 8), (MARGIN + wide + written + 6, y + HEAD), PAPER);
        on.text(&code, (MARGIN, y + HEAD / 2 + 4), style);
        on.short(&first.title, (MARGIN + wide, y + HEAD / 2 + 4), title, room);
        y += HEAD;
        for finding in of_rule {
            Row { finding, axis: &axis, until, middle: y + ROW / 2 }.draw(&mut on);
            y += ROW;
        }
    }
    let y = key(&mut on, foot + 40);
    let height = notes::paragraph(&mut on, &notes::as_of(view, options.zone), (MARGIN, y), plain(SMALL, QUIET));
    on.finish(height + 8, TITLE, &line)
}

/// When it ends, or will end, as far as that is known.
fn ends(finding: &Finding) -> Option<Moment> {
    match &finding.duty.outcome {
        Outcome::Open { due_by: until } | Outcome::Holding { until } => *until,
        // When it was broken, if nothing that happened broke it.
        Outcome::Missed { at, by: None, .. } => Some(*at),
        Outcome::Met { .. }
        | Outcome::Kept { .. }
        | Outcome::Missed { .. }
        | Outcome::Broken { .. }
        | Outcome::Unknown { .. } => finding.due.as_ref().map(|due| due.at),
        // What fell away is due no longer.
        Outcome::Released { .. } => None,
    }
}

/// When the last of it happened, if nothing of it lasts to the time spoken of.
fn settled(finding: &Finding) -> Option<Moment> {
    let settled = match &finding.duty.outcome {
        Outcome::Met { by } | Outcome::Broken { by } => by.at,
        Outcome::Kept { at } | Outcome::Released { at, .. } => *at,
        Outcome::Missed { at, remedied, .. } => remedied.as_ref()?.at.max(*at),
        Outcome::Open { .. } | Outcome::Holding { .. } | Outcome::Unknown { .. } => return None,
    };
    Some(finding.duty.excused.as_ref().map_or(settled, |excuse| excuse.at.at.max(settled)))
}

/// How many there are, by what became of them.
fn counted(told: &[&Finding]) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for said in told.iter().map(|finding| said(finding)) {
        match counts.iter_mut().find(|(other, _)| *other == said) {
            Some((_, count)) => *count += 1,
            None => counts.push((said, 1)),
        }
    }
    let counts: Vec<String> = counts.into_iter().map(|(said, count)| format!("{said} {count}")).collect();
    if counts.is_empty() { "No duties".to_owned() } else { format!("Duties: {}", counts.join("; ")) }
}

/// What became of a duty, in few words.
fn said(finding: &Finding) -> String {
    let asks = finding.asked.kind();
    let outcome = match (&finding.duty.outcome, asks) {
        (Outcome::Open { .. }, _) => "open",
        (Outcome::Holding { .. }, _) => "kept so far",
        (Outcome::Met { .. }, _) => "done",
        (Outcome::Kept { .. }, Asks::ToBeSo) => "as required",
        (Outcome::Kept { .. }, _) => "kept",
        (Outcome::Released { .. }, _) => "fell away",
        (Outcome::Missed { remedied: Some(_), .. }, _) => "done late",
        (Outcome::Missed { by: Some(_), remedied: None, .. }, _) => "not done before",
        (Outcome::Missed { by: None, remedied: None, .. }, _) => "not done",
        (Outcome::Broken { .. }, Asks::NotToBeDone) => "done though not allowed",
        (Outcome::Broken { .. }, _) => "not as required",
        (Outcome::Unknown { .. }, _) => "cannot be determined",
    };
    let waived = if finding.is_excused() { ", waived" } else { "" };
    format!("{outcome}{waived}")
}

/// One duty, as it is drawn.
struct Row<'a> {
    finding: &'a Finding,
    axis: &'a Axis,
    until: Moment,
    middle: i32,
}

impl Row<'_> {
    fn draw(&self, on: &mut Canvas) {
        let Self { finding, axis, until, middle } = *self;
        let duty = &finding.duty;
        let about: Vec<&str> = duty.about.iter().map(|(_, id)| &**id).collect();
        let label = if about.is_empty() { format!("entry {}", duty.opened_by.entry) } else { about.join(" ") };
        let (at, room) = ((axis.left - 26, middle), axis.left - 26 - MARGIN);
        on.reference(&label, at, plain(SMALL, INK).to_the_left(), room);
        let at = |moment: Moment| (axis.x(moment), middle);
        let (due, since, began) = (ends(finding), duty.since, duty.opened_by.at);
        if began < since {
            // What is due again and again began long before its time counts.
            on.line(at(began), at(since), FAINT, 1);
        }
        match &duty.outcome {
            Outcome::Open { due_by } => {
                self.owed(on, since, due_by.unwrap_or(until).min(until), PALE);
                if let Some(due) = due_by {
                    on.dashes(at(until.max(since)), at(*due), QUIET, 2);
                }
            }
            Outcome::Holding { until: ends } => self.owed(on, since, ends.unwrap_or(until).min(until), DOTTED),
            Outcome::Met { by } => self.owed(on, since, by.at, PALE),
            Outcome::Kept { at } => self.owed(on, since, *at, DOTTED),
            Outcome::Released { at, .. } => self.owed(on, since, *at, PALE),
            Outcome::Missed { at: missed, remedied, .. } => {
                self.owed(on, since, *missed, PALE);
                self.owed(on, *missed, remedied.map_or(until, |late| late.at), HATCHED);
            }
            Outcome::Broken { by } => self.owed(on, since, by.at, DOTTED),
            Outcome::Unknown { .. } => self.owed(on, since, due.unwrap_or(until).min(until), PAPER),
        }
        if let Some(due) = due {
            due_mark(on, at(due));
        }
        let sign = sign(&duty.outcome).map(|(moment, draw)| (at(moment), draw));
        // Where it was settled as it began, what it came to stands behind its beginning.
        let began = at(began);
        let is_covered = sign.is_some_and(|((x, _), _)| (x - began.0).abs() < 9);
        opened(on, (if is_covered { began.0 - 7 } else { began.0 }, began.1));
        if let Some((at, draw)) = sign {
            draw(on, at);
        }
        if let Some(excuse) = &duty.excused {
            // Beside what it excuses, and beside when that was due, where it would hide them.
            let hidden = [sign.map(|((x, _), _)| x), due.map(|due| self.axis.x(due))];
            let mut x = self.axis.x(excuse.at.at);
            for other in hidden.into_iter().flatten().collect::<std::collections::BTreeSet<i32>>() {
                x = if (x - other).abs() < WAIVED_APART { other + WAIVED_APART } else { x };
            }
            waived(on, (x, middle));
        }
        let (words, ink) = (said(finding), if finding.is_excused() { INK } else { verdict_ink(&duty.outcome) });
        on.short(&words, (axis.right + 14, middle), bold(SMALL, ink), on.width - axis.right - 14 - 8);
    }

    /// A time during which it was owed.
    fn owed(&self, on: &mut Canvas, from: Moment, to: Moment, fill: Ink) {
        let (left, right) = (self.axis.x(from), self.axis.x(to));
        if left < right {
            let says = format!("from {} to {}", self.axis.when(from), self.axis.when(to));
            on.bar((left, self.middle - 5), (right, self.middle + 5), fill, edge(fill), &says);
        }
    }
}

/// Draws a sign.
type Sign = fn(&mut Canvas, Point);

/// The sign of what a duty came to, and when it did; none where that is open.
fn sign(outcome: &Outcome) -> Option<(Moment, Sign)> {
    match outcome {
        Outcome::Met { by } => Some((by.at, done)),
        Outcome::Kept { at } => Some((*at, done)),
        Outcome::Released { at, .. } => Some((*at, fell_away)),
        Outcome::Missed { remedied: Some(late), .. } => Some((late.at, done_late)),
        Outcome::Missed { at, remedied: None, .. } => Some((*at, broken)),
        Outcome::Broken { by } => Some((by.at, broken)),
        Outcome::Open { .. } | Outcome::Holding { .. } | Outcome::Unknown { .. } => None,
    }
}

const fn verdict_ink(outcome: &Outcome) -> Ink {
    match outcome {
        Outcome::Met { .. } | Outcome::Kept { .. } => GREEN,
        Outcome::Missed { .. } | Outcome::Broken { .. } => VERMILION,
        Outcome::Open { .. } | Outcome::Holding { .. } | Outcome::Released { .. } | Outcome::Unknown { .. } => INK,
    }
}

/// An arrowhead whose point is where it began.
fn opened(on: &mut Canvas, (x, y): Point) {
    on.polygon(&[(x - 9, y - 7), (x, y), (x - 9, y + 7)], INK);
}

fn due_mark(on: &mut Canvas, (x, y): Point) {
    on.line((x, y - 10), (x, y + 10), INK, 2);
}

fn done(on: &mut Canvas, at: Point) {
    on.disc(at, 6, GREEN);
}

fn done_late(on: &mut Canvas, (x, y): Point) {
    on.outline(&[(x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6)], VERMILION, 2);
}

fn broken(on: &mut Canvas, at: Point) {
    on.cross(at, 5, VERMILION, 3);
}

fn fell_away(on: &mut Canvas, at: Point) {
    on.disc(at, 5, PAPER);
    on.ring(at, 5, QUIET, 2);
}

fn waived(on: &mut Canvas, (x, y): Point) {
    on.outline(&[(x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5)], INK, 2);
}

/// What the signs mean, and returns the height below.
fn key(on: &mut Canvas, y: i32) -> i32 {
    let mut key = Key::new(on, y);
    let bar = |key: &mut Key<'_>, words: &str, fill: Ink| {
        key.item(words, |on, (x, y)| on.bar((x - 8, y - 5), (x + 12, y + 5), fill, edge(fill), words));
    };
    key.item("it began", opened);
    bar(&mut key, "time to do it", PALE);
    bar(&mut key, "time during which it had to be kept", DOTTED);
    key.item("due", due_mark);
    key.item("done in time, or kept", done);
    bar(&mut key, "overdue", HATCHED);
    bar(&mut key, "whether it was done cannot be determined", PAPER);
    key.item("done late", done_late);
    key.item("not done, not as required, or done though not allowed", broken);
    key.item("fell away", fell_away);
    key.item("waived", waived);
    key.item("the time of the picture", |on, (x, y)| on.dashes((x, y - 9), (x, y + 9), QUIET, 1));
    key.done()
}

/// The edge of a bar by what fills it.
fn edge(fill: Ink) -> Ink {
    if fill == HATCHED { VERMILION } else { FAINT }
}
