//! Histories in which a contract stands at a stage.

use chrono::{Days, NaiveDate};
use proptest::collection::SizeRange;
use proptest::prelude::{Strategy, any};

use super::{CAST, Choice, Draw, HistoryParams, Late, Walk, event};
use crate::attachment::PersonEntered;
use crate::contracting::{self, Duration, Kind, Stage};
use crate::cycle::{self, Act, Event};
use crate::history::History;
use crate::id::ContractId;
use crate::people::Role;
use crate::strategy::lists::lists;
use crate::strategy::names::{hours_after, id};

/// How many acts a contract takes at most to come to any stage, detours among them.
const MOST_STEPS: usize = 12;

/// A history in which the contract `c-1` stands at a stage when the last entry is recorded, with whatever was admitted of a number of
/// acts about other things. It shrinks to the steps that lead to the stage.
///
/// *Lapsed* is a stage that time alone brings about: of such a history, weeks pass after the planned end of the contract.
///
/// ```
/// use practice_cycle::{contracting::Stage, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(history in strategy::history_at(Stage::Suspended, 0..20))| {
///     let contract = history.cycle().contract(&"c-1".parse().unwrap()).unwrap();
///     prop_assert_eq!(contract.latest_stage(history.cycle().last_recorded()), Stage::Suspended);
/// });
/// ```
pub fn history_at(stage: Stage, steps: impl Into<SizeRange>) -> impl Strategy<Value = History> {
    (any::<bool>(), lists(MOST_STEPS), lists(steps)).prop_map(move |(arranged, steps, others)| {
        let mut walk = Walk::sets_out(arranged);
        let way = steps.iter().chain(std::iter::repeat(&[0; 16])).take(2 * MOST_STEPS);
        way.for_each(|choice| walk.steps_towards(stage, choice));
        others.iter().for_each(|choice| walk.stays_at(stage, choice));
        walk.history
    })
}

fn the_contract() -> ContractId {
    id("c", 1)
}

/// What leads from a stage towards another; of several steps, any does. None where it has come about.
fn towards(goal: Stage, from: Option<Stage>) -> &'static [Kind] {
    let Some(from) = from else { return &[Kind::ContractInvited] };
    match (from, goal) {
        (Stage::Invited, Stage::Declined) => &[Kind::ContractDeclined],
        (Stage::Invited, Stage::Reframed) => &[Kind::ReframeOffered],
        (Stage::Invited | Stage::Negotiating | Stage::Agreed, Stage::Withdrawn) => &[Kind::ContractWithdrawn],
        (Stage::Invited, Stage::Negotiating) => &[Kind::TermsProposed, Kind::InvitationAccepted],
        (Stage::Invited, _) => &[Kind::TermsProposed, Kind::InvitationAccepted, Kind::ReframeOffered],
        (Stage::Reframed, _) => &[Kind::ReframeAnswered],
        (Stage::Negotiating, _) => &[Kind::TermsAccepted, Kind::TermsProposed],
        (Stage::Agreed, Stage::Postponed) => &[Kind::ContractPostponed],
        (Stage::Agreed, Stage::Ended) => &[Kind::ContractBegun, Kind::ContractEnded],
        (Stage::Agreed, _) => &[Kind::ContractBegun],
        (Stage::Active, Stage::Suspended) => &[Kind::ContractSuspended],
        (Stage::Active, Stage::Completed) => &[Kind::ContractCompleted],
        (Stage::Active, Stage::Ended) => &[Kind::ContractEnded],
        (Stage::Active, Stage::Revoked) => &[Kind::ContractRevoked],
        (Stage::Active | Stage::Postponed | Stage::Suspended | Stage::Lapsed, _)
        | (Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked, _) => &[],
    }
}

impl Walk {
    fn stage(&self) -> Option<Stage> {
        Some(self.history.cycle().contract(&the_contract())?.latest_stage(self.history.cycle().last_recorded()))
    }

    /// Takes a step towards a stage, by whoever can take it: of the steps that lead there the one that the numbers choose, or else
    /// another. None is taken where each is refused, or leads astray.
    fn steps_towards(&mut self, goal: Stage, choice: &Choice) {
        let from = self.stage();
        if from == Some(goal) {
            return;
        }
        let mut draw = Draw::after(&self.history, &self.made, Late::Never, choice);
        let steps = towards(goal, from);
        let first = draw.below(steps.len());
        // Terms with an end lapse within ninety days.
        if (from, goal) == (Some(Stage::Active), Stage::Lapsed) {
            let later = hours_after(self.history.cycle().last_recorded(), 24 * 100);
            self.offer(Act::new(PersonEntered::new(id("p", 10), Role::SocialWorker), id("p", 1), later));
            return;
        }
        for &kind in steps.iter().cycle().skip(first).take(steps.len()) {
            for by in who(kind) {
                let mut draw = Draw::after(&self.history, &self.made, Late::Never, choice);
                draw.below(steps.len());
                // What is to lapse is begun before its planned end, which may be today.
                if goal != Stage::Lapsed {
                    draw.let_time_pass();
                }
                let act = step(kind, by, goal, &mut draw);
                let mut on = self.clone();
                if on.offer(act) && !is_astray(on.stage(), goal) {
                    *self = on;
                    return;
                }
            }
        }
    }

    /// Goes on with other things than the contract, for as long as it stays where it is.
    fn stays_at(&mut self, stage: Stage, choice: &Choice) {
        let act = self.next(choice, Late::Sometimes);
        let is_about_it = match &act.event {
            Event::Contracting(event) => *event.contract() == the_contract(),
            Event::Correction(_) | Event::Attachment(_) => true,
            Event::Joining(_)
            | Event::Intervening(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Deciding(_)
            | Event::Deliberating(_)
            | Event::Partnering(_) => false,
        };
        let contract = self.history.cycle().contract(&the_contract());
        let stays = contract.is_some_and(|contract| contract.latest_stage(act.recorded_at) == stage);
        if stays && !is_about_it && HistoryParams::default().admits(act.event.kind()) {
            self.offer(act);
        }
    }
}

/// Whether nothing leads to a stage any more.
fn is_astray(stage: Option<Stage>, goal: Stage) -> bool {
    stage != Some(goal) && (stage, goal) != (Some(Stage::Active), Stage::Lapsed) && towards(goal, stage).is_empty()
}

/// Who may take a step, in the order in which they are asked: of an invitation, those of the social work side first.
fn who(kind: Kind) -> impl Iterator<Item = usize> {
    let first = if kind == Kind::ContractInvited { 2 } else { 1 };
    (first..=CAST.len() + 1).chain(1..first)
}

fn step(kind: Kind, by: usize, goal: Stage, draw: &mut Draw<'_>) -> Act {
    (draw.contract, draw.by) = (1, by);
    let mut event = event(cycle::Kind::Contracting(kind), draw);
    if let Event::Contracting(contracting::Event::TermsProposed(data)) = &mut event {
        data.terms.duration = data.terms.duration.take().map(|duration| long_enough(duration, goal));
    }
    Act::new(event, id("p", by), draw.at).recorded(draw.recorded)
}

/// What is to lapse has a planned end; anything else ends later than all steps together can take.
fn long_enough(duration: Duration, goal: Stage) -> Duration {
    const TWO_YEARS: Days = Days::new(730);
    let later = |day: NaiveDate| day.checked_add_days(TWO_YEARS).unwrap_or(day);
    match duration {
        Duration::ReviewBy(day) if goal == Stage::Lapsed => Duration::Single(day),
        Duration::Until { ends, review_by } if goal != Stage::Lapsed => Duration::Until { ends: later(ends), review_by },
        Duration::Single(day) if goal != Stage::Lapsed => Duration::Single(later(day)),
        Duration::ReviewBy(_) | Duration::Until { .. } | Duration::Single(_) => duration,
    }
}
