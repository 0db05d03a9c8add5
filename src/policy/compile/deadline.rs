//! Compiles deadlines: `within`, `every` and `by`.

use super::resolver::{Resolver, transpose};
use crate::calendar::Period;
use crate::cycle::Kind;
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::{FieldKind, FieldPath};
use crate::policy::rule::requirement::Limit;
use crate::policy::syntax::shorthand::ScalarForm;

impl Resolver<'_> {
    /// By when something is expected, `within` having been read.
    pub(super) fn limit(&mut self, within: Option<Option<Effective<Period>>>, openings: &[Kind]) -> Option<Limit> {
        let form = self.rule;
        let every = form.every.as_ref().map(|written| self.period(written, &self.at("every")));
        let by = form.by.as_ref().map(|path| self.by(path, openings));
        let limits = [within.is_some(), every.is_some(), by.is_some()];
        if limits.iter().filter(|&&given| given).count() > 1 {
            self.problems.note(self.at("within"), "expected at most one of `within`, `every` and `by`");
        }
        if every.is_some() && form.when.begins.is_none() {
            let problem = "only while a state lasts is something due again and again: `when` has to begin one";
            self.problems.note(self.at("every"), problem);
        }
        Some(match (transpose(within)?, transpose(every)?, by) {
            (Some(within), ..) => Limit::Within(within),
            (_, Some(every), _) => Limit::Every(every),
            (_, _, Some(by)) => Limit::By(by),
            (None, None, None) => Limit::None,
        })
    }

    /// A length of time, or a parameter that says one.
    pub(super) fn period(&mut self, written: &str, at: &str) -> Option<Effective<Period>> {
        let (values, at) = self.values(&ScalarForm::Word(written.to_owned()), at)?;
        for value in values.iter() {
            if let Err(error) = value.to_string().parse::<Period>() {
                self.problems.note(&at, error.to_string());
            }
        }
        values.map(|value| value.to_string().parse::<Period>()).ok()
    }

    /// Due by a day that a field says.
    fn by(&mut self, path: &str, openings: &[Kind]) -> Vec<(Kind, FieldPath)> {
        let mut paths = Vec::new();
        for &kind in openings {
            match FieldPath::find(path, kind, None, None) {
                Ok(found) if found.reached == FieldKind::Day && !found.several => paths.push((kind, found.access)),
                Ok(_) => self.problems.note(self.at("by"), format!("`{path}` of `{}` is no day", kind.code())),
                Err(nowhere) => _ = self.nowhere(&self.at("by"), kind, &nowhere),
            }
        }
        paths
    }
}
