//! The outcome of a duty: with what is in doubt, what rests on feeds, and what is excused.

use practice_cycle::code::Code;
use practice_cycle::deciding::Milestone;
use practice_cycle::moment::Moment;
use serde_json::Value;

use super::duty::{Followed, Judged, Opening, Outcome};
use super::fields::Truth;
use super::happening::{EntryRef, Key, Place, codes, tests_of};
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
        answered: Option<EntryRef>,
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
            Outcome::Missed { at, .. } if !self.is_fed(rule, opening, (since, at), &about) => Outcome::Unknown("feed"),
            outcome => outcome,
        };
        let excused = self.is_waived(rule, opening, since, answered, &outcome, &about);
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

    /// Whether the recording of the milestones that could have answered is complete over the time that counts, to its end.
    pub(super) fn is_fed(
        &self,
        rule: Rule<'a>,
        opening: &Opening<'a>,
        (since, until): (Moment, Moment),
        about: &[(String, String)],
    ) -> bool {
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
        let starts = if !rule.form["preceded_by"].is_null() {
            let period = rule.period(&rule.form["within"], since);
            let reached = period.and_then(|period| period.reaches_back_to(since, self.world.calendar).ok());
            [reached, self.last_bound(rule, opening)].into_iter().flatten().fold(first, Moment::max)
        } else if rule.is("at_any_time") || !rule.form["together"].is_null() {
            first
        } else {
            since
        };
        // Every instant that a feed of that milestone covers, one feed after another.
        named.iter().all(|milestone| {
            let mut left = self.feeds_of(milestone, about);
            let mut covered = starts;
            while covered <= until {
                let Some(place) = left.iter().position(|(from, ends)| *from <= covered && covered < *ends) else {
                    return false;
                };
                covered = left.remove(place).1;
            }
            true
        })
    }

    /// From when the feeds of a milestone hold, and from when no longer.
    fn feeds_of(&self, milestone: &str, about: &[(String, String)]) -> Vec<(Moment, Moment)> {
        let day = |written: &Value| written.as_str().unwrap().parse::<chrono::NaiveDate>().unwrap();
        let endings = self.entries_of("feed_ended");
        let feeds = self.entries_of("feed_declared_complete").into_iter().filter(|feed| {
            let covers = feed.data["what"].as_array().is_none_or(|all| all.iter().any(|one| *one == *milestone));
            let case = match &feed.data["case"] {
                Value::Null => true,
                case => about.iter().any(|(name, id)| name == "case" && case.as_str() == Some(id)),
            };
            covers && case
        });
        feeds
            .map(|feed| {
                let ending = endings.iter().find(|end| end.place == feed.place && end.data["feed"] == feed.data["feed"]);
                let ends =
                    ending.map_or(super::after(Moment::LATEST), |end| midnight(day(&end.data["last"]).succ_opt().unwrap()));
                (midnight(day(&feed.data["from"])), ends)
            })
            .collect()
    }

    pub(super) fn entries_of(&self, kind: &str) -> Vec<&'a Fact> {
        let mut facts: Vec<_> = self.world.facts().filter(|fact| fact.kind == kind).collect();
        facts.sort_by_key(|fact| Place::of(fact, 0));
        facts
    }

    /// Whether somebody recorded why it was not done, and that excuses it at the time that is spoken of.
    fn is_waived(
        &self,
        rule: Rule<'a>,
        opening: &Opening<'a>,
        since: Moment,
        answered: Option<EntryRef>,
        outcome: &Outcome,
        about: &[(String, String)],
    ) -> bool {
        let opened = opening.occasion.entry_ref;
        let mut waived = false;
        for fact in self.entries_of("duty_waived") {
            let data = &fact.data;
            if !rule.is_called(&data["rule"]) || fact.at < opened.at {
                continue;
            }
            let here = fact.place == opened.history;
            let opener = data["opened_by"].as_u64().map(|number| here && number == u64::from(opened.number));
            if opener == Some(true) {
                self.waivers.borrow_mut().opened.insert((fact.place, fact.number));
            }
            let is =
                |names: &[&str], wanted: &str| about.iter().any(|(name, id)| names.contains(&name.as_str()) && id == wanted);
            let names_it = (here || !data["case"].is_null())
                && opener != Some(false)
                && data["contract"].as_str().is_none_or(|id| here && is(&["contract", "each"], id))
                && (data["case"].is_null() || data["case"].as_str().is_some_and(|id| is(&["case"], id)));
            let before = |other: EntryRef| (other.at, other.history, other.number) < (fact.at, fact.place, fact.number);
            // Of periods, the one that ran then; and those that follow, where it says until when.
            let last = data["until"].as_str().map(|day| day.parse::<chrono::NaiveDate>().unwrap());
            let runs = rule.form["every"].is_null()
                || (answered.is_none_or(|by| !before(by)) && (since <= fact.at || last.is_some()));
            if !names_it || !runs {
                continue;
            }
            let done = match *outcome {
                Outcome::Met(by) | Outcome::Released(_, Some(by)) => before(by),
                Outcome::Kept(at) | Outcome::Released(at, None) => at <= fact.at,
                _ => false,
            };
            if !done {
                self.waivers.borrow_mut().serving.insert((fact.place, fact.number));
            }
            let over = last.map(|day| midnight(day.succ_opt().unwrap()));
            let lasts = |at: Moment| over.is_none_or(|over| at < over);
            waived |= match *outcome {
                Outcome::Missed { at, remedied, .. } => {
                    lasts(at) && (lasts(self.world.now) || remedied.is_some_and(|by| lasts(by.at)))
                }
                Outcome::Broken(by) => lasts(by.at),
                Outcome::Open(_) | Outcome::Unknown(_) => lasts(self.world.now),
                Outcome::Holding(_) | Outcome::Met(_) | Outcome::Kept(_) | Outcome::Released(..) => false,
            };
        }
        waived && rule.says("severity", "query")
    }

    /// The waivers that excuse nothing, and why.
    pub(super) fn unused(&self) -> Vec<(usize, u32, &'static str)> {
        let known = self.waivers.borrow();
        let why = |fact: &Fact| {
            let place = (fact.place, fact.number);
            let Some(rule) = self.rules.iter().find(|rule| rule.is_called(&fact.data["rule"])) else {
                return Some("no_such_rule");
            };
            if !rule.says("severity", "query") {
                return Some("is_an_error");
            }
            if known.serving.contains(&place) {
                return None;
            }
            Some(match fact.data["case"].is_object() {
                true => "case_redacted",
                false if fact.data["opened_by"].is_u64() && !known.opened.contains(&place) => "not_opened",
                false => "nothing_owed",
            })
        };
        let facts = self.entries_of("duty_waived").into_iter();
        facts.filter_map(|fact| Some((fact.place, fact.number, why(fact)?))).collect()
    }
}

/// The first instant of a day in London.
fn midnight(day: chrono::NaiveDate) -> Moment {
    practice_cycle::calendar::start_of(day).unwrap()
}
