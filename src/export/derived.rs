//! States that no entry records and that are read from all that had happened: stages of contracts, the standing, the boundary.

use std::collections::BTreeSet;

use super::case::Case;
use super::object::{Object, ObjectType};
use crate::assessment::{self, Assessment};
use crate::boundary::Scope;
use crate::code::Code;
use crate::cycle::Event;
use crate::history::View;
use crate::moment::Moment;
use crate::standing::{self, Standing};

/// That a thing came to a state.
///
/// The attributes are `stage` of a contract, and `standing` and `boundary` of a cycle. Their values are codes: of a
/// [stage](crate::contracting::Stage), of a [step](crate::standing::Step), and of a [verdict](crate::boundary::Verdict). Of the standing
/// it is `too_little` where nothing is recorded that shows joining: then nobody is called an outsider.
///
/// ```
/// use practice_cycle::{export::{Case, Error, Exporter, Format, Options}, history::History};
/// struct Stages<'c>(&'c mut Vec<&'static str>);
/// impl Format for Stages<'_> {
///     fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
///         self.0.extend(case.changes().iter().filter(|change| change.object.name == "c-1").map(|change| change.value));
///         Ok(())
///     }
///     fn finish(self: Box<Self>) -> Result<(), Error> {
///         Ok(())
///     }
/// }
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut stages = Vec::new();
/// Exporter::new(Stages(&mut stages), Options::new().with_stages()).add(&history)?;
/// assert_eq!(stages[..4], ["invited", "negotiating", "agreed", "active"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'c> {
    /// What came to it.
    pub object: Object<'c>,
    /// Which attribute.
    pub attribute: &'static str,
    /// When this was first found. A boundary fades while nothing is observed, so it may have become this earlier.
    pub at: Moment,
    /// What it became.
    pub value: &'static str,
}

/// The attribute of a contract.
pub(super) const STAGE: &str = "stage";
/// The attributes of a cycle.
pub(super) const STANDING: &str = "standing";
pub(super) const BOUNDARY: &str = "boundary";

impl Case<'_> {
    /// The states that contracts and the cycle came to, as far as the [options](Self::options) ask for them, in the order of time. For
    /// what they cost, see the options.
    #[must_use]
    pub fn changes(&self) -> Vec<Change<'_>> {
        changes(self)
    }
}

fn changes<'c>(case: &'c Case<'_>) -> Vec<Change<'c>> {
    let (options, view) = (case.options(), case.view());
    let mut changes = Vec::new();
    if options.has_stages() {
        for (contract, _, object) in case.contracts() {
            let stages = contract.stages(view.as_of()).into_iter();
            changes.extend(stages.map(|it| Change { object, attribute: STAGE, at: it.at, value: it.stage.code() }));
        }
    }
    let cycle = Object { of: ObjectType::Cycle, cycle: case.cycle(), name: case.cycle() };
    if options.has_standing() {
        let parameters = standing::Parameters::default();
        let step = |view: &View<'_>| {
            let standing = Standing::of(view, &parameters);
            if standing.has_too_little() { "too_little" } else { standing.step.code() }
        };
        sampled(
            view,
            |event| !matches!(event, Event::Boundary(_)),
            step,
            |at, value| {
                changes.push(Change { object: cycle, attribute: STANDING, at, value });
            },
        );
    }
    if options.has_boundary() {
        let parameters = assessment::Parameters::unvalidated_v2();
        let verdict = |view: &View<'_>| Assessment::of(view, Scope::Cycle, parameters).verdict.code();
        // Who left, and in which role somebody was, says whose observations count.
        sampled(
            view,
            |event| matches!(event, Event::Boundary(_) | Event::Attachment(_)),
            verdict,
            |at, value| {
                changes.push(Change { object: cycle, attribute: BOUNDARY, at, value });
            },
        );
    }
    changes.sort_by_key(|change| change.at);
    changes
}

/// Reads a state at each time at which something occurred that can change it, and as of the time that is spoken of; all as it is known
/// at the time of the view. Each state is given once, when it begins.
fn sampled(
    view: &View<'_>,
    can_change: impl Fn(&Event) -> bool,
    read: impl Fn(&View<'_>) -> &'static str,
    mut tell: impl FnMut(Moment, &'static str),
) {
    let times = view.entries().iter().filter(|entry| can_change(entry.event())).map(|entry| entry.act().occurred_at);
    let times: BTreeSet<Moment> = times.chain([view.as_of()]).collect();
    let mut before = None;
    for at in times {
        let value = read(&view.history().view(at, view.known_at()));
        if before != Some(value) {
            tell(at, value);
            before = Some(value);
        }
    }
}
