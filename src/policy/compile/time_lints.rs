//! Lints for orders that order nothing, and clocks whose pauses can do nothing.

use crate::code::Code;
use crate::contracting::{Kind, Stage};
use crate::policy::syntax::codes::{Clock, OnClose, Order};
use crate::policy::syntax::condition::{ConditionForm, HappeningForm, StateForm};
use crate::policy::syntax::pack::RuleForm;
use crate::policy::syntax::problem::Problems;
use crate::policy::syntax::shorthand::{NumberForm, OneOrMany, ScalarForm};

/// Notes an order that orders nothing, and pauses of a clock that can do nothing, in one rule.
pub(crate) fn of_rule(form: &RuleForm, path: &str, problems: &mut Problems) {
    if let (Some(order), Some(message)) = (&form.order, idle_order(form)) {
        let fits = form.forbid.is_some() && order == Order::Strict.code();
        if !fits {
            problems.note(format!("{path}.order"), message);
        }
    }
    if form.clock.as_deref() == Some(Clock::Pauses.code())
        && let Some((field, message)) = idle_pause(form)
    {
        problems.note(format!("{path}.{field}"), message);
    }
    let number = |limit: &Option<NumberForm>| {
        if let Some(NumberForm(ScalarForm::Number(limit))) = limit { Some(*limit) } else { None }
    };
    for (name, condition) in [("if", &form.only_if), ("unless", &form.unless), ("require", &form.require)] {
        for (at_least, at_most) in condition.iter().flat_map(ConditionForm::limits) {
            if let (Some(least), Some(most)) = (number(at_least), number(at_most))
                && least > most
            {
                problems.note(format!("{path}.{name}"), format!("at least {least} and at most {most}: that can never be"));
            }
        }
    }
}

/// Why it makes no difference in which order things happened on one day.
fn idle_order(form: &RuleForm) -> Option<&'static str> {
    if form.forbid.is_some() {
        return Some("a ban goes by the order anyhow: say `strict`, or leave it out");
    }
    if form.require.is_some() {
        return Some("what has to be so is so at that very moment: leave it out");
    }
    if form.lead_time.is_some() {
        return Some("what has to lie so long before never comes later that day: leave it out");
    }
    let expect = form.expect.as_ref()?;
    let on_close = form.on_close.as_deref() == Some(OnClose::Break.code());
    if form.before.is_some() || on_close {
        return None;
    }
    let of_entries = expect.event.is_some() || !expect.any.is_empty();
    let otherwise = form.each_its_own || form.every.is_some() || form.at_any_time || !form.together.is_empty();
    let nothing_before = !of_entries || form.when.broken.is_some();
    (otherwise || nothing_before)
        .then_some("it makes no difference here in which order things happened on one day: leave it out")
}

/// Why a clock that pauses never does, or does nothing else; and the field that causes that.
fn idle_pause(form: &RuleForm) -> Option<(&'static str, &'static str)> {
    const ENDS: &str = "a suspension ends it, so its clock never pauses: say so without `clock`, or have it last while the contract is suspended, too";
    const STANDS: &str = "it lasts only while the contract is suspended, so its time never runs";
    let lasts = form.when.begins.as_ref().filter(|_| form.every.is_some());
    let expected = form.expect.as_ref()?;
    let ends = [form.until.as_ref().map(|until| ("until", until)), Some(("expect", expected))];
    if let Some(state) = lasts {
        match stages(state) {
            Some(stages) if !stages.contains(&Stage::Suspended) => return Some(("clock", ENDS)),
            Some(stages) if stages.iter().all(|&stage| stage == Stage::Suspended) => return Some(("clock", STANDS)),
            Some(_) => {}
            None if state.to.as_ref().is_some_and(|to| comes_of(to, Kind::ContractSuspended)) => {
                return Some(("clock", ENDS));
            }
            None => {}
        }
    }
    let opened_by_it = comes_of(&form.when, Kind::ContractSuspended) && only(&form.when, Kind::ContractSuspended);
    for (field, end) in ends.into_iter().flatten() {
        if comes_of(end, Kind::ContractSuspended) && !opened_by_it {
            return Some((field, ENDS));
        }
        if comes_of(end, Kind::ContractResumed) && opened_by_it {
            return Some((field, STANDS));
        }
    }
    None
}

/// Whether something happens each time that a contract is suspended, or resumed.
fn comes_of(form: &HappeningForm, step: Kind) -> bool {
    let is_suspension = step == Kind::ContractSuspended;
    let listed = |codes: &OneOrMany<String>| codes.0.iter().any(|code| code == step.code());
    let entry = |form: &HappeningForm| form.tests.is_empty() && form.event.as_ref().is_some_and(listed);
    let (to, from) = if is_suspension { (Stage::Suspended, Stage::Active) } else { (Stage::Active, Stage::Suspended) };
    let turns = |state: &Option<StateForm>, to: Stage, from: Stage| {
        let stages = state.as_ref().and_then(stages);
        stages.is_some_and(|stages| stages.contains(&to) && !stages.contains(&from))
    };
    entry(form) || form.any.iter().any(entry) || turns(&form.begins, to, from) || turns(&form.ends, from, to)
}

/// Whether something happens only when a contract takes such a step.
fn only(form: &HappeningForm, step: Kind) -> bool {
    let alone = |form: &HappeningForm| {
        form.event.as_ref().is_some_and(|OneOrMany(codes)| codes.iter().all(|code| code == step.code()))
    };
    let stage = form.begins.as_ref().and_then(stages);
    alone(form)
        || (!form.any.is_empty() && form.any.iter().all(alone))
        || stage.is_some_and(|stages| stages.iter().all(|&stage| stage == Stage::Suspended))
}

/// The stages of a state, where it is one of stages.
fn stages(state: &StateForm) -> Option<Vec<Stage>> {
    let OneOrMany(codes) = state.stage.as_ref()?;
    Some(codes.iter().filter_map(|code| Stage::from_code(code)).collect())
}
