//! Compiles tests of fields, and values with their dates.

use super::resolver::{PathScope, Resolver};
use crate::cycle::Kind;
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::{FieldKind, FieldPath, Found};
use crate::policy::rule::predicate::{Check, Pattern, Test, TestedField};
use crate::policy::syntax::parse::spans;
use crate::policy::syntax::problem::{Problems, shown};
use crate::policy::syntax::shorthand::{FieldTest, NumberForm, OneOrMany, ScalarForm, TestForm, Tests};

impl Resolver<'_> {
    pub(super) fn pattern(&mut self, kinds: &[Kind], tests: &Tests, at: &str, view: PathScope<'_>) -> Pattern {
        Pattern { kinds: kinds.iter().map(|&kind| (kind, self.tests(kind, tests, at, view))).collect() }
    }

    pub(super) fn tests(&mut self, kind: Kind, forms: &Tests, at: &str, view: PathScope<'_>) -> Box<[Test]> {
        let mut tests = Vec::new();
        for (path, form) in forms {
            let at = format!("{at}.{}", shown(path));
            if self.is_each_too_soon(path, &at, view) {
                continue;
            }
            let each = view.each.and_then(|each| each.iter().find(|(of, _)| *of == kind)).map(|(_, reached)| reached);
            let found = match FieldPath::find(path, kind, each, view.openings) {
                Ok(found) => found,
                Err(nowhere) => {
                    self.nowhere(&at, kind, &nowhere);
                    continue;
                }
            };
            let checks = self.checks(kind, form, &found, &at, view);
            let field = TestedField { path: path.as_str().into(), codes: found.reached.codes(), reach: found.access };
            tests.extend(checks.into_iter().map(|(check, not)| Test { field: field.clone(), check, not }));
        }
        tests.into()
    }

    pub(super) fn checks(
        &mut self,
        kind: Kind,
        form: &TestForm,
        found: &Found,
        at: &str,
        view: PathScope<'_>,
    ) -> Vec<(Check, bool)> {
        let Found { reached, several, .. } = found;
        let test = match form {
            TestForm::Is(values) => {
                return self.is(&values.0, reached, at).map(|check| (check, false)).into_iter().collect();
            }
            TestForm::Test(test) => test,
        };
        for (name, lists) in [
            ("count_at_least", test.count_at_least.is_some()),
            ("count_at_most", test.count_at_most.is_some()),
            ("all_of", test.all_of.as_ref().is_some_and(|OneOrMany(all)| all.len() > 1)),
        ] {
            if lists && !several {
                self.problems
                    .note(format!("{at}.{name}"), "only of a list can be asked how many, or which of them, there are");
            }
        }
        for (least, most) in [(&test.at_least, &test.at_most), (&test.count_at_least, &test.count_at_most)] {
            if let (Some(NumberForm(ScalarForm::Number(least))), Some(NumberForm(ScalarForm::Number(most)))) = (least, most)
                && least > most
            {
                self.problems.note(at, format!("at least {least} and at most {most}: that can never be"));
            }
        }
        let mut checks = Vec::new();
        checks.extend(self.between_times(kind, test, found, at, view));
        if let Some(redacted) = test.redacted {
            if !found.redactable {
                self.problems.note(format!("{at}.redacted"), "only text, and the reference to a case, are ever redacted");
            }
            checks.push((Check::Redacted, !redacted));
        }
        if let Some(OneOrMany(values)) = &test.not {
            let excluded = self.is(values, reached, &format!("{at}.not"));
            if let (FieldKind::Code(codes), Some(Check::Codes(bits)), false) = (reached, &excluded, several)
                && usize::try_from(bits.count_ones()).is_ok_and(|excluded| excluded == codes.len())
            {
                self.problems.note(format!("{at}.not"), "every code is excluded: that can never be");
            }
            checks.extend(excluded.map(|check| (check, true)));
        }
        if let Some(OneOrMany(values)) = &test.all_of {
            let at = format!("{at}.all_of");
            checks.extend(
                values.iter().filter_map(|value| Some((self.is(std::slice::from_ref(value), reached, &at)?, false))),
            );
        }
        for (name, number, make) in [
            ("at_least", &test.at_least, Check::AtLeast as fn(Effective<i64>) -> Check),
            ("at_most", &test.at_most, Check::AtMost),
        ] {
            if let Some(number) = number {
                if *reached != FieldKind::Number {
                    self.problems.note(format!("{at}.{name}"), "only numbers have a size");
                }
                checks.extend(self.number(number, &format!("{at}.{name}")).map(|number| (make(number), false)));
            }
        }
        for (name, number, make) in [
            ("count_at_least", &test.count_at_least, Check::CountAtLeast as fn(Effective<i64>) -> Check),
            ("count_at_most", &test.count_at_most, Check::CountAtMost),
        ] {
            if let Some(number) = number {
                checks.extend(self.number(number, &format!("{at}.{name}")).map(|number| (make(number), false)));
            }
        }
        for (name, other, not) in [("same_as", &test.same_as, false), ("differs_from", &test.differs_from, true)] {
            let Some(other) = other else { continue };
            let at = format!("{at}.{name}");
            let Some((field, kind)) = self.other(kind, other, &at, view) else { continue };
            if !reached.compares_with(&kind) {
                self.problems
                    .note(at, format!("`{}` is another kind of value, so the two are never the same", shown(other)));
            }
            checks.push((Check::SameAs(field), not));
        }
        if let Some(said) = test.said {
            checks.push((Check::Said, !said));
        }
        if checks.is_empty() && **test == crate::policy::syntax::shorthand::FieldTest::default() {
            self.problems.note(at, "expected a test");
        }
        checks
    }

    /// That a time is no later than so long after another, or that it is later.
    fn between_times(
        &mut self,
        kind: Kind,
        test: &FieldTest,
        found: &Found,
        at: &str,
        view: PathScope<'_>,
    ) -> Vec<(Check, bool)> {
        let lengths = [("within", &test.within, false), ("later_than", &test.later_than, true)];
        let given = lengths.into_iter().filter_map(|(name, length, not)| Some((name, length.as_ref()?, not)));
        let given: Vec<(&str, &String, bool)> = given.collect();
        let Some(after) = &test.after else {
            for (name, ..) in given {
                self.problems.note(format!("{at}.{name}"), "expected `after`, too: the field that it is counted from");
            }
            return Vec::new();
        };
        if given.is_empty() {
            let problem = "expected `within`, too: how long after it; or `later_than`";
            self.problems.note(format!("{at}.after"), problem);
            return Vec::new();
        }
        let is_time = |reached: &FieldKind| matches!(reached, FieldKind::Day | FieldKind::Instant);
        let mut periods = Vec::new();
        for (name, length, not) in given {
            if !is_time(&found.reached) {
                let problem = match not {
                    false => "only a day or an instant is within a time of another",
                    true => "only a day or an instant is later than another",
                };
                self.problems.note(format!("{at}.{name}"), problem);
            }
            periods.extend(self.period(length, &format!("{at}.{name}")).map(|period| (period, not)));
        }
        let at = format!("{at}.after");
        let Some((after, reached)) = self.other(kind, after, &at, view) else { return Vec::new() };
        if !is_time(&reached) {
            self.problems.note(at, format!("`{}` is neither a day nor an instant", shown(&after.path)));
        }
        periods.into_iter().map(|(period, not)| (Check::Within { period, after: after.clone() }, not)).collect()
    }

    /// A field that another is compared with, and what kind of value it is.
    fn other(&mut self, kind: Kind, path: &str, at: &str, view: PathScope<'_>) -> Option<(TestedField, FieldKind)> {
        if self.is_each_too_soon(path, at, view) {
            return None;
        }
        let each = view.each.and_then(|each| each.iter().find(|(of, _)| *of == kind)).map(|(_, reached)| reached);
        match FieldPath::find(path, kind, each, view.openings) {
            Ok(Found { access, reached, .. }) => {
                let field = TestedField { path: path.into(), codes: reached.codes(), reach: access };
                Some((field, reached))
            }
            Err(nowhere) => {
                self.nowhere(at, kind, &nowhere);
                None
            }
        }
    }

    /// Whether a path asks for the element that a duty is about where there is no duty yet: then that is noted.
    fn is_each_too_soon(&mut self, path: &str, at: &str, view: PathScope<'_>) -> bool {
        let is_each = path == "each" || path.starts_with("each.");
        let too_soon = is_each && self.rule.each.is_some() && view.each.is_none();
        if too_soon {
            let problem = "`each` is known only in `if`, `unless` and `require`, and as `opening.each` in what answers";
            self.problems.note(at, problem);
        }
        too_soon
    }

    /// One of several values.
    pub(super) fn is(&mut self, values: &[ScalarForm], reached: &FieldKind, at: &str) -> Option<Check> {
        if values.is_empty() {
            self.problems.note(at, "expected a value");
        }
        if values.iter().any(|value| matches!(value, ScalarForm::Word(word) if word.starts_with('$'))) {
            self.problems.note(at, "a parameter is a length of time or a number of its own: no value is read from one here");
            return None;
        }
        match reached {
            FieldKind::Code(codes) => {
                let mut bits = 0_u64;
                for value in values {
                    let ScalarForm::Word(code) = value else {
                        self.problems.note(at, "expected a code");
                        continue;
                    };
                    match codes.iter().position(|listed| listed == code) {
                        Some(place) => bits |= 1 << place,
                        None => _ = self.problems.unknown(at, "code", code, codes.iter().map(String::as_str)),
                    }
                }
                Some(Check::Codes(bits))
            }
            FieldKind::Number => {
                let numbers = values
                    .iter()
                    .filter_map(|value| if let ScalarForm::Number(number) = value { Some(*number) } else { None });
                let numbers: Box<[i64]> = numbers.collect();
                if numbers.len() != values.len() {
                    self.problems.note(at, "expected a number");
                }
                Some(Check::Numbers(numbers))
            }
            FieldKind::Person | FieldKind::Reference => {
                Some(Check::Ids(values.iter().map(|value| value.to_string().into_boxed_str()).collect()))
            }
            FieldKind::Day | FieldKind::Instant => {
                self.problems.note(at, "days and instants are compared with other fields only: `same_as`");
                None
            }
            FieldKind::Text => {
                self.problems.note(at, "of free text only `said` can be asked");
                None
            }
            FieldKind::Inner => {
                self.problems.note(at, "it has fields of its own: name one of them");
                None
            }
        }
    }

    /// The values of a parameter, or one value at all times; and where they stand.
    pub(super) fn values(&mut self, written: &ScalarForm, at: &str) -> Option<(Effective<ScalarForm>, String)> {
        let name = if let ScalarForm::Word(word) = written { word.strip_prefix('$') } else { None };
        let Some(name) = name else { return Some((Effective::always(written.clone()), at.to_owned())) };
        let Some(parameter) = self.rule.parameters.get(name) else {
            let names = self.rule.parameters.keys().map(String::as_str);
            self.misnamed.extend(self.problems.unknown(at, "parameter", name, names));
            return None;
        };
        // What is wrong with its days is said with the parameters.
        let mut silent = Problems::default();
        Some((Effective::of(spans(parameter, at, &mut silent)), self.place_of(name)))
    }

    /// A number of times that something has to happen: none would always be enough.
    pub(super) fn some(&mut self, written: &NumberForm, at: &str) -> Option<Effective<i64>> {
        self.no_less(1, "expected at least 1: none is always enough", written, at)
    }

    pub(super) fn number(&mut self, written: &NumberForm, at: &str) -> Option<Effective<i64>> {
        self.no_less(0, NO_NUMBER, written, at)
    }

    fn no_less(&mut self, least: i64, otherwise: &str, written: &NumberForm, at: &str) -> Option<Effective<i64>> {
        let (values, at) = self.values(&written.0, at)?;
        let made = values.map(|value| match value {
            ScalarForm::Number(number) if *number >= least => Ok(*number),
            ScalarForm::Number(number) if *number >= 0 => Err(otherwise),
            ScalarForm::Number(_) | ScalarForm::Word(_) => Err(NO_NUMBER),
        });
        made.map_err(|why| self.problems.note(at, why)).ok()
    }
}

const NO_NUMBER: &str = "expected a number, not below 0";
