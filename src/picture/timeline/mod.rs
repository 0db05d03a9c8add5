//! A history through time: who was here as what, joining, contracts by stage, and the work.

mod lanes;

use super::axis::Axis;
use super::bars::{self, Bar, Tone};
use super::canvas::{
    Canvas, DOTTED, FAINT, GREEN, GRID, HATCHED, INK, Ink, PALE, PAPER, PURPLE, Point, QUIET, SLATE, SMALL, plain,
};
use super::notes::{self, Key, MARGIN};
use super::options::Options;
use crate::code::Code;
use crate::history::View;
use crate::people::Side;
use lanes::{Lane, Presence, Stretch};

const TITLE: &str = "A cycle through time";
const LEFT: i32 = 200;
const RIGHT: i32 = 70;
const ROW: i32 = 24;
/// The height of the name of a part.
const HEAD: i32 = 34;

/// A history through time, on one axis: people by their roles, occasions of joining, contracts by the stage at which they stood, and
/// interventions, sessions and changes.
///
/// References are drawn and no word that anybody wrote; what the reader is not shown is left out. There is a row for each person, contract
/// and kind of event, so that the picture grows with the history; references that are too long for their place are shortened, and stand
/// whole in a `<title>`. Linear in the number of entries.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, picture::{self, Options}};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let svg = picture::timeline(&history.view(Moment::LATEST, Moment::LATEST), &Options::default());
/// assert!(["worker-a", "social worker", "sessions", "active"].iter().all(|drawn| svg.contains(drawn)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn timeline(view: &View<'_>, options: &Options) -> String {
    let reader = options.reader(view);
    let from = view.entries().iter().map(|entry| entry.act().occurred_at).min().unwrap_or(view.speaks_of());
    let axis = Axis::days(from, view.speaks_of(), (LEFT, options.width - RIGHT), options.zone);
    let mut on = Canvas::new(options.width);
    let cycle = view.cycle().id().map_or_else(String::new, |id| format!("Cycle {id}. "));
    let line = format!("{cycle}{}.", axis.told());
    let top = notes::heading(&mut on, TITLE, &line) + 22;
    let (people, bars) = (lanes::presences(view, &reader), bars::bars(view, &reader));
    let (joining, work) = lanes::lanes(view, &reader);
    let rows = |count: usize| i32::try_from(count.max(1)).unwrap_or(i32::MAX / 64);
    let lane_rows = |lanes: &[Lane]| HEAD + ROW * rows(lanes.len());
    let starts =
        [HEAD + ROW * rows(people.len()), lane_rows(&joining), HEAD + bars::ROW * rows(bars.len()), lane_rows(&work)];
    let foot = top + starts.iter().sum::<i32>() + 8;
    axis.draw(&mut on, &[(top, foot)], foot + 18);
    axis.say(&mut on, top - 12);
    let mut sheet = Sheet { on, axis, y: top };
    let mut unlabelled = [(0, "roles"), (0, "stages of contracts")];
    sheet.part("people", people.is_empty());
    for presence in &people {
        unlabelled[0].0 += sheet.presence(presence);
    }
    sheet.part("joining", joining.is_empty());
    joining.iter().for_each(|lane| sheet.lane(lane, GREEN));
    sheet.part("contracts", bars.is_empty());
    for bar in &bars {
        unlabelled[1].0 += sheet.bar(bar, view);
    }
    sheet.part("work", work.is_empty());
    work.iter().for_each(|lane| sheet.lane(lane, PURPLE));
    if let Some(at) = view.cycle().closed_at() {
        let x = sheet.axis.x(at);
        sheet.on.dashes((x, top), (x, foot), INK, 2);
    }
    let mut height = sheet.key(foot + 40, view.cycle().closed_at().is_some());
    for line in notes::unlabelled(&unlabelled).into_iter().chain([notes::as_of(view, options.zone)]) {
        height = notes::paragraph(&mut sheet.on, &line, (MARGIN, height), plain(SMALL, QUIET));
    }
    let describe = format!(
        "{line} {} people, {} contracts, {} kinds of events of joining and {} of work, each in a row of its own.",
        people.len(),
        bars.len(),
        joining.len(),
        work.len()
    );
    sheet.on.finish(height + 8, TITLE, &describe)
}

/// The picture as it is drawn, row by row.
struct Sheet {
    on: Canvas,
    axis: Axis,
    y: i32,
}

impl Sheet {
    fn part(&mut self, name: &str, is_empty: bool) {
        notes::section(&mut self.on, name, self.y + HEAD / 2 + 4);
        self.on.line((MARGIN, self.y + 4), (self.axis.right, self.y + 4), FAINT, 1);
        self.y += HEAD;
        if is_empty {
            self.on.text("none yet", (self.axis.left + 6, self.y + ROW / 2), plain(SMALL, QUIET));
            self.y += ROW;
        }
    }

    fn label(&mut self, label: &str, ink: Ink) {
        let at = (self.axis.left - 14, self.y + ROW / 2);
        self.on.reference(label, at, plain(SMALL, ink).to_the_left(), self.axis.left - 14 - MARGIN);
    }

    /// Draws when somebody was here as what, and returns how many of their roles have no label.
    fn presence(&mut self, presence: &Presence) -> usize {
        self.label(&presence.id, INK);
        let (top, foot, middle) = (self.y + 3, self.y + ROW - 3, self.y + ROW / 2);
        let mut unlabelled = 0;
        for (place, Stretch { from, to, roles }) in presence.stretches.iter().enumerate() {
            let (left, right) = (self.axis.x(*from), self.axis.x(*to).max(self.axis.x(*from) + 2));
            let says = format!("{}: {roles} from {} to {}", presence.id, self.axis.when(*from), self.axis.when(*to));
            let (fill, ink) = look(presence.side);
            self.on.bar((left, top), (right, foot), fill, QUIET, &says);
            let next = presence.stretches.get(place + 1).map_or(self.axis.right, |next| self.axis.x(next.from));
            let wide = plain(SMALL, ink).width(roles);
            // In the bar, or else behind it.
            if left + 8 + wide <= right {
                if ink == INK && fill != PALE {
                    self.on.block((left + 4, top + 2), (left + 12 + wide, foot - 2), PAPER);
                }
                self.on.text(roles, (left + 8, middle), plain(SMALL, ink));
            } else if right + 6 + wide <= next {
                self.on.block((right + 3, top + 2), (right + 8 + wide, foot - 2), PAPER);
                self.on.text(roles, (right + 6, middle), plain(SMALL, INK));
            } else {
                unlabelled += 1;
            }
        }
        self.y += ROW;
        unlabelled
    }

    fn lane(&mut self, lane: &Lane, ink: Ink) {
        self.label(lane.name, INK);
        let middle = self.y + ROW / 2;
        self.on.line((self.axis.left, middle), (self.axis.right, middle), GRID, 1);
        for &at in &lane.times {
            mark(&mut self.on, (self.axis.x(at), middle), ink);
        }
        self.on.text(&lane.times.len().to_string(), (self.axis.right + 14, middle), plain(SMALL, QUIET));
        self.y += ROW;
    }

    fn bar(&mut self, bar: &Bar, view: &View<'_>) -> usize {
        let unlabelled = bar.draw(&mut self.on, &self.axis, view.speaks_of(), self.y, Tone::Coloured);
        self.y += bars::ROW;
        unlabelled
    }

    fn key(&mut self, y: i32, is_closed: bool) -> i32 {
        let mut key = Key::new(&mut self.on, y);
        for &side in Side::ALL {
            let (fill, _) = look(side);
            key.item(side.label(), |on, (x, y)| on.bar((x - 8, y - 7), (x + 12, y + 7), fill, QUIET, side.label()));
        }
        bars::explain(&mut key, Tone::Coloured);
        key.item("something that happened; their number stands to the right", |on, at| mark(on, at, GREEN));
        if is_closed {
            key.item("the cycle was closed", |on, (x, y)| on.dashes((x, y - 9), (x, y + 9), INK, 2));
        }
        key.done()
    }
}

/// How the presence of a side is filled, and what is written in it.
const fn look(side: Side) -> (Ink, Ink) {
    match side {
        Side::Clinical => (SLATE, PAPER),
        Side::SocialWork => (PALE, INK),
        Side::Family => (DOTTED, INK),
        Side::Partner => (HATCHED, INK),
    }
}

/// Each with an edge of paper, so that several in one place can be distinguished.
fn mark(on: &mut Canvas, at: Point, ink: Ink) {
    on.disc(at, 5, ink);
    on.ring(at, 6, PAPER, 1);
}
