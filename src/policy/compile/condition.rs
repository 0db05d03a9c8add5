//! Compiles conditions.

use super::resolver::{ConditionScope, INVITED, PathScope, Resolver, is_everywhere, is_made_here, pair, transpose};
use crate::boundary::Verdict;
use crate::cycle::Kind;
use crate::policy::rule::condition::{Concurrent, Condition, Distinct, End, Happened, LookBack, Open, Ratio, Slot};
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::{FieldKind, FieldPath, Found};
use crate::policy::rule::happening::{Happening, State, Watched};
use crate::policy::rule::predicate::Pattern;
use crate::policy::rule::scoped;
use crate::policy::syntax::codes::Attribute;
use crate::policy::syntax::condition::{
    ConcurrentForm, ConditionForm, EndForm, EventForm, HappenedForm, OpenForm, RatioForm,
};
use crate::policy::syntax::shorthand::{KeyForm, OneOrMany, Tests};
use crate::standing;

impl Resolver<'_> {
    pub(super) fn condition(&mut self, form: &ConditionForm, at: &str, asking: ConditionScope<'_>) -> Option<Condition> {
        let mut several = |forms: &[ConditionForm], name: &str| -> Option<Vec<Condition>> {
            if forms.is_empty() {
                self.problems.note(format!("{at}.{name}"), "expected a condition");
            }
            let each = forms.iter().enumerate();
            let made: Vec<Option<Condition>> =
                each.map(|(place, form)| self.condition(form, &format!("{at}.{name}[{place}]"), asking)).collect();
            made.into_iter().collect()
        };
        Some(match form {
            ConditionForm::All(forms) => Condition::All(several(forms, "all")?),
            ConditionForm::Any(forms) => Condition::Any(several(forms, "any")?),
            ConditionForm::Not(form) => Condition::Not(Box::new(self.condition(form, &format!("{at}.not"), asking)?)),
            ConditionForm::Where(tests) => {
                Condition::Where(self.pattern(asking.openings, tests, &format!("{at}.where"), asking.view).kinds)
            }
            ConditionForm::While(form) => {
                let paths: Vec<String> = asking.keys.iter().map(|(_, then)| then.clone()).collect();
                let state = self.state(form, &format!("{at}.while"), &paths)?;
                let keys = if let State::Stages(_) = state {
                    self.keys(&[INVITED], &paths, PathScope { each: None, openings: None }, "while")
                } else {
                    Vec::new()
                };
                Condition::While { state, keys, slot: Slot::default() }
            }
            ConditionForm::Happened(form) => self.happened(form, &format!("{at}.happened"), asking)?,
            ConditionForm::Last(form) => self.end(form, false, &format!("{at}.last"), asking)?,
            ConditionForm::First(form) => self.end(form, true, &format!("{at}.first"), asking)?,
            ConditionForm::Concurrent(form) => self.concurrent(form, &format!("{at}.concurrent"))?,
            ConditionForm::Ratio(form) => self.ratio(form, &format!("{at}.ratio"), asking)?,
            ConditionForm::Open(form) => self.open(form, &format!("{at}.open"), asking)?,
            ConditionForm::Standing(form) => Condition::Standing(self.coded::<standing::Step>(
                &form.at_least,
                "step of standing,",
                &format!("{at}.standing"),
            )?),
            ConditionForm::Boundary(form) => {
                let path = format!("{at}.boundary.verdict");
                if form.verdict.0.is_empty() {
                    self.problems.note(&path, "expected a verdict");
                }
                let verdicts: Vec<Option<Verdict>> =
                    form.verdict.0.iter().map(|code| self.coded::<Verdict>(code, "verdict", &path)).collect();
                Condition::Boundary(verdicts.into_iter().collect::<Option<_>>()?)
            }
        })
    }

    /// What happened before, about the same as is asked: the key at the asking, and at the happening.
    fn look_back(
        &mut self,
        per: Option<&[KeyForm]>,
        OneOrMany(codes): &OneOrMany<String>,
        tests: &Tests,
        at: &str,
        asking: ConditionScope<'_>,
    ) -> LookBack {
        let keys: Vec<(String, String)> = per.map_or_else(|| asking.keys.to_vec(), |per| per.iter().map(pair).collect());
        let everywhere = per.map_or(asking.everywhere, is_everywhere);
        let scoped = scoped(keys.iter().map(|(name, _)| name.as_str())) && !everywhere;
        let kinds = self.kinds_of(codes, &format!("{at}.event"));
        let plain = PathScope { each: None, openings: None };
        let pattern = self.pattern(&kinds, tests, &format!("{at}.where"), plain);
        let (when, then): (Vec<String>, Vec<String>) = keys.into_iter().unzip();
        let made_here = then.iter().any(|name| is_made_here(name));
        let asked = self.keys(asking.openings, &when, asking.view, "when");
        let what = Watched { keys: self.keys(&kinds, &then, plain, at), what: Happening::Entry(pattern) };
        LookBack { what, asked, scoped, made_here, slot: Slot::default() }
    }

    fn happened(&mut self, form: &HappenedForm, at: &str, asking: ConditionScope<'_>) -> Option<Condition> {
        let look_back = self.look_back(form.per.as_deref(), &form.event, &form.tests, at, asking);
        let within = form.within.as_ref().map(|written| self.period(written, &format!("{at}.within")));
        let at_least = form.at_least.as_ref().map(|number| self.some(number, &format!("{at}.at_least")));
        let at_most = form.at_most.as_ref().map(|number| self.number(number, &format!("{at}.at_most")));
        let since = form
            .since
            .as_ref()
            .map(|since| self.look_back(form.per.as_deref(), &since.event, &since.tests, &format!("{at}.since"), asking));
        let is = (!form.is.is_empty()).then(|| self.is_such(&look_back, &form.is, at, asking));
        let (within, at_least, at_most) = (transpose(within)?, transpose(at_least)?, transpose(at_most)?);
        let at_least = if at_least.is_none() && at_most.is_none() { Some(Effective::always(1)) } else { at_least };
        Some(Condition::Happened(Happened { look_back, within, since, is: transpose(is)?, at_least, at_most }))
    }

    fn ratio(&mut self, form: &RatioForm, at: &str, asking: ConditionScope<'_>) -> Option<Condition> {
        let mut look_back = |one: &EventForm, name: &str| {
            self.look_back(form.per.as_deref(), &one.event, &one.tests, &format!("{at}.{name}"), asking)
        };
        let (of, to) = (look_back(&form.of, "of"), look_back(&form.to, "to"));
        let within = form.within.as_ref().map(|written| self.period(written, &format!("{at}.within")));
        let at_least = form.at_least.as_ref().map(|number| self.some(number, &format!("{at}.at_least")));
        let at_most = form.at_most.as_ref().map(|number| self.number(number, &format!("{at}.at_most")));
        let (within, at_least, at_most) = (transpose(within)?, transpose(at_least)?, transpose(at_most)?);
        if at_least.is_none() && at_most.is_none() {
            self.problems.note(at, "expected `at_least` or `at_most`");
        }
        Some(Condition::Ratio(Ratio { of, to, within, at_least, at_most }))
    }

    /// What is open: how it is found from the entry that asks, and from what began to what ended it.
    fn open(&mut self, form: &OpenForm, at: &str, asking: ConditionScope<'_>) -> Option<Condition> {
        if form.same.is_empty() {
            self.problems.note(format!("{at}.same"), "expected what the two have to name alike");
        }
        let from = self.look_back(form.per.as_deref(), &form.from.event, &form.from.tests, &format!("{at}.from"), asking);
        let Happening::Entry(pattern) = &from.what.what else { return None };
        let begins: Vec<Kind> = pattern.kinds.iter().map(|(kind, _)| *kind).collect();
        let plain = PathScope { each: None, openings: None };
        let beginning = ConditionScope { view: plain, openings: &begins, keys: &[], everywhere: false };
        let to = self.look_back(Some(&form.same), &form.to.event, &form.to.tests, &format!("{at}.to"), beginning);
        let distinct = form.distinct.as_ref().map(|path| self.distinct(path, &begins, &format!("{at}.distinct")));
        let at_least = form.at_least.as_ref().map(|number| self.some(number, &format!("{at}.at_least")));
        let at_most = form.at_most.as_ref().map(|number| self.number(number, &format!("{at}.at_most")));
        let (at_least, at_most) = (transpose(at_least)?, transpose(at_most)?);
        if at_least.is_none() && at_most.is_none() {
            self.problems.note(at, "expected `at_least` or `at_most`");
        }
        Some(Condition::Open(Open { from, to, distinct, at_least, at_most }))
    }

    /// The values that are counted, of what begins.
    fn distinct(&mut self, path: &str, kinds: &[Kind], at: &str) -> Distinct {
        let (mut paths, mut codes) = (Vec::new(), FieldKind::Reference.codes());
        for &kind in kinds {
            match FieldPath::find(path, kind, None, None) {
                Ok(Found { access, reached, several: false, .. })
                    if matches!(reached, FieldKind::Person | FieldKind::Reference | FieldKind::Code(_)) =>
                {
                    codes = reached.codes();
                    paths.push((kind, access));
                }
                Ok(_) => self.problems.note(at, format!("`{path}` of `{}` is no single reference or code", kind.code())),
                Err(nowhere) => _ = self.nowhere(at, kind, &nowhere),
            }
        }
        Distinct { path: path.into(), paths, codes, scoped: scoped([path]) }
    }

    fn end(&mut self, form: &EndForm, first: bool, at: &str, asking: ConditionScope<'_>) -> Option<Condition> {
        let look_back = self.look_back(form.per.as_deref(), &form.event, &form.tests, at, asking);
        let is = self.is_such(&look_back, &form.is, at, asking)?;
        Some(Condition::End(End { first, look_back, is }))
    }

    /// What has to hold of what happened before, beside the entry that asks.
    fn is_such(&mut self, look_back: &LookBack, tests: &Tests, at: &str, asking: ConditionScope<'_>) -> Option<Pattern> {
        let Happening::Entry(pattern) = &look_back.what.what else { return None };
        let kinds: Vec<Kind> = pattern.kinds.iter().map(|(kind, _)| *kind).collect();
        let reached = |kind: Kind| Some(asking.view.each?.iter().find(|(of, _)| *of == kind)?.1.clone());
        let opening: Vec<(Kind, Option<FieldKind>)> = asking.openings.iter().map(|&kind| (kind, reached(kind))).collect();
        Some(self.pattern(&kinds, tests, &format!("{at}.is"), PathScope { each: None, openings: Some(&opening) }))
    }

    fn concurrent(&mut self, form: &ConcurrentForm, at: &str) -> Option<Condition> {
        let stages = self.stages(&form.stage, &format!("{at}.stage"))?;
        let tests = self.tests(INVITED, &form.tests, &format!("{at}.where"), PathScope { each: None, openings: None });
        let mut attribute = |code: &String, name: &str| {
            let at = format!("{at}.{name}");
            let attribute = self.coded::<Attribute>(code, "attribute of a contract,", &at)?;
            if attribute.is_list() {
                self.problems.note(at, format!("`{code}` may be several at once: ask for it under `where`"));
            }
            Some(attribute)
        };
        let sharing: Vec<Option<Attribute>> = form.sharing.iter().map(|code| attribute(code, "sharing")).collect();
        let distinct = form.distinct.as_ref().map(|code| attribute(code, "distinct"));
        let at_least = form.at_least.as_ref().map(|number| self.some(number, &format!("{at}.at_least")));
        let at_most = form.at_most.as_ref().map(|number| self.number(number, &format!("{at}.at_most")));
        let (at_least, at_most) = (transpose(at_least)?, transpose(at_most)?);
        if at_least.is_none() && at_most.is_none() {
            self.problems.note(at, "expected `at_least` or `at_most`");
        }
        let sharing = sharing.into_iter().collect::<Option<_>>()?;
        let distinct = transpose(distinct)?.map(|attribute| (attribute, attribute.kind().codes()));
        Some(Condition::Concurrent(Concurrent { stages, tests, sharing, distinct, at_least, at_most, slot: None }))
    }
}
