//! Compiles what a rule asks: `require`, `expect`, `preceded_by` or `forbid`.

use super::resolver::{ConditionScope, PathScope, Resolver, transpose};
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::{FieldKind, FieldPath};
use crate::policy::rule::happening::{Happening, Watched};
use crate::policy::rule::predicate::Check;
use crate::policy::rule::requirement::{Requirement, Together};
use crate::policy::syntax::problem::shown;
use crate::policy::syntax::shorthand::{OneOrMany, ScalarForm};

impl Resolver<'_> {
    pub(super) fn duty(&mut self, opening: ConditionScope<'_>, answer: PathScope<'_>) -> Option<Requirement> {
        let ConditionScope { openings, keys, .. } = opening;
        let form = self.rule;
        let given = [form.require.is_some(), form.expect.is_some(), form.preceded_by.is_some(), form.forbid.is_some()];
        let count = given.iter().filter(|&&given| given).count();
        if count != 1 {
            let duties = ["require", "expect", "preceded_by", "forbid"];
            if count > 1 || !duties.iter().any(|duty| self.problems.is_meant(&self.path, duty)) {
                let path = self.path.clone();
                self.problems.note(path, "expected exactly one of `require`, `expect`, `preceded_by` and `forbid`");
            }
            return None;
        }
        let (require, expect, forbid) = (form.require.is_some(), form.expect.is_some(), form.forbid.is_some());
        for (name, is_given, fits) in [
            ("within", form.within.is_some(), !require),
            ("every", form.every.is_some(), expect),
            ("by", form.by.is_some(), expect),
            ("before", form.before.is_some(), expect),
            ("at_least", form.at_least.is_some(), expect),
            ("together", !form.together.is_empty(), expect),
            ("at_any_time", form.at_any_time, expect),
            ("each_its_own", form.each_its_own, expect),
            ("linked_by", form.linked_by.is_some(), expect),
            ("counted_from", form.counted_from.is_some(), expect),
            ("lead_time", form.lead_time.is_some(), form.preceded_by.is_some()),
            ("since", form.since.is_some(), form.preceded_by.is_some()),
            ("more_than", form.more_than.is_some(), forbid),
            ("until", form.until.is_some(), expect || forbid),
        ] {
            if is_given && !fits {
                self.problems.note(self.at(name), format!("`{name}` means nothing for this kind of duty"));
            }
        }
        let within = form.within.as_ref().map(|written| self.period(written, &self.at("within")));
        if let Some(condition) = &form.require {
            let condition = self.condition(condition, &self.at("require"), opening)?;
            return Some(Requirement::Require(condition));
        }
        if let Some(happening) = &form.expect {
            let limit = self.limit(within, openings);
            let what = self.watched(happening, "expect", answer, keys, false);
            let before = form.before.as_ref().map(|happening| self.watched(happening, "before", answer, keys, false));
            let at_least = form.at_least.as_ref().map(|number| self.some(number, &self.at("at_least")));
            let together = what.as_ref().and_then(|what| self.together(what));
            let linked_by = what.as_ref().map(|what| self.linked_by(what, openings));
            let counted_from = self.counted_from(openings);
            return Some(Requirement::Expect {
                what: what?,
                limit: limit?,
                before: transpose(before)?,
                together,
                at_least: transpose(at_least)?.unwrap_or_else(|| Effective::always(1)),
                at_any_time: form.at_any_time,
                each_its_own: form.each_its_own,
                linked_by: transpose(linked_by?)?,
                counted_from: transpose(counted_from)?,
            });
        }
        if let Some(happening) = &form.preceded_by {
            if happening.event.is_none() && happening.any.is_empty() {
                self.problems.note(self.at("preceded_by"), "what goes before is an `event`");
            }
            let plain = PathScope { each: None, openings: None };
            let what = self.watched(happening, "preceded_by", plain, keys, false);
            let lead_time = form.lead_time.as_ref().map(|written| self.lead_time(written));
            let since = form.since.as_ref().map(|since| self.entries_about(since, "since", keys));
            let (within, lead_time) = (transpose(within)?, transpose(lead_time)?);
            return Some(Requirement::PrecededBy { what: what?, within, lead_time, since: transpose(since)? });
        }
        let happening = form.forbid.as_ref()?;
        let what = self.watched(happening, "forbid", answer, keys, false)?;
        let more_than = form.more_than.as_ref().map(|number| self.number(number, &self.at("more_than")));
        let more_than = transpose(more_than)?.unwrap_or_else(|| Effective::always(0));
        Some(Requirement::Forbid { what, within: transpose(within)?, more_than })
    }

    /// What answers have to say between them.
    pub(super) fn together(&mut self, what: &Watched) -> Option<Together> {
        let (path, OneOrMany(codes)) = self.rule.together.iter().next()?;
        let at = self.at(&format!("together.{}", shown(path)));
        if self.rule.together.len() > 1 {
            self.problems.note(self.at("together"), "expected one field");
        }
        let Happening::Entry(pattern) = &what.what else {
            self.problems.note(at, "only entries have fields");
            return None;
        };
        let (mut paths, mut bits, mut nowhere) = (Vec::new(), Vec::new(), None);
        for &(kind, _) in &pattern.kinds {
            match FieldPath::find(path, kind, None, None) {
                Ok(found) if matches!(found.reached, FieldKind::Code(_)) => {
                    if bits.is_empty() {
                        bits.extend(codes.iter().filter_map(|code| self.bit(code, &found.reached, &at)));
                    }
                    paths.push((kind, found.access));
                }
                Ok(_) => self.problems.note(&at, format!("`{path}` of `{}` says no codes", kind.code())),
                Err(none) => nowhere = Some((kind, none)),
            }
        }
        if let (Some((kind, none)), true) = (nowhere, paths.is_empty()) {
            self.nowhere(&at, kind, &none);
        }
        Some(Together {
            paths,
            all: bits.iter().fold(0, |all, bit| all | bit),
            codes: codes.iter().map(|code| code.as_str().into()).collect(),
            bits,
        })
    }

    pub(super) fn bit(&mut self, code: &str, reached: &FieldKind, at: &str) -> Option<u64> {
        let check = self.is(&[ScalarForm::Word(code.to_owned())], reached, at)?;
        if let Check::Codes(bits) = check { Some(bits) } else { None }
    }
}
