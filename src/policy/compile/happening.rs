//! Compiles what a rule watches for: entries, states that begin and end, rules that are broken.

use super::resolver::{INVITED, PathScope, Resolver};
use crate::code::Code;
use crate::contracting::Stage;
use crate::id::RuleCode;
use crate::policy::rule::happening::{Happening, State, Watched};
use crate::policy::rule::predicate::Pattern;
use crate::policy::syntax::condition::{HappeningForm, StateForm};
use crate::policy::syntax::shorthand::OneOrMany;

impl Resolver<'_> {
    pub(super) fn watched(
        &mut self,
        form: &HappeningForm,
        field: &str,
        view: PathScope<'_>,
        keys: &[(String, String)],
        opens: bool,
    ) -> Option<Watched> {
        let at = self.at(field);
        let given =
            [form.event.is_some(), !form.any.is_empty(), form.begins.is_some(), form.ends.is_some(), form.broken.is_some()];
        let count = given.iter().filter(|&&given| given).count();
        if count != 1 {
            if count > 1 || !["event", "any", "begins", "ends", "broken"].iter().any(|one| self.problems.is_meant(&at, one))
            {
                self.problems.note(at, "expected exactly one of `event`, `any`, `begins`, `ends` and `broken`");
            }
            return None;
        }
        if form.event.is_none() && !form.tests.is_empty() {
            self.problems.note(format!("{at}.where"), "only entries have fields to be tested");
        }
        let paths: Vec<String> = keys.iter().map(|(when, then)| if opens { when.clone() } else { then.clone() }).collect();
        if form.event.is_some() {
            return self.entries(form, &at, field, view, &paths);
        }
        if !form.any.is_empty() {
            return self.any(form, &at, field, view, &paths);
        }
        if let Some(code) = &form.broken {
            let there = self.names.and_then(|names| names.find(code)).filter(|other| other.form.id != self.rule.id);
            if let Some(names) = self.names.filter(|_| there.is_none() && !self.lost.contains(code)) {
                let others = names.ids().chain(self.lost.iter().map(String::as_str));
                let others: Vec<&str> = others.filter(|id| **id != *self.rule.id).collect();
                self.problems.unknown(format!("{at}.broken"), "other rule", code, others);
            }
            // The rule goes by the id it has now.
            let code = RuleCode::new(there.map_or(code, |other| &other.form.id)).ok()?;
            return Some(Watched { what: Happening::Broken(code), keys: Vec::new() });
        }
        let (state, begins) = (form.begins.as_ref().or(form.ends.as_ref())?, form.begins.is_some());
        let which = if begins { "begins" } else { "ends" };
        if opens && paths.iter().any(|path| path == "each") {
            self.problems.note(self.at("per"), "a state is not about one element of a list: name what it is about");
        }
        let state = self.state(state, &format!("{at}.{which}"), &paths)?;
        // What lasts between two entries is about what they are about.
        let keys = if let State::Stages(_) = state { self.keys(&[INVITED], &paths, view, field) } else { Vec::new() };
        Some(Watched { what: if begins { Happening::Begins(state) } else { Happening::Ends(state) }, keys })
    }

    /// An entry of one kind, or of one of several.
    pub(super) fn entries(
        &mut self,
        form: &HappeningForm,
        at: &str,
        field: &str,
        view: PathScope<'_>,
        paths: &[String],
    ) -> Option<Watched> {
        let OneOrMany(codes) = form.event.as_ref()?;
        let kinds = self.kinds_of(codes, &format!("{at}.event"));
        // What opens a duty is not yet about one element of a list.
        let view_of_tests = if field == "when" { PathScope { each: None, ..view } } else { view };
        let pattern = self.pattern(&kinds, &form.tests, &format!("{at}.where"), view_of_tests);
        Some(Watched { keys: self.keys(&kinds, paths, view, field), what: Happening::Entry(pattern) })
    }

    /// Any of several entries, each with tests of its own.
    pub(super) fn any(
        &mut self,
        form: &HappeningForm,
        at: &str,
        field: &str,
        view: PathScope<'_>,
        paths: &[String],
    ) -> Option<Watched> {
        let (mut all, mut keys) = (Pattern::default(), Vec::new());
        for (place, one) in form.any.iter().enumerate() {
            let at = format!("{at}.any[{place}]");
            let plain = HappeningForm { event: one.event.clone(), tests: one.tests.clone(), ..HappeningForm::default() };
            if one.event.is_none() || *one != plain {
                self.problems.note(at, "expected an `event`, with or without `where`");
                continue;
            }
            let Some(Watched { what: Happening::Entry(pattern), keys: reached }) =
                self.entries(one, &at, field, view, paths)
            else {
                continue;
            };
            for (kind, _) in &pattern.kinds {
                if all.kinds.iter().any(|(known, _)| known == kind) {
                    self.problems.note(&at, format!("`{}` stands in another of them", kind.code()));
                }
            }
            all.kinds.extend(pattern.kinds);
            keys.extend(reached);
        }
        Some(Watched { what: Happening::Entry(all), keys })
    }

    /// A state, by the names of what it is about.
    pub(super) fn state(&mut self, form: &StateForm, at: &str, paths: &[String]) -> Option<State> {
        match (&form.stage, &form.from, &form.to) {
            (Some(stages), None, None) => Some(State::Stages(self.stages(stages, &format!("{at}.stage"))?)),
            (None, Some(from), Some(to)) => {
                let is_entry = |end: &HappeningForm| {
                    let others = end.begins.is_some() || end.ends.is_some() || end.broken.is_some();
                    end.event.is_some() == end.any.is_empty() && !others && (end.any.is_empty() || end.tests.is_empty())
                };
                if !is_entry(from) || !is_entry(to) {
                    self.problems.note(at, "a state begins and ends with an `event`, or with `any` of several");
                    return None;
                }
                let plain = PathScope { each: None, openings: None };
                let from = self.watched_at(from, &format!("{at}.from"), plain, paths)?;
                let to = self.watched_at(to, &format!("{at}.to"), plain, paths)?;
                Some(State::Between(Box::new(from), Box::new(to)))
            }
            _ => {
                self.problems.note(at, "expected `stage`, or `from` and `to`");
                None
            }
        }
    }

    pub(super) fn watched_at(
        &mut self,
        form: &HappeningForm,
        at: &str,
        view: PathScope<'_>,
        paths: &[String],
    ) -> Option<Watched> {
        if form.event.is_some() { self.entries(form, at, at, view, paths) } else { self.any(form, at, at, view, paths) }
    }

    pub(super) fn stages(&mut self, codes: &OneOrMany<String>, at: &str) -> Option<u32> {
        let mut bits = 0;
        for code in &codes.0 {
            bits |= 1 << self.coded::<Stage>(code, "stage", at)?.index();
        }
        if bits == 0 {
            self.problems.note(at, "expected a stage");
        }
        Some(bits)
    }
}
