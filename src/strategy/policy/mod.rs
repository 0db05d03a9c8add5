//! Packs of rules that load.

mod vocabulary;
mod construct;
mod happening;
mod condition;
mod rule;
mod duty;

use std::sync::{Arc, LazyLock};

use proptest::collection::SizeRange;
use proptest::prelude::Strategy;
use serde_json::{Value, json};

use super::lists::lists;
use super::written::Written;
use crate::calendar::{Almanac, EnglandAndWales};
use crate::policy::{Pack, Packs, Policy};
use rule::{RuleMaker, RuleNumbers, wanted, watcher};

pub use construct::Construct;

/// A pack `invented` that loads, as it is written: with as many rules as a size says, `X0` onwards, over every
/// [construct](Construct), about what histories made [here](super::history()) hold. A rule that watches another, `W1` say, comes beside
/// the number; one that would say the same as another is left out, so that there may be fewer. It shrinks to few rules with few parts, and
/// to short times and small numbers.
///
/// ```
/// use practice_cycle::{policy::Pack, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(written in strategy::written_pack(1..6))| {
///     let pack = Pack::read(&written).unwrap();
///     prop_assert!(pack.name() == "invented" && (1..=10).contains(&pack.rules().len()));
/// });
/// ```
pub fn written_pack(rules: impl Into<SizeRange>) -> impl Strategy<Value = Written> {
    lists(rules).prop_map(|numbers: Vec<RuleNumbers>| {
        let mut rules = Rules::default();
        numbers.iter().for_each(|numbers| rules.add(numbers, wanted(numbers)));
        Written::of(&pack_of(&rules.0))
    })
}

/// A pack of one rule in which a construct stands, as it is written; of [`Broken`](Construct::Broken), of two, one of which watches the
/// other. It shrinks to a rule that has little else.
///
/// ```
/// use practice_cycle::{policy::Pack, strategy::{self, Construct}};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(written in strategy::written_pack_of(Construct::LeadTime))| {
///     prop_assert_eq!(Pack::read(&written).unwrap().rules().len(), 1);
///     prop_assert!(written.contains("lead_time"));
/// });
/// ```
pub fn written_pack_of(construct: Construct) -> impl Strategy<Value = Written> {
    lists(1).prop_map(move |numbers: Vec<RuleNumbers>| {
        let mut rules = Rules::default();
        numbers.iter().for_each(|numbers| rules.add(numbers, Some(construct)));
        Written::of(&pack_of(&rules.0))
    })
}

/// A pack as [`written_pack`] writes it, loaded.
///
/// ```
/// use practice_cycle::strategy;
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(pack in strategy::pack(3))| {
///     for rule in pack.rules() {
///         prop_assert_eq!(pack.rule(rule.id().as_str()), Some(rule));
///     }
/// });
/// ```
pub fn pack(rules: impl Into<SizeRange>) -> impl Strategy<Value = Pack> {
    written_pack(rules).prop_filter_map("it does not load", |written| {
        let mut packs = Packs::default();
        let name = packs.add(&written).ok()?;
        packs.pack(&name).cloned()
    })
}

/// A policy of such a [`pack`], by the calendar of England and Wales.
///
/// ```
/// use practice_cycle::{moment::Moment, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(policy in strategy::policy(3), history in strategy::history(30))| {
///     let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
///     prop_assert_eq!(report.rules.len(), policy.pack().rules().len());
/// });
/// ```
pub fn policy(rules: impl Into<SizeRange>) -> impl Strategy<Value = Policy> {
    /// Fifty years of days, which many policies share.
    static ENGLAND: LazyLock<Option<Arc<Almanac>>> =
        LazyLock::new(|| Almanac::new(&EnglandAndWales::new()).ok().map(Arc::new));
    pack(rules).prop_filter_map("no rule is ever in force", |pack| Policy::with_almanac(&pack, ENGLAND.as_ref()?).ok())
}

fn pack_of(rules: &[Value]) -> Value {
    json!({"pack": "invented", "version": "1", "title": "Invented rules", "rules": rules})
}

fn loads(rules: &[Value]) -> bool {
    Packs::default().add(&pack_of(rules).to_string()).is_ok()
}

/// Rules that load together.
#[derive(Default)]
struct Rules(Vec<Value>);

impl Rules {
    /// Adds a rule of numbers. Where that does not load, as not everything fits everything, it has what is wanted and nothing else.
    fn add(&mut self, numbers: &RuleNumbers, construct: Option<Construct>) {
        let place = self.0.len();
        if construct == Some(Construct::Broken) {
            return self.watch(numbers, place);
        }
        let id = format!("X{place}");
        let rule = RuleMaker::new(&id, numbers, construct).made();
        if !self.push(rule) {
            self.push(RuleMaker::new(&id, &PLAIN, construct).made());
        }
    }

    /// Adds a rule that watches the last one, or one that is added before.
    fn watch(&mut self, numbers: &RuleNumbers, place: usize) {
        if self.0.is_empty() {
            self.push(RuleMaker::new(&format!("X{place}"), &PLAIN, None).made());
        }
        let id = format!("W{place}");
        if let Some(last) = self.0.last().cloned()
            && !self.push(watcher(&id, &last, numbers))
        {
            self.push(watcher(&id, &last, &PLAIN));
        }
    }

    /// Adds a rule, if all of them load with it.
    fn push(&mut self, rule: Value) -> bool {
        self.0.push(rule);
        let all_load = loads(&self.0);
        if !all_load {
            self.0.pop();
        }
        all_load
    }
}

/// The numbers of a rule that has nothing but what is wanted.
const PLAIN: RuleNumbers = [0; std::mem::size_of::<RuleNumbers>()];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_with_nothing_but_what_is_wanted_loads() {
        for &construct in Construct::ALL.iter().filter(|construct| **construct != Construct::Broken) {
            let rule = RuleMaker::new("X0", &PLAIN, Some(construct)).made();
            if let Err(wrong) = Packs::default().add(&pack_of(std::slice::from_ref(&rule)).to_string()) {
                panic!("{construct:?}: {rule}\n{wrong}");
            }
        }
    }
}
