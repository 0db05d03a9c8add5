//! The outcome of a duty: with what is in doubt, what rests on feeds, and what is excused.

use practice_cycle::code::Code;
use practice_cycle::deciding::Milestone;
use practice_cycle::moment::Moment;
use serde_json::Value;

use super::duty::{Followed, Judged, Opening, Outcome};
use super::fields::Truth;
use super::happening::{Key, Place, codes, tests_of};
use super::world::Fact;
use super::{Reference, Rule};

impl<'a> Reference<'a> {
    /// What a duty came to, with what is in doubt: what may have been an answer, or may have ended it, leaves untold what
    /// would else be broken.
    pub(super) fn doubted(&self, this: &Followed<'a, '_>, outcome: Outcome) -> Outcome {
        let banned = !this.rule.form["forbid"].is_null();
        let doubtful = match &outcome {
            Outcome::Missed { .. } => this.is_doubtful(),
            Outcome::Broken(_) => this.doubts.ended,
            Outcome::Holding(_) | Outcome::Kept(_) => banned && this.doubts.answered,
            Outcome::Met(_) => this.doubts.passed,
            Outcome::Open(_) | Outcome::Released(..) | Outcome::Unknown(_) => false,
        };
        if doubtful { Outcome::Unknown("answer") } else { outcome }
    }

    /// A duty as it is told: what rests on a feed that is not complete, or may lie in an earlier attachment, is not known to
    /// have been missed.
    pub(super) fn judged(
        &self,
        rule: Rule<'a>,
        opening: &Opening<'a>,
        key: Option<&Key>,
        since: Moment,
        outcome: Outcome,
    ) -> Judged {
        let names = rule.names().into_iter();
        let mut about: Vec<(String, String)> = match key {
            Some(key) => names.zip(key[key.len() - rule.per().len()..].iter().cloned()).collect(),
            None => Vec::new(),
        };
        if let Some(each) = &opening.context.each
            && !about.iter().any(|(_, id)| id == each)
        {
            about.push(("each".to_owned(), each.clone()));
        }
        let looks_back = !rule.form["preceded_by"].is_null() || rule.is("at_any_time") || !rule.form["together"].is_null();
        let outcome = match outcome {
            Outcome::Missed { .. } if looks_back && self.reaches_back(rule, opening) => Outcome::Unknown("earlier_cycle"),
            Outcome::Missed { .. } if !self.is_fed(rule, opening, since, &about) => Outcome::Unknown("feed"),
            outcome => outcome,
        };
        let excused = rule.says("severity", "query") && outcome.weight() >= 2 && self.is_waived(rule, opening, &about);
        Judged { opened: opening.occasion.entry_ref, since, about, outcome, excused }
    }

    pub(super) fn reaches_back(&self, rule: Rule<'a>, opening: &Opening<'a>) -> bool {
        let (_, then): (Vec<String>, Vec<String>) = rule.per().into_iter().unzip();
        let at = opening.occasion.entry_ref.at;
        let midway = self.midway(&opening.context, &then);
        let within = if rule.form["preceded_by"].is_null() { &Value::Null } else { &rule.form["within"] };
        let midway = midway.filter(|&began| self.last_bound(rule, opening).is_none_or(|bound| began > bound));
        midway.is_some_and(|began| self.is_recent(rule, within, began, at, at).0 != Truth::No)
    }

    /// When that last happened which an answer has to come after.
    fn last_bound(&self, rule: Rule<'a>, opening: &Opening<'a>) -> Option<Moment> {
        let bounds = self.has_to_come_after(rule, opening);
        bounds.iter().rfind(|(_, truth)| *truth == Truth::Yes).map(|(fact, _)| fact.at)
    }

    /// Whether the recording of the milestones that could have answered is complete over the time that counts.
    pub(super) fn is_fed(&self, rule: Rule<'a>, opening: &Opening<'a>, since: Moment, about: &[(String, String)]) -> bool {
        let form = ["expect", "preceded_by"].iter().map(|name| &rule.form[*name]).find(|form| !form.is_null());
        let Some(form) = form else { return true };
        let codes = codes(form);
        let codes = codes.as_array().map_or(std::slice::from_ref(&codes), Vec::as_slice);
        if !codes.iter().any(|code| *code == *"milestone_reached") {
            return true;
        }
        let what = &tests_of(form, "milestone_reached")["what"];
        let named: Vec<&str> = match what {
            Value::String(one) => vec![one],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            // Whatever else is asked of it, it may be any of them.
            _ => Milestone::ALL.iter().map(|milestone| milestone.code()).collect(),
        };
        let first =
            self.world.cycles.iter().filter_map(|told| told.history.entries().first()).map(|entry| entry.act().occurred_at);
        let first = first.min().unwrap_or(Moment::EARLIEST);
        let feeds = self.entries_of("feed_declared_complete");
        named.iter().all(|milestone| {
            feeds.iter().any(|feed| {
                let covers = feed.data["what"].as_array().is_none_or(|all| all.iter().any(|one| *one == **milestone));
                let case = match &feed.data["case"] {
                    Value::Null => true,
                    case => about.iter().any(|(name, id)| name == "case" && case.as_str() == Some(id)),
                };
                let day: chrono::NaiveDate = feed.data["from"].as_str().unwrap().parse().unwrap();
                let range = self.world.calendar.range();
                let from = match day.pred_opt().filter(|day| *day >= *range.start()) {
                    None => Moment::EARLIEST,
                    Some(day) => self.world.calendar.end_of(day).unwrap_or(Moment::LATEST),
                };
                let in_time = if !rule.form["preceded_by"].is_null() {
                    let within = &rule.form["within"];
                    let period = rule.period(within, since);
                    let reached = period.and_then(|period| period.reaches_back_to(since, self.world.calendar).ok());
                    let bound = self.last_bound(rule, opening);
                    from <= first || [reached, bound].into_iter().flatten().any(|reached| from <= reached)
                } else if rule.is("at_any_time") || !rule.form["together"].is_null() {
                    from <= first
                } else {
                    from <= since
                };
                covers && case && in_time
            })
        })
    }

    pub(super) fn entries_of(&self, kind: &str) -> Vec<&'a Fact> {
        let mut facts: Vec<_> = self.world.facts().filter(|fact| fact.kind == kind).collect();
        facts.sort_by_key(|fact| Place::of(fact, 0));
        facts
    }

    /// Whether somebody recorded why it was not done: no earlier than it was opened, and about the same as far as that says.
    pub(super) fn is_waived(&self, rule: Rule<'a>, opening: &Opening<'a>, about: &[(String, String)]) -> bool {
        let opened = opening.occasion.entry_ref;
        self.entries_of("duty_waived").iter().any(|fact| {
            let data = &fact.data;
            let here = fact.place == opened.history;
            let contract = data["contract"].as_str();
            let is =
                |names: &[&str], wanted: &str| about.iter().any(|(name, id)| names.contains(&name.as_str()) && id == wanted);
            rule.is_called(&data["rule"])
                && fact.at >= opened.at
                && (here || !data["case"].is_null())
                && data["opened_by"].as_u64().is_none_or(|number| here && number == u64::from(opened.number))
                && contract.is_none_or(|id| here && is(&["contract", "each"], id))
                && (data["case"].is_null() || data["case"].as_str().is_some_and(|id| is(&["case"], id)))
        })
    }
}
