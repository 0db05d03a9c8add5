//! What a reading of the boundary says, week by week.

use super::window::Window;
use crate::assessment::{Assessment, Parameters};
use crate::boundary::{Scope, Verdict};
use crate::code::Code;
use crate::history::History;
use crate::moment::Moment;
use crate::simulation::outcome::observed::{Measured, Observed};
use crate::simulation::outcome::outcomes::Outcome;
use crate::simulation::outcome::ratio::Ratio;

/// The nanoseconds of a week.
const WEEK: i64 = 7 * 86_400 * 1_000_000_000;

/// Reads it at the end of each whole week of the window, as it was known then.
pub(super) fn observe(history: &History, parameters: &Parameters, window: Window, observed: &mut Observed) {
    let mut at = week_after(window.from);
    while let Some(then) = at.filter(|&then| then <= window.until) {
        let reading = Assessment::of(&history.view(then, then), Scope::Cycle, parameters);
        for &verdict in Verdict::ALL {
            let part = Measured::part(Outcome::Boundary, verdict.code());
            observed.count(part, Ratio::one(reading.verdict == verdict));
        }
        at = week_after(then);
    }
}

fn week_after(at: Moment) -> Option<Moment> {
    Moment::from_nanos(at.nanos().checked_add(WEEK)?)
}
