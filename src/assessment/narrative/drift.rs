//! The text of the drift.

use std::fmt::{self, Display, Formatter};

use super::messages as say;
use super::with_entries;
use crate::assessment::{Change, Drift, Movement, Window};
use crate::boundary::Lean;
use crate::code::Code;
use crate::evidence::{as_of, bullet, listed};
use crate::id::PersonId;
use crate::message::{self, Line, Message, Row, said_in_english};

said_in_english!(Change, Movement);

impl Change {
    fn said(&self) -> Message {
        if self.by < 0.0 { say::shows_less(self.side, self.since) } else { say::shows_more(self.side, self.since) }
    }

    /// The share of the orders of windows, in a hundred.
    fn orders(&self) -> Message {
        let share = self.share_of_orders;
        if share < 0.01 { say::rarely() } else { say::in_100(format!("{:.0}", share * 100.0)) }
    }
}

impl Movement {
    fn said(&self) -> Message {
        match self {
            Movement::TooLittle { found, needed } => say::too_few_windows(*found, *needed),
            Movement::NoSideThroughout { windows } => say::no_side_throughout(*windows),
            Movement::NoneClear(change) => say::none_clear(change.said(), change.orders()),
            Movement::Moving(change) => say::moving(change.said(), change.orders()),
        }
    }
}

impl Display for Drift {
    /// For nobody in particular.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        message::write(&self.lines_for(&self.nobody), f)
    }
}

impl Drift {
    /// What is shown of the whole, line by line.
    pub(super) fn lines(&self, whole: &Drift) -> Vec<Line> {
        let (as_of, scope) = (as_of(self.as_of, self.known_at), self.scope.said());
        if whole.windows.iter().all(|window| window.entries.is_empty()) {
            return vec![vec![match (whole.windows.first(), whole.windows.last()) {
                (Some(first), Some(last)) => say::no_drift_within(as_of, scope, first.first_day, last.last_day),
                _ => say::no_drift(as_of, scope),
            }]];
        }
        let movement = self.movement.said();
        let mut lines = vec![vec![say::through_time(as_of, scope, self.parameters.to_string(), movement)]];
        if self.movement.change().is_some() && !self.among.is_empty() {
            let people = |these: &[PersonId]| listed(these.iter().map(PersonId::as_str));
            lines.push(vec![match self.not_compared.as_slice() {
                [] => say::compared(people(&self.among)),
                others => say::compared_but_for(people(&self.among), people(others)),
            }]);
        }
        let windows = self.windows.iter().map(|window| {
            let is_it = |it: &&Window| it.first_day == window.first_day;
            let is_empty = whole.windows.iter().find(is_it).is_some_and(|whole| whole.entries.is_empty());
            let what = if is_empty { say::nothing_in_window() } else { window.said() };
            vec![bullet(say::window(window.first_day, window.last_day, what))]
        });
        lines.extend(windows);
        lines
    }
}

impl Window {
    fn said(&self) -> Message {
        let counts = say::in_window(say::occasions(self.occasions), say::observers(self.observers));
        let window = with_entries(counts, &self.entries);
        if !self.is_compared {
            return say::too_little_to_compare(window);
        }
        let sides = Lean::ALL.iter().zip(self.beyond);
        let sides = sides.filter_map(|(&lean, beyond)| Some(say::weighed(lean, format!("{:+.2}", beyond?))));
        say::beyond(window, Row::Commas.of(sides))
    }
}
