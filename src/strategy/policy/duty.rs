//! The four duties of a rule.

use serde_json::{Value, json};

use super::construct::Construct;
use super::happening::{Maker, with_tests};
use super::rule::{Row, RuleMaker};
use super::vocabulary::{LINKS, PERIODS};

impl RuleMaker<'_> {
    pub(super) fn requires(&mut self) {
        let about = self.conditions_are_about();
        // Where entries of several kinds open it, only what all of them have can be asked.
        let opening = self.opening.clone().unwrap_or_else(|| "contract_invited".to_owned());
        let condition = self.row(Row::Answer).condition(about, &opening);
        self.set("require", condition);
    }

    pub(super) fn looks_before(&mut self) {
        let (answers, mut duty, mut around) = (self.answers, self.row(Row::Duty), self.row(Row::Around));
        duty.numbers.below(2);
        let pattern = self.row(Row::Answer).pattern(answers, None);
        self.set("preceded_by", pattern);
        if duty.has(Construct::Within, 4) {
            let period = duty.period();
            self.set("within", period);
        }
        if duty.has(Construct::LeadTime, 3) {
            let period = duty.numbers.one(PERIODS.get(1..).unwrap_or(PERIODS));
            self.set("lead_time", period);
        }
        if around.has(Construct::Since, 3) {
            let since = around.entries(answers);
            self.set("since", since);
        }
    }

    pub(super) fn forbids(&mut self) {
        let (answers, opening, mut duty) = (self.answers, self.opening.clone(), self.row(Row::Duty));
        duty.numbers.below(2);
        let happening = if self.wants(Construct::AnyOf) {
            self.any_of(answers)
        } else {
            self.row(Row::Answer).happening(answers, opening.as_deref())
        };
        self.set("forbid", happening);
        if duty.has(Construct::Within, 4) {
            let period = duty.period();
            self.set("within", period);
        }
        if duty.has(Construct::MoreThan, 2) {
            let most = if duty.numbers.chance(3) { json!("$number") } else { json!(duty.numbers.one(&[1, 2])) };
            self.set("more_than", most);
        }
        self.ends(3);
    }

    /// Entries of two kinds, each with tests of its own.
    fn any_of(&self, about: &str) -> Value {
        let mut answer = self.row(Row::Answer);
        let (one, mut other) = (answer.event(about), answer.event(about));
        if one == other {
            // Each kind stands there once.
            other = if one == "contract_begun" { "contract_reviewed" } else { "contract_begun" };
        }
        let tests = answer.tests(one, self.opening());
        json!({"any": [with_tests(json!({"event": one}), tests), with_tests(json!({"event": other}), answer.tests(other, None))]})
    }

    fn ends(&mut self, of_eight: usize) {
        let mut until = self.row(Row::Until);
        if until.has(Construct::Until, of_eight) {
            let happening = until.happening(self.answers, self.opening());
            self.set("until", happening);
        }
    }

    pub(super) fn expects(&mut self) {
        let mut duty = self.row(Row::Duty);
        duty.numbers.below(2);
        self.is_answered();
        self.is_due(&mut duty);
        if duty.has(Construct::AtLeast, 2) {
            let least = if duty.numbers.chance(3) { json!("$number") } else { json!(2) };
            self.set("at_least", least);
        }
        let looks_back = self.rule.get("expect").is_some_and(|expect| expect.to_string().contains("opening."));
        let is_plain = !self.has("every") && self.linked.is_none() && !looks_back;
        // One of three, which seldom fit together: the one that is wanted.
        let wants_one = self.wants_any(&[Construct::AtAnyTime, Construct::EachItsOwn, Construct::Before]);
        let other = if wants_one { 0 } else { duty.numbers.below(8) };
        if (other == 5 && is_plain) || self.wants(Construct::AtAnyTime) {
            self.set("at_any_time", true);
        } else if other == 6 || self.wants(Construct::EachItsOwn) {
            self.set("each_its_own", true);
        } else if (other == 7 && !self.wants(Construct::Clock)) || self.wants(Construct::Before) {
            let before = self.row(Row::Around).happening(self.answers, self.opening());
            self.set("before", before);
        }
        let wants_other = self.wants_any(&[Construct::AtLeast, Construct::Every, Construct::EachItsOwn]);
        if self.answers == "person" && !wants_other && duty.has(Construct::Together, 3) {
            let said = ["clinicians_role", "social_workers_role", "safeguarding_duties"];
            let all = [duty.numbers.one(&said), duty.numbers.one(&said)];
            self.set("expect", json!({"event": ["family_helped_to_understand", "explanation_withheld"]}));
            self.set("together", json!({"explained": all}));
            for part in ["at_least", "every", "each_its_own"] {
                self.rule.remove(part);
            }
        }
        self.ends(2);
        let limited = (self.has("within") || self.has("every")) && !self.has("counted_from") && !self.has("before");
        if limited && matches!(self.about, "contract" | "leaver") && duty.has(Construct::Clock, 3) {
            self.set("clock", "pauses");
            self.outlasts_suspension();
        }
    }

    /// What is due again and again while a contract stands at a stage is paused by a suspension only where it outlasts that.
    fn outlasts_suspension(&mut self) {
        let is_recurring = self.has("every");
        let begins = self.rule.get_mut("when").and_then(|when| when.get_mut("begins"));
        if let Some(stage) = begins.and_then(|begins| begins.get_mut("stage")).filter(|_| is_recurring) {
            *stage = json!(["suspended", "active"]);
        }
    }

    /// What answers a duty.
    fn is_answered(&mut self) {
        let mut answer = self.row(Row::Answer);
        let form = if let Some((names, field)) = self.linked {
            self.set("linked_by", field);
            with_tests(json!({"event": names}), answer.tests(names, Some("by")))
        } else if self.wants(Construct::AtAnyTime) {
            answer.entries(self.answers)
        } else {
            answer.happening(self.answers, self.opening())
        };
        self.set("expect", form);
    }

    /// By when.
    fn is_due(&mut self, duty: &mut Maker<'_>) {
        let begins = self.rule.get("when").is_some_and(|when| when.get("begins").is_some());
        let is_other = self.wants_any(&[Construct::Within, Construct::Clock, Construct::CountedFrom]);
        if begins && (duty.has(Construct::Every, 4) && !is_other) {
            let period = duty.period();
            self.set("every", period);
        } else if self.opening() == Some("contract_reviewed") && (duty.has(Construct::By, 4) && !is_other) {
            self.set("by", "next_review");
        } else if duty.numbers.chance(7) || is_other {
            let period = duty.period();
            self.set("within", period);
        }
        let names = LINKS.iter().find(|(.., names, _)| self.opening() == Some(names));
        if let (Some((_, named, _, field)), true) =
            (names, self.has("within") && !self.wants(Construct::Clock) && duty.has(Construct::CountedFrom, 4))
        {
            let mut around = self.row(Row::Around);
            let from = with_tests(json!({"along": field, "event": named}), around.tests(named, None));
            self.set("counted_from", from);
        }
    }
}
