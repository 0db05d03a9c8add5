//! Compiles links: what answers name, what a time is counted from, and how long before something has to be.

use super::resolver::{PathScope, Resolver};
use crate::calendar::Period;
use crate::cycle::Kind;
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::{FieldPath, Several};
use crate::policy::rule::happening::{Happening, Watched};
use crate::policy::rule::links::{CountedFrom, LinkPath};
use crate::policy::syntax::condition::EventForm;

impl Resolver<'_> {
    /// The field by which answers name what they answer, where one is said.
    pub(super) fn linked_by(&mut self, what: &Watched, openings: &[Kind]) -> Option<Option<LinkPath>> {
        let name = self.rule.linked_by.as_ref()?;
        let at = self.at("linked_by");
        if !self.is_opened_by_entries() {
            self.problems.note(at, "only an entry is named by another: `when` has to be an `event`");
            return Some(None);
        }
        let Happening::Entry(pattern) = &what.what else {
            self.problems.note(at, "only entries name others: `expect` has to be an `event`");
            return Some(None);
        };
        let answers: Vec<Kind> = pattern.kinds.iter().map(|(kind, _)| *kind).collect();
        Some(self.link(name, &at, &answers, openings, "it never leads to what opens a duty"))
    }

    /// What a time is counted from, where that is said.
    pub(super) fn counted_from(&mut self, openings: &[Kind]) -> Option<Option<CountedFrom>> {
        let form = self.rule.counted_from.as_ref()?;
        let at = self.at("counted_from");
        if !self.is_opened_by_entries() {
            self.problems.note(at, "only entries name others: `when` has to be an `event`");
            return Some(None);
        }
        if self.rule.within.is_none() {
            self.problems.note(&at, "only a time that is said with `within` is counted from somewhere");
        }
        let kinds = self.kinds_of(&form.event.0, &format!("{at}.event"));
        let plain = PathScope { each: None, openings: None };
        let what = self.pattern(&kinds, &form.tests, &format!("{at}.where"), plain);
        let along = self.link(&form.along, &format!("{at}.along"), openings, &kinds, "it never leads to such an entry");
        Some(along.map(|along| CountedFrom { along, what }))
    }

    /// How long before something has to be.
    pub(super) fn lead_time(&mut self, written: &str) -> Option<Effective<Period>> {
        let period = self.period(written, &self.at("lead_time"))?;
        if period.iter().any(|period| *period == Period::SameDay) {
            self.problems.note(self.at("lead_time"), "on the same day is no time before: leave it out");
        }
        Some(period)
    }

    /// Entries about the same as what the rule is about.
    pub(super) fn entries_about(&mut self, form: &EventForm, field: &str, keys: &[(String, String)]) -> Option<Watched> {
        let at = self.at(field);
        let kinds = self.kinds_of(&form.event.0, &format!("{at}.event"));
        let plain = PathScope { each: None, openings: None };
        let pattern = self.pattern(&kinds, &form.tests, &format!("{at}.where"), plain);
        let paths: Vec<String> = keys.iter().map(|(_, then)| then.clone()).collect();
        Some(Watched { keys: self.keys(&kinds, &paths, plain, field), what: Happening::Entry(pattern) })
    }

    fn is_opened_by_entries(&self) -> bool {
        self.rule.when.event.is_some() || !self.rule.when.any.is_empty()
    }

    /// A field by which entries of some kinds name others, so that it may lead to one of some kinds.
    fn link(&mut self, name: &str, at: &str, from: &[Kind], to: &[Kind], otherwise: &str) -> Option<LinkPath> {
        let link = LinkPath::new(name);
        let is_written = |kind: Kind| {
            let found = FieldPath::find(name, kind, None, None).ok()?;
            matches!(found.access, FieldPath::Field(..) | FieldPath::Several(Several::List(..))).then_some(kind)
        };
        let other = from.iter().filter(|&&kind| link.of(kind).is_none()).find_map(|&kind| is_written(kind));
        if let Some(kind) = other {
            self.problems.note(at, format!("`{name}` of `{}` names no single entry", kind.code()));
            return None;
        }
        if !from.is_empty() && from.iter().all(|&kind| link.of(kind).is_none()) {
            self.problems.unknown(at, "field here that names another entry,", name, LinkPath::names(from));
            return None;
        }
        if !from.is_empty() && !to.is_empty() && !link.leads_to(from).iter().any(|kind| to.contains(kind)) {
            self.problems.note(at, otherwise);
        }
        Some(link)
    }
}
