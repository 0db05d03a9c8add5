//! What is written around a picture: its heading, its key, and what it is as of.

use super::canvas::{Canvas, GRID, INK, PLAIN, Point, QUIET, SMALL, Style, bold, plain};
use crate::calendar::{Local, Tz};
use crate::history::View;
use crate::moment::Moment;

/// The margin of every picture, in pixels.
pub(super) const MARGIN: i32 = 24;

/// Writes a text in as many lines as it needs, and returns the height below it.
pub(super) fn paragraph(on: &mut Canvas, text: &str, (x, y): Point, style: Style) -> i32 {
    let (mut y, room) = (y, on.width - MARGIN - x);
    for line in style.broken(text, room) {
        on.text(&line, (x, y), style);
        y += style.size + 5;
    }
    y
}

/// Writes what a picture is called and what it shows, and returns the height below.
pub(super) fn heading(on: &mut Canvas, title: &str, line: &str) -> i32 {
    on.text(title, (MARGIN, 30), bold(22, INK));
    paragraph(on, line, (MARGIN, 58), plain(PLAIN, QUIET)) + 8
}

/// The name of a part of a picture.
pub(super) fn section(on: &mut Canvas, name: &str, y: i32) {
    on.text(name, (MARGIN, y), bold(PLAIN, INK));
}

/// What the signs of a picture mean, in lines that break where they have to.
pub(super) struct Key<'a> {
    on: &'a mut Canvas,
    x: i32,
    y: i32,
}

impl<'a> Key<'a> {
    pub(super) fn new(on: &'a mut Canvas, y: i32) -> Self {
        on.line((MARGIN, y), (on.width - MARGIN, y), GRID, 1);
        Self { on, x: MARGIN + 10, y: y + 20 }
    }

    /// A sign, drawn around a point, and what it means.
    pub(super) fn item(&mut self, words: &str, draw: impl FnOnce(&mut Canvas, Point)) {
        let style = plain(SMALL, QUIET);
        let wide = style.width(words);
        if self.x + 18 + wide > self.on.width - MARGIN {
            (self.x, self.y) = (MARGIN + 10, self.y + 24);
        }
        draw(self.on, (self.x, self.y));
        self.on.text(words, (self.x + 18, self.y), style);
        self.x += wide + 46;
    }

    /// The height below it.
    pub(super) fn done(self) -> i32 {
        self.y + 26
    }
}

/// Which time a picture speaks of.
pub(super) fn as_of(view: &View<'_>, zone: Tz) -> String {
    let last = view.history().cycle().last_recorded();
    let known_at = if view.known_at() == Moment::LATEST { last } else { view.known_at() };
    let clock = |at| Local { at, zone };
    let is_last = (view.speaks_of(), known_at) == (last, last);
    let default = if is_last { " (when the last entry was recorded)" } else { "" };
    format!("As of {}{default}, as known at {}.", clock(view.speaks_of()), clock(known_at))
}

/// What is drawn without a label, for want of room; nothing where everything has one.
pub(super) fn unlabelled(counts: &[(usize, &str)]) -> Option<String> {
    let each: Vec<String> =
        counts.iter().filter(|&&(count, _)| count > 0).map(|&(count, what)| format!("{what} {count}")).collect();
    (!each.is_empty()).then(|| format!("Drawn without a label, for want of room: {}.", each.join(", ")))
}
