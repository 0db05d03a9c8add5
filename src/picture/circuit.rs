//! The circuit of the article's Figure 3: joining, contracting, intervening, and round again, with how each arc was travelled.

use super::canvas::{BLUE, Canvas, FAINT, GREEN, INK, Ink, PAPER, PLAIN, PURPLE, Point, QUIET, SMALL, Style, bold, plain};
use super::notes::{self, MARGIN};
use super::options::Options;
use crate::calendar::Local;
use crate::code::Code;
use crate::evidence::{Counted, Elapsed};
use crate::turns::{Arc, ArcReading, ENOUGH_TO_ESTIMATE, End, Returned, Turns};

const TITLE: &str = "The cycle as it was travelled";
/// Half of the width and the height of a node.
const HALF: (i32, i32) = (76, 24);
/// Below the heading: the middle of the upper node, and of the lower ones.
const UPPER: i32 = 40;
const LOWER: i32 = 330;
/// Arcs that were travelled more often than this are all as wide.
const WIDEST: usize = 12;

/// The circuit of joining, contracting and intervening (Evans, "Joining, Contracting and Intervening", Figure 3), with how often and how
/// fast each arc was travelled, and what became of what was begun and did not come to its end. The more often an arc was travelled, the
/// wider it is drawn, up to twelve times; one that never was is drawn in dashes. A turn that began without any joining on record is said to
/// have, and what came back after work is named.
///
/// Of fewer than five beginnings, counts and times are drawn, and nothing that is estimated. It names nobody and no contract, so that the
/// reader of the options makes no difference.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, picture::{self, Options}, turns::{Parameters, Turns}};
/// let history = History::read(std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?.as_slice())?;
/// let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// let svg = picture::circuit(&turns, &Options::default());
/// assert!(svg.contains("1 of 2 led to an agreement") && svg.contains("1 turn"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn circuit(turns: &Turns, options: &Options) -> String {
    let mut on = Canvas::new(options.width);
    let explained = format!(
        "Each arc with how often it was begun and travelled, and how long that took. The wider, the more often, up to {WIDEST} times."
    );
    let top = notes::heading(&mut on, TITLE, &explained) + 10;
    // How far the lower nodes are from the middle.
    let (centre, apart) = (options.width / 2, options.width / 5);
    let [joining, contracting, intervening] =
        [(centre, top + UPPER), (centre + apart, top + LOWER), (centre - apart, top + LOWER)];
    for (arc, ink) in [(Arc::ToContracting, BLUE), (Arc::ToIntervening, PURPLE), (Arc::ToJoining, GREEN)] {
        let reading = turns.arc(arc);
        // From the edge of one node to that of the next, with the bend outwards.
        let (from, bend, to) = match arc {
            Arc::ToContracting => (
                (joining.0 + HALF.0 + 4, joining.1),
                (contracting.0, joining.1),
                (contracting.0, contracting.1 - HALF.1 - 4),
            ),
            Arc::ToIntervening => (
                (contracting.0 - HALF.0 - 4, contracting.1 + 8),
                (centre, contracting.1 + 60),
                (intervening.0 + HALF.0 + 4, intervening.1 + 8),
            ),
            Arc::ToJoining => (
                (intervening.0, intervening.1 - HALF.1 - 4),
                (intervening.0, joining.1),
                (joining.0 - HALF.0 - 4, joining.1),
            ),
        };
        arrow(&mut on, [from, bend, to], ink, reading.travelled().count());
    }
    for ((x, y), name) in [(joining, "joining"), (contracting, "contracting"), (intervening, "intervening")] {
        on.pill((x - HALF.0, y - HALF.1), (x + HALF.0, y + HALF.1), PAPER, INK);
        on.text(name, (x, y), bold(16, INK).centred());
    }
    let completed = Counted::of(turns.completed().count(), "turn", "turns").to_string();
    on.text(&completed, (centre, top + 190), bold(26, INK).centred());
    let (went, style) = (went(turns), plain(PLAIN, QUIET).centred());
    for (part, row) in went.iter().flat_map(|line| style.broken(line, 2 * apart - 40)).zip(0..) {
        on.text(&part, (centre, top + 216 + 18 * row), style);
    }
    let (level, room) = (top + 120, centre - apart - 24 - MARGIN);
    let place = Place { at: (centre + apart + 24, level), room, style: Style::to_the_right };
    let mut foot = place.write(&mut on, turns, Arc::ToContracting, BLUE);
    let place = Place { at: (centre - apart - 24, level), room, style: Style::to_the_left };
    foot = foot.max(place.write(&mut on, turns, Arc::ToJoining, GREEN));
    let place = Place { at: (centre, top + LOWER + 62), room: 2 * apart, style: Style::centred };
    foot = foot.max(place.write(&mut on, turns, Arc::ToIntervening, PURPLE));
    let mut y = notes::paragraph(&mut on, &turns.stall.to_string(), (MARGIN, foot + 24), bold(PLAIN, INK));
    let waits = turns.arc(Arc::ToContracting).may_wait;
    let clock = Local { at: turns.waited_until, zone: options.zone };
    let note = format!(
        "Followed until {clock}. What has waited longer than {waits} is said to stall. For reflection and research, never for appraising a person."
    );
    y = notes::paragraph(&mut on, &note, (MARGIN, y), plain(SMALL, QUIET));
    let arcs: Vec<String> =
        turns.arcs.iter().map(|arc| format!("{}: {}.", arc.arc.label(), lines(turns, arc).join(", "))).collect();
    on.finish(y + 8, TITLE, &format!("{completed}: {}. {}", went.join("; "), arcs.join(" ")))
}

/// How wide an arc is drawn; no wider than the most, which would cover the rest.
fn wide(travelled: usize) -> i32 {
    2 + i32::try_from(travelled.min(WIDEST)).unwrap_or_default()
}

/// A curve that ends in a point, as wide as it was often travelled.
fn arrow(on: &mut Canvas, [from, bend, to]: [Point; 3], ink: Ink, travelled: usize) {
    let wide = wide(travelled);
    let (along, across) = ((to.0 - bend.0).signum(), (to.1 - bend.1).signum());
    // Arcs end upright or level; that which does neither runs to the left, and is taken to be level.
    let (tip, base, side) =
        if along == 0 { (to, (to.0, to.1 - 14 * across), (9, 0)) } else { (to, (to.0 - 14 * along, to.1), (0, 9)) };
    let ((x1, y1), (x2, y2), (x3, y3)) = (from, bend, base);
    let (ink, dashes) = if travelled == 0 { (FAINT, "6 6") } else { (ink, "none") };
    on.curve(format!("M{x1},{y1} Q{x2},{y2} {x3},{y3}"), ink, wide, dashes);
    let corners = [tip, (base.0 + side.0, base.1 + side.1), (base.0 - side.0, base.1 - side.1)];
    on.polygon(&corners, ink);
}

/// Where something is written of an arc.
struct Place {
    at: Point,
    room: i32,
    style: fn(Style) -> Style,
}

impl Place {
    /// Writes what is said of an arc, and returns the height below it.
    fn write(&self, on: &mut Canvas, turns: &Turns, arc: Arc, ink: Ink) -> i32 {
        let (x, mut y) = self.at;
        let said = lines(turns, turns.arc(arc)).into_iter().map(|line| (line, plain(PLAIN, INK)));
        for (line, style) in std::iter::once((arc.label().to_owned(), bold(PLAIN, ink))).chain(said) {
            let style = (self.style)(style);
            for part in style.broken(&line, self.room) {
                on.text(&part, (x, y), style);
                y += 18;
            }
        }
        y
    }
}

/// A time in its largest unit, to a tenth of it.
fn briefly(time: Elapsed) -> String {
    let (seconds, unit) = match time.seconds() {
        86_400.. => (86_400, "day"),
        3_600.. => (3_600, "hour"),
        _ => (60, "minute"),
    };
    // Whole numbers: tenths come out the same everywhere.
    let tenths = (time.seconds() * 10 + seconds / 2) / seconds;
    let part = if tenths.is_multiple_of(10) { String::new() } else { format!(".{}", tenths % 10) };
    format!("{}{part} {unit}{}", tenths / 10, if tenths == 10 { "" } else { "s" })
}

/// What a turn was, where there is one: all the way round only where joining came before it.
fn went(turns: &Turns) -> Vec<String> {
    let unjoined = turns.completed().filter(|round| round.joined.is_none()).count();
    let all = turns.completed().count();
    if unjoined == 0 {
        return vec!["went all the way round".to_owned()];
    }
    let without = match (unjoined, all) {
        (1, 1) => "no joining was recorded before it".to_owned(),
        (_, _) if unjoined == all => "no joining was recorded before them".to_owned(),
        (_, _) => format!("no joining was recorded before {unjoined} of them"),
    };
    vec!["from agreement through work to what came back".to_owned(), without]
}

/// What came back first after each piece of work that something came back from: how often each.
fn came_back(turns: &Turns) -> Option<String> {
    let reached: Vec<&str> = turns.arc(Arc::ToJoining).travelled().map(|ended| ended.contract.as_str()).collect();
    let rounds = turns.rounds.iter().filter(|round| reached.contains(&round.contract.as_str()));
    let first: Vec<Returned> = rounds.filter_map(|round| round.back.first()).map(|back| back.what).collect();
    let counts = Returned::ALL.iter().map(|&what| (what, first.iter().filter(|&&came| came == what).count()));
    let said: Vec<String> =
        counts.filter(|&(_, count)| count > 0).map(|(what, count)| format!("{} ({count})", what.label())).collect();
    (!said.is_empty()).then(|| format!("first came: {}", said.join(", ")))
}

/// What is said of an arc: how often it was begun and travelled, how long that took, and what became of the rest.
fn lines(turns: &Turns, arc: &ArcReading) -> Vec<String> {
    let begun = arc.beginnings();
    // Invitations that no joining came before are no beginnings, and would be lost.
    let unjoined = turns.unjoined().filter(|_| arc.arc == Arc::ToContracting);
    let unjoined = unjoined.map(|said| said.to_string().trim_end_matches('.').to_owned());
    if begun == 0 {
        return vec![unjoined.unwrap_or_else(|| "nothing has begun yet".to_owned())];
    }
    let travelled: Vec<Elapsed> = arc.travelled().map(|ended| ended.took).collect();
    let mut lines = vec![match arc.arc {
        Arc::ToContracting | Arc::ToIntervening => format!("{} of {begun} {}", travelled.len(), arc.arc.led()),
        Arc::ToJoining => format!("after {} of {begun} something came back", travelled.len()),
    }];
    if arc.arc == Arc::ToJoining {
        lines.extend(came_back(turns));
    }
    let (shortest, longest) = (travelled.iter().min().copied(), travelled.iter().max().copied());
    if let (Some(shortest), Some(longest)) = (shortest, longest) {
        let longest = briefly(longest);
        lines.push(match briefly(shortest) {
            shortest if shortest == longest && travelled.len() > 1 => format!("each after {longest}"),
            shortest if shortest == longest => format!("after {longest}"),
            shortest => format!("after {shortest} to {longest}"),
        });
    }
    if let Some(half) = arc.curve.median.filter(|_| begun >= ENOUGH_TO_ESTIMATE) {
        lines.push(format!("an estimated half of all within {}", briefly(half)));
    }
    for end in arc.arc.ends().iter().filter(|&end| end != End::Reached) {
        let count = arc.ended(end).count();
        lines.extend((count > 0).then(|| format!("{count} {end}")));
    }
    for (count, what) in [(arc.under_way.len(), "under way"), (arc.stalled.len(), "stalled")] {
        lines.extend((count > 0).then(|| format!("{count} {what}")));
    }
    lines.extend(unjoined);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arc_that_was_travelled_more_often_is_wider() {
        let often: Vec<i32> = (0..=WIDEST).map(wide).collect();
        assert!(often.windows(2).all(|two| two[0] < two[1]), "{often:?}");
        assert_eq!(wide(WIDEST + 100), wide(WIDEST));
    }

    #[test]
    fn times_are_told_in_their_largest_unit() {
        let from = crate::moment::Moment::EARLIEST;
        let after = |minutes| {
            Elapsed::between(from, crate::moment::Moment::new(from.to_utc() + chrono::TimeDelta::minutes(minutes)).unwrap())
        };
        let told = [0, 45, 60, 95, 1_440, 103_560].map(|minutes| briefly(after(minutes)));
        assert_eq!(told, ["0 minutes", "45 minutes", "1 hour", "1.6 hours", "1 day", "71.9 days"]);
    }
}
