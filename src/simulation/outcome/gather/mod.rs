//! What one finished history shows.

mod window;
mod contracts;
mod reviews;
mod work;
mod joining;
mod boundary;

use std::collections::BTreeMap;

use super::observed::{Measured, Observed};
use super::outcomes::Outcome;
use super::ratio::Ratio;
use super::span::Span;
use crate::evidence::Elapsed;
use crate::history::History;
use crate::moment::Moment;
use crate::{assessment, standing};
use window::Window;

/// What a history does not say, and outcomes take.
///
/// ```
/// use practice_cycle::simulation::outcome::Beside;
/// let mut beside = Beside { session_seconds: 5_400, capacity_seconds: 20 * 3_600, ..Beside::default() };
/// beside.findings.insert("local-practice".to_owned(), 2);
/// assert_eq!(Beside::default().findings.len(), 0, "no pack was run");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// How long a session keeps the clinician, in seconds, with travel and notes.
    pub session_seconds: u64,
    /// How much of the clinician's time there is for this cycle in what counts of the span, in seconds; with 0 its use is not shown.
    pub capacity_seconds: u64,
    /// How many findings each pack of rules has in this history, by its name.
    pub findings: BTreeMap<String, u64>,
}

/// How outcomes are read from a history.
///
/// The work is a few passes over the entries; with the boundary also one reading a week, which is dear.
///
/// ```
/// use practice_cycle::history::History;
/// use practice_cycle::simulation::outcome::{Beside, Outcome, Outcomes, Ratio, Span};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let (from, to) = ("2026-06-01T00:00:00Z".parse()?, "2026-08-01T00:00:00Z".parse()?);
/// let observed = Outcomes::new(Span::new(from, from, to)?).of(&history, &Beside::default());
/// assert_eq!(observed.ratio(Outcome::Sessions), Ratio { num: 4, den: 61 * 86_400 - 30_600 });
/// assert_eq!(observed.ratio(Outcome::Uncovered), Ratio { num: 0, den: 5 }, "four sessions and an intervention");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Outcomes<'p> {
    span: Span,
    standing: standing::Parameters,
    boundary: Option<&'p assessment::Parameters>,
}

impl<'p> Outcomes<'p> {
    /// Outcomes over a span, by the standing of the default parameters, and without the boundary.
    #[must_use]
    pub fn new(span: Span) -> Self {
        Self { span, standing: standing::Parameters::default(), boundary: None }
    }

    /// The same by other parameters of the standing.
    #[must_use]
    pub fn with_standing(self, parameters: standing::Parameters) -> Self {
        Self { standing: parameters, ..self }
    }

    /// The same with what a reading of the boundary says each week.
    #[must_use]
    pub fn with_boundary(self, parameters: &'p assessment::Parameters) -> Self {
        Self { boundary: Some(parameters), ..self }
    }

    /// The span.
    #[must_use]
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// What a history shows over the span. A history without an opening shows nothing.
    #[must_use]
    pub fn of(&self, history: &History, beside: &Beside) -> Observed {
        let mut observed = Observed::default();
        let view = history.view(self.span.to(), Moment::LATEST);
        let Some(opening) = view.entries().first().map(|entry| entry.act().occurred_at) else { return observed };
        let cycle = view.cycle();
        let window = Window::new(&self.span, opening, cycle.closed_at());
        let in_order = view.in_order();

        contracts::observe(cycle, window, &mut observed);
        let mut work = work::Pass::default();
        let mut reviews = reviews::Pass::default();
        let mut people = joining::Pass::default();
        for &entry in in_order.iter() {
            work.take(entry, cycle, window, &mut observed);
            reviews.take(entry);
            people.take(entry, window);
        }
        reviews.observe(cycle, window, &mut observed);
        people.observe(window, &mut observed);
        joining::time_to_standing(&view, &self.standing, opening, &self.span, window, &mut observed);
        work.observe(cycle, opening, window, beside, &mut observed);
        if let Some(parameters) = self.boundary {
            boundary::observe(history, parameters, window, &mut observed);
        }

        let invited = observed.ratio(Outcome::Invitations).num;
        for (pack, &num) in &beside.findings {
            observed.count(Measured::part(Outcome::Findings, pack), Ratio { num, den: invited });
        }
        let mut delay = Ratio::default();
        for entry in in_order.iter().filter(|entry| window.holds(entry.act().occurred_at)) {
            delay += Ratio { num: Elapsed::between(entry.act().occurred_at, entry.act().recorded_at).seconds(), den: 1 };
        }
        observed.count(Outcome::RecordingDelay, delay);
        observed.count(Outcome::Entries, Ratio { num: delay.den, den: window.seconds() });
        observed
    }
}
