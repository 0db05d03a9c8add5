//! What a rule asks of the fields of entries, made from its tests as written.

use super::fields::{Aspect, People, clause, fact_of, listed};
use super::messages::asked as say;
use super::messages::fields::{entry_occurred, entry_was_recorded, rests_on_contract, rests_on_none};
use super::people::{a_role, nobody, parties, role_label, side, somebody};
use super::phrases::{Tested, Wording};
use super::times::{between_times, of_working_day};
use crate::message::{Message, Row, Said};
use crate::policy::syntax::shorthand::{FieldTest, OneOrMany, ScalarForm, TestForm};

/// Fields by which an entry names another, rather than saying something.
const NAMED: [&str; 5] = ["decision", "disagreement", "disruption", "moved", "passing"];

impl Wording<'_> {
    /// One test of a field, or that it does not hold.
    pub(super) fn test(self, path: &str, test: &TestForm, holds: bool) -> Tested {
        let test = match test {
            TestForm::Is(OneOrMany(values)) => {
                return Tested { fact: self.is(path, values, holds), after: self.follows_as(path, values, holds) };
            }
            TestForm::Test(test) => test,
        };
        let facts = self.facts(path, test, holds);
        match facts.as_slice() {
            [_] => {}
            _ if holds => {}
            _ => {
                let all = listed(Row::And, self.facts(path, test, true));
                return Tested { fact: say::not_the_case(all).into(), after: None };
            }
        }
        let is_person = self.fields.people(path).is_some();
        let after = match (&**test, holds) {
            (FieldTest { said: Some(said), same_as: None, .. }, _) if facts.len() == 1 => {
                let name = self.fields.name(path);
                Some(match (path, *said == holds) {
                    ("contract", true) => say::under_contract(),
                    ("contract", false) => say::under_no_contract(),
                    (_, true) if NAMED.contains(&path) => say::naming(name),
                    (_, true) if is_person => say::with_named(name),
                    (_, true) => say::with_recorded(name),
                    (_, false) if is_person => say::without_named(name),
                    (_, false) => say::without_recorded(name),
                })
            }
            (FieldTest { all_of: Some(OneOrMany(values)), .. }, true) if path == "people.side" && facts.len() == 1 => {
                Some(say::with_taking_part(listed(Row::And, self.written(values, side))))
            }
            _ => None,
        };
        Tested { fact: listed(Row::And, facts), after }
    }

    /// Every test of a field, as a sentence each.
    fn facts(self, path: &str, test: &FieldTest, holds: bool) -> Vec<Said> {
        let name = self.fields.name(path);
        let people = self.fields.people(path).filter(|people| people.are_several || people.aspect == Aspect::Themselves);
        let either = |is: bool, yes: Message, no: Message| Said::from(if is { yes } else { no });
        let mut all: Vec<Said> = Vec::new();
        all.extend(test.not.as_ref().map(|OneOrMany(values)| self.is(path, values, !holds)));
        all.extend(test.all_of.as_ref().map(|OneOrMany(values)| match self.fields.people(path) {
            Some(people) => {
                let (all_of, name) = (listed(Row::And, self.people_of(&people, values)), people.name.clone());
                people.said(if holds { say::are_among(all_of, name) } else { say::are_not_all_among(all_of, name) })
            }
            None if path.ends_with("contract.parties") => {
                parties(self.written(values, |value| self.fields.unquoted(path, value)), Row::And, holds)
            }
            None => {
                let (values, name) = (self.values(path, values, Row::And), name.clone());
                if holds { say::includes(name, values) } else { say::lacks(name, values) }.into()
            }
        }));
        all.extend(test.at_least.as_ref().map(|number| {
            let (name, number) = (name.clone(), self.plain(&number.0));
            if holds { say::is_at_least(name, number) } else { say::is_not_at_least(name, number) }.into()
        }));
        all.extend(test.at_most.as_ref().map(|number| {
            let (name, number) = (name.clone(), self.plain(&number.0));
            if holds { say::is_at_most(name, number) } else { say::is_not_at_most(name, number) }.into()
        }));
        let same = |other: &String, same: bool| {
            let (name, there) = (name.clone(), self.there(other));
            match &people {
                Some(People { are_several: true, .. }) => {
                    either(same, say::is_among(there.clone(), name.clone()), say::is_not_among(there, name))
                }
                Some(_) if other.strip_prefix("opening.") == Some(path) => {
                    let opened = self.opened;
                    either(same, say::same_as_in_entry(name.clone(), opened), say::other_than_in_entry(name, opened))
                }
                Some(_) => either(same, say::is(name.clone(), there.clone()), say::is_not(name, there)),
                None => either(same, say::same_as(name.clone(), there.clone()), say::another_than(name, there)),
            }
        };
        all.extend(test.same_as.as_ref().map(|other| same(other, holds)));
        all.extend(test.differs_from.as_ref().map(|other| same(other, !holds)));
        all.extend(self.between_times(path, test, &test.within, holds).map(Said::from));
        all.extend(self.between_times(path, test, &test.later_than, !holds).map(Said::from));
        all.extend(test.redacted.map(|redacted| {
            either(redacted == holds, say::was_redacted(name.clone()), say::was_not_redacted(name.clone()))
        }));
        // What is the same as something is said.
        let said = test.said.filter(|said| !said || test.same_as.is_none());
        all.extend(said.map(|said| match (path, said == holds) {
            ("contract", true) => rests_on_contract().into(),
            ("contract", false) => rests_on_none().into(),
            (_, true) => say::recorded(name.clone()).into(),
            (_, false) => say::not_recorded(name.clone()).into(),
        }));
        let is_of_people = people.is_some();
        all.extend(test.count_at_least.as_ref().map(|number| {
            let (number, name) = (self.number(number), name.clone());
            Said::from(match (holds, is_of_people) {
                (true, true) => say::at_least_people(number, name),
                (true, false) => say::at_least_named(number, name),
                (false, true) => say::not_at_least_people(number, name),
                (false, false) => say::not_at_least_named(number, name),
            })
        }));
        all.extend(test.count_at_most.as_ref().map(|number| {
            let (number, name) = (self.number(number), name.clone());
            Said::from(match (holds, is_of_people) {
                (true, true) => say::at_most_people(number, name),
                (true, false) => say::at_most_named(number, name),
                (false, true) => say::not_at_most_people(number, name),
                (false, false) => say::not_at_most_named(number, name),
            })
        }));
        all
    }

    /// That a field has one of some values, or none of them.
    fn is(self, path: &str, values: &[ScalarForm], holds: bool) -> Said {
        let written = |value: &ScalarForm| self.value(value);
        if let [value] = values
            && let Some(fact) = fact_of(path, &written(value), holds)
        {
            return fact.into();
        }
        if path == "contract.stage" {
            let stages = listed(Row::Or, self.written(values, |value| self.label(path, value)));
            return if holds { say::contract_is(stages) } else { say::contract_is_not(stages) }.into();
        }
        let works = values.iter().any(|value| written(value) == "yes") == holds;
        if let Some(fact) = of_working_day(path, works, self.fields) {
            return fact.into();
        }
        if path.ends_with("contract.parties") {
            return parties(self.written(values, |value| self.fields.unquoted(path, value)), Row::Or, holds);
        }
        let Some(people) = self.fields.people(path) else {
            let (name, values) = (self.fields.name(path), self.values(path, values, Row::Or));
            return if holds { say::is(name, values) } else { say::is_not(name, values) }.into();
        };
        people.said(self.is_of(&people, path, values, holds))
    }

    /// The same of people.
    fn is_of(self, people: &People, path: &str, values: &[ScalarForm], holds: bool) -> Message {
        let name = people.name.clone();
        if people.are_several {
            let of = self.people_of(people, values);
            let among = match (holds, people.aspect) {
                (true, _) => listed(Row::Or, of),
                (false, Aspect::Role) => say::no_role(listed(Row::Or, self.written(values, role_label))).into(),
                (false, Aspect::Side | Aspect::Mandate) => {
                    let first = values.first().map(|first| nobody(people.aspect, &self.value(first)));
                    listed(Row::Or, first.into_iter().chain(of.into_iter().skip(1)))
                }
                (false, Aspect::Themselves) => say::none_of(listed(Row::Or, of)).into(),
            };
            return say::is_among(among, name);
        }
        let is = |value: Said| if holds { say::is(name.clone(), value) } else { say::is_not(name.clone(), value) };
        match people.aspect {
            Aspect::Themselves => is(self.values(path, values, Row::Or)),
            Aspect::Role => is(listed(Row::Or, self.written(values, a_role))),
            Aspect::Side => {
                let sides = listed(Row::Or, self.written(values, side));
                if holds { say::is_from(name, sides) } else { say::is_not_from(name, sides) }
            }
            Aspect::Mandate => {
                let has = values.iter().any(|value| self.value(value) == "yes") == holds;
                if has { say::has_mandate(name) } else { say::has_no_mandate(name) }
            }
        }
    }

    /// The same, as it follows what was done.
    fn follows_as(self, path: &str, values: &[ScalarForm], holds: bool) -> Option<Message> {
        let people = self.fields.people(path).filter(|people| holds && !people.by_then)?;
        let of = listed(Row::Or, self.people_of(&people, values));
        match (path.rsplit_once('.')?.0, people.aspect) {
            ("present", _) => Some(say::with_present(of)),
            ("to", Aspect::Role | Aspect::Side | Aspect::Mandate) => Some(say::to_whom(of)),
            ("lead", Aspect::Role) => Some(say::who_is(of)),
            _ => None,
        }
    }

    /// Somebody of some kind: `a parent`, `somebody from the family`, `somebody with the statutory mandate`.
    pub(super) fn people_of(self, people: &People, values: &[ScalarForm]) -> Vec<Said> {
        self.written(values, |code| somebody(people.aspect, code))
    }

    pub(super) fn written(self, values: &[ScalarForm], word: impl Fn(&str) -> Said) -> Vec<Said> {
        values.iter().map(|value| word(&self.value(value))).collect()
    }

    pub(super) fn values(self, path: &str, values: &[ScalarForm], row: Row) -> Said {
        listed(row, self.written(values, |value| self.fields.value(path, value)))
    }

    /// That a time is no later than so long after another, or that it is.
    fn between_times(self, path: &str, test: &FieldTest, length: &Option<String>, is_within: bool) -> Option<Message> {
        let (length, after) = length.as_ref().zip(test.after.as_deref())?;
        let after = match (clause(after), after.strip_prefix("opening.")) {
            (Some(clause), None) => clause.into(),
            (Some(_), Some("occurred_at")) => entry_occurred(self.opened).into(),
            (Some(_), Some(_)) => entry_was_recorded(self.opened).into(),
            (None, _) => self.there(after),
        };
        let length = self.value(&ScalarForm::Word(length.clone()));
        Some(between_times(path, self.fields.name(path), is_within, &length, after))
    }
}
