//! Lints for rules whose names all resolve but which contradict themselves or each other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::source_rule::SourceRule;
use super::source_rule::names::{Names, circles};
use crate::code::Code;
use crate::policy::syntax::codes::Clock;
use crate::policy::syntax::condition::{ConditionForm, HappeningForm};
use crate::policy::syntax::pack::{RuleForm, SourceForm};
use crate::policy::syntax::problem::Problems;
use crate::policy::syntax::shorthand::TestForm;

/// Notes what would mean nothing together in one rule, or not what it seems to.
pub(crate) fn of_rule(form: &RuleForm, path: &str, problems: &mut Problems) {
    let mut note = |field: &str, message: &str| problems.note(format!("{path}.{field}"), message);
    let looks_back = form.expect.as_ref().is_some_and(looks_back);
    let is_ever_late = form.within.is_some() || form.every.is_some() || form.by.is_some() || form.before.is_some();
    if form.expect.is_some() && !is_ever_late && form.on_close.is_none() {
        note(
            "expect",
            "nothing makes it late, so it is never broken: say by when (`within`, `every`, `by` or `before`), or what becomes of it \
             `on_close`",
        );
    }
    if form.at_any_time {
        if form.expect.as_ref().is_some_and(|expect| expect.event.is_none() && expect.any.is_empty()) {
            note("at_any_time", "only of an entry can be told whether it happened at any time before");
        }
        if looks_back {
            note("at_any_time", "what happened before is not compared with what opens the duty: leave out `opening`");
        }
        if form.each_its_own {
            note("each_its_own", "with `at_any_time` one answer serves many");
        }
        if form.linked_by.is_some() {
            note("linked_by", "what happened before names nothing that came after it: leave out `at_any_time`");
        }
        if form.every.is_some() {
            note("every", "what is due again and again is not met by what went before: leave out `at_any_time`");
        }
    }
    if !form.together.is_empty() {
        let given = [
            ("at_least", form.at_least.is_some()),
            ("every", form.every.is_some()),
            ("each_its_own", form.each_its_own),
            ("linked_by", form.linked_by.is_some()),
        ];
        for (name, _) in given.into_iter().filter(|(_, given)| *given) {
            note(name, "means nothing where answers say `together` what is asked");
        }
        if looks_back {
            note("together", "what was said before is not compared with what opens the duty: leave out `opening`");
        }
    }
    if form.clock.as_deref() == Some(Clock::Pauses.code()) {
        if form.expect.is_none() || (form.within.is_none() && form.every.is_none()) {
            note("clock", "only what is expected `within` a time, or `every` so often, has a clock that pauses");
        }
        if form.before.is_some() {
            note("before", "what comes before its time does not wait for a clock that pauses");
        }
        if form.counted_from.is_some() {
            note("counted_from", "what is counted from an entry before it does not wait for a clock that pauses");
        }
    }
    if form.only_if.is_some() && form.only_if == form.unless {
        note("unless", "it says the same as `if`, so the rule never applies");
    }
    for (field, condition) in [("if", &form.only_if), ("unless", &form.unless), ("require", &form.require)] {
        if condition.as_ref().is_some_and(contradicts) {
            note(field, "it asks for something and for its opposite: that can never be");
        }
    }
    if form.when.broken.is_some() {
        let given = [
            ("each", form.each.is_some()),
            ("first", form.first),
            ("if", form.only_if.is_some()),
            ("unless", form.unless.is_some()),
            ("require", form.require.is_some()),
            ("preceded_by", form.preceded_by.is_some()),
            ("by", form.by.is_some()),
        ];
        for (name, _) in given.into_iter().filter(|(_, given)| *given) {
            note(name, "means nothing where `when` is that another rule is broken");
        }
    }
}

/// Whether a happening is compared with what opened the duty.
fn looks_back(form: &HappeningForm) -> bool {
    let is_opening = |path: &String| path.starts_with("opening.");
    let compares = |test: &TestForm| match test {
        TestForm::Is(_) => false,
        TestForm::Test(test) => [&test.same_as, &test.differs_from, &test.after].into_iter().flatten().any(is_opening),
    };
    form.tests.iter().any(|(path, test)| is_opening(path) || compares(test)) || form.any.iter().any(looks_back)
}

/// Whether a condition asks that all of some conditions hold, and that one of them does not.
fn contradicts(condition: &ConditionForm) -> bool {
    match condition {
        ConditionForm::All(all) => {
            let denied = |one: &ConditionForm| matches!(one, ConditionForm::Not(not) if all.contains(not));
            all.iter().any(|one| denied(one) || contradicts(one))
        }
        ConditionForm::Any(any) => any.iter().all(contradicts) && !any.is_empty(),
        ConditionForm::Not(_)
        | ConditionForm::Where(_)
        | ConditionForm::While(_)
        | ConditionForm::Happened(_)
        | ConditionForm::Last(_)
        | ConditionForm::First(_)
        | ConditionForm::Concurrent(_)
        | ConditionForm::Ratio(_)
        | ConditionForm::Open(_)
        | ConditionForm::Standing(_)
        | ConditionForm::Boundary(_) => false,
    }
}

/// Notes what makes no sense between rules: those that watch one another in a circle, or watch one that is not about the same;
/// and a rule that says what another says.
pub(crate) fn of_pack(placed: &[SourceRule], names: &Names<'_>, problems: &mut Problems) {
    let leads_to: Vec<Vec<usize>> =
        placed.iter().map(|rule| watched(&rule.form).into_iter().filter_map(|(_, id)| names.place(id)).collect()).collect();
    let circles = circles(&leads_to);
    let mut said: HashMap<String, &SourceRule> = HashMap::with_capacity(placed.len());
    for (place, rule) in placed.iter().enumerate() {
        for (field, id) in watched(&rule.form) {
            let path = format!("{}.{field}.broken", rule.path);
            let Some(other) = names.place(id).filter(|other| *other != place) else { continue };
            if placed.get(other).is_some_and(|other| other.form.per != rule.form.per) {
                problems.note(&path, format!("expected the same `per` as that of `{id}`: it is about the same"));
            }
            if circles.get(other) == circles.get(place) {
                problems.note(&path, format!("`{id}` in turn hangs on whether this rule is broken"));
            }
        }
        match said.entry(says(&rule.form)) {
            Entry::Vacant(first) => _ = first.insert(rule),
            Entry::Occupied(first) if rule.own => {
                problems.note(&rule.path, format!("it says the same as `{}`", first.get().form.id));
            }
            Entry::Occupied(_) => {}
        }
    }
}

/// What a rule asks, as it is written, whatever it is called, wherever it comes from, and however much it weighs.
fn says(form: &RuleForm) -> String {
    let source = SourceForm { work: String::new(), section: None, known: String::new() };
    let (id, title, severity) = (String::new(), String::new(), String::new());
    let asks = RuleForm { id, title, severity, source, replaces: false, formerly: Vec::new(), ..form.clone() };
    serde_json::to_string(&asks).unwrap_or_default()
}

/// The rules that a rule watches for being broken, and where it names them.
fn watched(form: &RuleForm) -> Vec<(&'static str, &str)> {
    let places = [
        ("when", Some(&form.when)),
        ("expect", form.expect.as_ref()),
        ("before", form.before.as_ref()),
        ("forbid", form.forbid.as_ref()),
        ("until", form.until.as_ref()),
    ];
    places.into_iter().filter_map(|(place, form)| Some((place, form?.broken.as_deref()?))).collect()
}
