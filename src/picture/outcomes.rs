//! Outcomes of simulated work, with their intervals.

use super::canvas::{Canvas, FAINT, GRID, INK, PAPER, PLAIN, Point, QUIET, SMALL, plain};
use super::notes::{self, MARGIN};
use super::options::Options;
use crate::code::Code;
use crate::simulation::experiment::{Correction, Part, Row};
use crate::simulation::outcome::{Outcome, SpanError, Unit};

const TITLE: &str = "Outcomes of simulated work";
const LEFT: i32 = 470;
const RIGHT: i32 = 240;
const LINE: i32 = 19;
/// How many scenarios can be kept apart in one picture: one for each mark.
const MOST: usize = 8;

/// The outcomes of an experiment: each on a scale of its own, from 0 on, with a row for each scenario, its mean and the interval of that
/// mean. Up to eight scenarios are drawn, each with a mark of another shape; the picture says how many more there are. The picture needs
/// no reader, since nobody in it is real.
///
/// The confidence of the intervals lies above 0 and below 1; a correction is of differences between scenarios, which are in the table and
/// not drawn. Times of the simulated spans have no part in it.
///
/// # Errors
/// [`SpanError`], which no checked scenario comes to.
///
/// ```
/// use practice_cycle::picture::{self, Options};
/// use practice_cycle::simulation::{Scenario, Simulator, experiment::{Correction, Experiment}};
/// let scenario = Scenario::shipped("null").unwrap();
/// let mut few = scenario.says().replications;
/// few.to = few.from + 2;
/// let part = Experiment::named("null", Simulator::new(scenario.replicated(few)?)).run()?;
/// let svg = picture::outcomes(&part, 0.95, Correction::None, &Options::default())?;
/// assert!(svg.contains("Outcomes of simulated work"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn outcomes(part: &Part, confidence: f64, correction: Correction, options: &Options) -> Result<String, SpanError> {
    let rows = part.rows(confidence, correction)?;
    let names: Vec<&str> = part.all().map(|tried| tried.name()).collect();
    Ok(draw(&strips(&rows, &names), &names, confidence, options))
}

/// The rows of one outcome, or one part of it: one for each scenario.
struct Strip<'a> {
    of: (Outcome, &'a str),
    unit: Unit,
    rows: Vec<(usize, &'a Row)>,
}

fn strips<'a>(rows: &'a [Row], names: &[&str]) -> Vec<Strip<'a>> {
    let mut strips: Vec<Strip<'_>> = Vec::new();
    for row in rows.iter().filter(|row| row.mean.is_some()) {
        let Some(place) = names.iter().take(MOST).position(|name| *name == row.scenario) else { continue };
        let of = (row.outcome, row.group.as_str());
        match strips.iter_mut().find(|strip| strip.of == of) {
            Some(strip) => strip.rows.push((place, row)),
            None => strips.push(Strip { of, unit: row.unit, rows: vec![(place, row)] }),
        }
    }
    strips.sort_by_key(|strip| strip.of);
    strips
}

fn draw(strips: &[Strip<'_>], names: &[&str], confidence: f64, options: &Options) -> String {
    let mut on = Canvas::new(options.width);
    // Of a hundred, without what binary fractions leave behind.
    let line = format!(
        "Means, with intervals of {} %: intervals are about random draws only, not about the world.",
        (confidence * 1e8).round() / 1e6
    );
    let mut y = notes::heading(&mut on, TITLE, &line) + 8;
    for (place, name) in names.iter().take(MOST).enumerate() {
        mark(&mut on, (MARGIN + 10, y), place);
        on.short(name, (MARGIN + 24, y), plain(PLAIN, INK), options.width - 2 * MARGIN - 24);
        y += LINE;
    }
    y += 8;
    for strip in strips {
        strip.draw(&mut on, y);
        y += strip.height();
    }
    let mut foot = if strips.is_empty() {
        "Nothing happened.".to_owned()
    } else {
        "Each outcome has a scale of its own, which begins at 0.".to_owned()
    };
    if names.len() > MOST {
        foot += &format!(" {} more scenarios are not drawn.", names.len() - MOST);
    }
    let height = notes::paragraph(&mut on, &foot, (MARGIN, y + 12), plain(SMALL, QUIET));
    on.finish(height + 8, TITLE, &format!("{line} Scenarios: {}.", names.join(", ")))
}

impl Strip<'_> {
    fn height(&self) -> i32 {
        LINE * i32::try_from(self.rows.len()).unwrap_or(i32::MAX / 64) + 14
    }

    fn draw(&self, on: &mut Canvas, y: i32) {
        let (left, right) = (LEFT, on.width - RIGHT);
        let highest = self.rows.iter().filter_map(|(_, row)| row.high.or(row.mean)).fold(0.0, f64::max);
        let most = if self.unit == Unit::Share { 1.0 } else { ceiling(highest) };
        let x = |value: f64| left + ((value / most).clamp(0.0, 1.0) * f64::from(right - left)).round() as i32;
        let foot = y + self.height() - 14;
        let (outcome, group) = self.of;
        let name = outcome.code().replace('_', " ");
        let name = if group == "all" { name } else { format!("{name}, {}", group.replace('_', " ")) };
        let unit = if self.unit == Unit::Share { "share" } else { self.unit.label() };
        let scale = format!("0 to {most}");
        let style = plain(SMALL, QUIET).to_the_left();
        let room = left - 14 - style.width(&scale) - 14 - MARGIN;
        on.short(&format!("{name} ({unit})"), (MARGIN, y + LINE / 2), plain(PLAIN, INK), room);
        on.text(&scale, (left - 14, y + LINE / 2), style);
        on.line((left, y), (left, foot), FAINT, 1);
        on.line((right, y), (right, foot), GRID, 1);
        for (&(place, row), nth) in self.rows.iter().zip(0..) {
            let y = y + LINE * nth + LINE / 2;
            on.line((left, y), (right, y), GRID, 1);
            if let (Some(low), Some(high)) = (row.low, row.high) {
                on.line((x(low), y), (x(high), y), INK, 2);
                for end in [low, high] {
                    on.line((x(end), y - 4), (x(end), y + 4), INK, 1);
                }
            }
            if let Some(mean) = row.mean {
                mark(on, (x(mean), y), place);
            }
            on.text(&spread(row), (right + 14, y), plain(SMALL, INK));
        }
    }
}

/// A mean with its interval.
fn spread(row: &Row) -> String {
    match (row.mean, row.low.zip(row.high)) {
        (None, _) => "-".to_owned(),
        (Some(mean), None) => format!("{mean:.3}"),
        (Some(mean), Some((low, high))) => format!("{mean:.3} ({low:.3} to {high:.3})"),
    }
}

/// The mark of a scenario: no two have one shape and filling, so that they differ without colours.
fn mark(on: &mut Canvas, (x, y): Point, place: usize) {
    const SIZE: i32 = 5;
    let is_filled = place.is_multiple_of(2);
    let corners = match place / 2 {
        0 if is_filled => return on.disc((x, y), SIZE, INK),
        0 => {
            on.disc((x, y), SIZE, PAPER);
            return on.ring((x, y), SIZE, INK, 1);
        }
        1 => vec![(x - SIZE, y - SIZE), (x + SIZE, y - SIZE), (x + SIZE, y + SIZE), (x - SIZE, y + SIZE)],
        2 => vec![(x, y - SIZE - 1), (x + SIZE, y + SIZE), (x - SIZE, y + SIZE)],
        _ => vec![(x, y - SIZE - 2), (x + SIZE, y), (x, y + SIZE + 2), (x - SIZE, y)],
    };
    if is_filled { on.polygon(&corners, INK) } else { on.outline(&corners, INK, 1) }
}

/// The least of 1, 2 and 5 times a power of ten that is not below a number.
fn ceiling(number: f64) -> f64 {
    if number <= 0.0 {
        return 1.0;
    }
    let mut power = 1.0;
    while power > number {
        power /= 10.0;
    }
    while power * 10.0 <= number {
        power *= 10.0;
    }
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= number).unwrap_or(10.0);
    // Without what binary fractions leave behind.
    format!("{:.9}", step * power).parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::ceiling;

    #[test]
    fn scales_end_at_round_numbers() {
        let found = [0.0, 0.013, 0.1, 0.9, 1.0, 3.2, 5.5, 84.0, 730.0].map(ceiling);
        assert_eq!(found, [1.0, 0.02, 0.1, 1.0, 1.0, 5.0, 10.0, 100.0, 1000.0]);
    }
}
