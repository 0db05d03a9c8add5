//! What the picture is drawn with: colours, text, lines and marks.

use std::io;

use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;
use plotters::style::FontStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use practice_cycle::boundary::{Lean, Sighting, Verdict};
use practice_cycle::code::Code;
use practice_cycle::people::Role;

// Colours told apart by people of any colour vision, after Okabe and Ito.

pub(crate) const INK: RGBColor = RGBColor(34, 40, 49);
pub(crate) const QUIET: RGBColor = RGBColor(100, 108, 118);
pub(crate) const FAINT: RGBColor = RGBColor(176, 182, 190);
pub(crate) const GRID: RGBColor = RGBColor(232, 235, 238);
pub(crate) const SHADE: RGBColor = RGBColor(241, 242, 244);
pub(crate) const PREPARING: RGBColor = RGBColor(214, 219, 225);
pub(crate) const PAPER: RGBColor = RGBColor(255, 255, 255);

pub(crate) type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(crate) type Drawn = Result<(), DrawingAreaErrorKind<io::Error>>;
pub(crate) type Point = (i32, i32);

pub(crate) const fn colour(lean: Lean) -> RGBColor {
    match lean {
        Lean::Enmeshed => RGBColor(213, 94, 0),
        Lean::Healthy => RGBColor(0, 140, 105),
        Lean::Diffuse => RGBColor(0, 114, 178),
    }
}

pub(crate) const fn verdict_colour(verdict: Verdict) -> RGBColor {
    match verdict {
        Verdict::Enmeshed => colour(Lean::Enmeshed),
        Verdict::Healthy => colour(Lean::Healthy),
        Verdict::Diffuse => colour(Lean::Diffuse),
        Verdict::Mixed | Verdict::Contested => INK,
        Verdict::Insufficient => QUIET,
    }
}

/// A role in as few words as it has; its label can be too long to stand beside a mark.
pub(crate) fn named(role: Role) -> String {
    role.code().replace('_', " ")
}

/// How a piece of text is set.
#[derive(Clone, Copy)]
pub(crate) struct Set(i32, RGBColor, HPos, FontStyle);

pub(crate) const fn plain(size: i32, colour: RGBColor) -> Set {
    Set(size, colour, HPos::Left, FontStyle::Normal)
}

pub(crate) const fn bold(size: i32, colour: RGBColor) -> Set {
    Set(size, colour, HPos::Left, FontStyle::Bold)
}

impl Set {
    pub(crate) const fn centred(self) -> Self {
        Set(self.0, self.1, HPos::Center, self.3)
    }

    pub(crate) const fn to_the_left(self) -> Self {
        Set(self.0, self.1, HPos::Right, self.3)
    }
}

/// About how wide a text is. There are no fonts to measure it with.
pub(crate) fn width(text: &str, size: i32) -> i32 {
    text.chars().count() as i32 * size * 57 / 100
}

pub(crate) fn write(on: &Canvas<'_>, text: &str, at: Point, Set(size, colour, anchor, style): Set) -> Drawn {
    // Plotters takes a size to be 1.24 times that of the SVG.
    let font = FontDesc::new(FontFamily::SansSerif, f64::from(size) * 1.24, style);
    on.draw_text(text, &font.color(&colour).pos(Pos::new(anchor, VPos::Center)), at)
}

pub(crate) fn line(on: &Canvas<'_>, points: impl Into<Vec<Point>>, colour: RGBColor, wide: u32) -> Drawn {
    on.draw(&PathElement::new(points.into(), colour.stroke_width(wide)))
}

pub(crate) fn dashes(on: &Canvas<'_>, x: i32, from: i32, to: i32, colour: RGBColor) -> Drawn {
    (from..to).step_by(7).try_for_each(|y| line(on, [(x, y), (x, (y + 4).min(to))], colour, 1))
}

pub(crate) fn block(on: &Canvas<'_>, from: Point, to: Point, style: impl Into<ShapeStyle>) -> Drawn {
    on.draw(&Rectangle::new([from, to], style))
}

/// A mark in the shape of its side: filled if it was seen directly, open at second hand, ringed if it is tallied apart.
pub(crate) fn shape(on: &Canvas<'_>, (x, y): Point, lean: Lean, size: i32, second_hand: bool, apart: bool) -> Drawn {
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
pub(crate) fn faint(on: &Canvas<'_>, (x, y): Point, finding: Sighting) -> Drawn {
    if finding == Sighting::NoOpportunity {
        return line(on, [(x - 5, y), (x + 5, y)], FAINT, 2);
    }
    line(on, [(x - 4, y - 4), (x + 4, y + 4)], FAINT, 2)?;
    line(on, [(x - 4, y + 4), (x + 4, y - 4)], FAINT, 2)
}
