//! What became of invitations and contracts.

use super::window::Window;
use crate::contracting::{Stage, StageEntered};
use crate::cycle::Cycle;
use crate::evidence::Elapsed;
use crate::moment::Moment;
use crate::simulation::outcome::course::Course;
use crate::simulation::outcome::observed::Observed;
use crate::simulation::outcome::outcomes::Outcome;
use crate::simulation::outcome::ratio::Ratio;
use crate::turns::End;

pub(super) fn observe(cycle: &Cycle, window: Window, observed: &mut Observed) {
    let mut under_way = Vec::new();
    let mut invited = 0;
    for contract in cycle.contracts() {
        let stages = contract.stages(window.until);
        let Some(invitation) = stages.first() else { continue };
        invited += u64::from(window.holds(invitation.at));
        settled(&stages, window, observed);
        waited(&stages, window, observed);
        work_ended(&stages, window, observed);
        under_way.extend(stretches(&stages, window));
    }
    observed.count(Outcome::Invitations, Ratio { num: invited, den: window.seconds() });
    at_once(under_way, window, observed);
}

/// The first of some stages that it entered.
fn first(stages: &[StageEntered], of: impl Fn(Stage) -> bool) -> Option<StageEntered> {
    stages.iter().find(|entered| of(entered.stage)).copied()
}

/// How it ended first, by the stages from one on, where coming to some stage is the end that is looked for.
fn end(stages: &[StageEntered], reaches: impl Fn(Stage) -> bool) -> Option<(Moment, End)> {
    stages.iter().find_map(|entered| {
        let end = if reaches(entered.stage) { Some(End::Reached) } else { End::by(entered.stage) };
        Some((entered.at, end?))
    })
}

fn settled(stages: &[StageEntered], window: Window, observed: &mut Observed) {
    let Some(invitation) = stages.first() else { return };
    let settled = end(stages, |stage| stage == Stage::Agreed);
    window.follow(invitation.at, settled).into_iter().for_each(|it| observed.follow(Course::Invitation, it));
    if let Some((at, _)) = settled.filter(|&(at, _)| window.holds(at)) {
        let reframed = first(stages, |stage| stage == Stage::Reframed).is_some_and(|reframed| reframed.at <= at);
        observed.count(Outcome::Reframed, Ratio::one(reframed));
    }
}

fn waited(stages: &[StageEntered], window: Window, observed: &mut Observed) {
    if let Some(place) = stages.iter().position(|entered| entered.stage == Stage::Agreed) {
        let later = stages.get(place..).unwrap_or_default();
        let begun = end(later, |stage| stage == Stage::Active);
        let agreed = later.first().and_then(|agreed| window.follow(agreed.at, begun));
        agreed.into_iter().for_each(|it| observed.follow(Course::Place, it));
    }
    for (place, postponed) in stages.iter().enumerate().filter(|(_, entered)| entered.stage == Stage::Postponed) {
        let later = stages.get(place + 1..).unwrap_or_default();
        let taken_up = end(later, |stage| stage == Stage::Agreed || stage == Stage::Negotiating);
        window.follow(postponed.at, taken_up).into_iter().for_each(|it| observed.follow(Course::Postponement, it));
    }
}

/// Of a contract that was under way, whether that ended by lapsing.
fn work_ended(stages: &[StageEntered], window: Window, observed: &mut Observed) {
    if let Some(at) = work_ended_at(stages).filter(|entered| window.holds(entered.at)) {
        observed.count(Outcome::Lapsed, Ratio::one(at.stage == Stage::Lapsed));
    }
}

/// By which stage work under a contract ended first, if it had begun and has ended.
pub(super) fn work_ended_at(stages: &[StageEntered]) -> Option<StageEntered> {
    let begun = stages.iter().position(|entered| entered.stage == Stage::Active)?;
    first(stages.get(begun..)?, |stage| End::by(stage).is_some())
}

/// The stretches for which it was under way: begun, and not ended; suspended, too.
fn stretches(stages: &[StageEntered], window: Window) -> impl Iterator<Item = (Moment, Moment)> {
    let under_way = |stage: Stage| stage == Stage::Active || stage == Stage::Suspended;
    let ends = stages.iter().skip(1).map(|next| next.at).chain([window.until]);
    stages.iter().zip(ends).filter(move |(entered, _)| under_way(entered.stage)).map(|(entered, end)| (entered.at, end))
}

/// How many contracts were under way at once, on average over time, and at most.
fn at_once(under_way: Vec<(Moment, Moment)>, window: Window, observed: &mut Observed) {
    if window.seconds() == 0 {
        return;
    }
    let mut changes = Vec::new();
    let mut seconds = 0;
    for (from, to) in under_way {
        let (from, to) = (from.max(window.from), to.min(window.until));
        if from < to {
            seconds += Elapsed::between(from, to).seconds();
            changes.extend([(from, 1_i64), (to, -1)]);
        }
    }
    // Of what ends and what begins at one instant, the end comes first: they were never both under way.
    changes.sort_unstable();
    let mut now = 0;
    let most = changes.iter().map(|(_, change)| {
        now += change;
        now
    });
    let most = u64::try_from(most.max().unwrap_or_default()).unwrap_or_default();
    observed.count(Outcome::ContractsAtOnce, Ratio { num: seconds, den: window.seconds() });
    observed.count(Outcome::MostAtOnce, Ratio { num: most, den: 1 });
}
