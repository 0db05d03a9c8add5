//! The policy, evaluated slowly: what `src/policy/mod.rs` says, word for word, over plain JSON.
//!
//! Nothing is carried from one entry to the next, and nothing here is taken from the engine. Each duty is decided by itself, by
//! going through the whole history; what lasts, and where contracts stand, is told anew whenever it is asked.

mod clock;
mod condition;
mod course;
mod duty;
mod fields;
mod happening;
mod outcome;
mod world;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use practice_cycle::calendar::{Calendar, Period, local_date};
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use serde_json::Value;

pub(crate) use duty::{Judged, Outcome};
use happening::Breach;
pub(crate) use happening::EntryRef;
use world::World;
pub(crate) use world::{after, before};

/// One rule as written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule<'p> {
    pub(crate) form: &'p Value,
}

/// What a rule comes to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ruled {
    pub(crate) id: String,
    pub(crate) verdict: &'static str,
    /// When it was violated, or is due, if it is.
    pub(crate) at: Option<Moment>,
    pub(crate) activated: bool,
    pub(crate) duties: Vec<Judged>,
}

/// The duties of a rule, and when they were broken.
type Course<'a> = (Vec<Judged>, Vec<Breach<'a>>);

/// Everything that rules can ask.
pub(crate) struct Reference<'a> {
    pub(crate) world: &'a World<'a>,
    rules: Vec<Rule<'a>>,
    judged: RefCell<BTreeMap<String, Course<'a>>>,
    waivers: RefCell<Waivers>,
}

/// What was found of waivers, by their entries: which excuse something, or would have; and which name an opening.
#[derive(Debug, Default)]
struct Waivers {
    serving: BTreeSet<(usize, u32)>,
    opened: BTreeSet<(usize, u32)>,
}

/// A waiver that excuses nothing: its history, its entry, and why.
pub(crate) type Unused = (usize, u32, &'static str);

/// What every rule of a pack comes to on histories that are looked at together, and which waivers excuse nothing.
pub(crate) fn check(
    pack: &Value,
    histories: &[&History],
    calendar: &dyn Calendar,
    as_of: Moment,
    known_at: Moment,
) -> (Vec<Ruled>, Vec<Unused>) {
    let rules = pack["rules"].as_array().unwrap();
    let world = World::new(histories, calendar, as_of, known_at);
    let reference = Reference {
        world: &world,
        rules: rules.iter().map(|form| Rule { form }).collect(),
        judged: RefCell::default(),
        waivers: RefCell::default(),
    };
    let ruled = reference.rules.iter().map(|&rule| reference.ruled(rule)).collect();
    (ruled, reference.unused())
}

impl<'p> Rule<'p> {
    pub(crate) fn id(&self) -> &'p str {
        self.form["id"].as_str().unwrap()
    }

    /// Whether that is its id, or was before.
    pub(crate) fn is_called(&self, id: &Value) -> bool {
        let mut formerly = self.form["formerly"].as_array().into_iter().flatten();
        self.form["id"] == *id || formerly.any(|old| old == id)
    }

    pub(crate) fn says(&self, field: &str, value: &str) -> bool {
        self.form[field].as_str() == Some(value)
    }

    /// Whether there is a duty for each of somebody's contracts.
    pub(crate) fn each_is_contract(&self) -> bool {
        self.says("each", "person.contracts") || self.says("each", "person.contracts_lost")
    }

    pub(crate) fn is(&self, flag: &str) -> bool {
        self.form[flag].as_bool() == Some(true)
    }

    /// What a duty is about: by name in what opens it, and in what answers it.
    pub(crate) fn per(&self) -> Vec<(String, String)> {
        match self.form["per"].as_array() {
            Some(names) if !names.is_empty() => pairs(names),
            _ => vec![("cycle".to_owned(), "cycle".to_owned())],
        }
    }

    /// The names by which it is known in which histories it means the same.
    pub(crate) fn scope(&self) -> Vec<String> {
        let mut names = self.names();
        names.extend(everywhere(&self.form["per"]));
        names
    }

    /// The same, by the names under which it is told: an element is called what the answer calls it.
    pub(crate) fn names(&self) -> Vec<String> {
        self.per().into_iter().map(|(when, then)| if when == "each" { first_of(&then) } else { when }).collect()
    }

    pub(crate) fn in_force(&self, at: Moment) -> bool {
        lies_within(&self.form["in_force"], local_date(at))
    }

    /// A value, or that of a parameter on the day; nothing where it has none.
    fn value(&self, written: &Value, at: Moment) -> Option<Value> {
        let Some(name) = written.as_str().and_then(|word| word.strip_prefix('$')) else { return Some(written.clone()) };
        let parameter = &self.form["parameters"][name];
        let values = parameter.as_array().map_or(std::slice::from_ref(parameter), Vec::as_slice);
        values.iter().find_map(|value| match value {
            Value::Object(dated) => lies_within(value, local_date(at)).then(|| dated["value"].clone()),
            plain => Some(plain.clone()),
        })
    }

    pub(crate) fn number(&self, written: &Value, at: Moment) -> Option<i64> {
        self.value(written, at)?.as_i64()
    }

    pub(crate) fn period(&self, written: &Value, at: Moment) -> Option<Period> {
        self.value(written, at)?.as_str()?.parse().ok()
    }
}

fn first_of(names: &str) -> String {
    names.split(OR).next().unwrap().to_owned()
}

/// That a part of what something is about means the same everywhere.
pub(crate) fn everywhere(per: &Value) -> Option<String> {
    let mut parts = per.as_array().into_iter().flatten();
    parts.any(|part| part["everywhere"] == true).then(|| "everywhere".to_owned())
}

/// Stands between the names that a part of what something is about has in entries of several kinds.
pub(crate) const OR: &str = " or ";

pub(crate) fn pairs(names: &[Value]) -> Vec<(String, String)> {
    let pair = |name: &Value| match name {
        Value::String(name) => (name.clone(), name.clone()),
        apart => {
            let then = apart["then"].as_array().map_or(std::slice::from_ref(&apart["then"]), Vec::as_slice);
            let then: Vec<&str> = then.iter().map(|name| name.as_str().unwrap()).collect();
            (apart["when"].as_str().unwrap().to_owned(), then.join(OR))
        }
    };
    names.iter().map(pair).collect()
}

fn lies_within(dates: &Value, day: NaiveDate) -> bool {
    let date = |name: &str| dates[name].as_str().map(|date| date.parse::<NaiveDate>().unwrap());
    date("from").is_none_or(|from| from <= day) && date("to").is_none_or(|to| day <= to)
}

impl<'a> Reference<'a> {
    fn rule(&self, id: &str) -> Rule<'a> {
        *self.rules.iter().find(|rule| rule.is_called(&id.into())).unwrap()
    }

    fn ruled(&self, rule: Rule<'a>) -> Ruled {
        let (duties, _) = self.judge(rule.id());
        let counts = duties.iter().filter(|duty| !duty.excused);
        let worst = counts.min_by_key(|duty| {
            // What is due some time comes after what is due at a time.
            let at = duty.outcome.at();
            (std::cmp::Reverse(duty.outcome.weight()), at.is_none(), at)
        });
        let closed = |place| self.world.facts().any(|fact| fact.place == place && fact.kind == "cycle_closed");
        let all_closed = !self.world.cycles.is_empty() && (0..self.world.cycles.len()).all(closed);
        let last = rule.form["in_force"]["to"].as_str().map(|day| day.parse::<NaiveDate>().unwrap());
        let over = all_closed || last.is_some_and(|last| local_date(self.world.now) > last);
        let (verdict, at) = match worst.map(|duty| (duty.outcome.weight(), duty.outcome.at())) {
            Some((4, at)) => ("violated", at),
            Some((3, _)) => ("undetermined", None),
            Some((2, at)) => ("pending", at),
            Some((1, _)) => ("holds_so_far", None),
            _ if over => ("satisfied", None),
            _ => ("holds_so_far", None),
        };
        Ruled { id: rule.id().to_owned(), verdict, at, activated: !duties.is_empty(), duties }
    }

    /// The duties of a rule, and when they were broken.
    fn judge(&self, id: &str) -> (Vec<Judged>, Vec<Breach<'a>>) {
        if let Some(known) = self.judged.borrow().get(id) {
            return known.clone();
        }
        let judged = self.duties(self.rule(id));
        self.judged.borrow_mut().insert(id.to_owned(), judged.clone());
        judged
    }
}
