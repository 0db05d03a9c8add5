//! A picture of outcomes with their intervals.

use std::io;

use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;
use practice_cycle::code::Code;
use practice_cycle::simulation::experiment::{Part, Row};
use practice_cycle::simulation::outcome::{Outcome, Unit};

use super::asked::Told;
use super::render::{DRAWS_ONLY, spread, unit};
use crate::draw::ink::*;
use crate::failure::Failure;
use crate::shown;

const WIDTH: u32 = 1100;
const LEFT: i32 = 450;
const RIGHT: i32 = 860;
const TOP: i32 = 88;
const LINE: i32 = 17;
/// So many scenarios can be told apart in one picture.
const MOST: usize = 8;

/// The rows of one outcome, or one part of it: one for each scenario.
struct Strip<'a> {
    of: (Outcome, &'a str),
    unit: Unit,
    rows: Vec<(usize, &'a Row)>,
}

/// Draws every outcome on a scale of its own, from 0 on; scenarios are told apart by their marks.
pub(super) fn picture(part: &Part, told: &Told) -> Result<String, Failure> {
    let rows = part.rows(told.confidence, told.correction()).map_err(|why| Failure::Undrawn(why.to_string()))?;
    let names: Vec<&str> = part.all().map(|tried| tried.name()).collect();
    draw(&strips(&rows, &names), &names, told).map_err(|why| Failure::Undrawn(why.to_string()))
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

fn draw(strips: &[Strip<'_>], names: &[&str], told: &Told) -> Result<String, DrawingAreaErrorKind<io::Error>> {
    let shown = names.len().min(MOST);
    let top = TOP + LINE * shown as i32;
    let lines: i32 = strips.iter().map(|strip| LINE * strip.rows.len() as i32 + 12).sum();
    let height = top + lines + 60;
    let mut svg = String::new();
    {
        let on = SVGBackend::with_string(&mut svg, (WIDTH, height as u32)).into_drawing_area();
        on.fill(&PAPER)?;
        write(&on, "Outcomes of simulated work", (24, 30), bold(22, INK))?;
        let line = format!("Means, with intervals of {} %: {DRAWS_ONLY}.", 100.0 * told.confidence);
        write(&on, &line, (24, 57), plain(13, QUIET))?;
        for (place, name) in names.iter().take(MOST).enumerate() {
            let y = TOP + LINE * place as i32;
            mark(&on, (34, y), place)?;
            write(&on, &shown::name(name), (48, y), plain(13, INK))?;
        }
        let mut y = top + 8;
        for strip in strips {
            strip.draw(&on, y)?;
            y += LINE * strip.rows.len() as i32 + 12;
        }
        let foot = if strips.is_empty() {
            "Nothing happened.".to_owned()
        } else {
            "Each outcome has a scale of its own, which begins at 0.".to_owned()
        };
        let left_out = names.len() - shown;
        let foot = if left_out > 0 { format!("{foot} {left_out} more scenarios are not drawn.") } else { foot };
        write(&on, &foot, (24, height - 24), plain(12, QUIET))?;
        on.present()?;
    }
    Ok(svg)
}

impl Strip<'_> {
    fn draw(&self, on: &Canvas<'_>, y: i32) -> Drawn {
        let highest = self.rows.iter().filter_map(|(_, row)| row.high.or(row.mean)).fold(0.0, f64::max);
        let most = if self.unit == Unit::Share { 1.0 } else { ceiling(highest) };
        let x = |value: f64| LEFT + ((value / most).clamp(0.0, 1.0) * f64::from(RIGHT - LEFT)).round() as i32;
        let foot = y + LINE * self.rows.len() as i32;
        let (outcome, group) = self.of;
        let name = outcome.code().replace('_', " ");
        let name = if group == "all" { name } else { format!("{name}, {}", shown::name(group)) };
        write(on, &format!("{name} ({})", unit(self.unit)), (24, y + LINE / 2), plain(13, INK))?;
        write(on, &format!("0 to {most}"), (LEFT - 14, y + LINE / 2), plain(11, QUIET).to_the_left())?;
        line(on, [(LEFT, y), (LEFT, foot)], FAINT, 1)?;
        line(on, [(RIGHT, y), (RIGHT, foot)], GRID, 1)?;
        for (nth, &(place, row)) in self.rows.iter().enumerate() {
            let y = y + LINE * nth as i32 + LINE / 2;
            line(on, [(LEFT, y), (RIGHT, y)], GRID, 1)?;
            if let (Some(low), Some(high)) = (row.low, row.high) {
                line(on, [(x(low), y), (x(high), y)], INK, 2)?;
                for end in [low, high] {
                    line(on, [(x(end), y - 4), (x(end), y + 4)], INK, 1)?;
                }
            }
            if let Some(mean) = row.mean {
                mark(on, (x(mean), y), place)?;
            }
            write(on, &spread(row.mean, row.low, row.high), (RIGHT + 14, y), plain(12, INK))?;
        }
        Ok(())
    }
}

/// The mark of a scenario: no two have one shape and filling, so that they are told apart without colours.
fn mark(on: &Canvas<'_>, (x, y): Point, place: usize) -> Drawn {
    const SIZE: i32 = 5;
    let corners = match place / 2 {
        0 => None,
        1 => Some(vec![(x - SIZE, y - SIZE), (x + SIZE, y - SIZE), (x + SIZE, y + SIZE), (x - SIZE, y + SIZE)]),
        2 => Some(vec![(x, y - SIZE - 1), (x + SIZE, y + SIZE), (x - SIZE, y + SIZE)]),
        _ => Some(vec![(x, y - SIZE - 2), (x + SIZE, y), (x, y + SIZE + 2), (x - SIZE, y)]),
    };
    let filling = if place.is_multiple_of(2) { INK } else { PAPER };
    let Some(corners) = corners else {
        on.draw(&Circle::new((x, y), SIZE, filling.filled()))?;
        return on.draw(&Circle::new((x, y), SIZE, INK.stroke_width(1)));
    };
    on.draw(&Polygon::new(corners.clone(), filling.filled()))?;
    let closed: Vec<Point> = corners.iter().chain(corners.first()).copied().collect();
    line(on, closed, INK, 1)
}

/// The least of 1, 2 and 5 times a power of ten that is not below a number.
fn ceiling(number: f64) -> f64 {
    if number <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(number.log10().floor());
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
